/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that is written behind: the caller waits for nothing, reads what it wrote, and the disk gets the
 * same calls in the same order, so that all that power cuts may do to them (test_crash_vault.c) is what they
 * may do here. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "powerloss.h"
#include "vaults.h"
#include "satchel/base/err.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/io.h"
#include "satchel/vault/late.h"

/* ---- a disk whose syncs hang, that remembers what it was asked for, and fails at the n-th write ---- */

#define FILE_BYTES 20000
#define SAID_BYTES 4000

struct disk {
    struct vault_io io;
    uint8_t bytes[FILE_BYTES];
    off_t size;
    char said[SAID_BYTES];
    int fails_at; /* 1: the first write; 0: none */
    pthread_mutex_t lock;
    pthread_cond_t news;
    bool hangs;
};

static struct disk *disk_of(const struct vault_io *io)
{
    return (struct disk *)(uintptr_t)io;
}

static void say(struct disk *d, const char *what, int fd, off_t at)
{
    size_t n = strlen(d->said);
    snprintf(d->said + n, sizeof d->said - n, "%s%d@%lld ", what, fd, (long long)at);
}

/* Held up while nothing is taken. */
static void wait_in_turn(struct disk *d)
{
    pthread_mutex_lock(&d->lock);
    while (d->hangs)
        pthread_cond_wait(&d->news, &d->lock);
    pthread_mutex_unlock(&d->lock);
}

static int disk_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    (void)path, (void)flags, (void)mode;
    wait_in_turn(disk_of(io));
    say(disk_of(io), "open", 0, 0);
    return 9;
}

static int disk_sync_folder(const struct vault_io *io, const char *path)
{
    (void)path;
    wait_in_turn(disk_of(io));
    say(disk_of(io), "folder", 0, 0);
    return 0;
}

static int disk_close(const struct vault_io *io, int fd)
{
    say(disk_of(io), "close", fd, 0);
    return 0;
}

static ssize_t disk_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    struct disk *d = disk_of(io);
    (void)fd;
    size_t have = at >= d->size ? 0 : (size_t)(d->size - at);
    n = n < have ? n : have;
    memcpy(to, d->bytes + at, n);
    return (ssize_t)n;
}

/* While it hangs it has nothing at once. */
static ssize_t slow_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    wait_in_turn(disk_of(io));
    return disk_read(io, fd, to, n, at);
}

static ssize_t disk_read_now(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    struct disk *d = disk_of(io);
    pthread_mutex_lock(&d->lock);
    bool hangs = d->hangs;
    pthread_mutex_unlock(&d->lock);
    if (!hangs)
        return disk_read(io, fd, to, n, at);
    errno = EAGAIN;
    return -1;
}

static ssize_t disk_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct disk *d = disk_of(io);
    say(d, "write", fd, at);
    if (d->fails_at > 0 && --d->fails_at == 0) {
        errno = ENOSPC;
        return -1;
    }
    memcpy(d->bytes + at, from, n);
    d->size = at + (off_t)n > d->size ? at + (off_t)n : d->size;
    return (ssize_t)n;
}

static off_t disk_size(const struct vault_io *io, int fd)
{
    (void)fd;
    return disk_of(io)->size;
}

static int disk_truncate(const struct vault_io *io, int fd, off_t size)
{
    struct disk *d = disk_of(io);
    say(d, "cut", fd, size);
    memset(d->bytes + size, 0, (size_t)(FILE_BYTES - size));
    d->size = size;
    return 0;
}

static int disk_sync(const struct vault_io *io, int fd)
{
    struct disk *d = disk_of(io);
    wait_in_turn(d);
    say(d, "sync", fd, 0);
    return 0;
}

static int disk_unlink(const struct vault_io *io, const char *path)
{
    assert_string_equal(path, "name");
    say(disk_of(io), "unlink", 0, 0);
    return 0;
}

static void disk_start_sync(const struct vault_io *io, int fd)
{
    say(disk_of(io), "start", fd, 0);
}

static int disk_touch(const struct vault_io *io, int fd)
{
    say(disk_of(io), "touch", fd, 0);
    return 0;
}

