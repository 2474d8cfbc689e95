/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people write them, alone or inside running text, as EDTF. */
#ifndef SATCHEL_BASE_EDTF_PROSE_H
#define SATCHEL_BASE_EDTF_PROSE_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/edtf.h"

/* What was read. An ambiguous text (03/04/2020: 3 April or 4 March) has no date but both readings. */
struct edtf_reading {
    struct edtf date;
    bool year_inferred; /* the year is default_year */
    bool night;         /* the words say that it was in a night, which the date does not */
    struct edtf ambiguous[2];
    size_t n_ambiguous; /* 0 or 2 */
};

/* The whole text is one date, in the languages of the word list: `10 February 2023`, `May 15, 2023`,
 * `19.07.12`, `20120719`, `26/08/2009`, `4 de agosto de 2010`, `1er mars 2021`, `2021年3月5日`, `winter
 * 2022`, `2 or 3 May 2020`, `from March to May 2019`; digits of any script, a weekday, articles and
 * prepositions around it. A string that is EDTF is taken as such. What words add, X itself within: since
 * `X/..`, until `../X`, between `[X..Y]`, or `[X,Y]`, about `X~`, perhaps `X?`; X itself not within, so the
 * year, month or day beside it: before 2019 `[..2018]`, after 2019 `[2020..]` (one day then, not `../2018`);
 * early, mid and late 2023 and the beginning, middle and end of it `[2023-01~..2023-04~]` and so on by thirds
 * (of a month by days 1, 11, 21), the first week of June `[D..D+6]`, a half or quarter of a year (Q3) its
 * code, and about it `2024-35~` at its beginning, middle or end; a night `[D,D+1]`, and `2/3 May` too; in
 * since, until, from ... to, the first or last day of these. Rules: dots are day.month.year; slashes and
 * hyphens are ambiguous when both numbers are at most 12 and differ; a year of two digits is 2000 to 2049 or
 * 1950 to 1999 (the rule of RFC 5280 section 4.1.2.5.1); years are 1800 to 2199. default_year 0: a date
 * without a year is none. 0, or -1 with ERR_INPUT and a sentence; an ambiguous text is an error too, and has
 * its readings. */
int edtf_from_prose(const char *text, int default_year, struct edtf_reading *out, struct err *e);

/* The same as said on the day `today`: also yesterday, last night `[D,E]`, last week `[D..D+6]`, Tuesday of
 * last week, May last year, in 3 days; weeks, months and years ago or ahead are about `X~`. "Last Tuesday"
 * and "last May" have two readings where people differ; a weekday alone has none. Beside a week it picks the
 * day ("Tuesday a week ago"); beside a day it must be the weekday of that day. See base/date_said.h. */
int edtf_said_on(const char *text, int32_t today, struct edtf_reading *out, struct err *e);

/* Finds the next date in running text from byte `from` on, and sets where it starts and ends. Only what is
 * surely a date: a day, or a month or season with its year, or a part of these or of a year ("late 2023"); a
 * day without a year when default_year is given; no bare years, no numbers that go on (telephones, document
 * numbers), and no word before or after it (`until 5 July 2017` gives 2017-07-05). An ambiguous one is found
 * too: it has readings and its date is empty. Linear in the text when called on from *end. false: no more. */
bool edtf_find(const char *text, size_t n, size_t from, int default_year, struct edtf_reading *out,
               size_t *start, size_t *end);

#endif
