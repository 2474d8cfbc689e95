/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stretch of time is (a sentence, the most that is possible), and whose it or an age is, tell the
 * words around it. Left out: what is the writer's own, or of somebody who is nobody of the case. */
#include "satchel/casework/lint_count_time.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/casework/lint_known.h"

/* ---- ages ---- */

static uint32_t relative_at(const struct lint_reader *d, size_t i)
{
    static const char RELATIVES[] = " child daughter son sibling mother father wife ";
    const char *value = lint_read_value(d, i, LINT_W_NOUN, NULL);
    char word[24] = " ";
    if (!value || strlen(value) < 3 || strlen(value) + 1 > sizeof word)
        return 0;
    strcat(strcat(word, value + 2), " ");
    return strstr(RELATIVES, word) ? lint_value_hash(value) : 0;
}

/* A relative that is in no list of those whose age is compared: nobody's age. */
static uint32_t kin_at(const struct lint_reader *d, size_t i)
{
    uint32_t relative = relative_at(d, i);
    const char *kin = relative ? NULL : lint_read_value(d, i, LINT_W_KIN, NULL);
    const char *noun = kin ? lint_read_value(d, i, LINT_W_NOUN, NULL) : NULL;
    return kin && *kin != '-' && !noun ? lint_value_hash(kin) : relative;
}

/* "cuando tenía 21 años, el doctor me enseñó ..." */
static bool writer_speaks_behind(const struct lint_reader *d, size_t i)
{
    for (size_t end = i + 12; *d->lang && i < end && i < d->t->tokens.n && !lint_starts_sentence(d->t, i);
         i++)
        if (lint_word_lang(d->r->words, d->t, i, LINT_W_MINE, d->lang))
            return true;
    return false;
}

/* "some of them were forty years old": tapes, trees, or several people. */
static bool of_several(const struct lint_reader *d, size_t i)
{
    return i && lint_one_of(d->t, i - 1, " were are waren sind etaient sont eran son erano eram sao были ");
}

/* "children under 15": nobody's age. */
static bool is_bound(const struct lint_reader *d, size_t i)
{
    static const char UNDER[] = " under below menores menor unter moins mineurs младше моложе minori sotto "
                                "menos abaixo onder ";
    for (size_t k = i; k > 0 && i - k < 2 && lint_read_on(d, k); k--)
        if (lint_one_of(d->t, k - 1, UNDER))
            return true;
    return false;
}

/* "The mother of ..., Farida Testova, 66": what somebody named is said to be, before token named. */
static uint32_t kin_in_apposition(const struct lint_reader *d, size_t named)
{
    for (size_t k = named; k > 0 && named - k < 5 && !lint_starts_sentence(d->t, k); k--)
        if (relative_at(d, k - 1))
            return relative_at(d, k - 1);
    return 0;
}

/* "the mother of Anna Testova, 66": 0 when it is the age of whom token named begins. */
static uint32_t kin_of(const struct lint_reader *d, size_t named)
{
    size_t k = named - (named > 1 &&
                        (lint_reads(d, named - 1, LINT_W_LINK) || lint_reads(d, named - 1, LINT_W_STOP)));
    bool genitive = k < named || !strcmp(d->lang, "ru");
    return genitive && k > 0 && !lint_starts_sentence(d->t, k) ? relative_at(d, k - 1) : 0;
}

/* The last one named before is nobody of the case: "Our teacher, Mr Testow, ... He is 84." */
static bool of_somebody_else(const struct lint_reader *d, size_t i)
{
    const struct lint_text *t = d->t;
    for (size_t k = i, end; t == &d->r->body && k > 0 && i - k < 40; k--) {
        for (size_t o = 0; o < d->r->n_others; o++)
            if (d->r->others[o] == t->tokens.at[k - 1].from)
                return true;
        for (size_t p = 0; t->tokens.at[k - 1].capital && p < d->r->c->people.n; p++)
            if (lint_known_person_at(&d->r->known, d->r->words, t, (int)p, k - 1, &end))
                return false;
    }
    return false;
}

