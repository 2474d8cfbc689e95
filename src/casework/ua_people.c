/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who an appeal is about, in this order: those its name label lists; those listed behind the country at its
 * head, with (m) or (f); else the names of the text weighed by where they stand (heading, first lines,
 * requests, first lines of the letter) and by what stands before them. A place, a relative, an official
 * weighs less than nothing. Names in a list ("A, B and C") share the best weight among them. */
#include "satchel/casework/ua_people.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_name.h"
#include "satchel/casework/ua_official.h"

#define ENOUGH 5
#define MOST   200

struct candidate {
    struct ua_slice at;
    int weight;
    bool barred; /* an official */
};

struct search {
    struct ua_doc *d;
    DYN(struct candidate) names;
    struct parsed *out;
    bool in_asks; /* reading requests: "investigate the death of X" is about X */
};

/* ---- adding people ---- */

static struct parsed_person *add_person(struct ua_doc *d, struct parsed *out, struct ua_slice name)
{
    char *text = ua_copy(d, name);
    for (size_t i = 0; text && i < out->people.n; i++)
        if (text_same_folded(out->people.at[i].name.text, text)) {
            str_free(text);
            return &out->people.at[i];
        }
    if (!text || dyn_room(&out->people) < 0) {
        d->failed |= text != NULL;
        str_free(text);
        return NULL;
    }
    struct parsed_person *p = &out->people.at[out->people.n++];
    *p = (struct parsed_person){ .name = { text, ua_span(d, ua_trim(d, name)) } };
    return p;
}

static const char *name_language(const struct ua_doc *d, struct ua_slice s)
{
    size_t len;
    for (size_t i = s.from; i < s.to; i += len) {
        uint32_t cp = ua_cp(d, i, s.to, &len);
        if (text_is_cjk(cp))
            return cp >= 0xAC00 && cp <= 0xD7A3 ? "ko" : cp >= 0x3040 && cp <= 0x30FF ? "ja" : "zh";
    }
    return "und";
}

static void add_form(struct ua_doc *d, struct parsed_person *p, struct ua_slice s)
{
    s = ua_trim_of(d, s, ",;:\"");
    struct parsed_name form = { .text = ua_copy(d, s) };
    if (!form.text || !strcmp(form.text, p->name.text) || str_set(&form.lang, name_language(d, s)) < 0 ||
        dyn_room(&p->names) < 0) {
        str_free(form.text);
        str_free(form.lang);
        return;
    }
    p->names.at[p->names.n++] = form;
}

/* ---- the name label ---- */

static bool says_sex(const struct ua_doc *d, const struct ua_word *w)
{
    return w && !strncmp(ua_value(d, w), "sex", 3);
}

static bool is_sex(const struct ua_doc *d, struct ua_slice s, const char *value)
{
    size_t end;
    const struct ua_word *w = ua_match(d, s, UA_BIT(PRONOUN), &end);
    return w && end >= s.to && !strcmp(ua_value(d, w), value);
}

static bool is_gender(const struct ua_doc *d, struct ua_slice s)
{
    return is_sex(d, s, "sex");
}

/* "both", "women": of several, so of none of them in particular. */
static bool is_genders(const struct ua_doc *d, struct ua_slice s)
{
    return is_sex(d, s, "sexes");
}

/* A pronoun, or more behind one ("she, her"). */
static bool begins_pronoun(const struct ua_doc *d, struct ua_slice s)
{
    const struct ua_word *w = ua_match(d, s, UA_BIT(PRONOUN), NULL);
    return w && !says_sex(d, w);
}

static bool other_script(const struct ua_doc *d, struct ua_slice s)
{
    size_t len;
    for (size_t i = s.from; i < s.to; i += len)
        if (ua_cp(d, i, s.to, &len) >= 0x370)
            return true;
    return false;
}

