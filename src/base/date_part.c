/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/date_part.h"

#include <stdio.h>

#include "satchel/base/day.h"
#include "satchel/base/edtf.h"

/* The date as EDTF; marks: "", "?", "~", "%". */
void date_point_text(const struct date_point *d, const char *marks, char out[static DATE_POINT_BYTES])
{
    unsigned year = (unsigned)d->year % 10000u, month = (unsigned)d->month % 100u,
             day = (unsigned)d->day % 100u;
    if (d->decade)
        snprintf(out, DATE_POINT_BYTES, "%03uX%s", year / 10, marks);
    else if (d->day)
        snprintf(out, DATE_POINT_BYTES, "%04u-%02u-%02u%s", year, month, day, marks);
    else if (d->month)
        snprintf(out, DATE_POINT_BYTES, "%04u-%02u%s", year, month, marks);
    else
        snprintf(out, DATE_POINT_BYTES, "%04u%s", year, marks);
}

/* The date of the same precision directly before (-1) or after (1) it; of a season or quarter a month. What
 * is no date stays, for the strict parser to refuse. */
static struct date_point neighbour(const struct date_point *d, int by)
{
    char text[DATE_POINT_BYTES];
    struct edtf whole;
    struct date_point out = *d;
    date_point_text(d, "", text);
    if (edtf_parse(text, &whole, NULL) < 0)
        return out;
    day_to_civil(by < 0 ? whole.earliest - 1 : whole.latest + 1, &out.year, &out.month, &out.day);
    out.month = d->month ? out.month : 0;
    out.day = d->day ? out.day : 0;
    return out;
}

/* ---- parts of a year or month ------------------------------------------------------------------------ */

static bool is_third(int part)
{
    return part >= PART_EARLY && part <= PART_LATE;
}

/* Puts a part to a date that has one: early in the third quarter is about that quarter. false: the two do not
 * go together. */
bool date_add_part(struct date_point *d, int part)
{
    if (!part || !d->part) {
        d->part = part ? part : d->part;
        return true;
    }
    if (is_third(part) == is_third(d->part))
        return false;
    d->part = is_third(part) ? d->part : part;
    d->about = true;
    return true;
}

/* Thirds, roughly, and whole weeks of seven days. false: there is no such part. */
static bool days_of_part(int part, int days, int *from, int *to)
{
    bool week = part >= PART_WEEK && part < PART_LAST_WEEK;
    if (part > PART_LATE && part != PART_HALF && part != PART_HALF + 1 && !week && part != PART_LAST_WEEK)
        return false;
    *from = part == PART_EARLY || part == PART_HALF ? 1
            : part == PART_MIDDLE                   ? 11
            : part == PART_LATE                     ? 21
            : part == PART_HALF + 1                 ? 16
            : week                                  ? 1 + 7 * (part - PART_WEEK)
                                                    : days - 6;
    *to = part == PART_EARLY    ? 10
          : part == PART_MIDDLE ? 20
          : part == PART_HALF   ? 15
          : week                ? *from + 6
                                : days;
    return true;
}

/* The first and last date of the part that d is; about: not sharply. A half and a quarter of a year have
 * codes of their own, and about a season more cannot be said than that. false: there is no such part ("third
 * week of 2020"). */
bool date_part_bounds(const struct date_point *d, struct date_point *from, struct date_point *to, bool *about)
{
    bool third = is_third(d->part);
    *from = *to = *d;
    *about = d->about || third;
    if (d->days)
        day_to_civil(day_from_civil(d->year, d->month, d->day) + d->days, &to->year, &to->month, &to->day);
    if (!d->part || d->days)
        return true;
    if (d->day)
        *about = false; /* late on 5 May */
    else if (d->month && d->month <= 12)
        return days_of_part(d->part, day_month_length(d->year, d->month), &from->day, &to->day);
    else if (third && d->decade) {
        static const int FIRST[] = { 0, 0, 4, 7 }, LAST[] = { 0, 3, 6, 9 };
        from->decade = to->decade = false;
        from->year += FIRST[d->part];
        to->year += LAST[d->part];
    } else if (third && !d->month) {
        from->month = 4 * d->part - 3;
        to->month = 4 * d->part;
    } else if (!d->month && !d->decade && d->part < PART_WEEK) {
        from->month = to->month =
            d->part < PART_QUARTER ? 40 + d->part - PART_HALF : 33 + d->part - PART_QUARTER;
    } else {
        return third; /* early spring */
    }
    return d->part <= PART_LATE || !d->day;
}

/* "before May 2019" ends with April, "after 2019" begins with 2020. Nobody can place the beginning, middle or
 * end of something to the day: such a part counts too, but for an early one after "before", a late one after
 * "after". */
void date_step_out(enum date_kind frame, int part, bool about, struct date_point *from, struct date_point *to)
{
    if (frame == DATE_BEFORE)
        *from = *to = about && part != PART_EARLY ? *to : neighbour(from, -1);
    else if (frame == DATE_AFTER)
        *from = *to = about && part != PART_LATE ? *from : neighbour(to, 1);
}
