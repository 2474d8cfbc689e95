/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record in a form, for every kind of record alike. arg says which:
 *     edit ID [FIELD]               that record; the focus on that field
 *     add KIND [FIELD=ID|WORD]...   a new one, with fields set beforehand; the first is its owner and not
 * shown, with ID,ID,... a record for each; the focus on a field that is set to nothing
 *         [+KIND [FIELD=...]...]    and one more, whose reference to the first kind is the first record: a
 * person with their part in a case What is typed is kept as a draft under the same words, two seconds after a
 * change, at Esc and at a lock; opening the form again brings it back. Ctrl-S stores it: one undo step, and
 * the draft is gone. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/record_form.h"
#include "satchel/app/view_draft.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/drafts.h"
#include "satchel/store/letters.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

struct form_view {
    struct view view;
    struct record_form rf;
    struct rec *with; /* stored with the record, and of it; NULL: none; owned */
    struct strs also; /* ids of further owners: each gets a record like this one */
    char *fixed;      /* key of the owner; NULL: none */
    char *label;      /* of the record; NULL: a new one */
    char *owner;      /* what a new one is added to, as named; NULL: nothing */
    int64_t draft;    /* its row; 0: none */
};

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

static int unknown_form(const char *words, struct err *e)
{
    return err_set(e, ERR_INTERNAL, _("This form was asked for in a way it does not know: %s."), words);
}

static struct rec *record_named(const char *name, struct err *e)
{
    const struct kind *k = name ? kind_named(name) : NULL;
    if (!k)
        unknown_form(name ? name : "", e);
    return k ? rec_new(k->kind, e) : NULL;
}

/* "FIELD=ID,ID,...": the first stays in the word. */
static int set_owner(struct app *a, struct form_view *f, struct rec *rec, char *word, struct err *e)
{
    char *save = NULL, *rest = strchr(word, ',');
    if (rest)
        *rest++ = '\0';
    for (char *id = rest ? strtok_r(rest, ",", &save) : NULL; id; id = strtok_r(NULL, ",", &save))
        if (strs_add(&f->also, id) < 0)
            return err_no_memory(e);
    if (set_word(a, rec, word, e) < 0)
        return -1;
    return str_set(&f->fixed, word) < 0 ? err_no_memory(e) : 0; /* set_word cut it at the sign */
}

static int new_record(struct app *a, struct form_view *f, char *words, struct rec **rec, char **focus,
                      struct err *e)
{
    char *save = NULL, *word = strtok_r(words, " ", &save);
    struct rec *into = *rec = record_named(word, e);
    while (into && (word = strtok_r(NULL, " ", &save))) {
        if (*word == '+') {
            rec_free(f->with);
            into = f->with = record_named(word + 1, e);
            continue;
        }
        bool owner = into == *rec && !f->fixed && word[strlen(word) - 1] != '=';
        if ((owner ? set_owner(a, f, into, word, e) : set_word(a, into, word, e)) < 0)
            return -1;
        bool empty = !word[strlen(word) + 1]; /* set_word cut it at the sign */
        if (into == *rec && !owner && empty && str_set(focus, word) < 0)
            return err_no_memory(e);
    }
    return into ? 0 : -1;
}

static int saved_record(struct app *a, const char *id, struct rec **rec, struct err *e)
{
    int64_t n;
    if (store_find(a->store, id, KIND_ANY, &n, e) < 0)
        return -1;
    return store_get(a->store, n, rec, e);
}

/* words: "ID [FIELD]". The draft is the same whichever field had the focus: the arg is cut to the id. */
static int edit_record_of(struct app *a, struct form_view *f, char *words, struct rec **rec, char **focus,
                          struct err *e)
{
    struct buf arg = { 0 };
    char *field = strchr(words, ' ');
    if (field) {
        *field++ = '\0';
        buf_addf(&arg, "edit %s", words);
        int rc = arg.failed || str_set(focus, field) < 0 || view_set_arg(&f->view, buf_text(&arg)) < 0;
        buf_free(&arg);
        if (rc)
            return err_no_memory(e);
    }
    if (saved_record(a, words, rec, e) < 0)
        return -1;
    f->label = present_label(a, (*rec)->n);
    return f->label ? 0 : err_no_memory(e);
}

