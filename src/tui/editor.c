/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole: the text, and below it the bar that searches, which gets the keys while it is open. Each source
 * calls only those that follow it here: this one, editor_find.c, editor_draw.c, editor_type.c,
 * editor_change.c, editor_move.c, editor_wrap.c. */
#include "satchel/tui/editor_private.h"

#include "satchel/tui/command.h"

void editor_free(struct editor *e)
{
    editor_find_free(e);
    editor_drop(e);
}

unsigned editor_insert(struct editor *e, const char *text, size_t n)
{
    return editor_finding(e) ? editor_find_paste(e, text, n) : editor_type_text(e, text, n);
}

unsigned editor_do(struct editor *e, int command)
{
    if (command == EDIT_FIND)
        return e->one_line || e->masked ? WIDGET_IGNORED : editor_find_open(e);
    if (command == EDIT_PASTE && e->clip && editor_finding(e))
        return editor_find_paste(e, buf_text(e->clip), e->clip->len);
    return editor_type_do(e, command);
}

unsigned editor_key(struct editor *e, const struct keymap *m, uint32_t key)
{
    if (editor_finding(e))
        return editor_find_key(e, m, key);
    const struct command *c = editor_command(m, key);
    return c && c->id == EDIT_FIND ? editor_do(e, EDIT_FIND) : editor_type_key(e, m, key);
}

size_t editor_height(struct editor *e, int cols, size_t most)
{
    editor_wrap(e, cols > 2 ? cols - 1 : 1);
    editor_lines_to(e, most);
    size_t lines = (e->lines.n ? e->lines.n : 1) + (size_t)editor_find_rows(e);
    return lines < most ? lines : most;
}

void editor_draw(struct editor *e, const struct draw *d, int role, bool focus)
{
    const int bar = editor_find_rows(e);
    struct draw text = draw_part(d, 0, 0, d->rows > bar ? d->rows - bar : 0, -1),
                below = draw_part(d, text.rows, 0, -1, -1);
    editor_draw_text(e, &text, role, focus || bar);
    if (bar)
        editor_find_draw(e, &below);
}
