/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be drawn, as the program hands it to its helper satchel-pdf, and what that gives back: bytes
 * over a pipe. The helper is told nothing but the words on the paper. satchel-pdf(1) has the format. */
#ifndef SATCHEL_EXCHANGE_SHEET_H
#define SATCHEL_EXCHANGE_SHEET_H

#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct err;

enum sheet_form {
    SHEET_A4,     /* 210 x 297 mm */
    SHEET_LETTER, /* 8.5 x 11 in */
    SHEET_DL,     /* an envelope, 220 x 110 mm */
    SHEET_LABELS, /* A4 with 3 x 8 labels of 70 x 37 mm */
    SHEET_FORMS
};

/* The parts of a letter, from top to bottom. */
enum sheet_part {
    PART_SENDER,
    PART_ADDRESS,
    PART_ALSO, /* the same address in the script of the letter */
    PART_DATE,
    PART_COPY, /* "Copy of my letter to ..." */
    PART_SUBJECT,
    PART_SALUTATION,
    PART_BODY,
    PART_CLOSING,
    PART_SIGNATURE,
    SHEET_PARTS
};

enum { SHEET_LABEL_PLACES = 24, SHEET_BYTES_MAX = 4 << 20, SHEET_LETTERS_MAX = 240 };

/* A letter, or a label: lines end with \n; NULL where there is no such part. lang: BCP 47, "" when it is not
 * known; it says how the signs that several languages share are drawn. */
struct sheet_text {
    char *text[SHEET_PARTS], *lang[SHEET_PARTS];
};
struct sheet {
    enum sheet_form form;
    uint8_t first; /* SHEET_LABELS: places already used on the first sheet, below SHEET_LABEL_PLACES */
    DYN(struct sheet_text) letters;
};

void sheet_free(struct sheet *s);
/* Adds an empty letter: NULL when there is no memory. */
struct sheet_text *sheet_add(struct sheet *s);
/* Copies; an empty or NULL text is no part. */
int sheet_set(struct sheet_text *t, enum sheet_part part, const char *text, const char *lang);

/* The bytes. ERR_INPUT: too long, or too many letters. */
int sheet_write(const struct sheet *s, struct buf *out, struct err *e);
/* Takes what sheet_write makes and nothing else; *out is released by sheet_free in either case. -1: it is
 * not that, or there is no memory. */
int sheet_read(const void *bytes, size_t n, struct sheet *out);

/* The answer: one of these in its first byte. */
enum sheet_answer {
    SHEET_DRAWN,    /* the PDF follows */
    SHEET_NO_GLYPH, /* no font has these characters: they follow */
    SHEET_NO_FONT,  /* there are no fonts at all */
    SHEET_NO_ROOM,  /* a block does not fit where it belongs: its text follows */
    SHEET_REFUSED,  /* what came was not understood */
    SHEET_NO_MEMORY,
    SHEET_ANSWERS
};
enum { SHEET_PDF_MAX = 64 << 20 };

#endif
