/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database whose pages are in order and whose rows hold anything, as somebody with the passphrase can write
 * them with SQLite: wrong types, numbers far away, texts that are none, rows missing, rows of the search
 * index too. Everything a program asks of it is answered, or fails with a sentence. The first byte says what
 * is asked (records.h); then come changes, each of them
 *   what u8, table u8, row u8, column u8, value
 * where what is 0 nothing, 1 a number i64, 2 a real f64, 3 a text, 4 bytes, 5 the row removed. */
#include "fuzz.h"

#include <sqlite3.h>

#include "records.h"
#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/store/open.h"

enum { VALUE_NULL, VALUE_NUMBER, VALUE_REAL, VALUE_TEXT, VALUE_BYTES, ROW_GONE, CHANGES };

struct base {
    unsigned char *image;
    sqlite3_int64 n;
    struct strs tables;
};

static void take_tables(struct base *b, sqlite3 *db)
{
    sqlite3_stmt *st = NULL;
    hold(sqlite3_prepare_v2(db,
                            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
                            " ORDER BY name",
                            -1, &st, NULL) == SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        hold(strs_add(&b->tables, (const char *)sqlite3_column_text(st, 0)) == 0);
    sqlite3_finalize(st);
}

/* Whoever writes such a vault writes its tables, too: they take anything. */
static void loosen(sqlite3 *db)
{
    static const char SQL[] =
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = replace(replace(sql, ' NOT NULL', ''), ') STRICT', ')')"
        " WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%' AND sql NOT LIKE '%VIRTUAL%';"
        "PRAGMA writable_schema = OFF";
    hold(sqlite3_exec(db, SQL, NULL, NULL, NULL) == SQLITE_OK);
}

static const struct base *base(void)
{
    static struct base b;
    struct err e = { 0 };
    struct store *s = NULL;
    sqlite3 *db = NULL;
    if (b.image)
        return &b;
    records_start();
    hold(sqlite3_open(":memory:", &db) == SQLITE_OK && store_init_schema(db, NULL, &e) == 0);
    hold(store_open(db, &RECORDS_CLOCK, &s, &e) == 0);
    records_add(s);
    store_close(s);
    take_tables(&b, db);
    loosen(db);
    b.image = sqlite3_serialize(db, "main", &b.n, 0);
    hold(b.image);
    sqlite3_close(db);
    return &b;
}

static sqlite3 *copy(const struct base *b)
{
    sqlite3 *db = NULL;
    unsigned char *bytes = sqlite3_malloc64((sqlite3_uint64)b->n);
    hold(bytes && sqlite3_open(":memory:", &db) == SQLITE_OK);
    memcpy(bytes, b->image, (size_t)b->n);
    hold(sqlite3_deserialize(db, "main", bytes, b->n, b->n,
                             SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK);
    hold(sqlite3_exec(db, "PRAGMA trusted_schema = OFF", NULL, NULL, NULL) == SQLITE_OK);
    return db;
}

struct reader {
    const uint8_t *at;
    size_t n;
};

static unsigned take(struct reader *r)
{
    return r->n > 0 ? (r->n--, *r->at++) : 0u;
}

static void bind_value(sqlite3_stmt *st, unsigned what, struct reader *r)
{
    uint8_t eight[8] = { 0 };
    int64_t number;
    double real;
    size_t n = what >= VALUE_TEXT ? take(r) : sizeof eight;
    const uint8_t *bytes = r->at;
    n = what == VALUE_NULL ? 0 : n < r->n ? n : r->n;
    r->at += n;
    r->n -= n;
    memcpy(eight, bytes, n < sizeof eight ? n : sizeof eight);
    memcpy(&number, eight, sizeof number);
    memcpy(&real, eight, sizeof real);
    if (what == VALUE_NUMBER)
        sqlite3_bind_int64(st, 1, number);
    else if (what == VALUE_REAL)
        sqlite3_bind_double(st, 1, real);
    else if (what == VALUE_TEXT)
        sqlite3_bind_text(st, 1, (const char *)bytes, (int)n, SQLITE_TRANSIENT);
    else if (what == VALUE_BYTES)
        sqlite3_bind_blob(st, 1, bytes, (int)n, SQLITE_TRANSIENT);
}

/* The n-th column of a table; its name is freed by sqlite3_free. */
static char *column_of(sqlite3 *db, const char *table, unsigned n)
{
    sqlite3_stmt *st = NULL;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table), *name = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_column_count(st) > 0)
        name = sqlite3_mprintf("%s", sqlite3_column_name(st, (int)n % sqlite3_column_count(st)));
    sqlite3_finalize(st);
    sqlite3_free(sql);
    return name;
}

/* Rows are told by their first column, which every table has. What SQLite refuses is left as it is. */
static void change_row(sqlite3 *db, const struct base *b, struct reader *r)
{
    unsigned what = take(r) % CHANGES;
    const char *table = b->tables.at[take(r) % b->tables.n];
    unsigned row = take(r);
    char *key = column_of(db, table, 0), *column = column_of(db, table, take(r));
    sqlite3_stmt *st = NULL;
    char *which = sqlite3_mprintf("\"%w\" = (SELECT \"%w\" FROM \"%w\" LIMIT 1 OFFSET %u %% max(1, (SELECT"
                                  " count(*) FROM \"%w\")))",
                                  key, key, table, row, table);
    char *sql = what == ROW_GONE
                    ? sqlite3_mprintf("DELETE FROM \"%w\" WHERE %s", table, which)
                    : sqlite3_mprintf("UPDATE \"%w\" SET \"%w\" = ?1 WHERE %s", table, column, which);
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK) {
        if (what != ROW_GONE)
            bind_value(st, what, r);
        sqlite3_step(st);
    }
    sqlite3_finalize(st);
    sqlite3_free(sql);
    sqlite3_free(which);
    sqlite3_free(key);
    sqlite3_free(column);
}

/* Without what a database checks of its own: constraints, references, triggers. */
static void change_rows(sqlite3 *db, const struct base *b, struct reader *r)
{
    int was;
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, &was);
    sqlite3_exec(db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
    for (int i = 0; i < 16 && r->n > 0; i++)
        change_row(db, b, r);
    sqlite3_exec(db, "PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, &was);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct base *b = base();
    struct reader r = { data, size };
    unsigned what = take(&r);
    sqlite3 *db = copy(b);
    change_rows(db, b, &r);
    records_use(db, what);
    hold(sqlite3_close(db) == SQLITE_OK);
    return 0;
}
