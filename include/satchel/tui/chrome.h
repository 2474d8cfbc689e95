/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What surrounds every view: title line, tabs, message line, hint bar, and how the space between is cut. */
#ifndef SATCHEL_TUI_CHROME_H
#define SATCHEL_TUI_CHROME_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/tui/command.h"
#include "satchel/tui/draw.h"

#define CHROME_MIN_ROWS  12
#define CHROME_MIN_COLS  40
#define CHROME_PANE_ROWS 18 /* below: one pane */
#define CHROME_WIDE_COLS 60 /* below: one pane, and hints without the labels of the general keys */

struct layout {
    bool too_small; /* below 40x12: chrome_too_small drew it; leave the rest alone */
    bool one_pane;  /* below 60 columns or 18 rows: list or detail, not both; one ruler at most */
    bool side;      /* 100 columns or more: list and detail side by side */
    struct draw title, body, message, hint; /* one line each, body between */
};
/* Cuts the screen. */
void layout_screen(struct screen *s, struct layout *out);
/* Cuts a body into list and detail: stacked with a ruler between (list_rows for the list, 0: two thirds),
 * side by side, or, with one pane, both the whole of it. Draws the ruler. */
void layout_split(const struct layout *l, const struct draw *body, int list_rows, struct draw *list,
                  struct draw *detail);
void chrome_too_small(struct screen *s);

/* Line 1: where am I (left; cut in the middle of the path when narrow), what is going on (right). */
void chrome_title(const struct draw *d, const char *path, const char *status);
/* Last line: the commands of the scope that have a hint place and can be used, with their first key, as many
 * whole ones as fit. */
void chrome_hints(const struct draw *d, const struct keymap *m, const struct command_scope *scope);
/* Last line of an overlay or prompt: fixed pairs "Enter", "open", ..., NULL. */
void chrome_pairs(const struct draw *d, const char *const *pairs);

struct chrome_tab {
    int number;
    const char *label; /* translated */
    int count;         /* -1: none shown */
    int uncertain;     /* shown as ?2; 0: none */
    bool absent;       /* not there yet: dim */
};
/* The row of tabs: the current one and as many neighbours as fit. */
void chrome_tabs(const struct draw *d, int y, const struct chrome_tab *tabs, size_t n, size_t current);

#endif
