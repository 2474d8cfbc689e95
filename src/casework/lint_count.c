/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number is read with what stands behind it: a unit of time, or the noun that it counts, which is the first
 * word of a list or, where none is, the word that by the habit of the language is the head of the phrase.
 * What a stretch of time is (a sentence, the most that is possible) and whose an age is tell the words around
 * it. Articles of laws, parts, addresses, hours of the day, money and shares are left out. */
#include "satchel/casework/lint_count.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_count_cjk.h"
#include "satchel/casework/lint_value.h"
#include "satchel/casework/lint_stem.h"

struct reader {
    const struct lint_run *r;
    const struct lint_text *t;
    const char *lang;
    struct lint_counts *out;
    bool letter;
};

static bool is(const struct reader *d, size_t i, enum lint_class of)
{
    return i < d->t->tokens.n && lint_word_is(d->r->words, d->t, i, of);
}

static const char *value_of(const struct reader *d, size_t i, enum lint_class of, size_t *n)
{
    return i < d->t->tokens.n ? lint_word_at(d->r->words, d->t, i, of, n) : NULL;
}

/* Token i stands in the same clause as the one before it. */
static bool goes_on(const struct reader *d, size_t i)
{
    return i < d->t->tokens.n && d->t->tokens.at[i].gap <= LINT_SPACE;
}

static bool one_of(const struct lint_text *t, size_t i, const char *words)
{
    const struct lint_token *k = &t->tokens.at[i];
    char word[24];
    if (k->key_len + 3 > sizeof word)
        return false;
    word[0] = ' ';
    memcpy(word + 1, lint_key(t, i), k->key_len);
    memcpy(word + 1 + k->key_len, " ", 2);
    return strstr(words, word) != NULL;
}

/* ---- adding ---- */

static void push(const struct reader *d, size_t i, struct lint_count c)
{
    lint_counts_push(d->r, d->t, i, c, d->out);
}

/* A count from token i to before token end. */
static struct lint_count counted(const struct reader *d, size_t i, size_t end, enum lint_counted what,
                                 int64_t value)
{
    return (struct lint_count){ .value = value,
                                .from = d->t->tokens.at[i].from,
                                .to = d->t->tokens.at[end - 1].to,
                                .what = what,
                                .person = -1 };
}

/* ---- ages ---- */

static uint32_t relative_at(const struct reader *d, size_t i)
{
    static const char RELATIVES[] = " child daughter son sibling mother father wife ";
    const char *value = value_of(d, i, LINT_W_NOUN, NULL);
    char word[24] = " ";
    if (!value || strlen(value) < 3 || strlen(value) + 1 > sizeof word)
        return 0;
    strcat(strcat(word, value + 2), " ");
    return strstr(RELATIVES, word) ? lint_value_hash(value) : 0;
}

/* A relative that is in no list of those whose age is compared: nobody's age. */
static uint32_t kin_at(const struct reader *d, size_t i)
{
    uint32_t relative = relative_at(d, i);
    const char *kin = relative ? NULL : value_of(d, i, LINT_W_KIN, NULL);
    const char *noun = kin ? value_of(d, i, LINT_W_NOUN, NULL) : NULL;
    return kin && *kin != '-' && !noun ? lint_value_hash(kin) : relative;
}

/* "I am 64", "my wife, 61": not of the case. From the person named in the sentence, else from its start. */
static bool writer_speaks(const struct reader *d, size_t i, size_t from)
{
    for (size_t end = i; *d->lang && i > from && !lint_starts_sentence(d->t, i) && end - i < 30;)
        if (lint_word_lang(d->r->words, d->t, --i, LINT_W_MINE, d->lang))
            return true;
    return false;
}

/* "cuando tenía 21 años, el doctor me enseñó ..." */
static bool writer_speaks_behind(const struct reader *d, size_t i)
{
    for (size_t end = i + 12; *d->lang && i < end && i < d->t->tokens.n && !lint_starts_sentence(d->t, i);
         i++)
        if (lint_word_lang(d->r->words, d->t, i, LINT_W_MINE, d->lang))
            return true;
    return false;
}

