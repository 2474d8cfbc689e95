/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing a long text into a vault on a disk that is nearly full: one sentence that says how much room it
 * takes, nothing stored, the vault as it was; and with that much room the next attempt of the same session
 * works. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sqlite3.h>
#include <cmocka.h>

#include "vaults.h"
#include "satchel/base/buf.h"
#include "satchel/base/clock.h"
#include "satchel/casework/ua.h"
#include "satchel/store/drafts.h"
#include "satchel/store/import.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/vault/io.h"

/* ---- a disk with little room ---- */

struct disk {
    struct vault_io io;
    off_t room; /* bytes that files may still grow by */
};

static off_t size_of(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 ? st.st_size : 0;
}

/* What fits is written, as file systems do. */
static ssize_t disk_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct disk *d = (struct disk *)(uintptr_t)io;
    off_t grows = at + (off_t)n - size_of(fd), over = grows - d->room;
    if (over > 0 && over >= (off_t)n) {
        errno = ENOSPC;
        return -1;
    }
    ssize_t put = VAULT_IO_SYSTEM.write(&VAULT_IO_SYSTEM, fd, from, over > 0 ? n - (size_t)over : n, at);
    if (put > 0 && grows > 0)
        d->room -= over > 0 ? d->room : grows;
    return put;
}

static int disk_truncate(const struct vault_io *io, int fd, off_t size)
{
    struct disk *d = (struct disk *)(uintptr_t)io;
    off_t grows = size - size_of(fd);
    if (grows > d->room) {
        errno = ENOSPC;
        return -1;
    }
    int rc = VAULT_IO_SYSTEM.truncate(&VAULT_IO_SYSTEM, fd, size);
    d->room -= rc == 0 ? grows : 0;
    return rc;
}

static off_t disk_room(const struct vault_io *io, int fd)
{
    (void)fd;
    return ((const struct disk *)io)->room;
}

/* ---- a long text ---- */

#define WORDS 60000

static char *long_text(void)
{
    struct buf b = { 0 };
    uint32_t seed = 7;
    buf_adds(&b,
             "UA: 26/23 Index: ASA 99/0001/2026 Freedonia Date: 2 October 2026\n\nURGENT ACTION\n\nWRITER "
             "MISSING\n\nNAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n\nADDITIONAL INFORMATION\n\n");
    for (int i = 0; i < WORDS; i++) {
        seed = seed * 1103515245u + 12345u;
        buf_addf(&b, "w%u%s", seed >> 12, i % 50 == 49 ? ".\n\n" : " ");
    }
    return buf_take(&b, NULL);
}

/* ---- importing ---- */

struct box {
    struct vaults *w;
    struct disk disk;
    struct vault *v;
    struct store *s;
    struct parsed text;
};

static void open_box(struct box *b)
{
    struct vault_options o = { .profile = KDF_LOW, .fill = store_init_schema, .io = &b->disk.io };
    char *text = long_text();
    b->disk = (struct disk){ VAULT_IO_SYSTEM, (off_t)1 << 40 };
    b->disk.io.write = disk_write;
    b->disk.io.truncate = disk_truncate;
    b->disk.io.room = disk_room;
    vaults_setup((void **)&b->w);
    assert_int_equal(vaults_create(b->w, VAULTS_PASSPHRASE, &o), 0);
    b->v = vaults_open(b->w, VAULTS_PASSPHRASE, &o);
    assert_non_null(b->v);
    assert_int_equal(store_open(vault_db(b->v), &CLOCK_SYSTEM, &b->s, &b->w->e), 0);
    assert_int_equal(ua_parse(text, strlen(text), NULL, INT32_MIN, &b->text, &b->w->e), 0);
    str_free(text);
}

static void close_box(struct box *b)
{
    parsed_free(&b->text);
    store_close(b->s);
    vaults_close(b->v);
    vaults_teardown((void **)&b->w);
}

static int import(struct box *b)
{
    struct import_plan plan;
    struct import_result made;
    err_clear(&b->w->e);
    assert_int_equal(store_import_compare(b->s, &b->text, 0, &plan, &b->w->e), 0);
    int rc = store_import_apply(b->s, &b->text, &plan, NULL, &made, &b->w->e);
    import_plan_free(&plan);
    import_result_free(&made);
    return rc;
}

static size_t records(struct box *b)
{
    size_t n;
    assert_int_equal(store_count(b->s, KIND_ANY, &n, &b->w->e), 0);
    return n;
}

