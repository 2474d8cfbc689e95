/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Are two numbers of the same thing, and is one a slip of the pen for the other? */
#ifndef SATCHEL_CASEWORK_LINT_BESIDE_H
#define SATCHEL_CASEWORK_LINT_BESIDE_H

#include "satchel/casework/lint_counted.h"

/* They speak of the same: a word beside the one begins like one beside the other. */
bool lint_counts_near(const struct lint_count *a, const struct lint_count *b);
/* The digits turned, one of them another, a zero more or less: a slip of the pen. */
bool lint_count_slip(int64_t a, int64_t b);
int64_t lint_count_reversed(int64_t n);
/* A slip, or at most three times the other. */
bool lint_count_comparable(int64_t a, int64_t b);
/* Keeps how the words beside c begin, which stands at token i. */
void lint_beside_read(const struct lint_run *r, const struct lint_text *t, size_t i, struct lint_count *c);

#endif
