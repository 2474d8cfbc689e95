/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may see a record, a field or a span: the rules of visibility as pure functions. Rules and pieces name
 * records by their row (rec_ref.n), as the store gives them. */
#ifndef SATCHEL_CASEWORK_VISIBILITY_H
#define SATCHEL_CASEWORK_VISIBILITY_H

#include "satchel/model/care.h"

/* What is asked about: a record (field NULL), a field (from == to == 0), or a span of it in code points. */
struct visibility_piece {
    int64_t subject;
    const char *field;
    uint32_t from, to;
    const int64_t
        *within; /* records that hold this one, nearest first: a source its statement, ...; borrowed */
    size_t n_within;
};

struct visibility {
    int level; /* LEVEL_PUBLIC, LEVEL_INTERNAL, LEVEL_NEVER */
    const struct rule
        *rule; /* the one that decided; NULL: there is none, so internal. Points into the rules */
};

/* The level of a piece on the day `today` (days since 1970-01-01). A text of which a part is restricted is as
 * restricted as that part; visibility_cut tells the parts. For a record only rules about it, or about records
 * that hold it, count: whether it may be seen at all. */
struct visibility visibility_of(const struct rule rules[], size_t n, const struct visibility_piece *piece,
                                int32_t today);

/* The first part of a text, from piece->from on, over which the level is the same: sets its end (at most
 * piece->to). Walk a field of `len` code points by asking for {from, len} and going on at *end. */
struct visibility visibility_cut(const struct rule rules[], size_t n, const struct visibility_piece *piece,
                                 int32_t today, uint32_t *end);

/* What is derived from a text (claim, quote, summary, file) is as strict as that text, until the user decided
 * otherwise with a reason; without one (NULL or blank) the stricter stays. */
struct visibility visibility_derived(struct visibility own, struct visibility from, const char *reason);

#endif
