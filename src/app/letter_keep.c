/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed in a letter, held against what is stored: kept as a draft, saved, thrown away. The lowest of
 * the sources of that screen: it calls none of the others. */
#include <stdio.h>
#include <string.h>

#include "satchel/app/letter_view.h"
#include "satchel/app/view_draft.h"
#include "satchel/base/i18n.h"
#include "satchel/store/drafts.h"
#include "satchel/store/letters_copies.h"
#include "satchel/store/write.h"

/* ---- the text ---- */

bool letter_view_is_sent(const struct letter_view *v)
{
    return v->letter->state == LETTER_SENT;
}

const char *letter_view_text(const struct letter_view *v, enum letter_part part)
{
    return editor_text(&v->parts[part]);
}

/* As stored; never NULL. */
static const char *stored_text(const struct letter_view *v, size_t part)
{
    const struct letter *l = v->letter;
    const char *text = part == LETTER_BODY ? l->body : l->to.n ? l->to.at[0].salutation : NULL;
    return text ? text : "";
}

bool letter_view_is_unsaved(const struct letter_view *v)
{
    for (size_t i = 0; i < LETTER_PARTS; i++)
        if (strcmp(editor_text(&v->parts[i]), stored_text(v, i)) != 0)
            return true;
    return false;
}

uint64_t letter_view_version(const struct letter_view *v)
{
    return v->parts[LETTER_SALUTATION].version + v->parts[LETTER_BODY].version;
}

bool letter_view_is_edited(const struct letter_view *v)
{
    return letter_view_version(v) != v->settled;
}

bool letter_view_doubts(const struct letter_view *v)
{
    return v->letter->state == LETTER_READY && !letter_view_is_unsaved(v) && v->check.done && v->check.open;
}

int letter_view_take_stored(struct letter_view *v, struct err *e)
{
    for (size_t i = 0; i < LETTER_PARTS; i++) {
        size_t cursor = v->parts[i].cursor;
        if (strcmp(editor_text(&v->parts[i]), stored_text(v, i)) == 0)
            continue;
        if (editor_set(&v->parts[i], stored_text(v, i), e) < 0)
            return -1;
        editor_move(&v->parts[i], cursor);
    }
    return 0;
}

int letter_view_page_now(const struct letter_view *v, struct letter_page *out, struct err *e)
{
    if (letter_page_copy(out, &v->page, e) < 0)
        return -1;
    if (letter_view_is_sent(v))
        return 0;
    if (str_set(&out->salutation, letter_view_text(v, LETTER_SALUTATION)) < 0 ||
        str_set(&out->body, letter_view_text(v, LETTER_BODY)) < 0)
        return err_no_memory(e);
    return 0;
}

/* ---- drafts ---- */

/* Drafts are kept under the id alone, wherever the cursor is. */
static struct view draft_name(const struct letter_view *v)
{
    return (struct view){ .class = v->view.class, .arg = (char *)v->id };
}

static int drop_draft(struct letter_view *v, struct err *e)
{
    int64_t n = v->draft;
    v->draft = 0;
    return n ? draft_drop(v->app->store, n, e) : 0;
}

void letter_view_add_cursor(const struct letter_view *v, struct buf *out)
{
    buf_addf(out, "%zu %zu %zu %d", v->part, v->parts[v->part].cursor, v->scroll, v->typing);
}

bool letter_view_may_type(const struct letter_view *v)
{
    return !letter_view_is_sent(v) && !v->app->read_only && !v->app->discreet;
}

void letter_view_go_to_cursor(struct letter_view *v, const char *words)
{
    size_t part, cursor, scroll;
    int typing;
    if (sscanf(words, "%zu %zu %zu %d", &part, &cursor, &scroll, &typing) != 4 || part >= LETTER_PARTS)
        return;
    v->part = part;
    editor_move(&v->parts[part], cursor);
    v->scroll = scroll;
    v->typing = typing && letter_view_may_type(v);
}

/* "CURSOR\nSALUTATION\nTEXT" */
static int keep_draft(struct letter_view *v, struct err *e)
{
    struct buf fields = { 0 };
    struct view name = draft_name(v);
    letter_view_add_cursor(v, &fields);
    buf_addf(&fields, "\n%s\n", letter_view_text(v, LETTER_SALUTATION));
    buf_adds(&fields, letter_view_text(v, LETTER_BODY));
    int rc = fields.failed ? err_no_memory(e) : view_draft_save(v->app, &name, v->n, &fields, &v->draft, e);
    buf_free(&fields);
    return rc;
}

