/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of one value: a row of operations for each type but the lists. The rows are for model/field.c, which
 * looks up the row, and adds that of lists. */
#ifndef SATCHEL_MODEL_FIELD_VALUE_H
#define SATCHEL_MODEL_FIELD_VALUE_H

#include "satchel/base/buf.h"
#include "satchel/base/edtf.h"
#include "satchel/model/kind.h"

/* at: the value itself. It is replaced only after the new one was read in full. */
struct field_ops {
    void (*get)(const void *at, const struct field *f, struct buf *out);
    int (*set)(void *at, const struct field *f, const char *text, struct err *e); /* text is not empty */
    void (*clear)(void *at, const struct field *f);
    int (*copy)(void *to, const void *from, const struct field *f); /* to is empty; -1: no memory */
    bool (*equal)(const void *a, const void *b, const struct field *f);
    bool (*empty)(const void *at, const struct field *f);
};
extern const struct field_ops field_value_ops[FIELD_LIST]; /* by enum field_type */

/* The date that text says, EDTF or prose, in one way only; told on *today, NULL: not by any day. Of the field
 * only the name is used, for the same sentences. */
int field_read_date(const struct field *f, const char *text, const int32_t *today, struct edtf *out,
                    struct err *e);

#endif
