/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_title.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_dates.h"
#include "satchel/casework/ua_name.h"
#include "satchel/casework/ua_numbers.h"
#include "satchel/casework/ua_official.h"

#define LONGEST_TITLE 260

/* ---- the heading ---- */

/* "(Egypt: UA 12.20)" at the end. */
static struct ua_slice without_reference(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice a, b;
    size_t last = s.to;
    s = ua_trim(d, s);
    if (s.to > s.from && d->text.data[s.to - 1] == ')')
        for (size_t i = s.from; i < s.to; i++)
            if (d->text.data[i] == '(')
                last = i;
    if (last < s.to && (ua_find_number(d, (struct ua_slice){ last, s.to }, &a, &b) ||
                        ua_find_index(d, (struct ua_slice){ last, s.to }, &a)))
        s.to = last;
    return ua_trim_of(d, s, "-:|,");
}

/* "(EUR 99/22/95, 14 December 1995) - Fear for safety": what stands in brackets first goes. */
static struct ua_slice without_bracket(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim_of(d, s, "-:|,;");
    if (s.from < s.to && d->text.data[s.from] == '(') {
        size_t close = ua_find_char(d, s, ")");
        s.from = close < s.to ? close + 1 : s.from;
    }
    while (s.to > s.from + 3 && !strncmp(d->text.data + s.from, "–", 3))
        s.from += 3;
    return ua_trim_of(d, s, "-:|,;");
}

/* The number of the appeal, before or after the words of the heading, goes. */
static struct ua_slice without_number(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice whole, digits;
    size_t bare = ua_number_end(d, s);
    if (bare > s.from)
        return without_bracket(d, (struct ua_slice){ bare, s.to });
    if (!ua_find_number(d, s, &whole, &digits))
        return s;
    struct ua_slice before = { s.from, whole.from },
                    tail = without_bracket(d, (struct ua_slice){ whole.to, s.to });
    size_t open = ua_find_char(d, before, "(");
    if (open < before.to)
        return (struct ua_slice){ s.from, open };
    return ua_word_count(d, tail) > 1 || ua_word_count(d, before) < 2 ? tail : before;
}

/* A number or an index before or after the words goes; what stands in another cell stays out. */
static struct ua_slice heading_words(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    s = ua_trim_of(d, without_number(d, without_reference(d, s)), "-:|,;");
    if (ua_match(d, s, UA_BIT(HEAD), &end) && end < s.to) {
        struct ua_slice rest = ua_trim(d, (struct ua_slice){ end, s.to });
        if (d->text.data[rest.from] == ':' || (unsigned char)d->text.data[rest.from] == 0xEF)
            s = ua_trim_of(d, rest, ":-");
    }
    size_t tab = ua_find_char(d, s, "\t");
    if (ua_has_char(d, (struct ua_slice){ tab < s.to ? tab + 1 : s.to, s.to }, "\t"))
        return (struct ua_slice){ s.to, s.to }; /* the path to a page */
    if (tab < s.to && s.to - s.from > LONGEST_TITLE)
        return (struct ua_slice){ s.to, s.to }; /* a page run together */
    if (tab < s.to)
        s = ua_trim(d, (struct ua_slice){ s.from, tab });
    while (s.to > s.from + 3 && (!strncmp(d->text.data + s.to - 3, "–", 3)))
        s = ua_trim(d, (struct ua_slice){ s.from, s.to - 3 });
    return s;
}

/* "Fear of torture 12 May 2001" loses the day it was issued; "trial on 12 May" keeps its own. */
static struct ua_slice without_issue_date(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice rest = ua_without_date(d, s), last = { rest.to, rest.to };
    while (last.from > rest.from && d->text.data[last.from - 1] != ' ')
        last.from--;
    bool part_of_it = ua_is(d, last, UA_BIT(CONNECTOR) | UA_BIT(BEFORE) | UA_BIT(LEAD_IN));
    return part_of_it || ua_is_date_line(d, s) || ua_word_count(d, rest) < 2 ? s : rest;
}

static bool is_country_line(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_bare(d, s);
    return ua_is(d, s, UA_BIT(COUNTRY));
}

static bool sentence(const struct ua_doc *d, struct ua_slice s)
{
    uint32_t last = ua_cp_before(d, s.from, s.to);
    return (last == '.' || last == 0x3002 || last == 0x6D4) && !ua_all_upper(d, s);
}

