/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people or offices of one case out of all: who has a part in it, and to whom its appeals write. */
#ifndef SATCHEL_APP_BROWSE_SCOPE_H
#define SATCHEL_APP_BROWSE_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel/model/record.h"
#include "satchel/store/list.h"

struct err;
struct store;

/* A list opened from a case shows that case's; on: it does so now. */
struct browse_scope {
    int64_t kase; /* 0: not opened from a case */
    bool on;
};

/* "in CASE " or "beside CASE " before the rest of a view's arg; *rest: behind it. A case that is gone since
 * gives no scope. */
struct browse_scope browse_scope_read(struct store *s, const char *arg, const char **rest);
/* The same words for the scope; "" without one. */
int browse_scope_words(struct store *s, const struct browse_scope *scope, struct buf *out);

/* Leaves of the rows, people or offices, those in the scope, in their order. */
int browse_scope_cut(struct store *s, const struct browse_scope *scope, enum rec_kind kind,
                     struct store_rows *rows, struct err *e);

#endif
