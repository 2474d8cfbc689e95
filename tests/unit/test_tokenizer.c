/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "satchel/base/buf.h"
#include "satchel/store/tokenizer.h"

/* "oneil[o|neil] case" */
static int print_word(void *arg, const struct token_word *w)
{
    struct buf *b = arg;
    buf_adds(b, b->len ? " " : "");
    buf_add(b, w->text, w->len);
    for (size_t i = 0; i < w->n_parts && w->n_parts > 1; i++) {
        buf_adds(b, i ? "|" : "[");
        buf_add(b, w->text + w->part[i].at, w->part[i].len);
    }
    buf_adds(b, w->n_parts > 1 ? "]" : "");
    return 0;
}

static void cut(const char *text, size_t n, struct buf *out)
{
    buf_clear(out);
    assert_int_equal(tokenizer_words(text, n, print_word, out), 0);
    assert_false(out->failed);
}

static void cuts_into_folded_words(void **state)
{
    (void)state;
    static const char *const EXAMPLES[][2] = {
        { "", "" },
        { "  ... !?\n", "" },
        { "The CASE of Zoë Müller", "the case of zoe muller" },
        { "Stra\xC3\x9F"
          "e",
          "strasse" },
        { "e\xCC\x81t\xC3\xA9", "ete" },
        { "O'Neil O\xE2\x80\x99Neil O\xCA\xBCNeil", "oneil[o|neil] oneil[o|neil] oneil[o|neil]" },
        { "'quoted' words'", "quoted words" },
        { "rock--roll a-'b", "rock roll a b" },
        { "2019\xE2\x80\x93"
          "2020 1\xE2\x88\x92"
          "2",
          "2019 2020 1 2" },
        { "Al-Testi l\xE2\x80\x90"
          "an",
          "altesti[al|testi] lan[l|an]" },
        { "a-b-c-d-e-f-g-h-i-j", "abcdefgh[a|b|c|d|e|f|g|h] ij[i|j]" },
        { "26/23", "26 23" },
        { "+99 155 018-2773", "99 155 0182773[018|2773]" },
        { "user@example.org", "user example org" },
        { "\xE5\xBC\xA0\xE4\xB8\x89x", "\xE5\xBC\xA0 \xE4\xB8\x89 x" }, /* two ideographs, a letter */
        { "ab\xE5\xBC\xA0-cd", "ab \xE5\xBC\xA0 cd" },     /* a hyphen after an ideograph joins nothing */
        { "\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\x91", "ab1" }, /* full width */
        { "\xD9\xA1\xD9\xA4", "14" },                      /* Arabic-Indic digits */
        { "\xD8\xA3\xD8\xAD\xD9\x85\xD8\xAF", "\xD8\xA7\xD8\xAD\xD9\x85\xD8\xAF" }, /* alef with hamza */
        { "\xD9\x85\xD9\x8F\xD8\xAD", "\xD9\x85\xD8\xAD" },                         /* a vowel sign */
        { "\xE0\xB8\x81\xE0\xB8\x82", "\xE0\xB8\x81 \xE0\xB8\x82" },                /* Thai */
        { "a\xFF"
          "b",
          "a b" }, /* ill-formed */
    };
    struct buf got = { 0 };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        cut(EXAMPLES[i][0], strlen(EXAMPLES[i][0]), &got);
        assert_string_equal(buf_text(&got), EXAMPLES[i][1]);
    }
    cut("a\0b", 3, &got);
    assert_string_equal(buf_text(&got), "a b");
    buf_free(&got);
}

static void long_words_are_cut(void **state)
{
    (void)state;
    char text[1000];
    struct buf got = { 0 };
    memset(text, 'x', sizeof text);
    cut(text, sizeof text, &got);
    assert_int_equal(got.len, TOKENIZER_TOKEN_BYTES);
    text[118] = '-';
    cut(text, sizeof text, &got);
    assert_string_equal(strchr(buf_text(&got), ' ') - 118, buf_text(&got));
    buf_free(&got);
}

static void numbers_lose_their_leading_zeros(void **state)
{
    (void)state;
    static const char *const EXAMPLES[][2] = {
        { "007", "7" }, { "0", "0" }, { "000", "0" }, { "0a", "0a" }, { "10", "10" }
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        size_t len = strlen(EXAMPLES[i][0]);
        const char *s = tokenizer_trim(EXAMPLES[i][0], &len);
        assert_int_equal(len, strlen(EXAMPLES[i][1]));
        assert_memory_equal(s, EXAMPLES[i][1], len);
    }
}

static int cut_again(void *arg, const struct token_word *w)
{
    struct buf *again = arg;
    buf_clear(again);
    if (w->n_parts != 1 || tokenizer_words(w->text, w->len, print_word, again) != 0)
        return -1;
    return again->len == w->len && memcmp(again->data, w->text, w->len) == 0 ? 0 : -1;
}

/* FTS5 cuts the tokens of a query a second time. */
static void tokens_give_themselves(void **state)
{
    (void)state;
    struct buf again = { 0 }, text = { 0 };
    for (uint32_t cp = 1; cp < 0x110000; cp++) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        buf_clear(&text);
        buf_add_cp(&text, cp);
        if (tokenizer_words(text.data, text.len, cut_again, &again) != 0)
            fail_msg("U+%04X", cp);
    }
    buf_free(&again);
    buf_free(&text);
}

static int stop_at_second(void *arg, const struct token_word *w)
{
    (void)w;
    return ++*(int *)arg == 2 ? 42 : 0;
}

static void stops_when_told(void **state)
{
    (void)state;
    int seen = 0;
    assert_int_equal(tokenizer_words("a b c d", 7, stop_at_second, &seen), 42);
    assert_int_equal(seen, 2);
}

static int count_matches(sqlite3 *db, const char *match)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM t WHERE t MATCH ?1", -1, &q, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(q, 1, match, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    return n;
}

static void serves_fts5(void **state)
{
    (void)state;
    static const struct {
        const char *match;
        int n;
    } EXAMPLES[] = {
        { "oneil", 1 },
        { "\"o neil\"", 1 },
        { "neil", 1 },
        { "neilo", 0 },
        { "\"\xE4\xB8\x89\xE5\x9B\x9B\"", 1 },
        { "\"\xE5\x9B\x9B\xE4\xB8\x89\"", 0 },
        { "\"one\"*", 1 },
        { "\"26 23\"", 1 },
        { "\"of oneil\"", 1 },
        { "\"neil 26\"", 1 },
    };
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(tokenizer_register(db, NULL), 0);
    assert_int_equal(
        sqlite3_exec(db, "CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'satchel', prefix = '2 3')", 0, 0,
                     0),
        SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "INSERT INTO t VALUES('of O\xE2\x80\x99Neil 26/23 \xE4\xB8\x89\xE5\x9B\x9B'), ('')",
                     0, 0, 0),
        SQLITE_OK);
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++)
        assert_int_equal(count_matches(db, EXAMPLES[i].match), EXAMPLES[i].n);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_into_folded_words),
        cmocka_unit_test(long_words_are_cut),
        cmocka_unit_test(numbers_lose_their_leading_zeros),
        cmocka_unit_test(tokens_give_themselves),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(serves_fts5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
