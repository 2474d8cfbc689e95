/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about signs: places to be filled in, lost e-mail addresses, turned writing, scripts mixed in a word.
 */
#ifndef SATCHEL_CASEWORK_LINT_MARKS_H
#define SATCHEL_CASEWORK_LINT_MARKS_H

#include "satchel/casework/lint_run.h"

void lint_placeholders(struct lint_run *r, const struct lint_text *t);
void lint_lost_emails(struct lint_run *r, const struct lint_text *t);
void lint_bidi_controls(struct lint_run *r, const struct lint_text *t);
void lint_mixed_scripts(struct lint_run *r, const struct lint_text *t);

#endif
