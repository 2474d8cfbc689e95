/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each way of telling a date is a small function that takes exactly that way or nothing; the words of all
 * languages stand in data/date_said.tsv. They are a list of their own, since many of them mean something else
 * inside a written date ("sept" jours, "un" an, "vor" drei Tagen).
 *
 * "Last" is where people differ: said on a Friday, last Tuesday is that of this week to some and that of the
 * week before to others, and last May likewise. It has both readings then, and only one where they agree.
 * Tested in test_edtf by a table said on one day, and by every weekday said on every weekday. */
#include "satchel/base/date_said.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/day.h"

extern const char data_date_said[];
extern const unsigned long data_date_said_len;

enum kind {
    COUNT,
    UNIT,
    SINGLE,
    DUAL,
    AGO,
    AHEAD,
    TURN,
    WEEK_TURN,
    MONTH,
    YEAR,
    DAY,
    NIGHT,
    NIGHTS,
    WEEKEND,
    NTH,
    KINDS
};
static const char *const KIND_NAMES[KINDS] = { "count", "unit",  "single",    "dual",    "ago",
                                               "ahead", "turn",  "week_turn", "month",   "year",
                                               "day",   "night", "nights",    "weekend", "nth" };
enum unit { UNIT_DAY = 1, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR, UNIT_FORTNIGHT };
enum side { BEFORE_COUNT = 1, BEHIND_COUNT };

struct said {
    const char *s;
    size_t n, at;
    const struct date_said_how *how;
    bool either;
};

/* ---- words ---- */

static struct date_token token(const struct said *r)
{
    return date_token_at(r->s, r->n, r->at);
}

/* Past "the", "of the", "l'"; "na" semana. */
static bool skip_filler(struct said *r)
{
    struct date_token t = token(r);
    bool filler = t.kind == DATE_FILLER || t.kind == DATE_OF || t.kind == DATE_TO ||
                  (t.kind == DATE_SIGN && t.value == '\'');
    if (filler)
        r->at = t.to;
    return filler;
}

/* Takes a word of the kind, behind fillers. */
static bool take(struct said *r, enum kind kind, int *value)
{
    const struct said saved = *r;
    do {
        size_t end;
        const char *line = date_word_of_list(data_date_said, data_date_said_len, r->s, r->n, r->at, &end);
        size_t len = strlen(KIND_NAMES[kind]);
        if (line && strncmp(line, KIND_NAMES[kind], len) == 0 && line[len] == '\t') {
            *value = atoi(line + len + 1);
            r->at = end;
            return true;
        }
    } while (skip_filler(r));
    *r = saved;
    return false;
}

/* Takes the word only with that value. */
static bool take_exactly(struct said *r, enum kind kind, int wanted)
{
    const struct said saved = *r;
    int value;
    if (take(r, kind, &value) && value == wanted)
        return true;
    *r = saved;
    return false;
}

/* The second half of "terça-feira", which is a weekday without a number. */
static void skip_feira(struct said *r)
{
    struct date_token sign = token(r), word = date_token_at(r->s, r->n, sign.to);
    if (sign.kind == DATE_SIGN && sign.value == '-' && !sign.gap && word.kind == DATE_WEEKDAY && !word.value)
        r->at = word.to;
}

/* Takes a weekday, month or season, behind fillers. */
static bool take_dated(struct said *r, enum date_kind kind, int *value)
{
    const struct said saved = *r;
    do {
        struct date_token t = token(r);
        if (t.kind == kind) {
            *value = t.value;
            r->at = t.to;
            skip_feira(r);
            return *value > 0;
        }
    } while (skip_filler(r));
    *r = saved;
    return false;
}

static bool back(struct said *r, const struct said *to)
{
    *r = *to;
    return false;
}

/* ---- days ---- */

static struct date_said day_of(int32_t day)
{
    struct date_said d = { 0 };
    day_to_civil(day, &d.year, &d.month, &d.day);
    return d;
}

static int32_t week_start(int32_t day)
{
    return day - day_weekday(day);
}

static struct date_said week_of(int32_t day)
{
    struct date_said d = day_of(week_start(day));
    d.days = 6;
    return d;
}

