/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passphrases: making one of words, and saying in a sentence what one is worth. */
#ifndef SATCHEL_SECURE_PASSGEN_H
#define SATCHEL_SECURE_PASSGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/secure/kdf.h"

struct err;

#define PASSGEN_WORDS 4096 /* in the list: 12 bits a word */
#define PASSGEN_COUNT 6    /* in a suggestion: 72 bits */

#define PASSGEN_WORD_BYTES 9 /* the longest with its NUL */

/* A word of the list (English nouns, 3 to 8 letters); the low 12 bits of number count. */
void passgen_word(unsigned number, char out[static PASSGEN_WORD_BYTES]);
/* Six random words, dashes between, in secret memory (with a NUL after the len bytes). */
int passgen_suggest(struct secret *out, struct err *e);

/* How long guessing takes, in steps that a sentence can say. */
enum passgen_strength { PASSGEN_NONE, PASSGEN_SECONDS, PASSGEN_HOURS, PASSGEN_MONTHS, PASSGEN_LIFETIME };
/* Guesses by what people do: words of the list, repeats, runs of keys, years, else single characters. Cheap;
 * may be called at every key press. */
enum passgen_strength passgen_strength(const struct secret *passphrase, enum kdf_profile profile);
/* One translated sentence for it, with what to do: "Guessed in hours by a rented machine. Add two words." */
const char *passgen_advice(enum passgen_strength strength);

/* Whether turning one into the other takes fewer than three edits (a character put in, taken out or
 * replaced): passphrases for different things must not be that alike. -1: no memory. */
int passgen_too_alike(const struct secret *a, const struct secret *b, struct err *e);

#endif
