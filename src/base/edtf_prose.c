/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates in prose. A wrong date is worse than none: a letter goes out too late, a fact moves by months. So
 * each way of writing is a small function that takes exactly that way or nothing; what could be read in two
 * ways is reported, not chosen; and whatever was read goes through the strict parser before it is believed
 * (no 31 April, no end before a start). Two levels: read_date takes one date from a position, in running text
 * (edtf_find) or alone; read_phrase puts dates and the words around them together (edtf_from_prose).
 * Every function reads a bounded number of tokens ahead, so that a search stays linear in the text. Tests: a
 * table of readings in many languages, a table of what must not be taken, random bytes. */
#include "satchel/base/edtf_prose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "satchel/base/buf.h"
#include "satchel/base/date_said.h"
#include "satchel/base/date_words.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

struct reader {
    const char *s;
    size_t n;
    bool running;         /* in running text: only what is surely a date */
    bool month_first;     /* which reading of an ambiguous date is wanted */
    bool ambiguous;       /* set when there are two */
    const int32_t *today; /* NULL: yesterday is no date */
    bool since;           /* "since" stands before it */
};

/* One date; 0: that part is not said. */
struct date {
    int year, month, day; /* month: 21..24 is a season */
    bool decade;          /* the 1990s */
    int part;             /* of the year, month or decade: a value of DATE_PART; 0: all of it */
    int days;             /* it may be one of so many days more */
    int weekday;          /* Monday 1 to Sunday 7, said beside it */
    bool about;
};

/* Parts of a year, month or decade, see data/date_words.tsv: halves, quarters and weeks from the first on. */
enum { EARLY = 1, MIDDLE = 2, LATE = 3, HALF = 4, QUARTER = 6, WEEK = 11, LAST_WEEK = 15 };

static struct date_token token(const struct reader *r, size_t at)
{
    return date_token_at(r->s, r->n, at);
}

/* ---- what may stand before and after a date ---------------------------------------------------------- */

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* The code points before and after a place, 0 at the ends of the text. */
static uint32_t cp_before(const struct reader *r, size_t at)
{
    uint32_t cp = 0;
    size_t back = text_prev_cp(r->s, at);
    return text_decode(r->s + back, at - back, &cp) ? cp : 0;
}

static uint32_t cp_at(const struct reader *r, size_t at)
{
    uint32_t cp = 0;
    return text_decode(r->s + at, r->n - at, &cp) ? cp : 0;
}

static bool joins(uint32_t cp, const char *signs)
{
    return cp && cp < 0x80 && strchr(signs, (int)cp);
}

/* Whether a number can begin a date here, and is not the rest of a word, path, telephone or larger number. */
static bool starts_clean(const struct reader *r, size_t at, const char *signs)
{
    uint32_t before = cp_before(r, at);
    if (text_is_alnum(before))
        return text_is_cjk(before);
    if (joins(before, "/@_#+="))
        return false;
    return !joins(before, signs) || !text_is_alnum(cp_before(r, text_prev_cp(r->s, at)));
}

/* Whether the number that ends here is over, so that `2020/3`, `2020.5`, `15,000` do not end a date. */
static bool ends_clean(const struct reader *r, size_t at, const char *signs)
{
    uint32_t after = cp_at(r, at);
    if (text_is_alnum(after))
        return text_is_cjk(after);
    return !joins(after, "@_") && !(joins(after, signs) && is_digit(cp_at(r, at + 1)));
}

/* Whether a digit stands before, perhaps with one blank between. */
static bool number_before(const struct reader *r, size_t at)
{
    if (at && r->s[at - 1] == ' ')
        at--;
    return is_digit(cp_before(r, at));
}

static bool is_year(const struct date_token *t)
{
    return t->kind == DATE_NUMBER && t->digits == 4 && t->value >= 1800 && t->value <= 2199;
}

static bool is_day(const struct date_token *t)
{
    return t->kind == DATE_NUMBER && t->digits <= 2 && t->value >= 1 && t->value <= 31;
}

static bool is_sign(const struct date_token *t, const char *signs)
{
    return t->kind == DATE_SIGN && t->value > 0 && t->value < 0x80 && strchr(signs, t->value);
}

static int full_year(int two_digits)
{
    return two_digits + (two_digits < 50 ? 2000 : 1900);
}

/* ---- numbers: 19.07.12, 26/08/2009, 2021-03-05, 06/2020 ---------------------------------------------- */

/* Which of the two is the day. */
static void order_day_and_month(struct reader *r, int a, int b, uint32_t sign, struct date *d)
{
    bool either = sign != '.' && a <= 12 && b <= 12 && a != b;
    bool month_first = either ? r->month_first : sign != '.' && b > 12;
    r->ambiguous |= either;
    d->day = month_first ? b : a;
    d->month = month_first ? a : b;
}

/* A year of two digits is taken only where every number has two, as in 19.07.12. */
static bool short_year(const struct reader *r, const struct date_token *a, const struct date_token *b,
                       const struct date_token *c, int sign)
{
    return c->digits == 2 && (!r->running || (a->digits == 2 && b->digits == 2 && sign != '-'));
}

static bool read_numeric(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token a = token(r, at), sign = token(r, a.to);
    if (a.kind != DATE_NUMBER || !is_sign(&sign, "./-") || sign.gap)
        return false;
    struct date_token b = token(r, sign.to), again = token(r, b.to), c = token(r, again.to);
    bool spaced = sign.value == '.' && is_year(&c); /* 5. 7. 2012 */
    if (b.kind != DATE_NUMBER || again.kind != DATE_SIGN || again.value != sign.value || again.gap ||
        c.kind != DATE_NUMBER || ((b.gap || c.gap) && !spaced))
        return false;
    if (is_year(&a) && b.digits <= 2 && c.digits <= 2)
        *d = (struct date){ .year = a.value, .month = b.value, .day = c.value };
    else if (a.digits <= 2 && b.digits <= 2 && (is_year(&c) || short_year(r, &a, &b, &c, sign.value)))
        d->year = c.digits == 2 ? full_year(c.value) : c.value;
    else
        return false;
    bool stamp = is_year(&a) && cp_at(r, c.to) == 'T' && is_digit(cp_at(r, c.to + 1));
    if (!starts_clean(r, a.from, "./-:,") ||
        !(stamp || ends_clean(r, c.to, sign.value == '-' ? "-/." : "/.")))
        return false;
    if (!d->day)
        order_day_and_month(r, a.value, b.value, (uint32_t)sign.value, d);
    *end = c.to;
    return true;
}

