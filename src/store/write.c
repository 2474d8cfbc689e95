/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/write.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/db.h"
#include "satchel/store/label.h"
#include "satchel/store/letters_copies.h"
#include "satchel/store/letters_rules.h"
#include "satchel/store/session.h"
#include "satchel/store/table.h"
#include "satchel/store/undo.h"

/* ---- references ---- */

/* Finds the row of a reference, or its id, and looks whether it may stand there. */
static int resolve(struct store *s, struct rec_ref *ref, const struct field *f, struct err *e)
{
    if (rec_ref_is_none(ref))
        return 0;
    sqlite3_stmt *st = db_prepare(s, "SELECT n, id, kind, deleted FROM rec WHERE n = ?1 OR id = ?2", e);
    if (!st)
        return -1;
    if (ref->n)
        sqlite3_bind_int64(st, 1, ref->n);
    else
        db_bind_blob(st, 2, ref->id, REC_ID_BYTES);
    int rc = db_step(st, e);
    if (rc > 0) {
        const char *kind = (const char *)sqlite3_column_text(st, 2);
        bool deleted = sqlite3_column_int64(st, 3) != 0;
        ref->n = sqlite3_column_int64(st, 0);
        rc = db_id(st, 1, ref->id, e);
        if (rc == 0 && f->target != KIND_ANY && (!kind || strcmp(kind, kind_of(f->target)->name) != 0))
            rc = err_set(e, ERR_INPUT,
                         _("The field \"%s\" takes a record of type %s, not %s. Nothing was changed."),
                         f->key, kind_of(f->target)->name, kind ? kind : "");
        else if (rc == 0 && deleted && f->flags & FIELD_OWNER)
            rc = err_set(e, ERR_NOT_FOUND,
                         _("The record that the field \"%s\" names was deleted. Nothing was changed."),
                         f->key);
    } else if (rc == 0) {
        rc = err_set(e, ERR_NOT_FOUND,
                     _("The record that the field \"%s\" names is not in this vault. Nothing was changed."),
                     f->key);
    }
    db_done(s, st);
    return rc;
}

static int resolve_all(struct store *s, void *base, const struct kind *k, struct err *e)
{
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        size_t n = f->type == FIELD_LIST || f->type == FIELD_REFS ? field_count(base, f) : 0;
        int rc = f->type == FIELD_REF ? resolve(s, (struct rec_ref *)((char *)base + f->offset), f, e) : 0;
        for (size_t j = 0; rc == 0 && j < n; j++)
            rc = f->type == FIELD_REFS ? resolve(s, field_at(base, f, j), f, e)
                                       : resolve_all(s, field_at(base, f, j), f->part, e);
        if (rc < 0)
            return -1;
    }
    return 0;
}

/* ---- what the program fills in ---- */

static int number_case(struct store *s, struct rec *r, struct err *e)
{
    struct kase *k = (struct kase *)r;
    int64_t taken = 1;
    if (k->no.set && db_number(s, "SELECT n FROM kase WHERE no = ?1", k->no.v, &taken, NULL) == 0 &&
        taken != r->n)
        k->no.set = false;
    if (k->no.set)
        return 0;
    k->no.set = true;
    return db_number(s, "SELECT coalesce(max(no), 0) + 1 FROM kase", 0, &k->no.v, e);
}

static int number_appeal(struct rec *r, struct err *e)
{
    struct appeal *a = (struct appeal *)r;
    char norm[NUMBER_NORM_BYTES];
    bool has = a->number && number_normalize(a->number, norm);
    return str_set(&a->number_norm, has ? norm : NULL) < 0 ? err_no_memory(e) : 0;
}

static int normalize_contact(struct rec *r, struct err *e)
{
    struct contact *c = (struct contact *)r;
    char *norm = contact_normalize(c->kind, c->raw ? c->raw : "", e);
    if (!norm)
        return -1;
    str_free(c->norm);
    c->norm = norm;
    return 0;
}

static int derive_fields(struct store *s, struct rec *r, struct err *e)
{
    switch (r->kind) {
    case KIND_CASE:
        return number_case(s, r, e);
    case KIND_APPEAL:
        return number_appeal(r, e);
    case KIND_CONTACT:
        return normalize_contact(r, e);
    default:
        return 0;
    }
}

