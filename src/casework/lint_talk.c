/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_talk.h"

#include <string.h>

#include "satchel/base/text.h"

static char sex_of_words(const struct lint_words *w, const char *text)
{
    struct lint_text t;
    char sex = 0;
    lint_text_make(&t, text);
    for (size_t i = 0; i < t.tokens.n && !sex; i++) {
        const char *value = lint_word_at(w, &t, i, LINT_W_SEX, NULL);
        sex = value ? *value : 0;
    }
    lint_text_free(&t);
    return sex;
}

char lint_sex(const struct lint_words *w, const char *gender, const char *pronouns)
{
    char sex = sex_of_words(w, pronouns);
    return sex ? sex : sex_of_words(w, gender);
}

char lint_talk_sex(const struct lint_run *r, size_t person)
{
    return lint_sex(r->words, r->c->people.at[person].gender, r->c->people.at[person].pronouns);
}

void lint_talk_came(struct lint_talk *k, char sex, size_t sentence)
{
    static const char SEX[] = "mf";
    for (int i = LINT_MAN; i <= LINT_WOMAN; i++)
        if (sex == '-' || sex == SEX[i]) {
            k->surely[i] = sex == SEX[i] || (k->surely[i] && k->could[i] == sentence + 1);
            k->could[i] = sentence + 1;
        }
    if (sex == 't') {
        k->surely[LINT_WOMAN] = false;
        k->could[LINT_WOMAN] = sentence + 1;
    }
}

bool lint_accented(const struct lint_text *t, size_t i)
{
    return t->tokens.at[i].to - t->tokens.at[i].from > t->tokens.at[i].key_len;
}

int lint_talk_person_at(const struct lint_talk *k, size_t i, size_t *end)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    int person = -1;
    size_t to;
    *end = i;
    for (size_t p = 0; (one->capital || one->script >= LINT_ARABIC) && p < k->r->c->people.n; p++)
        if (lint_known_person_at(&k->r->known, k->r->words, k->t, (int)p, i, &to) && to > *end) {
            person = (int)p;
            *end = to;
        }
    return person;
}

/* ---- who else is spoken of ---- */

bool lint_talk_other_given(const struct lint_talk *k, size_t i)
{
    static const enum lint_class NONE[] = { LINT_W_TITLE, LINT_W_ROLE,   LINT_W_STOP,
                                            LINT_W_KIN,   LINT_W_OFFICE, LINT_W_CONCEPT };
    const struct lint_text *t = k->t;
    if (!i || t->tokens.at[i].gap > LINT_SPACE || lint_ua_word(t, i - 1, UA_BIT(COURTESY), NULL))
        return false;
    for (size_t c = 0; c < sizeof NONE / sizeof *NONE; c++)
        if (lint_word_is(k->r->words, t, i - 1, NONE[c]))
            return false;
    const struct lint_token *before = &t->tokens.at[i - 1];
    return before->capital && before->script == t->tokens.at[i].script && before->to > before->from + 1;
}

bool lint_talk_other_thing(const struct lint_talk *k, size_t i)
{
    const char *values[8];
    for (size_t v = 0, n = lint_word_values(k->r->words, k->t, i, LINT_W_THING, values, 8); v < n; v++)
        if (!strncmp(values[v], k->r->lang, 2) && values[v][3] != k->sex)
            return true;
    return false;
}

/* "La remise en liberté de ...": the sentence of token i is about a thing. */
static bool opens_with_thing(const struct lint_talk *k, size_t i)
{
    return lint_talk_other_thing(k, lint_sentence_start(k->t, i));
}

void lint_talk_mention(struct lint_talk *k, size_t person, size_t i, size_t end)
{
    size_t sentence = k->t->tokens.at[i].sentence;
    bool possessive =
        end < k->t->tokens.n && k->t->tokens.at[end].gap == LINT_JOINED && lint_key_is(k->t, end, "s");
    k->sex = lint_talk_sex(k->r, person);
    k->relative = !k->r->c->people.at[person].at_risk;
    k->subject = lint_starts_sentence(k->t, i) ||
                 (i && lint_starts_sentence(k->t, i - 1) && lint_courtesy_before(k->r, k->t, i));
    k->thing = opens_with_thing(k, i);
    k->sentence = sentence;
    k->fits = end;
    if (k->sex == 'm' || k->sex == 'f')
        k->met[k->sex == 'f'] = true;
    k->named = possessive ? SIZE_MAX : end;
    lint_talk_came(k, k->sex ? k->sex : '-', sentence);
}

