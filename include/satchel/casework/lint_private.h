/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must not leave the vault: restricted text, and private ways to reach somebody. */
#ifndef SATCHEL_CASEWORK_LINT_PRIVATE_H
#define SATCHEL_CASEWORK_LINT_PRIVATE_H

#include "satchel/casework/lint_run.h"

void lint_consent(struct lint_run *r, const struct lint_text *t);
void lint_private_contacts(struct lint_run *r, const struct lint_text *t);
/* Telephones and e-mail addresses that are neither the officials' nor the sender's; after the former. */
void lint_unknown_contacts(struct lint_run *r, const struct lint_text *t);

#endif