/* ---- rows ---- */

static bool is_zero(const uint8_t id[static REC_ID_BYTES])
{
    static const uint8_t zero[REC_ID_BYTES];
    return memcmp(id, zero, sizeof zero) == 0;
}

void store_new_id(uint8_t id[static REC_ID_BYTES])
{
    sqlite3_randomness(REC_ID_BYTES, id);
}

/* A row in rec; *n and id are filled. */
static int add_rec(struct store *s, enum rec_kind kind, int64_t *n, uint8_t id[static REC_ID_BYTES],
                   struct err *e)
{
    int64_t taken;
    if (is_zero(id))
        store_new_id(id);
    sqlite3_stmt *st = db_prepare(s, "SELECT n FROM rec WHERE id = ?1", e);
    if (!st)
        return -1;
    db_bind_blob(st, 1, id, REC_ID_BYTES);
    taken = db_step(st, e);
    db_done(s, st);
    if (taken > 0)
        return err_set(e, ERR_EXISTS,
                       _("A record with this id is in the vault already. Nothing was changed."));
    st = taken < 0 ? NULL
                   : db_prepare(s, "INSERT INTO rec(id, kind, created, changed) VALUES(?1, ?2, ?3, ?3)", e);
    if (!st)
        return -1;
    db_bind_blob(st, 1, id, REC_ID_BYTES);
    db_bind_text(st, 2, kind_of(kind)->name);
    sqlite3_bind_int64(st, 3, store_now(s));
    if (db_run(s, st, e) < 0)
        return -1;
    *n = sqlite3_last_insert_rowid(store_db(s));
    return 0;
}

static int run_number(struct store *s, const char *sql, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, sql, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_run(s, st, e);
}

