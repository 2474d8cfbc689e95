/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements for events, sources and what stands in them, facts and claims. */
#ifndef SATCHEL_STORE_TESTIMONY_TABLES_H
#define SATCHEL_STORE_TESTIMONY_TABLES_H

#include "satchel/store/case_tables.h"
#include "satchel/store/table.h"

extern const struct table EVENT_TABLE, SOURCE_TABLE, STATEMENT_TABLE, UTTERANCE_TABLE, CITATION_TABLE,
    FACT_TABLE, CLAIM_TABLE;

#endif
