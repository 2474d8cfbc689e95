/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every view and every table of commands of the program, in the order of the key card. */
#include "satchel/app/views.h"

#include <stddef.h>

#include "satchel/app/app.h"
#include "satchel/app/browse.h"
#include "satchel/app/record_keys.h"

const struct view_class *const app_view_classes[] = {
    &view_agenda,       &view_cases,     &view_case,       &view_people,    &view_offices,
    &view_form,         &view_search,    &view_import,     &view_backup,    &view_exports,
    &view_messages,     &view_settings,  &view_doctor,     &view_rehearsal, &view_views,
    &view_unlock,       &view_first_run, &view_letter,     &view_letter_do, &view_letter_new,
    &view_letter_share, &view_letters,   &view_passphrase, &view_leaving,   NULL
};

const struct command_table *const app_tables[] = {
    &app_commands,          &nav_commands,       &edit_commands,
    &agenda_commands,       &cases_commands,     &case_commands,
    &form_commands,         &letter_commands,    &letter_new_commands,
    &letter_share_commands, &letters_commands,   &browse_commands,
    &search_commands,       &import_commands,    &views_commands,
    &settings_commands,     &doctor_commands,    &exports_commands,
    &record_commands,       &first_run_commands, NULL
};
