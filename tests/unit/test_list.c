/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "storebox.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/model/testimony.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

#define OK(call)                                                                                             \
    do {                                                                                                     \
        if ((call) < 0)                                                                                      \
            fail_msg("%s: %s", #call, b->e.text);                                                            \
    } while (0)
#define REFUSED(call, words)                                                                                 \
    do {                                                                                                     \
        assert_int_equal(call, -1);                                                                          \
        if (!strstr(b->e.text, words))                                                                       \
            fail_msg("%s", b->e.text);                                                                       \
    } while (0)

static void id_of(struct storebox *b, int64_t n, char out[static REC_ID_TEXT])
{
    struct rec_ref ref;
    OK(store_ref(b->s, n, &ref, &b->e));
    rec_id_format(ref.id, out);
}

/* Two cases, their people, an office with two holders. */
struct world {
    struct storebox b;
    int64_t writer, students, anna, mother, office, appeal, update, target;
    char writer_id[REC_ID_TEXT], anna_id[REC_ID_TEXT], mother_id[REC_ID_TEXT], office_id[REC_ID_TEXT];
};

static void build(struct world *w)
{
    struct storebox *b = &w->b;
    char id[REC_ID_TEXT];
    storebox_open(b, NULL);
    w->writer = storebox_put(b, KIND_CASE, "title", "Writer missing", "risk", "high", "country", "SY", "tags",
                             "journalist\nSylvania", NULL);
    w->students = storebox_put(b, KIND_CASE, "title", "Students held", "group_of", "120", NULL);
    id_of(b, w->writer, w->writer_id);
    w->appeal = storebox_put(b, KIND_APPEAL, "case", "C-0001", "number", "UA 26/23", "issued", "2026-10-02",
                             "deadline", "2026-11-24", NULL);
    w->update = storebox_put(b, KIND_APPEAL, "case", "26/23", "kind", "update", "number", "UA 26/23-1",
                             "issued", "2026-11-02", NULL);
    w->anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova\nАнна Тестова | lang=ru | kind=translit",
                           "birth", "1981-04-12", NULL);
    w->mother = storebox_put(b, KIND_PERSON, "names", "Věra Testova", "birth", "1955~", NULL);
    id_of(b, w->anna, w->anna_id);
    id_of(b, w->mother, w->mother_id);
    storebox_put(b, KIND_MEMBER, "case", "26/23", "person", w->mother_id, "role", "family", NULL);
    storebox_put(b, KIND_MEMBER, "case", "26/23", "person", w->anna_id, "states",
                 "missing | since=2026-02-03", NULL);
    storebox_put(b, KIND_RELATION, "person", w->mother_id, "kind", "mother of", "other", w->anna_id, NULL);
    storebox_put(b, KIND_CONTACT, "of", w->mother_id, "kind", "mobile", "raw", "+99 155 018 2773", "safe",
                 "inbound", NULL);
    w->office = storebox_put(b, KIND_OFFICE, "title", "Minister of the Interior", "country", "SY", NULL);
    id_of(b, w->office, w->office_id);
    id_of(b, w->appeal, id);
    w->target = storebox_put(b, KIND_TARGET, "appeal", id, "pos", "2", "office", w->office_id, "printed_name",
                             "P. Prubnik", NULL);
    storebox_put(b, KIND_TARGET, "appeal", id, "pos", "1", "part", "cc", "printed_title",
                 "Embassy of Sylvania", NULL);
}

static void close_world(struct world *w)
{
    storebox_close(&w->b);
}

/* ---- what a text names ---- */

