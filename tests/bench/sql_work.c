/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sql_work plain|sealed|alone|sqlcipher FILE ROWS fts|nofts: the same SQLite work, timed without opening, in
 * seconds. sealed is a vault, alone a sealed file (sealvfs.h).
 *
 * Insert, indexed select, update, delete, and a full-text table, in transactions of 500 rows, with the
 * program's own settings; a vault also with the program's own memory (arena.h). Built twice: against SQLite
 * and this project (plain, sealed), and against SQLCipher. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef BENCH_SQLCIPHER
#define SQLITE_HAS_CODEC
#include <sqlcipher/sqlite3.h>
#else
#include <sqlite3.h>

#include "satchel/base/err.h"
#include "satchel/vault/sealvfs.h"
#include "satchel/vault/vault.h"
#endif

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(int ok, const char *what, sqlite3 *db)
{
    if (!ok) {
        fprintf(stderr, "sql_work: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
        exit(1);
    }
}

static void run(sqlite3 *db, const char *sql)
{
    must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql, db);
}

/* A pseudo-random number, the same in every run. */
static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void text_of(uint32_t *state, int words, char *out, size_t size)
{
    static const char *const WORDS[] = { "prison", "letter",  "mother", "lawyer", "camp",    "winter",
                                         "appeal", "release", "border", "police", "silence", "student",
                                         "herder", "nurse",   "poet",   "trial" };
    size_t at = 0;
    for (int i = 0; i < words && at + 20 < size; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%u ", WORDS[next(state) % 16], next(state) % 500);
}

static void insert(sqlite3 *db, int rows, int fts, uint32_t *state)
{
    sqlite3_stmt *a, *b = NULL;
    char text[600];
    must(sqlite3_prepare_v2(db, "INSERT INTO t(k, day, title, body) VALUES(?, ?, ?, ?)", -1, &a, NULL) ==
             SQLITE_OK,
         "prepare", db);
    if (fts)
        must(sqlite3_prepare_v2(db, "INSERT INTO f(rowid, body) VALUES(?, ?)", -1, &b, NULL) == SQLITE_OK,
             "prepare", db);
    for (int i = 0; i < rows; i++) {
        if (i % 500 == 0)
            run(db, i ? "COMMIT; BEGIN" : "BEGIN");
        text_of(state, 40, text, sizeof text);
        sqlite3_bind_int64(a, 1, next(state));
        sqlite3_bind_int(a, 2, (int)(next(state) % 20000));
        sqlite3_bind_text(a, 3, text, 30, SQLITE_STATIC);
        sqlite3_bind_text(a, 4, text, -1, SQLITE_STATIC);
        must(sqlite3_step(a) == SQLITE_DONE, "insert", db);
        sqlite3_reset(a);
        if (fts) {
            sqlite3_bind_int(b, 1, i + 1);
            sqlite3_bind_text(b, 2, text, -1, SQLITE_STATIC);
            must(sqlite3_step(b) == SQLITE_DONE, "insert f", db);
            sqlite3_reset(b);
        }
    }
    run(db, "COMMIT");
    sqlite3_finalize(a);
    sqlite3_finalize(b);
}

static void each(sqlite3 *db, const char *sql, int times, int in_one, int range, uint32_t *state)
{
    sqlite3_stmt *s;
    must(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, sql, db);
    for (int i = 0; i < times; i++) {
        if (in_one && i % in_one == 0)
            run(db, i ? "COMMIT; BEGIN" : "BEGIN");
        sqlite3_bind_int64(s, 1, next(state) % (uint32_t)range);
        while (sqlite3_step(s) == SQLITE_ROW)
            (void)sqlite3_column_bytes(s, 0);
        must(sqlite3_reset(s) == SQLITE_OK, sql, db);
    }
    if (in_one)
        run(db, "COMMIT");
    sqlite3_finalize(s);
}

static double fill_and_ask(sqlite3 *db, int rows, int fts)
{
    uint32_t state = 1;
    double start = now();
    run(db, "CREATE TABLE t(n INTEGER PRIMARY KEY, k INTEGER, day INTEGER, title TEXT, body TEXT);"
            "CREATE INDEX t_k ON t(k); CREATE INDEX t_day ON t(day)");
    if (fts)
        run(db, "CREATE VIRTUAL TABLE f USING fts5(body, prefix = '2 3')");
    insert(db, rows, fts, &state);
    each(db, "SELECT title, length(body) FROM t WHERE n = ?", rows, 0, rows, &state);
    each(db, "SELECT n, title FROM t WHERE day >= ? ORDER BY day LIMIT 30", rows / 10, 0, 20000, &state);
    each(db, "UPDATE t SET day = day + 1, title = title || 'x' WHERE n = ?", rows / 4, 100, rows, &state);
    each(db, "DELETE FROM t WHERE n = ?", rows / 10, 100, rows, &state);
    if (fts)
        each(db, "SELECT count(*) FROM f WHERE f MATCH 'prison' || ?", 200, 0, 500, &state);
    return now() - start;
}

struct times {
    double growing, grown;
};

/* The same twice: while the file grows, and again in the room that it then has. */
static struct times work(sqlite3 *db, int rows, int fts)
{
    struct times t;
    t.growing = fill_and_ask(db, rows, fts);
    run(db, fts ? "DROP TABLE t; DROP TABLE f" : "DROP TABLE t");
    t.grown = fill_and_ask(db, rows, fts);
    return t;
}

static const char SETTINGS[] = "PRAGMA page_size=4096; PRAGMA locking_mode=EXCLUSIVE; PRAGMA "
                               "journal_mode=PERSIST; PRAGMA synchronous=FULL;"
                               "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; "
                               "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-4000";

#ifndef BENCH_SQLCIPHER
static int nothing(sqlite3 *db, void *arg, struct err *e)
{
    (void)db;
    (void)arg;
    (void)e;
    return 0;
}

static struct times sealed(const char *path, int rows, int fts)
{
    struct err e = { 0 };
    struct secret passphrase = { 0 };
    struct vault *v = NULL;
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    o.profile = KDF_LOW;
    o.fill = nothing;
    if (vault_start(&e) < 0 || secret_copy(&passphrase, "bench", 5, &e) < 0 ||
        vault_create(path, &passphrase, &o, &e) < 0 || vault_open(path, &passphrase, &o, &v, &e) < 0) {
        fprintf(stderr, "sql_work: %s\n", e.text);
        exit(1);
    }
    struct times seconds = work(vault_db(v), rows, fts);
    vault_close(v, NULL);
    secret_free(&passphrase);
    return seconds;
}
#endif

static struct times open_and_work(const char *path, int rows, int fts, const char *key)
{
    sqlite3 *db;
    must(sqlite3_open(path, &db) == SQLITE_OK, path, db);
    if (key)
        run(db, key);
#ifndef BENCH_SQLCIPHER
    int reserve = 40;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
#endif
    run(db, SETTINGS);
    struct times seconds = work(db, rows, fts);
    sqlite3_close(db);
    return seconds;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    int rows = atoi(argv[3]), fts = strcmp(argv[4], "fts") == 0;
    remove(argv[2]);
#ifdef BENCH_SQLCIPHER
    struct times s =
        open_and_work(argv[2], rows, fts, "PRAGMA key = 'bench'; PRAGMA cipher_page_size = 4096");
#else
    static const uint8_t key[SEALVFS_KEY_BYTES] = { 1 };
    if (strcmp(argv[1], "alone") == 0)
        must(sealvfs_register("alone", key, 1, NULL) == 0, "register", NULL);
    struct times s =
        strcmp(argv[1], "sealed") == 0 ? sealed(argv[2], rows, fts) : open_and_work(argv[2], rows, fts, NULL);
#endif
    printf("%.4f %.4f\n", s.growing, s.grown);
    return 0;
}
