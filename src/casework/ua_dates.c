/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_dates.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/edtf.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/text.h"
#include "satchel/casework/ua_numbers.h"

struct date {
    struct ua_slice at;
    struct edtf_reading reading;
};

/* The next day (not month, not year) in s; an ambiguous one too. */
static bool find_day(const struct ua_doc *d, struct ua_slice s, int year, struct date *out)
{
    size_t from = s.from, start, end;
    if (s.to - s.from > 4096)
        s.to = s.from + 4096;
    while (from < s.to && !stop_before(d->stop, STOP_STEPS / 4) &&
           edtf_find(d->text.data, s.to, from, year, &out->reading, &start, &end) && end > from) {
        const struct edtf *e = &out->reading.date;
        out->at = (struct ua_slice){ start, end };
        if (out->reading.n_ambiguous ||
            (strlen(e->text) == 10 && e->earliest == e->latest && !e->set && !e->interval))
            return true;
        from = end;
    }
    return false;
}

static bool take(struct ua_doc *d, struct parsed_text *to, const struct date *date, struct ua_places *places,
                 bool *inferred)
{
    if (date->reading.n_ambiguous) {
        if (places->ambiguous == SIZE_MAX)
            places->ambiguous = date->at.from;
        return false;
    }
    ua_set_text(d, to, date->at);
    d->failed |= str_set(&to->text, date->reading.date.text) < 0;
    *inferred = date->reading.year_inferred;
    if (date->reading.year_inferred && places->inferred == SIZE_MAX)
        places->inferred = date->at.from;
    return true;
}

bool ua_is_date_line(const struct ua_doc *d, struct ua_slice s)
{
    struct date date;
    s = ua_trim(d, s);
    if (s.to - s.from > 80 || !find_day(d, s, 2000, &date))
        return false;
    struct ua_slice tail = ua_trim_of(d, (struct ua_slice){ date.at.to, s.to }, ".,;:()");
    struct ua_slice head = ua_trim_of(d, (struct ua_slice){ s.from, date.at.from }, ".,;:()");
    bool time = ua_has_char(d, tail, ":") && ua_digits(d, tail) >= 3; /* 6:12 am (PST) */
    return ua_word_count(d, head) + ua_word_count(d, tail) <= (time ? 4 : 2) &&
           tail.to - tail.from < (time ? 24 : 14);
}

struct ua_slice ua_without_date(const struct ua_doc *d, struct ua_slice s)
{
    struct date date;
    struct ua_slice left = s;
    while (find_day(d, left, 2000, &date)) {
        if (ua_empty(ua_trim_of(d, (struct ua_slice){ date.at.to, s.to }, ".,;:()")))
            return ua_trim_of(d, (struct ua_slice){ s.from, date.at.from }, ",;:-(");
        left.from = date.at.to;
    }
    return s;
}

/* The year the number of the appeal tells; 0: none. */
static int number_year(const struct parsed *out)
{
    const char *slash = out->ua_number_norm ? strchr(out->ua_number_norm, '/') : NULL;
    if (!slash)
        return 0;
    int yy = atoi(slash + 1);
    return yy >= 61 ? 1900 + yy : 2000 + yy;
}

/* CHN 190712: ddmmyy. */
static void reference_date(struct ua_doc *d, struct parsed *out)
{
    const char *s = out->ua_number.text ? strpbrk(out->ua_number.text, "0123456789") : NULL;
    if (!s || out->ua_number_norm || strspn(s, "0123456789") != 6 || s[6])
        return;
    int v = atoi(s), day = v / 10000, month = v / 100 % 100, year = 2000 + v % 100, y, m, dom;
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return;
    int32_t n = day_from_civil(year, month, day);
    day_to_civil(n, &y, &m, &dom);
    char text[DAY_TEXT_BYTES];
    day_format(n, text);
    if (dom == day) {
        d->failed |= str_set(&out->issue_date.text, text) < 0;
        out->issue_date.at = out->ua_number.at;
    }
}

static bool in_brackets(const struct ua_doc *d, struct ua_slice line, size_t at)
{
    int depth = 0;
    for (size_t i = line.from; i < at; i++)
        depth += d->text.data[i] == '(' ? 1 : d->text.data[i] == ')' && depth ? -1 : 0;
    return depth > 0;
}

/* ---- the day it was issued ---- */

