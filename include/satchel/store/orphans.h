/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that no tree leads to any more, because what led there is damaged: which table their rows are of. */
#ifndef SATCHEL_STORE_ORPHANS_H
#define SATCHEL_STORE_ORPHANS_H

#include "satchel/store/shape.h"

struct err;
struct sqlite3;
struct sqlite3_stmt;
struct survey;

struct orphans {
    const struct survey *survey;
    const struct shapes *shapes;
    struct sqlite3_stmt *kind; /* private */
};

/* db has the tables, and in `rec` whatever could be found of it: rows are known by what they refer to. */
int orphans_start(struct orphans *o, const struct survey *s, const struct shapes *shapes, struct sqlite3 *db,
                  struct err *e);
void orphans_end(struct orphans *o);

/* Sound, holds rows, and is reached from nowhere. */
bool orphans_is(const struct survey *s, uint32_t page);
/* The one table that all rows of the page fit, their references included; NULL when there is none, or
 * several. -1: no memory. */
int orphans_table(struct orphans *o, uint32_t page, const struct shape **table);

#endif
