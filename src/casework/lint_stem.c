/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When two words are one: inflected, in another script, with a letter changed. */
#include "satchel/casework/lint_stem.h"

#include <string.h>

#include "satchel/base/text.h"

/* Endings of names and nouns in Russian and its neighbours, longest first; folded, so й is и. */
static const char *const CYRILLIC_ENDINGS[] = {
    "иями", "ями", "ами", "ому", "ему", "ого", "его", "ыми", "ими", "иеи", "ою", "ею", "ои", "еи", "ии",
    "ыи",   "ым",  "им",  "ом",  "ем",  "ам",  "ям",  "ах",  "ях",  "ов",  "ев", "ую", "юю", "ая", "яя",
    "ия",   "ию",  "ых",  "их",  "а",   "у",   "ы",   "е",   "и",   "я",   "ю",  "о",  "ь",
};

size_t lint_stem(const char *key, size_t n, enum lint_script script)
{
    if (script == LINT_LATIN)
        return n > 4 && key[n - 1] == 's' && key[n - 2] != 's' ? n - 1 : n;
    if (script != LINT_CYRILLIC)
        return n; /* Arabic takes its small words in front: lint_same_stem */
    for (size_t i = 0; i < sizeof CYRILLIC_ENDINGS / sizeof *CYRILLIC_ENDINGS; i++) {
        size_t len = strlen(CYRILLIC_ENDINGS[i]);
        if (n >= len + 6 && !memcmp(key + n - len, CYRILLIC_ENDINGS[i], len))
            return n - len;
    }
    return n;
}

/* Павел, Павла: a vowel before the last consonant comes and goes. */
static bool fleeting(const char *s, size_t n)
{
    return n >= 8 && (!memcmp(s + n - 4, "е", 2) || !memcmp(s + n - 4, "о", 2));
}

/* FNV-1a without the vowel that comes and goes. */
static uint32_t stem_hash(const char *s, size_t n, enum lint_script script)
{
    size_t skip = script == LINT_CYRILLIC && fleeting(s, n) ? n - 4 : SIZE_MAX;
    uint32_t h = 2166136261u;
    for (size_t at = 0; at < n; at++)
        if (at < skip || at - skip > 1)
            h = (h ^ (unsigned char)s[at]) * 16777619u;
    return h ? h : 1;
}

static bool ends_in(const char *s, size_t n, const char *ending)
{
    size_t len = strlen(ending);
    return n >= len + 4 && !memcmp(s + n - len, ending, len);
}

uint32_t lint_stem_hash(const struct lint_text *t, size_t i)
{
    static const char *const PLAIN[] = { "ия", "ии", "ыи", "ая", "яя", "ои", "еи",
                                         "а",  "я",  "о",  "е",  "и",  "ы",  "ь" };
    const struct lint_token *k = &t->tokens.at[i];
    const char *s = lint_key(t, i);
    size_t n = k->script == LINT_CYRILLIC ? k->key_len : lint_stem(s, k->key_len, k->script);
    for (size_t e = 0; k->script == LINT_CYRILLIC && e < sizeof PLAIN / sizeof *PLAIN; e++)
        if (ends_in(s, n, PLAIN[e]))
            return stem_hash(s, n - strlen(PLAIN[e]), k->script);
    return stem_hash(s, n, k->script);
}

/* Small words that Arabic writes together with the next one: and, for, by, so, like. */
static size_t arabic_prefix(const char *s, size_t n)
{
    static const char *const PREFIXES[] = { "و", "ل", "ب", "ف", "ك" };
    for (size_t i = 0; n > 6 && i < sizeof PREFIXES / sizeof *PREFIXES; i++)
        if (!memcmp(s, PREFIXES[i], 2))
            return 2;
    return 0;
}

size_t lint_stems(const struct lint_text *t, size_t i, uint32_t out[static LINT_STEMS])
{
    const struct lint_token *k = &t->tokens.at[i];
    const char *s = lint_key(t, i);
    size_t n = 1;
    out[0] = lint_stem_hash(t, i);
    if (k->script == LINT_ARABIC && arabic_prefix(s, k->key_len))
        out[n++] = stem_hash(s + 2, k->key_len - 2, k->script);
    if (k->script != LINT_CYRILLIC)
        return n;
    out[n++] = stem_hash(s, k->key_len, k->script);
    for (size_t e = 0; n < LINT_STEMS && e < sizeof CYRILLIC_ENDINGS / sizeof *CYRILLIC_ENDINGS; e++)
        if (ends_in(s, k->key_len, CYRILLIC_ENDINGS[e]))
            out[n++] = stem_hash(s, k->key_len - strlen(CYRILLIC_ENDINGS[e]), k->script);
    return n;
}

uint32_t lint_noun_hash(const struct lint_text *t, size_t i, size_t cps)
{
    const struct lint_token *k = &t->tokens.at[i];
    const char *s = lint_key(t, i);
    size_t n = lint_stem(s, k->key_len, k->script);
    if (k->script == LINT_LATIN && n > 5 && (!memcmp(s + n - 3, "ern", 3) || !memcmp(s + n - 3, "eln", 3)))
        n--; /* mit neun Imkern */
    return stem_hash(s, cps == SIZE_MAX ? n : text_offset(s, n, cps), LINT_NO_SCRIPT);
}

static bool among_stems(const struct lint_text *t, size_t i, uint32_t h)
{
    uint32_t stems[LINT_STEMS];
    for (size_t k = 0, n = lint_stems(t, i, stems); k < n; k++)
        if (stems[k] == h)
            return true;
    return false;
}

/* ---- the same word in Latin and Cyrillic letters ---- */

/* ISO 9 and the romanisations of passports, brought together by sound_add: folded Cyrillic, and Latin groups
 * that stand for the same. */
