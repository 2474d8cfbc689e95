/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state code kept while writing is that of one pass over the file, whatever is written, however far the
 * sweep is; and the next session finds the file as the last one left it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/vault/blocks.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/io.h"
#include "satchel/vault/stripes.h"
#include "vaults.h"

static struct vault_io quick;

static int no_sync(const struct vault_io *io, int fd)
{
    (void)io;
    (void)fd;
    return 0;
}

static int setup(void **state)
{
    quick = VAULT_IO_SYSTEM;
    quick.sync = no_sync;
    return vaults_setup_one(state);
}

static struct vault *open_it(struct vaults *w, char *found)
{
    struct vault_options o = { .io = &quick, .found = found };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    if (!v)
        fail_msg("%s", w->e.text);
    return v;
}

static void sweep(struct vault *v, int pieces)
{
    while (pieces-- > 0 && vault_state_step(v, NULL) > 0)
        ;
}

static void sums_follow_every_write(void **state)
{
    static const char *const WORK[] = {
        "INSERT INTO note VALUES('Sylvania')",
        "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)" /* grows by a pair */
        " INSERT INTO note SELECT hex(randomblob(3000)) FROM n",
        "PRAGMA cache_size = 5; BEGIN; UPDATE note SET text = 'x' || text; ROLLBACK; PRAGMA cache_size = "
        "-4000",
        "DELETE FROM note WHERE rowid % 3 = 0",
        "VACUUM",
        "UPDATE note SET text = substr(text, 1, 1000)",
        "DELETE FROM note; VACUUM",
    };
    enum { N = sizeof WORK / sizeof *WORK };
    struct vaults *w = *state;
    char found[VAULT_STATE_BYTES], before[VAULT_STATE_BYTES] = "", after[VAULT_STATE_BYTES];
    for (int i = 0; i < 2 * N; i++) {
        struct vault *v = open_it(w, found);
        if (i > 0)
            assert_string_equal(found, before);
        sweep(v, i * 3 % 20);
        vaults_sql(v, WORK[i % N]);
        sweep(v, i % 2 ? 100000 : 0);
        if (i % 2) {
            assert_string_equal(vault_state_found(v), found);
            assert_int_equal(vault_as_left(v), i ? VAULT_AS_LEFT : VAULT_LEFT_UNKNOWN);
            assert_int_equal(vault_state_code(v, after, &w->e), 0);
            assert_string_not_equal(after, found);
        }
        assert_int_equal(vault_close_with_code(v, before, &w->e), 0);
    }
}

static void what_a_session_did_not_end_is_not_compared(void **state)
{
    struct vaults *w = *state;
    vaults_close(open_it(w, NULL));
    struct vault *v = open_it(w, NULL);
    vaults_add(v, "Sylvania");
    compartment_stop(&v->compartment); /* as a kill would */
    vault_close(v, NULL);
    v = open_it(w, NULL);
    sweep(v, 100000);
    assert_int_equal(vault_as_left(v), VAULT_LEFT_UNKNOWN);
    assert_string_not_equal(vault_state_found(v), "");
    vaults_close(v);
    v = open_it(w, NULL);
    sweep(v, 100000);
    assert_int_equal(vault_as_left(v), VAULT_AS_LEFT);
    vaults_close(v);
}

/* The code that is shown before locking is that of the locked file; and not when the session goes on. */
static void the_end_can_be_told_before_it(void **state)
{
    struct vaults *w = *state;
    char told[VAULT_STATE_BYTES], again[VAULT_STATE_BYTES], found[VAULT_STATE_BYTES];
    struct vault *v = open_it(w, NULL);
    vaults_add(v, "Sylvania");
    assert_int_equal(vault_end_session(v, told, &w->e), 0);
    vaults_close(v);
    v = open_it(w, found);
    assert_string_equal(found, told);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vault_end_session(v, told, &w->e), 0);
    assert_int_equal(vault_go_on(v, &w->e), 0);
    vaults_add(v, "Klopstokia");
    assert_int_equal(vault_end_session(v, told, &w->e), 0);
    vaults_add(v, "written after all");
    assert_int_equal(vault_close_with_code(v, again, &w->e), 0);
    v = open_it(w, found);
    assert_string_not_equal(found, told);
    assert_string_equal(found, again);
    sweep(v, 100000);
    assert_int_equal(vault_as_left(v), VAULT_AS_LEFT);
    vaults_close(v);
}