/* 2020-06, 06/2020, 06.2020: alone only, in running text these are document numbers and school years. */
static bool read_numeric_month(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token a = token(r, at), sign = token(r, a.to), b = token(r, sign.to);
    if (r->running || a.kind != DATE_NUMBER || b.kind != DATE_NUMBER || sign.gap || b.gap ||
        !is_sign(&sign, "./-"))
        return false;
    bool year_first = is_year(&a) && b.digits == 2;
    if (!year_first && !(is_year(&b) && a.digits <= 2))
        return false;
    d->year = year_first ? a.value : b.value;
    d->month = year_first ? b.value : a.value;
    *end = b.to;
    return d->month >= 1 && d->month <= 12 && ends_clean(r, b.to, "./-");
}

/* ---- words: 4 de agosto de 2010, May 15, 2023, winter 2022 ------------------------------------------- */

/* Past up to four fillers, commas and apostrophes, as in "de l'année". */
static size_t skip_fillers(const struct reader *r, size_t at)
{
    for (int i = 0; i < 4; i++) {
        struct date_token t = token(r, at);
        bool apostrophe = is_sign(&t, "'") && !is_digit(cp_at(r, t.to));
        if (t.kind != DATE_FILLER && t.kind != DATE_OF && t.kind != DATE_TO && !is_sign(&t, ",") &&
            !apostrophe)
            break;
        at = t.to;
    }
    return at;
}

/* Past "st", "er", ".", "-go" written on a number. Short words that fold alike (º is o) count too. */
static size_t skip_ordinal(const struct reader *r, size_t at)
{
    struct date_token t = token(r, at);
    if (is_sign(&t, "-") && !t.gap && token(r, t.to).kind == DATE_ORDINAL)
        t = token(r, t.to);
    bool word = t.kind == DATE_ORDINAL ||
                ((t.kind == DATE_OR || t.kind == DATE_AND || t.kind == DATE_TO || t.kind == DATE_FILLER) &&
                 t.to - t.from <= 2);
    return !t.gap && (word || is_sign(&t, ".")) ? t.to : at;
}

/* A month by name, and what belongs to it: the point of "Jan.", a second name as in "shubat/fibrayir". */
static bool read_month_name(const struct reader *r, size_t at, int *month, bool *weak, size_t *end)
{
    struct date_token t = token(r, at);
    if (t.kind != DATE_MONTH)
        return false;
    *month = t.value;
    *weak = t.weak;
    *end = t.to;
    struct date_token sign = token(r, t.to), other = token(r, sign.to);
    if (is_sign(&sign, ".") && !sign.gap)
        *end = sign.to;
    else if (is_sign(&sign, "/(") && other.kind == DATE_MONTH && other.value == *month)
        *end = is_sign(&sign, "(") && cp_at(r, other.to) == ')' ? other.to + 1 : other.to;
    return true;
}

/* The year behind a month or season. joint: the sign that joined day and month, as in 20-May-12; 0: none. */
static bool read_year(const struct reader *r, size_t at, int joint, int *year, size_t *end)
{
    struct date_token t = token(r, skip_fillers(r, at));
    if (joint) {
        struct date_token sign = token(r, at);
        if (sign.kind == DATE_SIGN && sign.value == joint && !sign.gap)
            t = token(r, sign.to);
        else
            joint = 0;
    }
    bool apostrophe = is_sign(&t, "'");
    if (apostrophe)
        t = token(r, t.to);
    bool two_digits = t.kind == DATE_NUMBER && t.digits == 2 && (joint || apostrophe || !r->running);
    if (!is_year(&t) && !two_digits)
        return false;
    *year = two_digits ? full_year(t.value) : t.value;
    *end = t.to;
    return ends_clean(r, t.to, "/.") && cp_at(r, t.to) != ':';
}

/* 10 February 2023, 10th of May 2020, 16. August 2022, 20-May-12; without a year too */
static bool read_day_month(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token day = token(r, at);
    bool weak;
    int joint = 0;
    if (!is_day(&day) || !starts_clean(r, day.from, "./:,"))
        return false;
    struct date_token sign = token(r, day.to);
    size_t next = skip_ordinal(r, day.to);
    if (is_sign(&sign, "-/.") && !sign.gap && token(r, sign.to).kind == DATE_MONTH &&
        !token(r, sign.to).gap) {
        joint = sign.value;
        next = sign.to;
    }
    if (!read_month_name(r, skip_fillers(r, next), &d->month, &weak, end))
        return false;
    d->day = day.value;
    if (read_year(r, *end, joint, &d->year, end))
        return true;
    d->year = 0;
    return !weak && (!r->running || token(r, *end).kind != DATE_NUMBER);
}

/* May 15, 2023; June 1 2023; without a year too */
static bool read_month_day(struct reader *r, size_t at, struct date *d, size_t *end)
{
    bool weak;
    size_t next;
    struct date_token name = token(r, at);
    if (!read_month_name(r, at, &d->month, &weak, &next) || text_is_alnum(cp_before(r, name.from)))
        return false;
    struct date_token day = token(r, skip_fillers(r, next));
    if (!is_day(&day) || weak)
        return false;
    d->day = day.value;
    *end = skip_ordinal(r, day.to);
    if (read_year(r, *end, 0, &d->year, end))
        return true;
    d->year = 0;
    struct date_token after = token(r, *end);
    bool alone = after.kind != DATE_NUMBER && !number_before(r, name.from); /* not "5 May 20 people" */
    return !r->running || (name.capital && alone && ends_clean(r, *end, "/.-:,"));
}

