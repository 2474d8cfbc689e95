/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements for people, how they are reached, offices, addresses, places. */
#ifndef SATCHEL_STORE_PEOPLE_TABLES_H
#define SATCHEL_STORE_PEOPLE_TABLES_H

#include "satchel/store/case_tables.h"
#include "satchel/store/table.h"

extern const struct table PERSON_TABLE, RELATION_TABLE, CONTACT_TABLE, OFFICE_TABLE, HOLDER_TABLE,
    ADDRESS_TABLE, PLACE_TABLE;

#endif
