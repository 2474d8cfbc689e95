/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A phrase is read word by word: a date, a word around one, or what joins two. What is said of one date only
 * is shared then. Tested in test_edtf. */
#include "satchel/base/date_phrase.h"

#include <stdio.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/edtf.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

static bool is_frame(enum date_kind kind)
{
    return kind == DATE_SINCE || kind == DATE_UNTIL || kind == DATE_BEFORE || kind == DATE_AFTER ||
           kind == DATE_BETWEEN;
}

/* A weekday behind its date, or before there is one. */
static bool add_weekday(struct date_phrase *p, int weekday)
{
    int *said = p->n ? &p->dates[p->n - 1].weekday : &p->weekday;
    bool fits = !*said || *said == weekday;
    *said = weekday;
    return fits;
}

/* weekday: said before, and no date yet. */
static void note_night(struct date_phrase *p, const struct date_token *t, int *weekday)
{
    p->night |= t->kind == DATE_NIGHT && t->value;
    if (t->kind != DATE_TO || !p->night || p->n)
        return;
    p->night_before = true;
    if (p->night_from) /* from one weekday to the next, of which the date is that */
        p->frame = DATE_END;
    p->evening = *weekday;
    *weekday = 0;
}

/* Takes one word that is no date. false: it has no place here. */
static bool read_around(const struct date_reader *r, struct date_phrase *p)
{
    struct date_token t = date_reader_token(r, p->at);
    p->at = t.to;
    if (is_frame(t.kind)) {
        bool fits = p->frame == DATE_END || p->frame == t.kind; /* "from 5 May onwards" has two */
        p->frame = t.kind;
        p->night_from |= t.kind == DATE_SINCE && p->night && !p->n;
        p->or_before |= t.kind == DATE_UNTIL && t.weak;
        return fits;
    }
    if (t.kind == DATE_PART) /* behind its date: "2020年初", "Mayis sonunda" */
        return p->n && date_add_part(&p->dates[p->n - 1], t.value);
    if (t.kind == DATE_WEEKDAY && t.value)
        return add_weekday(p, t.value);
    p->approximate |= t.kind == DATE_ABOUT || date_is_sign(&t, "~");
    note_night(p, &t, &p->weekday);
    p->uncertain |= t.kind == DATE_PERHAPS || date_is_sign(&t, "?");
    return t.kind == DATE_ABOUT || t.kind == DATE_PERHAPS || t.kind == DATE_FILLER || t.kind == DATE_AROUND ||
           t.kind == DATE_OF || t.kind == DATE_TO || t.kind == DATE_WEEKDAY || t.kind == DATE_DAY_MARK ||
           t.kind == DATE_YEAR_MARK || t.kind == DATE_NIGHT || (t.kind == DATE_NEAR && t.weak && p->n) ||
           /* gestern Morgen */ (t.kind == DATE_SIGN && !date_is_sign(&t, "/+*=@#$%&<>{}|\\^_"));
}

/* Takes the date that is read at p->at, past what may stand before it. */
static bool add_date(struct date_reader *r, struct date_phrase *p)
{
    r->since = p->frame == DATE_SINCE;
    size_t end, at = p->at;
    struct date_point d, said = { .weekday = p->weekday };
    for (int i = 0; i < 8; i++) {
        struct date_token t = date_reader_token(r, at); /* "and the 5th", "to Friday, 3 May" */
        bool joins_night = t.kind == DATE_TO && p->night && !p->n && said.weekday;
        if (!joins_night && date_read(r, at, &d, &end)) {
            d.about |= said.about;
            d.weekday = said.weekday;
            if (!date_add_part(&d, said.part))
                return false;
            p->dates[p->n++] = d;
            p->weekday = 0;
            p->at = end;
            return true;
        }
        if (t.kind != DATE_FILLER && t.kind != DATE_AROUND && t.kind != DATE_OF && t.kind != DATE_TO &&
            t.kind != DATE_WEEKDAY && t.kind != DATE_ABOUT && t.kind != DATE_PART && t.kind != DATE_NIGHT &&
            !date_is_sign(&t, said.part ? ",'-" : ",'"))
            return false;
        if (t.kind == DATE_PART && !date_add_part(&said, t.value))
            return false;
        said.weekday = t.kind == DATE_WEEKDAY && t.value ? t.value : said.weekday;
        p->approximate |= t.kind == DATE_ABOUT;
        note_night(p, &t, &said.weekday);
        at = t.to;
    }
    return false;
}

/* "November 2-3 2024": the year of both, which the day before it does not take. */
static void add_year_behind(struct date_reader *r, struct date_phrase *p)
{
    struct date_point *d = &p->dates[p->n - 1], year;
    size_t end;
    if (d->day && !d->month && !d->year && p->dates[0].month && date_read(r, p->at, &year, &end) &&
        year.year && !year.month && !year.decade && !year.part) {
        d->year = year.year;
        p->at = end;
    }
}

