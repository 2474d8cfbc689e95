/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number of an appeal, and the index of a document, that a letter gives. */
#ifndef SATCHEL_CASEWORK_LINT_REFERENCE_H
#define SATCHEL_CASEWORK_LINT_REFERENCE_H

#include "satchel/casework/lint_run.h"

void lint_references(struct lint_run *r);

#endif
