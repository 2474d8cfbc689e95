/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_clean.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"

#define LONGEST_LINK 2000 /* bytes of either half; keeps reading linear */

/* What is being read: one physical line of the source. */
struct reader {
    struct ua_doc *d;
    const char *s, *end; /* the line */
    uint32_t cp;         /* code point of the source at s */
    size_t map_cap;
    uint32_t gap; /* spaces seen since the last word */
    bool gap_wide;
};

static const uint32_t BULLETS[] = { 0x2022, 0x25FC, 0x25A0, 0x25AA, 0x25CF, 0x25FE, 0x25B6, 0x25BA, 0x25CB,
                                    0x2023, 0x2043, 0x00B7, 0x2219, 0x25C6, 0x25C7, 0x27A2, 0x2713, 0x2794,
                                    0x25E6, 0x30FB, 0x25A1, 0x2027, 0x2192, 0x25B8, 0x2756 };

static bool is_bullet(uint32_t cp)
{
    for (size_t i = 0; i < sizeof BULLETS / sizeof *BULLETS; i++)
        if (BULLETS[i] == cp)
            return true;
    return cp >= 0xE000 && cp <= 0xF8FF; /* symbol fonts leave private characters behind */
}

static bool is_blank_cp(uint32_t cp)
{
    return cp == ' ' || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

static bool is_invisible(uint32_t cp)
{
    return cp == 0xAD || cp == 0x200B || cp == 0x2060 || cp == 0xFEFF;
}

static uint32_t peek(const struct reader *r, size_t *len)
{
    uint32_t cp = 0;
    *len = text_decode(r->s, (size_t)(r->end - r->s), &cp);
    return *len ? cp : 0;
}

static void skip(struct reader *r, size_t bytes)
{
    r->cp += (uint32_t)text_count(r->s, bytes);
    r->s += bytes;
}

static size_t skip_blanks(struct reader *r)
{
    size_t columns = 0, len;
    for (uint32_t cp; (cp = peek(r, &len)) && (cp == '\t' || is_blank_cp(cp) || is_invisible(cp));) {
        columns += cp == '\t' ? 8 : 1;
        skip(r, len);
    }
    return columns;
}

static void put(struct reader *r, const char *bytes, size_t n, uint32_t source)
{
    struct ua_doc *d = r->d;
    size_t at = d->text.len;
    buf_add(&d->text, bytes, n);
    if (d->text.failed ||
        dyn_reserve(&d->to_source, &r->map_cap, d->text.len + 1, sizeof *d->to_source) < 0) {
        d->failed = true;
        return;
    }
    for (size_t i = at; i <= d->text.len; i++)
        d->to_source[i] = source;
}

/* ---- what stands before the words of a line ---- */

static size_t quote_depth(struct reader *r, size_t *indent)
{
    size_t depth = 0, len;
    while (peek(r, &len) == '>') {
        depth++;
        skip(r, len);
        *indent = skip_blanks(r);
    }
    return depth;
}

static bool markdown_heading(struct reader *r)
{
    size_t n = strspn(r->s, "#");
    if (!n || n > 6 || r->s + n >= r->end || r->s[n] != ' ')
        return false;
    skip(r, n);
    skip_blanks(r);
    return true;
}

/* "12. Juni 2021" is a date, not item twelve. */
static bool dated(const char *s, const char *end)
{
    while (s < end && *s == ' ')
        s++;
    while (s < end && *s != ' ')
        s++;
    return end - s > 4 && strspn(s + 1, "0123456789") == 4;
}

/* Bytes of an enumerator at s: `1)` `1.` `(1)` `a)` `iv.` `1、`, followed by a space; 0 when none. */
static size_t enumerator(const char *s, const char *end)
{
    const char *p = s;
    if (p < end && *p == '(')
        p++;
    size_t digits = strspn(p, "0123456789"), roman = strspn(p, "ivx");
    size_t n = digits ? digits : roman ? roman : (p < end && *p >= 'a' && *p <= 'h');
    if (!n || n > 4 || (digits > 2) || p + n >= end)
        return 0;
    const char *after = p + n;
    if (digits && end - after >= 3 && !memcmp(after, "\xE3\x80\x81", 3))
        return (size_t)(after + 3 - s);
    if (*after != ')' && !(*after == '.' && *s != '('))
        return 0;
    after++;
    bool spaced = after < end && (*after == ' ' || *after == '\t' || *after == '\xC2');
    if (!(spaced || (after[-1] == ')' && after < end)) || (after[-1] == '.' && digits && dated(after, end)))
        return 0;
    return (size_t)(after - s);
}

static uint8_t bullet(struct reader *r)
{
    size_t len;
    uint32_t cp = peek(r, &len);
    bool dash = cp == '-' || cp == '*' || cp == '+' || cp == 0x2013 || cp == 0x2014 || cp == 0x2212;
    bool spaced = r->s + len < r->end && (r->s[len] == ' ' || r->s[len] == '\t' || r->s[len] == '\xC2');
    if (is_bullet(cp) ||
        (dash && spaced && !(cp == '+' && r->end - r->s > 2 && strchr("0123456789", r->s[2])))) {
        skip(r, len);
        skip_blanks(r);
        size_t n = enumerator(r->s, r->end);
        skip(r, n);
        skip_blanks(r);
        return UA_MARK;
    }
    size_t n = enumerator(r->s, r->end);
    if (!n)
        return UA_NO_BULLET;
    skip(r, n);
    skip_blanks(r);
    return UA_ENUMERATED;
}

/* ---- the words of a line ---- */

/* `[text](address)` becomes its text; a link to a document keeps the address too. */
static bool markdown_link(struct reader *r)
{
    size_t left = (size_t)(r->end - r->s);
    const char *close = memchr(r->s, ']', left < LONGEST_LINK ? left : LONGEST_LINK);
    if (!close || close + 1 >= r->end || close[1] != '(')
        return false;
    left = (size_t)(r->end - close);
    const char *end = memchr(close, ')', left < LONGEST_LINK ? left : LONGEST_LINK);
    const char *inner = r->s + 1;
    if (!end || memchr(inner, '[', (size_t)(close - inner)))
        return false;
    bool keep = memmem(close, (size_t)(end - close), "/documents/", 11) &&
                !memmem(inner, (size_t)(close - inner), "http", 4);
    put(r, inner, (size_t)(close - inner), r->cp);
    if (keep) {
        put(r, " ", 1, r->cp);
        put(r, close + 2, (size_t)(end - close - 2), r->cp);
    }
    skip(r, (size_t)(end + 1 - r->s));
    return true;
}

/* Marks of Markdown: `**`, `__`, and `*` before a word. */
static size_t emphasis(const struct reader *r)
{
    char c = *r->s, next = r->s + 1 < r->end ? r->s[1] : ' ';
    if (c != '*' && c != '_')
        return 0;
    if (next == c)
        return strspn(r->s, c == '*' ? "*" : "_");
    return c == '*' && next != ' ';
}

static void flush_gap(struct reader *r, size_t line_start)
{
    if (r->gap && r->d->text.len > line_start)
        put(r, r->gap_wide || r->gap > 2 ? "\t" : " ", 1, r->cp);
    r->gap = 0;
    r->gap_wide = false;
}

static bool is_gap(struct reader *r, uint32_t cp)
{
    bool wide = cp == '\t' || cp == '|' || (cp == '>' && r->gap);
    r->gap_wide |= wide;
    r->gap += wide || is_blank_cp(cp);
    return wide || is_blank_cp(cp);
}

/* ---- addresses written so that machines do not find them: "name [at] host (dot) example" ---- */

/* Bytes of such a sign at s, 0 when none. */
static size_t address_mark(const char *s, const char *end, char *sign)
{
    static const struct {
        const char *word;
        char sign;
    } MARKS[] = { { "at", '@' },  { "@", '@' },     { "arroba", '@' }, { "arobase", '@' },
                  { "dot", '.' }, { "punto", '.' }, { "point", '.' },  { "punkt", '.' } };
    const char *close = s < end && *s == '[' ? "]" : s < end && *s == '(' ? ")" : NULL;
    for (size_t i = 0; close && i < sizeof MARKS / sizeof *MARKS; i++) {
        size_t n = strlen(MARKS[i].word);
        if ((size_t)(end - s) >= n + 2 && !strncasecmp(s + 1, MARKS[i].word, n) && s[n + 1] == *close) {
            *sign = MARKS[i].sign;
            return n + 2;
        }
    }
    return 0;
}

static bool ascii_alnum(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* "bord.example", "bord [dot] example" */
static bool is_host(const char *s, const char *end)
{
    char sign;
    while (s < end && (ascii_alnum(*s) || *s == '-'))
        s++;
    if (s + 1 < end && *s == '.')
        return ascii_alnum(s[1]);
    s += s < end && *s == ' ';
    return address_mark(s, end, &sign) && sign == '.';
}

/* Has the word at the end of the text an @, or does one follow soon? */
static bool in_address(const struct reader *r, size_t line_start)
{
    const struct buf *t = &r->d->text;
    char sign = 0;
    for (size_t i = t->len; i > line_start && t->data[i - 1] != ' ' && t->data[i - 1] != '\t'; i--)
        if (t->data[i - 1] == '@')
            return true;
    for (const char *p = r->s; p < r->end && p < r->s + 64; p++)
        if (*p == '@' || (address_mark(p, r->end, &sign) && sign == '@'))
            return true;
    return false;
}

/* Puts the sign itself in place of "[at]" inside an address, without the spaces around it. */
static bool address_sign(struct reader *r, size_t line_start)
{
    const struct buf *t = &r->d->text;
    char sign = 0;
    size_t n = address_mark(r->s, r->end, &sign);
    if (!n || t->len == line_start || r->gap_wide || r->gap > 1 ||
        !(ascii_alnum(t->data[t->len - 1]) || strchr("_-+", t->data[t->len - 1])))
        return false;
    n += r->s + n < r->end && r->s[n] == ' ';
    const char *next = r->s + n;
    bool round = *r->s == '(';
    if (next >= r->end || !ascii_alnum(*next) ||
        (sign == '@' ? round && !is_host(next, r->end) : !in_address(r, line_start)))
        return false;
    r->gap = 0;
    put(r, &sign, 1, r->cp);
    skip(r, n);
    return true;
}

static void words(struct reader *r, size_t line_start)
{
    size_t len, marks;
    for (uint32_t cp; (cp = peek(r, &len)) && !stop_now(r->d->stop);) {
        if (is_gap(r, cp) || is_invisible(cp) || cp == '<' || cp == '>' || cp == UA_SEAM) {
            skip(r, len);
        } else if ((marks = emphasis(r))) {
            skip(r, marks);
        } else if (cp == '!' && r->s + 1 < r->end && r->s[1] == '[') {
            skip(r, 1);
        } else if (!address_sign(r, line_start)) {
            flush_gap(r, line_start);
            if (cp == '[' && markdown_link(r))
                continue;
            put(r, r->s, len, r->cp);
            skip(r, len);
        }
    }
    r->gap = 0;
    r->gap_wide = false;
}

static bool worth_a_line(const struct ua_doc *d, size_t from)
{
    size_t len;
    for (size_t i = from; i < d->text.len; i += len)
        if (text_is_alnum(ua_cp(d, i, d->text.len, &len)))
            return true;
    return false;
}

/* A line of one or two digits is the number of a page. */
static bool page_number(const struct ua_doc *d, size_t from)
{
    size_t n = d->text.len - from;
    return n <= 2 && n && strspn(d->text.data + from, "0123456789") >= n;
}

static void one_line(struct reader *r, uint32_t row, bool *blank)
{
    struct ua_doc *d = r->d;
    struct ua_line line = { .row = row };
    line.width = (uint32_t)text_count(r->s, (size_t)(r->end - r->s));
    size_t indent = skip_blanks(r);
    line.depth = (uint16_t)quote_depth(r, &indent);
    line.indent = (uint16_t)indent;
    line.heading = markdown_heading(r);
    line.bullet = bullet(r);
    size_t start = d->text.len;
    words(r, start);
    bool page = page_number(d, start) && !line.bullet;
    if (d->failed || page || !worth_a_line(d, start)) {
        buf_cut(&d->text, start);
        *blank |= !page;
        return;
    }
    line.at = (struct ua_slice){ start, d->text.len };
    line.blank_before = *blank;
    *blank = false;
    put(r, "\n", 1, r->cp);
    if (dyn_room(&d->lines) < 0)
        d->failed = true;
    else
        d->lines.at[d->lines.n++] = line;
}

int ua_clean(struct ua_doc *d, const char *text, size_t n, struct err *e)
{
    struct reader r = { .d = d };
    bool blank = true;
    uint32_t row = 0;
    buf_add(&d->text, "", 0);
    for (const char *s = text, *end = text + n; s < end && !d->failed && !stop_now(d->stop); row++) {
        const char *eol = memchr(s, '\n', (size_t)(end - s));
        eol = eol ? eol : end;
        r.s = s;
        r.end = eol;
        one_line(&r, row, &blank);
        skip(&r, (size_t)(r.end - r.s));
        r.cp++;
        s = eol + 1;
    }
    if (!d->to_source)
        d->to_source = calloc(1, sizeof *d->to_source);
    return d->failed || !d->to_source ? err_no_memory(e) : 0;
}