static int hide(struct store *s, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(
        s, "UPDATE rec SET deleted = ?2, changed = ?2, version = version + 1 WHERE n = ?1 AND deleted = 0",
        e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    sqlite3_bind_int64(st, 2, store_now(s));
    return db_run(s, st, e);
}

static int write_plain(struct store *s, const struct rec *r, const struct field *f,
                       const struct list_table *t, struct err *e)
{
    if (run_number(s, t->drop, r->n, e) < 0)
        return -1;
    for (size_t i = 0; i < field_count(r, f); i++) {
        sqlite3_stmt *st = db_prepare(s, t->add, e);
        if (!st)
            return -1;
        sqlite3_bind_int64(st, 1, r->n);
        sqlite3_bind_int64(st, 2, (int64_t)i);
        if (f->type == FIELD_REFS)
            db_bind_ref(st, 3, ((struct rec_ref *)field_at(r, f, i))->n);
        else
            table_bind(st, 3, field_at(r, f, i), f->part);
        if (db_run(s, st, e) < 0)
            return -1;
    }
    return 0;
}

static int write_element(struct store *s, struct rec *r, const struct field *f, const struct list_table *t,
                         size_t i, struct err *e)
{
    struct rec_row *row = field_at(r, f, i);
    bool fresh = row->n == 0;
    if (fresh && add_rec(s, f->part->kind, &row->n, row->id, e) < 0)
        return -1;
    sqlite3_stmt *st = db_prepare(s, fresh ? t->add : t->set, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, row->n);
    sqlite3_bind_int64(st, 2, r->n);
    sqlite3_bind_int64(st, 3, (int64_t)i);
    table_bind(st, 4, row, f->part);
    return db_run(s, st, e);
}

static bool has_row(const struct rec *r, const struct field *f, int64_t n)
{
    for (size_t i = 0; i < field_count(r, f); i++)
        if (((struct rec_row *)field_at(r, f, i))->n == n)
            return true;
    return false;
}

/* The row of the element of old that this one is, by row or by id; 0: none. */
static int64_t row_in(const struct rec *old, const struct field *f, const struct rec_row *row)
{
    for (size_t i = 0; old && i < field_count(old, f); i++) {
        const struct rec_row *was = field_at(old, f, i);
        if (was->n == row->n || (row->n == 0 && memcmp(was->id, row->id, REC_ID_BYTES) == 0))
            return was->n;
    }
    return 0;
}

/* Elements with ids keep their rows; those no longer there are hidden, since something may refer to them. A
 * row that is not one of this record's is taken as new. */
static int write_rows(struct store *s, const struct rec *old, struct rec *r, const struct field *f,
                      const struct list_table *t, struct err *e)
{
    for (size_t i = 0; i < field_count(r, f); i++) {
        struct rec_row *row = field_at(r, f, i);
        int64_t n = row_in(old, f, row);
        if (row->n && !n)
            *row = (struct rec_row){ 0 };
        row->n = n;
    }
    for (size_t i = 0; old && i < field_count(old, f); i++) {
        int64_t n = ((struct rec_row *)field_at(old, f, i))->n;
        if (!has_row(r, f, n) && hide(s, n, e) < 0)
            return -1;
    }
    for (size_t i = 0; i < field_count(r, f); i++)
        if (write_element(s, r, f, t, i, e) < 0)
            return -1;
    return 0;
}

/* All fields of r; old: what is stored, NULL for a new one. */
static int write_fields(struct store *s, const struct rec *old, struct rec *r, struct err *e)
{
    const struct table *t = table_of(r->kind);
    const struct kind *k = kind_of(r->kind);
    sqlite3_stmt *st = db_prepare(s, old ? t->set : t->add, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, r->n);
    table_bind(st, 2, r, k);
    int rc = db_run(s, st, e);
    for (size_t i = 0; rc == 0 && i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        const struct list_table *list = table_list(r->kind, f->key);
        if (list && !(old && field_equal(old, r, f)))
            rc = list->set ? write_rows(s, old, r, f, list, e) : write_plain(s, r, f, list, e);
    }
    return rc;
}

/* ---- steps around them ---- */

enum what { ADDED, CHANGED, DELETED };

static char *step_label(struct store *s, enum what what, const struct rec *r, struct err *e)
{
    const char *kind = _(kind_of(r->kind)->label);
    char *name = store_label_of(s, r, e);
    struct buf b = { 0 };
    if (!name)
        return NULL;
    switch (what) { /* TRANSLATORS: a kind of record, then what the record is called. */
    case ADDED:
        buf_addf(&b, _("%s added: %s"), kind, name);
        break;
    case CHANGED:
        buf_addf(&b, _("%s changed: %s"), kind, name);
        break;
    case DELETED:
        buf_addf(&b, _("%s deleted: %s"), kind, name);
        break;
    }
    str_free(name);
    return buf_take(&b, e);
}

static int begin(struct store *s, enum what what, const struct rec *r, struct err *e)
{
    if (s->depth > 0)
        return store_step_begin(s, NULL, e);
    char *label = step_label(s, what, r, e);
    int rc = label ? store_step_begin(s, label, e) : -1;
    str_free(label);
    return rc;
}

static int end(struct store *s, int rc, int64_t place, struct err *e)
{
    if (rc < 0) {
        store_step_cancel(s);
        return -1;
    }
    return store_step_end(s, place, e);
}

static int prepare(struct store *s, struct rec *r, struct err *e)
{
    if (kind_is_part(r->kind) || !table_of(r->kind))
        return err_set(e, ERR_INPUT,
                       _("A %s is part of another record and is added there. Nothing was changed."),
                       kind_of(r->kind)->name);
    return rec_check(r, e) < 0 || resolve_all(s, r, kind_of(r->kind), e) < 0 ? -1 : derive_fields(s, r, e);
}

static int add_rows(struct store *s, struct rec *r, struct err *e)
{
    if (add_rec(s, r->kind, &r->n, r->id, e) < 0)
        return -1;
    r->created = r->changed = store_now(s);
    r->deleted = 0;
    r->version = 1;
    return write_fields(s, NULL, r, e);
}

int store_add(struct store *s, struct rec *r, struct err *e)
{
    struct rec before = *r;
    r->n = 0;
    if (letters_check_template(r, e) < 0 || prepare(s, r, e) < 0 || begin(s, ADDED, r, e) < 0)
        return -1;
    int rc = add_rows(s, r, e);
    if (end(s, rc, r->n, e) < 0) {
        *r = before;
        return -1;
    }
    return 0;
}

static uint64_t differing(const struct rec *a, const struct rec *b)
{
    const struct kind *k = kind_of(a->kind);
    uint64_t bits = 0;
    for (size_t i = 0; i < k->n_fields; i++)
        if (!field_equal(a, b, &k->fields[i]))
            bits |= UINT64_C(1) << i;
    return bits;
}

static int touch(struct store *s, struct rec *r, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "UPDATE rec SET changed = ?2, version = version + 1 WHERE n = ?1", e);
    if (!st)
        return -1;
    r->changed = store_now(s);
    r->version++;
    sqlite3_bind_int64(st, 1, r->n);
    sqlite3_bind_int64(st, 2, r->changed);
    return db_run(s, st, e);
}

