/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages read without SQLite, against SQLite; and pages of any bytes, which must lead nowhere. (Whole stores
 * are read in test_rescue.) */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "satchel/vault/dbpage.h"
#include "satchel/vault/survey.h"

static void varints_come_back(void **state)
{
    (void)state;
    static const uint64_t VALUES[] = { 0,          1,          127,        128,       16383,
                                       16384,      2097151,    2097152,    1 << 28,   UINT32_MAX,
                                       1ull << 55, 1ull << 56, 1ull << 63, UINT64_MAX };
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        uint8_t bytes[9];
        uint64_t back = 0;
        unsigned n = dbpage_put_varint(bytes, VALUES[i]);
        assert_int_equal(dbpage_varint(bytes, n, &back), n);
        assert_true(back == VALUES[i]);
        assert_int_equal(dbpage_varint(bytes, n - 1, &back), 0);
    }
}

/* ---- a database of SQLite's ---- */

struct image {
    unsigned char *bytes;
    sqlite3_int64 n;
};

static int read_image(void *arg, uint32_t number, uint8_t *to)
{
    const struct image *m = arg;
    if ((sqlite3_int64)number * DBPAGE_BYTES > m->n)
        return -1;
    memcpy(to, m->bytes + (size_t)(number - 1) * DBPAGE_BYTES, DBPAGE_BYTES);
    return 0;
}

static bool never(void *arg, uint32_t page)
{
    (void)arg;
    (void)page;
    return false;
}

static sqlite3 *make_database(struct image *m)
{
    sqlite3 *db;
    int reserve = 40;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
    assert_int_equal(
        sqlite3_exec(
            db,
            "PRAGMA page_size = 4096; CREATE TABLE t(n INTEGER PRIMARY KEY, a, b, c);"
            "CREATE INDEX t_a ON t(a); CREATE TABLE w(k TEXT, v, PRIMARY KEY(k)) WITHOUT ROWID;"
            "WITH i(i) AS (SELECT -300 UNION ALL SELECT i + 1 FROM i WHERE i < 300)"
            " INSERT INTO t SELECT i * 12345678901, i * i * i * 71, hex(randomblob(abs(i))),"
            "  CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN i / 8.0 WHEN 2 THEN zeroblob(i * i) ELSE i % 2 END"
            " FROM i; INSERT INTO w SELECT 'key ' || n, b || b || b FROM t;",
            NULL, NULL, NULL),
        SQLITE_OK);
    m->bytes = sqlite3_serialize(db, "main", &m->n, 0);
    assert_non_null(m->bytes);
    return db;
}

struct compare {
    sqlite3_stmt *st;
    bool by_rowid;
};

static int compare_row(void *arg, const struct dbrow *row)
{
    const struct compare *c = arg;
    static const int TYPES[] = { [DBVALUE_NULL] = SQLITE_NULL,
                                 [DBVALUE_INT] = SQLITE_INTEGER,
                                 [DBVALUE_REAL] = SQLITE_FLOAT,
                                 [DBVALUE_TEXT] = SQLITE_TEXT,
                                 [DBVALUE_BLOB] = SQLITE_BLOB };
    assert_int_equal(sqlite3_step(c->st), SQLITE_ROW);
    assert_int_equal(row->n, sqlite3_column_count(c->st));
    assert_true(row->whole);
    for (size_t i = 0; i < row->n; i++) {
        const struct dbvalue *v = &row->column[i];
        int at = (int)i;
        if (c->by_rowid && i == 0) {
            assert_true(row->rowid == sqlite3_column_int64(c->st, 0));
            continue;
        }
        assert_int_equal(TYPES[v->type], sqlite3_column_type(c->st, at));
        if (v->type == DBVALUE_INT)
            assert_true(v->number == sqlite3_column_int64(c->st, at));
        else if (v->type == DBVALUE_REAL)
            assert_true(v->real == sqlite3_column_double(c->st, at));
        else if (v->type != DBVALUE_NULL) {
            assert_int_equal(v->n, sqlite3_column_bytes(c->st, at));
            if (v->n)
                assert_memory_equal(v->bytes, sqlite3_column_blob(c->st, at), v->n);
        }
    }
    return 0;
}

