/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/session.h"

#include <stdio.h>
#include <string.h>

#include "satchel/base/bytes.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/state.h"

int session_create(sqlite3 *db, unsigned times, struct err *e)
{
    static const char TABLE[] =
        "CREATE TABLE session_open(n INTEGER PRIMARY KEY CHECK (n = 0), open INTEGER NOT NULL,"
        " times INTEGER NOT NULL, as_left BLOB);";
    char row[80];
    snprintf(row, sizeof row, "INSERT INTO session_open VALUES(0, 0, %u, NULL)", times);
    if (sqlite3_exec(db, TABLE, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, row, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    return vault_sql_error(NULL, sqlite3_extended_errcode(db),
                           _("The vault could not be made, nothing was written"), e);
}

/* ---- the row ---- */

#define LEFT_BYTES 48 /* blocks u64 | times u64 | digest 32 */

/* Vaults made before it have no column for what a session leaves. */
static bool has_left(struct vault *v)
{
    sqlite3_stmt *s = NULL;
    bool has = sqlite3_prepare_v2(v->db, "SELECT as_left FROM session_open", -1, &s, NULL) == SQLITE_OK;
    sqlite3_finalize(s);
    return has;
}

static int add_left(struct vault *v, struct err *e)
{
    int rc = sqlite3_exec(v->db, "ALTER TABLE session_open ADD COLUMN as_left BLOB", NULL, NULL, NULL);
    return rc == SQLITE_OK
               ? 0
               : vault_sql_error(v, rc, _("The vault could not be written, what was stored before is safe"),
                                 e);
}

/* What the last session left, held against the number that the table counts. */
static void expect(struct vault *v, sqlite3_stmt *row, uint64_t end_block)
{
    const uint8_t *blob = sqlite3_column_blob(row, 1);
    bool whole = blob && sqlite3_column_bytes(row, 1) == LEFT_BYTES && sqlite3_column_int(row, 0) == 0;
    struct state_left left = { 0 };
    if (whole) {
        left = (struct state_left){ .blocks = get_u64(blob), .times = get_u64(blob + 8) };
        memcpy(left.digest, blob + 16, sizeof left.digest);
    }
    bool last = whole && left.times == (uint64_t)sqlite3_column_int64(row, 2) && !v->compartment.was_hot;
    state_expect(v, last ? &left : NULL, end_block);
}

int session_found_open(struct vault *v, bool *open, struct err *e)
{
    sqlite3_stmt *s = NULL;
    *open = false;
    if (!has_left(v) && !v->read_only && add_left(v, e) < 0)
        return -1;
    int rc = sqlite3_prepare_v2(v->db,
                                has_left(v)
                                    ? "SELECT open, as_left, times, (SELECT rootpage FROM sqlite_schema WHERE"
                                      " name = 'session_open') FROM session_open WHERE n = 0"
                                    : "SELECT open FROM session_open WHERE n = 0",
                                -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) {
        *open = sqlite3_column_int(s, 0) != 0;
        if (sqlite3_column_count(s) == 4 && v->state)
            expect(v, s, (uint64_t)sqlite3_column_int64(s, 3) - 1);
    }
    sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE
               ? 0
               : vault_sql_error(v, rc, _("The vault could not be read, nothing was changed"), e);
}

static int times_now(struct vault *v, uint64_t *times)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(v->db, "SELECT times FROM session_open WHERE n = 0", -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    *times = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
    sqlite3_finalize(s);
    return rc == SQLITE_ROW ? 0 : -1;
}

static int end_row(struct vault *v)
{
    uint8_t blob[LEFT_BYTES];
    struct state_left left;
    sqlite3_stmt *s = NULL;
    uint64_t times;
    bool known = times_now(v, &times) == 0 && state_leave(v, times, &left) == 0;
    int rc =
        sqlite3_prepare_v2(v->db, "UPDATE session_open SET open = 0, as_left = ?1 WHERE n = 0", -1, &s, NULL);
    if (rc != SQLITE_OK)
        return rc;
    if (known) {
        put_u64(blob, left.blocks);
        put_u64(blob + 8, left.times);
        memcpy(blob + 16, left.digest, sizeof left.digest);
        sqlite3_bind_blob(s, 1, blob, sizeof blob, SQLITE_STATIC);
    }
    rc = sqlite3_step(s);
    sqlite3_finalize(s);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int session_set(struct vault *v, bool open, struct err *e)
{
    int rc = open ? sqlite3_exec(v->db, "UPDATE session_open SET open = 1, times = times + 1 WHERE n = 0",
                                 NULL, NULL, NULL)
                  : end_row(v);
    v->ended = !open && rc == SQLITE_OK;
    state_end(v);
    return rc == SQLITE_OK
               ? 0
               : vault_sql_error(v, rc, _("The vault could not be written, what was stored before is safe"),
                                 e);
}