/* What stands in brackets behind a name, or behind a comma. */
static void remark(struct ua_doc *d, struct parsed_person *p, struct ua_slice s)
{
    s = ua_trim_of(d, s, ",;:.");
    if (is_gender(d, s)) {
        if (!p->gender)
            p->gender = ua_copy(d, s);
    } else if (begins_pronoun(d, s) && s.to - s.from < 32) {
        if (!p->pronouns)
            p->pronouns = ua_copy(d, s);
    } else {
        size_t colon = ua_find_char(d, s, ":");
        struct ua_slice form = colon < s.to ? (struct ua_slice){ colon + 1, s.to } : s;
        if (other_script(d, form) != other_script(d, (struct ua_slice){ s.from, s.from }) &&
            s.to - s.from < 80 && !ua_has_digit(d, s))
            add_form(d, p, form);
    }
}

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

/* "and" between two names, outside brackets: its bytes, 0 when there is none at i. */
static size_t and_at(const struct ua_doc *d, struct ua_slice s, size_t i)
{
    static const char *const ANDS[] = { " and ", " y ", " e ", " et ", " und ", " & ",
                                        " и ",   "和",  " و",  " en ", "与",    "及" };
    for (size_t k = 0; k < sizeof ANDS / sizeof *ANDS; k++) {
        size_t n = strlen(ANDS[k]);
        if (s.to - i > n && !strncmp(d->text.data + i, ANDS[k], n) &&
            (k != 8 || ua_word_count(d, (struct ua_slice){ i + n, s.to }) > 1))
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

struct piece {
    struct ua_slice name, bracket;
};

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

static void take_piece(struct ua_doc *d, struct parsed *out, struct piece p, struct parsed_person **last)
{
    p.name = ua_trim_of(d, p.name, ",;:.-");
    while (p.name.to > p.name.from + 3 && !strncmp(d->text.data + p.name.to - 3, "–", 3))
        p.name = ua_trim(d, (struct ua_slice){ p.name.from, p.name.to - 3 });
    bool first_bracket = !ua_empty(p.name) && d->text.data[p.name.from] == '[';
    if (ua_empty(p.name)) {
        if (*last && !ua_empty(p.bracket))
            remark(d, *last, p.bracket);
        return;
    }
    if (*last && (ua_is(d, p.name, UA_BIT(PRONOUN)) || is_gender(d, p.name))) {
        remark(d, *last, p.name);
        return;
    }
    if (first_bracket || ua_has_digit(d, p.name) || is_group_name(d, p.name)) {
        if (!out->people.n)
            take_group(d, out, p.name, p.bracket);
        return;
    }
    bool upper = ua_starts_upper(d, p.name) || other_script(d, p.name);
    if (!upper || p.name.to - p.name.from > 90 || ua_word_count(d, p.name) > 8 || ua_is_prose(d, p.name))
        return;
    if (is_genders(d, ua_bare(d, p.name)) || ua_is(d, p.name, UA_BIT(PRONOUN) | UA_BIT(PLACEHOLDER)))
        return;
    *last = add_person(d, out, p.name);
    if (*last && !ua_empty(p.bracket))
        remark(d, *last, p.bracket);
}

static void take_names(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    struct parsed_person *last = NULL;
    struct piece p = { { s.from, s.from }, { s.to, s.to } };
    size_t len, open = 0;
    int depth = 0;
    for (size_t i = s.from; i <= s.to; i += len) {
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
    if (!ua_empty(ua_bare(d, rest)) && !is_gender(d, ua_bare(d, s)))
        return;
    for (size_t i = 0; i < out->people.n && is_gender(d, w); i++)
        if (!out->people.at[i].gender)
            out->people.at[i].gender = ua_copy(d, w);
}

static void by_label(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < u->n; i++) {
        if (u->at[i].label == UA_NAME && u->at[i].part != UA_IN_LETTER && u->at[i].part != UA_IN_AFTER) {
            take_names(d, out, u->at[i].value);
            for (size_t j = i + 1; j < u->n && u->at[j].label == UA_NO_LABEL &&
                                   (!u->at[j].blank_before || (ua_empty(u->at[i].value) && j == i + 1)) &&
                                   !u->at[j].prose && j < i + 40 && u->at[j].at.to - u->at[j].at.from < 200;
                 j++)
                take_names(d, out, u->at[j].at);
        } else if (u->at[i].label == UA_GENDER) {
            take_gender(d, out, u->at[i].value);
        }
    }
}

/* ---- the list at the head: "FREEDONIA   Ada SPECIMEN (f), teacher" ---- */

/* Where the names behind a country in capitals begin in a unit of the head; s.to when nowhere. */
static size_t behind_country(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice found, left = s;
    if (s.to - s.from > 6000)
        left.to = s.from + 6000;
    size_t tab = ua_find_char(d, s, "\t");
    if (tab < s.to && ua_all_upper(d, (struct ua_slice){ s.from, tab }) &&
        !ua_has_digit(d, (struct ua_slice){ s.from, tab }) &&
        !ua_has_char(d, (struct ua_slice){ s.from, tab }, ":"))
        return tab;
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
        struct parsed_person *p = add_person(d, out, name);
        if (!p || out->people.n == before)
            return;
        if (next == '(')
            remark(d, p, (struct ua_slice){ at + 1, ua_find_char(d, (struct ua_slice){ at, s.to }, ")") });
    }
}

/* The bracket that tells a gender: "(f)", "(mujer)", "(m, 34)". false: s has none. */
static bool gender_mark(const struct ua_doc *d, struct ua_slice s, struct ua_slice *inside)
{
    for (size_t open; (open = ua_find_char(d, s, "(")) < s.to; s.from = open + 1) {
        size_t close = ua_find_char(d, (struct ua_slice){ open, s.to }, ")");
        *inside = (struct ua_slice){ open + 1, close };
        struct ua_slice first = { open + 1, ua_find_char(d, *inside, ",;") };
        if (close < s.to && is_gender(d, ua_trim(d, first)))
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
        if (!particle && !ua_capitalised(d, w) && !other_script(d, w))
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
        struct parsed_person *p = add_person(d, out, name);
        if (p)
            remark(d, p, (struct ua_slice){ inside.from, ua_find_char(d, inside, ",;") });
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
    return add_person(d, out, in_small_letters(d, ua_trim(d, name))) != NULL;
}

static void by_head(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
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

/* ---- names weighed ---- */

/* Words of the lists LEAD_IN and OFFICE directly before a name: 'p' place, 'k' kin, 'v' a killed one, 'r'
 * role, 'o' office. */
static char word_before(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    struct ua_slice near = { at > s.from + 48 ? at - 48 : s.from, at }, found;
    const struct ua_word *w;
    char kind = 0;
    while (near.from < near.to && ((unsigned char)d->text.data[near.from] & 0xC0) == 0x80)
        near.from++;
    while ((w = ua_find(d, near, UA_BIT(LEAD_IN) | UA_BIT(OFFICE) | UA_BIT(RANK), &found))) {
        struct ua_slice between = ua_trim_of(d, (struct ua_slice){ found.to, at }, ".,\"'");
        if (ua_empty(between) && kind != 'k')
            kind = w->class == UA_LEAD_IN ? *ua_value(d, w) : 'o';
        size_t len;
        ua_cp(d, found.from, near.to, &len);
        near.from = found.from + len;
        while (near.from < near.to && !ua_word_starts(d, s.from, near.from))
            near.from++;
    }
    return kind;
}

static bool after_free(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    struct ua_slice near = { at > s.from + 90 ? at - 90 : s.from, at }, found;
    while (near.from < near.to && ((unsigned char)d->text.data[near.from] & 0xC0) == 0x80)
        near.from++;
    while (ua_find(d, near, UA_BIT(FREE), &found)) {
        struct ua_slice between = { found.to, at };
        if (ua_word_count(d, between) <= 4 && !ua_has_char(d, between, ".;:"))
            return true;
        near.from = found.to;
    }
    return false;
}

static int apposition(const struct ua_doc *d, struct ua_slice s, struct ua_slice name)
{
    const char *t = d->text.data;
    struct ua_slice tail = { name.to, s.to };
    if (name.to + 3 >= s.to)
        return 0;
    bool comma = t[name.to] == ',' && t[name.to + 1] == ' ';
    if (t[name.to] == ' ' && t[name.to + 1] == '(')
        return 1;
    tail.from += 2;
    if (!comma)
        return 0;
    return (t[tail.from] >= '0' && t[tail.from] <= '9') || ua_starts_lower(d, tail) ? 2 : 0;
}

/* "Black Rock prison", "Blue River company": what follows says that it is no person. */
static bool is_of_thing(const struct ua_doc *d, struct ua_slice s, struct ua_slice name)
{
    struct ua_slice rest = { name.to, s.to };
    if (rest.from >= s.to || d->text.data[rest.from] != ' ')
        return false;
    const struct ua_word *w = ua_match(d, ua_trim(d, rest), UA_BIT(LEAD_IN), NULL);
    return w && !strcmp(ua_value(d, w), "thing");
}

static struct candidate *seen(struct search *f, struct ua_slice name)
{
    for (size_t i = 0; i < f->names.n; i++)
        if (ua_same_person(f->d, f->names.at[i].at, name))
            return &f->names.at[i];
    if (f->names.n >= MOST || dyn_room(&f->names) < 0)
        return NULL;
    f->names.at[f->names.n] = (struct candidate){ .at = name };
    return &f->names.at[f->names.n++];
}

static bool is_official_name(const struct search *f, struct ua_slice name)
{
    char *text = ua_copy(f->d, name);
    bool found = false;
    const struct parsed_officials *lists[] = { &f->out->targets, &f->out->copies };
    for (size_t k = 0; text && k < 2; k++)
        for (size_t i = 0; i < lists[k]->n && !found; i++) {
            const struct parsed_text *n = &lists[k]->at[i].name;
            if (!n->text)
                continue;
            char *a = text_fold(n->text, strlen(n->text), NULL), *b = text_fold(text, strlen(text), NULL);
            found = a && b && strstr(a, b);
            str_free(a);
            str_free(b);
        }
    str_free(text);
    return found;
}

static bool between_list(const struct ua_doc *d, size_t from, size_t to)
{
    struct ua_slice s = ua_trim_of(d, (struct ua_slice){ from, to }, ", ");
    return to - from < 12 &&
           (ua_empty(s) || ua_is(d, s, UA_BIT(CONNECTOR)) ||
            (s.to - s.from == 1 && d->text.data[s.from] == '&')) &&
           (ua_has_char(d, (struct ua_slice){ from, to }, ",") || !ua_empty(s));
}

/* Weighs the names of one paragraph. base: for standing here; first: more for the first name. */
static bool weigh(struct search *f, struct ua_slice s, int base, int first, int listed)
{
    struct ua_slice rest = s, name;
    size_t group[64], n = 0, last_to = 0;
    int best = 0;
    bool any = false;
    if (s.to - s.from > 20000)
        rest.to = s.to = s.from + 20000;
    while (ua_next_name(f->d, &rest, &name)) {
        struct candidate *c = seen(f, name);
        if (!c)
            return any;
        if (name.to - name.from > c->at.to - c->at.from && c->weight == 0)
            c->at = name;
        char before = word_before(f->d, s, name.from);
        int w = base + (any || before == 'p' ? 0 : first) + apposition(f->d, s, name) +
                (before == 'r' ? 2 : 0) + (after_free(f->d, s, name.from) ? 5 : 0);
        bool bad = is_of_thing(f->d, s, name) || before == 'p' || before == 'k' || before == 'o' ||
                   (before == 'v' && !f->in_asks) || is_official_name(f, name);
        c->barred |= is_official_name(f, name) || before == 'o';
        w = bad ? -5 : w;
        any |= !bad;
        bool list = n && n < 64 && between_list(f->d, last_to, name.from);
        if (!list) {
            best = w;
            n = 0;
        } else if (w < best && !bad) {
            w = best;
        } else if (w > best) {
            for (size_t i = 0; i < n; i++)
                f->names.at[group[i]].weight += w - best;
            best = w;
        }
        c->weight += w;
        group[n++] = (size_t)(c - f->names.at);
        if (n == 3 && best > 0)
            for (size_t i = 0; i < n; i++)
                f->names.at[group[i]].weight += listed;
        else if (n > 3 && best > 0)
            c->weight += listed;
        last_to = name.to;
    }
    return any;
}

static bool touches_end(const struct ua_doc *d, struct ua_slice name)
{
    return ua_empty(ua_trim(d, (struct ua_slice){ name.to, d->text.len }));
}

/* Not a heading set in capitals, or with a capital on every word: its capitals say nothing. */
static bool has_small_words(const struct ua_doc *d, struct ua_slice s)
{
    size_t small = 0, words = 0;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &s)); words++)
        small += ua_starts_lower(d, w) && w.to - w.from > 3;
    return small > 1 && small * 6 >= words;
}

