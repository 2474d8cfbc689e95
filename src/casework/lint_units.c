/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_units.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/lint_stem.h"

/* Characters of a word that tell it from others; what follows is an ending. */
#define STEM_CPS 5

static uint32_t hash(uint32_t h, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

static void add(struct lint_run *r, struct lint_units *u, uint32_t h, size_t token, enum lint_unit_kind kind,
                uint8_t weight)
{
    if (!u->repeats && lint_units_have(u, h))
        return;
    if (dyn_room(&u->all) < 0) {
        r->failed = true;
        return;
    }
    u->all.at[u->all.n++] = (struct lint_unit){ h, (uint32_t)token, (uint8_t)kind, weight };
}

/* Concepts that say when or that, not what, weigh little: their names end in "-"; half, when in "~". */
static void add_concept(struct lint_run *r, struct lint_units *u, const char *concept, size_t token)
{
    size_t n = strlen(concept);
    uint8_t weight = !n ? 0 : concept[n - 1] == '-' ? 3 : concept[n - 1] == '~' ? 10 : 20;
    if (n)
        add(r, u, hash(97, concept, n), token, LINT_UNIT_CONCEPT, weight);
}

/* A run of characters without spaces: its concepts, and each pair of characters. */
static void read_run(struct lint_run *r, const struct lint_text *t, size_t i, struct lint_units *u)
{
    const char *s = lint_key(t, i);
    size_t n = t->tokens.at[i].key_len, len, next;
    uint32_t cp;
    for (size_t at = 0; at < n; at = next) {
        next = at + text_decode(s + at, n - at, &cp);
        const char *concept = lint_word_inside(r->words, s + at, n - at, LINT_W_CONCEPT, &len);
        if (concept) {
            add_concept(r, u, concept, i);
            next = at + len;
            continue;
        }
        size_t pair = next < n ? next + text_decode(s + next, n - next, &cp) : next;
        if (pair > next && !lint_word_inside(r->words, s + at, n - at, LINT_W_STOP, &len) &&
            !lint_word_inside(r->words, s + next, n - next, LINT_W_STOP, &len))
            add(r, u, hash(7, s + at, pair - at), i, LINT_UNIT_WORD, 4);
    }
}

static bool is_name(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return (t->tokens.at[i].capital || t->tokens.at[i].script >= LINT_ARABIC) &&
           lint_known_as(&r->known, r->words, t, i, i + 1) >= 0;
}

/* "Frau", "señora": says nothing of what is asked. */
static bool is_courtesy(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return lint_word_is(r->words, t, i, LINT_W_COURTESY) || lint_ua_word(t, i, UA_BIT(COURTESY), NULL);
}

void lint_units_read(struct lint_run *r, const struct lint_text *t, size_t first, size_t end,
                     struct lint_units *u)
{
    for (size_t i = first, n; i < end; i += n) {
        const struct lint_token *k = &t->tokens.at[i];
        const char *concept;
        n = 1;
        if (k->script == LINT_CJK)
            read_run(r, t, i, u);
        else if (k->number)
            add(r, u, hash(13, lint_key(t, i), k->key_len), i, LINT_UNIT_NUMBER, 10);
        else if ((concept = lint_word_at(r->words, t, i, LINT_W_CONCEPT, &n)))
            add_concept(r, u, concept, i);
        else if (is_name(r, t, i))
            add(r, u, lint_stem_hash(t, i) ^ 5, i, LINT_UNIT_NAME, 2);
        else if (!lint_word_is(r->words, t, i, LINT_W_STOP) && k->key_len > 2 && !is_courtesy(r, t, i))
            add(r, u, lint_noun_hash(t, i, STEM_CPS), i, LINT_UNIT_WORD, 10);
        n = n ? n : 1;
    }
}

void lint_units_list(struct lint_run *r, const struct lint_text *t, size_t first, size_t end,
                     struct lint_units *u)
{
    u->repeats = true;
    lint_units_read(r, t, first, end, u);
}

void lint_units_free(struct lint_units *u)
{
    free(u->all.at);
    *u = (struct lint_units){ 0 };
}

bool lint_units_have(const struct lint_units *u, uint32_t h)
{
    for (size_t i = 0; i < u->all.n; i++)
        if (u->all.at[i].hash == h)
            return true;
    return false;
}

unsigned lint_units_weight(const struct lint_units *u, const struct lint_units *in, unsigned kinds)
{
    unsigned sum = 0;
    for (size_t i = 0; i < u->all.n; i++)
        if ((kinds >> u->all.at[i].kind & 1) && (!in || lint_units_have(in, u->all.at[i].hash)))
            sum += u->all.at[i].weight;
    return sum;
}