/* In the step that is open. */
static int update_copies(struct store *s, const struct letter *old, const struct letter *now, struct err *e)
{
    struct letters_copies copies = { 0 };
    int rc = letters_copies_follow(s, old, now, &copies, e);
    for (size_t i = 0; rc == 0 && i < copies.n; i++)
        rc = store_update(s, copies.at[i], NULL, e);
    letters_copies_free(&copies);
    return rc;
}

static int update(struct store *s, const struct rec *old, struct rec *r, uint64_t *changed, struct err *e)
{
    *changed = differing(old, r);
    if (*changed && r->kind == KIND_LETTER) {
        if (letters_before_write((const struct letter *)old, (struct letter *)r, e) < 0)
            return -1;
        *changed = differing(old, r);
    }
    if (!*changed)
        return 0;
    if (letters_check_template(r, e) < 0 || begin(s, CHANGED, r, e) < 0)
        return -1;
    r->version = old->version;
    r->created = old->created;
    int rc = touch(s, r, e);
    rc = rc < 0 ? rc : write_fields(s, old, r, e);
    if (rc == 0 && r->kind == KIND_LETTER)
        rc = update_copies(s, (const struct letter *)old, (const struct letter *)r, e);
    return end(s, rc, r->n, e);
}

int store_update(struct store *s, struct rec *r, uint64_t *changed, struct err *e)
{
    struct rec *old = NULL;
    uint64_t bits = 0;
    if (store_get(s, r->n, &old, e) < 0)
        return -1;
    int rc = 0;
    if (old->n != r->n || old->kind != r->kind)
        rc = err_set(e, ERR_INTERNAL,
                     _("A record was to be stored in the place of another. Nothing was changed."));
    if (rc == 0)
        rc = prepare(s, r, e);
    if (rc == 0)
        rc = update(s, old, r, &bits, e);
    rec_free(old);
    if (changed)
        *changed = bits;
    return rc;
}

/* ---- several at once ---- */

/* The step that is open takes the name of what was done to r; one within another has none. */
static int name_step(struct store *s, enum what what, const struct rec *r, struct err *e)
{
    char *label = s->depth == 1 ? step_label(s, what, r, e) : NULL;
    if (s->depth == 1 && !label)
        return -1;
    if (label) {
        str_free(s->label);
        s->label = label;
    }
    return 0;
}

static int write_each(struct store *s, struct rec *const recs[], size_t n, bool *changed, struct err *e)
{
    *changed = false;
    for (size_t i = 0; i < n; i++) {
        uint64_t fields = 1;
        if ((recs[i]->n ? store_update(s, recs[i], &fields, e) : store_add(s, recs[i], e)) < 0)
            return -1;
        *changed |= fields != 0;
    }
    return 0;
}

int store_write_all(struct store *s, struct rec *const recs[], size_t n, size_t main, bool *changed,
                    struct err *e)
{
    enum what what = recs[main]->n ? CHANGED : ADDED;
    uint64_t added = 0; /* bit i: recs[i] */
    bool any;
    for (size_t i = 0; i < n; i++)
        added |= (uint64_t)(recs[i]->n == 0) << i;
    if (store_step_begin(s, NULL, e) < 0)
        return -1;
    int rc = write_each(s, recs, n, &any, e);
    if (rc == 0)
        rc = name_step(s, what, recs[main], e);
    rc = end(s, rc, recs[main]->n, e);
    for (size_t i = 0; rc < 0 && i < n; i++)
        if (added >> i & 1)
            recs[i]->n = 0;
    if (changed)
        *changed = any;
    return rc;
}

/* ---- deleting ---- */

