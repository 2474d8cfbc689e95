/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_counted.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/casework/lint_beside.h"

uint32_t lint_value_hash(const char *value)
{
    uint32_t h = 2166136261u;
    for (; *value; value++)
        h = (h ^ (unsigned char)*value) * 16777619u;
    return h ? h : 1;
}

void lint_counts_free(struct lint_counts *c)
{
    free(c->all.at);
    free(c->days.at);
    *c = (struct lint_counts){ 0 };
}

struct deed {
    size_t from, to, far; /* of the number; how far the nearest is */
    uint32_t event, at;
};

/* More: what is farther away than the bytes between tell. */
static void nearer(struct deed *d, const char *value, size_t at, size_t end, size_t more)
{
    size_t far = end <= d->from ? d->from - end + more : at >= d->to ? at - d->to + more : SIZE_MAX;
    if (far < d->far) {
        d->far = far;
        d->at = (uint32_t)at;
        d->event = strcmp(value, "-") != 0 ? lint_value_hash(value) : 0;
    }
}

/* "three died and 33 people were wounded": what is said before an "and" is farther away. */
static size_t beyond_and(const struct lint_text *t, size_t deed, size_t number)
{
    static const char *const AND[] = { "and", "y", "et", "und", "и", "e", "en", "ve" };
    size_t from = deed < number ? deed : number, to = deed < number ? number : deed, n = 0;
    for (size_t i = from + 1; i < to; i++)
        for (size_t k = 0; k < sizeof AND / sizeof *AND; k++)
            n += lint_key_is(t, i, AND[k]);
    return n * 30;
}

/* "the lawyer of the two detained": no deed, but people. */
static bool of_the_detained(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    static const char THE[] = " the los las les der die den des os as i gli le dei ";
    const char *noun = lint_word_at(r->words, t, i, LINT_W_NOUN, NULL);
    size_t k = i && lint_word_is(r->words, t, i - 1, LINT_W_NUMBER) ? i - 1 : i;
    char word[8] = " ";
    if (!noun || *noun != 'h' || !k || t->tokens.at[k].gap > LINT_SPACE || t->tokens.at[k - 1].key_len > 4)
        return false;
    strncat(strncat(word, lint_key(t, k - 1), t->tokens.at[k - 1].key_len), " ", 1);
    return strstr(THE, word) != NULL;
}

uint32_t lint_event_near(const struct lint_run *r, const struct lint_text *t, size_t i, size_t from,
                         size_t to, uint32_t *at)
{
    struct deed d = { from, to, 90, 0, 0 };
    size_t len, words = 1;
    for (size_t k = lint_sentence_start(t, i), end = lint_sentence_end(t, i); k < end; k++) {
        const struct lint_token *one = &t->tokens.at[k];
        const char *s = lint_key(t, k);
        if (one->script != LINT_CJK) {
            const char *value = lint_word_at(r->words, t, k, LINT_W_EVENT, &words);
            if (value && !(at && of_the_detained(r, t, k)))
                nearer(&d, value, one->from, t->tokens.at[k + words - 1].to, beyond_and(t, k, i));
            k += value ? words - 1 : 0; /* "hunger strike" is no second strike */
        }
        for (size_t c = 0; one->script == LINT_CJK && c < one->key_len; c += 3) {
            const char *value = lint_word_inside(r->words, s + c, one->key_len - c, LINT_W_EVENT, &len);
            if (value)
                nearer(&d, value, one->from + c, one->from + c + len, 0);
        }
    }
    if (at)
        *at = d.at;
    return d.event;
}

void lint_counts_push(const struct lint_run *r, const struct lint_text *t, size_t i, struct lint_count c,
                      struct lint_counts *out)
{
    c.text = t->s;
    c.event = lint_event_near(r, t, i, c.from, c.to, NULL);
    lint_beside_read(r, t, i, &c);
    bool limit =
        c.what >= LINT_COUNT_DAYS && c.key[0] == lint_value_hash("limit"); /* "up to" says no doubt */
    for (size_t k = i > 3 ? i - 3 : 0; k < i && !limit; k++)
        c.about |= lint_word_is(r->words, t, k, LINT_W_ABOUT);
    if (dyn_room(&out->all) < 0)
        out->failed = true;
    else
        out->all.at[out->all.n++] = c;
}

/* The person with the longest name that begins at token i and ends before token `to`; -1: nobody. */
static int person_at(const struct lint_run *r, const struct lint_text *t, size_t i, size_t to)
{
    const struct lint_token *one = &t->tokens.at[i];
    int person = -1;
    for (size_t p = 0, end, last = i; (one->capital || one->script >= LINT_ARABIC) && p < r->c->people.n; p++)
        if (lint_known_person_at(&r->known, r->words, t, (int)p, i, &end) && end <= to && end > last) {
            person = (int)p;
            last = end;
        }
    return person;
}

int lint_named_before(const struct lint_run *r, const struct lint_text *t, size_t i, size_t *at)
{
    for (size_t k = i; k > 0 && i - k < 15 && !lint_starts_sentence(t, k); k--) {
        int person = person_at(r, t, k - 1, i);
        if (person < 0)
            continue;
        *at = k - 1;
        bool surname = k > 1 && !lint_starts_sentence(t, k - 1) && t->tokens.at[k - 1].gap <= LINT_SPACE;
        int whole = surname ? person_at(r, t, k - 2, i) : -1; /* a mother has her son's */
        if (whole >= 0)
            *at = k - 2;
        return whole >= 0 ? whole : person;
    }
    return -1;
}

int lint_named_behind(const struct lint_run *r, const struct lint_text *t, size_t i, size_t most)
{
    int person = -1;
    for (size_t end = i + most; i < end && i < t->tokens.n && t->tokens.at[i].gap <= LINT_SPACE && person < 0;
         i++)
        person = person_at(r, t, i, t->tokens.n);
    return person;
}

/* ---- the writer's own ---- */

static bool is_my(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    const char *mine = *r->lang ? lint_word_lang(r->words, t, i, LINT_W_MINE, r->lang) : NULL;
    return mine && !strcmp(mine, "my");
}

/* "my father", in the sentence of token i, before it: the writer's, unless somebody of the case is named
 * since. */
static bool kin_before(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    for (size_t k = i, end; k > 0 && !lint_starts_sentence(t, k); k--) {
        if (is_my(r, t, k - 1) && (lint_word_is(r->words, t, k, LINT_W_KIN) ||
                                   (k + 1 < t->tokens.n && lint_word_is(r->words, t, k + 1, LINT_W_KIN))))
            return true;
        for (size_t p = 0; t->tokens.at[k - 1].capital && p < r->c->people.n; p++)
            if (lint_known_person_at(&r->known, r->words, t, (int)p, k - 1, &end))
                return false;
    }
    return false;
}

bool lint_of_writers_kin(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    for (size_t sentences = 0; sentences < 3; sentences++) {
        size_t first = lint_sentence_start(t, i);
        if (kin_before(r, t, i))
            return true;
        if (!first || !lint_word_is(r->words, t, first, LINT_W_PRONOUN))
            return false;
        i = first; /* "He was ..." */
        i--;
    }
    return false;
}
