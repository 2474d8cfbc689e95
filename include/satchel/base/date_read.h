/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One date as it is written, at a place in a text. */
#ifndef SATCHEL_BASE_DATE_READ_H
#define SATCHEL_BASE_DATE_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/date_words.h"

struct date_reader {
    const char *s;
    size_t n;
    bool running;         /* in running text: only what is surely a date */
    bool month_first;     /* which reading of an ambiguous date is wanted */
    bool ambiguous;       /* set when there are two */
    const int32_t *today; /* NULL: yesterday is no date */
    bool since;           /* "since" stands before it */
    size_t joined;        /* a date begins here, behind the sign that joins it to one; 0: none */
};

/* One date; 0: that part is not said. */
struct date_point {
    int year, month, day; /* month: 21..24 is a season */
    bool decade;          /* the 1990s */
    int part;             /* of the year, month or decade: an enum date_part; 0: all of it */
    int days;             /* it may be one of so many days more */
    int weekday;          /* Monday 1 to Sunday 7, said beside it */
    bool about;
};

/* Parts of a year, month or decade, see data/date_words.tsv: halves, quarters and weeks from the first on. */
enum date_part {
    PART_EARLY = 1,
    PART_MIDDLE = 2,
    PART_LATE = 3,
    PART_HALF = 4,
    PART_QUARTER = 6,
    PART_WEEK = 11,
    PART_LAST_WEEK = 15
};

struct date_token date_reader_token(const struct date_reader *r, size_t at);
bool date_is_sign(const struct date_token *t, const char *signs); /* ASCII signs */
/* The date that begins at `at`, told by today too when that is known. Sets r->ambiguous when there are two.
 */
bool date_read(struct date_reader *r, size_t at, struct date_point *d, size_t *end);

#endif
