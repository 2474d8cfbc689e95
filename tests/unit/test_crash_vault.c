/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power losses (faultvfs.h) below whole vaults, opened, changed and judged by the code of the program.
 *
 * A workload is a row of a table: what the disk holds at first, and steps, each acknowledged when it returns.
 * It is run once in peace, which tells what the vault holds after each step: the model. One case: the same,
 * and power goes at a change of the disk that the seed chooses, anywhere from opening to locking; in a third
 * of the cases it goes again while what is left is being opened.
 *
 * Then the vault must open, with the passphrases of the last acknowledged step or of the one under way and no
 * others; it holds exactly what it held after one of these two; every block that matters authenticates and
 * SQLite's and the search index's checks find nothing; it takes another change; the next session has nothing
 * to mend. What was to be made under a new name is there whole, or not at all and can be made. At no time
 * were more than 4 MiB of the vault unsynced.
 *
 * Without arguments these are unit tests. `test_crash_vault COUNT [WORKLOAD [SEED]]`: powerloss.h; `make
 * crash`. */
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
#include "storebox.h"
#include "vaults.h"
#include "satchel/base/buf.h"
#include "satchel/casework/ua.h"
#include "satchel/store/find.h"
#include "satchel/store/import.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/purge.h"
#include "satchel/store/tokenizer.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"
#include "satchel/vault/stripes.h"

#define NAME         "a vault on a simulated disk"
#define COPY         "its copy"
#define SCHEMA       "tests/unit/schema-1.sql"
#define MISSING      SIZE_MAX
#define UNSYNCED_MAX ((size_t)4 << 20)

/* Passphrases, as bits. */
enum { OLD = 1, FRESH = 2 };
static const char *const PASSPHRASES[] = { [OLD] = "lantern oyster", [FRESH] = "cabin pepper" };

enum start { EMPTY, FILLED, NARROW, OLD_TABLES, TWO_PASSPHRASES, BACKED_UP };
enum { STEPS = 8 };
/* Seeds of random bytes: ids are the same in every run, and each only once. */
enum { LAYING_OUT = 1, RUN = 3, RUN_AGAIN = 5 };

struct shared;
struct run {
    const struct shared *shared;
    struct faultvfs *disk;
    uint64_t random;
    struct vault *v;
    struct storebox b; /* s: NULL when it is not open */
    int done;          /* steps that were acknowledged */
    bool again;        /* ... the second time: other random bytes, other content */
    char *why;
};

struct workload {
    const char *name;
    unsigned share;
    enum start start;
    bool absent;     /* there is no vault before the first step, which is done without a session */
    bool upgrades;   /* the first step is the opening of the store */
    bool first_page; /* torn whenever it can be */
    bool small;      /* ten pages in memory, so that most go out before the commit */
    bool (*steps[STEPS])(struct run *r);
    uint8_t opens[STEPS + 1];     /* after each step, the start first; 0: OLD */
    bool (*check)(struct run *r); /* something more, with no session open */
};

/* What all cases of a workload share. */
struct shared {
    const struct workload *w;
    struct faultvfs *base;
    int n_steps;
    uint64_t content[STEPS + 1]; /* after each step */
    long changes;                /* of the disk, all in all */
    struct parsed text[2];
};

static uint32_t draw(struct run *r, uint32_t below)
{
    r->random = r->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(r->random >> 33) % below;
}

static bool fault(struct run *r, const char *why)
{
    snprintf(r->why, POWERLOSS_WHY, "%s after %d steps (%.300s)", why, r->done, r->b.e.text);
    return false;
}

/* ---- sessions ---- */

static struct vault_options options(struct run *r)
{
    return (struct vault_options){
        .profile = KDF_LOW, .fill = store_init_schema, .io = faultvfs_io(r->disk), .kdf = vaults_kdf
    };
}

static bool open_vault(struct run *r, const char *path, unsigned passphrase)
{
    struct vault_options o = options(r);
    struct secret s = vaults_secret(PASSPHRASES[passphrase]);
    err_clear(&r->b.e);
    vault_open(path, &s, &o, &r->v, &r->b.e);
    secret_free(&s);
    return r->v;
}

static bool open_store(struct run *r)
{
    if (storebox_on(&r->b, vault_db(r->v)) == 0)
        return true;
    r->b.s = NULL;
    return false;
}

