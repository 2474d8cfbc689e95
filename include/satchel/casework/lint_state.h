/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who was released, or is dead, spoken of as held. */
#ifndef SATCHEL_CASEWORK_LINT_STATE_H
#define SATCHEL_CASEWORK_LINT_STATE_H

#include "satchel/casework/lint_run.h"

void lint_person_state(struct lint_run *r);

#endif
