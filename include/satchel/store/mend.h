/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a damaged database: what the damage cost, by name, and everything else so that it fits together
 * again. */
#ifndef SATCHEL_STORE_MEND_H
#define SATCHEL_STORE_MEND_H

#include "satchel/store/losses.h"
#include "satchel/store/store.h"

struct harvest;
struct sqlite3;
struct survey;

/* Where names of lost records come from: the statement gives keys and lines of the search card of row ?1. */
struct mend_cards {
    const char *sql;
    int (*fetch)(void *arg, struct sqlite3 *db,
                 struct err *e); /* called before; NULL: nothing is to be done */
    void *arg;
};
/* Makes the rows of db fit together, inside a transaction, with foreign keys off. s: what was
 * damaged; all: look at every table. mend_start comes first, and makes the temporary table `loss`. */
int mend_start(struct sqlite3 *db, struct err *e);
int mend_rows(struct sqlite3 *db, const struct survey *s, const struct harvest *h, bool all,
              const struct mend_cards *cards, struct losses *lost, struct err *e);

#endif
