/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/losses.h"

#include <fnmatch.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/store/db.h"
#include "satchel/store/label.h"
#include "satchel/store/shape.h"
#include "satchel/vault/survey.h"

void losses_free(struct losses *l)
{
    for (size_t i = 0; i < l->all.n; i++) {
        str_free(l->all.at[i].label);
        str_free(l->all.at[i].table);
    }
    free(l->all.at);
    *l = (struct losses){ 0 };
}

/* ---- which block ---- */

static const char *tree_of(const struct survey *s, const struct survey_bad *b)
{
    return b->role >= SURVEY_INNER ? s->trees.at[b->tree].name : "";
}

/* Whether the page held the row, as far as can be told: of tables kept by content, any page of theirs. */
static bool held(const struct survey *s, const struct survey_bad *b, const char *table, int64_t n)
{
    if (strcmp(tree_of(s, b), table) != 0)
        return false;
    const struct survey_tree *t = &s->trees.at[b->tree];
    if (!t->by_rowid || b->role == SURVEY_INNER)
        return true;
    return b->role == SURVEY_LEAF ? n > b->low && n <= b->high : n == b->row;
}

static int64_t block_of(const struct survey *s, const char *table, int64_t n)
{
    int64_t block = -1;
    for (size_t i = 0; i < s->bad.n; i++) {
        if (!held(s, &s->bad.at[i], table, n))
            continue;
        if (block >= 0)
            return -1;
        block = (int64_t)s->bad.at[i].page - 1;
    }
    return block;
}

/* ---- reading ---- */

/* n, kind, how, tbl, label, owner, id. A loss without a kind is of the record n, whatever that is; a refuge
 * is no loss. */
static const char LOSSES[] =
    "SELECT loss.n, coalesce(loss.kind, rec.kind), how, tbl, coalesce(label, ''), coalesce(owner, loss.n),"
    " coalesce(loss.id, rec.id) FROM temp.loss LEFT JOIN rec ON rec.n = loss.n"
    " WHERE hidden = 0 AND tbl NOT LIKE 'refuge %' AND coalesce(rec.deleted, 0) = 0 ORDER BY loss.n";

static int name_it(struct store *s, struct loss *l, int64_t owner, struct err *e)
{
    struct err none = { 0 };
    if (*l->label)
        return 0;
    char *label = l->how != LOSS_GONE || owner != l->n ? store_label(s, owner, &none) : NULL;
    if (none.code == ERR_NO_MEMORY)
        return err_no_memory(e);
    if (label) {
        str_free(l->label);
        l->label = label;
    }
    return 0;
}

static int add(struct losses *out, const struct loss *l, struct err *e)
{
    if (dyn_room(&out->all) == 0 && l->label && l->table) {
        out->all.at[out->all.n++] = *l;
        return 0;
    }
    str_free(l->label);
    str_free(l->table);
    return err_no_memory(e);
}

static int read_row(struct store *s, const struct survey *survey, struct sqlite3_stmt *st, struct losses *out,
                    struct err *e)
{
    const char *kind = (const char *)sqlite3_column_text(st, 1);
    const struct kind *k = kind ? kind_named(kind) : NULL;
    const char *table = (const char *)sqlite3_column_text(st, 3);
    const char *label = (const char *)sqlite3_column_text(st, 4);
    struct loss l = { .kind = k ? k->kind : KIND_NONE,
                      .n = sqlite3_column_int64(st, 0),
                      .how = (enum loss_how)sqlite3_column_int(st, 2),
                      .label = strdup(label ? label : ""),
                      .table = strdup(table ? table : "") };
    if (sqlite3_column_bytes(st, 6) == REC_ID_BYTES)
        rec_id_format(sqlite3_column_blob(st, 6), l.id);
    l.block = block_of(survey, table ? table : "", l.n);
    return add(out, &l, e) < 0 ? -1
                               : name_it(s, &out->all.at[out->all.n - 1], sqlite3_column_int64(st, 5), e);
}

/* ---- what no record accounts for ---- */

/* What is made anew: computed from records, or, of `rec`, from its indexes; and what is of the session. */
static bool is_computed(const char *table)
{
    static const char *const NAMES[] = { "sqlite*",  "search*",    "rec",          "stale",
                                         "case_row", "slot_place", "session_open", "other_made" };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (fnmatch(NAMES[i], table, 0) == 0)
            return true;
    return false;
}

