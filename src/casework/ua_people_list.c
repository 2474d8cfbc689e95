/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People in lists: behind a name label ("Name(s): ...", with the gender label beside it), or behind the
 * country at the head of an appeal ("FREEDONIA   Ada SPECIMEN (f), teacher"). */
#include "satchel/casework/ua_people_list.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/casework/ua_name.h"
#include "satchel/casework/ua_official.h"
#include "satchel/casework/ua_person.h"

/* ---- the name label ---- */

static bool opens(uint32_t cp)
{
    return cp == '(' || cp == 0xFF08;
}

static bool closes(uint32_t cp)
{
    return cp == ')' || cp == 0xFF09;
}

static bool splits(uint32_t cp)
{
    return cp == ',' || cp == ';' || cp == 0x3001 || cp == 0x60C || cp == 0xFF0C || cp == 0xFF1B ||
           cp == 0x61B || cp == '\t';
}

/* "and" between two names: its bytes, 0 when there is none at i. */
static size_t and_at(const struct ua_doc *d, struct ua_slice s, size_t i)
{
    static const char *const ANDS[] = { " and ", " y ", " e ", " et ", " und ", " & ",
                                        " и ",   "和",  " و",  " en ", "与",    "及" };
    for (size_t k = 0; k < sizeof ANDS / sizeof *ANDS; k++) {
        size_t n = strlen(ANDS[k]);
        if (s.to - i <= n || strncmp(d->text.data + i, ANDS[k], n) != 0)
            continue;
        /* the Arabic one is written into the next word, and many a word begins with that letter */
        if (strcmp(ANDS[k], " و") != 0 || ua_word_count(d, (struct ua_slice){ i + n, s.to }) > 1)
            return n;
    }
    return 0;
}

static void take_group(struct ua_doc *d, struct parsed *out, struct ua_slice label, struct ua_slice pronoun)
{
    struct parsed_group *g = &out->group;
    g->present = true;
    g->count = g->of = -1;
    label = ua_trim_of(d, label, "[](),;:");
    if (!g->label)
        g->label = ua_copy(d, label);
    if (!g->pronouns && !ua_empty(pronoun))
        g->pronouns = ua_copy(d, pronoun);
    for (size_t i = label.from; i < label.to; i++)
        if (d->text.data[i] >= '0' && d->text.data[i] <= '9') {
            char *end;
            long long n = strtoll(d->text.data + i, &end, 10);
            *(g->count < 0 ? &g->count : &g->of) = n;
            i = (size_t)(end - d->text.data);
        }
}

/* "Example community of the valley": small words that no name has. */
static bool is_group_name(const struct ua_doc *d, struct ua_slice s)
{
    size_t small = 0;
    if (!ua_starts_upper(d, s))
        return false;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &s));)
        small += w.to - w.from > 3 && ua_starts_lower(d, w) && !ua_capitalised(d, w) &&
                 !ua_is(d, ua_bare(d, w), UA_BIT(PARTICLE)) && ua_bare(d, w).from == w.from;
    return small > 0;
}

struct piece {
    struct ua_slice name, bracket;
};

static struct ua_slice without_marks(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim_of(d, s, ",;:.-");
    while (s.to > s.from + 3 && !strncmp(d->text.data + s.to - 3, "–", 3))
        s = ua_trim(d, (struct ua_slice){ s.from, s.to - 3 });
    return s;
}

static bool looks_like_name(const struct ua_doc *d, struct ua_slice s)
{
    return (ua_starts_upper(d, s) || ua_other_script(d, s)) && s.to - s.from <= 90 &&
           ua_word_count(d, s) <= 8 && !ua_is_prose(d, s) && !ua_is_genders(d, ua_bare(d, s)) &&
           !ua_is(d, s, UA_BIT(PRONOUN) | UA_BIT(PLACEHOLDER));
}

/* *last: the person named before, whom a remark without a name is about. */
static void take_piece(struct ua_doc *d, struct parsed *out, struct piece p, struct parsed_person **last)
{
    p.name = without_marks(d, p.name);
    if (*last && ua_is(d, p.name, UA_BIT(PRONOUN))) {
        ua_person_remark(d, *last, p.name);
        return;
    }
    if (!ua_empty(p.name)) {
        if (d->text.data[p.name.from] == '[' || ua_has_digit(d, p.name) || is_group_name(d, p.name)) {
            if (!out->people.n)
                take_group(d, out, p.name, p.bracket);
            return;
        }
        if (!looks_like_name(d, p.name))
            return;
        *last = ua_person_add(d, out, p.name);
    }
    if (*last)
        ua_person_remark(d, *last, p.bracket);
}