static void weigh_parts(struct search *f, const struct ua_units *u, const struct ua_slices *asks)
{
    size_t lead = 0, letter = 0;
    for (size_t i = 0; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        bool head = (unit->part == UA_IN_HEAD || (unit->part == UA_IN_ACTION && !unit->bullet)) &&
                    !unit->mail && !unit->taken;
        bool menu = ua_match(f->d, unit->at, UA_BIT(CHROME), NULL) && unit->label == UA_NO_LABEL &&
                    f->d->text.data[unit->at.to - 1] != '.';
        if (head && unit->prose && unit->label != UA_HEAD && !menu) {
            lead += weigh(f, unit->label == UA_NO_LABEL ? unit->at : unit->value, lead < 3 ? 2 : 1,
                          lead == 0 ? 4 : 0, 0);
        } else if (head && unit->label != UA_MAIL && has_small_words(f->d, unit->at) &&
                   !ua_is_chrome(f->d, unit->at)) {
            weigh(f, unit->at, 1, 1, 0);
        } else if (unit->part == UA_IN_LETTER && unit->label == UA_NO_LABEL) {
            weigh(f, unit->at, letter == 0 ? 5 : 2, 0, letter == 0 ? 2 : 0);
            letter += unit->prose;
        }
    }
    f->in_asks = true;
    for (size_t i = 0; i < asks->n; i++)
        weigh(f, asks->at[i], 3, 1, 0);
}

