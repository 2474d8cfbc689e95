/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request of the appeal is found again when a request of the letter asks the same: half of its demands are
 * enough ("investigate and punish", told in one word). Where only one request of the appeal speaks of a
 * thing, a request of the letter that speaks of it is that one. Demands that several have are told apart by
 * what is theirs alone: names, numbers, objects. A request without any demand that is known is found by its
 * words. In another language than the letter's only demands are compared; when it has none, nothing is said
 * of it.
 *
 * What the letter asks beside that is left over, and is set against what was not found: a part that speaks of
 * what one request alone is about is that request; a part of which nothing is known may be any, in a letter
 * of words of its own. Of such a letter in which two or more are still not found, too little is understood to
 * say anything. This was measured with letters by others (tests/unit/lint/whole-*): wrong findings came from
 * requests in words that no table has, and each was such a part. */
#include "satchel/casework/lint_asks.h"

#include <stdlib.h>

#include "satchel/base/i18n.h"
#include "satchel/casework/lint_asks_left.h"

#define ANY (1u << LINT_UNIT_WORD | 1u << LINT_UNIT_CONCEPT | 1u << LINT_UNIT_NAME | 1u << LINT_UNIT_NUMBER)

#define VERBATIM 85 /* percent of its words */
#define MOSTLY   75 /* no part of it was left out */
#define CLOSE    60 /* percent of the appeal's words: the letter follows them */
#define SURE     80 /* so closely that what is not found is not there */

/* ---- by demands ---- */

/* What the sentence speaks of is asked in it for another request of the appeal, which speaks of it too. */
static bool spoken_of_for_other(const struct lint_appeal *asks, const struct lint_asked *a,
                                const struct lint_sentence *s, lint_demands d)
{
    for (size_t i = 0; i < asks->all.n; i++) {
        const struct lint_asked *b = &asks->all.at[i];
        if (b != a && (lint_demands_open(b->means) & d) && (s->sure & b->demands))
            return true;
    }
    return false;
}

static bool demand_found(const struct lint_appeal *asks, const struct lint_asked *a,
                         const struct lint_sentences *s, lint_demands d)
{
    for (size_t i = 0; i < s->all.n; i++) {
        const struct lint_sentence *one = &s->all.at[i];
        bool sure = one->sure & d, spoken = (one->open & d) && !spoken_of_for_other(asks, a, one, d);
        if (one->request && (sure || spoken) && lint_asked_in(asks, a, one, d))
            return true;
    }
    return false;
}

/* Half of its demands, at least one. */
static bool found_by_demands(const struct lint_appeal *asks, const struct lint_asked *a,
                             const struct lint_sentences *s)
{
    unsigned all = 0, found = 0;
    for (lint_demands rest = a->demands; rest; rest &= rest - 1) {
        all++;
        found += demand_found(asks, a, s, rest & -rest);
    }
    return found && found * 2 >= all;
}

/* ---- by words ---- */

/* Weight of u in sentence i and the next, in tenths; what is told there counts `told`. */
static unsigned words_at(const struct lint_units *u, const struct lint_sentences *s, size_t i, unsigned told)
{
    const struct lint_sentence *one = &s->all.at[i], *next = i + 1 < s->all.n ? one + 1 : NULL;
    unsigned sum = 0;
    for (size_t k = 0; k < u->all.n; k++) {
        uint32_t h = u->all.at[k].hash;
        bool here = lint_units_have(&one->units, h), behind = next && lint_units_have(&next->units, h),
             asked = (here && one->request) || (behind && next->request);
        if (here || behind)
            sum += u->all.at[k].weight * (asked ? 10u : told);
    }
    return sum / 10;
}

/* Nearly word for word is enough, wherever it stands: its verb is there too. */
static bool found_by_words(const struct lint_asked *a, const struct lint_sentences *s, unsigned percent)
{
    unsigned all = lint_units_weight(&a->units, NULL, ANY), asked = 0, said = 0;
    for (size_t i = 0; i < s->all.n; i++) {
        unsigned here = words_at(&a->units, s, i, 5), plain = words_at(&a->units, s, i, 10);
        asked = here > asked ? here : asked;
        said = plain > said ? plain : said;
    }
    return asked * 100 >= all * percent || said * 100 >= all * VERBATIM;
}

/* A third of its concepts, or it has too few to tell: for what is in another language than the letter. */
static bool touched(const struct lint_asked *a, const struct lint_sentences *s)
{
    unsigned kind = 1u << LINT_UNIT_CONCEPT, all = lint_units_weight(&a->units, NULL, kind);
    size_t n = 0;
    for (size_t k = 0; k < a->units.all.n; k++)
        n += a->units.all.at[k].kind == LINT_UNIT_CONCEPT && a->units.all.at[k].weight >= 10;
    for (size_t i = 0; n > 1 && i < s->all.n; i++)
        if (lint_units_weight(&a->units, &s->all.at[i].units, kind) * 3 >= all)
            return true;
    return n < 2;
}

static bool is_there(const struct lint_appeal *asks, const struct lint_asked *a,
                     const struct lint_sentences *s)
{
    if (a->demands && found_by_demands(asks, a, s))
        return true;
    if (a->foreign)
        return !a->demands || touched(a, s);
    return found_by_words(a, s, a->demands ? 70 : 45);
}

/* ---- what is left over ---- */

struct missing {
    const struct lint_asked *ask;
    bool there;
    bool guessed; /* only so far as something is asked that is not understood */
};

