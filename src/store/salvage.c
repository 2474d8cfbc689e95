/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what trees still lead to, table by table; then pages that nothing leads to, each given to the table
 * that its rows fit (orphans.h). The records' own table comes first, because it tells whose the others are.
 * Then what is left is made to fit together (mend.h), what is computed from records is computed, and the new
 * vault is read through.
 *
 * A row that its table refuses is not forced in: it is listed. A text whose end is lost is left out, not kept
 * without its end: it might be taken for whole. */
#include "satchel/store/salvage.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/care.h"
#include "satchel/store/db.h"
#include "satchel/store/derive.h"
#include "satchel/store/harvest.h"
#include "satchel/store/mend.h"
#include "satchel/store/open.h"
#include "satchel/store/orphans.h"
#include "satchel/store/schema.h"
#include "satchel/store/search_index.h"
#include "satchel/store/shape.h"
#include "satchel/store/tokenizer.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"
#include "satchel/vault/dbrow.h"
#include "satchel/vault/survey.h"
#include "satchel/vault/vault.h"

struct salvaging {
    const struct survey *survey;
    sqlite3 *db; /* the new one */
    struct shapes shapes;
    struct harvest harvest;
    struct salvage *out;
    struct err *e;
    /* The table that rows are put into now. */
    const struct shape *table;
    struct dbrow_into into;
    bool stray;
    const struct shape **owners; /* of pages that nothing leads to; NULL: none, or not that page */
};

void salvage_free(struct salvage *s)
{
    losses_free(&s->lost);
    for (size_t i = 0; i < s->rejected.n; i++)
        free(s->rejected.at[i].table);
    free(s->rejected.at);
    *s = (struct salvage){ 0 };
}

/* ---- rows ---- */

static int reject(struct salvaging *g, const char *table, uint32_t page, int64_t row)
{
    struct salvage *s = g->out;
    if (dyn_room(&s->rejected) < 0)
        return err_no_memory(g->e);
    struct salvage_reject *r = &s->rejected.at[s->rejected.n];
    *r = (struct salvage_reject){ .table = table ? strdup(table) : NULL, .block = page - 1, .row = row };
    if (table && !r->table)
        return err_no_memory(g->e);
    s->rejected.n++;
    return 0;
}

/* The columns that are lost are empty, and where they must not be, as empty as can be. */
static void fill_lost(const struct shape *t, const struct dbrow *row, struct dbvalue *values)
{
    for (size_t i = 0; i < row->n; i++) {
        values[i] = row->column[i];
        if (!values[i].lost || i >= t->columns.n || !t->columns.at[i].not_null)
            continue;
        char type = t->columns.at[i].type;
        values[i].type = type == 'T' ? DBVALUE_TEXT : type == 'I' ? DBVALUE_INT : DBVALUE_BLOB;
        values[i].bytes = (const uint8_t *)"";
    }
}

/* A row that was cut is told by the record it belongs to. */
static int note_cut(struct salvaging *g, const struct dbrow *row)
{
    const struct shape *t = g->table;
    size_t of = t->of ? shape_column(t, t->of) : t->columns.n;
    int64_t n = t->kind && t->by_rowid ? row->rowid : of < row->n ? row->column[of].number : 0;
    char *sql = n ? sqlite3_mprintf("INSERT OR IGNORE INTO temp.loss(n, how, tbl) VALUES(%lld, %d, %Q)",
                                    (long long)n, LOSS_PART, t->name)
                  : NULL;
    int rc = !n    ? reject(g, t->name, row->page, row->rowid)
             : sql ? db_exec(g->db, sql, g->e)
                   : err_no_memory(g->e);
    sqlite3_free(sql);
    return rc;
}