/* "2/3 May", "31.10./1.11.2024": one of two days. */
static bool read_slashed(struct date_reader *r, struct date_phrase *p, const struct date_token *sign)
{
    const struct date_phrase saved = *p;
    if (p->n != 1 || !p->dates[0].day || p->dates[0].year || p->frame != DATE_END)
        return false;
    r->joined = date_reader_token(r, sign->to).from;
    p->at = sign->to;
    p->slashed = add_date(r, p) && p->dates[1].day;
    r->joined = 0;
    if (!p->slashed)
        *p = saved;
    else
        add_year_behind(r, p);
    return p->slashed;
}

/* "or D", "to D", "- D", "and D" behind a date. */
static bool read_further(struct date_reader *r, struct date_phrase *p)
{
    struct date_token t = date_reader_token(r, p->at), comma = t;
    if (date_is_sign(&t, "/"))
        return read_slashed(r, p, &t);
    if (date_is_sign(&comma, ","))
        t = date_reader_token(r, comma.to);
    bool ranged = p->frame == DATE_TO || (p->frame == DATE_BETWEEN && p->n > 1);
    bool range = t.kind == DATE_TO || t.kind == DATE_UNTIL || date_is_sign(&t, "-") ||
                 (t.kind == DATE_AND && p->frame == DATE_BETWEEN);
    bool or = (t.kind == DATE_OR || t.kind == DATE_OF) && p->frame == DATE_END;
    bool framed = p->frame != DATE_END && p->frame != DATE_SINCE && p->frame != DATE_BETWEEN;
    if (ranged || p->n == DATE_PHRASE_MOST || !((range && p->n == 1 && !framed) || or))
        return false;
    struct date_phrase saved = *p;
    p->at = t.to;
    r->joined = t.kind == DATE_SIGN ? date_reader_token(r, t.to).from : 0;
    bool added = add_date(r, p);
    r->joined = 0;
    if (!added) {
        *p = saved;
        return false;
    }
    add_year_behind(r, p);
    if (range && p->frame != DATE_BETWEEN)
        p->frame = DATE_TO;
    return true;
}

static bool is_range(enum date_kind frame)
{
    return frame == DATE_TO || frame == DATE_BETWEEN;
}

/* The night of 31 December to 1 January has two years, of which one is said. */
static void share_year_of_night(struct date_phrase *p)
{
    struct date_point *a = &p->dates[0], *b = &p->dates[1];
    bool night = p->slashed || (p->night && is_range(p->frame));
    bool over = night && p->n == 2 && a->month == 12 && a->day == 31 && b->month == 1 && b->day == 1;
    if (over && !a->year && b->year)
        a->year = b->year - 1;
    else if (over && a->year && !b->year)
        b->year = a->year + 1;
}

/* Gives each date what only another one says: year and month of "2 or 3 May 2020". */
static void share_parts(struct date_phrase *p)
{
    for (size_t i = p->n; i-- > 0;)
        for (size_t k = 0; k < p->n; k++) {
            struct date_point *d = &p->dates[i];
            const struct date_point *other = &p->dates[k];
            if (!d->year)
                d->year = other->year;
            if (!d->month && d->day)
                d->month = other->month;
        }
}

/* "до 2019 года" leaves the year out to some, and not to others. */
static void choose_until(struct date_reader *r, struct date_phrase *p)
{
    const struct date_point *d = &p->dates[0];
    if (!p->or_before || p->frame != DATE_UNTIL || d->month || d->part)
        return;
    r->ambiguous = true;
    p->frame = r->month_first ? DATE_BEFORE : DATE_UNTIL;
}

bool date_phrase_read(struct date_reader *r, struct date_phrase *p)
{
    while (!add_date(r, p))
        if (date_reader_token(r, p->at).kind == DATE_END || !read_around(r, p))
            return false;
    while (date_reader_token(r, p->at).kind != DATE_END)
        if (!read_further(r, p) && !read_around(r, p))
            return false;
    share_year_of_night(p);
    share_parts(p);
    choose_until(r, p);
    size_t rest;
    text_trim(r->s + p->at, r->n - p->at, &rest);
    return !rest && (p->frame != DATE_BETWEEN || p->n == 2);
}

static const char *marks_of(const struct date_phrase *p, bool about)
{
    about |= p->approximate;
    return about && p->uncertain ? "%" : about ? "~" : p->uncertain ? "?" : "";
}

#define ONE_BYTES DATE_PHRASE_ONE

/* Date i of the phrase. A part of a year or month is one of its days, unless it bounds a stretch of time:
 * then that begins with its first day and ends with its last. Before and after leave it out. */
