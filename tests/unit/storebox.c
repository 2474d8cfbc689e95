/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storebox.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "samples.h"
#include "satchel/model/field.h"
#include "satchel/store/find.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/write.h"

#define OK(b, call)                                                                                          \
    do {                                                                                                     \
        if ((call) < 0)                                                                                      \
            fail_msg("%s: %s", #call, (b)->e.text);                                                          \
    } while (0)

static int64_t now(void *arg)
{
    return ((struct storebox *)arg)->now;
}

static int64_t boot(void *arg)
{
    return ((struct storebox *)arg)->now * 1000;
}

static int64_t awake(void *arg)
{
    const struct storebox *b = arg;
    return (b->now - b->slept) * 1000;
}

int storebox_on(struct storebox *b, struct sqlite3 *db)
{
    *b = (struct storebox){ .now = 1795305600, .db = db };
    b->clock = (struct clock){ now, boot, b, awake };
    return store_open(db, &b->clock, &b->s, &b->e);
}

void storebox_open(struct storebox *b, const char *path)
{
    assert_int_equal(sqlite3_open(path ? path : ":memory:", &b->db), SQLITE_OK);
    int version = 0;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(b->db, "PRAGMA user_version", -1, &st, NULL), SQLITE_OK);
    if (sqlite3_step(st) == SQLITE_ROW)
        version = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    if (version == 0)
        OK(b, store_init_schema(b->db, NULL, &b->e));
    OK(b, storebox_on(b, b->db));
}

void storebox_close(struct storebox *b)
{
    store_close(b->s);
    assert_int_equal(sqlite3_close(b->db), SQLITE_OK);
}

int storebox_setup(void **state)
{
    struct storebox *b = malloc(sizeof *b);
    assert_non_null(b);
    storebox_open(b, NULL);
    *state = b;
    return 0;
}

int storebox_teardown(void **state)
{
    storebox_close(*state);
    free(*state);
    return 0;
}

const char *storebox_id(struct storebox *b, int64_t n)
{
    static char text[4][REC_ID_TEXT];
    static int turn;
    struct rec_ref ref;
    turn = (turn + 1) % 4;
    OK(b, store_ref(b->s, n, &ref, &b->e));
    rec_id_format(ref.id, text[turn]);
    return text[turn];
}

/* A record to refer to: the first of its kind, made when there is none. */
static void refer(struct storebox *b, enum rec_kind kind, const char *word, struct rec_ref *out)
{
    static const enum rec_kind HOLDERS[KIND_COUNT] = {
        [KIND_NAME] = KIND_PERSON,       [KIND_ASK] = KIND_APPEAL,     [KIND_STATE] = KIND_MEMBER,
        [KIND_SPEAKER] = KIND_STATEMENT, [KIND_MARK] = KIND_UTTERANCE, [KIND_FINDING] = KIND_LETTER,
    };
    enum rec_kind holder = HOLDERS[kind] ? HOLDERS[kind] : kind == KIND_ANY ? KIND_OFFICE : kind;
    struct store_rows rows = { 0 };
    OK(b, store_list(b->s, &(struct store_query){ .kind = holder, .limit = 1 }, &rows, &b->e));
    int64_t n = rows.n ? rows.at[0] : storebox_add(b, holder, word, 0);
    store_rows_free(&rows);
    if (HOLDERS[kind]) {
        struct rec *r;
        OK(b, store_get(b->s, n, &r, &b->e));
        for (size_t i = 0; i < kind_of(holder)->n_fields; i++) {
            const struct field *f = &kind_of(holder)->fields[i];
            if (f->type == FIELD_LIST && f->part->kind == kind)
                n = ((struct rec_row *)field_at(r, f, 0))->n;
        }
        rec_free(r);
    }
    OK(b, store_ref(b->s, n, out, &b->e));
}

static void fill(struct storebox *b, void *base, const struct kind *k, const char *word, int variant);

/* References to records of kinds that need this one first stay empty. */
static bool loops(enum rec_kind of, enum rec_kind target)
{
    return (of != KIND_NONE && of == target) || (of == KIND_FACT && target == KIND_CLAIM) ||
           (of == KIND_ASK && target == KIND_ASK);
}

