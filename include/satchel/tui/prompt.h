/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The passphrase prompt. The text stands only in the memory the caller gives (secret memory: guarded, locked,
 * wiped by its owner); each key alternates one mark, so that the screen says something arrived and nothing
 * of how much. While shown (Ctrl-T) the text also stands in the cells of the screen: whoever hides
 * or clears it then calls screen_blank, since curses keeps what it sent. */
#ifndef SATCHEL_TUI_PROMPT_H
#define SATCHEL_TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/tui/draw.h"
#include "satchel/tui/widget.h"

struct keymap;

#define PROMPT_BYTES 1024 /* a good size for the memory */

struct prompt {
    char *text; /* borrowed secret memory, NUL-terminated UTF-8 */
    size_t cap; /* bytes of it, with the NUL */
    size_t len;
    bool shown;
    bool second_mark; /* which of the two marks stands there */
    bool full;        /* the last key did not fit */
};

void prompt_init(struct prompt *p, char *secret, size_t cap);
void prompt_clear(struct prompt *p); /* wipes the text, hides it */
/* Characters, Backspace, EDIT_SHOW (Ctrl-T), EDIT_CLEAR (Ctrl-U); Enter: WIDGET_DONE, Esc: WIDGET_LEAVE. */
unsigned prompt_key(struct prompt *p, const struct keymap *m, uint32_t key);
/* A pasted line (its first line) is added; wiping the paste is the caller's. */
unsigned prompt_paste(struct prompt *p, const char *text);
/* The mark or the text at y, x of d; cursor when focus. */
void prompt_draw(const struct prompt *p, const struct draw *d, int y, int x, int cols, bool focus);

#endif
