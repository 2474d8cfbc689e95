/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/store.h"

#include <sqlite3.h>

#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/store/db.h"
#include "satchel/store/session.h"
#include "satchel/store/table.h"

int64_t store_now(const struct store *s)
{
    return clock_now(s->clock);
}

int32_t store_today(const struct store *s)
{
    return clock_today(s->clock);
}

/* ---- reading a record ---- */

static int read_head(struct store *s, int64_t n, struct rec *head, struct err *e)
{
    sqlite3_stmt *st =
        db_prepare(s, "SELECT id, created, changed, deleted, version FROM rec WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, e);
    if (rc > 0) {
        head->n = n;
        rc = db_id(st, 0, head->id, e);
        head->created = sqlite3_column_int64(st, 1);
        head->changed = sqlite3_column_int64(st, 2);
        head->deleted = sqlite3_column_int64(st, 3);
        head->version = sqlite3_column_int64(st, 4);
    }
    db_done(s, st);
    return rc < 0 ? -1 : 0;
}

static int read_element(struct store *s, sqlite3_stmt *st, struct rec *r, const struct field *f,
                        struct err *e)
{
    void *base = field_add(r, f, e);
    if (!base)
        return -1;
    if (f->type == FIELD_REFS)
        return store_ref(s, sqlite3_column_int64(st, 0), base, e);
    bool ids = f->part->kind != KIND_NONE;
    if (ids) {
        struct rec_row *row = base;
        row->n = sqlite3_column_int64(st, 0);
        if (db_id(st, 1, row->id, e) < 0)
            return -1;
    }
    return table_read(s, st, ids ? 2 : 0, base, f->part, e);
}

static int read_list(struct store *s, struct rec *r, const struct field *f, const struct list_table *t,
                     struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, t->get, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, r->n);
    int rc;
    while ((rc = db_step(st, e)) > 0)
        if ((rc = read_element(s, st, r, f, e)) < 0)
            break;
    db_done(s, st);
    return rc;
}

static int read_fields(struct store *s, struct rec *r, struct err *e)
{
    const struct table *t = table_of(r->kind);
    const struct kind *k = kind_of(r->kind);
    sqlite3_stmt *st = db_prepare(s, t->get, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, r->n);
    int rc = db_step(st, e);
    if (rc > 0)
        rc = table_read(s, st, 0, r, k, e);
    else if (rc == 0)
        rc = err_set(e, ERR_DAMAGE, _("A record has lost its content. Run: satchel verify"));
    db_done(s, st);
    for (size_t i = 0; rc == 0 && i < k->n_fields; i++)
        if (table_list(r->kind, k->fields[i].key))
            rc = read_list(s, r, &k->fields[i], table_list(r->kind, k->fields[i].key), e);
    return rc;
}

int store_get_deleted(struct store *s, int64_t n, struct rec **out, struct err *e)
{
    enum rec_kind kind;
    if (store_part_of(s, n, &n, e) < 0 || store_kind(s, n, &kind, e) < 0)
        return -1;
    struct rec *r = rec_new(kind, e);
    if (!r)
        return -1;
    if (read_head(s, n, r, e) < 0 || read_fields(s, r, e) < 0) {
        rec_free(r);
        return -1;
    }
    *out = r;
    return 0;
}

int store_get(struct store *s, int64_t n, struct rec **out, struct err *e)
{
    struct rec *r;
    if (store_get_deleted(s, n, &r, e) < 0)
        return -1;
    if (r->deleted) {
        rec_free(r);
        return err_set(e, ERR_NOT_FOUND, _("This record was deleted. Undo brings it back."));
    }
    *out = r;
    return 0;
}
