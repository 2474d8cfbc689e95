/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text under keys and commands, without the bar that searches. */
#include "satchel/tui/editor_private.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/screen.h"

static const char *bytes(const struct editor *e)
{
    return buf_text(&e->text);
}

/* ---- selection and clip ---- */

static unsigned copy(struct editor *e, bool cut)
{
    size_t from, to;
    if (!editor_selection(e, &from, &to))
        return WIDGET_IGNORED;
    if (!e->clip || e->masked)
        return WIDGET_HANDLED;
    buf_clear(e->clip);
    buf_add(e->clip, bytes(e) + from, to - from);
    if (cut && !e->clip->failed)
        return editor_change(e, from, to, "", 0, false);
    e->anchor = EDITOR_NO_ANCHOR;
    e->selecting = false;
    return WIDGET_HANDLED;
}

static unsigned erase(struct editor *e, size_t from, size_t to)
{
    size_t start, stop;
    if (editor_selection(e, &start, &stop))
        return editor_change(e, start, stop, "", 0, false);
    return editor_change(e, from, to, "", 0, from < e->cursor && e->cursor == to);
}

static unsigned toggle_selecting(struct editor *e)
{
    e->selecting = !e->selecting;
    e->anchor = e->selecting ? e->cursor : EDITOR_NO_ANCHOR;
    return WIDGET_HANDLED;
}

static unsigned select_all(struct editor *e)
{
    e->anchor = 0;
    e->cursor = e->text.len;
    return WIDGET_HANDLED | WIDGET_MOVED;
}

/* ---- putting text in ---- */

static unsigned replace_selection(struct editor *e, const char *text, size_t n, bool grow)
{
    size_t from, to;
    grow = !editor_selection(e, &from, &to) && grow;
    return editor_change(e, from, to, text, n, grow);
}

unsigned editor_type_text(struct editor *e, const char *text, size_t n)
{
    if (!e->one_line || !memchr(text, '\n', n))
        return replace_selection(e, text, n, false);
    struct buf line = { 0 };
    buf_add(&line, text, n);
    while (line.len && line.data[line.len - 1] == '\n')
        buf_cut(&line, line.len - 1);
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] == '\n')
            line.data[i] = ' ';
    unsigned result = line.failed ? WIDGET_HANDLED : replace_selection(e, buf_text(&line), line.len, false);
    buf_free(&line);
    return result;
}

unsigned editor_replace(struct editor *e, size_t from, size_t to, const char *text, size_t n)
{
    return editor_change(e, from, to, text, n, false);
}

/* A typed mark and the character before it may have one code point (NFC). */
static unsigned type_mark(struct editor *e, const char *mark, size_t n)
{
    size_t from = editor_left(e, e->cursor), len = e->cursor - from;
    struct buf both = { 0 };
    buf_add(&both, bytes(e) + from, len);
    buf_add(&both, mark, n);
    char *nfc = both.failed ? NULL : text_nfc(both.data, both.len, NULL);
    bool composed = nfc && strcmp(nfc, both.data) != 0;
    unsigned result = composed ? editor_change(e, from, e->cursor, nfc, strlen(nfc), false)
                               : editor_change(e, e->cursor, e->cursor, mark, n, true);
    str_free(nfc);
    buf_free(&both);
    return result;
}

static unsigned type(struct editor *e, uint32_t cp)
{
    struct buf b = { 0 };
    size_t from, to;
    unsigned result = WIDGET_HANDLED;
    buf_add_cp(&b, cp);
    if (b.failed || text_is_bidi_control(cp))
        result = WIDGET_HANDLED;
    else if (cp >= 0x300 && e->cursor && !editor_selection(e, &from, &to))
        result = type_mark(e, b.data, b.len);
    else
        result = replace_selection(e, b.data, b.len, true);
    buf_free(&b);
    return result;
}

/* ---- commands ---- */

static unsigned edit(struct editor *e, int command)
{
    switch (command) {
    case EDIT_UNDO:
        return editor_undo(e);
    case EDIT_REDO:
        return editor_redo(e);
    case EDIT_CUT:
        return copy(e, true);
    case EDIT_COPY:
        return copy(e, false);
    case EDIT_PASTE:
        return e->clip ? editor_type_text(e, buf_text(e->clip), e->clip->len) : WIDGET_HANDLED;
    case EDIT_SELECT:
        return toggle_selecting(e);
    case EDIT_SELECT_ALL:
        return select_all(e);
    case EDIT_ERASE_LEFT:
        return erase(e, editor_left(e, e->cursor), e->cursor);
    case EDIT_ERASE_RIGHT:
        return erase(e, e->cursor, editor_right(e, e->cursor));
    case EDIT_ERASE_WORD:
        return erase(e, editor_by_word(e, false), e->cursor);
    case EDIT_CLEAR:
        return erase(e, editor_has_lines(e) ? editor_line_start(e, editor_line_of(e, e->cursor)) : 0,
                     e->cursor);
    case EDIT_NEWLINE:
        return e->one_line ? WIDGET_IGNORED : editor_type_text(e, "\n", 1);
    default:
        return WIDGET_IGNORED;
    }
}

unsigned editor_type_do(struct editor *e, int command)
{
    size_t to;
    if (editor_target(e, command, &to))
        return editor_go(e, command, to, e->selecting);
    return edit(e, command);
}

const struct command *editor_command(const struct keymap *m, uint32_t key)
{
    static const struct command_table *const TABLES[] = { &edit_commands };
    struct command_scope scope = { .tables = TABLES, .n = 1, .in_text = true };
    return key_is_text(key) ? NULL : command_for_key(m, &scope, key);
}

unsigned editor_type_key(struct editor *e, const struct keymap *m, uint32_t key)
{
    size_t to;
    if (key_is_text(key))
        return type(e, key);
    const struct command *c = editor_command(m, key);
    if (c)
        return editor_type_do(e, c->id);
    c = key & KEYC_SHIFT ? editor_command(m, key & ~KEYC_SHIFT) : NULL;
    if (c && editor_target(e, c->id, &to))
        return editor_go(e, c->id, to, true);
    return WIDGET_IGNORED;
}
