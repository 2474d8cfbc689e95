/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of words with capitals in a letter that may be names: without words of office, place, law and time,
 * and those whose capital comes from the start of a sentence. */
#ifndef SATCHEL_CASEWORK_LINT_NAME_RUN_H
#define SATCHEL_CASEWORK_LINT_NAME_RUN_H

#include "satchel/casework/lint_run.h"

struct lint_finder {
    struct lint_run *r;
    const struct lint_text *t;
    bool nobody; /* none of the people at risk is named in the letter */
};
struct lint_name_run {
    size_t first, end, words; /* words: without links */
};

bool lint_is(const struct lint_finder *f, size_t i, enum lint_class of);
bool lint_is_month(const struct lint_finder *f, size_t i);
/* A word that a list, or the letter, has with a small letter: no name when its place gives it the capital. */
bool lint_is_ordinary(const struct lint_finder *f, size_t i);
/* Tokens from i on that belong to no name; 0: token i may. */
size_t lint_no_name(const struct lint_finder *f, size_t i);
/* The next run from *i on, before token end; *i gets the token behind it. */
bool lint_next_name(const struct lint_finder *f, size_t *i, size_t end, struct lint_name_run *run);

#endif
