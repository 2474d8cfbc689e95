/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sources of the case, each kept word for word, and the talks, letters and posts in them. */
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/testimony.h"
#include "satchel/store/list.h"

static const struct list_column COLUMNS[] = { { .width = 14 }, { .width = 12, .drop = 1 }, { .width = 20 } };

static int load(struct case_view *c, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = case_add_children(c, c->ref.n, KIND_STATEMENT, e);
    if (rc == 0)
        rc = store_children(c->app->store, c->ref.n, KIND_SOURCE, &rows, e);
    if (rc == 0 && rows.n && c->rows.n)
        rc = case_add_heading(c, _("texts they are from"), e);
    store_rows_free(&rows);
    return rc < 0 ? -1 : case_add_children(c, c->ref.n, KIND_SOURCE, e);
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    const struct rec *r = case_record(c, row->n);
    char *day = NULL, *label = case_label(c, row->n);
    if (r && r->kind == KIND_STATEMENT) {
        day = edtf_words(((const struct statement *)r)->date.text);
        list_cell(out, 0, ROLE_LABEL, _(kind_of(KIND_STATEMENT)->label));
    } else if (r) {
        day = present_day(((const struct source *)r)->received);
        list_cell(out, 0, ROLE_LABEL, _(ENUM_source_kind.at[((const struct source *)r)->kind].label));
    }
    list_cell(out, 1, ROLE_TEXT, day);
    list_cell(out, 2, ROLE_TEXT, label);
    str_free(label);
    str_free(day);
}

/* The stretch of the source that a statement is. */
static int add_stretch(struct case_view *c, const struct statement *s, struct pane *p)
{
    const struct source *from = (const struct source *)case_record(c, s->source.n);
    if (!from || !from->text)
        return 0;
    size_t n = strlen(from->text),
           start = s->from_off.set ? text_offset(from->text, n, (size_t)s->from_off.v) : 0,
           end = s->to_off.set ? text_offset(from->text, n, (size_t)s->to_off.v) : n;
    char *part = end > start ? strndup(from->text + start, end - start) : NULL, *shown = case_text(c, part);
    int rc = pane_addf(p, ROLE_TEXT, "\n%s\n", shown ? shown : "");
    str_free(shown);
    str_free(part);
    return rc;
}

static int detail(struct case_view *c, const struct case_row *row, struct pane *p)
{
    const struct rec *r = case_record(c, row->n);
    if (!r)
        return 0;
    if (case_detail_fields(c, r, p) < 0)
        return -1;
    return r->kind == KIND_STATEMENT ? add_stretch(c, (const struct statement *)r, p) : 0;
}

/* The text that the row is, or is from. */
static int64_t chosen_source(const struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    const struct rec *r = row ? case_record((struct case_view *)c, row->n) : NULL;
    return !r ? 0 : r->kind == KIND_STATEMENT ? ((const struct statement *)r)->source.n : r->n;
}

static const struct case_choice CHOICES[] = {
    { N_("a text, word for word: a talk, a letter, a post"), "add source case=@ kind=talk", NULL },
    { N_("a statement in this text: whose, and from when"), "add statement source=@", chosen_source },
    { NULL, NULL, NULL },
};

static void add(struct case_view *c)
{
    if (chosen_source(c))
        case_choose(c, CHOICES);
    else
        open_about(c->app, "form", CHOICES[0].form, c->ref.n);
}

const struct case_tab case_statements = {
    .name = "statements",
    .label = N_("Statements"),
    .empty = N_("No statement and no text yet.\n\na adds a text, word for word: a talk, a letter, a post. An "
                "imported appeal (i) keeps its text here."),
    .columns = COLUMNS,
    .n_columns = 3,
    .list_rows = 7,
    .load = load,
    .row = row_of,
    .detail = detail,
    .add = add,
};
