/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sealed file as a file: random writes, cuts and reads against a plain array, called as SQLite would call.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "faultvfs.h"
#include "satchel/vault/blocks.h"
#include "satchel/vault/sealvfs.h"

enum { MOST = 60000 };
static const uint8_t KEY[SEALVFS_KEY_BYTES] = { 3 };

static struct faultvfs *disk;

static int start(void **state)
{
    (void)state;
    disk = faultvfs_new(1, 512, 0);
    faultvfs_register(disk, "disk");
    return sealvfs_register_over("disk", "sealed", KEY, 0, NULL);
}

static int stop(void **state)
{
    (void)state;
    sealvfs_unregister("sealed");
    faultvfs_free(disk);
    return 0;
}

static uint32_t draw(uint32_t below)
{
    static uint64_t x = 11;
    x = x * UINT64_C(6364136223846793005) + 1;
    return (uint32_t)(x >> 33) % below;
}

static sqlite3_file *open_file(const char *name, int kind)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find("sealed");
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    int flags = kind | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    assert_non_null(file);
    assert_int_equal(vfs->xOpen(vfs, name, file, flags, &flags), SQLITE_OK);
    return file;
}

static void close_file(sqlite3_file *file)
{
    assert_int_equal(file->pMethods->xClose(file), SQLITE_OK);
    free(file);
}

static void assert_file(sqlite3_file *file, const uint8_t *want, size_t size)
{
    static uint8_t got[MOST + 5000];
    sqlite3_int64 n;
    assert_int_equal(file->pMethods->xFileSize(file, &n), SQLITE_OK);
    assert_int_equal(n, size);
    size_t at = draw(MOST), length = 1 + draw(5000);
    memset(got, 0xEE, sizeof got);
    int rc = file->pMethods->xRead(file, got, (int)length, (sqlite3_int64)at);
    assert_int_equal(rc, at + length <= size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(got[i], at + i < size ? want[at + i] : 0);
}

static void behaves_like_a_file(const char *name, int kind)
{
    static uint8_t model[2 * MOST], bytes[MOST];
    size_t size = 0;
    memset(model, 0, sizeof model);
    sqlite3_file *file = open_file(name, kind);
    for (int round = 0; round < 4000; round++) {
        uint32_t what = draw(20);
        if (what < 12) {
            size_t n = 1 + draw(draw(4) ? 300 : 9000),
                   at = draw(4) ? draw((uint32_t)size + 1) : draw(MOST - 9000);
            for (size_t i = 0; i < n; i++)
                bytes[i] = (uint8_t)draw(256);
            assert_int_equal(file->pMethods->xWrite(file, bytes, (int)n, (sqlite3_int64)at), SQLITE_OK);
            memcpy(model + at, bytes, n);
            size = at + n > size ? at + n : size;
        } else if (what == 12) {
            size_t to = draw(3) ? draw((uint32_t)size + 1) : draw(MOST - 9000);
            if (to < size)
                memset(model + to, 0, size - to);
            size = to;
            assert_int_equal(file->pMethods->xTruncate(file, (sqlite3_int64)to), SQLITE_OK);
        } else if (what == 13 && name) {
            close_file(file);
            file = open_file(name, kind);
        } else if (what == 14) {
            assert_int_equal(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL), SQLITE_OK);
        } else {
            assert_file(file, model, size);
        }
    }
    close_file(file);
}

static void a_database_is_a_file(void **state)
{
    (void)state;
    behaves_like_a_file("db", SQLITE_OPEN_MAIN_DB);
}

static void a_journal_is_a_file(void **state)
{
    (void)state;
    behaves_like_a_file("super", SQLITE_OPEN_SUPER_JOURNAL);
}

static void a_temporary_file_is_a_file(void **state)
{
    (void)state;
    behaves_like_a_file(NULL, SQLITE_OPEN_TEMP_DB);
}

/* With SQLite's locks held: cutting within a stride leaves the stride alone and says the length in the head.
 */
static void a_cut_in_a_transaction_seals_nothing_anew(void **state)
{
    (void)state;
    static uint8_t before[STRIDE_BYTES], after[STRIDE_BYTES], bytes[9000];
    sqlite3_file *file = open_file("cut", SQLITE_OPEN_MAIN_DB), *other;
    sqlite3_int64 n;
    memset(bytes, 5, sizeof bytes);
    file->pMethods->xLock(file, SQLITE_LOCK_SHARED);
    file->pMethods->xLock(file, SQLITE_LOCK_RESERVED);
    file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE);
    assert_int_equal(file->pMethods->xWrite(file, bytes, sizeof bytes, 0), SQLITE_OK);
    faultvfs_peek(disk, "cut", 2 * STRIDE_BYTES, before, sizeof before);
    for (sqlite3_int64 size = 7000; size > 4096; size -= 1000) {
        assert_int_equal(file->pMethods->xTruncate(file, size), SQLITE_OK);
        faultvfs_peek(disk, "cut", 2 * STRIDE_BYTES, after, sizeof after);
        assert_memory_equal(before, after, sizeof before);
        other = open_file("cut", SQLITE_OPEN_MAIN_DB);
        assert_int_equal(other->pMethods->xFileSize(other, &n), SQLITE_OK);
        assert_int_equal(n, size);
        assert_int_equal(other->pMethods->xRead(other, after, 4096, 4096), SQLITE_IOERR_SHORT_READ);
        assert_int_equal(after[size - 4096 - 1], 5);
        assert_int_equal(after[size - 4096], 0);
        close_file(other);
    }
    /* Growth beyond the stride takes the record away. */
    assert_int_equal(file->pMethods->xWrite(file, bytes, 1024, 8192), SQLITE_OK);
    assert_int_equal(file->pMethods->xTruncate(file, 8192), SQLITE_OK);
    file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
    assert_int_equal(file->pMethods->xFileSize(file, &n), SQLITE_OK);
    assert_int_equal(n, 8192);
    close_file(file);
}

