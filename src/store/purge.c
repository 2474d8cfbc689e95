/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is purged is in no page of the database afterwards: rows are overwritten when they go (secure_delete),
 * the search index is merged so that no word stays behind (FTS5 keeps the words of deleted texts), drafts of
 * the records and all undo steps are dropped. Texts of other records that happen to say the same stay as they
 * are.
 *
 * Tests: test_purge looks for a marker in the database file. */
#include "satchel/store/purge.h"

#include <sqlite3.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"
#include "satchel/store/derive.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/session.h"
#include "satchel/store/table.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* References to the record ?1 from records that it does not own. */
static const char *const FORGET[] = {
    "DELETE FROM not_same WHERE b = ?1",
    "UPDATE source SET file = NULL WHERE file = ?1",
    "UPDATE office SET within = NULL WHERE within = ?1",
    "UPDATE place SET within = NULL WHERE within = ?1",
    "DELETE FROM address_of WHERE of = ?1",
    "UPDATE appeal SET source = NULL WHERE source = ?1",
    "UPDATE appeal SET supersedes = NULL WHERE supersedes = ?1",
    "UPDATE ask SET repeats = NULL WHERE repeats = ?1",
    "UPDATE found SET of = NULL WHERE of = ?1",
    "UPDATE target SET office = NULL WHERE office = ?1",
    "UPDATE target SET holder = NULL WHERE holder = ?1",
    "UPDATE target SET person = NULL WHERE person = ?1",
    "UPDATE target SET dropped_by = NULL WHERE dropped_by = ?1",
    "UPDATE statement SET taken_by = NULL WHERE taken_by = ?1",
    "UPDATE speaker SET person = NULL WHERE person = ?1",
    "UPDATE utterance SET speaker = NULL WHERE speaker = ?1",
    "UPDATE utterance SET listener = NULL WHERE listener = ?1",
    "UPDATE person_state SET cites = NULL WHERE cites = ?1",
    "UPDATE event SET place = NULL WHERE place = ?1",
    "DELETE FROM event_person WHERE person = ?1",
    "DELETE FROM event_cite WHERE cites = ?1",
    "UPDATE fact SET subject = NULL WHERE subject = ?1",
    "UPDATE fact SET preferred = NULL WHERE preferred = ?1",
    "DELETE FROM fact_link WHERE b = ?1",
    "UPDATE claim SET cites = NULL WHERE cites = ?1",
    "UPDATE claim SET by = NULL WHERE by = ?1",
    "UPDATE claim SET via = NULL WHERE via = ?1",
    "UPDATE claim SET value = NULL WHERE value = ?1",
    "UPDATE letter SET appeal = NULL WHERE appeal = ?1",
    "UPDATE letter SET sender = NULL WHERE sender = ?1",
    "UPDATE letter SET template = NULL WHERE template = ?1",
    "DELETE FROM letter_to WHERE target = ?1",
    "UPDATE letter_to SET address = NULL WHERE address = ?1",
    "DELETE FROM letter_ask WHERE ask = ?1",
    "UPDATE action SET appeal = NULL WHERE appeal = ?1",
    "UPDATE action SET letter = NULL WHERE letter = ?1",
    "UPDATE action SET target = NULL WHERE target = ?1",
    "UPDATE reply SET source = NULL WHERE source = ?1",
    "UPDATE instruction SET cites = NULL WHERE cites = ?1",
    "UPDATE instruction SET retracted_by = NULL WHERE retracted_by = ?1",
    "UPDATE checkin SET contact = NULL WHERE contact = ?1",
    "UPDATE checkin SET instruction = NULL WHERE instruction = ?1",
    "UPDATE item SET file = NULL WHERE file = ?1",
    "UPDATE custody SET holder = NULL WHERE holder = ?1",
    "UPDATE custody SET cites = NULL WHERE cites = ?1",
    "UPDATE rule SET by = NULL WHERE by = ?1",
    "UPDATE rule SET cites = NULL WHERE cites = ?1",
    "DELETE FROM file_part WHERE file = ?1",
    "DELETE FROM draft WHERE of = ?1",
};

static int run(struct store *s, const char *sql, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, sql, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_run(s, st, e);
}

