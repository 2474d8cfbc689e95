/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that show a sex and are surely said of the person named beside them: Ms or Herr before the name;
 * behind it, as the subject of its clause, a participle or a past that agrees (fue detenido, a été arrêtée,
 * была задержана); "is a father", "a mother of two". Who stands in no such place is left to the pronouns. An
 * object may stand first in Russian: there the name must be as it was recorded. Tests:
 * tests/unit/lint/gender.cases. */
#include "satchel/casework/lint_gender.h"

#include <string.h>

#include "satchel/casework/lint_pronoun.h"
#include "satchel/casework/lint_reader.h"

struct mention {
    struct lint_talk k;
    const struct lint_text *t;
    const char *lang;
    size_t person, first, end; /* tokens of the name */
    char sex;
};

static void clash(struct mention *m, size_t i, size_t n)
{
    char words[LINT_WORDS_BYTES];
    lint_words_of(m->t, i, i + n, words);
    lint_add_tokens(m->k.r, LINT_PRONOUN, m->t, i, i + n, m->k.r->c->people.at[m->person].id,
                    LINT_CLASH(m->sex), words);
}

static bool on(const struct mention *m, size_t i)
{
    return i < m->t->tokens.n && m->t->tokens.at[i].gap <= LINT_SPACE;
}

/* ---- Ms, Herr, господин ---- */

/* A family name that somebody of the other sex has too. */
static bool shared_name(const struct mention *m)
{
    size_t end;
    for (size_t p = 0; m->end - m->first < 2 && p < m->k.r->c->people.n; p++)
        if (p != m->person && lint_talk_sex(m->k.r, p) != m->sex &&
            lint_known_person_at(&m->k.r->known, m->k.r->words, m->t, (int)p, m->first, &end))
            return true;
    return false;
}

/* "his wife, Mrs Testow", who has his name alone. */
static bool of_relative(const struct mention *m, size_t at)
{
    for (size_t i = at; m->end - m->first < 2 && i > 0 && at - i < 12; i--)
        if (lint_word_is(m->k.r->words, m->t, i - 1, LINT_W_KIN))
            return true;
    return false;
}

static void check_courtesy(struct mention *m)
{
    size_t from = m->first;
    const char *value = m->first && on(m, m->first)
                            ? lint_word_before(m->k.r->words, m->t, m->first, LINT_W_HONORIFIC, &from)
                            : NULL;
    bool cased = value && m->t->tokens.at[from].script == LINT_LATIN && m->t->tokens.at[from].key_len < 5;
    bool verb = cased && !m->t->tokens.at[from].capital; /* I miss her */
    bool both = from > 1 && lint_word_is(m->k.r->words, m->t, from - 2, LINT_W_HONORIFIC);
    if (value && *value != m->sex && !verb && !both && !shared_name(m) && !of_relative(m, from))
        clash(m, from, m->first - from);
}

/* As it is recorded, and by its ending no object. */
static bool is_nominative(const struct mention *m)
{
    static const char *const OTHER[] = { "е", "и", "о", "у", "ы", "ю" };
    const struct lint_known *known = &m->k.r->known;
    const char *last = lint_key(m->t, m->end - 1);
    size_t len = m->t->tokens.at[m->end - 1].key_len;
    for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
        if (len > 2 && !memcmp(last + len - 2, OTHER[i], 2))
            return false;
    for (size_t i = 0; i < known->names.n; i++) {
        const struct lint_known_name *name = &known->names.at[i];
        bool same = name->person == (int)m->person;
        for (size_t j = 0; same && m->end - m->first <= name->text.tokens.n && j < name->text.tokens.n; j++)
            if (lint_same_key(m->t, m->end - 1, &name->text, j))
                return true;
    }
    return false;
}

/* ---- "el maestro", "la journaliste", "his wife" ---- */

/* 'm' or 'f' of the article at token i; 0: it does not tell. */
static char article_sex(const struct mention *m, size_t i)
{
    static const char *const FORMS[][3] = { { "es", " el del al un este ese ", " la una esta esa " },
                                            { "fr", " le du au un ce ", " la une cette " },
                                            { "it", " il del al un questo ", " la della alla una questa " },
                                            { "pt", " o do ao um este esse ", " a da uma esta essa " } };
    for (size_t k = 0; k < sizeof FORMS / sizeof *FORMS; k++)
        if (!strcmp(m->lang, FORMS[k][0]))
            return lint_one_of(m->t, i, FORMS[k][1]) ? 'm' : lint_one_of(m->t, i, FORMS[k][2]) ? 'f' : 0;
    return 0;
}

