/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/model/care.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/model/people.h"
#include "satchel/model/testimony.h"
#include "samples.h"

static void assert_field(const void *base, const struct field *f, const char *expected)
{
    char *text = field_get(base, f, NULL);
    assert_string_equal(text, expected);
    str_free(text);
}

/* Every word, label and key is there, and none twice. */
static void check_table(const struct kind *k)
{
    static const char *const TAKEN[] = { "id", "type", "created", "changed", "label" };
    assert_true(k->name && k->label && k->label_plural && k->n_fields > 0);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        assert_ptr_equal(kind_field(k, f->key), f);
        for (size_t j = 0; j < sizeof TAKEN / sizeof *TAKEN; j++) /* JSON has these beside the fields */
            assert_string_not_equal(f->key, TAKEN[j]);
        assert_true(f->label && *f->label && f->offset < k->size);
        assert_true((f->type == FIELD_ENUM) == (f->names != NULL));
        assert_true((f->type == FIELD_LIST) == (f->part != NULL));
        if (f->type == FIELD_ENUM)
            for (size_t w = 0; w < f->names->n; w++)
                assert_int_equal(rec_enum_find(f->names, f->names->at[w].word), w);
        if (f->type == FIELD_LIST)
            check_table(f->part);
    }
}

static void tables_are_whole(void **state)
{
    (void)state;
    for (enum rec_kind i = 1; i < KIND_COUNT; i++) {
        assert_int_equal(kind_of(i)->kind, i);
        assert_ptr_equal(kind_named(kind_of(i)->name), kind_of(i));
        check_table(kind_of(i));
    }
    assert_null(kind_named("sheep"));
}

/* Sets, reads, copies, compares and empties each field of each kind. */
static void every_field_goes_round(void **state)
{
    (void)state;
    struct err e;
    for (enum rec_kind i = 1; i < KIND_FIRST_PART; i++) {
        struct rec *r = rec_new(i, &e), *empty = rec_new(i, &e);
        const struct kind *k = kind_of(i);
        for (size_t j = 0; j < k->n_fields; j++) {
            const struct field *f = &k->fields[j];
            if (f->type == FIELD_REF || f->type == FIELD_REFS) {
                const char *id = "000102030405060708090a0b0c0d0e0f";
                assert_int_equal(field_set(r, f, id, &e), 0);
                assert_field(r, f, id);
                continue;
            }
            for (int variant = 0; variant < 4; variant++) {
                char *text = sample_text(f, "Sylvania", variant);
                if (field_set(r, f, text, &e) < 0)
                    fail_msg("%s.%s: %s", k->name, f->key, e.text);
                assert_field(r, f, text);
                str_free(text);
            }
        }
        struct rec *copy = rec_copy(r, &e);
        assert_true(rec_equal(r, copy));
        assert_false(rec_equal(r, empty));
        char *label = rec_label(copy, &e);
        assert_true(*label && !strchr(label, '\n'));
        str_free(label);
        for (size_t j = 0; j < k->n_fields; j++)
            assert_int_equal(field_set(copy, &k->fields[j], "", &e), 0);
        assert_true(rec_equal(copy, empty));
        rec_free(r);
        rec_free(copy);
        rec_free(empty);
    }
}

