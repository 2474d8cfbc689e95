/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_number.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

/* "32 families": the number, and the words behind it that may be what is counted. */
struct counted {
    int64_t value;
    size_t first, noun; /* tokens; the noun is the last of the phrase */
    uint32_t key;       /* of the noun, with the word before it for a stretch of time */
    bool limit;         /* the most that is possible: "up to" says no doubt */
};
struct numbers {
    DYN(struct counted) all;
};
struct reader {
    const struct lint_run *r;
    const struct lint_text *t;
    struct numbers *out;
    bool failed, letter;
};

/* ---- values ---- */

/* Digits with marks between thousands; -1: a fraction, or too long. */
static int64_t digits_value(const char *s, size_t n)
{
    int64_t value = 0;
    size_t since = 0;
    bool mark = false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] >= '0' && s[i] <= '9') {
            value = value * 10 + (s[i] - '0');
            since++;
        } else {
            if (mark && since != 3)
                return -1;
            mark = true;
            since = 0;
        }
        if (value > 1000000000000)
            return -1;
    }
    return mark && since != 3 ? -1 : value;
}

static int64_t word_value(const struct reader *d, size_t i, size_t *n)
{
    const char *value = lint_word_at(d->r->words, d->t, i, LINT_W_NUMBER, n);
    return value ? atoll(value) : -1;
}

/* vierunddreißig */
static int64_t german_value(const struct reader *d, size_t i)
{
    const char *s = lint_key(d->t, i);
    size_t n = d->t->tokens.at[i].key_len;
    const char *und = memmem(s, n, "und", 3);
    char parts[64];
    if (!und || und == s || n > 40 || und + 3 == s + n)
        return -1;
    size_t ones = (size_t)(und - s);
    memcpy(parts, s, ones);
    parts[ones] = ' ';
    memcpy(parts + ones + 1, und + 3, n - ones - 3);
    parts[n - 2] = '\0';
    struct lint_text t;
    lint_text_make(&t, parts);
    const char *a = t.tokens.n == 2 ? lint_word_at(d->r->words, &t, 0, LINT_W_NUMBER, NULL) : NULL,
               *b = a ? lint_word_at(d->r->words, &t, 1, LINT_W_NUMBER, NULL) : NULL;
    int64_t value = a && b && atoi(a) < 10 && atoi(b) >= 20 ? atoi(a) + atoi(b) : -1;
    lint_text_free(&t);
    return value;
}

/* A number from token i on, in digits or words; *n gets its tokens; -1: none. */
static int64_t value_at(const struct reader *d, size_t i, size_t *n)
{
    const struct lint_text *t = d->t;
    *n = 1;
    if (t->tokens.at[i].number) {
        int64_t value = digits_value(lint_key(t, i), t->tokens.at[i].key_len);
        while (value >= 0 && i + *n < t->tokens.n && t->tokens.at[i + *n].number &&
               t->tokens.at[i + *n].key_len == 3 && t->tokens.at[i + *n].gap == LINT_SPACE && value < 1000000)
            value = value * 1000 + digits_value(lint_key(t, i + (*n)++), 3);
        return value;
    }
    int64_t value = word_value(d, i, n);
    if (value < 0)
        return german_value(d, i);
    size_t more = 0, and = i + *n;
    if (value >= 20 && value < 100 && and < t->tokens.n) { /* thirty-two, treinta y dos, trente et un */
        and += lint_word_is(d->r->words, t, and, LINT_W_TIE) && and+1 < t->tokens.n;
        int64_t ones = t->tokens.at[and].gap <= LINT_SPACE ? word_value(d, and, &more) : -1;
        if (ones > 0 && ones < (value % 20 ? 10 : 20)) {
            value += ones;
            *n = and+more - i;
        }
    }
    return value;
}

/* ---- what is counted ---- */

static void push(struct reader *d, struct counted c)
{
    if (dyn_room(&d->out->all) < 0)
        d->failed = true;
    else
        d->out->all.at[d->out->all.n++] = c;
}

#define LIMIT_KEY 0x0D70

