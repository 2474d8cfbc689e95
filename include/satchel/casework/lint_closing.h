/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms of address below the opening: "Je vous demande, Monsieur le Ministre, ...", and where a letter
 * closes, "Veuillez agréer, Madame, ...". */
#ifndef SATCHEL_CASEWORK_LINT_CLOSING_H
#define SATCHEL_CASEWORK_LINT_CLOSING_H

#include "satchel/casework/lint_run.h"

/* The next form of address in the body from token *first on: tokens *first..*end-1. false: none. Whoever is
 * only spoken of is none: "à Monsieur le Président", "the judge, Mr Justice Hale, ...". */
bool lint_closing_next(const struct lint_run *r, size_t *first, size_t *end);

#endif