/* March 2019, marzo de 2019; hiver 2022 */
static bool read_month_year(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token name = token(r, at);
    if ((name.kind != DATE_MONTH && name.kind != DATE_SEASON) || text_is_alnum(cp_before(r, name.from)))
        return false;
    bool weak = name.weak;
    size_t next = name.to;
    d->month = name.value;
    if (name.kind == DATE_MONTH)
        read_month_name(r, at, &d->month, &weak, &next);
    struct date_token year = token(r, skip_fillers(r, next));
    if ((weak && r->running) || !is_year(&year) || !ends_clean(r, year.to, "/."))
        return false;
    d->year = year.value;
    *end = year.to;
    return true;
}

/* 2020. majus 5., 2012 Jul 19, 2020-May-05 */
static bool read_year_month_day(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token year = token(r, at), sign = token(r, year.to);
    bool weak;
    if (!is_year(&year) || !starts_clean(r, year.from, "./-:,"))
        return false;
    size_t next = is_sign(&sign, ".-/") && !sign.gap ? sign.to : year.to;
    if (!read_month_name(r, next, &d->month, &weak, &next) || (weak && r->running))
        return false;
    struct date_token joint = token(r, next);
    struct date_token day = token(r, is_sign(&joint, "-/") && !joint.gap ? joint.to : next);
    if (!is_day(&day) || !ends_clean(r, day.to, "/.-:,"))
        return false;
    d->year = year.value;
    d->day = day.value;
    *end = day.to;
    return true;
}

/* ---- marks: 2021年3月5日, 2021년 3월, 3月5日 --------------------------------------------------------------
 */

/* A number with its mark behind it. */
static bool read_marked(const struct reader *r, size_t at, enum date_kind mark, int *value, size_t *end)
{
    struct date_token number = token(r, at), sign = token(r, number.to);
    if (number.kind != DATE_NUMBER || sign.kind != mark)
        return false;
    *value = number.value;
    *end = sign.to;
    return mark == DATE_YEAR_MARK ? is_year(&number) : number.value >= 1 && number.value <= 31;
}

static bool read_cjk(struct reader *r, size_t at, struct date *d, size_t *end)
{
    if (!starts_clean(r, token(r, at).from, "./-:,"))
        return false;
    size_t next = at;
    bool year = read_marked(r, at, DATE_YEAR_MARK, &d->year, &next);
    struct date_token season = token(r, next);
    if (year && season.kind == DATE_SEASON) {
        d->month = season.value;
        *end = season.to;
        return true;
    }
    bool month = read_marked(r, next, DATE_MONTH_MARK, &d->month, &next) && d->month <= 12;
    bool day = month && read_marked(r, next, DATE_DAY_MARK, &d->day, &next);
    *end = next;
    return r->running ? month && (year || day) : year || month;
}

/* ---- alone only: a year, a decade, a part of a date -------------------------------------------------- */

static bool read_year_alone(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token year = token(r, at), s = token(r, year.to);
    if (r->running || !is_year(&year))
        return false;
    d->year = year.value;
    d->decade = !s.gap && s.to - s.from <= 2 && s.kind != DATE_SIGN && s.kind != DATE_NUMBER && s.to > s.from;
    *end = d->decade ? s.to : year.to;
    return !d->decade || (year.value % 10 == 0 && !text_is_cjk(cp_at(r, s.from)));
}

/* "Christmas 2019", "Weihnachten" of "Weihnachten oder Silvester 2019" */
static bool read_feast(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token feast = token(r, at), year = token(r, skip_fillers(r, feast.to));
    if (r->running)
        return false;
    *end = is_year(&year) ? year.to : feast.to;
    *d = (struct date){ .year = is_year(&year) ? year.value : 0,
                        .month = feast.value / 100,
                        .day = feast.value % 100 };
    return true;
}

/* In running text: "late 2023", "mid-May 2024", "at the beginning of the spring of 2021". Elsewhere the
 * phrase puts such words to their date. */
static bool read_part_of(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token part = token(r, at), sign = token(r, part.to);
    if (!r->running || text_is_alnum(cp_before(r, part.from)))
        return false;
    size_t next = skip_fillers(r, is_sign(&sign, "-") ? sign.to : part.to);
    struct date_token year = token(r, next);
    if (is_year(&year) && ends_clean(r, year.to, "/.-")) {
        d->year = year.value;
        *end = year.to;
    } else if (!read_month_year(r, next, d, end)) {
        return false;
    }
    d->part = part.value;
    return true;
}

/* 20261122: no other order of year, month and day gives a year we take. */
static bool read_compact(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token t = token(r, at);
    if (r->running || t.kind != DATE_NUMBER || t.digits != 8)
        return false;
    *d = (struct date){ .year = t.value / 10000, .month = t.value / 100 % 100, .day = t.value % 100 };
    *end = t.to;
    return d->year >= 1800 && d->year <= 2199 && d->month >= 1 && d->month <= 12 && d->day >= 1;
}

/* today, gestern, 明天 */
static bool read_near(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token t = token(r, at);
    if (!r->today)
        return false;
    day_to_civil(*r->today + t.value, &d->year, &d->month, &d->day);
    *end = t.to;
    return true;
}

/* last Tuesday, hace dos semanas, 上周二 */
static bool read_said(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_said said;
    bool either;
    if (!r->today)
        return false;
    const struct date_said_how how = { *r->today, r->since, r->month_first };
    if (!date_said_at(r->s, r->n, at, &how, &said, &either, end))
        return false;
    r->ambiguous |= either;
    *d = (struct date){
        .year = said.year, .month = said.month, .day = said.day, .days = said.days, .about = said.about
    };
    return true;
}

