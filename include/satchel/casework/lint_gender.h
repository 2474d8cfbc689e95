/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words beside a name that show the other sex. */
#ifndef SATCHEL_CASEWORK_LINT_GENDER_H
#define SATCHEL_CASEWORK_LINT_GENDER_H

#include "satchel/casework/lint_run.h"

/* Behind lint_pronouns: its findings are the same code. */
void lint_gender(struct lint_run *r);

#endif
