/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tests/unit/schema-1.sql is a database of version 1 as text, as the program of that time wrote it: its
 * tables, and a record of each kind. It is never changed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "storebox.h"
#include "satchel/base/buf.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/store/search.h"
#include "satchel/store/tokenizer.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

#define FIXTURE "tests/unit/schema-1.sql"

static char *text_of(sqlite3 *db, const char *sql, const char *between)
{
    struct buf b = { 0 };
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++)
            buf_addf(&b, "%s%s", i ? ", " : "", (const char *)sqlite3_column_text(st, i));
        buf_adds(&b, between);
    }
    sqlite3_finalize(st);
    return buf_take(&b, NULL);
}

/* What belongs to the search table is made with it. */
#define OURS "name NOT LIKE 'sqlite%' AND name NOT LIKE 'search\\_%' ESCAPE '\\' AND sql IS NOT NULL"

#define TABLES_BY_NAME "SELECT sql FROM sqlite_schema WHERE " OURS " ORDER BY name"

static char *tables(sqlite3 *db)
{
    return text_of(db, "SELECT sql FROM sqlite_schema WHERE " OURS " ORDER BY rowid", ";\n");
}

static char *read_fixture(void)
{
    struct buf b = { 0 };
    char piece[4096];
    size_t n;
    FILE *f = fopen(FIXTURE, "r");
    assert_non_null(f);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&b, piece, n);
    fclose(f);
    return buf_take(&b, NULL);
}

static sqlite3 *open_fixture(void)
{
    sqlite3 *db;
    char *sql = read_fixture(), *why = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(tokenizer_register(db, NULL), 0);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    str_free(sql);
    return db;
}

/* Opens the old database, and has the same tables as a new one; its records are all there. */
static void version_1_is_brought_up_to_date(void **state)
{
    (void)state;
    struct storebox fresh;
    struct err e;
    struct store *s;
    struct store_rows rows = { 0 };
    struct search found = { 0 };
    storebox_open(&fresh, NULL);
    sqlite3 *db = open_fixture();
    if (store_open(db, &fresh.clock, &s, &e) < 0)
        fail_msg("%s", e.text);
    char *expected = text_of(fresh.db, TABLES_BY_NAME, ";\n"), *got = text_of(db, TABLES_BY_NAME, ";\n");
    assert_string_equal(got, expected);
    str_free(expected);
    str_free(got);
    int version;
    assert_int_equal(schema_version(db, &version, NULL), 0);
    assert_int_equal(version, SCHEMA_VERSION);
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        rows.n = 0;
        assert_int_equal(store_list(s, &(struct store_query){ .kind = kind }, &rows, &e), 0);
        assert_true(rows.n > 0);
        struct rec *r;
        if (store_get(s, rows.at[0], &r, &e) < 0)
            fail_msg("%s: %s", kind_of(kind)->name, e.text);
        rec_free(r);
    }
    assert_int_equal(store_delete(s, rows.at[0], NULL, &e), 0);
    assert_int_equal(store_undo(s, NULL, &e), 0);
    assert_int_equal(search_run(s, "sylvania", KIND_CASE, &found, &e), 0);
    assert_true(found.hits.n > 0);
    search_free(&found);
    store_rows_free(&rows);
    store_close(s);
    sqlite3_close(db);
    storebox_close(&fresh);
}

/* Where nothing may be written it is not brought up to date. */
static void an_old_one_is_not_read_only(void **state)
{
    (void)state;
    struct storebox fresh;
    struct err e;
    struct store *s = NULL;
    char path[] = "/tmp/satchel-schema-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    storebox_open(&fresh, NULL);
    sqlite3 *db = open_fixture(), *copy;
    char *sql = sqlite3_mprintf("VACUUM INTO %Q", path);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_free(sql);
    assert_int_equal(sqlite3_open_v2(path, &copy, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(store_open(copy, &fresh.clock, &s, &e), -1);
    assert_non_null(strstr(e.text, "older Satchel"));
    assert_null(s);
    sqlite3_close(copy);
    sqlite3_close(db);
    unlink(path);
    storebox_close(&fresh);
}

static void a_newer_one_is_left_alone(void **state)
{
    (void)state;
    struct storebox fresh;
    struct err e;
    struct store *s = NULL;
    storebox_open(&fresh, NULL);
    sqlite3 *db = open_fixture();
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    int before = sqlite3_total_changes(db);
    assert_int_equal(store_open(db, &fresh.clock, &s, &e), -1);
    assert_int_equal(e.code, ERR_TOO_NEW);
    assert_non_null(strstr(e.text, "99"));
    assert_null(s);
    assert_int_equal(sqlite3_total_changes(db), before);
    sqlite3_close(db);
    storebox_close(&fresh);
}

static void what_is_not_ours_is_refused(void **state)
{
    (void)state;
    struct storebox fresh;
    struct err e;
    struct store *s = NULL;
    sqlite3 *db;
    storebox_open(&fresh, NULL);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(store_open(db, &fresh.clock, &s, &e), -1);
    assert_int_equal(e.code, ERR_DAMAGE);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE rec(n)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(store_init_schema(db, NULL, &e), -1);
    char *left = tables(db);
    assert_string_equal(left, "CREATE TABLE rec(n);\n");
    str_free(left);
    sqlite3_close(db);
    storebox_close(&fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_1_is_brought_up_to_date),
        cmocka_unit_test(an_old_one_is_not_read_only),
        cmocka_unit_test(a_newer_one_is_left_alone),
        cmocka_unit_test(what_is_not_ours_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
