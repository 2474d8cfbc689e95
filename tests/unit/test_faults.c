/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call below fails, or all from one on: reading, writing (half of it done), syncing, cutting, opening; an
 * allocation of SQLite's. For every n, the n-th (of the long, even stretches some). What is asked for: an
 * error and no other sign; once the fault is gone, the database as before the change or after it, consistent,
 * with every block of a compartment sealed; and a change that was acknowledged is there. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "comphelp.h"
#include "failmem.h"
#include "faultvfs.h"
#include "satchel/vault/arena.h"
#include "satchel/vault/sealvfs.h"
#include "satchel/vault/stripes.h"

static const uint8_t KEY[SEALVFS_KEY_BYTES] = { 3 };

#ifdef SATCHEL_SANITIZE
enum { COARSER = 7 };
#else
enum { COARSER = 1 };
#endif

struct form {
    const char *name;
    bool compartment;
    const char *create, *session, *change;
    int step;
};

#define ROWS(n)                                                                                              \
    "CREATE TABLE t (id INTEGER PRIMARY KEY, x); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1"    \
    " FROM c WHERE i < " #n ") INSERT INTO t SELECT i, zeroblob(3000) FROM c;"
/* The sum tells old from new: nothing in between has the value of either. */
#define CHANGE                                                                                               \
    "BEGIN; UPDATE t SET x = zeroblob(2990); DELETE FROM t WHERE id > 12; INSERT INTO t VALUES (99, "        \
    "'new'); COMMIT"
static const struct form FORMS[] = {
    { "compartment", true, ROWS(16), "PRAGMA cache_size = 4;", CHANGE, 1 },
    { "compartment-vacuum", true, ROWS(16) "DELETE FROM t WHERE id < 9;", "", "UPDATE t SET x = 1; VACUUM",
      1 },
    { "compartment-grows", true, ROWS(1010), "",
      "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20)"
      " INSERT INTO t SELECT i + 5000, zeroblob(3000) FROM c",
      3 },
    { "delete", false, ROWS(16), "PRAGMA cache_size = 4;", CHANGE, 1 },
    { "persist-1024", false, "PRAGMA page_size = 1024;" ROWS(6),
      "PRAGMA cache_size = 4; PRAGMA journal_mode = PERSIST;",
      "BEGIN; UPDATE t SET x = zeroblob(2990); DELETE FROM t WHERE id > 3; COMMIT; VACUUM", 1 },
};
enum { N_FORMS = sizeof FORMS / sizeof *FORMS };

struct fault {
    int which, errnum;
    bool and_after;
};
static const struct fault FAULTS[] = {
    { FAULT_READ, EIO, false },    { FAULT_READ, EIO, true },      { FAULT_WRITE, ENOSPC, false },
    { FAULT_WRITE, ENOSPC, true }, { FAULT_WRITE, EIO, false },    { FAULT_SYNC, EIO, false },
    { FAULT_SYNC, EIO, true },     { FAULT_TRUNCATE, EIO, false }, { FAULT_OPEN, EIO, false },
    { FAULT_SIZE, EIO, false },    { FAULT_UNLINK, EIO, false },   { FAULT_ANY, EIO, true },
};
enum { N_FAULTS = sizeof FAULTS / sizeof *FAULTS };

struct session {
    const struct form *form;
    struct faultvfs *disk;
    struct compartment c;
    sqlite3 *db;
};

static bool open_session(struct session *s)
{
    if (s->form->compartment) {
        s->c = comphelp_keys(0);
        s->db = comphelp_open(&s->c, faultvfs_io(s->disk), "vault", "faulty");
    } else if (sqlite3_open_v2("db", &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "sealed") !=
               SQLITE_OK) {
        sqlite3_close(s->db);
        s->db = NULL;
    }
    return s->db && sqlite3_exec(s->db, s->form->session, NULL, NULL, NULL) == SQLITE_OK;
}

static void close_session(struct session *s)
{
    if (s->form->compartment)
        comphelp_close(&s->c, s->db);
    else
        sqlite3_close(s->db);
    s->db = NULL;
}

/* -1: an error. */
static int64_t sum(struct session *s)
{
    sqlite3_stmt *q = NULL;
    int64_t n = -1;
    if (sqlite3_prepare_v2(s->db, "SELECT sum(length(x) * id) + count(*) FROM t", -1, &q, NULL) ==
            SQLITE_OK &&
        sqlite3_step(q) == SQLITE_ROW)
        n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return n;
}

static bool is_consistent(struct session *s)
{
    sqlite3_stmt *q = NULL;
    bool ok = sqlite3_prepare_v2(s->db, "PRAGMA integrity_check", -1, &q, NULL) == SQLITE_OK &&
              sqlite3_step(q) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(q, 0), "ok") == 0;
    sqlite3_finalize(q);
    return ok;
}

static int unsound(void *arg, const struct compartment_block *b)
{
    (void)arg;
    return b->sound ? 0 : (int)b->index + 1;
}

static struct faultvfs *make_base(const struct form *form)
{
    struct faultvfs *disk = faultvfs_new(1, 4096, 0);
    struct session s = { .form = form, .disk = disk };
    if (form->compartment) {
        assert_int_equal(comphelp_make(faultvfs_io(disk), "vault", 0, 1, form->create), 0);
        /* Once opened and closed, so that there is nothing to mend. */
        assert_true(open_session(&s));
    } else {
        faultvfs_register(disk, "disk");
        assert_int_equal(sealvfs_register_over("disk", "sealed", KEY, 0, NULL), 0);
        assert_true(open_session(&s));
        assert_int_equal(sqlite3_exec(s.db, form->create, NULL, NULL, NULL), SQLITE_OK);
    }
    close_session(&s);
    sealvfs_unregister("sealed");
    faultvfs_unregister(disk);
    return disk;
}

