/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step is one transaction, recorded by SQLite's session extension as a changeset: for each row it touched
 * the columns before and after. Undo applies the inverse, redo the changeset itself; both refuse as a whole
 * when a row is not as the step left it.
 *
 * Only tables of records are recorded (not drafts, settings, steps, the search index, nor the vault's own
 * tables), and no foreign key has an action, so that a changeset holds every row that must come back. The
 * search index follows in the same transaction: every change of a record changes its row in `rec` (the
 * version at least), so the rows of `rec` in a changeset are the records to index again.
 *
 * Tests: test_undo walks random edits back and forth and compares the whole database. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "satchel/store/undo.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"
#include "satchel/store/derive.h"
#include "satchel/store/session.h"
#include "satchel/store/sorted.h"
#include "satchel/store/table.h"

/* ---- recording ---- */

static int is_recorded(void *arg, const char *name)
{
    (void)arg;
    if (strcmp(name, "rec") == 0 || strcmp(name, "file_part") == 0)
        return 1;
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        const struct table *t = table_of(kind);
        if (strcmp(t->name, name) == 0)
            return 1;
        for (size_t i = 0; t->lists[i]; i++)
            if (strcmp(t->lists[i]->table, name) == 0)
                return 1;
    }
    return 0;
}

static int start_recording(struct store *s, struct err *e)
{
    int rc = sqlite3session_create(s->db, "main", &s->session);
    if (rc != SQLITE_OK)
        return db_error(s->db, rc, e);
    sqlite3session_table_filter(s->session, is_recorded, NULL);
    rc = sqlite3session_attach(s->session, NULL);
    return rc == SQLITE_OK ? 0 : db_error(s->db, rc, e);
}

static void close_step(struct store *s)
{
    if (s->session)
        sqlite3session_delete(s->session);
    s->session = NULL;
    str_free(s->label);
    s->label = NULL;
    s->depth = 0;
    s->bulk = false;
}

void step_abandon(struct store *s)
{
    if (s->depth == 0)
        return;
    s->taken_back = true;
    db_exec(s->db, "ROLLBACK", NULL);
    sorted_forget(s);
    close_step(s);
}

/* On a full disk SQLite may take back the whole transaction by itself: what follows must not be stored
 * without what went before. */
static int check_open(struct store *s, struct err *e)
{
    if (!sqlite3_get_autocommit(s->db))
        return 0;
    return err_set(e, ERR_IO,
                   _("This could not be stored as a whole, so that all of it was taken back. Try again."));
}

/* When memory runs out inside FTS5 (3.40), SQLite takes everything back before FTS5 returns, which then keeps
 * totals that it could not read, would store them with the next step, and one day refuse a deletion because
 * of them. It forgets them when a transaction that it takes part in is taken back. */
static int forget_totals(struct store *s, struct err *e)
{
    int rc = db_exec(s->db, "BEGIN; DELETE FROM search WHERE rowid = -1", e);
    if (!sqlite3_get_autocommit(s->db))
        db_exec(s->db, "ROLLBACK", NULL);
    s->taken_back = rc < 0;
    return rc;
}

static int begin_transaction(struct store *s, struct err *e)
{
    return s->taken_back && forget_totals(s, e) < 0 ? -1 : db_exec(s->db, "BEGIN IMMEDIATE", e);
}

static int begin(struct store *s, const char *label, bool bulk, struct err *e)
{
    if (s->depth > 0) {
        if (check_open(s, e) < 0 || db_exec(s->db, "SAVEPOINT step", e) < 0)
            return -1;
        s->depth++;
        return 0;
    }
    if (str_set(&s->label, label ? label : "") < 0)
        return err_no_memory(e);
    if (begin_transaction(s, e) < 0) {
        close_step(s);
        return -1;
    }
    s->depth = 1;
    s->bulk = bulk;
    if (!bulk && start_recording(s, e) < 0) {
        step_abandon(s);
        return -1;
    }
    return 0;
}

int store_step_begin(struct store *s, const char *label, struct err *e)
{
    return begin(s, label, false, e);
}

int store_bulk_begin(struct store *s, struct err *e)
{
    return begin(s, NULL, true, e);
}

