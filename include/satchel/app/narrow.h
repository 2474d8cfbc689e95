/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line above a list that narrows it while one types. `f` starts typing, Enter or an arrow goes into the
 * list, Esc empties the line and the list is whole again. A view that has one says so by view.narrow; keys.c
 * gives it the keys. */
#ifndef SATCHEL_APP_NARROW_H
#define SATCHEL_APP_NARROW_H

#include <stdbool.h>

#include "satchel/tui/editor.h"

struct narrow {
    struct editor words;
    bool typing; /* the line has the focus */
};

void narrow_init(struct narrow *n, struct buf *clip);
void narrow_free(struct narrow *n); /* wipes */
bool narrow_is_on(const struct narrow *n);
bool narrow_is_typed(const struct narrow *n);     /* the line has the focus; NULL: no line */
const char *narrow_words(const struct narrow *n); /* "" when the list is whole */
/* While typing. WIDGET_CHANGED: read the list again. */
unsigned narrow_key(struct narrow *n, const struct keymap *m, uint32_t key);
unsigned narrow_paste(struct narrow *n, const char *text);
/* true when there was something to widen: read the list again. */
bool narrow_widen(struct narrow *n);
extern const char *const narrow_hints[]; /* as view_class.text_hints gives them */
/* Draws the line, if there is one, and takes it off the top of body. */
void narrow_draw(struct narrow *n, struct draw *body);

#endif