/* "the 43-year-old teacher", "43 yaşındaki": said of what stands behind it. */
static bool of_noun(const struct lint_reader *d, size_t end)
{
    static const char SAID[] = " old yasindaki ";
    return lint_read_on(d, end) && (lint_one_of(d->t, end - 1, SAID) || lint_of_years(d, end - 1));
}

void lint_add_age(struct lint_reader *d, size_t i, size_t end, int64_t value)
{
    struct lint_count c = lint_read_count(d, i, end, LINT_COUNT_AGE, value);
    size_t named = 0;
    if (value > 115 || of_several(d, i) || is_bound(d, i))
        return;
    int behind = of_noun(d, end) ? lint_named_behind(d->r, d->t, end, 5) : -1;
    c.person = behind >= 0 ? behind : lint_named_before(d->r, d->t, i, &named);
    named = behind >= 0 ? i : named;
    for (size_t k = i; k > 0 && i - k < 5 && !lint_starts_sentence(d->t, k) && k > named && !c.key[0]; k--)
        c.key[0] = kin_at(d, k - 1);
    for (size_t k = end; k < end + 2 && lint_read_on(d, k) && !c.key[0]; k++)
        c.key[0] = kin_at(d, k);
    if (!c.key[0] && c.person >= 0 && d->r->c->people.at[c.person].at_risk)
        c.key[0] = kin_of(d, named);
    if (c.key[0])
        c.person = -1;
    else if (c.person >= 0 && !d->r->c->people.at[c.person].at_risk)
        c.key[0] = kin_in_apposition(d, named);
    bool writers = lint_writer_speaks(d, i, c.person >= 0 ? named : 0) ||
                   (c.person < 0 && !c.key[0] && writer_speaks_behind(d, end)) ||
                   lint_of_writers_kin(d->r, d->t, i) || (c.person < 0 && of_somebody_else(d, i));
    if (!writers)
        lint_read_push(d, i, c);
}

/* Somebody, as words that an age may follow say it. */
static bool is_human(const struct lint_reader *d, size_t i)
{
    const char *noun = lint_read_value(d, i, LINT_W_NOUN, NULL);
    return (noun && *noun == 'h') || lint_reads(d, i, LINT_W_KIN) || lint_reads(d, i, LINT_W_ROLE) ||
           (d->t->tokens.at[i].capital && !lint_reads(d, i, LINT_W_STOP) && !lint_reads(d, i, LINT_W_TERM));
}

/* "elle a 43 ans", "ей 43 года" */
static bool has_before(const struct lint_reader *d, size_t i)
{
    const struct lint_token *before = &d->t->tokens.at[i - 1];
    if (before->key_len == 1 && before->to - before->from > 1)
        return false; /* "à" */
    static const char *const HAS[][2] = { { "es", " tiene tenia cumplio cumplira cumplidos sus " },
                                          { "fr", " a avait ont eu ses fete aura " },
                                          { "it", " ha aveva compie compiuto suoi avra " },
                                          { "pt", " tem tinha fez completou seus aos terá " },
                                          { "de", " seinen ihren mit " },
                                          { "ru", " еи ему которои которому исполнилось свои " } };
    if (!strcmp(d->lang, "ru") && (relative_at(d, i - 1) || lint_reads(d, i - 1, LINT_W_KIN)))
        return true; /* его матери 76 лет */
    for (size_t k = 0; k < sizeof HAS / sizeof *HAS; k++)
        if (!strcmp(d->lang, HAS[k][0]) && lint_one_of(d->t, i - 1, HAS[k][1]))
            return true;
    return false;
}

