/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marked rows: Space marks the record of the row; what can be done to several at once is done to all marked
 * ones, in one undo step. */
#ifndef SATCHEL_APP_MARKS_H
#define SATCHEL_APP_MARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct store;

struct marks {
    int64_t *at; /* records, in the order they were marked */
    size_t n, cap;
};

bool marks_has(const struct marks *m, int64_t n);
int marks_toggle(struct marks *m, int64_t n); /* -1: no memory */
void marks_clear(struct marks *m);
void marks_check(struct marks *m, struct store *s); /* those that are gone are no longer marked */
void marks_free(struct marks *m);

#endif
