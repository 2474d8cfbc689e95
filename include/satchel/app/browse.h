/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen for records that stand by themselves (people, offices): all of a kind above, the chosen one with
 * what belongs to it below. Everything of it can be added, edited, deleted and undone from here. A view of
 * this form is a const struct browse_kind and a row in the table of views. */
#ifndef SATCHEL_APP_BROWSE_H
#define SATCHEL_APP_BROWSE_H

#include "satchel/app/browse_lines.h"
#include "satchel/app/view.h"
#include "satchel/store/sorted.h"

struct browse_order {
    const char *word, *label; /* in the view's arg; N_() */
    enum store_sort sort;
};

struct browse_kind {
    enum rec_kind kind;
    const char *title, *empty;    /* N_() */
    const char *of_case, *beside; /* N_(); titles opened from a case: of those in it, of all */
    const struct browse_part *parts;
    size_t n_parts;
    const struct browse_order *orders; /* the usual one first */
    size_t n_orders;
};

extern const struct browse_kind browse_people, browse_offices; /* browse_kinds.c */
extern const struct command_table browse_commands;
extern const struct view_class view_people, view_offices;

#endif
