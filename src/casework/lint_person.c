/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a pronoun stands for is guessed from what stands before it. A name of the person, and a pronoun that
 * fits, turn the talk to the person; another human being ("her husband", "the officer", another name) turns
 * it away. Only while the talk is of the person is a pronoun of the other kind a finding. In languages where
 * things are "he" and "she" too, an article of that gender since the person's name turns it away as well, and
 * the name must stand in the same sentence or the one before. Where people of both sexes, or of none
 * recorded, are in the case, nothing can be told. */
#include "satchel/casework/lint_person.h"

#include <string.h>

#include "satchel/base/i18n.h"
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

/* The one sex of all the letter can be about; 0: several, or not known. */
static char sex_at_risk(const struct lint_run *r)
{
    char sex = 0;
    size_t n = 0;
    for (size_t i = 0; i < r->c->people.n; i++) {
        const struct lint_person *p = &r->c->people.at[i];
        char one = lint_sex(r->words, p->gender, p->pronouns);
        if (!p->at_risk)
            continue;
        if (!one || (n && one != sex))
            return 0;
        sex = one;
        n++;
    }
    return n ? sex : r->c->group_only ? 'p' : 0;
}

struct talk {
    struct lint_run *r;
    const struct lint_text *t;
    char sex;
    bool of_person;         /* the talk is of the person now */
    bool mentioned;         /* the person was named */
    bool thing;             /* a thing of the other gender was named since */
    size_t sentence, named; /* of the last mention; the token after it */
    size_t other;           /* sentence in which another human being came first */
};

/* ---- pronouns ---- */

/* "en m !": language, m f or p, ! for people alone, ? for things too; "e": with an accent. NULL: none here.
 */
static const char *pronoun_at(const struct talk *k, size_t i, size_t *n)
{
    const char *values[8];
    size_t found = lint_word_values(k->r->words, k->t, i, LINT_W_PRONOUN, values, 8), len = 1;
    const char *longest = lint_word_at(k->r->words, k->t, i, LINT_W_PRONOUN, &len);
    *n = len;
    if (len > 1)
        return longest && !strncmp(longest, k->r->lang, 2) ? longest : NULL;
    for (size_t v = 0; v < found; v++)
        if (!strncmp(values[v], *k->r->lang ? k->r->lang : "en", 2))
            return values[v];
    return NULL;
}

/* A format needs to stand in the call, so that the compiler sees it. */
#define CLASH(sex)                                                                                           \
    ((sex) == 'm'   ? _("“%s”, yet the person is a man, as recorded.")                                       \
     : (sex) == 'f' ? _("“%s”, yet the person is a woman, as recorded.")                                     \
                    : _("“%s”, yet they is the pronoun recorded."))

static bool accented(const struct lint_text *t, size_t i)
{
    return t->tokens.at[i].to - t->tokens.at[i].from > t->tokens.at[i].key_len;
}

static bool clashes(const struct talk *k, const char *value)
{
    char said = value[3];
    return said != k->sex && said != '-' && said != 'p';
}

static void judge(struct talk *k, size_t i, size_t n, const char *value)
{
    char words[LINT_WORDS_BYTES];
    bool people_only = value[5] == '!';
    bool godly = !strncmp(value, "en", 2) && k->t->tokens.at[i].capital && !lint_starts_sentence(k->t, i);
    if ((value[6] == 'e' && !accented(k->t, i)) || godly)
        return;
    if (!clashes(k, value)) {
        k->of_person |=
            k->mentioned && value[3] == k->sex && k->sex != 'p' && k->other != k->t->tokens.at[i].sentence;
        return;
    }
    if (!k->of_person || (!people_only && (k->thing || k->t->tokens.at[i].sentence > k->sentence + 1)))
        return;
    lint_words_of(k->t, i, i + n, words);
    lint_add_tokens(k->r, LINT_PRONOUN, k->t, i, i + n, 0, CLASH(k->sex), words);
}

/* ---- who else is spoken of ---- */

static bool at_risk_name(const struct talk *k, size_t i, size_t *end)
{
    for (size_t p = 0; p < k->r->c->people.n; p++)
        if (k->r->c->people.at[p].at_risk &&
            lint_known_person_at(&k->r->known, k->r->words, k->t, (int)p, i, end))
            return true;
    return false;
}

/* "Anna Testova is a lawyer": what is said of the person names nobody else. */
static bool said_of_person(const struct talk *k, size_t i)
{
    static const char *const IS[] = { "is",  "was", "as",  "es",   "era", "fue",  "est", "etait",
                                      "ist", "war", "als", "как",  "byl", "como", "a",   "an",
                                      "the", "una", "un",  "eine", "der", "die" };
    if (k->named == SIZE_MAX || i < k->named || i - k->named > 4 || !k->of_person ||
        k->t->tokens.at[i].sentence != k->sentence)
        return false;
    if (i == k->named)
        return true;
    for (size_t s = 0; s < sizeof IS / sizeof *IS; s++)
        if (lint_key_is(k->t, k->named, IS[s]))
            return true;
    return k->t->tokens.at[k->named].gap == LINT_COMMA;
}

