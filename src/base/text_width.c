/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphemes and columns. The screen paints through here, so ASCII takes a short way: a printable ASCII byte
 * that is followed by another ASCII byte is a grapheme of one column and needs no table. */
#include "satchel/base/text_width.h"

#include <limits.h>

#include <utf8proc.h>

#include "satchel/base/text.h"

#define ZWJ 0x200D

static bool printable(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/* Bytes of the start of s that are graphemes of one byte and one column each, `most` at most. */
static size_t plain_run(const char *s, size_t n, size_t most)
{
    size_t i = 0, end = n < most ? n : most;
    while (i < end && printable(s[i]))
        i++;
    return i && i < n && (s[i] & 0x80) ? i - 1 : i;
}

/* Letters of which each is a grapheme of its own beside another of these (GB999), so that the tables need not
 * be asked. Those of the last two ranges take two columns. Held against the tables by test_text.c. */
static bool stands_alone(uint32_t cp)
{
    return (cp >= 0x20 && cp < 0x7F) || (cp >= 0xC0 && cp <= 0x24F) || (cp >= 0x400 && cp <= 0x482) ||
           (cp >= 0x620 && cp <= 0x64A) || (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x4E00 && cp <= 0x9FFF);
}

size_t text_next(const char *s, size_t n, size_t at)
{
    if (at >= n)
        return n;
    if (at + 1 < n && printable(s[at]) && !(s[at + 1] & 0x80))
        return at + 1;
    uint32_t cp, next;
    utf8proc_int32_t state = 0;
    at += text_decode(s + at, n - at, &cp);
    for (size_t len; at < n; at += len, cp = next) {
        len = text_decode(s + at, n - at, &next);
        if (stands_alone(cp) && stands_alone(next))
            break;
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)cp, (utf8proc_int32_t)next, &state))
            break;
    }
    return at;
}

/* Whether a grapheme certainly starts at `at`, whatever stands before the two code points around it: only
 * emoji joined by ZWJ and pairs of regional indicators (never broken from a fresh state) look further back.
 */
static bool certain_break(const char *s, size_t n, size_t at)
{
    uint32_t before, after;
    utf8proc_int32_t state = 0;
    size_t back = text_prev_cp(s, at);
    text_decode(s + back, at - back, &before);
    text_decode(s + at, n - at, &after);
    if (stands_alone(before) && stands_alone(after))
        return true;
    return before != ZWJ &&
           utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)after, &state);
}

size_t text_prev(const char *s, size_t n, size_t at)
{
    if (at > n)
        at = n;
    if (at >= 2 && printable(s[at - 1]) && printable(s[at - 2]))
        return at - 1;
    size_t start = text_prev_cp(s, at);
    while (start && !certain_break(s, n, start))
        start = text_prev_cp(s, start);
    for (size_t next = start; next < at; next = text_next(s, n, start))
        start = next;
    return start;
}

/* ---- words: runs of letters and digits, apostrophes inside them included ---- */

static bool in_word(const char *s, size_t n, size_t at)
{
    uint32_t cp, next;
    size_t len = text_decode(s + at, n - at, &cp);
    if (cp != '\'' && cp != 0x2019 && cp != 0x02BC)
        return text_is_alnum(cp);
    size_t back = text_prev_cp(s, at);
    return at && text_decode(s + back, at - back, &cp) && text_is_alnum(cp) &&
           text_decode(s + at + len, n - at - len, &next) && text_is_alnum(next);
}

size_t text_next_word(const char *s, size_t n, size_t at)
{
    while (at < n && in_word(s, n, at))
        at = text_next(s, n, at);
    while (at < n && !in_word(s, n, at))
        at = text_next(s, n, at);
    return at < n ? at : n;
}

size_t text_prev_word(const char *s, size_t n, size_t at)
{
    size_t before = text_prev(s, n, at);
    while (before < at && !in_word(s, n, before)) {
        at = before;
        before = text_prev(s, n, at);
    }
    while (before < at && in_word(s, n, before)) {
        at = before;
        before = text_prev(s, n, at);
    }
    return at;
}

size_t text_words(const char *s, size_t n)
{
    size_t words = 0;
    bool inside = false;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp;
        len = text_decode(s + at, n - at, &cp);
        const bool word = in_word(s, n, at), alone = text_is_cjk(cp);
        words += word && (alone || !inside);
        inside = word && !alone;
    }
    return words;
}

/* ---- columns ---- */

/* As wcwidth of the C library, which curses lays out by: the tables of utf8proc but for spacing marks (1),
 * the vowels and finals of decomposed hangul (0), and a tab, which is painted as one blank. */
