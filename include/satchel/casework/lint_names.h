/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every name of the vault, found again from two of its words in either order (lint.h has the public part). */
#ifndef SATCHEL_CASEWORK_LINT_NAMES_H
#define SATCHEL_CASEWORK_LINT_NAMES_H

#include "satchel/casework/lint.h"
#include "satchel/casework/lint_text.h"
#include "satchel/casework/lint_words.h"

struct lint_hit {
    int64_t person, kase;
    const char *name, *case_title; /* "" when none; valid until the next name is added */
};
const struct lint_words *lint_names_words(const struct lint_names *names);
/* A name that has all the words of tokens from..to-1 (two or more; inflected forms too) and two of them
 * first: one of `kase` when there is any, else of another case. false: none. */
bool lint_names_of_words(const struct lint_names *names, const struct lint_text *t, size_t from, size_t to,
                         int64_t kase, struct lint_hit *hit);
/* A name of two words or more whose last is token i; one of `kase` when there is any. */
bool lint_names_of_surname(const struct lint_names *names, const struct lint_text *t, size_t i, int64_t kase,
                           struct lint_hit *hit);
/* The same for a name that is exactly these n bytes of folded text without spaces. */
bool lint_names_of_text(const struct lint_names *names, const char *folded, size_t n, int64_t kase,
                        struct lint_hit *hit);

#endif