static void ids_and_numbers_are_found(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    int64_t n;
    build(&w);
    OK(store_find(b->s, "26/23", KIND_CASE, &n, &b->e));
    assert_int_equal(n, w.writer);
    OK(store_find(b->s, "UA 026/23", KIND_ANY, &n, &b->e));
    assert_int_equal(n, w.writer);
    OK(store_find(b->s, "c-2", KIND_CASE, &n, &b->e));
    assert_int_equal(n, w.students);
    OK(store_find(b->s, w.anna_id, KIND_PERSON, &n, &b->e));
    assert_int_equal(n, w.anna);
    char prefix[13];
    memcpy(prefix, w.anna_id, 12);
    prefix[12] = '\0';
    OK(store_find(b->s, prefix, KIND_ANY, &n, &b->e));
    assert_int_equal(n, w.anna);
    REFUSED(store_find(b->s, "26/24", KIND_CASE, &n, &b->e), "There is no record \"26/24\"");
    REFUSED(store_find(b->s, "C-0009", KIND_CASE, &n, &b->e), "There is no record");
    REFUSED(store_find(b->s, "C-99999999999999999999", KIND_CASE, &n, &b->e), "There is no record");
    REFUSED(store_find(b->s, "abc", KIND_ANY, &n, &b->e), "too short");
    REFUSED(store_find(b->s, "' OR 1=1 --", KIND_ANY, &n, &b->e), "There is no record");
    REFUSED(store_find(b->s, "", KIND_ANY, &n, &b->e), "too short");
    REFUSED(store_find(b->s, w.anna_id, KIND_CASE, &n, &b->e), "of type person, not case");
    close_world(&w);
}

static void a_start_of_two_ids_is_refused(void **state)
{
    (void)state;
    struct storebox box, *b = &box;
    storebox_open(b, NULL);
    static const char *const IDS[] = { "beef0000000000000000000000000001",
                                       "beef0000000000000000000000000002" };
    int64_t rows[2], n;
    for (size_t i = 0; i < 2; i++) {
        struct rec *r = rec_new(KIND_NOTE, &b->e);
        OK(rec_id_parse(IDS[i], r->id));
        OK(field_set(r, rec_field(r, "text", NULL), "Call", &b->e));
        OK(store_add(b->s, r, &b->e));
        rows[i] = r->n;
        REFUSED(store_add(b->s, r, &b->e), "id is in the vault already");
        rec_free(r);
    }
    REFUSED(store_find(b->s, "beef", KIND_ANY, &n, &b->e), "Several records");
    OK(store_find(b->s, IDS[1], KIND_ANY, &n, &b->e));
    assert_int_equal(n, rows[1]);
    OK(store_delete(b->s, rows[0], NULL, &b->e));
    OK(store_find(b->s, "BEEF", KIND_ANY, &n, &b->e));
    assert_int_equal(n, rows[1]);
    storebox_close(b);
}

static void references_as_users_write_them(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    build(&w);
    struct rec *r = rec_new(KIND_EVENT, &b->e);
    struct event *event = (struct event *)r;
    char prefix[9];
    memcpy(prefix, w.mother_id, 8);
    prefix[8] = '\0';
    OK(store_set_field(b->s, r, rec_field(r, "case", NULL), "26/23", &b->e));
    OK(store_append_field(b->s, r, rec_field(r, "people", NULL), prefix, &b->e));
    struct buf line = { 0 };
    buf_addf(&line, "%.6s | role=saw \\| it", w.anna_id);
    OK(store_append_field(b->s, r, rec_field(r, "people", NULL), buf_text(&line), &b->e));
    assert_int_equal(event->people.n, 2);
    assert_string_equal(event->people.at[1].role, "saw | it");
    char *text = field_get(r, rec_field(r, "people", NULL), &b->e);
    char expected[160];
    snprintf(expected, sizeof expected, "%s\n%s | role=saw \\| it", w.mother_id, w.anna_id);
    assert_string_equal(text, expected);
    OK(store_set_field(b->s, r, rec_field(r, "people", NULL), text, &b->e));
    assert_int_equal(event->people.n, 2);
    REFUSED(store_append_field(b->s, r, rec_field(r, "people", NULL), "C-0001", &b->e), "C-0001");
    REFUSED(store_set_field(b->s, r, rec_field(r, "place", NULL), w.anna_id, &b->e),
            "of type person, not place");
    OK(store_set_field(b->s, r, rec_field(r, "case", NULL), "", &b->e));
    assert_true(field_is_empty(r, rec_field(r, "case", NULL)));
    assert_int_equal(event->people.n, 2);
    buf_free(&line);
    str_free(text);
    rec_free(r);
    /* An element's own field that is a reference. */
    r = rec_new(KIND_STATEMENT, &b->e);
    buf_addf(&line, "A | person=%.8s", w.anna_id);
    OK(store_set_field(b->s, r, rec_field(r, "speakers", NULL), buf_text(&line), &b->e));
    text = field_get(r, rec_field(r, "speakers", NULL), &b->e);
    snprintf(expected, sizeof expected, "A | person=%s", w.anna_id);
    assert_string_equal(text, expected);
    str_free(text);
    buf_free(&line);
    rec_free(r);
    close_world(&w);
}