static int load_record(struct app *a, struct form_view *f, const char *arg, struct rec **rec, char **focus,
                       struct err *e)
{
    int rc;
    char *words = strdup(arg);
    if (!words)
        return err_no_memory(e);
    if (strncmp(words, "edit ", 5) == 0)
        rc = edit_record_of(a, f, words + 5, rec, focus, e);
    else if (strncmp(words, "add ", 4) == 0)
        rc = new_record(a, f, words + 4, rec, focus, e);
    else
        rc = unknown_form(words, e);
    str_free(words);
    return rc;
}

static int drop_draft(struct app *a, struct form_view *f, struct err *e)
{
    int64_t n = f->draft;
    f->draft = 0;
    return n ? draft_drop(a->store, n, e) : 0;
}

static void restore_draft(struct app *a, struct form_view *f)
{
    char *fields = NULL;
    f->draft = view_draft_find(a, &f->view, &fields);
    bool back = fields && form_restore(f->rf.form, fields, strlen(fields), NULL) == 0;
    if (back && !form_changed(f->rf.form, NULL) && !a->read_only)
        drop_draft(a, f, NULL); /* it says what is stored by now */
    else if (back)
        app_say(a, MESSAGE_INFO, "%s",
                _("What you had typed here is back, not saved yet. F9 throws it away."));
    f->view.kept = form_version(f->rf.form);
    str_free(fields);
}

/* A new record is typed at once: its first text, or before that a reference that it cannot be without. */
static bool typed_first(const struct form_field *f)
{
    return f->kind == FORM_REF ? (f->flags & FORM_REQUIRED) != 0
                               : f->kind != FORM_CHOICE && f->kind != FORM_BOOL;
}

static void focus_first(struct record_form *rf)
{
    size_t i = 0;
    while (i < rf->n && !typed_first(&rf->fields[i]))
        i++;
    if (i < rf->n)
        form_focus(rf->form, rf->fields[i].name);
}

/* What the field `fixed` of a new record refers to; 0: nothing. */
static int64_t owner_of(struct app *a, const struct rec *rec, const char *fixed)
{
    const struct field *f = fixed ? kind_field(kind_of(rec->kind), fixed) : NULL;
    const void *at = NULL;
    char id[REC_ID_TEXT];
    int64_t n;
    if (f && f->type == FIELD_REF)
        at = (const char *)rec + f->offset;
    else if (f && f->type == FIELD_REFS && field_count(rec, f) == 1)
        at = field_at(rec, f, 0);
    if (!at)
        return 0;
    rec_id_format(((const struct rec_ref *)at)->id, id);
    return store_find(a->store, id, KIND_ANY, &n, NULL) == 0 ? n : 0;
}

/* What the record belongs to: its owner as named, and the case that what it refers to is looked for in. */
static void find_place(struct app *a, struct form_view *f, const char *fixed)
{
    const struct rec *with = f->with, *rec = f->rf.rec;
    int64_t owner = owner_of(a, rec, fixed), of_with = with ? owner_of(a, with, "case") : 0;
    f->owner = owner ? present_label(a, owner) : NULL;
    if (rec->n || owner || of_with)
        store_case_of(a->store, rec->n ? rec->n : owner ? owner : of_with, &f->rf.kase, NULL);
}

/* What was done in one case starts as everywhere; in several, no appeal is that of all. */
static int begin(struct app *a, const struct form_view *f, struct rec *rec, struct err *e)
{
    bool action = rec->n == 0 && rec->kind == KIND_ACTION && !f->also.n;
    return action ? letters_action_begin(a->store, (struct action *)rec, e) : 0;
}

