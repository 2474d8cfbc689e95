/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a pronoun stands for is guessed from what stands before it: the person of the case named last. It is a
 * finding when their recorded sex is another, and nobody who may be of the pronoun's sex (somebody else
 * named, a relative, an officer) came in this sentence or the two before; a pronoun that is let pass counts
 * as such a one, so that a talk about somebody else goes on. Where people at risk of several sexes are named,
 * it must be in this sentence or the one before; a pronoun that fits keeps the talk on its person. In
 * languages where things are "he" and "she" too, so must it, and no article of that gender may stand between,
 * unless what only people do, suffer or have stands beside the pronoun. Who is the subject of a clause is not
 * its object: "she was arrested with him". Nobody loses another's sight. Tests:
 * tests/unit/lint/pronoun*.cases. */
#include "satchel/casework/lint_person.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/lint_pronoun.h"
#include "satchel/casework/lint_pronoun_cjk.h"
#include "satchel/casework/lint_reader.h"

static bool has_rivals(const struct lint_run *r)
{
    char sex = 0;
    size_t n = 0;
    for (size_t i = 0; i < r->c->people.n; i++) {
        if (!r->c->people.at[i].at_risk)
            continue;
        char one = lint_talk_sex(r, i);
        if (!one || (n++ && one != sex))
            return true;
        sex = one;
    }
    return false;
}

static void read_strangers(struct lint_talk *k)
{
    for (size_t i = 0; i < k->r->out->n && k->strangers < LINT_MOST; i++) {
        const struct lint_finding *f = &k->r->out->at[i];
        if (f->code == LINT_FOREIGN_NAME && f->part == LINT_IN_BODY)
            k->stranger[k->strangers++] = text_offset(k->t->s, k->t->len, f->from);
    }
    for (size_t i = 0; i < k->r->n_others && k->strangers < LINT_MOST; i++)
        k->stranger[k->strangers++] = k->r->others[i];
}

/* "this woman", "ce jeune homme": of whom was spoken just now. */
static bool is_pointed_at(const struct lint_talk *k, size_t i)
{
    static const char THIS[] = " this that este esta ese esa ce cet cette dieser diese diesen diesem questo "
                               "questa quest quell quella "
                               "esse essa этот эта этого этои эту этому этим ";
    return (i && k->t->tokens.at[i].gap <= LINT_SPACE && lint_one_of(k->t, i - 1, THIS)) ||
           (i > 1 && k->t->tokens.at[i].gap <= LINT_SPACE && k->t->tokens.at[i - 1].gap <= LINT_SPACE &&
            lint_one_of(k->t, i - 2, THIS));
}

/* A man where a woman was spoken of: a finding, true. */
static bool other_sex(struct lint_talk *k, size_t i, size_t n, char said)
{
    static const char GENERIC[] =
        " man woman boy girl hombre mujer homme femme mann frau uomo donna homem mulher "
        "мужчина мужчины мужчину женщина женщину женщины ";
    char words[LINT_WORDS_BYTES];
    if ((said != 'm' && said != 'f') || said == k->sex || k->relative || k->rival || k->sex == 'p' ||
        !lint_one_of(k->t, i, GENERIC) || !is_pointed_at(k, i) ||
        lint_pronoun_passes(k, said, true, k->t->tokens.at[i].sentence))
        return false;
    lint_words_of(k->t, i, i + n, words);
    lint_add_tokens(k->r, LINT_PRONOUN, k->t, i, i + n, 0, LINT_CLASH(k->sex), words);
    return true;
}

/* A word that is no name: tokens it takes. */
static size_t read_word(struct lint_talk *k, size_t i)
{
    size_t n = 1;
    const char *value;
    if ((value = lint_pronoun_at(k, i, &n))) {
        lint_pronoun_judge(k, i, n, value);
        if (n > 1 && (value = lint_kin_at(k->r, k->t, i + n - 1, NULL)))
            lint_talk_came(k, *value, k->t->tokens.at[i].sentence); /* her husband */
    } else if ((value = lint_kin_at(k->r, k->t, i, &n))) {
        if (!other_sex(k, i, n, *value))
            lint_talk_human(k, i, i + n, *value);
    } else if (lint_word_at(k->r->words, k->t, i, LINT_W_OFFICE, &n))
        lint_talk_human(k, i, i + n, '-');
    else {
        n = 1;
        lint_talk_other_name(k, i);
        k->thing |= lint_talk_other_thing(k, i);
    }
    return n ? n : 1;
}

static void step(struct lint_talk *k, size_t *i)
{
    size_t end;
    if (k->t->tokens.at[*i].script == LINT_CJK) {
        lint_pronouns_cjk(k, (*i)++);
        return;
    }
    int person = lint_talk_person_at(k, *i, &end);
    if (person < 0)
        *i += read_word(k, *i);
    else {
        if (end == *i + 1 && lint_talk_other_given(k, *i))
            lint_talk_came(k, '-', k->t->tokens.at[*i].sentence);
        else
            lint_talk_mention(k, (size_t)person, *i, end);
        *i = end;
    }
}

/* Behind the salutation: who is addressed is spoken to, not of. */
static size_t behind_opening(const struct lint_talk *k)
{
    size_t i = 0, end;
    bool names = false;
    for (; i < k->t->tokens.n && k->t->tokens.at[i].item == 0; i++)
        names |= k->t->tokens.at[i].capital && lint_talk_person_at(k, i, &end) >= 0;
    return i < 10 && i < k->t->tokens.n && !names ? i : 0;
}

void lint_pronouns(struct lint_run *r)
{
    struct lint_talk k = { .r = r, .t = &r->body, .named = SIZE_MAX, .rival = has_rivals(r) };
    k.sex = r->c->group_only && !r->c->people.n ? 'p' : 0;
    read_strangers(&k);
    for (size_t i = behind_opening(&k); i < r->body.tokens.n;)
        step(&k, &i);
}
