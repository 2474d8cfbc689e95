/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_asks_twice.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_asks_appeal.h"

#define MEAN (1u << LINT_UNIT_WORD | 1u << LINT_UNIT_CONCEPT | 1u << LINT_UNIT_NUMBER)

/* All names and numbers of one are those of the other. */
static bool same_of_kind(const struct lint_units *a, const struct lint_units *b, enum lint_unit_kind kind)
{
    for (size_t i = 0; i < a->all.n; i++)
        if (a->all.at[i].kind == kind && !lint_units_have(b, a->all.at[i].hash))
            return false;
    return true;
}

/* The same people: in a list one item may name them and another say "their". */
static bool same_people(const struct lint_sentence *a, const struct lint_sentence *b)
{
    unsigned name = 1u << LINT_UNIT_NAME;
    bool unnamed = !lint_units_weight(&a->units, NULL, name) || !lint_units_weight(&b->units, NULL, name);
    return (unnamed && a->item && b->item) || (same_of_kind(&a->units, &b->units, LINT_UNIT_NAME) &&
                                               same_of_kind(&b->units, &a->units, LINT_UNIT_NAME));
}

#define MOST_SIGNS 80 /* characters of a request */

/* The different characters of a request in one run, but for those too common; 0: not such a request. */
static size_t signs_of(const struct lint_run *r, const struct lint_sentence *one,
                       uint32_t out[static MOST_SIGNS])
{
    size_t n = 0, len, step;
    for (size_t i = one->first; i < one->end; i++) {
        const char *s = lint_key(&r->body, i);
        const struct lint_token *k = &r->body.tokens.at[i];
        for (size_t at = 0; at < k->key_len && k->script == LINT_CJK && n < MOST_SIGNS; at += step) {
            step = text_decode(s + at, k->key_len - at, &out[n]);
            bool stop = lint_word_inside(r->words, s + at, step, LINT_W_STOP, &len), met = false;
            for (size_t j = 0; j < n; j++)
                met |= out[j] == out[n];
            n += !stop && !met;
        }
    }
    return n;
}

/* Without spaces words are told by their characters: nearly the same ones, in whatever order. */
static bool same_signs(const struct lint_run *r, const struct lint_sentence *a, const struct lint_sentence *b)
{
    uint32_t x[MOST_SIGNS], y[MOST_SIGNS];
    size_t n = signs_of(r, a, x), m = signs_of(r, b, y), common = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            common += x[i] == y[j];
    return common >= 8 && common * 5 >= (n + m - common) * 4 &&
           same_of_kind(&a->units, &b->units, LINT_UNIT_CONCEPT) &&
           same_of_kind(&b->units, &a->units, LINT_UNIT_CONCEPT);
}

/* Weight of what is said in a, but for the words by which it asks; in: of what is in that one too. */
static unsigned said(const struct lint_run *r, const struct lint_units *a, const struct lint_units *in)
{
    unsigned sum = 0;
    for (size_t i = 0; i < a->all.n; i++) {
        const struct lint_unit *u = &a->all.at[i];
        if ((MEAN >> u->kind & 1) && (!in || lint_units_have(in, u->hash)) && !lint_asks_word(r, u->token))
            sum += u->weight;
    }
    return sum;
}

static bool same_request(const struct lint_run *r, const struct lint_sentence *one,
                         const struct lint_sentence *other)
{
    const struct lint_units *a = &one->units, *b = &other->units;
    if (!same_people(one, other) || !same_of_kind(a, b, LINT_UNIT_NUMBER) ||
        !same_of_kind(b, a, LINT_UNIT_NUMBER))
        return false;
    if (same_signs(r, one, other))
        return true;
    unsigned common = said(r, a, b), all = said(r, a, NULL) + said(r, b, NULL) - common;
    return common >= 15 && common * 5 >= all * 4;
}

/* ---- by what the appeal asks ---- */

static unsigned count(lint_demands d)
{
    unsigned n = 0;
    for (; d; d &= d - 1)
        n++;
    return n;
}

/* What the sentence surely asks of the appeal's request and of no other. */
static lint_demands made(const struct lint_appeal *appeal, const struct lint_asked *ask,
                         const struct lint_sentence *s)
{
    bool alone = count(s->sure) == 1 || !(s->sure & ~ask->demands);
    lint_demands has = (alone ? s->sure : s->parts) & ask->demands;
    for (size_t i = 0; i < appeal->all.n; i++)
        has &= &appeal->all.at[i] == ask ? ~(lint_demands)0 : ~appeal->all.at[i].demands;
    return s->firm ? has : 0;
}

