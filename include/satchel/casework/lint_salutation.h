/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The salutation of somebody else, or of the other sex; and holders addressed who left their office. */
#ifndef SATCHEL_CASEWORK_LINT_SALUTATION_H
#define SATCHEL_CASEWORK_LINT_SALUTATION_H

#include "satchel/casework/lint_run.h"

void lint_salutation(struct lint_run *r);

#endif
