/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views, one file each (src/app/view_NAME.c), and their tables of commands. A new view is declared here
 * and listed in views.c. The comment gives what `arg` holds. */
#ifndef SATCHEL_APP_VIEWS_H
#define SATCHEL_APP_VIEWS_H

#include "satchel/app/view.h"

extern const struct view_class view_unlock;     /* "" */
extern const struct view_class view_leaving;    /* "" */
extern const struct view_class view_first_run;  /* "" */
extern const struct view_class view_messages;   /* "" */
extern const struct view_class view_views;      /* "" */
extern const struct view_class view_agenda;     /* "" */
extern const struct view_class view_cases;      /* "SHOW SORT ID WORDS" */
extern const struct view_class view_case;       /* "ID TAB": of a case, or of a record in one */
extern const struct view_class view_form;       /* "edit ID", or "add KIND [FIELD=ID]..." */
extern const struct view_class view_search;     /* the words */
extern const struct view_class view_import;     /* "", or "kept TIME": a draft */
extern const struct view_class view_backup;     /* the file, as typed */
extern const struct view_class view_rehearsal;  /* "" */
extern const struct view_class view_exports;    /* "", or the row of one */
extern const struct view_class view_passphrase; /* "list", "change", "add", "remove", "decoy", "duress" */
extern const struct view_class view_settings;   /* "" */
extern const struct view_class view_doctor;     /* "", or the code of a finding */

extern const struct view_class view_letter_new;   /* the id of a case */
extern const struct view_class view_letter;       /* "ID", and where the cursor is */
extern const struct view_class view_letter_share; /* the id of a letter */
extern const struct view_class view_letter_do;    /* "WHAT ID..." */
extern const struct view_class view_letters;      /* "", or the id of a letter */

extern const struct command_table agenda_commands, cases_commands, case_commands;
extern const struct command_table views_commands, search_commands, import_commands, letter_commands,
    form_commands, letter_new_commands, letter_share_commands, letters_commands, first_run_commands,
    settings_commands, doctor_commands, exports_commands;

#endif