static bool format_one(const struct date_phrase *p, size_t i, enum date_kind frame,
                       char out[static ONE_BYTES])
{
    struct date_point from, to;
    char first[DATE_POINT_BYTES], last[DATE_POINT_BYTES];
    bool about, stretch = is_range(frame);
    if (!date_part_bounds(&p->dates[i], &from, &to, &about))
        return false;
    date_step_out(frame, p->dates[i].part, about, &from, &to);
    date_point_text(&from, marks_of(p, about), first);
    date_point_text(&to, marks_of(p, about), last);
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
bool date_phrase_format(const struct date_phrase *p, char out[static DATE_PHRASE_BYTES])
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
    size_t len = (size_t)snprintf(out, DATE_PHRASE_BYTES, "%s", SHAPES[k].open);
    for (size_t i = 0; i < p->n; i++) {
        char one[ONE_BYTES];
        if (!format_one(p, i, frame, one))
            return false;
        len += (size_t)snprintf(out + len, DATE_PHRASE_BYTES - len, "%s%s", i ? SHAPES[k].between : "", one);
    }
    snprintf(out + len, DATE_PHRASE_BYTES - len, "%s", SHAPES[k].close);
    return true;
}

/* Fills in the year where none is said. false: there is none to fill in, or a day without a month. */
bool date_phrase_complete(struct date_phrase *p, int default_year, bool *inferred)
{
    for (size_t i = 0; i < p->n; i++) {
        struct date_point *d = &p->dates[i];
        if (!d->year) {
            d->year = default_year;
            *inferred = true;
        }
        if (!d->year || (d->day && !d->month))
            return false;
    }
    return true;
}

static int32_t day_number(const struct date_point *d)
{
    return day_from_civil(d->year, d->month, d->day);
}

/* "Tuesday a week ago": the Tuesday of the week that was a week ago to some, to others a week before the
 * Tuesday that is over. */
static void step_to_weekday(struct date_reader *r, struct date_point *d)
{
    int32_t day = day_number(d), first = day - day_weekday(day) + d->weekday - 1;
    bool ahead = day > *r->today, either = ahead ? first < day : first > day;
    r->ambiguous |= either;
    first += either && r->month_first ? ahead ? 7 : -7 : 0;
    day_to_civil(first, &d->year, &d->month, &d->day);
    d->about = false;
}

static const char *const WEEKDAYS[] = { N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
                                        N_("Friday"), N_("Saturday"), N_("Sunday") };

/* Puts a date that is a week, or about a day, to the weekday that is said beside it. Of any other it is only
 * checked, and that there is such a day at all. */
static int settle_day(struct date_reader *r, struct date_point *d, struct err *e)
{
    struct edtf strict;
    char text[DATE_POINT_BYTES];
    date_point_text(d, "", text);
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
    } else if (is != said && (!d->days || (is + 1) % 7 != said)) {
        return err_set(e, ERR_INPUT, _("%s is a %s, not a %s."), text, _(WEEKDAYS[is]), _(WEEKDAYS[said]));
    }
    return 0;
}

/* Its evening and its morning are two days that follow each other. */
static int check_night(const struct date_phrase *p, struct err *e)
{
    const struct date_point *a = &p->dates[0], *b = &p->dates[1];
    char first[DATE_POINT_BYTES], second[DATE_POINT_BYTES];
    if (!p->night || !a->day || a->days)
        return 0;
    int evening = day_weekday(day_number(a) - 1);
    date_point_text(a, "", first);
    if (p->n == 1 && p->evening && p->evening != evening + 1)
        return err_set(e, ERR_INPUT, _("The evening before %s was a %s, not a %s."), first,
                       _(WEEKDAYS[evening]), _(WEEKDAYS[p->evening - 1]));
    if (!p->slashed || p->n != 2 || !b->day || b->days || day_number(a) + 1 == day_number(b))
        return 0;
    date_point_text(b, "", second);
    return err_set(e, ERR_INPUT,
                   _("A night is of two days that follow each other, and %s and %s do not. Where they are of "
                     "two months, write both: 31 October/1 November 2026."),
                   first, second);
}

int date_phrase_settle(struct date_reader *r, struct date_phrase *p, struct err *e)
{
    for (size_t i = 0; i < p->n; i++)
        if (settle_day(r, &p->dates[i], e) < 0)
            return -1;
    return check_night(p, e);
}

/* What happened in a night was on one of two days: "the night of 2 May", "the night from 2 to 3 May". Nobody
 * can tell whether tonight ("heute Nacht") is the night before or after today. */
void date_phrase_join_night(struct date_phrase *p, const int32_t *today)
{
    struct date_point *d = &p->dates[0];
    bool days = d->day && !d->days && (p->n == 1 || p->dates[1].day);
    if (!p->night || !days)
        return;
    d->part = 0; /* late in the night of 2 May */
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
