/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a letter to others: of one appeal, in one language, the second recipient of the copy is the one
 * that the letter is to (model/letters.h). They have its text until somebody writes another into them. */
#ifndef SATCHEL_STORE_LETTERS_COPIES_H
#define SATCHEL_STORE_LETTERS_COPIES_H

#include <stdbool.h>

#include "satchel/store/letters.h"

struct letters_copies { /* release with letters_copies_free, also after a failure */
    struct rec **at;
    size_t n, cap;
};
/* What was changed in a letter (subject, salutation, text) is changed in its copies that were not sent, where
 * they had the same. out: those copies, as they are to be stored. */
int letters_copies_follow(struct store *s, const struct letter *old, const struct letter *now,
                          struct letters_copies *out, struct err *e);
void letters_copies_free(struct letters_copies *c);
/* How many will, when now is stored over old. */
int letters_copies_to_follow(struct store *s, const struct letter *old, const struct letter *now, size_t *n,
                             struct err *e);
/* *differs: it is a copy of letters that are there, and has the text of none of them. */
int letters_copy_differs(struct store *s, const struct letter *copy, bool *differs, struct err *e);

#endif
