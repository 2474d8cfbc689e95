/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/slots.h"

#define SEALED 128

static const uint8_t KEK[KDF_KEY_BYTES] = "an invented key of 32 bytes....";
static const uint8_t OTHER[KDF_KEY_BYTES] = "another invented key, 32 bytes.";

struct world {
    struct header *h;
    struct slot slot, got;
    struct slot_keys keys;
    unsigned number;
};

/* A header whose slot `number` opens with KEK. */
static struct world make(unsigned number)
{
    struct world w = { .h = header_new(KDF_HIGH, NULL) };
    assert_non_null(w.h);
    slots_fresh(w.h, number / HEADER_OWN_SLOTS, &w.slot);
    assert_int_equal(slots_put(&VAULT_IO_SYSTEM, -1, w.h, number, &w.slot, KEK, NULL), 0);
    return w;
}

static int try_key(struct world *w, const uint8_t *key)
{
    return slots_unlock(w->h, key, &w->got, &w->number);
}

static void every_slot_opens(void **state)
{
    (void)state;
    for (unsigned i = 0; i < HEADER_SLOTS; i++) {
        struct world w = make(i);
        assert_int_equal(header_profile(w.h), KDF_HIGH);
        assert_int_equal(try_key(&w, KEK), 0);
        assert_int_equal(w.number, i);
        assert_memory_equal(&w.got, &w.slot, sizeof w.got);
        assert_true(slots_keys(w.h, &w.got, &w.keys));
        assert_int_equal(try_key(&w, OTHER), -1);
        free(w.h);
    }
}

/* Any bit of salt, profile and slot is bound: whatever changes, it does not open, and nothing of it comes
 * out. */
static void flips_close_it(void **state)
{
    (void)state;
    struct slot nothing = { 0 };
    struct world w = make(5);
    size_t at = (size_t)header_slot_at(5);
    for (size_t i = 0; i < KDF_SALT_BYTES + SEALED; i++) {
        uint8_t *byte = &w.h->bytes[i < KDF_SALT_BYTES ? i : at + i - KDF_SALT_BYTES];
        *byte ^= 0x10;
        assert_int_equal(try_key(&w, KEK), -1);
        assert_memory_equal(&w.got, &nothing, sizeof nothing);
        *byte ^= 0x10;
    }
    for (int bit = 0; bit < 8; bit++) {
        w.h->bytes[KDF_SALT_BYTES] ^= (uint8_t)(1 << bit);
        assert_int_equal(try_key(&w, KEK), bit < 2 ? -1 : 0); /* the other six bits are noise */
        w.h->bytes[KDF_SALT_BYTES] ^= (uint8_t)(1 << bit);
    }
    w.h->bytes[at + SEALED] ^= 1; /* noise after the slot */
    assert_int_equal(try_key(&w, KEK), 0);
    free(w.h);
}

static void a_moved_slot_does_not_open(void **state)
{
    (void)state;
    struct world w = make(1);
    memcpy(header_slot(w.h, 2), header_slot(w.h, 1), HEADER_SECTOR);
    seal_random(header_slot(w.h, 1), HEADER_SECTOR);
    assert_int_equal(try_key(&w, KEK), -1);
    free(w.h);
}

/* The check tells a damaged pool from a wrong passphrase, whichever byte of it went; and the other pool is
 * another's. */
static void pool_bytes_count(void **state)
{
    (void)state;
    struct world w = make(2);
    struct slot_keys first;
    assert_true(slots_keys(w.h, &w.slot, &first));
    for (size_t i = 0; i < HEADER_POOL_BYTES; i += 127) {
        w.h->bytes[(size_t)header_pool_at(0) + i] ^= 1;
        assert_false(slots_keys(w.h, &w.slot, &w.keys));
        assert_memory_not_equal(w.keys.block, first.block, sizeof first.block);
        w.h->bytes[(size_t)header_pool_at(0) + i] ^= 1;
    }
    seal_random(w.h->bytes + header_pool_at(1), HEADER_POOL_BYTES);
    assert_true(slots_keys(w.h, &w.slot, &w.keys));
    free(w.h);
}

static void open_wins_over_duress(void **state)
{
    (void)state;
    struct world w = make(6);
    struct slot duress;
    for (unsigned at = 0; at < HEADER_SLOTS; at += 7) { /* before and after the open one */
        slots_fresh(w.h, at / HEADER_OWN_SLOTS, &duress);
        duress.kind = SLOT_DURESS;
        assert_int_equal(slots_put(&VAULT_IO_SYSTEM, -1, w.h, at, &duress, KEK, NULL), 0);
        assert_int_equal(try_key(&w, KEK), 0);
        assert_int_equal(w.number, 6);
    }
    seal_random(header_slot(w.h, 6), HEADER_SECTOR);
    assert_int_equal(try_key(&w, KEK), 0);
    assert_int_equal(w.number, 0); /* the first of two duress ones */
    assert_int_equal(w.got.kind, SLOT_DURESS);
    free(w.h);
}