static struct date_said month_of(const struct said *r, int months)
{
    struct date_said d = day_of(r->how->today);
    int all = d.year * 12 + d.month - 1 + months;
    return (struct date_said){ .year = all / 12, .month = all % 12 + 1 };
}

static struct date_said year_of(const struct said *r, int years)
{
    return (struct date_said){ .year = day_of(r->how->today).year + years };
}

static struct date_said unit_of(const struct said *r, int unit, int count)
{
    return unit == UNIT_WEEK    ? week_of(r->how->today + 7 * count)
           : unit == UNIT_MONTH ? month_of(r, count)
                                : year_of(r, count);
}

/* ---- last, this, next ---- */

/* The nearest one in the direction, or one round further where that is what may be meant: `within` says that
 * the nearest lies in the week or year that today is in. */
static int nearest(struct said *r, int turn, bool within)
{
    r->either |= within;
    return within && r->how->second ? turn : 0;
}

static struct date_said turn_weekday(struct said *r, int turn, int wanted)
{
    int today = day_weekday(r->how->today), away = wanted - today;
    if (turn == 0) /* "this Tuesday" that is over may be the one to come */
        return day_of(r->how->today + away + 7 * nearest(r, 1, away < 0));
    int step = turn < 0 ? (away < 0 ? away : away - 7) : (away > 0 ? away : away + 7);
    return day_of(r->how->today + step + 7 * nearest(r, turn, step == away));
}

static struct date_said turn_month(struct said *r, int turn, int wanted)
{
    struct date_said today = day_of(r->how->today);
    bool this_year = turn < 0 ? wanted < today.month : wanted > today.month;
    int year = today.year + (turn && !this_year ? turn : 0);
    return (struct date_said){ .year = year + nearest(r, turn, turn && this_year), .month = wanted };
}

/* A season by its code, of the north as everywhere: spring is March to May, winter ends in the next year. */
static struct date_said turn_season(struct said *r, int turn, int wanted)
{
    struct date_said today = day_of(r->how->today);
    int first = 3 * (wanted - 20), now = today.month + (wanted == 24 && today.month < 3 ? 12 : 0);
    int year = today.year - (now > 12);
    bool over = now > first + 2, to_come = now < first;
    if (turn < 0 && !over)
        year--;
    if (turn > 0 && !to_come)
        year++;
    return (struct date_said){ .year = year + nearest(r, turn, turn && year == today.year), .month = wanted };
}

/* What last and next are said of, without its turn yet. */
static bool take_noun(struct said *r, enum date_kind *kind, int *value)
{
    static const enum date_kind NAMED[] = { DATE_WEEKDAY, DATE_MONTH, DATE_SEASON };
    *kind = DATE_END;
    if (take(r, UNIT, value) || take(r, SINGLE, value))
        return *value > UNIT_DAY && *value < UNIT_FORTNIGHT;
    for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++)
        if (take_dated(r, NAMED[i], value)) {
            *kind = NAMED[i];
            return true;
        }
    return false;
}

/* "last week", "mois dernier" */
static bool read_turn_noun(struct said *r, struct date_said *out)
{
    const struct said start = *r;
    enum date_kind kind;
    int turn, value;
    bool read = take(r, TURN, &turn) && take_noun(r, &kind, &value);
    if (!read) {
        *r = start;
        read = take_noun(r, &kind, &value) && take(r, TURN, &turn);
    }
    if (!read)
        return back(r, &start);
    *out = kind == DATE_WEEKDAY  ? turn_weekday(r, turn, value - 1)
           : kind == DATE_MONTH  ? turn_month(r, turn, value)
           : kind == DATE_SEASON ? turn_season(r, turn, value)
                                 : unit_of(r, value, turn);
    return true;
}

/* "last year", "año pasado", 去年 */
static bool take_year(struct said *r, int *years)
{
    const struct said start = *r;
    int unit;
    if (take(r, YEAR, years) ||
        (take(r, TURN, years) && (take(r, UNIT, &unit) || take(r, SINGLE, &unit)) && unit == UNIT_YEAR))
        return true;
    *r = start;
    if ((take(r, UNIT, &unit) || take(r, SINGLE, &unit)) && unit == UNIT_YEAR && take(r, TURN, years))
        return true;
    return back(r, &start);
}

