/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/label.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/model/people.h"
#include "satchel/store/db.h"

#define LABEL_DEPTH 3 /* a target's office's institution, and no further */

/* The references whose labels come first. */
static const char *const LABEL_REFS[KIND_COUNT][2] = {
    [KIND_MEMBER] = { "person" },     [KIND_RELATION] = { "person" },
    [KIND_CONTACT] = { "of" },        [KIND_HOLDER] = { "office", "person" },
    [KIND_UTTERANCE] = { "speaker" }, [KIND_CUSTODY] = { "item", "holder" },
    [KIND_CHECKIN] = { "person" },    [KIND_REPLY] = { "action" },
    [KIND_RULE] = { "subject" },      [KIND_CLAIM] = { "fact" },
    [KIND_ACTION] = { "target" },
};

static char *label_at(struct store *s, int64_t n, int depth, struct err *e);

static int add_label(struct store *s, struct buf *b, int64_t n, int depth, struct err *e)
{
    char *label = n && depth < LABEL_DEPTH ? label_at(s, n, depth + 1, e) : NULL;
    if (n && depth < LABEL_DEPTH && !label)
        return -1;
    if (label)
        buf_addf(b, "%s%s", b->len ? ", " : "", label);
    str_free(label);
    return 0;
}

/* A reference of a record that is not stored yet may know its id only. */
static int64_t row_of(struct store *s, const struct rec_ref *ref)
{
    int64_t n = 0;
    sqlite3_stmt *st = ref->n ? NULL : db_prepare(s, "SELECT n FROM rec WHERE id = ?1", NULL);
    if (!st)
        return ref->n;
    db_bind_blob(st, 1, ref->id, REC_ID_BYTES);
    if (db_step(st, NULL) > 0)
        n = sqlite3_column_int64(st, 0);
    db_done(s, st);
    return n;
}

/* "26/23 " or "C-0147 " */
static int case_number(struct store *s, const struct rec *r, struct buf *b, struct err *e)
{
    sqlite3_stmt *st =
        db_prepare(s,
                   "SELECT number_norm FROM appeal JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0"
                   " AND number_norm IS NOT NULL ORDER BY issued DESC, n DESC LIMIT 1",
                   e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, r->n);
    int rc = db_step(st, e);
    if (rc > 0)
        buf_addf(b, "%s ", (const char *)sqlite3_column_text(st, 0));
    else if (rc == 0 && ((const struct kase *)r)->no.set)
        buf_addf(b, "C-%04lld ", (long long)((const struct kase *)r)->no.v);
    db_done(s, st);
    return rc < 0 ? -1 : 0;
}

/* Whom a letter is to, whom a target is: from what they refer to where nothing is printed. */
static int add_officials(struct store *s, const struct rec *r, struct buf *b, int depth, struct err *e)
{
    if (r->kind == KIND_LETTER) {
        const struct letter *l = (const struct letter *)r;
        return l->to.n ? add_label(s, b, row_of(s, &l->to.at[0].target), depth, e) : 0;
    }
    const struct target *t = (const struct target *)r;
    if (!t->printed_title && add_label(s, b, row_of(s, &t->office), depth, e) < 0)
        return -1;
    return t->printed_name ? 0 : add_label(s, b, row_of(s, &t->person), depth, e);
}

static int add_references(struct store *s, const struct rec *r, struct buf *b, int depth, struct err *e)
{
    if (r->kind == KIND_CASE)
        return case_number(s, r, b, e);
    if (r->kind == KIND_LETTER || r->kind == KIND_TARGET)
        return add_officials(s, r, b, depth, e);
    for (size_t i = 0; i < 2 && LABEL_REFS[r->kind][i]; i++) {
        const struct field *f = kind_field(kind_of(r->kind), LABEL_REFS[r->kind][i]);
        if (add_label(s, b, row_of(s, (const struct rec_ref *)((const char *)r + f->offset)), depth, e) < 0)
            return -1;
    }
    return 0;
}

/* Who is not named on purpose is not named by what is theirs either. */
static char *label_of(struct store *s, const struct rec *r, int depth, struct err *e)
{
    struct buf b = { 0 };
    if (depth && r->kind == KIND_PERSON && ((const struct person *)r)->withheld_name) {
        buf_adds(&b, _("name withheld"));
        return buf_take(&b, e);
    }
    char *own = add_references(s, r, &b, depth, e) < 0 ? NULL : rec_label(r, e);
    if (!own) {
        buf_free(&b);
        return NULL;
    }
    /* What has nothing of its own to say is called by its kind, which is no news after a name. */
    bool only_kind = b.len && r->kind != KIND_CASE && strcmp(own, _(kind_of(r->kind)->label)) == 0;
    if (!only_kind)
        buf_addf(&b, "%s%s", b.len && r->kind != KIND_CASE ? ", " : "", own);
    str_free(own);
    if (r->kind == KIND_RELATION &&
        add_label(s, &b, row_of(s, &((const struct relation *)r)->other), depth, e) < 0) {
        buf_free(&b);
        return NULL;
    }
    return buf_take(&b, e);
}

