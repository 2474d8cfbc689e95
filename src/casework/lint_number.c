/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the letter counts is held against what the case counts: the same noun, the age of the same person, a
 * stretch of time that is the same thing, the day of the same deed. A number that the case has too for it is
 * right, whatever others it has; a number is a finding only when all that the case has are others, of about
 * its size. What the model letter counts is added where the case has nothing against the letter's number.
 * Tests: tests/unit/lint/number.cases. */
#include "satchel/casework/lint_number.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/casework/lint_beside.h"
#include "satchel/casework/lint_count.h"
#include "satchel/casework/lint_days.h"
#include "satchel/casework/lint_measure.h"

struct numbers {
    struct lint_run *r;
    struct lint_counts known;
};

/* More or less, or no more than: may be somewhat less, and hardly more. */
static bool near_enough(const struct lint_count *c, int64_t known)
{
    return c->about && c->value * 10 <= known * 11 && c->value * 4 >= known * 3;
}

/* ---- the same thing ---- */

static bool is_key(const struct lint_count *c, uint32_t key)
{
    for (size_t i = 0; key && i < LINT_COUNT_KEYS; i++)
        if (c->key[i] == key)
            return true;
    return false;
}

static bool same_noun(const struct lint_count *a, const struct lint_count *b)
{
    uint32_t person = lint_value_hash("h person");
    bool told = a->modifier && a->modifier == b->modifier;
    if (a->key[0] == person && b->key[0] == person && a->event != b->event && a->value != b->value && !told)
        return false; /* some people, and others */
    for (size_t i = 0; i < LINT_COUNT_KEYS; i++)
        if (is_key(b, a->key[i]))
            return true;
    return false;
}

static bool is_term(const struct lint_count *c, const char *term)
{
    return c->key[0] == lint_value_hash(term);
}

static bool same_age(const struct lint_count *a, const struct lint_count *b)
{
    if (a->person >= 0 && b->person >= 0)
        return a->person == b->person;
    return a->key[0] == b->key[0];
}

/* A sentence is held against the most that is possible too. */
static bool same_time(const struct lint_count *a, const struct lint_count *b)
{
    bool a_sentence = is_term(a, "sentence") || is_term(a, "limit"),
         b_sentence = is_term(b, "sentence") || is_term(b, "limit");
    return a->key[0] == b->key[0] || (a_sentence && b_sentence);
}

static bool same_thing(const struct lint_count *a, const struct lint_count *b)
{
    return a->what == b->what && (a->what == LINT_COUNT_THINGS ? same_noun(a, b)
                                  : a->what == LINT_COUNT_AGE  ? same_age(a, b)
                                                               : same_time(a, b));
}

/* Time that goes by may be more than it was. */
static bool may_differ(const struct lint_count *c, const struct lint_count *known)
{
    if (c->what == LINT_COUNT_THINGS)
        return !lint_count_comparable(c->value, known->value);
    if (c->what == LINT_COUNT_AGE)
        return false;
    if (is_term(c, "-") && !(c->event ? c->event == known->event : lint_counts_near(c, known)))
        return true;
    return is_term(c, "held") || is_term(c, "-")
               ? c->value >= known->value && lint_count_reversed(c->value) != known->value
               : !lint_count_comparable(c->value, known->value) && c->value > known->value * 5;
}

/* ---- people, whatever the word ---- */

/* What the letter counts is the sum of numbers of one text that stand close together, or one more or less
 * ("with six others"). */
static bool is_sum(const struct numbers *n, const struct lint_count *c)
{
    const struct lint_counts *k = &n->known;
    for (size_t i = 0; i < k->all.n; i++) {
        int64_t sum = k->all.at[i].value;
        if (!k->all.at[i].human || k->all.at[i].what != LINT_COUNT_THINGS)
            continue;
        if (sum + 1 == c->value)
            return true;
        for (size_t j = i + 1; j < k->all.n && j < i + 5 && k->all.at[j].text == k->all.at[i].text; j++) {
            sum += k->all.at[j].human ? k->all.at[j].value : 0;
            if (sum == c->value)
                return true;
        }
    }
    return false;
}

/* "The 32 people arrested", where the case counts the arrested by another word. */
static const struct lint_count *other_people(const struct numbers *n, const struct lint_count *c)
{
    const struct lint_count *other = NULL;
    uint32_t person = lint_value_hash("h person");
    if (c->what != LINT_COUNT_THINGS || !c->human || !c->event || is_sum(n, c))
        return NULL;
    for (size_t i = 0; i < n->known.all.n; i++) {
        const struct lint_count *k = &n->known.all.at[i];
        if (k->what != LINT_COUNT_THINGS || !k->human)
            continue;
        if (k->value == c->value || near_enough(c, k->value))
            return NULL;
        if (k->event == c->event && (is_key(c, person) || is_key(k, person)) &&
            lint_count_comparable(c->value, k->value))
            other = k;
    }
    return other;
}

