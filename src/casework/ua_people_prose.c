/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People in running text, weighed by where their names stand (heading, first lines, requests, first lines of
 * the letter) and by what stands before them. A place, a relative, an official weighs less than nothing.
 * Names in a list ("A, B and C") share the best weight among them. */
#include "satchel/casework/ua_people_prose.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/casework/ua_name.h"
#include "satchel/casework/ua_person.h"

#define ENOUGH 5
#define MOST   200

/* A name, wherever it stands, and what its places weigh together. */
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

/* The next place behind `at` and its character, before `to`, where a word of s begins; else `to`. */
static size_t next_word_start(const struct ua_doc *d, struct ua_slice s, size_t at, size_t to)
{
    size_t len;
    ua_cp(d, at, to, &len);
    for (at += len; at < to && !ua_word_starts(d, s.from, at); at++)
        ;
    return at;
}

/* Words of the lists LEAD_IN and OFFICE directly before a name: 'p' place, 'k' kin, 'v' a killed one, 'r'
 * role, 'o' office. */
static char word_before(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    struct ua_slice near = ua_last(d, (struct ua_slice){ s.from, at }, 48), found;
    const struct ua_word *w;
    char kind = 0;
    while ((w = ua_find(d, near, UA_BIT(LEAD_IN) | UA_BIT(OFFICE) | UA_BIT(RANK), &found))) {
        struct ua_slice between = ua_trim_of(d, (struct ua_slice){ found.to, at }, ".,\"'");
        if (ua_empty(between) && kind != 'k')
            kind = w->class == UA_LEAD_IN ? *ua_words_value(w) : 'o';
        near.from = next_word_start(d, s, found.from, near.to);
    }
    return kind;
}

static bool after_free(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    struct ua_slice near = ua_last(d, (struct ua_slice){ s.from, at }, 90), found;
    while (ua_find(d, near, UA_BIT(FREE), &found)) {
        struct ua_slice between = { found.to, at };
        if (ua_word_count(d, between) <= 4 && !ua_has_char(d, between, ".;:"))
            return true;
        near.from = found.to;
    }
    return false;
}

/* "The arbitrary detention of Ada Specimen": what happened to her stands shortly before the name. */
static bool after_case(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    struct ua_slice near = ua_last(d, (struct ua_slice){ s.from, at }, 64), found;
    for (const struct ua_word *w; (w = ua_find(d, near, UA_BIT(LEAD_IN), &found));) {
        struct ua_slice between = { found.to, at };
        if (!strcmp(ua_words_value(w), "case") && !ua_has_char(d, between, ";:"))
            return true;
        near.from = next_word_start(d, s, found.from, near.to);
    }
    return false;
}

/* More for a bracket, an age or an explanation behind the name. */
static int apposition(const struct ua_doc *d, struct ua_slice s, struct ua_slice name)
{
    if (name.to + 3 >= s.to)
        return 0;
    const char *behind = d->text.data + name.to;
    if (!strncmp(behind, " (", 2))
        return 1;
    bool age = behind[2] >= '0' && behind[2] <= '9';
    return !strncmp(behind, ", ", 2) && (age || ua_starts_lower(d, (struct ua_slice){ name.to + 2, s.to }))
               ? 2
               : 0;
}

/* "Black Rock prison", "Blue River company": what follows says that it is no person. */
static bool is_of_thing(const struct ua_doc *d, struct ua_slice s, struct ua_slice name)
{
    struct ua_slice rest = { name.to, s.to };
    if (rest.from >= s.to || d->text.data[rest.from] != ' ')
        return false;
    const struct ua_word *w = ua_match(d, ua_trim(d, rest), UA_BIT(LEAD_IN), NULL);
    return w && !strcmp(ua_words_value(w), "thing");
}

static struct candidate *seen(struct search *f, struct ua_slice name)
{
    for (size_t i = 0; i < f->names.n; i++)
        if (ua_same_person(f->d, f->names.at[i].at, name))
            return &f->names.at[i];
    if (f->names.n >= MOST)
        return NULL;
    if (dyn_room(&f->names) < 0) {
        f->d->failed = true;
        return NULL;
    }
    f->names.at[f->names.n] = (struct candidate){ .at = name };
    return &f->names.at[f->names.n++];
}

/* What stands between two names of one list: a comma, an "and", or both. */
static bool between_list(const struct ua_doc *d, struct ua_slice gap)
{
    struct ua_slice s = ua_trim_of(d, gap, ", ");
    if (gap.to - gap.from >= 12)
        return false;
    if (ua_empty(s))
        return ua_has_char(d, gap, ",");
    return ua_is(d, s, UA_BIT(CONNECTOR)) || (s.to - s.from == 1 && d->text.data[s.from] == '&');
}