struct box {
    struct disk disk;
    struct late *late;
    const struct vault_io *io;
};

static int setup(void **state)
{
    struct box *b = calloc(1, sizeof *b);
    b->disk.io = (struct vault_io){ .open = disk_open,
                                    .close = disk_close,
                                    .read = disk_read,
                                    .write = disk_write,
                                    .write_durable = disk_write,
                                    .size = disk_size,
                                    .truncate = disk_truncate,
                                    .sync = disk_sync,
                                    .sync_folder = disk_sync_folder,
                                    .unlink = disk_unlink,
                                    .start_sync = disk_start_sync,
                                    .touch = disk_touch };
    pthread_mutex_init(&b->disk.lock, NULL);
    pthread_cond_init(&b->disk.news, NULL);
    b->disk.size = 12000;
    memset(b->disk.bytes, '.', 12000);
    b->late = late_new(&b->disk.io, NULL);
    assert_non_null(b->late);
    b->io = late_io(b->late);
    *state = b;
    return 0;
}

static void hang(struct box *b, bool hangs)
{
    pthread_mutex_lock(&b->disk.lock);
    b->disk.hangs = hangs;
    pthread_cond_broadcast(&b->disk.news);
    pthread_mutex_unlock(&b->disk.lock);
}

static int teardown(void **state)
{
    struct box *b = *state;
    hang(b, false);
    late_free(b->late);
    free(b);
    return 0;
}

static void put(struct box *b, const char *text, off_t at)
{
    assert_int_equal(io_write(b->io, 3, text, strlen(text), at), 0);
}

static void expect(struct box *b, off_t at, const char *text)
{
    char found[64] = "";
    assert_int_equal(io_read(b->io, 3, found, strlen(text), at), 0);
    assert_string_equal(found, text);
}

/* ---- what it promises ---- */

static void until_it_is_held_it_is_the_disk_below(void **state)
{
    struct box *b = *state;
    put(b, "one", 5);
    b->io->start_sync(b->io, 3);
    assert_int_equal(b->io->sync(b->io, 3), 0);
    assert_memory_equal(b->disk.bytes + 5, "one", 3);
    assert_string_equal(b->disk.said, "write3@5 start3@0 sync3@0 ");
    assert_true(late_wait(b->late, 0, NULL, NULL));
}

static void nothing_waits_and_all_is_done_in_order(void **state)
{
    struct box *b = *state;
    hang(b, true);
    late_hold(b->late, NULL, NULL);
    put(b, "one", 5);
    b->io->start_sync(b->io, 3);
    assert_int_equal(b->io->sync(b->io, 3), 0);
    assert_int_equal(io_write_durable(b->io, 3, "two", 3, 8), 0);
    assert_int_equal(b->io->truncate(b->io, 3, 9000), 0);
    assert_int_equal(b->io->touch(b->io, 3), 0);
    assert_int_equal(b->io->close(b->io, 3), 0);
    assert_string_equal(b->disk.said, "");
    late_go(b->late);
    assert_false(late_wait(b->late, 30, NULL, NULL));
    hang(b, false);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    assert_string_equal(b->disk.said, "write3@5 sync3@0 write3@8 cut3@9000 touch3@0 close3@0 ");
    put(b, "again", 0); /* at once */
    assert_memory_equal(b->disk.bytes, "again", 5);
}

static void what_was_noted_is_read(void **state)
{
    struct box *b = *state;
    late_hold(b->late, NULL, NULL);
    put(b, "abcdef", 4094); /* over two places */
    put(b, "XY", 4095);
    expect(b, 4092, "..aXYdef..");
    assert_int_equal(b->io->truncate(b->io, 3, 4097), 0);
    assert_int_equal(b->io->size(b->io, 3), 4097);
    put(b, "end", 4100);
    assert_int_equal(b->io->size(b->io, 3), 4103);
    char found[11] = "";
    assert_int_equal(b->io->read(b->io, 3, found, 11, 4094), 9);
    assert_memory_equal(found, "aXY\0\0\0end", 9);
    assert_int_equal(b->io->read(b->io, 3, found, 1, 4103), 0);
    put(b, "far", 15000); /* past the end */
    expect(b, 15000, "far");
    assert_int_equal(b->io->read(b->io, 4, found, 3, 4094), 3); /* another file */
    assert_memory_equal(found, "...", 3);
}