static int remove_one(struct store *s, int64_t n, struct err *e)
{
    enum rec_kind kind;
    int rc = store_kind(s, n, &kind, e);
    for (size_t i = 0; rc == 0 && i < sizeof FORGET / sizeof *FORGET; i++)
        rc = run(s, FORGET[i], n, e);
    const struct table *t = rc == 0 ? table_of(kind) : NULL; /* the rows of parts go with their lists */
    for (size_t i = 0; rc == 0 && t && t->lists[i]; i++)
        rc = run(s, t->lists[i]->drop, n, e);
    if (rc == 0 && t)
        rc = run(s, t->drop, n, e);
    return rc < 0 ? -1 : run(s, "DELETE FROM rec WHERE n = ?1", n, e);
}

static int remove_all(struct store *s, const struct store_rows *rows, struct err *e)
{
    int rc = db_exec(s->db, "PRAGMA defer_foreign_keys = ON", e);
    for (size_t i = 0; rc == 0 && i < rows->n; i++)
        rc = remove_one(s, rows->at[i], e);
    return rc < 0 ? -1 : derive_purge(s, e);
}

/* Among the first of them. */
static bool holds(const struct store_rows *rows, size_t first, int64_t n)
{
    for (size_t i = 0; i < first; i++)
        if (rows->at[i] == n)
            return true;
    return false;
}

/* Adds a record and what it owns, unless it is among them already; what it owns may be. */
static int add_owned(struct store *s, int64_t n, struct store_rows *all, struct err *e)
{
    struct store_rows own = { 0 };
    int rc = store_part_of(s, n, &n, e);
    const size_t before = all->n;
    if (rc == 0 && !holds(all, before, n))
        rc = store_owned(s, n, &own, e);
    for (size_t i = 0; rc == 0 && i < own.n; i++)
        if (!holds(all, before, own.at[i]) && (rc = dyn_room(all)) == 0)
            all->at[all->n++] = own.at[i];
        else if (rc < 0)
            err_no_memory(e);
    store_rows_free(&own);
    return rc;
}

static int all_owned(struct store *s, const int64_t *at, size_t n, struct store_rows *all, struct err *e)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = add_owned(s, at[i], all, e);
    return rc;
}

int store_purge(struct store *s, const int64_t *at, size_t n, struct err *e)
{
    struct store_rows rows = { 0 };
    if (s->depth > 0)
        return err_set(
            e, ERR_INPUT,
            _("Nothing can be removed for good in the middle of another change. Nothing was changed."));
    int rc = all_owned(s, at, n, &rows, e);
    if (rc == 0 && (rc = store_bulk_begin(s, e)) == 0) {
        rc = remove_all(s, &rows, e);
        if (rc == 0)
            rc = store_step_end(s, 0, e);
        else
            store_step_cancel(s);
    }
    store_rows_free(&rows);
    return rc;
}

static int name_one(struct store *s, int64_t n, struct strs *names, struct err *e)
{
    enum rec_kind kind;
    if (store_kind(s, n, &kind, e) < 0)
        return -1;
    if (kind_is_part(kind))
        return 0;
    char *label = store_label(s, n, e);
    if (!label)
        return -1;
    struct buf b = { 0 };
    /* TRANSLATORS: a kind of record, then what the record is called. */
    buf_addf(&b, _("%s: %s"), _(kind_of(kind)->label), label);
    str_free(label);
    int rc = b.failed || strs_add(names, buf_text(&b)) < 0 ? err_no_memory(e) : 0;
    buf_free(&b);
    return rc;
}

/* Both may belong to other cases as well. */
static const char STAYS[] = "SELECT n FROM rec WHERE deleted = 0 AND n IN (" SOURCES_OF_CASE
                            " UNION SELECT person FROM case_person WHERE kase = ?1) ORDER BY kind, n";

struct staying {
    struct store *s;
    struct store_rows gone;
    struct strs *names;
};

static int name_if_staying(void *to, sqlite3_stmt *st, struct err *e)
{
    struct staying *x = to;
    int64_t n = sqlite3_column_int64(st, 0);
    return holds(&x->gone, x->gone.n, n) ? 0 : name_one(x->s, n, x->names, e);
}

static int name_staying(struct staying *x, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(x->s, STAYS, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_each(x->s, st, name_if_staying, x, e);
}

int store_purge_names(struct store *s, const int64_t *at, size_t n, struct strs *gone, struct strs *stay,
                      struct err *e)
{
    struct staying x = { .s = s, .names = stay };
    int rc = all_owned(s, at, n, &x.gone, e);
    for (size_t i = 0; rc == 0 && i < x.gone.n; i++)
        rc = name_one(s, x.gone.at[i], gone, e);
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = name_staying(&x, at[i], e);
    store_rows_free(&x.gone);
    return rc;
}
