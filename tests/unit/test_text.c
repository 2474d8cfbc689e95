/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include <utf8proc.h>

#include "satchel/base/text.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

static void decodes_well_formed_only(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n, len;
        uint32_t cp;
    } CASES[] = {
        { "a", 1, 1, 'a' },
        { "\xC3\xA9", 2, 2, 0xE9 },
        { "\xE4\xBD\xA0", 3, 3, 0x4F60 },
        { "\xF0\x9F\x98\x80", 4, 4, 0x1F600 },
        { "\xF4\x8F\xBF\xBF", 4, 4, 0x10FFFF },
        { "\xC3", 1, 1, 0xFFFD },
        { "\xE4\xBD", 2, 1, 0xFFFD },
        { "\xC0\x80", 2, 1, 0xFFFD },
        { "\xE0\x80\x80", 3, 1, 0xFFFD },
        { "\xED\xA0\x80", 3, 1, 0xFFFD },
        { "\xF0\x80\x80\x80", 4, 1, 0xFFFD },
        { "\xF4\x90\x80\x80", 4, 1, 0xFFFD },
        { "\xFF", 1, 1, 0xFFFD },
        { "\x80", 1, 1, 0xFFFD },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        uint32_t cp = 0;
        assert_int_equal(text_decode(CASES[i].bytes, CASES[i].n, &cp), CASES[i].len);
        assert_int_equal(cp, CASES[i].cp);
    }
    assert_int_equal(text_decode("", 0, &(uint32_t){ 0 }), 0);
    assert_true(text_valid("long enough \xE4\xBD\xA0\xE5\xA5\xBD, to run", 27));
    assert_false(text_valid("long enough, but\xFF", 17));
}

static void counts_and_offsets(void **state)
{
    (void)state;
    const char *s = "a\xC3\xA9\xE4\xBD\xA0z";
    assert_int_equal(text_count(s, strlen(s)), 4);
    assert_int_equal(text_offset(s, strlen(s), 2), 3);
    assert_int_equal(text_offset(s, strlen(s), 99), 7);
    assert_int_equal(text_prev_cp(s, 6), 3);
    assert_int_equal(text_prev_cp(s, 3), 1);
    assert_int_equal(text_prev_cp("\x80\x80", 2), 1);
}

/* Each string is one grapheme of that many columns. */
static void graphemes_have_widths(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        int width;
    } CASES[] = {
        { "a", 1 },
        { "e\xCC\x81", 1 },
        { "\xE4\xBD\xA0", 2 },
        { "\xED\x95\x9C", 2 },
        { "\xEF\xBC\xA1", 2 },
        { "\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7", 2 },
        { "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", 2 },
        { "\xE0\xA4\x95\xE0\xA4\xBF", 2 },
        { "\xD8\xA8\xD9\x8E", 1 },
        { "\t", 1 },
        { "\n", 0 },
        { "\xFF", 1 },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        size_t n = strlen(CASES[i].s);
        assert_int_equal(text_next(CASES[i].s, n, 0), n);
        assert_int_equal(text_prev(CASES[i].s, n, n), 0);
        assert_int_equal(text_grapheme_width(CASES[i].s, n), CASES[i].width);
    }
}

static void fits_without_cutting(void **state)
{
    (void)state;
    const char *s = "ab\xE4\xBD\xA0"
                    "e\xCC\x81x";
    static const struct {
        int columns, used;
        size_t len;
    } CASES[] = { { -1, 0, 0 }, { 0, 0, 0 }, { 1, 1, 1 }, { 2, 2, 2 },
                  { 3, 2, 2 },  { 4, 4, 5 }, { 5, 5, 8 }, { 9, 6, 9 } };
    for (size_t i = 0; i < LEN(CASES); i++) {
        int used = -7;
        assert_int_equal(text_fit(s, strlen(s), CASES[i].columns, &used), CASES[i].len);
        assert_int_equal(used, CASES[i].used);
    }
    assert_int_equal(text_width(s, strlen(s)), 6);
}