/* As after a power cut at that point: nothing that comes after it may reach the disk. */
static void after_a_failure_there_is_only_closing(void **state)
{
    struct box *b = *state;
    b->disk.fails_at = 2;
    late_hold(b->late, NULL, NULL);
    put(b, "one", 0);
    uint64_t first = late_mark(b->late);
    put(b, "two", 3);
    put(b, "three", 6);
    b->io->sync(b->io, 3);
    b->io->close(b->io, 3);
    uint64_t all = late_mark(b->late);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    assert_string_equal(b->disk.said, "write3@0 write3@3 close3@0 ");
    assert_true(late_took(b->late, first));
    assert_false(late_took(b->late, first + 1));
    assert_false(late_took(b->late, all));
    late_hold(b->late, NULL, NULL); /* the next time it is tried anew */
    put(b, "four", 0);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    assert_true(late_took(b->late, late_mark(b->late)));
}

/* Whoever goes on after it is told, and sees nothing that is not on the disk. */
static void a_failure_is_told(void **state)
{
    struct box *b = *state;
    char found[3];
    b->disk.fails_at = 1;
    late_hold(b->late, NULL, NULL);
    put(b, "one", 0);
    assert_int_equal(b->io->open(b->io, "name", 0, 0), 9); /* waits for it */
    assert_int_equal(b->io->write(b->io, 3, "two", 3, 0), -1);
    assert_int_equal(errno, ENOSPC);
    assert_int_equal(b->io->sync(b->io, 3), -1);
    assert_int_equal(b->io->read(b->io, 3, found, 3, 0), -1);
    assert_string_equal(b->disk.said, "write3@0 open0@0 ");
}

static bool is_set(void *flag)
{
    return atomic_load((atomic_bool *)flag);
}

static void waiting_can_be_given_up(void **state)
{
    struct box *b = *state;
    atomic_bool given_up = true;
    hang(b, true);
    late_hold(b->late, NULL, NULL);
    b->io->sync(b->io, 3);
    assert_false(late_wait(b->late, -1, is_set, &given_up));
    assert_false(late_wait(b->late, 0, NULL, NULL));
    hang(b, false);
    assert_true(late_wait(b->late, -1, NULL, NULL));
}

static void tell(void *told)
{
    atomic_fetch_add((atomic_int *)told, 1);
}

static void the_end_is_told(void **state)
{
    struct box *b = *state;
    atomic_int told = 0;
    late_hold(b->late, tell, &told);
    put(b, "one", 0);
    put(b, "two", 0);
    assert_int_equal(atomic_load(&told), 0);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    assert_int_equal(atomic_load(&told), 1);
}

/* ---- a lock that finds somebody waiting ---- */

static void once_begun_each_call_is_answered_by_the_disk(void **state)
{
    struct box *b = *state;
    atomic_bool away = false;
    late_begin(b->late, is_set, &away);
    put(b, "one", 5);
    assert_memory_equal(b->disk.bytes + 5, "one", 3);
    b->disk.fails_at = 1;
    assert_int_equal(b->io->write(b->io, 3, "two", 3, 8), -1);
    assert_int_equal(errno, ENOSPC);
    put(b, "two", 8); /* as if it had not happened */
    assert_int_equal(b->io->sync(b->io, 3), 0);
    assert_int_equal(b->io->open(b->io, "name", 0, 0), 9);
    assert_int_equal(b->io->unlink(b->io, "name"), 0);
    assert_string_equal(b->disk.said, "write3@5 write3@8 write3@8 sync3@0 open0@0 unlink0@0 ");
}

