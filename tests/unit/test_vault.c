/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/secure/seal.h"
#include "satchel/vault/header.h"
#include "satchel/vault/io.h"
#include "satchel/vault/stripes.h"
#include "vaults.h"

#define WHOLE   8519680 /* header and one pair of stripes */
#define JOURNAL 1048576
#define WRONG                                                                                                \
    "Wrong passphrase, or the file is damaged or not a vault. Nothing was changed. Is the keyboard set to "  \
    "the "                                                                                                   \
    "language you used?"

static const struct vault_options READ_ONLY = { .read_only = true };

static off_t size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : -1;
}

/* ---- making and opening ---- */

static void what_was_stored_is_found(void **state)
{
    struct vaults *w = *state;
    struct stat st;
    char journal[VAULTS_PATH + 4];
    assert_int_equal(vaults_files(w), 3);
    for (int i = 0; i < 3; i++) {
        struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
        if (!v)
            fail_msg("%s", w->e.text);
        assert_int_equal(vault_notices(v), 0);
        assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1 + i);
        vaults_add(v, "Sylvania");
        vaults_close(v);
    }
    assert_int_equal(stat(w->path, &st), 0);
    assert_int_equal(st.st_size, WHOLE);
    assert_int_equal(st.st_mode & 07777, 0600);
    for (int i = 0; i < 2; i++) {
        snprintf(journal, sizeof journal, "%s-%d", w->path, i);
        assert_int_equal(size_of(journal), JOURNAL);
    }
}

static void settings_are_ours(void **state)
{
    static const struct {
        const char *sql;
        int64_t value;
    } WANT[] = {
        { "PRAGMA page_size", 4096 }, { "PRAGMA synchronous", 2 },     { "PRAGMA secure_delete", 1 },
        { "PRAGMA foreign_keys", 1 }, { "PRAGMA temp_store", 2 },      { "PRAGMA trusted_schema", 0 },
        { "PRAGMA mmap_size", 0 },    { "PRAGMA cell_size_check", 1 },
    };
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++)
        assert_int_equal(vaults_number(v, WANT[i].sql), WANT[i].value);
    assert_int_equal(vaults_number(v, "SELECT journal_mode = 'persist' FROM pragma_journal_mode"), 1);
    assert_int_not_equal(sqlite3_exec(vault_db(v), "SELECT load_extension('x')", NULL, NULL, NULL),
                         SQLITE_OK);
    assert_int_not_equal(
        sqlite3_exec(vault_db(v), "PRAGMA writable_schema=1; DELETE FROM sqlite_schema", NULL, NULL, NULL),
        SQLITE_OK);
    vaults_close(v);
}

static void an_open_transaction_is_undone(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    sqlite3_stmt *alive, *searching;
    vaults_sql(
        v, "CREATE VIRTUAL TABLE words USING fts5(text); INSERT INTO words VALUES('lantern'), ('lantern')");
    assert_int_equal(sqlite3_prepare_v2(vault_db(v), "SELECT * FROM words('lantern')", -1, &searching, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(searching), SQLITE_ROW);
    vaults_sql(v, "BEGIN; INSERT INTO note VALUES('half')");
    assert_int_equal(sqlite3_prepare_v2(vault_db(v), "SELECT * FROM note", -1, &alive, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(alive), SQLITE_ROW);
    vaults_close(v);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    vaults_close(v);
}

static void it_grows(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
                  " INSERT INTO note SELECT hex(randomblob(5000)) FROM n");
    assert_int_equal(size_of(w->path), WHOLE + 8388608);
    vaults_close(v);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note WHERE length(text) = 10000"), 600);
    struct vault_report r;
    assert_int_equal(vault_verify(v, &r, &w->e), 0);
    assert_int_equal(r.blocks, 2048);
    vaults_close(v);
}

static void a_key_file_is_needed(void **state)
{
    struct vaults *w = *state;
    char key[VAULTS_PATH + 8];
    snprintf(key, sizeof key, "%s.key", w->path);
    vaults_write(key, "a picture of a boat", 19);
    struct vault_options with = VAULTS_OPTIONS;
    with.key_file = key;
    assert_int_equal(vaults_create(w, VAULTS_PASSPHRASE, &with), 0);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_string_equal(w->e.text, WRONG);
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, &with));
    vaults_flip(key, 3);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, &with));
    assert_string_equal(w->e.text, WRONG);
    vaults_write(key, "", 0);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, &with));
    assert_int_equal(w->e.code, ERR_INPUT);
}

