/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number is read with what stands behind it: a unit of time, or the noun that it counts, which is the first
 * word of a list or, where none is, the word that by the habit of the language is the head of the phrase.
 * Time is lint_count_time.h. Articles of laws, parts, addresses, hours of the day, money and shares are left
 * out. */
#include "satchel/casework/lint_count.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_count_cjk.h"
#include "satchel/casework/lint_count_time.h"
#include "satchel/casework/lint_measure.h"
#include "satchel/casework/lint_stem.h"
#include "satchel/casework/lint_value.h"

/* ---- things ---- */

static bool is_plain(const struct lint_reader *d, size_t i)
{
    const struct lint_token *k = &d->t->tokens.at[i];
    struct date_token date = date_token_at(d->t->s, k->to, k->from);
    bool small = lint_reads(d, i, LINT_W_STOP) || k->key_len <= 2;
    return !k->number && date.kind != DATE_MONTH && k->gap <= LINT_SPACE &&
           (!small || lint_reads(d, i, LINT_W_NOUN)); /* "men" is a small word in Dutch */
}

static bool ends_in(const struct lint_text *t, size_t i, const char *ending)
{
    size_t n = strlen(ending), len = t->tokens.at[i].key_len;
    return len > n && !memcmp(lint_key(t, i) + len - n, ending, n);
}

/* By the habit of the language the head of the phrase: place is how many words stand before it. */
static bool may_be_head(const struct lint_reader *d, size_t i, size_t place)
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
static bool no_head(const struct lint_reader *d, size_t k)
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

static void take_noun(const struct lint_reader *d, struct phrase *p, size_t k, size_t n, const char *noun)
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
static bool is_loose(const struct lint_reader *d, size_t i)
{
    static const char THE[] = " the these those los las estos estas les des ces aux die der den dem diese "
                              "dieser diesen i gli le questi "
                              "delle dei degli os as dos das estes de het deze этих эти этим всех all alle "
                              "todos todas tous toutes tutti ";
    bool article = i && lint_read_on(d, i) && lint_one_of(d->t, i - 1, THE);
    return !article && lint_writer_speaks(d, i, 0);
}

/* "Seven villages of our valley": of the writer's own country. */
static bool of_writers_place(const struct lint_reader *d, size_t k)
{
    for (size_t end = k + 4; d->letter && k < end && lint_read_on(d, k); k++) {
        const char *mine = lint_word_lang(d->r->words, d->t, k, LINT_W_MINE, d->lang);
        if (mine && !strcmp(mine, "my"))
            return !lint_reads(d, k + 1, LINT_W_SAYS);
    }
    return false;
}