/* "Anna Testova, apicultora de", "Anna Testova, miel de abeja, de": what somebody named is said to be. */
static bool apposed(const struct lint_reader *d, size_t i)
{
    const struct lint_text *t = d->t;
    for (size_t k = i; k > 0 && i - k < 3 && t->tokens.at[k].gap <= LINT_COMMA; k--)
        if (t->tokens.at[k].gap == LINT_COMMA)
            return t->tokens.at[k - 1].capital && !t->tokens.at[k - 1].number;
    return false;
}

/* "À 72 ans, Jean ...": opens the clause, and no sentence is told. */
static bool opens_clause(const struct lint_reader *d, size_t i, size_t end)
{
    return i && lint_one_of(d->t, i - 1, " a con com mit at with в с ") &&
           (lint_starts_sentence(d->t, i - 1) || d->t->tokens.at[i - 1].gap == LINT_COMMA) &&
           (end >= d->t->tokens.n || d->t->tokens.at[end].gap >= LINT_COMMA || d->t->tokens.at[end].capital);
}

/* "Анне Тестовой 43 года.", but not "Анна Тестова двадцать лет учила". */
static bool dative_before(const struct lint_reader *d, size_t i, size_t end)
{
    static const char *const DATIVE[] = { "е", "у", "ю", "ои", "еи", "и" };
    if (strcmp(d->lang, "ru") != 0 || !i || !lint_read_on(d, i) || lint_read_on(d, end) ||
        !d->t->tokens.at[i - 1].capital || !lint_known_word(&d->r->known, d->t, i - 1))
        return false;
    for (size_t k = 0; k < sizeof DATIVE / sizeof *DATIVE; k++) {
        size_t n = strlen(DATIVE[k]), len = d->t->tokens.at[i - 1].key_len;
        if (len > n && !memcmp(lint_key(d->t, i - 1) + len - n, DATIVE[k], n))
            return true;
    }
    return false;
}

static bool age_before(const struct lint_reader *d, size_t i)
{
    for (size_t k = i; k > 0 && i - k < 3 && lint_read_on(d, k); k--)
        if (lint_reads_term(d, k - 1, "age"))
            return true;
    if (!i || !lint_read_on(d, i))
        return false;
    return has_before(d, i) ||
           (i > 1 && lint_one_of(d->t, i - 1, " de di d ") && d->t->tokens.at[i - 1].gap <= LINT_COMMA &&
            (is_human(d, i - 2) || apposed(d, i - 2)));
}

/* "ул. Ленина, 5", "12 Mill Lane, 5": the number of a house. */
static bool in_street(const struct lint_reader *d, size_t i)
{
    static const char STREET[] = " ул st str rd ave av c pl sok cad mah ";
    for (size_t k = i; k > 0 && i - k < 3 && (k == i || d->t->tokens.at[k].gap <= LINT_SPACE); k--)
        if (lint_one_of(d->t, k - 1, STREET) ||
            (lint_reads(d, k - 1, LINT_W_PLACE) && !lint_reads(d, k - 1, LINT_W_GIVEN)))
            return true;
    return false;
}

static bool in_brackets(const struct lint_text *t, size_t i)
{
    return i && t->tokens.at[i].from && t->s[t->tokens.at[i].from - 1] == '(' &&
           t->s[t->tokens.at[i].to] == ')';
}

bool lint_age_between_marks(const struct lint_reader *d, size_t i, size_t end)
{
    const struct lint_text *t = d->t;
    if (end == i + 1 && t->tokens.at[i].number && in_brackets(t, i) && is_human(d, i - 1))
        return true;
    if (!i || t->tokens.at[i].gap != LINT_COMMA || t->tokens.at[i - 1].number)
        return false;
    bool years = end > i + 1, human = is_human(d, i - 1),
         grown = human || (t->tokens.at[i].number && strtol(lint_key(t, i), NULL, 10) > 9);
    if (years ? !grown : !human || in_street(d, i))
        return false;
    struct date_token before = date_token_at(t->s, t->len, t->tokens.at[i - 1].from);
    bool next_number = end < t->tokens.n && t->tokens.at[end].number;
    return before.kind != DATE_MONTH && before.kind != DATE_WEEKDAY && !next_number &&
           (end >= t->tokens.n || t->tokens.at[end].gap >= LINT_COMMA);
}