static void rows_are_those_of_sqlite(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "t", "w", "t_a" };
    static const char *const SQL[] = { "SELECT * FROM t ORDER BY n", "SELECT * FROM w ORDER BY k",
                                       "SELECT a, n FROM t ORDER BY a, n" };
    struct image m;
    struct survey s;
    sqlite3 *db = make_database(&m);
    struct dbpages pages = { read_image, &m, (uint32_t)(m.n / DBPAGE_BYTES), DBPAGE_BYTES - 40 };
    assert_int_equal(survey_make(&s, &pages, never, NULL, NULL), 0);
    assert_int_equal(s.bad.n, 0);
    assert_false(survey_is_torn(&s));
    for (int i = 0; i < 3; i++) {
        const struct survey_tree *t = survey_tree_named(&s, NAMES[i]);
        struct compare c = { .by_rowid = i == 0 };
        assert_non_null(t);
        assert_int_equal(t->by_rowid, i == 0);
        assert_int_equal(sqlite3_prepare_v2(db, SQL[i], -1, &c.st, NULL), SQLITE_OK);
        assert_int_equal(survey_rows(&s, t, compare_row, &c), 0);
        assert_int_equal(sqlite3_step(c.st), SQLITE_DONE);
        sqlite3_finalize(c.st);
    }
    survey_free(&s);
    sqlite3_free(m.bytes);
    sqlite3_close(db);
}

/* ---- bytes that are no database ---- */

static int touch_row(void *arg, const struct dbrow *row)
{
    uint64_t *sum = arg;
    for (size_t i = 0; i < row->n; i++)
        for (size_t k = 0; k < row->column[i].n; k++)
            *sum += row->column[i].bytes[k];
    return 0;
}

static bool some(void *arg, uint32_t page)
{
    return *(const uint32_t *)arg == page;
}

static uint32_t shuffle(uint32_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 17;
    return *x ^= *x << 5;
}

/* Bytes anywhere are changed, most of them where pages say how they are built. */
static void changed_pages_lead_nowhere(void **state)
{
    (void)state;
    struct image m;
    uint32_t seed = 2463534242u;
    uint64_t sum = 0;
    sqlite3 *db = make_database(&m);
    unsigned char *sound = malloc((size_t)m.n);
    assert_non_null(sound);
    memcpy(sound, m.bytes, (size_t)m.n);
    for (int round = 0; round < 100; round++) {
        struct survey s;
        uint32_t bad = shuffle(&seed) % (uint32_t)(m.n / DBPAGE_BYTES);
        for (int i = 0; i < 40; i++) {
            size_t page = shuffle(&seed) % (size_t)(m.n / DBPAGE_BYTES);
            size_t at = shuffle(&seed) % (i % 2 ? 60 : DBPAGE_BYTES);
            m.bytes[page * DBPAGE_BYTES + at] = (unsigned char)shuffle(&seed);
        }
        struct dbpages pages = { read_image, &m, (uint32_t)(m.n / DBPAGE_BYTES), DBPAGE_BYTES - 40 };
        assert_int_equal(survey_make(&s, &pages, some, &bad, NULL), 0);
        for (size_t i = 0; i < s.trees.n; i++)
            assert_int_equal(survey_rows(&s, &s.trees.at[i], touch_row, &sum), 0);
        for (uint32_t page = 1; page <= s.pages.pages; page++)
            assert_int_equal(survey_page_rows(&s, page, touch_row, &sum), 0);
        survey_free(&s);
        memcpy(m.bytes, sound, (size_t)m.n);
    }
    assert_true(sum > 0);
    free(sound);
    sqlite3_free(m.bytes);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(varints_come_back),
        cmocka_unit_test(rows_are_those_of_sqlite),
        cmocka_unit_test(changed_pages_lead_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