/* What the record ?1 owns: all that has no meaning without it. */
static const char OWNED[] = "SELECT n FROM name WHERE of = ?1"
                            " UNION SELECT n FROM ask WHERE appeal = ?1"
                            " UNION SELECT n FROM person_state WHERE case_person = ?1"
                            " UNION SELECT n FROM speaker WHERE statement = ?1"
                            " UNION SELECT n FROM mark WHERE utterance = ?1"
                            " UNION SELECT n FROM finding WHERE letter = ?1"
                            " UNION SELECT n FROM appeal WHERE kase = ?1"
                            " UNION SELECT n FROM target WHERE appeal = ?1"
                            " UNION SELECT n FROM case_person WHERE kase = ?1"
                            " UNION SELECT n FROM case_person WHERE person = ?1"
                            " UNION SELECT n FROM event WHERE kase = ?1"
                            " UNION SELECT n FROM fact WHERE kase = ?1"
                            " UNION SELECT n FROM claim WHERE fact = ?1"
                            " UNION SELECT n FROM letter WHERE kase = ?1"
                            " UNION SELECT n FROM action WHERE kase = ?1"
                            " UNION SELECT n FROM reply WHERE action = ?1"
                            " UNION SELECT n FROM item WHERE kase = ?1"
                            " UNION SELECT n FROM custody WHERE item = ?1"
                            " UNION SELECT n FROM relation WHERE person = ?1"
                            " UNION SELECT n FROM relation WHERE other = ?1"
                            " UNION SELECT n FROM contact WHERE of = ?1"
                            " UNION SELECT n FROM holder WHERE office = ?1"
                            " UNION SELECT n FROM holder WHERE person = ?1"
                            " UNION SELECT n FROM source WHERE kase = ?1"
                            " UNION SELECT n FROM statement WHERE source = ?1"
                            " UNION SELECT n FROM utterance WHERE statement = ?1"
                            " UNION SELECT n FROM citation WHERE source = ?1"
                            " UNION SELECT n FROM citation WHERE utterance = ?1"
                            " UNION SELECT n FROM checkin WHERE person = ?1"
                            " UNION SELECT n FROM instruction WHERE person = ?1"
                            " UNION SELECT n FROM note WHERE of = ?1"
                            " UNION SELECT n FROM rule WHERE subject = ?1";

static bool has(const struct store_rows *rows, int64_t n)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i] == n)
            return true;
    return false;
}

static int push(struct store_rows *rows, int64_t n, struct err *e)
{
    if (has(rows, n))
        return 0;
    if (dyn_room(rows) < 0)
        return err_no_memory(e);
    rows->at[rows->n++] = n;
    return 0;
}

static int push_row(void *to, sqlite3_stmt *st, struct err *e)
{
    return push(to, sqlite3_column_int64(st, 0), e);
}

static int push_owned(struct store *s, int64_t n, struct store_rows *rows, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, OWNED, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_each(s, st, push_row, rows, e);
}

int store_owned(struct store *s, int64_t n, struct store_rows *out, struct err *e)
{
    int rc = push(out, n, e);
    for (size_t i = 0; rc == 0 && i < out->n; i++)
        rc = push_owned(s, out->at[i], out, e);
    return rc;
}

static int hide_all(struct store *s, const struct store_rows *rows, size_t *gone, struct err *e)
{
    *gone = 0;
    for (size_t i = 0; i < rows->n; i++) {
        enum rec_kind kind;
        if (store_kind(s, rows->at[i], &kind, e) < 0 || hide(s, rows->at[i], e) < 0)
            return -1;
        *gone += !kind_is_part(kind) && sqlite3_changes(store_db(s)) > 0;
    }
    return 0;
}

int store_delete(struct store *s, int64_t n, size_t *gone, struct err *e)
{
    struct store_rows rows = { 0 };
    struct rec *r = NULL;
    size_t count = 0;
    int rc = store_get(s, n, &r, e);
    if (rc == 0 && r->n != n)
        rc = err_set(e, ERR_INPUT,
                     _("This is part of a record: change the record instead. Nothing was changed."));
    if (rc == 0)
        rc = store_owned(s, n, &rows, e);
    if (rc == 0 && (rc = begin(s, DELETED, r, e)) == 0)
        rc = end(s, hide_all(s, &rows, &count, e), n, e);
    rec_free(r);
    store_rows_free(&rows);
    if (gone)
        *gone = count;
    return rc;
}