/* "give a doctor to ...": nobody in particular, unless the sentence is about them. */
static bool in_general(const struct talk *k, size_t i)
{
    static const char *const ONE[] = { "a",    "an",    "un",    "una",   "une", "ein",
                                       "eine", "einen", "einem", "einer", "any" };
    if (i < 3 || k->t->tokens.at[i - 1].sentence != k->t->tokens.at[i].sentence ||
        k->t->tokens.at[i - 3].sentence != k->t->tokens.at[i].sentence)
        return false;
    for (size_t o = 0; o < sizeof ONE / sizeof *ONE; o++)
        if (lint_key_is(k->t, i - 1, ONE[o]))
            return true;
    return false;
}

static void other_human(struct talk *k, size_t i, const char *sex)
{
    if (said_of_person(k, i) || (*sex != '-' && *sex == k->sex && k->sex != 'p') ||
        (*sex == '-' && in_general(k, i)))
        return;
    k->of_person = false;
    k->other = k->t->tokens.at[i].sentence;
}

static void other_name(struct talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    if (!one->capital || lint_starts_sentence(k->t, i) || one->upper)
        return;
    int known = lint_known_as(&k->r->known, k->r->words, k->t, i, i + 1);
    bool given = lint_word_is(k->r->words, k->t, i, LINT_W_GIVEN) && i + 1 < k->t->tokens.n &&
                 k->t->tokens.at[i + 1].capital;
    if (known >= 0 || given) {
        k->of_person = false;
        k->other = one->sentence;
    }
}

static void cjk_pronouns(struct talk *k, size_t i);

static void step(struct talk *k, size_t *i)
{
    size_t n = 1, end;
    const char *value;
    if (k->t->tokens.at[*i].script == LINT_CJK) {
        cjk_pronouns(k, (*i)++);
        return;
    }
    if (at_risk_name(k, *i, &end)) {
        bool possessive =
            end < k->t->tokens.n && k->t->tokens.at[end].gap == LINT_JOINED && lint_key_is(k->t, end, "s");
        k->of_person = k->other != k->t->tokens.at[*i].sentence;
        k->mentioned = true;
        k->thing = false;
        k->sentence = k->t->tokens.at[*i].sentence;
        k->named = possessive ? SIZE_MAX : end;
        *i = end;
        return;
    }
    if ((value = pronoun_at(k, *i, &n)))
        judge(k, *i, n, value);
    else if ((value = lint_word_at(k->r->words, k->t, *i, LINT_W_KIN, &n)))
        other_human(k, *i, value);
    else if (lint_word_at(k->r->words, k->t, *i, LINT_W_OFFICE, &n))
        other_human(k, *i, "-");
    else {
        n = 1;
        other_name(k, *i);
        value = lint_word_at(k->r->words, k->t, *i, LINT_W_THING, NULL);
        k->thing |= value && !strncmp(value, k->r->lang, 2) && value[3] != k->sex;
    }
    *i += n ? n : 1;
}

/* ---- without spaces ---- */

/* 他 and 她, but not with 们; after a word for another human being neither tells. */
static bool cjk_name_at(const struct talk *k, const char *s, size_t n)
{
    for (size_t i = 0; i < k->r->known.names.n; i++) {
        const struct lint_known_name *name = &k->r->known.names.at[i];
        const struct lint_token *one = name->text.tokens.at;
        if (name->person >= 0 && k->r->c->people.at[name->person].at_risk && name->text.tokens.n == 1 &&
            one->script == LINT_CJK && one->key_len <= n &&
            !memcmp(lint_key(&name->text, 0), s, one->key_len))
            return true;
    }
    return false;
}

static void cjk_pronouns(struct talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    const char *s = lint_key(k->t, i);
    uint32_t cp, next = 0;
    for (size_t at = 0, n, len; at < one->key_len; at += n) {
        n = text_decode(s + at, one->key_len - at, &cp);
        text_decode(s + at + n, one->key_len - at - n, &next);
        if (at + n >= one->key_len)
            next = 0;
        if (lint_word_inside(k->r->words, s + at, one->key_len - at, LINT_W_KIN, &len))
            k->of_person = false;
        k->of_person |= cjk_name_at(k, s + at, one->key_len - at);
        bool he = cp == 0x4ED6, she = cp == 0x5979;
        if ((!he && !she) || next == 0x4EEC || next == 0x5011)
            continue;
        if (k->of_person && (he ? 'm' : 'f') != k->sex) {
            lint_add(k->r, LINT_PRONOUN, k->t, one->from + at, one->from + at + n, 0, CLASH(k->sex),
                     he ? "他" : "她");
            return;
        }
    }
}

void lint_pronouns(struct lint_run *r)
{
    struct talk k = { .r = r, .t = &r->body, .sex = sex_at_risk(r), .named = SIZE_MAX, .other = SIZE_MAX };
    k.of_person = k.sex == 'p' && r->c->group_only;
    for (size_t i = 0; k.sex && i < r->body.tokens.n;)
        step(&k, &i);
}
