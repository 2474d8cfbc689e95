/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/shape.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/store/db.h"
#include "satchel/store/table.h"

static void name_kind(struct shape *t)
{
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        const struct table *own = table_of(kind);
        if (strcmp(own->name, t->name) == 0)
            t->kind = kind;
        for (size_t i = 0; own->lists[i]; i++) {
            const struct list_table *list = own->lists[i];
            const struct field *f = kind_field(kind_of(kind), list->field);
            if (strcmp(list->table, t->name) != 0)
                continue;
            t->owner = kind;
            t->field = list->field;
            t->of = list->owner;
            if (f && f->type == FIELD_LIST)
                t->kind = f->part->kind;
        }
    }
}

static int set(char **to, sqlite3_stmt *st, int column)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    return text && !(*to = strdup(text)) ? -1 : 0;
}

static int load_columns(struct sqlite3 *db, struct shape *t, struct err *e)
{
    static const char SQL[] = /* the keys are read once, not for each column */
        "WITH f AS MATERIALIZED (SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1))"
        "SELECT c.name, c.type, c.\"notnull\", c.pk, f.\"table\" FROM pragma_table_info(?1) AS c"
        " LEFT JOIN f ON f.\"from\" = c.name"
        " GROUP BY c.cid ORDER BY c.cid, f.\"table\" = 'rec'";
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, SQL, -1, &st, NULL);
    if (rc != SQLITE_OK)
        return db_error(db, rc, e);
    db_bind_text(st, 1, t->name);
    while ((rc = db_step(st, e)) > 0) {
        struct shape_column c = { .not_null = sqlite3_column_int(st, 2), .key = sqlite3_column_int(st, 3) };
        const char *type = (const char *)sqlite3_column_text(st, 1);
        c.type = type && *type ? *type : '*';
        if (dyn_room(&t->columns) < 0 || set(&c.name, st, 0) < 0 || set(&c.parent, st, 4) < 0) {
            rc = err_no_memory(e);
            break;
        }
        t->columns.at[t->columns.n++] = c;
    }
    sqlite3_finalize(st);
    return rc;
}

/* Pieces of a record that are no list of it: their key begins with it. */
static void name_owner(struct shape *t)
{
    for (size_t i = 0; i < t->columns.n && !t->of && t->kind == KIND_NONE; i++)
        if (t->columns.at[i].key && t->columns.at[i].parent)
            t->of = t->columns.at[i].name;
}

static void find_alias(struct shape *t)
{
    size_t keys = 0, alias = t->columns.n;
    for (size_t i = 0; i < t->columns.n; i++) {
        keys += t->columns.at[i].key > 0;
        if (t->columns.at[i].key && t->columns.at[i].type == 'I' && t->by_rowid)
            alias = i;
    }
    t->alias = keys == 1 ? alias : t->columns.n;
}

/* The columns of an index as those of its table; the number of the row, and what is computed, at their
 * places. */
static int load_index_columns(struct sqlite3 *db, const struct shape *t, struct shape *index, struct err *e)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT cid FROM pragma_index_xinfo(?1) ORDER BY seqno", -1, &st, NULL);
    if (rc != SQLITE_OK)
        return db_error(db, rc, e);
    db_bind_text(st, 1, index->name);
    while ((rc = db_step(st, e)) > 0) {
        int cid = sqlite3_column_int(st, 0);
        const struct shape_column *from = cid >= 0 && (size_t)cid < t->columns.n ? &t->columns.at[cid] : NULL;
        const char *parent = cid == -1 ? t->name : from ? from->parent : NULL;
        struct shape_column c = { .type = from        ? from->type
                                          : cid == -1 ? 'I'
                                                      : '*',
                                  .not_null = cid == -1 || (from && from->not_null) };
        c.name = strdup(from ? from->name : "");
        c.parent = parent ? strdup(parent) : NULL;
        if (!c.name || (parent && !c.parent) || dyn_room(&index->columns) < 0) {
            rc = err_no_memory(e);
            break;
        }
        index->columns.at[index->columns.n++] = c;
    }
    sqlite3_finalize(st);
    index->alias = index->columns.n;
    return rc;
}

