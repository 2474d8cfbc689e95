/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Removing for good: a record and all it owns, with earlier versions, search entries, quotes and drafts. */
#ifndef SATCHEL_STORE_PURGE_H
#define SATCHEL_STORE_PURGE_H

#include "satchel/base/buf.h"
#include "satchel/store/store.h"

/* What would go with these n records, each as "Person: Anna Testova", once; parts are not named. They may be
 * deleted already. And what stays though it speaks of them: the sources of a case and its people, named
 * likewise. Added to gone and stay. */
int store_purge_names(struct store *s, const int64_t *at, size_t n, struct strs *gone, struct strs *stay,
                      struct err *e);
/* Removes them, all or none. What referred to them is left without. Nothing before this can be undone any
 * more: a step could hold what was removed. Takes as long as building the search index anew. */
int store_purge(struct store *s, const int64_t *at, size_t n, struct err *e);

#endif
