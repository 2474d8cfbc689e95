/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys that are the same wherever records are listed: they work on the marked rows of the view on top, or
 * on the selected one. Views tell what their rows are by view_class.record and view_class.kase. */
#ifndef SATCHEL_APP_RECORD_KEYS_H
#define SATCHEL_APP_RECORD_KEYS_H

#include "satchel/tui/command.h"

struct app;

extern const struct command_table record_commands;

/* WIDGET_IGNORED: none of these. */
unsigned record_command(struct app *a, int id);
/* For command.unavailable: a record is selected or marked and can be changed. */
const char *record_needs_one(void *app);
/* What such a key says in a view that lists no records; NULL: nothing. */
const char *record_key_is_not_for(const struct command *c);

#endif
