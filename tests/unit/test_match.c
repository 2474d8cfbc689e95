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

#include "satchel/base/text.h"
#include "satchel/store/match.h"
#include "satchel/store/tokenizer.h"

static void builds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *exact, *longer;
    } EXAMPLES[] = {
        { "", NULL, NULL },
        { " \"*() - ", NULL, NULL },
        { "Anna ", "((\"anna\"))", NULL },
        { "Anna", "((\"anna\"))", "(((\"anna\" *))) NOT (((\"anna\")))" },
        { "Anna T", "((\"anna\")) AND ((\"t\"))", NULL },
        { "\xE5\xBC\xA0\xE4\xB8\x89", "((\"\xE5\xBC\xA0 \xE4\xB8\x89\"))", NULL },
        { "26/23 ", "((\"26 23\"))", NULL },
        { "O'Neil ", "(((\"o neil\" OR (\"oneil\"))))", NULL },
        { "al-a.b ", "(((\"al a b\" OR (\"ala\" AND \"b\"))))", NULL },
        { "+99 (0)155 018 ", "((\"99\" AND \"0 155\" AND \"18\") OR \"99155018\")", NULL },
        { "00 155 018-2773 ", "((\"0\" AND \"155\" AND (\"18 2773\" OR (\"182773\"))) OR \"1550182773\")",
          NULL },
        { "or 2020 NOT", "((\"or\")) AND ((\"2020\")) AND ((\"not\"))",
          "(((\"or\")) AND ((\"2020\")) AND ((\"not\" *))) NOT (((\"or\")) AND ((\"2020\")) AND "
          "((\"not\")))" },
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        struct match m;
        assert_int_equal(match_build(EXAMPLES[i].text, &m, NULL), 0);
        if (EXAMPLES[i].exact)
            assert_string_equal(m.exact, EXAMPLES[i].exact);
        else
            assert_null(m.exact);
        if (EXAMPLES[i].longer)
            assert_string_equal(m.longer, EXAMPLES[i].longer);
        else
            assert_null(m.longer);
        match_free(&m);
    }
}

static void marks_the_longest_run(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text, *marked;
    } EXAMPLES[] = {
        { "anna testova", "Anna saw\nAnna Testova and Anna", "Anna Testova" },
        { "test", "a contest, a Testova", "Testova" },
        { "test ", "Testova", NULL },
        { "oneil", "Mr O\xE2\x80\x99Neil spoke", "O\xE2\x80\x99Neil" },
        { "o'neil", "Mr Oneil spoke", "Oneil" },
        { "o'ne", "Mr Oneil spoke", "Oneil" },
        { "\xE5\xBC\xA0\xE4\xB8\x89", "\xE5\xBC\xA0\xE5\x9B\x9B\xE5\xBC\xA0\xE4\xB8\x89",
          "\xE5\xBC\xA0\xE4\xB8\x89" },
        { "26/23", "26 of 2023: UA 026/23-1.", "026/23-1" },
        { "anna testova", "Anna\nTestova", "Anna" },
        { "1 2", "a \xC2\xBD cup", "\xC2\xBD" }, /* one character, two words */
        { "zzz", "Anna", NULL },
        { "", "Anna", NULL },
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        struct match m;
        size_t from, to;
        const char *text = EXAMPLES[i].text, *want = EXAMPLES[i].marked;
        assert_int_equal(match_build(EXAMPLES[i].query, &m, NULL), 0);
        assert_int_equal(match_mark(&m, text, strlen(text), &from, &to), want != NULL);
        if (want && (to - from != strlen(want) || memcmp(text + from, want, to - from) != 0))
            fail_msg("%s: %.*s", EXAMPLES[i].query, (int)(to - from), text + from);
        match_free(&m);
    }
}

/* ---- any bytes at all ---- */

static sqlite3 *open_index(void)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(tokenizer_register(db, NULL), 0);
    assert_int_equal(
        sqlite3_exec(db,
                     "CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'satchel', prefix = '2 3');"
                     "INSERT INTO t VALUES('not near or and 12 345')",
                     0, 0, 0),
        SQLITE_OK);
    return db;
}

