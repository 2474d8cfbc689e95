/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the indexes of a damaged table still say of the rows it lost: taken from the pages before they are
 * made anew, then laid out in temporary tables harvest_<table> of its columns, those that no index has NULL.
 * Every reference has an index, so a lost row's place among the others is known though its text is gone. */
#ifndef SATCHEL_STORE_HARVEST_H
#define SATCHEL_STORE_HARVEST_H

#include "satchel/base/buf.h"
#include "satchel/store/shape.h"

struct err;
struct survey;

struct harvest {
    DYN(struct harvest_index {
        size_t tree; /* of the survey */
        struct buf rows;
    })
    indexes;
};

/* Entries of the rows that lay on damaged pages; of tables in pieces all. Release with harvest_free. */
int harvest_take(struct harvest *h, const struct survey *s, struct err *e);
void harvest_free(struct harvest *h);
/* Into temporary tables of db, which has the tables and indexes of the surveyed database. */
int harvest_lay(const struct harvest *h, const struct survey *s, const struct shapes *shapes,
                struct sqlite3 *db, struct err *e);

#endif
