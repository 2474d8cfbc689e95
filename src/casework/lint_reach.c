/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_reach.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "satchel/base/text.h"

/* ---- telephones ---- */

int lint_digit(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return (int)cp - '0';
    if (cp < 0x80 || utf8proc_category((utf8proc_int32_t)cp) != UTF8PROC_CATEGORY_ND)
        return -1;
    uint32_t zero = cp;
    while (utf8proc_category((utf8proc_int32_t)zero - 1) == UTF8PROC_CATEGORY_ND && cp - zero < 9)
        zero--;
    return (int)(cp - zero);
}

size_t lint_digits_of(const char *s, char out[static LINT_DIGITS])
{
    size_t n = 0, len = strlen(s);
    uint32_t cp;
    for (size_t i = 0; i < len;) {
        i += text_decode(s + i, len - i, &cp);
        int d = lint_digit(cp);
        if (d >= 0 && n < LINT_DIGITS && (n || d))
            out[n++] = (char)d;
    }
    return n;
}

bool lint_between_digits(uint32_t cp)
{
    return cp == ' ' || cp == '-' || cp == '.' || cp == '(' || cp == ')' || cp == '/' || cp == '+' ||
           cp == 0xA0 || cp == 0x202F || (cp >= 0x2010 && cp <= 0x2013);
}

bool lint_phone_same(const char *a, size_t n, const char *b, size_t m)
{
    size_t shorter = n < m ? n : m, k = 0;
    while (k < shorter && a[n - 1 - k] == b[m - 1 - k])
        k++;
    return m >= 5 && k >= (m < 7 ? m : 7);
}

/* Three groups, as days are written: 15.05.2014, 2014-05-15, 15.05.14. */
static bool is_date(const size_t group[3], size_t groups)
{
    bool day = group[0] <= 2 && group[1] <= 2, year = group[0] == 4 && group[1] <= 2 && group[2] <= 2;
    return groups >= 3 && (year || (day && (group[2] == 4 || (groups == 3 && group[2] == 2))));
}

bool lint_phone_next(const char *s, size_t len, size_t *at, struct lint_phone *run)
{
    size_t group[3] = { 0 }, marks = 0;
    uint32_t cp;
    *run = (struct lint_phone){ 0 };
    for (size_t i = *at, step; i < len; i += step) {
        step = text_decode(s + i, len - i, &cp);
        int d = lint_digit(cp);
        if (d < 0 && (!run->n || (lint_between_digits(cp) && ++marks <= 3)))
            continue;
        if (d < 0)
            break;
        if (!run->n) {
            run->from = i;
            run->plus = i > 0 && s[i - 1] == '+';
        }
        if (run->n == LINT_DIGITS)
            break;
        run->groups += marks || !run->n;
        if (run->groups <= 3)
            group[run->groups - 1]++;
        run->date |= is_date(group, run->groups) && group[2] == 4;
        marks = 0;
        run->digit[run->n++] = (char)d;
        run->to = i + step;
    }
    run->date |= is_date(group, run->groups);
    *at = run->n ? run->to : len;
    return run->n > 0;
}

bool lint_phone_among(const struct strs *texts, const struct lint_phone *run)
{
    struct lint_phone known;
    for (size_t i = 0; i < texts->n; i++)
        for (size_t at = 0, len = strlen(texts->at[i]); lint_phone_next(texts->at[i], len, &at, &known);)
            if (known.n >= 7 && lint_phone_same(run->digit, run->n, known.digit, known.n))
                return true;
    return false;
}

/* ---- addresses of mail ---- */

bool lint_in_address(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+';
}

static bool in_mail(char c)
{
    return lint_in_address(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '%';
}

size_t lint_mail_around(const char *s, const char *p, const char **from)
{
    const char *to = p + 1;
    for (*from = p; *from > s && in_mail((*from)[-1]);)
        --*from;
    while (in_mail(*to))
        to++;
    while (to[-1] == '.')
        to--;
    return *from == p || to - p < 4 || !memchr(p, '.', (size_t)(to - p)) ? 0 : (size_t)(to - *from);
}

bool lint_mail_among(const struct strs *texts, const char *mail, size_t n)
{
    const char *from;
    for (size_t i = 0; i < texts->n; i++)
        for (const char *p = texts->at[i]; (p = strchr(p, '@')); p++)
            if (lint_mail_around(texts->at[i], p, &from) == n && !strncasecmp(from, mail, n))
                return true;
    return false;
}