/* The sums before and after the change, without any fault. */
static void measure(const struct form *form, struct faultvfs *base, int64_t *before, int64_t *after)
{
    struct session s = { .form = form, .disk = faultvfs_clone(base, 1, 4096, 0) };
    if (!form->compartment) {
        faultvfs_register(s.disk, "disk");
        sealvfs_register_over("disk", "sealed", KEY, 0, NULL);
    }
    assert_true(open_session(&s));
    *before = sum(&s);
    assert_int_equal(sqlite3_exec(s.db, form->change, NULL, NULL, NULL), SQLITE_OK);
    *after = sum(&s);
    assert_int_not_equal(*before, *after);
    close_session(&s);
    sealvfs_unregister("sealed");
    faultvfs_free(s.disk);
}

static void judge(struct session *s, bool done, int64_t before, int64_t after, const char *what, long n)
{
    if (!open_session(s))
        fail_msg("%s, %s at %ld: does not open after", s->form->name, what, n);
    int64_t found = sum(s);
    if (found != after && (done || found != before))
        fail_msg("%s, %s at %ld: holds %lld, before %lld, after %lld, acknowledged %d", s->form->name, what,
                 n, (long long)found, (long long)before, (long long)after, done);
    if (!is_consistent(s))
        fail_msg("%s, %s at %ld: inconsistent", s->form->name, what, n);
    if (s->form->compartment) {
        if (n % 4 == 1)
            assert_int_equal(compartment_each(&s->c, true, unsound, NULL, NULL), 0);
        assert_int_equal((faultvfs_size(s->disk, "vault") - STRIPES_HEADER) % STRIPES_PAIR_BYTES, 0);
    }
    close_session(s);
}

/* One session with the change; true when it was acknowledged. */
static bool attempt(struct session *s)
{
    bool done = open_session(s) && sqlite3_exec(s->db, s->form->change, NULL, NULL, NULL) == SQLITE_OK;
    if (s->db && !done)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    close_session(s);
    return done;
}

static void fault_at_every_call(const struct form *form, struct faultvfs *base, const struct fault *fault,
                                int64_t before, int64_t after)
{
    bool hit = true;
    /* Calls after the first hundred or so are the same few over and over (VACUUM looks at every empty block).
     */
    for (long n = 1; hit; n += n < 60 ? form->step * COARSER : n < 120 ? 5 * form->step : 61) {
        struct session s = { .form = form, .disk = faultvfs_clone(base, 1, 4096, 0) };
        char what[80];
        if (!form->compartment) {
            faultvfs_register(s.disk, "disk");
            sealvfs_register_over("disk", "sealed", KEY, 0, NULL);
        }
        snprintf(what, sizeof what, "kind %d errno %d%s", fault->which, fault->errnum,
                 fault->and_after ? " on" : "");
        faultvfs_fail_at(s.disk, fault->which, n, fault->errnum, fault->and_after);
        bool done = attempt(&s);
        hit = faultvfs_has_failed(s.disk);
        faultvfs_fail_at(s.disk, 0, 0, 0, false);
        judge(&s, done, before, after, what, n);
        sealvfs_unregister("sealed");
        faultvfs_free(s.disk);
    }
}

static void faults_are_errors(void **state)
{
    const struct form *form = *state;
    int64_t before, after;
    struct faultvfs *base = make_base(form);
    measure(form, base, &before, &after);
    for (int i = 0; i < N_FAULTS; i++)
        fault_at_every_call(form, base, &FAULTS[i], before, after);
    faultvfs_free(base);
}

/* ---- out of memory ---- */

static void no_memory_is_an_error(void **state)
{
    const struct form *form = *state;
    int64_t before, after;
    struct faultvfs *base = make_base(form);
    measure(form, base, &before, &after);
    bool hit = true;
    for (long n = 1; hit; n += n < 300 ? COARSER : 7) {
        struct session s = { .form = form, .disk = faultvfs_clone(base, 1, 4096, 0) };
        if (!form->compartment) {
            faultvfs_register(s.disk, "disk");
            sealvfs_register_over("disk", "sealed", KEY, 0, NULL);
        }
        size_t blocks = arena_report().blocks;
        failmem_at(n, true);
        bool done = attempt(&s);
        hit = failmem_has_failed();
        failmem_at(0, false);
        assert_int_equal(arena_report().blocks, blocks); /* nothing is forgotten on the way out */
        judge(&s, done, before, after, "no memory", n);
        sealvfs_unregister("sealed");
        faultvfs_free(s.disk);
    }
    faultvfs_free(base);
}

int main(void)
{
    struct CMUnitTest tests[N_FORMS + 2];
    int n = 0;
    for (int i = 0; i < N_FORMS; i++)
        tests[n++] =
            (struct CMUnitTest){ FORMS[i].name, faults_are_errors, NULL, NULL, (void *)(uintptr_t)&FORMS[i] };
    tests[n++] = (struct CMUnitTest){ "memory-compartment", no_memory_is_an_error, NULL, NULL,
                                      (void *)(uintptr_t)&FORMS[0] };
    tests[n++] = (struct CMUnitTest){ "memory-delete", no_memory_is_an_error, NULL, NULL,
                                      (void *)(uintptr_t)&FORMS[3] };
    return _cmocka_run_group_tests("faults", tests, (size_t)n, failmem_install, NULL);
}
