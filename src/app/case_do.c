/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding, editing, deleting and revealing from the rows of a case. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

/* ---- adding ---- */

static int64_t choice_to(const struct case_view *c, const struct case_choice *choice)
{
    return choice->to ? choice->to(c) : c->ref.n;
}

static bool choice_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct case_view *c = arg;
    for (const struct case_choice *choice = c->choices; choice->form; choice++) {
        if (!choice_to(c, choice) || (*words && !present_has(_(choice->label), words)))
            continue;
        if (index--)
            continue;
        buf_addf(value, "%td", choice - c->choices);
        buf_adds(label, _(choice->label));
        return true;
    }
    return false;
}

static void choice_made(struct app *a, void *arg, const char *value, const char *label)
{
    (void)a;
    (void)label;
    struct case_view *c = arg;
    const struct case_choice *choice = &c->choices[strtoul(value, NULL, 10)];
    open_about(c->app, "form", choice->form, choice_to(c, choice));
}

void case_choose(struct case_view *c, const struct case_choice *choices)
{
    c->choices = choices;
    app_pick(c->app, _("Add what?"), (struct picker_source){ .row = choice_row, .arg = c }, NULL, choice_made,
             c);
}

/* The form of the record, with the focus on the field that the row is about. */
void case_edit_row(struct case_view *c, const struct case_row *row)
{
    struct buf arg = { 0 };
    buf_addf(&arg, row->field ? "edit @ %s" : "edit @", row->field ? row->field->key : "");
    open_about(c->app, "form", buf_text(&arg), row->n);
    buf_free(&arg);
}

/* ---- deleting ---- */

/* A field of a record is emptied, an element of a list goes; the record stays. */
static int empty_field(struct case_view *c, const struct case_row *row, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(c->app->store, row->n, &r, e) < 0)
        return -1;
    if (row->element == CASE_WHOLE)
        field_clear(r, row->field);
    else if (row->element < field_count(r, row->field))
        field_remove(r, row->field, row->element);
    int rc = store_update(c->app->store, r, NULL, e);
    rec_free(r);
    return rc;
}

void case_delete_row(struct case_view *c)
{
    const struct case_row *at = case_selected(c);
    struct err e = { 0 };
    if (!at)
        return;
    struct case_row row = *at;
    if (!row.n) {
        app_say(c->app, MESSAGE_INFO, "%s", _("There is nothing to delete here."));
        return;
    }
    if (!row.field) {
        delete_record(c->app, row.n);
        return;
    }
    const struct rec *r = case_record(c, row.n);
    if (row.element == CASE_WHOLE && r && field_is_empty(r, row.field)) {
        app_say(c->app, MESSAGE_INFO, "%s", _("There is nothing to delete here."));
    } else if (empty_field(c, &row, &e) < 0) {
        app_error(c->app, &e);
    } else {
        struct app *a = c->app;
        app_reload(a);
        app_say(a, MESSAGE_INFO, _("Deleted: %s. u undoes it."), _(row.field->label));
    }
}

/* ---- revealing ---- */

struct contacts {
    int64_t at[32];
    size_t n;
};

static void add_contacts(struct case_view *c, int64_t of, struct contacts *out)
{
    struct store_rows rows = { 0 };
    if (of && store_children(c->app->store, of, KIND_CONTACT, &rows, NULL) == 0)
        for (size_t i = 0; i < rows.n && out->n < sizeof out->at / sizeof *out->at; i++)
            out->at[out->n++] = rows.at[i];
    store_rows_free(&rows);
}

static struct contacts contacts_of_row(struct case_view *c)
{
    struct contacts all = { .n = 0 };
    const struct case_row *row = case_selected(c);
    const struct rec *r = row ? case_record(c, row->n) : NULL;
    if (r && r->kind == KIND_MEMBER)
        add_contacts(c, ((const struct member *)r)->person.n, &all);
    if (r && r->kind == KIND_TARGET) {
        add_contacts(c, ((const struct target *)r)->office.n, &all);
        add_contacts(c, ((const struct target *)r)->person.n, &all);
    }
    return all;
}

static bool contact_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    struct case_view *c = arg;
    struct contacts all = contacts_of_row(c);
    for (size_t i = 0; i < all.n; i++) {
        char *text = present_contact(c->app, all.at[i]);
        bool fits = text && (!*words || present_has(text, words)) && index-- == 0;
        if (fits) {
            buf_addf(value, "%lld", (long long)all.at[i]);
            buf_adds(label, text);
        }
        str_free(text);
        if (fits)
            return true;
    }
    return false;
}

static void contact_picked(struct app *a, void *arg, const char *value, const char *label)
{
    (void)arg;
    (void)label;
    present_reveal(a, strtoll(value, NULL, 10));
}

void case_reveal(struct case_view *c)
{
    struct contacts all = contacts_of_row(c);
    if (all.n == 1)
        present_reveal(c->app, all.at[0]);
    else if (all.n)
        app_pick(c->app, _("Show which?"), (struct picker_source){ .row = contact_row, .arg = c }, NULL,
                 contact_picked, c);
    else
        app_say(c->app, MESSAGE_INFO, "%s", _("No number or address is entered here. Press a to add one."));
}
