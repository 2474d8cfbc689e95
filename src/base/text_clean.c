/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door for foreign text. Promise: what text_sanitize returns is valid UTF-8 in NFC, has no control
 * character but \n and \t, no bidirectional control, no noncharacter; and cleaning it again changes nothing.
 * Bidirectional controls go because they make a line read otherwise than it is stored (Trojan Source, CVE
 * 2021-42574): a reader would check one name and send another. They are counted and their first place is
 * told. Joiners (U+200C, U+200D) stay, Persian and Indic spelling needs them. A terminal's control sequence
 * goes as a whole, so that no "[31m" is left of it in a name; of one that is not finished only what is surely
 * its own, because a letter too few is worse than a bracket too many. Tests feed random bytes. */
#include "satchel/base/text_clean.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xFEFF || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
           (cp & 0xFFFE) == 0xFFFE;
}

static bool is_line_end(uint32_t cp)
{
    return cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

/* ---- control sequences of terminals (ECMA-48 5th edition, sections 5.3 to 5.6) ------------------------- */

#define LONGEST_STRING 4096 /* bytes of a title or command; keeps cleaning linear */

/* What ESC and the next byte, or a C1 control in UTF-8, introduces: '[' CSI, ']' OSC, 'P' DCS, 'X' SOS, '^'
 * PM,
 * '_' APC, other bytes short sequences; 0: nothing. */
static char introduces(const char *s, size_t n)
{
    if (n < 2)
        return 0;
    if (s[0] == 0x1B)
        return s[1];
    return s[0] == '\xC2' && s[1] && strchr("\x9B\x9D\x90\x98\x9E\x9F", s[1]) ? (char)(s[1] - 0x40) & 0x7F
                                                                              : 0;
}

static size_t span_of(const char *s, size_t n, char low, char high)
{
    size_t i = 0;
    while (i < n && s[i] >= low && s[i] <= high)
        i++;
    return i;
}

/* Parameters, intermediate bytes, a final byte: "31m". A blank counts before "q" only (the shape of the
 * cursor): "[31 Name" is not finished. */
static size_t csi_bytes(const char *s, size_t n)
{
    size_t i = span_of(s, n, '0', '?');
    if (i + 1 < n && s[i] == ' ' && s[i + 1] == 'q')
        return i + 2;
    i += span_of(s + i, n - i, '!', '/');
    return i + (i < n && s[i] >= '@' && s[i] <= '~');
}

/* Up to BEL or ST on the same line. Not ended: the number an OSC begins with and its semicolon. */
static size_t string_bytes(const char *s, size_t n, char kind)
{
    size_t most = n < LONGEST_STRING ? n : LONGEST_STRING;
    for (size_t i = 0; i < most && s[i] != '\n' && s[i] != '\r'; i++) {
        if (s[i] == 0x07)
            return i + 1;
        bool two = i + 1 < n;
        if (two && ((s[i] == 0x1B && s[i + 1] == '\\') || (s[i] == '\xC2' && s[i + 1] == '\x9C')))
            return i + 2;
        if (s[i] == 0x1B)
            break;
    }
    size_t digits = kind == ']' ? span_of(s, n, '0', '9') : 0;
    return digits && digits < n && s[digits] == ';' ? digits + 1 : 0;
}

/* Bytes of the control sequence at s; 0: there is none. */
static size_t sequence_bytes(const char *s, size_t n)
{
    char kind = introduces(s, n);
    if (!kind)
        return 0;
    if (kind == '[')
        return 2 + csi_bytes(s + 2, n - 2);
    if (strchr("]PX^_", kind))
        return 2 + string_bytes(s + 2, n - 2, kind);
    if (strchr("()", kind)) /* which letters are shown */
        return n > 2 && s[2] && strchr("AB012", s[2]) ? 3 : 0;
    return strchr("78=>\\", kind) ? 2 : 0;
}

/* One pass over the text; line and col are those of the code point at hand. */
struct cleaning {
    struct buf out;
    struct text_report report;
    size_t line, col;
    bool one_line;
};

static void take_out(struct cleaning *c, size_t characters)
{
    if (!c->report.controls) {
        c->report.first_control_line = c->line;
        c->report.first_control_col = c->col;
    }
    c->report.controls += characters;
}

static void clean_cp(struct cleaning *c, uint32_t cp)
{
    if (is_line_end(cp)) {
        buf_addc(&c->out, c->one_line ? ' ' : '\n');
    } else if (cp == '\f' || cp == '\v') { /* page and column breaks of converted documents part words too */
        if (c->out.len && c->out.data[c->out.len - 1] != '\n')
            buf_addc(&c->out, c->one_line ? ' ' : '\n');
    } else if (cp == '\t') {
        buf_addc(&c->out, c->one_line ? ' ' : '\t');
    } else if (text_is_bidi_control(cp)) {
        if (!c->report.bidi_controls++) {
            c->report.first_bidi_line = c->line;
            c->report.first_bidi_col = c->col;
        }
    } else if (is_control(cp)) {
        take_out(c, 1);
    } else {
        buf_add_cp(&c->out, cp);
    }
}

/* Bytes that stay as they are, at the start of s: most of most texts. */
static size_t plain_run(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && s[i] >= 0x20 && s[i] < 0x7F)
        i++;
    return i;
}