static int put_row(void *arg, const struct dbrow *row)
{
    struct salvaging *g = arg;
    struct dbvalue *values = calloc(DBPAGE_COLUMNS, sizeof *values);
    if (!values)
        return err_no_memory(g->e);
    fill_lost(g->table, row, values);
    int rc = dbrow_put(&g->into, g->table->by_rowid, row->rowid, values, row->n, g->e);
    free(values);
    if (rc < 0)
        return -1;
    g->out->rows += rc > 0;
    g->out->strays += rc > 0 && g->stray;
    if (rc == 0)
        return reject(g, g->table->name, row->page, g->table->by_rowid ? row->rowid : 0);
    return row->whole ? 0 : note_cut(g, row);
}

static int open_table(struct salvaging *g, const struct shape *t)
{
    g->table = t;
    return dbrow_into(&g->into, g->db, t->name, g->e);
}

/* ---- pages that nothing leads to ---- */

static int name_owner(struct salvaging *g, struct orphans *o, uint32_t page, bool only_rec)
{
    const struct shape *t = NULL;
    if (g->owners[page - 1] || !orphans_is(g->survey, page))
        return 0;
    if (orphans_table(o, page, &t) < 0)
        return err_no_memory(g->e);
    if (t && (!only_rec || strcmp(t->name, "rec") == 0))
        g->owners[page - 1] = t;
    return 0;
}

static int name_owners(struct salvaging *g, bool only_rec)
{
    struct orphans o;
    if (orphans_start(&o, g->survey, &g->shapes, g->db, g->e) < 0)
        return -1;
    int rc = 0;
    for (uint32_t page = 1; page <= g->survey->pages.pages && rc == 0; page++)
        rc = name_owner(g, &o, page, only_rec);
    orphans_end(&o);
    return rc;
}

/* ---- tables ---- */

static int copy_table(struct salvaging *g, const struct shape *t)
{
    const struct survey_tree *tree = survey_tree_named(g->survey, t->name);
    int rc = open_table(g, t);
    g->stray = false;
    if (rc == 0 && tree && tree->by_rowid == t->by_rowid)
        rc = survey_rows(g->survey, tree, put_row, g);
    g->stray = true;
    for (uint32_t page = 1; page <= g->survey->pages.pages && rc == 0; page++)
        if (g->owners[page - 1] == t)
            rc = survey_page_rows(g->survey, page, put_row, g);
    dbrow_into_free(&g->into);
    return rc < 0 ? (g->e->code ? -1 : err_no_memory(g->e)) : 0;
}

/* Steps that could be undone fit the tables as they were. */
static bool is_taken(const struct shape *t)
{
    return !t->computed && strcmp(t->name, "undo") != 0;
}

static int copy_tables(struct salvaging *g)
{
    const struct shape *rec = shape_named(&g->shapes, "rec");
    if (name_owners(g, true) < 0 || copy_table(g, rec) < 0 || name_owners(g, false) < 0)
        return -1;
    for (size_t i = 0; i < g->shapes.tables.n; i++)
        if (&g->shapes.tables.at[i] != rec && is_taken(&g->shapes.tables.at[i]) &&
            copy_table(g, &g->shapes.tables.at[i]) < 0)
            return -1;
    return 0;
}

/* ---- names, from the old search index ---- */

struct cards {
    sqlite3_stmt *wanted, *put;
    sqlite3 *db;
    struct err *e;
};

/* id, rec, keys, lines */
static int take_card(void *arg, const struct dbrow *row)
{
    struct cards *c = arg;
    if (row->n != 4 || row->column[2].type != DBVALUE_TEXT || row->column[3].type != DBVALUE_TEXT)
        return 0;
    sqlite3_bind_int64(c->wanted, 1, search_row_record(row->rowid));
    bool wanted = sqlite3_step(c->wanted) == SQLITE_ROW;
    sqlite3_reset(c->wanted);
    if (!wanted)
        return 0;
    sqlite3_bind_int64(c->put, 1, row->rowid);
    dbrow_bind(c->put, 2, &row->column[2]);
    dbrow_bind(c->put, 3, &row->column[3]);
    int rc = sqlite3_step(c->put);
    sqlite3_reset(c->put);
    sqlite3_clear_bindings(c->put);
    return rc == SQLITE_DONE ? 0 : db_error(c->db, rc, c->e);
}

