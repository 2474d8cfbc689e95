/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the appeal asks for, read once for the rules that compare it with the letter. */
#ifndef SATCHEL_CASEWORK_LINT_ASKS_APPEAL_H
#define SATCHEL_CASEWORK_LINT_ASKS_APPEAL_H

#include "satchel/casework/lint_asks_read.h"

/* A request of the appeal. */
struct lint_asked {
    struct lint_text text;
    struct lint_units units; /* of what is asked, without reasons and conditions */
    lint_means means;
    lint_demands demands;
    uint64_t people; /* whom it names: see lint_people_in */
    bool foreign;    /* in another language than the letter */
};
struct lint_appeal {
    DYN(struct lint_asked) all; /* in the order of the context's */
};

/* Of the first 64 people of the case, a bit for each whom tokens first..end-1 of t name. */
uint64_t lint_people_in(const struct lint_run *r, const struct lint_text *t, size_t first, size_t end);

/* Lack of memory is kept in the run. */
void lint_appeal_read(struct lint_run *r, struct lint_appeal *a);
void lint_appeal_free(struct lint_appeal *a);
/* The sentence's demand d may be a's: it is not that of another request which has it too. */
bool lint_asked_in(const struct lint_appeal *asks, const struct lint_asked *a, const struct lint_sentence *s,
                   lint_demands d);

#endif
