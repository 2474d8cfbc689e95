/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "satchel/base/err.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_and_a_meaning),
        cmocka_unit_test(an_empty_letter_without_a_case_has_no_findings),
        cmocka_unit_test(a_place_counts_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