/* How closely the letter follows the appeal's words where it asks the same, in percent. */
static unsigned closeness(const struct lint_appeal *asks, const struct missing *m,
                          const struct lint_sentences *s)
{
    unsigned sum = 0, n = 0;
    for (size_t i = 0; i < asks->all.n; i++) {
        unsigned all = lint_units_weight(&m[i].ask->units, NULL, ANY), best = 0;
        for (size_t k = 0; m[i].there && all && k < s->all.n; k++) {
            unsigned here = words_at(&m[i].ask->units, s, k, 5) * 100 / all;
            best = here > best ? here : best;
        }
        sum += best;
        n += m[i].there && all;
    }
    return n ? sum / n : 0;
}

/* Each part left over that speaks of what one request alone is about is that request, or goes on about it. */
static void serve_touched(const struct lint_appeal *asks, struct missing *m, struct lint_lefts *left,
                          bool there)
{
    for (size_t i = 0; i < asks->all.n; i++)
        for (size_t k = 0; k < left->all.n && m[i].there == there; k++)
            if (!left->all.at[k].used && lint_left_touches(asks, m[i].ask, &left->all.at[k]))
                m[i].there = left->all.at[k].used = true;
}

/* What goes on about a request that is there is no other one. */
static void serve_beside(const struct lint_appeal *asks, const struct missing *m, struct lint_lefts *left)
{
    for (size_t i = 0; i < asks->all.n; i++)
        for (size_t k = 0; k < left->all.n && m[i].there; k++)
            left->all.at[k].used |= lint_left_goes_on(asks, m[i].ask, &left->all.at[k]);
}

static void serve_unknown(const struct lint_appeal *asks, struct missing *m, struct lint_lefts *left)
{
    for (size_t i = 0; i < asks->all.n; i++)
        for (size_t k = 0; k < left->all.n && !m[i].there; k++)
            if (!left->all.at[k].used && (!left->all.at[k].known || !m[i].ask->demands) &&
                lint_left_may_be(m[i].ask, &left->all.at[k]))
                m[i].there = m[i].guessed = left->all.at[k].used = true;
}

static size_t missing_in(const struct lint_appeal *asks, const struct missing *m)
{
    size_t n = 0;
    for (size_t i = 0; i < asks->all.n; i++)
        n += !m[i].there;
    return n;
}

/* All that may be asked in the letter. */
static lint_demands asked_for(const struct lint_sentences *s)
{
    lint_demands d = 0;
    for (size_t i = 0; i < s->all.n; i++)
        d |= s->all.at[i].request ? s->all.at[i].sure | s->all.at[i].open : 0;
    return d;
}

static bool asks_at_all(const struct lint_sentences *s)
{
    for (size_t i = 0; i < s->all.n; i++)
        if (s->all.at[i].firm)
            return true;
    return false;
}

/* What the letter asks beside what was found; false: too little is understood to say what is missing. */
static bool serve(struct lint_run *r, const struct lint_appeal *asks, const struct lint_sentences *s,
                  struct missing *m, bool *nothing_left)
{
    struct lint_lefts left = { 0 };
    lint_left_read(r, asks, s, &left);
    unsigned close = closeness(asks, m, s);
    serve_beside(asks, m, &left);
    serve_touched(asks, m, &left, false);
    if (close >= CLOSE)
        serve_touched(asks, m, &left, true);
    bool understood = close >= SURE || missing_in(asks, m) < 2 || !asks_at_all(s);
    if (close < CLOSE)
        serve_unknown(asks, m, &left);
    *nothing_left = !left.all.n;
    lint_left_free(&left);
    return understood;
}

static void add_missing(struct lint_run *r, const struct missing *m, size_t i, bool part)
{
    char words[LINT_WORDS_BYTES];
    const struct lint_text *t = &m[i].ask->text;
    lint_words_of(t, 0, t->tokens.n, words);
    if (part)
        lint_add_whole(r, LINT_MISSING_ASK, r->c->asks.at[i].id,
                       _("The letter asks for only a part of: “%s”"), words);
    else
        lint_add_whole(r, LINT_MISSING_ASK, r->c->asks.at[i].id,
                       _("The appeal asks, and the letter does not: “%s”"), words);
}

static void compare(struct lint_run *r, const struct lint_appeal *asks, const struct lint_sentences *s,
                    struct missing *m)
{
    bool nothing_left;
    for (size_t i = 0; i < asks->all.n; i++) {
        const struct lint_asked *one = &asks->all.at[i];
        r->out->notes.asks_not_compared |= one->foreign;
        m[i] = (struct missing){ one, !one->text.tokens.n || is_there(asks, one, s), false };
    }
    bool understood = serve(r, asks, s, m, &nothing_left);
    lint_demands rest = nothing_left ? ~asked_for(s) : 0;
    for (size_t i = 0; i < asks->all.n; i++) {
        const struct lint_asked *one = m[i].ask;
        if (m[i].guessed || (!m[i].there && !understood))
            r->out->notes.asks_unclear++;
        else if (!m[i].there)
            add_missing(r, m, i, false);
        else if (understood && !one->foreign && !found_by_words(one, s, MOSTLY) &&
                 (lint_demands_several(one->demands) & rest))
            add_missing(r, m, i, true);
    }
}

void lint_missing_asks(struct lint_run *r)
{
    struct lint_sentences s = { 0 };
    struct lint_appeal asks = { 0 };
    if (!r->body.tokens.n)
        return;
    lint_sentences_read(r, &s);
    lint_appeal_read(r, &asks);
    struct missing *m = calloc(asks.all.n + 1, sizeof *m);
    r->failed |= !m;
    if (m)
        compare(r, &asks, &s, m);
    free(m);
    lint_appeal_free(&asks);
    lint_sentences_free(&s);
}