/* ---- comparing ---- */

/* "Anna was sentenced to six years", which is what the case says of somebody else. */
static bool of_another(const struct lint_count *a, const struct lint_count *b)
{
    return a->person >= 0 && b->person >= 0 && a->person != b->person;
}

/* The case has a number of the same thing for this very person. */
static bool has_own(const struct numbers *n, const struct lint_count *c)
{
    for (size_t i = 0; i < n->known.all.n && c->person >= 0; i++)
        if (n->known.all.at[i].person == c->person && same_thing(c, &n->known.all.at[i]))
            return true;
    return false;
}

/* "The 28 people", where the case has 28 visitors. */
static bool counted_otherwise(const struct numbers *n, const struct lint_count *c)
{
    for (size_t i = 0; i < n->known.all.n; i++)
        if (n->known.all.at[i].what == LINT_COUNT_THINGS && n->known.all.at[i].value == c->value)
            return true;
    return false;
}

/* "31 people came", "75 people belonged to it": only a slip, or the same words beside, tell that it is of the
 * same. */
static bool of_some_people(const struct lint_count *a, const struct lint_count *b)
{
    uint32_t person = lint_value_hash("h person");
    return a->key[0] == person && b->key[0] == person && !a->event && !b->event &&
           !lint_count_slip(a->value, b->value) && !lint_counts_near(a, b);
}

/* The letter's number for a thing of the case is none of the case's: one of those is returned. */
static const struct lint_count *differs(const struct numbers *n, const struct lint_count *c)
{
    const struct lint_count *other = NULL;
    bool own = has_own(n, c), anothers = false;
    if (c->what == LINT_COUNT_MEASURE)
        return lint_measure_differs(&n->known, c);
    if (c->what == LINT_COUNT_THINGS && c->key[0] == lint_value_hash("h person") && counted_otherwise(n, c))
        return NULL;
    for (size_t i = 0; i < n->known.all.n; i++) {
        const struct lint_count *k = &n->known.all.at[i];
        bool time = c->what >= LINT_COUNT_DAYS && k->what == c->what,
             age = c->what == LINT_COUNT_AGE && k->what == c->what && c->person < 0 && !c->key[0];
        if (!same_thing(c, k) && !((time || age) && k->value == c->value))
            continue;
        if (own && time && of_another(c, k)) {
            anothers |= k->value == c->value;
            continue;
        }
        if (k->value == c->value || near_enough(c, k->value))
            return NULL;
        if (!may_differ(c, k) && !of_some_people(c, k) && !(c->loose && !c->event) &&
            (!other || k->event == c->event))
            other = k;
    }
    if (anothers && !(other && other->person == c->person))
        return NULL;
    return other ? other : other_people(n, c);
}

/* "You told the press that 40 people ...": their number, not the letter's. */
static bool is_theirs(const struct lint_text *t, size_t byte)
{
    static const char *const SAID[] = { "told",     "said",     "stated",       "claimed",  "announced",
                                        "declared", "reported", "acknowledged", "admitted", "wrote" };
    size_t i = 0;
    while (i + 1 < t->tokens.n && t->tokens.at[i].to <= byte)
        i++;
    for (size_t word; i > 0 && !lint_starts_sentence(t, i); i--)
        for (word = 0; word < sizeof SAID / sizeof *SAID; word++)
            if (lint_key_is(t, i, SAID[word]) && lint_key_is(t, i - 1, "you"))
                return true;
    return false;
}

static void add(struct lint_run *r, uint32_t from, uint32_t to, const char *text, uint32_t known_from,
                uint32_t known_to)
{
    const struct lint_text *t = &r->body;
    int known = (int)(known_to - known_from), said = (int)(to - from);
    if (text == r->c->model)
        lint_add(r, LINT_NUMBER, t, from, to, 0, _("The model letter says “%.*s”, not “%.*s”."), known,
                 text + known_from, said, t->s + from);
    else
        lint_add(r, LINT_NUMBER, t, from, to, 0, _("The case says “%.*s”, not “%.*s”."), known,
                 text + known_from, said, t->s + from);
}

/* more: with what the model letter says; asked where the case has nothing against the letter. */
static void compare_counts(const struct numbers *n, const struct numbers *more,
                           const struct lint_counts *said)
{
    for (size_t i = 0; i < said->all.n; i++) {
        const struct lint_count *c = &said->all.at[i], *other = differs(n, c);
        other = other ? other : differs(more, c);
        if (other && !is_theirs(&n->r->body, c->from))
            add(n->r, c->from, c->to, other->text, other->from, other->to);
    }
}

/* ---- days ---- */

static bool fits(int a, int b)
{
    return !a || !b || a == b;
}

/* Of a night either day will do. */
static bool fits_day(const struct lint_day *a, const struct lint_day *b)
{
    return fits(a->day, b->day) || (a->eve && fits(a->eve, b->day)) || (b->eve && fits(a->day, b->eve));
}

