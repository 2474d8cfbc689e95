/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EDTF dates (ISO 8601-2:2019): level 0 and 1, of level 2 one-of sets `[a,b]` `[..a]` `[a..]` `[a..b]` and
 * seasons, quarters, halves (codes 21-41). A date is kept as its string with the days it may cover. Bounds
 * are days since 1970-01-01 in the proleptic Gregorian calendar. */
#ifndef SATCHEL_BASE_EDTF_H
#define SATCHEL_BASE_EDTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
 * wrong. */
int edtf_parse(const char *s, struct edtf *out, struct err *e);

/* Prose too, in the languages of the word list (months, "around", "or", "until", "since", ...): `10 February
 * 2023`, `May 15, 2023`, `June 1 2023`, `19.07.12`, `26/08/2009`, `4 de agosto de 2010`, `1er mars 2021`,
 * `2021年3月5日`, `14 فبراير 2022`, `since March 2019`, `winter 2022`, `about 2010`. A string that is EDTF is
 * taken as such. default_year 0: a date without a year is none. readings: an ambiguous text (03/04/2020)
 * gives ERR_INPUT and up to 2 readings. */
struct edtf_reading {
    struct edtf date;
    bool year_inferred;
    struct edtf ambiguous[2];
    size_t n_ambiguous;
};
int edtf_from_prose(const char *text, int default_year, struct edtf_reading *out, struct err *e);

/* Finds the next date in running text from byte `from`: sets where it starts and ends. false: no more. */
bool edtf_find(const char *text, size_t n, size_t from, int default_year, struct edtf_reading *out,
               size_t *start, size_t *end);

/* Chronology order: by earliest, then latest; without a start directly before the event at its latest. <0, 0,
 * >0. */
int edtf_compare(const struct edtf *a, const struct edtf *b);

/* ---- days ---- */
int32_t day_from_civil(int year, int month, int day);
void day_to_civil(int32_t day, int *year, int *month, int *dom);
#define DAY_TEXT_BYTES 16
void day_format(int32_t day, char out[static DAY_TEXT_BYTES]); /* YYYY-MM-DD */
int day_parse(const char *ymd, int32_t *day);                  /* strict YYYY-MM-DD; -1 when it is none */

#endif
