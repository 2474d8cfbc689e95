/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the cursor can go, and what is selected. Nothing here changes the text. */
#include "satchel/tui/editor_private.h"

#include "satchel/base/text.h"
#include "satchel/tui/command.h"

static const char *bytes(const struct editor *e)
{
    return buf_text(&e->text);
}

/* ---- places ---- */

/* The grapheme boundary at or after byte; looks from the start of its line, which is one. */
void editor_move(struct editor *e, size_t byte)
{
    if (byte > e->text.len)
        byte = e->text.len;
    size_t start = editor_has_lines(e) ? editor_line_start(e, editor_line_of(e, byte)) : 0, at = start;
    while (at < byte)
        at = start + text_next(bytes(e) + start, e->text.len - start, at - start);
    e->cursor = at;
}

size_t editor_left(struct editor *e, size_t at)
{
    if (!at)
        return 0;
    size_t start = editor_has_lines(e) ? editor_line_start(e, editor_line_of(e, at - 1)) : 0;
    return start + text_prev(bytes(e) + start, e->text.len - start, at - start);
}

size_t editor_right(const struct editor *e, size_t at)
{
    return at < e->text.len ? at + text_next(bytes(e) + at, e->text.len - at, 0) : at;
}

int editor_column(struct editor *e, size_t line, size_t byte)
{
    size_t start = editor_line_start(e, line);
    return text_width(bytes(e) + start, byte - start);
}

/* The last place of the cursor on a line: before the character that the next line begins after. */
static size_t line_last(struct editor *e, size_t line)
{
    size_t stop = editor_line_stop(e, line);
    bool soft = line + 1 < e->lines.n && stop == e->lines.at[line + 1];
    return soft ? editor_left(e, stop) : stop;
}

static size_t at_column(struct editor *e, size_t line, int col)
{
    size_t at = editor_line_start(e, line), last = line_last(e, line);
    for (int used = 0; at < last;) {
        size_t next = editor_right(e, at);
        used += text_grapheme_width(bytes(e) + at, next - at);
        if (used > col)
            break;
        at = next;
    }
    return at;
}

/* Moves by lines, keeping the column. */
static size_t by_lines(struct editor *e, bool down, size_t count)
{
    if (!editor_has_lines(e))
        return e->cursor;
    size_t line = editor_line_of(e, e->cursor), last;
    editor_lines_to(e, line + count + 1);
    last = e->lines.n - 1;
    if (e->want_col < 0)
        e->want_col = editor_column(e, line, e->cursor);
    if (down && line == last)
        return e->text.len;
    if (!down && line == 0)
        return 0;
    size_t to = down ? (last - line < count ? last : line + count) : line < count ? 0 : line - count;
    return at_column(e, to, e->want_col);
}

size_t editor_by_word(const struct editor *e, bool right)
{
    return right ? text_next_word(bytes(e), e->text.len, e->cursor)
                 : text_prev_word(bytes(e), e->text.len, e->cursor);
}

static bool is_vertical(int command)
{
    return command == EDIT_LINE_UP || command == EDIT_LINE_DOWN || command == EDIT_PAGE_UP ||
           command == EDIT_PAGE_DOWN;
}

bool editor_target(struct editor *e, int command, size_t *to)
{
    size_t page = e->page > 2 ? (size_t)e->page - 1 : 1;
    if (e->one_line && is_vertical(command))
        return false;
    size_t line = editor_has_lines(e) ? editor_line_of(e, e->cursor) : 0;
    switch (command) {
    case EDIT_LEFT:
        *to = editor_left(e, e->cursor);
        return true;
    case EDIT_RIGHT:
        *to = editor_right(e, e->cursor);
        return true;
    case EDIT_WORD_LEFT:
    case EDIT_WORD_RIGHT:
        *to = editor_by_word(e, command == EDIT_WORD_RIGHT);
        return true;
    case EDIT_LINE_UP:
    case EDIT_LINE_DOWN:
        *to = by_lines(e, command == EDIT_LINE_DOWN, 1);
        return true;
    case EDIT_PAGE_UP:
    case EDIT_PAGE_DOWN:
        *to = by_lines(e, command == EDIT_PAGE_DOWN, page);
        return true;
    case EDIT_LINE_START:
        *to = editor_line_start(e, line);
        return true;
    case EDIT_LINE_END:
        *to = line_last(e, line);
        return true;
    case EDIT_TEXT_START:
        *to = 0;
        return true;
    case EDIT_TEXT_END:
        *to = e->text.len;
        return true;
    default:
        return false;
    }
}

unsigned editor_go(struct editor *e, int command, size_t to, bool select)
{
    int keep = e->want_col;
    if (select && e->anchor == EDITOR_NO_ANCHOR)
        e->anchor = e->cursor;
    if (!select)
        e->anchor = EDITOR_NO_ANCHOR;
    editor_move(e, to);
    e->want_col = is_vertical(command) ? keep : -1;
    e->joining = false;
    return WIDGET_HANDLED | WIDGET_MOVED;
}

bool editor_selection(const struct editor *e, size_t *from, size_t *to)
{
    *from = *to = e->cursor;
    if (e->anchor == EDITOR_NO_ANCHOR || e->anchor == e->cursor || e->anchor > e->text.len)
        return false;
    if (e->anchor < e->cursor)
        *from = e->anchor;
    else
        *to = e->anchor;
    return true;
}

bool editor_at_edge(struct editor *e, bool last)
{
    if (!editor_has_lines(e))
        return true;
    size_t line = editor_line_of(e, e->cursor);
    editor_lines_to(e, line + 2);
    return line == (last ? e->lines.n - 1 : 0);
}

size_t editor_row_of(struct editor *e, size_t byte)
{
    return editor_has_lines(e) ? editor_line_of(e, byte) : 0;
}

size_t editor_row(struct editor *e)
{
    return editor_row_of(e, e->cursor);
}

void editor_place(const struct editor *e, size_t *line, size_t *column)
{
    size_t start = 0;
    *line = 1;
    for (size_t i = 0; i < e->cursor; i++)
        if (bytes(e)[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    *column = 1;
    for (size_t at = start; at < e->cursor; ++*column)
        at = editor_right(e, at);
}