static void wraps_lines(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        int columns;
        size_t len;
    } CASES[] = {
        { "", 10, 0 },
        { "short", 10, 5 },
        { "one two three", 8, 8 },
        { "one two three", 7, 8 },
        { "one two three", 6, 4 },
        { "one two  \nthree", 7, 10 },
        { "one two   ", 7, 10 },
        { "one  two", 5, 5 },
        { "one\ntwo", 10, 4 },
        { "12345\nx", 5, 6 },
        { "unbreakable", 4, 4 },
        { "\xE4\xBD\xA0\xE5\xA5\xBD\xE4\xBD\xA0", 4, 6 },
        { "\xE4\xBD\xA0\xE5\xA5\xBD\xE3\x80\x82", 4, 3 },
        { "\xE4\xBD\xA0", 1, 3 },
        { "ab \xCC\x81"
          "cd",
          4, 6 },
    };
    for (size_t i = 0; i < LEN(CASES); i++)
        assert_int_equal(text_wrap(CASES[i].s, strlen(CASES[i].s), CASES[i].columns), CASES[i].len);
}

/* The short way for plain letters says what the tables say, for every letter beside every other kind of it.
 */
static void plain_letters_take_the_short_way(void **state)
{
    static const uint32_t BESIDE[] = { 'a',   0xE9,   0x416,  0x627, 0x3400, 0x6F22,
                                       0x301, 0x200D, 0xAC00, 0x600, 0x1F1E6 };
    (void)state;
    for (uint32_t cp = 0x20; cp < 0xA000; cp++) {
        for (size_t i = 0; i < sizeof BESIDE / sizeof *BESIDE; i++) {
            char two[8];
            size_t first = text_encode(cp, two), n = first + text_encode(BESIDE[i], two + first);
            bool apart = utf8proc_grapheme_break((utf8proc_int32_t)cp, (utf8proc_int32_t)BESIDE[i]);
            assert_int_equal(text_next(two, n, 0), apart ? first : n);
        }
        bool letter = cp < 0x250 || (cp >= 0x3400 && cp < 0x4DC0) || cp >= 0x4E00;
        char one[4];
        size_t n = text_encode(cp, one);
        if (letter && !(cp >= 0x7F && cp < 0xC0))
            assert_int_equal(text_width(one, n), utf8proc_charwidth((utf8proc_int32_t)cp));
    }
}