static bool end_session(struct run *r)
{
    store_close(r->b.s);
    r->b.s = NULL;
    int rc = vault_close(r->v, &r->b.e);
    r->v = NULL;
    return rc == 0;
}

/* ---- what a vault holds ---- */

static void add_bytes(uint64_t *sum, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *sum = (*sum ^ ((const uint8_t *)bytes)[i]) * UINT64_C(1099511628211); /* FNV-1a */
}

static bool add_table(sqlite3 *db, const char *name, uint64_t *sum)
{
    char sql[200];
    sqlite3_stmt *q = NULL;
    int rc;
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
        return false;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(q); i++) {
            int type = sqlite3_column_type(q, i);
            add_bytes(sum, &type, sizeof type);
            const void *bytes = sqlite3_column_blob(q, i);
            add_bytes(sum, bytes, bytes ? (size_t)sqlite3_column_bytes(q, i) : 0);
        }
    sqlite3_finalize(q);
    add_bytes(sum, name, strlen(name));
    return rc == SQLITE_DONE;
}

/* Everything but the search index, which has a check of its own. 0: cannot be read. */
static uint64_t content(struct vault *v)
{
    static const char TABLES[] =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
        " AND name NOT LIKE 'sqlite%' AND name <> 'session_open' ORDER BY name";
    uint64_t sum = UINT64_C(14695981039346656037);
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(vault_db(v), TABLES, -1, &q, NULL);
    bool ok = rc == SQLITE_OK;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW)
        ok = add_table(vault_db(v), (const char *)sqlite3_column_text(q, 0), &sum);
    sqlite3_finalize(q);
    return ok && rc == SQLITE_DONE ? sum | 1 : 0;
}

/* ---- steps ---- */

static bool sql(struct run *r, const char *text)
{
    return sqlite3_exec(vault_db(r->v), text, NULL, NULL, NULL) == SQLITE_OK;
}

static bool put(struct run *r, enum rec_kind kind, const char *key, const char *text)
{
    struct err *e = &r->b.e;
    struct rec *rec = rec_new(kind, e);
    const struct field *f = rec ? rec_field(rec, key, e) : NULL;
    bool ok = f && store_set_field(r->b.s, rec, f, text, e) == 0 && store_add(r->b.s, rec, e) == 0;
    rec_free(rec);
    return ok;
}

static int64_t first_of(struct run *r, enum rec_kind kind)
{
    struct store_rows rows = { 0 };
    int64_t n = -1;
    if (store_list(r->b.s, &(struct store_query){ .kind = kind, .limit = 1 }, &rows, &r->b.e) == 0 && rows.n)
        n = rows.at[0];
    store_rows_free(&rows);
    return n;
}

static bool add_note(struct run *r)
{
    char text[60];
    snprintf(text, sizeof text, "A note, written after %d steps.", r->done);
    return put(r, KIND_NOTE, "text", text);
}

static bool add_case(struct run *r)
{
    return put(r, KIND_CASE, "title", "Sailor missing");
}

/* Many pages in one transaction; with ten of them in memory, most go out before its end. */
static bool add_long(struct run *r)
{
    const size_t bytes = 120000;
    char *text = malloc(bytes + 1);
    if (!text)
        return false;
    for (size_t i = 0; i < bytes; i++)
        text[i] = i % 6 == 5 ? ' ' : (char)('a' + i * i / 7 % 26);
    text[bytes] = '\0';
    bool ok = put(r, KIND_NOTE, "text", text);
    free(text);
    return ok;
}

static bool change_case(struct run *r)
{
    struct err *e = &r->b.e;
    struct rec *rec = NULL;
    char title[40];
    snprintf(title, sizeof title, "Title number %d", r->done);
    bool ok = store_get(r->b.s, first_of(r, KIND_CASE), &rec, e) == 0 &&
              store_set_field(r->b.s, rec, rec_field(rec, "title", e), title, e) == 0 &&
              store_update(r->b.s, rec, NULL, e) == 0;
    rec_free(rec);
    return ok;
}

static bool delete_case(struct run *r)
{
    return store_delete(r->b.s, first_of(r, KIND_CASE), NULL, &r->b.e) == 0;
}

static bool delete_note(struct run *r)
{
    return store_delete(r->b.s, first_of(r, KIND_NOTE), NULL, &r->b.e) == 0;
}

static bool undo(struct run *r)
{
    return store_undo(r->b.s, NULL, &r->b.e) == 0;
}