/* "some of them were forty years old": tapes, trees, or several people. */
static bool of_several(const struct reader *d, size_t i)
{
    return i && one_of(d->t, i - 1, " were are waren sind etaient sont eran son erano eram sao были ");
}

/* "children under 15": nobody's age. */
static bool is_bound(const struct reader *d, size_t i)
{
    static const char UNDER[] = " under below menores menor unter moins mineurs младше моложе minori sotto "
                                "menos abaixo onder ";
    for (size_t k = i; k > 0 && i - k < 2 && goes_on(d, k); k--)
        if (one_of(d->t, k - 1, UNDER))
            return true;
    return false;
}

/* "The mother of ..., Farida Testova, 66": what somebody named is said to be, before token named. */
static uint32_t kin_in_apposition(const struct reader *d, size_t named)
{
    for (size_t k = named; k > 0 && named - k < 5 && !lint_starts_sentence(d->t, k); k--)
        if (relative_at(d, k - 1))
            return relative_at(d, k - 1);
    return 0;
}

/* "the mother of Anna Testova, 66": 0 when it is the age of whom token named begins. */
static uint32_t kin_of(const struct reader *d, size_t named)
{
    size_t k = named - (named > 1 && (is(d, named - 1, LINT_W_LINK) || is(d, named - 1, LINT_W_STOP)));
    bool genitive = k < named || !strcmp(d->lang, "ru");
    return genitive && k > 0 && !lint_starts_sentence(d->t, k) ? relative_at(d, k - 1) : 0;
}

/* The last one named before is nobody of the case: "Our teacher, Mr Testow, ... He is 84." */
static bool of_somebody_else(const struct reader *d, size_t i)
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

static void add_age(struct reader *d, size_t i, size_t end, int64_t value)
{
    struct lint_count c = counted(d, i, end, LINT_COUNT_AGE, value);
    size_t named = 0;
    if (value > 115 || of_several(d, i) || is_bound(d, i))
        return;
    c.person = lint_named_before(d->r, d->t, i, &named);
    for (size_t k = i; k > 0 && i - k < 5 && !lint_starts_sentence(d->t, k) && k > named && !c.key[0]; k--)
        c.key[0] = kin_at(d, k - 1);
    for (size_t k = end; k < end + 2 && goes_on(d, k) && !c.key[0]; k++)
        c.key[0] = kin_at(d, k);
    if (!c.key[0] && c.person >= 0 && d->r->c->people.at[c.person].at_risk)
        c.key[0] = kin_of(d, named);
    if (c.key[0])
        c.person = -1;
    else if (c.person >= 0 && !d->r->c->people.at[c.person].at_risk)
        c.key[0] = kin_in_apposition(d, named);
    bool writers = writer_speaks(d, i, c.person >= 0 ? named : 0) ||
                   (c.person < 0 && !c.key[0] && writer_speaks_behind(d, end)) ||
                   lint_of_writers_kin(d->r, d->t, i) || (c.person < 0 && of_somebody_else(d, i));
    if (!writers)
        push(d, i, c);
}

static bool is_term(const struct reader *d, size_t i, const char *want)
{
    const char *value = value_of(d, i, LINT_W_TERM, NULL);
    return value && !strcmp(value, want);
}

/* Somebody, as words that an age may follow say it. */
static bool is_human(const struct reader *d, size_t i)
{
    const char *noun = value_of(d, i, LINT_W_NOUN, NULL);
    return (noun && *noun == 'h') || is(d, i, LINT_W_KIN) || is(d, i, LINT_W_ROLE) ||
           (d->t->tokens.at[i].capital && !is(d, i, LINT_W_STOP) && !is(d, i, LINT_W_TERM));
}

