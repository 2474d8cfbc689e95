/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole session (open, two changes, a passphrase, lock) on a disk that fails at its n-th call, for every n,
 * once or from then on. Each failure is one clean error; what was committed is there, what was not is not,
 * the passphrase that was promised opens, and nothing is left to mend but what the next unlock mends by
 * itself. */
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
#include <cmocka.h>

#include "satchel/vault/io.h"
#include "vaults.h"

#define FRESH "cabin pepper"

struct faulty {
    struct vault_io io;
    int left; /* calls until the failure */
    bool for_good;
    int why;
};

static bool fails(const struct vault_io *io)
{
    struct faulty *f = (struct faulty *)(uintptr_t)io;
    int left = f->left--;
    errno = f->why;
    return left == 0 || (left < 0 && f->for_good);
}

static int f_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    return fails(io) ? -1 : VAULT_IO_SYSTEM.open(io, path, flags, mode);
}

static ssize_t f_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    return fails(io) ? -1 : VAULT_IO_SYSTEM.read(io, fd, to, n, at);
}

/* The failing one leaves half of its bytes. */
static ssize_t f_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    if (!fails(io))
        return VAULT_IO_SYSTEM.write(io, fd, from, n, at);
    struct faulty *f = (struct faulty *)(uintptr_t)io;
    int why = errno;
    if (f->left == -1)
        (void)!VAULT_IO_SYSTEM.write(io, fd, from, n / 2, at);
    errno = why;
    return -1;
}

static off_t f_size(const struct vault_io *io, int fd)
{
    return fails(io) ? -1 : VAULT_IO_SYSTEM.size(io, fd);
}

static int f_truncate(const struct vault_io *io, int fd, off_t size)
{
    return fails(io) ? -1 : VAULT_IO_SYSTEM.truncate(io, fd, size);
}

static int f_sync(const struct vault_io *io, int fd)
{
    return fails(io) ? -1 : VAULT_IO_SYSTEM.sync(io, fd);
}

static struct faulty faulty_after(int left, bool for_good, int why)
{
    struct faulty f = { VAULT_IO_SYSTEM, left, for_good, why };
    f.io.open = f_open;
    f.io.read = f_read;
    f.io.write = f_write;
    f.io.size = f_size;
    f.io.truncate = f_truncate;
    f.io.sync = f_sync;
    return f;
}

/* What a session was told. */
struct told {
    bool opened, added, spilled, changed, closed;
};

static bool sql(struct vault *v, const char *text)
{
    bool good = sqlite3_exec(vault_db(v), text, NULL, NULL, NULL) == SQLITE_OK;
    if (!good && !sqlite3_get_autocommit(vault_db(v)))
        sqlite3_exec(vault_db(v), "ROLLBACK", NULL, NULL, NULL);
    return good;
}

static struct told session(struct vaults *w, const struct faulty *f)
{
    struct told t = { 0 };
    struct vault_options o = { .io = &f->io };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    if (!v)
        return t;
    t.opened = true;
    t.added = sql(v, "INSERT INTO note VALUES('Sylvania')");
    t.spilled = sql(
        v, "PRAGMA cache_size=5; BEGIN; WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
           " INSERT INTO note SELECT 'many' || hex(zeroblob(1500)) FROM n; COMMIT");
    struct secret fresh = vaults_secret(FRESH);
    t.changed = vault_passphrase_change(v, &fresh, NULL, &w->e) == 0;
    assert_true(t.changed || w->e.text[0]);
    secret_free(&fresh);
    t.closed = vault_close(v, &w->e) == 0;
    return t;
}

static int64_t one_of(struct vault *v, const char *query, int64_t a, int64_t b)
{
    int64_t n = vaults_number(v, query);
    if (n != a && n != b)
        fail_msg("%s: %lld", query, (long long)n);
    return n;
}

static void judge(struct vaults *w, struct told t, int n)
{
    struct vault *v = vaults_open(w, FRESH, NULL);
    bool fresh = v != NULL;
    if (!v)
        v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    if (!v)
        fail_msg("at %d neither passphrase opens: %s", n, w->e.text);
    assert_true(fresh || !t.changed);
    assert_int_equal(vault_notices(v) & VAULT_CONTENT_BAD, 0);
    int64_t added = one_of(v, "SELECT count(*) FROM note WHERE text = 'Sylvania'", 0, 1);
    int64_t many = one_of(v, "SELECT count(*) FROM note WHERE text LIKE 'many%'", 0, 40);
    assert_true(added == 1 || !t.added);
    assert_true(many == 40 || !t.spilled);
    assert_int_equal(vaults_number(v, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
    vaults_close(v);
    v = vaults_open(w, fresh ? FRESH : VAULTS_PASSPHRASE, NULL); /* mended by now */
    assert_non_null(v);
    assert_int_equal(vault_notices(v), 0);
    struct vault_report r;
    if (vault_verify(v, &r, &w->e) < 0)
        fail_msg("at %d: %s", n, w->e.text);
    vaults_close(v);
}

static void keep(struct vaults *w, uint8_t *bytes[3], size_t size[3], bool write)
{
    char name[VAULTS_PATH + 4];
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, i < 2 ? "%s-%d" : "%s", w->path, i);
        if (write)
            vaults_write(name, bytes[i], size[i]);
        else
            bytes[i] = vaults_read(name, &size[i]);
    }
}

static void at_every_call(struct vaults *w, bool for_good, int why)
{
    uint8_t *bytes[3];
    size_t size[3];
    keep(w, bytes, size, false);
    struct faulty f = faulty_after(1 << 30, false, why);
    struct told t = session(w, &f);
    assert_true(t.opened && t.added && t.spilled && t.changed && t.closed);
    judge(w, t, -1);
    int all = (1 << 30) - f.left;
    for (int n = 0; n < all; n++) {
        keep(w, bytes, size, true);
        f = faulty_after(n, for_good, why);
        judge(w, session(w, &f), n);
    }
    print_message("%d calls\n", all);
    for (int i = 0; i < 3; i++)
        free(bytes[i]);
}

static void once(void **state)
{
    at_every_call(*state, false, EIO);
}

static void from_then_on(void **state)
{
    at_every_call(*state, true, ENOSPC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(once, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(from_then_on, vaults_setup_one, vaults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