/* others: "51 other men", who are not held against the men. */
static void count_nouns(struct lint_reader *d, size_t i, size_t next, int64_t value, bool others)
{
    struct phrase p = { .end = next };
    for (size_t k = next, n = 1, place = 0; k < next + 5 && k < d->t->tokens.n && is_plain(d, k);
         k += n, place++) {
        const char *noun = lint_read_value(d, k, LINT_W_NOUN, &n);
        n = noun ? n : 1;
        if (lint_reads(d, k, LINT_W_PART) || (place && lint_reads(d, k, LINT_W_UNIT)))
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
    struct lint_count c = lint_read_count(d, i, p.end, LINT_COUNT_THINGS, value);
    for (size_t k = 0; k < p.keys; k++)
        c.key[k] = p.key[k] ^ (others ? 0x07E8u : 0);
    bool told = p.last && next < p.end && !lint_reads(d, next, LINT_W_NOUN) && !others;
    c.modifier = told ? lint_noun_hash(d->t, next, SIZE_MAX) : 0;
    c.human = p.human && !others;
    c.loose = d->letter && !others && is_loose(d, i);
    lint_read_push(d, i, c);
}

/* ---- reading ---- */

/* "another 6", "Article 6", "6 of them": a part, or no count at all. */
static bool is_other(const struct lint_reader *d, size_t i)
{
    static const char OTHER[] =
        " other otros otras autres andere anderen другие других другими другим altri altre outros outras ";
    return i < d->t->tokens.n && lint_read_on(d, i) && lint_one_of(d->t, i, OTHER);
}

/* "otros seis apicultores" */
static bool other_before(const struct lint_reader *d, size_t i)
{
    static const char OTHER[] = " otros otras altri altre outros outras another weitere weiteren autres еще ";
    return i && lint_read_on(d, i) && lint_one_of(d->t, i - 1, OTHER);
}

static bool set_apart(const struct lint_reader *d, size_t i, size_t next)
{
    const struct lint_text *t = d->t;
    const char *part =
        i && t->tokens.at[i].gap <= LINT_SPACE ? lint_read_value(d, i - 1, LINT_W_PART, NULL) : NULL;
    bool before = (part && strcmp(part, "after") != 0) ||
                  (i && t->tokens.at[i].gap <= LINT_SPACE && lint_reads(d, i - 1, LINT_W_KEEP));
    bool joined = i && t->tokens.at[i].gap == LINT_JOINED && t->tokens.at[i - 1].script != LINT_CJK;
    return before || joined || lint_reads(d, next, LINT_W_PART);
}

/* Part of an hour, a share, a number of a document. */
static bool technical(const struct lint_reader *d, size_t i, size_t next)
{
    const struct lint_text *t = d->t;
    size_t from = t->tokens.at[i].from, to = t->tokens.at[next - 1].to;
    const char *before = from ? t->s + from - 1 : " ", *behind = t->s + to;
    behind += *behind == ' ';
    return strchr("/:+#@.", *before) || (*behind && strchr("%/:°", *behind) && t->s[to] != ' ') ||
           *behind == '%';
}

/* "wounded 33", "thirty-three were wounded": people, without a word for them. */
static bool is_bare(const struct lint_reader *d, size_t i, size_t next)
{
    bool ends = !lint_read_on(d, next) || lint_reads(d, next, LINT_W_TIE);
    if (i && ends && lint_read_on(d, i) && lint_reads(d, i - 1, LINT_W_EVENT))
        return true;
    size_t k = next;
    while (k < next + 2 && lint_read_on(d, k) && lint_reads(d, k, LINT_W_STOP) &&
           !lint_reads(d, k, LINT_W_EVENT))
        k++;
    return k > next && lint_read_on(d, k) && lint_reads(d, k, LINT_W_EVENT);
}

static void count_bare(struct lint_reader *d, size_t i, size_t next, int64_t value)
{
    struct lint_count c = lint_read_count(d, i, next, LINT_COUNT_THINGS, value);
    c.key[0] = lint_value_hash("h person");
    c.human = true;
    lint_read_push(d, i, c);
}

/* "63 autres blessés", "another 63 were wounded": people of whom that is said. */
static bool others_suffered(const struct lint_reader *d, size_t k)
{
    for (size_t end = k + 2;
         k < end && lint_read_on(d, k) && lint_reads(d, k, LINT_W_STOP) && !lint_reads(d, k, LINT_W_EVENT);)
        k++;
    return lint_read_on(d, k) && lint_reads(d, k, LINT_W_EVENT);
}

static void count_others(struct lint_reader *d, size_t i, size_t next, int64_t value)
{
    size_t behind = next + is_other(d, next);
    if (others_suffered(d, behind))
        count_bare(d, i, next, value);
    else
        count_nouns(d, i, behind, value, true);
}

/* "aged 58", "at the age of 58" */
static bool age_told_before(const struct lint_reader *d, size_t i)
{
    bool of = i > 1 && lint_read_on(d, i) && lint_one_of(d->t, i - 1, " of de di von ");
    return i && lint_read_on(d, i) && lint_reads_term(d, of ? i - 2 : i - 1, "age");
}

static void count_at(struct lint_reader *d, size_t i, size_t next, int64_t value)
{
    size_t unit = next;
    bool digits = d->t->tokens.at[i].number;
    if (lint_measure_read(d, i, next, value))
        return;
    if (lint_read_on(d, next) && lint_of_years(d, next)) {
        if (lint_reads_term(d, next + 1, "sentence"))
            lint_add_time(d, i, next + 1, value, 'y', true);
        else
            lint_add_age(d, i, next + 1, value);
        return;
    }
    if (lint_read_on(d, next) && !lint_reads(d, next, LINT_W_UNIT) && lint_reads(d, next + 1, LINT_W_UNIT) &&
        lint_read_on(d, next + 1) && !lint_reads(d, next, LINT_W_NOUN) && !lint_reads(d, next, LINT_W_STOP))
        unit = next + 1; /* 43 long years */
    if (lint_read_on(d, unit) && lint_reads(d, unit, LINT_W_UNIT))
        lint_count_unit(d, i, unit, value);
    else if (value > 2 && ((digits && next == i + 1 && lint_age_between_marks(d, i, next)) ||
                           (age_told_before(d, i) && (digits || !lint_read_on(d, next)))))
        lint_add_age(d, i, next, value);
    else if (lint_age_bare(d, i, next, value))
        lint_add_age(d, i, next, value);
    else if (value < 1900 && is_bare(d, i, next))
        count_bare(d, i, next, value);
    else if (lint_read_on(d, next) && d->t->tokens.at[next].gap == LINT_SPACE)
        count_nouns(d, i, next, value, false);
}

void lint_counts_read(const struct lint_run *r, const struct lint_text *t, bool in_letter,
                      struct lint_counts *out)
{
    const char *lang = in_letter && *r->lang ? r->lang : lint_language_of(r, t, 2);
    struct lint_reader d = { r, t, lang, out, in_letter };
    for (size_t i = 0, n; i < t->tokens.n; i += n) {
        int64_t value = lint_value_at(r->words, t, d.lang, i, &n);
        size_t next = i + n;
        if (!in_letter)
            lint_count_one(&d, i);
        lint_measure_ordinal(&d, i);
        if (t->tokens.at[i].script == LINT_CJK)
            lint_counts_read_cjk(r, t, i, out);
        else if (value > 1 &&
                 (lint_measure_article(&d, i, next, value) || lint_measure_money(&d, i, next, value)))
            continue;
        else if (value > 1 &&
                 (other_before(&d, i) || (is_other(&d, next) && !(i && lint_reads(&d, i - 1, LINT_W_PART)))))
            count_others(&d, i, next, value);
        else if (value > 1 && !set_apart(&d, i, next) && !technical(&d, i, next) &&
                 !(next < t->tokens.n && t->tokens.at[next].script == LINT_CJK))
            count_at(&d, i, next, value);
    }
}
