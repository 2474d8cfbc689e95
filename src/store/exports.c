/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/exports.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/store/db.h"
#include "satchel/vault/outfile.h"

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

static int add_exported(void *to, sqlite3_stmt *st, struct err *e)
{
    struct exports *out = to;
    if (dyn_room(out) < 0)
        return err_no_memory(e);
    struct exported *x = &out->at[out->n++];
    *x = (struct exported){ .n = sqlite3_column_int64(st, 0),
                            .at = sqlite3_column_int64(st, 3),
                            .gone = sqlite3_column_int(st, 4) != 0 };
    return db_text(st, 1, &x->path, e) < 0 ? -1 : db_text(st, 2, &x->what, e);
}

int exported_list(struct store *s, struct exports *out, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT n, path, what, at, gone FROM exported ORDER BY n DESC", e);
    return st ? db_each(s, st, add_exported, out, e) : -1;
}

int exported_gone(struct store *s, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "UPDATE exported SET gone = 1 WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_run(s, st, e);
}

static int forget_last(struct store *s, const char *path, struct err *e)
{
    sqlite3_stmt *st =
        db_prepare(s, "DELETE FROM exported WHERE n = (SELECT max(n) FROM exported WHERE path = ?1)", e);
    if (!st)
        return -1;
    db_bind_text(st, 1, path);
    return db_run(s, st, e);
}

int exported_write(struct store *s, const char *path, const char *what, const void *bytes, size_t n,
                   struct err *e)
{
    if (exported_add(s, path, what, e) < 0)
        return -1;
    int rc = outfile_write(path, bytes, n, e);
    if (rc < 0)
        forget_last(s, path, NULL);
    return rc;
}

int exported_shred(struct store *s, const struct exported *x, struct err *e)
{
    return outfile_shred(x->path, e) < 0 ? -1 : exported_gone(s, x->n, e);
}

bool exported_none(struct store *s)
{
    struct exports all = { 0 };
    bool none = exported_list(s, &all, NULL) == 0 && all.n == 0;
    exports_free(&all);
    return none;
}
