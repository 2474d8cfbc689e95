/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/day.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Both ways count from 1 March 0000 in eras of 400 years (Howard Hinnant, chrono-Compatible Low-Level Date
 * Algorithms, days_from_civil and civil_from_days). */
int32_t day_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int32_t)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468);
}

void day_to_civil(int32_t day, int *year, int *month, int *dom)
{
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * of_year + 2) / 153;
    *dom = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

int day_weekday(int32_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

void day_format(int32_t day, char out[static DAY_TEXT_BYTES])
{
    int year, month, dom;
    day_to_civil(day, &year, &month, &dom);
    /* The bounds are those of int32_t days; written out, the compiler sees that the text fits. */
    unsigned long shown = (unsigned long)(year < 0 ? -year : year) % 10000000ul;
    snprintf(out, DAY_TEXT_BYTES, "%s%04lu-%02u-%02u", year < 0 ? "-" : "", shown, (unsigned)month & 15,
             (unsigned)dom & 31);
}

static bool all_digits(const char *s, size_t n)
{
    while (n && s[n - 1] >= '0' && s[n - 1] <= '9')
        n--;
    return !n;
}

static int number(const char *s, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (s[i] - '0');
    return value;
}

int day_month_length(int year, int month)
{
    static const int LENGTH[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12)
        return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return LENGTH[month - 1] + (month == 2 && leap);
}

int day_parse(const char *ymd, int32_t *day)
{
    if (strlen(ymd) != 10 || ymd[4] != '-' || ymd[7] != '-' || !all_digits(ymd, 4) ||
        !all_digits(ymd + 5, 2) || !all_digits(ymd + 8, 2))
        return -1;
    int year = number(ymd, 4), month = number(ymd + 5, 2), dom = number(ymd + 8, 2);
    if (dom < 1 || dom > day_month_length(year, month))
        return -1;
    *day = day_from_civil(year, month, dom);
    return 0;
}
