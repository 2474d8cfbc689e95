/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record in a form, for every kind of record alike. arg says which:
 *     edit ID                     that record
 *     add KIND [FIELD=ID|WORD]... a new one, with fields set beforehand; the first FIELD=ID is its owner and
 * stays as given What is typed is kept as a draft under the same words, two seconds after a change, at Esc
 * and at a lock; opening the form again brings it back. Ctrl-S stores it: one undo step, and the draft is
 * gone. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/record_form.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/settings.h"
#include "satchel/store/write.h"

struct form_view {
    struct view view;
    struct record_form rf;
    char *label;   /* of the record; NULL: a new one */
    int64_t draft; /* its row; 0: none */
};

#define DRAFT_VIEW "form " /* and arg */

/* ---- opening ---- */

/* "FIELD=VALUE" into the record. */
static int set_word(struct app *a, struct rec *rec, char *word, struct err *e)
{
    char *value = strchr(word, '=');
    if (!value)
        return err_set(e, ERR_INTERNAL, _("This form was asked for in a way it does not know: %s."), word);
    *value++ = '\0';
    const struct field *f = rec_field(rec, word, e);
    return f ? store_set_field(a->store, rec, f, value, e) : -1;
}

static int new_record(struct app *a, char *words, struct rec **rec, char **fixed, struct err *e)
{
    char *save = NULL, *word = strtok_r(words, " ", &save);
    const struct kind *k = word ? kind_named(word) : NULL;
    if (!k)
        return err_set(e, ERR_INTERNAL, _("This form was asked for in a way it does not know: %s."), words);
    if (!(*rec = rec_new(k->kind, e)))
        return -1;
    while ((word = strtok_r(NULL, " ", &save))) {
        if (set_word(a, *rec, word, e) < 0)
            return -1;
        if (!*fixed && !(*fixed = strdup(word)))
            return err_no_memory(e);
    }
    return 0;
}

static int saved_record(struct app *a, const char *id, struct rec **rec, struct err *e)
{
    int64_t n;
    if (store_find(a->store, id, KIND_ANY, &n, e) < 0)
        return -1;
    return store_get(a->store, n, rec, e);
}

static int load_record(struct app *a, struct form_view *f, const char *arg, struct rec **rec, char **fixed,
                       struct err *e)
{
    int rc;
    char *words = strdup(arg);
    if (!words)
        return err_no_memory(e);
    if (strncmp(words, "edit ", 5) == 0) {
        rc = saved_record(a, words + 5, rec, e);
        if (rc == 0 && !(f->label = store_label_of(a->store, *rec, e)))
            rc = -1;
    } else {
        rc = new_record(a, strncmp(words, "add ", 4) == 0 ? words + 4 : words, rec, fixed, e);
    }
    str_free(words);
    return rc;
}

/* The draft that was typed under this view's arg; 0: none. fields (may be NULL) is the caller's to free. */
static int64_t find_draft(struct app *a, const struct form_view *f, char **fields)
{
    struct drafts all = { 0 };
    int64_t n = 0;
    if (draft_list(a->store, &all, NULL) < 0)
        return 0;
    for (size_t i = 0; i < all.n && !n; i++) {
        if (strncmp(all.at[i].view, DRAFT_VIEW, strlen(DRAFT_VIEW)) ||
            strcmp(all.at[i].view + strlen(DRAFT_VIEW), f->view.arg))
            continue;
        n = all.at[i].n;
        if (fields)
            str_set(fields, all.at[i].fields);
    }
    drafts_free(&all);
    return n;
}

static void restore_draft(struct app *a, struct form_view *f)
{
    char *fields = NULL;
    f->draft = find_draft(a, f, &fields);
    if (fields && form_restore(f->rf.form, fields, strlen(fields), NULL) == 0)
        app_say(a, MESSAGE_INFO, "%s", _("What you had typed here is back. It is not saved yet."));
    f->view.kept = form_version(f->rf.form);
    str_free(fields);
}

static int form_view_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct form_view *f = (struct form_view *)v;
    struct rec *rec = NULL;
    char *fixed = NULL;
    int rc = load_record(a, f, arg, &rec, &fixed, e);
    if (rc == 0)
        rc = record_form_open(&f->rf, a->store, rec, fixed, &a->clip, e);
    else
        rec_free(rec);
    str_free(fixed);
    if (rc == 0)
        restore_draft(a, f);
    return rc;
}

