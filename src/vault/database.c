/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database in a compartment: mounted, set up, checked; and what SQLite's errors mean. Nothing here knows
 * of keys, sessions or places: what does stands above. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/inside.h"

/* ---- errors ---- */

static const struct {
    int rc; /* primary or extended; extended ones stand first */
    enum err_code code;
    const char *why;
} SQL_ERRORS[] = {
    { SQLITE_IOERR_DATA, ERR_DAMAGE, N_("a part of it is damaged. Restore a backup, and keep this file") },
    { SQLITE_IOERR_NOMEM, ERR_NO_MEMORY,
      N_("there is not enough memory. Close other programs and try again") },
    { SQLITE_READONLY_ROLLBACK, ERR_READ_ONLY,
      N_("it was not locked properly and needs a repair, which reading alone cannot do. Open it for writing, "
         "or copy it with the two files beside it to where it can be written") },
    { SQLITE_READONLY, ERR_READ_ONLY, N_("it is open for reading only. Open it for writing") },
    { SQLITE_FULL, ERR_DISK_FULL, N_("the disk is full. Free some space and try again") },
    { SQLITE_NOMEM, ERR_NO_MEMORY, N_("there is not enough memory. Close other programs and try again") },
    { SQLITE_CORRUPT, ERR_DAMAGE, N_("its content is damaged. Restore a backup, and keep this file") },
    { SQLITE_NOTADB, ERR_DAMAGE, N_("its content is damaged. Restore a backup, and keep this file") },
    { SQLITE_INTERRUPT, ERR_CANCELLED, N_("it was cancelled") },
    { SQLITE_BUSY, ERR_BUSY, N_("it is in use. Lock or close it there first") },
    { SQLITE_IOERR, ERR_IO, N_("the disk failed. Try again; if it goes on, copy the vault to another disk") },
    { SQLITE_CANTOPEN, ERR_IO,
      N_("a file beside it, ending in -0 or -1, could not be opened. Check the permissions of both") },
};

int vault_sql_error(struct vault *v, int rc, const char *what, struct err *e)
{
    int extended = v && v->db ? sqlite3_extended_errcode(v->db) : rc;
    if ((extended & 0xFF) != (rc & 0xFF))
        extended = rc;
    for (size_t i = 0; i < sizeof SQL_ERRORS / sizeof *SQL_ERRORS; i++)
        if (SQL_ERRORS[i].rc == extended || SQL_ERRORS[i].rc == (extended & 0xFF))
            /* TRANSLATORS: what was tried, then the reason and what to do. */
            return err_set(e, SQL_ERRORS[i].code, _("%s: %s."), what, _(SQL_ERRORS[i].why));
    return err_set(e, ERR_INTERNAL, _("%s. This is a fault in the program (reason %d)."), what, extended);
}

/* ---- mounting ---- */

int vault_read_header(struct vault *v, struct err *e)
{
    struct header *fresh = header_read(v->io, v->fd, e);
    if (!fresh)
        return -1;
    free(v->header);
    v->header = fresh;
    return 0;
}

int vault_ask_number(struct vault *v, const char *pragma, int *value, struct err *e)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(v->db, pragma, -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    *value = rc == SQLITE_ROW ? sqlite3_column_int(s, 0) : -1;
    sqlite3_finalize(s);
    return rc == SQLITE_ROW ? 0 : vault_sql_error(v, rc, _("The vault could not be opened"), e);
}

/* Every so many steps of a statement: some microseconds. */
#define HALT_STEPS 1000

static int is_halted(void *halt)
{
    return halt_sql(halt);
}