/* Where a genitive may follow ("the teacher of Anna"), the name must be as it was recorded. */
static void check_role(struct mention *m)
{
    static const char LANGUAGES[] = "en es fr it pt de ru";
    size_t i = m->first - 1;
    bool cases = !strcmp(m->lang, "ru") || !strcmp(m->lang, "de");
    if (!m->first || !*m->lang || !on(m, m->first) || !strstr(LANGUAGES, m->lang) ||
        (cases && !is_nominative(m)))
        return;
    const char *value = lint_word_lang(m->k.r->words, m->t, i, LINT_W_GENDERED, m->lang);
    const char *kin =
        value || !strcmp(m->lang, "ru") ? NULL : lint_word_at(m->k.r->words, m->t, i, LINT_W_KIN, NULL);
    char sex = value ? *value : kin ? *kin : 0;
    size_t from = i;
    if (sex == 'a' && i && on(m, i)) {
        sex = article_sex(m, i - 1);
        from = i - 1;
    }
    if ((sex == 'm' || sex == 'f') && sex != m->sex && !shared_name(m))
        clash(m, from, m->first - from);
}

/* ---- what agrees with the subject ---- */

struct endings {
    const char *lang, *be, *have, *man, *woman; /* words, and endings (-ado), between spaces */
};
static const struct endings AGREE[] = {
    { "es", " fue sido esta estaba estuvo quedo sigue permanece continua es era sea fuera sera ",
      " ha habia haya hubo no ", " -ado -ido preso puesto muerto solo enfermo ",
      " -ada -ida presa puesta muerta sola enferma " },
    { "pt", " foi sido esta estava esteve ficou continua permanece e era seja sera ", " tem tinha tenha nao ",
      " -ado -ido preso posto morto solto sozinho ", " -ada -ida presa posta morta solta sozinha " },
    { "it", " e era fu rimane resta sia viene venne stato stata ", " non ",
      " -ato -ito -uto preso messo ucciso chiuso costretto solo ",
      " -ata -ita -uta presa messa uccisa chiusa costretta sola " },
    { "fr", " est ete etait fut sera soit reste demeure ", " a avait ait aura n ne pas ",
      " -é detenu mis remis soumis conduit battu innocent seul vivant ",
      " -ée detenue mise remise soumise conduite battue innocente seule vivante " },
    { "ru", " был была будет ", " не ",
      " -лся задержан арестован осужден приговорен помещен лишен обвинен "
      "освобожден избит ранен убит болен должен жив заключен -л ",
      " -лась задержана арестована осуждена приговорена помещена лишена обвинена освобождена избита ранена "
      "убита больна должна жива заключена -ла " },
};

static const struct endings *endings_of(const char *lang)
{
    for (size_t i = 0; i < sizeof AGREE / sizeof *AGREE; i++)
        if (!strcmp(AGREE[i].lang, lang))
            return &AGREE[i];
    return NULL;
}

/* The token is one of the words, or has one of the endings (-ado); é is looked for as it is written. */
static bool ends_in(const struct lint_text *t, size_t i, const char *words)
{
    static const char NONE[] = " cada nada vida stato stata pasado lado dela deja дела тела сила стола ";
    const struct lint_token *k = &t->tokens.at[i];
    if (lint_one_of(t, i, NONE))
        return false;
    for (const char *e = words + 1; *e; e += strcspn(e, " ") + 1) {
        bool ending = *e == '-', written = (unsigned char)e[ending] == 0xC3;
        const char *word = written ? t->s + k->from : lint_key(t, i);
        size_t n = strcspn(e, " ") - ending, len = written ? k->to - k->from : k->key_len;
        if ((ending ? len > n + 2 : len == n) && !memcmp(word + len - n, e + ending, n))
            return true;
    }
    return false;
}

/* 'm' or 'f' by which it agrees; 0: neither. */
static char agrees(const struct lint_text *t, size_t i, const struct endings *e)
{
    bool man = ends_in(t, i, e->man), woman = ends_in(t, i, e->woman);
    return man == woman ? 0 : man ? 'm' : 'f';
}

static bool is_adverb(const struct mention *m, size_t i)
{
    static const char WORDS[] =
        " tambien ya todavia aun ainsi deja toujours encore aussi tambem ja ainda anche "
        "ancora gia уже еще также теперь сеичас тоже ";
    const struct lint_token *k = &m->t->tokens.at[i];
    const char *s = lint_key(m->t, i);
    return lint_one_of(m->t, i, WORDS) || (k->key_len > 7 && !memcmp(s + k->key_len - 5, "mente", 5)) ||
           (k->key_len > 7 && !strcmp(m->lang, "fr") && !memcmp(s + k->key_len - 4, "ment", 4));
}

/* From token i on: a verb "to be", and behind it what agrees. */
static void check_predicate(struct mention *m, size_t i)
{
    const struct endings *e = endings_of(m->lang);
    bool be = e && !strcmp(e->lang, "ru");
    for (size_t first = i; e && i < first + 5 && (i == first || on(m, i)); i++) {
        bool verb = lint_one_of(m->t, i, e->be);
        char sex = lint_one_of(m->t, i, " stato был ") ? 'm' : lint_one_of(m->t, i, " stata была ") ? 'f' : 0;
        sex = sex || !be || verb ? sex : agrees(m->t, i, e);
        if (sex && sex != m->sex)
            clash(m, i, 1);
        if (sex && (sex != m->sex || !verb))
            return;
        be |= verb;
        if (!verb && !lint_one_of(m->t, i, e->have) && !is_adverb(m, i))
            return;
    }
}