/* The heading counts when it is not set in capitals throughout. */
static void weigh_title(struct search *f, const struct ua_units *u)
{
    const struct parsed_span at = f->out->title.at;
    for (size_t i = 0; i < u->n && at.to > at.from; i++) {
        struct parsed_span here = ua_span(f->d, u->at[i].at);
        if (here.from > at.from || here.to < at.to)
            continue;
        if (has_small_words(f->d, u->at[i].at))
            weigh(f, u->at[i].at, 4, 2, 0);
        return;
    }
}

static size_t occurrences(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = 0, len = s.to - s.from;
    const char *hay = d->text.data, *end = hay + (d->text.len < 200000 ? d->text.len : 200000), *hit;
    while (len && (hit = memmem(hay, (size_t)(end - hay), d->text.data + s.from, len))) {
        n++;
        hay = hit + len;
    }
    return n;
}

/* "Gardener Tomas Belo" at the start of a sentence: a trade, when the text has the name without it. */
static struct ua_slice without_trade(const struct ua_doc *d, struct ua_slice name)
{
    static const char *const ENDS[] = { "er",  "or",   "ist",  "ian",   "man",   "men",  "ers",
                                        "ors", "ists", "ians", "woman", "women", "ling", "linge",
                                        "in",  "nen",  "ne",   "ant",   "ants" };
    struct ua_slice rest = name, first = ua_next_word(d, &rest);
    size_t n = first.to - first.from;
    rest = ua_trim(d, rest);
    if (ua_word_count(d, rest) < 2 || occurrences(d, rest) <= occurrences(d, name))
        return name;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        size_t k = strlen(ENDS[i]);
        if (n > k + 2 && !strncmp(d->text.data + first.to - k, ENDS[i], k))
            return rest;
    }
    return name;
}

