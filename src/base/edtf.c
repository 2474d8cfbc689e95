/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strict reader of EDTF, by the Library of Congress specification of 4 February 2019 (the profile of ISO
 * 8601-2:2019). It takes exactly what the header names and says of everything else what is wrong with it. It
 * never folds: full-width digits, blanks and missing zeros are for the reader of prose. Each form is read by
 * one function from a cursor, so that a date, an end of an interval and a member of a set cannot differ.
 * Tests hold a table of valid and invalid strings with bounds; a fuzzer feeds the rest. */
#include "satchel/base/edtf.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

/* One date, season or year: what an interval and a set are made of. */
struct point {
    int64_t first_year, last_year; /* by X and significant digits more than one */
    int first_month, last_month;   /* 1..12; above 12: in the next year */
    int day;                       /* 0: the whole months */
    int32_t earliest, latest;
    int level;
    bool uncertain, approximate, out_of_range;
};

struct cursor {
    const char *at;
    struct err *e;
};

static int fail(const struct cursor *c, const char *sentence)
{
    return err_set(c->e, ERR_INPUT, "%s", sentence);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const char *s)
{
    size_t n = 0;
    while (is_digit(s[n]))
        n++;
    return n;
}

static void raise_level(int *level, int to)
{
    if (*level < to)
        *level = to;
}

/* ---- years ------------------------------------------------------------------------------------------- */

/* Years beyond these have no bounds in days; all years past four digits are kept out of chronologies. */
#define FAR_YEAR 5000000

/* "S2" behind a year: only so many of its digits are meant. */
static int read_significant(struct cursor *c, struct point *p, int64_t year, bool negative)
{
    size_t n = digits(++c->at);
    long count = n && n < 3 ? strtol(c->at, NULL, 10) : 0;
    int64_t step = 1, length = 0;
    for (int64_t y = year; y || length == 0; y /= 10)
        length++;
    if (length < 4)
        length = 4;
    if (count < 1 || count > length)
        return fail(c, _("The S behind a year gives the number of its digits that are meant: write 1950S2."));
    for (int64_t i = count; i < length; i++)
        step *= 10;
    int64_t low = year / step * step, high = low + step - 1;
    p->first_year = negative ? -high : low;
    p->last_year = negative ? -low : high;
    p->level = 2;
    c->at += n;
    return 0;
}

/* "Y17000", "Y-17E7", "Y171010000S3" */
static int read_long_year(struct cursor *c, struct point *p)
{
    bool negative = *++c->at == '-';
    c->at += negative;
    size_t n = digits(c->at);
    long long year = strtoll(c->at, NULL, 10); /* the text's limit of bytes lets it saturate, not overflow */
    bool exponent = n && c->at[n] == 'E' && is_digit(c->at[n + 1]);
    if (!n || *c->at == '0' || (!exponent && n < 5))
        return fail(c, _("Y stands only before a year of more than four digits; write other years as 2018."));
    c->at += n;
    if (exponent) {
        long zeros = strtol(++c->at, NULL, 10);
        for (long i = 0; i < zeros && year < FAR_YEAR; i++)
            year *= 10;
        c->at += digits(c->at);
        if (zeros < 1 || year < 10000)
            return fail(
                c, _("Y stands only before a year of more than four digits; write other years as 2018."));
    }
    if (year > INT64_C(1000000000000))
        year = INT64_C(1000000000000);
    p->first_year = p->last_year = negative ? -year : year;
    p->level = exponent ? 2 : 1;
    p->out_of_range = true;
    return *c->at == 'S' ? read_significant(c, p, year, negative) : 0;
}

/* "2018", "-0044", "201X", "20XX", "1950S2" */
static int read_year(struct cursor *c, struct point *p)
{
    if (*c->at == 'Y')
        return read_long_year(c, p);
    bool negative = *c->at == '-';
    c->at += negative;
    size_t n = digits(c->at), unknown = strspn(c->at + n, "X");
    if (n + unknown == 0)
        return fail(c,
                    _("This is not a date in EDTF; write for example 2018-03-02, 2018-03/2018-05 or 2018~."));
    if (n + unknown < 4 || is_digit(c->at[n + unknown]))
        return unknown ? fail(c, _("X stands only for the last one or two digits of a year, as in 201X."))
                       : fail(c, _("A year has four digits: write 0950 for the year 950."));
    if (n + unknown > 4)
        return fail(c, _("A year has four digits; before a longer one stands Y, as in Y17000."));
    if (unknown > 2)
        return fail(c, _("X stands only for the last one or two digits of a year, as in 201X."));
    int64_t year = strtol(c->at, NULL, 10), step = unknown == 2 ? 100 : unknown == 1 ? 10 : 1;
    if (negative && year == 0 && !unknown)
        return fail(c, _("There is no year -0000; the year before 0001 is 0000."));
    c->at += 4;
    int64_t low = year * step, high = low + step - 1;
    p->first_year = negative ? -high : low;
    p->last_year = negative ? -low : high;
    p->level = unknown || negative;
    return *c->at == 'S' && !unknown ? read_significant(c, p, year, negative) : 0;
}

