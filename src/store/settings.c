/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/settings.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"

/* ---- settings ---- */

int store_setting_set(struct store *s, const char *key, const char *value, struct err *e)
{
    sqlite3_stmt *st = value ? db_prepare(s,
                                          "INSERT INTO setting(key, value) VALUES(?1, ?2)"
                                          " ON CONFLICT(key) DO UPDATE SET value = ?2",
                                          e)
                             : db_prepare(s, "DELETE FROM setting WHERE key = ?1", e);
    if (!st)
        return -1;
    db_bind_text(st, 1, key);
    if (value)
        db_bind_text(st, 2, value);
    return db_run(s, st, e);
}

int store_setting_get(struct store *s, const char *key, char **value, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT value FROM setting WHERE key = ?1", e);
    if (!st)
        return -1;
    *value = NULL;
    db_bind_text(st, 1, key);
    int rc = db_step(st, e);
    if (rc > 0)
        rc = db_text(st, 0, value, e);
    db_done(s, st);
    return rc;
}

/* ---- drafts ---- */

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

int draft_list(struct store *s, struct drafts *out, struct err *e)
{
    sqlite3_stmt *st =
        db_prepare(s, "SELECT n, view, of, fields, cursor, at FROM draft ORDER BY at DESC, n DESC", e);
    if (!st)
        return -1;
    int rc;
    while ((rc = db_step(st, e)) > 0) {
        if (dyn_room(out) < 0) {
            rc = err_no_memory(e);
            break;
        }
        out->at[out->n] = (struct draft){ 0 };
        if ((rc = read_draft(st, &out->at[out->n++], e)) < 0)
            break;
    }
    db_done(s, st);
    return rc;
}

int draft_drop(struct store *s, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "DELETE FROM draft WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_run(s, st, e);
}

/* ---- exports ---- */

void exports_free(struct exports *x)
{
    for (size_t i = 0; i < x->n; i++) {
        str_free(x->at[i].path);
        str_free(x->at[i].what);
    }
    free(x->at);
    *x = (struct exports){ 0 };
}

int exported_add(struct store *s, const char *path, const char *what, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "INSERT INTO exported(path, what, at) VALUES(?1, ?2, ?3)", e);
    if (!st)
        return -1;
    db_bind_text(st, 1, path);
    db_bind_text(st, 2, what);
    sqlite3_bind_int64(st, 3, store_now(s));
    return db_run(s, st, e);
}

int exported_list(struct store *s, struct exports *out, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT n, path, what, at, gone FROM exported ORDER BY n DESC", e);
    if (!st)
        return -1;
    int rc;
    while ((rc = db_step(st, e)) > 0) {
        if (dyn_room(out) < 0) {
            rc = err_no_memory(e);
            break;
        }
        struct exported *x = &out->at[out->n++];
        *x = (struct exported){ .n = sqlite3_column_int64(st, 0),
                                .at = sqlite3_column_int64(st, 3),
                                .gone = sqlite3_column_int(st, 4) != 0 };
        if ((rc = db_text(st, 1, &x->path, e)) < 0 || (rc = db_text(st, 2, &x->what, e)) < 0)
            break;
    }
    db_done(s, st);
    return rc;
}

int exported_gone(struct store *s, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "UPDATE exported SET gone = 1 WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_run(s, st, e);
}