static void wrong_references_are_refused(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    build(&w);
    struct rec *r = rec_new(KIND_EVENT, &b->e);
    OK(field_set(r, rec_field(r, "text", NULL), "Taken", &b->e));
    OK(field_set(r, rec_field(r, "case", NULL), "beef0000000000000000000000000001", &b->e));
    REFUSED(store_add(b->s, r, &b->e), "\"case\" names is not in this vault");
    OK(field_set(r, rec_field(r, "case", NULL), w.anna_id, &b->e));
    REFUSED(store_add(b->s, r, &b->e), "takes a record of type case, not person");
    OK(field_set(r, rec_field(r, "case", NULL), w.writer_id, &b->e));
    OK(store_delete(b->s, w.writer, NULL, &b->e));
    REFUSED(store_add(b->s, r, &b->e), "was deleted");
    rec_free(r);
    close_world(&w);
}

/* ---- labels ---- */

static void labels_name_what_they_refer_to(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    build(&w);
    int64_t holder =
        storebox_put(b, KIND_HOLDER, "office", w.office_id, "person", w.anna_id, "from", "2024", NULL);
    struct {
        int64_t n;
        const char *label;
    } each[] = {
        { w.writer, "26/23 Writer missing" },
        { w.students, "C-0002 Students held" },
        { w.anna, "Anna Testova" },
        { w.target, "Minister of the Interior, P. Prubnik" },
        { holder, "Minister of the Interior, Anna Testova, 2024" },
        { w.update, "UA 26/23-1" },
    };
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        char *label = store_label(b->s, each[i].n, &b->e);
        assert_string_equal(label, each[i].label);
        str_free(label);
    }
    struct store_rows rows = { 0 };
    OK(store_children(b->s, w.mother, KIND_RELATION, &rows, &b->e));
    char *label = store_label(b->s, rows.at[0], &b->e);
    assert_string_equal(label, "Věra Testova, mother of, Anna Testova");
    str_free(label);
    /* A part is called by its own text, and leads to what it is part of. */
    struct rec *r;
    OK(store_get(b->s, w.anna, &r, &b->e));
    int64_t part = ((struct person *)r)->names.at[1].row.n;
    rec_free(r);
    label = store_label(b->s, part, &b->e);
    assert_string_equal(label, "Анна Тестова");
    str_free(label);
    OK(store_get(b->s, part, &r, &b->e));
    assert_int_equal(r->n, w.anna);
    rec_free(r);
    assert_int_equal(store_delete(b->s, part, NULL, &b->e), -1);
    store_rows_free(&rows);
    close_world(&w);
}

static void the_case_of_each(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    struct rec_ref kase;
    build(&w);
    struct store_rows rows = { 0 };
    OK(store_children(b->s, w.mother, KIND_CONTACT, &rows, &b->e));
    int64_t inside[] = { w.writer, w.appeal, w.target, w.anna, rows.at[0] };
    store_rows_free(&rows);
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        OK(store_case_of(b->s, inside[i], &kase, &b->e));
        assert_int_equal(kase.n, w.writer);
    }
    storebox_put(b, KIND_MEMBER, "case", "C-0002", "person", w.anna_id, NULL);
    int64_t note = storebox_put(b, KIND_NOTE, "text", "Call", NULL);
    int64_t outside[] = { w.anna, w.office, note };
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        OK(store_case_of(b->s, outside[i], &kase, &b->e));
        assert_int_equal(kase.n, 0);
    }
    close_world(&w);
}

/* ---- lists ---- */

static size_t count_where(struct storebox *b, enum rec_kind kind, const char *field, const char *op,
                          const char *value)
{
    struct store_where where = { .field = field, .value = value };
    struct store_rows rows = { 0 };
    OK(store_op_parse(op, &where.op, &b->e));
    OK(store_list(b->s, &(struct store_query){ .kind = kind, .where = &where, .n_where = 1 }, &rows, &b->e));
    size_t n = rows.n;
    store_rows_free(&rows);
    return n;
}