static void take_names(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    struct parsed_person *last = NULL;
    struct piece p = { { s.from, s.from }, { s.to, s.to } };
    size_t len, open = 0;
    int depth = 0;
    for (size_t i = s.from; i <= s.to && !stop_now(d->stop); i += len) {
        uint32_t cp = ua_cp(d, i, s.to, &len);
        size_t gap = !depth && cp ? and_at(d, s, i) : 0;
        if (!cp || (!depth && (splits(cp) || gap))) {
            p.name.to = ua_empty(p.bracket) ? i : p.name.to;
            take_piece(d, out, p, &last);
            len = gap ? gap : cp ? len : 1;
            p = (struct piece){ { i + len, i + len }, { s.to, s.to } };
        } else if (opens(cp)) {
            if (!depth++) {
                p.name.to = ua_empty(p.bracket) ? i : p.name.to;
                open = i + len;
            }
        } else if (closes(cp) && depth && !--depth) {
            if (!ua_empty(p.bracket)) { /* a second bracket */
                take_piece(d, out, p, &last);
                p.name = (struct ua_slice){ i, i };
            }
            p.bracket = (struct ua_slice){ open, i };
        }
    }
}

/* Of all named so far that have none. */
static void take_gender(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    struct ua_slice rest = s, w = ua_bare(d, ua_next_word(d, &rest));
    if (!ua_empty(ua_bare(d, rest)) && !ua_is_gender(d, ua_bare(d, s)))
        return;
    for (size_t i = 0; i < out->people.n && ua_is_gender(d, w); i++)
        if (!out->people.at[i].gender)
            out->people.at[i].gender = ua_copy(d, w);
}

/* The unit j goes on with the list that the label of the unit i begins; the first may stand behind a blank
 * line. */
static bool goes_on(const struct ua_units *u, size_t i, size_t j)
{
    const struct ua_unit *more = &u->at[j];
    return more->label == UA_NO_LABEL && !more->prose && j < i + 40 && more->at.to - more->at.from < 200 &&
           (!more->blank_before || (ua_empty(u->at[i].value) && j == i + 1));
}

void ua_people_in_label(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < u->n && !stop_now(d->stop); i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->label == UA_NAME && unit->part != UA_IN_LETTER && unit->part != UA_IN_AFTER) {
            take_names(d, out, unit->value);
            for (size_t j = i + 1; j < u->n && goes_on(u, i, j); j++)
                take_names(d, out, u->at[j].at);
        } else if (unit->label == UA_GENDER) {
            take_gender(d, out, unit->value);
        }
    }
}

/* ---- the list at the head ---- */

/* Where the names behind a country in capitals begin in a unit of the head; s.to when nowhere. */
static size_t behind_country(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice found, left = s, column = { s.from, ua_find_char(d, s, "\t") };
    if (s.to - s.from > 6000)
        left.to = s.from + 6000;
    if (column.to < s.to && ua_all_upper(d, column) && !ua_has_digit(d, column) &&
        !ua_has_char(d, column, ":"))
        return column.to;
    while (ua_find(d, left, UA_BIT(COUNTRY), &found)) {
        struct ua_slice rest = ua_trim_of(d, (struct ua_slice){ found.to, s.to }, ":-"), probe = rest, name;
        if (ua_all_upper(d, found) && ua_next_name(d, &probe, &name) && name.from == rest.from &&
            !ua_all_upper(d, name))
            return rest.from;
        left.from = found.to;
    }
    return s.to;
}

/* Names one after another, each with something behind it, until one comes again. */
static void take_listed(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    struct ua_slice name, rest = { s.from, s.to < s.from + 1500 ? s.to : s.from + 1500 };
    while (ua_next_name(d, &rest, &name)) {
        size_t before = out->people.n, len;
        size_t at = name.to;
        while (at < s.to && (d->text.data[at] == ' ' || d->text.data[at] == '\t'))
            at++;
        uint32_t next = ua_cp(d, at, s.to, &len);
        if (next && next != ',' && next != '(' && next != ';')
            continue;
        struct parsed_person *p = ua_person_add(d, out, name);
        if (!p || out->people.n == before)
            return;
        if (next == '(')
            ua_person_remark(
                d, p, (struct ua_slice){ at + 1, ua_find_char(d, (struct ua_slice){ at, s.to }, ")") });
    }
}

/* The bracket that tells a gender: "(f)", "(mujer)", "(m, 34)". false: s has none. */
static bool gender_mark(const struct ua_doc *d, struct ua_slice s, struct ua_slice *inside)
{
    for (size_t open; (open = ua_find_char(d, s, "(")) < s.to; s.from = open + 1) {
        size_t close = ua_find_char(d, (struct ua_slice){ open, s.to }, ")");
        *inside = (struct ua_slice){ open + 1, close };
        struct ua_slice first = { open + 1, ua_find_char(d, *inside, ",;") };
        if (close < s.to && ua_is_gender(d, ua_trim(d, first)))
            return true;
    }
    return false;
}

