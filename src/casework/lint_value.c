/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in words are put together as they are said: a smaller one behind a greater is added, "hundred" and
 * "thousand" behind a smaller one multiply it. German, Dutch and Italian write the same as one word. */
#include "satchel/casework/lint_value.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"

#define MOST 1000000000000

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
        if (value > MOST)
            return -1;
    }
    return mark && since != 3 ? -1 : value;
}

/* ---- words ---- */

/* A number of one language that is another word in the language of the text. */
static bool other_word(const char *s, size_t n, const char *lang)
{
    static const char *const WORDS[][2] = { { "en", "once" }, { "en", "due" },  { "en", "elf" },
                                            { "en", "cent" }, { "en", "mil" },  { "en", "tien" },
                                            { "de", "sei" },  { "de", "once" }, { "fr", "tres" },
                                            { "fr", "dos" },  { "fr", "due" },  { "pt", "dos" },
                                            { "fr", "sei" },  { "pt", "sei" },  { "es", "sete" },
                                            { "en", "sei" },  { "en", "cem" },  { "it", "cent" } };
    static const char *const TURKISH[] = { "on", "bin", "elli", "kirk" };
    for (size_t i = 0; strcmp(lang, "tr") != 0 && i < sizeof TURKISH / sizeof *TURKISH; i++)
        if (strlen(TURKISH[i]) == n && !memcmp(s, TURKISH[i], n))
            return true;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (!strcmp(lang, WORDS[i][0]) && strlen(WORDS[i][1]) == n && !memcmp(s, WORDS[i][1], n))
            return true;
    return false;
}

/* Joins the number `more`, said behind *value, to it; false: it is another number. */
static bool join(int64_t *value, int64_t more)
{
    int64_t low = *value % 1000, ones = low % 100;
    bool after_tens = ones >= 10 && ones % 10 == 0; /* on sekiz */
    if (more == 1000 && *value < 1000)
        *value = (*value ? *value : 1) * 1000;
    else if (more == 100 && low > 1 && low < (*value < 100 ? 20 : 10)) /* thirteen hundred */
        *value += low * 99;
    else if (more >= 100 && more < 1000 && !low && *value)
        *value += more;
    else if (more < 100 && *value >= 100 && !ones)
        *value += more;
    else if (after_tens && (more < 10 || (more < 20 && (ones == 60 || ones == 80)))) /* soixante-douze */
        *value += more;
    else
        return false;
    return true;
}

/* The longest number word that the folded text begins with. */
static int64_t number_inside(const struct lint_words *w, const char *s, size_t n, size_t *len)
{
    const char *value = n ? lint_word_inside(w, s, n, LINT_W_NUMBER, len) : NULL;
    return value ? atoll(value) : -1;
}

/* A number written as one word: zweihundertvierunddreißig, vierendertig, centoventi. */
static int64_t compound(const struct lint_words *w, const char *s, size_t n)
{
    int64_t value = 0, waiting = 0; /* ones said before their tens */
    for (size_t at = 0, len; at < n; at += len) {
        bool und = n - at > 3 && !memcmp(s + at, "und", 3), en = n - at > 2 && !memcmp(s + at, "en", 2);
        if (at && (und || en) && value % 100 > 0 && value % 100 < 10) {
            waiting = value % 100;
            value -= waiting;
            len = und ? 3 : 2;
            continue;
        }
        bool one = !waiting && n - at > 6 && !memcmp(s + at, "ein", 3);
        int64_t part = one ? 1 : number_inside(w, s + at, n - at, &len);
        len = one ? 3 : len;
        if (part < 0)
            return -1;
        if (!value || (value == 1 && part >= 100))
            value = part;
        else if (!join(&value, part))
            return -1;
        if (waiting && part >= 20 && part < 100) {
            value += waiting;
            waiting = 0;
        }
    }
    return waiting ? -1 : value;
}

