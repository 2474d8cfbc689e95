/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that must not leave the vault, word for word or nearly. */
#ifndef SATCHEL_CASEWORK_LINT_CONSENT_H
#define SATCHEL_CASEWORK_LINT_CONSENT_H

#include "satchel/casework/lint_run.h"

void lint_consent(struct lint_run *r, const struct lint_text *t);

#endif
