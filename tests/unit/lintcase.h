/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters with what the checker should find in them, from the files of tests/unit/lint (see lintcase.c). */
#ifndef LINTCASE_H
#define LINTCASE_H

#include <stdbool.h>

#include "satchel/casework/lint.h"

struct lint_expected {
    int code;
    char *quote; /* words that the finding covers in part; NULL: anywhere */
    bool met;
};
struct lint_case {
    char *title, *body, *salutation, *subject, *lang;
    struct lint_letter letter;
    struct lint_context context;
    struct lint_names *names;
    DYN(struct lint_expected) expected;
};
/* Calls each case of a file; false when it cannot be read or a line is not understood (said on stdout). */
bool lint_cases(const char *path, void (*each)(struct lint_case *, void *arg), void *arg);

struct lint_score {
    int hit, missed, wrong;
};
/* Runs a case and adds what it found to score[LINT_CODE_COUNT]; prints what is missing or wrong. */
void lint_case_run(struct lint_case *c, struct lint_score *score);
/* Prints a table; the number of rules below 0.95 in precision or recall. */
int lint_score_print(const struct lint_score *score);

#endif