static void assert_whole(struct box *b)
{
    struct vault_report r;
    if (vault_verify(b->v, &r, &b->w->e) < 0)
        fail_msg("%s", b->w->e.text);
}

static void with_room(off_t room)
{
    struct box b;
    open_box(&b);
    b.disk.room = room;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(import(&b), -1);
        assert_int_equal(b.w->e.code, ERR_DISK_FULL);
        assert_int_equal(records(&b), 0);
        assert_whole(&b);
    }
    const char *about = strstr(b.w->e.text, "about ");
    assert_non_null(about);
    b.disk.room = strtol(about + 6, NULL, 10) << 20;
    if (import(&b) < 0)
        fail_msg("with %ld more: %s", (long)b.disk.room, b.w->e.text);
    assert_true(records(&b) > 0);
    assert_whole(&b);
    close_box(&b);
}

static void a_full_disk_takes_nothing_and_then_all(void **state)
{
    (void)state;
    static const off_t ROOM[] = { 0, 4096, 200000, (off_t)5 << 20 };
    for (size_t i = 0; i < sizeof ROOM / sizeof *ROOM; i++)
        with_room(ROOM[i]);
}

/* What it says is so: a draft of that length is then taken, or is not. */
static void whether_there_is_room_is_known_before(void **state)
{
    static const struct {
        uint64_t bytes;
        off_t room;
        bool fits;
    } CASES[] = { { 1000000, 0, true }, { 5000000, 1500000, false }, { 5000000, (off_t)9 << 20, true } };
    struct box b;
    (void)state;
    open_box(&b);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *text = calloc(1, CASES[i].bytes + 1);
        memset(text, 'x', CASES[i].bytes);
        struct draft d = { .view = (char[]){ "form add note" }, .fields = text };
        b.disk.room = CASES[i].room;
        assert_int_equal(vault_has_room(b.v, CASES[i].bytes), CASES[i].fits);
        assert_int_equal(draft_save(b.s, &d, NULL) == 0, CASES[i].fits);
        b.disk.room = (off_t)1 << 40;
        if (CASES[i].fits)
            assert_int_equal(draft_drop(b.s, d.n, NULL), 0);
        free(text);
    }
    b.disk.io.room = NULL; /* a disk that does not tell */
    assert_true(vault_has_room(b.v, UINT64_C(1) << 40));
    close_box(&b);
}

/* ---- locking ---- */

static void reopen(struct box *b)
{
    struct vault_options o = { .io = &b->disk.io };
    b->v = vaults_open(b->w, VAULTS_PASSPHRASE, &o);
    assert_non_null(b->v);
    assert_int_equal(store_open(vault_db(b->v), &CLOCK_SYSTEM, &b->s, &b->w->e), 0);
}

/* However much there was left, and whatever failed before: a session ends in order on a disk that is full. */
static void a_full_disk_can_be_locked(void **state)
{
    struct box b;
    char *text = calloc(1, 5100001);
    memset(text, 'x', 5100000);
    (void)state;
    open_box(&b);
    for (off_t room = 0; room < (off_t)9 << 20; room += room < 400000 ? 36000 : 700000) {
        struct draft d = { .view = (char[]){ "form add note" }, .fields = text };
        b.disk.room = room;
        draft_save(b.s, &d, NULL);
        b.disk.room = 0;
        draft_drop(b.s, d.n, NULL); /* takes room, too */
        store_close(b.s);
        if (vault_close(b.v, &b.w->e) < 0)
            fail_msg("with %lld: %s", (long long)room, b.w->e.text);
        reopen(&b);
        assert_int_equal(vault_notices(b.v), 0);
    }
    free(text);
    close_box(&b);
}

/* ---- unlocking what was not locked ---- */

static ssize_t no_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    (void)io, (void)fd, (void)from, (void)n, (void)at;
    errno = ENOSPC; /* as where even overwriting takes room: copy-on-write */
    return -1;
}

/* A copy of the vault as a kill leaves it in the middle of a change of some megabytes; one of its journals
 * has grown and the other has not yet. */
static void kill_in_growth(struct box *b, int longer, char path[static VAULTS_PATH])
{
    char name[VAULTS_PATH + 8];
    size_t n;
    vaults_sql(b->v, "CREATE TABLE blob(b); INSERT INTO blob WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                     " SELECT i + 1 FROM n WHERE i < 3000) SELECT zeroblob(3900) FROM n");
    vaults_sql(b->v, "BEGIN; UPDATE blob SET b = randomblob(3900)");
    vaults_kill(b->w, NULL, 0, 0, path);
    snprintf(name, sizeof name, "%s-%d", path, longer);
    uint8_t *bytes = vaults_read(name, &n);
    uint8_t *grown = calloc(1, n + 262144);
    assert_true(n > 1048576);
    memcpy(grown, bytes, n);
    memset(grown + n, 0x5a, 262144);
    vaults_write(name, grown, n + 262144);
    free(bytes);
    free(grown);
    vaults_sql(b->v, "ROLLBACK");
}

