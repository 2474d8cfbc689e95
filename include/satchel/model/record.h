/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records. Every kind of record is a plain struct that starts with `struct rec`, described by a const table
 * of fields. Forms, `FIELD=V` on the command line, JSON, storing and searching all walk these tables, so that
 * a field added once is everywhere.
 *
 * Fields are read and written by model/field.h. The structs stand in model/kase.h, people.h, testimony.h,
 * letters.h, care.h. A kind's struct may be reached by a cast of the `struct rec *` once its kind is known:
 *     if (r->kind == KIND_PERSON) { struct person *p = (struct person *)r; ... }
 * All-zero is an empty record or element. */
#ifndef SATCHEL_MODEL_RECORD_H
#define SATCHEL_MODEL_RECORD_H

#include "satchel/base/buf.h"
#include "satchel/model/kind.h"

struct err;

struct rec { /* the head of every record */
    enum rec_kind kind;
    int64_t n; /* its row in the vault; 0: not stored yet */
    uint8_t id[REC_ID_BYTES];
    int64_t created, changed, deleted; /* Unix seconds; deleted 0: not deleted */
    int64_t version;                   /* counts changes */
};

/* All functions that allocate: NULL or -1 and *e when there is no memory. */
struct rec *rec_new(enum rec_kind kind, struct err *e); /* empty, not stored; caller frees with rec_free */
void rec_free(struct rec *r);                           /* wipes and releases; NULL is fine */
struct rec *rec_copy(const struct rec *r, struct err *e);
bool rec_equal(const struct rec *a, const struct rec *b); /* same kind and fields; heads may differ */
/* 0 when every required field has a value; else ERR_INPUT with a sentence naming the first that is missing.
 */
int rec_check(const struct rec *r, struct err *e);
int rec_check_but(const struct rec *r, uint64_t but, struct err *e); /* bit i: whatever field i holds */
/* One line that tells a record from others of its kind, from its own fields (sensitive ones masked); caller
 * frees. For the names of what it refers to see store_label. */
char *rec_label(const struct rec *r, struct err *e);
/* The field of that key; NULL and ERR_NOT_FOUND with a sentence. */
const struct field *rec_field(const struct rec *r, const char *key, struct err *e);
struct rec_ref rec_ref_to(const struct rec *r);

#endif
