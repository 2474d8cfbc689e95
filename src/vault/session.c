/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/session.h"

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/inside.h"

int session_create(sqlite3 *db, struct err *e)
{
    static const char TABLE[] =
        "CREATE TABLE session_open(n INTEGER PRIMARY KEY CHECK (n = 0), open INTEGER NOT NULL,"
        " times INTEGER NOT NULL);"
        "INSERT INTO session_open VALUES(0, 0, 0)";
    if (sqlite3_exec(db, TABLE, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    return vault_sql_error(NULL, sqlite3_extended_errcode(db),
                           _("The vault could not be made, nothing was written"), e);
}

int session_found_open(struct vault *v, bool *open, struct err *e)
{
    sqlite3_stmt *s = NULL;
    *open = false;
    int rc = sqlite3_prepare_v2(v->db, "SELECT open FROM session_open WHERE n = 0", -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        *open = sqlite3_column_int(s, 0) != 0;
    sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE
               ? 0
               : vault_sql_error(v, rc, _("The vault could not be read, nothing was changed"), e);
}

int session_set(struct vault *v, bool open, struct err *e)
{
    int rc = sqlite3_exec(v->db,
                          open ? "UPDATE session_open SET open = 1, times = times + 1 WHERE n = 0"
                               : "UPDATE session_open SET open = 0 WHERE n = 0",
                          NULL, NULL, NULL);
    return rc == SQLITE_OK
               ? 0
               : vault_sql_error(v, rc, _("The vault could not be written, what was stored before is safe"),
                                 e);
}