/* "up to" stands before token i. */
static bool is_limit(const struct lint_text *t, size_t i)
{
    static const char *const UP_TO[][2] = { { "up", "to" },   { "bis", "zu" }, { "fino", "a" },
                                            { "jusqu", "a" }, { "", "hasta" }, { "", "bis" },
                                            { "", "до" },     { "", "até" } };
    for (size_t k = 0; i && k < sizeof UP_TO / sizeof *UP_TO; k++)
        if (lint_key_is(t, i - 1, UP_TO[k][1]) &&
            (!*UP_TO[k][0] || (i > 1 && lint_key_is(t, i - 2, UP_TO[k][0]))))
            return true;
    return false;
}

/* The verb or noun that says what a stretch of time is: "sentenced to 5 years". */
static uint32_t time_key(const struct reader *d, size_t i)
{
    if (is_limit(d->t, i))
        return LIMIT_KEY;
    for (size_t back = 1; back <= 5 && back <= i && d->t->tokens.at[i - back + 1].gap != LINT_STOP; back++) {
        const char *value = lint_word_at(d->r->words, d->t, i - back, LINT_W_CONCEPT, NULL);
        if (value && !strcmp(value, "held-sentence"))
            return 0x51ED;
    }
    return 0;
}

/* 14名渔民: a measure word, then the noun in two characters. */
static void count_cjk(struct reader *d, size_t i, size_t next, int64_t value)
{
    static const char MEASURES[] = "个個名位人户戶家艘条條座间間辆輛只隻本封份次";
    const char *s = lint_key(d->t, next);
    size_t n = d->t->tokens.at[next].key_len;
    if (n < 9 || !memmem(MEASURES, sizeof MEASURES - 1, s, 3))
        return;
    uint32_t key = 2166136261u;
    for (size_t k = 3; k < 9; k++)
        key = (key ^ (unsigned char)s[k]) * 16777619u;
    push(d, (struct counted){ value, i, next, key, false });
}

static bool is_plain(const struct reader *d, size_t i)
{
    const struct lint_token *k = &d->t->tokens.at[i];
    struct date_token date = date_token_at(d->t->s, k->to, k->from);
    return !k->number && date.kind != DATE_MONTH && k->gap <= LINT_SPACE &&
           !lint_word_is(d->r->words, d->t, i, LINT_W_STOP) && k->key_len > 2;
}

/* In the letter up to three words behind the number may be the noun; in what the case says only the next. */
static void count_nouns(struct reader *d, size_t i, size_t next, int64_t value)
{
    for (size_t k = next; k < next + (d->letter ? 3u : 1u) && k < d->t->tokens.n && is_plain(d, k); k++) {
        uint32_t key = lint_noun_hash(d->t, k, SIZE_MAX);
        if (lint_word_is(d->r->words, d->t, k, LINT_W_PART))
            return;
        if (lint_word_is(d->r->words, d->t, k, LINT_W_UNIT)) {
            uint32_t time = time_key(d, i);
            if (time)
                push(d, (struct counted){ value, i, k, key ^ time, time == LIMIT_KEY });
            return;
        }
        while (!d->letter && k + 2 < d->t->tokens.n && d->t->tokens.at[k + 1].gap == LINT_JOINED &&
               is_plain(d, k + 2)) { /* eight plain-clothes officers */
            k += 2;
            key = lint_noun_hash(d->t, k, SIZE_MAX);
        }
        push(d, (struct counted){ value, i, k, key, false });
    }
}

/* "another 6", "Article 6", "6 of them": a part, or no count at all. */
static bool set_apart(const struct reader *d, size_t i, size_t next)
{
    const struct lint_text *t = d->t;
    const char *part = i && t->tokens.at[i].gap <= LINT_SPACE
                           ? lint_word_at(d->r->words, t, i - 1, LINT_W_PART, NULL)
                           : NULL;
    bool before =
        (part && strcmp(part, "after") != 0) || (i && lint_word_is(d->r->words, t, i - 1, LINT_W_KEEP));
    bool joined = i && t->tokens.at[i].gap == LINT_JOINED && t->tokens.at[i - 1].script != LINT_CJK;
    return before || joined || next >= t->tokens.n || lint_word_is(d->r->words, t, next, LINT_W_PART);
}

