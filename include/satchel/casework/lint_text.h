/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter, or a text to hold it against, cut into words: each with its place, its folded form, whether it
 * has a capital, and what stands between it and the word before. */
#ifndef SATCHEL_CASEWORK_LINT_TEXT_H
#define SATCHEL_CASEWORK_LINT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

enum lint_script {
    LINT_NO_SCRIPT, /* digits */
    LINT_LATIN,
    LINT_CYRILLIC,
    LINT_GREEK,
    LINT_CASED, /* others with capitals */
    LINT_ARABIC,
    LINT_CJK,
    LINT_UNCASED
};
enum lint_gap {
    LINT_JOINED, /* a hyphen or an apostrophe, nothing else */
    LINT_SPACE,
    LINT_COMMA, /* any mark inside a sentence */
    LINT_STOP   /* the end of a sentence, a line, an item */
};

struct lint_token {
    uint32_t from, to;     /* bytes of the text */
    uint32_t key, key_len; /* folded, in lint_text.folded: one sign stands between two words there */
    uint32_t sentence, item;
    uint8_t script; /* enum lint_script, of the first letter */
    uint8_t gap;    /* enum lint_gap, to the token before */
    bool number, capital, upper /* two letters or more, all capitals */;
};

struct lint_text {
    const char *s; /* borrowed */
    size_t len;
    struct buf folded;
    DYN(struct lint_token) tokens; /* a run of CJK characters is one */
    size_t sentences;
    bool failed; /* no memory */
    bool sounds; /* a name recorded in one of Latin and Cyrillic alone: told in the other by its sound */
};

/* Cuts s (NULL: nothing); s stays the caller's. Ask `failed` once. */
void lint_text_make(struct lint_text *t, const char *s);
void lint_text_free(struct lint_text *t);
const char *lint_key(const struct lint_text *t, size_t token); /* not ended by NUL: key_len bytes */
bool lint_same_key(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j);
bool lint_key_is(const struct lint_text *t, size_t token, const char *folded);
bool lint_starts_sentence(const struct lint_text *t, size_t token);
size_t lint_sentence_start(const struct lint_text *t, size_t token); /* its first token */
/* The tokens of one sentence: first, and one beyond the last. */
size_t lint_sentence_end(const struct lint_text *t, size_t first);
/* The byte of t->s where byte `folded` of the key of token i, a run of CJK characters, comes from. */
size_t lint_source_byte(const struct lint_text *t, size_t i, size_t folded);
/* Is a script written without capitals in most of its letters? */
bool lint_mostly_uncased(const struct lint_text *t);
enum lint_script lint_script_of(uint32_t cp);

#endif
