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
/* The tokens of one sentence: first, and one beyond the last. */
size_t lint_sentence_end(const struct lint_text *t, size_t first);
/* The byte of t->s where byte `folded` of the key of token i, a run of CJK characters, comes from. */
size_t lint_source_byte(const struct lint_text *t, size_t i, size_t folded);
/* Is a script written without capitals in most of its letters? */
bool lint_mostly_uncased(const struct lint_text *t);
enum lint_script lint_script_of(uint32_t cp);

/* ---- comparing words ---- */
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

#endif