/* The capitalised words and particles s ends in. */
static struct ua_slice name_at_end(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice rest = s, name = { s.from, s.to };
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));) {
        bool particle = ua_is(d, ua_bare(d, w), UA_BIT(PARTICLE)) && w.from > name.from;
        if (!particle && !ua_capitalised(d, w) && !ua_other_script(d, w))
            name.from = ua_trim(d, rest).from;
    }
    return ua_trim(d, name);
}

/* "Ada Specimen (f), aged 24": nothing but a name before the mark. */
static bool begins_marked(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice inside;
    return gender_mark(d, s, &inside) &&
           name_at_end(d, ua_trim(d, (struct ua_slice){ s.from, inside.from - 1 })).from == s.from;
}

/* The names before the marks: "Ada Specimen (f), teacher, and her husband Emil (m)". */
static void take_marked(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    struct ua_slice inside;
    for (; gender_mark(d, s, &inside); s.from = inside.to + 1) {
        struct ua_slice name = { s.from, inside.from - 1 };
        for (size_t cut; (cut = ua_find_char(d, name, ",;\t")) < name.to;)
            name.from = cut + 1;
        for (size_t i = name.from, gap; i < name.to; i++)
            if ((gap = and_at(d, name, i)))
                name.from = i + gap;
        name = name_at_end(d, ua_trim(d, name));
        if (ua_word_count(d, name) < 2 || ua_word_count(d, name) > 9)
            continue;
        struct parsed_person *p = ua_person_add(d, out, name);
        if (p)
            ua_person_remark(d, p, (struct ua_slice){ inside.from, ua_find_char(d, inside, ",;") });
    }
}

/* A further line of the list, set under the first: a name and what the person is. */
static bool in_column(const struct ua_doc *d, const struct ua_unit *u)
{
    struct ua_slice rest = u->at, name;
    return u->line_start && !u->blank_before && u->label == UA_NO_LABEL && d->lines.at[u->line].indent >= 8 &&
           ua_next_name(d, &rest, &name) && name.from == u->at.from;
}

/* The same name where the text does not set it in capitals; itself when nowhere. */
static struct ua_slice in_small_letters(const struct ua_doc *d, struct ua_slice name)
{
    const char *key = d->folded.data + d->to_folded[name.from], *hit = d->folded.data;
    size_t n = d->to_folded[name.to] - d->to_folded[name.from];
    while ((hit = memmem(hit, (size_t)(d->folded.data + d->folded.len - hit), key, n))) {
        size_t at = (size_t)(hit++ - d->folded.data);
        struct ua_slice s = { d->to_text[at], d->to_text[at + n] };
        if (!ua_all_upper(d, s) && ua_word_starts(d, 0, s.from))
            return s;
    }
    return name;
}

/* "Herr EMIL BEISPIEL, 42 Jahre": a courtesy and a name in capitals on a line of the head. */
static bool take_titled(struct ua_doc *d, struct parsed *out, const struct ua_unit *u)
{
    bool had = false;
    struct ua_slice s = ua_without_courtesy(d, u->at, &had), name = { s.from, ua_find_char(d, s, ",(") };
    if (!had || !u->line_start || u->taken || !ua_all_upper(d, name) || ua_word_count(d, name) < 2 ||
        ua_word_count(d, name) > 7 || ua_match(d, name, UA_BIT(OFFICE), NULL))
        return false;
    return ua_person_add(d, out, in_small_letters(d, ua_trim(d, name))) != NULL;
}

void ua_people_in_head(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    bool begun = false;
    for (size_t i = 0; i < u->n && u->at[i].part == UA_IN_HEAD; i++) {
        struct ua_slice s = u->at[i].at;
        size_t from = u->at[i].mail ? s.to : behind_country(d, s);
        bool marked = gender_mark(d, s, &(struct ua_slice){ 0, 0 });
        if (!u->at[i].mail && take_titled(d, out, &u->at[i])) {
            begun = true;
        } else if (marked && (from < s.to || !u->at[i].prose || begun || begins_marked(d, s))) {
            take_marked(d, out, (struct ua_slice){ from < s.to ? from : s.from, s.to });
            begun |= out->people.n > 0;
        } else if (from < s.to) {
            take_listed(d, out, (struct ua_slice){ from, s.to });
            begun |= out->people.n > 0;
        } else if (begun && in_column(d, &u->at[i])) {
            take_listed(d, out, s);
        } else if (begun && u->at[i].line_start && u->at[i].blank_before) {
            return;
        }
    }
}
