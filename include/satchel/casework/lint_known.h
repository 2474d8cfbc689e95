/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names that belong to a letter's case: of its people, of the officials written to, of the sender, and
 * the words with a capital in what the case says of itself. */
#ifndef SATCHEL_CASEWORK_LINT_KNOWN_H
#define SATCHEL_CASEWORK_LINT_KNOWN_H

#include "satchel/casework/lint.h"
#include "satchel/casework/lint_text.h"
#include "satchel/casework/lint_words.h"

struct lint_known_name {
    struct lint_text text;
    int person, target; /* index in the context; -1: not one of them */
};
struct lint_known {
    DYN(struct lint_known_name) names;
    uint32_t *words; /* hashes of words with a capital, 0: free */
    size_t n_words, cap;
    bool failed;
};
int lint_known_make(struct lint_known *k, const struct lint_context *c);
void lint_known_free(struct lint_known *k);
/* The word stands with a capital in what the case says of itself, in any form of it. */
bool lint_known_word(const struct lint_known *k, const struct lint_text *t, size_t i);
/* Tokens first..end-1 are all words of one known name: its index, or -1. */
int lint_known_as(const struct lint_known *k, const struct lint_words *w, const struct lint_text *t,
                  size_t first, size_t end);
/* Where a person of the case stands in t from token `from` on, under any of their names: whole, two words of
 * it, or the last word alone. SIZE_MAX: nowhere. */
size_t lint_known_person(const struct lint_known *k, const struct lint_words *w, const struct lint_text *t,
                         int person, size_t from, size_t *end);

/* The same at token i alone. */
bool lint_known_person_at(const struct lint_known *k, const struct lint_words *w, const struct lint_text *t,
                          int person, size_t i, size_t *end);
/* Token i of t is a word of the name, whole, inflected or by its initial. */
bool lint_in_name(const struct lint_text *name, const struct lint_text *t, size_t i);

#endif
