/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compartment as a database, on real files. Crashes and refused writes are in test_crash.c. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "comphelp.h"
#include "satchel/base/err.h"
#include "satchel/vault/blocks.h"
#include "satchel/vault/stripes.h"

#define IO (&VAULT_IO_SYSTEM)

static char folder[64];
static char path[128];

static int make_folder(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/comp-XXXXXX", tmp && strlen(tmp) < 36 ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/vault", folder);
    return comphelp_make(IO, path, 0, 1, "CREATE TABLE t (x); INSERT INTO t VALUES ('zero')");
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
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

static void run(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

static void assert_sound(sqlite3 *db)
{
    assert_int_equal(number(db, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
}

static off_t size_of(const char *suffix)
{
    char name[160];
    struct stat st;
    snprintf(name, sizeof name, "%s%s", path, suffix);
    assert_int_equal(stat(name, &st), 0);
    return st.st_size;
}

static int count_sound(void *arg, const struct compartment_block *b)
{
    uint64_t *counts = arg;
    counts[b->sound]++;
    return 0;
}

static void assert_all_sealed(unsigned compartment, uint64_t blocks)
{
    struct compartment c = comphelp_keys(compartment);
    uint64_t counts[2] = { 0 };
    c.fd = open(path, O_RDONLY);
    assert_int_equal(compartment_each(&c, true, count_sound, counts, NULL), 0);
    assert_int_equal(counts[0], 0);
    assert_int_equal(counts[1], blocks);
    close(c.fd);
}

#define FILL(n)                                                                                              \
    "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < " #n                           \
    ") INSERT INTO t SELECT hex(randomblob(1500)) FROM c"

static void it_is_a_database(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0);
    assert_all_sealed(0, 1024);
    sqlite3 *db = comphelp_open(&c, IO, path, "comp");
    assert_non_null(db);
    assert_false(c.was_hot);
    run(db, FILL(500));
    assert_int_equal(number(db, "PRAGMA page_size = 512"), 4096);
    run(db, "PRAGMA cache_size = 5; BEGIN; UPDATE t SET x = x || 'y'; ROLLBACK");
    run(db, "DELETE FROM t WHERE rowid % 2; VACUUM");
    int64_t left = number(db, "SELECT count(*) FROM t");
    assert_sound(db);
    comphelp_close(&c, db);
    assert_int_equal(size_of(""), stripes_length(1));
    assert_int_equal(size_of("-0"), COMPARTMENT_JOURNAL_BYTES);
    assert_int_equal(size_of("-1"), COMPARTMENT_JOURNAL_BYTES);
    assert_all_sealed(0, 1024);
    db = comphelp_open(&c, IO, path, "comp");
    assert_int_equal(number(db, "SELECT count(*) FROM t"), left);
    assert_int_equal(c.damage.database_blocks + c.damage.journal_blocks, 0);
    comphelp_close(&c, db);
}

static void it_grows_and_journals_with_it(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0);
    sqlite3 *db = comphelp_open(&c, IO, path, "comp");
    run(db, FILL(3000));
    assert_int_equal(size_of(""), stripes_length(3));
    run(db, "UPDATE t SET x = x || '.'");
    assert_true(size_of("-0") > 8 * COMPARTMENT_JOURNAL_BYTES);
    assert_int_equal(size_of("-0"), size_of("-1"));
    /* A transaction that grew the file and is undone leaves sealed zero pages. */
    run(db, "BEGIN; " FILL(3000) "; ROLLBACK");
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 3001);
    comphelp_close(&c, db);
    assert_int_equal(size_of("-0"), COMPARTMENT_JOURNAL_BYTES);
    assert_int_equal(size_of("-1"), COMPARTMENT_JOURNAL_BYTES);
    assert_all_sealed(0, 1024 * stripes_pairs(size_of("")));
}

static int no_text(void *arg, const struct compartment_block *b)
{
    (void)arg;
    return b->page && memmem(b->page, BLOCK_BYTES, "Freedonia", 9) ? (int)b->index + 1 : 0;
}

