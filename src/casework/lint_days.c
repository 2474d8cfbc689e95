/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_days.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/edtf.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_near.h"
#include "satchel/casework/lint_reader.h"
#include "satchel/casework/lint_value.h"

struct days {
    const struct lint_run *r;
    const struct lint_text *t;
    struct lint_counts *out;
    size_t token; /* that stands at the place last asked for */
};

static size_t token_at(struct days *d, size_t byte)
{
    while (d->token + 1 < d->t->tokens.n && d->t->tokens.at[d->token].to <= byte)
        d->token++;
    return d->token;
}

/* A slip of the pen in a name of the case. */
static bool nearly_known(const struct days *d, size_t i)
{
    for (size_t n = 0; n < d->r->known.names.n; n++)
        for (size_t j = 0; j < d->r->known.names.at[n].text.tokens.n; j++)
            if (lint_near_word(d->t, i, &d->r->known.names.at[n].text, j))
                return true;
    return false;
}

/* A given name that is nobody's of the case. */
static bool stranger(const struct days *d, size_t i)
{
    i = lint_sentence_start(d->t, i);
    for (size_t end = lint_sentence_end(d->t, i); i + 1 < end; i++)
        if (d->t->tokens.at[i].capital && d->t->tokens.at[i + 1].capital &&
            lint_word_is(d->r->words, d->t, i, LINT_W_GIVEN) && !lint_known_word(&d->r->known, d->t, i + 1) &&
            !nearly_known(d, i + 1))
            return true;
    return false;
}

/* The one person of the case whom the sentence of token i names before it; -1: none, or several. */
static int only_person(const struct days *d, size_t i)
{
    size_t at = 0, before;
    int person = lint_named_before(d->r, d->t, i, &at), other = person;
    while (other == person && other >= 0 && at > 0 && !lint_starts_sentence(d->t, at)) {
        before = at;
        other = lint_named_before(d->r, d->t, before, &at);
    }
    return other >= 0 && other != person ? -1 : person;
}

/* "Thousands of people". */
static bool speaks_of_people(const struct days *d, size_t i)
{
    static const char PEOPLE[] = "h person";
    i = lint_sentence_start(d->t, i);
    for (size_t end = lint_sentence_end(d->t, i); i < end; i++) {
        const char *value = lint_word_in(d->r->words, d->t, i, LINT_W_NOUN);
        if (value && !strcmp(value, PEOPLE))
            return true;
    }
    return false;
}

/* "from 12 April": before token i, where the date begins. */
static bool is_first(const struct lint_text *t, size_t i)
{
    static const char *const SINCE[] = { "from", "since", "desde", "depuis", "seit",  "с",  "со",
                                         "dal",  "da",    "dalla", "od",     "sinds", "من", "منذ" };
    if (i > 0 && (lint_key_is(t, i - 1, "the") || lint_key_is(t, i - 1, "el") || lint_key_is(t, i - 1, "le")))
        i--;
    for (size_t k = 0; i > 0 && k < sizeof SINCE / sizeof *SINCE; k++)
        if (lint_key_is(t, i - 1, SINCE[k]))
            return true;
    const struct lint_token *before = i ? &t->tokens.at[i - 1] : NULL;
    return before && before->script == LINT_CJK && before->key_len >= 3 &&
           memmem("自从", 6, lint_key(t, i - 1) + before->key_len - 3, 3);
}

/* "Mart 2022'den beri" */
static bool is_first_behind(const struct lint_text *t, size_t to)
{
    size_t i = 0;
    while (i < t->tokens.n && t->tokens.at[i].from < to)
        i++;
    return (i < t->tokens.n && lint_key_is(t, i, "beri")) ||
           (i + 1 < t->tokens.n && t->tokens.at[i].gap == LINT_JOINED && lint_key_is(t, i + 1, "beri"));
}

/* "in prison since March": since somebody was arrested. */
static uint32_t held_since(const struct days *d, size_t i)
{
    size_t end = lint_sentence_end(d->t, i);
    for (size_t k = lint_sentence_start(d->t, i); k < end; k++) {
        const char *term = lint_word_at(d->r->words, d->t, k, LINT_W_TERM, NULL);
        if (term && (!strcmp(term, "held") || !strcmp(term, "sentence")))
            return lint_value_hash("arrest");
    }
    return 0;
}

static void push(struct days *d, struct lint_day day, size_t from, size_t to)
{
    size_t i = token_at(d, from);
    while (to > from && d->t->s[to - 1] == '.')
        to--;
    day.person = only_person(d, i);
    day.stranger = stranger(d, i) || lint_of_writers_kin(d->r, d->t, i);
    day.people = day.person < 0 && speaks_of_people(d, i);
    day.since = is_first(d->t, i) || is_first_behind(d->t, to);
    day.text = d->t->s;
    day.sentence = d->t->tokens.at[i].sentence;
    day.from = (uint32_t)from;
    day.to = (uint32_t)to;
    day.event = lint_event_near(d->r, d->t, i, from, to, &day.deed);
    if (!day.event && day.since && !day.day)
        day.event = held_since(d, i);
    if (dyn_room(&d->out->days) < 0)
        d->out->failed = true;
    else
        d->out->days.at[d->out->days.n++] = day;
}

