/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter of any length, checked piece by piece, so that whoever waits can do something else between two
 * pieces, or stop. A letter of up to LETTER_SWEEP_PIECE bytes is one piece, and what is found is what
 * lint_letter finds. In a longer one places are compared with one another within a piece only; what the
 * letter as a whole lacks is what every piece lacks. */
#ifndef SATCHEL_CASEWORK_LETTER_SWEEP_H
#define SATCHEL_CASEWORK_LETTER_SWEEP_H

#include <stddef.h>

#include "satchel/casework/lint.h"

#define LETTER_SWEEP_PIECE ((size_t)16 << 10) /* bytes: 5 to 40 ms of work */

struct letter_sweep {          /* all zero: none is under way */
    struct lint_letter letter; /* borrowed but for its body */
    char *body;                /* as it was when it began */
    size_t n, at, piece;       /* bytes: of it, looked at, of each piece */
    size_t at_cps;             /* code points looked at */
    struct lint_findings found, whole;
};

/* -1: no memory. letter's other texts are borrowed until the end. */
int letter_sweep_begin(struct letter_sweep *s, const struct lint_letter *letter, struct err *e);
/* Looks at the next piece. 1: there is more; 0: that was all; -1 and *e. */
int letter_sweep_step(struct letter_sweep *s, const struct lint_context *context,
                      const struct lint_names *names, struct err *e);
/* What was found, once that was all; out: empty. */
void letter_sweep_take(struct letter_sweep *s, struct lint_findings *out);
int letter_sweep_percent(const struct letter_sweep *s);
void letter_sweep_free(struct letter_sweep *s);

#endif