/* "Anna Testova is a lawyer": what is said of the person names nobody else. */
static bool said_of_person(const struct lint_talk *k, size_t i)
{
    static const char *const IS[] = { "is",  "was", "as",  "es",   "era", "fue",  "est", "etait",
                                      "ist", "war", "als", "как",  "byl", "como", "a",   "an",
                                      "the", "una", "un",  "eine", "der", "die" };
    if (!k->sex || k->named == SIZE_MAX || i < k->named || i - k->named > 4 ||
        k->t->tokens.at[i].sentence != k->sentence)
        return false;
    if (i == k->named)
        return true;
    if (i > k->named + 1 && !lint_word_is(k->r->words, k->t, k->named + 1, LINT_W_STOP)) /* was told */
        return false;
    for (size_t s = 0; s < sizeof IS / sizeof *IS; s++)
        if (lint_key_is(k->t, k->named, IS[s]))
            return true;
    if (lint_key_is(k->t, k->named, "e") && lint_accented(k->t, k->named)) /* é, è */
        return true;
    return k->t->tokens.at[k->named].gap == LINT_COMMA;
}

/* "give a doctor to ...": nobody in particular, unless the sentence is about them. */
static bool in_general(const struct lint_talk *k, size_t i)
{
    static const char *const ONE[] = { "a",    "an",    "un",    "una",   "une", "ein",
                                       "eine", "einen", "einem", "einer", "any" };
    if (i < 3 || k->t->tokens.at[i - 1].sentence != k->t->tokens.at[i].sentence ||
        k->t->tokens.at[i - 3].sentence != k->t->tokens.at[i].sentence || lint_key_is(k->t, i - 2, "by") ||
        lint_key_is(k->t, i - 2, "par") || lint_key_is(k->t, i - 2, "von"))
        return false; /* "trusted by a scientist" is one */
    for (size_t o = 0; o < sizeof ONE / sizeof *ONE; o++)
        if (lint_key_is(k->t, i - 1, ONE[o]))
            return true;
    return false;
}

/* "the officers": no "he". */
static bool is_plural(const struct lint_talk *k, size_t i)
{
    static const char LANGUAGES[] = "en es fr pt";
    size_t n = k->t->tokens.at[i].key_len;
    const char *s = lint_key(k->t, i);
    return *k->r->lang && strstr(LANGUAGES, k->r->lang) && n > 3 && s[n - 1] == 's' && s[n - 2] != 's';
}

/* "atención médica": behind a noun it is no doctor. */
static bool is_adjective(const struct lint_talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    return i && *k->r->lang && strstr("es it pt", k->r->lang) && one->gap == LINT_SPACE && !one->capital &&
           !k->t->tokens.at[i - 1].capital && !lint_word_is(k->r->words, k->t, i - 1, LINT_W_STOP) &&
           !lint_word_is(k->r->words, k->t, i - 1, LINT_W_WHERE);
}

/* "the nurse Anna Testova", "the union's chair, Anna Testova, ..." */
static bool is_apposition(const struct lint_talk *k, size_t next)
{
    size_t end;
    return next < k->t->tokens.n && k->t->tokens.at[next].gap <= LINT_COMMA &&
           k->t->tokens.at[next].capital && lint_talk_person_at(k, next, &end) >= 0;
}

void lint_talk_human(struct lint_talk *k, size_t i, size_t next, char sex)
{
    if (sex == 'p' || said_of_person(k, i) || (sex == '-' && is_apposition(k, next)) ||
        (sex == '-' && (in_general(k, i) || is_plural(k, i) || is_adjective(k, i))))
        return;
    k->other = i + 1;
    lint_talk_came(k, sex, k->t->tokens.at[i].sentence);
}

void lint_talk_other_name(struct lint_talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    for (size_t s = 0; s < k->strangers; s++)
        if (k->stranger[s] == one->from)
            lint_talk_came(k, '-', one->sentence);
    if (!one->capital || lint_starts_sentence(k->t, i) || one->upper)
        return;
    int known = lint_known_as(&k->r->known, k->r->words, k->t, i, i + 1);
    bool given = lint_word_is(k->r->words, k->t, i, LINT_W_GIVEN) && i + 1 < k->t->tokens.n &&
                 k->t->tokens.at[i + 1].capital;
    if ((known >= 0 && !lint_is_own(k->r, known)) || given)
        lint_talk_came(k, '-', one->sentence);
}
