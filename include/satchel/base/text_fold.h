/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms of UTF-8 text: NFC, and the folded form that search and comparison use. */
#ifndef SATCHEL_BASE_TEXT_FOLD_H
#define SATCHEL_BASE_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* ---- forms; results are owned by the caller, NULL and *e when there is no memory ---- */
char *text_nfc(const char *s, size_t n, struct err *e);
/* For search and comparison: NFKC case fold, no marks, one apostrophe, one form of each Arabic letter family
 * (alef, yeh, kaf, heh variants; no tatweel), full-width folded, white space squeezed. */
char *text_fold(const char *s, size_t n, struct err *e);
/* The same for one code point: writes 0..4 code points, returns how many (0: a mark that vanishes). */
size_t text_fold_cp(uint32_t cp, uint32_t out[static 4]);

/* ---- comparing; false also when there is no memory ---- */
bool text_same_folded(const char *a, const char *b);
/* Every word of `words` stands in text, in any order, both folded. */
bool text_has_words(const char *text, const char *words);

#endif