/* ---- months, seasons, days, times -------------------------------------------------------------------- */

/* The months that the codes 21 to 41 stand for. Where no hemisphere is said (21 to 24) it is the northern
 * one; winter ends in the next year. A convention: shown as a season, not as months. */
static const struct {
    signed char first, last;
} PARTS_OF_YEAR[] = {
    { 3, 5 },  { 6, 8 },   { 9, 11 }, { 12, 14 }, /* spring, summer, autumn, winter */
    { 3, 5 },  { 6, 8 },   { 9, 11 }, { 12, 14 }, /* northern hemisphere */
    { 9, 11 }, { 12, 14 }, { 3, 5 },  { 6, 8 },   /* southern hemisphere */
    { 1, 3 },  { 4, 6 },   { 7, 9 },  { 10, 12 }, /* quarters */
    { 1, 4 },  { 5, 8 },   { 9, 12 },             /* thirds */
    { 1, 6 },  { 7, 12 },                         /* halves */
};
#define FIRST_PART 21
#define LAST_PART  41

/* Two digits, or -1: "XX"; INT_MIN: neither. */
static int two_digits(const char *s)
{
    if (s[0] == 'X' && s[1] == 'X')
        return -1;
    return is_digit(s[0]) && is_digit(s[1]) && !is_digit(s[2]) ? (s[0] - '0') * 10 + s[1] - '0' : INT_MIN;
}

static int read_month(struct cursor *c, struct point *p)
{
    int month = two_digits(c->at);
    if (month == INT_MIN)
        return fail(c, _("Month and day have two digits each: write 2023-02-05."));
    if (month >= FIRST_PART && month <= LAST_PART) {
        p->first_month = PARTS_OF_YEAR[month - FIRST_PART].first;
        p->last_month = PARTS_OF_YEAR[month - FIRST_PART].last;
        raise_level(&p->level, month > 24 ? 2 : 1);
    } else if (month >= 1 && month <= 12) {
        p->first_month = p->last_month = month;
    } else if (month == -1) {
        p->level = 1;
    } else {
        return err_set(c->e, ERR_INPUT, _("There is no month %02d: months are 01 to 12, seasons 21 to 24."),
                       month);
    }
    c->at += 2;
    return 0;
}

static int read_day(struct cursor *c, struct point *p)
{
    int day = two_digits(c->at), length = day_month_length((int)p->first_year, p->first_month);
    if (day == INT_MIN)
        return fail(c, _("Month and day have two digits each: write 2023-02-05."));
    bool month_known = p->first_month == p->last_month;
    if (p->last_month - p->first_month == 2 || p->last_month > 12)
        return fail(c, _("A season has no day: write the season alone, as in 2022-24, or month and day."));
    if (day >= 0 && !month_known)
        return fail(c, _("A day needs its month; where the month is not known write XX for the day too."));
    if (day >= 0 && (day < 1 || day > length))
        return err_set(c->e, ERR_INPUT, _("There is no day %02d in that month: it has %d days."), day,
                       length);
    if (day > 0)
        p->day = day;
    else
        raise_level(&p->level, 1);
    c->at += 2;
    return 0;
}

/* "T12:30:00", "...Z", "...+01", "...+01:00": checked, only the day counts. */
static int read_time(struct cursor *c)
{
    const char *s = c->at + 1;
    int hour = two_digits(s), minute = hour < 0 || s[2] != ':' ? -1 : two_digits(s + 3);
    int second = minute < 0 || s[5] != ':' ? -1 : two_digits(s + 6);
    if (hour > 23 || minute > 59 || second < 0 || second > 59)
        return fail(c, _("A time is written as in 2023-02-05T14:30:00, perhaps with Z or +01:00 behind it."));
    s += 8;
    if (*s == 'Z') {
        s++;
    } else if (*s == '+' || *s == '-') {
        int hours = two_digits(s + 1), minutes = hours >= 0 && s[3] == ':' ? two_digits(s + 4) : 0;
        if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
            return fail(
                c, _("A time is written as in 2023-02-05T14:30:00, perhaps with Z or +01:00 behind it."));
        s += s[3] == ':' ? 6 : 3;
    }
    c->at = s;
    return 0;
}