/* "elle a 43 ans", "ей 43 года" */
static bool has_before(const struct reader *d, size_t i)
{
    const struct lint_token *before = &d->t->tokens.at[i - 1];
    if (before->key_len == 1 && before->to - before->from > 1)
        return false; /* "à" */
    static const char *const HAS[][2] = { { "es", " tiene tenia cumplio " },
                                          { "fr", " a avait ont " },
                                          { "it", " ha aveva compie " },
                                          { "pt", " tem tinha " },
                                          { "ru", " еи ему которои которому " } };
    if (!strcmp(d->lang, "ru") && (relative_at(d, i - 1) || is(d, i - 1, LINT_W_KIN)))
        return true; /* его матери 76 лет */
    for (size_t k = 0; k < sizeof HAS / sizeof *HAS; k++)
        if (!strcmp(d->lang, HAS[k][0]) && one_of(d->t, i - 1, HAS[k][1]))
            return true;
    return false;
}

static bool age_before(const struct reader *d, size_t i)
{
    for (size_t k = i; k > 0 && i - k < 3 && goes_on(d, k); k--)
        if (is_term(d, k - 1, "age"))
            return true;
    if (!i || !goes_on(d, i))
        return false;
    return has_before(d, i) || (i > 1 && one_of(d->t, i - 1, " de di d ") &&
                                d->t->tokens.at[i - 1].gap <= LINT_COMMA && is_human(d, i - 2));
}

/* "ул. Ленина, 5", "12 Mill Lane, 5": the number of a house. */
static bool in_street(const struct reader *d, size_t i)
{
    static const char STREET[] = " ул st str rd ave av c pl sok cad mah ";
    for (size_t k = i; k > 0 && i - k < 3 && (k == i || d->t->tokens.at[k].gap <= LINT_SPACE); k--)
        if (one_of(d->t, k - 1, STREET) || (is(d, k - 1, LINT_W_PLACE) && !is(d, k - 1, LINT_W_GIVEN)))
            return true;
    return false;
}

/* ", 43," and "(43 ans)" behind a name. */
static bool between_marks(const struct reader *d, size_t i, size_t end)
{
    const struct lint_text *t = d->t;
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

/* "-jährige", "-летняя", "enne": written on the number. */
static bool of_years(const struct reader *d, size_t i)
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
static const char *term_of(const struct reader *d, size_t i, size_t end, bool joined)
{
    const char *before = NULL, *behind = NULL;
    for (size_t k = i; k > 0 && i - k < 8 && !lint_starts_sentence(d->t, k); k--) {
        const char *value = value_of(d, k - 1, LINT_W_TERM, NULL);
        if (value && !strcmp(value, "limit"))
            return value;
        before = before ? before : value && strcmp(value, "age") != 0 ? value : NULL;
    }
    for (size_t k = end; k < end + 4 && goes_on(d, k) && !behind; k++) {
        const char *value = value_of(d, k, LINT_W_TERM, NULL);
        behind = value && strcmp(value, "age") != 0 ? value : NULL;
    }
    /* passé 64 jours à l'isolement */
    bool isolated = before && behind && !strcmp(before, "-") && !strcmp(behind, "held");
    return (joined && behind) || isolated || !before ? behind : before;
}

/* Whose sentence it is: the one person named before it, or named since the last stretch of time; nobody when
 * somebody else may be meant. */
static int whose_sentence(const struct reader *d, size_t i)
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
        if (person < 0 && (is(d, k - 1, LINT_W_PRONOUN) || is(d, k - 1, LINT_W_KIN)))
            return -1;
        if (person >= 0 && at < 0 && is(d, k - 1, LINT_W_UNIT) && !is_term(d, k, "age"))
            break;
    }
    return person;
}

static void add_time(struct reader *d, size_t i, size_t end, int64_t value, char unit, bool joined)
{
    bool months = unit == 'y' || unit == 'm';
    if (lint_of_writers_kin(d->r, d->t, i))
        return;
    struct lint_count c = counted(d, i, end, months ? LINT_COUNT_MONTHS : LINT_COUNT_DAYS,
                                  value * (unit == 'y'   ? 12
                                           : unit == 'w' ? 7
                                                         : 1));
    const char *term = term_of(d, i, end, joined);
    c.key[0] = lint_value_hash(term ? term : "-");
    if (term && !strcmp(term, "sentence"))
        c.person = whose_sentence(d, i);
    push(d, i, c);
}

