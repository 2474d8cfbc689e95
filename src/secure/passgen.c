/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a passphrase is worth cannot be measured, only guessed at the way a guesser would: words cost a
 * guesser the size of a word list whatever their length, years and keyboard runs next to nothing. The
 * estimate is on the low side on purpose: it is shown to people whose lives may hang on it, and too long a
 * passphrase costs a second a day.
 *
 * The guesser: one rented machine with eight large graphics cards tries about 10,000 passphrases a second at
 * 256 MiB a try (memory bandwidth is the limit); a state rents a thousand. */
#include "satchel/secure/passgen.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

extern const char data_words[];

static const char *first_word(void)
{
    const char *p = data_words;
    while (*p == '#')
        p = strchr(p, '\n') + 1;
    return p;
}

/* ---- making ---- */

void passgen_word(unsigned number, char out[static PASSGEN_WORD_BYTES])
{
    const char *p = first_word();
    for (number %= PASSGEN_WORDS; number > 0; number--)
        p = strchr(p, '\n') + 1;
    size_t n = strcspn(p, "\n");
    memcpy(out, p, n);
    out[n] = '\0';
}

int passgen_suggest(struct secret *out, struct err *e)
{
    char word[PASSGEN_WORD_BYTES];
    size_t len = 0;
    if (secret_new(out, PASSGEN_COUNT * PASSGEN_WORD_BYTES + 1, e) < 0)
        return -1;
    for (int i = 0; i < PASSGEN_COUNT; i++) {
        passgen_word(randombytes_uniform(PASSGEN_WORDS), word);
        if (i)
            out->data[len++] = '-';
        size_t n = strlen(word);
        memcpy(out->data + len, word, n);
        len += n;
    }
    sodium_memzero(word, sizeof word);
    secret_cut(out, len);
    return 0;
}

/* ---- judging; worth in tenths of a bit ---- */

enum class { LETTERS, DIGITS, OTHER };

static enum class class_of(uint8_t c) {
    return isdigit(c)                ? DIGITS
           : isalpha(c) || c >= 0x80 ? LETTERS
                                     : OTHER;
}

static bool in_list(const uint8_t *s, size_t n)
{
    for (const char *p = first_word(); *p; p = strchr(p, '\n') + 1)
        if (strncasecmp(p, (const char *)s, n) == 0 && p[n] == '\n')
            return true;
    return false;
}

/* The part of a run that follows from its first characters: the same again, or the next key. */
static size_t foreseeable(const uint8_t *s, size_t n)
{
    static const char KEYS[] =
        "abcdefghijklmnopqrstuvwxyz 0123456789 qwertyuiop asdfghjkl zxcvbnm qwertzuiop azertyuiop";
    size_t count = 0;
    for (size_t i = 1; i < n; i++) {
        char pair[3] = { (char)tolower(s[i - 1]), (char)tolower(s[i]), '\0' };
        char back[3] = { pair[1], pair[0], '\0' };
        count += pair[0] == pair[1] || strstr(KEYS, pair) || strstr(KEYS, back);
    }
    return count;
}

static unsigned worth_of_letters(const uint8_t *s, size_t n)
{
    size_t points = 0;
    for (size_t i = 0; i < n; i++)
        points += (s[i] & 0xC0) != 0x80;
    unsigned each = (unsigned)(points - foreseeable(s, n)) * 47;
    if (in_list(s, n))
        return each < 120 ? each : 120;
    unsigned word = 130 + 5 * (unsigned)points; /* a word or name of some language */
    return each < word ? each : word;
}

static unsigned worth_of_digits(const uint8_t *s, size_t n)
{
    bool year = n == 4 && ((s[0] == '1' && s[1] == '9') || (s[0] == '2' && s[1] == '0'));
    unsigned each = (unsigned)(n - foreseeable(s, n)) * 33;
    unsigned date = n == 6 || n == 8 ? 150 : year ? 70 : each;
    return each < date ? each : date;
}

static unsigned worth_of_others(const uint8_t *s, size_t n, const uint8_t *all)
{
    bool again = memchr(all, s[0], (size_t)(s - all)) != NULL; /* the separator of before */
    return again ? 0 : 20 + (unsigned)(n - 1 - foreseeable(s, n)) * 40;
}

