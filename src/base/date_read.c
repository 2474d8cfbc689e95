/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each way of writing one date is a small function that takes exactly that way or nothing; date_read tries
 * them by what the text begins with. See edtf_prose.c. Tested in test_edtf. */
#include "satchel/base/date_read.h"

#include <string.h>
#include <strings.h>

#include "satchel/base/date_said.h"
#include "satchel/base/day.h"
#include "satchel/base/text.h"

struct date_token date_reader_token(const struct date_reader *r, size_t at)
{
    return date_token_at(r->s, r->n, at);
}

/* ---- what may stand before and after a date ---------------------------------------------------------- */

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* The code points before and after a place, 0 at the ends of the text. */
static uint32_t cp_before(const struct date_reader *r, size_t at)
{
    uint32_t cp = 0;
    size_t back = text_prev_cp(r->s, at);
    return text_decode(r->s + back, at - back, &cp) ? cp : 0;
}

static uint32_t cp_at(const struct date_reader *r, size_t at)
{
    uint32_t cp = 0;
    return text_decode(r->s + at, r->n - at, &cp) ? cp : 0;
}

static bool joins(uint32_t cp, const char *signs)
{
    return cp && cp < 0x80 && strchr(signs, (int)cp);
}

/* Whether a number can begin a date here, and is not the rest of a word, path, telephone or larger number. */
static bool starts_clean(const struct date_reader *r, size_t at, const char *signs)
{
    uint32_t before = cp_before(r, at);
    if (at && at == r->joined)
        return true;
    if (text_is_alnum(before))
        return text_is_cjk(before);
    if (joins(before, "/@_#+="))
        return false;
    return !joins(before, signs) || !text_is_alnum(cp_before(r, text_prev_cp(r->s, at)));
}

/* Whether the number that ends here is over, so that `2020/3`, `2020.5`, `15,000` do not end a date. */
static bool ends_clean(const struct date_reader *r, size_t at, const char *signs)
{
    uint32_t after = cp_at(r, at);
    if (text_is_alnum(after))
        return text_is_cjk(after);
    return !joins(after, "@_") && !(joins(after, signs) && is_digit(cp_at(r, at + 1)));
}

/* Whether a digit stands before, perhaps with one blank between. */
static bool number_before(const struct date_reader *r, size_t at)
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

bool date_is_sign(const struct date_token *t, const char *signs)
{
    return t->kind == DATE_SIGN && t->value > 0 && t->value < 0x80 && strchr(signs, t->value);
}

static int full_year(int two_digits)
{
    return two_digits + (two_digits < 50 ? 2000 : 1900);
}

/* ---- numbers: 19.07.12, 26/08/2009, 2021-03-05, 06/2020 ---------------------------------------------- */

/* Which of the two is the day. */
static void order_day_and_month(struct date_reader *r, int a, int b, uint32_t sign, struct date_point *d)
{
    bool either = sign != '.' && a <= 12 && b <= 12 && a != b;
    bool month_first = either ? r->month_first : sign != '.' && b > 12;
    r->ambiguous |= either;
    d->day = month_first ? b : a;
    d->month = month_first ? a : b;
}

/* A year of two digits is taken only where every number has two, as in 19.07.12. */
static bool short_year(const struct date_reader *r, const struct date_token *a, const struct date_token *b,
                       const struct date_token *c, int sign)
{
    return c->digits == 2 && (!r->running || (a->digits == 2 && b->digits == 2 && sign != '-'));
}

