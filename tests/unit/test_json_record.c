/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/exchange/json_record.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/model/people.h"
#include "samples.h"

static struct rec *sample(enum rec_kind kind)
{
    struct rec *r = rec_new(kind, NULL);
    const struct kind *k = kind_of(kind);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        char *text = sample_text(f, "Анна", 1);
        if (!(f->flags & FIELD_READ_ONLY) && field_set(r, f, text, NULL) != 0)
            fail_msg("%s.%s does not take %s", k->name, f->key, text);
        free(text);
    }
    return r;
}

static void every_kind_comes_back(void **state)
{
    (void)state;
    for (int kind = KIND_NONE + 1; kind < KIND_FIRST_PART; kind++) {
        struct rec *r = sample((enum rec_kind)kind), *back = rec_new((enum rec_kind)kind, NULL);
        memset(r->id, 0xAB, sizeof r->id);
        json_t *o = json_record(r, NULL);
        struct err e = { 0 };
        assert_non_null(o);
        if (json_record_read(o, back, NULL, NULL, NULL, &e) != 0)
            fail_msg("%s: %s", kind_of((enum rec_kind)kind)->name, e.text);
        assert_true(rec_equal(r, back));
        assert_memory_equal(r->id, back->id, sizeof r->id);
        json_decref(o);
        rec_free(r);
        rec_free(back);
    }
}

static int read_text(struct rec *r, const char *text, struct err *e)
{
    json_t *o = json_loads(text, 0, NULL);
    assert_non_null(o);
    int rc = json_record_read(o, r, NULL, NULL, NULL, e);
    json_decref(o);
    return rc;
}

static void lists_keep_their_elements(void **state)
{
    (void)state;
    struct person *p = (struct person *)rec_new(KIND_PERSON, NULL);
    assert_int_equal(
        read_text(&p->rec,
                  "{\"names\": [\"Anna\", {\"text\": \"Анна\", \"lang\": \"ru\"}], \"tags\": [\"a\"]}", NULL),
        0);
    assert_int_equal(p->names.n, 2);
    assert_string_equal(p->names.at[0].text, "Anna");
    p->names.at[1].row.n = 42;
    memset(p->names.at[1].row.id, 0x11, REC_ID_BYTES);
    /* The second is kept by its id, the first goes, a third comes. */
    assert_int_equal(
        read_text(
            &p->rec,
            "{\"names\": [{\"id\": \"11111111111111111111111111111111\", \"text\": \"Аня\"}, \"Anya\"]}",
            NULL),
        0);
    assert_int_equal(p->names.n, 2);
    assert_int_equal(p->names.at[0].row.n, 42);
    assert_string_equal(p->names.at[0].text, "Аня");
    assert_null(p->names.at[0].lang);
    assert_int_equal(p->names.at[1].row.n, 0);
    assert_int_equal(p->tags.n, 1);
    assert_int_equal(read_text(&p->rec, "{\"names\": [], \"tags\": null}", NULL), 0);
    assert_int_equal(p->names.n + p->tags.n, 0);
    rec_free(&p->rec);
}

static void foreign_text_is_cleaned(void **state)
{
    (void)state;
    struct person *p = (struct person *)rec_new(KIND_PERSON, NULL);
    assert_int_equal(
        read_text(&p->rec, "{\"occupation\": \"poet\\u001b[31m\\u202e and\\nmore\", \"health\": \"a\\nb\"}",
                  NULL),
        0);
    assert_string_equal(p->occupation, "poet and more");
    assert_string_equal(p->health, "a\nb");
    rec_free(&p->rec);
}

static void wrong_values_are_named(void **state)
{
    (void)state;
    static const struct {
        enum rec_kind kind;
        const char *text, *names;
    } WRONG[] = {
        { KIND_CASE, "[]", "object" },
        { KIND_CASE, "{\"nothing\": 1}", "nothing" },
        { KIND_CASE, "{\"title\": 1}", "title" },
        { KIND_CASE, "{\"title\": {}}", "title" },
        { KIND_CASE, "{\"group_count\": true}", "group_count" },
        { KIND_CASE, "{\"group_count\": 1.5}", "group_count" },
        { KIND_CASE, "{\"tags\": \"a\"}", "tags" },
        { KIND_CASE, "{\"tags\": [[]]}", "word" },
        { KIND_CASE, "{\"type\": \"person\"}", "person" },
        { KIND_CASE, "{\"id\": \"12\"}", "12" },
        { KIND_PERSON, "{\"withheld_name\": 3}", "withheld_name" },
        { KIND_CONTACT, "{\"of\": \"xyz\"}", "of" },
        { KIND_CONTACT, "{\"of\": 5}", "of" },
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        struct rec *r = rec_new(WRONG[i].kind, NULL);
        struct err e = { 0 };
        assert_int_equal(read_text(r, WRONG[i].text, &e), -1);
        assert_int_equal(e.code, ERR_INPUT);
        if (!strstr(e.text, WRONG[i].names))
            fail_msg("%s: %s", WRONG[i].text, e.text);
        rec_free(r);
    }
}

static void shown_and_given_back_is_the_same(void **state)
{
    (void)state;
    struct kase *k = (struct kase *)rec_new(KIND_CASE, NULL);
    k->no.set = true;
    k->no.v = 147;
    assert_int_equal(
        read_text(&k->rec, "{\"label\": \"x\", \"created\": \"y\", \"no\": 3, \"title\": \"A\"}", NULL), 0);
    assert_int_equal(k->no.v, 147);
    assert_string_equal(k->title, "A");
    rec_free(&k->rec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_comes_back),
        cmocka_unit_test(lists_keep_their_elements),
        cmocka_unit_test(foreign_text_is_cleaned),
        cmocka_unit_test(wrong_values_are_named),
        cmocka_unit_test(shown_and_given_back_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
