/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of one draft for the other drafts of its case and appeal, one step: own words for several
 * officials. Addresses and salutations stay. */
#ifndef SATCHEL_STORE_LETTERS_SHARE_H
#define SATCHEL_STORE_LETTERS_SHARE_H

#include "satchel/store/letters.h"

struct letters_share {        /* release with letters_share_free, also after a failure */
    struct store_rows takers; /* drafts that would get the text */
    struct store_rows owners; /* those with words of their own, or in another language: they keep theirs */
};
/* Who would take the text of l, as it is stored. A text is somebody's own when it is neither what a fresh
 * draft would have nor that of a further draft, or when more was typed into it than was saved. Who has the
 * text already is in neither. */
int letters_share_find(struct store *s, const struct letter *l, struct letters_share *out, struct err *e);
void letters_share_free(struct letters_share *share);
/* How many other drafts of its appeal there are, whatever their text. */
int letters_share_others(struct store *s, const struct letter *l, size_t *n, struct err *e);
/* All takers get it. */
int letters_share(struct store *s, const struct letter *l, const struct store_rows *takers, struct err *e);

#endif