static void fill_field(struct storebox *b, void *base, const struct kind *k, const struct field *f,
                       const char *word, int variant)
{
    if (f->type == FIELD_REF && !loops(k->kind, f->target)) {
        refer(b, f->target, word, (struct rec_ref *)((char *)base + f->offset));
    } else if (f->type == FIELD_REFS) {
        field_clear(base, f);
        for (int i = 0; i < 1 + variant % 2; i++)
            refer(b, f->target, word, field_add(base, f, NULL));
    } else if (f->type != FIELD_REF) {
        char *text = sample_text(f, word, variant);
        OK(b, field_set(base, f, text, &b->e));
        str_free(text);
        for (size_t i = 0; f->type == FIELD_LIST && i < field_count(base, f); i++)
            for (size_t j = 0; j < f->part->n_fields; j++)
                if (f->part->fields[j].type == FIELD_REF)
                    fill_field(b, field_at(base, f, i), f->part, &f->part->fields[j], word, variant);
    }
}

static void fill(struct storebox *b, void *base, const struct kind *k, const char *word, int variant)
{
    for (size_t i = 0; i < k->n_fields; i++)
        if (!(k->fields[i].flags & FIELD_READ_ONLY))
            fill_field(b, base, k, &k->fields[i], word, variant);
}

struct rec *storebox_sample(struct storebox *b, enum rec_kind kind, const char *word, int variant)
{
    struct rec *r = rec_new(kind, &b->e);
    assert_non_null(r);
    fill(b, r, kind_of(kind), word, variant);
    return r;
}

int64_t storebox_add(struct storebox *b, enum rec_kind kind, const char *word, int variant)
{
    struct rec *r = storebox_sample(b, kind, word, variant);
    OK(b, store_add(b->s, r, &b->e));
    int64_t n = r->n;
    rec_free(r);
    return n;
}

int64_t storebox_put(struct storebox *b, enum rec_kind kind, ...)
{
    struct rec *r = rec_new(kind, &b->e);
    va_list args;
    va_start(args, kind);
    for (const char *key; (key = va_arg(args, const char *));) {
        const struct field *f = rec_field(r, key, &b->e);
        if (!f)
            fail_msg("%s", b->e.text);
        OK(b, store_set_field(b->s, r, f, va_arg(args, const char *), &b->e));
    }
    va_end(args);
    OK(b, store_add(b->s, r, &b->e));
    int64_t n = r->n;
    rec_free(r);
    return n;
}

static void dump_table(struct storebox *b, const char *name, struct buf *out)
{
    struct buf sql = { 0 };
    sqlite3_stmt *st;
    buf_addf(&sql, "SELECT * FROM \"%s\" ORDER BY 1, 2, 3", name);
    assert_int_equal(sqlite3_prepare_v2(b->db, buf_text(&sql), -1, &st, NULL), SQLITE_OK);
    buf_addf(out, "[%s]\n", name);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const unsigned char *text = sqlite3_column_text(st, i);
            if (sqlite3_column_type(st, i) == SQLITE_BLOB)
                for (int j = 0; j < sqlite3_column_bytes(st, i); j++)
                    buf_addf(out, "%02x", ((const unsigned char *)sqlite3_column_blob(st, i))[j]);
            else
                buf_adds(out, text ? (const char *)text : "NULL");
            buf_addc(out, '|');
        }
        buf_addc(out, '\n');
    }
    sqlite3_finalize(st);
    buf_free(&sql);
}

char *storebox_dump(struct storebox *b)
{
    static const char TABLES[] =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
        " AND name NOT IN ('undo', 'draft', 'setting', 'saved', 'exported', 'stale')"
        " AND name NOT LIKE 'sqlite%' ORDER BY name";
    struct buf out = { 0 };
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(b->db, TABLES, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        dump_table(b, (const char *)sqlite3_column_text(st, 0), &out);
    sqlite3_finalize(st);
    return buf_take(&out, NULL);
}
