/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the search index. Their numbers sort as hits do: by the rank of the record's kind, the newest
 * first, pieces of long texts last. FTS5 gives rows in the order of their numbers for nothing (upwards;
 * downwards it may need the square of the time), so that the first page costs what it shows and not what
 * matches. It also takes them best in that order. */
#ifndef SATCHEL_STORE_SEARCH_INDEX_H
#define SATCHEL_STORE_SEARCH_INDEX_H

#include <stdint.h>

#include "satchel/store/store.h"

/* The cards of a kind lie between these. */
int64_t search_row_least(enum rec_kind kind);
int64_t search_row_most(enum rec_kind kind);
int64_t search_row(enum rec_kind kind, int64_t n); /* of a record's card */
enum rec_kind search_row_kind(int64_t row);        /* KIND_NONE: a piece of a long text */
int64_t search_row_record(int64_t row);            /* n */

/* Puts a record's texts into the index as they are now; takes them out when it is gone or deleted. */
int search_index_record(struct store *s, int64_t n, struct err *e);
int search_remove(struct store *s, int64_t n, struct err *e);
/* Merges the index into one part: no word of what was taken out stays in it. */
int search_index_squeeze(struct store *s, struct err *e);

#endif
