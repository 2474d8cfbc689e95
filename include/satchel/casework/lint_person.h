/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the letter speaks of the person it is about. */
#ifndef SATCHEL_CASEWORK_LINT_PERSON_H
#define SATCHEL_CASEWORK_LINT_PERSON_H

#include "satchel/casework/lint_run.h"

void lint_pronouns(struct lint_run *r);

#endif
