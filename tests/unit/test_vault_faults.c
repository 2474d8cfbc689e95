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
#include <sqlite3.h>
#include <stdlib.h>
#include <cmocka.h>

#include "faultvfs.h"
#include "vaults.h"

#define OLD   "lantern oyster"
#define FRESH "cabin pepper"
#define NAME  "a vault on a simulated disk"

struct run {
    struct faultvfs *disk;
    struct err e;
};

static struct vault *open_with(struct run *r, const char *passphrase)
{
    struct vault_options o = { .io = faultvfs_io(r->disk), .kdf = vaults_kdf };
    struct secret s = vaults_secret(passphrase);
    struct vault *v;
    err_clear(&r->e);
    int rc = vault_open(NAME, &s, &o, &v, &r->e);
    assert_true(rc == 0 || r->e.text[0]);
    secret_free(&s);
    return v;
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

static struct told session(struct run *r)
{
    struct told t = { 0 };
    struct vault *v = open_with(r, OLD);
    if (!v)
        return t;
    t.opened = true;
    t.added = sql(v, "INSERT INTO note VALUES('Sylvania')");
    t.spilled = sql(
        v, "PRAGMA cache_size=5; BEGIN; WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
           " INSERT INTO note SELECT 'many' || hex(zeroblob(1500)) FROM n; COMMIT");
    struct secret fresh = vaults_secret(FRESH);
    t.changed = vault_passphrase_change(v, &fresh, NULL, &r->e) == 0;
    assert_true(t.changed || r->e.text[0]);
    secret_free(&fresh);
    t.closed = vault_close(v, &r->e) == 0;
    return t;
}

static int64_t one_of(struct vault *v, const char *query, int64_t a, int64_t b)
{
    int64_t n = vaults_number(v, query);
    if (n != a && n != b)
        fail_msg("%s: %lld", query, (long long)n);
    return n;
}

static void judge(struct run *r, struct told t, long n)
{
    struct vault_report report;
    struct vault *v = open_with(r, FRESH);
    bool fresh = v != NULL;
    if (!v)
        v = open_with(r, OLD);
    if (!v)
        fail_msg("at %ld neither passphrase opens: %s", n, r->e.text);
    assert_true(fresh || !t.changed);
    assert_int_equal(vault_notices(v) & VAULT_CONTENT_BAD, 0);
    int64_t added = one_of(v, "SELECT count(*) FROM note WHERE text = 'Sylvania'", 0, 1);
    int64_t many = one_of(v, "SELECT count(*) FROM note WHERE text LIKE 'many%'", 0, 40);
    assert_true(added == 1 || !t.added);
    assert_true(many == 40 || !t.spilled);
    vaults_close(v);
    v = open_with(r, fresh ? FRESH : OLD); /* mended by now */
    assert_non_null(v);
    assert_int_equal(vault_notices(v), 0);
    if (vault_verify(v, &report, &r->e) < 0)
        fail_msg("at %ld: %s", n, r->e.text);
    vaults_close(v);
}

static struct faultvfs *disk_with_vault(void)
{
    struct faultvfs *disk = faultvfs_new(1, 4096, 0);
    struct vault_options o = VAULTS_OPTIONS;
    struct secret s = vaults_secret(OLD);
    o.io = faultvfs_io(disk);
    o.kdf = vaults_kdf;
    assert_int_equal(vault_create(NAME, &s, &o, NULL), 0);
    secret_free(&s);
    struct run r = { .disk = disk };
    vaults_close(
        open_with(&r, OLD)); /* the first session looks at every block, which need not be failed one by one */
    return disk;
}

static void at_every_call(bool for_good, int why)
{
    struct faultvfs *base = disk_with_vault();
    bool failed = true;
    long n = 0;
    while (failed) {
        struct run r = { .disk = faultvfs_clone(base, 1, 4096, 0) };
        faultvfs_fail_at(r.disk, FAULT_ANY, ++n, why, for_good);
        struct told t = session(&r);
        failed = faultvfs_has_failed(r.disk);
        assert_true(failed || (t.opened && t.added && t.spilled && t.changed && t.closed));
        faultvfs_fail_at(r.disk, 0, 0, 0, false);
        judge(&r, t, n);
        faultvfs_free(r.disk);
    }
    faultvfs_free(base);
    print_message("%ld calls\n", n - 1);
    assert_true(n > 100);
}

static void once(void **state)
{
    (void)state;
    at_every_call(false, EIO);
}

static void from_then_on(void **state)
{
    (void)state;
    at_every_call(true, ENOSPC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(once),
        cmocka_unit_test(from_then_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
