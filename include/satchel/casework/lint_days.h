/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days, months and years on which a text says that something was done to people. */
#ifndef SATCHEL_CASEWORK_LINT_DAYS_H
#define SATCHEL_CASEWORK_LINT_DAYS_H

#include "satchel/casework/lint_counted.h"

void lint_days_read(const struct lint_run *r, const struct lint_text *t, struct lint_counts *out);

#endif
