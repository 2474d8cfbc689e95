/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days since 1970-01-01 in the proleptic Gregorian calendar, as int32_t. */
#ifndef SATCHEL_BASE_DAY_H
#define SATCHEL_BASE_DAY_H

#include <stdint.h>

int32_t day_from_civil(int year, int month, int day);
void day_to_civil(int32_t day, int *year, int *month, int *dom);
int day_month_length(int year, int month); /* 28..31; 0: no such month */
int day_weekday(int32_t day);              /* Monday 0 .. Sunday 6 */
#define DAY_TEXT_BYTES 16
void day_format(int32_t day, char out[static DAY_TEXT_BYTES]); /* YYYY-MM-DD */
int day_parse(const char *ymd, int32_t *day);                  /* strict YYYY-MM-DD; -1 when it is none */

#endif
