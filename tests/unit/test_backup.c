/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies, and what damage does to a vault. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/vault/header.h"
#include "satchel/vault/io.h"
#include "vaults.h"

static const struct vault_options READ_ONLY = { .read_only = true };

static const char *beside(const struct vaults *w, const char *name)
{
    static char path[VAULTS_PATH + 16];
    snprintf(path, sizeof path, "%s/%s", w->folder, name);
    return path;
}

static void a_backup_needs_nothing_else(void **state)
{
    struct vaults *w = *state;
    char code[VAULT_STATE_BYTES], again[VAULT_STATE_BYTES];
    struct stat st;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_add(v, "Sylvania");
    assert_int_equal(vault_backup(v, beside(w, "copy"), code, &w->e), 0);
    vaults_add(v, "after the backup");
    assert_int_equal(vaults_number(v, "SELECT open FROM session_open"), 1);
    vaults_close(v);
    assert_int_equal(vaults_files(w), 4); /* no journals of the copy */
    assert_int_equal(stat(beside(w, "copy"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    v = vaults_open_at(w, beside(w, "copy"), VAULTS_PASSPHRASE, &READ_ONLY);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    assert_int_equal(vault_state_code(v, again, &w->e), 0);
    assert_string_equal(code, again);
    vaults_close(v);
}

static void a_backup_replaces_nothing(void **state)
{
    struct vaults *w = *state;
    char code[VAULT_STATE_BYTES];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_write(beside(w, "copy"), "a letter", 8);
    assert_int_equal(vault_backup(v, beside(w, "copy"), code, &w->e), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(vault_backup(v, w->path, code, &w->e), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    vaults_sql(v, "BEGIN; INSERT INTO note VALUES('half')");
    assert_int_equal(vault_backup(v, beside(w, "new"), code, &w->e), -1);
    vaults_close(v);
    assert_int_equal(vaults_files(w), 4);
}

/* A disk that reads back something else: the copy is not kept, the vault goes on. */
struct forgetful {
    struct vault_io io;
    off_t from; /* writes to the copy beyond this are lost */
    int fd;     /* of the vault */
};

static ssize_t forget(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    const struct forgetful *f = (const struct forgetful *)(const void *)io;
    static const uint8_t nothing[1 << 20];
    bool lost = fd != f->fd && n == sizeof nothing && at >= f->from;
    return VAULT_IO_SYSTEM.write(io, fd, lost ? nothing : from, n, at);
}

static void a_bad_copy_is_not_kept(void **state)
{
    struct vaults *w = *state;
    char code[VAULT_STATE_BYTES];
    struct forgetful f = { VAULT_IO_SYSTEM, 4 << 20, -1 };
    f.io.write = forget;
    struct vault_options o = { .io = &f.io };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    assert_int_equal(vault_backup(v, beside(w, "copy"), code, &w->e), -1);
    assert_int_equal(w->e.code, ERR_IO);
    assert_int_equal(vaults_files(w), 3);
    vaults_add(v, "Sylvania");
    vaults_close(v);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    vaults_close(v);
}

static void restoring_replaces_nothing(void **state)
{
    struct vaults *w = *state;
    char to[VAULTS_PATH + 16];
    snprintf(to, sizeof to, "%s/deeper/vault", w->folder);
    assert_int_equal(vault_restore(w->path, w->path, &w->e), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    vaults_write(beside(w, "new-1"), "a journal", 9);
    assert_int_equal(vault_restore(w->path, beside(w, "new"), &w->e), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(vault_restore(beside(w, "none"), to, &w->e), -1);
    assert_int_equal(w->e.code, ERR_NO_FILE);
    assert_int_equal(vault_restore(beside(w, "new-1"), to, &w->e), -1);
    assert_int_equal(w->e.code, ERR_PASSPHRASE);
    assert_int_equal(vaults_files(w), 4);
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_restore(w->path, to, &w->e), -1);
    assert_int_equal(w->e.code, ERR_BUSY);
    vaults_close(v);
}

/* A copy of a vault that was killed, journals beside it: restored with them, it opens as the vault would. */
static void restoring_takes_the_journals(void **state)
{
    struct vaults *w = *state;
    char name[VAULTS_PATH + 16];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_sql(v, "PRAGMA cache_size=5; BEGIN");
    for (int i = 0; i < 200; i++)
        vaults_sql(
            v,
            "INSERT INTO note VALUES(hex(randomblob(1000)))"); /* spills into the file, the journal is hot */
    for (int i = 0; i < 3; i++) {
        size_t n;
        snprintf(name, sizeof name, i < 2 ? "%s-%d" : "%s", w->path, i);
        uint8_t *bytes = vaults_read(name, &n);
        snprintf(name, sizeof name, i < 2 ? "%s/killed-%d" : "%s/killed", w->folder, i);
        vaults_write(name, bytes, n);
        free(bytes);
    }
    vaults_close(v);
    snprintf(name, sizeof name, "%s/restored", w->folder);
    assert_int_equal(vault_restore(beside(w, "killed"), name, &w->e), 0);
    v = vaults_open_at(w, name, VAULTS_PASSPHRASE, &READ_ONLY);
    assert_non_null(v); /* played back in memory, and still to be repaired */
    vaults_close(v);
    v = vaults_open_at(w, name, VAULTS_PASSPHRASE, NULL);
    assert_non_null(v);
    assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    vaults_close(v);
}

/* ---- damage ---- */

/* Byte offset of block n of the compartment that is in use: the one whose change moves the file. */
static long block_at(struct vaults *w, uint64_t n)
{
    size_t size;
    uint8_t *before = vaults_read(w->path, &size), *after;
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    after = vaults_read(w->path, &size);
    long first = HEADER_BYTES;
    if (memcmp(before + first, after + first, 4194304) == 0)
        first += 4194304;
    free(before);
    free(after);
    return first + (long)n * 4096;
}

static void fill_and_free(struct vaults *w)
{
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_sql(v, "CREATE TABLE big(t); WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
                  " INSERT INTO big SELECT hex(randomblob(1500)) FROM n");
    vaults_sql(v, "CREATE TABLE kept(t); WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
                  " INSERT INTO kept SELECT hex(randomblob(1500)) FROM n");
    vaults_sql(v, "DROP TABLE big");
    assert_true(vaults_number(v, "PRAGMA freelist_count") > 100);
    vaults_close(v);
}

static struct vault_report verify(struct vaults *w, enum err_code code)
{
    struct vault_report r;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &READ_ONLY);
    assert_non_null(v);
    err_clear(&w->e);
    assert_int_equal(vault_verify(v, &r, &w->e), code == ERR_NONE ? 0 : -1);
    assert_int_equal(w->e.code, code);
    vaults_close(v);
    return r;
}

static void damage_that_matters_is_told_apart(void **state)
{
    struct vaults *w = *state;
    fill_and_free(w);
    long zero = block_at(w, 0);
    struct vault_report r = verify(w, ERR_NONE);
    assert_int_equal(r.blocks, 1024);
    assert_true(r.consistent && r.bad_reachable == 0 && r.bad_unused == 0);

    vaults_flip(w->path, zero + 1000 * 4096L + 100); /* past the end of the database */
    vaults_flip(w->path, zero + 100 * 4096L + 4095); /* a leaf of the free list, its tag */
    r = verify(w, ERR_NONE);
    assert_int_equal(r.bad_reachable, 0);
    assert_int_equal(r.bad_unused, 2);

    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &READ_ONLY);
    long last = (long)vaults_number(v, "PRAGMA page_count") - 1;
    vaults_close(v);
    vaults_flip(w->path, zero + last * 4096 + 7); /* a record's */
    r = verify(w, ERR_DAMAGE);
    assert_int_equal(r.bad_reachable, 1);
    assert_int_equal(r.bad_unused, 2);
    assert_int_equal(r.first[0], last);
    assert_int_equal(err_exit_status(w->e.code), 5);

    v = vaults_open(w, VAULTS_PASSPHRASE, NULL); /* costs its own records and no others */
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    int rc = sqlite3_exec(vault_db(v), "SELECT sum(length(t)) FROM kept", NULL, NULL, NULL);
    assert_int_not_equal(rc, SQLITE_OK);
    vault_sql_error(v, rc, "Not read", &w->e);
    assert_int_equal(w->e.code, ERR_DAMAGE);
    vaults_close(v);
}

static void a_damaged_first_block_is_damage(void **state)
{
    struct vaults *w = *state;
    size_t n, m;
    long zero = block_at(w, 0);
    vaults_flip(w->path, zero + 2000);
    uint8_t *before = vaults_read(w->path, &n), *after;
    for (int i = 0; i < 2; i++) {
        assert_null(vaults_open(w, VAULTS_PASSPHRASE, i ? &READ_ONLY : NULL));
        assert_int_equal(w->e.code, ERR_DAMAGE);
    }
    after = vaults_read(w->path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n); /* left as it is, for whoever can save more of it */
    free(before);
    free(after);
    assert_int_equal(vaults_create(w, VAULTS_PASSPHRASE, NULL), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
}

/* Two blocks that change places, and the other compartment's noise. */
static void a_moved_block_is_damage(void **state)
{
    struct vaults *w = *state;
    size_t n;
    long zero = block_at(w, 0), other = 2L * HEADER_BYTES + 4194304 - zero;
    uint8_t *bytes = vaults_read(w->path, &n), block[4096];
    memset(bytes + other, 0, 4194304); /* whatever lies there is none of ours */
    vaults_write(w->path, bytes, n);
    verify(w, ERR_NONE);
    memcpy(block, bytes + zero + 4096, sizeof block);
    memcpy(bytes + zero + 4096, bytes + zero + 8192, sizeof block);
    memcpy(bytes + zero + 8192, block, sizeof block);
    vaults_write(w->path, bytes, n);
    free(bytes);
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &READ_ONLY);
    struct vault_report r = { 0 };
    if (v) /* the table of passphrases or of notes may be in one of them */
        assert_int_equal(vault_verify(v, &r, &w->e), -1);
    assert_int_equal(w->e.code, ERR_DAMAGE);
    vaults_close(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ONE(f) cmocka_unit_test_setup_teardown(f, vaults_setup_one, vaults_teardown)
        ONE(a_backup_needs_nothing_else),     ONE(a_backup_replaces_nothing),
        ONE(a_bad_copy_is_not_kept),          ONE(restoring_replaces_nothing),
        ONE(restoring_takes_the_journals),    ONE(damage_that_matters_is_told_apart),
        ONE(a_damaged_first_block_is_damage), ONE(a_moved_block_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