static void purged_text_is_in_no_block(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0);
    sqlite3 *db = comphelp_open(&c, IO, path, "comp");
    run(db, "BEGIN; WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 900)"
            " INSERT INTO t SELECT 'Freedonia' || hex(randomblob(1000)) FROM c; COMMIT");
    assert_true(compartment_each(&c, true, no_text, NULL, NULL) > 0);
    run(db, "DELETE FROM t; VACUUM");
    assert_int_equal(compartment_each(&c, true, no_text, NULL, NULL), 0);
    comphelp_close(&c, db);
}

static void two_compartments_share_a_file(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0), d = comphelp_keys(1);
    assert_int_equal(comphelp_make(IO, path, 1, 1, "CREATE TABLE t (x); INSERT INTO t VALUES ('one')"), 0);
    sqlite3 *db = comphelp_open(&c, IO, path, "comp");
    run(db, FILL(4000));
    comphelp_close(&c, db);
    assert_int_equal(size_of(""), stripes_length(4));
    /* What the first added for the second is noise, and becomes sealed pages when the second is opened. */
    db = comphelp_open(&d, IO, path, "comp");
    assert_non_null(db);
    assert_int_equal(number(db, "SELECT x = 'one' FROM t"), 1);
    assert_int_equal(d.damage.database_blocks, 0);
    assert_all_sealed(1, 4096);
    run(db, FILL(5000));
    assert_sound(db);
    comphelp_close(&d, db);
    db = comphelp_open(&c, IO, path, "comp");
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 4001);
    assert_sound(db);
    comphelp_close(&c, db);
    assert_all_sealed(0, 1024 * stripes_pairs(size_of("")));
    assert_all_sealed(1, 1024 * stripes_pairs(size_of("")));
}

static void one_connection_at_a_time(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0);
    sqlite3 *db = comphelp_open(&c, IO, path, "comp"), *second = NULL;
    assert_int_equal(sqlite3_open_v2("vault", &second, SQLITE_OPEN_READWRITE, "comp"), SQLITE_CANTOPEN);
    sqlite3_close(second);
    struct err e;
    struct compartment again = c;
    assert_int_equal(compartment_mount(&again, "comp", &e), -1);
    assert_int_equal(e.code, ERR_BUSY);
    comphelp_close(&c, db);
}

static void read_only_writes_nothing(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0);
    char name[160];
    snprintf(name, sizeof name, "%s-0", path);
    assert_int_equal(unlink(name), 0);
    c.read_only = true;
    sqlite3 *db = comphelp_open(&c, IO, path, "comp");
    assert_non_null(db);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 1);
    assert_int_equal(sqlite3_exec(db, "INSERT INTO t VALUES (1)", NULL, NULL, NULL), SQLITE_READONLY);
    comphelp_close(&c, db);
    assert_int_equal(access(name, F_OK), -1);
    c.read_only = false;
    db = comphelp_open(&c, IO, path, "comp");
    assert_int_equal(size_of("-0"), COMPARTMENT_JOURNAL_BYTES);
    comphelp_close(&c, db);
}

/* Stopped in the middle of a transaction that has reached the file: nothing more is written, and the next
 * opening undoes it. */
static void a_stopped_session_is_played_back(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0);
    sqlite3 *db = comphelp_open(&c, IO, path, "comp");
    run(db, FILL(300));
    run(db, "PRAGMA cache_size = 5; BEGIN; UPDATE t SET x = 'torn'");
    compartment_stop(&c);
    assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_IOERR);
    comphelp_close(&c, db);
    db = comphelp_open(&c, IO, path, "comp");
    assert_non_null(db);
    assert_true(c.was_hot);
    assert_int_equal(number(db, "SELECT count(*) FROM t WHERE x = 'torn'"), 0);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 301);
    assert_int_equal(c.damage.database_blocks, 0);
    assert_sound(db);
    comphelp_close(&c, db);
    assert_all_sealed(0, 1024);
}

