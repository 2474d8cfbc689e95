/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the letter asks twice. */
#ifndef SATCHEL_CASEWORK_LINT_ASKS_TWICE_H
#define SATCHEL_CASEWORK_LINT_ASKS_TWICE_H

#include "satchel/casework/lint_run.h"

void lint_duplicate_asks(struct lint_run *r);

#endif