/* ---- one date ---------------------------------------------------------------------------------------- */

static void set_bounds(struct point *p)
{
    if (p->first_year < -9999 || p->last_year > 9999)
        p->out_of_range = true;
    bool far = p->first_year < -FAR_YEAR || p->last_year > FAR_YEAR;
    int last_month = (p->last_month - 1) % 12 + 1, next = p->last_month > 12;
    if (far) {
        p->earliest = p->first_year < 0 ? INT32_MIN : INT32_MAX;
        p->latest = p->last_year < 0 ? INT32_MIN : INT32_MAX;
        return;
    }
    int first_year = (int)p->first_year, last_year = (int)p->last_year + next;
    int end = p->day ? p->day : day_month_length(last_year, last_month);
    p->earliest = day_from_civil(first_year, p->first_month, p->day ? p->day : 1);
    p->latest = day_from_civil(last_year, last_month, end);
}

static int read_qualifier(struct cursor *c, struct point *p)
{
    if (!*c->at || !strchr("?~%", *c->at))
        return 0;
    p->uncertain = *c->at != '~';
    p->approximate = *c->at != '?';
    raise_level(&p->level, 1);
    c->at++;
    if (*c->at && strchr("?~%", *c->at))
        return fail(c, _("A date ends in one of ? ~ %: the last means uncertain and approximate."));
    if (*c->at == '-')
        return fail(c, _("The marks ? ~ % stand at the end of a date, for the whole of it."));
    return 0;
}

static int read_point(struct cursor *c, struct point *p)
{
    *p = (struct point){ .first_month = 1, .last_month = 12 };
    if (*c->at && strchr("?~%", *c->at))
        return fail(c, _("The marks ? ~ % stand at the end of a date, for the whole of it."));
    if (read_year(c, p) < 0)
        return -1;
    bool plain = p->first_year == p->last_year && !p->out_of_range;
    if (*c->at == '-') {
        if (!plain)
            return fail(c, _("Only a year with all its four digits can have a month."));
        c->at++;
        if (read_month(c, p) < 0)
            return -1;
        if (*c->at == '-') {
            c->at++;
            if (read_day(c, p) < 0)
                return -1;
        }
        if (*c->at == 'T' && p->day && read_time(c) < 0)
            return -1;
    }
    set_bounds(p);
    return read_qualifier(c, p);
}

static void take_point(struct edtf *out, const struct point *p)
{
    raise_level(&out->level, p->level);
    out->uncertain |= p->uncertain;
    out->approximate |= p->approximate;
    out->out_of_range |= p->out_of_range;
}

/* ---- intervals and sets ------------------------------------------------------------------------------ */

/* One end: a date, "..", or nothing. */
static int read_end(struct cursor *c, struct point *p, enum edtf_bound *kind)
{
    *kind = *c->at == '/' || !*c->at ? EDTF_UNKNOWN : strncmp(c->at, "..", 2) == 0 ? EDTF_OPEN : EDTF_DATE;
    if (*kind == EDTF_DATE)
        return read_point(c, p);
    *p = (struct point){ .level = 1 };
    c->at += *kind == EDTF_OPEN ? 2 : 0;
    return 0;
}

static int read_interval(struct cursor *c, struct edtf *out)
{
    struct point a, b;
    if (strchr(strchr(c->at, '/') + 1, '/'))
        return fail(c, _("A slash joins the two ends of an interval; a day is written with hyphens, as in "
                         "2023-02-10."));
    if (read_end(c, &a, &out->start) < 0)
        return -1;
    if (*c->at != '/')
        return fail(c,
                    _("The start of the interval is not a date; write for example 2018-03-02/2018-04-01."));
    c->at++;
    if (read_end(c, &b, &out->end) < 0)
        return -1;
    bool starts = out->start == EDTF_DATE, ends = out->end == EDTF_DATE;
    if (!starts && !ends)
        return fail(c, _("An interval needs a date at one end at least."));
    out->interval = true;
    out->earliest = starts ? a.earliest : INT32_MIN;
    out->latest = ends ? b.latest : INT32_MAX;
    if (starts && ends && (b.last_year < a.first_year || out->latest < out->earliest))
        return fail(c, _("The interval ends before it starts."));
    take_point(out, &a);
    take_point(out, &b);
    return 0;
}

