/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checker of letters (casework/lint.h) on what the vault knows. */
#ifndef SATCHEL_STORE_LINT_CONTEXT_H
#define SATCHEL_STORE_LINT_CONTEXT_H

#include <stdint.h>

#include "satchel/casework/lint.h"
#include "satchel/model/letters.h"

struct err;
struct store;

/* Every name of a person in the vault with the cases they are in; the caller frees with lint_names_free. */
int lint_context_names(struct store *s, struct lint_names **out, struct err *e);
/* Changes whenever records were changed by a step, also by undo: names read before may then be others. */
int lint_context_stamp(struct store *s, int64_t *stamp, struct err *e);
/* What is known beside that letter: from its case, appeal, sender and recipients, not from its text. Holds
 * while these records stay as they are. out: empty; release with lint_context_free, also after a failure. */
int lint_context_read(struct store *s, const struct letter *l, struct lint_context *out, struct err *e);
/* The letter itself; borrows from l. */
struct lint_letter lint_context_letter(const struct letter *l);

/* What was found as the letter keeps it: the place, where it is in the body, and the evidence; what was
 * waived stays so. l is not stored. */
int lint_context_take(struct letter *l, const struct lint_findings *found, struct err *e);
/* All of it for a letter as it is stored, for the command line. names NULL: they are read. notes may be
 * NULL. */
int lint_context_check(struct store *s, const struct lint_names *names, struct letter *l,
                       struct lint_notes *notes, struct err *e);
/* The same, unless something more urgent comes while a long one is checked: then *e says that it was stopped.
 */
int lint_context_check_unless(struct store *s, const struct lint_names *names, bool (*stop)(void),
                              struct letter *l, struct lint_notes *notes, struct err *e);

/* ---- store/lint_limits.c: what must not leave; for lint_context_read ---- */
int lint_limits_read(struct store *s, int64_t kase, struct lint_context *out, struct err *e);

#endif
