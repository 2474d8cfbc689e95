/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power losses (faultvfs.h) while the other compartment is made, and while it is destroyed.
 *
 * A case: a session on a vault whose content is known, power going at a change of the disk that the seed
 * chooses; in a third of the cases again while what is left is being opened. Then:
 *
 *   made        one's own passphrase opens what it did, whole; the decoy's opens all of the decoy, or
 * nothing, and all of it once it was said to be made destroyed   the decoy's passphrase and the one for
 * duress open the decoy, whole; one's own opens all that it did, or is a wrong one; and a wrong one for sure
 * once the opening was over and locked, or the one for duress was given again
 *
 * and everything that opens takes a change, and has nothing to mend the next time. Without arguments these
 * are unit tests. `test_crash_duress COUNT [WORKLOAD [SEED]]`: powerloss.h; `make crash`. */
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

#include "faultvfs.h"
#include "powerloss.h"
#include "vaults.h"

#define NAME         "a vault on a simulated disk"
#define UNSYNCED_MAX ((size_t)4 << 20)
#define OWN          "lantern oyster"
#define DECOY        "cabin pepper"
#define DURESS       "gravel lemon"
#define MINE         "Freedonia"
#define HARMLESS     "Choir on Thursday"

struct run {
    struct faultvfs *disk;
    uint64_t random;
    struct vault *v;
    struct err e;
    bool done; /* acknowledged, locked too */
    char *why;
};

struct workload {
    const char *name;
    unsigned share;
    bool (*furnish)(struct run *r);
    bool (*work)(struct run *r);
    bool (*judge)(struct run *r);
};

struct shared {
    const struct workload *w;
    struct faultvfs *base;
    long changes;
};

static uint32_t draw(struct run *r, uint32_t below)
{
    r->random = r->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(r->random >> 33) % below;
}

static bool fault(struct run *r, const char *why)
{
    snprintf(r->why, POWERLOSS_WHY, "%s, done %d (%.300s)", why, r->done, r->e.text);
    return false;
}

/* ---- vaults ---- */

static int fill(sqlite3 *db, void *arg, struct err *e)
{
    char *sql =
        sqlite3_mprintf("CREATE TABLE note(text TEXT); INSERT INTO note VALUES(%Q)", (const char *)arg);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    return rc == SQLITE_OK ? 0 : err_set(e, ERR_INTERNAL, "%s", sqlite3_errmsg(db));
}

static struct vault_options options(struct run *r, const char *note)
{
    return (struct vault_options){ .profile = KDF_LOW,
                                   .fill = fill,
                                   .fill_arg = (void *)(uintptr_t)note,
                                   .io = faultvfs_io(r->disk),
                                   .kdf = vaults_kdf,
                                   .one_thread = true };
}

static bool open_vault(struct run *r, const char *passphrase)
{
    struct vault_options o = options(r, NULL);
    struct secret s = vaults_secret(passphrase);
    err_clear(&r->e);
    vault_open(NAME, &s, &o, &r->v, &r->e);
    secret_free(&s);
    return r->v;
}

static bool lock(struct run *r)
{
    int rc = vault_close(r->v, &r->e);
    r->v = NULL;
    return rc == 0;
}

static bool with(struct run *r, const char *passphrase, const char *note,
                 int (*what)(struct run *r, const struct secret *s, const struct vault_options *o))
{
    struct vault_options o = options(r, note);
    struct secret s = vaults_secret(passphrase);
    int rc = what(r, &s, &o);
    secret_free(&s);
    return rc == 0;
}

static int create(struct run *r, const struct secret *s, const struct vault_options *o)
{
    return vault_create(NAME, s, o, &r->e);
}

static int decoy(struct run *r, const struct secret *s, const struct vault_options *o)
{
    return vault_decoy_make(r->v, s, o, &r->e);
}

static int duress(struct run *r, const struct secret *s, const struct vault_options *o)
{
    return vault_duress_make(r->v, s, "", o, &r->e);
}

static bool furnish_one(struct run *r)
{
    return with(r, OWN, MINE, create) && open_vault(r, OWN) && lock(r);
}

static bool furnish_both(struct run *r)
{
    return furnish_one(r) && open_vault(r, OWN) && with(r, DECOY, HARMLESS, decoy) && lock(r) &&
           open_vault(r, DECOY) && with(r, DURESS, NULL, duress) && lock(r);
}

static bool change(struct run *r)
{
    return sqlite3_exec(vault_db(r->v), "UPDATE session_open SET times = times + 1", NULL, NULL, NULL) ==
           SQLITE_OK;
}

static bool make_decoy(struct run *r)
{
    return open_vault(r, OWN) && with(r, DECOY, HARMLESS, decoy) && change(r) && lock(r);
}

static bool open_by_duress(struct run *r)
{
    return open_vault(r, DURESS) && change(r) && lock(r);
}

/* ---- judging ---- */

enum found { NOTHING, WHOLE, BAD };