static void read_numbers(struct reader *d)
{
    for (size_t i = 0, n; i < d->t->tokens.n; i += n) {
        int64_t value = value_at(d, i, &n);
        size_t next = i + n;
        if (value < 2 || set_apart(d, i, next))
            continue;
        if (d->t->tokens.at[next].script == LINT_CJK)
            count_cjk(d, i, next, value);
        else
            count_nouns(d, i, next, value);
    }
}

/* ---- comparing ---- */

static bool near_enough(const struct reader *d, const struct counted *c, int64_t known)
{
    size_t from = c->limit ? c->first : c->first > 3 ? c->first - 3 : 0;
    for (size_t i = from; i < c->first; i++)
        if (lint_word_is(d->r->words, d->t, i, LINT_W_ABOUT))
            return c->value * 10 <= known * 11 && c->value * 4 >= known * 3;
    return false;
}

static int64_t reversed(int64_t n)
{
    int64_t out = 0;
    for (; n; n /= 10)
        out = out * 10 + n % 10;
    return out;
}

/* A slip of the pen rather than another count: of about the same size, the digits turned, a zero more or
 * less. */
static bool comparable(int64_t a, int64_t b)
{
    int64_t less = a < b ? a : b, more = a < b ? b : a;
    bool tens = false;
    for (int64_t power = less; power <= more; power *= 10)
        tens |= power == more;
    return more <= less * 3 || tens || reversed(a) == b;
}

/* The letter's number for a noun of the case is none of the case's: one of those is returned, else -1. */
static int64_t differs(const struct reader *d, const struct counted *c, const struct numbers *known)
{
    int64_t other = -1;
    for (size_t i = 0; i < known->all.n; i++) {
        if (known->all.at[i].key != c->key)
            continue;
        if (known->all.at[i].value == c->value || near_enough(d, c, known->all.at[i].value))
            return -1;
        if (comparable(c->value, known->all.at[i].value))
            other = known->all.at[i].value;
    }
    return other;
}

/* "You told the press that 40 people ...": their number, not the letter's. */
static bool is_theirs(const struct lint_text *t, size_t i)
{
    static const char *const SAID[] = { "told",     "said",     "stated",       "claimed",  "announced",
                                        "declared", "reported", "acknowledged", "admitted", "wrote" };
    for (size_t word; i > 0 && !lint_starts_sentence(t, i); i--)
        for (word = 0; word < sizeof SAID / sizeof *SAID; word++)
            if (lint_key_is(t, i, SAID[word]) && lint_key_is(t, i - 1, "you"))
                return true;
    return false;
}

static void compare(struct lint_run *r, struct reader *d, const struct numbers *known)
{
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < d->out->all.n; i++) {
        const struct counted *c = &d->out->all.at[i];
        char words[LINT_WORDS_BYTES];
        int64_t other = c->first == last || is_theirs(d->t, c->first) ? -1 : differs(d, c, known);
        if (other < 0)
            continue;
        last = c->first;
        lint_add_tokens(r, LINT_NUMBER, d->t, c->first, c->noun + 1, 0, _("The case says %lld, not “%s”."),
                        (long long)other, lint_words_of(d->t, c->first, c->noun + 1, words));
    }
}

static void read_text(struct lint_run *r, struct numbers *known, const char *text)
{
    struct lint_text t;
    lint_text_make(&t, text);
    struct reader d = { .r = r, .t = &t, .out = known };
    read_numbers(&d);
    r->failed |= d.failed || t.failed;
    lint_text_free(&t);
}

static void read_known(struct lint_run *r, struct numbers *known)
{
    struct buf b = { 0 };
    for (size_t i = 0; i < r->c->texts.n; i++)
        read_text(r, known, r->c->texts.at[i]);
    for (size_t i = 0; i < r->c->numbers.n; i++) {
        buf_clear(&b);
        buf_addf(&b, "%lld %s", (long long)r->c->numbers.at[i].value, r->c->numbers.at[i].noun);
        read_text(r, known, buf_text(&b));
    }
    r->failed |= b.failed;
    buf_free(&b);
}

void lint_numbers(struct lint_run *r)
{
    struct numbers known = { 0 }, said = { 0 };
    struct reader d = { .r = r, .t = &r->body, .out = &said, .letter = true };
    read_known(r, &known);
    if (known.all.n)
        read_numbers(&d);
    r->failed |= d.failed;
    compare(r, &d, &known);
    free(known.all.at);
    free(said.all.at);
}
