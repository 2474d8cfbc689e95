/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row of a vault is, without reading the record. */
#ifndef SATCHEL_STORE_ROWS_H
#define SATCHEL_STORE_ROWS_H

#include "satchel/model/record.h"

struct err;
struct store;

struct store_rows { /* caller frees with store_rows_free */
    int64_t *at;
    size_t n, cap;
};
void store_rows_free(struct store_rows *rows);

/* Row to reference, deleted ones as well. ERR_NOT_FOUND. */
int store_ref(struct store *s, int64_t n, struct rec_ref *out, struct err *e);
int store_kind(struct store *s, int64_t n, enum rec_kind *kind, struct err *e);
/* The record that a part belongs to; n itself when it is no part. */
int store_part_of(struct store *s, int64_t n, int64_t *owner, struct err *e);

#endif
