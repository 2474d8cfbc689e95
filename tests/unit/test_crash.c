/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Power losses over simulated sectors (faultvfs.h), below the sealing VFS in both forms.
 *
 * One case: a database, sessions of random transactions over a small cache (so that pages reach the file
 * before the commit), with VACUUM, ROLLBACK, deletions and growth; power goes at a random change; the disk
 * decides what it kept; in a third of the cases power goes again while the database is being recovered. Then
 * the database is opened by the code that the program uses. It must open, pass quick_check, hold exactly the
 * last acknowledged transaction or the one that was being committed, and take another transaction. In a
 * compartment every block must authenticate.
 *
 * Without arguments these are unit tests. `test_crash COUNT [FORM [SEED]]` runs COUNT cases in each mode and
 * says for each how many were bad: `make crash`. Choices that are known to be wrong, put back into the code,
 * are found by it: `make bite`.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "comphelp.h"
#include "faultvfs.h"
#include "powerloss.h"
#include "satchel/vault/blocks.h"
#include "satchel/vault/sealvfs.h"

enum { ROWS = 48, BODY_MAX = 6000 };

struct form {
    const char *name;
    bool compartment;
    const char *create, *session; /* stand-alone: pragmas */
    int filler;                   /* pages in use beside the rows */
    unsigned share;               /* cases in a hundred of what was asked for */
    bool rots;                    /* no power is lost: a block of the journal is damaged below a session */
};

#define SESSION_COMMON "PRAGMA cache_size = 5;"
static const struct form FORMS[] = {
    { "compartment", true, "", "", 0, .share = 100 },
    { "compartment-growing", true, "", "", 985, .share = 20 },
    { "rotten-journal", true, "", "", 0, .share = 5, .rots = true },
    { "delete-4096", false, "PRAGMA page_size = 4096;",
      "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;", 0, .share = 100 },
    { "truncate-4096", false, "PRAGMA page_size = 4096;", "PRAGMA journal_mode = TRUNCATE;", 0,
      .share = 100 },
    { "persist-8192", false, "PRAGMA page_size = 8192;",
      "PRAGMA journal_mode = PERSIST; PRAGMA locking_mode = EXCLUSIVE;", 0, .share = 100 },
    { "delete-1024", false, "PRAGMA page_size = 1024; PRAGMA auto_vacuum = FULL;",
      "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;", 0, .share = 100 },
};
enum { N_FORMS = sizeof FORMS / sizeof *FORMS };

/* What the rows are: length 0 is no row. */
struct model {
    struct {
        uint32_t seed, length;
    } row[ROWS];
};

struct run {
    const struct form *form;
    struct faultvfs *disk;
    uint64_t random;
    struct compartment c;
    sqlite3 *db;
    struct model before, after; /* acknowledged; with the transaction under way */
    char why[200];
};

static uint32_t draw(struct run *r, uint32_t below)
{
    r->random = r->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(r->random >> 33) % below;
}

static void body_of(uint32_t seed, uint8_t *body, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        seed = seed * 1664525u + 1013904223u;
        body[i] = (uint8_t)(seed >> 24);
    }
}

/* ---- sessions ---- */

