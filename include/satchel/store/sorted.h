/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and offices as a reader looks for them: by name in the order of the user's language. An order is
 * made in one pass when it is first asked for, and kept (8 bytes a record); a change moves the records it
 * touched. So the list of 100,000 people costs one sorting a session. */
#ifndef SATCHEL_STORE_SORTED_H
#define SATCHEL_STORE_SORTED_H

#include "satchel/store/list.h"

enum store_sort {
    SORTED_PEOPLE,             /* by name; who has none comes last */
    SORTED_PEOPLE_NEWEST,      /* added last, first */
    SORTED_OFFICES,            /* by title, then institution */
    SORTED_OFFICES_BY_COUNTRY, /* then by title */
    SORTED_OFFICES_NEWEST,
    SORTED_COUNT
};

/* All of them, or those that words find (see store/search.h), in order. Caller frees with store_rows_free. */
int store_sorted(struct store *s, enum store_sort sort, const char *words, struct store_rows *out,
                 struct err *e);

/* ---- for the files of this layer ---- */
struct sorted {
    bool made;
    struct store_rows rows;
};
/* Records were added, changed or removed: first all of them are taken out, then each is put where it belongs.
 */
void sorted_take_out(struct store *s, int64_t n);
void sorted_put_in(struct store *s, int64_t n);
void sorted_forget(struct store *s); /* all orders: they are made again when asked for */

#endif
