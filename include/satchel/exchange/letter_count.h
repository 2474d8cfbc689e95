/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a letter is. A long text is counted in pieces, between two keys, so that none of them waits. */
#ifndef SATCHEL_EXCHANGE_LETTER_COUNT_H
#define SATCHEL_EXCHANGE_LETTER_COUNT_H

#include <stdbool.h>
#include <stddef.h>

struct letter_page;

#define LETTER_COUNT_PIECE ((size_t)16 << 10) /* bytes: well below a millisecond */
#define LETTER_COUNT_PAGE  50                 /* lines, as one counts pages while writing */

struct letter_count {
    bool known; /* the numbers are there; those of the text before, while a long one is counted */
    bool under_way;
    size_t words, pages;
    bool pages_sure;              /* one, however it is printed; else pages is an estimate */
    size_t at, some_words, lines; /* of what was counted so far */
};

/* A short text whole, of a long one nothing yet. The page is borrowed. */
void letter_count_begin(struct letter_count *c, const struct letter_page *p);
/* The next piece of the same text; true: there is more. */
bool letter_count_step(struct letter_count *c, const struct letter_page *p);

#endif
