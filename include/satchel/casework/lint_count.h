/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text counts: people and things, ages, stretches of time. */
#ifndef SATCHEL_CASEWORK_LINT_COUNT_H
#define SATCHEL_CASEWORK_LINT_COUNT_H

#include "satchel/casework/lint_counted.h"

/* Adds what t counts. t->s must outlive the result; in_letter: all words behind a number may be its noun. */
void lint_counts_read(const struct lint_run *r, const struct lint_text *t, bool in_letter,
                      struct lint_counts *out);

#endif