static void a_link_leads_to_the_vault(void **state)
{
    struct vaults *w = *state;
    char link[VAULTS_PATH + 8];
    snprintf(link, sizeof link, "%s.link", w->path);
    assert_int_equal(symlink(w->path, link), 0);
    struct vault *v = vaults_open_at(w, link, VAULTS_PASSPHRASE, NULL);
    assert_non_null(v);
    vaults_add(v, "Sylvania");
    assert_string_equal(vault_path(v), w->path);
    vaults_close(v);
    assert_int_equal(vaults_files(w), 4); /* no journals beside the link */
}

static void a_newer_schema_is_left_alone(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_sql(v, "PRAGMA user_version = 7");
    vaults_close(v);
    size_t n;
    uint8_t *before = vaults_read(w->path, &n), *after;
    struct vault_options o = { .newest_schema = 6 };
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, &o));
    assert_int_equal(w->e.code, ERR_TOO_NEW);
    assert_non_null(strstr(w->e.text, "version 7"));
    after = vaults_read(w->path, &n);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
    o.newest_schema = 7;
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, &o));
}

/* ---- what does not open is not touched ---- */

static void assert_untouched_refusal(struct vaults *w, const char *passphrase, enum err_code code)
{
    struct stat before, after;
    size_t n, m;
    uint8_t *old = vaults_read(w->path, &n), *new;
    stat(w->path, &before);
    assert_null(vaults_open(w, passphrase, NULL));
    assert_int_equal(w->e.code, code);
    stat(w->path, &after);
    new = vaults_read(w->path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(old, new, n);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
    assert_memory_equal(&before.st_ctim, &after.st_ctim, sizeof before.st_ctim);
    free(old);
    free(new);
}

static void a_wrong_passphrase_changes_nothing(void **state)
{
    struct vaults *w = *state;
    assert_untouched_refusal(w, "lantern oysters", ERR_PASSPHRASE);
    assert_string_equal(w->e.text, WRONG);
    assert_untouched_refusal(w, "", ERR_PASSPHRASE);
    assert_string_equal(w->e.text, WRONG);
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
}

static void noise_and_zeros_read_the_same(void **state)
{
    struct vaults *w = *state;
    uint8_t *bytes = calloc(1, WHOLE);
    assert_non_null(bytes);
    do /* any profile would do, the low one is quick */
        seal_random(bytes, WHOLE);
    while (header_profile((struct header *)(void *)bytes) != KDF_LOW);
    vaults_write(w->path, bytes, WHOLE);
    assert_untouched_refusal(w, VAULTS_PASSPHRASE, ERR_PASSPHRASE);
    assert_string_equal(w->e.text, WRONG);
    memset(bytes, 0, WHOLE);
    while (header_profile((struct header *)(void *)bytes) != KDF_LOW)
        bytes[KDF_SALT_BYTES]++;
    vaults_write(w->path, bytes, WHOLE);
    assert_untouched_refusal(w, VAULTS_PASSPHRASE, ERR_PASSPHRASE);
    assert_string_equal(w->e.text, WRONG);
    free(bytes);
}

static void what_is_too_short_is_no_vault(void **state)
{
    struct vaults *w = *state;
    static const size_t SIZES[] = { 0, 1, 4096, HEADER_BYTES, WHOLE - 1 };
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        assert_int_equal(truncate(w->path, (off_t)SIZES[i]), 0);
        assert_untouched_refusal(w, VAULTS_PASSPHRASE, ERR_PASSPHRASE);
        assert_non_null(strstr(w->e.text, "Nothing was changed."));
    }
    /* and init does not take it for nothing */
    assert_int_equal(vaults_create(w, VAULTS_PASSPHRASE, NULL), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(size_of(w->path), WHOLE - 1);
}

static void what_is_no_file_is_no_vault(void **state)
{
    struct vaults *w = *state;
    char pipe[VAULTS_PATH + 8];
    snprintf(pipe, sizeof pipe, "%s.pipe", w->path);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_NO_FILE);
    assert_null(vaults_open_at(w, w->folder, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_PASSPHRASE);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_null(vaults_open_at(w, pipe, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_PASSPHRASE);
    assert_null(vaults_open_at(w, "/dev/null", VAULTS_PASSPHRASE, &READ_ONLY));
    assert_int_equal(w->e.code, ERR_PASSPHRASE);
}

/* Not to be told apart, for a pool that was destroyed under duress looks as a damaged one. */
static void damage_of_the_header_is_a_wrong_passphrase(void **state)
{
    struct vaults *w = *state;
    vaults_flip(w->path, 3); /* salt */
    assert_untouched_refusal(w, VAULTS_PASSPHRASE, ERR_PASSPHRASE);
    assert_string_equal(w->e.text, WRONG);
    vaults_flip(w->path, 3);
    for (unsigned c = 0; c < 2; c++) /* pools: one of them is ours */
        vaults_flip(w->path, (long)header_pool_at(c) + 40000);
    assert_untouched_refusal(w, VAULTS_PASSPHRASE, ERR_PASSPHRASE);
    assert_string_equal(w->e.text, WRONG);
}

/* ---- init never overwrites ---- */

static void init_never_overwrites(void **state)
{
    struct vaults *w = *state;
    size_t n, m;
    uint8_t *before = vaults_read(w->path, &n), *after;
    assert_int_equal(vaults_create(w, "another one", NULL), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    after = vaults_read(w->path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
    assert_int_equal(vaults_files(w), 3);
    assert_int_equal(remove(w->path), 0); /* journals left behind by a vault that was moved away */
    assert_int_equal(vaults_create(w, "another one", NULL), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(vaults_files(w), 2);
}

static void a_dangling_link_is_something(void **state)
{
    struct vaults *w = *state;
    assert_int_equal(symlink("/nowhere/at/all", w->path), 0);
    assert_int_equal(vaults_create(w, VAULTS_PASSPHRASE, NULL), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(vaults_files(w), 1);
}

static int refuse(sqlite3 *db, void *arg, struct err *e)
{
    (void)db;
    return err_set(e, ERR_INTERNAL, "%s", (const char *)arg);
}

static void a_failed_init_leaves_nothing(void **state)
{
    struct vaults *w = *state;
    struct vault_options o = { .profile = KDF_LOW, .fill = refuse, .fill_arg = "no" };
    assert_int_equal(vaults_create(w, VAULTS_PASSPHRASE, &o), -1);
    assert_string_equal(w->e.text, "no");
    assert_int_equal(vaults_files(w), 0);
    assert_int_equal(vaults_create(w, "", NULL), -1);
    assert_int_equal(w->e.code, ERR_INPUT);
    assert_int_equal(vaults_files(w), 0);
}

/* ---- a disk that fails ---- */

struct failing {
    struct vault_io io;
    int left; /* writes and syncs until it fails */
    int why;
};

static bool spent(const struct vault_io *io)
{
    struct failing *f = (struct failing *)(uintptr_t)io;
    errno = f->why;
    return f->left-- <= 0;
}

static ssize_t failing_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    return spent(io) ? -1 : VAULT_IO_SYSTEM.write(io, fd, from, n, at);
}

static int failing_sync(const struct vault_io *io, int fd)
{
    return spent(io) ? -1 : VAULT_IO_SYSTEM.sync(io, fd);
}

static int failing_truncate(const struct vault_io *io, int fd, off_t size)
{
    return spent(io) ? -1 : VAULT_IO_SYSTEM.truncate(io, fd, size);
}

static int failing_rename(const struct vault_io *io, const char *from, const char *to)
{
    return spent(io) ? -1 : VAULT_IO_SYSTEM.rename_new(io, from, to);
}

static struct failing failing_after(int left, int why)
{
    struct failing f = { VAULT_IO_SYSTEM, left, why };
    f.io.write = failing_write;
    f.io.sync = failing_sync;
    f.io.truncate = failing_truncate;
    f.io.rename_new = failing_rename;
    return f;
}

/* Counted once, then failing early, late and at the last step. */
static void a_full_disk_leaves_nothing(void **state)
{
    struct vaults *w = *state;
    struct failing f = failing_after(1 << 30, ENOSPC);
    struct vault_options o = VAULTS_OPTIONS;
    o.io = &f.io;
    assert_int_equal(vaults_create(w, VAULTS_PASSPHRASE, &o), 0);
    int all = (1 << 30) - f.left;
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    char journal[VAULTS_PATH + 4];
    for (int i = 0; i < 2; i++) {
        snprintf(journal, sizeof journal, "%s-%d", w->path, i);
        assert_int_equal(remove(journal), 0);
    }
    assert_int_equal(remove(w->path), 0);
    const int points[] = { 0, 1, 2, all / 2, all - 12, all - 3, all - 2, all - 1 };
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        f = failing_after(points[i], ENOSPC);
        o.io = &f.io;
        if (vaults_create(w, VAULTS_PASSPHRASE, &o) == 0)
            fail_msg("made at %d of %d", points[i], all);
        assert_int_equal(w->e.code, ERR_DISK_FULL);
        assert_int_equal(vaults_files(w), 0);
    }
}

static void a_full_disk_keeps_the_vault(void **state)
{
    struct vaults *w = *state;
    struct failing f = failing_after(1 << 30, ENOSPC);
    struct vault_options o = { .io = &f.io };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    f.left = 3;
    int rc = sqlite3_exec(vault_db(v), "INSERT INTO note VALUES(hex(randomblob(100000)))", NULL, NULL, NULL);
    assert_int_not_equal(rc, SQLITE_OK);
    vault_sql_error(v, rc, "Not saved", &w->e);
    assert_int_equal(w->e.code, ERR_DISK_FULL);
    assert_int_equal(vault_close(v, &w->e), -1);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_non_null(v);
    assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    vaults_close(v);
}

/* ---- syncs ---- */

struct counting {
    struct vault_io io;
    int syncs, starts[2]; /* of the vault, of a journal */
};

static int counted_sync(const struct vault_io *io, int fd)
{
    ((struct counting *)(uintptr_t)io)->syncs++;
    return VAULT_IO_SYSTEM.sync(io, fd);
}

static void counted_start(const struct vault_io *io, int fd)
{
    bool journal = VAULT_IO_SYSTEM.size(io, fd) < STRIPES_PAIR_BYTES;
    ((struct counting *)(uintptr_t)io)->starts[journal]++;
    VAULT_IO_SYSTEM.start_sync(io, fd);
}

/* A journal that is never deleted: its records, its head, the database, and that it is done with. Fewer would
 * be a promise broken, more would be waited for at every key that saves. */
static void a_commit_takes_four_syncs(void **state)
{
    struct vaults *w = *state;
    struct counting c = { .io = VAULT_IO_SYSTEM };
    struct vault_options o = { .io = &c.io };
    c.io.sync = counted_sync;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    vaults_add(v, "the first change seals what is left over");
    for (int i = 0; i < 5; i++) {
        c.syncs = 0;
        vaults_add(v, "Sylvania");
        assert_in_range(c.syncs, 3, 4);
    }
    c.syncs = 0;
    vaults_sql(v, "SELECT count(*) FROM note");
    assert_int_equal(c.syncs, 0);
    vaults_close(v);
}

/* While a large change is written, and at no small one. */
static void a_large_change_sets_out_early(void **state)
{
    struct vaults *w = *state;
    struct counting c = { .io = VAULT_IO_SYSTEM };
    struct vault_options o = { .io = &c.io };
    c.io.start_sync = counted_start;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    vaults_add(v, "Sylvania");
    assert_int_equal(c.starts[0] + c.starts[1], 0);
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
                  " INSERT INTO note SELECT hex(zeroblob(1500)) FROM n");
    assert_in_range(c.starts[0], 2, 8);
    vaults_sql(v, "UPDATE note SET text = hex(randomblob(1500))");
    assert_in_range(c.starts[1], 4, 16);
    vaults_close(v);
}

static int truncates(const struct vault_io *io, int fd, off_t size)
{
    return VAULT_IO_SYSTEM.truncate(io, fd, size);
}

/* Writing fails for good in the middle of a change too large for the journal's first length, part of it in
 * the file: the journal that undoes it must survive the closing as a whole. */
static void a_journal_that_is_needed_stays(void **state)
{
    struct vaults *w = *state;
    struct failing f = failing_after(1 << 30, EIO);
    f.io.truncate = truncates;
    struct vault_options o = { .io = &f.io };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
                  " INSERT INTO note SELECT 'before' || hex(zeroblob(1500)) FROM n");
    vaults_sql(v, "PRAGMA cache_size=5; BEGIN; UPDATE note SET text = replace(text, 'before', 'after')");
    f.left = 0;
    assert_int_equal(vault_close(v, &w->e), -1);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_non_null(v);
    assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note WHERE text LIKE 'before%'"), 600);
    vaults_close(v);
}

/* On a real full disk. */
static void a_small_disk(void **state)
{
    struct vaults *w = *state;
    if (mount("none", w->folder, "tmpfs", 0, "size=5m") < 0)
        skip();
    int rc = vaults_create(w, VAULTS_PASSPHRASE, NULL), files = vaults_files(w);
    umount(w->folder);
    assert_int_equal(rc, -1);
    assert_int_equal(w->e.code, ERR_DISK_FULL);
    assert_int_equal(files, 0);
}

/* ---- one writer at a time ---- */

/* A child that opens the vault, says so, and holds it until told to go. */
static pid_t holder(struct vaults *w, const struct vault_options *o, int pipes[2])
{
    int up[2], down[2];
    char c;
    assert_int_equal(pipe(up), 0);
    assert_int_equal(pipe(down), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, o);
        close(down[1]);
        if (!v || write(up[1], "o", 1) != 1 || read(down[0], &c, 1) < 0)
            _exit(1);
        _exit(vault_close(v, NULL) == 0 ? 0 : 2);
    }
    close(up[1]);
    close(down[0]);
    assert_int_equal(read(up[0], &c, 1), 1);
    pipes[0] = up[0];
    pipes[1] = down[1];
    return pid;
}

static void let_go(pid_t pid, int pipes[2])
{
    int status;
    close(pipes[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    close(pipes[0]);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void the_holder_is_named(void **state)
{
    struct vaults *w = *state;
    char number[32];
    int pipes[2];
    pid_t pid = holder(w, NULL, pipes);
    snprintf(number, sizeof number, "process %ld.", (long)pid);
    for (int i = 0; i < 2; i++) {
        assert_null(vaults_open(w, VAULTS_PASSPHRASE, i ? &READ_ONLY : NULL));
        assert_int_equal(w->e.code, ERR_BUSY);
        assert_non_null(strstr(w->e.text, number));
    }
    assert_null(vaults_open(w, "wrong", NULL)); /* nothing is said about the passphrase either */
    assert_int_equal(w->e.code, ERR_BUSY);
    let_go(pid, pipes);
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
}

static void readers_share(void **state)
{
    struct vaults *w = *state;
    int pipes[2];
    pid_t pid = holder(w, &READ_ONLY, pipes);
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &READ_ONLY);
    assert_non_null(v);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_BUSY);
    vaults_close(v);
    let_go(pid, pipes);
}

static void twice_in_one_process(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_BUSY);
    vaults_add(v, "Sylvania");
    vaults_close(v);
}

/* ---- reading only ---- */

static void reading_writes_nothing(void **state)
{
    struct vaults *w = *state;
    size_t n;
    uint8_t *before = vaults_read(w->path, &n), *after;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &READ_ONLY);
    struct secret fresh = vaults_secret("cabin pepper");
    assert_true(vault_read_only(v));
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    int rc = sqlite3_exec(vault_db(v), "INSERT INTO note VALUES('x')", NULL, NULL, NULL);
    assert_int_equal(rc & 0xFF, SQLITE_READONLY);
    vault_sql_error(v, rc, "Not saved", &w->e);
    assert_int_equal(w->e.code, ERR_READ_ONLY);
    assert_int_equal(vault_passphrase_change(v, &fresh, NULL, &w->e), -1);
    assert_int_equal(w->e.code, ERR_READ_ONLY);
    secret_free(&fresh);
    vaults_close(v);
    after = vaults_read(w->path, &n);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
}

