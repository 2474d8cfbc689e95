/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every letter of tests/unit/lint: what each rule should find, and what only looks like it. A finding that no
 * case expects counts against its rule, whatever file it is met in. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <glob.h>

#include "lintcase.h"

#define FOLDER "tests/unit/lint"

struct tally {
    struct lint_score score[LINT_CODE_COUNT];
    int code, planted, clean;
};

static void run_one(struct lint_case *c, void *arg)
{
    struct tally *t = arg;
    bool planted = false;
    for (size_t i = 0; i < c->expected.n; i++)
        planted |= c->expected.at[i].code == t->code;
    t->planted += planted;
    t->clean += !planted;
    lint_case_run(c, t->score);
}

static void every_rule_finds_what_is_there_and_nothing_else(void **state)
{
    (void)state;
    struct tally t = { .code = -1 };
    glob_t found;
    assert_int_equal(glob(getenv("LINT_CASES") ? getenv("LINT_CASES") : FOLDER "/*.cases", 0, NULL, &found),
                     0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        assert_true(lint_cases(found.gl_pathv[i], run_one, &t));
    globfree(&found);
    assert_int_equal(lint_score_print(t.score), 0);
}

static void every_rule_has_cases_enough(void **state)
{
    (void)state;
    for (int code = 0; code < LINT_CODE_COUNT; code++) {
        char path[200];
        struct tally t = { .code = code };
        snprintf(path, sizeof path, FOLDER "/%s.cases", lint_code_name((enum lint_code)code));
        assert_true(lint_cases(path, run_one, &t));
        assert_true(t.planted >= 12);
        assert_true(t.clean >= 12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_finds_what_is_there_and_nothing_else),
        cmocka_unit_test(every_rule_has_cases_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
