/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every view and every table of commands of the program, in the order of the key card. */
#include "satchel/app/views.h"

#include <stddef.h>

#include "satchel/app/app.h"
#include "satchel/app/browse.h"

const struct view_class *const app_view_classes[] = { &view_unlock,   &view_first_run, &view_views,
                                                      &view_messages, &view_settings,  NULL };

const struct command_table *const app_tables[] = {
    &app_commands,      &nav_commands, &edit_commands, &first_run_commands, &views_commands,
    &settings_commands, NULL
};