/* The known day may be that of the letter; one that says less, only when it is of the same deed. */
static bool same_day(const struct lint_day *day, const struct lint_day *known)
{
    bool less = (day->day && !known->day) || (day->month && !known->month) || (day->year && !known->year);
    return fits(day->year, known->year) && fits(day->month, known->month) && fits_day(day, known) &&
           (!less || day->event == known->event);
}

/* A slip rather than another event: within some years, or the same day of another year. */
static bool near_day(const struct lint_day *a, const struct lint_day *b)
{
    bool day = a->month && a->day && a->month == b->month && a->day == b->day;
    return day || !a->year || !b->year || abs(a->year - b->year) <= 3;
}

/* What was done on the day of the letter was done on the other too; what else was done then counts for a slip
 * in the day or the month. */
static bool same_deed(const struct lint_day *day, const struct lint_day *known)
{
    bool same = day->event == known->event;
    bool slip = (day->month && day->month == known->month) || (day->day && day->day == known->day);
    for (size_t i = 0; slip && i < sizeof known->also / sizeof *known->also; i++)
        same |= known->also[i] && known->also[i] == day->event;
    return same;
}

/* Could both be the day of the same deed? Not where one tells of "thousands of people", or one is the first
 * day of what lasted and the other perhaps its last (a hunger strike, or a protest). */
static bool comparable_days(const struct lint_day *a, const struct lint_day *b)
{
    bool same_person = a->person < 0 || b->person < 0 || a->person == b->person;
    bool lasts = a->event == lint_value_hash("protest");
    return same_deed(a, b) && same_person && a->people == b->people && !(lasts && a->since != b->since);
}

static int parts_said(const struct lint_day *day)
{
    return (day->year != 0) + (day->month != 0) + (day->day != 0);
}

/* The one that says most: "14 October 2026", where the case says "October 2026" elsewhere too. */
static const struct lint_day *other_day(const struct numbers *n, const struct lint_day *day)
{
    const struct lint_day *other = NULL;
    for (size_t i = 0; i < n->known.days.n; i++) {
        const struct lint_day *k = &n->known.days.at[i];
        if (same_day(day, k))
            return NULL;
        if (comparable_days(day, k) && near_day(day, k) && (!other || parts_said(k) >= parts_said(other)))
            other = k;
    }
    return other;
}

static void compare_days(const struct numbers *n, const struct numbers *more, const struct lint_counts *said)
{
    for (size_t i = 0; i < said->days.n; i++) {
        const struct lint_day *day = &said->days.at[i], *other;
        if (!day->event || day->stranger || is_theirs(&n->r->body, day->from))
            continue;
        other = other_day(n, day);
        other = other ? other : other_day(more, day);
        if (other)
            add(n->r, day->from, day->to, other->text, other->from, other->to);
    }
}

/* ---- reading ---- */

static void read_text(struct numbers *n, const char *text)
{
    struct lint_text t;
    lint_text_make(&t, text);
    lint_counts_read(n->r, &t, false, &n->known);
    lint_days_read(n->r, &t, &n->known);
    n->r->failed |= t.failed;
    lint_text_free(&t);
}

/* The numbers of the records, as texts. */
static void read_recorded(struct lint_run *r, struct strs *recorded)
{
    struct buf b = { 0 };
    for (size_t i = 0; i < r->c->numbers.n; i++) {
        buf_clear(&b);
        buf_addf(&b, "%lld %s", (long long)r->c->numbers.at[i].value, r->c->numbers.at[i].noun);
        r->failed |= b.failed || strs_add(recorded, buf_text(&b)) < 0;
    }
    buf_free(&b);
}

static void read_known(struct numbers *n, const struct strs *recorded)
{
    const struct lint_context *c = n->r->c;
    for (size_t i = 0; i < c->texts.n; i++)
        read_text(n, c->texts.at[i]);
    for (size_t i = 0; i < c->asks.n; i++)
        read_text(n, c->asks.at[i].text);
    for (size_t i = 0; i < recorded->n; i++)
        read_text(n, recorded->at[i]);
}

void lint_numbers(struct lint_run *r)
{
    struct numbers n = { .r = r }, more = { .r = r };
    struct lint_counts said = { 0 };
    struct strs recorded = { 0 };
    read_recorded(r, &recorded);
    read_known(&n, &recorded);
    if (r->c->model) {
        read_known(&more, &recorded);
        read_text(&more, r->c->model);
    }
    if (n.known.all.n || n.known.days.n || more.known.all.n || more.known.days.n) {
        lint_counts_read(r, &r->body, true, &said);
        lint_days_read(r, &r->body, &said);
    }
    r->failed |= n.known.failed || more.known.failed || said.failed;
    compare_counts(&n, &more, &said);
    compare_days(&n, &more, &said);
    lint_counts_free(&n.known);
    lint_counts_free(&more.known);
    lint_counts_free(&said);
    strs_free(&recorded);
}
