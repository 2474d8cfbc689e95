/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_title.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_dates.h"
#include "satchel/casework/ua_name.h"
#include "satchel/casework/ua_numbers.h"
#include "satchel/casework/ua_official.h"

#define LONGEST_TITLE 260
#define ENOUGH        2 /* weight of a line that may be the heading */

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

/* "RAN 03/13 – ETHIOPIA: ...": the reference of another organization and a dash. */
static struct ua_slice behind_reference(const struct ua_doc *d, struct ua_slice s)
{
    size_t pen = ua_pen_number_end(d, s);
    if (pen > s.from)
        return without_bracket(d, (struct ua_slice){ pen, s.to });
    struct ua_slice rest = s, code = ua_next_word(d, &rest), number = ua_next_word(d, &rest),
                    dash = ua_next_word(d, &rest);
    bool is_code = code.to - code.from <= 4 && ua_all_upper(d, code) && !ua_has_digit(d, code);
    uint32_t mark = ua_cp(d, dash.from, dash.to, NULL);
    bool is_dash = mark == '-' || mark == 0x2013 || mark == 0x2014;
    return is_code && is_dash && ua_has_digit(d, number) ? ua_trim(d, rest) : s;
}

/* A number or an index before or after the words goes; what stands in another cell stays out. */
static struct ua_slice heading_words(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    s = ua_trim_of(d, without_number(d, behind_reference(d, without_reference(d, s))), "-:|,;");
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
    const struct ua_word *w = ua_match(d, last, UA_BIT(LEAD_IN), NULL);
    bool part_of_it = ua_is(d, last, UA_BIT(CONNECTOR) | UA_BIT(BEFORE));
    return part_of_it || (w && !strcmp(ua_words_value(w), "place")) || ua_is_date_line(d, s) ||
                   ua_word_count(d, rest) < 2
               ? s
               : rest;
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
    return w && !strcmp(ua_words_value(w), "sent");
}

/* What stands beside the number of a page, folded. */
static bool is_page_word(const struct ua_doc *d, struct ua_slice w)
{
    static const char *const WORDS[] = {
        "page", "pages", "pg",      "pagina", "paginas", "pag",      "pagine", "seite",    "seiten",
        "sida", "side",  "strona",  "str",    "strana",  "страница", "стр",    "сторінка", "стор",
        "صفحه", "sayfa", "halaman", "oldal",  "σελιδα",  "עמוד",     "sheet",  "hoja",     "blatt",
        "of",   "de",    "von",     "sur",    "di",      "van",      "из",     "з",        "من",
    };
    size_t from = d->to_folded[w.from], n = d->to_folded[w.to] - from;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strlen(WORDS[i]) == n && !memcmp(WORDS[i], d->folded.data + from, n))
            return true;
    return false;
}

static bool is_address(const struct ua_doc *d, struct ua_slice w)
{
    size_t n = w.to - w.from;
    const char *t = d->text.data + w.from;
    return memchr(t, '@', n) || memmem(t, n, "://", 3) || (n > 4 && !strncasecmp(t, "www.", 4));
}

/* Words that tell something: no address, number, reference, nor what stands beside the number of a page. */
static size_t telling_words(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = 0, end;
    bool digits = ua_has_digit(d, s);
    if (ua_match(d, s, UA_BIT(HEAD), &end) && digits)
        s.from = end;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &s));) {
        struct ua_slice bare = ua_bare(d, w);
        bool code = digits && bare.to - bare.from <= 4 && ua_all_upper(d, bare);
        n += !code && !ua_has_digit(d, w) && !is_address(d, w) && !ua_empty(bare) && !is_page_word(d, bare) &&
             !ua_is(d, bare, UA_BIT(INDEX) | UA_BIT(NUMBER) | UA_BIT(DATE));
    }
    return n;
}

static bool has_address(const struct ua_doc *d, struct ua_slice s)
{
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &s));)
        if (is_address(d, w))
            return true;
    return false;
}

/* Only an address, a date, a reference, the number of a page, with a word at most beside it. */
static bool tells_nothing(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = telling_words(d, s);
    return !n || (n == 1 && (ua_has_digit(d, s) || has_address(d, s))) || ua_is_date_line(d, s);
}

