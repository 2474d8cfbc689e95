/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_asks_appeal.h"

#include <stdlib.h>
#include <string.h>

/* Where reasons begin ("as she is a prisoner of conscience"): they need not be repeated. */
static size_t without_reasons(const struct lint_run *r, const struct lint_text *t)
{
    static const char *const REASONS[] = { "as",     "since",     "because", "porque",  "ya",   "puesto",
                                           "pues",   "car",       "parce",   "puisque", "weil", "da",
                                           "denn",   "поскольку", "так",     "ибо",     "که",   "لأن",
                                           "perché", "poiche",    "pois" };
    for (size_t i = 4; i < t->tokens.n; i++)
        for (size_t k = 0; t->tokens.at[i].gap == LINT_COMMA && k < sizeof REASONS / sizeof *REASONS; k++)
            if (lint_key_is(t, i, REASONS[k]) && !lint_word_is(r->words, t, i, LINT_W_CONCEPT))
                return i;
    return t->tokens.n;
}

/* "Pending her release, ...": when, not what. */
static size_t without_condition(const struct lint_text *t)
{
    static const char *const UNTIL[] = { "pending", "until", "while", "meanwhile", "mientras", "hasta",
                                         "en",      "dans",  "jusqu", "bis",       "solange",  "до",
                                         "пока",    "в",     "in",    "enquanto",  "ate",      "fino",
                                         "tot",     "إلى",   "ريثما" };
    for (size_t k = 0; t->tokens.n && k < sizeof UNTIL / sizeof *UNTIL; k++)
        for (size_t i = 1; lint_key_is(t, 0, UNTIL[k]) && i < 8 && i + 3 < t->tokens.n; i++)
            if (t->tokens.at[i].gap == LINT_COMMA)
                return i;
    return 0;
}

/* ---- reading ---- */

/* The language of all that is asked: one request alone is often too short to tell. */
static const char *asks_language(const struct lint_run *r)
{
    struct buf all = { 0 };
    struct lint_text t;
    for (size_t i = 0; i < r->c->asks.n; i++)
        buf_addf(&all, "%s\n", r->c->asks.at[i].text);
    lint_text_make(&t, buf_text(&all));
    const char *language = lint_language_of(r, &t, LINT_LANGUAGE_SURE);
    lint_text_free(&t);
    buf_free(&all);
    return language;
}

/* Could the request be in another language than the letter? of_asks: that of them all. */
static bool foreign_language(const struct lint_run *r, const struct lint_text *ask, const char *of_asks)
{
    const char *read = lint_language(r, LINT_LANGUAGE_SURE),
               *of_ask = lint_language_of(r, ask, LINT_LANGUAGE_SURE);
    bool ask_uncased = lint_mostly_uncased(ask), body_uncased = lint_mostly_uncased(&r->body);
    if (ask_uncased != body_uncased)
        return true;
    if (ask->tokens.n && r->body.tokens.n && ask->tokens.at[0].script != r->body.tokens.at[0].script &&
        ask->tokens.at[0].script && r->body.tokens.at[0].script)
        return true;
    of_ask = *of_ask ? of_ask : of_asks;
    return *read && *of_ask && strcmp(read, of_ask) != 0;
}

uint64_t lint_people_in(const struct lint_run *r, const struct lint_text *t, size_t first, size_t end)
{
    uint64_t named = 0;
    size_t behind;
    for (size_t i = 0; i < r->c->people.n && i < 64; i++)
        if (lint_known_person(&r->known, r->words, t, (int)i, first, &behind) < end)
            named |= (uint64_t)1 << i;
    return named;
}

void lint_appeal_read(struct lint_run *r, struct lint_appeal *a)
{
    const char *of_asks = asks_language(r);
    for (size_t i = 0; i < r->c->asks.n && !r->failed; i++) {
        if (dyn_room(&a->all) < 0) {
            r->failed = true;
            return;
        }
        struct lint_asked *one = &a->all.at[a->all.n++];
        *one = (struct lint_asked){ 0 };
        lint_text_make(&one->text, r->c->asks.at[i].text);
        size_t first = without_condition(&one->text), end = without_reasons(r, &one->text);
        one->foreign = one->text.tokens.n && foreign_language(r, &one->text, of_asks);
        one->means = lint_meanings(r, of_asks, &one->text, first, end);
        one->demands = lint_demands_of_ask(one->means);
        one->people = lint_people_in(r, &one->text, first, end);
        lint_units_read(r, &one->text, first, end, &one->units);
        r->failed |= one->text.failed;
    }
}

void lint_appeal_free(struct lint_appeal *a)
{
    for (size_t i = 0; i < a->all.n; i++) {
        lint_units_free(&a->all.at[i].units);
        lint_text_free(&a->all.at[i].text);
    }
    free(a->all.at);
}

/* ---- whose is a demand ---- */

/* Of what is a's and not b's, something stands in the sentence. */
static bool has_own(const struct lint_asked *a, const struct lint_asked *b, const struct lint_sentence *s)
{
    if (lint_means_about(a->means) & ~b->means & s->means)
        return true;
    for (size_t k = 0; k < a->units.all.n; k++) {
        uint32_t h = a->units.all.at[k].hash;
        if (a->units.all.at[k].weight != 3 && !lint_units_have(&b->units, h) && lint_units_have(&s->units, h))
            return true;
    }
    return false;
}

bool lint_asked_in(const struct lint_appeal *asks, const struct lint_asked *a, const struct lint_sentence *s,
                   lint_demands d)
{
    for (size_t i = 0; i < asks->all.n; i++) {
        const struct lint_asked *b = &asks->all.at[i];
        if (b != a && (b->demands & d) && has_own(b, a, s) && !has_own(a, b, s))
            return false;
    }
    return true;
}