static bool redo(struct run *r)
{
    return store_redo(r->b.s, NULL, &r->b.e) == 0;
}

static bool purge_note(struct run *r)
{
    return store_purge(r->b.s, (int64_t[]){ first_of(r, KIND_NOTE) }, 1, &r->b.e) == 0;
}

static bool purge_case(struct run *r)
{
    return store_purge(r->b.s, (int64_t[]){ first_of(r, KIND_CASE) }, 1, &r->b.e) == 0;
}

static bool import(struct run *r, int which)
{
    const struct parsed *text = &r->shared->text[which];
    struct import_plan plan = { 0 };
    struct import_result result = { 0 };
    struct import_origin from = { .title = "a letter" };
    bool ok = store_import_compare(r->b.s, text, 0, &plan, &r->b.e) == 0 &&
              store_import_apply(r->b.s, text, &plan, &from, &result, &r->b.e) == 0;
    import_plan_free(&plan);
    import_result_free(&result);
    return ok;
}

static bool import_first(struct run *r)
{
    return import(r, 0);
}

static bool import_second(struct run *r)
{
    return import(r, 1);
}

static bool vacuum(struct run *r)
{
    return sql(r, "VACUUM");
}

/* Pages go to the free list and come back from it, as leaves and as trunks. */
static bool thin_out(struct run *r)
{
    char text[200];
    snprintf(text, sizeof text, "DELETE FROM filler WHERE rowid %% 3 <> %d", r->done % 3);
    return sql(r, text);
}

static bool fill_up(struct run *r)
{
    return sql(r, "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 60)"
                  " INSERT INTO filler SELECT printf('%0*d', 300 + i * 50, i) FROM c");
}

/* More than may be unsynced at one time. */
static bool fill_far(struct run *r)
{
    return sql(r, "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1200)"
                  " INSERT INTO filler SELECT zeroblob(3900) FROM c");
}

static bool with_passphrase(struct run *r, unsigned which, int (*what)(struct run *r, const struct secret *s))
{
    struct secret s = vaults_secret(PASSPHRASES[which]);
    int rc = what(r, &s);
    secret_free(&s);
    return rc == 0;
}

static int change_to(struct run *r, const struct secret *s)
{
    return vault_passphrase_change(r->v, s, NULL, &r->b.e);
}

static int add_one(struct run *r, const struct secret *s)
{
    return vault_passphrase_add(r->v, s, "spare", NULL, &r->b.e);
}

static int remove_one(struct run *r, const struct secret *s)
{
    return vault_passphrase_remove(r->v, s, NULL, &r->b.e);
}

static int create_with(struct run *r, const struct secret *s)
{
    struct vault_options o = options(r);
    return vault_create(NAME, s, &o, &r->b.e);
}

static bool change_passphrase(struct run *r)
{
    return with_passphrase(r, FRESH, change_to);
}

static bool add_passphrase(struct run *r)
{
    return with_passphrase(r, FRESH, add_one);
}

static bool remove_passphrase(struct run *r)
{
    return with_passphrase(r, FRESH, remove_one);
}

static bool create(struct run *r)
{
    return with_passphrase(r, OLD, create_with);
}

static bool back_up(struct run *r)
{
    char code[VAULT_STATE_BYTES];
    return vault_backup(r->v, COPY, code, &r->b.e) == 0;
}

static bool restore(struct run *r)
{
    return vault_restore_on(faultvfs_io(r->disk), COPY, NAME, &r->b.e) == 0;
}

/* The copy holds what the vault held at the start, or is not there if it was not acknowledged. */
static bool check_copy(struct run *r)
{
    if (faultvfs_size(r->disk, COPY) == MISSING)
        return (r->done == 0 && r->shared->w->start != BACKED_UP) || fault(r, "the copy is gone");
    if (!open_vault(r, COPY, OLD))
        return fault(r, "the copy does not open");
    bool same = content(r->v) == r->shared->content[0];
    bool whole = vault_notices(r->v) == 0;
    end_session(r);
    return (same || fault(r, "the copy holds something else")) && (whole || fault(r, "the copy has notices"));
}