static void counts_words(void **state)
{
    static const struct {
        const char *text;
        size_t words;
    } TEXTS[] = {
        { "", 0 },
        { " \n ", 0 },
        { "one", 1 },
        { "Anna's mother, 3 letters\n- and no more.", 7 },
        { "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x80\x82", 3 },
        { "UA 26/23 \xE6\x97\xA5", 4 },
        { "q\xCC\x81q e\xCC\x81", 2 },
        { "\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85 \xD8\xB9\xD9\x84\xD9\x8A\xD9\x83\xD9\x85", 2 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        assert_int_equal(text_words(TEXTS[i].text, strlen(TEXTS[i].text)), TEXTS[i].words);
}

static void moves_by_word(void **state)
{
    (void)state;
    const char *s = "Don't go, \xC3\x89mile!";
    size_t n = strlen(s);
    assert_int_equal(text_next_word(s, n, 0), 6);
    assert_int_equal(text_next_word(s, n, 6), 10);
    assert_int_equal(text_next_word(s, n, 10), n);
    assert_int_equal(text_prev_word(s, n, n), 10);
    assert_int_equal(text_prev_word(s, n, 10), 6);
    assert_int_equal(text_prev_word(s, n, 6), 0);
    assert_int_equal(text_prev_word(s, n, 0), 0);
}

static void folds_for_search(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } CASES[] = {
        { "  \xC3\x89mile\t\xC3\x85sa\n", "emile asa" },
        { "Stra\xC3\x9F"
          "e",
          "strasse" },
        { "\xC5\x81\xC3\xB3"
          "d\xC5\xBA",
          "lodz" },
        { "O\xE2\x80\x99"
          "Brien O\xCA\xBC"
          "Brien O`Brien O\xC2\xB4"
          "Brien",
          "o'brien o'brien o'brien o'brien" },
        { "\xEF\xBC\xA1\xEF\xBC\x91", "a1" },
        { "\xD8\xA3\xD8\xAD\xD9\x85\xD9\x80\xD9\x80\xD8\xAF", "\xD8\xA7\xD8\xAD\xD9\x85\xD8\xAF" },
        { "\xD9\x81\xD8\xA7\xD8\xB7\xD9\x85\xD8\xA9", "\xD9\x81\xD8\xA7\xD8\xB7\xD9\x85\xD9\x87" },
        { "\xDA\xA9\xDB\x8C", "\xD9\x83\xD9\x8A" },
        { "\xD9\xA3\xDB\xB4", "34" },
        { "\xED\x95\x9C", "\xED\x95\x9C" },
        { "\xE3\x81\x8C", "\xE3\x81\x8C" },
        { "\xD0\x99\xD0\xBE\xD1\x91\xD1\x97", "\xD0\xB8\xD0\xBE\xD0\xB5\xD1\x96" },
        { "\xC7\xBC", "ae" },
        { "a\xC2\xAD"
          "b\xE2\x80\x91"
          "c",
          "ab-c" },
        { "\xEF\xAC\x81n", "fin" },
        { "\341\204\200\343\205\241\341\206\250", "\352\267\271" }, /* Korean letters of three kinds */
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        char *got = text_fold(CASES[i].from, strlen(CASES[i].from), NULL);
        assert_string_equal(got, CASES[i].to);
        str_free(got);
    }
    assert_true(text_same_folded("ANDR\xC3\x89", "Andre\xCC\x81"));
    assert_false(text_same_folded("Andre", "Andrea"));
}

static void sanitizes_and_reports(void **state)
{
    (void)state;
    static const char DIRTY[] = "\xEF\xBB\xBFone\r\ntwo\rth\0ree\xE2\x80\xA8"
                                "fo\xE2\x80\xAEur\x1B[31m\xFF"
                                "e\xCC\x81\t\xEF\xBF\xBE";
    struct text_report r;
    char *s = text_sanitize(DIRTY, sizeof DIRTY - 1, TEXT_MANY_LINES, &r, NULL);
    assert_string_equal(s, "one\ntwo\nthree\nfour\xEF\xBF\xBD\xC3\xA9\t");
    assert_int_equal(r.bidi_controls, 1);
    assert_int_equal(r.first_bidi_line, 4);
    assert_int_equal(r.first_bidi_col, 3);
    assert_int_equal(r.controls, 7);
    assert_int_equal(r.first_control_line, 3);
    assert_int_equal(r.first_control_col, 3);
    assert_int_equal(r.ill_formed, 1);
    str_free(s);
    s = text_sanitize("a\r\nb\tc\n", 7, TEXT_ONE_LINE, NULL, NULL);
    assert_string_equal(s, "a b c ");
    str_free(s);
}

/* A control sequence of a terminal goes as a whole; of one that is not finished, what is surely its own. */
static void takes_out_control_sequences(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        size_t out;
    } CASES[] = {
        /* CSI */
        { "\x1B[31mAnna Testova\x1B[0m", "Anna Testova", 9 },
        { "\x1B[1;38;5;200mAnna\x1B[m", "Anna", 16 },
        { "a\x1B[2Kb\x1B[?25lc\x1B[2 qd", "abcd", 15 },
        { "Anna \x1B[31", "Anna ", 4 },
        { "Anna \x1B[31\nBoris", "Anna \nBoris", 4 },
        { "\x1B[31 Boris", " Boris", 4 },
        { "\x1B[31\xC3\x89va", "\xC3\x89va", 4 },
        { "\x1B[\x1B[1mAnna", "Anna", 6 },
        /* OSC, ended by BEL or ST */
        { "\x1B]0;a title\x07"
          "Anna",
          "Anna", 12 },
        { "\x1B]8;;https://x.example\x1B\\Anna\x1B]8;;\x1B\\", "Anna", 31 },
        { "\x1B]0;Anna Testova\nBoris", "Anna Testova\nBoris", 4 },
        { "\x1B]Anna", "Anna", 2 },
        { "\x1BPq#0\x1B\\Anna\x1B_x\x1B\\\x1B^y\x1B\\", "Anna", 17 },
        /* 8-bit forms, as code points */
        { "\xC2\x9B"
          "31mAnna\xC2\x9B"
          "0m",
          "Anna", 7 },
        { "\xC2\x9D"
          "0;t\xC2\x9C"
          "Anna\xC2\x9D"
          "0;t\x07",
          "Anna", 10 },
        { "\xC2\x9B", "", 1 },
        { "\xC2\x90q\xC2\x9C"
          "Anna",
          "Anna", 3 },
        /* others */
        { "\x1B(BAnna\x1B"
          "7\x1B"
          "8",
          "Anna", 7 },
        { "\x1B"
          "Anna (B)",
          "Anna (B)", 1 },
        { "\x1B", "", 1 },
        { "[31m is what is left of a colour", "[31m is what is left of a colour", 0 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct text_report r;
        char *s = text_sanitize(CASES[i].from, strlen(CASES[i].from), TEXT_MANY_LINES, &r, NULL);
        if (strcmp(s, CASES[i].to) != 0 || r.controls != CASES[i].out)
            fail_msg("%zu: \"%s\" and %zu out instead of \"%s\" and %zu", i, s, r.controls, CASES[i].to,
                     CASES[i].out);
        str_free(s);
    }
}

static void reads_foreign_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        enum text_encoding encoding;
        const char *text;
    } CASES[] = {
        { "\xEF\xBB\xBFhi", 5, TEXT_UTF8, "hi" },
        { "h\xC3\xA9", 3, TEXT_UTF8, "h\xC3\xA9" },
        { "h\xE9 \x80\x93", 5, TEXT_LATIN1, "h\xC3\xA9 \xE2\x82\xAC\xE2\x80\x9C" },
        { "\xFF\xFEh\0\xE9\0\x3D\xD8\x00\xDE", 10, TEXT_UTF16LE, "h\xC3\xA9\xF0\x9F\x98\x80" },
        { "\xFE\xFF\0h\xD8\x3Dx", 7, TEXT_UTF16BE, "h\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "h\0\xE9\0l\0l\0\x1F\x04\n\0", 12, TEXT_UTF16LE, "h\xC3\xA9ll\xD0\x9F\n" }, /* no mark */
        { "\0h\0\xE9\0l\0l\x04\x1F\0\n", 12, TEXT_UTF16BE, "h\xC3\xA9ll\xD0\x9F\n" },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        enum text_encoding found = TEXT_UTF8;
        char *got = text_from_bytes(CASES[i].bytes, CASES[i].n, &found, NULL);
        assert_string_equal(got, CASES[i].text);
        assert_int_equal(found, CASES[i].encoding);
        str_free(got);
    }
}