/* Does it find anything? */
static bool runs(sqlite3 *db, const char *expression, const char *text)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1", -1, &q, NULL), SQLITE_OK);
    sqlite3_bind_text(q, 1, expression, -1, SQLITE_STATIC);
    int rc = sqlite3_step(q);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        fail_msg("%s: \"%s\" from \"%s\"", sqlite3_errmsg(db), expression, text);
    sqlite3_finalize(q);
    return rc == SQLITE_ROW;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void fill(char *text, size_t n, uint32_t *seed)
{
    static const char *const SPICE[] = { "\"",       "'",        "*",    "(",
                                         ")",        "^",        ":",    "-",
                                         "+",        "AND ",     " OR ", " NOT ",
                                         "NEAR(",    "{x}:",     "x:",   ",",
                                         ";--",      "\\",       " ",    "\xE5\xBC\xA0",
                                         "\xD8\xA3", "\xCC\x81", "0",    "12",
                                         "345 ",     "\xFF",     "\xC3", "\xE0\xB8\x81",
                                         "\xC2\xBD", "A\xCC\x81" };
    size_t at = 0;
    while (at + 8 < n) {
        const char *s = SPICE[next_random(seed) % (sizeof SPICE / sizeof *SPICE)];
        char any[2] = { (char)(1 + next_random(seed) % 255), 0 };
        s = next_random(seed) % 3 ? s : any;
        memcpy(text + at, s, strlen(s));
        at += strlen(s);
    }
    text[at] = '\0';
}

static void put(sqlite3 *db, const char *text)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO t(rowid, x) VALUES(1, ?1)", -1, &q, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(q, 1, text, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(q), SQLITE_DONE);
    sqlite3_finalize(q);
}

/* Nothing that is typed is an error, and every text finds itself. */
static void any_text_is_a_query(void **state)
{
    (void)state;
    sqlite3 *db = open_index();
    uint32_t seed = 11;
    char text[400];
    for (int i = 0; i < 3000; i++) {
        fill(text, 9 + next_random(&seed) % (sizeof text - 9), &seed);
        char *nfc = text_nfc(text, strlen(text), NULL);
        struct match m;
        assert_int_equal(match_build(text, &m, NULL), 0);
        assert_int_equal(sqlite3_exec(db, "DELETE FROM t", 0, 0, 0), SQLITE_OK);
        put(db, nfc);
        if (m.exact && !runs(db, m.exact, text))
            fail_msg("\"%s\" does not find \"%s\"", m.exact, nfc);
        if (m.longer)
            assert_false(runs(db, m.longer, text));
        size_t from, to;
        assert_int_equal(match_mark(&m, nfc, strlen(nfc), &from, &to), m.exact != NULL);
        assert_true(from <= to && to <= strlen(nfc));
        match_free(&m);
        free(nfc);
    }
    sqlite3_close(db);
}

static void long_text_is_a_query(void **state)
{
    (void)state;
    sqlite3 *db = open_index();
    char *text = malloc(100001);
    assert_non_null(text);
    static const char *const UNITS[] = { "x ", "x-y ", "12 ", "\xE5\xBC\xA0", "x" };
    for (size_t u = 0; u < sizeof UNITS / sizeof *UNITS; u++) {
        size_t len = strlen(UNITS[u]);
        for (size_t i = 0; i < 100000 / len; i++)
            memcpy(text + i * len, UNITS[u], len);
        text[100000 / len * len] = '\0';
        struct match m;
        assert_int_equal(match_build(text, &m, NULL), 0);
        runs(db, m.exact, UNITS[u]);
        match_free(&m);
    }
    free(text);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds),
        cmocka_unit_test(marks_the_longest_run),
        cmocka_unit_test(any_text_is_a_query),
        cmocka_unit_test(long_text_is_a_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
