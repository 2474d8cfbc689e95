/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "storebox.h"
#include "samples.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/model/people.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/table.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

#define OK(call)                                                                                             \
    do {                                                                                                     \
        if ((call) < 0)                                                                                      \
            fail_msg("%s: %s", #call, b.e.text);                                                             \
    } while (0)
#define REFUSED(call, words)                                                                                 \
    do {                                                                                                     \
        assert_int_equal(call, -1);                                                                          \
        if (!strstr(b.e.text, words))                                                                        \
            fail_msg("%s", b.e.text);                                                                        \
    } while (0)

/* Each statement is understood, and has the columns and parameters of its kind's fields. */
static void statements_fit_the_fields(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        const struct table *t = table_of(kind);
        int columns = table_columns(kind_of(kind));
        struct {
            const char *sql;
            int columns, parameters;
        } each[] = {
            { t->get, columns, 1 }, { t->add, 0, columns + 1 }, { t->set, 0, columns + 1 }, { t->drop, 0, 1 }
        };
        for (size_t i = 0; i < 4; i++) {
            sqlite3_stmt *st;
            if (sqlite3_prepare_v2(b.db, each[i].sql, -1, &st, NULL) != SQLITE_OK)
                fail_msg("%s: %s", each[i].sql, sqlite3_errmsg(b.db));
            assert_int_equal(sqlite3_column_count(st), each[i].columns);
            assert_int_equal(sqlite3_bind_parameter_count(st), each[i].parameters);
            sqlite3_finalize(st);
        }
        for (size_t i = 0; i < kind_of(kind)->n_fields; i++) {
            const struct field *f = &kind_of(kind)->fields[i];
            bool list = f->type == FIELD_LIST || f->type == FIELD_REFS;
            assert_true(list == (table_list(kind, f->key) != NULL));
        }
    }
    storebox_close(&b);
}

/* Adds a record of each kind with every field filled, reads it back, changes every field, empties them. */
static void every_field_is_stored(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        const struct kind *k = kind_of(kind);
        struct rec *r = storebox_sample(&b, kind, "Freedonia", 0), *again;
        OK(store_add(b.s, r, &b.e));
        assert_int_equal(r->created, b.now);
        OK(store_get(b.s, r->n, &again, &b.e));
        assert_true(rec_equal(r, again));
        assert_memory_equal(r->id, again->id, REC_ID_BYTES);
        struct rec *other = storebox_sample(&b, kind, "Sylvania", 1);
        for (size_t i = 0; i < k->n_fields; i++) {
            if (k->fields[i].flags & FIELD_READ_ONLY || field_equal(again, other, &k->fields[i]))
                continue;
            uint64_t changed = 0;
            OK(field_copy(again, other, &k->fields[i], &b.e));
            OK(store_update(b.s, again, &changed, &b.e));
            assert_true(changed & UINT64_C(1) << i);
            struct rec *stored;
            OK(store_get(b.s, r->n, &stored, &b.e));
            if (!field_equal(stored, again, &k->fields[i]))
                fail_msg("%s.%s", k->name, k->fields[i].key);
            rec_free(stored);
            if (k->fields[i].flags & FIELD_REQUIRED)
                continue;
            field_clear(again, &k->fields[i]);
            OK(store_update(b.s, again, NULL, &b.e));
            OK(store_get(b.s, r->n, &stored, &b.e));
            assert_true(rec_equal(stored, again));
            rec_free(stored);
        }
        OK(store_update(b.s, r, NULL, &b.e)); /* whole again, for others to refer to */
        char *label = store_label(b.s, r->n, &b.e);
        assert_true(label && *label);
        str_free(label);
        rec_free(r);
        rec_free(again);
        rec_free(other);
    }
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(b.db, "PRAGMA foreign_key_check", -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_DONE);
    sqlite3_finalize(st);
    storebox_close(&b);
}

static void an_update_without_change_leaves_no_step(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    int64_t n = storebox_put(&b, KIND_CASE, "title", "Writer missing", NULL);
    struct rec *r;
    uint64_t changed = 1;
    OK(store_get(b.s, n, &r, &b.e));
    OK(store_update(b.s, r, &changed, &b.e));
    assert_int_equal(changed, 0);
    assert_int_equal(r->version, 1);
    struct store_step step;
    OK(store_undo_next(b.s, false, &step, &b.e));
    assert_string_equal(step.label, "Case added: C-0001 Writer missing");
    assert_int_equal(step.place, n);
    str_free(step.label);
    rec_free(r);
    storebox_close(&b);
}

/* As only another program can write it. */
static void a_record_without_an_id_is_damage(void **state)
{
    static const char *const IDS[] = { "x''", "x'0102'", "zeroblob(17)" };
    (void)state;
    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++) {
        struct storebox b;
        struct rec *r = NULL;
        struct rec_ref ref;
        char sql[160];
        storebox_open(&b, NULL);
        int64_t n = storebox_put(&b, KIND_NOTE, "text", "in spring", NULL);
        snprintf(sql, sizeof sql, "PRAGMA ignore_check_constraints = ON; UPDATE rec SET id = %s", IDS[i]);
        assert_int_equal(sqlite3_exec(b.db, sql, NULL, NULL, NULL), SQLITE_OK);
        REFUSED(store_get(b.s, n, &r, &b.e), "no proper id");
        assert_int_equal(b.e.code, ERR_DAMAGE);
        REFUSED(store_ref(b.s, n, &ref, &b.e), "no proper id");
        storebox_close(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_fit_the_fields),
        cmocka_unit_test(every_field_is_stored),
        cmocka_unit_test(a_record_without_an_id_is_damage),
        cmocka_unit_test(an_update_without_change_leaves_no_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
