/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is somebody with a name of no record one for whom the letter is written, or one of whom it tells in
 * passing? */
#ifndef SATCHEL_CASEWORK_LINT_OUTSIDE_H
#define SATCHEL_CASEWORK_LINT_OUTSIDE_H

#include "satchel/casework/lint_name_run.h"

/* The sentence asks, or speaks of prison, courts, health, families, what is done to people. */
bool lint_like_a_case(const struct lint_finder *f, const struct lint_name_run *run);
/* Told to be of long ago, of another profession, of the writer's own world, or cited. */
bool lint_is_outside(const struct lint_finder *f, const struct lint_name_run *run);
/* Of these, what lets even an arrest pass: it was long ago. */
bool lint_is_long_ago(const struct lint_finder *f, const struct lint_name_run *run);

#endif