static const char *const SOUNDS[][2] = {
    { "shch", "sh" }, { "tsch", "ch" }, { "sch", "sh" }, { "kh", "h" }, { "qu", "k" }, { "q", "k" },
    { "ck", "k" },    { "ph", "f" },    { "th", "t" },   { "x", "ks" }, { "w", "v" },  { "а", "a" },
    { "б", "b" },     { "в", "v" },     { "г", "g" },    { "д", "d" },  { "е", "e" },  { "ж", "zh" },
    { "з", "z" },     { "и", "i" },     { "к", "k" },    { "л", "l" },  { "м", "m" },  { "н", "n" },
    { "о", "o" },     { "п", "p" },     { "р", "r" },    { "с", "s" },  { "т", "t" },  { "у", "u" },
    { "ф", "f" },     { "х", "h" },     { "ц", "ts" },   { "ч", "ch" }, { "ш", "sh" }, { "щ", "sh" },
    { "ъ", "" },      { "ы", "i" },     { "ь", "" },     { "э", "e" },  { "ю", "iu" }, { "я", "ia" },
    { "y", "i" },     { "j", "i" },     { "і", "i" },    { "ї", "i" },  { "є", "e" },  { "ґ", "g" },
};
#define SOUND_BYTES 64

static bool is_vowel(char c)
{
    return c && strchr("aeiou", c);
}

static size_t sound_add(char *out, size_t n, const char *s, size_t len)
{
    for (size_t i = 0; i < len && n + 1 < SOUND_BYTES; i++) {
        if (n && is_vowel(s[i]) && out[n - 1] == 'i') /* ya, ja, ia: a */
            n--;
        if (!n || out[n - 1] != s[i])
            out[n++] = s[i];
    }
    return n;
}

/* How a folded word sounds, roughly, without vowels at its end. */
static uint32_t sound(const char *s, size_t len)
{
    char out[SOUND_BYTES];
    size_t n = 0;
    for (size_t i = 0, step; i < len; i += step) {
        size_t k = 0, all = sizeof SOUNDS / sizeof *SOUNDS;
        while (k < all &&
               (strlen(SOUNDS[k][0]) > len - i || memcmp(s + i, SOUNDS[k][0], strlen(SOUNDS[k][0])) != 0))
            k++;
        step = k < all ? strlen(SOUNDS[k][0]) : 1;
        n = k < all ? sound_add(out, n, SOUNDS[k][1], strlen(SOUNDS[k][1])) : sound_add(out, n, s + i, 1);
    }
    while (n && is_vowel(out[n - 1]))
        n--;
    return n > 1 ? stem_hash(out, n, LINT_NO_SCRIPT) : 0;
}

size_t lint_sounds(const struct lint_text *t, size_t i, uint32_t out[static LINT_STEMS])
{
    const struct lint_token *k = &t->tokens.at[i];
    const char *s = lint_key(t, i);
    size_t n = 0;
    if (k->script != LINT_LATIN && k->script != LINT_CYRILLIC)
        return 0;
    out[n++] = sound(s, k->key_len);
    for (size_t e = 0; k->script == LINT_CYRILLIC && n < LINT_STEMS &&
                       e < sizeof CYRILLIC_ENDINGS / sizeof *CYRILLIC_ENDINGS;
         e++)
        if (ends_in(s, k->key_len, CYRILLIC_ENDINGS[e]))
            out[n++] = sound(s, k->key_len - strlen(CYRILLIC_ENDINGS[e]));
    return n;
}

/* Anna, Анной: names alone, so both have a capital. */
static bool same_sound(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j)
{
    uint32_t x[LINT_STEMS], y[LINT_STEMS];
    if (!a->tokens.at[i].capital || !b->tokens.at[j].capital)
        return false;
    size_t n = lint_sounds(a, i, x), m = lint_sounds(b, j, y);
    for (size_t k = 0; k < n; k++)
        for (size_t l = 0; l < m; l++)
            if (x[k] && x[k] == y[l])
                return true;
    return false;
}

bool lint_same_stem(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j)
{
    const struct lint_token *x = &a->tokens.at[i], *y = &b->tokens.at[j];
    if (lint_same_key(a, i, b, j))
        return true;
    if (x->script != y->script)
        return (a->sounds || b->sounds) && same_sound(a, i, b, j);
    return among_stems(a, i, lint_stem_hash(b, j)) || among_stems(b, j, lint_stem_hash(a, i));
}

#define WORD_CPS 40

static size_t decode_word(const char *s, size_t n, uint32_t out[static WORD_CPS])
{
    size_t k = 0;
    for (size_t i = 0; i < n && k < WORD_CPS;)
        i += text_decode(s + i, n - i, &out[k++]);
    return k;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t lint_distance(const char *a, size_t n, const char *b, size_t m, size_t most)
{
    uint32_t x[WORD_CPS], y[WORD_CPS];
    size_t rows[3][WORD_CPS + 1], k = decode_word(a, n, x), l = decode_word(b, m, y);
    if ((k > l ? k - l : l - k) > most)
        return most + 1;
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= l; j++)
        last[j] = j;
    for (size_t i = 1; i <= k; i++) {
        row[0] = i;
        for (size_t j = 1; j <= l; j++) {
            row[j] = least(last[j - 1] + (x[i - 1] != y[j - 1]), least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return least(last[l], most + 1);
}

size_t lint_common_piece(const char *a, size_t n, const char *b, size_t m, size_t *at)
{
    size_t best = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            size_t k = 0;
            while (i + k < n && j + k < m && a[i + k] == b[j + k])
                k++;
            if (k > best) {
                best = k;
                *at = i;
            }
        }
    return best;
}