int vault_settings(struct vault *v, struct err *e)
{
    /* 4 MiB of pages: what is read often is opened once, and still fits the part of the heap that is locked.
     */
    static const char PRAGMAS[] =
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=PERSIST; PRAGMA synchronous=FULL;"
        "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;"
        "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-4000";
    sqlite3_extended_result_codes(v->db, 1);
    if (v->halt)
        sqlite3_progress_handler(v->db, HALT_STEPS, is_halted, v->halt);
    sqlite3_db_config(v->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(v->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(v->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    int rc = sqlite3_exec(v->db, PRAGMAS, NULL, NULL, NULL);
    if (rc == SQLITE_OK) /* the first read: a journal left by a crash is played back here */
        rc = sqlite3_exec(v->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return vault_sql_error(v, rc, _("The vault could not be opened, nothing was changed"), e);
    int reserved = -1, page;
    sqlite3_file_control(v->db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    if (vault_ask_number(v, "PRAGMA page_size", &page, e) < 0)
        return -1;
    if (reserved != COMPARTMENT_RESERVED || page != COMPARTMENT_PAGE_BYTES)
        return err_set(e, ERR_DAMAGE,
                       _("What the vault holds does not have the form it must have. Nothing was changed. "
                         "Restore a backup."));
    return 0;
}

void vault_fill_compartment(struct vault *v)
{
    const struct vault_secrets *s = v->secrets;
    v->compartment = (struct compartment){ .io = v->io,
                                           .fd = v->fd,
                                           .number = s->slot.compartment,
                                           .block_key = s->keys.block,
                                           .journal_key = s->keys.journal,
                                           .path = v->path,
                                           .read_only = v->read_only,
                                           .watch = v->state ? &v->watch : NULL,
                                           .halt = v->halt };
    memcpy(v->compartment.file_id, s->keys.file_id, sizeof v->compartment.file_id);
}

static int mount(struct vault *v, bool over, struct err *e)
{
    vault_fill_compartment(v);
    v->compartment.overlay = over;
    snprintf(v->vfs, sizeof v->vfs, "vault-%p", (void *)v);
    if (compartment_mount(&v->compartment, v->vfs, e) < 0)
        return -1;
    v->mounted = true;
    return 0;
}

int vault_mount_over(struct vault *v, struct err *e)
{
    return mount(v, true, e);
}

int vault_open_over(struct vault *v, struct err *e)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX;
    int rc = sqlite3_open_v2(COMPARTMENT_DATABASE, &v->db, flags, v->vfs);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(v->db,
                          "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
                          "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                          "PRAGMA mmap_size=0; PRAGMA cache_size=-4000",
                          NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return vault_sql_error(v, rc, _("The vault could not be opened"), e);
    sqlite3_extended_result_codes(v->db, 1);
    sqlite3_db_config(v->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(v->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return 0;
}

int vault_play_back(struct vault *v, struct err *e)
{
    struct err why = { 0 };
    if (vault_open_over(v, &why) == 0) /* the first read does it */
        sqlite3_exec(v->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    bool no_memory = why.code == ERR_NO_MEMORY || (v->db && sqlite3_errcode(v->db) == SQLITE_NOMEM);
    sqlite3_close(v->db);
    v->db = NULL;
    return no_memory ? err_no_memory(e) : 0;
}

int vault_mount(struct vault *v, struct err *e)
{
    if (mount(v, v->read_only, e) < 0)
        return -1;
    if (v->read_only && v->compartment.was_hot && vault_play_back(v, e) < 0)
        return -1;
    int flags = (v->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_FULLMUTEX;
    int rc = sqlite3_open_v2(COMPARTMENT_DATABASE, &v->db, flags, v->vfs);
    if (rc != SQLITE_OK)
        return vault_sql_error(v, rc, _("The vault could not be opened, nothing was changed"), e);
    return vault_settings(v, e);
}

/* The full-text index keeps statements of its own on the connection, which only it may finalise. All of them
 * name their tables as 'main'.'...', which nobody else does. */
static sqlite3_stmt *next_of_callers(sqlite3 *db)
{
    sqlite3_stmt *s = sqlite3_next_stmt(db, NULL);
    while (s && strstr(sqlite3_sql(s), "'main'."))
        s = sqlite3_next_stmt(db, s);
    return s;
}

/* Callers finalise their statements. Locking does not depend on it: a statement that would keep the
 * connection open, its pages in memory, is finalised here. All are reset first, which ends their cursors. */
static void close_database(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    while (db && (s = sqlite3_next_stmt(db, s)))
        sqlite3_reset(s);
    if (sqlite3_close(db) != SQLITE_BUSY)
        return;
    while ((s = next_of_callers(db)))
        sqlite3_finalize(s);
    sqlite3_close_v2(db);
}

void vault_unmount(struct vault *v)
{
    close_database(v->db);
    v->db = NULL;
    if (v->mounted)
        compartment_unmount(&v->compartment);
    v->mounted = false;
}

/* ---- checks ---- */

static int check_once(struct sqlite3 *db, const char *pragma, char found[static VAULT_PROBLEM_BYTES])
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(db, pragma, -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    const char *said =
        rc == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : _("it could not be read to its end");
    snprintf(found, VAULT_PROBLEM_BYTES, "%s", said && strcmp(said, "ok") != 0 ? said : "");
    sqlite3_finalize(s);
    if (rc == SQLITE_ROW)
        return said ? SQLITE_OK : SQLITE_NOMEM;
    bool passing = (rc & 0xFF) == SQLITE_NOMEM || (rc & 0xFF) == SQLITE_INTERRUPT ||
                   ((rc & 0xFF) == SQLITE_IOERR && rc != SQLITE_IOERR_DATA);
    return passing ? rc : SQLITE_OK;
}

/* SQLite words what it met for want of memory, or by a read that failed, as it words damage: only what is
 * found twice is a finding. */
int vault_check(struct sqlite3 *db, const char *pragma, char found[static VAULT_PROBLEM_BYTES])
{
    int rc = check_once(db, pragma, found);
    return rc == SQLITE_OK && found[0] ? check_once(db, pragma, found) : rc;
}