static void filters(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    build(&w);
    storebox_put(b, KIND_EVENT, "case", "26/23", "text", "Taken", "date", "2026-02-03", NULL);
    storebox_put(b, KIND_EVENT, "case", "26/23", "text", "Seen", "date", "2026-03", "people", w.anna_id,
                 NULL);
    storebox_put(b, KIND_EVENT, "case", "26/23", "text", "No news since", "date", "2026-04/..", NULL);
    storebox_put(b, KIND_EVENT, "case", "C-0002", "text", "100% of them", NULL);
    struct {
        enum rec_kind kind;
        const char *field, *op, *value;
        size_t n;
    } each[] = {
        { KIND_CASE, "risk", "=", "high", 1 },
        { KIND_CASE, "risk", "!=", "high", 1 },
        { KIND_CASE, "risk", "=", "", 1 },
        { KIND_CASE, "risk", "!=", "", 1 },
        { KIND_CASE, "title", "~", "WRITER", 1 },
        { KIND_CASE, "title", "=", "writer missing", 0 },
        { KIND_CASE, "title", "~", "'; DROP", 0 },
        { KIND_CASE, "country", "=", "", 1 },
        { KIND_CASE, "tags", "=", "Sylvania", 1 },
        { KIND_CASE, "tags", "!=", "Sylvania", 1 },
        { KIND_CASE, "tags", "=", "", 1 },
        { KIND_CASE, "tags", "!=", "", 1 },
        { KIND_CASE, "group_of", ">", "100", 1 },
        { KIND_CASE, "group_of", "<", "120", 0 },
        { KIND_CASE, "no", "=", "2", 1 },
        { KIND_PERSON, "names", "~", "vera", 1 },
        { KIND_PERSON, "names", "~", "тестова", 1 },
        { KIND_PERSON, "birth", "<", "1960", 1 },
        { KIND_PERSON, "birth", "~", "1981", 1 },
        { KIND_PERSON, "birth", ">", "1981-04-11", 1 },
        { KIND_PERSON, "withheld_name", "=", "no", 2 },
        { KIND_PERSON, "kind", "=", "person", 2 },
        { KIND_APPEAL, "case", "=", "26/23", 2 },
        { KIND_APPEAL, "case", "!=", "C-0002", 2 },
        { KIND_APPEAL, "kind", "~", "upd", 1 },
        { KIND_APPEAL, "kind", "=", "update", 1 },
        { KIND_APPEAL, "deadline", "<", "2026-12-01", 1 },
        { KIND_APPEAL, "deadline", ">", "2026-12-01", 0 },
        { KIND_APPEAL, "deadline", "=", "24 November 2026", 1 },
        { KIND_APPEAL, "number_norm", "=", "26/23", 2 },
        { KIND_EVENT, "date", "<", "2026-03", 1 },
        { KIND_EVENT, "date", ">", "2026-02-03", 2 },
        { KIND_EVENT, "date", "~", "2026-03-15", 1 },
        { KIND_EVENT, "date", "~", "2030", 1 },
        { KIND_EVENT, "date", "=", "", 1 },
        { KIND_EVENT, "date", "=", "2026-03", 1 },
        { KIND_EVENT, "text", "~", "100%", 1 },
        { KIND_EVENT, "text", "~", "%", 1 },
        { KIND_EVENT, "people", "=", w.anna_id, 1 },
        { KIND_EVENT, "people", "=", "", 3 },
        { KIND_MEMBER, "person", "=", w.anna_id, 1 },
        { KIND_MEMBER, "states", "=", "missing", 1 },
        { KIND_CONTACT, "norm", "=", "+991550182773", 1 },
    };
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        size_t n = count_where(b, each[i].kind, each[i].field, each[i].op, each[i].value);
        if (n != each[i].n)
            fail_msg("%s %s %s: %zu", each[i].field, each[i].op, each[i].value, n);
    }
    close_world(&w);
}

