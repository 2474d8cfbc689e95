/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that differ from those of the case, for the same noun. */
#ifndef SATCHEL_CASEWORK_LINT_NUMBER_H
#define SATCHEL_CASEWORK_LINT_NUMBER_H

#include "satchel/casework/lint_run.h"

void lint_numbers(struct lint_run *r);

#endif
