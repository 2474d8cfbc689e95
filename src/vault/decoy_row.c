/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/decoy_row.h"

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/inside.h"

#define TABLE                                                                                                \
    "CREATE TABLE IF NOT EXISTS other_made(n INTEGER PRIMARY KEY CHECK (n = 0), made INTEGER NOT NULL);"     \
    "INSERT OR IGNORE INTO other_made VALUES(0, 0);"

int decoy_row_create(sqlite3 *db, struct err *e)
{
    if (sqlite3_exec(db, TABLE, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    return vault_sql_error(NULL, sqlite3_extended_errcode(db),
                           _("The vault could not be made, nothing was written"), e);
}

/* Vaults made before there was this table have none, and no decoy. */
int vault_decoy_made(struct vault *v, bool *made, struct err *e)
{
    sqlite3_stmt *s = NULL;
    *made = false;
    int rc = sqlite3_table_column_metadata(v->db, "main", "other_made", NULL, NULL, NULL, NULL, NULL, NULL);
    if (rc == SQLITE_ERROR)
        return 0;
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(v->db, "SELECT made FROM other_made", -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    *made = rc == SQLITE_ROW && sqlite3_column_int(s, 0) != 0;
    sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE
               ? 0
               : vault_sql_error(v, rc, _("The vault could not be read, nothing was changed"), e);
}

void decoy_row_none(struct vault *v)
{
    sqlite3_exec(v->db, "UPDATE other_made SET made = 0", NULL, NULL, NULL);
}

int decoy_row_made(struct vault *v, struct err *e)
{
    int rc = sqlite3_exec(v->db, "BEGIN IMMEDIATE; " TABLE "UPDATE other_made SET made = 1; COMMIT", NULL,
                          NULL, NULL);
    if (rc == SQLITE_OK)
        return 0;
    vault_sql_error(v, rc, _("The vault could not be written, and no decoy was made"), e);
    sqlite3_exec(v->db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}
