/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the appeal asks for, found again in the letter. */
#ifndef SATCHEL_CASEWORK_LINT_ASKS_H
#define SATCHEL_CASEWORK_LINT_ASKS_H

#include "satchel/casework/lint_run.h"

void lint_missing_asks(struct lint_run *r);

#endif
