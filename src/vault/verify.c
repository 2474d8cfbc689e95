/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every block of the open compartment is opened once. One that fails matters when SQLite could ever read
 * content from it: not when it lies past the database's page count, and not when it is a leaf of the free
 * list (a trunk of the free list is read). */
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/inside.h"

struct sweep {
    DYN(uint64_t) bad;
    uint64_t blocks;
    struct err *e;
};

static int look(void *arg, const struct compartment_block *b)
{
    struct sweep *s = arg;
    s->blocks++;
    if (b->sound)
        return 0;
    if (dyn_room(&s->bad) < 0)
        return err_no_memory(s->e);
    s->bad.at[s->bad.n++] = b->index;
    return 0;
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Page `number` (from 1) through the VFS, past SQLite's cache. */
static int read_page(sqlite3 *db, uint32_t number, uint8_t page[static COMPARTMENT_PAGE_BYTES])
{
    sqlite3_file *f = NULL;
    if (number == 0 || sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &f) != SQLITE_OK || !f)
        return -1;
    int rc = f->pMethods->xRead(f, page, COMPARTMENT_PAGE_BYTES,
                                (sqlite3_int64)(number - 1) * COMPARTMENT_PAGE_BYTES);
    return rc == SQLITE_OK ? 0 : -1;
}

/* Which of the failing blocks hold nothing: sets unused[i] for bad.at[i]. A free list that cannot be read to
 * its end leaves what was not seen as reachable. File format: SQLite, "The Freelist". */
static void find_unused(sqlite3 *db, const struct sweep *s, bool *unused)
{
    uint8_t page[COMPARTMENT_PAGE_BYTES];
    if (read_page(db, 1, page) < 0)
        return;
    uint32_t pages = be32(page + 28), trunk = be32(page + 32);
    for (size_t i = 0; i < s->bad.n; i++)
        unused[i] = s->bad.at[i] >= pages;
    for (uint32_t seen = 0; trunk != 0 && seen < pages && read_page(db, trunk, page) == 0; seen++) {
        uint32_t leaves = be32(page + 4);
        for (uint32_t k = 0; k < leaves && k < COMPARTMENT_PAGE_BYTES / 4 - 2; k++)
            for (size_t i = 0; i < s->bad.n; i++)
                unused[i] |= s->bad.at[i] + 1 == be32(page + 8 + 4 * k);
        trunk = be32(page);
    }
}

static int sort_out(struct vault *v, const struct sweep *s, struct vault_report *r, struct err *e)
{
    bool *unused = calloc(s->bad.n ? s->bad.n : 1, sizeof *unused);
    if (!unused)
        return err_no_memory(e);
    if (s->bad.n)
        find_unused(v->db, s, unused);
    r->blocks = s->blocks;
    for (size_t i = 0; i < s->bad.n; i++) {
        if (unused[i])
            r->bad_unused++;
        else if (r->bad_reachable++ < VAULT_BAD_MAX)
            r->first[r->bad_reachable - 1] = s->bad.at[i];
    }
    free(unused);
    return 0;
}

static int check_content(struct vault *v, struct vault_report *r, struct err *e)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(v->db, "PRAGMA integrity_check(1)", -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    const char *said = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : sqlite3_errmsg(v->db);
    if (said && rc == SQLITE_ROW && strcmp(said, "ok") == 0)
        r->consistent = true;
    else
        strncpy(r->problem, said ? said : "", sizeof r->problem - 1);
    sqlite3_finalize(s);
    return rc == SQLITE_NOMEM ? err_no_memory(e) : 0;
}

int vault_verify(struct vault *v, struct vault_report *r, struct err *e)
{
    struct sweep s = { .e = e };
    *r = (struct vault_report){ 0 };
    int rc = compartment_each(&v->compartment, true, look, &s, e);
    if (rc == 0)
        rc = sort_out(v, &s, r, e);
    free(s.bad.at);
    if (rc < 0 || check_content(v, r, e) < 0)
        return -1;
    if (r->bad_reachable)
        return err_set(e, ERR_DAMAGE,
                       P_("%llu block of the vault that holds records is damaged. Nothing was changed. "
                          "Restore a backup, or save the rest.",
                          "%llu blocks of the vault that hold records are damaged. Nothing was changed. "
                          "Restore a backup, or save the rest.",
                          r->bad_reachable),
                       (unsigned long long)r->bad_reachable);
    if (!r->consistent)
        return err_set(e, ERR_DAMAGE,
                       _("All blocks are sound, but the records in them do not fit together (%s). Nothing "
                         "was changed. Restore a backup."),
                       r->problem);
    return 0;
}