static void widen(struct edtf *out, const struct point *p)
{
    if (out->start == EDTF_DATE && p->earliest < out->earliest)
        out->earliest = p->earliest;
    if (out->end == EDTF_DATE && p->latest > out->latest)
        out->latest = p->latest;
    take_point(out, p);
}

/* "a" or "a..b" or, as the first member, "..a", as the last, "a..". */
static int read_member(struct cursor *c, struct edtf *out, bool first)
{
    struct point a, b;
    bool open = first && strncmp(c->at, "..", 2) == 0;
    if (open) {
        c->at += 2;
        out->start = EDTF_OPEN;
        out->earliest = INT32_MIN;
    }
    if (read_point(c, &a) < 0)
        return -1;
    widen(out, &a);
    if (open || strncmp(c->at, "..", 2) != 0)
        return 0;
    c->at += 2;
    if (*c->at == ']') {
        out->end = EDTF_OPEN;
        out->latest = INT32_MAX;
        return 0;
    }
    if (read_point(c, &b) < 0)
        return -1;
    if (b.latest < a.earliest)
        return fail(c, _("A range in the set ends before it starts."));
    widen(out, &b);
    return 0;
}

static int read_set(struct cursor *c, struct edtf *out)
{
    out->set = true;
    out->level = 2;
    out->earliest = INT32_MAX;
    out->latest = INT32_MIN;
    bool first = true;
    do {
        c->at++;
        if (read_member(c, out, first) < 0)
            return -1;
        first = false;
    } while (*c->at == ',');
    if (*c->at != ']')
        return fail(c, _("A set of dates is written with commas and no blanks, as in [2021-07,2021-08]."));
    c->at++;
    return 0;
}

/* ---- the whole --------------------------------------------------------------------------------------- */

static int check_characters(const struct cursor *c)
{
    size_t n = strlen(c->at);
    if (!n)
        return fail(c, _("The date is empty; write for example 2018-03-02, 2018-03 or 2018."));
    if (n >= EDTF_TEXT_BYTES)
        return fail(c, _("The date is too long: at most 95 characters are taken."));
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)c->at[i] >= 0x80)
            return fail(c,
                        _("EDTF has only the plain digits 0 to 9 and signs of ASCII; one here is of another "
                          "script or full width."));
    if (*c->at == '{')
        return fail(c, _("Sets of all dates in braces are not taken; one of several dates is written "
                         "[2021-07,2021-08]."));
    return 0;
}

static int read_single(struct cursor *c, struct edtf *out)
{
    struct point p;
    if (read_point(c, &p) < 0)
        return -1;
    out->earliest = p.earliest;
    out->latest = p.latest;
    take_point(out, &p);
    return 0;
}

int edtf_parse(const char *s, struct edtf *out, struct err *e)
{
    struct cursor c = { s, e };
    *out = (struct edtf){ .start = EDTF_DATE, .end = EDTF_DATE };
    int rc = check_characters(&c);
    if (rc == 0)
        rc = *s == '[' ? read_set(&c, out) : strchr(s, '/') ? read_interval(&c, out) : read_single(&c, out);
    if (rc == 0 && *c.at)
        rc = fail(&c, _("The date goes on with something that is not EDTF; write for example 2018-03-02, "
                        "2018-03/2018-05 or 2018~."));
    if (rc == 0)
        memcpy(out->text, s, strlen(s));
    else
        *out = (struct edtf){ 0 };
    return rc;
}

/* Sorted at its end, and there before those that start on that day. */
static int32_t place(const struct edtf *d)
{
    return d->start == EDTF_DATE ? d->earliest : d->latest;
}

int edtf_compare(const struct edtf *a, const struct edtf *b)
{
    int32_t x = place(a), y = place(b);
    bool a_starts = a->start == EDTF_DATE, b_starts = b->start == EDTF_DATE;
    if (x != y)
        return x < y ? -1 : 1;
    if (a_starts != b_starts)
        return a_starts ? 1 : -1;
    return (a->latest > b->latest) - (a->latest < b->latest);
}
