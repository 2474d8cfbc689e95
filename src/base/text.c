/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/text.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "satchel/base/err.h"

/* ---- code points ------------------------------------------------------------------------------------- */

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The second byte carries what RFC 3629 section 4 restricts: no overlong form, surrogate or value above
 * U+10FFFF gets past it. */
static bool second_fits(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return is_tail(second);
    }
}

size_t text_decode(const char *s, size_t n, uint32_t *cp)
{
    const unsigned char *u = (const unsigned char *)s;
    if (!n)
        return 0;
    *cp = u[0];
    if (u[0] < 0x80)
        return 1;
    size_t len = u[0] < 0xC2 || u[0] > 0xF4 ? 0 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    *cp = 0xFFFD;
    if (!len || len > n || !second_fits(u[0], u[1]))
        return 1;
    uint32_t value = u[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if (!is_tail(u[i]))
            return 1;
        value = value << 6 | (u[i] & 0x3Fu);
    }
    *cp = value;
    return len;
}

size_t text_encode(uint32_t cp, char out[static 4])
{
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char LEAD[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    out[0] = (char)(LEAD[n] | cp >> (6 * (n - 1)));
    for (size_t i = 1; i < n; i++)
        out[i] = (char)(0x80 | (cp >> (6 * (n - 1 - i)) & 0x3F));
    return n;
}

/* Bytes of the ASCII run that s starts with, eight at a time. */
static size_t ascii_run(const char *s, size_t n)
{
    size_t i = 0;
    for (uint64_t eight; i + 8 <= n; i += 8) {
        memcpy(&eight, s + i, 8);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && (unsigned char)s[i] < 0x80)
        i++;
    return i;
}

bool text_is_ascii(const char *s, size_t n)
{
    return ascii_run(s, n) == n;
}

bool text_valid(const char *s, size_t n)
{
    for (size_t i = ascii_run(s, n); i < n; i += ascii_run(s + i, n - i)) {
        uint32_t cp;
        size_t len = text_decode(s + i, n - i, &cp);
        if (len == 1)
            return false;
        i += len;
    }
    return true;
}

size_t text_offset(const char *s, size_t n, size_t cps)
{
    size_t i = 0;
    uint32_t cp;
    for (; cps && i < n; cps--)
        i += text_decode(s + i, n - i, &cp);
    return i;
}

size_t text_count(const char *s, size_t n)
{
    size_t count = 0;
    uint32_t cp;
    for (size_t i = 0; i < n; count++)
        i += text_decode(s + i, n - i, &cp);
    return count;
}

/* ---- kinds ------------------------------------------------------------------------------------------- */

struct range {
    uint32_t from, to;
};

static bool in_ranges(const struct range *ranges, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= ranges[i].from && cp <= ranges[i].to)
            return true;
    return false;
}

bool text_is_cjk(uint32_t cp)
{
    static const struct range CJK[] = {
        { 0x3005, 0x3007 }, { 0x3021, 0x3029 }, { 0x3041, 0x3096 }, { 0x309D, 0x309F }, { 0x30A1, 0x30FA },
        { 0x30FC, 0x30FF }, { 0x3105, 0x312F }, { 0x31A0, 0x31BF }, { 0x31F0, 0x31FF }, { 0x3400, 0x4DBF },
        { 0x4E00, 0x9FFF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFF66, 0xFF9D }, { 0x20000, 0x3FFFD },
    };
    return cp >= 0x3005 && in_ranges(CJK, sizeof CJK / sizeof *CJK, cp);
}

bool text_is_alnum(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z');
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)cp);
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO;
}

bool text_is_bidi_control(uint32_t cp)
{
    static const struct range BIDI[] = {
        { 0x061C, 0x061C }, { 0x200E, 0x200F }, { 0x202A, 0x202E }, { 0x2066, 0x2069 }
    };
    return cp >= 0x061C && in_ranges(BIDI, sizeof BIDI / sizeof *BIDI, cp);
}

bool text_is_space(uint32_t cp)
{
    if (cp < 0x80)
        return cp == ' ' || (cp >= '\t' && cp <= '\r');
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)cp);
    return cp == 0x85 || (kind >= UTF8PROC_CATEGORY_ZS && kind <= UTF8PROC_CATEGORY_ZP);
}

/* ---- small things ------------------------------------------------------------------------------------ */

const char *text_trim(const char *s, size_t n, size_t *len)
{
    uint32_t cp;
    for (size_t step; n; s += step, n -= step) {
        step = text_decode(s, n, &cp);
        if (!text_is_space(cp))
            break;
    }
    while (n) {
        size_t last = text_prev_cp(s, n);
        text_decode(s + last, n - last, &cp);
        if (!text_is_space(cp))
            break;
        n = last;
    }
    *len = n;
    return s;
}

size_t text_prev_cp(const char *s, size_t at)
{
    size_t back = at;
    uint32_t cp;
    while (back && at - back < 4) {
        back--;
        if (!is_tail((unsigned char)s[back]))
            return text_decode(s + back, at - back, &cp) == at - back ? back : at - 1;
    }
    return at ? at - 1 : 0;
}

bool text_is_blank(const char *s)
{
    size_t len;
    text_trim(s, strlen(s), &len);
    return len == 0;
}
