/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of a letter in its text, and while a reason is typed. */
#include <string.h>

#include "satchel/app/letter_view.h"
#include "satchel/base/i18n.h"

/* ---- why a finding does not count ---- */

static unsigned reason_key(struct letter_view *v, uint32_t key)
{
    struct err e = { 0 };
    if (key != KEYC_ENTER && key != KEYC_ESC)
        return editor_key(&v->reason, &v->app->keymap, key);
    v->waiving = false;
    if (key == KEYC_ESC || !editor_len(&v->reason))
        return WIDGET_HANDLED;
    if (!letter_view_save_or_say(v))
        return WIDGET_HANDLED;
    if (letter_check_waive(v, editor_text(&v->reason), &e) < 0) {
        app_error(v->app, &e);
        return WIDGET_HANDLED;
    }
    app_reload(v->app);
    app_say(v->app, MESSAGE_INFO, "%s", _("Kept with its reason: it no longer counts. Press u to undo."));
    return WIDGET_HANDLED;
}

/* ---- in the text ---- */

static bool has_salutation(const struct letter_view *v)
{
    return v->letter->to.n > 0;
}

static unsigned to_part(struct letter_view *v, enum letter_part part)
{
    if (part == LETTER_SALUTATION && !has_salutation(v))
        return WIDGET_HANDLED;
    v->parts[v->part].anchor = EDITOR_NO_ANCHOR;
    v->part = part;
    return WIDGET_HANDLED | WIDGET_MOVED;
}

static size_t first_of_selection(const struct editor *e)
{
    size_t from, to;
    editor_selection(e, &from, &to);
    return from;
}

/* What is done to the text, with what hangs on it. */
static unsigned note_change(struct letter_view *v, size_t before, size_t len, unsigned result)
{
    const struct editor *e = &v->parts[v->part];
    if (!(result & WIDGET_CHANGED))
        return result;
    letter_check_shift(v, (enum letter_part)v->part, before < e->cursor ? before : e->cursor,
                       (int64_t)editor_len(e) - (int64_t)len);
    letter_check_stop_and_say(v); /* it is of another text by now */
    letter_check_later(v);
    return result;
}

static unsigned type_key(struct letter_view *v, uint32_t key)
{
    struct editor *e = &v->parts[v->part];
    size_t before = first_of_selection(e), len = editor_len(e);
    return note_change(v, before, len, editor_key(e, &v->app->keymap, key));
}

/* Where the cursor is, else in the other part. */
static unsigned step_in_text(struct letter_view *v, bool redo)
{
    for (size_t i = 0; i < LETTER_PARTS; i++) {
        size_t part = (v->part + i) % LETTER_PARTS;
        struct editor *e = &v->parts[part];
        if (redo ? !editor_can_redo(e) : !editor_can_undo(e))
            continue;
        letter_view_show_preview(v, false);
        v->part = part;
        size_t before = e->cursor, len = editor_len(e);
        return note_change(v, before, len, editor_do(e, redo ? EDIT_REDO : EDIT_UNDO));
    }
    app_say_no_step(v->app, redo);
    return WIDGET_HANDLED;
}

void letter_view_stop_typing(struct letter_view *v)
{
    v->typing = false;
    editor_find_close(&v->parts[v->part]);
    v->parts[v->part].anchor = EDITOR_NO_ANCHOR;
    v->parts[v->part].selecting = false;
}

void letter_view_leave_text(struct letter_view *v)
{
    letter_view_stop_typing(v);
    app_keep(v->app);
    if (letter_view_is_unsaved(v))
        app_say(v->app, MESSAGE_INFO, "%s",
                _("Not saved yet, kept as a draft. e goes back into the text, D throws it away."));
}

unsigned letter_view_step(struct letter_view *v, bool redo)
{
    return letter_view_is_edited(v) ? step_in_text(v, redo) : WIDGET_IGNORED;
}

static unsigned text_command(struct letter_view *v, int command, uint32_t key)
{
    struct editor *e = &v->parts[v->part];
    const bool above = v->part == LETTER_SALUTATION;
    switch (command) {
    case EDIT_SAVE:
        letter_view_save_and_say(v);
        return WIDGET_HANDLED;
    case EDIT_LEAVE:
        if (!letter_check_stop_and_say(v))
            letter_view_leave_text(v);
        return WIDGET_HANDLED;
    case EDIT_NEXT_FIELD:
    case EDIT_PREV_FIELD:
        return to_part(v, above ? LETTER_BODY : LETTER_SALUTATION);
    case EDIT_LINE_UP:
        if (!above && editor_at_edge(e, false))
            return to_part(v, LETTER_SALUTATION);
        break;
    case EDIT_LINE_DOWN:
    case EDIT_NEWLINE:
    case EDIT_PAGE_DOWN:
        if (above)
            return to_part(v, LETTER_BODY);
        break;
    default:
        break;
    }
    return type_key(v, key);
}

unsigned letter_view_key(struct app *a, struct view *view, uint32_t key)
{
    static const struct command_table *const TABLES[] = { &edit_commands };
    struct command_scope scope = { .tables = TABLES, .n = 1, .in_text = true };
    struct letter_view *v = (struct letter_view *)view;
    if (v->waiving)
        return reason_key(v, key);
    if (!v->typing || v->previewing)
        return WIDGET_IGNORED;
    const struct command *c = command_for_key(&a->keymap, &scope, key);
    if (!c || editor_finding(&v->parts[v->part]))
        return type_key(v, key);
    return text_command(v, c->id, key);
}

unsigned letter_view_paste(struct app *a, struct view *view, const char *text)
{
    struct letter_view *v = (struct letter_view *)view;
    if (v->waiving)
        return editor_insert(&v->reason, text, strlen(text));
    if (!v->typing || v->previewing) {
        app_say(a, MESSAGE_INFO, "%s", _("Press e first: the text takes what is pasted."));
        return WIDGET_HANDLED;
    }
    struct editor *e = &v->parts[v->part];
    size_t before = first_of_selection(e), len = editor_len(e);
    return note_change(v, before, len, editor_insert(e, text, strlen(text)));
}
