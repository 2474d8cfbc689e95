/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The invented cases of a decoy: whole, in the past, and other ones every time. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "satchel/base/buf.h"
#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/store/decoy_fill.h"
#include "satchel/store/store.h"

#define NOW INT64_C(1790000000)

static int64_t now(void *arg)
{
    (void)arg;
    return NOW;
}
static const struct clock CLOCK = { .unix_seconds = now, .boot_ms = now };

static sqlite3 *filled(uint64_t seed, bool empty)
{
    struct decoy_fill f = { .clock = &CLOCK, .seed = seed, .empty = empty };
    struct err e = { 0 };
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    if (decoy_fill_image(db, &f, &e) != 0)
        fail_msg("seed %d: %s", (int)seed, e.text);
    return db;
}

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK || sqlite3_step(s) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    int64_t n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

/* Every title and text, one a line. */
static char *texts(sqlite3 *db)
{
    struct buf b = { 0 };
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT title FROM kase UNION ALL SELECT summary FROM kase UNION ALL"
                                        " SELECT text FROM event UNION ALL SELECT text FROM note UNION ALL"
                                        " SELECT body FROM letter UNION ALL SELECT text FROM name",
                                        -1, &q, NULL),
                     SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW)
        buf_addf(&b, "%s\n", (const char *)sqlite3_column_text(q, 0));
    sqlite3_finalize(q);
    return buf_take(&b, NULL);
}

static void whole_and_in_the_past(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        sqlite3 *db = filled(seed, false);
        assert_in_range(number(db, "SELECT count(*) FROM rec WHERE kind = 'case'"), 3, 5);
        assert_in_range(number(db, "SELECT count(*) FROM rec"), 20, 200);
        assert_int_equal(number(db, "SELECT count(*) FROM rec WHERE created > 1790000000"), 0);
        assert_true(number(db, "SELECT (max(created) - min(created)) / 86400 FROM rec") >= 30);
        assert_true(number(db, "SELECT count(DISTINCT created / 86400) FROM rec") >= 10);
        char *all = texts(db);
        assert_non_null(all);
        assert_null(strpbrk(all, "{}$%")); /* nothing of how they are written is left */
        str_free(all);
        sqlite3_close(db);
    }
}

static void other_ones_every_time(void **state)
{
    (void)state;
    sqlite3 *db[3] = { filled(7, false), filled(7, false), filled(8, false) };
    char *text[3] = { texts(db[0]), texts(db[1]), texts(db[2]) };
    assert_true(strlen(text[0]) > 1000);
    assert_string_equal(text[0], text[1]);
    assert_string_not_equal(text[0], text[2]);
    for (int i = 0; i < 3; i++) {
        str_free(text[i]);
        sqlite3_close(db[i]);
    }
    db[0] = filled(0, false);
    db[1] = filled(0, false);
    text[0] = texts(db[0]);
    text[1] = texts(db[1]);
    assert_string_not_equal(text[0], text[1]);
    for (int i = 0; i < 2; i++) {
        str_free(text[i]);
        sqlite3_close(db[i]);
    }
}

static void or_nothing(void **state)
{
    (void)state;
    sqlite3 *db = filled(0, true);
    assert_int_equal(number(db, "SELECT count(*) FROM rec"), 0);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_and_in_the_past),
        cmocka_unit_test(other_ones_every_time),
        cmocka_unit_test(or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
