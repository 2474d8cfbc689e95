/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding: what a reader takes for the same word should compare equal, however it was typed. Everything goes
 * through text_fold_cp, so that the search tokenizer and text_fold cannot differ. Marks vanish by combining
 * class, not by category: accents, Arabic vowel signs and Hebrew points go, while the vowel signs of Indic
 * scripts and Thai, and the voicing marks of kana, which make other words, stay. */
#include "satchel/base/text_fold.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"

struct pair {
    uint16_t from, to;
};

/* One form for what reads alike: letters with a stroke (Unicode does not decompose them), apostrophes,
 * hyphens and dashes, Arabic letter families. Sorted by from. */
static const struct pair SAME[] = {
    { 0x0060, '\'' },   { 0x00B4, '\'' },   { 0x00D0, 'd' },    { 0x00D8, 'o' },    { 0x00F0, 'd' },
    { 0x00F8, 'o' },    { 0x0110, 'd' },    { 0x0111, 'd' },    { 0x0126, 'h' },    { 0x0127, 'h' },
    { 0x0131, 'i' },    { 0x0141, 'l' },    { 0x0142, 'l' },    { 0x0166, 't' },    { 0x0167, 't' },
    { 0x02B9, '\'' },   { 0x02BB, '\'' },   { 0x02BC, '\'' },   { 0x02BE, '\'' },   { 0x02BF, '\'' },
    { 0x02C8, '\'' },   { 0x055A, '\'' },   { 0x05F3, '\'' },   { 0x0629, 0x0647 }, { 0x0649, 0x064A },
    { 0x0671, 0x0627 }, { 0x06A9, 0x0643 }, { 0x06AA, 0x0643 }, { 0x06BE, 0x0647 }, { 0x06C1, 0x0647 },
    { 0x06C3, 0x0647 }, { 0x06CC, 0x064A }, { 0x06CD, 0x064A }, { 0x06D0, 0x064A }, { 0x06D2, 0x064A },
    { 0x06D5, 0x0647 }, { 0x2010, '-' },    { 0x2011, '-' },    { 0x2012, '-' },    { 0x2013, '-' },
    { 0x2014, '-' },    { 0x2015, '-' },    { 0x2018, '\'' },   { 0x2019, '\'' },   { 0x201B, '\'' },
    { 0x2032, '\'' },   { 0x2035, '\'' },   { 0x2212, '-' },    { 0xA78C, '\'' },
};

static int by_from(const void *key, const void *pair)
{
    uint32_t cp = *(const uint32_t *)key, from = ((const struct pair *)pair)->from;
    return (cp > from) - (cp < from);
}

static uint32_t same_as(uint32_t cp)
{
    const struct pair *found = bsearch(&cp, SAME, sizeof SAME / sizeof *SAME, sizeof *SAME, by_from);
    return found ? found->to : cp;
}

/* Decimal digits of scripts whose texts we meet, as ASCII. */
static uint32_t digit_as_ascii(uint32_t cp)
{
    static const uint16_t ZERO[] = { 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
                                     0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810 };
    for (size_t i = 0; i < sizeof ZERO / sizeof *ZERO; i++)
        if (cp >= ZERO[i] && cp <= ZERO[i] + 9u)
            return '0' + (cp - ZERO[i]);
    return cp;
}

static bool vanishes(uint32_t cp)
{
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);
    utf8proc_propval_t class = p->combining_class;
    return cp == 0x0640 /* tatweel */ || p->category == UTF8PROC_CATEGORY_ME ||
           (class >= 10 && class <= 36) || (class >= 200 && class <= 240);
}

/* One code point of a decomposition; 0 to 2 code points. */
static size_t fold_part(uint32_t cp, utf8proc_int32_t out[static 2])
{
    static const struct {
        uint16_t from;
        char to[3];
    } TWO[] = { { 0x00E6, "ae" }, { 0x0153, "oe" }, { 0x00FE, "th" } };
    for (size_t i = 0; i < sizeof TWO / sizeof *TWO; i++)
        if (TWO[i].from == cp) {
            out[0] = TWO[i].to[0];
            out[1] = TWO[i].to[1];
            return 2;
        }
    if (vanishes(cp))
        return 0;
    out[0] = (utf8proc_int32_t)digit_as_ascii(same_as(cp));
    return 1;
}