/* The number of a quarter, also III; 0: it is none. */
static int quarter_number(const struct reader *r, const struct date_token *t)
{
    static const char ROMAN[4][4] = { "i", "ii", "iii", "iv" };
    size_t len = t->to - t->from;
    if (t->kind == DATE_NUMBER)
        return t->value;
    for (int i = 0; i < 4; i++)
        if (strlen(ROMAN[i]) == len && strncasecmp(r->s + t->from, ROMAN[i], len) == 0)
            return i + 1;
    return 0;
}

/* Q3, 3rd quarter, 2. Halbjahr: the number and its word, in either order. */
static bool read_numbered(const struct reader *r, size_t at, int *part, size_t *end)
{
    struct date_token a = token(r, at);
    struct date_token b = token(r, a.kind == DATE_NUMBER ? skip_ordinal(r, a.to) : a.to);
    const struct date_token *word = b.kind == DATE_QUARTER ? &b : &a;
    int number = quarter_number(r, word == &b ? &a : &b);
    if (word->kind != DATE_QUARTER || number < 1 || number > word->value)
        return false;
    *part = (word->value == 4 ? QUARTER : HALF) + number - 1;
    *end = b.to;
    return true;
}

/* Q3 2024, 2024 Q3, 3. Quartal 2024, 2024年第3季度 */
static bool read_quarter(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token year = token(r, at), mark = token(r, year.to);
    if (r->running)
        return false;
    if (is_year(&year)) {
        d->year = year.value;
        size_t next = skip_fillers(r, mark.kind == DATE_YEAR_MARK || is_sign(&mark, "-") ? mark.to : year.to);
        return read_numbered(r, next, &d->part, end);
    }
    if (!read_numbered(r, at, &d->part, end))
        return false;
    struct date_token sign = token(r, *end);
    struct date said;
    size_t said_end;
    year = token(r, skip_fillers(r, is_sign(&sign, "-/") ? sign.to : *end));
    if (is_year(&year)) {
        d->year = year.value;
        *end = year.to;
    } else if (read_said(r, *end, &said, &said_end) && !said.month) { /* Q3 last year */
        d->year = said.year;
        d->about = said.about;
        *end = said_end;
    }
    return true;
}

/* "2" of "2 or 3 May", "March" of "March to May 2019", "3, 2022" of "October 2 or 3, 2022": the other date
 * has the rest. */
static bool read_part(struct reader *r, size_t at, struct date *d, size_t *end)
{
    struct date_token t = token(r, at);
    bool weak;
    if (r->running)
        return false;
    if (read_month_name(r, at, &d->month, &weak, end))
        return true;
    if (!is_day(&t))
        return false;
    d->day = t.value;
    *end = skip_ordinal(r, t.to);
    struct date_token comma = token(r, *end), year = token(r, comma.to);
    if (is_sign(&comma, ",") && is_year(&year)) {
        d->year = year.value;
        *end = year.to;
    }
    return true;
}

/* ---- one date ---------------------------------------------------------------------------------------- */

static bool read_date(struct reader *r, size_t at, struct date *d, size_t *end)
{
    static const struct {
        enum date_kind first; /* what it begins with */
        bool (*read)(struct reader *, size_t, struct date *, size_t *);
    } WAYS[] = {
        { DATE_NUMBER, read_quarter },    { DATE_QUARTER, read_quarter },
        { DATE_OTHER, read_quarter },     { DATE_AND, read_quarter }, /* III, and i of Slavic languages */
        { DATE_NUMBER, read_numeric },    { DATE_NUMBER, read_numeric_month },
        { DATE_NUMBER, read_cjk },        { DATE_NUMBER, read_day_month },
        { DATE_MONTH, read_month_day },   { DATE_MONTH, read_month_year },
        { DATE_SEASON, read_month_year }, { DATE_NUMBER, read_year_month_day },
        { DATE_NUMBER, read_year_alone }, { DATE_MONTH, read_part },
        { DATE_NUMBER, read_part },       { DATE_NUMBER, read_compact },
        { DATE_NEAR, read_near },         { DATE_FEAST, read_feast },
        { DATE_PART, read_part_of },
    };
    enum date_kind first = token(r, at).kind;
    *d = (struct date){ 0 };
    if (read_said(r, at, d, end))
        return true;
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        bool before = r->ambiguous;
        *d = (struct date){ 0 };
        if (WAYS[i].first == first && WAYS[i].read(r, at, d, end))
            return true;
        r->ambiguous = before;
    }
    return false;
}

#define POINT_BYTES 16

/* The date as EDTF; marks: "", "?", "~", "%". */
static void format_date(const struct date *d, const char *marks, char out[static POINT_BYTES])
{
    unsigned year = (unsigned)d->year % 10000u, month = (unsigned)d->month % 100u,
             day = (unsigned)d->day % 100u;
    if (d->decade)
        snprintf(out, POINT_BYTES, "%03uX%s", year / 10, marks);
    else if (d->day)
        snprintf(out, POINT_BYTES, "%04u-%02u-%02u%s", year, month, day, marks);
    else if (d->month)
        snprintf(out, POINT_BYTES, "%04u-%02u%s", year, month, marks);
    else
        snprintf(out, POINT_BYTES, "%04u%s", year, marks);
}

/* The date of the same precision directly before (-1) or after (1) it; of a season or quarter a month. What
 * is no date stays, for the strict parser to refuse. */
static struct date neighbour(const struct date *d, int by)
{
    char text[POINT_BYTES];
    struct edtf whole;
    struct date out = *d;
    format_date(d, "", text);
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
    return part >= EARLY && part <= LATE;
}

/* Puts a part to a date that has one: early in the third quarter is about that quarter. false: the two do not
 * go together. */