/* Opened, looked through, changed, locked, and opened again with nothing to mend. */
static enum found find(struct run *r, const char *passphrase, const char *note)
{
    struct vault_report report;
    char sql[80];
    snprintf(sql, sizeof sql, "SELECT count(*) = 1 AND min(text) = '%s' FROM note", note);
    if (!open_vault(r, passphrase))
        return r->e.code == ERR_PASSPHRASE ? NOTHING : BAD;
    bool whole = !(vault_notices(r->v) & (VAULT_CONTENT_BAD | VAULT_TORN_COPY)) && vaults_number(r->v, sql) &&
                 vault_verify(r->v, &report, &r->e) == 0 && change(r);
    whole = lock(r) && whole;
    if (!whole || !open_vault(r, passphrase))
        return BAD;
    whole = vault_notices(r->v) == 0 && vaults_number(r->v, sql);
    return lock(r) && whole ? WHOLE : BAD;
}

static bool judge_made(struct run *r)
{
    if (find(r, OWN, MINE) != WHOLE)
        return fault(r, "one's own does not open, or not whole");
    enum found other = find(r, DECOY, HARMLESS);
    if (other == BAD || (r->done && other == NOTHING))
        return fault(r, "the decoy is neither whole nor nothing");
    return faultvfs_most_unsynced(r->disk, NAME) <= UNSYNCED_MAX || fault(r, "more than 4 MiB unsynced");
}

static bool judge_destroyed(struct run *r)
{
    enum found own = find(r, OWN, MINE);
    if (own == BAD || (r->done && own == WHOLE))
        return fault(r, own == BAD ? "one's own is neither whole nor nothing" : "it was not destroyed");
    if (find(r, DECOY, HARMLESS) != WHOLE)
        return fault(r, "the decoy does not open, or not whole");
    if (find(r, DURESS, HARMLESS) != WHOLE)
        return fault(r, "the one for duress does not open, or not whole");
    if (find(r, OWN, MINE) != NOTHING)
        return fault(r, "it was not destroyed the second time");
    return find(r, DECOY, HARMLESS) == WHOLE || fault(r, "the decoy is gone in the end");
}

/* ---- cases ---- */

static const struct workload WORKLOADS[] = {
    { "decoy made", 50, furnish_one, make_decoy, judge_made },
    { "duress", 50, furnish_both, open_by_duress, judge_destroyed },
};
enum { N_WORKLOADS = sizeof WORKLOADS / sizeof *WORKLOADS };

/* Whatever runs ends with the power going, if it has not gone yet. */
static void lose_power(struct run *r)
{
    faultvfs_power_off_at(r->disk, faultvfs_is_off(r->disk) ? 0 : 1);
    if (r->v)
        lock(r);
    faultvfs_power_on(r->disk);
}

static bool one_case(const void *arg, void *shared, const struct medium *m, uint64_t seed, char *why)
{
    static const char *const ALL[] = { OWN, DECOY, DURESS };
    struct shared *s = shared;
    struct run r = { .random = seed * 2 + 1, .why = why };
    (void)arg;
    r.disk = faultvfs_clone(s->base, seed, m->sector, m->tear);
    powerloss_repeat(seed);
    faultvfs_power_off_at(r.disk, 1 + (long)draw(&r, (uint32_t)s->changes));
    r.done = s->w->work(&r);
    bool good = r.done || faultvfs_is_off(r.disk) || fault(&r, "failed before the power did");
    lose_power(&r);
    while (good && draw(&r, 3) == 0) {
        faultvfs_power_off_at(r.disk, 1 + (long)draw(&r, 40));
        open_vault(&r, ALL[draw(&r, 3)]);
        lose_power(&r);
    }
    good = good && s->w->judge(&r);
    faultvfs_free(r.disk);
    return good;
}

static void end(const void *arg, void *shared)
{
    struct shared *s = shared;
    (void)arg;
    faultvfs_free(s->base);
    free(s);
}

static void *begin(const void *arg, char *why)
{
    struct shared *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->w = arg;
    s->base = faultvfs_new(1, 4096, 0);
    struct run r = { .disk = s->base, .why = why, .random = 1 };
    powerloss_repeat(1);
    if (s->w->furnish(&r)) {
        r.disk = faultvfs_clone(s->base, 1, 4096, 0);
        bool ok = s->w->work(&r);
        s->changes = faultvfs_changes(r.disk);
        faultvfs_free(r.disk);
        if (ok)
            return s;
    }
    fault(&r, "the run in peace failed");
    end(arg, s);
    return NULL;
}

static struct powerloss_row row_of(const struct workload *w)
{
    return (struct powerloss_row){ w->name, w->share, begin, one_case, end, w };
}

int main(int argc, char **argv)
{
    struct powerloss_row rows[N_WORKLOADS];
    for (int i = 0; i < N_WORKLOADS; i++)
        rows[i] = row_of(&WORKLOADS[i]);
    return powerloss_main(argc, argv, "crash_duress", rows, N_WORKLOADS, 100);
}
