/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault with damaged blocks, opened all the same. Its files are not written any more: SQLite works on an
 * overlay in memory, into which the journal is played back and the repairs go.
 *
 * SQLite ends a statement at the first page that it cannot read, and takes a row that an index names and the
 * table lacks for damage as well. So pages are laid over the damaged ones that say what is true now:
 *
 *   index                    made anew from its table: nothing is lost
 *   table kept by content    its rows that can be reached are put into an empty tree
 *   leaf of another table    a leaf with one row that was surely in it; the table's indexes are made anew,
 * then that row is deleted, and the indexes agree with what is left end of a long row        the row is cut
 * to the columns before it
 *
 * The list of free pages is dropped, so that no damaged page of it is met. What is lost is in the survey.
 * Where inner pages of a table or the schema are damaged, rows may lie where no tree leads to: that is for
 * salvage, which needs no trees.
 *
 * Tested by damaging every page of a store, one after the other (tests/unit/test_rescue.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/dbrow.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/survey.h"

/* ---- looking ---- */

static int read_page(void *arg, uint32_t number, uint8_t *to)
{
    return compartment_page(arg, number - 1, to);
}

struct sweep {
    const struct compartment *c;
    uint8_t *bad; /* a bit a block */
};

static int look(void *arg, const struct compartment_block *b)
{
    struct sweep *s = arg;
    if (!b->sound && !compartment_is_covered(s->c, b->index))
        s->bad[b->index / 8] |= (uint8_t)(1u << b->index % 8);
    return 0;
}

static bool is_bad(void *arg, uint32_t page)
{
    const struct sweep *s = arg;
    return s->bad[(page - 1) / 8] >> ((page - 1) % 8) & 1;
}

static int survey_compartment(struct vault *v, struct err *e)
{
    struct compartment *c = &v->compartment;
    uint64_t capacity = compartment_capacity(c, e);
    struct sweep s = { .c = c, .bad = calloc(capacity / 8 + 1, 1) };
    struct dbpages pages = { read_page, c, (uint32_t)capacity,
                             COMPARTMENT_PAGE_BYTES - COMPARTMENT_RESERVED };
    int rc = capacity == 0 ? -1 : s.bad ? 0 : err_no_memory(e);
    if (rc == 0)
        rc = compartment_each(c, true, look, &s, e);
    if (rc == 0 && !(v->survey = calloc(1, sizeof *v->survey)))
        rc = err_no_memory(e);
    if (rc == 0)
        rc = survey_make(v->survey, &pages, is_bad, &s, e);
    for (uint64_t page = rc == 0 ? v->survey->pages.pages + 1 : capacity + 1; page <= capacity; page++)
        v->bad_beyond += is_bad(&s, (uint32_t)page);
    free(s.bad);
    return rc;
}

/* ---- the database, over memory ---- */

/* A session for writing ends here; its mark may lie in a damaged block. */
static void end_session(struct vault *v)
{
    if (!v->db)
        return;
    if (!sqlite3_get_autocommit(v->db))
        sqlite3_exec(v->db, "ROLLBACK", NULL, NULL, NULL);
    if (!v->read_only)
        sqlite3_exec(v->db, "UPDATE session_open SET open = 0, times = times + 1 WHERE n = 0", NULL, NULL,
                     NULL);
}

int vault_rescue(struct vault *v, struct err *e)
{
    end_session(v);
    vault_unmount(v);
    v->read_only = v->rescued = true;
    return vault_mount_over(v, e) < 0 || vault_play_back(v, e) < 0 ? -1 : survey_compartment(v, e);
}

/* ---- pages that say what is true now ---- */

static void put_big16(uint8_t *p, unsigned v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

/* Content grows down from the end of what is used of a page. */
static void make_leaf(uint8_t page[static DBPAGE_BYTES], enum dbpage_type type, const uint8_t *cell,
                      unsigned n)
{
    unsigned at = COMPARTMENT_PAGE_BYTES - COMPARTMENT_RESERVED - n;
    memset(page, 0, DBPAGE_BYTES);
    page[0] = (uint8_t)type;
    put_big16(page + 3, n > 0);
    put_big16(page + 5, at);
    if (n > 0) {
        put_big16(page + 8, at);
        memcpy(page + at, cell, n);
    }
}

static int cover(struct vault *v, uint32_t page, const uint8_t bytes[static DBPAGE_BYTES], struct err *e)
{
    return compartment_cover(&v->compartment, page - 1, bytes) < 0 ? err_no_memory(e) : 0;
}

static int cover_root(struct vault *v, const struct survey_tree *t, struct err *e)
{
    uint8_t page[DBPAGE_BYTES];
    make_leaf(page, t->by_rowid ? DBPAGE_TABLE_LEAF : DBPAGE_INDEX_LEAF, NULL, 0);
    return cover(v, t->root, page, e);
}

/* A number of a row that lay on that page. */
static int64_t stand_in(const struct survey_bad *b)
{
    return b->high < INT64_MAX ? b->high : b->low > INT64_MIN ? b->low + 1 : 1;
}

/* A leaf must hold a row unless it is the root. This one has one column, NULL, as the others then read. */
static int cover_leaf(struct vault *v, const struct survey_bad *b, struct err *e)
{
    uint8_t page[DBPAGE_BYTES], cell[16] = { 2 };
    unsigned n = 1 + dbpage_put_varint(cell + 1, (uint64_t)stand_in(b));
    cell[n++] = 2; /* the length of the record's header */
    cell[n++] = 0;
    make_leaf(page, DBPAGE_TABLE_LEAF, cell, b->depth == 0 ? 0 : n);
    return cover(v, b->page, page, e);
}

/* Writes the row shorter where it stands: what lies in the leaf stays, the other columns are NULL. */
static int cut_row(struct vault *v, const struct survey_bad *b, struct err *e)
{
    uint8_t bytes[DBPAGE_BYTES], cell[DBPAGE_BYTES];
    struct dbpage p;
    struct dbcell c;
    if (compartment_page(&v->compartment, b->leaf - 1, bytes) < 0 ||
        !dbpage_open(&p, bytes, b->leaf, v->survey->pages.usable))
        return 0;
    for (unsigned i = 0; i < p.cells; i++) {
        if (!dbpage_cell(&p, i, &c) || c.rowid != b->row || !c.overflow)
            continue;
        unsigned n = dbpage_shorten(&c, cell);
        if (n > 0 && n <= c.n) {
            memcpy(bytes + c.at, cell, n);
            return cover(v, b->leaf, bytes, e);
        }
    }
    return 0;
}

static int drop_free_pages(struct vault *v, struct err *e)
{
    uint8_t page[DBPAGE_BYTES];
    if (compartment_page(&v->compartment, 0, page) < 0)
        return 0;
    memset(page + 32, 0, 8);
    return cover(v, 1, page, e);
}

static int cover_bad(struct vault *v, const struct survey_bad *b, struct err *e)
{
    const struct survey_tree *t = &v->survey->trees.at[b->tree];
    if (b->role == SURVEY_OVERFLOW && t->by_rowid)
        return cut_row(v, b, e);
    if (b->role == SURVEY_LEAF && t->by_rowid)
        return cover_leaf(v, b, e);
    return 0;
}

/* ---- tables kept by content ---- */

/* The rows of one such table, while its tree is emptied: size u32, total u64, payload. */
struct kept {
    struct buf rows;
    size_t tree;
};

static int keep_row(void *arg, const struct dbrow *row)
{
    struct kept *k = arg;
    uint32_t n = (uint32_t)row->all.len;
    buf_add(&k->rows, &n, sizeof n);
    buf_add(&k->rows, &row->total, sizeof row->total);
    buf_add(&k->rows, row->all.data, row->all.len);
    return k->rows.failed ? -1 : 0;
}

static int put_back(struct vault *v, const struct kept *k, struct err *e)
{
    struct dbvalue *values = calloc(DBPAGE_COLUMNS, sizeof *values);
    struct dbrow_into into = { 0 };
    int rc = values ? dbrow_into(&into, v->db, v->survey->trees.at[k->tree].name, e) : err_no_memory(e);
    for (size_t at = 0; rc >= 0 && at < k->rows.len;) {
        uint32_t n;
        uint64_t total;
        memcpy(&n, k->rows.data + at, sizeof n);
        memcpy(&total, k->rows.data + at + sizeof n, sizeof total);
        at += sizeof n + sizeof total;
        int columns = dbpage_record((const uint8_t *)k->rows.data + at, n, total, values);
        at += n;
        if (columns > 0)
            rc = dbrow_put(&into, false, 0, values, (size_t)columns, e);
    }
    dbrow_into_free(&into);
    free(values);
    return rc < 0 ? -1 : 0;
}

/* ---- putting the repairs together ---- */

struct repair {
    struct vault *v;
    bool *touched; /* trees */
    DYN(struct kept) kept;
};

static int note_touched(struct repair *r, struct err *e)
{
    const struct survey *s = r->v->survey;
    if (!(r->touched = calloc(s->trees.n + 1, sizeof *r->touched)))
        return err_no_memory(e);
    for (size_t i = 0; i < s->bad.n; i++)
        if (s->bad.at[i].role >= SURVEY_INNER)
            r->touched[s->bad.at[i].tree] = true;
    return 0;
}

/* Reads what is to be put back, then lays the pages over. */
static int cover_all(struct repair *r, struct err *e)
{
    const struct survey *s = r->v->survey;
    for (size_t i = 0; i < s->trees.n; i++) {
        const struct survey_tree *t = &s->trees.at[i];
        if (!r->touched[i] || t->by_rowid)
            continue;
        if (!t->index) {
            if (dyn_room(&r->kept) < 0)
                return err_no_memory(e);
            r->kept.at[r->kept.n] = (struct kept){ .tree = i };
            if (survey_rows(s, t, keep_row, &r->kept.at[r->kept.n++]) < 0)
                return err_no_memory(e);
        }
        if (cover_root(r->v, t, e) < 0)
            return -1;
    }
    for (size_t i = 0; i < s->bad.n; i++)
        if (cover_bad(r->v, &s->bad.at[i], e) < 0)
            return -1;
    return drop_free_pages(r->v, e);
}

static int run(struct vault *v, const char *format, const char *name, long long n, struct err *e)
{
    char *sql = sqlite3_mprintf(format, name, n);
    int rc = sql ? sqlite3_exec(v->db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return rc == SQLITE_OK ? 0 : vault_sql_error(v, rc, _("The damage could not be worked around"), e);
}

static int mend_tree(struct repair *r, size_t i, struct err *e)
{
    const struct survey *s = r->v->survey;
    const struct survey_tree *t = &s->trees.at[i];
    if (run(r->v, "REINDEX \"%w\"", t->name, 0, e) < 0)
        return -1;
    for (size_t k = 0; k < s->bad.n; k++) {
        const struct survey_bad *b = &s->bad.at[k];
        if (b->tree == i && b->role == SURVEY_LEAF && t->by_rowid && b->depth > 0 &&
            run(r->v, "DELETE FROM \"%w\" WHERE rowid = %lld", t->name, (long long)stand_in(b), e) < 0)
            return -1;
    }
    return 0;
}

static int mend_all(struct repair *r, struct err *e)
{
    for (size_t i = 0; i < r->v->survey->trees.n; i++)
        if (r->touched[i] && mend_tree(r, i, e) < 0)
            return -1;
    for (size_t i = 0; i < r->kept.n; i++)
        if (put_back(r->v, &r->kept.at[i], e) < 0)
            return -1;
    return 0;
}

static void release(struct repair *r)
{
    for (size_t i = 0; i < r->kept.n; i++)
        buf_free(&r->kept.at[i].rows);
    free(r->kept.at);
    free(r->touched);
}

int vault_patch(struct vault *v, struct err *e)
{
    struct repair r = { .v = v };
    if (survey_is_torn(v->survey))
        return err_set(e, ERR_DAMAGE,
                       _("More than single records is damaged in this vault, so it cannot be opened. Nothing "
                         "was changed. Save what is left into a new vault: satchel salvage NEW"));
    int rc = note_touched(&r, e);
    if (rc == 0)
        rc = cover_all(&r, e);
    if (rc == 0)
        rc = vault_open_over(v, e);
    /* Neither triggers nor foreign keys: nobody changes anything here. */
    if (rc == 0 &&
        (sqlite3_db_config(v->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) != SQLITE_OK ||
         run(v, "BEGIN", NULL, 0, e) < 0 || mend_all(&r, e) < 0 || run(v, "COMMIT", NULL, 0, e) < 0))
        rc = -1;
    if (rc == 0)
        sqlite3_db_config(v->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
    release(&r);
    return rc;
}

const struct survey *vault_survey(const struct vault *v)
{
    return v->survey;
}

bool vault_rescued(const struct vault *v)
{
    return v->rescued;
}

bool vault_is_damaged(const struct vault *v)
{
    return v->compartment.damage.database_blocks > 0;
}