/* The first field of the element with that row. */
static char *part_label(const struct rec *r, int64_t n, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        if (f->type != FIELD_LIST || f->part->kind == KIND_NONE)
            continue;
        for (size_t j = 0; j < field_count(r, f); j++)
            if (((struct rec_row *)field_at(r, f, j))->n == n)
                return field_show(field_at(r, f, j), &f->part->fields[0], true, e);
    }
    return rec_label(r, e);
}

static char *label_at(struct store *s, int64_t n, int depth, struct err *e)
{
    struct rec *r;
    if (store_get_deleted(s, n, &r, e) < 0)
        return NULL;
    char *label = r->n == n ? label_of(s, r, depth, e) : part_label(r, n, e);
    rec_free(r);
    return label;
}

char *store_label(struct store *s, int64_t n, struct err *e)
{
    return label_at(s, n, 0, e);
}

char *store_label_of_ref(struct store *s, const struct rec_ref *ref, struct err *e)
{
    return label_at(s, row_of(s, ref), 0, e);
}

char *store_label_of(struct store *s, const struct rec *r, struct err *e)
{
    return label_of(s, r, 0, e);
}

/* ---- the case of a record ---- */

#define STEPS_UP_MAX 16

/* One step up, towards the case; NULL: there is none above. */
static const char *const UP[KIND_COUNT] = {
    [KIND_APPEAL] = "SELECT kase FROM appeal WHERE n = ?1",
    [KIND_MEMBER] = "SELECT kase FROM case_person WHERE n = ?1",
    [KIND_EVENT] = "SELECT kase FROM event WHERE n = ?1",
    [KIND_FACT] = "SELECT kase FROM fact WHERE n = ?1",
    [KIND_LETTER] = "SELECT kase FROM letter WHERE n = ?1",
    [KIND_ACTION] = "SELECT kase FROM action WHERE n = ?1",
    [KIND_ITEM] = "SELECT kase FROM item WHERE n = ?1",
    [KIND_TARGET] = "SELECT appeal FROM target WHERE n = ?1",
    [KIND_CLAIM] = "SELECT fact FROM claim WHERE n = ?1",
    [KIND_REPLY] = "SELECT action FROM reply WHERE n = ?1",
    [KIND_CUSTODY] = "SELECT item FROM custody WHERE n = ?1",
    [KIND_CONTACT] = "SELECT of FROM contact WHERE n = ?1",
    [KIND_NOTE] = "SELECT of FROM note WHERE n = ?1",
    [KIND_RULE] = "SELECT subject FROM rule WHERE n = ?1",
    [KIND_CHECKIN] = "SELECT person FROM checkin WHERE n = ?1",
    [KIND_INSTRUCTION] = "SELECT person FROM instruction WHERE n = ?1",
    [KIND_RELATION] = "SELECT person FROM relation WHERE n = ?1",
    [KIND_STATEMENT] = "SELECT source FROM statement WHERE n = ?1",
    [KIND_UTTERANCE] = "SELECT statement FROM utterance WHERE n = ?1",
    [KIND_CITATION] = "SELECT source FROM citation WHERE n = ?1",
    [KIND_PERSON] = "SELECT min(kase) FROM case_person JOIN rec USING(n) WHERE person = ?1 AND deleted = 0"
                    " HAVING min(kase) = max(kase)",
    [KIND_SOURCE] = "SELECT coalesce(kase, (SELECT min(appeal.kase) FROM appeal JOIN rec USING(n)"
                    " WHERE source = ?1 AND deleted = 0 HAVING min(appeal.kase) = max(appeal.kase)))"
                    " FROM source WHERE n = ?1",
};

int store_case_of(struct store *s, int64_t n, struct rec_ref *kase, struct err *e)
{
    enum rec_kind kind;
    struct err none = { 0 };
    *kase = (struct rec_ref){ 0 };
    if (store_part_of(s, n, &n, e) < 0 || store_kind(s, n, &kind, e) < 0)
        return -1;
    for (int steps = 0; kind != KIND_CASE; steps++) {
        if (!UP[kind] || steps == STEPS_UP_MAX) /* a note about itself has no end */
            return 0;
        if (db_number(s, UP[kind], n, &n, &none) < 0) {
            if (none.code == ERR_NOT_FOUND)
                return 0;
            if (e)
                *e = none;
            return -1;
        }
        if (n == 0) /* a note that is not filed yet */
            return 0;
        if (store_part_of(s, n, &n, e) < 0 || store_kind(s, n, &kind, e) < 0)
            return -1;
    }
    return store_ref(s, n, kase, e);
}