static int take_draft(struct letter_view *v, char *fields, struct err *e)
{
    char *salutation = strchr(fields, '\n'), *body = salutation ? strchr(salutation + 1, '\n') : NULL;
    const bool typing = v->typing; /* whoever opens it anew reads first */
    if (!body)
        return 0;
    *salutation++ = *body++ = '\0';
    if (editor_set(&v->parts[LETTER_SALUTATION], salutation, e) < 0 ||
        editor_set(&v->parts[LETTER_BODY], body, e) < 0)
        return -1;
    letter_view_go_to_cursor(v, fields);
    v->typing = typing;
    return 0;
}

int letter_view_restore_draft(struct letter_view *v, struct err *e)
{
    char *fields = NULL;
    struct view name = draft_name(v);
    v->draft = view_draft_find(v->app, &name, &fields);
    int rc = fields && !letter_view_is_sent(v) ? take_draft(v, fields, e) : 0;
    if (rc == 0 && v->draft && !letter_view_is_unsaved(v)) { /* it says what is stored by now */
        v->settled = letter_view_version(v);
        if (!v->app->read_only)
            rc = drop_draft(v, e);
    } else if (rc == 0 && v->draft) {
        app_say(v->app, MESSAGE_INFO, "%s",
                v->typing
                    ? _("What you had typed here is back, not saved yet. Esc, then D throws it away.")
                    : _("What you had typed here is back, not saved yet. e goes on, D throws it away."));
    }
    str_free(fields);
    return rc;
}

int letter_view_keep_draft(struct letter_view *v, struct err *e)
{
    if (v->app->read_only)
        return 0;
    return letter_view_is_unsaved(v) ? keep_draft(v, e) : drop_draft(v, e);
}

/* ---- saving ---- */

/* The record with what is typed. Caller frees. */
static struct letter *typed_record(const struct letter_view *v, struct err *e)
{
    struct letter *l = (struct letter *)rec_copy(&v->letter->rec, e);
    if (!l)
        return NULL;
    if (str_set(&l->body, letter_view_text(v, LETTER_BODY)) == 0 &&
        (!l->to.n || str_set(&l->to.at[0].salutation, letter_view_text(v, LETTER_SALUTATION)) == 0))
        return l;
    rec_free(&l->rec);
    err_no_memory(e);
    return NULL;
}

int letter_view_save(struct letter_view *v, struct err *e)
{
    v->followed = 0;
    if (!letter_view_is_unsaved(v))
        return 0;
    struct letter *l = typed_record(v, e);
    if (!l)
        return -1;
    if (letters_copies_to_follow(v->app->store, v->letter, l, &v->followed, e) < 0 ||
        store_update(v->app->store, &l->rec, NULL, e) < 0) {
        rec_free(&l->rec);
        return -1;
    }
    letter_names_keep(v->app);
    rec_free(&v->letter->rec);
    v->letter = l;
    drop_draft(v, NULL);
    v->view.kept = v->settled = letter_view_version(v);
    return 0;
}

int letter_view_discard(struct letter_view *v, struct err *e)
{
    if (drop_draft(v, e) < 0 || letter_view_take_stored(v, e) < 0)
        return -1;
    v->view.kept = v->settled = letter_view_version(v);
    return 0;
}

bool letter_view_save_or_say(struct letter_view *v)
{
    struct err e = { 0 };
    if (v->app->read_only) {
        app_say(v->app, MESSAGE_WARNING, "%s", _("The vault is open for reading only. Nothing was saved."));
        return false;
    }
    if (letter_view_save(v, &e) == 0)
        return true;
    app_error(v->app, &e);
    return false;
}

/* Copies are other letters: who saves this one is told that they were changed too. */
static void say_saved(const struct letter_view *v, bool was_ready)
{
    struct app *a = v->app;
    const size_t n = v->followed;
    if (!n)
        app_say(a, MESSAGE_INFO, "%s",
                was_ready ? _("Saved; it is a draft again. Press u, outside the text, to undo.")
                          : _("Saved. Press u, outside the text, to undo."));
    else if (was_ready)
        app_say(a, MESSAGE_INFO,
                P_("Saved; it is a draft again. Its copy follows. Press u, outside the text, to undo.",
                   "Saved; it is a draft again. Its %zu copies follow. Press u, outside the text, to undo.",
                   n),
                n);
    else
        app_say(a, MESSAGE_INFO,
                P_("Saved. Its copy follows. Press u, outside the text, to undo.",
                   "Saved. Its %zu copies follow. Press u, outside the text, to undo.", n),
                n);
}

void letter_view_save_and_say(struct letter_view *v)
{
    bool changed = letter_view_is_unsaved(v), was_ready = v->letter->state == LETTER_READY;
    if (!letter_view_save_or_say(v))
        return;
    v->settled = letter_view_version(v);
    if (!changed) {
        app_say(v->app, MESSAGE_INFO, "%s", _("Nothing was changed, nothing was saved."));
        return;
    }
    app_reload(v->app);
    say_saved(v, was_ready);
}
