/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates in prose. A wrong date is worse than none: a letter goes out too late, a fact moves by months. So
 * each way of writing is a small function that takes exactly that way or nothing; what could be read in two
 * ways is reported, not chosen; and whatever was read goes through the strict parser before it is believed
 * (no 31 April, no end before a start). base/date_read takes one date from a position, base/date_part knows
 * the parts of one, base/date_phrase puts dates and the words around them together; here are whole texts,
 * told by a day or not, and running text. Every function reads a bounded number of tokens ahead, so that a
 * search stays linear in the text. Tests: a table of readings in many languages, a table of what must not be
 * taken, random bytes. */
#include "satchel/base/edtf_prose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/date_phrase.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

/* ---- from a text ------------------------------------------------------------------------------------- */

/* Only signs of EDTF: what is wrong with it is for the strict parser to say. */
static bool has_edtf_signs_only(const char *text)
{
    return strspn(text, "0123456789-/.,?~%[]{}XYSETZ:+") == strlen(text);
}

static bool has_weekday(const struct date_reader *r)
{
    struct date_token t = date_reader_token(r, 0);
    while (t.kind != DATE_END && t.kind != DATE_WEEKDAY)
        t = date_reader_token(r, t.to);
    return t.kind == DATE_WEEKDAY;
}

static int no_date(const struct date_reader *r, struct err *e)
{
    struct edtf strict;
    if (has_edtf_signs_only(r->s))
        return edtf_parse(r->s, &strict, e);
    if (r->today && has_weekday(r)) {
        char today[DAY_TEXT_BYTES];
        day_format(*r->today, today);
        return err_set(e, ERR_INPUT,
                       _("Which day this is cannot be told: write its date, such as %s for today, or for "
                         "example Tuesday of last week."),
                       today);
    }
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
static int read_as(const char *text, const struct given *g, bool month_first, bool *ambiguous,
                   struct edtf_reading *out, struct edtf *date, struct err *e)
{
    struct date_reader r = { .s = text, .n = strlen(text), .month_first = month_first, .today = g->today };
    struct date_phrase p = { .frame = DATE_END };
    char edtf[DATE_PHRASE_BYTES];
    if (!date_phrase_read(&r, &p))
        return no_date(&r, e);
    *ambiguous = r.ambiguous;
    if (!date_phrase_complete(&p, g->default_year, &out->year_inferred))
        return err_set(e, ERR_INPUT, _("This date has no year, or no month: write them too."));
    if (date_phrase_settle(&r, &p, e) < 0)
        return -1;
    *ambiguous = r.ambiguous;
    date_phrase_join_night(&p, g->today);
    out->night = p.night;
    if (!date_phrase_format(&p, edtf))
        return err_set(e, ERR_INPUT,
                       _("There is no such part of a date: write the days or months that are meant, for "
                         "example from 8 to 14 June 2022."));
    return edtf_parse(edtf, date, e);
}

static int read_text(const char *text, const struct given *g, struct edtf_reading *out, struct err *e)
{
    bool ambiguous = false;
    *out = (struct edtf_reading){ 0 };
    if (parse_trimmed(text, &out->date))
        return 0;
    bool meant_as_edtf = has_edtf_signs_only(text) && (strpbrk(text, "~%[]{}XY") || strstr(text, ".."));
    if (meant_as_edtf || text_is_blank(text))
        return edtf_parse(meant_as_edtf ? text : "", &out->date, e);
    struct edtf first, second;
    struct err why = { 0 };
    bool one = read_as(text, g, false, &ambiguous, out, &first, &why) == 0;
    bool other = ambiguous && read_as(text, g, true, &ambiguous, out, &second, NULL) == 0;
    if (!one && !other)
        return err_set(e, why.code, "%s", why.text);
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
static bool find_as(struct date_reader *r, size_t at, int default_year, bool *inferred, struct edtf *date,
                    size_t *end)
{
    struct date_phrase p = { .frame = DATE_END, .n = 1 };
    struct date_point *d = &p.dates[0];
    char edtf[DATE_PHRASE_BYTES];
    if (!date_read(r, at, d, end))
        return false;
    *inferred = d->year == 0;
    d->year = d->year ? d->year : default_year;
    return d->year && date_phrase_format(&p, edtf) && edtf_parse(edtf, date, NULL) == 0;
}

static bool find_at(struct date_reader *r, size_t at, int default_year, struct edtf_reading *out, size_t *end)
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
    struct date_reader r = { .s = text, .n = n, .running = true };
    enum date_kind last = DATE_END;
    for (size_t at = from; at < n;) {
        uint32_t cp;
        size_t len = text_decode(text + at, n - at, &cp);
        if (text_is_space(cp)) {
            at += len;
            continue;
        }
        struct date_token t = date_reader_token(&r, at);
        struct date_token next = date_reader_token(&r, t.to);
        bool may_start =
            t.kind == DATE_NUMBER || t.kind == DATE_MONTH || t.kind == DATE_SEASON || t.kind == DATE_PART;
        bool document =
            last == DATE_INDEX || (last == DATE_PART && date_is_sign(&next, "/")); /* FIN 12/05/94 */
        if (may_start && !document && find_at(&r, at, default_year, out, end)) {
            *start = at;
            return true;
        }
        last = t.kind;
        at = t.to;
    }
    return false;
}
