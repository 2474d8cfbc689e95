/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/dbrow.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

static int failed(struct dbrow_into *into, int rc, struct err *e)
{
    if ((rc & 0xFF) == SQLITE_NOMEM)
        return err_no_memory(e);
    if ((rc & 0xFF) == SQLITE_FULL)
        return err_set(e, ERR_DISK_FULL, _("The disk is full. Free some space and try again."));
    return err_set(e, ERR_IO,
                   _("What was saved could not be written, the vault was not changed. This is a fault in the "
                     "program (reason %d)."),
                   sqlite3_extended_errcode(into->db));
}

int dbrow_into(struct dbrow_into *into, struct sqlite3 *db, const char *table, struct err *e)
{
    sqlite3_stmt *st = NULL;
    size_t keys = 0;
    *into = (struct dbrow_into){ .db = db, .table = strdup(table) };
    int rc = sqlite3_prepare_v2(db, "SELECT type, pk FROM pragma_table_info(?1)", -1, &st, NULL);
    if (rc != SQLITE_OK || !into->table) {
        sqlite3_finalize(st);
        return rc == SQLITE_OK ? err_no_memory(e) : failed(into, rc, e);
    }
    sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
    size_t alias = DBPAGE_COLUMNS;
    for (; (rc = sqlite3_step(st)) == SQLITE_ROW; into->columns++) {
        bool key = sqlite3_column_int(st, 1) > 0;
        const char *type = (const char *)sqlite3_column_text(st, 0);
        keys += key;
        if (key && type && strcmp(type, "INTEGER") == 0)
            alias = into->columns;
    }
    sqlite3_finalize(st);
    if (rc == SQLITE_DONE && into->columns == 0)
        return err_set(e, ERR_NOT_FOUND, _("There is no table %s."), table);
    into->alias = keys == 1 && alias < into->columns ? alias : into->columns;
    return rc == SQLITE_DONE ? 0 : failed(into, rc, e);
}

void dbrow_into_free(struct dbrow_into *into)
{
    sqlite3_finalize(into->st);
    free(into->table);
    *into = (struct dbrow_into){ 0 };
}

/* INSERT INTO t(c1, ..., cn, rowid) VALUES(?, ...); the number of the row stands last where it is no column.
 */
static int prepare(struct dbrow_into *into, bool by_rowid, size_t n)
{
    sqlite3_stmt *names = NULL;
    sqlite3_str *sql = sqlite3_str_new(into->db);
    size_t i = 0;
    sqlite3_finalize(into->st);
    into->st = NULL;
    into->n = n;
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\"(", into->table);
    int rc = sqlite3_prepare_v2(into->db, "SELECT name FROM pragma_table_info(?1)", -1, &names, NULL);
    sqlite3_bind_text(names, 1, into->table, -1, SQLITE_STATIC);
    for (; rc == SQLITE_OK && i < n && sqlite3_step(names) == SQLITE_ROW; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i ? "," : "", sqlite3_column_text(names, 0));
    sqlite3_finalize(names);
    bool number = by_rowid && into->alias == into->columns;
    sqlite3_str_appendall(sql, number ? ",rowid) VALUES(?" : ") VALUES(?");
    for (i = 1; i < n + number; i++)
        sqlite3_str_appendall(sql, ",?");
    sqlite3_str_appendall(sql, ")");
    char *text = sqlite3_str_finish(sql);
    if (rc == SQLITE_OK)
        rc = text ? sqlite3_prepare_v2(into->db, text, -1, &into->st, NULL) : SQLITE_NOMEM;
    sqlite3_free(text);
    return rc;
}

void dbrow_bind(struct sqlite3_stmt *st, int i, const struct dbvalue *v)
{
    switch (v->type) {
    case DBVALUE_INT:
        sqlite3_bind_int64(st, i, v->number);
        break;
    case DBVALUE_REAL:
        sqlite3_bind_double(st, i, v->real);
        break;
    case DBVALUE_TEXT:
        sqlite3_bind_text64(st, i, (const char *)v->bytes, v->n, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case DBVALUE_BLOB:
        sqlite3_bind_blob64(st, i, v->n ? (const void *)v->bytes : "", v->n, SQLITE_STATIC);
        break;
    case DBVALUE_NULL:
        sqlite3_bind_null(st, i);
        break;
    }
}

int dbrow_put(struct dbrow_into *into, bool by_rowid, int64_t rowid, const struct dbvalue *column, size_t n,
              struct err *e)
{
    if (n == 0 || n > into->columns)
        return 0;
    int rc = into->st && into->n == n ? SQLITE_OK : prepare(into, by_rowid, n);
    if (rc != SQLITE_OK)
        return failed(into, rc, e);
    for (size_t i = 0; i < n; i++)
        dbrow_bind(into->st, (int)i + 1, &column[i]);
    if (by_rowid)
        sqlite3_bind_int64(into->st, (int)(into->alias < n ? into->alias : n) + 1, rowid);
    rc = sqlite3_step(into->st);
    sqlite3_reset(into->st);
    sqlite3_clear_bindings(into->st);
    if (rc == SQLITE_DONE)
        return 1;
    return (rc & 0xFF) == SQLITE_CONSTRAINT || (rc & 0xFF) == SQLITE_MISMATCH ? 0 : failed(into, rc, e);
}
