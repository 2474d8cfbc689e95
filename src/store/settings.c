/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/settings.h"

#include <sqlite3.h>

#include "satchel/store/db.h"

/* A value that stands there already is not written: at a lock each commit counts. */
int store_setting_set(struct store *s, const char *key, const char *value, struct err *e)
{
    sqlite3_stmt *st = value ? db_prepare(s,
                                          "INSERT INTO setting(key, value) VALUES(?1, ?2)"
                                          " ON CONFLICT(key) DO UPDATE SET value = ?2 WHERE value IS NOT ?2",
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
