/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/model/parsed.h"

static struct parsed_text text_of(const char *s)
{
    return (struct parsed_text){ .text = strdup(s) };
}

static void add_text(struct parsed_texts *list, const char *s)
{
    assert_int_equal(dyn_room(list), 0);
    list->at[list->n++] = text_of(s);
}

static void add_official(struct parsed_officials *list)
{
    assert_int_equal(dyn_room(list), 0);
    struct parsed_official *o = &list->at[list->n++];
    *o = (struct parsed_official){ .name = text_of("Rufus Firefly"),
                                   .title = text_of("President"),
                                   .phone = text_of("000"),
                                   .fax = text_of("000"),
                                   .title_local = strdup("x"),
                                   .phone_note = strdup("x"),
                                   .fax_note = strdup("x"),
                                   .facebook = strdup("x"),
                                   .contact_form = strdup("x"),
                                   .salutation = strdup("x"),
                                   .delivery_note = strdup("x") };
    add_text(&o->address_lines, "1 Palace Square");
    add_text(&o->address_local, "x");
    add_text(&o->email, "x@example.org");
    add_text(&o->twitter, "x");
}

static void fill_lists(struct parsed *p)
{
    assert_int_equal(dyn_room(&p->people), 0);
    struct parsed_person *who = &p->people.at[p->people.n++];
    *who = (struct parsed_person){ .name = text_of("Ana Sylva"),
                                   .pronouns = strdup("she/her"),
                                   .gender = strdup("x"),
                                   .status = strdup("x") };
    assert_int_equal(dyn_room(&who->names), 0);
    who->names.at[who->names.n++] = (struct parsed_name){ strdup("A. Sylva"), strdup("und") };
    add_official(&p->targets);
    add_official(&p->copies);
    add_text(&p->preferred_languages, "English");
    add_text(&p->letter_asks, "release her");
    assert_int_equal(dyn_room(&p->warnings), 0);
    p->warnings.at[p->warnings.n++] = (struct parsed_warning){ strdup("placeholder"), 1, 1, strdup("x") };
    assert_int_equal(strs_add(&p->not_found, "deadline"), 0);
}

/* The address sanitizer is the judge: every part is filled, nothing may stay behind. */
static void frees_every_part(void **state)
{
    (void)state;
    struct parsed p = { 0 };
    fill_lists(&p);
    struct parsed_text *texts[] = { &p.title,      &p.ua_number,         &p.index,       &p.previous_index,
                                    &p.issue_date, &p.previous_ua_link,  &p.deadline,    &p.closed_on,
                                    &p.country,    &p.letter_salutation, &p.letter_body, &p.background };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = text_of("x");
    char **owned[] = { &p.source,      &p.ua_number_norm, &p.update,
                       &p.letter_lang, &p.group.label,    &p.group.pronouns };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        *owned[i] = strdup("x");
    parsed_free(&p);
    assert_memory_equal(&p, &(struct parsed){ 0 }, sizeof p);
    parsed_free(&p);
}

static void names_kinds(void **state)
{
    (void)state;
    assert_string_equal(parsed_kind_name(PARSED_UA), "ua");
    assert_string_equal(parsed_kind_name(PARSED_UPDATE), "update");
    assert_string_equal(parsed_kind_name(PARSED_STOP), "stop");
    assert_string_equal(parsed_kind_name(PARSED_LETTER), "letter");
    assert_string_equal(parsed_kind_name(PARSED_SUMMARY), "summary");
}

static void finds_line_and_column(void **state)
{
    (void)state;
    static const char SOURCE[] = "a\xC3\xA9\n\xE4\xBD\xA0x\n";
    struct parsed p = { 0 };
    assert_int_equal(parsed_set_source(&p, SOURCE, strlen(SOURCE)), 0);
    static const uint32_t AT[][3] = { { 0, 1, 1 }, { 1, 1, 2 }, { 2, 1, 3 }, { 3, 2, 1 },
                                      { 4, 2, 2 }, { 6, 3, 1 }, { 99, 3, 1 } };
    for (size_t i = 0; i < sizeof AT / sizeof *AT; i++) {
        uint32_t line, col;
        parsed_position(&p, AT[i][0], &line, &col);
        assert_int_equal(line, AT[i][1]);
        assert_int_equal(col, AT[i][2]);
    }
    parsed_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frees_every_part),
        cmocka_unit_test(names_kinds),
        cmocka_unit_test(finds_line_and_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
