/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sentence is about, as a set of numbers that can be compared with another's: concepts ("release" and
 * "libertad" are one), names, numbers, and the beginnings of other words that carry meaning. */
#ifndef SATCHEL_CASEWORK_LINT_UNITS_H
#define SATCHEL_CASEWORK_LINT_UNITS_H

#include "satchel/casework/lint_run.h"

enum lint_unit_kind { LINT_UNIT_WORD, LINT_UNIT_CONCEPT, LINT_UNIT_NAME, LINT_UNIT_NUMBER };
struct lint_unit {
    uint32_t hash;
    uint32_t token;
    uint8_t kind;
    uint8_t weight; /* tenths */
};
struct lint_units {
    DYN(struct lint_unit) all; /* in the order of the text */
    bool repeats;
};
/* Those of tokens first..end-1, added to u, each hash once. Lack of memory is kept in the run. */
void lint_units_read(struct lint_run *r, const struct lint_text *t, size_t first, size_t end,
                     struct lint_units *u);
/* The same with each that is met, as often as it is met. */
void lint_units_list(struct lint_run *r, const struct lint_text *t, size_t first, size_t end,
                     struct lint_units *u);
void lint_units_free(struct lint_units *u);
bool lint_units_have(const struct lint_units *u, uint32_t hash);
/* Weight of all, and of those that are in `in` too; kinds: a set of 1 << enum lint_unit_kind. */
unsigned lint_units_weight(const struct lint_units *u, const struct lint_units *in, unsigned kinds);

#endif
