/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text to read: soft-wrapped, scrolled, parts of it in other roles. */
#ifndef SATCHEL_TUI_PANE_H
#define SATCHEL_TUI_PANE_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/buf.h"
#include "satchel/tui/draw.h"
#include "satchel/tui/widget.h"

/* A part of a text drawn in its own role; sorted, not overlapping. Also used by the editor. */
struct pane_span {
    size_t from, to; /* bytes */
    int role;
};

struct pane {
    struct buf text;
    DYN(struct pane_span) spans;
    DYN(size_t) lines; /* starts of the wrapped lines at width `wrapped` */
    int wrapped;
    size_t top; /* first line on screen */
    size_t at;  /* byte the cursor rests on; moves with the lines */
    int page;
    bool unfocused; /* no cursor */
};

void pane_free(struct pane *p);
/* Replaces the text (copied) and forgets spans; -1: out of memory. Scrolls to the start. */
int pane_set(struct pane *p, const char *text);
/* Appends, for building a text with roles: 0 or -1. */
int pane_add(struct pane *p, int role, const char *text);
int pane_addf(struct pane *p, int role, const char *format, ...) __attribute__((format(printf, 3, 4)));
void pane_clear(struct pane *p);
/* Brings a byte into the middle of the pane. */
void pane_show(struct pane *p, size_t byte);
unsigned pane_do(struct pane *p, int command); /* NAV_* */
void pane_draw(struct pane *p, const struct draw *d);
/* Lines the text takes at this width. */
size_t pane_height(struct pane *p, int cols);

/* Which of n lines, by where they start, has the byte. */
size_t pane_line_of(const size_t *starts, size_t n, size_t byte);

#endif