/* "Schicksal von Ada Specimen": a noun and a particle, when the text has the name without them. */
static struct ua_slice without_noun(const struct ua_doc *d, struct ua_slice name)
{
    struct ua_slice rest = name;
    ua_next_word(d, &rest);
    struct ua_slice particle = ua_next_word(d, &rest);
    rest = ua_trim(d, rest);
    if (!ua_is(d, particle, UA_BIT(PARTICLE)) || ua_starts_upper(d, particle) || ua_word_count(d, rest) < 2)
        return name;
    return occurrences(d, rest) > occurrences(d, name) ? rest : name;
}

static void choose(struct search *f)
{
    for (size_t i = 0; i < f->names.n; i++) {
        const struct candidate *c = &f->names.at[i];
        if (c->weight >= ENOUGH && !c->barred && !touches_end(f->d, c->at))
            add_person(f->d, f->out, without_noun(f->d, without_trade(f->d, c->at)));
    }
}

/* ---- scripts without capitals ---- */

static bool uncased_letter(uint32_t cp)
{
    return text_is_alnum(cp) && cp >= 0x590;
}

/* Behind "release": the longest beginning that stands elsewhere in the text as often as its shorter ones. */
static void uncased_name(struct search *f, struct ua_slice s)
{
    struct ua_slice name = { 0, 0 }, rest = s;
    size_t len, least = 0;
    bool cjk = text_is_cjk(ua_cp(f->d, s.from, s.to, NULL));
    if (cjk && !ua_match(f->d, s, UA_BIT(SURNAME), NULL))
        return;
    struct ua_slice probe = { s.from, s.from };
    for (size_t n = 1; n <= 4; n++) {
        if (cjk) {
            if (!text_is_cjk(ua_cp(f->d, probe.to, s.to, &len)))
                break;
            probe.to += len;
        } else {
            struct ua_slice w = ua_next_word(f->d, &rest);
            if (!uncased_letter(ua_cp(f->d, w.from, w.to, NULL)))
                break;
            probe.to = ua_bare(f->d, w).to;
        }
        size_t count = occurrences(f->d, probe);
        if (n == 2)
            least = count;
        if (n < 2)
            continue;
        if (count < 2 || count * 10 < least * 7 || (cjk && n == 4))
            break;
        name = probe;
        if (!cjk && ua_bare(f->d, probe).to < rest.from &&
            ua_has_char(f->d, (struct ua_slice){ probe.to, rest.from }, ".,;:"))
            break;
    }
    if (!ua_empty(name) && !is_official_name(f, name))
        add_person(f->d, f->out, name);
}