void store_step_cancel(struct store *s)
{
    if (s->depth > 1) {
        db_exec(s->db, "ROLLBACK TO step", NULL);
        db_exec(s->db, "RELEASE step", NULL);
        s->depth--;
    } else {
        step_abandon(s);
    }
}

/* Steps beyond the bounds go, oldest first. */
static int trim(struct store *s, struct err *e)
{
    sqlite3_stmt *st = db_prepare(
        s, "DELETE FROM undo WHERE at < ?1 OR n <= (SELECT n FROM undo ORDER BY n DESC LIMIT 1 OFFSET ?2)",
        e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, store_now(s) - (int64_t)UNDO_DAYS_MAX * 86400);
    sqlite3_bind_int(st, 2, UNDO_STEPS_MAX);
    return db_run(s, st, e);
}

/* Large steps together have a bound of their own; the newest always stays. Small ones are bound by their
 * number, so that an ordinary step does not weigh all others. */
static int trim_large(struct store *s, struct err *e)
{
    sqlite3_stmt *st =
        db_prepare(s,
                   "DELETE FROM undo WHERE n < (SELECT max(n) FROM undo) AND n <="
                   " (SELECT max(n) FROM (SELECT n, sum(length(changeset)) OVER (ORDER BY n DESC)"
                   " AS held FROM undo) WHERE held > ?1)",
                   e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, UNDO_BYTES_MAX);
    return db_run(s, st, e);
}

static int keep_changeset(struct store *s, int64_t place, const void *changes, size_t n, struct err *e)
{
    if (db_exec(s->db, "DELETE FROM undo WHERE undone = 1", e) < 0)
        return -1;
    sqlite3_stmt *st =
        db_prepare(s, "INSERT INTO undo(label, at, place, changeset) VALUES(?1, ?2, ?3, ?4)", e);
    if (!st)
        return -1;
    db_bind_text(st, 1, s->label);
    sqlite3_bind_int64(st, 2, store_now(s));
    db_bind_ref(st, 3, place);
    db_bind_blob(st, 4, changes, n);
    if (db_run(s, st, e) < 0 || trim(s, e) < 0)
        return -1;
    return n > UNDO_BYTES_MAX / UNDO_STEPS_MAX ? trim_large(s, e) : 0;
}

static int keep_step(struct store *s, int64_t place, struct err *e)
{
    int n = 0;
    void *changes = NULL;
    int rc = sqlite3session_changeset(s->session, &n, &changes);
    if (rc != SQLITE_OK)
        return db_error(s->db, rc, e);
    int kept = n > 0 ? keep_changeset(s, place, changes, (size_t)n, e) : 0;
    sqlite3_free(changes);
    return kept;
}

int store_step_end(struct store *s, int64_t place, struct err *e)
{
    if (s->depth > 1) {
        if (check_open(s, e) < 0 || db_exec(s->db, "RELEASE step", e) < 0) {
            store_step_cancel(s);
            return -1;
        }
        s->depth--;
        return 0;
    }
    int rc = check_open(s, e) < 0 ? -1 : derive_refresh(s, e);
    if (rc == 0)
        rc = s->bulk ? store_undo_forget(s, e) : keep_step(s, place, e);
    if (rc == 0)
        rc = db_exec(s->db, "COMMIT", e);
    if (rc < 0)
        step_abandon(s);
    else
        close_step(s);
    return rc;
}

int store_undo_forget(struct store *s, struct err *e)
{
    return db_exec(s->db, "DELETE FROM undo", e);
}

/* ---- taking back ---- */

struct kept {
    int64_t n, place, at;
    char *label;
    void *changes;
    int size;
};