/* The names of a list as it is read: they share the best weight among them. */
struct list {
    size_t at[64], n, end;
    int best;
};

static void weigh_in_list(struct search *f, struct list *l, struct candidate *c, int weight, int listed)
{
    for (size_t i = 0; i < l->n && weight > l->best; i++)
        f->names.at[l->at[i]].weight += weight - l->best;
    if (weight > l->best)
        l->best = weight;
    c->weight += weight;
    l->at[l->n++] = (size_t)(c - f->names.at);
    if (l->best <= 0 || l->n < 3)
        return;
    for (size_t i = l->n == 3 ? 0 : l->n - 1; i < l->n; i++)
        f->names.at[l->at[i]].weight += listed;
}

/* Weighs the names of one paragraph. base: for standing here; first: more for the first name; listed: more
 * for one of a list of three or more. Is anybody named? */
static bool weigh(struct search *f, struct ua_slice s, int base, int first, int listed)
{
    struct ua_slice rest, name;
    struct list l = { .n = 0 };
    bool any = false;
    if (s.to - s.from > 20000)
        s.to = s.from + 20000;
    rest = s;
    while (ua_next_name(f->d, &rest, &name)) {
        struct candidate *c = seen(f, name);
        if (!c)
            return any;
        if (name.to - name.from > c->at.to - c->at.from && c->weight == 0)
            c->at = name;
        char before = word_before(f->d, s, name.from);
        bool official = before == 'o' || ua_is_official_name(f->d, f->out, name);
        bool bad = official || before == 'p' || before == 'k' || (before == 'v' && !f->in_asks) ||
                   is_of_thing(f->d, s, name);
        int w = bad ? -5
                    : base + (any ? 0 : first) + apposition(f->d, s, name) + (before == 'r' ? 2 : 0) +
                          (after_free(f->d, s, name.from) ? 5 : 0);
        c->barred |= official;
        any |= !bad;
        if (!l.n || l.n == sizeof l.at / sizeof *l.at ||
            !between_list(f->d, (struct ua_slice){ l.end, name.from })) {
            l.n = 0;
            l.best = w;
        }
        weigh_in_list(f, &l, c, !bad && w < l.best ? l.best : w, listed);
        l.end = name.to;
    }
    return any;
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
    for (size_t i = 0; i < u->n && !stop_now(f->d->stop); i++) {
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
    for (size_t i = 0; i < asks->n && !stop_now(f->d->stop); i++)
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

/* Some appeals tell what happened under "Description of the situation" alone. */
static void weigh_background(struct search *f, const struct ua_units *u)
{
    struct ua_slice rest, name;
    for (size_t i = 0, told = 0; i < u->n && told < 3; i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->part != UA_IN_BACKGROUND || !unit->prose || unit->mail || unit->taken)
            continue;
        told++;
        rest = unit->label == UA_NO_LABEL ? unit->at : unit->value;
        if (ua_next_name(f->d, &rest, &name) && after_case(f->d, unit->at, name.from))
            weigh(f, unit->at, 2, 3, 0);
    }
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
    if (ua_word_count(d, rest) < 2 || ua_occurrences(d, rest) <= ua_occurrences(d, name))
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
    return ua_occurrences(d, rest) > ua_occurrences(d, name) ? rest : name;
}

static bool touches_end(const struct ua_doc *d, struct ua_slice name)
{
    return ua_empty(ua_trim(d, (struct ua_slice){ name.to, d->text.len }));
}

/* "(f)" right behind the name. */
static void take_gender(struct ua_doc *d, struct parsed_person *p, size_t at)
{
    struct ua_slice inside = { at + 2, ua_find_char(d, (struct ua_slice){ at, d->text.len }, ")") };
    if (p && at + 3 < d->text.len && !strncmp(d->text.data + at, " (", 2) && !ua_empty(inside) &&
        ua_is_gender(d, inside))
        ua_person_remark(d, p, inside);
}

static void take_found(struct search *f)
{
    for (size_t i = 0; i < f->names.n; i++) {
        const struct candidate *c = &f->names.at[i];
        if (c->weight >= ENOUGH && !c->barred && !touches_end(f->d, c->at))
            take_gender(f->d, ua_person_add(f->d, f->out, without_noun(f->d, without_trade(f->d, c->at))),
                        c->at.to);
    }
}

void ua_people_in_prose(struct ua_doc *d, const struct ua_units *u, const struct ua_slices *asks,
                        struct parsed *out)
{
    struct search f = { .d = d, .out = out };
    weigh_title(&f, u);
    weigh_parts(&f, u, asks);
    take_found(&f);
    if (!out->people.n) {
        f.in_asks = false;
        weigh_background(&f, u);
        take_found(&f);
    }
    free(f.names.at);
}
