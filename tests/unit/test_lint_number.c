/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the finding `number` says; which numbers it finds is tested by tests/unit/lint/number.cases. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "satchel/casework/lint.h"

/* Of two days that the case says of one deed, the one that is said in full. */
static void a_number_is_told_by_the_whole_date(void **state)
{
    (void)state;
    struct lint_context c = { .deadline = INT32_MIN };
    struct lint_letter letter = { .body = "Anna Testova was arrested on 29 October 2025." };
    struct lint_person p = { .at_risk = true };
    struct lint_findings f = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    strs_add(&p.names, "Anna Testova");
    assert_int_equal(dyn_room(&c.people), 0);
    c.people.at[c.people.n++] = p;
    strs_add(&c.texts, "Anna Testova was arrested on 14 October 2026.");
    strs_add(&c.texts, "Anna Testova was arrested in October 2026.");
    assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
    assert_int_equal(f.n, 1);
    assert_int_equal(f.at[0].code, LINT_NUMBER);
    if (!strstr(f.at[0].evidence, "14 October 2026"))
        fail_msg("%s", f.at[0].evidence);
    lint_findings_free(&f);
    lint_context_free(&c);
    lint_names_free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_number_is_told_by_the_whole_date) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
