/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that were read from pages, put into a table of another database. */
#ifndef SATCHEL_VAULT_DBROW_H
#define SATCHEL_VAULT_DBROW_H

#include <stdbool.h>

#include "satchel/vault/dbpage.h"

struct err;
struct sqlite3;
struct sqlite3_stmt;

struct dbrow_into {
    struct sqlite3 *db;
    char *table;
    size_t columns;          /* of the table */
    size_t alias;            /* the column that is the row's number; columns: none */
    struct sqlite3_stmt *st; /* takes n columns */
    size_t n;
};
/* ERR_NOT_FOUND: there is no such table. Release with dbrow_into_free. */
int dbrow_into(struct dbrow_into *into, struct sqlite3 *db, const char *table, struct err *e);
void dbrow_into_free(struct dbrow_into *into);
/* 1: it is in; 0: the table refuses it (a row with its key is there, or it is none of this table); -1: not
 * stored, *e. by_rowid: of a table keyed by row numbers. */
int dbrow_put(struct dbrow_into *into, bool by_rowid, int64_t rowid, const struct dbvalue *column, size_t n,
              struct err *e);
/* A value as parameter i; it must live until the statement was stepped. */
void dbrow_bind(struct sqlite3_stmt *st, int i, const struct dbvalue *v);

#endif