size_t text_fold_cp(uint32_t cp, uint32_t out[static 4])
{
    if (cp < 0x80) { /* most of what is folded; quick */
        out[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp == '`' ? '\'' : cp;
        return 1;
    }
    out[0] = same_as(cp);
    if (out[0] != cp)
        return 1;
    utf8proc_int32_t part[8], folded[16];
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)cp, part, 8,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, NULL);
    if (n < 0 || n > 8)
        return 1; /* a ligature of a whole phrase stays as it is */
    utf8proc_ssize_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        kept += (utf8proc_ssize_t)fold_part((uint32_t)part[i], folded + kept);
    if (kept > 1)
        kept = utf8proc_normalize_utf32(folded, kept, UTF8PROC_COMPOSE);
    if (kept < 0 || kept > 4)
        return 1;
    for (utf8proc_ssize_t i = 0; i < kept; i++)
        out[i] = (uint32_t)folded[i];
    return (size_t)kept;
}

/* May make one letter with what stands before it: marks, and the vowels and finals of Korean. */
static bool joins(uint32_t cp)
{
    return cp >= 0x300 &&
           ((cp >= 0x1160 && cp <= 0x11FF) || utf8proc_get_property((utf8proc_int32_t)cp)->combining_class);
}

static char *composed(struct buf *folded, struct err *e)
{
    char *nfc = folded->failed ? NULL : text_nfc(buf_text(folded), folded->len, e);
    if (folded->failed)
        err_no_memory(e);
    buf_free(folded);
    return nfc;
}

char *text_fold(const char *s, size_t n, struct err *e)
{
    struct buf b = { 0 };
    bool space = false, loose = false;
    char *nfc = text_nfc(s, n, e);
    if (!nfc)
        return NULL;
    n = strlen(nfc);
    for (size_t i = 0; i < n;) {
        uint32_t cp, out[4];
        i += text_decode(nfc + i, n - i, &cp);
        size_t got = text_fold_cp(cp, out);
        for (size_t k = 0; k < got; k++) {
            if (text_is_space(out[k])) {
                space = b.len > 0;
                continue;
            }
            if (space)
                buf_addc(&b, ' ');
            space = false;
            loose |= joins(out[k]);
            buf_add_cp(&b, out[k]);
        }
    }
    str_free(nfc);
    return loose ? composed(&b, e) : buf_take(&b, e);
}

/* ---- NFC --------------------------------------------------------------------------------------------- */

/* Stream-Safe Text Format (UAX #15 section 13): before a 31st non-starter in a row a U+034F. Without it a run
 * of hostile marks would cost its square to put in order. */
#define MOST_MARKS 30
#define CGJ        0x034F

static void add_stream_safe(struct buf *b, uint32_t cp, size_t *run)
{
    utf8proc_int32_t part[8];
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, part, 8, UTF8PROC_DECOMPOSE, NULL);
    utf8proc_ssize_t lead = 0, tail = 0;
    while (lead < n && n <= 8 && utf8proc_get_property(part[lead])->combining_class)
        lead++;
    while (tail < n && n <= 8 && utf8proc_get_property(part[n - 1 - tail])->combining_class)
        tail++;
    if (*run + (size_t)lead > MOST_MARKS) {
        buf_add_cp(b, CGJ);
        *run = 0;
    }
    buf_add_cp(b, cp);
    *run = lead == n ? *run + (size_t)n : (size_t)tail;
}

char *text_nfc(const char *s, size_t n, struct err *e)
{
    struct buf b = { 0 };
    size_t run = 0;
    bool ascii = text_is_ascii(s, n);
    if (ascii)
        buf_add(&b, s, n);
    for (size_t i = 0; i < n && !ascii;) {
        uint32_t cp;
        i += text_decode(s + i, n - i, &cp);
        if (cp < 0x80) {
            buf_addc(&b, (char)cp);
            run = 0;
        } else {
            add_stream_safe(&b, cp, &run);
        }
    }
    if (b.failed || ascii)
        return buf_take(&b, e);
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t got = utf8proc_map((const utf8proc_uint8_t *)b.data, (utf8proc_ssize_t)b.len, &nfc,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    buf_free(&b);
    if (got < 0)
        err_no_memory(e); /* the text is well formed: memory is the only thing that can be missing */
    return (char *)nfc;
}

bool text_same_folded(const char *a, const char *b)
{
    char *x = text_fold(a, strlen(a), NULL), *y = text_fold(b, strlen(b), NULL);
    bool same = x && y && strcmp(x, y) == 0;
    str_free(x);
    str_free(y);
    return same;
}

bool text_has_words(const char *text, const char *words)
{
    char *hay = text_fold(text, strlen(text), NULL), *needles = text_fold(words, strlen(words), NULL);
    char *rest = NULL;
    bool all = hay && needles;
    for (char *w = all ? strtok_r(needles, " ", &rest) : NULL; w && all; w = strtok_r(NULL, " ", &rest))
        all = strstr(hay, w);
    str_free(hay);
    str_free(needles);
    return all;
}