static int form_view_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct form_view *f = (struct form_view *)v;
    struct rec *rec = NULL;
    char *focus = NULL;
    int rc = load_record(a, f, arg, &rec, &focus, e);
    rc = rc == 0 ? begin(a, f, rec, e) : rc;
    if (rc == 0)
        rc = record_form_open(&f->rf, a, a->store, rec, f->fixed, &a->clip, e);
    else
        rec_free(rec);
    if (rc == 0 && focus)
        form_focus(f->rf.form, focus);
    else if (rc == 0 && !f->label)
        focus_first(&f->rf);
    if (rc == 0)
        find_place(a, f, f->fixed);
    if (rc == 0)
        restore_draft(a, f);
    str_free(focus);
    return rc;
}

static void form_view_close(struct app *a, struct view *v)
{
    (void)a;
    struct form_view *f = (struct form_view *)v;
    record_form_close(&f->rf);
    rec_free(f->with);
    strs_free(&f->also);
    str_free(f->fixed);
    str_free(f->label);
    str_free(f->owner);
}

/* ---- drawing ---- */

static void form_view_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    struct form_view *f = (struct form_view *)v;
    const char *kind = _(kind_of(f->rf.rec->kind)->label);
    if (f->label)
        buf_addf(out, _("%s: %s"), kind, f->label);
    else if (f->also.n) /* TRANSLATORS: as in "New: Action, for 3 records". */
        buf_addf(out, P_("New: %1$s, for %2$zu record", "New: %1$s, for %2$zu records", f->also.n + 1), kind,
                 f->also.n + 1);
    else if (f->owner && *f->owner) /* TRANSLATORS: as in "New: Holder of Minister of Justice". */
        buf_addf(out, _("New: %1$s of %2$s"), kind, f->owner);
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
    struct buf fields = { 0 };
    int rc = form_draft(f->rf.form, &fields, e);
    if (rc == 0)
        rc = view_draft_save(a, &f->view, f->rf.rec->n, &fields, &f->draft, e);
    buf_free(&fields);
    return rc;
}

static int keep_draft(struct app *a, struct view *v, struct err *e)
{
    struct form_view *f = (struct form_view *)v;
    if (a->read_only)
        return 0;
    return form_changed(f->rf.form, NULL) ? save_draft(a, f, e) : drop_draft(a, f, e);
}

/* with's reference to rec's kind. */
static void refer(struct rec *with, const struct rec *rec)
{
    const struct kind *k = kind_of(with->kind);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *field = &k->fields[i];
        if (field->type == FIELD_REF && field->target == rec->kind) {
            *(struct rec_ref *)(void *)((char *)with + field->offset) = rec_ref_to(rec);
            return;
        }
    }
}

struct records {
    struct rec **at;
    size_t n, cap;
};

/* The record again for each further owner. */
static int add_copies(struct app *a, const struct form_view *f, struct records *all, struct err *e)
{
    for (size_t i = 0; i < f->also.n; i++) {
        struct rec *copy = dyn_room(all) < 0 ? NULL : rec_copy(f->rf.rec, e);
        if (!copy)
            return err_no_memory(e);
        all->at[all->n++] = copy;
        if (store_set_field(a->store, copy, rec_field(copy, f->fixed, e), f->also.at[i], e) < 0)
            return -1;
    }
    return 0;
}