static bool add_part(struct date *d, int part)
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
    bool week = part >= WEEK && part < LAST_WEEK;
    if (part > LATE && part != HALF && part != HALF + 1 && !week && part != LAST_WEEK)
        return false;
    *from = part == EARLY || part == HALF ? 1
            : part == MIDDLE              ? 11
            : part == LATE                ? 21
            : part == HALF + 1            ? 16
            : week                        ? 1 + 7 * (part - WEEK)
                                          : days - 6;
    *to = part == EARLY ? 10 : part == MIDDLE ? 20 : part == HALF ? 15 : week ? *from + 6 : days;
    return true;
}

/* The first and last date of the part that d is; about: not sharply. A half and a quarter of a year have
 * codes of their own, and about a season more cannot be said than that. false: there is no such part ("third
 * week of 2020"). */
static bool bounds_of_part(const struct date *d, struct date *from, struct date *to, bool *about)
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
    } else if (!d->month && !d->decade && d->part < WEEK) {
        from->month = to->month = d->part < QUARTER ? 40 + d->part - HALF : 33 + d->part - QUARTER;
    } else {
        return third; /* early spring */
    }
    return d->part <= LATE || !d->day;
}

/* "before May 2019" ends with April, "after 2019" begins with 2020. Nobody can place the beginning, middle or
 * end of something to the day: such a part counts too, but for an early one after "before", a late one after
 * "after". */
static void step_out(enum date_kind frame, int part, bool about, struct date *from, struct date *to)
{
    if (frame == DATE_BEFORE)
        *from = *to = about && part != EARLY ? *to : neighbour(from, -1);
    else if (frame == DATE_AFTER)
        *from = *to = about && part != LATE ? *from : neighbour(to, 1);
}

/* ---- a phrase: dates and the words around them ------------------------------------------------------- */

#define MOST_DATES 6

struct phrase {
    enum date_kind
        frame; /* DATE_SINCE, _UNTIL, _BEFORE, _AFTER, _BETWEEN, DATE_TO (a range); DATE_END: none */
    struct date dates[MOST_DATES];
    size_t n;
    bool approximate, uncertain;
    bool night, night_before; /* it is said so; "in der Nacht zum 3. Mai" */
    bool or_before;           /* its "until" is before to some: до 2019 года */
    int weekday;              /* said before there is a date: "Monday (3 May)" */
    size_t at;
};

static bool is_frame(enum date_kind kind)
{
    return kind == DATE_SINCE || kind == DATE_UNTIL || kind == DATE_BEFORE || kind == DATE_AFTER ||
           kind == DATE_BETWEEN;
}

/* A weekday behind its date, or before there is one. */
static bool add_weekday(struct phrase *p, int weekday)
{
    int *said = p->n ? &p->dates[p->n - 1].weekday : &p->weekday;
    bool fits = !*said || *said == weekday;
    *said = weekday;
    return fits;
}

static void note_night(struct phrase *p, const struct date_token *t)
{
    p->night |= t->kind == DATE_NIGHT && t->value;
    p->night_before |= t->kind == DATE_TO && p->night && !p->n;
}

/* Takes one word that is no date. false: it has no place here. */
static bool read_around(const struct reader *r, struct phrase *p)
{
    struct date_token t = token(r, p->at);
    p->at = t.to;
    if (is_frame(t.kind)) {
        bool fits = p->frame == DATE_END || p->frame == t.kind; /* "from 5 May onwards" has two */
        p->frame = t.kind;
        p->or_before |= t.kind == DATE_UNTIL && t.weak;
        return fits;
    }
    if (t.kind == DATE_PART) /* behind its date: "2020年初", "Mayis sonunda" */
        return p->n && add_part(&p->dates[p->n - 1], t.value);
    if (t.kind == DATE_WEEKDAY && t.value)
        return add_weekday(p, t.value);
    p->approximate |= t.kind == DATE_ABOUT || is_sign(&t, "~");
    note_night(p, &t);
    p->uncertain |= t.kind == DATE_PERHAPS || is_sign(&t, "?");
    return t.kind == DATE_ABOUT || t.kind == DATE_PERHAPS || t.kind == DATE_FILLER || t.kind == DATE_OF ||
           t.kind == DATE_TO || t.kind == DATE_WEEKDAY || t.kind == DATE_DAY_MARK ||
           t.kind == DATE_YEAR_MARK || t.kind == DATE_NIGHT || (t.kind == DATE_NEAR && t.weak && p->n) ||
           /* gestern Morgen */ (t.kind == DATE_SIGN && !is_sign(&t, "/+*=@#$%&<>{}|\\^_"));
}

/* Takes the date that is read at p->at, past what may stand before it. */
static bool add_date(struct reader *r, struct phrase *p)
{
    r->since = p->frame == DATE_SINCE;
    size_t end, at = p->at;
    struct date d, said = { .weekday = p->weekday };
    for (int i = 0; i < 8; i++) {
        if (read_date(r, at, &d, &end)) {
            d.about |= said.about;
            d.weekday = said.weekday;
            if (!add_part(&d, said.part))
                return false;
            p->dates[p->n++] = d;
            p->weekday = 0;
            p->at = end;
            return true;
        }
        struct date_token t = token(r, at); /* "and the 5th", "to Friday, 3 May" */
        if (t.kind != DATE_FILLER && t.kind != DATE_OF && t.kind != DATE_TO && t.kind != DATE_WEEKDAY &&
            t.kind != DATE_ABOUT && t.kind != DATE_PART && t.kind != DATE_NIGHT &&
            !is_sign(&t, said.part ? ",'-" : ",'"))
            return false;
        if (t.kind == DATE_PART && !add_part(&said, t.value))
            return false;
        said.weekday = t.kind == DATE_WEEKDAY && t.value ? t.value : said.weekday;
        p->approximate |= t.kind == DATE_ABOUT;
        note_night(p, &t);
        at = t.to;
    }
    return false;
}

