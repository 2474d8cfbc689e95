/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stand-alone sealing VFS as a foreign program uses it: on real files, with several connections, threads
 * and processes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "satchel/base/err.h"
#include "satchel/vault/blocks.h"
#include "satchel/vault/sealvfs.h"

static const uint8_t KEY[SEALVFS_KEY_BYTES] = { 7, 7, 7 };
static const uint8_t OTHER_KEY[SEALVFS_KEY_BYTES] = { 8 };
#define MARKER "Chicolini-was-here-0042"

static char folder[64];
static char path[128];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/satchel-sealvfs-XXXXXX");
    const char *tmp = getenv("TMPDIR");
    if (tmp && strlen(tmp) < 36)
        snprintf(folder, sizeof folder, "%s/sealvfs-XXXXXX", tmp);
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return sealvfs_register("sealed", KEY, 0, NULL) | sealvfs_register("other", OTHER_KEY, 0, NULL);
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    sealvfs_unregister("sealed");
    sealvfs_unregister("other");
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static sqlite3 *open_with(const char *vfs)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs), SQLITE_OK);
    sqlite3_busy_timeout(db, 60000);
    return db;
}

static sqlite3 *open_sealed(void)
{
    return open_with("sealed");
}

static void run(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return n;
}

static void assert_text(sqlite3 *db, const char *sql, const char *want)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(q, 0), want);
    sqlite3_finalize(q);
}

static void assert_sound(sqlite3 *db)
{
    assert_text(db, "PRAGMA integrity_check", "ok");
}

/* Whole content of a file; caller frees. */
static uint8_t *content(const char *name, size_t *n)
{
    FILE *f = fopen(name, "rb");
    struct stat st;
    assert_non_null(f);
    fstat(fileno(f), &st);
    uint8_t *bytes = malloc((size_t)st.st_size + 1);
    *n = fread(bytes, 1, (size_t)st.st_size, f);
    fclose(f);
    return bytes;
}