static void waiting_is_left_and_the_disk_goes_on(void **state)
{
    struct box *b = *state;
    atomic_bool away = true;
    late_begin(b->late, is_set, &away);
    put(b, "one", 0);
    hang(b, true);
    assert_int_equal(b->io->sync(b->io, 3), 0);
    put(b, "two", 3);
    assert_int_equal(b->io->open(b->io, "other", 0, 0), -1);
    assert_int_equal(errno, ECANCELED);
    assert_int_equal(b->io->unlink(b->io, "name"), 0);
    expect(b, 0, "onetwo");
    uint64_t saved = late_mark(b->late);
    assert_false(late_took(b->late, saved));
    assert_string_equal(b->disk.said, "write3@0 ");
    late_hold(b->late, NULL, NULL);
    put(b, "three", 6);
    assert_int_equal(b->io->close(b->io, 3), 0);
    hang(b, false);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    assert_true(late_took(b->late, saved));
    assert_string_equal(b->disk.said, "write3@0 sync3@0 write3@3 unlink0@0 write3@6 close3@0 ");
}

/* Where that is what the disk does not answer. A file that is open too late is nobody's. */
static void opening_is_left(void **state)
{
    struct box *b = *state;
    atomic_bool away = true;
    late_begin(b->late, is_set, &away);
    hang(b, true);
    assert_int_equal(b->io->open(b->io, "name", 0, 0), -1);
    assert_int_equal(errno, ECANCELED);
    assert_false(late_is_done(b->late));
    hang(b, false);
    atomic_store(&away, false);
    put(b, "one", 0);
    assert_string_equal(b->disk.said, "open0@0 close9@0 write3@0 ");
    atomic_store(&away, true);
    hang(b, true);
    assert_int_equal(b->io->sync_folder(b->io, "name"), -1);
    assert_int_equal(errno, ECANCELED);
    hang(b, false);
    atomic_store(&away, false);
    assert_int_equal(b->io->sync_folder(b->io, "name"), 0);
    assert_int_equal(b->io->open(b->io, "name", 0, 0), 9);
    assert_true(late_took(b->late, late_mark(b->late)));
}

/* Nor does it keep another thread from what the disk does at once. */
static void reading_is_left(void **state)
{
    struct box *b = *state;
    atomic_bool away = true;
    atomic_int told = 0;
    char found[3];
    b->disk.io.read = slow_read;
    b->disk.io.read_now = disk_read_now;
    late_begin(b->late, is_set, &away);
    put(b, "one", 0);
    hang(b, true);
    assert_int_equal(b->io->read(b->io, 3, found, 3, 0), -1);
    assert_int_equal(errno, ECANCELED);
    put(b, "two", 0);
    assert_int_equal(b->io->read(b->io, 3, found, 3, 0), -1); /* one is being read */
    assert_false(late_is_done(b->late));
    late_hold(b->late, tell, &told);
    assert_int_equal(b->io->read(b->io, 3, found, 3, 0), -1); /* a lock does not wait for it for long */
    late_go(b->late);
    assert_false(late_wait(b->late, 30, NULL, NULL));
    assert_int_equal(atomic_load(&told), 0);
    hang(b, false);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    assert_int_equal(atomic_load(&told), 1);
    assert_true(late_took(b->late, late_mark(b->late)));
    expect(b, 0, "two");
    late_begin(b->late, is_set, &away);
    expect(b, 0, "two");
}

static void *read_it(void *box)
{
    struct box *b = box;
    expect(b, 0, "one");
    return NULL;
}

/* And finds what was noted meanwhile. */
static void a_slow_read_is_waited_for(void **state)
{
    struct box *b = *state;
    atomic_bool away = false;
    pthread_t thread;
    b->disk.io.read = slow_read;
    b->disk.io.read_now = disk_read_now;
    late_begin(b->late, is_set, &away);
    hang(b, true);
    pthread_create(&thread, NULL, read_it, b);
    put(b, "one", 0);
    hang(b, false);
    pthread_join(thread, NULL);
    expect(b, 0, "one");
}