/* "or D", "to D", "- D", "and D" behind a date. */
static bool read_further(struct reader *r, struct phrase *p)
{
    struct date_token t = token(r, p->at), comma = t;
    if (is_sign(&comma, ","))
        t = token(r, comma.to);
    bool ranged = p->frame == DATE_TO || (p->frame == DATE_BETWEEN && p->n > 1);
    bool range = t.kind == DATE_TO || t.kind == DATE_UNTIL || is_sign(&t, "-") ||
                 (t.kind == DATE_AND && p->frame == DATE_BETWEEN);
    bool or = (t.kind == DATE_OR || t.kind == DATE_OF) && p->frame == DATE_END;
    bool framed = p->frame != DATE_END && p->frame != DATE_SINCE && p->frame != DATE_BETWEEN;
    if (ranged || p->n == MOST_DATES || !((range && p->n == 1 && !framed) || or))
        return false;
    struct phrase saved = *p;
    p->at = t.to;
    if (!add_date(r, p)) {
        *p = saved;
        return false;
    }
    if (range && p->frame != DATE_BETWEEN)
        p->frame = DATE_TO;
    return true;
}

static bool is_range(enum date_kind frame)
{
    return frame == DATE_TO || frame == DATE_BETWEEN;
}

/* The night of 31 December to 1 January has two years, of which one is said. */
static void share_year_of_night(struct phrase *p)
{
    struct date *a = &p->dates[0], *b = &p->dates[1];
    bool over = p->night && p->n == 2 && is_range(p->frame) && a->month == 12 && a->day == 31 &&
                b->month == 1 && b->day == 1;
    if (over && !a->year && b->year)
        a->year = b->year - 1;
    else if (over && a->year && !b->year)
        b->year = a->year + 1;
}

/* Gives each date what only another one says: year and month of "2 or 3 May 2020". */
static void share_parts(struct phrase *p)
{
    for (size_t i = p->n; i-- > 0;)
        for (size_t k = 0; k < p->n; k++) {
            struct date *d = &p->dates[i];
            const struct date *other = &p->dates[k];
            if (!d->year)
                d->year = other->year;
            if (!d->month && d->day)
                d->month = other->month;
        }
}

/* "до 2019 года" leaves the year out to some, and not to others. */
static void choose_until(struct reader *r, struct phrase *p)
{
    const struct date *d = &p->dates[0];
    if (!p->or_before || p->frame != DATE_UNTIL || d->month || d->part)
        return;
    r->ambiguous = true;
    p->frame = r->month_first ? DATE_BEFORE : DATE_UNTIL;
}

static bool read_phrase(struct reader *r, struct phrase *p)
{
    while (!add_date(r, p))
        if (token(r, p->at).kind == DATE_END || !read_around(r, p))
            return false;
    while (token(r, p->at).kind != DATE_END)
        if (!read_further(r, p) && !read_around(r, p))
            return false;
    share_year_of_night(p);
    share_parts(p);
    choose_until(r, p);
    size_t rest;
    text_trim(r->s + p->at, r->n - p->at, &rest);
    return !rest && (p->frame != DATE_BETWEEN || p->n == 2);
}

static const char *marks_of(const struct phrase *p, bool about)
{
    about |= p->approximate;
    return about && p->uncertain ? "%" : about ? "~" : p->uncertain ? "?" : "";
}

#define ONE_BYTES    (2 * POINT_BYTES + 4) /* "[from..to]" */
#define PHRASE_BYTES (MOST_DATES * ONE_BYTES + 4)

/* Date i of the phrase. A part of a year or month is one of its days, unless it bounds a stretch of time:
 * then that begins with its first day and ends with its last. Before and after leave it out. */
static bool format_one(const struct phrase *p, size_t i, enum date_kind frame, char out[static ONE_BYTES])
{
    struct date from, to;
    char first[POINT_BYTES], last[POINT_BYTES];
    bool about, stretch = is_range(frame);
    if (!bounds_of_part(&p->dates[i], &from, &to, &about))
        return false;
    step_out(frame, p->dates[i].part, about, &from, &to);
    format_date(&from, marks_of(p, about), first);
    format_date(&to, marks_of(p, about), last);
    if (frame == DATE_SINCE || (stretch && i == 0) || strcmp(first, last) == 0)
        snprintf(out, ONE_BYTES, "%s", first);
    else if (frame == DATE_UNTIL || stretch)
        snprintf(out, ONE_BYTES, "%s", last);
    else
        snprintf(out, ONE_BYTES,
                 frame == DATE_OR        ? "%s..%s"
                 : p->dates[i].days == 1 ? "[%s,%s]"
                                         : "[%s..%s]",
                 first, last);
    return true;
}

/* The phrase as EDTF, by the table of the header. false: it says nothing that EDTF can. */
static bool format_phrase(const struct phrase *p, char out[static PHRASE_BYTES])
{
    static const struct {
        enum date_kind frame;
        const char *open, *between, *close;
    } SHAPES[] = {
        { DATE_END, "", "", "" },         { DATE_SINCE, "", "", "/.." },  { DATE_UNTIL, "../", "", "" },
        { DATE_BEFORE, "[..", "", "]" },  { DATE_AFTER, "[", "", "..]" }, { DATE_TO, "", "/", "" },
        { DATE_BETWEEN, "[", "..", "]" }, { DATE_OR, "[", ",", "]" },
    };
    enum date_kind frame = p->n > 1 && p->frame == DATE_END ? DATE_OR : p->frame;
    size_t k = 0;
    while (SHAPES[k].frame != frame)
        k++;
    size_t len = (size_t)snprintf(out, PHRASE_BYTES, "%s", SHAPES[k].open);
    for (size_t i = 0; i < p->n; i++) {
        char one[ONE_BYTES];
        if (!format_one(p, i, frame, one))
            return false;
        len += (size_t)snprintf(out + len, PHRASE_BYTES - len, "%s%s", i ? SHAPES[k].between : "", one);
    }
    snprintf(out + len, PHRASE_BYTES - len, "%s", SHAPES[k].close);
    return true;
}

/* ---- from a text ------------------------------------------------------------------------------------- */