static const struct workload WORKLOADS[] = {
    { "records", .share = 12, .start = FILLED,
      .steps = { add_case, add_note, change_case, delete_case, add_case } },
    { "spill", .small = true, .share = 8, .start = FILLED,
      .steps = { add_long, add_note, add_long, delete_note } },
    { "first page torn", .small = true, .share = 12, .start = FILLED, .first_page = true,
      .steps = { add_note, change_case, add_note, fill_up, add_note, thin_out } },
    { "free list", .small = true, .share = 10, .start = FILLED,
      .steps = { thin_out, fill_up, thin_out, thin_out, fill_up, add_note } },
    { "vacuum", .small = true, .share = 8, .start = FILLED,
      .steps = { thin_out, vacuum, fill_up, thin_out, vacuum } },
    { "growth", .small = true, .share = 3, .start = NARROW, .steps = { add_long, fill_far, add_note } },
    { "import", .share = 6, .start = FILLED, .steps = { import_first, import_second, import_first } },
    { "import of a big file", .small = true, .share = 3, .start = FILLED,
      .steps = { add_note, import_second } },
    { "undo", .share = 9, .start = FILLED, .steps = { add_note, delete_case, undo, redo, undo, undo } },
    { "purge", .share = 6, .start = FILLED, .steps = { add_note, purge_note, purge_case, add_case } },
    { "migration", .share = 5, .start = OLD_TABLES, .upgrades = true, .steps = { NULL, add_note } },
    { "change of passphrase", .share = 6, .start = FILLED, .steps = { change_passphrase, add_note },
      .opens = { OLD, FRESH, FRESH } },
    { "second passphrase", .share = 3, .start = FILLED, .steps = { add_passphrase, add_note },
      .opens = { OLD, OLD | FRESH, OLD | FRESH } },
    { "passphrase removed", .share = 3, .start = TWO_PASSPHRASES, .steps = { remove_passphrase, add_note },
      .opens = { OLD | FRESH, OLD, OLD } },
    { "creation", .share = 2, .start = EMPTY, .absent = true, .steps = { create } },
    { "backup", .share = 2, .start = FILLED, .steps = { back_up, add_note }, .check = check_copy },
    { "restore", .share = 2, .start = BACKED_UP, .absent = true, .steps = { restore }, .check = check_copy },
};
enum { N_WORKLOADS = sizeof WORKLOADS / sizeof *WORKLOADS };

static unsigned opens(const struct workload *w, int state)
{
    return w->opens[state] ? w->opens[state] : OLD;
}

/* ---- one run ---- */

/* As far as it comes. each, when it is given, is called after every step, and at the start with 0. */
static bool perform(struct run *r, void (*each)(struct run *r, int state))
{
    const struct workload *w = r->shared->w;
    r->done = 0;
    powerloss_repeat(r->again ? RUN_AGAIN : RUN);
    if (!w->absent) {
        if (!open_vault(r, NAME, OLD))
            return false;
        if (each)
            each(r, 0);
        if (!open_store(r) || (w->small && !sql(r, "PRAGMA cache_size = 10")))
            return false;
    }
    while (r->done < r->shared->n_steps) {
        bool upgraded = w->upgrades && r->done == 0;
        if (!upgraded && !w->steps[r->done](r))
            return false;
        r->done++;
        if (each)
            each(r, r->done);
    }
    return w->absent || end_session(r);
}

/* Whatever runs ends with the power going, if it has not gone yet. */
static void lose_power(struct run *r)
{
    faultvfs_power_off_at(r->disk, faultvfs_is_off(r->disk) ? 0 : 1);
    if (r->v)
        end_session(r);
    faultvfs_power_on(r->disk);
}

static bool open_any(struct run *r, unsigned passphrases)
{
    unsigned first = draw(r, 2) ? OLD : FRESH;
    return (passphrases & first && open_vault(r, NAME, first)) ||
           (passphrases & ~first && open_vault(r, NAME, passphrases & ~first));
}

/* ---- judging ---- */

/* The open vault holds what it held after `done` steps, or after one more: which; -1. */
static int state_of(struct run *r)
{
    uint64_t now = content(r->v);
    if (r->again)
        return now ? r->done : -1;
    for (int i = r->done; i <= r->done + 1 && i <= r->shared->n_steps; i++)
        if (now == r->shared->content[i])
            return i;
    return -1;
}

static bool is_whole(struct run *r)
{
    struct vault_report report;
    if (vault_notices(r->v) & (VAULT_CONTENT_BAD | VAULT_TORN_COPY))
        return fault(r, "content bad, or torn");
    return vault_verify(r->v, &report, &r->b.e) == 0 || fault(r, "verify");
}

