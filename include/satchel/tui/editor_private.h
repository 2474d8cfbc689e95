/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: what the editor's own sources (src/tui/editor*.c) share. Lines are wrapped lines; functions
 * that take one wrap as far as it needs. */
#ifndef SATCHEL_TUI_EDITOR_PRIVATE_H
#define SATCHEL_TUI_EDITOR_PRIVATE_H

#include "satchel/tui/editor.h"

/* ---- editor_wrap.c ---- */
/* Wraps at this width from now on. */
void editor_wrap(struct editor *e, int cols);
/* There are lines, of some width; false: out of memory. */
bool editor_has_lines(struct editor *e);
/* Wraps until there are so many lines, or all. */
void editor_lines_to(struct editor *e, size_t count);
size_t editor_line_of(struct editor *e, size_t byte);
size_t editor_line_start(const struct editor *e, size_t line);
/* Where the line's own text ends: its line end left out. */
size_t editor_line_stop(struct editor *e, size_t line);
/* After `removed` bytes at `from` gave way to `added`. */
void editor_wrap_again(struct editor *e, size_t from, size_t removed, size_t added);

/* ---- editor_move.c ---- */
int editor_column(struct editor *e, size_t line, size_t byte); /* of a byte on that line, from 0 */
size_t editor_left(struct editor *e, size_t at);               /* one grapheme back */
size_t editor_right(const struct editor *e, size_t at);        /* one on */
size_t editor_by_word(const struct editor *e, bool right);     /* from the cursor */
/* Where a moving command leads; false: it is none, or not for one line. */
bool editor_target(struct editor *e, int command, size_t *to);
/* Goes there; selects on the way, or lets go of what was selected. */
unsigned editor_go(struct editor *e, int command, size_t to, bool select);

/* ---- editor_change.c ---- */
/* Every change by the user comes through here. grow: it may become one step with the change before. */
unsigned editor_change(struct editor *e, size_t from, size_t to, const char *text, size_t n, bool grow);
unsigned editor_undo(struct editor *e);
unsigned editor_redo(struct editor *e);
void editor_drop(struct editor *e); /* editor_free without the bar */

/* ---- editor_type.c: as editor_insert, editor_do and editor_key, without the bar ---- */
struct command;
unsigned editor_type_text(struct editor *e, const char *text, size_t n);
unsigned editor_type_do(struct editor *e, int command);
unsigned editor_type_key(struct editor *e, const struct keymap *m, uint32_t key);
/* NULL: the key is text, or no command. */
const struct command *editor_command(const struct keymap *m, uint32_t key);

/* ---- editor_draw.c ---- */
void editor_draw_text(struct editor *e, const struct draw *d, int role, bool focus); /* without the bar */

/* ---- editor_find.c ---- */
/* Opens the bar, or goes on to the next hit when it is open. */
unsigned editor_find_open(struct editor *e);
/* A key while the bar is open. */
unsigned editor_find_key(struct editor *e, const struct keymap *m, uint32_t key);
unsigned editor_find_paste(struct editor *e, const char *text, size_t n);
int editor_find_rows(const struct editor *e);
void editor_find_draw(struct editor *e, const struct draw *d);
void editor_find_free(struct editor *e);

#endif
