/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests and passages in another language than the rest of the letter. */
#ifndef SATCHEL_CASEWORK_LINT_ASKS_LANGUAGE_H
#define SATCHEL_CASEWORK_LINT_ASKS_LANGUAGE_H

#include "satchel/casework/lint_run.h"

void lint_request_language(struct lint_run *r);

#endif
