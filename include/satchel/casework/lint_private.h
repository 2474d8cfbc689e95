/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private ways to reach somebody, as recorded. */
#ifndef SATCHEL_CASEWORK_LINT_PRIVATE_H
#define SATCHEL_CASEWORK_LINT_PRIVATE_H

#include "satchel/casework/lint_run.h"

void lint_private_contacts(struct lint_run *r, const struct lint_text *t);

#endif
