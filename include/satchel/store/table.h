/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How records lie in tables: whole statements for each kind, whose columns stand in the order of the kind's
 * fields, so that reading and binding walk the field table. */
#ifndef SATCHEL_STORE_TABLE_H
#define SATCHEL_STORE_TABLE_H

#include "satchel/store/store.h"

struct sqlite3_stmt;

/* A list field. Elements without an id are written anew; those with one are kept, and hidden when removed.
 *   get   ?1 owner; columns: (elements with an id: n, id,) the element's fields
 *   add   ?1 owner, ?2 position, fields; elements with an id: ?1 n, ?2 owner, ?3 position, fields
 *   set   as add; elements with an id only
 *   drop  ?1 owner; removes all rows */
struct list_table {
    const char *field; /* key */
    const char *table, *owner;
    const char *get, *add, *set, *drop;
};

/* A field takes one column, a date three (text, earliest, latest), a list none.
 *   get   ?1 n
 *   add   ?1 n, fields
 *   set   as add
 *   drop  ?1 n */
struct table {
    const char *name;
    const char *get, *add, *set, *drop;
    const struct list_table *lists[8]; /* in the order of the list fields; ends with NULL */
};

const struct table *table_of(enum rec_kind kind); /* parts: NULL */
const struct list_table *table_list(enum rec_kind kind, const char *field);

/* Reads the fields from column on into base, lists excepted; looks up the ids of references. */
int table_read(struct store *s, struct sqlite3_stmt *st, int column, void *base, const struct kind *k,
               struct err *e);
/* Binds them from parameter i on. References must have their n. */
void table_bind(struct sqlite3_stmt *st, int i, const void *base, const struct kind *k);
int table_columns(const struct kind *k); /* how many */

#endif
