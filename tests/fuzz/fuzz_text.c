/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from outside: never a fault; what the sanitizer gives back is valid, in NFC, and clean; lines and
 * graphemes cover the text and fit. */
#include "fuzz.h"

#include "satchel/base/err.h"
#include "satchel/base/text.h"

static void check_clean(const char *s, size_t n, enum text_lines lines)
{
    struct text_report report;
    char *once = text_sanitize(s, n, lines, NULL, NULL), *twice, *nfc;
    hold(once != NULL);
    twice = text_sanitize(once, strlen(once), lines, &report, NULL);
    nfc = text_nfc(once, strlen(once), NULL);
    hold(text_valid(once, strlen(once)) && strcmp(once, twice) == 0 && strcmp(once, nfc) == 0);
    hold(report.bidi_controls + report.controls + report.ill_formed == 0);
    hold(lines == TEXT_MANY_LINES || !strpbrk(once, "\n\t"));
    str_free(once);
    str_free(twice);
    str_free(nfc);
}

/* The end of a line without the blanks that may hang over the edge, and its line end. */
static size_t without_blanks(const char *s, size_t n)
{
    uint32_t cp;
    for (size_t last; n > 0; n = last) {
        last = text_prev_cp(s, n);
        text_decode(s + last, n - last, &cp);
        if (!text_is_space(cp) && cp != 0x200B)
            break;
    }
    return n;
}

static void check_steps(const char *s, size_t n)
{
    int width = 0, columns = (int)(n % 40) + 2;
    for (size_t at = 0, next; at < n; at = next) {
        next = text_next(s, n, at);
        hold(next > at && next <= n && text_prev(s, n, next) == at);
        width += text_grapheme_width(s + at, next - at);
    }
    hold(text_width(s, n) == width);
    for (size_t at = 0, len; at < n; at += len) {
        len = text_wrap(s + at, n - at, columns);
        hold(len > 0 && at + len <= n && text_width(s + at, without_blanks(s + at, len)) <= columns);
    }
    for (size_t at = 0, next; at < n; at = next) {
        next = text_next_word(s, n, at);
        hold(next > at && next <= n);
    }
    for (size_t at = n; at > 0;) {
        size_t before = text_prev_word(s, n, at);
        hold(before < at);
        at = before;
    }
}

static void check_fold(const char *s, size_t n)
{
    char *once = text_fold(s, n, NULL), *twice = text_fold(once, strlen(once), NULL);
    hold(text_valid(once, strlen(once)) && strcmp(once, twice) == 0);
    str_free(once);
    str_free(twice);
}

static void check_tame(const char *s, size_t n)
{
    struct text_report report;
    char *tame = fuzz_text((const uint8_t *)s, n), *clean;
    text_tame(tame, n);
    clean = text_sanitize(tame, n, TEXT_MANY_LINES, &report, NULL);
    hold(clean && report.bidi_controls + report.ill_formed == 0 && !memchr(tame, 0x1B, n));
    str_free(clean);
    free(tame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *s = fuzz_bytes(data, size);
    enum text_encoding found;
    check_clean(s, size, TEXT_MANY_LINES);
    check_clean(s, size, TEXT_ONE_LINE);
    check_steps(s, size);
    check_fold(s, size);
    check_tame(s, size);
    char *text = text_from_bytes(s, size, &found, NULL);
    if (text)
        hold(strlen(text) > 0);
    str_free(text);
    free(s);
    return 0;
}
