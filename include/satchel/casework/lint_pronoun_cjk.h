/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pronouns where words are written without spaces. */
#ifndef SATCHEL_CASEWORK_LINT_PRONOUN_CJK_H
#define SATCHEL_CASEWORK_LINT_PRONOUN_CJK_H

#include "satchel/casework/lint_talk.h"

void lint_pronouns_cjk(struct lint_talk *k, size_t i); /* in token i, a run of characters */

#endif