static void refuses_what_is_no_text(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } CASES[] = { { "", 0 },
                  { " \n\t ", 4 },
                  { "\xEF\xBB\xBF", 3 },
                  { "a\0b", 3 },
                  { "\x01\x02\x03"
                    "abc",
                    6 } };
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct err e = { 0 };
        assert_null(text_from_bytes(CASES[i].bytes, CASES[i].n, NULL, &e));
        assert_int_equal(e.code, ERR_INPUT);
    }
}

static void trims(void **state)
{
    (void)state;
    size_t len;
    const char *s = " \xC2\xA0 a b\xE3\x80\x80\n";
    assert_memory_equal(text_trim(s, strlen(s), &len), "a b", 3);
    assert_int_equal(len, 3);
    assert_true(text_is_blank("\t \xC2\xA0"));
    assert_true(text_is_blank(""));
    assert_false(text_is_blank(" . "));
}

static void tells_scripts(void **state)
{
    (void)state;
    assert_true(text_is_cjk(0x4F60) && text_is_cjk(0x30AB) && text_is_cjk(0xD55C));
    assert_false(text_is_cjk(0x3002) || text_is_cjk('a') || text_is_cjk(0x30FB));
    assert_true(text_is_alnum('z') && text_is_alnum('0') && text_is_alnum(0x0301) && text_is_alnum(0x0661));
    assert_false(text_is_alnum('\'') || text_is_alnum(0x2019) || text_is_alnum('@'));
    assert_true(text_is_rtl("abc \xD7\x90", 6) && text_is_rtl("\xD8\xA7", 2));
    assert_false(text_is_rtl("abc \xE4\xBD\xA0\xD0\x96", 9));
}