static int take_cards(struct salvaging *g, struct cards *c)
{
    const struct survey_tree *tree = survey_tree_named(g->survey, "search_content");
    int rc = tree ? survey_rows(g->survey, tree, take_card, c) : 0;
    for (uint32_t page = 1; page <= g->survey->pages.pages && rc == 0; page++)
        if (g->owners[page - 1] && strcmp(g->owners[page - 1]->name, "search_content") == 0)
            rc = survey_page_rows(g->survey, page, take_card, c);
    return rc;
}

/* Those of lost records. */
static int fetch_cards(void *arg, struct sqlite3 *db, struct err *e)
{
    struct salvaging *g = arg;
    struct cards c = { .db = db, .e = e };
    if (db_exec(db, "CREATE TEMP TABLE card(id INTEGER PRIMARY KEY, keys TEXT, lines TEXT)", e) < 0)
        return -1;
    int rc = sqlite3_prepare_v2(db, "SELECT 1 FROM temp.loss WHERE n = ?1", -1, &c.wanted, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO temp.card VALUES(?1, ?2, ?3)", -1, &c.put, NULL);
    rc = rc == SQLITE_OK ? take_cards(g, &c) : db_error(db, rc, e);
    sqlite3_finalize(c.wanted);
    sqlite3_finalize(c.put);
    return rc < 0 ? -1 : 0;
}

/* ---- the new vault ---- */

static int fill_tables(struct sqlite3 *db, void *arg, struct err *e)
{
    if (tokenizer_register(db, e) < 0 || schema_create_old(db, *(const int *)arg, e) < 0)
        return -1;
    return derive_create(db, e);
}

static int copy_rows(struct salvaging *g, struct err *e)
{
    const struct mend_cards cards = { "SELECT keys, lines FROM temp.card WHERE id = ?1", fetch_cards, g };
    if (db_exec(g->db, "PRAGMA foreign_keys = OFF", e) < 0 || mend_start(g->db, e) < 0 ||
        shapes_load_all(g->db, &g->shapes, e) < 0 || harvest_take(&g->harvest, g->survey, e) < 0 ||
        db_exec(g->db, "BEGIN", e) < 0 || copy_tables(g) < 0)
        return -1;
    if (mend_rows(g->db, g->survey, &g->harvest, true, &cards, &g->out->lost, e) < 0)
        return -1;
    return db_exec(g->db, "COMMIT", e);
}

static int salvage_rows(struct vault *from, struct vault *to, struct salvage *out, struct err *e)
{
    struct err none = { 0 };
    struct salvaging g = { .survey = vault_survey(from), .db = vault_db(to), .out = out, .e = e ? e : &none };
    g.owners = calloc(g.survey->pages.pages + 1, sizeof *g.owners);
    int rc = g.owners ? tokenizer_register(g.db, e) : err_no_memory(e);
    sqlite3_db_config(g.db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    if (rc == 0)
        rc = copy_rows(&g, g.e);
    sqlite3_db_config(g.db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
    harvest_free(&g.harvest);
    shapes_free(&g.shapes);
    free(g.owners);
    return rc;
}

static int compute(struct store *s, struct err *e)
{
    if (store_bulk_begin(s, e) < 0)
        return -1;
    if (derive_rebuild(s, e) == 0)
        return store_step_end(s, 0, e);
    store_step_cancel(s);
    return -1;
}

static void reject_line(const struct salvage_reject *r, struct buf *out)
{
    unsigned long block = r->block;
    if (!r->table)
        buf_addf(out, _("rows in block %lu, of which table cannot be told"), block);
    else if (r->row)
        buf_addf(out, _("row %lld of the table %s, in block %lu, which does not fit it"), (long long)r->row,
                 r->table, block);
    else
        buf_addf(out, _("a row of the table %s, in block %lu, which does not fit it"), r->table, block);
}

void salvage_lines(const struct salvage *s, struct buf *out)
{
    for (size_t i = 0; i < s->lost.all.n; i++) {
        losses_line(&s->lost.all.at[i], out);
        buf_addc(out, '\n');
    }
    for (size_t i = 0; i < s->rejected.n; i++) {
        reject_line(&s->rejected.at[i], out);
        buf_addc(out, '\n');
    }
    if (s->lost.redated)
        buf_addf(out,
                 P_("the day on which %zu record was entered\n",
                    "the days on which %zu records were entered\n", s->lost.redated),
                 s->lost.redated);
}

/* Who opens the new vault next year must not take it for all there was. */
static int leave_note(struct store *s, const struct salvage *out, struct err *e)
{
    struct buf text = { 0 };
    if (out->lost.all.n + out->rejected.n + out->lost.redated == 0)
        return 0;
    buf_adds(&text, _("This vault was saved from a damaged one. Could not be read there:"));
    buf_addc(&text, '\n');
    salvage_lines(out, &text);
    struct note *note = (struct note *)rec_new(KIND_NOTE, e);
    int rc = !note ? -1 : (note->text = buf_take(&text, e)) ? store_add(s, &note->rec, e) : -1;
    rec_free(note ? &note->rec : NULL);
    buf_free(&text);
    return rc;
}

static int finish(struct vault *from, struct vault *to, const struct clock *clock, struct salvage *out,
                  struct err *e)
{
    struct store *s = NULL;
    int64_t dangling = 0;
    if (store_open(vault_db(to), clock, &s, e) < 0)
        return -1;
    int rc = compute(s, e);
    if (rc == 0)
        rc = losses_read(s, vault_survey(from), &out->lost, e);
    if (rc == 0)
        rc = db_number(s, "SELECT count(*) FROM pragma_foreign_key_check", 0, &dangling, e);
    if (rc == 0 && dangling)
        rc = err_set(e, ERR_INTERNAL,
                     _("What was saved does not fit together, so it was removed again. The "
                       "damaged vault was not changed. This is a fault in the program."));
    if (rc == 0)
        rc = leave_note(s, out, e);
    store_close(s);
    return rc;
}

static void remove_vault(const char *path)
{
    for (int i = -1; i < 2; i++) {
        char *name = NULL;
        if ((i < 0 ? asprintf(&name, "%s", path) : asprintf(&name, "%s-%d", path, i)) >= 0)
            unlink(name);
        free(name);
    }
}

static int fill_vault(struct vault *from, struct vault *to, const struct clock *clock, struct salvage *out,
                      struct err *e)
{
    struct vault_report report;
    if (salvage_rows(from, to, out, e) < 0 || finish(from, to, clock, out, e) < 0)
        return -1;
    return vault_verify(to, &report, e);
}

int salvage_vault(struct vault *from, const char *to, const struct secret *passphrase,
                  const struct vault_options *o, const struct clock *clock, struct salvage *out,
                  struct err *e)
{
    struct vault_options options = *o;
    struct vault *made = NULL;
    const struct survey *s = vault_survey(from);
    int version = s->version < 1 ? SCHEMA_VERSION : s->version;
    *out = (struct salvage){ 0 };
    if (version > SCHEMA_VERSION)
        return schema_too_new(version, e);
    options.fill = fill_tables;
    options.fill_arg = &version;
    if (vault_create(to, passphrase, &options, e) < 0)
        return -1;
    options.read_only = false;
    int rc = vault_open(to, passphrase, &options, &made, e);
    if (rc == 0)
        rc = fill_vault(from, made, clock, out, e);
    if (made && vault_close(made, rc == 0 ? e : NULL) < 0)
        rc = -1;
    if (rc < 0)
        remove_vault(to);
    return rc;
}