/* One character more on the left or right, when the text holds that `least` times too. */
static bool widen(const struct ua_doc *d, struct ua_slice s, struct ua_slice *name, bool left, size_t least)
{
    struct ua_slice wider = *name;
    size_t len = 0;
    if (left && text_is_cjk(ua_cp_before(d, s.from, name->from)))
        while (wider.from > s.from && ((unsigned char)d->text.data[--wider.from] & 0xC0) == 0x80)
            ;
    uint32_t next = left ? 0 : ua_cp(d, name->to, s.to, &len);
    wider.to += text_is_cjk(next) || next == 0xB7 ? len : 0;
    if ((wider.from == name->from && wider.to == name->to) || occurrences(d, wider) < least)
        return false;
    *name = wider;
    return true;
}

/* A name written by sound, with a dot in it: grown from the dot as long as the text repeats it. */
static void dotted_names(struct search *f, struct ua_slice s)
{
    const char *from = f->d->text.data + s.from, *end = f->d->text.data + s.to, *hit;
    for (; (hit = memmem(from, (size_t)(end - from), "·", 2)); from = hit + 2) {
        size_t at = (size_t)(hit - f->d->text.data);
        struct ua_slice name = { at, at + 2 };
        widen(f->d, s, &name, true, 2);
        widen(f->d, s, &name, false, 2);
        size_t least = occurrences(f->d, name);
        while (least > 1 && (widen(f->d, s, &name, true, least) || widen(f->d, s, &name, false, least)))
            ;
        if (name.to - name.from >= 11 && !is_official_name(f, name))
            add_person(f->d, f->out, name);
    }
}