/* Somebody at token i: a name of the case, a pronoun, a relative. */
static bool ends_somebody(const struct lint_reader *d, size_t i)
{
    static const char WHO[] = " who der die that wer ";
    return lint_one_of(d->t, i, WHO) || lint_reads(d, i, LINT_W_PRONOUN) || relative_at(d, i) ||
           (d->t->tokens.at[i].capital && lint_known_word(&d->r->known, d->t, i));
}

/* Nothing that is counted stands behind. */
static bool nothing_counted(const struct lint_reader *d, size_t end)
{
    static const char BEHIND[] =
        " and or but when now at who that if while as und oder aber als wenn war ist "
        "today only already years ";
    return !lint_read_on(d, end) || lint_one_of(d->t, end, BEHIND) || lint_reads(d, end, LINT_W_PRONOUN);
}

bool lint_age_bare(const struct lint_reader *d, size_t i, size_t end, int64_t value)
{
    static const char IS[] = " is was turned turns be been now only just s ist war wird wurde erst nur ";
    size_t k = i;
    if (value < 5 || value > 110 || (strcmp(d->lang, "en") != 0 && strcmp(d->lang, "de") != 0))
        return false;
    while (k > 0 && i - k < 3 && lint_read_on(d, k) && lint_one_of(d->t, k - 1, IS))
        k--;
    bool said = k < i && k > 0 && ends_somebody(d, k - 1) && nothing_counted(d, end);
    bool relative = i > 1 && !strcmp(d->lang, "de") && lint_read_on(d, end) && nothing_counted(d, end) &&
                    lint_one_of(d->t, i - 1, " der die ") && lint_one_of(d->t, end, " ist war ");
    return said || relative; /* "der 72 ist" */
}

bool lint_of_years(const struct lint_reader *d, size_t i)
{
    static const char *const ENDINGS[] = { "jahrig", "летн", "enne", "ans", "anos" };
    for (size_t k = 0; k < sizeof ENDINGS / sizeof *ENDINGS; k++)
        if (d->t->tokens.at[i].key_len >= strlen(ENDINGS[k]) &&
            !memcmp(lint_key(d->t, i), ENDINGS[k], strlen(ENDINGS[k])))
            return d->t->tokens.at[i].gap == LINT_JOINED;
    return false;
}

/* ---- stretches of time ---- */

/* What it is: the most that is possible where that is said, else by the nearest word before it, else by one
 * behind it. */
static const char *term_of(const struct lint_reader *d, size_t i, size_t end, bool joined)
{
    const char *before = NULL, *behind = NULL;
    for (size_t k = i; k > 0 && i - k < 8 && !lint_starts_sentence(d->t, k); k--) {
        const char *value = lint_read_value(d, k - 1, LINT_W_TERM, NULL);
        if (value && !strcmp(value, "limit"))
            return value;
        before = before ? before : value && strcmp(value, "age") != 0 ? value : NULL;
    }
    for (size_t k = end; k < end + 4 && lint_read_on(d, k) && !behind; k++) {
        const char *value = lint_read_value(d, k, LINT_W_TERM, NULL);
        behind = value && strcmp(value, "age") != 0 ? value : NULL;
    }
    /* passé 64 jours à l'isolement */
    bool isolated = before && behind && !strcmp(before, "-") && !strcmp(behind, "held");
    /* nach einem Prozess von 40 Minuten zu sieben Jahren Haft */
    bool noun = before && !strcmp(before, "-") && lint_read_on(d, end) && lint_reads_term(d, end, "sentence");
    return (joined && behind) || isolated || noun || !before ? behind : before;
}