/* ---- random bytes: what must hold for any input ---- */

/* A small generator of our own, so that a failure can be repeated (xorshift32). */
static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Bytes and characters that make trouble, mixed. */
static size_t random_text(uint32_t *seed, char *out, size_t cap)
{
    static const char *const PIECES[] = { "\r",
                                          "\n",
                                          " ",
                                          "a",
                                          "word",
                                          "\xCC\x81",
                                          "\xCD\x84",
                                          "\xE2\x80\x8D",
                                          "\xF0\x9F\x87\xA6",
                                          "\xE2\x80\xAE",
                                          "\xE4\xBD\xA0",
                                          "\xF0\x9F\x91\xA9",
                                          "\xE0\xA5\x98",
                                          "\xD9\x8B",
                                          "\xED\x95\x9C",
                                          "\xE1\x84\x80",
                                          "\xE1\x85\xA1",
                                          "\xEF\xBB\xBF",
                                          "\xD8\x80",
                                          "\t",
                                          "\xEF\xBF\xBE" };
    struct buf b = { 0 };
    size_t want = next_random(seed) % (cap - 8);
    uint32_t stay = next_random(seed) % 4;
    size_t piece = 0;
    while (b.len < want) {
        if (!stay || next_random(seed) % (stay * 8) == 0)
            piece = next_random(seed) % (LEN(PIECES) + 3);
        if (piece < LEN(PIECES))
            buf_adds(&b, PIECES[piece]);
        else
            buf_addc(&b, (char)next_random(seed));
    }
    memcpy(out, buf_text(&b), b.len);
    size_t n = b.len;
    buf_free(&b);
    return n;
}

static void sanitizing_twice_changes_nothing(void **state)
{
    (void)state;
    uint32_t seed = 2463534242u;
    char raw[600];
    for (int i = 0; i < 3000; i++) {
        size_t n = random_text(&seed, raw, sizeof raw);
        struct text_report again;
        char *once = text_sanitize(raw, n, TEXT_MANY_LINES, NULL, NULL);
        char *twice = text_sanitize(once, strlen(once), TEXT_MANY_LINES, &again, NULL);
        char *nfc = text_nfc(once, strlen(once), NULL);
        assert_true(text_valid(once, strlen(once)));
        assert_string_equal(once, twice);
        assert_string_equal(once, nfc);
        assert_int_equal(again.bidi_controls + again.controls + again.ill_formed, 0);
        str_free(once);
        str_free(twice);
        str_free(nfc);
    }
}