/* Fills in the year where none is said. false: there is none to fill in, or a day without a month. */
static bool complete(struct phrase *p, int default_year, bool *inferred)
{
    for (size_t i = 0; i < p->n; i++) {
        struct date *d = &p->dates[i];
        if (!d->year) {
            d->year = default_year;
            *inferred = true;
        }
        if (!d->year || (d->day && !d->month))
            return false;
    }
    return true;
}

static int32_t day_number(const struct date *d)
{
    return day_from_civil(d->year, d->month, d->day);
}

/* "Tuesday a week ago": the Tuesday of the week that was a week ago to some, to others a week before the
 * Tuesday that is over. */
static void step_to_weekday(struct reader *r, struct date *d)
{
    int32_t day = day_number(d), first = day - day_weekday(day) + d->weekday - 1;
    bool ahead = day > *r->today, either = ahead ? first < day : first > day;
    r->ambiguous |= either;
    first += either && r->month_first ? ahead ? 7 : -7 : 0;
    day_to_civil(first, &d->year, &d->month, &d->day);
    d->about = false;
}

/* Puts a date that is a week, or about a day, to the weekday that is said beside it. Of any other it is only
 * checked, and that there is such a day at all. */
static int settle_day(struct reader *r, struct date *d, struct err *e)
{
    static const char *const NAMES[] = { N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
                                         N_("Friday"), N_("Saturday"), N_("Sunday") };
    struct edtf strict;
    char text[POINT_BYTES];
    format_date(d, "", text);
    if (!d->day)
        return 0;
    if (edtf_parse(text, &strict, e) < 0)
        return -1;
    const int is = day_weekday(strict.earliest), said = d->weekday - 1;
    if (!d->weekday)
        return 0;
    if (d->days == 6) {
        day_to_civil(strict.earliest + said, &d->year, &d->month, &d->day);
        d->days = 0;
    } else if (d->about && r->today) {
        step_to_weekday(r, d);
    } else if (is != said && (d->days != 2 || (is + 1) % 7 != said)) {
        return err_set(e, ERR_INPUT, _("%s is a %s, not a %s."), text, _(NAMES[is]), _(NAMES[said]));
    }
    return 0;
}

/* What happened in a night was on one of two days: "the night of 2 May", "the night from 2 to 3 May". Nobody
 * can tell whether tonight ("heute Nacht") is the night before or after today. */
static void join_night(struct phrase *p, const int32_t *today)
{
    struct date *d = &p->dates[0];
    bool days = d->day && !d->days && !d->part && (p->n == 1 || p->dates[1].day);
    if (!p->night || !days)
        return;
    if (p->n == 1 && p->frame == DATE_END) {
        bool this_day = today && day_number(d) == *today;
        d->days = this_day ? 2 : 1;
        if (this_day || p->night_before)
            day_to_civil(day_number(d) - 1, &d->year, &d->month, &d->day);
    } else if (p->n == 2 && is_range(p->frame) && day_number(d) + 1 == day_number(&p->dates[1])) {
        d->days = 1;
        p->n = 1;
        p->frame = DATE_END;
    }
}

/* Only signs of EDTF: what is wrong with it is for the strict parser to say. */
static bool has_edtf_signs_only(const char *text)
{
    return strspn(text, "0123456789-/.,?~%[]{}XYSETZ:+") == strlen(text);
}

static bool has_weekday(const struct reader *r)
{
    struct date_token t = token(r, 0);
    while (t.kind != DATE_END && t.kind != DATE_WEEKDAY)
        t = token(r, t.to);
    return t.kind == DATE_WEEKDAY;
}

static int no_date(const struct reader *r, struct err *e)
{
    struct edtf strict;
    if (has_edtf_signs_only(r->s))
        return edtf_parse(r->s, &strict, e);
    if (r->today && has_weekday(r))
        return err_set(e, ERR_INPUT,
                       _("Which day this is cannot be told: write its date, or for example last Tuesday, or "
                         "Tuesday of last week."));
    return err_set(
        e, ERR_INPUT,
        _("No date was understood in this; write for example 10 February 2023, March 2019, since 2018 "
          "or 2023-02-10."));
}

/* Whether the text is EDTF as it stands, but for white space around it. */
static bool parse_trimmed(const char *text, struct edtf *date)
{
    char copy[EDTF_TEXT_BYTES];
    size_t len;
    const char *start = text_trim(text, strlen(text), &len);
    if (len >= sizeof copy)
        return false;
    memcpy(copy, start, len);
    copy[len] = '\0';
    return edtf_parse(copy, date, NULL) == 0;
}

/* What a text is read with. */
struct given {
    int default_year;     /* 0: none */
    const int32_t *today; /* NULL: not known */
};

/* One reading of the text. -1: none. */
static int read_as(const char *text, const struct given *g, bool month_first, bool *ambiguous, bool *inferred,
                   struct edtf *date, struct err *e)
{
    struct reader r = { .s = text, .n = strlen(text), .month_first = month_first, .today = g->today };
    struct phrase p = { .frame = DATE_END };
    char edtf[PHRASE_BYTES];
    if (!read_phrase(&r, &p))
        return no_date(&r, e);
    *ambiguous = r.ambiguous;
    if (!complete(&p, g->default_year, inferred))
        return err_set(e, ERR_INPUT, _("This date has no year, or no month: write them too."));
    for (size_t i = 0; i < p.n; i++)
        if (settle_day(&r, &p.dates[i], e) < 0)
            return -1;
    *ambiguous = r.ambiguous;
    join_night(&p, g->today);
    if (!format_phrase(&p, edtf))
        return err_set(e, ERR_INPUT,
                       _("There is no such part of a date: write the days or months that are meant, for "
                         "example from 8 to 14 June 2022."));
    return edtf_parse(edtf, date, e);
}

