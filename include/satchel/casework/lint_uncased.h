/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in scripts without capitals: held against those of the vault only. */
#ifndef SATCHEL_CASEWORK_LINT_UNCASED_H
#define SATCHEL_CASEWORK_LINT_UNCASED_H

#include "satchel/casework/lint_run.h"

/* foreign-name and near-name. */
void lint_uncased_names(struct lint_run *r, const struct lint_text *t);

#endif
