/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a piece of text in a text as readers compare them: whatever case and accents, folded code point by
 * code point (text_fold_cp); never a part of a grapheme. */
#ifndef SATCHEL_BASE_TEXT_FIND_H
#define SATCHEL_BASE_TEXT_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct text_needle {
    DYN(uint32_t) cps; /* folded; none: it is found nowhere */
};
/* -1: out of memory. */
int text_needle_set(struct text_needle *t, const char *words, size_t n);
void text_needle_free(struct text_needle *t); /* wipes */

struct text_hit {
    size_t from, to; /* bytes, at graphemes */
};
/* The first that starts at `from` or after, which is at a grapheme. */
bool text_find(const struct text_needle *t, const char *s, size_t n, size_t from, struct text_hit *hit);
/* Those that do not overlap, from the start; *nth: how many of them start before byte `at`. */
size_t text_find_count(const struct text_needle *t, const char *s, size_t n, size_t at, size_t *nth);
/* The last of these that starts before byte `at`. */
bool text_find_before(const struct text_needle *t, const char *s, size_t n, size_t at, struct text_hit *hit);

#endif
