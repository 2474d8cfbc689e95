/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EDTF dates (ISO 8601-2:2019): level 0 and 1, of level 2 one-of sets `[a,b]` `[..a]` `[a..]` `[a..b]` and
 * seasons, quarters, halves (codes 21-41), years with
 * an exponent or significant digits (`Y17E7`, `1950S2`). A date is kept as its string with the days it may
 * cover. Bounds are days since 1970-01-01 in the proleptic Gregorian calendar. */
#ifndef SATCHEL_BASE_EDTF_H
#define SATCHEL_BASE_EDTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/day.h"

struct err;

enum edtf_bound { EDTF_DATE, EDTF_OPEN /* ".." */, EDTF_UNKNOWN /* empty */ };

#define EDTF_TEXT_BYTES 96

struct edtf {
    char text[EDTF_TEXT_BYTES]; /* the string as accepted, ASCII */
    int32_t earliest, latest; /* days; meaningful where start, end are EDTF_DATE; else INT32_MIN, INT32_MAX */
    enum edtf_bound start, end;
    int level; /* 0, 1, 2 */
    bool interval, set;
    bool uncertain, approximate; /* anywhere in the string */
    bool out_of_range;           /* a year of more than four digits: parsed, refused in a chronology */
};

/* Strict: the string must be EDTF, no folding. 0, or -1 with ERR_INPUT and a sentence that says what is
 * wrong, and *out is empty. */
int edtf_parse(const char *s, struct edtf *out, struct err *e);

/* Chronology order: by earliest, then latest; without a start directly before the event at its latest. <0, 0,
 * >0. */
int edtf_compare(const struct edtf *a, const struct edtf *b);

#endif