/* What the one is about is what the other is about, where both say it. */
static bool same_about(const struct lint_sentence *a, const struct lint_sentence *b)
{
    lint_means x = lint_means_about(a->means), y = lint_means_about(b->means);
    return !x || !y || (x & y);
}

/* Whom the sentence names. */
static uint64_t people_of(const struct lint_run *r, const struct lint_sentence *s)
{
    return lint_people_in(r, &r->body, s->first, s->end);
}

/* Whom "she" of the sentence may be: those named last in its paragraph. */
static uint64_t people_before(const struct lint_run *r, const struct lint_sentences *all,
                              const struct lint_sentence *s)
{
    uint64_t named = 0;
    for (const struct lint_sentence *p = s; !named && p >= all->all.at; p--) {
        if (!lint_same_paragraph(&r->body, p, s))
            return 0;
        named = people_of(r, p);
    }
    return named;
}

/* All whom its paragraph names up to it: "for her, and for Anna". */
static uint64_t people_so_far(const struct lint_run *r, const struct lint_sentences *all,
                              const struct lint_sentence *s)
{
    uint64_t named = 0;
    for (const struct lint_sentence *p = s; p >= all->all.at && lint_same_paragraph(&r->body, p, s); p--)
        named |= people_of(r, p);
    return named;
}

/* A name of nobody of the case stands in it: it is for somebody else. */
static bool names_stranger(const struct lint_run *r, const struct lint_sentence *s)
{
    const struct lint_token *at = r->body.tokens.at;
    for (size_t i = 0; i < r->n_others; i++)
        if (r->others[i] >= at[s->first].from && r->others[i] < at[s->end - 1].to)
            return true;
    return false;
}

/* A word with a capital inside the sentence that is no name of the case: somebody else may be meant. In
 * German every noun has one. */
static bool names_others(const struct lint_run *r, const struct lint_sentence *s)
{
    const struct lint_text *t = &r->body;
    for (size_t i = s->first + 1; i < s->end && strcmp(r->lang, "de") != 0; i++)
        if (t->tokens.at[i].capital && !lint_word_is(r->words, t, i, LINT_W_STOP) && !lint_asks_word(r, i) &&
            lint_known_as(&r->known, r->words, t, i, i + 1) < 0)
            return true;
    return false;
}

/* Half of what the shorter says is in the other. */
static bool near_in_words(const struct lint_run *r, const struct lint_sentence *a,
                          const struct lint_sentence *b)
{
    unsigned x = said(r, &a->units, NULL), y = said(r, &b->units, NULL),
             common = said(r, &a->units, &b->units);
    return common * 2 >= (x < y ? x : y);
}

/* A bit for each person at risk. */
static uint64_t at_risk(const struct lint_run *r)
{
    uint64_t all = 0;
    for (size_t i = 0; i < r->c->people.n && i < 64; i++)
        all |= (uint64_t)r->c->people.at[i].at_risk << i;
    return all;
}

/* It names what is asked by the word for it: "free them", not "let them see the spring". */
static bool in_plain_words(const struct lint_asked *ask, const struct lint_sentence *s)
{
    for (size_t i = 0; i < ask->units.all.n; i++) {
        const struct lint_unit *u = &ask->units.all.at[i];
        if (u->kind == LINT_UNIT_CONCEPT && u->weight >= 20 && lint_units_have(&s->units, u->hash))
            return true;
    }
    return false;
}

/* Somebody who is out, or dead, and for whom the appeal does not ask this. */
static bool names_late(const struct lint_run *r, uint64_t named, uint64_t asked)
{
    for (size_t i = 0; i < r->c->people.n && i < 64; i++)
        if ((named & ~asked) >> i & 1 && r->c->people.at[i].state != LINT_STATE_OPEN)
            return true;
    return false;
}

/* The one is for whom the other is for, as far as both name somebody. Where one of them names nobody and
 * there are several people, "she" is who was named before it; "both" are they all, when the other names all
 * whom the appeal asks this for, and it is asked by its name: a closing plea in a figure is none. */