/* Somebody who goes on by himself is waited for. */
static void a_guest_is_waited_for(void **state)
{
    struct box *b = *state;
    atomic_int told = 0;
    late_begin(b->late, NULL, NULL);
    b->io->stay(b->io, true);
    late_hold(b->late, tell, &told);
    put(b, "one", 0);
    late_go(b->late);
    assert_false(late_wait(b->late, 30, NULL, NULL));
    assert_int_equal(atomic_load(&told), 0);
    b->io->stay(b->io, false);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    assert_int_equal(atomic_load(&told), 1);
}

/* Over several places, one over another, and a file that is cut. */
static void calls_that_lie_over_each_other(void **state)
{
    struct box *b = *state;
    static char large[9000], found[9000];
    memset(large, 'L', sizeof large);
    late_hold(b->late, NULL, NULL);
    assert_int_equal(io_write(b->io, 3, large, sizeof large, 100), 0);
    put(b, "one", 200);
    put(b, "two", 4095);
    put(b, "six", 8190);
    assert_int_equal(io_read(b->io, 3, found, sizeof found, 100), 0);
    memcpy(large + 100, "one", 3);
    memcpy(large + 3995, "two", 3);
    memcpy(large + 8090, "six", 3);
    assert_memory_equal(found, large, sizeof large);
    assert_int_equal(b->io->truncate(b->io, 3, 4096), 0);
    put(b, "end", 5000);
    assert_int_equal(b->io->read(b->io, 3, found, sizeof found, 4094), 909);
    assert_memory_equal(found, "Lt\0\0", 4);
    assert_memory_equal(found + 906, "end", 3);
    assert_true(late_wait(b->late, -1, NULL, NULL));
    memset(found, 0, sizeof found);
    assert_int_equal(b->io->read(b->io, 3, found, sizeof found, 4094), 909);
    assert_memory_equal(found + 906, "end", 3);
}

static void no_lock_came_of_it(void **state)
{
    struct box *b = *state;
    atomic_bool away = true;
    late_begin(b->late, is_set, &away);
    hang(b, true);
    assert_int_equal(b->io->sync(b->io, 3), 0);
    atomic_store(&away, false);
    hang(b, false);
    put(b, "one", 0); /* waits for both */
    assert_string_equal(b->disk.said, "sync3@0 write3@0 ");
}

/* Which nobody was told of: the files are as after a power cut, and stay so. */
static void what_was_left_fails(void **state)
{
    struct box *b = *state;
    atomic_bool away = true;
    char found[3];
    late_begin(b->late, is_set, &away);
    hang(b, true);
    assert_int_equal(b->io->sync(b->io, 3), 0);
    b->disk.fails_at = 1;
    put(b, "one", 0);
    atomic_store(&away, false);
    hang(b, false);
    assert_int_equal(b->io->sync(b->io, 3), -1);
    assert_int_equal(errno, ENOSPC);
    assert_int_equal(b->io->write(b->io, 3, "two", 3, 0), -1);
    assert_int_equal(b->io->read(b->io, 3, found, 3, 0), -1);
    assert_false(late_took(b->late, late_mark(b->late)));
    assert_int_equal(b->io->close(b->io, 3), 0);
    assert_string_equal(b->disk.said, "sync3@0 write3@0 close3@0 ");
}

static void *sync_it(void *box)
{
    struct box *b = box;
    assert_int_equal(b->io->sync(b->io, 7), 0);
    return (void *)(uintptr_t)b->disk.hangs;
}

/* Only who looks at the keys is called away. The other one goes on when nobody waits any more. */
static void another_thread_waits(void **state)
{
    struct box *b = *state;
    atomic_bool away = true;
    pthread_t thread;
    void *hangs;
    late_begin(b->late, is_set, &away);
    hang(b, true);
    pthread_create(&thread, NULL, sync_it, b);
    assert_int_equal(b->io->sync(b->io, 3), 0);
    hang(b, false);
    pthread_join(thread, &hangs);
    assert_null(hangs);
    hang(b, true);
    pthread_create(&thread, NULL, sync_it, b);
    late_hold(b->late, NULL, NULL);
    pthread_join(thread, NULL);
}

/* ---- a vault's lock ---- */

/* Every call that changes a file, with all its bytes, as one number. */
struct recorder {
    struct vault_io io;
    uint64_t sum, calls;
};