static bool can_be_heading(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = s.to - s.from;
    struct ua_slice index;
    bool cjk = text_is_cjk(ua_cp(d, s.from, s.to, NULL));
    if (tells_nothing(d, s) || (!cjk && telling_words(d, s) < 2))
        return false;
    if (n > LONGEST_TITLE || ua_digits(d, s) * 3 >= n || (cjk ? n < 12 : ua_word_count(d, s) < 2) ||
        ua_word_count(d, s) > 32)
        return false;
    if (ua_has_char(d, s, "@") || ua_is_date_line(d, s) || is_country_line(d, s) || ua_is_chrome(d, s) ||
        says_sent(d, s))
        return false;
    if (ua_find_index(d, s, &index) || ua_is(d, s, UA_BIT(HEAD)) || sentence(d, s) ||
        ua_match(d, s, UA_BIT(OPENING), NULL))
        return false;
    uint32_t first = ua_cp(d, s.from, s.to, NULL);
    return first != '(' && first != '[' && strncmp(d->text.data + s.from, "http", 4) != 0;
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

/* ---- which line is the heading ---- */

/* Words a heading has when it speaks of a case: arrested, risk, lawyer. Two are enough. */
static int case_words(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice found;
    const struct ua_word *w;
    int n = 0;
    while (n < 2 && (w = ua_find(d, s, UA_BIT(LEAD_IN) | UA_BIT(FREE) | UA_BIT(DEAD), &found))) {
        bool said = w->class != UA_LEAD_IN || *ua_words_value(w) == 'c' || *ua_words_value(w) == 'r';
        n += said;
        s.from = found.to;
        while (!w->stem && s.from < s.to && !ua_word_starts(d, found.from, s.from))
            s.from++;
    }
    return n;
}

static bool names_someone(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice rest = s, name;
    return !ua_all_upper(d, s) && ua_next_name(d, &rest, &name) &&
           ua_word_count(d, s) > ua_word_count(d, name) + 1;
}

/* The words of unit i that could be the heading; empty when none could. */
static struct ua_slice heading_of(const struct ua_doc *d, const struct ua_units *u, size_t i)
{
    const struct ua_unit *unit = &u->at[i];
    struct ua_slice none = { unit->at.to, unit->at.to }, s = unit->at;
    if (unit->part != UA_IN_HEAD || unit->mail || unit->taken)
        return none;
    if (unit->label == UA_HEAD)
        s = unit->value;
    else if (unit->label == UA_NO_LABEL && (unit->bullet || !unit->line_start || names_people(d, s)))
        return none;
    else if (unit->label != UA_NO_LABEL && unit->label != UA_NUMBER)
        return none;
    /* "Más información sobre la AU: 12/20" */
    if (unit->label == UA_NO_LABEL && i + 1 < u->n && u->at[i + 1].line == unit->line &&
        u->at[i + 1].label == UA_NUMBER && ua_find(d, s, UA_BIT(HINT), NULL))
        return none;
    s = without_issue_date(d, heading_words(d, s));
    bool lead_in = unit->label == UA_NO_LABEL && d->text.data[unit->at.to - 1] == ':';
    return ua_empty(s) || lead_in || !can_be_heading(d, s) ? none : s;
}

struct rank {
    bool behind_head, behind_date; /* nothing but headers since */
};

static int rank_heading(const struct ua_doc *d, const struct ua_unit *unit, struct ua_slice s,
                        const struct rank *r)
{
    bool cjk = text_is_cjk(ua_cp(d, s.from, s.to, NULL));
    size_t words = ua_word_count(d, s);
    int weight = (unit->label == UA_HEAD) * 8 + (unit->label == UA_NUMBER) * 4 + r->behind_head * 6 +
                 r->behind_date * 2 + cjk * 2;
    weight += case_words(d, s) * 2 + names_someone(d, s) * 2;
    weight += ua_find_number(d, unit->at, &(struct ua_slice){ 0 }, &(struct ua_slice){ 0 }) ? 4 : 0;
    weight += d->text.data[s.to - 1] == '!';
    if (!cjk)
        weight += words < 3 ? -2 : ua_all_upper(d, s) ? 2 : words > 3;
    return weight;
}

/* "Arbitrary detention /", "Harassment and": the heading goes on in the next line. */
static bool ends_open(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim(d, s);
    uint32_t mark = ua_cp_before(d, s.from, s.to);
    struct ua_slice last = { s.to, s.to };
    while (last.from > s.from && d->text.data[last.from - 1] != ' ')
        last.from--;
    return mark == '/' || mark == ',' || (last.from > s.from && ua_is(d, last, UA_BIT(CONNECTOR)));
}

/* A line that can be part of a heading of several lines. */
static bool can_be_part(const struct ua_doc *d, const struct ua_unit *unit)
{
    return unit->part == UA_IN_HEAD && !unit->mail && !unit->taken && unit->label == UA_NO_LABEL &&
           unit->line_start && !unit->bullet && !ua_has_digit(d, unit->at) && !sentence(d, unit->at) &&
           !ua_is_chrome(d, unit->at) && !names_people(d, unit->at) && !is_country_line(d, unit->at);
}

/* The heading s of unit i with the lines it goes on in, and those it began in. */
static struct ua_slice whole_heading(const struct ua_doc *d, const struct ua_units *u, size_t i,
                                     struct ua_slice s)
{
    size_t first = i, last = i;
    while (last + 1 < u->n && u->at[last].at.to >= s.to && ends_open(d, u->at[last].at) &&
           can_be_part(d, &u->at[last + 1]) && !u->at[last + 1].blank_before &&
           u->at[last + 1].at.to - s.from <= LONGEST_TITLE)
        s.to = u->at[++last].at.to;
    while (first > 0 && s.from == u->at[first].at.from && !u->at[first].blank_before &&
           can_be_part(d, &u->at[first - 1]) && ends_open(d, u->at[first - 1].at) &&
           s.to - u->at[first - 1].at.from <= LONGEST_TITLE)
        s.from = u->at[--first].at.from;
    return s;
}

/* The best of the lines above the first sentences; behind "URGENT ACTION" the next one, so that what a
 * sender wrote above it is none. */
static bool find_heading(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    struct rank r = { 0 };
    struct ua_slice best = { 0, 0 };
    size_t at = 0;
    int most = 0;
    for (size_t i = 0; i < u->n && !stop_now(d->stop); i++) {
        const struct ua_unit *unit = &u->at[i];
        bool head = unit->part == UA_IN_HEAD && !unit->mail;
        bool lead = head && unit->label == UA_NO_LABEL && unit->prose && sentence(d, unit->at) &&
                    ua_word_count(d, unit->at) > 10;
        struct ua_slice s = lead ? (struct ua_slice){ 0, 0 } : heading_of(d, u, i);
        int weight = ua_empty(s) ? 0 : rank_heading(d, unit, s, &r);
        if (weight > most) {
            most = weight;
            best = s;
            at = i;
        }
        if (lead && most >= ENOUGH)
            break;
        r.behind_head = head && ((unit->label == UA_HEAD && ua_empty(s)) || (r.behind_head && ua_empty(s)));
        r.behind_date = head && (ua_is_date_line(d, unit->at) || (r.behind_date && ua_empty(s)));
    }
    if (most < ENOUGH)
        return false;
    ua_set_text(d, &out->title, whole_heading(d, u, at, best));
    return true;
}

void ua_title_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < u->n && !stop_now(d->stop); i++)
        if (u->at[i].label == UA_TITLE && !tells_nothing(d, without_reference(d, u->at[i].value))) {
            ua_set_text(d, &out->title, without_reference(d, u->at[i].value));
            return;
        }
    if (out->title.text && tells_nothing(d, ua_slice_at(d, out->title.at))) { /* a letter's subject */
        str_free(out->title.text);
        out->title = (struct parsed_text){ 0 };
    }
    if (find_heading(d, u, out))
        return;
    for (size_t i = 0; i < u->n && !stop_now(d->stop); i++) {
        struct ua_slice s = without_issue_date(d, heading_words(d, u->at[i].value));
        if (u->at[i].label == UA_SUBJECT && u->at[i].part == UA_IN_HEAD && !ua_empty(s) &&
            can_be_heading(d, s)) {
            ua_set_text(d, &out->title, s);
            return;
        }
    }
}
