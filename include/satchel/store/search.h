/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching everything. Any text is a query (store/match.h says how it is understood). A search first finds
 * which records match, at most SEARCH_MOST, in an order that costs nothing to make: cases, people and offices
 * with the words as typed, then those with a longer last word, then all others, likewise; the newest first.
 * What is shown of a hit is read when it is asked for. */
#ifndef SATCHEL_STORE_SEARCH_H
#define SATCHEL_STORE_SEARCH_H

#include "satchel/store/match.h"
#include "satchel/store/list.h"

#define SEARCH_MOST 1000

struct search_hit {
    int64_t n;
    enum rec_kind kind; /* KIND_NONE until filled, when it was found in a long text */
    int64_t row;        /* in the index */
    /* From here on by search_fill. */
    char *label;     /* store_label; NULL: not filled yet */
    char *field;     /* key of the field of the hit; `number`, `people` for what a case gets from elsewhere */
    char *snippet;   /* a stretch of the field in one line; "" when the field is masked on screen */
    size_t from, to; /* bytes of the snippet that match */
};

struct search {
    struct match match;
    DYN(struct search_hit) hits;
    bool more; /* there were more than fit */
};

/* kind: only records of that kind; KIND_ANY: all. Release with search_free, also after a failure. */
int search_run(struct store *s, const char *text, enum rec_kind kind, struct search *out, struct err *e);
/* Fills hit i, once. */
int search_fill(struct store *s, struct search *search, size_t i, struct err *e);
void search_free(struct search *search);

/* The rows of all records of a kind that match by what stands on their cards (of a case: title, numbers,
 * people, summary), sorted by row. For narrowing a list; no limit. Release with store_rows_free. */
int search_rows(struct store *s, enum rec_kind kind, const char *text, struct store_rows *out, struct err *e);
bool search_has_row(const struct store_rows *rows, int64_t n);

#endif
