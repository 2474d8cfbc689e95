/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage on purpose, of every kind of block in both forms: it is always noticed where it is read, and costs
 * what lay in the block, nothing else. What no cipher can notice (older blocks in their own place, an older
 * file, a journal taken away) is not noticed here either; the state code is for that (test_vault.c). */
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

#include "comphelp.h"
#include "faultvfs.h"
#include "satchel/vault/blocks.h"
#include "satchel/vault/sealvfs.h"
#include "satchel/vault/stripes.h"

enum { ROWS = 120 };
static const uint8_t KEY[SEALVFS_KEY_BYTES] = { 3 };
/* A page for each row. */
#define ROWS_SQL                                                                                             \
    "CREATE TABLE t (id INTEGER PRIMARY KEY, x); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1"    \
    " FROM c WHERE i < 120) INSERT INTO t SELECT i, zeroblob(3000) FROM c;"

struct box {
    struct faultvfs *disk;
    bool compartment;
    struct compartment c;
    sqlite3 *db;
};

static void open_box(struct box *b)
{
    if (b->compartment) {
        b->c = comphelp_keys(0);
        b->db = comphelp_open(&b->c, faultvfs_io(b->disk), "vault", "damaged");
        assert_non_null(b->db);
    } else {
        assert_int_equal(sqlite3_open_v2("db", &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "sealed"),
                         SQLITE_OK);
    }
}

static void close_box(struct box *b)
{
    if (b->compartment)
        comphelp_close(&b->c, b->db);
    else
        sqlite3_close(b->db);
    b->db = NULL;
}