static int open_on_medium(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    if ((flags & O_ACCMODE) == O_RDONLY)
        return VAULT_IO_SYSTEM.open(io, path, flags, mode);
    errno = EROFS;
    return -1;
}

static void a_read_only_medium_is_read(void **state)
{
    struct vaults *w = *state;
    struct vault_io medium = VAULT_IO_SYSTEM;
    medium.open = open_on_medium;
    struct vault_options o = { .io = &medium };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    assert_non_null(v);
    assert_true(vault_read_only(v));
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    vaults_close(v);
}

static void permissions_are_named(void **state)
{
    struct vaults *w = *state;
    if (geteuid() == 0)
        skip();
    chmod(w->path, 0400);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_PERMISSION);
    assert_non_null(strstr(w->e.text, "--read-only"));
    chmod(w->path, 0);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, &READ_ONLY));
    assert_int_equal(w->e.code, ERR_PERMISSION);
}

/* ---- sessions that did not end ---- */

static void copy_file(const char *from, const char *to)
{
    size_t n;
    uint8_t *bytes = vaults_read(from, &n);
    vaults_write(to, bytes, n);
    free(bytes);
}

static void a_session_not_locked_is_noticed(void **state)
{
    struct vaults *w = *state;
    char to[VAULTS_PATH + 8], from[VAULTS_PATH + 8];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_add(v, "Sylvania");
    snprintf(to, sizeof to, "%s.copy", w->path);
    copy_file(w->path, to); /* what a kill would leave, without the journals */
    struct vault *torn = vaults_open_at(w, to, VAULTS_PASSPHRASE, NULL);
    assert_non_null(torn);
    assert_int_equal(vault_notices(torn), VAULT_NOT_LOCKED | VAULT_TORN_COPY);
    assert_int_equal(vaults_number(torn, "SELECT count(*) FROM note"), 2);
    vaults_close(torn);
    copy_file(w->path, to);
    for (int i = 0; i < 2; i++) { /* and with them */
        snprintf(from, sizeof from, "%s-%d", w->path, i);
        snprintf(to, sizeof to, "%s.copy-%d", w->path, i);
        copy_file(from, to);
    }
    to[strlen(to) - 2] = '\0';
    vaults_close(v);
    v = vaults_open_at(w, to, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    vaults_close(v);
    v = vaults_open_at(w, to, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_notices(v), 0);
    vaults_close(v);
}

/* ---- the state code ---- */

static void code_of(struct vaults *w, const char *path, char out[VAULT_STATE_BYTES])
{
    struct vault *v = vaults_open_at(w, path, VAULTS_PASSPHRASE, &READ_ONLY);
    assert_non_null(v);
    assert_int_equal(vault_state_code(v, out, &w->e), 0);
    vaults_close(v);
}

static void the_code_shows_an_older_file(void **state)
{
    struct vaults *w = *state;
    char first[VAULT_STATE_BYTES], again[VAULT_STATE_BYTES], later[VAULT_STATE_BYTES], old[VAULTS_PATH + 8];
    snprintf(old, sizeof old, "%s.old", w->path);
    copy_file(w->path, old);
    code_of(w, w->path, first);
    code_of(w, w->path, again);
    assert_string_equal(first, again);
    int dashes = 0;
    for (const char *p = first; *p; p++)
        dashes += *p == '-';
    assert_int_equal(dashes, 3);
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_add(v, "Sylvania");
    vaults_close(v);
    code_of(w, w->path, later);
    assert_string_not_equal(first, later);
    struct vault_options o = { .found = first };
    v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    assert_string_equal(first, later);
    vaults_add(v, "Klopstokia");
    assert_int_equal(vault_close_with_code(v, later, &w->e), 0);
    v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    assert_string_equal(first, later); /* what was shown at the lock is found at the unlock */
    vaults_close(v);
    code_of(w, old, first);
    assert_string_equal(first, again); /* an older file opens without a word; only the code shows it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f)    cmocka_unit_test_setup_teardown(f, vaults_setup, vaults_teardown)
#define REAL(f) cmocka_unit_test_setup_teardown(f, vaults_setup_argon, vaults_teardown)
#define ONE(f)  cmocka_unit_test_setup_teardown(f, vaults_setup_one, vaults_teardown)
        ONE(what_was_stored_is_found),
        ONE(settings_are_ours),
        ONE(an_open_transaction_is_undone),
        ONE(it_grows),
        REAL(a_key_file_is_needed),
        ONE(a_link_leads_to_the_vault),
        ONE(a_newer_schema_is_left_alone),
        ONE(a_wrong_passphrase_changes_nothing),
        REAL(noise_and_zeros_read_the_same),
        ONE(what_is_too_short_is_no_vault),
        T(what_is_no_file_is_no_vault),
        ONE(damage_of_the_header_is_a_wrong_passphrase),
        ONE(init_never_overwrites),
        T(a_dangling_link_is_something),
        T(a_failed_init_leaves_nothing),
        T(a_full_disk_leaves_nothing),
        ONE(a_full_disk_keeps_the_vault),
        ONE(a_commit_takes_four_syncs),
        ONE(a_large_change_sets_out_early),
        ONE(a_journal_that_is_needed_stays),
        T(a_small_disk),
        ONE(the_holder_is_named),
        ONE(readers_share),
        ONE(twice_in_one_process),
        ONE(reading_writes_nothing),
        ONE(a_read_only_medium_is_read),
        ONE(permissions_are_named),
        ONE(a_session_not_locked_is_noticed),
        ONE(the_code_shows_an_older_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