static void clean_all(struct cleaning *c, const char *s, size_t n)
{
    size_t i = n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* a byte order mark */
    while (i < n) {
        uint32_t cp;
        size_t plain = plain_run(s + i, n - i);
        buf_add(&c->out, s + i, plain);
        i += plain;
        c->col += plain;
        size_t len = sequence_bytes(s + i, n - i);
        if (len) {
            size_t characters = text_count(s + i, len);
            take_out(c, characters);
            c->col += characters;
            i += len;
            continue;
        }
        if (!(len = text_decode(s + i, n - i, &cp)))
            break;
        c->report.ill_formed += len == 1 && cp == 0xFFFD;
        if (cp == '\r' && i + 1 < n && s[i + 1] == '\n')
            len = 2;
        clean_cp(c, cp);
        i += len;
        c->col++;
        if (is_line_end(cp)) {
            c->line++;
            c->col = 1;
        }
    }
}

char *text_sanitize(const char *s, size_t n, enum text_lines lines, struct text_report *report, struct err *e)
{
    struct cleaning c = { .line = 1, .col = 1, .one_line = lines == TEXT_ONE_LINE };
    char *nfc = NULL;
    clean_all(&c, s, n);
    if (c.out.failed)
        err_no_memory(e);
    else
        nfc = text_nfc(buf_text(&c.out), c.out.len, e);
    buf_free(&c.out);
    if (nfc && report)
        *report = c.report;
    return nfc;
}

void text_tame(char *s, size_t n)
{
    uint32_t cp;
    for (size_t at = 0, len; at < n; at += len) {
        len = text_decode(s + at, n - at, &cp);
        bool control = (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0);
        bool broken = len == 1 && (s[at] & 0x80);
        if (control || broken || text_is_bidi_control(cp))
            memset(s + at, '?', len);
    }
}

/* ---- foreign encodings ------------------------------------------------------------------------------- */

/* Windows-1252 where it differs from Latin-1, from the WHATWG Encoding Standard. */
static uint32_t windows_1252(unsigned char byte)
{
    static const uint16_t HIGH[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    return byte >= 0x80 && byte < 0xA0 ? HIGH[byte - 0x80] : byte;
}

static void from_latin1(struct buf *b, const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_add_cp(b, windows_1252(s[i]));
}

static uint32_t unit16(const unsigned char *s, bool big)
{
    return big ? (uint32_t)(s[0] << 8 | s[1]) : (uint32_t)(s[1] << 8 | s[0]);
}

static void from_utf16(struct buf *b, const unsigned char *s, size_t n, bool big)
{
    size_t i = 0;
    while (i + 2 <= n) {
        uint32_t cp = unit16(s + i, big);
        i += 2;
        if (cp >= 0xD800 && cp <= 0xDFFF) {
            uint32_t low = cp < 0xDC00 && i + 2 <= n ? unit16(s + i, big) : 0;
            bool paired = low >= 0xDC00 && low <= 0xDFFF;
            cp = paired ? 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
            i += paired ? 2 : 0;
        }
        buf_add_cp(b, cp);
    }
    if (i < n)
        buf_add_cp(b, 0xFFFD);
}

/* Mostly well-formed: a long text with a few broken bytes is damaged UTF-8, not Latin-1. The sanitizer tells
 * of the broken bytes. */
static bool looks_utf8(const char *s, size_t n)
{
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = text_decode(s + i, n - i, &cp);
        good += len > 1;
        bad += len == 1 && cp == 0xFFFD;
        i += len;
    }
    return bad * 8 <= good;
}