/* Migrated where that is due, searched, and changed once more. */
static bool goes_on(struct run *r)
{
    if (!open_store(r))
        return fault(r, "the store does not open");
    if (!sql(r, "INSERT INTO search(search) VALUES('integrity-check')"))
        return fault(r, "the search index is not whole");
    return add_note(r) || fault(r, "takes no further change");
}

static bool opens_exactly(struct run *r, unsigned passphrases, uint64_t now)
{
    for (unsigned p = OLD; p <= FRESH; p++) {
        bool open = open_vault(r, NAME, p);
        bool same = open && content(r->v) == now, mended = open && vault_notices(r->v) == 0;
        if (open)
            end_session(r);
        if (open != ((passphrases & p) != 0))
            return fault(r, open ? "a passphrase opens that should not" : "a passphrase does not open");
        if (open && (!same || !mended))
            return fault(r, same ? "not mended" : "holds something else the next time");
    }
    return true;
}

static bool judge_open(struct run *r, int *state, uint64_t *now)
{
    if ((*state = state_of(r)) < 0)
        return fault(r, "holds neither the acknowledged content nor the next");
    if (!is_whole(r) || !goes_on(r))
        return false;
    *now = content(r->v);
    return true;
}

static bool judge(struct run *r)
{
    const struct workload *w = r->shared->w;
    int state = 0;
    uint64_t now = 0;
    r->again = w->absent && r->done == 0 && faultvfs_size(r->disk, NAME) == MISSING;
    if (r->again && !perform(r, NULL))
        return fault(r, "not made, and cannot be made");
    int last = r->done < r->shared->n_steps ? r->done + 1 : r->done;
    if (!open_any(r, opens(w, r->done) | opens(w, last)))
        return fault(r, "does not open");
    bool good = judge_open(r, &state, &now);
    good = (end_session(r) || fault(r, "cannot be locked")) && good;
    if (!good || !opens_exactly(r, opens(w, state), now))
        return false;
    if (!w->absent && faultvfs_most_unsynced(r->disk, NAME) > UNSYNCED_MAX)
        return fault(r, "more than 4 MiB unsynced");
    return !w->check || w->check(r);
}

/* ---- cases ---- */

static bool one_case(const void *arg, void *shared, const struct medium *m, uint64_t seed, char *why)
{
    struct shared *s = shared;
    struct run r = { .shared = s, .random = seed * 2 + 1, .why = why };
    (void)arg;
    r.disk = faultvfs_clone(s->base, seed, m->sector, m->tear);
    if (s->w->first_page)
        for (unsigned c = 0; c < 2; c++)
            faultvfs_tear_always(r.disk, (size_t)stripes_block_at(c, 0));
    /* Where a vault is made, half of the losses are where it gets its name and its journals. */
    uint32_t all = (uint32_t)s->changes, late = s->w->absent && draw(&r, 2) ? 32 : all;
    faultvfs_power_off_at(r.disk, 1 + (long)(all - late + draw(&r, late)));
    bool ended = perform(&r, NULL), good = ended || faultvfs_is_off(r.disk);
    if (!good)
        fault(&r, "failed before the power did");
    lose_power(&r);
    powerloss_repeat(seed);
    while (good && draw(&r, 3) == 0) {
        faultvfs_power_off_at(r.disk, 1 + (long)draw(&r, 40));
        open_vault(&r, NAME, 1 + draw(&r, 2));
        lose_power(&r);
    }
    good = good && judge(&r);
    faultvfs_free(r.disk);
    return good;
}

/* ---- disks to begin with ---- */