static bool seen_before(const uint8_t *all, const uint8_t *s, size_t n)
{
    return n > 1 && memmem(all, (size_t)(s - all), s, n) != NULL;
}

static unsigned worth(const uint8_t *s, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0, len; i < n; i += len) {
        enum class kind = class_of(s[i]);
        for (len = 1; i + len < n && class_of(s[i + len]) == kind; len++)
            ;
        if (seen_before(s, s + i, len))
            sum += 10;
        else
            sum += kind == LETTERS  ? worth_of_letters(s + i, len)
                   : kind == DIGITS ? worth_of_digits(s + i, len)
                                    : worth_of_others(s + i, len, s);
    }
    return sum;
}

enum passgen_strength passgen_strength(const struct secret *passphrase, enum kdf_profile profile)
{
    /* Twice the memory a try is one bit: against `standard`, in tenths. */
    static const int MEMORY[KDF_PROFILE_COUNT] = { -20, 0, 10, 24 };
    if (passphrase->len == 0)
        return PASSGEN_NONE;
    int bits = (int)worth(passphrase->data, passphrase->len) + MEMORY[profile];
    return bits < 200   ? PASSGEN_SECONDS /* a minute of one machine */
           : bits < 320 ? PASSGEN_HOURS   /* two days of one machine */
           : bits < 550 ? PASSGEN_MONTHS  /* a century of a thousand */
                        : PASSGEN_LIFETIME;
}

const char *passgen_advice(enum passgen_strength strength)
{
    static const char *const SENTENCES[] = {
        [PASSGEN_NONE] = N_("Six ordinary words make a good passphrase."),
        [PASSGEN_SECONDS] = N_("Guessed at once by a rented machine. Use six words."),
        [PASSGEN_HOURS] = N_("Guessed in hours by a rented machine. Add two words."),
        [PASSGEN_MONTHS] = N_("Guessed in months by many rented machines. Add a word."),
        [PASSGEN_LIFETIME] = N_("Not guessed in a lifetime, if you use it nowhere else."),
    };
    return _(SENTENCES[strength]);
}

/* ---- comparing ---- */

/* The code points of NFC(given), in secret memory: an accent typed otherwise is no edit. */
static int code_points(const struct secret *given, struct secret *out, size_t *n, struct err *e)
{
    uint32_t cp;
    struct secret s = { 0 };
    *n = 0;
    if (kdf_normal(given, &s, e) < 0 || secret_new(out, (s.len + 1) * sizeof cp, e) < 0) {
        secret_free(&s);
        return -1;
    }
    for (size_t at = 0, len; at < s.len; at += len) {
        len = text_decode((const char *)s.data + at, s.len - at, &cp);
        memcpy(out->data + *n * sizeof cp, &cp, sizeof cp);
        ++*n;
    }
    secret_free(&s);
    return 0;
}

/* Levenshtein distance over two rows; row has room for m + 1. */
static unsigned distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m, uint32_t *row)
{
    for (size_t j = 0; j <= m; j++)
        row[j] = (uint32_t)j;
    for (size_t i = 1; i <= n; i++) {
        uint32_t diagonal = row[0];
        row[0] = (uint32_t)i;
        for (size_t j = 1; j <= m; j++) {
            uint32_t best = diagonal + (a[i - 1] != b[j - 1]);
            best = row[j] + 1 < best ? row[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

int passgen_too_alike(const struct secret *a, const struct secret *b, struct err *e)
{
    struct secret x = { 0 }, y = { 0 }, row = { 0 };
    size_t n, m;
    int rc = -1;
    if (code_points(a, &x, &n, e) == 0 && code_points(b, &y, &m, e) == 0 &&
        secret_new(&row, (m + 1) * sizeof(uint32_t), e) == 0)
        rc = distance((uint32_t *)(void *)x.data, n, (uint32_t *)(void *)y.data, m,
                      (uint32_t *)(void *)row.data) < 3;
    secret_free(&x);
    secret_free(&y);
    secret_free(&row);
    return rc;
}