static bool labelled_issue(struct ua_doc *d, const struct ua_units *u, bool mail, int year, struct date *out)
{
    for (size_t i = 0; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->label != UA_DATE || unit->mail != mail)
            continue;
        struct ua_slice s = unit->value;
        if (ua_empty(s) && i + 1 < u->n && u->at[i + 1].label == UA_NO_LABEL &&
            ua_is_date_line(d, u->at[i + 1].at))
            s = u->at[i + 1].at;
        if (find_day(d, s, year, out) && out->at.from < s.from + 24)
            return true;
    }
    return false;
}

/* A sentence between number and date, not a heading like "Death penalty / Imminent execution". */
static bool says_much(const struct ua_doc *d, struct ua_slice s)
{
    for (size_t tab; (tab = ua_find_char(d, s, "\t")) < s.to;)
        s.from = tab + 1;
    s = ua_trim(d, s);
    struct ua_slice last = { s.to, s.to };
    for (; last.from > s.from && d->text.data[last.from - 1] != ' ';)
        last.from--;
    const struct ua_word *w = ua_empty(last) ? NULL : ua_match(d, last, UA_BIT(LEAD_IN), NULL);
    if (w && !strcmp(ua_words_value(w), "place")) /* "UA 12/00 was issued on" */
        return true;
    return ua_is_prose(d, s) && (ua_word_count(d, s) > 8 || !ua_has_char(d, s, "/"));
}

/* The date beside the number or the index: "UA 12/94   Fear of torture   4 May 1994". */
static bool header_issue(struct ua_doc *d, const struct ua_units *u, int year, struct date *out)
{
    struct ua_slice a, b;
    for (size_t i = 0; i < u->n; i++) {
        if (u->at[i].part != UA_IN_HEAD || u->at[i].mail || u->at[i].label == UA_SUBJECT)
            continue;
        struct ua_slice line = u->at[i].label == UA_NO_LABEL ? u->at[i].at : u->at[i].value;
        bool number = ua_find_number(d, line, &a, &b), index = ua_find_index(d, line, &a);
        if (!number && !index)
            continue;
        if (number && index && b.from < a.from)
            a = b;
        /* behind the number, not inside brackets, not far off */
        struct ua_slice tail = { a.to, line.to < a.to + 160 ? line.to : a.to + 160 };
        while (find_day(d, tail, year, out)) {
            if (!in_brackets(d, line, out->at.from) && !says_much(d, (struct ua_slice){ a.to, out->at.from }))
                return true;
            tail.from = out->at.to;
        }
    }
    return false;
}

static bool line_issue(struct ua_doc *d, const struct ua_units *u, int year, struct date *out)
{
    for (size_t i = 0; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        bool head = unit->part == UA_IN_HEAD && unit->label == UA_NO_LABEL && !unit->mail;
        if (head && ua_is_date_line(d, unit->at) && find_day(d, unit->at, year, out))
            return true;
        /* a heading and a date in one line */
        struct ua_slice tab = { ua_find_char(d, unit->at, "\t"), unit->at.to };
        if (head && !ua_empty(tab) && ua_is_date_line(d, tab) && find_day(d, tab, year, out))
            return true;
    }
    return false;
}

static void read_issue(struct ua_doc *d, const struct ua_units *u, struct parsed *out,
                       struct ua_places *places)
{
    struct date date;
    int year = number_year(out);
    bool found = labelled_issue(d, u, false, year, &date) || header_issue(d, u, year, &date) ||
                 line_issue(d, u, year, &date);
    if (found)
        take(d, &out->issue_date, &date, places, &out->issue_date_inferred);
    else if (labelled_issue(d, u, true, 0, &date))
        take(d, &out->issue_date, &date, places, &out->issue_date_inferred);
    else
        reference_date(d, out);
}

/* ---- until when ---- */

static int issue_year(const struct parsed *out)
{
    return out->issue_date.text ? atoi(out->issue_date.text) : number_year(out);
}

static bool labelled_deadline(struct ua_doc *d, const struct ua_units *u, int year, struct date *out)
{
    for (size_t i = 0; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->label != UA_DEADLINE || unit->part == UA_IN_LETTER)
            continue;
        struct ua_slice s = unit->value;
        if (ua_empty(s) && i + 1 < u->n && u->at[i + 1].label == UA_NO_LABEL)
            s = u->at[i + 1].at;
        if (find_day(d, s, year, out) && out->at.from < s.from + 40)
            return true;
    }
    return false;
}