static int fill_old(sqlite3 *db, void *arg, struct err *e)
{
    size_t n;
    (void)arg;
    char *text = (char *)vaults_read(SCHEMA, &n);
    text[n] = '\0';
    int rc = tokenizer_register(db, e);
    if (rc == 0 && sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        rc = err_set(e, ERR_INTERNAL, "%s", sqlite3_errmsg(db));
    free(text);
    return rc;
}

static int create_old(struct run *r, const struct secret *s)
{
    struct vault_options o = options(r);
    o.fill = fill_old;
    return vault_create(NAME, s, &o, &r->b.e);
}

/* Until there is room for a few pages only. */
static bool make_narrow(struct run *r)
{
    while (vaults_number(r->v, "PRAGMA page_count") < 1015)
        if (!sql(r, "INSERT INTO filler VALUES(zeroblob(3900))"))
            return false;
    return true;
}

static bool furnish(struct run *r, enum start start)
{
    if (!open_vault(r, NAME, OLD) || !open_store(r) || !sql(r, "CREATE TABLE filler(x)") || !fill_up(r) ||
        !add_case(r) || !add_note(r) || (start == NARROW && !make_narrow(r)) ||
        (start == TWO_PASSPHRASES && !add_passphrase(r)) || (start == BACKED_UP && !back_up(r)) ||
        !end_session(r))
        return false;
    if (start == BACKED_UP)
        for (const char *const *name = (const char *const[]){ NAME, NAME "-0", NAME "-1", NULL }; *name;
             name++)
            faultvfs_remove(r->disk, *name);
    return true;
}

static bool lay_out(struct run *r, enum start start)
{
    if (start == EMPTY)
        return true;
    if (start == OLD_TABLES)
        return with_passphrase(r, OLD, create_old);
    return create(r) && furnish(r, start);
}

/* ---- texts ---- */

static const char APPEAL[] =
    "URGENT ACTION\n%s 026/23 Index: FRE 01/00%d/2026 Freedonia Date: %d October 2026\n\nWRITER MISSING\n\n"
    "Anna Testova, a writer, has not been seen since 28 September 2026.\n\n"
    "TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS\n\nMinister of the Interior\nPavel Prubnik\n"
    "Ministry of the Interior\n1 Main Square, Sylvania City\nEmail: minister@example.org\n\n"
    "Dear Minister,\n\nI am writing about Anna Testova. I urge you to say where she is.\n\n"
    "PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 24 November 2026\n\nADDITIONAL INFORMATION\n\n";

static bool read_texts(struct shared *s)
{
    bool big = strcmp(s->w->name, "import of a big file") == 0;
    for (int i = 0; i < 2; i++) {
        struct buf b = { 0 };
        buf_addf(&b, APPEAL, i ? "Further information on UA" : "UA", 26 + i, 2 + i);
        for (int k = 0; k < (big ? 8000 : 4); k++)
            buf_addf(&b, "In year %d of the harbour strike %d boats stayed at the quay.\n", k, k * 7 % 1000);
        bool ok = !b.failed && ua_parse(b.data, b.len, NULL, INT32_MIN, &s->text[i], NULL) == 0;
        buf_free(&b);
        if (!ok)
            return false;
    }
    return true;
}

/* ---- the model ---- */

static void note_content(struct run *r, int state)
{
    struct shared *s = (struct shared *)(uintptr_t)r->shared;
    bool closed = !r->v;
    s->changes = faultvfs_changes(r->disk);
    if (!closed || open_vault(r, NAME, OLD))
        s->content[state] = content(r->v);
    if (closed && r->v)
        end_session(r);
}

static bool learn(struct shared *s, char *why)
{
    struct run r = { .shared = s, .why = why, .random = 1 };
    r.disk = faultvfs_clone(s->base, 1, 4096, 0);
    bool ok = perform(&r, note_content) || fault(&r, "the run in peace failed");
    if (!s->w->absent)
        s->changes = faultvfs_changes(r.disk);
    for (int i = s->w->absent ? 1 : 0; ok && i <= s->n_steps; i++)
        ok = s->content[i] != 0 || fault(&r, "cannot be read");
    if (ok && s->w->absent) /* what a backup was made of */
        s->content[0] = s->content[1];
    faultvfs_free(r.disk);
    return ok;
}

static void end(const void *arg, void *shared)
{
    struct shared *s = shared;
    (void)arg;
    faultvfs_free(s->base);
    parsed_free(&s->text[0]);
    parsed_free(&s->text[1]);
    free(s);
}

static void *begin(const void *arg, char *why)
{
    struct shared *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->w = arg;
    s->base = faultvfs_new(1, 4096, 0);
    struct run r = { .shared = s, .disk = s->base, .why = why, .random = 1 };
    while (s->n_steps < STEPS && (s->w->steps[s->n_steps] || (s->w->upgrades && s->n_steps == 0)))
        s->n_steps++;
    powerloss_repeat(LAYING_OUT);
    if (read_texts(s) && (lay_out(&r, s->w->start) || fault(&r, "cannot be laid out")) && learn(s, why))
        return s;
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
    return powerloss_main(argc, argv, "crash_vault", rows, N_WORKLOADS, 100);
}