/* One step, named after the record, or after how many there are of it. */
static int write_all(struct app *a, const struct form_view *f, const struct records *all, size_t main,
                     bool *changed, struct err *e)
{
    struct buf label = { 0 };
    size_t n = f->also.n + 1;
    if (n == 1)
        return store_write_all(a->store, all->at, all->n, main, changed, e);
    buf_addf(&label, P_("%1$s added for %2$zu record", "%1$s added for %2$zu records", n),
             _(kind_of(f->rf.rec->kind)->label), n);
    int rc = label.failed ? err_no_memory(e) : store_step_begin(a->store, buf_text(&label), e);
    buf_free(&label);
    if (rc < 0)
        return -1;
    if (store_write_all(a->store, all->at, all->n, main, changed, e) == 0)
        return store_step_end(a->store, f->rf.rec->n, e);
    store_step_cancel(a->store);
    return -1;
}

/* In one step: what is new in its references, the record, what is stored with it.
 * changed: whether there was anything to store. */
static int store_record(struct app *a, struct form_view *f, bool *changed, struct err *e)
{
    struct records all = { 0 };
    if (record_form_take(&f->rf, e) < 0)
        return -1;
    struct rec *rec = f->rf.rec;
    const size_t made = f->rf.made.n;
    if (dyn_reserve(&all.at, &all.cap, made + 2, sizeof *all.at) < 0)
        return err_no_memory(e);
    for (size_t i = 0; i < made; i++)
        all.at[all.n++] = f->rf.made.at[i];
    all.at[all.n++] = rec;
    if (f->with) {
        store_new_id(rec->id);
        refer(f->with, rec);
        all.at[all.n++] = f->with;
    }
    const size_t borrowed = all.n;
    int rc = add_copies(a, f, &all, e) < 0 ? -1 : write_all(a, f, &all, made, changed, e);
    for (size_t i = borrowed; i < all.n; i++)
        rec_free(all.at[i]);
    free(all.at);
    return rc;
}

/* What was made for the record's references, "" when nothing; caller frees. */
static char *made_labels(struct app *a, const struct form_view *f)
{
    struct buf out = { 0 };
    for (size_t i = 0; i < f->rf.made.n; i++) {
        char *label = present_label(a, f->rf.made.at[i]->n);
        buf_addf(&out, "%s%s", i ? ", " : "", label ? label : "");
        str_free(label);
    }
    return buf_take(&out, NULL);
}

static void save(struct app *a, struct form_view *f)
{
    struct err e = { 0 };
    bool changed;
    if (a->read_only) {
        app_say(a, MESSAGE_WARNING, "%s", _("The vault is open for reading only. Nothing was saved."));
        return;
    }
    if (store_record(a, f, &changed, &e) < 0) {
        if (!form_problem(f->rf.form))
            app_error(a, &e);
        return;
    }
    drop_draft(a, f, NULL);
    form_saved(f->rf.form);
    int64_t n = f->rf.rec->n, with = f->with ? f->with->n : 0;
    bool kase = !f->label && f->rf.rec->kind == KIND_CASE;
    char *added = made_labels(a, f);
    f->view.kept = form_version(f->rf.form);
    app_pop(a); /* frees this view */
    app_reload(a);
    app_select(a, with);
    if (!app_select(a, n) && kase) /* the agenda does not list it: it is what one goes on with */
        open_record(a, n);
    if (added &&
        *added) /* TRANSLATORS: what is new and was only named, such as the person who holds an office. */
        app_say(a, MESSAGE_INFO, _("Saved, and added: %s. Press u to undo all of it."), added);
    else
        app_say(a, MESSAGE_INFO, "%s",
                changed ? _("Saved. Press u to undo.") : _("Nothing was changed, nothing was saved."));
    str_free(added);
}

static void leave(struct app *a, struct form_view *f)
{
    bool unsaved = form_changed(f->rf.form, NULL);
    if (app_pop(a) && unsaved) /* keeps the draft, frees this view */
        app_say(a, MESSAGE_INFO, "%s",
                _("Not saved yet. What you typed is kept as a draft; open the form again to go on."));
}

/* ---- throwing away ---- */

enum { FORM_DISCARD = 1 };