static size_t length_of(const char *path, int journal)
{
    char name[VAULTS_PATH + 8];
    struct stat st;
    snprintf(name, sizeof name, "%s-%d", path, journal);
    assert_int_equal(stat(name, &st), 0);
    return (size_t)st.st_size;
}

/* For writing, because neither playing the journal back nor a small change takes room that is not there. */
static void a_hot_journal_on_a_full_disk_is_played_back(void **state)
{
    (void)state;
    for (int longer = 0; longer < 2; longer++) {
        struct box b;
        char path[VAULTS_PATH];
        open_box(&b);
        struct vault_options o = { .io = &b.disk.io };
        kill_in_growth(&b, longer, path);
        size_t was[] = { length_of(path, 0), length_of(path, 1) };
        b.disk.room = 100;
        struct vault *v = vaults_open_at(b.w, path, VAULTS_PASSPHRASE, &o);
        if (!v)
            fail_msg("%s", b.w->e.text);
        assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
        assert_false(vault_read_only(v));
        assert_int_equal(vaults_number(v, "SELECT count(*) FROM blob WHERE b = zeroblob(3900)"), 3000);
        vaults_sql(v, "DELETE FROM blob WHERE rowid = 1");
        assert_int_equal(vault_close(v, &b.w->e), 0);
        assert_int_equal(b.disk.room, 100);
        for (int i = 0; i < 2; i++)
            assert_int_equal(length_of(path, i), was[i]);
        b.disk.room = (off_t)1 << 40;
        v = vaults_open_at(b.w, path, VAULTS_PASSPHRASE, &o);
        assert_int_equal(vault_notices(v), 0);
        assert_int_equal(vaults_number(v, "SELECT count(*) FROM blob"), 2999);
        assert_int_equal(vault_close(v, &b.w->e), 0);
        assert_int_equal(length_of(path, 0), length_of(path, 1));
        close_box(&b);
    }
}

/* Otherwise for reading, and so does whoever asks for reading: what the journal undoes is undone in memory,
 * the files stay as they are. */
static void what_cannot_be_played_back_is_read(void **state)
{
    struct box b;
    char path[VAULTS_PATH];
    size_t n, after;
    (void)state;
    open_box(&b);
    kill_in_growth(&b, 0, path);
    uint8_t *before = vaults_read(path, &n);
    b.disk.io.write = no_write;
    for (int asked = 0; asked < 2; asked++) {
        struct vault_options o = { .io = &b.disk.io, .read_only = asked };
        struct vault *v = vaults_open_at(b.w, path, VAULTS_PASSPHRASE, &o);
        if (!v)
            fail_msg("%s", b.w->e.text);
        assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED | (asked ? 0 : VAULT_NO_ROOM));
        assert_true(vault_read_only(v));
        assert_int_equal(vaults_number(v, "SELECT count(*) FROM blob WHERE b = zeroblob(3900)"), 3000);
        assert_int_equal(sqlite3_exec(vault_db(v), "DELETE FROM blob", NULL, NULL, NULL) & 0xFF,
                         SQLITE_READONLY);
        assert_int_equal(vault_close(v, &b.w->e), 0);
        uint8_t *now = vaults_read(path, &after);
        assert_int_equal(after, n);
        assert_memory_equal(before, now, n);
        free(now);
    }
    b.disk.io.write = disk_write;
    struct vault_options o = { .io = &b.disk.io };
    struct vault *v = vaults_open_at(b.w, path, VAULTS_PASSPHRASE, &o);
    assert_non_null(v);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM blob WHERE b = zeroblob(3900)"), 3000);
    vaults_sql(v, "DELETE FROM blob");
    vaults_close(v);
    free(before);
    close_box(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_full_disk_takes_nothing_and_then_all),
                                        cmocka_unit_test(whether_there_is_room_is_known_before),
                                        cmocka_unit_test(a_full_disk_can_be_locked),
                                        cmocka_unit_test(a_hot_journal_on_a_full_disk_is_played_back),
                                        cmocka_unit_test(what_cannot_be_played_back_is_read) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