static void wrong_text_changes_nothing(void **state)
{
    (void)state;
    struct {
        enum rec_kind kind;
        const char *key, *good, *bad, *says;
    } cases[] = {
        { KIND_CASE, "risk", "low", "enormous", "low, medium, high" },
        { KIND_CASE, "group_of", "120", "many", "whole number" },
        { KIND_CASE, "group_of", "120", "99999999999999999999", "whole number" },
        { KIND_CASE, "title", "One", "One\nTwo", "one line" },
        { KIND_APPEAL, "deadline", "2026-11-24", "2026-11", "one day" },
        { KIND_APPEAL, "deadline", "2026-11-24", "2026-02-30", "28 days" },
        { KIND_APPEAL, "issued_inferred", "yes", "perhaps", "\"yes\" or \"no\"" },
        { KIND_APPEAL, "case", "000102030405060708090a0b0c0d0e0f", "12", "32 hex" },
        { KIND_PERSON, "birth", "1981~", "once", "No date was understood" },
        { KIND_PERSON, "names", "Anna | kind=alias", "Anna | sort=alias", "no field \"sort\"" },
        { KIND_PERSON, "names", "Anna", "Anna | alias", "lang=en" },
        { KIND_INSTRUCTION, "triggers", "arrest\ndeath", "arrest\nrain", "no_contact" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = { 0 };
        struct rec *r = rec_new(cases[i].kind, &e);
        const struct field *f = rec_field(r, cases[i].key, &e);
        assert_int_equal(field_set(r, f, cases[i].good, &e), 0);
        assert_int_equal(field_set(r, f, cases[i].bad, &e), -1);
        if (!strstr(e.text, cases[i].says))
            fail_msg("%s", e.text);
        assert_non_null(strstr(e.text, "Nothing was changed"));
        assert_field(r, f, cases[i].good);
        rec_free(r);
    }
}

static void dates_in_prose_are_taken(void **state)
{
    (void)state;
    struct err e;
    struct rec *r = rec_new(KIND_APPEAL, &e);
    assert_int_equal(field_set(r, rec_field(r, "deadline", &e), "10 February 2023", &e), 0);
    assert_field(r, rec_field(r, "deadline", &e), "2023-02-10");
    assert_int_equal(field_set(r, rec_field(r, "deadline", &e), "03/04/2020", &e), -1);
    assert_non_null(strstr(e.text, "2020-03-04"));
    assert_null(rec_field(r, "nonsense", &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    rec_free(r);
}

/* What refers to an ask goes on doing so when the list is written again as text. */
static void elements_keep_their_ids(void **state)
{
    (void)state;
    struct err e;
    struct rec *r = rec_new(KIND_APPEAL, &e);
    struct appeal *a = (struct appeal *)r;
    const struct field *f = rec_field(r, "asks", &e);
    assert_int_equal(field_set(r, f, "Release her\nLet her see a lawyer", &e), 0);
    a->asks.at[0].row.n = 7;
    a->asks.at[1].row.n = 8;
    assert_int_equal(field_set(r, f, "Let her see a lawyer\nGive her medical care\nRelease her", &e), 0);
    assert_int_equal(a->asks.at[0].row.n, 8);
    assert_int_equal(a->asks.at[1].row.n, 0);
    assert_int_equal(a->asks.at[2].row.n, 7);
    field_remove(r, f, 0);
    assert_int_equal(field_count(r, f), 2);
    assert_int_equal(a->asks.at[1].row.n, 7);
    assert_int_equal(field_append(r, f, "Say where she is", &e), 0);
    assert_field(r, f, "Give her medical care\nRelease her\nSay where she is");
    assert_int_equal(field_append(r, rec_field(r, "title", &e), "x", &e), -1);
    rec_free(r);
}

static void required_fields_are_named(void **state)
{
    (void)state;
    struct err e;
    struct rec *r = rec_new(KIND_NOTE, &e);
    assert_int_equal(rec_check(r, &e), -1);
    assert_non_null(strstr(e.text, "text"));
    assert_int_equal(field_set(r, rec_field(r, "text", &e), "Called her aunt", &e), 0);
    assert_int_equal(rec_check(r, &e), 0);
    assert_int_equal(field_set(r, rec_field(r, "tags", &e), " | word=", &e), 0);
    assert_int_equal(rec_check(r, &e), -1);
    rec_free(r);
}

static void numbers_are_hidden(void **state)
{
    (void)state;
    static const char *const PAIRS[][2] = {
        { "+99 155 018 2773", "+99 1•• ••• ••73" },
        { "12345", "•••••" },
        { "aunt@example.org", "aun•@•••••••.•rg" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        char *masked = rec_mask(PAIRS[i][0], NULL);
        assert_string_equal(masked, PAIRS[i][1]);
        str_free(masked);
    }
    struct rec *r = rec_new(KIND_CONTACT, NULL);
    assert_int_equal(field_set(r, rec_field(r, "raw", NULL), PAIRS[0][0], NULL), 0);
    char *label = rec_label(r, NULL);
    assert_string_equal(label, "telephone, +99 1•• ••• ••73");
    str_free(label);
    rec_free(r);
}

static void numbers_of_appeals(void **state)
{
    (void)state;
    static const char *const PAIRS[][2] = {
        { "UA 26/23", "26/23" },
        { "UA 086/21-3", "86/21" },
        { "UA: 112/2025", "112/25" },
        { "26/08/2009", NULL },
        { "none", NULL },
        { "AU 5/19, Indice: 1/2", "5/19" },
        { "/23", NULL },
        { "3/", NULL },
    };
    char out[NUMBER_NORM_BYTES];
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        bool found = number_normalize(PAIRS[i][0], out);
        assert_int_equal(found, PAIRS[i][1] != NULL);
        if (found)
            assert_string_equal(out, PAIRS[i][1]);
    }
}

static void ids_as_text(void **state)
{
    (void)state;
    uint8_t id[REC_ID_BYTES], again[REC_ID_BYTES];
    char text[REC_ID_TEXT];
    for (size_t i = 0; i < sizeof id; i++)
        id[i] = (uint8_t)(i * 17 + 9);
    rec_id_format(id, text);
    assert_int_equal(rec_id_parse(text, again), 0);
    assert_memory_equal(id, again, sizeof id);
    assert_int_equal(rec_id_parse("12g4", again), -1);
    text[31] = 'g';
    assert_int_equal(rec_id_parse(text, again), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_whole),
        cmocka_unit_test(every_field_goes_round),
        cmocka_unit_test(wrong_text_changes_nothing),
        cmocka_unit_test(dates_in_prose_are_taken),
        cmocka_unit_test(elements_keep_their_ids),
        cmocka_unit_test(required_fields_are_named),
        cmocka_unit_test(numbers_are_hidden),
        cmocka_unit_test(numbers_of_appeals),
        cmocka_unit_test(ids_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
