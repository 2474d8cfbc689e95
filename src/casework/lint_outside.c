/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is dangerous is somebody of another appeal, who is asked for or spoken of as a prisoner. What is not:
 * the vicar who read the names out, a judge of old, the neighbour's son, the saint of the day. They are told
 * apart by the sentence they stand in, and the ones beside it in the same paragraph. Tests:
 * tests/unit/lint/whole-*.cases, foreign-name.cases. */
#include "satchel/casework/lint_outside.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/casework/lint_signs.h"
#include "satchel/casework/lint_value.h"

#define LONG_AGO 20 /* years */

/* Tokens first..end-1. */
struct stretch {
    size_t first, end;
};

static struct stretch sentence_of(const struct lint_text *t, size_t i)
{
    size_t first = lint_sentence_start(t, i);
    return (struct stretch){ first, lint_sentence_end(t, first) };
}

/* An entry of the letter's language at token i, whose value goes on so. */
static bool is(const struct lint_finder *f, size_t i, enum lint_class of, const char *want)
{
    const char *values[LINT_WORD_VALUES + 1];
    size_t n = lint_word_values(f->r->words, f->t, i, of, values, LINT_WORD_VALUES);
    if ((values[n] = lint_word_at(f->r->words, f->t, i, of, NULL)))
        n++;
    for (size_t k = 0; k < n; k++)
        if ((!*f->r->lang || !strncmp(values[k], f->r->lang, 2)) && !strcmp(values[k] + 2, want))
            return true;
    return false;
}

static bool is_outside(const struct lint_finder *f, size_t i, const char *want)
{
    return is(f, i, LINT_W_OUTSIDE, want);
}

/* ---- as of a case ---- */

/* "their children", "son avocat": somebody's. */
static bool has_kin(const struct lint_finder *f, size_t i)
{
    const char *kin = lint_kin_at(f->r, f->t, i, NULL);
    return kin && i > 0 && lint_is(f, i - 1, LINT_W_PRONOUN);
}

/* An asking word, and no more than a small one ("to") or one that asks only where a sentence begins. */
static bool asks(const struct lint_finder *f, size_t i)
{
    const char *value = lint_word_at(f->r->words, f->t, i, LINT_W_ASK, NULL);
    if (value && !strcmp(value, "-"))
        return true;
    if (value && (!strcmp(value + 2, "") || (!strcmp(value + 2, " first") && lint_starts_sentence(f->t, i))))
        return !*f->r->lang || !strncmp(value, f->r->lang, 2);
    return lint_ua_word(f->t, i, UA_BIT(ASK) | UA_BIT(PLEASE), NULL) != NULL;
}

/* Not "Medicina", the subject one studied, nor "was never once arrested". */
static bool is_care(const struct lint_finder *f, size_t i)
{
    static const char *const NEVER[] = { "never", "nunca", "jamais", "nie", "niemals", "mai", "никогда" };
    bool named =
        f->t->tokens.at[i].capital && !lint_starts_sentence(f->t, i) && strcmp(f->r->lang, "de") != 0;
    if (named || !is(f, i, LINT_W_CARE, ""))
        return false;
    const char *event = lint_word_at(f->r->words, f->t, i, LINT_W_EVENT, NULL);
    for (size_t k = 1; event && k <= 2 && k <= i; k++)
        for (size_t n = 0; n < sizeof NEVER / sizeof *NEVER; n++)
            if (lint_key_is(f->t, i - k, NEVER[n]))
                return false;
    return true;
}

bool lint_like_a_case(const struct lint_finder *f, const struct lint_name_run *run)
{
    struct stretch s = sentence_of(f->t, run->first);
    for (size_t i = s.first; i < s.end; i++) {
        bool own = i >= run->first && i < run->end;
        if (!own && (asks(f, i) || lint_is(f, i, LINT_W_FREE) || is_care(f, i) || has_kin(f, i)))
            return true;
    }
    return false;
}

/* ---- in passing ---- */

/* "our vicar, Canon ...", "the painter ...", "..., a judge of old, ...". */
static bool has_role(const struct lint_finder *f, const struct lint_name_run *run)
{
    const struct lint_text *t = f->t;
    for (size_t k = 1; k <= 4 && k <= run->first; k++) {
        if (t->tokens.at[run->first - k + 1].gap == LINT_STOP)
            break;
        if (is_outside(f, run->first - k, " role"))
            return true;
    }
    for (size_t i = run->first; i < run->end; i++)
        if (i + 1 < run->end && is_outside(f, i, " role"))
            return true;
    if (run->end >= t->tokens.n || t->tokens.at[run->end].gap != LINT_COMMA)
        return false;
    for (size_t i = run->end; i < run->end + 5 && i < t->tokens.n; i++) {
        if (i > run->end && t->tokens.at[i].gap > LINT_SPACE)
            break;
        if (is_outside(f, i, " role"))
            return true;
    }
    return false;
}