/* ---- in a file ---- */

struct lying {
    struct vault_io io; /* the system's, but the nth write is lost or the sync fails */
    int lose_write, fail_sync;
};

static ssize_t lying_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    const struct lying *l = (const struct lying *)(const void *)io;
    return l->lose_write ? (ssize_t)n : VAULT_IO_SYSTEM.write(io, fd, from, n, at);
}

static int lying_sync(const struct vault_io *io, int fd)
{
    const struct lying *l = (const struct lying *)(const void *)io;
    errno = EIO;
    return l->fail_sync ? -1 : VAULT_IO_SYSTEM.sync(io, fd);
}

static int file_with(const struct header *h)
{
    char name[] = "/tmp/slots-test-XXXXXX"; /* with a name: a file without one is refused a sync */
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, h->bytes, HEADER_BYTES), HEADER_BYTES);
    return fd;
}

static void close_file(int fd)
{
    char link[64], name[256] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    assert_true(readlink(link, name, sizeof name - 1) > 0);
    unlink(name);
    close(fd);
}

static void one_slot_is_one_sector(void **state)
{
    (void)state;
    struct world w = make(4);
    struct header *before, *after;
    int fd = file_with(w.h);
    before = header_read(&VAULT_IO_SYSTEM, fd, NULL);
    assert_int_equal(slots_put(&VAULT_IO_SYSTEM, fd, w.h, 7, &w.slot, OTHER, NULL), 0);
    after = header_read(&VAULT_IO_SYSTEM, fd, NULL);
    assert_memory_equal(after->bytes, w.h->bytes, HEADER_BYTES);
    size_t at = (size_t)header_slot_at(7);
    assert_memory_equal(before->bytes, after->bytes, at);
    assert_memory_equal(before->bytes + at + HEADER_SECTOR, after->bytes + at + HEADER_SECTOR,
                        HEADER_BYTES - at - HEADER_SECTOR);
    assert_int_equal(try_key(&w, OTHER), 0);
    assert_int_equal(slots_erase(&VAULT_IO_SYSTEM, fd, w.h, 4, NULL), 0);
    assert_int_equal(try_key(&w, KEK), -1);
    assert_int_equal(try_key(&w, OTHER), 0);
    free(before);
    free(after);
    free(w.h);
    close_file(fd);
}

/* A disk that says yes and does nothing is found out by reading back. */
static void a_lying_disk_is_found_out(void **state)
{
    (void)state;
    struct err e;
    struct world w = make(4);
    int fd = file_with(w.h);
    struct lying l = { VAULT_IO_SYSTEM, 1, 0 };
    l.io.write = lying_write;
    l.io.sync = lying_sync;
    assert_int_equal(slots_put(&l.io, fd, w.h, 7, &w.slot, OTHER, &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_int_equal(slots_erase(&l.io, fd, w.h, 4, &e), -1);
    l.lose_write = 0;
    l.fail_sync = 1;
    assert_int_equal(slots_put(&l.io, fd, w.h, 7, &w.slot, OTHER, &e), -1);
    assert_int_equal(try_key(&w, OTHER), -1); /* not in memory either */
    assert_int_equal(try_key(&w, KEK), 0);
    free(w.h);
    close_file(fd);
}

static void short_file_is_an_error(void **state)
{
    (void)state;
    struct err e;
    int fd = memfd_create("short", 0);
    assert_int_equal(ftruncate(fd, HEADER_BYTES - 1), 0);
    assert_null(header_read(&VAULT_IO_SYSTEM, fd, &e));
    assert_int_equal(e.code, ERR_IO);
    close_file(fd);
}

/* Bytes of a header are noise to whoever counts them: 131072 of them, 512 a value, standard deviation 22.6.
 */
static void header_looks_like_noise(void **state)
{
    (void)state;
    unsigned count[256] = { 0 };
    struct world w = make(3);
    for (size_t i = 0; i < HEADER_BYTES; i++)
        count[w.h->bytes[i]]++;
    for (int i = 0; i < 256; i++)
        assert_in_range(count[i], 512 - 7 * 23, 512 + 7 * 23);
    free(w.h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_slot_opens),           cmocka_unit_test(flips_close_it),
        cmocka_unit_test(a_moved_slot_does_not_open), cmocka_unit_test(pool_bytes_count),
        cmocka_unit_test(open_wins_over_duress),      cmocka_unit_test(one_slot_is_one_sector),
        cmocka_unit_test(a_lying_disk_is_found_out),  cmocka_unit_test(short_file_is_an_error),
        cmocka_unit_test(header_looks_like_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