static int read_kept(struct store *s, bool redo, bool with_changes, struct kept *k, struct err *e)
{
    sqlite3_stmt *st = db_prepare(
        s,
        redo ? "SELECT n, label, at, place, changeset FROM undo WHERE undone = 1 ORDER BY n LIMIT 1"
             : "SELECT n, label, at, place, changeset FROM undo WHERE undone = 0 ORDER BY n DESC LIMIT 1",
        e);
    if (!st)
        return -1;
    int rc = db_step(st, e);
    if (rc > 0) {
        k->n = sqlite3_column_int64(st, 0);
        k->at = sqlite3_column_int64(st, 2);
        k->place = sqlite3_column_int64(st, 3);
        rc = db_text(st, 1, &k->label, e);
        k->size = with_changes ? sqlite3_column_bytes(st, 4) : 0;
        if (rc == 0 && k->size && !(k->changes = malloc((size_t)k->size)))
            rc = err_no_memory(e);
        if (rc == 0 && k->size)
            memcpy(k->changes, sqlite3_column_blob(st, 4), (size_t)k->size);
    } else if (rc == 0) {
        rc =
            err_set(e, ERR_NOT_FOUND, redo ? _("There is nothing to redo.") : _("There is nothing to undo."));
    }
    db_done(s, st);
    return rc;
}

static void free_kept(struct kept *k)
{
    str_free(k->label);
    wipe(k->changes, (size_t)k->size);
    free(k->changes);
}

static int refuse(void *arg, int conflict, sqlite3_changeset_iter *at)
{
    (void)arg, (void)conflict, (void)at;
    return SQLITE_CHANGESET_ABORT;
}

static int apply(struct store *s, const struct kept *k, bool redo, struct err *e)
{
    void *inverse = NULL, *changes = k->changes;
    int size = k->size;
    int rc = redo ? SQLITE_OK : sqlite3changeset_invert(k->size, k->changes, &size, &inverse);
    if (!redo)
        changes = inverse;
    if (rc == SQLITE_OK)
        rc = sqlite3changeset_apply(s->db, size, changes, NULL, refuse, NULL);
    sqlite3_free(inverse);
    if (rc == SQLITE_ABORT)
        return err_set(e, ERR_INPUT,
                       _("\"%s\" cannot be undone or done again: what it changed is not as it was. Nothing "
                         "was changed."),
                       k->label);
    return rc == SQLITE_OK ? 0 : db_error(s->db, rc, e);
}

static int mark_undone(struct store *s, int64_t n, bool undone, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "UPDATE undo SET undone = ?2 WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    sqlite3_bind_int(st, 2, undone);
    return db_run(s, st, e);
}

static bool is_there(struct store *s, int64_t n)
{
    int64_t deleted = 1;
    return n && db_number(s, "SELECT deleted FROM rec WHERE n = ?1", n, &deleted, NULL) == 0 && deleted == 0;
}

static void tell(struct store *s, struct kept *k, struct store_step *out)
{
    if (!out)
        return;
    *out = (struct store_step){ k->label, is_there(s, k->place) ? k->place : 0, k->at };
    k->label = NULL;
}

static int take_back(struct store *s, bool redo, struct store_step *done, struct err *e)
{
    struct kept k = { 0 };
    if (s->depth > 0)
        return err_set(e, ERR_INPUT,
                       _("This cannot be undone in the middle of another change. Nothing was changed."));
    if (begin_transaction(s, e) < 0)
        return -1;
    s->depth = 1;
    int rc = read_kept(s, redo, true, &k, e);
    if (rc == 0)
        rc = apply(s, &k, redo, e);
    if (rc == 0)
        rc = mark_undone(s, k.n, !redo, e);
    if (rc == 0)
        rc = derive_refresh(s, e);
    if (rc == 0)
        rc = check_open(s, e) < 0 ? -1 : db_exec(s->db, "COMMIT", e);
    if (rc < 0) {
        step_abandon(s);
    } else {
        close_step(s);
        tell(s, &k, done);
    }
    free_kept(&k);
    return rc;
}

int store_undo(struct store *s, struct store_step *done, struct err *e)
{
    return take_back(s, false, done, e);
}

int store_redo(struct store *s, struct store_step *done, struct err *e)
{
    return take_back(s, true, done, e);
}

bool store_undo_any(struct store *s, bool redo)
{
    int64_t any = 0;
    return db_number(s, "SELECT EXISTS(SELECT 1 FROM undo WHERE undone = ?1)", redo, &any, NULL) == 0 && any;
}

int store_undo_next(struct store *s, bool redo, struct store_step *next, struct err *e)
{
    struct kept k = { 0 };
    int rc = read_kept(s, redo, false, &k, e);
    if (rc == 0)
        tell(s, &k, next);
    free_kept(&k);
    return rc;
}