/* "in our town", "my old school": what is near the writer. */
static bool is_home(const struct lint_finder *f, size_t i, size_t end)
{
    const char *mine = lint_word_lang(f->r->words, f->t, i, LINT_W_MINE, f->r->lang);
    for (size_t k = i + 1; mine && !strcmp(mine, "my") && k <= i + 3 && k < end; k++)
        if (f->t->tokens.at[k].gap <= LINT_SPACE &&
            (is_outside(f, k, " home") || lint_kin_at(f->r, f->t, k, NULL)))
            return true;
    return false;
}

static int this_year(const struct lint_finder *f)
{
    int year, month, day;
    day_to_civil(f->r->c->today, &year, &month, &day);
    return year;
}

/* "in 1953", "four hundred years ago", "when I was a girl". */
static bool is_past(const struct lint_finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    int year = k->number && k->key_len == 4 ? atoi(lint_key(f->t, i)) : 0;
    size_t n;
    if (is_outside(f, i, " past") || (year >= 1000 && year + LONG_AGO <= this_year(f)))
        return true;
    int64_t value = lint_value_at(f->r->words, f->t, f->r->lang, i, &n);
    const char *unit = value >= LONG_AGO && i + n < f->t->tokens.n
                           ? lint_word_at(f->r->words, f->t, i + n, LINT_W_UNIT, NULL)
                           : NULL;
    const char *term = unit && *unit == 'y' && i + n + 1 < f->t->tokens.n
                           ? lint_word_at(f->r->words, f->t, i + n + 1, LINT_W_TERM, NULL)
                           : NULL;
    return term && *term == '-';
}

/* Somebody at risk is named there: what it tells is told of them too. */
static bool names_case(const struct lint_finder *f, struct stretch s)
{
    size_t end;
    for (size_t i = s.first; i < s.end; i++)
        for (size_t p = 0; f->t->tokens.at[i].capital && p < f->r->c->people.n; p++)
            if (lint_known_person_at(&f->r->known, f->r->words, f->t, (int)p, i, &end))
                return true;
    return false;
}

/* The sentence of the run, and those beside it in its paragraph that name nobody of the case. */
static size_t around(const struct lint_finder *f, size_t i, struct stretch out[static 3])
{
    const struct lint_text *t = f->t;
    size_t n = 0;
    out[n++] = sentence_of(t, i);
    struct stretch s = out[0];
    if (s.first > 0 && t->tokens.at[s.first - 1].item == t->tokens.at[i].item) {
        out[n] = sentence_of(t, s.first - 1);
        n += !names_case(f, out[n]);
    }
    if (s.end < t->tokens.n && t->tokens.at[s.end].item == t->tokens.at[i].item) {
        out[n] = sentence_of(t, s.end);
        n += !names_case(f, out[n]);
    }
    return n;
}

bool lint_is_long_ago(const struct lint_finder *f, const struct lint_name_run *run)
{
    struct stretch s[3];
    size_t n = around(f, run->first, s);
    if (names_case(f, s[0]))
        return false;
    for (size_t k = 0; k < n; k++)
        for (size_t i = s[k].first; i < s[k].end; i++)
            if (is_past(f, i))
                return true;
    return false;
}

/* "Rachel Testova, too, was laughed at when she wrote of birds". */
static bool is_cited(const struct lint_finder *f, const struct lint_name_run *run)
{
    size_t end = sentence_of(f->t, run->first).end;
    for (size_t i = run->end; i < end && i < run->end + 12 && !lint_kin_at(f->r, f->t, i, NULL); i++)
        if (lint_is(f, i, LINT_W_SAYS))
            return true;
    return false;
}

/* "by Ada Testova and Sam Testow": the second of them. */
static bool is_doer(const struct lint_finder *f, const struct lint_name_run *run)
{
    const struct lint_text *t = f->t;
    size_t i = run->first;
    if (run->end < t->tokens.n && t->tokens.at[run->end].gap == LINT_JOINED)
        return false; /* "shocked by Testow's trial" */
    if (i > 2 && lint_is(f, i - 1, LINT_W_TIE) && t->tokens.at[i - 2].capital)
        for (i -= 2; i > 0 && t->tokens.at[i - 1].capital && t->tokens.at[i].gap <= LINT_SPACE;)
            i--;
    return lint_is_doer(f, i);
}

bool lint_is_outside(const struct lint_finder *f, const struct lint_name_run *run)
{
    struct stretch s[3];
    if (is_doer(f, run))
        return true;
    if (has_role(f, run) || lint_is_long_ago(f, run) || is_cited(f, run))
        return true;
    if (lint_like_a_case(f, run)) /* "Our group worries about ..." */
        return false;
    for (size_t k = 0, n = around(f, run->first, s); k < n; k++)
        for (size_t i = s[k].first; i < s[k].end; i++)
            if (is_home(f, i, s[k].end))
                return true;
    return false;
}
