/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every field of every kind of record goes through its form. */
#include "app_world.h"

#include "satchel/app/record_form.h"
#include "satchel/base/day.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"

static bool in_form(const struct record_form *f, const char *key)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->fields[i].name, key) == 0)
            return true;
    return false;
}

static void put_all(struct record_form *f, const struct rec *from, struct err *e)
{
    const struct kind *k = kind_of(from->kind);
    for (size_t i = 0; i < f->n; i++) {
        const struct field *field = kind_field(k, f->fields[i].name);
        char *text = field_get(from, field, e);
        const char *value = field->type == FIELD_BOOL ? strcmp(text, "yes") ? "" : "1" : text;
        if (form_put(f->form, field->key, value, field->type == FIELD_REF ? "picked" : NULL, e) < 0)
            fail_msg("%s.%s: %s", k->name, field->key, e->text);
        str_free(text);
    }
}

static void assert_taken(const struct record_form *f, const struct rec *want)
{
    const struct kind *k = kind_of(want->kind);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *field = &k->fields[i];
        if (!in_form(f, field->key)) {
            if (!(field->flags & FIELD_READ_ONLY) && field->type != FIELD_REFS)
                fail_msg("%s.%s is in no form", k->name, field->key);
            continue;
        }
        char *got = field_get(f->rec, field, NULL), *wanted = field_get(want, field, NULL);
        if (strcmp(got, wanted))
            fail_msg("%s.%s is \"%s\", not \"%s\"", k->name, field->key, got, wanted);
        str_free(got);
        str_free(wanted);
    }
}

/* One record is opened in a form, all its values replaced by another's, and read back. */
static void every_field_goes_through_its_form(void **state)
{
    struct storebox *b = *state;
    for (int kind = KIND_NONE + 1; kind < KIND_FIRST_PART; kind++) {
        struct record_form f = { 0 };
        struct rec *old = storebox_sample(b, (enum rec_kind)kind, "old", 0);
        struct rec *new = storebox_sample(b, (enum rec_kind)kind, "new", 1);
        STOREBOX_OK(record_form_open(&f, NULL, b->s, old, NULL, NULL, &b->e));
        assert_false(form_changed(f.form, NULL));
        put_all(&f, new, &b->e);
        STOREBOX_OK(record_form_take(&f, &b->e));
        assert_taken(&f, new);
        record_form_close(&f);
        rec_free(new);
    }
}

/* An address is typed as it stands on the envelope, each script after an empty line. */
static void addresses_have_lines(void **state)
{
    struct storebox *b = *state;
    struct record_form f = { 0 };
    struct rec *r = rec_new(KIND_ADDRESS, &b->e);
    const struct field *texts = kind_field(kind_of(KIND_ADDRESS), "texts");
    STOREBOX_OK(field_set(r, texts, "1 Main Square\\nSylvania City | lang=en\n\\|5\\\\nope", &b->e));
    STOREBOX_OK(record_form_open(&f, NULL, b->s, r, NULL, NULL, &b->e));
    assert_string_equal(form_get(f.form, "texts"), "1 Main Square\nSylvania City | lang=en\n\n\\|5\\\\nope");
    STOREBOX_OK(form_put(f.form, "texts",
                         "\n2 Side Street \nSylvania City\n| lang=en\n \n\n\xD0\xA3\xD0\xBB. 2\n\xD0\x93\n",
                         NULL, &b->e));
    STOREBOX_OK(record_form_take(&f, &b->e));
    const struct address *a = (const struct address *)f.rec;
    assert_int_equal(a->texts.n, 2);
    assert_string_equal(a->texts.at[0].lines, "2 Side Street\nSylvania City");
    assert_string_equal(a->texts.at[0].lang, "en");
    assert_string_equal(a->texts.at[1].lines, "\xD0\xA3\xD0\xBB. 2\n\xD0\x93");
    record_form_close(&f);
}

static void a_wrong_value_keeps_the_record(void **state)
{
    struct storebox *b = *state;
    struct record_form f = { 0 };
    struct rec *r = storebox_sample(b, KIND_APPEAL, "old", 0);
    STOREBOX_OK(record_form_open(&f, NULL, b->s, r, NULL, NULL, &b->e));
    char *before = field_get(f.rec, kind_field(kind_of(KIND_APPEAL), "deadline"), &b->e);
    STOREBOX_OK(form_put(f.form, "deadline", "03/04/2020", NULL, &b->e));
    assert_int_equal(record_form_take(&f, &b->e), -1);
    assert_int_equal(b->e.code, ERR_INPUT);
    assert_string_equal(form_focused(f.form), "deadline");
    char *after = field_get(f.rec, kind_field(kind_of(KIND_APPEAL), "deadline"), &b->e);
    assert_string_equal(before, after);
    str_free(before);
    str_free(after);
    record_form_close(&f);
}

/* Dates are typed as people write them. */
static void prose_becomes_a_date(void **state)
{
    struct storebox *b = *state;
    struct record_form f = { 0 };
    STOREBOX_OK(
        record_form_open(&f, NULL, b->s, storebox_sample(b, KIND_EVENT, "old", 0), NULL, NULL, &b->e));
    STOREBOX_OK(form_put(f.form, "date", "about 10 May 2019", NULL, &b->e));
    STOREBOX_OK(record_form_take(&f, &b->e));
    char *edtf = field_get(f.rec, kind_field(kind_of(KIND_EVENT), "date"), &b->e);
    assert_string_equal(edtf, "2019-05-10~");
    str_free(edtf);
    record_form_close(&f);
}

/* In a list too, by the day it is; and under it stands what was understood. */
static void prose_becomes_a_date_in_lists(void **state)
{
    struct storebox *b = *state;
    struct record_form f = { 0 };
    struct buf said = { 0 };
    char day[DAY_TEXT_BYTES], line[64];
    const struct form_field *ff = NULL;
    STOREBOX_OK(
        record_form_open(&f, NULL, b->s, storebox_sample(b, KIND_MEMBER, "old", 0), NULL, NULL, &b->e));
    STOREBOX_OK(form_put(f.form, "role", "at_risk", NULL, &b->e));
    for (size_t i = 0; i < f.n; i++)
        ff = strcmp(f.fields[i].name, "states") == 0 ? &f.fields[i] : ff;
    ff->describe(&f, ff, "held | since=2019\nreleased | since=yesterday", &said);
    day_format(store_today(b->s) - 1, day);
    snprintf(line, sizeof line, "yesterday: %s", day);
    assert_string_equal(buf_text(&said), line);
    STOREBOX_OK(form_put(f.form, "states", "held | since=2019\nreleased | since=yesterday", NULL, &b->e));
    STOREBOX_OK(record_form_take(&f, &b->e));
    char *states = field_get(f.rec, kind_field(kind_of(KIND_MEMBER), "states"), &b->e);
    snprintf(line, sizeof line, "held | since=2019\nreleased | since=%s", day);
    assert_string_equal(states, line);
    STOREBOX_OK(form_put(f.form, "states", "held | since=Monday 3 November 2026", NULL, &b->e));
    assert_int_equal(record_form_take(&f, &b->e), -1);
    assert_non_null(strstr(b->e.text, "2026-11-03 is a Tuesday"));
    str_free(states);
    buf_free(&said);
    record_form_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(every_field_goes_through_its_form), STOREBOX_TEST(addresses_have_lines),
        STOREBOX_TEST(a_wrong_value_keeps_the_record),    STOREBOX_TEST(prose_becomes_a_date),
        STOREBOX_TEST(prose_becomes_a_date_in_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
