/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "satchel/base/err.h"
#include "satchel/vault/arena.h"

#define BYTES (16 * 1048576)

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void blocks_never_overlap_and_come_back_zeroed(void **state)
{
    (void)state;
    enum { SLOTS = 400 };
    struct {
        uint8_t *p;
        size_t n;
        uint8_t mark;
    } slot[SLOTS] = { 0 };
    uint32_t seed = 5;
    size_t before = arena_report().blocks;
    for (int round = 0; round < 60000; round++) {
        size_t i = next_random(&seed) % SLOTS, n = next_random(&seed) % (round % 50 ? 700 : 60000);
        for (size_t k = 0; k < slot[i].n; k++)
            if (slot[i].p[k] != slot[i].mark)
                fail_msg("round %d: byte %zu of %zu is not what was put there", round, k, slot[i].n);
        if (round % 3 == 0) {
            uint8_t *p = sqlite3_realloc64(slot[i].p, n + 1);
            assert_non_null(p);
            for (size_t k = 0; k < slot[i].n && k < n + 1; k++)
                assert_int_equal(p[k], slot[i].mark);
            slot[i].p = p;
        } else {
            uint8_t *old = slot[i].p;
            sqlite3_free(old);
            slot[i].p = NULL;
            /* Free memory holds list pointers and zeros. */
            for (size_t k = 16; old && k < slot[i].n; k++)
                assert_int_equal(old[k], 0);
            slot[i].p = sqlite3_malloc64(n + 1);
            assert_non_null(slot[i].p);
        }
        assert_true(sqlite3_msize(slot[i].p) >= n + 1);
        assert_int_equal((uintptr_t)slot[i].p % 16, 0);
        slot[i].n = n + 1;
        slot[i].mark = (uint8_t)(1 + round % 255);
        memset(slot[i].p, slot[i].mark, slot[i].n);
    }
    for (size_t i = 0; i < SLOTS; i++)
        sqlite3_free(slot[i].p);
    assert_int_equal(arena_report().blocks, before);
    /* All of it is one free block again: nothing has been lost to fragments. */
    void *large = sqlite3_malloc64(BYTES / 8 * 7);
    assert_non_null(large);
    sqlite3_free(large);
}

static void the_limit_is_an_error_like_any_other(void **state)
{
    (void)state;
    sqlite3 *db;
    assert_null(sqlite3_malloc64(BYTES));
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "SELECT length(hex(zeroblob(12000000)))", NULL, NULL, NULL),
                     SQLITE_NOMEM);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static bool contains(const uint8_t *memory, size_t n, const char *text)
{
    return memmem(memory, n, text, strlen(text)) != NULL;
}

static void a_wipe_leaves_nothing(void **state)
{
    (void)state;
    sqlite3 *db;
    char *start = sqlite3_malloc(1); /* lies low in the arena, in a page of it */
    uint8_t *page = (uint8_t *)((uintptr_t)start & ~(uintptr_t)4095);
    sqlite3_free(start);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "CREATE TABLE t (x); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                     " FROM c WHERE i < 2000) INSERT INTO t SELECT 'Sylvania' || i FROM c",
                     NULL, NULL, NULL),
        SQLITE_OK);
    struct arena_report r = arena_report();
    assert_true(r.reached > 65536);
    assert_true(contains(page, 65536, "Sylvania"));
    sqlite3_close(db);
    assert_int_equal(arena_wipe(), 0);
    assert_false(contains(page, 65536, "Sylvania"));
    assert_true(arena_report().reached < 65536);
    /* SQLite works again after. */
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_null(sqlite3_malloc64(BYTES));
}

static void forgotten_blocks_are_counted(void **state)
{
    (void)state;
    sqlite3_initialize();
    char *forgotten = sqlite3_malloc(100);
    strcpy(forgotten, "Sylvania");
    assert_int_equal(arena_wipe(), 1);
    assert_int_equal(forgotten[0], 0);
}

static void a_child_does_not_inherit_it(void **state)
{
    (void)state;
    unsigned char resident;
    char *p = sqlite3_malloc(10);
    void *page = (void *)((uintptr_t)p & ~(uintptr_t)4095);
    pid_t child = fork();
    if (child == 0)
        _exit(mincore(page, 4096, &resident) < 0 ? 0 : 1);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    sqlite3_free(p);
}

static void what_is_locked_is_reported(void **state)
{
    (void)state;
    struct rlimit limit;
    struct arena_report r = arena_report();
    assert_int_equal(r.bytes, BYTES);
    getrlimit(RLIMIT_MEMLOCK, &limit);
    if (limit.rlim_cur >= 2 * ARENA_LOCKED_BYTES)
        assert_int_equal(r.locked, ARENA_LOCKED_BYTES);
    assert_true(r.locked <= ARENA_LOCKED_BYTES);
}

static void it_comes_before_sqlite(void **state)
{
    (void)state;
    struct err e;
    sqlite3_initialize();
    assert_int_equal(arena_install(BYTES, &e), -1);
    assert_int_equal(e.code, ERR_INTERNAL);
}

static int install(void **state)
{
    (void)state;
    return arena_install(BYTES, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_never_overlap_and_come_back_zeroed),
        cmocka_unit_test(the_limit_is_an_error_like_any_other),
        cmocka_unit_test(a_wipe_leaves_nothing),
        cmocka_unit_test(forgotten_blocks_are_counted),
        cmocka_unit_test(a_child_does_not_inherit_it),
        cmocka_unit_test(what_is_locked_is_reported),
        cmocka_unit_test(it_comes_before_sqlite),
    };
    return cmocka_run_group_tests(tests, install, NULL);
}
