/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_pronoun.h"

#include <string.h>

#include "satchel/casework/lint_reader.h"

/* "condenou-o", "libertá-la": language, sex and of things too, as the lists have it. */
static const char *enclitic(const struct lint_talk *k, size_t i)
{
    static const char *const MAN_FORMS[] = { "o", "lo", "no" }, *const WOMAN_FORMS[] = { "a", "la", "na" };
    const struct lint_text *t = k->t;
    if (strcmp(k->r->lang, "pt") != 0 || !i || t->tokens.at[i].gap != LINT_JOINED ||
        t->tokens.at[i].capital || t->s[t->tokens.at[i].from - 1] != '-')
        return NULL;
    for (size_t f = 0; f < sizeof MAN_FORMS / sizeof *MAN_FORMS; f++) {
        if (lint_key_is(t, i, MAN_FORMS[f]))
            return "pt m ?";
        if (lint_key_is(t, i, WOMAN_FORMS[f]))
            return "pt f ?";
    }
    return NULL;
}

/* "weil sie den Arm nicht heben kann": one woman, by the verb at the end of the clause. */
static const char *clause_of_one(const struct lint_talk *k, size_t i)
{
    static const char JOINS[] = " weil dass ob wenn als nachdem bevor obwohl da damit bis seit wie wo warum ";
    static const char ONE[] =
        " kann konnte darf durfte muss musste soll sollte will wollte wird wurde ist war "
        "hat hatte bekommt bekam leidet sitzt liegt lebt braucht wartet ";
    const struct lint_text *t = k->t;
    size_t end = i + 1;
    if (strcmp(k->r->lang, "de") != 0 || !i || t->tokens.at[i].capital || !lint_key_is(t, i, "sie") ||
        !lint_one_of(t, i - 1, JOINS))
        return NULL;
    while (end < t->tokens.n && t->tokens.at[end].gap <= LINT_SPACE)
        end++;
    return end - i < 14 && end > i + 1 && lint_one_of(t, end - 1, ONE) ? "de f ?" : NULL;
}

const char *lint_pronoun_at(const struct lint_talk *k, size_t i, size_t *n)
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
    const char *one = clause_of_one(k, i);
    return one ? one : enclitic(k, i);
}

/* "en él", "в ней": things are said of so too. */
static bool behind_preposition(const struct lint_talk *k, size_t i, const char *value)
{
    static const char *const ES[] = { "en", "de", "por", "con", "para", "a", "sobre", "sin", NULL };
    static const char *const RU[] = { "в", "на", NULL };
    const char *const *words = !strcmp(value, "es m !e") ? ES : !strncmp(value, "ru", 2) ? RU : NULL;
    for (; i && words && *words; words++)
        if (lint_key_is(k->t, i - 1, *words))
            return true;
    return false;
}

/* What only people do, suffer or have stands behind the pronoun, or directly before it; a verb of German may
 * stand at the end. */
static bool of_people(const struct lint_talk *k, size_t i, size_t n, size_t most)
{
    static const char *const DONE[] = { "arrest", "sentence", "torture", "release",
                                        "injure", "execute",  "kill",    "charge" };
    const struct lint_words *w = k->r->words;
    for (size_t at = i > 0 && !lint_starts_sentence(k->t, i) ? i - 1 : i; at < i + n + most; at++) {
        if (at >= k->t->tokens.n || k->t->tokens.at[at].sentence != k->t->tokens.at[i].sentence)
            return false;
        const char *event = lint_word_at(w, k->t, at, LINT_W_EVENT, NULL);
        if ((at < i || at >= i + n) && lint_word_is(w, k->t, at, LINT_W_HUMAN))
            return true;
        for (size_t d = 0; event && d < sizeof DONE / sizeof *DONE; d++)
            if (!strcmp(event, DONE[d]))
                return true;
    }
    return false;
}

/* In this sentence, some words ago, a pronoun or a name was the person's, and nobody else has come since. */
static bool just_spoken_of(const struct lint_talk *k, size_t i)
{
    return k->fits && k->fits > k->other && i >= k->fits && i - k->fits <= 8 &&
           k->t->tokens.at[k->fits - 1].sentence == k->t->tokens.at[i].sentence;
}

static bool is_body(const struct lint_talk *k, size_t i)
{
    const char *value = i < k->t->tokens.n && k->t->tokens.at[i].gap <= LINT_SPACE
                            ? lint_word_at(k->r->words, k->t, i, LINT_W_HUMAN, NULL)
                            : NULL;
    return value && !strcmp(value, "body");
}

/* "she may lose his sight": nobody loses another's. */
static bool loses_own(const struct lint_talk *k, size_t i, size_t n)
{
    bool loses = false;
    for (size_t at = k->fits; just_spoken_of(k, i) && at < i; at++) {
        const char *value = lint_word_at(k->r->words, k->t, at, LINT_W_HUMAN, NULL);
        loses |= value && !strcmp(value, "lose");
    }
    return loses && (is_body(k, i + n) || is_body(k, i + n + 1));
}

