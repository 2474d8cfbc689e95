/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of rows that are fetched one by one as they come into sight, so that its length costs nothing.
 *
 * Line layout: `>` of the selected row in column 0, `+` of a marked row in column 1, the glyph (or its word)
 * from column 2, then the columns with one blank between. Columns with the highest `drop` vanish first when
 * the line is too narrow; the last column takes what is left and is where right-to-left text belongs. In a
 * list that unfolds, the selected row goes on below where its cells do not fit their columns. */
#ifndef SATCHEL_TUI_LIST_H
#define SATCHEL_TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/buf.h"
#include "satchel/tui/draw.h"
#include "satchel/tui/widget.h"

#define LIST_COLUMNS 12

struct list_column {
    const char *title; /* N_(); NULL or "": none. A line of titles is shown when any column has one */
    int width;         /* columns it takes; the last column: its least width */
    int drop;          /* 0: always shown; of the others the highest number goes first */
    bool right;        /* right-aligned (numbers) */
    /* As wide as what is in sight needs, at most this; what is over its width only where there is room. 0:
     * `width`, but on a narrow screen no wider than needed. Not for the last column. */
    int fit;
    bool
        middle; /* a text that does not fit loses its middle: names that begin alike are told by their ends */
};

struct list_row {
    enum glyph glyph;
    bool marked;  /* shown with `+` */
    bool dim;     /* less important */
    bool heading; /* a line between rows: its first cell is drawn as a ruler with text; cannot be selected */
    /* set through list_cell: */
    struct buf text;
    size_t start[LIST_COLUMNS], len[LIST_COLUMNS];
    int role[LIST_COLUMNS];
};
/* Fills one cell; text is copied, NULL or "" shows a dim dash. role: ROLE_TEXT for usual. */
void list_cell(struct list_row *row, size_t column, int role, const char *text);

struct list_source {
    /* Fills the row at index (below the list's count). Must be quick: called for visible rows at each draw.
     */
    void (*row)(void *arg, size_t index, struct list_row *row);
    void *arg;
};

struct list {
    const struct list_column *columns;
    size_t n_columns;
    struct list_source source;
    size_t count;      /* rows; set through list_set_count */
    size_t selected;   /* below count, 0 when empty */
    size_t top;        /* first row on screen */
    int page;          /* rows shown at the last draw */
    const char *empty; /* what an empty list says (translated), may have lines; borrowed */
    bool no_titles;    /* leave out the line of titles */
    bool no_glyphs;    /* rows have none: the columns start where the glyph would stand */
    bool unfocused;    /* another pane has the focus: no cursor, selection shown without reverse */
    bool quiet;        /* while unfocused not even the `>` */
    bool unfold;       /* the selected row is shown whole, over several lines */
    struct list_row scratch;
};

void list_init(struct list *l, const struct list_column *columns, size_t n, struct list_source source);
void list_free(struct list *l);
/* After the rows have changed; keeps the selection where it is as far as possible. */
void list_set_count(struct list *l, size_t count);
void list_select(struct list *l, size_t index);
/* NAV_DOWN, NAV_UP, NAV_PAGE_*, NAV_FIRST, NAV_LAST: WIDGET_ mask. */
unsigned list_do(struct list *l, int command);
void list_draw(struct list *l, const struct draw *d);
/* "3/17" for the message line or title; "" when empty. */
void list_place(const struct list *l, char *out, size_t size);

#endif