/* Whose sentence it is: the one person named before it, or named since the last stretch of time; nobody when
 * somebody else may be meant. */
static int whose_sentence(const struct lint_reader *d, size_t i)
{
    const struct lint_text *t = d->t;
    int person = -1;
    for (size_t k = i, end; k > 0 && i - k < 25 && !lint_starts_sentence(t, k); k--) {
        int at = -1;
        for (size_t p = 0; t->tokens.at[k - 1].capital && p < d->r->c->people.n && at < 0; p++)
            if (lint_known_person_at(&d->r->known, d->r->words, t, (int)p, k - 1, &end))
                at = (int)p;
        if (at >= 0 && person >= 0 && at != person)
            return -1;
        person = at >= 0 ? at : person;
        if (person < 0 && (lint_reads(d, k - 1, LINT_W_PRONOUN) || lint_reads(d, k - 1, LINT_W_KIN)))
            return -1;
        if (person >= 0 && at < 0 && lint_reads(d, k - 1, LINT_W_UNIT) && !lint_reads_term(d, k, "age"))
            break;
    }
    return person;
}

void lint_add_time(struct lint_reader *d, size_t i, size_t end, int64_t value, char unit, bool joined)
{
    bool months = unit == 'y' || unit == 'm';
    if (lint_of_writers_kin(d->r, d->t, i))
        return;
    struct lint_count c = lint_read_count(d, i, end, months ? LINT_COUNT_MONTHS : LINT_COUNT_DAYS,
                                          value * (unit == 'y'   ? 12
                                                   : unit == 'w' ? 7
                                                                 : 1));
    const char *term = term_of(d, i, end, joined);
    c.key[0] = lint_value_hash(term ? term : "-");
    if (term && !strcmp(term, "sentence"))
        c.person = whose_sentence(d, i);
    lint_read_push(d, i, c);
}

void lint_count_unit(struct lint_reader *d, size_t i, size_t u, int64_t value)
{
    size_t n = 1;
    const char *unit = lint_read_value(d, u, LINT_W_UNIT, &n);
    size_t end = u + n;
    bool joined = d->t->tokens.at[u].gap == LINT_JOINED;
    if (*unit == '-' || *unit == 'h' || (*unit == 'y' && value >= 1000)) /* the year 2021 */
        return;
    bool old = unit[1] != '\0'; /* yaşında */
    for (size_t k = end; k < end + 2 && lint_read_on(d, k); k++)
        old |= lint_reads_term(d, k, "age");
    bool sentence =
        lint_read_on(d, end) && lint_read_on(d, end + 1) && lint_reads_term(d, end + 1, "sentence");
    if (*unit == 'y' &&
        (old || (!sentence && (age_before(d, i) || dative_before(d, i, end) || opens_clause(d, i, end) ||
                               (!joined && lint_age_between_marks(d, i, end))))))
        lint_add_age(d, i, end, value);
    else
        lint_add_time(d, i, end, value, *unit, joined);
}

void lint_count_one(const struct lint_reader *d, size_t i)
{
    static const char ONE[] =
        " one a un une un' uma um ein eine einem einer einen uno una один одному одного 1 ";
    const char *unit = lint_read_on(d, i + 1) && lint_one_of(d->t, i, ONE)
                           ? lint_read_value(d, i + 1, LINT_W_UNIT, NULL)
                           : NULL;
    if (!unit || (*unit != 'y' && *unit != 'm') || lint_of_writers_kin(d->r, d->t, i))
        return;
    const char *term = term_of(d, i, i + 2, false);
    struct lint_count c = lint_read_count(d, i, i + 2, LINT_COUNT_MONTHS, *unit == 'y' ? 12 : 1);
    c.key[0] = lint_value_hash("sentence");
    c.person = whose_sentence(d, i);
    if (term && !strcmp(term, "sentence"))
        lint_read_push(d, i, c);
}
