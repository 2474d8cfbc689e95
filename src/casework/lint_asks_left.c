/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_asks_left.h"

#include <stdlib.h>
#include <string.h>

#define CONTENT  (1u << LINT_UNIT_WORD | 1u << LINT_UNIT_CONCEPT | 1u << LINT_UNIT_NUMBER)
#define SAME     45 /* percent of a request's words */
#define MOST     70 /* where its meaning is known */
#define SAYS_BIT 20 /* weight of what says something: two words */

/* One of the appeal's requests may be what it asks. */
static bool serves(const struct lint_appeal *asks, const struct lint_sentence *part)
{
    for (size_t i = 0; i < asks->all.n; i++) {
        const struct lint_asked *a = &asks->all.at[i];
        unsigned all = lint_units_weight(&a->units, NULL, CONTENT);
        if (((part->sure | part->open) & a->demands) ||
            lint_units_weight(&a->units, &part->units, CONTENT) * 100 >= all * (a->demands ? MOST : SAME))
            return true;
    }
    return false;
}

/* Weight of what is said in the part, but for the words by which it asks. */
static unsigned says(const struct lint_run *r, const struct lint_sentence *part)
{
    unsigned sum = 0;
    for (size_t k = 0; k < part->units.all.n; k++) {
        const struct lint_unit *u = &part->units.all.at[k];
        if ((CONTENT >> u->kind & 1) && !lint_asks_word(r, u->token))
            sum += u->weight;
    }
    return sum;
}

/* What is surely asked in the sentence, and in those beside it in its paragraph. */
static lint_demands asked_near(const struct lint_run *r, const struct lint_sentences *s,
                               const struct lint_sentence *one)
{
    const struct lint_sentence *last = s->all.at + s->all.n - 1, *before = one > s->all.at ? one - 1 : one,
                               *behind = one < last ? one + 1 : one;
    lint_demands d = one->sure;
    if (one->item)
        return d;
    d |= before->request && lint_same_paragraph(&r->body, before, one) ? before->sure : 0;
    d |= behind->request && lint_same_paragraph(&r->body, one, behind) ? behind->sure : 0;
    return d;
}

/* part: of the sentence `one`; where that only may ask, what stands inside it is told. */
static void take(struct lint_run *r, const struct lint_appeal *asks, const struct lint_sentence *one,
                 struct lint_sentence *part, lint_demands near, struct lint_lefts *left)
{
    bool over = part->firm && (one->firm || part->first == one->first) && !serves(asks, part) &&
                !lint_means_nothing(part->means) &&
                (says(r, part) >= SAYS_BIT || lint_means_things(part->means));
    if (over && dyn_room(&left->all) < 0) {
        r->failed = true;
        over = false;
    }
    if (!over) {
        lint_units_free(&part->units);
        return;
    }
    left->all.at[left->all.n++] =
        (struct lint_left){ .part = *part,
                            .within = one->sure,
                            .near = near,
                            .people = lint_people_in(r, &r->body, one->first, one->end),
                            .known = part->sure != 0 };
}

/* "Do it today": nothing is known of what it asks, but that it was asked in the sentence before. */
static bool goes_on(const struct lint_run *r, const struct lint_sentences *s, const struct lint_sentence *one,
                    const struct lint_sentence *part)
{
    if (one == s->all.at || !one[-1].request || part->sure || !lint_same_paragraph(&r->body, one - 1, one))
        return false;
    for (size_t i = part->first; i < part->end; i++) {
        const char *kind = lint_word_in(r->words, &r->body, i, LINT_W_ASIDE);
        if (kind && !strncmp(kind, "back", 4) && lint_of_language(kind + 5, r->lang))
            return true;
    }
    return false;
}

void lint_left_read(struct lint_run *r, const struct lint_appeal *asks, const struct lint_sentences *s,
                    struct lint_lefts *left)
{
    for (size_t i = 0; i < s->all.n; i++) {
        const struct lint_sentence *one = &s->all.at[i];
        if (!one->request || one->soft || one->leads)
            continue;
        for (size_t first = one->first, end; first < one->end; first = end) {
            struct lint_sentence part = { .item = one->item, .request = true };
            end = lint_request_end(r, one, first);
            lint_request_part(r, first, end, &part);
            if (goes_on(r, s, one, &part))
                lint_units_free(&part.units);
            else
                take(r, asks, one, &part, asked_near(r, s, one), left);
        }
    }
}

void lint_left_free(struct lint_lefts *left)
{
    for (size_t i = 0; i < left->all.n; i++)
        lint_units_free(&left->all.at[i].part.units);
    free(left->all.at);
}

static bool of_another(const struct lint_appeal *asks, const struct lint_asked *a, uint32_t hash)
{
    for (size_t i = 0; i < asks->all.n; i++)
        if (&asks->all.at[i] != a && lint_units_have(&asks->all.at[i].units, hash))
            return true;
    return false;
}

bool lint_left_may_be(const struct lint_asked *a, const struct lint_left *left)
{
    return !a->people || !left->people || (a->people & left->people);
}

/* Something in it is a's alone: what it is about, or a word. */
static bool has_own(const struct lint_appeal *asks, const struct lint_asked *a, const struct lint_left *left)
{
    lint_means own = lint_means_things(a->means);
    for (size_t i = 0; i < asks->all.n; i++)
        own &= &asks->all.at[i] == a ? own : ~asks->all.at[i].means;
    if (own & left->part.means)
        return true;
    for (size_t k = 0; k < a->units.all.n; k++) {
        const struct lint_unit *u = &a->units.all.at[k];
        if (u->weight >= 10 && u->kind != LINT_UNIT_NAME && lint_units_have(&left->part.units, u->hash) &&
            !of_another(asks, a, u->hash))
            return true;
    }
    return false;
}

bool lint_left_goes_on(const struct lint_appeal *asks, const struct lint_asked *a,
                       const struct lint_left *left)
{
    lint_means m = lint_means_more(left->part.means);
    if ((a->people & left->people) && (left->within & a->demands))
        return true;
    return lint_left_may_be(a, left) && (left->near & a->demands) &&
           ((lint_demands_maybe(m) & a->demands) || has_own(asks, a, left));
}

bool lint_left_touches(const struct lint_appeal *asks, const struct lint_asked *a,
                       const struct lint_left *left)
{
    return lint_left_may_be(a, left) &&
           ((lint_demands_maybe(left->part.means) & a->demands) || has_own(asks, a, left));
}
