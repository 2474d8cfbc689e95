/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text without spaces counts. */
#ifndef SATCHEL_CASEWORK_LINT_COUNT_CJK_H
#define SATCHEL_CASEWORK_LINT_COUNT_CJK_H

#include "satchel/casework/lint_counted.h"

/* Adds what is counted in token i, characters without spaces, and by digits before it. */
void lint_counts_read_cjk(const struct lint_run *r, const struct lint_text *t, size_t i,
                          struct lint_counts *out);

#endif