/* ---- "is a father", "mother of two" ---- */

static bool is_article(const struct mention *m, size_t i)
{
    static const char WORDS[] = " a an the un una une uma um el la le il lo o der die ein eine einen einer ";
    return lint_one_of(m->t, i, WORDS);
}

/* A word for a man or a woman behind token i: an article, and an adjective at most before it; or at i, where
 * bare is set ("Anna Testova, mother of two"). */
static void check_noun(struct mention *m, size_t i, bool bare)
{
    bool article = is_article(m, i);
    size_t first = i + article;
    for (i = first; (article || bare) && i < first + (article ? 2 : 1) && i < m->t->tokens.n &&
                    (i == first ? !article || on(m, i) : on(m, i));
         i++) {
        size_t n = 1;
        const char *value = lint_word_at(m->k.r->words, m->t, i, LINT_W_KIN, &n);
        bool sexed = value && (*value == 'm' || *value == 'f');
        bool named =
            on(m, i + n) && (m->t->tokens.at[i + n].capital || m->t->tokens.at[i + n].gap == LINT_JOINED);
        if (sexed && *value != m->sex && !named)
            clash(m, i, n);
        if (value || lint_word_is(m->k.r->words, m->t, i, LINT_W_STOP))
            return;
    }
}

static void check_nouns(struct mention *m)
{
    static const char IS[] = " is was es era est etait e ist war ";
    const struct lint_text *t = m->t;
    if (m->end >= t->tokens.n || t->tokens.at[m->end].sentence != t->tokens.at[m->first].sentence)
        return;
    if (on(m, m->end) && lint_one_of(t, m->end, IS))
        check_noun(m, m->end + 1, false);
    else if (t->tokens.at[m->end].gap == LINT_COMMA)
        check_noun(m, m->end, true);
}

/* ---- the subject ---- */

/* Only articles, roles and courtesies stand before the name in its clause. */
static bool opens_clause(const struct mention *m)
{
    static const char JOINS[] =
        " que qu quando cuando lorsque quand porque perche parce что когда как потому ";
    static const enum lint_class BEFORE[] = { LINT_W_HONORIFIC, LINT_W_ROLE, LINT_W_TITLE, LINT_W_COURTESY };
    for (size_t i = m->first, c; i + 4 > m->first; i--) {
        if (lint_starts_sentence(m->t, i) || (i && lint_one_of(m->t, i - 1, JOINS)))
            return true;
        bool fits = m->t->tokens.at[i].gap <= LINT_SPACE && is_article(m, i - 1);
        for (c = 0; c < sizeof BEFORE / sizeof *BEFORE && !fits; c++)
            fits =
                m->t->tokens.at[i].gap <= LINT_SPACE && lint_word_is(m->k.r->words, m->t, i - 1, BEFORE[c]);
        if (!fits)
            return false;
    }
    return false;
}

/* Behind "33 años," and the like, which tells of nobody else. */
static size_t behind_apposition(const struct mention *m)
{
    size_t i = m->end;
    if (i >= m->t->tokens.n || m->t->tokens.at[i].gap != LINT_COMMA)
        return i;
    for (size_t end = i + 8; i < end && i + 1 < m->t->tokens.n; i++) {
        if (lint_word_is(m->k.r->words, m->t, i, LINT_W_KIN) || m->t->tokens.at[i + 1].gap == LINT_STOP)
            return m->end;
        if (m->t->tokens.at[i + 1].gap == LINT_COMMA)
            return i + 1;
    }
    return m->end;
}

static void check_mention(struct mention *m)
{
    check_courtesy(m);
    check_role(m);
    if (!opens_clause(m))
        return;
    check_nouns(m);
    const struct endings *e = endings_of(m->lang);
    size_t i = behind_apposition(m);
    bool passed = i > m->end;
    if (!e || i >= m->t->tokens.n || m->t->tokens.at[i].sentence != m->t->tokens.at[m->first].sentence ||
        (!strcmp(m->lang, "ru") && !is_nominative(m)))
        return;
    if (passed ? lint_one_of(m->t, i, e->be) || lint_one_of(m->t, i, e->have) : on(m, i))
        check_predicate(m, i);
}

void lint_gender(struct lint_run *r)
{
    struct mention m = { .k = { .r = r, .t = &r->body }, .t = &r->body, .lang = r->lang };
    for (size_t i = 0, end; i < r->body.tokens.n; i = end) {
        int person = lint_talk_person_at(&m.k, i, &end);
        if (person >= 0) {
            m.person = (size_t)person;
            m.first = i;
            m.end = end;
            m.sex = lint_talk_sex(r, m.person);
            if ((m.sex == 'm' || m.sex == 'f') && r->c->people.at[person].at_risk)
                check_mention(&m);
        }
        end = person >= 0 ? end : i + 1;
    }
}