static void run(struct box *b, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(b->db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

static int64_t number(struct box *b, const char *sql)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(b->db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return n;
}

static int start(void **state, bool compartment)
{
    struct box *b = calloc(1, sizeof *b);
    *state = b;
    b->compartment = compartment;
    b->disk = faultvfs_new(1, 4096, 0);
    if (compartment)
        return comphelp_make(faultvfs_io(b->disk), "vault", 0, 1, ROWS_SQL);
    faultvfs_register(b->disk, "disk");
    if (sealvfs_register_over("disk", "sealed", KEY, 0, NULL) < 0)
        return -1;
    open_box(b);
    run(b, ROWS_SQL);
    close_box(b);
    return 0;
}

static int start_compartment(void **state)
{
    return start(state, true);
}

static int start_alone(void **state)
{
    return start(state, false);
}

static int stop(void **state)
{
    struct box *b = *state;
    if (!b->compartment)
        sealvfs_unregister("sealed");
    faultvfs_free(b->disk);
    free(b);
    return 0;
}

/* ---- where things lie ---- */

static const char *file_of(const struct box *b)
{
    return b->compartment ? "vault" : "db";
}

static size_t place_of(const struct box *b, int64_t page)
{
    return b->compartment ? (size_t)stripes_block_at(0, (uint64_t)page - 1) : (size_t)page * STRIDE_BYTES;
}

static size_t length_of(const struct box *b)
{
    return b->compartment ? BLOCK_BYTES : STRIDE_SEALED;
}

/* The page that holds a row, by SQLite's own account. */
static int64_t page_of(struct box *b, int row)
{
    char sql[120];
    snprintf(
        sql, sizeof sql,
        "SELECT pageno FROM dbstat WHERE name = 't' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET %d",
        row - 1);
    return number(b, sql);
}

/* How many of the rows can be read, one by one. */
static int readable(struct box *b)
{
    int good = 0;
    for (int i = 1; i <= ROWS; i++) {
        char sql[60];
        sqlite3_stmt *q = NULL;
        snprintf(sql, sizeof sql, "SELECT length(x) FROM t WHERE id = %d", i);
        int rc = sqlite3_prepare_v2(b->db, sql, -1, &q, NULL);
        if (rc == SQLITE_OK)
            rc = sqlite3_step(q);
        if (rc == SQLITE_ROW)
            good += sqlite3_column_int(q, 0) == 3000;
        else
            assert_int_equal(sqlite3_extended_errcode(b->db), SQLITE_IOERR_DATA);
        sqlite3_finalize(q);
    }
    return good;
}

static uint64_t noticed(struct box *b)
{
    return b->compartment ? b->c.damage.database_blocks : sealvfs_damage("sealed").database;
}

static void assert_lost(struct box *b, int rows)
{
    open_box(b);
    uint64_t before = noticed(b);
    assert_int_equal(readable(b), ROWS - rows);
    assert_int_equal(noticed(b) > before, rows > 0);
    assert_int_equal(sqlite3_exec(b->db, "SELECT sum(length(x)) FROM t", NULL, NULL, NULL),
                     rows ? SQLITE_IOERR : SQLITE_OK);
    close_box(b);
}

static void swap_blocks(struct box *b, size_t one, size_t two, size_t n)
{
    uint8_t x[STRIDE_BYTES], y[STRIDE_BYTES];
    faultvfs_peek(b->disk, file_of(b), one, x, n);
    faultvfs_peek(b->disk, file_of(b), two, y, n);
    faultvfs_poke(b->disk, file_of(b), one, y, n);
    faultvfs_poke(b->disk, file_of(b), two, x, n);
}

static void flip(struct box *b, const char *file, size_t at)
{
    uint8_t byte;
    faultvfs_peek(b->disk, file, at, &byte, 1);
    byte ^= 4;
    faultvfs_poke(b->disk, file, at, &byte, 1);
}

/* ---- both forms ---- */

static void a_flipped_bit_costs_its_block(void **state)
{
    struct box *b = *state;
    open_box(b);
    int64_t page = page_of(b, 60);
    close_box(b);
    for (size_t i = 0; i < length_of(b); i += length_of(b) / 40) {
        flip(b, file_of(b), place_of(b, page) + i);
        assert_lost(b, 1);
        flip(b, file_of(b), place_of(b, page) + i);
    }
    assert_lost(b, 0);
}

static void swapped_blocks_cost_themselves(void **state)
{
    struct box *b = *state;
    open_box(b);
    size_t one = place_of(b, page_of(b, 20)), two = place_of(b, page_of(b, 90));
    close_box(b);
    swap_blocks(b, one, two, length_of(b));
    assert_lost(b, 2);
    swap_blocks(b, one, two, length_of(b));
    assert_lost(b, 0);
}

static void zeroed_blocks_are_not_empty_ones(void **state)
{
    struct box *b = *state;
    uint8_t zero[STRIDE_BYTES] = { 0 };
    open_box(b);
    size_t at = place_of(b, page_of(b, 7));
    close_box(b);
    faultvfs_poke(b->disk, file_of(b), at, zero, length_of(b));
    assert_lost(b, 1);
}

/* The first page, and the pages that lead to others, take more with them, but nothing is changed or made
 * anew. */
static void a_lost_first_page_is_an_error(void **state)
{
    struct box *b = *state;
    sqlite3 *db = NULL;
    struct compartment c = comphelp_keys(0);
    flip(b, file_of(b), place_of(b, 1) + 30);
    if (b->compartment) {
        assert_null(comphelp_open(&c, faultvfs_io(b->disk), "vault", "damaged"));
        assert_int_not_equal(c.damage.database_blocks, 0);
    } else {
        assert_int_equal(sqlite3_open_v2("db", &db, SQLITE_OPEN_READWRITE, "sealed"), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "CREATE TABLE u (x)", NULL, NULL, NULL), SQLITE_IOERR);
        sqlite3_close(db);
    }
    flip(b, file_of(b), place_of(b, 1) + 30);
    assert_lost(b, 0);
}

/* Stated plainly: a block of yesterday in its own place is a good block. */
static void an_older_block_in_its_place_is_not_noticed(void **state)
{
    struct box *b = *state;
    uint8_t old[STRIDE_BYTES];
    open_box(b);
    size_t at = place_of(b, page_of(b, 33));
    faultvfs_peek(b->disk, file_of(b), at, old, length_of(b));
    run(b, "UPDATE t SET x = 'new' WHERE id = 33");
    close_box(b);
    faultvfs_poke(b->disk, file_of(b), at, old, length_of(b));
    open_box(b);
    assert_int_equal(number(b, "SELECT length(x) FROM t WHERE id = 33"), 3000);
    close_box(b);
}

/* ---- compartment ---- */

static void blocks_of_the_other_are_foreign(void **state)
{
    struct box *b = *state;
    assert_int_equal(comphelp_make(faultvfs_io(b->disk), "vault", 1, 1, ROWS_SQL), 0);
    open_box(b);
    int64_t page = page_of(b, 50);
    close_box(b);
    swap_blocks(b, (size_t)stripes_block_at(0, (uint64_t)page - 1),
                (size_t)stripes_block_at(1, (uint64_t)page - 1), BLOCK_BYTES);
    assert_lost(b, 1);
}

static void a_shortened_vault_is_noticed(void **state)
{
    struct box *b = *state;
    open_box(b);
    run(b, "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1200)"
           " INSERT INTO t SELECT 1000 + i, zeroblob(3000) FROM c");
    close_box(b);
    faultvfs_cut(b->disk, "vault", (size_t)stripes_length(1));
    struct compartment c = comphelp_keys(0);
    assert_null(comphelp_open(&c, faultvfs_io(b->disk), "vault", "damaged"));
    assert_int_equal(faultvfs_size(b->disk, "vault"), stripes_length(1));
}

/* Leaves a transaction in the journal and half of it in the database. */
static void stop_in_a_transaction(struct box *b)
{
    open_box(b);
    run(b, "PRAGMA cache_size = 4; BEGIN; UPDATE t SET x = zeroblob(2900)");
    compartment_stop(&b->c);
    close_box(b);
}

static void a_damaged_journal_is_noticed(void **state)
{
    struct box *b = *state;
    stop_in_a_transaction(b);
    /* In the middle of a stride of page records: playing back ends there. */
    flip(b, "vault-0", 20 * STRIDE_BYTES + 100);
    open_box(b);
    assert_true(b->c.was_hot);
    assert_true(b->c.damage.journal_blocks > 0);
    assert_int_equal(b->c.damage.database_blocks, 0);
    assert_true(number(b, "SELECT count(*) FROM t WHERE length(x) = 2900") > 0);
    close_box(b);
}

static void a_damaged_header_of_a_journal_is_noticed(void **state)
{
    struct box *b = *state;
    stop_in_a_transaction(b);
    flip(b, "vault-0", STRIDE_BYTES + 100);
    open_box(b);
    assert_false(b->c.was_hot);
    assert_true(b->c.damage.journal_blocks > 0);
    close_box(b);
}

static void a_journal_taken_away_is_not_noticed(void **state)
{
    struct box *b = *state;
    stop_in_a_transaction(b);
    faultvfs_remove(b->disk, "vault-0");
    open_box(b);
    assert_false(b->c.was_hot);
    assert_int_equal(b->c.damage.database_blocks, 0);
    assert_int_equal(faultvfs_size(b->disk, "vault-0"), faultvfs_size(b->disk, "vault-1"));
    close_box(b);
}

/* A journal's stride written by this very session must authenticate: zeros would end the rollback half way.
 */
static void a_journal_changed_under_our_hands_is_an_error(void **state)
{
    struct box *b = *state;
    open_box(b);
    run(b, "PRAGMA cache_size = 4; BEGIN; UPDATE t SET x = zeroblob(2900)");
    flip(b, "vault-0", 20 * STRIDE_BYTES + 100);
    sqlite3_exec(b->db, "ROLLBACK", NULL, NULL, NULL);
    assert_int_equal(sqlite3_exec(b->db, "SELECT sum(length(x)) FROM t", NULL, NULL, NULL), SQLITE_IOERR);
    assert_int_equal(sqlite3_extended_errcode(b->db), SQLITE_IOERR_DATA);
    close_box(b);
}

static void noise_beside_the_seals_is_nothing(void **state)
{
    struct box *b = *state;
    for (size_t i = 0; i < 10; i++)
        flip(b, "vault-0", (i + 1) * STRIDE_BYTES + STRIDE_SEALED + 5);
    flip(b, "vault-0", 500);
    assert_lost(b, 0);
}

/* ---- stand-alone ---- */

static void a_cut_file_is_noticed(void **state)
{
    struct box *b = *state;
    size_t n = faultvfs_size(b->disk, "db");
    sqlite3 *db = NULL;
    for (size_t cut = 1; cut < n; cut += n / 9) {
        faultvfs_cut(b->disk, "db", n - cut);
        assert_int_equal(sqlite3_open_v2("db", &db, SQLITE_OPEN_READWRITE, "sealed"), SQLITE_OK);
        int rc = sqlite3_exec(db, "SELECT * FROM t", NULL, NULL, NULL);
        assert_true(rc == SQLITE_CORRUPT || rc == SQLITE_IOERR);
        sqlite3_close(db);
        assert_int_equal(faultvfs_size(b->disk, "db"), n - cut);
    }
}

static void another_files_blocks_are_foreign(void **state)
{
    struct box *b = *state;
    sqlite3 *db = NULL;
    uint8_t stride[STRIDE_SEALED];
    assert_int_equal(sqlite3_open_v2("second", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "sealed"),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, ROWS_SQL, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    open_box(b);
    size_t at = place_of(b, page_of(b, 50));
    close_box(b);
    faultvfs_peek(b->disk, "second", at, stride, sizeof stride);
    faultvfs_poke(b->disk, "db", at, stride, sizeof stride);
    assert_lost(b, 1);
    /* The head carries the file's name to all of them: with another, none is ours. */
    flip(b, "db", 3);
    assert_int_equal(sqlite3_open_v2("db", &db, SQLITE_OPEN_READWRITE, "sealed"), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "SELECT * FROM t", NULL, NULL, NULL), SQLITE_IOERR);
    sqlite3_close(db);
}

int main(void)
{
#define C(f) cmocka_unit_test_setup_teardown(f, start_compartment, stop)
#define A(f) cmocka_unit_test_setup_teardown(f, start_alone, stop)
    const struct CMUnitTest tests[] = {
        C(a_flipped_bit_costs_its_block),
        A(a_flipped_bit_costs_its_block),
        C(swapped_blocks_cost_themselves),
        A(swapped_blocks_cost_themselves),
        C(zeroed_blocks_are_not_empty_ones),
        A(zeroed_blocks_are_not_empty_ones),
        C(a_lost_first_page_is_an_error),
        A(a_lost_first_page_is_an_error),
        C(an_older_block_in_its_place_is_not_noticed),
        A(an_older_block_in_its_place_is_not_noticed),
        C(blocks_of_the_other_are_foreign),
        C(a_shortened_vault_is_noticed),
        C(a_damaged_journal_is_noticed),
        C(a_damaged_header_of_a_journal_is_noticed),
        C(a_journal_taken_away_is_not_noticed),
        C(a_journal_changed_under_our_hands_is_an_error),
        C(noise_beside_the_seals_is_nothing),
        A(a_cut_file_is_noticed),
        A(another_files_blocks_are_foreign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