/* A unit at token u: an age, a stretch of time, or nothing that is compared. */
static void count_unit(struct reader *d, size_t i, size_t u, int64_t value)
{
    size_t n = 1;
    const char *unit = value_of(d, u, LINT_W_UNIT, &n);
    size_t end = u + n;
    bool joined = d->t->tokens.at[u].gap == LINT_JOINED;
    if (*unit == '-' || *unit == 'h' || (*unit == 'y' && value >= 1000)) /* the year 2021 */
        return;
    bool old = false;
    for (size_t k = end; k < end + 2 && goes_on(d, k); k++)
        old |= is_term(d, k, "age");
    bool sentence = goes_on(d, end) && goes_on(d, end + 1) && is_term(d, end + 1, "sentence");
    if (*unit == 'y' && (old || (!sentence && (age_before(d, i) || (!joined && between_marks(d, i, end))))))
        add_age(d, i, end, value);
    else
        add_time(d, i, end, value, *unit, joined);
}

/* ---- things ---- */

static bool is_plain(const struct reader *d, size_t i)
{
    const struct lint_token *k = &d->t->tokens.at[i];
    struct date_token date = date_token_at(d->t->s, k->to, k->from);
    bool small = is(d, i, LINT_W_STOP) || k->key_len <= 2;
    return !k->number && date.kind != DATE_MONTH && k->gap <= LINT_SPACE &&
           (!small || is(d, i, LINT_W_NOUN)); /* "men" is a small word in Dutch */
}

static bool ends_in(const struct lint_text *t, size_t i, const char *ending)
{
    size_t n = strlen(ending), len = t->tokens.at[i].key_len;
    return len > n && !memcmp(lint_key(t, i) + len - n, ending, n);
}

/* By the habit of the language the head of the phrase: place is how many words stand before it. */
static bool may_be_head(const struct reader *d, size_t i, size_t place)
{
    static const char *const ADJECTIVES[] = { "ых", "их", "ые", "ие", "ыми", "ими", "ого", "ои" };
    if (!strcmp(d->lang, "en"))
        return ends_in(d->t, i, "s") && !ends_in(d->t, i, "ss") && !ends_in(d->t, i, "ous");
    if (!strcmp(d->lang, "de"))
        return d->t->tokens.at[i].capital;
    for (size_t k = 0; !strcmp(d->lang, "ru") && k < sizeof ADJECTIVES / sizeof *ADJECTIVES; k++)
        if (ends_in(d->t, i, ADJECTIVES[k]))
            return false;
    return place == 0 || d->letter;
}

/* A word of a compound, "plain" in plain-clothes, or a name: "14 Main Street". */
static bool no_head(const struct reader *d, size_t k)
{
    bool joined = k + 1 < d->t->tokens.n && d->t->tokens.at[k + 1].gap == LINT_JOINED;
    return joined || (d->t->tokens.at[k].capital && strcmp(d->lang, "de") != 0);
}

/* What may be the noun: words of the list, else by the habit of the language, else the last. */
struct phrase {
    uint32_t key[LINT_COUNT_KEYS];
    size_t keys, end, last;
    bool listed, human;
};

static void take_noun(const struct reader *d, struct phrase *p, size_t k, size_t n, const char *noun)
{
    if (noun && !p->listed)
        p->keys = 0;
    if (p->keys == LINT_COUNT_KEYS)
        return;
    p->human |= noun && *noun == 'h' && !p->keys;
    p->listed |= noun != NULL;
    p->key[p->keys++] = noun ? lint_value_hash(noun) : lint_noun_hash(d->t, k, SIZE_MAX);
    p->end = k + n;
}

/* "In my class there are 24 children": without an article, and the writer speaks. */
static bool is_loose(const struct reader *d, size_t i)
{
    static const char THE[] = " the these those los las estos estas les des ces aux die der den dem diese "
                              "dieser diesen i gli le questi "
                              "delle dei degli os as dos das estes de het deze этих эти этим всех all alle "
                              "todos todas tous toutes tutti ";
    bool article = i && goes_on(d, i) && one_of(d->t, i - 1, THE);
    return !article && writer_speaks(d, i, 0);
}

