/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pronoun of a letter: is it that of the person spoken of? */
#ifndef SATCHEL_CASEWORK_LINT_PRONOUN_H
#define SATCHEL_CASEWORK_LINT_PRONOUN_H

#include "satchel/base/i18n.h"
#include "satchel/casework/lint_talk.h"

/* A format needs to stand in the call, so that the compiler sees it. */
#define LINT_CLASH(sex)                                                                                      \
    ((sex) == 'm'   ? _("“%s”, yet the person is a man, as recorded.")                                       \
     : (sex) == 'f' ? _("“%s”, yet the person is a woman, as recorded.")                                     \
                    : _("“%s”, yet they is the pronoun recorded."))

/* "en m !": language, m f or p, ! for people alone, ? for things too; "e": with an accent. NULL: none here.
 * *n gets its tokens. */
const char *lint_pronoun_at(const struct lint_talk *k, size_t i, size_t *n);
/* Adds a finding where the pronoun at tokens i..i+n-1 is not the person's. */
void lint_pronoun_judge(struct lint_talk *k, size_t i, size_t n, const char *value);
/* It may be of somebody else than the person named last. */
bool lint_pronoun_passes(const struct lint_talk *k, char sex, bool people_only, size_t sentence);

#endif
