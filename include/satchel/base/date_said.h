/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as told by the day they are said on: last Tuesday, two weeks ago, la semaine dernière. */
#ifndef SATCHEL_BASE_DATE_SAID_H
#define SATCHEL_BASE_DATE_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date_said {
    int year, month, day; /* month, day 0: not said; month 21..24: a season */
    int days;             /* it may be one of so many days more: 6 of a week, 1 of a night */
    bool about;           /* two weeks ago is no day sharply */
};

/* How it is read. */
struct date_said_how {
    int32_t today;
    bool since;  /* since, seit, depuis stand before it: "two weeks" alone is two weeks ago then */
    bool second; /* of two readings the one further away */
};

/* Reads at byte `at`; *either: it can be read in two ways ("last Tuesday" on a Friday is three days ago or
 * ten). false: nothing of the kind begins there, or a date follows that it is a part of ("the last week of
 * June"). A week begins on Monday. */
bool date_said_at(const char *s, size_t n, size_t at, const struct date_said_how *how, struct date_said *out,
                  bool *either, size_t *end);
/* "the last Sunday of March 2022", "le premier lundi de mai 2023": a day of a month by its weekday, whatever
 * today is. false: nothing of the kind begins there, or the month has no such day. */
bool date_said_nth(const char *s, size_t n, size_t at, struct date_said *out, size_t *end);

#endif