static void record(const struct vault_io *io, const char *what, int fd, off_t at, const uint8_t *p, size_t n)
{
    struct recorder *r = (struct recorder *)(uintptr_t)io;
    uint64_t h =
        r->sum ^ (uint64_t)what[0] << 40 ^ (uint64_t)what[1] << 48 ^ (uint64_t)fd << 56 ^ (uint64_t)at;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * UINT64_C(0x100000001B3);
    r->sum = h * UINT64_C(0x100000001B3);
    r->calls++;
}

static ssize_t recorded_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    record(io, "write", fd, at, from, n);
    return VAULT_IO_SYSTEM.write(&VAULT_IO_SYSTEM, fd, from, n, at);
}

static int recorded_sync(const struct vault_io *io, int fd)
{
    record(io, "sync", fd, 0, NULL, 0);
    return VAULT_IO_SYSTEM.sync(&VAULT_IO_SYSTEM, fd);
}

static int recorded_truncate(const struct vault_io *io, int fd, off_t size)
{
    record(io, "truncate", fd, size, NULL, 0);
    return VAULT_IO_SYSTEM.truncate(&VAULT_IO_SYSTEM, fd, size);
}

static struct recorder recorder(void)
{
    struct recorder r = { .io = VAULT_IO_SYSTEM };
    r.io.write = r.io.write_durable = recorded_write;
    r.io.sync = recorded_sync;
    r.io.truncate = recorded_truncate;
    return r;
}

/* A session whose last change is large, so that it spills, and makes the file longer; from there on behind.
 */
enum how { AT_ONCE, BEGUN, LEFT, BEHIND };

static bool always(void *arg)
{
    (void)arg;
    return true;
}

static struct recorder session(const char *path, enum how how)
{
    struct recorder r = recorder();
    struct late *late = late_new(&r.io, NULL);
    struct vaults w = { 0 };
    struct vault_options o = VAULTS_OPTIONS;
    powerloss_repeat(11);
    o.io = late_io(late);
    o.one_thread = true;
    struct vault *v = vaults_open_at(&w, path, VAULTS_PASSPHRASE, &o);
    assert_non_null(v);
    if (how == BEGUN || how == LEFT)
        late_begin(late, how == LEFT ? always : NULL, NULL);
    if (how == BEHIND)
        late_hold(late, NULL, NULL);
    uint64_t before = r.calls;
    vaults_sql(v, "INSERT INTO note(text) VALUES(CAST(zeroblob(6000000) AS TEXT))");
    assert_int_equal(vaults_number(v, "SELECT max(length(CAST(text AS BLOB))) FROM note"), 6000000);
    vaults_close(v);
    assert_true(how == BEHIND ? r.calls == before : how == LEFT || r.calls > before + 1000);
    late_free(late);
    return r;
}

static void copy_vault(const char *path, const char *copy)
{
    char from[VAULTS_PATH + 16], to[VAULTS_PATH + 16];
    for (int i = -1; i < 2; i++) {
        snprintf(from, sizeof from, i < 0 ? "%s" : "%s-%d", path, i);
        snprintf(to, sizeof to, i < 0 ? "%s" : "%s-%d", copy, i);
        vaults_copy(from, to);
    }
}

static void it_writes_the_same_in_the_same_order(void **state)
{
    struct vaults *w = *state;
    char copy[VAULTS_PATH + 8], again[VAULTS_PATH + 8];
    struct recorder by[BEHIND + 1];
    snprintf(copy, sizeof copy, "%s.1", w->path);
    copy_vault(w->path, copy);
    by[AT_ONCE] = session(w->path, AT_ONCE);
    for (enum how how = BEGUN; how <= BEHIND; how++) {
        snprintf(again, sizeof again, "%s.2", w->path);
        copy_vault(copy, again);
        by[how] = session(again, how);
        assert_int_equal(by[AT_ONCE].calls, by[how].calls);
        assert_true(by[AT_ONCE].sum == by[how].sum);
    }
    snprintf(copy, sizeof copy, "%s", again);
    struct vault *v = vaults_open_at(w, copy, VAULTS_PASSPHRASE, &VAULTS_OPTIONS);
    assert_non_null(v);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT max(length(CAST(text AS BLOB))) FROM note"), 6000000);
    vaults_close(v);
}

