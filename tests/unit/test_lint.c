/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint.h"

static void every_code_has_a_name_and_a_meaning(void **state)
{
    (void)state;
    for (int i = 0; i < LINT_CODE_COUNT; i++) {
        assert_int_equal(lint_code_of(lint_code_name((enum lint_code)i)), i);
        assert_true(*lint_code_says((enum lint_code)i));
    }
    assert_int_equal(lint_code_of("no-such-code"), -1);
}

static void an_empty_letter_without_a_case_has_no_findings(void **state)
{
    (void)state;
    struct lint_context c = { 0 };
    struct lint_letter letter = { 0 };
    struct lint_findings f = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
    assert_int_equal(f.n, 0);
    lint_findings_free(&f);
    lint_names_free(names);
}

static void a_place_counts_code_points(void **state)
{
    (void)state;
    struct lint_context c = { 0 };
    struct lint_letter letter = { .body = "Señora: [SU NOMBRE] — [email protected]" };
    struct lint_findings f = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
    assert_int_equal(f.n, 2);
    assert_int_equal(f.at[0].code, LINT_PLACEHOLDER);
    assert_int_equal(f.at[0].from, 8);
    assert_int_equal(f.at[0].to, 19);
    assert_string_equal(f.at[0].quote, "[SU NOMBRE]");
    assert_int_equal(f.at[1].code, LINT_LOST_EMAIL);
    assert_int_equal(f.at[1].from, 22);
    lint_findings_free(&f);
    lint_names_free(names);
}

/* Bytes of every kind, long words and long lines: nothing is found twice, no place lies outside. */
static void garbage_is_read_like_any_text(void **state)
{
    (void)state;
    static const char *const PIECES[] = { "[",   "]",    "{x",   "<",        ">",      "__",  "XX",
                                          ".",   "\n",   "- ",   "Анна",     "李试文", "آنا", "12,",
                                          "+1 ", "@",    "\xff", "\xe2\x80", "’",      "-",   "Anna",
                                          " ",   "she ", ":",    "5." };
    uint32_t seed = 7;
    struct lint_context c = { .appeal = true, .deadline = INT32_MIN };
    struct lint_person p = { .at_risk = true, .gender = strdup("f") };
    struct lint_names *names = lint_names_new(NULL);
    strs_add(&p.names, "Anna Testova");
    strs_add(&p.names, "李试文");
    assert_int_equal(dyn_room(&c.people), 0);
    c.people.at[c.people.n++] = p;
    strs_add(&c.texts, "12 Anna - 5. she: 李试文");
    for (int run = 0; run < 200; run++) {
        struct buf b = { 0 };
        for (int i = 0; i < 120; i++) {
            seed = seed * 1664525 + 1013904223;
            buf_adds(&b, PIECES[(seed >> 16) % (sizeof PIECES / sizeof *PIECES)]);
        }
        struct lint_letter letter = { .body = buf_text(&b), .salutation = buf_text(&b), .date = INT32_MIN };
        struct lint_findings f = { 0 };
        size_t cps = text_count(buf_text(&b), b.len);
        assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
        for (size_t i = 0; i < f.n; i++)
            assert_true(f.at[i].from <= f.at[i].to && f.at[i].to <= cps && *f.at[i].evidence);
        lint_findings_free(&f);
        buf_free(&b);
    }
    lint_context_free(&c);
    lint_names_free(names);
}

static void scripts_without_capitals_are_said_to_be_checked_by_records(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        bool only;
    } CASES[] = { { "我促请您立即释放李试文。", true },
                  { "أحثكم على الإفراج عن آنا تستوفا", true },
                  { "Please free 李试文 now.", false },
                  { "Прошу освободить Анну Тестову.", false } };
    struct lint_context c = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct lint_letter letter = { .body = CASES[i].body };
        struct lint_findings f = { 0 };
        assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
        assert_int_equal(f.notes.names_by_records_only, CASES[i].only);
        lint_findings_free(&f);
    }
    lint_names_free(names);
}