static void form_view_close(struct app *a, struct view *v)
{
    (void)a;
    struct form_view *f = (struct form_view *)v;
    record_form_close(&f->rf);
    str_free(f->label);
}

/* ---- drawing ---- */

static void form_view_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    struct form_view *f = (struct form_view *)v;
    const char *kind = _(kind_of(f->rf.rec->kind)->label);
    if (f->label)
        buf_addf(out, _("%s: %s"), kind, f->label);
    else
        buf_addf(out, _("New: %s"), kind);
}

static void form_view_status(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    if (form_changed(((struct form_view *)v)->rf.form, NULL))
        buf_adds(out, _("not saved"));
}

static void form_view_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)a;
    (void)l;
    form_draw(((struct form_view *)v)->rf.form, body);
}

/* ---- doing ---- */

static int save_draft(struct app *a, struct form_view *f, struct err *e)
{
    struct buf bytes = { 0 }, name = { 0 };
    struct draft d = { .n = f->draft, .of = f->rf.rec->n };
    int rc = form_draft(f->rf.form, &bytes, e);
    buf_addf(&name, "%s%s", DRAFT_VIEW, f->view.arg);
    d.view = name.data;
    d.fields = bytes.data;
    if (rc == 0)
        rc = name.failed ? err_no_memory(e) : draft_save(a->store, &d, e);
    f->draft = d.n;
    buf_free(&bytes);
    buf_free(&name);
    return rc;
}

static int drop_draft(struct app *a, struct form_view *f, struct err *e)
{
    int64_t n = f->draft;
    f->draft = 0;
    return n ? draft_drop(a->store, n, e) : 0;
}

static int keep_draft(struct app *a, struct view *v, struct err *e)
{
    struct form_view *f = (struct form_view *)v;
    if (a->read_only)
        return 0;
    return form_changed(f->rf.form, NULL) ? save_draft(a, f, e) : drop_draft(a, f, e);
}

static int store_record(struct app *a, struct form_view *f, struct err *e)
{
    struct rec *rec;
    uint64_t changed;
    if (record_form_take(&f->rf, e) < 0)
        return -1;
    rec = f->rf.rec;
    return rec->n ? store_update(a->store, rec, &changed, e) : store_add(a->store, rec, e);
}

static void save(struct app *a, struct form_view *f)
{
    struct err e = { 0 };
    if (a->read_only) {
        app_say(a, MESSAGE_WARNING, "%s", _("The vault is open for reading only. Nothing was saved."));
        return;
    }
    if (store_record(a, f, &e) < 0) {
        app_error(a, &e);
        return;
    }
    drop_draft(a, f, NULL);
    form_saved(f->rf.form);
    f->view.kept = form_version(f->rf.form);
    app_pop(a); /* frees this view */
    app_reload(a);
    app_say(a, MESSAGE_INFO, "%s", _("Saved. Press u to undo."));
}

static void leave(struct app *a, struct form_view *f)
{
    bool unsaved = form_changed(f->rf.form, NULL);
    app_pop(a); /* keeps the draft, frees this view */
    if (unsaved)
        app_say(a, MESSAGE_INFO, "%s",
                _("Not saved yet. What you typed is kept as a draft; open the form again to go on."));
}

static bool form_view_in_text(struct app *a, struct view *v)
{
    (void)a;
    (void)v;
    return true;
}

static unsigned form_view_key(struct app *a, struct view *v, uint32_t key)
{
    struct form_view *f = (struct form_view *)v;
    unsigned result = form_key(f->rf.form, &a->keymap, key);
    if (result & WIDGET_DONE)
        save(a, f);
    else if (result & WIDGET_LEAVE)
        leave(a, f);
    return result;
}

static unsigned form_view_paste(struct app *a, struct view *v, const char *text)
{
    (void)a;
    return form_paste(((struct form_view *)v)->rf.form, text);
}

static uint64_t form_view_version(struct app *a, struct view *v)
{
    (void)a;
    return form_version(((struct form_view *)v)->rf.form);
}

const struct view_class view_form = {
    .name = "form",
    .size = sizeof(struct form_view),
    .open = form_view_open,
    .close = form_view_close,
    .title = form_view_title,
    .status = form_view_status,
    .draw = form_view_draw,
    .in_text = form_view_in_text,
    .key = form_view_key,
    .paste = form_view_paste,
    .keep = keep_draft,
    .version = form_view_version,
};
