/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns what a user typed into FTS5 MATCH expressions. Any text gives a valid expression: only folded letters
 * and digits of it reach FTS5, each in quotes. */
#ifndef SATCHEL_STORE_MATCH_H
#define SATCHEL_STORE_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/buf.h"

struct err;

#define MATCH_WORDS 48 /* the rest of a longer text is not looked for */

/* All words must be there. What is written without a space (26/23, a mail address, two ideographs) must stand
 * together. The last word may be the start of a longer one, unless white space or one letter alone ends the
 * text. */
struct match {
    char *exact;  /* as typed; NULL when the text has no letter or digit: nothing is found */
    char *longer; /* only what `exact` does not find, the last word begun; NULL when no word can be longer */
    struct strs words; /* folded, in order: each word and its parts */
    bool begun;        /* the last of them may be the start of a longer one */
};

int match_build(const char *text, struct match *out, struct err *e); /* release with match_free */
void match_free(struct match *m);

/* The longest run of words of one line of text[n] that the query asks for, the first of several: bytes *from,
 * *to. false when there is none. */
bool match_mark(const struct match *m, const char *text, size_t n, size_t *from, size_t *to);

#endif
