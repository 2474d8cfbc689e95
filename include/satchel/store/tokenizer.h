/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts text into the words that searching compares: folded (case, accents, apostrophes, Arabic letter
 * variants, full-width forms), the characters of scripts written without spaces each by itself. The same
 * function serves the index (as the FTS5 tokenizer "satchel"), queries, and the marking of hits. */
#ifndef SATCHEL_STORE_TOKENIZER_H
#define SATCHEL_STORE_TOKENIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct sqlite3;

#define TOKENIZER_TOKEN_BYTES 120 /* longer words are cut, in the index and in queries alike */
#define TOKENIZER_PARTS       8   /* words joined by more apostrophes or hyphens are taken apart */

/* A piece of a word between apostrophes or hyphens; byte offsets. */
struct token_part {
    size_t at, len;  /* within token_word.text */
    size_t from, to; /* within the text given */
};

/* O'Neil is one word `oneil` with the parts `o` and `neil`; most words have one part, themselves. */
struct token_word {
    char text[TOKENIZER_TOKEN_BYTES];
    size_t len;
    struct token_part part[TOKENIZER_PARTS];
    size_t n_parts;
    bool single; /* one character of a script without spaces: there is no longer word that begins with it */
};

typedef int tokenizer_word_fn(void *arg, const struct token_word *w); /* not 0: stop, and return that */

/* Calls fn for each word of text[n] in order; 0, or what fn returned. Any bytes are fine. */
int tokenizer_words(const char *text, size_t n, tokenizer_word_fn *fn, void *arg);

/* The piece as it is indexed: a number without its leading zeros. Points into text. */
const char *tokenizer_trim(const char *text, size_t *len);

/* Makes the tokenizer known to this connection: before the first statement that uses a search table. */
int tokenizer_register(struct sqlite3 *db, struct err *e);

#endif