static void asks_in_another_language_are_said_not_to_be_compared(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        bool left_out, said;
    } CASES[] = {
        { "Le pido que libere a la maestra y que le permita ver a un médico.", false, true },
        { "I ask you to free the teacher and to let her see a doctor.", false, false },
        { "I ask you to free the teacher and to let her see a doctor.", true, true },
        { "Прошу Вас освободить учительницу.", false, true },
    };
    struct lint_ask ask = { 1, strdup("I ask you to free the teacher and to let her see a doctor.") };
    struct lint_context c = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    assert_int_equal(dyn_room(&c.asks), 0);
    c.asks.at[c.asks.n++] = ask;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct lint_letter letter = { .body = CASES[i].body };
        struct lint_findings f = { 0 };
        c.asks_left_out = CASES[i].left_out;
        assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
        assert_int_equal(f.notes.asks_not_compared, CASES[i].said);
        lint_findings_free(&f);
    }
    lint_context_free(&c);
    lint_names_free(names);
}

static void asks_that_cannot_be_looked_for_are_counted(void **state)
{
    (void)state;
    static const char *const ASKS[] = { "Release the teacher at once", "Give the fishermen back their boats",
                                        "Allow her family to visit her" };
    static const struct {
        const char *body;
        size_t unclear, findings;
    } CASES[] = {
        { "Please open the prison gate for the teacher. Her own mother should sit beside her. I have asked "
          "my aunt.\n\n"
          "Could the bread be shared in the square?",
          1, 0 },
        { "Please open the prison gate for the teacher. Her own mother should sit beside her. I have asked "
          "my aunt.",
          0, 1 },
        { "Could the bread be shared in the square? Would somebody paint the poplars green?", 3, 0 },
    };
    struct lint_context c = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    for (size_t i = 0; i < sizeof ASKS / sizeof *ASKS; i++) {
        assert_int_equal(dyn_room(&c.asks), 0);
        c.asks.at[c.asks.n++] = (struct lint_ask){ (int64_t)i + 1, strdup(ASKS[i]) };
    }
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct lint_letter letter = { .body = CASES[i].body };
        struct lint_findings f = { 0 };
        assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
        assert_int_equal(f.notes.asks_unclear, CASES[i].unclear);
        assert_int_equal(f.n, CASES[i].findings);
        lint_findings_free(&f);
    }
    lint_context_free(&c);
    lint_names_free(names);
}

static void one_code_is_listed_so_many_times_and_no_more(void **state)
{
    (void)state;
    struct buf b = { 0 };
    struct lint_context c = { 0 };
    struct lint_findings f = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    for (int i = 0; i < LINT_MOST; i++)
        buf_adds(&b, "I am {name}.\n");
    struct lint_letter letter = { .body = buf_text(&b) };
    assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
    assert_int_equal(f.n, LINT_MOST);
    assert_false(f.notes.more);
    lint_findings_free(&f);
    for (int i = 0; i < 20000; i++)
        buf_adds(&b, "He is there, +999 1 555 0147, x@y.example.\n");
    buf_adds(&b, "My e-mail is [email protected].");
    letter.body = buf_text(&b);
    assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
    assert_int_equal(f.n, 2 * LINT_MOST + 1);
    assert_true(f.notes.more);
    lint_findings_free(&f);
    buf_free(&b);
    lint_names_free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_and_a_meaning),
        cmocka_unit_test(an_empty_letter_without_a_case_has_no_findings),
        cmocka_unit_test(a_place_counts_code_points),
        cmocka_unit_test(garbage_is_read_like_any_text),
        cmocka_unit_test(asks_in_another_language_are_said_not_to_be_compared),
        cmocka_unit_test(asks_that_cannot_be_looked_for_are_counted),
        cmocka_unit_test(one_code_is_listed_so_many_times_and_no_more),
        cmocka_unit_test(scripts_without_capitals_are_said_to_be_checked_by_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
