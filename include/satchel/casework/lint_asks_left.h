/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a letter asks that is none of the appeal's requests as far as is known: it may be one of them in words
 * that no table has. */
#ifndef SATCHEL_CASEWORK_LINT_ASKS_LEFT_H
#define SATCHEL_CASEWORK_LINT_ASKS_LEFT_H

#include "satchel/casework/lint_asks_appeal.h"

struct lint_left {
    struct lint_sentence part; /* of a request; its units are owned */
    uint64_t people;           /* whom its sentence names: see lint_people_in */
    lint_demands within, near; /* what its sentence asks, and those beside it */
    bool known;                /* it asks for something else by name */
    bool used;
};
struct lint_lefts {
    DYN(struct lint_left) all;
};

/* Lack of memory is kept in the run. */
void lint_left_read(struct lint_run *r, const struct lint_appeal *asks, const struct lint_sentences *s,
                    struct lint_lefts *left);
void lint_left_free(struct lint_lefts *left);
/* Something in the part speaks of what a alone asks. */
bool lint_left_touches(const struct lint_appeal *asks, const struct lint_asked *a,
                       const struct lint_left *left);

/* It goes on about what a asks, which stands beside it. */
bool lint_left_goes_on(const struct lint_appeal *asks, const struct lint_asked *a,
                       const struct lint_left *left);
/* It may be what a asks, in words of its own: it is not for somebody else. */
bool lint_left_may_be(const struct lint_asked *a, const struct lint_left *left);

#endif
