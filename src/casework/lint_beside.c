/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two numbers held against each other: by how a pen slips, and by the words beside them, which tell whether
 * both speak of the same. Words are compared by how they begin, so that endings do not matter. */
#include "satchel/casework/lint_beside.h"

#include <string.h>

#include "satchel/base/text.h"

/* ---- numbers ---- */

int64_t lint_count_reversed(int64_t n)
{
    int64_t out = 0;
    for (; n; n /= 10)
        out = out * 10 + n % 10;
    return out;
}

static bool tens_of(int64_t less, int64_t more)
{
    while (less > 0 && less < more)
        less *= 10;
    return less == more;
}

/* How many of the digits of n are `digit`. */
static int digits_like(int64_t n, int digit)
{
    int out = 0;
    for (; n; n /= 10)
        out += n % 10 == digit;
    return out;
}

/* 185 for 158 */
static bool turned(int64_t a, int64_t b)
{
    bool same = true;
    for (int digit = 0; digit < 10; digit++)
        same &= digits_like(a, digit) == digits_like(b, digit);
    return same || lint_count_reversed(a) == b || lint_count_reversed(b) == a;
}

/* 457 for 451: of two digits that tells little. */
static bool one_digit_other(int64_t a, int64_t b)
{
    int others = 0, digits = 0;
    for (; a && b; a /= 10, b /= 10, digits++)
        others += a % 10 != b % 10;
    return !a && !b && others == 1 && digits > 2;
}

bool lint_count_slip(int64_t a, int64_t b)
{
    return a != b && a > 9 && b > 9 &&
           (turned(a, b) || one_digit_other(a, b) || tens_of(a, b) || tens_of(b, a));
}

bool lint_count_comparable(int64_t a, int64_t b)
{
    int64_t less = a < b ? a : b, more = a < b ? b : a;
    return more <= less * 3 || tens_of(less, more) || lint_count_reversed(a) == b;
}

bool lint_counts_near(const struct lint_count *a, const struct lint_count *b)
{
    for (size_t i = 0; i < LINT_COUNT_NEAR && a->near[i]; i++)
        for (size_t j = 0; j < LINT_COUNT_NEAR && b->near[j]; j++)
            if (a->near[i] == b->near[j])
                return true;
    return false;
}

/* ---- the words beside ---- */

static void add_near(struct lint_count *c, size_t *n, const char *s, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    if (*n < LINT_COUNT_NEAR)
        c->near[(*n)++] = h ? h : 1;
}

/* Two characters at a time, some before the number and some behind it. */
static void near_cjk(const struct lint_text *t, size_t i, struct lint_count *c, size_t *n)
{
    enum { CP = 3, EACH = LINT_COUNT_NEAR / 2 };
    const struct lint_token *k = &t->tokens.at[i];
    size_t at = 0;
    while (at + CP < k->key_len && lint_source_byte(t, i, at) < c->to)
        at += CP;
    size_t from = at > (EACH + 2) * CP ? at - (EACH + 2) * CP : 0;
    for (size_t b = from; b + 2 * CP <= k->key_len && b < at + EACH * CP; b += CP)
        if (lint_source_byte(t, i, b + 2 * CP - 1) < c->from || lint_source_byte(t, i, b) >= c->to)
            add_near(c, n, lint_key(t, i) + b, 2 * CP);
}

/* The first letters of a word that tells of something; bytes in *len, 0: too short. */
static const char *beginning(const struct lint_text *t, size_t i, size_t *len)
{
    enum { LEAST = 4, MOST = 5 };
    const struct lint_token *k = &t->tokens.at[i];
    const char *s = lint_key(t, i);
    size_t from = k->script == LINT_ARABIC && k->key_len > 4 && !memcmp(s, "ال", 4) ? 4 : 0, at = from, n = 0;
    uint32_t cp;
    for (; at < k->key_len && n < MOST; n++)
        at += text_decode(s + at, k->key_len - at, &cp);
    *len = n < LEAST ? 0 : at - from;
    return s + from;
}

/* No name, number, unit or small word. */
static void near_word(const struct lint_run *r, const struct lint_text *t, size_t k, struct lint_count *c,
                      size_t *n)
{
    static const enum lint_class NONE[] = { LINT_W_STOP, LINT_W_UNIT, LINT_W_NUMBER, LINT_W_ABOUT,
                                            LINT_W_MEASURE };
    size_t len;
    const char *s = beginning(t, k, &len);
    if (!len || t->tokens.at[k].number || lint_known_word(&r->known, t, k))
        return;
    for (size_t v = 0; v < sizeof NONE / sizeof *NONE; v++)
        if (lint_word_is(r->words, t, k, NONE[v]))
            return;
    add_near(c, n, s, len);
}

void lint_beside_read(const struct lint_run *r, const struct lint_text *t, size_t i, struct lint_count *c)
{
    size_t n = 0, first = lint_sentence_start(t, i), end = lint_sentence_end(t, i);
    for (size_t k = i > first + 8 ? i - 8 : first; k < end && k < i + 8; k++) {
        const struct lint_token *one = &t->tokens.at[k];
        if (one->script == LINT_CJK && (k == i || k == i + 1))
            near_cjk(t, k, c, &n);
        else if (one->script != LINT_CJK && (one->to <= c->from || one->from >= c->to))
            near_word(r, t, k, c, &n);
    }
}