static bool is_told(const struct survey *s, const struct survey_bad *b, const struct losses *l)
{
    for (size_t i = 0; i < l->all.n; i++)
        if (held(s, b, l->all.at[i].table, l->all.at[i].n))
            return true;
    return false;
}

static int add_tables(const struct survey *s, const struct shapes *shapes, struct losses *out, struct err *e)
{
    for (size_t i = 0; i < s->bad.n; i++) {
        const struct survey_bad *b = &s->bad.at[i];
        const char *table = tree_of(s, b);
        bool leads = b->role == SURVEY_INNER && s->trees.at[b->tree].by_rowid;
        if (!*table || leads || s->trees.at[b->tree].index || is_computed(table) || is_told(s, b, out))
            continue;
        const struct shape *t = shape_named(shapes, table);
        struct loss l = { .kind = t && t->kind == KIND_NONE ? t->owner : KIND_NONE,
                          .n = b->role == SURVEY_OVERFLOW ? b->row : 0,
                          .how = LOSS_PART,
                          .label = strdup(""),
                          .table = strdup(table),
                          .block = (int64_t)b->page - 1 };
        if (add(out, &l, e) < 0)
            return -1;
    }
    return 0;
}

int losses_read(struct store *s, const struct survey *survey, struct losses *out, struct err *e)
{
    struct shapes shapes = { 0 };
    int64_t records = 0;
    int rc;
    sqlite3_stmt *st = db_prepare(s, LOSSES, e);
    if (!st)
        return -1;
    while ((rc = db_step(st, e)) > 0)
        if ((rc = read_row(s, survey, st, out, e)) < 0)
            break;
    db_done(s, st);
    if (rc == 0)
        rc = db_number(
            s,
            "SELECT count(DISTINCT coalesce(owner, loss.n)) FROM temp.loss LEFT JOIN rec ON rec.n = loss.n"
            " WHERE hidden = 0 AND tbl NOT LIKE 'refuge %' AND coalesce(rec.deleted, 0) = 0",
            0, &records, e);
    out->records = (size_t)records;
    if (rc == 0)
        rc = shapes_load(store_db(s), &shapes, e);
    if (rc == 0)
        rc = add_tables(survey, &shapes, out, e);
    shapes_free(&shapes);
    return rc;
}

/* ---- saying ---- */

void losses_line(const struct loss *l, struct buf *out)
{
    /* TRANSLATORS: a kind of record, then what the record is called. */
    static const char *const HOW[] = { [LOSS_GONE] = N_("all of it"),
                                       [LOSS_EMPTIED] = N_("its fields; what belongs to it is there"),
                                       [LOSS_PART] = N_("a part of it") };
    const char *kind = l->kind ? _(kind_of(l->kind)->label) : NULL;
    if (kind && *l->label) /* TRANSLATORS: a kind of record, what the record is called, what of it is lost. */
        buf_addf(out, _("%s: %s (%s)"), kind, l->label, _(HOW[l->how]));
    else if (kind && l->n)
        buf_addf(out, _("%s: its name is lost too, row %lld of the table %s"), kind, (long long)l->n,
                 l->table);
    else if (kind)
        buf_addf(out, _("%s: what its table %s held there, if anything, and for which, cannot be told"), kind,
                 l->table);
    else if (l->n)
        buf_addf(out, _("row %lld of the table %s"), (long long)l->n, l->table);
    else
        buf_addf(out, _("what the table %s held there, if anything, cannot be told"), l->table);
}

void losses_say(const struct losses *l, struct buf *out)
{
    if (l->records == 0)
        buf_adds(out,
                 _("The vault is damaged, but no record that is known of is lost. It is open for reading "
                   "only. More: satchel verify. To save it: satchel salvage"));
    else
        buf_addf(
            out,
            P_("%zu record could not be read, or not wholly; everything else is here, for reading only. "
               "Which: satchel verify. To save the rest: satchel salvage",
               "%zu records could not be read, or not wholly; everything else is here, for reading only. "
               "Which: satchel verify. To save the rest: satchel salvage",
               l->records),
            l->records);
}