static void put_content(const char *name, const uint8_t *bytes, size_t n)
{
    FILE *f = fopen(name, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void content_survives_and_is_not_in_the_files(void **state)
{
    (void)state;
    sqlite3 *db = open_sealed();
    run(db, "PRAGMA journal_mode = PERSIST; CREATE TABLE t (x); PRAGMA cache_size = 5");
    run(db, "BEGIN; WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 3000)"
            " INSERT INTO t SELECT '" MARKER "' || i || hex(zeroblob(100)) FROM c; COMMIT");
    run(db, "UPDATE t SET x = x || '!'; DELETE FROM t WHERE rowid % 3 = 0; VACUUM");
    sqlite3_close(db);
    const char *suffix[] = { "", "-journal" };
    for (int i = 0; i < 2; i++) {
        char name[160];
        size_t n;
        snprintf(name, sizeof name, "%s%s", path, suffix[i]);
        uint8_t *bytes = content(name, &n);
        assert_true(n > 16384);
        assert_int_equal(n % STRIDE_BYTES, 0);
        assert_null(memmem(bytes, n, "Chicolini", 9));
        assert_null(memmem(bytes, n, "SQLite", 6));
        static const uint8_t magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
        assert_null(memmem(bytes, n, magic, sizeof magic));
        free(bytes);
    }
    db = open_sealed();
    assert_int_equal(number(db, "SELECT count(*) FROM t WHERE x LIKE '" MARKER "%!'"), 2000);
    assert_sound(db);
    sqlite3_close(db);
    assert_int_equal(sealvfs_damage("sealed").database, 0);
}

/* The whole of an SQLite life under each setting, ending in the same place. */
static void every_page_size_and_journal_mode_works(void **state)
{
    (void)state;
    static const char *const modes[] = { "DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF" };
    static const int sizes[] = { 512, 1024, 2048, 4096, 8192, 65536 };
    for (size_t m = 0; m < 5; m++)
        for (size_t s = 0; s < 6; s++) {
            char sql[200];
            unlink(path);
            sqlite3 *db = open_sealed();
            snprintf(sql, sizeof sql,
                     "PRAGMA page_size = %d; PRAGMA journal_mode = %s; PRAGMA cache_size = 6; PRAGMA "
                     "auto_vacuum = %d;"
                     "CREATE TABLE t (x)",
                     sizes[s], modes[m], (int)(s % 3));
            run(db, sql);
            run(db, "BEGIN; WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 400)"
                    " INSERT INTO t SELECT hex(randomblob(i)) FROM c; COMMIT");
            if (m < 4)
                run(db, "BEGIN; UPDATE t SET x = x || x; DELETE FROM t WHERE rowid > 100; ROLLBACK");
            run(db, "DELETE FROM t WHERE rowid % 2; VACUUM; INSERT INTO t VALUES (1)");
            sqlite3_close(db);
            db = open_sealed();
            assert_int_equal(number(db, "PRAGMA page_size"), sizes[s]);
            assert_int_equal(number(db, "SELECT count(*) FROM t"), 201);
            assert_sound(db);
            sqlite3_close(db);
        }
}

static void wal_is_declined(void **state)
{
    (void)state;
    sqlite3 *db = open_sealed();
    run(db, "CREATE TABLE t (x)");
    assert_text(db, "PRAGMA journal_mode = WAL", "delete");
    run(db, "PRAGMA locking_mode = EXCLUSIVE");
    assert_text(db, "PRAGMA journal_mode = WAL", "delete");
    run(db, "INSERT INTO t VALUES (1)");
    sqlite3_close(db);
    db = open_sealed();
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 1);
    assert_int_equal(number(db, "PRAGMA mmap_size = 1000000"), 0);
    sqlite3_close(db);
}

/* A database with a write-ahead log, copied page by page: the copy opens, without one. */
static void a_backup_of_a_wal_database_opens(void **state)
{
    (void)state;
    char plain[160];
    sqlite3 *from = NULL, *to = open_sealed();
    snprintf(plain, sizeof plain, "%s/plain", folder);
    assert_int_equal(sqlite3_open(plain, &from), SQLITE_OK);
    run(from, "PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (7)");
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    assert_non_null(b);
    assert_int_equal(sqlite3_backup_step(b, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(b), SQLITE_OK);
    sqlite3_close(from);
    sqlite3_close(to);
    to = open_sealed();
    run(to, "INSERT INTO t VALUES (8)");
    assert_int_equal(number(to, "SELECT sum(x) FROM t"), 15);
    assert_sound(to);
    sqlite3_close(to);
}

static void two_files_commit_together(void **state)
{
    (void)state;
    char sql[200];
    sqlite3 *db = open_sealed();
    snprintf(sql, sizeof sql, "ATTACH '%s/second' AS b; CREATE TABLE t (x); CREATE TABLE b.t (x)", folder);
    run(db, sql);
    run(db, "BEGIN; INSERT INTO main.t VALUES (1); INSERT INTO b.t VALUES (2); COMMIT");
    run(db, "BEGIN; INSERT INTO main.t VALUES (1); INSERT INTO b.t VALUES (2); ROLLBACK");
    assert_int_equal(number(db, "SELECT (SELECT count(*) FROM t) + (SELECT count(*) FROM b.t)"), 2);
    sqlite3_close(db);
}

/* ---- several at a time ---- */

static void connections_see_each_other(void **state)
{
    (void)state;
    sqlite3 *a = open_sealed(), *b = open_sealed();
    assert_int_equal(number(b, "SELECT count(*) FROM sqlite_schema"), 0);
    run(a, "CREATE TABLE t (x)");
    for (int i = 0; i < 20; i++) {
        run(i % 2 ? a : b, "INSERT INTO t VALUES (hex(randomblob(3000)))");
        assert_int_equal(number(i % 2 ? b : a, "SELECT count(*) FROM t"), i + 1);
    }
    run(b, "DELETE FROM t WHERE rowid > 3; VACUUM");
    assert_int_equal(number(a, "SELECT count(*) FROM t"), 3);
    /* A reader keeps a writer from committing, as ever. */
    sqlite3_busy_timeout(b, 0);
    run(a, "BEGIN; SELECT * FROM t");
    run(b, "BEGIN; INSERT INTO t VALUES (1)");
    assert_int_equal(sqlite3_exec(b, "COMMIT", NULL, NULL, NULL), SQLITE_BUSY);
    run(a, "COMMIT");
    run(b, "COMMIT");
    assert_int_equal(number(a, "SELECT count(*) FROM t"), 4);
    /* The file goes, another life of it comes: the id of the first is not used again. */
    run(a, "DROP TABLE t; VACUUM");
    assert_sound(b);
    sqlite3_close(a);
    sqlite3_close(b);
}

enum { WRITERS = 4, ROUNDS = 25 };

static int write_rounds(int who)
{
    sqlite3 *db = NULL;
    char sql[200];
    int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "sealed");
    sqlite3_busy_timeout(db, 60000);
    sqlite3_exec(db, "PRAGMA cache_size = 4; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    if (who % 2)
        sqlite3_exec(db, "PRAGMA journal_mode = PERSIST", NULL, NULL, NULL);
    for (int i = 0; i < ROUNDS && rc == SQLITE_OK; i++) {
        snprintf(sql, sizeof sql,
                 "BEGIN IMMEDIATE; UPDATE n SET n = n + 1; INSERT INTO t VALUES (%d, hex(randomblob(2000)));"
                 "DELETE FROM t WHERE rowid IN (SELECT rowid FROM t WHERE who = %d LIMIT 1 OFFSET 5); COMMIT",
                 who, who);
        rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    }
    sqlite3_close(db);
    return rc;
}

static void start_counting(void)
{
    sqlite3 *db = open_sealed();
    run(db, "CREATE TABLE n (n); INSERT INTO n VALUES (0); CREATE TABLE t (who, x)");
    sqlite3_close(db);
}

static void assert_all_counted(void)
{
    sqlite3 *db = open_sealed();
    assert_int_equal(number(db, "SELECT n FROM n"), WRITERS * ROUNDS);
    assert_sound(db);
    sqlite3_close(db);
    assert_int_equal(sealvfs_damage("sealed").database, 0);
}

static void processes_share_a_file(void **state)
{
    (void)state;
    pid_t child[WRITERS];
    start_counting();
    for (int i = 0; i < WRITERS; i++) {
        child[i] = fork();
        if (child[i] == 0)
            _exit(write_rounds(i) == SQLITE_OK ? 0 : 1);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_int_equal(status, 0);
    }
    assert_all_counted();
}

static void *write_in_thread(void *arg)
{
    return (void *)(intptr_t)write_rounds((int)(intptr_t)arg);
}

static void threads_share_a_file(void **state)
{
    (void)state;
    pthread_t thread[WRITERS];
    start_counting();
    for (intptr_t i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, write_in_thread, (void *)i), 0);
    for (int i = 0; i < WRITERS; i++) {
        void *rc;
        pthread_join(thread[i], &rc);
        assert_ptr_equal(rc, NULL);
    }
    assert_all_counted();
}

/* A killed process, without a single sync: what it had handed to the system is enough to roll back. */
static void a_killed_writer_is_rolled_back(void **state)
{
    (void)state;
    sqlite3 *db = open_sealed();
    run(db,
        "CREATE TABLE t (x); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 300)"
        " INSERT INTO t SELECT hex(zeroblob(1000)) FROM c");
    sqlite3_close(db);
    for (int rows = 1; rows <= 300; rows += 23) {
        pid_t child = fork();
        if (child == 0) {
            char sql[100];
            db = open_sealed();
            run(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = 3; BEGIN");
            snprintf(sql, sizeof sql, "UPDATE t SET x = 'torn' WHERE rowid <= %d", rows);
            run(db, sql);
            _exit(0);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        db = open_sealed();
        assert_int_equal(number(db, "SELECT count(*) FROM t WHERE length(x) = 2000"), 300);
        assert_sound(db);
        sqlite3_close(db);
    }
}

/* ---- what is not ours ---- */

static void foreign_files_are_left_alone(void **state)
{
    (void)state;
    static const size_t sizes[] = { 2, 100, 4096, 8191, 8192, 8193, 16384, 50000 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint8_t *bytes = malloc(sizes[i]);
        memset(bytes, 'x', sizes[i]);
        put_content(path, bytes, sizes[i]);
        sqlite3 *db = open_sealed();
        int rc = sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL);
        assert_int_equal(rc, SQLITE_IOERR);
        assert_int_equal(sqlite3_extended_errcode(db), SQLITE_IOERR_DATA);
        sqlite3_close(db);
        size_t n;
        uint8_t *after = content(path, &n);
        assert_int_equal(n, sizes[i]);
        assert_memory_equal(bytes, after, n);
        free(bytes);
        free(after);
    }
}

static void another_key_opens_nothing(void **state)
{
    (void)state;
    size_t n, m;
    sqlite3 *db = open_sealed();
    run(db, "CREATE TABLE t (x)");
    sqlite3_close(db);
    uint8_t *before = content(path, &n);
    db = open_with("other");
    assert_int_equal(sqlite3_exec(db, "INSERT INTO t VALUES (1)", NULL, NULL, NULL), SQLITE_IOERR);
    sqlite3_close(db);
    uint8_t *after = content(path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
}

static void names_are_taken_once(void **state)
{
    (void)state;
    struct err e;
    assert_int_equal(sealvfs_register("sealed", KEY, 0, &e), -1);
    assert_int_equal(e.code, ERR_EXISTS);
    assert_int_equal(sealvfs_register_over("no such layer", "fresh", KEY, 0, &e), -1);
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_int_equal(sealvfs_register("third", KEY, 1, &e), 0);
    assert_string_equal(sqlite3_vfs_find(NULL)->zName, "third");
    assert_int_equal(sealvfs_register("fourth", KEY, 1, &e), 0);
    sealvfs_unregister("third");
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    run(db, "CREATE TABLE t (x)");
    sqlite3_close(db);
    sealvfs_unregister("fourth");
    assert_null(sqlite3_vfs_find("fourth"));
    db = open_sealed();
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 0);
    sqlite3_close(db);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        T(content_survives_and_is_not_in_the_files),
        T(every_page_size_and_journal_mode_works),
        T(wal_is_declined),
        T(a_backup_of_a_wal_database_opens),
        T(two_files_commit_together),
        T(connections_see_each_other),
        T(processes_share_a_file),
        T(threads_share_a_file),
        T(a_killed_writer_is_rolled_back),
        T(foreign_files_are_left_alone),
        T(another_key_opens_nothing),
        T(names_are_taken_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