/* "Seven villages of our valley": of the writer's own country. */
static bool of_writers_place(const struct reader *d, size_t k)
{
    for (size_t end = k + 4; d->letter && k < end && goes_on(d, k); k++) {
        const char *mine = lint_word_lang(d->r->words, d->t, k, LINT_W_MINE, d->lang);
        if (mine && !strcmp(mine, "my"))
            return !is(d, k + 1, LINT_W_SAYS);
    }
    return false;
}

/* others: "51 other men", who are not held against the men. */
static void count_nouns(struct reader *d, size_t i, size_t next, int64_t value, bool others)
{
    struct phrase p = { .end = next };
    for (size_t k = next, n = 1, place = 0; k < next + 5 && k < d->t->tokens.n && is_plain(d, k);
         k += n, place++) {
        const char *noun = value_of(d, k, LINT_W_NOUN, &n);
        n = noun ? n : 1;
        if (is(d, k, LINT_W_PART) || (place && is(d, k, LINT_W_UNIT)))
            return;
        bool joined = k + n < d->t->tokens.n && d->t->tokens.at[k + n].gap == LINT_JOINED;
        bool head = !p.listed && (d->letter || !p.keys) && !no_head(d, k) && may_be_head(d, k, place);
        if (noun ? !joined : head)
            take_noun(d, &p, k, n, noun);
        p.last = k;
    }
    if (!p.keys && p.last && !strcmp(d->lang, "ru")) /* учёных */
        take_noun(d, &p, p.last, 1, NULL);
    if (!p.keys || of_writers_place(d, p.end))
        return;
    struct lint_count c = counted(d, i, p.end, LINT_COUNT_THINGS, value);
    for (size_t k = 0; k < p.keys; k++)
        c.key[k] = p.key[k] ^ (others ? 0x07E8u : 0);
    bool told = p.last && next < p.end && !is(d, next, LINT_W_NOUN) && !others;
    c.modifier = told ? lint_noun_hash(d->t, next, SIZE_MAX) : 0;
    c.human = p.human && !others;
    c.loose = d->letter && !others && is_loose(d, i);
    push(d, i, c);
}

/* ---- reading ---- */

/* "another 6", "Article 6", "6 of them": a part, or no count at all. */
static bool is_other(const struct reader *d, size_t i)
{
    static const char OTHER[] =
        " other otros otras autres andere anderen другие других другими другим altri altre outros outras ";
    return i < d->t->tokens.n && goes_on(d, i) && one_of(d->t, i, OTHER);
}

static bool set_apart(const struct reader *d, size_t i, size_t next)
{
    const struct lint_text *t = d->t;
    const char *part = i && t->tokens.at[i].gap <= LINT_SPACE ? value_of(d, i - 1, LINT_W_PART, NULL) : NULL;
    bool before = (part && strcmp(part, "after") != 0) ||
                  (i && t->tokens.at[i].gap <= LINT_SPACE && is(d, i - 1, LINT_W_KEEP));
    bool joined = i && t->tokens.at[i].gap == LINT_JOINED && t->tokens.at[i - 1].script != LINT_CJK;
    return before || joined || is(d, next, LINT_W_PART);
}

/* Part of a sum of money, an hour, a share, a number of a document. */
static bool technical(const struct reader *d, size_t i, size_t next)
{
    const struct lint_text *t = d->t;
    size_t from = t->tokens.at[i].from, to = t->tokens.at[next - 1].to;
    const char *before = from ? t->s + from - 1 : " ", *behind = t->s + to;
    behind += *behind == ' ';
    static const char *const MONEY[] = { "€", "£", "¥", "₽", "₺" };
    for (size_t k = 0; k < sizeof MONEY / sizeof *MONEY; k++)
        if (!strncmp(behind, MONEY[k], strlen(MONEY[k])) ||
            (from >= strlen(MONEY[k]) &&
             !strncmp(t->s + from - strlen(MONEY[k]), MONEY[k], strlen(MONEY[k]))))
            return true;
    return strchr("$/:+#@.", *before) || (*behind && strchr("%$/:°", *behind) && t->s[to] != ' ') ||
           *behind == '%' || *behind == '$';
}