/* More than one byte in fifty is a control character that no text has. */
static bool looks_binary(const char *s, size_t n)
{
    size_t odd = 0;
    for (size_t i = 0; i < n; i++)
        odd += (unsigned char)s[i] < 0x20 && !memchr("\t\n\v\f\r\x1B", s[i], 6);
    return odd * 50 > n;
}

/* UTF-16 without its mark: most of one half of the pairs is NUL, and the other half is text. */
static bool looks_utf16(const unsigned char *s, size_t n, bool big)
{
    size_t pairs = (n < 4096 ? n : 4096) / 2, zero = 0;
    for (size_t i = 0; i < pairs; i++) {
        unsigned char high = s[2 * i + (big ? 0 : 1)], low = s[2 * i + (big ? 1 : 0)];
        if (!high && (low >= 0x20 ? low == 0x7F : !memchr("\t\n\r", low, 3)))
            return false;
        zero += !high;
    }
    return pairs >= 4 && n % 2 == 0 && zero * 10 >= pairs * 7;
}

static enum text_encoding recognise(const unsigned char *s, size_t n, size_t *bom)
{
    static const struct {
        enum text_encoding encoding;
        unsigned char len;
        char mark[4];
    } BOMS[] = { { TEXT_UTF8, 3, "\xEF\xBB\xBF" },
                 { TEXT_UTF16LE, 2, "\xFF\xFE" },
                 { TEXT_UTF16BE, 2, "\xFE\xFF" } };
    *bom = 0;
    for (size_t i = 0; i < sizeof BOMS / sizeof *BOMS; i++)
        if (n >= BOMS[i].len && memcmp(s, BOMS[i].mark, BOMS[i].len) == 0) {
            *bom = BOMS[i].len;
            return BOMS[i].encoding;
        }
    if (looks_utf16(s, n, false))
        return TEXT_UTF16LE;
    if (looks_utf16(s, n, true))
        return TEXT_UTF16BE;
    return looks_utf8((const char *)s, n) ? TEXT_UTF8 : TEXT_LATIN1;
}

char *text_from_bytes(const void *bytes, size_t n, enum text_encoding *found, struct err *e)
{
    struct buf b = { 0 };
    size_t bom;
    enum text_encoding encoding = recognise(bytes, n, &bom);
    const unsigned char *s = (const unsigned char *)bytes + bom;
    n -= bom;
    if (encoding == TEXT_UTF8)
        buf_add(&b, s, n);
    else if (encoding == TEXT_LATIN1)
        from_latin1(&b, s, n);
    else
        from_utf16(&b, s, n, encoding == TEXT_UTF16BE);
    if (b.failed) {
        err_no_memory(e);
    } else if (text_trim(buf_text(&b), b.len, &n), !n) {
        err_set(e, ERR_INPUT, _("There is no text in it. Nothing was stored."));
    } else if (memchr(b.data, '\0', b.len) || looks_binary(b.data, b.len)) {
        err_set(
            e, ERR_INPUT,
            _("This is not a text file: it has bytes that no text has. Nothing was stored. Save it as plain "
              "text (UTF-8) and try again."));
    } else {
        if (found)
            *found = encoding;
        return buf_take(&b, e);
    }
    buf_free(&b);
    return NULL;
}