/* "2023", "2023-03", "2023-03-14"; false: a stretch of days. */
static bool parts_of(const struct edtf_reading *date, struct lint_day *day)
{
    const char *s = date->date.text;
    size_t n = strcspn(s, "~?%");
    if ((n != 4 && n != 7 && n != 10) || strspn(s, "0123456789-") < n)
        return false;
    day->year = date->year_inferred ? 0 : atoi(s);
    day->month = n > 4 ? atoi(s + 5) : 0;
    day->day = n > 7 ? atoi(s + 8) : 0;
    return day->month <= 12;
}

/* ---- nights ---- */

/* The number of one or two digits that ends before byte *at, which moves to its beginning; 0: none. */
static int number_before(const char *s, size_t *at)
{
    size_t i = *at;
    i -= i > 0 && s[i - 1] == '.';
    size_t end = i;
    while (i > 0 && s[i - 1] >= '0' && s[i - 1] <= '9')
        i--;
    if (i == end || end - i > 2)
        return 0;
    *at = i;
    return atoi(s + i);
}

/* "2/3 November", "2./3. November": the days before the month. Returns where they begin. */
static size_t read_slashed(const char *s, size_t from, struct lint_day *day)
{
    size_t at = from - (from > 0 && s[from - 1] == ' ');
    int last = number_before(s, &at);
    if (!last || !at || s[--at] != '/')
        return from;
    int eve = number_before(s, &at);
    if (!eve || eve + 1 != last || (at > 0 && s[at - 1] == '/'))
        return from;
    day->day = last;
    day->eve = eve;
    return at;
}

/* "2 to 3 November", "du 2 au 3 novembre": the number before token i, behind a small word. */
static int eve_told(const struct lint_text *t, size_t i, int last)
{
    static const char TO[] = " to and au et auf zum und den a al y e o no ao на и do ile ila ";
    size_t k = i;
    while (k > 0 && i - k < 2 && lint_one_of(t, k - 1, TO))
        k--;
    bool told = k < i && k > 0 && t->tokens.at[k - 1].number && atoi(lint_key(t, k - 1)) + 1 == last;
    return told ? last - 1 : 0;
}

/* The first day of a night; returns where the date begins. */
static size_t read_eve(struct days *d, size_t from, struct lint_day *day)
{
    if (day->month && !day->day)
        return read_slashed(d->t->s, from, day);
    if (day->day)
        day->eve = eve_told(d->t, token_at(d, from), day->day);
    return from;
}

/* "in 2019", "en 2019", "2019年": a year alone counts behind such a word. */
static bool is_year(const struct lint_text *t, size_t i)
{
    static const char WORDS[] = " in since en desde durante depuis im jahr seit jahre в с nel dal del em de "
                                "ano annee anno sinds año año rok roku w ";
    const struct lint_token *k = &t->tokens.at[i];
    int year = k->number && k->key_len == 4 ? atoi(lint_key(t, i)) : 0;
    char word[16] = " ";
    if (year < 1950 || year > 2100)
        return false;
    bool marked =
        i + 1 < t->tokens.n && t->tokens.at[i + 1].gap == LINT_JOINED && !memcmp(lint_key(t, i + 1), "年", 3);
    if (marked && t->tokens.at[i + 1].key_len == 3 && i + 2 < t->tokens.n && t->tokens.at[i + 2].number)
        return false;
    if (!i || t->tokens.at[i - 1].key_len > 8 || k->gap > LINT_SPACE || k->gap == LINT_JOINED)
        return marked;
    strncat(word, lint_key(t, i - 1), t->tokens.at[i - 1].key_len);
    strcat(word, " ");
    return marked || strstr(WORDS, word);
}

static void read_years(struct days *d, size_t from, size_t to)
{
    for (size_t i = token_at(d, from); i < d->t->tokens.n && d->t->tokens.at[i].to <= to; i++)
        if (d->t->tokens.at[i].from >= from && is_year(d->t, i))
            push(d, (struct lint_day){ .year = atoi(lint_key(d->t, i)) }, d->t->tokens.at[i].from,
                 d->t->tokens.at[i].to);
}

static size_t far_from(const struct lint_day *day)
{
    return day->deed > day->to ? day->deed - day->to : day->from > day->deed ? day->from - day->deed : 0;
}

