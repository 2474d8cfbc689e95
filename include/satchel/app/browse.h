/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen for records that stand by themselves (people, offices): all of a kind above, the chosen one with
 * what belongs to it below. Everything of it can be added, edited, deleted and undone from here. A view of
 * this form is a const struct browse_kind and a row in the table of views. */
#ifndef SATCHEL_APP_BROWSE_H
#define SATCHEL_APP_BROWSE_H

#include "satchel/app/view.h"
#include "satchel/model/record.h"

struct browse_part {
    enum rec_kind kind;
    const char *owner; /* key of the reference to the record above, for adding */
};

struct browse_kind {
    enum rec_kind kind;
    const char *title, *empty; /* N_() */
    const struct browse_part *parts;
    size_t n_parts;
};

extern const struct command_table browse_commands;
extern const struct view_class view_people, view_offices;

#endif
