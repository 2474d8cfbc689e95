/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records in a vault's database. This header opens a store and reads records; the others of this layer build
 * on it: write.h (add, change, delete), undo.h (steps), find.h (what a text names, labels), list.h (filters,
 * what belongs to what), purge.h, setting.h, draft.h, search.h.
 *
 * Every function, on failure, leaves the database as it was before the call; a disk that fails in the very
 * last write of a commit leaves it so, or with all of it done. */
#ifndef SATCHEL_STORE_STORE_H
#define SATCHEL_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/model/record.h"

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
int64_t store_now(const struct store *s);   /* Unix seconds, by the clock given */
int32_t store_today(const struct store *s); /* days since 1970-01-01 */

/* The record with everything in it; caller frees with rec_free. ERR_NOT_FOUND: there is none, or it was
 * deleted. The row of a part (a name, an ask) gives the record it is part of. */
int store_get(struct store *s, int64_t n, struct rec **out, struct err *e);
/* Reads deleted ones as well. */
int store_get_deleted(struct store *s, int64_t n, struct rec **out, struct err *e);
/* Row to reference, deleted ones as well. ERR_NOT_FOUND. */
int store_ref(struct store *s, int64_t n, struct rec_ref *out, struct err *e);
int store_kind(struct store *s, int64_t n, enum rec_kind *kind, struct err *e);
/* The record that a part belongs to; n itself when it is no part. */
int store_part_of(struct store *s, int64_t n, int64_t *owner, struct err *e);

#endif