static int read_text(const char *text, const struct given *g, struct edtf_reading *out, struct err *e)
{
    bool ambiguous = false, inferred = false;
    *out = (struct edtf_reading){ 0 };
    if (parse_trimmed(text, &out->date))
        return 0;
    bool meant_as_edtf = has_edtf_signs_only(text) && (strpbrk(text, "~%[]{}XY") || strstr(text, ".."));
    if (meant_as_edtf || text_is_blank(text))
        return edtf_parse(meant_as_edtf ? text : "", &out->date, e);
    struct edtf first, second;
    struct err why = { 0 };
    bool one = read_as(text, g, false, &ambiguous, &inferred, &first, &why) == 0;
    bool other = ambiguous && read_as(text, g, true, &ambiguous, &inferred, &second, NULL) == 0;
    if (!one && !other)
        return err_set(e, why.code, "%s", why.text);
    out->year_inferred = inferred;
    out->date = one ? first : second;
    if (!one || !other)
        return 0;
    out->ambiguous[0] = first;
    out->ambiguous[1] = second;
    out->n_ambiguous = 2;
    out->date = (struct edtf){ 0 };
    return err_set(e, ERR_INPUT, _("This can be read as %s or as %s: write the one that is meant."),
                   out->ambiguous[0].text, out->ambiguous[1].text);
}

int edtf_from_prose(const char *text, int default_year, struct edtf_reading *out, struct err *e)
{
    return read_text(text, &(struct given){ default_year, NULL }, out, e);
}

/* ---- as said on a day -------------------------------------------------------------------------------- */

/* What the program shows in its own language can be typed too: "in 3 days". */
static bool read_distance(const char *text, int32_t *days)
{
    const char *digits = text + strcspn(text, "0123456789"), *rest = digits + strspn(digits, "0123456789");
    const long n = strtol(digits, NULL, 10);
    const struct {
        const char *form;
        int days;
    } FORMS[] = {
        { P_("in %lld day", "in %lld days", n), 1 },
        { P_("%lld day ago", "%lld days ago", n), -1 },
        { P_("in %lld week", "in %lld weeks", n), 7 },
        { P_("%lld week ago", "%lld weeks ago", n), -7 },
    };
    struct buf form = { 0 };
    bool found = false;
    buf_addf(&form, "%.*s%%lld%s", (int)(digits - text), text, rest);
    for (size_t i = 0; n > 0 && n < 10000 && !found && i < sizeof FORMS / sizeof *FORMS; i++) {
        found = text_same_folded(buf_text(&form), FORMS[i].form);
        *days = (int32_t)n * FORMS[i].days;
    }
    buf_free(&form);
    return found;
}

/* The days from today in words of the program's language; false: it is none of them. */
static bool read_days(const char *text, int32_t *days)
{
    static const char *const NEAR[] = { N_("yesterday"), N_("today"), N_("tomorrow") };
    for (*days = -1; *days <= 1; ++*days)
        if (text_same_folded(text, _(NEAR[*days + 1])))
            return true;
    return read_distance(text, days);
}

int edtf_said_on(const char *text, int32_t today, struct edtf_reading *out, struct err *e)
{
    char day[DAY_TEXT_BYTES], words[EDTF_TEXT_BYTES];
    int32_t days;
    size_t len;
    int rc = read_text(text, &(struct given){ 0, &today }, out, e);
    if (rc == 0 || out->n_ambiguous)
        return rc;
    const char *start = text_trim(text, strlen(text), &len);
    snprintf(words, sizeof words, "%.*s", (int)(len < sizeof words ? len : 0), start);
    if (!read_days(words, &days))
        return rc;
    *out = (struct edtf_reading){ 0 };
    day_format(today + days, day);
    return edtf_parse(day, &out->date, e);
}

/* ---- in running text --------------------------------------------------------------------------------- */

/* Reads the date at `at` with one order of day and month. */
static bool find_as(struct reader *r, size_t at, int default_year, bool *inferred, struct edtf *date,
                    size_t *end)
{
    struct phrase p = { .frame = DATE_END, .n = 1 };
    struct date *d = &p.dates[0];
    char edtf[PHRASE_BYTES];
    if (!read_date(r, at, d, end))
        return false;
    *inferred = d->year == 0;
    d->year = d->year ? d->year : default_year;
    return d->year && format_phrase(&p, edtf) && edtf_parse(edtf, date, NULL) == 0;
}

static bool find_at(struct reader *r, size_t at, int default_year, struct edtf_reading *out, size_t *end)
{
    bool inferred;
    *out = (struct edtf_reading){ 0 };
    r->ambiguous = r->month_first = false;
    if (!find_as(r, at, default_year, &inferred, &out->date, end))
        return false;
    out->year_inferred = inferred;
    r->month_first = true;
    if (!r->ambiguous || !find_as(r, at, default_year, &inferred, &out->ambiguous[1], end))
        return true;
    out->ambiguous[0] = out->date;
    out->date = (struct edtf){ 0 };
    out->n_ambiguous = 2;
    return true;
}

bool edtf_find(const char *text, size_t n, size_t from, int default_year, struct edtf_reading *out,
               size_t *start, size_t *end)
{
    struct reader r = { .s = text, .n = n, .running = true };
    enum date_kind last = DATE_END;
    for (size_t at = from; at < n;) {
        uint32_t cp;
        size_t len = text_decode(text + at, n - at, &cp);
        if (text_is_space(cp)) {
            at += len;
            continue;
        }
        struct date_token t = token(&r, at);
        struct date_token next = token(&r, t.to);
        bool may_start =
            t.kind == DATE_NUMBER || t.kind == DATE_MONTH || t.kind == DATE_SEASON || t.kind == DATE_PART;
        bool document = last == DATE_INDEX || (last == DATE_PART && is_sign(&next, "/")); /* FIN 12/05/94 */
        if (may_start && !document && find_at(&r, at, default_year, out, end)) {
            *start = at;
            return true;
        }
        last = t.kind;
        at = t.to;
    }
    return false;
}