/* ---- a lock that cuts something off, on a disk that takes nothing ---- */

struct stalled {
    struct vault_io io;
    pthread_mutex_t lock; /* held while nothing is taken */
};

static void wait_in_line(const struct vault_io *io)
{
    struct stalled *s = (struct stalled *)(uintptr_t)io;
    pthread_mutex_lock(&s->lock);
    pthread_mutex_unlock(&s->lock);
}

static ssize_t stalled_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    wait_in_line(io);
    return VAULT_IO_SYSTEM.write(&VAULT_IO_SYSTEM, fd, from, n, at);
}

static int stalled_sync(const struct vault_io *io, int fd)
{
    wait_in_line(io);
    return VAULT_IO_SYSTEM.sync(&VAULT_IO_SYSTEM, fd);
}

#define MANY "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i LIMIT 40000) "

struct cutting {
    struct halt halt;
    struct late *late;
};

/* In the middle of a statement, when some of it is on its way. */
static bool cut_when_it_spills(void *arg)
{
    struct cutting *c = arg;
    if (!late_is_done(c->late))
        atomic_store(&c->halt.until, 1);
    return false;
}

/* It is undone, and the session ended, and none of that waits. */
static void what_is_cut_off_is_undone_without_the_disk(void **state)
{
    struct vaults *w = *state;
    struct stalled disk = { .io = VAULT_IO_SYSTEM, .lock = PTHREAD_MUTEX_INITIALIZER };
    struct cutting c = { .halt = { .look = cut_when_it_spills, .look_arg = &c } };
    disk.io.write = disk.io.write_durable = stalled_write;
    disk.io.sync = stalled_sync;
    struct late *late = c.late = late_new(&disk.io, NULL);
    struct vault_options o = VAULTS_OPTIONS;
    o.io = late_io(late);
    o.halt = &c.halt;
    struct vault *v = vaults_open_at(w, w->path, VAULTS_PASSPHRASE, &o);
    assert_non_null(v);
    vaults_add(v, "before");
    pthread_mutex_lock(&disk.lock);
    late_hold(late, NULL, NULL);
    late_go(late);
    static const char LONG[] = "INSERT INTO note(text) " MANY "SELECT 'half ' || n FROM i";
    assert_int_not_equal(sqlite3_exec(vault_db(v), LONG, NULL, NULL, NULL), SQLITE_OK);
    assert_false(late_is_done(late));
    atomic_store(&c.halt.until, 0);
    alarm(30);
    assert_int_equal(vault_close(v, &w->e), 0);
    alarm(0);
    assert_false(late_is_done(late));
    pthread_mutex_unlock(&disk.lock);
    late_free(late);
    v = vaults_open_at(w, w->path, VAULTS_PASSPHRASE, &VAULTS_OPTIONS);
    assert_non_null(v);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    vaults_close(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(until_it_is_held_it_is_the_disk_below, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_waits_and_all_is_done_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_noted_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(after_a_failure_there_is_only_closing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failure_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(waiting_can_be_given_up, setup, teardown),
        cmocka_unit_test_setup_teardown(the_end_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(once_begun_each_call_is_answered_by_the_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(waiting_is_left_and_the_disk_goes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(opening_is_left, setup, teardown),
        cmocka_unit_test_setup_teardown(reading_is_left, setup, teardown),
        cmocka_unit_test_setup_teardown(a_slow_read_is_waited_for, setup, teardown),
        cmocka_unit_test_setup_teardown(a_guest_is_waited_for, setup, teardown),
        cmocka_unit_test_setup_teardown(calls_that_lie_over_each_other, setup, teardown),
        cmocka_unit_test_setup_teardown(no_lock_came_of_it, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_left_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(another_thread_waits, setup, teardown),
        cmocka_unit_test_setup_teardown(it_writes_the_same_in_the_same_order, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(what_is_cut_off_is_undone_without_the_disk, vaults_setup_one,
                                        vaults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
