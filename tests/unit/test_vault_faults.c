/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every operation of the vault and the store, with every kind of failure at its n-th call: of the disk
 * (faultvfs.h), of SQLite's memory (failmem.h), of the program's memory (the linker's --wrap). Once, after
 * which the same session tries again and must succeed; or from then on, after which the disk is well again
 * and another session looks.
 *
 * What is asked for. A failure is one sentence with the right code, or no failure at all: what was cut short
 * or interrupted just goes on. A session that was told of a failure finds the records as they were.
 * Afterwards the vault opens; it holds the records as before or as after the operation, as after it if that
 * was acknowledged; every block authenticates, SQLite's and the search index's own checks find nothing, the
 * next session has nothing to mend, no file lies about, and no memory is lost (arena; the leak check of a
 * build with sanitizers).
 *
 * A few calls of each kind are tried; EVERY=n in the environment: every n-th (`make crash`: all);
 * OPERATION=name: of this one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "failmem.h"
#include "faultvfs.h"
#include "storebox.h"
#include "vaults.h"
#include "satchel/base/buf.h"
#include "satchel/casework/ua.h"
#include "satchel/store/find.h"
#include "satchel/store/import.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/store/purge.h"
#include "satchel/store/search.h"
#include "satchel/store/tokenizer.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"
#include "satchel/vault/arena.h"

#define OLD    "lantern oyster"
#define FRESH  "cabin pepper"
#define NAME   "a vault on a simulated disk"
#define COPY   "its copy"
#define SCHEMA "tests/unit/schema-1.sql"

/* ---- the program's memory ---- */

#define WRAP(type, name, parameters, arguments, failure)                                                     \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters                                                                            \
    {                                                                                                        \
        if (!failmem_refuses())                                                                              \
            return __real_##name arguments;                                                                  \
        errno = ENOMEM;                                                                                      \
        return failure;                                                                                      \
    }
WRAP(void *, malloc, (size_t n), (n), NULL)
WRAP(void *, calloc, (size_t n, size_t size), (n, size), NULL)
WRAP(char *, strdup, (const char *s), (s), NULL)
WRAP(char *, strndup, (const char *s, size_t n), (s, n), NULL)
WRAP(void *, sodium_malloc, (size_t n), (n), NULL)
WRAP(void *, mmap, (void *at, size_t n, int may, int how, int fd, off_t from), (at, n, may, how, fd, from),
     MAP_FAILED)

int __wrap_asprintf(char **out, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap_asprintf(char **out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = failmem_refuses() ? -1 : vasprintf(out, format, args);
    va_end(args);
    return n;
}

/* The same, by its name in a build with _FORTIFY_SOURCE. */
int __wrap___asprintf_chk(char **out, int flag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int __wrap___asprintf_chk(char **out, int flag, const char *format, ...)
{
    va_list args;
    (void)flag;
    va_start(args, format);
    int n = failmem_refuses() ? -1 : vasprintf(out, format, args);
    va_end(args);
    return n;
}

/* ---- a session ---- */

struct world {
    struct faultvfs *disk;
    struct vault *v;
    struct storebox b;  /* db is v's; s: NULL when it is not open */
    struct rec *rec;    /* what the operation writes */
    int64_t n;          /* what it is about */
    struct parsed text; /* what it imports */
};

static struct vault_options options(struct world *w)
{
    return (struct vault_options){ .newest_schema = SCHEMA_VERSION,
                                   .profile = KDF_LOW,
                                   .fill = store_init_schema,
                                   .io = faultvfs_io(w->disk),
                                   .kdf = vaults_kdf };
}

static struct secret secret_of(const char *passphrase)
{
    failmem_pause();
    struct secret s = vaults_secret(passphrase);
    failmem_resume();
    return s;
}

static int open_at(struct world *w, const char *path, const char *passphrase)
{
    struct vault_options o = options(w);
    struct secret s = secret_of(passphrase);
    int rc = vault_open(path, &s, &o, &w->v, &w->b.e);
    secret_free(&s);
    if (rc == 0 && storebox_on(&w->b, vault_db(w->v)) < 0) {
        struct err e = w->b.e;
        vault_close(w->v, NULL);
        w->b = (struct storebox){ .e = e };
        w->v = NULL;
        rc = -1;
    }
    return rc;
}

static int end_session(struct world *w)
{
    store_close(w->b.s);
    w->b.s = NULL;
    int rc = vault_close(w->v, &w->b.e);
    w->v = NULL;
    return rc;
}

/* ---- what a vault holds ---- */

/* Ids are random: each is named by when it first comes. */
struct ids {
    DYN(uint64_t) seen; /* their first 8 bytes */
};

static void add_blob(struct ids *ids, const uint8_t *p, int n, struct buf *out)
{
    uint64_t id;
    if (n != 16) { /* an undo step, with ids in it */
        buf_addf(out, "%d bytes", n);
        return;
    }
    memcpy(&id, p, sizeof id);
    size_t i = 0;
    while (i < ids->seen.n && ids->seen.at[i] != id)
        i++;
    if (i == ids->seen.n) {
        assert_int_equal(dyn_room(&ids->seen), 0);
        ids->seen.at[ids->seen.n++] = id;
    }
    buf_addf(out, "#%zu", i);
}

static void add_table(struct world *w, const char *name, struct ids *ids, struct buf *out)
{
    char sql[200];
    sqlite3_stmt *q;
    /* Which place a passphrase has is a coin's toss. */
    snprintf(sql, sizeof sql,
             strcmp(name, "slot_place") == 0 ? "SELECT state, label FROM %s ORDER BY 1, 2"
                                             : "SELECT * FROM %s",
             name);
    assert_int_equal(sqlite3_prepare_v2(w->b.db, sql, -1, &q, NULL), SQLITE_OK);
    buf_addf(out, "[%s]\n", name);
    while (sqlite3_step(q) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(q); i++, buf_addc(out, '|'))
            if (sqlite3_column_type(q, i) == SQLITE_BLOB)
                add_blob(ids, sqlite3_column_blob(q, i), sqlite3_column_bytes(q, i), out);
            else
                buf_addf(out, "%s", (const char *)sqlite3_column_text(q, i));
        buf_addc(out, '\n');
    }
    assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
}

/* Everything but the search index, which is checked by itself. str_free. */
static char *content(struct world *w)
{
    struct buf out = { 0 };
    struct ids ids = { 0 };
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_prepare_v2(w->b.db,
                                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
                                        "LIKE 'search%' AND name NOT LIKE 'sqlite%' AND name <> "
                                        "'session_open' ORDER BY name",
                                        -1, &q, NULL),
                     SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW)
        add_table(w, (const char *)sqlite3_column_text(q, 0), &ids, &out);
    sqlite3_finalize(q);
    free(ids.seen.at);
    return buf_take(&out, NULL);
}

/* ---- operations ---- */

/* What the disk holds before. */
enum start { EMPTY, FILLED, NARROW, OLD_TABLES, TWO_PASSPHRASES, BACKED_UP, N_STARTS };

struct operation {
    const char *name;
    enum start start;
    bool closed; /* begins without a session */
    bool alone;  /* a failure may be found done: a passphrase, a lock; it is not tried again */
    bool reads;  /* changes nothing */
    void (*prepare)(struct world *w);
    int (*run)(struct world *w); /* 0, or -1 and w->b.e */
    /* Something more to be true afterwards. */
    void (*check)(struct world *w, bool done, bool well);
};

static int run_create(struct world *w)
{
    struct vault_options o = options(w);
    struct secret s = secret_of(OLD);
    int rc = vault_create(NAME, &s, &o, &w->b.e);
    secret_free(&s);
    return rc;
}

static int run_open(struct world *w)
{
    return open_at(w, NAME, OLD);
}

static int run_lock(struct world *w)
{
    char code[VAULT_STATE_BYTES];
    store_close(w->b.s);
    w->b.s = NULL;
    int rc = vault_close_with_code(w->v, code, &w->b.e);
    w->v = NULL;
    return rc;
}

static int64_t first_of(struct world *w, enum rec_kind kind)
{
    struct store_rows rows = { 0 };
    assert_int_equal(store_list(w->b.s, &(struct store_query){ .kind = kind, .limit = 1 }, &rows, &w->b.e),
                     0);
    assert_int_equal(rows.n, 1);
    int64_t n = rows.at[0];
    store_rows_free(&rows);
    return n;
}

static void prepare_new(struct world *w)
{
    w->rec = storebox_sample(&w->b, KIND_PERSON, "heron", 1);
}

static int run_insert(struct world *w)
{
    return store_add(w->b.s, w->rec, &w->b.e);
}

static void prepare_change(struct world *w)
{
    w->rec = storebox_sample(&w->b, KIND_EVENT, "heron", 2);
    w->rec->n = first_of(w, KIND_EVENT);
}

static int run_update(struct world *w)
{
    return store_update(w->b.s, w->rec, NULL, &w->b.e);
}

static void prepare_person(struct world *w)
{
    w->n = first_of(w, KIND_PERSON);
}

static int run_delete(struct world *w)
{
    return store_delete(w->b.s, w->n, NULL, &w->b.e);
}

static int run_purge(struct world *w)
{
    return store_purge(w->b.s, &w->n, 1, &w->b.e);
}

static void prepare_undo(struct world *w)
{
    prepare_person(w);
    assert_int_equal(run_delete(w), 0);
}

static int run_undo(struct world *w)
{
    return store_undo(w->b.s, NULL, &w->b.e);
}

static void prepare_redo(struct world *w)
{
    prepare_undo(w);
    assert_int_equal(run_undo(w), 0);
}

static int run_redo(struct world *w)
{
    return store_redo(w->b.s, NULL, &w->b.e);
}

static void prepare_long(struct world *w)
{
    static char text[120001];
    for (size_t i = 0; i + 1 < sizeof text; i++)
        text[i] = i % 6 == 5 ? ' ' : (char)('a' + i * i / 7 % 26);
    w->rec = rec_new(KIND_NOTE, &w->b.e);
    assert_non_null(w->rec);
    assert_int_equal(store_set_field(w->b.s, w->rec, rec_field(w->rec, "text", &w->b.e), text, &w->b.e), 0);
}

static void prepare_spill(struct world *w)
{
    prepare_long(w);
    assert_int_equal(sqlite3_exec(w->b.db, "PRAGMA cache_size = 10", NULL, NULL, NULL), SQLITE_OK);
}

static const char APPEAL[] =
    "URGENT ACTION\nUA 026/23 Index: FRE 01/0026/2026 Freedonia Date: 2 October 2026\n\nWRITER MISSING\n\n"
    "Anna Testova, a writer, has not been seen since 28 September 2026.\n\n"
    "TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS\n\nMinister of the Interior\nPavel Prubnik\n"
    "Ministry of the Interior\n1 Main Square, Sylvania City\nEmail: minister@example.org\n\n"
    "Dear Minister,\n\nI am writing about Anna Testova. I urge you to say where she is.\n\n"
    "PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 24 November 2026\n";

static void prepare_import(struct world *w)
{
    assert_int_equal(ua_parse(APPEAL, sizeof APPEAL - 1, NULL, INT32_MIN, &w->text, &w->b.e), 0);
    assert_true(ua_worth_storing(&w->text));
}

static int run_import(struct world *w)
{
    struct import_plan plan = { 0 };
    struct import_result result = { 0 };
    struct import_origin from = { .title = "a letter" };
    int rc = store_import_compare(w->b.s, &w->text, 0, &plan, &w->b.e);
    if (rc == 0)
        rc = store_import_apply(w->b.s, &w->text, &plan, &from, &result, &w->b.e);
    import_plan_free(&plan);
    import_result_free(&result);
    return rc;
}

static int run_look(struct world *w)
{
    struct store_rows rows = { 0 };
    struct search found = { 0 };
    struct rec *r = NULL;
    int rc = store_list(w->b.s, &(struct store_query){ .kind = KIND_EVENT }, &rows, &w->b.e);
    if (rc == 0)
        rc = store_get(w->b.s, w->n, &r, &w->b.e);
    if (rc == 0)
        rc = search_run(w->b.s, "osprey", KIND_ANY, &found, &w->b.e);
    store_rows_free(&rows);
    search_free(&found);
    rec_free(r);
    return rc;
}

typedef int with_passphrase(struct world *w, const struct secret *s);

static int with_fresh(struct world *w, with_passphrase *what)
{
    struct secret s = secret_of(FRESH);
    int rc = what(w, &s);
    secret_free(&s);
    return rc;
}

static int change_to(struct world *w, const struct secret *s)
{
    return vault_passphrase_change(w->v, s, NULL, &w->b.e);
}

static int add_one(struct world *w, const struct secret *s)
{
    return vault_passphrase_add(w->v, s, "spare", NULL, &w->b.e);
}

static int remove_one(struct world *w, const struct secret *s)
{
    return vault_passphrase_remove(w->v, s, NULL, &w->b.e);
}

static int make_decoy(struct world *w, const struct secret *s)
{
    struct vault_options o = options(w);
    return vault_decoy_make(w->v, s, &o, &w->b.e);
}

static int run_decoy(struct world *w)
{
    return with_fresh(w, make_decoy);
}

static int run_change_passphrase(struct world *w)
{
    return with_fresh(w, change_to);
}

static int run_add_passphrase(struct world *w)
{
    return with_fresh(w, add_one);
}

static int run_remove_passphrase(struct world *w)
{
    return with_fresh(w, remove_one);
}

static bool opens(struct world *w, const char *path, const char *passphrase)
{
    struct world other = { .disk = w->disk };
    if (open_at(&other, path, passphrase) < 0) {
        assert_int_equal(other.b.e.code, ERR_PASSPHRASE);
        return false;
    }
    assert_int_equal(end_session(&other), 0);
    return true;
}

static void check_changed(struct world *w, bool done, bool well)
{
    (void)well;
    assert_true(!done || !opens(w, NAME, OLD));
    assert_true(!done || opens(w, NAME, FRESH));
}

static void check_added(struct world *w, bool done, bool well)
{
    (void)well;
    assert_true(!done || opens(w, NAME, FRESH));
}

static void check_removed(struct world *w, bool done, bool well)
{
    (void)well;
    assert_true(!done || !opens(w, NAME, FRESH));
}

static int run_verify(struct world *w)
{
    struct vault_report report;
    return vault_verify(w->v, &report, &w->b.e);
}

static int run_state(struct world *w)
{
    char code[VAULT_STATE_BYTES];
    return vault_state_code(w->v, code, &w->b.e);
}

static int run_backup(struct world *w)
{
    char code[VAULT_STATE_BYTES];
    return vault_backup(w->v, COPY, code, &w->b.e);
}

static int run_restore(struct world *w)
{
    return vault_restore_on(faultvfs_io(w->disk), COPY, NAME, &w->b.e);
}

static void check_copy(struct world *w, bool done, bool well)
{
    if (done)
        assert_true(opens(w, COPY, OLD));
    else if (well) /* nothing was left */
        assert_int_equal(faultvfs_size(w->disk, COPY), SIZE_MAX);
}

static const struct operation OPERATIONS[] = {
    { "create", EMPTY, .closed = true, .run = run_create },
    { "open", FILLED, .closed = true, .reads = true, .run = run_open },
    { "migrate", OLD_TABLES, .closed = true, .run = run_open },
    { "insert", FILLED, .prepare = prepare_new, .run = run_insert },
    { "update", FILLED, .prepare = prepare_change, .run = run_update },
    { "delete", FILLED, .prepare = prepare_person, .run = run_delete },
    { "spill", FILLED, .prepare = prepare_spill, .run = run_insert },
    { "growth", NARROW, .prepare = prepare_long, .run = run_insert },
    { "undo", FILLED, .prepare = prepare_undo, .run = run_undo },
    { "redo", FILLED, .prepare = prepare_redo, .run = run_redo },
    { "purge", FILLED, .prepare = prepare_person, .run = run_purge },
    { "import", FILLED, .prepare = prepare_import, .run = run_import },
    { "look", FILLED, .reads = true, .prepare = prepare_person, .run = run_look },
    { "change passphrase", FILLED, .alone = true, .run = run_change_passphrase, .check = check_changed },
    { "add passphrase", FILLED, .alone = true, .run = run_add_passphrase, .check = check_added },
    { "remove passphrase", TWO_PASSPHRASES, .alone = true, .run = run_remove_passphrase,
      .check = check_removed },
    { "make a decoy", FILLED, .alone = true, .run = run_decoy, .check = check_added },
    { "verify", FILLED, .reads = true, .run = run_verify },
    { "state code", FILLED, .reads = true, .run = run_state },
    { "backup", FILLED, .reads = true, .run = run_backup, .check = check_copy },
    { "restore", BACKED_UP, .closed = true, .run = run_restore },
    { "lock", FILLED, .alone = true, .reads = true, .run = run_lock },
};
enum { N_OPERATIONS = sizeof OPERATIONS / sizeof *OPERATIONS };

/* ---- disks to begin with ---- */

static int fill_old(sqlite3 *db, void *arg, struct err *e)
{
    size_t n;
    (void)arg;
    char *sql = (char *)vaults_read(SCHEMA, &n);
    sql[n] = '\0';
    int rc = tokenizer_register(db, e);
    if (rc == 0 && sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        rc = err_set(e, ERR_INTERNAL, "%s", sqlite3_errmsg(db));
    free(sql);
    return rc;
}

static void create(struct world *w, enum start start)
{
    struct vault_options o = options(w);
    struct secret s = vaults_secret(OLD);
    if (start == OLD_TABLES)
        o.fill = fill_old;
    if (vault_create(NAME, &s, &o, &w->b.e) < 0)
        fail_msg("%s", w->b.e.text);
    secret_free(&s);
}

/* Until there is room for a few pages only. The name keeps it out of what is compared. */
static void make_narrow(struct world *w)
{
    vaults_sql(w->v, "CREATE TABLE search_filler(x)");
    while (vaults_number(w->v, "PRAGMA page_count") < 1015)
        vaults_sql(w->v, "INSERT INTO search_filler VALUES(zeroblob(3900))");
}

static void furnish(struct world *w, enum start start)
{
    static const enum rec_kind kinds[] = { KIND_PERSON, KIND_CASE, KIND_EVENT, KIND_NOTE, KIND_CONTACT };
    char code[VAULT_STATE_BYTES];
    if (open_at(w, NAME, OLD) < 0)
        fail_msg("%s", w->b.e.text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        storebox_add(&w->b, kinds[i], "osprey", (int)i);
    if (start == NARROW)
        make_narrow(w);
    if (start == TWO_PASSPHRASES)
        assert_int_equal(run_add_passphrase(w), 0);
    if (start == BACKED_UP)
        assert_int_equal(vault_backup(w->v, COPY, code, &w->b.e), 0);
    assert_int_equal(end_session(w), 0);
}

static struct faultvfs *disk_for(enum start start)
{
    struct world w = { .disk = faultvfs_new(1, 4096, 0) };
    if (start == EMPTY)
        return w.disk;
    create(&w, start);
    if (start != OLD_TABLES)
        furnish(&w, start);
    if (start == BACKED_UP)
        for (const char *const *name = (const char *const[]){ NAME, NAME "-0", NAME "-1", NULL }; *name;
             name++)
            faultvfs_remove(w.disk, *name);
    return w.disk;
}

/* ---- failures ---- */

enum origin { DISK, MEMORY };

#define ANY_CODE ERR_CODE_COUNT
static const struct fault {
    const char *name;
    enum origin source;
    int which, errnum;
    bool and_after;
    bool unseen;        /* no error at all */
    enum err_code code; /* of the sentence; ANY_CODE: not ERR_INTERNAL */
} FAULTS[] = {
    { "read fails", DISK, FAULT_READ, EIO, false, false, ANY_CODE },
    { "reading fails", DISK, FAULT_READ, EIO, true, false, ANY_CODE },
    { "read is short", DISK, FAULT_READ, FAULT_SHORT, false, true, ANY_CODE },
    { "reads are short", DISK, FAULT_READ, FAULT_SHORT, true, true, ANY_CODE },
    { "read is interrupted", DISK, FAULT_READ, EINTR, false, true, ANY_CODE },
    { "write fails", DISK, FAULT_WRITE, EIO, false, false, ANY_CODE },
    { "writing fails", DISK, FAULT_WRITE, EIO, true, false, ANY_CODE },
    { "disk full", DISK, FAULT_WRITE, ENOSPC, false, false, ERR_DISK_FULL },
    { "disk stays full", DISK, FAULT_WRITE, ENOSPC, true, false, ERR_DISK_FULL },
    { "write is short", DISK, FAULT_WRITE, FAULT_SHORT, false, true, ANY_CODE },
    { "writes are short", DISK, FAULT_WRITE, FAULT_SHORT, true, true, ANY_CODE },
    { "write is interrupted", DISK, FAULT_WRITE, EINTR, false, true, ANY_CODE },
    { "sync fails", DISK, FAULT_SYNC, EIO, false, false, ANY_CODE },
    { "syncing fails", DISK, FAULT_SYNC, EIO, true, false, ANY_CODE },
    { "cut fails", DISK, FAULT_TRUNCATE, EIO, false, false, ANY_CODE },
    { "open fails", DISK, FAULT_OPEN, EMFILE, false, false, ANY_CODE },
    { "length fails", DISK, FAULT_SIZE, EIO, false, false, ANY_CODE },
    { "name fails", DISK, FAULT_UNLINK, EIO, false, false, ANY_CODE },
    { "anything fails", DISK, FAULT_ANY, EIO, false, false, ANY_CODE },
    { "the disk is gone", DISK, FAULT_ANY, EIO, true, false, ANY_CODE },
    { "no memory once", MEMORY, 0, 0, false, false, ERR_NO_MEMORY },
    { "no memory", MEMORY, 0, 0, true, false, ERR_NO_MEMORY },
};
enum { N_FAULTS = sizeof FAULTS / sizeof *FAULTS };

static void arm(struct world *w, const struct fault *f, long n)
{
    failmem_at(f->source == MEMORY ? n : 0, f->and_after);
    faultvfs_fail_at(w->disk, f->source == DISK ? f->which : 0, n, f->errnum, f->and_after);
}

static void disarm(struct world *w)
{
    failmem_at(0, false);
    faultvfs_fail_at(w->disk, 0, 0, 0, false);
}

static bool was_hit(const struct world *w, const struct fault *f)
{
    return f->source == MEMORY ? failmem_has_failed() : faultvfs_has_failed(w->disk);
}

/* ---- one case ---- */

struct trial {
    const struct operation *op;
    const struct fault *fault;
    long n;
    const char *before, *after;
    long late; /* done, with an error */
};

#define BAD(t, ...)                                                                                          \
    do {                                                                                                     \
        char what_[700];                                                                                     \
        snprintf(what_, sizeof what_, __VA_ARGS__);                                                          \
        fail_msg("%s, %s at %ld: %s", (t)->op->name, (t)->fault->name, (t)->n, what_);                       \
    } while (0)

static void judge_sentence(const struct trial *t, const struct err *e)
{
    size_t n = strlen(e->text);
    if (t->fault->unseen)
        BAD(t, "is an error: %s", e->text);
    if (n < 10 || e->text[n - 1] != '.' || strstr(e->text, "(null)"))
        BAD(t, "no sentence: %s", e->text);
    if (t->fault->code != ANY_CODE ? e->code != t->fault->code : e->code == ERR_INTERNAL)
        BAD(t, "%s: %s", err_code_name(e->code), e->text);
}

/* Whether the records are as before (false) or after. */
static bool judge_content(const struct trial *t, struct world *w, bool done, bool either)
{
    char *now = content(w);
    bool as_before = strcmp(now, t->before) == 0, as_after = strcmp(now, t->after) == 0;
    str_free(now);
    if (done ? !as_after : !(as_before || (either && as_after)))
        BAD(t, "holds something else (acknowledged: %d, as before: %d, as after: %d)", done, as_before,
            as_after);
    return !as_before;
}

static void judge_search(const struct trial *t, struct world *w)
{
    int rc = sqlite3_exec(w->b.db, "INSERT INTO search(search) VALUES('integrity-check')", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        BAD(t, "the search index is not whole: %s", sqlite3_errmsg(w->b.db));
}

static bool open_any(struct world *w, struct err *e)
{
    if (open_at(w, NAME, OLD) == 0)
        return true;
    *e = w->b.e;
    return open_at(w, NAME, FRESH) == 0;
}

/* Another session, on a disk that is well. */
static void judge_disk(const struct trial *t, struct world *w, bool done)
{
    struct err e;
    bool well = !t->fault->and_after;
    if (!done && !t->op->closed && faultvfs_size(w->disk, NAME) == SIZE_MAX)
        BAD(t, "the vault is gone");
    if (faultvfs_size(w->disk, NAME) == SIZE_MAX)
        return; /* not made; `run_again` has made it where that is asked for */
    if (!open_any(w, &e))
        BAD(t, "does not open after: %s", e.text);
    if (vault_notices(w->v) & (VAULT_CONTENT_BAD | VAULT_TORN_COPY))
        BAD(t, "notices %u", vault_notices(w->v));
    judge_content(t, w, done, true);
    judge_search(t, w);
    if (run_verify(w) < 0)
        BAD(t, "%s", w->b.e.text);
    assert_int_equal(end_session(w), 0);
    if (!open_any(w, &e))
        BAD(t, "does not open again: %s", e.text);
    if (vault_notices(w->v))
        BAD(t, "notices %u again", vault_notices(w->v));
    assert_int_equal(end_session(w), 0);
    if (t->op->check)
        t->op->check(w, done, well);
}

static void forget(struct world *w)
{
    rec_free(w->rec);
    parsed_free(&w->text);
}

/* The last write of a commit makes the journal void: a disk that fails in it, or in the sync after it, leaves
 * all done or nothing. */
static bool may_be_done(const struct fault *f)
{
    return f->source == DISK && f->which & (FAULT_WRITE | FAULT_SYNC);
}

/* The session that was told goes on, and does it again. */
static void run_again(struct trial *t, struct world *w)
{
    if (w->b.s && judge_content(t, w, false, may_be_done(t->fault)) && !t->op->reads) {
        t->late++;
        return;
    }
    if (t->op->run(w) < 0)
        BAD(t, "not the second time: %s", w->b.e.text);
    if (w->b.s)
        judge_content(t, w, true, false);
}

static void begin(const struct operation *op, struct world *w, struct faultvfs *base)
{
    *w = (struct world){ .disk = faultvfs_clone(base, 1, 4096, 0) };
    if (!op->closed && open_at(w, NAME, OLD) < 0)
        fail_msg("%s: %s", op->name, w->b.e.text);
    if (op->prepare)
        op->prepare(w);
}

/* true: the n-th call was there. */
static bool try_at(struct trial *t, struct faultvfs *base)
{
    struct world w;
    size_t blocks = arena_report().blocks;
    begin(t->op, &w, base);
    int files = faultvfs_files(w.disk);
    arm(&w, t->fault, t->n);
    err_clear(&w.b.e);
    bool done = t->op->run(&w) == 0, hit = was_hit(&w, t->fault);
    if (!done)
        judge_sentence(t, &w.b.e);
    if (!t->fault->and_after)
        disarm(&w);
    if (!done && !t->fault->and_after) {
        if (faultvfs_files(w.disk) != files)
            BAD(t, "%d files where there were %d", faultvfs_files(w.disk), files);
        if (!t->op->alone) {
            run_again(t, &w);
            done = true;
        }
    }
    forget(&w);
    if (w.v)
        end_session(&w);
    disarm(&w);
    judge_disk(t, &w, done);
    if (arena_report().blocks != blocks)
        BAD(t, "%zu blocks of memory, %zu before", arena_report().blocks, blocks);
    faultvfs_free(w.disk);
    return hit;
}

/* ---- all of them ---- */

/* The content before and after, and how many calls of each kind there are. */
static void measure(const struct operation *op, struct faultvfs *base, char **before, char **after,
                    long calls[static N_FAULTS])
{
    struct world w;
    for (int i = 0; i < N_FAULTS; i++) {
        begin(op, &w, base);
        if (i == 0)
            *before = w.b.s ? content(&w) : NULL;
        arm(&w, &FAULTS[i], LONG_MAX);
        if (op->run(&w) < 0)
            fail_msg("%s: %s", op->name, w.b.e.text);
        calls[i] = FAULTS[i].source == MEMORY ? failmem_calls() : faultvfs_calls(w.disk);
        disarm(&w);
        if (!w.b.s && open_at(&w, NAME, OLD) < 0 && open_at(&w, NAME, FRESH) < 0)
            fail_msg("%s: %s", op->name, w.b.e.text);
        str_free(i == 0 ? NULL : *after);
        *after = content(&w);
        assert_int_equal(end_session(&w), 0);
        forget(&w);
        faultvfs_free(w.disk);
    }
    if (!*before || op->reads) { /* opened only by the operation itself, or not changed */
        str_free(*before);
        *before = strdup(*after);
    }
}

#ifdef SATCHEL_SANITIZE
enum { TRIES = 1 };
#else
enum { TRIES = 2 };
#endif

/* Spread over all calls of a kind, not the same for each kind. */
static long fail_each(struct trial *t, struct faultvfs *base, int kind, long calls)
{
    const char *every = getenv("EVERY");
    long tries = every && atol(every) > 0 ? (calls + atol(every) - 1) / atol(every) : TRIES;
    long offset = calls > 0 ? kind * 7919 % calls : 0, hits = 0;
    tries = tries < calls ? tries : calls;
    t->fault = &FAULTS[kind];
    for (long k = 0; k < tries; k++) {
        t->n = 1 + (offset + k * calls / tries) % calls;
        hits += try_at(t, base);
    }
    assert_true(hits == tries);
    return tries;
}

static void failures_are_errors(void **state)
{
    const struct operation *op = *state;
    long calls[N_FAULTS], tried = 0;
    struct trial t = { .op = op };
    char *before = NULL, *after = NULL;
    struct faultvfs *base = disk_for(op->start);
    measure(op, base, &before, &after, calls);
    t.before = before;
    t.after = after;
    assert_true(op->reads || op->closed || op->alone || strcmp(before, after) != 0);
    for (int i = 0; i < N_FAULTS; i++)
        tried += fail_each(&t, base, i, calls[i]);
    print_message("%-20s %6ld calls to disk, %6ld for memory, %7ld failures, %ld of them late\n", op->name,
                  calls[N_FAULTS - 3], calls[N_FAULTS - 1], tried, t.late);
    str_free(before);
    str_free(after);
    faultvfs_free(base);
}

int main(void)
{
    struct CMUnitTest tests[N_OPERATIONS];
    for (int i = 0; i < N_OPERATIONS; i++)
        tests[i] = (struct CMUnitTest){ OPERATIONS[i].name, failures_are_errors, NULL, NULL,
                                        (void *)(uintptr_t)&OPERATIONS[i] };
    const char *only = getenv("OPERATION");
    if (only)
        cmocka_set_test_filter(only);
    return _cmocka_run_group_tests("vault_faults", tests, N_OPERATIONS, failmem_install, NULL);
}
