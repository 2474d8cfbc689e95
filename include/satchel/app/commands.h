/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids of the commands that work everywhere; their tables stand in src/app/commands.c and record_keys.c. */
#ifndef SATCHEL_APP_COMMANDS_H
#define SATCHEL_APP_COMMANDS_H

enum app_command {
    CMD_BACK = 0x8000,
    CMD_QUIT,
    CMD_VIEWS,
    CMD_SEARCH,
    CMD_UNDO,
    CMD_REDO,
    CMD_NOTE,
    CMD_DISCREET,
    CMD_LOCK,
    CMD_PALETTE,
    CMD_HELP,
    CMD_REDRAW,
    CMD_REPEAT,
    CMD_CANCEL,
    CMD_AGENDA,
    CMD_CASES,
    CMD_PEOPLE,
    CMD_OFFICES,
    CMD_IMPORT,
    CMD_MESSAGES,
    CMD_SETTINGS,
    CMD_DOCTOR,
    CMD_BACKUP,
    CMD_STATE,
    CMD_EXIT,
    /* record_keys.c */
    CMD_OPEN,
    CMD_NARROW,
    CMD_NEXT,
    CMD_PREVIOUS,
    CMD_MARK,
    CMD_ORDER,
    CMD_ADD,
    CMD_EDIT,
    CMD_DELETE,
    CMD_PURGE,
    CMD_DONE,
    CMD_REVEAL,
    CMD_LETTERS,
    CMD_LOG,
    CMD_TIMELINE,
    CMD_CONTRADICTIONS,
    CMD_ADD_CONTACT,
};

#endif