static bool open_database(struct run *r)
{
    if (r->form->compartment) {
        r->c = comphelp_keys(0);
        r->db = comphelp_open(&r->c, faultvfs_io(r->disk), "vault", "crashing");
        return r->db && sqlite3_exec(r->db, "PRAGMA cache_size = 5", NULL, NULL, NULL) == SQLITE_OK;
    }
    char sql[300];
    snprintf(sql, sizeof sql, "%s" SESSION_COMMON "SELECT count(*) FROM sqlite_schema", r->form->session);
    return sqlite3_open_v2("db", &r->db, SQLITE_OPEN_READWRITE, "crashing") == SQLITE_OK &&
           sqlite3_exec(r->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static void close_database(struct run *r)
{
    if (r->form->compartment)
        comphelp_close(&r->c, r->db);
    else
        sqlite3_close(r->db);
    r->db = NULL;
}

/* ---- work ---- */

static bool put_row(struct run *r, uint32_t id, uint32_t length)
{
    static uint8_t body[BODY_MAX];
    sqlite3_stmt *q = NULL;
    uint32_t seed = draw(r, 1u << 30);
    body_of(seed, body, length);
    bool ok =
        sqlite3_prepare_v2(r->db, "INSERT OR REPLACE INTO t VALUES (?, ?, ?)", -1, &q, NULL) == SQLITE_OK;
    if (ok) {
        sqlite3_bind_int64(q, 1, id);
        sqlite3_bind_int64(q, 2, seed);
        sqlite3_bind_blob(q, 3, body, (int)length, SQLITE_STATIC);
        ok = sqlite3_step(q) == SQLITE_DONE;
    }
    sqlite3_finalize(q);
    r->after.row[id].seed = seed;
    r->after.row[id].length = length;
    return ok;
}

static bool delete_rows(struct run *r, uint32_t from, uint32_t to)
{
    char sql[100];
    for (uint32_t i = from; i < to; i++)
        r->after.row[i].length = 0;
    snprintf(sql, sizeof sql, "DELETE FROM t WHERE id >= %u AND id < %u", from, to);
    return sqlite3_exec(r->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool do_something(struct run *r)
{
    uint32_t from = draw(r, ROWS), n = draw(r, 6) ? 1 + draw(r, 6) : ROWS,
             to = from + n < ROWS ? from + n : ROWS;
    uint32_t most = draw(r, 3) ? 1500 : BODY_MAX;
    if (draw(r, 4) == 0)
        return delete_rows(r, from, to);
    bool ok = true;
    for (uint32_t i = from; i < to && ok; i++)
        ok = put_row(r, i, 1 + draw(r, most));
    return ok;
}

/* False when the power went. After a failed COMMIT both states are possible; after any other failure the old
 * one. */
static bool transaction(struct run *r)
{
    if (draw(r, 12) == 0)
        return sqlite3_exec(r->db, "VACUUM", NULL, NULL, NULL) == SQLITE_OK;
    bool ok = sqlite3_exec(r->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    for (uint32_t n = 1 + draw(r, 5); n > 0 && ok; n--)
        ok = do_something(r);
    if (!ok || draw(r, 8) == 0) {
        r->after = r->before;
        return ok && sqlite3_exec(r->db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK;
    }
    if (sqlite3_exec(r->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        return false;
    r->before = r->after;
    return true;
}

/* ---- judging ---- */

static bool fault(struct run *r, const char *why)
{
    snprintf(r->why, sizeof r->why, "%s (%s)", why, r->db ? sqlite3_errmsg(r->db) : "not open");
    return false;
}

static bool row_is_whole(sqlite3_stmt *q)
{
    static uint8_t body[BODY_MAX];
    int length = sqlite3_column_bytes(q, 2);
    if (length > BODY_MAX || sqlite3_column_int(q, 0) >= ROWS)
        return false;
    body_of((uint32_t)sqlite3_column_int64(q, 1), body, (uint32_t)length);
    return memcmp(body, sqlite3_column_blob(q, 2), (size_t)length) == 0;
}

static bool read_model(struct run *r, struct model *m)
{
    sqlite3_stmt *q = NULL;
    memset(m, 0, sizeof *m);
    bool ok =
        sqlite3_prepare_v2(r->db, "SELECT id, seed, body FROM t ORDER BY id", -1, &q, NULL) == SQLITE_OK;
    int rc = SQLITE_DONE;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW && (ok = row_is_whole(q))) {
        int id = sqlite3_column_int(q, 0);
        m->row[id].seed = (uint32_t)sqlite3_column_int64(q, 1);
        m->row[id].length = (uint32_t)sqlite3_column_bytes(q, 2);
    }
    sqlite3_finalize(q);
    return ok && rc == SQLITE_DONE;
}

static bool same(const struct model *a, const struct model *b)
{
    for (int i = 0; i < ROWS; i++)
        if (a->row[i].length != b->row[i].length || (a->row[i].length && a->row[i].seed != b->row[i].seed))
            return false;
    return true;
}

static bool is_consistent(struct run *r)
{
    sqlite3_stmt *q = NULL;
    bool ok = sqlite3_prepare_v2(r->db, "PRAGMA quick_check", -1, &q, NULL) == SQLITE_OK &&
              sqlite3_step(q) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(q, 0), "ok") == 0;
    sqlite3_finalize(q);
    return ok;
}

static int count_unsound(void *arg, const struct compartment_block *b)
{
    *(uint64_t *)arg += !b->sound;
    return 0;
}

static bool all_sealed(struct run *r)
{
    uint64_t unsound = 0;
    return !r->form->compartment ||
           (compartment_each(&r->c, true, count_unsound, &unsound, NULL) == 0 && unsound == 0);
}

static bool judge(struct run *r)
{
    struct model found;
    if (!open_database(r))
        return fault(r, "does not open");
    if (!is_consistent(r))
        return fault(r, "quick_check");
    if (!read_model(r, &found))
        return fault(r, "rows cannot be read");
    if (!same(&found, &r->before) && !same(&found, &r->after))
        return fault(r, "neither the old state nor the new one");
    if (!all_sealed(r))
        return fault(r, "a block does not authenticate");
    r->before = r->after = found;
    if (!transaction(r) || !read_model(r, &found) || !same(&found, &r->before))
        return fault(r, "takes no further transaction");
    return true;
}

/* ---- a journal that is damaged below a session ---- */

/* One bit of a block that may have been written by the open transaction. */
static void damage_journal(struct run *r)
{
    size_t at = STRIDE_BYTES * (1 + draw(r, 12)) + draw(r, STRIDE_SEALED);
    uint8_t byte;
    faultvfs_peek(r->disk, "vault-0", at, &byte, 1);
    byte ^= (uint8_t)(1u << draw(r, 8));
    faultvfs_poke(r->disk, "vault-0", at, &byte, 1);
}

/* A ROLLBACK that needs the block may fail (SQLite says so with the next statement); it must not leave
 * something else and be silent. */
static bool rot(struct run *r)
{
    for (uint32_t n = draw(r, 3); n > 0; n--)
        if (!transaction(r))
            return fault(r, "a transaction failed");
    bool ok = sqlite3_exec(r->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    for (uint32_t n = 2 + draw(r, 6); n > 0 && ok; n--)
        ok = do_something(r);
    r->after = r->before;
    if (!ok)
        return fault(r, "a transaction failed");
    damage_journal(r);
    sqlite3_exec(r->db, "ROLLBACK", NULL, NULL, NULL);
    if (sqlite3_exec(r->db, "SELECT count(*) FROM t", NULL, NULL, NULL) == SQLITE_IOERR)
        return true;
    close_database(r);
    return judge(r);
}

/* ---- one case ---- */

static bool one_case(const struct form *form, struct faultvfs *base, const struct medium *m, uint64_t seed,
                     char *why)
{
    static const uint8_t key[SEALVFS_KEY_BYTES] = { 1 };
    struct run r = { .form = form, .random = seed * 2 + 1 };
    r.c.fd = -1;
    r.disk = faultvfs_clone(base, seed, m->sector, m->tear);
    if (!form->compartment) {
        faultvfs_register(r.disk, "disk");
        sealvfs_register_over("disk", "crashing", key, 0, NULL);
    }
    bool good = open_database(&r) && read_model(&r, &r.before);
    r.after = r.before;
    if (form->rots) {
        good = good && rot(&r);
        goto out;
    }
    faultvfs_power_off_at(r.disk, 1 + (long)draw(&r, draw(&r, 3) ? 200 : 1500));
    for (int n = 0; good && n < 60 && transaction(&r); n++)
        ;
    faultvfs_power_off_at(r.disk, faultvfs_is_off(r.disk) ? 0 : 1);
    close_database(&r);
    faultvfs_power_on(r.disk);
    while (good && draw(&r, 3) == 0) {
        faultvfs_power_off_at(r.disk, 1 + (long)draw(&r, 60));
        open_database(&r);
        faultvfs_power_off_at(r.disk, faultvfs_is_off(r.disk) ? 0 : 1);
        close_database(&r);
        faultvfs_power_on(r.disk);
    }
    good = good && judge(&r);
out:
    close_database(&r);
    if (!form->compartment)
        sealvfs_unregister("crashing");
    faultvfs_free(r.disk);
    if (!good)
        strcpy(why, r.why[0] ? r.why : "the first opening failed");
    return good;
}

#define SCHEMA "CREATE TABLE t (id INTEGER PRIMARY KEY, seed, body); CREATE INDEX t_seed ON t (seed);"

static struct faultvfs *make_base(const struct form *form)
{
    static const uint8_t key[SEALVFS_KEY_BYTES] = { 1 };
    struct faultvfs *disk = faultvfs_new(1, 4096, 0);
    char sql[600];
    snprintf(sql, sizeof sql,
             "%s" SCHEMA "CREATE TABLE f (x); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
             " WHERE i < %d) INSERT INTO f SELECT zeroblob(3500) FROM c",
             form->create, form->filler + 1);
    if (form->compartment) {
        if (comphelp_make(faultvfs_io(disk), "vault", 0, 1, sql) < 0)
            return NULL;
    } else {
        sqlite3 *db = NULL;
        faultvfs_register(disk, "disk");
        sealvfs_register_over("disk", "crashing", key, 0, NULL);
        bool ok =
            sqlite3_open_v2("db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "crashing") == SQLITE_OK &&
            sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
        sqlite3_close(db);
        sealvfs_unregister("crashing");
        faultvfs_unregister(disk);
        if (!ok)
            return NULL;
    }
    return disk;
}

static void *begin_form(const void *arg, char *why)
{
    powerloss_repeat(1);
    struct faultvfs *base = make_base(arg);
    if (!base)
        strcpy(why, "no database");
    return base;
}

static bool run_one(const void *arg, void *shared, const struct medium *m, uint64_t seed, char *why)
{
    powerloss_repeat(seed);
    return one_case(arg, shared, m, seed, why);
}

static void end_form(const void *arg, void *shared)
{
    (void)arg;
    faultvfs_free(shared);
}

static struct powerloss_row row_of(const struct form *form)
{
    return (struct powerloss_row){ form->name, form->share, begin_form, run_one, end_form, form };
}

int main(int argc, char **argv)
{
    struct powerloss_row rows[N_FORMS];
    for (int i = 0; i < N_FORMS; i++)
        rows[i] = row_of(&FORMS[i]);
    return powerloss_main(argc, argv, "crash", rows, N_FORMS, 20);
}