static bool same_persons(const struct lint_run *r, const struct lint_sentences *all,
                         const struct lint_asked *ask, const struct lint_sentence *a,
                         const struct lint_sentence *b)
{
    uint64_t x = people_of(r, a), y = people_of(r, b), named = x | y;
    uint64_t risk = at_risk(r), asked = ask->people;
    const struct lint_sentence *unnamed = x ? b : a;
    if (names_stranger(r, a) || names_stranger(r, b) || (x && y && !(x & y)) || names_late(r, named, asked))
        return false;
    if ((x && y) || !named || !(risk & (risk - 1)))
        return true;
    uint64_t before = people_before(r, all, unnamed);
    if (before)
        return before == named;
    bool all_asked = !(asked & ~people_so_far(r, all, x ? a : b));
    return ((all_asked && in_plain_words(ask, unnamed)) || near_in_words(r, a, b)) &&
           !names_others(r, unnamed);
}

/* Something else of the appeal is asked between them: the second does not go on about the first. */
static bool apart(const struct lint_appeal *appeal, const struct lint_sentence *a,
                  const struct lint_sentence *b)
{
    for (const struct lint_sentence *s = a + 1; s < b; s++)
        for (size_t i = 0; s->firm && i < appeal->all.n; i++) {
            const struct lint_asked *ask = &appeal->all.at[i];
            if (made(appeal, ask, s) && !(made(appeal, ask, a) | made(appeal, ask, b)))
                return true;
        }
    return false;
}

static bool listed(const struct lint_text *t, const struct lint_sentence *a, const struct lint_sentence *b)
{
    return (a->item && b->item) || (lint_begins_line(t, a) && lint_begins_line(t, b));
}

/* Both make one request of the appeal, as items, or in different paragraphs: a sentence that goes on about
 * what was just asked asks nothing new. */
static bool same_demand(const struct lint_run *r, const struct lint_appeal *appeal,
                        const struct lint_sentences *all, const struct lint_sentence *a,
                        const struct lint_sentence *b)
{
    bool goes_on = lint_same_paragraph(&r->body, a, b) && !listed(&r->body, a, b) &&
                   !(apart(appeal, a, b) && near_in_words(r, a, b));
    if (goes_on || !same_about(a, b))
        return false;
    for (size_t i = 0; i < appeal->all.n; i++)
        if (made(appeal, &appeal->all.at[i], a) & made(appeal, &appeal->all.at[i], b))
            return same_persons(r, all, &appeal->all.at[i], a, b);
    return false;
}

static bool same_key(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j)
{
    size_t n = a->tokens.at[i].key_len;
    return n == b->tokens.at[j].key_len && !memcmp(lint_key(a, i), lint_key(b, j), n);
}

/* Where the words of a sentence of the letter stand in the model letter, from token `from` on; SIZE_MAX. */
static size_t in_model(const struct lint_text *model, const struct lint_text *t,
                       const struct lint_sentence *s, size_t from)
{
    for (size_t i = from; i + (s->end - s->first) <= model->tokens.n; i++) {
        size_t n = 0;
        while (s->first + n < s->end && same_key(t, s->first + n, model, i + n))
            n++;
        if (s->first + n == s->end)
            return i;
    }
    return SIZE_MAX;
}

/* The appeal itself says both, one behind the other. */
static bool both_of_model(const struct lint_run *r, const struct lint_sentence *a,
                          const struct lint_sentence *b)
{
    struct lint_text model;
    lint_text_make(&model, r->c->model);
    size_t at = in_model(&model, &r->body, a, 0);
    bool both = at != SIZE_MAX && in_model(&model, &r->body, b, at + (a->end - a->first)) != SIZE_MAX;
    lint_text_free(&model);
    return both;
}

void lint_duplicate_asks(struct lint_run *r)
{
    struct lint_sentences s = { 0 };
    struct lint_appeal appeal = { 0 };
    char words[LINT_WORDS_BYTES];
    lint_sentences_read(r, &s);
    lint_appeal_read(r, &appeal);
    for (size_t j = 1; j < s.all.n && j < 200; j++)
        for (size_t i = 0; i < j; i++) {
            struct lint_sentence *a = &s.all.at[i], *b = &s.all.at[j];
            if (!a->request || !b->request || a->need || b->need || (b->led && b == a + 1) ||
                (!same_request(r, a, b) && !same_demand(r, &appeal, &s, a, b)) || both_of_model(r, a, b))
                continue;
            lint_add_tokens(r, LINT_DUPLICATE_ASK, &r->body, b->first, b->end, 0,
                            _("This is asked for above already: “%s”"),
                            lint_words_of(&r->body, a->first, a->end, words));
            break;
        }
    lint_appeal_free(&appeal);
    lint_sentences_free(&s);
}