/* "wounded 33", "thirty-three were wounded": people, without a word for them. */
static bool is_bare(const struct reader *d, size_t i, size_t next)
{
    bool ends = !goes_on(d, next) || is(d, next, LINT_W_TIE);
    if (i && ends && goes_on(d, i) && is(d, i - 1, LINT_W_EVENT))
        return true;
    size_t k = next;
    while (k < next + 2 && goes_on(d, k) && is(d, k, LINT_W_STOP) && !is(d, k, LINT_W_EVENT))
        k++;
    return k > next && goes_on(d, k) && is(d, k, LINT_W_EVENT);
}

static void count_bare(struct reader *d, size_t i, size_t next, int64_t value)
{
    struct lint_count c = counted(d, i, next, LINT_COUNT_THINGS, value);
    c.key[0] = lint_value_hash("h person");
    c.human = true;
    push(d, i, c);
}

static void count_at(struct reader *d, size_t i, size_t next, int64_t value)
{
    size_t unit = next;
    bool digits = d->t->tokens.at[i].number;
    if (goes_on(d, next) && of_years(d, next)) {
        if (is_term(d, next + 1, "sentence"))
            add_time(d, i, next + 1, value, 'y', true);
        else
            add_age(d, i, next + 1, value);
        return;
    }
    if (goes_on(d, next) && !is(d, next, LINT_W_UNIT) && is(d, next + 1, LINT_W_UNIT) &&
        goes_on(d, next + 1) && !is(d, next, LINT_W_NOUN) && !is(d, next, LINT_W_STOP))
        unit = next + 1; /* 43 long years */
    if (goes_on(d, unit) && is(d, unit, LINT_W_UNIT))
        count_unit(d, i, unit, value);
    else if (digits && next == i + 1 && value > 2 &&
             (between_marks(d, i, next) || (i && goes_on(d, i) && is_term(d, i - 1, "age"))))
        add_age(d, i, next, value);
    else if (value < 1900 && is_bare(d, i, next))
        count_bare(d, i, next, value);
    else if (goes_on(d, next) && d->t->tokens.at[next].gap == LINT_SPACE)
        count_nouns(d, i, next, value, false);
}

/* "à un an de prison": one, where a sentence is told. */
static void count_one(const struct reader *d, size_t i)
{
    static const char ONE[] =
        " one a un une un' uma um ein eine einem einer einen uno una один одному одного 1 ";
    const char *unit =
        goes_on(d, i + 1) && one_of(d->t, i, ONE) ? value_of(d, i + 1, LINT_W_UNIT, NULL) : NULL;
    if (!unit || (*unit != 'y' && *unit != 'm') || lint_of_writers_kin(d->r, d->t, i))
        return;
    const char *term = term_of(d, i, i + 2, false);
    struct lint_count c = counted(d, i, i + 2, LINT_COUNT_MONTHS, *unit == 'y' ? 12 : 1);
    c.key[0] = lint_value_hash("sentence");
    c.person = whose_sentence(d, i);
    if (term && !strcmp(term, "sentence"))
        push(d, i, c);
}

void lint_counts_read(const struct lint_run *r, const struct lint_text *t, bool in_letter,
                      struct lint_counts *out)
{
    struct reader d = { r, t, lint_language_of(r, t, 2), out, in_letter };
    for (size_t i = 0, n; i < t->tokens.n; i += n) {
        int64_t value = lint_value_at(r->words, t, d.lang, i, &n);
        size_t next = i + n;
        if (!in_letter)
            count_one(&d, i);
        if (t->tokens.at[i].script == LINT_CJK)
            lint_counts_read_cjk(r, t, i, out);
        else if (value > 1 && is_other(&d, next) && !(i && is(&d, i - 1, LINT_W_PART)))
            count_nouns(&d, i, next + 1, value, true);
        else if (value > 1 && !set_apart(&d, i, next) && !technical(&d, i, next) &&
                 !(next < t->tokens.n && t->tokens.at[next].script == LINT_CJK))
            count_at(&d, i, next, value);
    }
}