static void graphemes_step_the_same_both_ways(void **state)
{
    (void)state;
    uint32_t seed = 88172645u;
    char s[200];
    for (int i = 0; i < 2000; i++) {
        size_t n = random_text(&seed, s, sizeof s), at = 0, width = 0;
        while (at < n) {
            size_t next = text_next(s, n, at);
            assert_true(next > at);
            assert_int_equal(text_prev(s, n, next), at);
            width += (size_t)text_grapheme_width(s + at, next - at);
            at = next;
        }
        assert_int_equal(text_width(s, n), width);
        for (at = 0; at < n; at = text_next_word(s, n, at))
            assert_true(text_next_word(s, n, at) > at);
    }
}

static void wrapped_lines_fit_and_lose_nothing(void **state)
{
    (void)state;
    uint32_t seed = 5u;
    char s[400];
    for (int i = 0; i < 2000; i++) {
        size_t n = random_text(&seed, s, sizeof s);
        int columns = (int)(next_random(&seed) % 30) + 1;
        for (size_t at = 0, len; at < n; at += len) {
            len = text_wrap(s + at, n - at, columns);
            assert_true(len > 0);
            size_t shown = len; /* blanks may hang over the edge */
            while (shown && strchr(" \t\n", s[at + shown - 1]))
                shown--;
            assert_true(text_width(s + at, shown) <= columns || text_next(s + at, n - at, 0) == len);
        }
    }
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        struct buf b = { 0 };
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        buf_adds(&b, "a");
        buf_add_cp(&b, cp);
        char *once = text_fold(b.data, b.len, NULL);
        char *twice = text_fold(once, strlen(once), NULL);
        assert_string_equal(once, twice);
        str_free(once);
        str_free(twice);
        buf_free(&b);
    }
}

static void hostile_marks_cost_no_square(void **state)
{
    (void)state;
    struct buf b = { 0 };
    for (int i = 0; i < 200000; i++)
        buf_adds(&b, i % 2 ? "\xCC\x81" : "\xCC\xA3");
    char *s = text_sanitize(b.data, b.len, TEXT_MANY_LINES, NULL, NULL);
    assert_true(strlen(s) > b.len);
    str_free(s);
    buf_free(&b);
}

static void what_goes_to_a_terminal_is_tamed(void **state)
{
    static const struct {
        const char *text, *want;
    } CASES[] = {
        { "", "" },
        { "M\xC3\xADra, \xE6\x9D\xB1\n\tfree", "M\xC3\xADra, \xE6\x9D\xB1\n\tfree" },
        { "a\033[2Jb\rc\x7F", "a?[2Jb?c?" },
        { "\xC2\x9B"
          "31m",
          "??31m" },
        { "a\xE2\x80\xAE"
          "b",
          "a???b" },
        { "a\x9B!\xC3", "a?!?" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[32];
        snprintf(text, sizeof text, "%s", CASES[i].text);
        text_tame(text, strlen(text));
        assert_string_equal(text, CASES[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_well_formed_only),
        cmocka_unit_test(counts_and_offsets),
        cmocka_unit_test(graphemes_have_widths),
        cmocka_unit_test(fits_without_cutting),
        cmocka_unit_test(wraps_lines),
        cmocka_unit_test(plain_letters_take_the_short_way),
        cmocka_unit_test(counts_words),
        cmocka_unit_test(moves_by_word),
        cmocka_unit_test(folds_for_search),
        cmocka_unit_test(sanitizes_and_reports),
        cmocka_unit_test(takes_out_control_sequences),
        cmocka_unit_test(reads_foreign_encodings),
        cmocka_unit_test(refuses_what_is_no_text),
        cmocka_unit_test(trims),
        cmocka_unit_test(tells_scripts),
        cmocka_unit_test(sanitizing_twice_changes_nothing),
        cmocka_unit_test(graphemes_step_the_same_both_ways),
        cmocka_unit_test(wrapped_lines_fit_and_lose_nothing),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(what_goes_to_a_terminal_is_tamed),
        cmocka_unit_test(hostile_marks_cost_no_square),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
