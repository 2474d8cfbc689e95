/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in running text, in digits and in words. */
#ifndef SATCHEL_CASEWORK_LINT_VALUE_H
#define SATCHEL_CASEWORK_LINT_VALUE_H

#include "satchel/casework/lint_words.h"

/* The number that begins at token i, below 10^12: digits with marks or spaces between thousands, or words
 * ("two hundred and five", "vierunddreißig", "двадцать семь"); lang: of the text, "" when unclear. *n gets
 * its tokens. -1: none, or a fraction. */
int64_t lint_value_at(const struct lint_words *w, const struct lint_text *t, const char *lang, size_t i,
                      size_t *n);
/* The number in Chinese numerals at byte s of folded text, below 10^8; *len gets its bytes. -1: none. */
int64_t lint_value_cjk(const char *s, size_t n, size_t *len);

#endif