/* May, summer, 5月 */
static bool take_month(struct said *r, int *month)
{
    if (take_dated(r, DATE_MONTH, month) || take_dated(r, DATE_SEASON, month))
        return true;
    struct date_token number = token(r), mark = date_token_at(r->s, r->n, number.to);
    if (number.kind != DATE_NUMBER || mark.kind != DATE_MONTH_MARK || number.value < 1 || number.value > 12)
        return false;
    *month = number.value;
    r->at = mark.to;
    return true;
}

/* "May last year", "last year in May", "en mayo del año pasado", "去年5月" */
static bool read_month_of_year(struct said *r, struct date_said *out)
{
    const struct said start = *r;
    int years, month;
    bool read = take_month(r, &month) && take_year(r, &years);
    if (!read) {
        *r = start;
        read = take_year(r, &years) && take_month(r, &month);
    }
    if (!read)
        return back(r, &start);
    *out = year_of(r, years);
    out->month = month;
    return true;
}

/* "last week", in either order */
static bool take_week(struct said *r, int *turn)
{
    const struct said start = *r;
    int unit;
    bool first = take(r, TURN, turn) || take(r, WEEK_TURN, turn);
    if ((take(r, UNIT, &unit) || take(r, SINGLE, &unit)) && unit == UNIT_WEEK &&
        (first || take(r, TURN, turn)))
        return true;
    return back(r, &start);
}

/* "Tuesday of last week", "letzte Woche Dienstag", "上周二": no doubt about these */
static bool read_day_of_week(struct said *r, struct date_said *out)
{
    const struct said start = *r;
    int turn, day;
    bool read = take_dated(r, DATE_WEEKDAY, &day) && take_week(r, &turn);
    if (!read) {
        *r = start;
        read = take_week(r, &turn) && take_dated(r, DATE_WEEKDAY, &day);
    }
    if (!read) {
        *r = start;
        read = take(r, WEEK_TURN, &turn) && take_dated(r, DATE_WEEKDAY, &day);
    }
    if (!read)
        return back(r, &start);
    int32_t today = r->how->today;
    *out = day_of(today - day_weekday(today) + 7 * turn + day - 1);
    return true;
}

static bool read_week_turn(struct said *r, struct date_said *out)
{
    const struct said start = *r;
    int turn, unit;
    if (!take(r, WEEK_TURN, &turn) || !take(r, UNIT, &unit) || unit == UNIT_DAY || unit == UNIT_FORTNIGHT)
        return back(r, &start);
    *out = unit_of(r, unit, turn);
    return true;
}

/* ---- two weeks ago, in three days ---- */

static bool take_count(struct said *r, int *count)
{
    struct date_token t = token(r);
    if (t.kind != DATE_NUMBER)
        return take(r, COUNT, count);
    *count = t.value;
    r->at = t.to;
    return t.value > 0 && t.digits <= 4;
}

static bool take_length(struct said *r, int *count, int *unit)
{
    const struct said start = *r;
    if (take(r, DUAL, unit)) {
        *count = 2;
        return true;
    }
    if (take_count(r, count) && (take(r, UNIT, unit) || take(r, SINGLE, unit)))
        return true;
    *r = start;
    *count = 1;
    return take(r, SINGLE, unit);
}

static struct date_said away(const struct said *r, int unit, int count)
{
    struct date_said d = unit == UNIT_MONTH       ? month_of(r, count)
                         : unit == UNIT_YEAR      ? year_of(r, count)
                         : unit == UNIT_FORTNIGHT ? day_of(r->how->today + 14 * count)
                         : unit == UNIT_WEEK      ? day_of(r->how->today + 7 * count)
                                                  : day_of(r->how->today + count);
    d.about = unit != UNIT_DAY;
    return d;
}

/* -1: ago, 1: ahead, on that side of the count; 0: neither is said there. */
static int take_direction(struct said *r, enum side side)
{
    return take_exactly(r, AGO, (int)side) ? -1 : take_exactly(r, AHEAD, (int)side) ? 1 : 0;
}

