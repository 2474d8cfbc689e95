/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every block of the open compartment is opened once. One that fails matters when SQLite could ever read
 * content from it: not when it lies past the database's page count, and not when it is a leaf of the free
 * list (a trunk of the free list is read). */
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/freelist.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/survey.h"

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

/* Page `number` (from 1) through the VFS, past SQLite's cache. */
static int read_page(void *arg, uint32_t number, uint8_t *page)
{
    sqlite3_file *f = arg;
    return f->pMethods->xRead(f, page, COMPARTMENT_PAGE_BYTES,
                              (sqlite3_int64)(number - 1) * COMPARTMENT_PAGE_BYTES);
}

/* Sets unused[i] for those bad.at[i] that hold nothing. What cannot be told counts as content. */
static int find_unused(sqlite3 *db, const struct sweep *s, bool *unused)
{
    uint8_t page[COMPARTMENT_PAGE_BYTES];
    struct freelist list;
    sqlite3_file *f = NULL;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &f) != SQLITE_OK || !f ||
        read_page(f, 1, page) != SQLITE_OK || !freelist_header(page, &list) || list.pages == 0)
        return 0;
    uint8_t *leaf = calloc(1, list.pages / 8 + 1);
    if (!leaf)
        return -1;
    freelist_mark(&list, read_page, f, page, leaf);
    for (size_t i = 0; i < s->bad.n; i++) {
        uint64_t block = s->bad.at[i];
        unused[i] = block >= list.pages || leaf[block / 8] >> (block % 8) & 1;
    }
    free(leaf);
    return 0;
}

static int sort_out(struct vault *v, const struct sweep *s, struct vault_report *r, struct err *e)
{
    bool *unused = calloc(s->bad.n ? s->bad.n : 1, sizeof *unused);
    if (!unused || (s->bad.n && find_unused(v->db, s, unused) < 0)) {
        free(unused);
        return err_no_memory(e);
    }
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
    int rc = vault_check(v->db, "PRAGMA integrity_check(1)", r->problem);
    if (rc != SQLITE_OK)
        return vault_sql_error(v, rc, _("The vault could not be checked, nothing was changed"), e);
    r->consistent = !r->problem[0];
    return 0;
}

static int say(const struct vault_report *r, struct err *e)
{
    if (r->bad_reachable)
        return err_set(e, ERR_DAMAGE,
                       P_("%llu block of the vault that holds records is damaged. Nothing was changed. "
                          "Restore a backup, or save the rest into a new vault with satchel salvage.",
                          "%llu blocks of the vault that hold records are damaged. Nothing was changed. "
                          "Restore a backup, or save the rest into a new vault with satchel salvage.",
                          r->bad_reachable),
                       (unsigned long long)r->bad_reachable);
    if (!r->consistent)
        return err_set(e, ERR_DAMAGE,
                       _("All blocks are sound, but the records in them do not fit together (%s). Nothing "
                         "was changed. Restore a backup, or save what is left with satchel salvage."),
                       r->problem);
    return 0;
}

/* Of a vault that vault_rescue has looked through. */
static void report_survey(const struct vault *v, struct vault_report *r)
{
    const struct survey *s = v->survey;
    r->blocks = v->compartment.vfs ? compartment_capacity(&v->compartment, NULL) : 0;
    r->bad_unused = v->bad_beyond;
    for (size_t i = 0; i < s->bad.n; i++)
        if (s->bad.at[i].role == SURVEY_UNUSED)
            r->bad_unused++;
        else if (r->bad_reachable++ < VAULT_BAD_MAX)
            r->first[r->bad_reachable - 1] = s->bad.at[i].page - 1;
    r->consistent = r->bad_reachable == 0;
}

int vault_verify(struct vault *v, struct vault_report *r, struct err *e)
{
    struct sweep s = { .e = e };
    *r = (struct vault_report){ 0 };
    if (v->survey) {
        report_survey(v, r);
        return say(r, e);
    }
    int rc = compartment_each(&v->compartment, true, look, &s, e);
    if (rc == 0)
        rc = sort_out(v, &s, r, e);
    free(s.bad.at);
    return rc < 0 || check_content(v, r, e) < 0 ? -1 : say(r, e);
}
