/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and the words around them: since, between, or, about, the night of. */
#ifndef SATCHEL_BASE_DATE_PHRASE_H
#define SATCHEL_BASE_DATE_PHRASE_H

#include "satchel/base/date_part.h"
#include "satchel/base/date_read.h"
#include "satchel/base/err.h"

#define DATE_PHRASE_MOST 6

struct date_phrase {
    enum date_kind
        frame; /* DATE_SINCE, _UNTIL, _BEFORE, _AFTER, _BETWEEN, DATE_TO (a range); DATE_END: none */
    struct date_point dates[DATE_PHRASE_MOST];
    size_t n;
    bool approximate, uncertain;
    bool night, night_before; /* it is said so; "in der Nacht zum 3. Mai" */
    bool night_from; /* its "since" stands behind: в ночь с субботы на воскресенье */
    int evening;     /* its weekday, before "to"; 0: not said */
    bool slashed;    /* 2/3 May */
    bool or_before;  /* its "until" is before to some: до 2019 года */
    int weekday;     /* said before there is a date: "Monday (3 May)" */
    size_t at;
};

#define DATE_PHRASE_ONE   (2 * DATE_POINT_BYTES + 4) /* "[from..to]" */
#define DATE_PHRASE_BYTES (DATE_PHRASE_MOST * DATE_PHRASE_ONE + 4)

/* In this order: the whole text; the year where none is said (false: none to fill in, or a day without a
 * month); the weekdays, and that the days exist; the two days of a night; the text. */
bool date_phrase_read(struct date_reader *r, struct date_phrase *p);
bool date_phrase_complete(struct date_phrase *p, int default_year, bool *inferred);
int date_phrase_settle(struct date_reader *r, struct date_phrase *p, struct err *e);
void date_phrase_join_night(struct date_phrase *p, const int32_t *today);
bool date_phrase_format(const struct date_phrase *p,
                        char out[static DATE_PHRASE_BYTES]); /* false: no EDTF says it */

#endif