static bool read_distance(struct said *r, struct date_said *out)
{
    const struct said start = *r;
    int count, unit, before = take_direction(r, BEFORE_COUNT);
    if (!take_length(r, &count, &unit))
        return back(r, &start);
    int behind = take_direction(r, BEHIND_COUNT);
    int direction = before ? before : behind ? behind : r->how->since ? -1 : 0;
    if (!direction || (before && behind && before != behind))
        return back(r, &start);
    *out = away(r, unit, direction * count);
    return out->year >= 1800 && out->year <= 2199;
}

/* ---- words that say all ---- */

static bool read_word(struct said *r, struct date_said *out)
{
    int value;
    if (take(r, MONTH, &value)) {
        *out = month_of(r, value);
    } else if (take(r, YEAR, &value)) {
        *out = year_of(r, value);
    } else if (take(r, DAY, &value)) {
        *out = day_of(r->how->today + value);
    } else if (take(r, NIGHT, &value)) {
        *out = day_of(r->how->today + value);
        out->days = 1;
    } else if (take(r, WEEKEND, &value)) {
        *out = day_of(week_start(r->how->today) + 5 + 7 * value);
        out->days = 1;
    } else if (take(r, NIGHTS, &value)) { /* "heute Nacht": the one before or the one after today */
        *out = day_of(r->how->today - 1);
        out->days = 2;
    } else {
        return false;
    }
    return true;
}

/* Whether a written date goes on here, which all before is a part of: "the last week of June". */
static bool goes_on(const struct said *r)
{
    struct date_token t = token(r);
    while (t.kind == DATE_FILLER || t.kind == DATE_OF)
        t = date_token_at(r->s, r->n, t.to);
    return t.kind == DATE_NUMBER || t.kind == DATE_MONTH || t.kind == DATE_SEASON || t.kind == DATE_FEAST ||
           t.kind == DATE_PART || t.kind == DATE_OTHER;
}

bool date_said_at(const char *s, size_t n, size_t at, const struct date_said_how *how, struct date_said *out,
                  bool *either, size_t *end)
{
    static bool (*const WAYS[])(struct said *, struct date_said *) = {
        read_day_of_week, read_month_of_year, read_turn_noun, read_week_turn, read_distance, read_word,
    };
    *either = false;
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        struct said r = { .s = s, .n = n, .at = at, .how = how };
        if (!WAYS[i](&r, out))
            continue;
        *end = r.at;
        *either = r.either;
        return !goes_on(&r);
    }
    return false;
}

/* ---- the first Monday of May 2023 ---- */

/* 1 to 5, -1: the last one. */
static bool take_nth(struct said *r, int *nth)
{
    if (take(r, NTH, nth))
        return true;
    if (take_exactly(r, TURN, -1)) {
        *nth = -1;
        return true;
    }
    struct date_token number = token(r), sign = date_token_at(r->s, r->n, number.to);
    bool ordinal = sign.kind == DATE_ORDINAL || (sign.kind == DATE_SIGN && sign.value == '.');
    if (!ordinal || number.kind != DATE_NUMBER || number.value < 1 || number.value > 5)
        return false;
    *nth = number.value;
    r->at = sign.to;
    return true;
}

static bool take_four_digits(struct said *r, int *year)
{
    while (skip_filler(r))
        ;
    struct date_token t = token(r);
    *year = t.value;
    r->at = t.to;
    return t.kind == DATE_NUMBER && t.digits == 4 && t.value >= 1800 && t.value <= 2199;
}

bool date_said_nth(const char *s, size_t n, size_t at, struct date_said *out, size_t *end)
{
    struct said r = { .s = s, .n = n, .at = at };
    int nth, weekday, month, year;
    if (!take_nth(&r, &nth) || !take_dated(&r, DATE_WEEKDAY, &weekday) ||
        !take_dated(&r, DATE_MONTH, &month) || !take_four_digits(&r, &year))
        return false;
    int last = day_month_length(year, month), first = day_weekday(day_from_civil(year, month, 1));
    int day = 1 + (weekday - 1 - first + 7) % 7; /* the first one */
    day += 7 * (nth > 0 ? nth - 1 : (last - day) / 7);
    *out = (struct date_said){ .year = year, .month = month, .day = day };
    *end = r.at;
    return day <= last;
}