static int64_t word_value(const struct lint_words *w, const struct lint_text *t, const char *lang, size_t i,
                          size_t *n)
{
    const char *value = lint_word_at(w, t, i, LINT_W_NUMBER, n), *s = lint_key(t, i);
    size_t len = t->tokens.at[i].key_len;
    if (value)
        return *n == 1 && other_word(s, len, lang) ? -1 : atoll(value);
    *n = 1;
    bool together = !*lang || !strcmp(lang, "de") || !strcmp(lang, "nl") || !strcmp(lang, "it");
    return together && len >= 7 && len < 60 ? compound(w, s, len) : -1;
}

/* A small word that joins the parts of a number. */
static bool is_and(const struct lint_text *t, size_t i)
{
    static const char *const WORDS[] = { "and", "y", "et", "e", "und", "и" };
    for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
        if (lint_key_is(t, i, WORDS[k]))
            return t->tokens.at[i].gap <= LINT_SPACE;
    return false;
}

/* "ثلاثة عشر", "ثلاثة وأربعين": Arabic says the ones first. */
static bool join_arabic(const struct lint_text *t, size_t i, int64_t *value, int64_t more)
{
    bool and = t->tokens.at[i].key_len > 2 && !memcmp(lint_key(t, i), "و", 2);
    int64_t low = *value % 100;
    bool ones = low > 0 && low < 10;
    if (t->tokens.at[i].script != LINT_ARABIC ||
        !((ones && !and&&more == 10) || (ones && and&&more >= 20 && more < 100) ||
          (and&&!low && more < 100) || (low > 2 && low < 11 && (more == 100 || more == 1000))))
        return false;
    *value = more >= 100 ? *value - low + low * more : *value + more;
    return true;
}

static int64_t words_value(const struct lint_words *w, const struct lint_text *t, const char *lang, size_t i,
                           size_t *n)
{
    int64_t value = word_value(w, t, lang, i, n);
    while (value > 0 && i + *n < t->tokens.n) {
        size_t next = i + *n, len, and = value >= 20 && is_and(t, next);
        next += and;
        int64_t more = next < t->tokens.n && t->tokens.at[next].gap <= LINT_SPACE
                           ? word_value(w, t, lang, next, &len)
                           : -1;
        if (more < 1 || !(join_arabic(t, next, &value, more) || join(&value, more)))
            break;
        *n = next + len - i;
    }
    return value;
}

int64_t lint_value_at(const struct lint_words *w, const struct lint_text *t, const char *lang, size_t i,
                      size_t *n)
{
    const struct lint_token *k = &t->tokens.at[i];
    *n = 1;
    if (!k->number)
        return k->script == LINT_CJK ? -1 : words_value(w, t, lang, i, n);
    int64_t value = digits_value(lint_key(t, i), k->key_len);
    while (value >= 0 && i + *n < t->tokens.n && t->tokens.at[i + *n].number &&
           t->tokens.at[i + *n].key_len == 3 && t->tokens.at[i + *n].gap == LINT_SPACE && value < 1000000)
        value = value * 1000 + digits_value(lint_key(t, i + (*n)++), 3);
    return value;
}

/* ---- Chinese ---- */

static int numeral(uint32_t cp)
{
    static const uint32_t DIGITS[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                       0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D };
    for (int i = 0; i < 10; i++)
        if (cp == DIGITS[i])
            return i;
    return cp == 0x96F6 ? 0 : cp == 0x4E24 || cp == 0x5169 ? 2 : -1;
}

static int64_t power(uint32_t cp)
{
    return cp == 0x5341 ? 10 : cp == 0x767E ? 100 : cp == 0x5343 ? 1000 : 0;
}

int64_t lint_value_cjk(const char *s, size_t n, size_t *len)
{
    int64_t value = 0, section = 0, digit = 0;
    uint32_t cp;
    *len = 0;
    for (size_t step; *len < n && value + section < MOST / 100000; *len += step) {
        step = text_decode(s + *len, n - *len, &cp);
        int one = numeral(cp);
        if (one >= 0)
            digit = digit * 10 * (digit > 0) + one;
        else if (power(cp)) {
            section += (digit ? digit : 1) * power(cp);
            digit = 0;
        } else if (cp == 0x4E07 || cp == 0x842C) {
            value = (section + digit) * 10000;
            section = digit = 0;
        } else
            break;
    }
    return *len ? value + section + digit : -1;
}
