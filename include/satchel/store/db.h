/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements and SQLite's errors, for the files of this layer. Statements are whole constant texts, prepared
 * once and kept in the store's cache by the address of their text. */
#ifndef SATCHEL_STORE_DB_H
#define SATCHEL_STORE_DB_H

#include <stdint.h>

#include "satchel/store/store.h"

/* The sources of case ?1: those of its appeals, and those that were entered for it. */
#define SOURCES_OF_CASE                                                                                      \
    "SELECT appeal.source FROM appeal JOIN rec USING(n) WHERE appeal.kase = ?1 AND deleted = 0"              \
    " UNION SELECT own.n FROM source AS own WHERE own.kase = ?1"

struct sqlite3_stmt;

struct sqlite3 *store_db(struct store *s); /* borrowed */

/* The statement, ready to bind; give it back with db_done. NULL and *e on failure. sql must be a constant, or
 * live as long as the store; a statement in use is prepared a second time. */
struct sqlite3_stmt *db_prepare(struct store *s, const char *sql, struct err *e);
/* The same for a text made at run time; db_done releases it. */
struct sqlite3_stmt *db_prepare_once(struct store *s, const char *sql, struct err *e);
/* 1: a row, 0: no more, -1: *e is filled. */
int db_step(struct sqlite3_stmt *st, struct err *e);
/* Resets and clears, or releases what the cache does not hold. NULL is fine. */
void db_done(struct store *s, struct sqlite3_stmt *st);
/* Steps to the end and gives back. 0 or -1. */
int db_run(struct store *s, struct sqlite3_stmt *st, struct err *e);
/* What reads one row into `to`: 0, or -1 with *e filled, which ends the reading. */
typedef int db_row(void *to, struct sqlite3_stmt *st, struct err *e);
/* Calls `row` for every row and gives the statement back. 0 or -1. */
int db_each(struct store *s, struct sqlite3_stmt *st, db_row *row, void *to, struct err *e);

/* Texts and blobs must live until db_done: they are not copied, so that binding cannot fail. NULL: NULL. */
void db_bind_text(struct sqlite3_stmt *st, int i, const char *text);
void db_bind_blob(struct sqlite3_stmt *st, int i, const void *bytes, size_t n);
/* n, or NULL for 0. */
void db_bind_ref(struct sqlite3_stmt *st, int i, int64_t n);
/* A copy (caller frees), NULL for SQL NULL. -1: no memory. */
int db_text(struct sqlite3_stmt *st, int column, char **out, struct err *e);

/* The id of a record. -1 with ERR_DAMAGE: it is none, which only a vault has that another program wrote. */
int db_id(struct sqlite3_stmt *st, int column, uint8_t out[static REC_ID_BYTES], struct err *e);

/* One statement without results that needs no cache. */
int db_exec(struct sqlite3 *db, const char *sql, struct err *e);
/* One number from a statement with one parameter; ERR_NOT_FOUND without a sentence when there is no row. */
int db_number(struct store *s, const char *sql, int64_t parameter, int64_t *out, struct err *e);
/* Fills *e with what an SQLite result means to the user; returns -1. */
int db_error(struct sqlite3 *db, int rc, struct err *e);

#endif
