/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and closing a store: the top of this layer. */
#ifndef SATCHEL_STORE_OPEN_H
#define SATCHEL_STORE_OPEN_H

struct clock;
struct err;
struct sqlite3;
struct store;

/* Makes the tables in an empty database: the vault's `fill`; arg is not used. */
int store_init_schema(struct sqlite3 *db, void *arg, struct err *e);
/* db is borrowed and must outlive the store; nothing else may write to it meanwhile. Brings older tables up
 * to date. ERR_TOO_NEW, ERR_DAMAGE. */
int store_open(struct sqlite3 *db, const struct clock *clock, struct store **out, struct err *e);
/* Finalises its statements; rolls back a step that is open. NULL is fine. */
void store_close(struct store *s);

#endif