/* What was done was done on the day that stands nearest to it. */
static void one_day_each(struct lint_counts *c, size_t first)
{
    for (size_t i = first; i < c->days.n; i++)
        for (size_t j = first; j < c->days.n && c->days.at[i].event; j++) {
            struct lint_day *a = &c->days.at[i], *b = &c->days.at[j];
            if (i != j && b->event == a->event && b->deed == a->deed && far_from(b) < far_from(a))
                a->event = 0;
        }
}

/* ---- days in words ---- */

/* The month at token i: 1..12; 0: none. */
static int month_at(const struct lint_text *t, size_t i)
{
    if (i >= t->tokens.n || t->tokens.at[i].gap > LINT_SPACE)
        return 0;
    struct date_token month = date_token_at(t->s, t->len, t->tokens.at[i].from);
    bool small = month.weak && t->tokens.at[i].script == LINT_LATIN && !t->tokens.at[i].capital;
    return month.kind == DATE_MONTH && !small ? month.value : 0;
}

/* The day that the words at token i are; 0: none. *n gets its tokens. */
static int day_said(const struct days *d, size_t i, size_t *n)
{
    const char *ordinal = lint_word_at(d->r->words, d->t, i, LINT_W_ORDINAL, n);
    int64_t value = ordinal ? atoi(ordinal) : -1;
    if (!ordinal && !d->t->tokens.at[i].number)
        value = lint_value_at(d->r->words, d->t, d->r->lang, i, n);
    return value >= 1 && value <= 31 ? (int)value : 0;
}

/* "the third of March", "tres de marzo", "третьего марта": its tokens, 0: none. */
static size_t read_said_day(struct days *d, size_t i)
{
    static const char OF[] = " of de do di del d من ";
    const struct lint_text *t = d->t;
    struct lint_day day = { 0 };
    size_t n = 1, k;
    day.day = day_said(d, i, &n);
    k = i + n;
    if (!day.day || k >= t->tokens.n)
        return 0;
    k += lint_one_of(t, k, OF) && t->tokens.at[k].gap <= LINT_SPACE;
    if (!(day.month = month_at(t, k)))
        return 0;
    k++;
    size_t year = k < t->tokens.n && lint_one_of(t, k, OF) ? k + 1 : k;
    if (year < t->tokens.n && t->tokens.at[year].number && t->tokens.at[year].key_len == 4 &&
        t->tokens.at[year].gap <= LINT_COMMA) {
        day.year = atoi(lint_key(t, year));
        k = year + 1;
    }
    push(d, day, t->tokens.at[i].from, t->tokens.at[k - 1].to);
    return k - i;
}

static void read_said_days(struct days *d)
{
    d->token = 0;
    for (size_t i = 0, n; i < d->t->tokens.n; i += n ? n : 1)
        n = d->t->tokens.at[i].script == LINT_CJK ? 0 : read_said_day(d, i);
}

/* ---- several deeds of one day ---- */

static void also(struct lint_day *day, const char *value)
{
    size_t i = 0;
    while (i < sizeof day->also / sizeof *day->also && day->also[i])
        i++;
    if (i < sizeof day->also / sizeof *day->also && strcmp(value, "-") != 0)
        day->also[i] = lint_value_hash(value);
}

static void read_deeds(struct days *d, struct lint_day *day)
{
    size_t i = 0;
    while (i < d->t->tokens.n && d->t->tokens.at[i].sentence < day->sentence)
        i++;
    for (; i < d->t->tokens.n && d->t->tokens.at[i].sentence == day->sentence; i++) {
        const char *value = lint_word_in(d->r->words, d->t, i, LINT_W_EVENT);
        if (value)
            also(day, value);
    }
}

/* "On 3 June, after a trial, she was sentenced": that day has both, where the sentence has no other. */
static void read_other_deeds(struct days *d, size_t first)
{
    struct lint_counts *c = d->out;
    for (size_t i = first; i < c->days.n; i++) {
        size_t others = 0;
        for (size_t j = first; j < c->days.n; j++)
            others += i != j && c->days.at[j].sentence == c->days.at[i].sentence;
        if (!others)
            read_deeds(d, &c->days.at[i]);
    }
}

void lint_days_read(const struct lint_run *r, const struct lint_text *t, struct lint_counts *out)
{
    struct days d = { r, t, out, 0 };
    struct edtf_reading date;
    size_t from, to = 0, last = 0, first = out->days.n;
    if (!t->tokens.n)
        return;
    while (edtf_find(t->s, t->len, to, 2000, &date, &from, &to)) {
        struct lint_day day = { 0 };
        read_years(&d, last, from);
        if (!date.n_ambiguous && parts_of(&date, &day)) {
            from = read_eve(&d, from, &day);
            push(&d, day, from, to);
        }
        last = to;
    }
    read_years(&d, last, t->len);
    read_said_days(&d);
    one_day_each(out, first);
    read_other_deeds(&d, first);
}