static bool read_numeric(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token a = date_reader_token(r, at), sign = date_reader_token(r, a.to);
    if (a.kind != DATE_NUMBER || !date_is_sign(&sign, "./-") || sign.gap)
        return false;
    struct date_token b = date_reader_token(r, sign.to), again = date_reader_token(r, b.to),
                      c = date_reader_token(r, again.to);
    bool spaced = sign.value == '.' && is_year(&c); /* 5. 7. 2012 */
    if (b.kind != DATE_NUMBER || again.kind != DATE_SIGN || again.value != sign.value || again.gap ||
        c.kind != DATE_NUMBER || ((b.gap || c.gap) && !spaced))
        return false;
    if (is_year(&a) && b.digits <= 2 && c.digits <= 2)
        *d = (struct date_point){ .year = a.value, .month = b.value, .day = c.value };
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
static bool read_numeric_month(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token a = date_reader_token(r, at), sign = date_reader_token(r, a.to),
                      b = date_reader_token(r, sign.to);
    if (r->running || a.kind != DATE_NUMBER || b.kind != DATE_NUMBER || sign.gap || b.gap ||
        !date_is_sign(&sign, "./-"))
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
static size_t skip_fillers(const struct date_reader *r, size_t at)
{
    for (int i = 0; i < 4; i++) {
        struct date_token t = date_reader_token(r, at);
        bool apostrophe = date_is_sign(&t, "'") && !is_digit(cp_at(r, t.to));
        if (t.kind != DATE_FILLER && t.kind != DATE_OF && t.kind != DATE_TO && !date_is_sign(&t, ",") &&
            !apostrophe)
            break;
        at = t.to;
    }
    return at;
}

/* Past "st", "er", ".", "-go" written on a number. Short words that fold alike (º is o) count too. */
static size_t skip_ordinal(const struct date_reader *r, size_t at)
{
    struct date_token t = date_reader_token(r, at);
    if (date_is_sign(&t, "-") && !t.gap && date_reader_token(r, t.to).kind == DATE_ORDINAL)
        t = date_reader_token(r, t.to);
    bool word = t.kind == DATE_ORDINAL ||
                ((t.kind == DATE_OR || t.kind == DATE_AND || t.kind == DATE_TO || t.kind == DATE_FILLER) &&
                 t.to - t.from <= 2);
    return !t.gap && (word || date_is_sign(&t, ".")) ? t.to : at;
}

/* A month by name, and what belongs to it: the point of "Jan.", a second name as in "shubat/fibrayir". */
static bool read_month_name(const struct date_reader *r, size_t at, int *month, bool *weak, size_t *end)
{
    struct date_token t = date_reader_token(r, at);
    if (t.kind != DATE_MONTH)
        return false;
    *month = t.value;
    *weak = t.weak;
    *end = t.to;
    struct date_token sign = date_reader_token(r, t.to), other = date_reader_token(r, sign.to);
    if (date_is_sign(&sign, ".") && !sign.gap)
        *end = sign.to;
    else if (date_is_sign(&sign, "/(") && other.kind == DATE_MONTH && other.value == *month)
        *end = date_is_sign(&sign, "(") && cp_at(r, other.to) == ')' ? other.to + 1 : other.to;
    return true;
}

/* The year behind a month or season. joint: the sign that joined day and month, as in 20-May-12; 0: none. */
static bool read_year(const struct date_reader *r, size_t at, int joint, int *year, size_t *end)
{
    struct date_token t = date_reader_token(r, skip_fillers(r, at));
    if (joint) {
        struct date_token sign = date_reader_token(r, at);
        if (sign.kind == DATE_SIGN && sign.value == joint && !sign.gap)
            t = date_reader_token(r, sign.to);
        else
            joint = 0;
    }
    bool apostrophe = date_is_sign(&t, "'");
    if (apostrophe)
        t = date_reader_token(r, t.to);
    bool two_digits = t.kind == DATE_NUMBER && t.digits == 2 && (joint || apostrophe || !r->running);
    if (!is_year(&t) && !two_digits)
        return false;
    *year = two_digits ? full_year(t.value) : t.value;
    *end = t.to;
    return ends_clean(r, t.to, "/.") && cp_at(r, t.to) != ':';
}

/* Croatian, which has a point behind its days, has other months by the same word than Polish. */
static void choose_month(struct date_reader *r, const struct date_token *name, bool either, int *month)
{
    if (!name->either || !either)
        return;
    r->ambiguous = true;
    *month -= r->month_first;
}

/* 10 February 2023, 10th of May 2020, 16. August 2022, 20-May-12; without a year too */
static bool read_day_month(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token day = date_reader_token(r, at);
    bool weak;
    int joint = 0;
    if (!is_day(&day) || !starts_clean(r, day.from, "./:,"))
        return false;
    struct date_token sign = date_reader_token(r, day.to);
    size_t next = skip_ordinal(r, day.to);
    if (date_is_sign(&sign, "-/.") && !sign.gap && date_reader_token(r, sign.to).kind == DATE_MONTH &&
        !date_reader_token(r, sign.to).gap) {
        joint = sign.value;
        next = sign.to;
    }
    if (!read_month_name(r, skip_fillers(r, next), &d->month, &weak, end))
        return false;
    d->day = day.value;
    struct date_token name = date_reader_token(r, skip_fillers(r, next));
    choose_month(r, &name, date_is_sign(&sign, "."), &d->month);
    if (read_year(r, *end, joint, &d->year, end))
        return true;
    d->year = 0;
    return !weak && (!r->running || date_reader_token(r, *end).kind != DATE_NUMBER);
}

/* May 15, 2023; June 1 2023; without a year too */
static bool read_month_day(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    bool weak;
    size_t next;
    struct date_token name = date_reader_token(r, at);
    if (!read_month_name(r, at, &d->month, &weak, &next) || text_is_alnum(cp_before(r, name.from)))
        return false;
    struct date_token day = date_reader_token(r, skip_fillers(r, next));
    if (!is_day(&day) || weak)
        return false;
    d->day = day.value;
    *end = skip_ordinal(r, day.to);
    if (read_year(r, *end, 0, &d->year, end))
        return true;
    d->year = 0;
    struct date_token after = date_reader_token(r, *end);
    bool alone = after.kind != DATE_NUMBER && !number_before(r, name.from); /* not "5 May 20 people" */
    return !r->running || (name.capital && alone && ends_clean(r, *end, "/.-:,"));
}

/* March 2019, marzo de 2019; hiver 2022 */
static bool read_month_year(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token name = date_reader_token(r, at);
    if ((name.kind != DATE_MONTH && name.kind != DATE_SEASON) || text_is_alnum(cp_before(r, name.from)))
        return false;
    bool weak = name.weak;
    size_t next = name.to;
    d->month = name.value;
    if (name.kind == DATE_MONTH)
        read_month_name(r, at, &d->month, &weak, &next);
    struct date_token year = date_reader_token(r, skip_fillers(r, next));
    if ((weak && r->running) || !is_year(&year) || !ends_clean(r, year.to, "/."))
        return false;
    choose_month(r, &name, true, &d->month);
    d->year = year.value;
    *end = year.to;
    return true;
}

/* 2020. majus 5., 2012 Jul 19, 2020-May-05 */
static bool read_year_month_day(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token year = date_reader_token(r, at), sign = date_reader_token(r, year.to);
    bool weak;
    if (!is_year(&year) || !starts_clean(r, year.from, "./-:,"))
        return false;
    size_t next = date_is_sign(&sign, ".-/") && !sign.gap ? sign.to : year.to;
    if (!read_month_name(r, next, &d->month, &weak, &next) || (weak && r->running))
        return false;
    struct date_token joint = date_reader_token(r, next);
    struct date_token day = date_reader_token(r, date_is_sign(&joint, "-/") && !joint.gap ? joint.to : next);
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
static bool read_marked(const struct date_reader *r, size_t at, enum date_kind mark, int *value, size_t *end)
{
    struct date_token number = date_reader_token(r, at), sign = date_reader_token(r, number.to);
    if (number.kind != DATE_NUMBER || sign.kind != mark)
        return false;
    *value = number.value;
    *end = sign.to;
    return mark == DATE_YEAR_MARK ? is_year(&number) : number.value >= 1 && number.value <= 31;
}

static bool read_cjk(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    if (!starts_clean(r, date_reader_token(r, at).from, "./-:,"))
        return false;
    size_t next = at;
    bool year = read_marked(r, at, DATE_YEAR_MARK, &d->year, &next);
    struct date_token season = date_reader_token(r, next);
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

static bool read_year_alone(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token year = date_reader_token(r, at), s = date_reader_token(r, year.to);
    if (r->running || !is_year(&year))
        return false;
    d->year = year.value;
    d->decade = !s.gap && s.to - s.from <= 2 && s.kind != DATE_SIGN && s.kind != DATE_NUMBER && s.to > s.from;
    *end = d->decade ? s.to : year.to;
    return !d->decade || (year.value % 10 == 0 && !text_is_cjk(cp_at(r, s.from)));
}

/* "Christmas 2019", "Weihnachten" of "Weihnachten oder Silvester 2019" */
static bool read_feast(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token feast = date_reader_token(r, at),
                      year = date_reader_token(r, skip_fillers(r, feast.to));
    if (r->running)
        return false;
    *end = is_year(&year) ? year.to : feast.to;
    *d = (struct date_point){ .year = is_year(&year) ? year.value : 0,
                              .month = feast.value / 100,
                              .day = feast.value % 100 };
    return true;
}

/* In running text: "late 2023", "mid-May 2024", "at the beginning of the spring of 2021". Elsewhere the
 * phrase puts such words to their date. */
static bool read_part_of(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token part = date_reader_token(r, at), sign = date_reader_token(r, part.to);
    if (!r->running || text_is_alnum(cp_before(r, part.from)))
        return false;
    size_t next = skip_fillers(r, date_is_sign(&sign, "-") ? sign.to : part.to);
    struct date_token year = date_reader_token(r, next);
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
static bool read_compact(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token t = date_reader_token(r, at);
    if (r->running || t.kind != DATE_NUMBER || t.digits != 8)
        return false;
    *d = (struct date_point){ .year = t.value / 10000, .month = t.value / 100 % 100, .day = t.value % 100 };
    *end = t.to;
    return d->year >= 1800 && d->year <= 2199 && d->month >= 1 && d->month <= 12 && d->day >= 1;
}

/* today, gestern, 明天 */
static bool read_near(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token t = date_reader_token(r, at);
    if (!r->today)
        return false;
    day_to_civil(*r->today + t.value, &d->year, &d->month, &d->day);
    *end = t.to;
    return true;
}

/* last Tuesday, hace dos semanas, 上周二 */
static bool read_said(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_said said;
    bool either;
    if (!r->today)
        return false;
    const struct date_said_how how = { *r->today, r->since, r->month_first };
    if (!date_said_at(r->s, r->n, at, &how, &said, &either, end))
        return false;
    r->ambiguous |= either;
    *d = (struct date_point){
        .year = said.year, .month = said.month, .day = said.day, .days = said.days, .about = said.about
    };
    return true;
}

/* the last Sunday of March 2022 */
static bool read_nth(const struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_said said;
    if (r->running || !date_said_nth(r->s, r->n, at, &said, end))
        return false;
    *d = (struct date_point){ .year = said.year, .month = said.month, .day = said.day };
    return true;
}

/* The number of a quarter, also III; 0: it is none. */
static int quarter_number(const struct date_reader *r, const struct date_token *t)
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
static bool read_numbered(const struct date_reader *r, size_t at, int *part, size_t *end)
{
    struct date_token a = date_reader_token(r, at);
    struct date_token b = date_reader_token(r, a.kind == DATE_NUMBER ? skip_ordinal(r, a.to) : a.to);
    const struct date_token *word = b.kind == DATE_QUARTER ? &b : &a;
    int number = quarter_number(r, word == &b ? &a : &b);
    if (word->kind != DATE_QUARTER || number < 1 || number > word->value)
        return false;
    *part = (word->value == 4 ? PART_QUARTER : PART_HALF) + number - 1;
    *end = b.to;
    return true;
}

/* Q3 2024, 2024 Q3, 3. Quartal 2024, 2024年第3季度 */
static bool read_quarter(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token year = date_reader_token(r, at), mark = date_reader_token(r, year.to);
    if (r->running)
        return false;
    if (is_year(&year)) {
        d->year = year.value;
        size_t next =
            skip_fillers(r, mark.kind == DATE_YEAR_MARK || date_is_sign(&mark, "-") ? mark.to : year.to);
        return read_numbered(r, next, &d->part, end);
    }
    if (!read_numbered(r, at, &d->part, end))
        return false;
    struct date_token sign = date_reader_token(r, *end);
    struct date_point said;
    size_t said_end;
    year = date_reader_token(r, skip_fillers(r, date_is_sign(&sign, "-/") ? sign.to : *end));
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
static bool read_part(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    struct date_token t = date_reader_token(r, at);
    bool weak;
    if (r->running)
        return false;
    if (read_month_name(r, at, &d->month, &weak, end))
        return true;
    if (!is_day(&t))
        return false;
    d->day = t.value;
    *end = skip_ordinal(r, t.to);
    struct date_token comma = date_reader_token(r, *end), year = date_reader_token(r, comma.to);
    if (date_is_sign(&comma, ",") && is_year(&year)) {
        d->year = year.value;
        *end = year.to;
    }
    return true;
}

/* ---- one date ---------------------------------------------------------------------------------------- */

bool date_read(struct date_reader *r, size_t at, struct date_point *d, size_t *end)
{
    static const struct {
        enum date_kind first; /* what it begins with */
        bool (*read)(struct date_reader *, size_t, struct date_point *, size_t *);
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
    enum date_kind first = date_reader_token(r, at).kind;
    *d = (struct date_point){ 0 };
    if (read_said(r, at, d, end) || read_nth(r, at, d, end))
        return true;
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        bool before = r->ambiguous;
        *d = (struct date_point){ 0 };
        if (WAYS[i].first == first && WAYS[i].read(r, at, d, end))
            return true;
        r->ambiguous = before;
    }
    return false;
}
