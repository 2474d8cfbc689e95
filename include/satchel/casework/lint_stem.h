/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When two words are one: inflected, written in another script, with a letter changed. */
#ifndef SATCHEL_CASEWORK_LINT_STEM_H
#define SATCHEL_CASEWORK_LINT_STEM_H

#include "satchel/casework/lint_text.h"

/* The stem of a folded word: without the endings by which names and nouns are inflected in its script (a, у,
 * ой ... in Cyrillic; a genitive s in Latin). Returns its bytes. */
size_t lint_stem(const char *key, size_t n, enum lint_script script);
/* A number of the stem of a word as it is recorded, leaving out a vowel that comes and goes (Павел, Павла);
 * never 0. */
uint32_t lint_stem_hash(const struct lint_text *t, size_t i);
/* The same for a word in running text, which may be inflected or have a small word in front (Arabic): one
 * number for each way to read it; returns how many. */
#define LINT_STEMS 8
size_t lint_stems(const struct lint_text *t, size_t i, uint32_t out[static LINT_STEMS]);
/* Of a noun in any form, from its first cps characters (SIZE_MAX: all). */
uint32_t lint_noun_hash(const struct lint_text *t, size_t i, size_t cps);
/* How a word of Latin or Cyrillic letters sounds, in each way to read its ending; 0: too short. Comparable
 * across the two scripts alone. Returns how many. */
size_t lint_sounds(const struct lint_text *t, size_t i, uint32_t out[static LINT_STEMS]);
/* One word is the other inflected, has a small word in front (Arabic), or is the same name in the other of
 * Latin and Cyrillic letters. */
bool lint_same_stem(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j);
/* Letters to put in, take out, change or swap to make one of the other (Damerau, restricted); at most `most`
 * + 1 is returned. In code points. */
size_t lint_distance(const char *a, size_t n, const char *b, size_t m, size_t most);
/* The longest piece that both have, in bytes of a; *at gets where it begins in a. */
size_t lint_common_piece(const char *a, size_t n, const char *b, size_t m, size_t *at);

#endif
