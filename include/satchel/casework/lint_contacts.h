/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telephones and addresses of mail that nobody recorded. */
#ifndef SATCHEL_CASEWORK_LINT_CONTACTS_H
#define SATCHEL_CASEWORK_LINT_CONTACTS_H

#include "satchel/casework/lint_run.h"

/* Those that are neither the officials' nor the sender's; after lint_private_contacts. */
void lint_unknown_contacts(struct lint_run *r, const struct lint_text *t);

#endif
