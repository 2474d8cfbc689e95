/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of the case spelt in another way. */
#ifndef SATCHEL_CASEWORK_LINT_NEAR_H
#define SATCHEL_CASEWORK_LINT_NEAR_H

#include "satchel/casework/lint_run.h"

/* Words first..end-1, in capitals, are nearly a name of the case: adds the finding, true. */
bool lint_near_name(struct lint_run *r, const struct lint_text *t, size_t first, size_t end);
/* Two words are one, misspelt; neither is the other inflected. */
bool lint_near_word(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j);
void lint_add_near(struct lint_run *r, const struct lint_text *t, size_t first, size_t end,
                   const struct lint_known_name *name);

#endif