/* The other's journal may be waiting to be played back: it keeps its length. */
static void a_long_journal_of_the_other_is_kept(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0), d = comphelp_keys(1);
    assert_int_equal(comphelp_make(IO, path, 1, 1, "CREATE TABLE t (x); INSERT INTO t VALUES ('one')"), 0);
    sqlite3 *db = comphelp_open(&c, IO, path, "comp");
    run(db, FILL(900));
    run(db, "PRAGMA cache_size = 5; BEGIN; UPDATE t SET x = 'torn'");
    compartment_stop(&c);
    comphelp_close(&c, db);
    off_t length = size_of("-0");
    assert_true(length > 2 * COMPARTMENT_JOURNAL_BYTES);
    db = comphelp_open(&d, IO, path, "comp");
    run(db, FILL(2000));
    run(db, "UPDATE t SET x = x || 'longer'");
    comphelp_close(&d, db);
    assert_int_equal(size_of("-0"), length);
    assert_int_equal(size_of("-1"), length);
    db = comphelp_open(&c, IO, path, "comp");
    assert_int_equal(number(db, "SELECT count(*) FROM t WHERE x != 'torn'"), 901);
    assert_sound(db);
    comphelp_close(&c, db);
}

static void images_of_another_shape_are_refused(void **state)
{
    (void)state;
    struct compartment c = comphelp_keys(0);
    sqlite3_int64 n;
    struct err e;
    unsigned char *image = comphelp_image("CREATE TABLE t (x)", &n);
    c.fd = open(path, O_RDWR);
    assert_int_equal(n, 8192);
    assert_int_equal(compartment_seal_image(&c, image, 8000, &e), -1);
    assert_int_equal(compartment_seal_image(&c, image, 4096, &e), -1);
    image[20] = 0;
    assert_int_equal(compartment_seal_image(&c, image, 8192, &e), -1);
    assert_int_equal(e.code, ERR_INTERNAL);
    sqlite3_free(image);
    image = comphelp_image("CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(5000000))", &n);
    assert_int_equal(compartment_seal_image(&c, image, (size_t)n, &e), -1);
    assert_int_equal(e.code, ERR_DISK_FULL);
    sqlite3_free(image);
    close(c.fd);
    assert_all_sealed(0, 1024);
    assert_int_equal(truncate(path, STRIPES_HEADER + 5), 0);
    c.fd = open(path, O_RDWR);
    c.path = path;
    assert_int_equal(compartment_mount(&c, "comp", &e), -1);
    assert_int_equal(e.code, ERR_DAMAGE);
    close(c.fd);
}

static void stripes_alternate(void **state)
{
    (void)state;
    assert_int_equal(stripes_block_at(0, 0), 131072);
    assert_int_equal(stripes_block_at(1, 0), 131072 + 4194304);
    assert_int_equal(stripes_block_at(0, 1023), 131072 + 1023 * 4096);
    assert_int_equal(stripes_block_at(0, 1024), 131072 + 2 * 4194304);
    assert_int_equal(stripes_block_at(1, 2049), 131072 + 5 * 4194304 + 4096);
    assert_int_equal(stripes_capacity(131072 + 8388608), 1024);
    assert_int_equal(stripes_capacity(131072 + 8388607), 0);
    assert_int_equal(stripes_capacity(0), 0);
    assert_int_equal(stripes_length(2), 131072 + 16777216);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        T(it_is_a_database),
        T(it_grows_and_journals_with_it),
        T(purged_text_is_in_no_block),
        T(two_compartments_share_a_file),
        T(one_connection_at_a_time),
        T(read_only_writes_nothing),
        T(a_stopped_session_is_played_back),
        T(a_long_journal_of_the_other_is_kept),
        T(images_of_another_shape_are_refused),
        cmocka_unit_test(stripes_alternate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
