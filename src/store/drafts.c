/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/drafts.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"
#include "satchel/store/settings.h"

void draft_free(struct draft *d)
{
    str_free(d->view);
    str_free(d->fields);
    *d = (struct draft){ 0 };
}

void drafts_free(struct drafts *d)
{
    for (size_t i = 0; i < d->n; i++)
        draft_free(&d->at[i]);
    free(d->at);
    *d = (struct drafts){ 0 };
}

int draft_save(struct store *s, struct draft *d, struct err *e)
{
    sqlite3_stmt *st =
        db_prepare(s,
                   "INSERT INTO draft(n, view, of, fields, cursor, at) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
                   " ON CONFLICT(n) DO UPDATE SET view = ?2, of = ?3, fields = ?4, cursor = ?5, at = ?6",
                   e);
    if (!st)
        return -1;
    d->at = store_now(s);
    db_bind_ref(st, 1, d->n);
    db_bind_text(st, 2, d->view);
    db_bind_ref(st, 3, d->of);
    db_bind_text(st, 4, d->fields ? d->fields : "");
    sqlite3_bind_int64(st, 5, d->cursor);
    sqlite3_bind_int64(st, 6, d->at);
    if (db_run(s, st, e) < 0)
        return -1;
    if (!d->n)
        d->n = sqlite3_last_insert_rowid(store_db(s));
    return 0;
}

int drafts_save(struct store *s, struct drafts *d, const char *key, const char *value, struct err *e)
{
    if (db_exec(store_db(s), "SAVEPOINT drafts", e) < 0)
        return -1;
    int rc = key ? store_setting_set(s, key, value, e) : 0;
    for (size_t i = 0; i < d->n && rc == 0; i++)
        rc = draft_save(s, &d->at[i], e);
    if (rc == 0)
        rc = db_exec(store_db(s), "RELEASE drafts", e);
    if (rc < 0)
        db_exec(store_db(s), "ROLLBACK TO drafts; RELEASE drafts", NULL);
    return rc;
}

static int read_draft(sqlite3_stmt *st, struct draft *out, struct err *e)
{
    out->n = sqlite3_column_int64(st, 0);
    out->of = sqlite3_column_int64(st, 2);
    out->cursor = sqlite3_column_int64(st, 4);
    out->at = sqlite3_column_int64(st, 5);
    return db_text(st, 1, &out->view, e) < 0 ? -1 : db_text(st, 3, &out->fields, e);
}

int draft_load(struct store *s, int64_t n, struct draft *out, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT n, view, of, fields, cursor, at FROM draft WHERE n = ?1", e);
    if (!st)
        return -1;
    *out = (struct draft){ 0 };
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, e);
    if (rc > 0)
        rc = read_draft(st, out, e);
    else if (rc == 0)
        rc = err_set(e, ERR_NOT_FOUND, _("There is no such draft."));
    db_done(s, st);
    if (rc < 0)
        draft_free(out);
    return rc;
}

static int add_draft(void *to, sqlite3_stmt *st, struct err *e)
{
    struct drafts *out = to;
    if (dyn_room(out) < 0)
        return err_no_memory(e);
    out->at[out->n] = (struct draft){ 0 };
    return read_draft(st, &out->at[out->n++], e);
}

int draft_list(struct store *s, struct drafts *out, struct err *e)
{
    sqlite3_stmt *st =
        db_prepare(s, "SELECT n, view, of, fields, cursor, at FROM draft ORDER BY at DESC, n DESC", e);
    return st ? db_each(s, st, add_draft, out, e) : -1;
}

int draft_drop(struct store *s, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "DELETE FROM draft WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_run(s, st, e);
}