/* No field of any kind makes a statement that SQLite does not take, whatever the operator. */
static void every_field_can_be_asked_for(void **state)
{
    (void)state;
    struct storebox box, *b = &box;
    storebox_open(b, NULL);
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        int64_t n = storebox_add(b, kind, "Sylvania", 0);
        struct rec *r;
        OK(store_get(b->s, n, &r, &b->e));
        for (size_t i = 0; i < kind_of(kind)->n_fields * 5; i++) {
            const struct field *f = &kind_of(kind)->fields[i / 5];
            const void *base = r;
            const struct field *g = f;
            if (f->type == FIELD_LIST && field_count(r, f)) {
                base = field_at(r, f, 0);
                g = &f->part->fields[0];
            }
            char *value =
                f->type == FIELD_REFS && field_count(r, f) ? malloc(REC_ID_TEXT) : field_get(base, g, &b->e);
            if (f->type == FIELD_REFS && field_count(r, f))
                rec_id_format(((struct rec_ref *)field_at(r, f, 0))->id, value);
            struct store_where where = { f->key, (enum store_op)(i % 5), value };
            struct store_rows rows = { 0 };
            struct err e = { 0 };
            if (store_list(b->s, &(struct store_query){ .kind = kind, .where = &where, .n_where = 1 }, &rows,
                           &e) < 0)
                assert_int_equal(e.code, ERR_USAGE);
            else if (where.op == OP_IS)
                assert_true(rows.n >= 1);
            store_rows_free(&rows);
            str_free(value);
        }
        rec_free(r);
    }
    storebox_close(b);
}

static void wrong_filters_are_refused(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    struct store_rows rows = { 0 };
    enum store_op op;
    build(&w);
    struct {
        const char *field;
        enum store_op op;
        const char *value, *says;
    } each[] = {
        { "titel", OP_IS, "x", "no field \"titel\"" },      { "title\" OR 1=1 --", OP_IS, "x", "no field" },
        { "risk", OP_IS, "vast", "low, medium, high" },     { "risk", OP_LESS, "high", "cannot be compared" },
        { "group_of", OP_LIKE, "1", "cannot be compared" }, { "group_of", OP_MORE, "many", "whole number" },
        { "group_of", OP_MORE, "", "cannot be compared" },
    };
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        struct store_where where = { each[i].field, each[i].op, each[i].value };
        REFUSED(store_list(b->s, &(struct store_query){ .kind = KIND_CASE, .where = &where, .n_where = 1 },
                           &rows, &b->e),
                each[i].says);
    }
    REFUSED(store_op_parse("<>", &op, &b->e), "= != < > ~");
    REFUSED(store_list(b->s, &(struct store_query){ .kind = KIND_NAME }, &rows, &b->e), "parts");
    close_world(&w);
}

static void pages(void **state)
{
    (void)state;
    struct storebox box, *b = &box;
    storebox_open(b, NULL);
    for (int i = 0; i < 25; i++)
        storebox_put(b, KIND_CASE, "title", i % 2 ? "Odd" : "Even", NULL);
    struct store_where even = { "title", OP_IS, "Even" };
    struct store_query q = { .kind = KIND_CASE, .where = &even, .n_where = 1, .limit = 5 };
    size_t seen = 0;
    for (;;) {
        struct store_rows rows = { 0 };
        OK(store_list(b->s, &q, &rows, &b->e));
        assert_true(rows.n <= 5);
        for (size_t i = 0; i < rows.n; i++) {
            assert_true(rows.at[i] > q.after);
            q.after = rows.at[i];
        }
        seen += rows.n;
        bool last = rows.n == 0;
        store_rows_free(&rows);
        if (last)
            break;
    }
    assert_int_equal(seen, 13);
    storebox_close(b);
}

static void assert_children(struct storebox *b, int64_t of, enum rec_kind child, const int64_t *expected,
                            size_t n)
{
    struct store_rows rows = { 0 };
    OK(store_children(b->s, of, child, &rows, &b->e));
    assert_int_equal(rows.n, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rows.at[i], expected[i]);
    store_rows_free(&rows);
}