/* "wenn ihr Herz versagt": hers or theirs, and so only where one was just spoken of. */
static bool is_doubtful(const struct lint_talk *k, size_t i, size_t n, const char *value)
{
    return value[5] == 'c' && (k->t->tokens.at[i].capital || !just_spoken_of(k, i) || !is_body(k, i + n));
}

/* "she was arrested with him": no object is its own subject, so it is somebody else, if there is one. */
static bool is_object(const struct lint_talk *k, size_t i, char said)
{
    static const char *const FORMS[] = { "him", "ihm", "ihn", "lui", "нему", "ним", "него", "неи", "нее" };
    bool clause = k->fits && i - k->fits < 8 && k->t->tokens.at[i].gap <= LINT_SPACE &&
                  k->t->tokens.at[k->fits - 1].sentence == k->t->tokens.at[i].sentence;
    for (size_t f = 0;
         clause && (k->met[said == 'f'] || k->could[said == 'f']) && f < sizeof FORMS / sizeof *FORMS; f++)
        if (lint_key_is(k->t, i, FORMS[f]))
            return true;
    return false;
}

/* "and he, the ferryman Abel Testov, ...": the name of a man stands right behind. */
static bool names_behind(const struct lint_talk *k, size_t i, char said)
{
    size_t end;
    for (size_t at = i + 1; at < i + 6 && at < k->t->tokens.n && k->t->tokens.at[i + 1].gap == LINT_COMMA &&
                            k->t->tokens.at[at].gap < LINT_STOP;
         at++) {
        int person = lint_talk_person_at(k, at, &end);
        if (person >= 0)
            return lint_talk_sex(k->r, (size_t)person) == said;
    }
    return false;
}

/* The relative named last speaks of the one at risk, who need not be named: "She visits him". */
static bool of_one_at_risk(const struct lint_talk *k, char said)
{
    for (size_t p = 0; k->relative && p < k->r->c->people.n; p++)
        if (k->r->c->people.at[p].at_risk && lint_talk_sex(k->r, p) == said)
            return true;
    return false;
}

bool lint_pronoun_passes(const struct lint_talk *k, char sex, bool people_only, size_t sentence)
{
    size_t seen = k->could[sex == 'f'];
    bool far = sentence > k->sentence + 1,
         turned = k->subject && seen <= k->sentence && !k->surely[sex == 'f'];
    return !k->sex || (seen && !turned && sentence + 1 - seen <= 2) || (k->rival && far) ||
           (!people_only && (k->thing || far));
}

/* A pronoun that fits keeps the talk on the person. */
static void goes_on(struct lint_talk *k, size_t i, bool people_only)
{
    size_t sentence = k->t->tokens.at[i].sentence;
    k->fits = i + 1;
    size_t reach = k->could[k->sex == 'm'] ? 1 : 2; /* sentences, when nobody else has come */
    if (sentence <= k->sentence + reach && (people_only || !k->thing) && !k->met[k->sex == 'm'])
        k->sentence = sentence;
}

void lint_pronoun_judge(struct lint_talk *k, size_t i, size_t n, const char *value)
{
    char words[LINT_WORDS_BYTES], said = value[3];
    size_t sentence = k->t->tokens.at[i].sentence, most = !strncmp(value, "de", 2) ? 6 : 3;
    bool polite = (!strncmp(value, "en", 2) || !strncmp(value, "it", 2)) && k->t->tokens.at[i].capital &&
                  !lint_starts_sentence(k->t, i); /* God, or Ella, who is addressed */
    if ((value[6] == 'e' && !lint_accented(k->t, i)) || polite || said == '-' || said == 'p' ||
        behind_preposition(k, i, value) || is_doubtful(k, i, n, value))
        return;
    bool beside = value[5] == 'h' ? of_people(k, i, n, 3) : value[5] == '?' && of_people(k, i, n, most),
         people_only = strchr("!c", value[5]) || beside;
    if (value[5] == 'h' && !beside) {
        if (said == k->sex && lint_starts_sentence(k->t, i)) /* Её хор */
            goes_on(k, i, true);
        return;
    }
    bool lost = k->sex && said != k->sex && loses_own(k, i, n);
    if (said == k->sex)
        goes_on(k, i, people_only);
    if (!lost &&
        (said == k->sex || lint_pronoun_passes(k, said, people_only, sentence) || is_object(k, i, said) ||
         names_behind(k, i, said) || (!lint_starts_sentence(k->t, i) && of_one_at_risk(k, said)))) {
        if (said == k->sex || value[5] == '!')
            lint_talk_came(k, said, sentence);
        k->other = said == k->sex ? k->other : i + 1;
        return;
    }
    lint_words_of(k->t, i, i + n, words);
    lint_add_tokens(k->r, LINT_PRONOUN, k->t, i, i + n, 0, LINT_CLASH(k->sex), words);
}