/* Chinese: what else may stand before a name in a request: "对", "确保", "允许", ... */
static bool before_cjk_name(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    static const char MARKS[] = "对 保 许 让 及 和 、 将 给 予 与 扰 止 露 布 持 助 护 對 許 讓 與 擾 護 查";
    uint32_t before = ua_cp_before(d, s.from, at), cp;
    for (size_t i = 0, len; i + 1 < sizeof MARKS; i += len) {
        len = text_decode(MARKS + i, sizeof MARKS - 1 - i, &cp);
        if (cp == before && cp != ' ')
            return true;
    }
    return false;
}

static void by_request(struct search *f, const struct ua_slices *asks)
{
    for (size_t i = 0; i < asks->n; i++) {
        struct ua_slice s = asks->at[i], found;
        while (ua_find(f->d, s, UA_BIT(FREE) | UA_BIT(SURNAME), &found)) {
            bool free_word = !ua_is(f->d, found, UA_BIT(SURNAME));
            struct ua_slice rest =
                ua_trim(f->d, (struct ua_slice){ free_word ? found.to : found.from, s.to });
            if (uncased_letter(ua_cp(f->d, rest.from, rest.to, NULL)) &&
                (free_word || (before_cjk_name(f->d, asks->at[i], found.from) &&
                               !ua_match(f->d, rest, UA_BIT(NOT_NAME), NULL))))
                uncased_name(f, rest);
            s.from = found.to;
        }
    }
}

/* ---- the dead ---- */

static bool says_dead(const struct ua_doc *d, struct ua_slice s, struct ua_slice name)
{
    struct ua_slice sentence = { name.to, name.to }, found, other, rest;
    while (
        sentence.to < s.to && sentence.to < name.to + 240 &&
        !(d->text.data[sentence.to] == '.' && sentence.to + 1 < s.to && d->text.data[sentence.to + 1] == ' '))
        sentence.to++;
    while (sentence.to < s.to && ((unsigned char)d->text.data[sentence.to] & 0xC0) == 0x80)
        sentence.to++;
    if (!ua_find(d, sentence, UA_BIT(DEAD), &found))
        return false;
    rest = (struct ua_slice){ sentence.from, found.from };
    return !ua_next_name(d, &rest, &other);
}

static void find_dead(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < out->people.n; i++) {
        struct parsed_person *p = &out->people.at[i];
        size_t n = strlen(p->name.text);
        for (size_t k = 0; k < u->n && !p->status; k++) {
            struct ua_slice s = u->at[k].at;
            if (u->at[k].part == UA_IN_LETTER || s.to - s.from > 40000)
                continue;
            const char *hit, *from = d->text.data + s.from, *end = d->text.data + s.to;
            while (!p->status && (hit = memmem(from, (size_t)(end - from), p->name.text, n))) {
                size_t at = (size_t)(hit - d->text.data);
                if (says_dead(d, s, (struct ua_slice){ at, at + n }))
                    d->failed |= str_set(&p->status, "dead") < 0;
                from = hit + n;
            }
        }
    }
}

void ua_people_read(struct ua_doc *d, const struct ua_units *u, const struct ua_slices *asks,
                    struct parsed *out)
{
    struct search f = { .d = d, .out = out };
    by_label(d, u, out);
    if (!out->people.n && !out->group.present)
        by_head(d, u, out);
    if (!out->people.n && !out->group.present) {
        weigh_title(&f, u);
        weigh_parts(&f, u, asks);
        choose(&f);
    }
    if (!out->people.n && !out->group.present) {
        for (size_t i = 0; i < asks->n; i++)
            dotted_names(&f, asks->at[i]);
        if (!out->people.n)
            by_request(&f, asks);
    }
    find_dead(d, u, out);
    free(f.names.at);
}
