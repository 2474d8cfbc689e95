/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/rows.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"

void store_rows_free(struct store_rows *rows)
{
    free(rows->at);
    *rows = (struct store_rows){ 0 };
}

int store_kind(struct store *s, int64_t n, enum rec_kind *kind, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT kind FROM rec WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, e);
    const char *name = rc > 0 ? (const char *)sqlite3_column_text(st, 0) : NULL;
    const struct kind *k = name ? kind_named(name) : NULL;
    if (k)
        *kind = k->kind;
    else if (rc == 0)
        err_set(e, ERR_NOT_FOUND, _("There is no such record. Nothing was changed."));
    else if (rc > 0)
        err_set(e, ERR_DAMAGE,
                _("A record is of the type \"%s\", which this program does not know. Nothing was changed. "
                  "Run: satchel "
                  "verify"),
                name ? name : "");
    db_done(s, st);
    return k ? 0 : -1;
}

int store_ref(struct store *s, int64_t n, struct rec_ref *out, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT id FROM rec WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, e);
    if (rc > 0) {
        out->n = n;
        rc = db_id(st, 0, out->id, e);
    } else if (rc == 0)
        rc = err_set(e, ERR_NOT_FOUND, _("There is no such record. Nothing was changed."));
    db_done(s, st);
    return rc;
}

int store_part_of(struct store *s, int64_t n, int64_t *owner, struct err *e)
{
    static const char *const OWNERS[KIND_COUNT] = {
        [KIND_NAME] = "SELECT of FROM name WHERE n = ?1",
        [KIND_ASK] = "SELECT appeal FROM ask WHERE n = ?1",
        [KIND_STATE] = "SELECT case_person FROM person_state WHERE n = ?1",
        [KIND_SPEAKER] = "SELECT statement FROM speaker WHERE n = ?1",
        [KIND_MARK] = "SELECT utterance FROM mark WHERE n = ?1",
        [KIND_FINDING] = "SELECT letter FROM finding WHERE n = ?1",
    };
    enum rec_kind kind;
    if (store_kind(s, n, &kind, e) < 0)
        return -1;
    *owner = n;
    return OWNERS[kind] ? db_number(s, OWNERS[kind], n, owner, e) : 0;
}
