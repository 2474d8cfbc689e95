/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in a letter that are not of its case, in scripts with capitals (lint_uncased.h has the others). */
#ifndef SATCHEL_CASEWORK_LINT_FOREIGN_H
#define SATCHEL_CASEWORK_LINT_FOREIGN_H

#include "satchel/casework/lint_run.h"

/* foreign-name and near-name. */
void lint_foreign_names(struct lint_run *r, const struct lint_text *t);

#endif