/* A crash may bring back the record of a length from before the transaction. */
static void an_old_length_is_not_believed_later(void **state)
{
    (void)state;
    static uint8_t bytes[12288], head[100];
    sqlite3_file *file = open_file("old", SQLITE_OPEN_MAIN_DB);
    sqlite3_int64 n;
    for (int level = SQLITE_LOCK_SHARED; level <= SQLITE_LOCK_EXCLUSIVE; level++)
        if (level != SQLITE_LOCK_PENDING)
            file->pMethods->xLock(file, level);
    assert_int_equal(file->pMethods->xWrite(file, bytes, 8192, 0), SQLITE_OK);
    assert_int_equal(file->pMethods->xTruncate(file, 5120), SQLITE_OK);
    faultvfs_peek(disk, "old", 4096, head, sizeof head);
    assert_int_equal(file->pMethods->xWrite(file, bytes, 4096, 8192), SQLITE_OK);
    close_file(file);
    faultvfs_poke(disk, "old", 4096, head, sizeof head);
    file = open_file("old", SQLITE_OPEN_MAIN_DB);
    file->pMethods->xLock(file, SQLITE_LOCK_SHARED);
    file->pMethods->xLock(file, SQLITE_LOCK_RESERVED);
    assert_int_equal(file->pMethods->xFileSize(file, &n), SQLITE_OK);
    assert_int_equal(n, 12288);
    assert_int_equal(file->pMethods->xTruncate(file, 4096), SQLITE_OK);
    assert_int_equal(file->pMethods->xWrite(file, bytes, 4096, 4096), SQLITE_OK);
    file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
    assert_int_equal(file->pMethods->xFileSize(file, &n), SQLITE_OK);
    assert_int_equal(n, 8192);
    close_file(file);
}

static void flip(const char *name, size_t at)
{
    uint8_t byte;
    faultvfs_peek(disk, name, at, &byte, 1);
    byte ^= 1;
    faultvfs_poke(disk, name, at, &byte, 1);
}

/* What is remembered from one lock to the next stands only while the file says the same, byte for byte. */
static void memory_gives_way_to_the_file(void **state)
{
    (void)state;
    static uint8_t bytes[4096];
    sqlite3_file *file = open_file("memo", SQLITE_OPEN_MAIN_DB),
                 *other = open_file("memo", SQLITE_OPEN_MAIN_DB);
    sqlite3_int64 n;
    for (int round = 0; round < 20; round++) {
        memset(bytes, round + 1, sizeof bytes);
        assert_int_equal(other->pMethods->xWrite(other, bytes, round % 3 ? 4096 : 1000 + round, 0),
                         SQLITE_OK);
        if (round % 5 == 0)
            assert_int_equal(other->pMethods->xTruncate(other, 900 + round), SQLITE_OK);
        assert_int_equal(other->pMethods->xFileSize(other, &n), SQLITE_OK);
        sqlite3_int64 want = n;
        for (int again = 0; again < 2; again++) {
            assert_int_equal(file->pMethods->xLock(file, SQLITE_LOCK_SHARED), SQLITE_OK);
            assert_int_equal(file->pMethods->xFileSize(file, &n), SQLITE_OK);
            assert_int_equal(n, want);
            assert_int_equal(file->pMethods->xRead(file, bytes, 16, 24), SQLITE_OK);
            assert_int_equal(bytes[0], round + 1);
            file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
        }
    }
    static const size_t places[] = { 3, STRIDE_BYTES + 5, STRIDE_BYTES + 100,
                                     STRIDE_BYTES + STRIDE_SEALED - 1 };
    for (size_t i = 0; i < 4; i++) {
        flip("memo", places[i]);
        file->pMethods->xLock(file, SQLITE_LOCK_SHARED);
        assert_int_equal(file->pMethods->xRead(file, bytes, 16, 24), SQLITE_IOERR_DATA);
        assert_int_equal(file->pMethods->xRead(file, bytes, 100, 0), SQLITE_IOERR_SHORT_READ);
        assert_int_equal(bytes[0], 0);
        file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
        flip("memo", places[i]);
    }
    assert_int_equal(file->pMethods->xRead(file, bytes, 16, 24), SQLITE_OK);
    close_file(file);
    close_file(other);
}

static void nothing_looks_like_anything(void **state)
{
    (void)state;
    static uint8_t zeros[50000], bytes[20 * STRIDE_BYTES];
    sqlite3_file *file = open_file("noise", SQLITE_OPEN_MAIN_DB);
    assert_int_equal(file->pMethods->xWrite(file, zeros, sizeof zeros, 0), SQLITE_OK);
    close_file(file);
    size_t n = faultvfs_size(disk, "noise"), counts[256] = { 0 };
    assert_int_equal(n, 14 * STRIDE_BYTES);
    faultvfs_peek(disk, "noise", 0, bytes, n);
    for (size_t i = 0; i < n; i++)
        counts[bytes[i]]++;
    for (int i = 0; i < 256; i++) /* 448 each, standard deviation 21 */
        assert_in_range(counts[i], 300, 600);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
    const struct CMUnitTest tests[] = {
        T(a_database_is_a_file),
        T(a_journal_is_a_file),
        T(a_temporary_file_is_a_file),
        T(a_cut_in_a_transaction_seals_nothing_anew),
        T(an_old_length_is_not_believed_later),
        T(memory_gives_way_to_the_file),
        T(nothing_looks_like_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