/* The other compartment made the file longer: what it added is noise to this one, and no change of what was
 * left. */
static void room_made_by_the_other_is_no_change(void **state)
{
    struct vaults *w = *state;
    char found[VAULT_STATE_BYTES], code[VAULT_STATE_BYTES];
    struct vault *v = open_it(w, NULL);
    assert_int_equal(vault_close_with_code(v, code, &w->e), 0);
    size_t n;
    uint8_t *bytes = vaults_read(w->path, &n);
    bytes = realloc(bytes, n + VAULT_PAIR_BYTES);
    assert_non_null(bytes);
    memset(bytes + n, 0x5A, VAULT_PAIR_BYTES);
    vaults_write(w->path, bytes, n + VAULT_PAIR_BYTES);
    free(bytes);
    for (int i = 0; i < 3; i++) {
        v = open_it(w, found);
        assert_string_not_equal(found, code);
        sweep(v, 100000);
        assert_string_equal(vault_state_found(v), found);
        assert_int_equal(vault_as_left(v), VAULT_AS_LEFT);
        vaults_close(v);
    }
}

/* An older block in its own place is noticed by the next session, and by those after it until it is taken. */
static void what_is_not_as_left_stays_so(void **state)
{
    struct vaults *w = *state;
    size_t n;
    char code[VAULT_STATE_BYTES];
    struct vault *v = open_it(w, NULL);
    uint64_t block = (uint64_t)vaults_number(v, "SELECT rootpage FROM sqlite_schema WHERE name = 'note'") - 1;
    size_t at = (size_t)stripes_block_at(v->compartment.number, block);
    vaults_close(v);
    uint8_t *older = vaults_read(w->path, &n);
    v = open_it(w, NULL);
    vaults_add(v, "Sylvania");
    vaults_close(v);
    uint8_t *now = vaults_read(w->path, &n);
    memcpy(now + at, older + at, BLOCK_BYTES);
    vaults_write(w->path, now, n);
    free(older);
    free(now);
    vaults_close(open_it(w, NULL)); /* looks at nothing, says nothing */
    for (int i = 0; i < 2; i++) {
        v = open_it(w, NULL);
        sweep(v, 100000);
        assert_int_equal(vault_as_left(v), VAULT_NOT_AS_LEFT);
        vaults_add(v, "Klopstokia");
        assert_int_equal(vault_end_session(v, code, &w->e), 0);
        if (i == 0)
            assert_int_equal(vault_go_on(v, &w->e), 0);
        vaults_close(v);
    }
    v = open_it(w, NULL);
    sweep(v, 100000);
    assert_int_equal(vault_as_left(v), VAULT_AS_LEFT);
    vaults_close(v);
}

struct failing {
    struct vault_io io;
    int left;
};

static ssize_t failing_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct failing *f = (struct failing *)(uintptr_t)io;
    if (f->left > 0 && --f->left == 0) {
        errno = EIO;
        return -1;
    }
    return VAULT_IO_SYSTEM.write(io, fd, from, n, at);
}

/* The code is then that of one pass, as right as ever. */
static void a_failed_write_leaves_nothing_to_compare(void **state)
{
    struct vaults *w = *state;
    struct failing f = { quick, 0 };
    char code[VAULT_STATE_BYTES], found[VAULT_STATE_BYTES];
    f.io.write = failing_write;
    struct vault_options o = { .io = &f.io };
    for (int n = 1; n < 12; n++) {
        struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
        assert_non_null(v);
        sweep(v, 5);
        f.left = n;
        sqlite3_exec(vault_db(v), "UPDATE note SET text = text || hex(randomblob(9000))", NULL, NULL, NULL);
        f.left = 0;
        if (vault_close_with_code(v, code, &w->e) < 0)
            continue;
        v = open_it(w, found);
        assert_string_equal(found, code);
        sweep(v, 100000);
        assert_int_not_equal(vault_as_left(v), VAULT_NOT_AS_LEFT);
        vaults_close(v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, vaults_teardown)
        T(sums_follow_every_write),       T(what_a_session_did_not_end_is_not_compared),
        T(the_end_can_be_told_before_it), T(room_made_by_the_other_is_no_change),
        T(what_is_not_as_left_stays_so),  T(a_failed_write_leaves_nothing_to_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
