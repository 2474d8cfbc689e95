/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements for check-ins, instructions, items, custody, files, notes, rules. */
#ifndef SATCHEL_STORE_CARE_TABLES_H
#define SATCHEL_STORE_CARE_TABLES_H

#include "satchel/store/case_tables.h"
#include "satchel/store/table.h"

extern const struct table CHECKIN_TABLE, INSTRUCTION_TABLE, ITEM_TABLE, CUSTODY_TABLE, FILE_TABLE, NOTE_TABLE,
    RULE_TABLE;

#endif
