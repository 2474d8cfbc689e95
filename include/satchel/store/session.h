/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: what the files of this layer know of a store. */
#ifndef SATCHEL_STORE_SESSION_H
#define SATCHEL_STORE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel/store/sorted.h"

struct clock;
struct err;
struct sqlite3;
struct sqlite3_session;
struct sqlite3_stmt;

#define STORE_CACHE 256

struct cached {
    const char *sql;
    struct sqlite3_stmt *st;
    bool busy;
};

struct store {
    struct sqlite3 *db;
    const struct clock *clock;
    struct cached cache[STORE_CACHE];
    /* The step that is open, see undo.c. */
    int depth;       /* how many begins wait for their end */
    bool bulk;       /* changes are not recorded */
    bool taken_back; /* the one before it was */
    char *label;
    struct sqlite3_session *session;
    struct sorted sorted[SORTED_COUNT]; /* by enum store_sort */
};

#endif
