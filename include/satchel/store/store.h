/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records in a vault's database. This header reads them, over rows.h; the others of this layer build on it:
 * write.h (add, change, delete), undo.h (steps), find.h (what a text names), label.h, list.h (filters, what
 * belongs to what), search.h, purge.h, settings.h, drafts.h; open.h (opens and closes a store) stands on all.
 *
 * Every function, on failure, leaves the database as it was before the call; a disk that fails in the very
 * last write of a commit leaves it so, or with all of it done. */
#ifndef SATCHEL_STORE_STORE_H
#define SATCHEL_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/model/record.h"
#include "satchel/store/rows.h"

struct err;
struct store;

int64_t store_now(const struct store *s);   /* Unix seconds, by the clock given */
int32_t store_today(const struct store *s); /* days since 1970-01-01 */

/* The record with everything in it; caller frees with rec_free. ERR_NOT_FOUND: there is none, or it was
 * deleted. The row of a part (a name, an ask) gives the record it is part of. */
int store_get(struct store *s, int64_t n, struct rec **out, struct err *e);
/* Reads deleted ones as well. */
int store_get_deleted(struct store *s, int64_t n, struct rec **out, struct err *e);

#endif