/* The word directly before the date, articles and a colon between them allowed. */
static bool word_before(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    struct ua_slice near = ua_last(d, (struct ua_slice){ s.from, at }, 60), found;
    while (ua_find(d, near, UA_BIT(BEFORE) | UA_BIT(DEADLINE), &found)) {
        struct ua_slice between = ua_trim_of(d, (struct ua_slice){ found.to, at }, ":,");
        if (ua_word_count(d, between) <= 1 && between.to - between.from < 12 &&
            ua_bare(d, between).to == ua_bare(d, between).from)
            return true;
        if (ua_word_count(d, between) == 1 && ua_is(d, between, UA_BIT(CONNECTOR)))
            return true;
        size_t len;
        ua_cp(d, found.from, near.to, &len);
        near.from = found.from + len;
    }
    return false;
}

/* "2023年6月15日前", "20 Mayıs 2018 tarihine kadar": the word stands behind the date. */
static bool word_behind(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    struct ua_slice rest = { at, s.to };
    while (rest.from < rest.to && strchr(" '", d->text.data[rest.from]))
        rest.from++;
    for (int words = 0; words < 2 && !ua_empty(rest); words++) {
        const struct ua_word *w = ua_match(d, rest, UA_BIT(BEFORE), NULL);
        if (w && !strcmp(ua_words_value(w), "after"))
            return true;
        ua_next_word(d, &rest);
        rest = ua_trim(d, rest);
    }
    return false;
}

static struct ua_slice sentence_around(const struct ua_doc *d, struct ua_slice s, struct ua_slice at)
{
    struct ua_slice out = { at.from, at.to };
    const char *t = d->text.data;
    while (out.from > s.from && !(strchr(".!?", t[out.from - 1]) && t[out.from] == ' ') &&
           at.from - out.from < 400)
        out.from--;
    while (out.from < at.from && ((unsigned char)t[out.from] & 0xC0) == 0x80)
        out.from++;
    while (out.to < s.to && !strchr(".!?", t[out.to]) && out.to - at.to < 200)
        out.to++;
    while (out.to < s.to && ((unsigned char)t[out.to] & 0xC0) == 0x80)
        out.to++;
    return out;
}

static bool prose_deadline(struct ua_doc *d, const struct ua_units *u, int year, struct date *out)
{
    for (size_t i = 0; i < u->n; i++) {
        struct ua_slice s = u->at[i].at;
        if (u->at[i].part == UA_IN_LETTER || u->at[i].part == UA_IN_BACKGROUND || u->at[i].mail)
            continue;
        while (find_day(d, s, year, out)) {
            bool near = word_before(d, u->at[i].at, out->at.from) || word_behind(d, u->at[i].at, out->at.to);
            bool note = u->at[i].label == UA_NOTE ||
                        (i + 1 < u->n && u->at[i + 1].line == u->at[i].line && u->at[i + 1].label == UA_NOTE);
            if (near && note)
                return true;
            if (near && ua_find(d, sentence_around(d, u->at[i].at, out->at),
                                UA_BIT(APPEALS) | UA_BIT(DEADLINE), NULL))
                return true;
            s.from = out->at.to;
        }
    }
    return false;
}

/* A day without a year is the next one after the appeal was issued. */
static void after_issue(struct ua_doc *d, struct parsed *out)
{
    int32_t issue, day;
    char text[DAY_TEXT_BYTES];
    if (!out->issue_date.text || day_parse(out->issue_date.text, &issue) < 0 ||
        day_parse(out->deadline.text, &day) < 0 || day >= issue)
        return;
    int y, m, dom;
    day_to_civil(day, &y, &m, &dom);
    day_format(day_from_civil(y + 1, m, dom), text);
    d->failed |= str_set(&out->deadline.text, text) < 0;
}

static void read_deadline(struct ua_doc *d, const struct ua_units *u, struct parsed *out,
                          struct ua_places *places)
{
    struct date date;
    bool inferred = false;
    int year = issue_year(out);
    if (!labelled_deadline(d, u, year, &date) && !prose_deadline(d, u, year, &date))
        return;
    if (take(d, &out->deadline, &date, places, &inferred) && inferred)
        after_issue(d, out);
}

static void read_closed(struct ua_doc *d, const struct ua_units *u, struct parsed *out,
                        struct ua_places *places)
{
    struct date date;
    bool inferred;
    for (size_t i = 0; i < u->n && !out->closed_on.text; i++)
        if (u->at[i].label == UA_CLOSED && find_day(d, u->at[i].value, 0, &date) &&
            date.at.from < u->at[i].value.from + 16)
            take(d, &out->closed_on, &date, places, &inferred);
}

void ua_dates_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out, struct ua_places *places)
{
    read_issue(d, u, out, places);
    read_deadline(d, u, out, places);
    read_closed(d, u, out, places);
}