static bool says_sent(const struct ua_doc *d, struct ua_slice s)
{
    const struct ua_word *w = ua_find(d, s, UA_BIT(HINT), NULL);
    return w && !strcmp(ua_value(d, w), "sent");
}

static bool can_be_heading(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = s.to - s.from;
    struct ua_slice index;
    bool cjk = text_is_cjk(ua_cp(d, s.from, s.to, NULL));
    if (n > LONGEST_TITLE || (cjk ? n < 12 : ua_word_count(d, s) < 2) || ua_word_count(d, s) > 32)
        return false;
    if (ua_has_char(d, s, "@") || ua_is_date_line(d, s) || is_country_line(d, s) ||
        ua_find(d, s, UA_BIT(CHROME), NULL) || says_sent(d, s))
        return false;
    if (ua_find_index(d, s, &index) || ua_is(d, s, UA_BIT(HEAD)) || sentence(d, s) ||
        ua_match(d, s, UA_BIT(OPENING), NULL))
        return false;
    uint32_t first = ua_cp(d, s.from, s.to, NULL);
    return first != '(' && first != '[' && strncmp(d->text.data + s.from, "http", 4) != 0;
}

static bool try_heading(struct ua_doc *d, struct ua_slice s, struct parsed *out)
{
    s = without_issue_date(d, heading_words(d, s));
    if (ua_empty(s) || !can_be_heading(d, s))
        return false;
    ua_set_text(d, &out->title, s);
    return true;
}

/* "FREEDONIA     Ada SPECIMEN (f), teacher": people, not a heading. */
static bool names_people(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    s = ua_trim(d, s);
    for (size_t i = s.from; i + 2 < s.to; i++)
        if (d->text.data[i] == '(' && d->text.data[i + 2] == ')' && strchr("mfhw", d->text.data[i + 1]))
            return true;
    if (ua_has_char(d, s, "\t") && ua_all_upper(d, (struct ua_slice){ s.from, ua_find_char(d, s, "\t") }) &&
        !ua_find_number(d, s, &(struct ua_slice){ 0, 0 }, &(struct ua_slice){ 0, 0 }))
        return true;
    if (ua_match(d, s, UA_BIT(COUNTRY), &end)) {
        struct ua_slice rest = ua_trim(d, (struct ua_slice){ end, s.to });
        return !ua_empty(rest) && ua_all_upper(d, (struct ua_slice){ s.from, end }) &&
               ua_name_end(d, rest) > rest.from && !ua_all_upper(d, rest);
    }
    return false;
}

/* Looks for a heading from unit i on, up to the first sentences. */
static bool find_heading(struct ua_doc *d, const struct ua_units *u, size_t i, struct parsed *out)
{
    for (; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->part != UA_IN_HEAD || unit->mail || unit->taken)
            continue;
        if (unit->label == UA_HEAD && !ua_empty(unit->value) && try_heading(d, unit->value, out))
            return true;
        if (unit->label == UA_NUMBER && try_heading(d, unit->at, out))
            return true;
        if (unit->label != UA_NO_LABEL || unit->bullet || !unit->line_start || names_people(d, unit->at))
            continue;
        /* "Más información sobre la AU: 12/20" */
        if (i + 1 < u->n && u->at[i + 1].line == unit->line && u->at[i + 1].label == UA_NUMBER &&
            ua_find(d, unit->at, UA_BIT(HINT), NULL))
            continue;
        if (unit->prose && sentence(d, unit->at) && ua_word_count(d, unit->at) > 10)
            return false;
        if (try_heading(d, unit->at, out))
            return true;
    }
    return false;
}

void ua_title_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    size_t head = 0;
    for (size_t i = 0; i < u->n; i++)
        if (u->at[i].label == UA_TITLE && !ua_empty(u->at[i].value)) {
            ua_set_text(d, &out->title, without_reference(d, u->at[i].value));
            return;
        }
    /* Behind "URGENT ACTION", so that what a sender wrote above it is none. */
    while (head < u->n && !(u->at[head].label == UA_HEAD && u->at[head].part == UA_IN_HEAD))
        head++;
    if (find_heading(d, u, head, out) || find_heading(d, u, 0, out))
        return;
    for (size_t i = 0; i < u->n; i++)
        if (u->at[i].label == UA_SUBJECT && u->at[i].part == UA_IN_HEAD &&
            try_heading(d, u->at[i].value, out))
            return;
}
