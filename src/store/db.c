/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/db.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/session.h"

struct sqlite3_stmt *db_prepare_once(struct store *s, const char *sql, struct err *e)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
    if (rc != SQLITE_OK)
        db_error(s->db, rc, e);
    return st;
}

/* Where in the cache a text has its place: the addresses of constants are spread well enough. */
static struct cached *slot_of(struct store *s, const char *sql)
{
    uintptr_t h = (uintptr_t)sql;
    h ^= h >> 7;
    return &s->cache[(h * 2654435761u >> 8) % STORE_CACHE];
}

struct sqlite3_stmt *db_prepare(struct store *s, const char *sql, struct err *e)
{
    struct cached *slot = slot_of(s, sql);
    if (slot->busy)
        return db_prepare_once(s, sql, e);
    if (slot->sql != sql) {
        sqlite3_finalize(slot->st);
        *slot = (struct cached){ 0 };
        int rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &slot->st, NULL);
        if (rc != SQLITE_OK) {
            db_error(s->db, rc, e);
            return NULL;
        }
        slot->sql = sql;
    }
    slot->busy = true;
    return slot->st;
}

int db_step(struct sqlite3_stmt *st, struct err *e)
{
    int rc = sqlite3_step(st);
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return rc == SQLITE_ROW;
    return db_error(sqlite3_db_handle(st), rc, e);
}

void db_done(struct store *s, struct sqlite3_stmt *st)
{
    if (!st)
        return;
    for (size_t i = 0; i < STORE_CACHE; i++) {
        if (s->cache[i].st == st) {
            sqlite3_reset(st);
            sqlite3_clear_bindings(st);
            s->cache[i].busy = false;
            return;
        }
    }
    sqlite3_finalize(st);
}

int db_run(struct store *s, struct sqlite3_stmt *st, struct err *e)
{
    int rc;
    while ((rc = db_step(st, e)) > 0)
        ;
    db_done(s, st);
    return rc;
}

int db_each(struct store *s, struct sqlite3_stmt *st, db_row *row, void *to, struct err *e)
{
    int rc;
    while ((rc = db_step(st, e)) > 0)
        if ((rc = row(to, st, e)) < 0)
            break;
    db_done(s, st);
    return rc;
}

void db_bind_text(struct sqlite3_stmt *st, int i, const char *text)
{
    sqlite3_bind_text(st, i, text, -1, SQLITE_STATIC);
}

void db_bind_blob(struct sqlite3_stmt *st, int i, const void *bytes, size_t n)
{
    sqlite3_bind_blob64(st, i, bytes, n, SQLITE_STATIC);
}

void db_bind_ref(struct sqlite3_stmt *st, int i, int64_t n)
{
    if (n)
        sqlite3_bind_int64(st, i, n);
    else
        sqlite3_bind_null(st, i);
}

int db_text(struct sqlite3_stmt *st, int column, char **out, struct err *e)
{
    *out = NULL;
    if (sqlite3_column_type(st, column) == SQLITE_NULL)
        return 0;
    const char *text = (const char *)sqlite3_column_text(st, column);
    if (!text || !(*out = strdup(text)))
        return err_no_memory(e);
    return 0;
}

int db_id(struct sqlite3_stmt *st, int column, uint8_t out[static REC_ID_BYTES], struct err *e)
{
    const void *id = sqlite3_column_blob(st, column);
    if (!id || sqlite3_column_bytes(st, column) != REC_ID_BYTES)
        return err_set(e, ERR_DAMAGE,
                       _("A record has no proper id. Nothing was changed. Restore a backup, or take out what "
                         "can be read: satchel salvage"));
    memcpy(out, id, REC_ID_BYTES);
    return 0;
}

int db_exec(struct sqlite3 *db, const char *sql, struct err *e)
{
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : db_error(db, rc, e);
}

int db_number(struct store *s, const char *sql, int64_t parameter, int64_t *out, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, sql, e);
    if (!st)
        return -1;
    if (sqlite3_bind_parameter_count(st) > 0)
        sqlite3_bind_int64(st, 1, parameter);
    int rc = db_step(st, e);
    if (rc > 0)
        *out = sqlite3_column_int64(st, 0);
    else if (rc == 0)
        rc = err_set(e, ERR_NOT_FOUND, _("There is no such record. Nothing was changed."));
    db_done(s, st);
    return rc < 0 ? -1 : 0;
}

int db_error(struct sqlite3 *db, int rc, struct err *e)
{
    int extended = db ? sqlite3_extended_errcode(db) : rc;
    if ((extended & 0xff) != (rc & 0xff))
        extended = rc;
    if (extended == SQLITE_IOERR_NOMEM)
        rc = SQLITE_NOMEM;
    if (extended == SQLITE_IOERR_DATA || extended == SQLITE_IOERR_CORRUPTFS)
        rc = SQLITE_CORRUPT;
    if (extended == SQLITE_IOERR_FSYNC)
        return err_set(
            e, ERR_IO,
            _("The vault's file was removed, or its disk takes nothing any more: nothing was stored or "
              "changed. What you typed is only on this screen now; note it down."));
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return err_no_memory(e);
    case SQLITE_FULL:
        return err_set(
            e, ERR_DISK_FULL,
            _("The disk is full, so this was not stored and nothing was changed. Free some space and "
              "try again."));
    case SQLITE_READONLY:
        return err_set(e, ERR_READ_ONLY,
                       _("The vault is open for reading only. Nothing was changed. Open it for writing."));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(e, ERR_BUSY, _("The vault is in use. Nothing was changed; try again."));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(
            e, ERR_DAMAGE,
            _("A part of the vault is damaged and cannot be read. Nothing was changed; make a copy of "
              "the file, then run: satchel verify"));
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:
        return err_set(e, ERR_CANCELLED, _("Cancelled. Nothing was changed."));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return err_set(
            e, ERR_IO,
            _("The disk did not read or write the vault. Nothing was changed. Try again; if it goes on, "
              "copy the vault to another disk."));
    default:
        return err_set(e, ERR_INTERNAL,
                       _("The vault did not take this. Nothing was changed. This is a fault in the program "
                         "(reason %d)."),
                       db ? sqlite3_extended_errcode(db) : rc);
    }
}

struct sqlite3 *store_db(struct store *s)
{
    return s->db;
}
