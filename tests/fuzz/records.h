/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invented records to begin with, and all that a program asks of a store. */
#ifndef SATCHEL_TESTS_FUZZ_RECORDS_H
#define SATCHEL_TESTS_FUZZ_RECORDS_H

#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/store/store.h"

struct sqlite3;

extern const struct clock RECORDS_CLOCK;

/* Before anything else of SQLite: its small allocations from one block, which is three times as fast under
 * the sanitizers. */
void records_start(void);

/* A few, and steps that can be undone. */
void records_add(struct store *s);
/* All of them as JSON lines; NULL and *e: something of them could not be read. Caller frees. */
char *records_text(struct store *s, struct err *e);
/* What is asked for, after all of them were read; each may fail, with a sentence. */
enum {
    RECORDS_SEARCH = 1,
    RECORDS_LISTS = 2,
    RECORDS_NAMES = 4,
    RECORDS_UNDO = 8,
    RECORDS_CHANGE = 16,
    RECORDS_PURGE = 32
};
void records_use(struct sqlite3 *db, unsigned what);

#endif
