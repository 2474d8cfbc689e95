/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements for cases, appeals, who is in a case, whom an appeal is written to. */
#ifndef SATCHEL_STORE_CASE_TABLES_H
#define SATCHEL_STORE_CASE_TABLES_H

#include "satchel/store/table.h"

extern const struct table CASE_TABLE, APPEAL_TABLE, MEMBER_TABLE, TARGET_TABLE;

extern const struct list_table TAG_LIST;

#endif