static void discard_answered(struct app *a, void *arg, size_t choice)
{
    struct form_view *f = arg;
    struct err e = { 0 };
    if (choice != 1)
        return;
    if (drop_draft(a, f, &e) < 0 || form_revert(f->rf.form, &e) < 0) {
        app_error(a, &e);
        return;
    }
    f->view.kept = form_version(f->rf.form);
    app_say(a, MESSAGE_INFO, "%s",
            f->label ? _("What was typed is gone. This is what is saved.")
                     : _("What was typed is gone. The form is as it was at first."));
}

static void discard(struct app *a, struct form_view *f)
{
    const char *choices[] = { _("Back"), _("Throw away") };
    app_ask(a, _("What was typed and not saved"),
            f->label ? _("The form goes back to what was saved last. What was typed since cannot be brought "
                         "back.")
                     : _("The form goes back to how it was at first. What was typed cannot be brought back."),
            choices, 2, 0, discard_answered, f);
}

static unsigned form_view_command(struct app *a, struct view *v, int id)
{
    if (id != FORM_DISCARD)
        return WIDGET_IGNORED;
    discard(a, (struct form_view *)v);
    return WIDGET_HANDLED;
}

static const char *can_discard(void *arg)
{
    const struct form_view *f = (const struct form_view *)app_top(arg);
    return form_changed(f->rf.form, NULL) ? NULL : _("Nothing was changed since it was saved.");
}

static const struct command ROWS[] = {
    { FORM_DISCARD, "form-discard", "F9", N_("discard"),
      N_("throw away what was typed and not saved; it asks first"), COMMAND_IN_TEXT, 50, can_discard },
};
const struct command_table form_commands = COMMAND_TABLE("form", N_("Form"), ROWS);

static bool form_view_in_text(struct app *a, struct view *v)
{
    (void)a;
    (void)v;
    return true;
}

/* While something is chosen or looked for. */
static const char *const *form_view_hints(struct app *a, struct view *v)
{
    static const char *const PICKING[] = { "Enter", N_("choose"), "Esc", N_("back"), NULL };
    (void)a;
    const struct form *form = ((struct form_view *)v)->rf.form;
    return form_picking(form) ? PICKING : form_finding(form) ? editor_find_hints : NULL;
}

/* A yes or no turned is said: it may have been meant for the field above. */
static void tell_answer(struct app *a, const struct form_view *f)
{
    struct buf answer = { 0 };
    form_answer(f->rf.form, &answer);
    if (answer.len)
        app_say(a, MESSAGE_INFO, "%s", buf_text(&answer));
    buf_free(&answer);
}

static unsigned form_view_key(struct app *a, struct view *v, uint32_t key)
{
    struct form_view *f = (struct form_view *)v;
    unsigned result = form_key(f->rf.form, &a->keymap, key);
    if (result & WIDGET_DONE)
        save(a, f);
    else if (result & WIDGET_LEAVE)
        leave(a, f);
    else if (result & WIDGET_CHANGED)
        tell_answer(a, f);
    return result;
}

static unsigned form_view_paste(struct app *a, struct view *v, const char *text)
{
    if (form_paste(((struct form_view *)v)->rf.form, text) == WIDGET_IGNORED)
        app_say(a, MESSAGE_INFO, "%s", _("This field takes no pasted text."));
    return WIDGET_HANDLED;
}

static uint64_t form_view_version(struct app *a, struct view *v)
{
    (void)a;
    return form_version(((struct form_view *)v)->rf.form);
}

const struct view_class view_form = {
    .name = "form",
    .size = sizeof(struct form_view),
    .commands = &form_commands,
    .command = form_view_command,
    .open = form_view_open,
    .close = form_view_close,
    .title = form_view_title,
    .status = form_view_status,
    .draw = form_view_draw,
    .in_text = form_view_in_text,
    .text_hints = form_view_hints,
    .key = form_view_key,
    .paste = form_view_paste,
    .keep = keep_draft,
    .version = form_view_version,
};
