/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the hints of the forms give as an example is taken by the field, and no two fields of a form have one
 * name: read off the tables, for every kind of record. */
#include "app_world.h"

#include "satchel/app/record_form.h"
#include "satchel/model/field.h"

struct form_of {
    struct record_form rf;
    const struct form_field *ff;
    size_t tried;
};

static void takes(struct form_of *f, const char *value)
{
    struct err e = { 0 };
    f->tried++;
    if (f->ff->validate && f->ff->validate(&f->rf, f->ff, value, &e) < 0)
        fail_msg("%s, %s: \"%s\" from \"%s\": %s", kind_of(f->rf.rec->kind)->name, f->ff->name, value,
                 f->ff->hint, e.text);
}

/* Each of "one, other, third", up to end. */
static void takes_each(struct form_of *f, const char *at, const char *end)
{
    while (at < end) {
        const char *comma = strstr(at, ", ");
        const char *stop = comma && comma < end ? comma : end;
        char *value = strndup(at, (size_t)(stop - at));
        takes(f, value);
        free(value);
        at = stop == end ? end : stop + 2;
    }
}

/* "a date, as 2021-03, 2021~", "as in she/her", "en, es, zh-Hant (BCP 47)". */
static void takes_examples(struct form_of *f)
{
    static const char *const BEFORE[] = { "as in ", ", as ", "a date: " };
    const char *hint = f->ff->hint ? f->ff->hint : "", *end = strstr(hint, " · ");
    end = end ? end : hint + strlen(hint);
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
        const char *at = strstr(hint, BEFORE[i]);
        if (at && at < end) {
            takes_each(f, at + strlen(BEFORE[i]), end);
            return;
        }
    }
    const char *standard = strstr(hint, " (");
    if (standard && standard < end && end[-1] == ')')
        takes_each(f, hint, standard);
}

static const char *sample_of(const struct field *f)
{
    switch (f->type) {
    case FIELD_INT:
        return "1";
    case FIELD_BOOL:
        return "yes";
    case FIELD_DAY:
    case FIELD_EDTF:
        return "2021-03-05";
    case FIELD_ENUM:
        return f->names->at[0].word;
    default:
        return "sample";
    }
}

/* "first | key=value" for each part and each word that the hint of a list offers. */
static void takes_parts(struct form_of *f, const struct field *field)
{
    const struct kind *part = field->type == FIELD_LIST ? field->part : NULL;
    if (!part || part->fields[0].type == FIELD_REF)
        return;
    for (size_t i = 0; i < part->n_fields; i++) {
        const struct field *of = &part->fields[i];
        if (of->type == FIELD_REF || of->flags & FIELD_READ_ONLY)
            continue;
        if (!strstr(f->ff->hint, i ? of->key : of->type == FIELD_ENUM ? of->names->at[0].word : _(of->label)))
            fail_msg("%s is not in \"%s\"", of->key, f->ff->hint);
        for (size_t k = 0; k < (of->type == FIELD_ENUM ? of->names->n : 1); k++) {
            struct buf value = { 0 };
            const char *word = of->type == FIELD_ENUM ? of->names->at[k].word : sample_of(of);
            if (i)
                buf_addf(&value, "%s | %s=%s", sample_of(&part->fields[0]), of->key, word);
            else
                buf_adds(&value, word);
            takes(f, buf_text(&value));
            buf_free(&value);
        }
    }
}

static void every_example_is_taken(void **state)
{
    struct storebox *b = *state;
    size_t tried = 0;
    for (int kind = KIND_NONE + 1; kind < KIND_COUNT; kind++) {
        if (kind_is_part((enum rec_kind)kind))
            continue;
        struct form_of f = { 0 };
        STOREBOX_OK(
            record_form_open(&f.rf, NULL, b->s, rec_new((enum rec_kind)kind, &b->e), NULL, NULL, &b->e));
        for (size_t i = 0; i < f.rf.n; i++) {
            f.ff = &f.rf.fields[i];
            takes_examples(&f);
            takes_parts(&f, kind_field(kind_of((enum rec_kind)kind), f.ff->name));
        }
        tried += f.tried;
        record_form_close(&f.rf);
    }
    assert_true(tried > 60);
}

/* Two fields that look alike cannot be told apart, nor asked for in a sentence. */
static void no_two_fields_of_a_form_have_one_name(void **state)
{
    (void)state;
    for (int kind = KIND_NONE + 1; kind < KIND_COUNT; kind++) {
        const struct kind *k = kind_of((enum rec_kind)kind);
        for (size_t i = 0; i < k->n_fields; i++)
            for (size_t j = 0; j < i; j++)
                if (strcmp(k->fields[i].label, k->fields[j].label) == 0)
                    fail_msg("%s: %s and %s are both \"%s\"", k->name, k->fields[j].key, k->fields[i].key,
                             k->fields[i].label);
    }
}

/* Words first: nobody has to know how they are stored. */
static void a_date_may_be_as_it_was_told(void **state)
{
    (void)state;
    static const enum rec_kind KINDS[] = { KIND_EVENT, KIND_MEMBER };
    static const char *const KEYS[] = { "date", "since" };
    for (size_t i = 0; i < 2; i++)
        assert_non_null(strstr(kind_field(kind_of(KINDS[i]), KEYS[i])->hint, "as it was told"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(every_example_is_taken),
        cmocka_unit_test(no_two_fields_of_a_form_have_one_name),
        cmocka_unit_test(a_date_may_be_as_it_was_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
