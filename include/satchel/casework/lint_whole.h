/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the letter as a whole: deadline, holders gone, language, the sender's ties. */
#ifndef SATCHEL_CASEWORK_LINT_WHOLE_H
#define SATCHEL_CASEWORK_LINT_WHOLE_H

#include "satchel/casework/lint_run.h"

void lint_deadline(struct lint_run *r);
void lint_stale_holder(struct lint_run *r);
void lint_preferred_language(struct lint_run *r);
void lint_sender_ties(struct lint_run *r);

#endif
