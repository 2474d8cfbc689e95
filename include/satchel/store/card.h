/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a record is searched: its texts, read through the field tables. Short ones go together on a card,
 * so that words from several fields find the record; long ones stand by themselves, in pieces. */
#ifndef SATCHEL_STORE_CARD_H
#define SATCHEL_STORE_CARD_H

#include "satchel/model/record.h"

#define CARD_LONG_BYTES  4096        /* from here on a text does not go on the card */
#define CARD_PIECE_BYTES (64 * 1024) /* a long text is indexed in pieces of at most this */

struct card_text {
    const char *key; /* of the field; borrowed from the field table */
    char *text;
};

struct card {
    struct buf keys,
        lines; /* the n-th line of lines is a value of the field named in the n-th line of keys */
    DYN(struct card_text) texts;
};

/* Is a field searched? Texts, dates, running numbers, and lists of such. */
bool card_takes(const struct field *f);
int card_of(const struct rec *r, struct card *out, struct err *e); /* release with card_free */
/* Adds a line that is not a field of the record's own: the names of a case's people. key is kept by the
 * caller. */
void card_add(struct card *c, const char *key, const char *value);
void card_free(struct card *c);

/* The end of the piece of text[n] that starts at `from`: n, or a place between words where it can be; *next
 * gets the start of the following piece, a few words earlier, so that no phrase is cut. */
size_t card_piece(const char *text, size_t n, size_t from, size_t *next);

/* The key of the line that holds byte `at` of lines; copied to out, cut to size. */
void card_key_at(const char *keys, const char *lines, size_t at, char *out, size_t size);

#endif