static int cp_width(uint32_t cp)
{
    if (stands_alone(cp))
        return cp < 0x3400 ? 1 : 2;
    if (cp == '\t' || utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_MC)
        return 1;
    if ((cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FB))
        return 0;
    return utf8proc_charwidth((utf8proc_int32_t)cp);
}

int text_grapheme_width(const char *s, size_t n)
{
    int width = 0;
    uint32_t cp;
    for (size_t i = 0; i < n && width < 2;) {
        i += text_decode(s + i, n - i, &cp);
        width += cp_width(cp);
    }
    return width < 2 ? width : 2;
}

/* As text_fit; a line end may end it too. */
static size_t fit(const char *s, size_t n, int columns, bool one_line, int *used)
{
    size_t at = 0;
    int left = columns > 0 ? columns : 0;
    while (at < n && !(one_line && s[at] == '\n')) {
        size_t plain = plain_run(s + at, n - at, (size_t)left);
        at += plain;
        left -= (int)plain;
        if (at == n || (one_line && s[at] == '\n'))
            break;
        size_t next = text_next(s, n, at);
        int width = text_grapheme_width(s + at, next - at);
        if (width > left)
            break;
        at = next;
        left -= width;
    }
    *used = (columns > 0 ? columns : 0) - left;
    return at;
}

size_t text_fit(const char *s, size_t n, int columns, int *used)
{
    return fit(s, n, columns, false, used);
}

int text_width(const char *s, size_t n)
{
    int width;
    text_fit(s, n, INT_MAX, &width);
    return width;
}

bool text_is_rtl(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        if ((unsigned char)s[i] < 0xD6) { /* the first right-to-left block starts at U+0590, bytes D6 90 */
            i++;
            continue;
        }
        uint32_t cp;
        i += text_decode(s + i, n - i, &cp);
        utf8proc_propval_t kind = utf8proc_get_property((utf8proc_int32_t)cp)->bidi_class;
        if (kind == UTF8PROC_BIDI_CLASS_R || kind == UTF8PROC_BIDI_CLASS_AL)
            return true;
    }
    return false;
}

/* ---- soft wrap ---- */

static bool opens(uint32_t cp)
{
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)cp);
    return kind == UTF8PROC_CATEGORY_PS || kind == UTF8PROC_CATEGORY_PI;
}

static bool closes(uint32_t cp)
{
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)cp);
    return kind == UTF8PROC_CATEGORY_PE || kind == UTF8PROC_CATEGORY_PF || kind == UTF8PROC_CATEGORY_PO;
}

static bool breaks_after_space(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200B && cp != 0x2007);
}

/* Whether a line may end between the code points around `at`. */
static bool may_break(const char *s, size_t n, size_t at)
{
    uint32_t before, after;
    size_t back = text_prev_cp(s, at);
    text_decode(s + back, at - back, &before);
    if (!text_decode(s + at, n - at, &after))
        return true;
    const bool blank = breaks_after_space(before), wide = before >= 0x2E80 || after >= 0x2E80;
    if (blank ? breaks_after_space(after) : !wide) /* most places: no need to look further */
        return false;
    if (!certain_break(s, n, at))
        return false;
    return blank || ((text_is_cjk(before) || text_is_cjk(after) || cp_width(before) == 2) && !opens(before) &&
                     !closes(after) && !breaks_after_space(after));
}

/* The blanks at `at` hang over the edge of the line: offset behind them. */
static size_t hanging(const char *s, size_t n, size_t at)
{
    uint32_t cp;
    for (size_t len; (len = text_decode(s + at, n - at, &cp)) && breaks_after_space(cp);)
        at += len;
    return at;
}

size_t text_wrap(const char *s, size_t n, int columns)
{
    int used;
    size_t end = fit(s, n, columns, true, &used), blank = hanging(s, n, end);
    if (blank == n)
        return n;
    if (s[blank] == '\n')
        return blank + 1;
    if (blank > end && may_break(s, n, blank)) /* a word that ends at the edge stays on its line */
        return blank;
    if (!end)
        return text_next(s, n, 0);
    for (size_t at = end; at; at = text_prev_cp(s, at))
        if (may_break(s, n, at))
            return at;
    return end;
}

int text_wrapped_lines(const char *s, size_t n, int columns)
{
    int lines = 0;
    for (size_t at = 0; at < n && columns > 0; lines++)
        at += text_wrap(s + at, n - at, columns);
    return lines;
}