static int load_indexes(struct sqlite3 *db, struct shapes *out, size_t table, struct err *e)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT name FROM pragma_index_list(?1) WHERE ?2 OR origin <> 'pk'", -1,
                                &st, NULL);
    if (rc != SQLITE_OK)
        return db_error(db, rc, e);
    db_bind_text(st, 1, out->tables.at[table].name);
    sqlite3_bind_int(st, 2, out->tables.at[table].by_rowid);
    while ((rc = db_step(st, e)) > 0) {
        if (dyn_room(&out->tables) < 0) {
            rc = err_no_memory(e);
            break;
        }
        struct shape *index = &out->tables.at[out->tables.n++];
        *index = (struct shape){ .computed = true };
        rc = set(&index->name, st, 0) < 0 ? err_no_memory(e)
                                          : load_index_columns(db, &out->tables.at[table], index, e);
        if (rc < 0)
            break;
    }
    sqlite3_finalize(st);
    return rc;
}

int shapes_load_all(struct sqlite3 *db, struct shapes *out, struct err *e)
{
    int rc = shapes_load(db, out, e);
    for (size_t i = 0, n = out->tables.n; i < n && rc == 0; i++)
        rc = load_indexes(db, out, i, e);
    return rc;
}

int shapes_load(struct sqlite3 *db, struct shapes *out, struct err *e)
{
    static const char SQL[] =
        "SELECT name, sql LIKE '%WITHOUT ROWID', name LIKE 'search%' OR name IN ('stale', 'case_row')"
        " FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
        " AND name NOT LIKE 'sqlite%' AND name NOT IN ('slot_place', 'session_open', 'other_made')"
        /* what others refer to first */
        " ORDER BY name <> 'rec', name <> 'kase', name <> 'person', rowid";
    sqlite3_stmt *st = NULL;
    *out = (struct shapes){ 0 };
    int rc = sqlite3_prepare_v2(db, SQL, -1, &st, NULL);
    if (rc != SQLITE_OK)
        return db_error(db, rc, e);
    while ((rc = db_step(st, e)) > 0) {
        if (dyn_room(&out->tables) < 0) {
            rc = err_no_memory(e);
            break;
        }
        struct shape *t = &out->tables.at[out->tables.n++];
        *t = (struct shape){ .by_rowid = !sqlite3_column_int(st, 1), .computed = sqlite3_column_int(st, 2) };
        if (set(&t->name, st, 0) < 0) {
            rc = err_no_memory(e);
            break;
        }
        name_kind(t);
        if (load_columns(db, t, e) < 0) {
            rc = -1;
            break;
        }
        name_owner(t);
        find_alias(t);
    }
    sqlite3_finalize(st);
    return rc;
}

void shapes_free(struct shapes *s)
{
    for (size_t i = 0; i < s->tables.n; i++) {
        struct shape *t = &s->tables.at[i];
        for (size_t k = 0; k < t->columns.n; k++) {
            free(t->columns.at[k].name);
            free(t->columns.at[k].parent);
        }
        free(t->columns.at);
        free(t->name);
    }
    free(s->tables.at);
    *s = (struct shapes){ 0 };
}

const struct shape *shape_named(const struct shapes *s, const char *name)
{
    for (size_t i = 0; i < s->tables.n; i++)
        if (strcmp(s->tables.at[i].name, name) == 0)
            return &s->tables.at[i];
    return NULL;
}

const struct shape *shape_of_kind(const struct shapes *s, enum rec_kind kind)
{
    for (size_t i = 0; i < s->tables.n; i++)
        if (s->tables.at[i].kind == kind && kind != KIND_NONE)
            return &s->tables.at[i];
    return NULL;
}

size_t shape_column(const struct shape *t, const char *name)
{
    size_t i = 0;
    while (i < t->columns.n && strcmp(t->columns.at[i].name, name) != 0)
        i++;
    return i;
}