/* By earliest, then latest; without a start directly before the event at its latest; without a date last. */
static void events_in_order(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    build(&w);
    static const char *const DATES[] = { "2016-05-03",         "2016-05", "../2016-05-03", "2015", "",
                                         "2016-05-03/2016-06", "2017/.." };
    static const size_t ORDER[] = { 3, 1, 2, 0, 5, 6, 4 };
    int64_t n[7], expected[7];
    for (size_t i = 0; i < 7; i++)
        n[i] = storebox_put(b, KIND_EVENT, "case", "26/23", "text", "Moved", "date", DATES[i], NULL);
    for (size_t i = 0; i < 7; i++)
        expected[i] = n[ORDER[i]];
    assert_children(b, w.writer, KIND_EVENT, expected, 7);
    close_world(&w);
}

static void what_belongs_to_what(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    build(&w);
    assert_children(b, w.writer, KIND_APPEAL, (int64_t[]){ w.appeal, w.update }, 2);
    struct store_rows rows = { 0 };
    OK(store_children(b->s, w.writer, KIND_MEMBER, &rows, &b->e));
    struct rec *r;
    OK(store_get(b->s, rows.at[0], &r, &b->e));
    assert_int_equal(((struct member *)r)->person.n, w.anna); /* at risk before family */
    assert_int_equal(((struct member *)r)->states.at[0].state, STATE_MISSING);
    rec_free(r);
    store_rows_free(&rows);
    OK(store_children(b->s, w.appeal, KIND_TARGET, &rows, &b->e));
    assert_int_equal(rows.n, 2);
    assert_int_equal(rows.at[1], w.target); /* by position */
    store_rows_free(&rows);
    int64_t address =
        storebox_put(b, KIND_ADDRESS, "texts", "1 Main Square\\nSylvania City", "of", w.office_id, NULL);
    assert_children(b, w.office, KIND_ADDRESS, &address, 1);
    assert_children(b, w.office, KIND_TARGET, &w.target, 1);
    assert_children(b, w.anna, KIND_APPEAL, NULL, 0);
    size_t count;
    OK(store_count_children(b->s, w.mother, KIND_CONTACT, &count, &b->e));
    assert_int_equal(count, 1);
    OK(store_count(b->s, KIND_PERSON, &count, &b->e));
    assert_int_equal(count, 2);
    close_world(&w);
}

/* A text is of the case it was entered for, or that of its appeal; the former goes with its case. */
static void sources_of_a_case(void **state)
{
    (void)state;
    struct world w;
    struct storebox *b = &w.b;
    struct rec_ref kase;
    struct rec *r;
    build(&w);
    int64_t imported = storebox_put(b, KIND_SOURCE, "title", "The appeal", "received", "2026-01-02", NULL);
    storebox_put(b, KIND_APPEAL, "case", "26/23", "source", storebox_id(b, imported), NULL);
    int64_t talk = storebox_put(b, KIND_SOURCE, "case", "26/23", "title", "Talk with her mother", "received",
                                "2026-01-01", NULL);
    int64_t said = storebox_put(b, KIND_STATEMENT, "source", storebox_id(b, talk), NULL);
    assert_children(b, w.writer, KIND_SOURCE, (int64_t[]){ talk, imported }, 2);
    assert_children(b, w.writer, KIND_STATEMENT, &said, 1);
    const int64_t all[] = { imported, talk, said };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        OK(store_case_of(b->s, all[i], &kase, &b->e));
        assert_int_equal(kase.n, w.writer);
    }
    OK(store_delete(b->s, w.writer, NULL, &b->e));
    assert_int_equal(store_get(b->s, said, &r, &b->e), -1);
    OK(store_get(b->s, imported, &r, &b->e));
    rec_free(r);
    OK(store_undo(b->s, NULL, &b->e));
    assert_children(b, w.writer, KIND_STATEMENT, &said, 1);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_and_numbers_are_found),
        cmocka_unit_test(a_start_of_two_ids_is_refused),
        cmocka_unit_test(references_as_users_write_them),
        cmocka_unit_test(wrong_references_are_refused),
        cmocka_unit_test(labels_name_what_they_refer_to),
        cmocka_unit_test(the_case_of_each),
        cmocka_unit_test(filters),
        cmocka_unit_test(every_field_can_be_asked_for),
        cmocka_unit_test(wrong_filters_are_refused),
        cmocka_unit_test(pages),
        cmocka_unit_test(events_in_order),
        cmocka_unit_test(what_belongs_to_what),
        cmocka_unit_test(sources_of_a_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
