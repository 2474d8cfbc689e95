/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FIELD=V, FIELD+=V, FIELD=, FIELD=- on a record. */
#ifndef SATCHEL_CLI_ASSIGN_H
#define SATCHEL_CLI_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>

struct cli;
struct err;
struct kind;
struct rec;

#define ASSIGN_MOST (16u << 20) /* bytes of a value read from standard input */

/* What can be said of the words of the command line from number `first` on without a vault. k: the kind of
 * the record, NULL when it is not known; whole: they are all that a new record gets. ERR_USAGE: one is no
 * assignment, there is no such field, or standard input is wanted twice; ERR_INPUT: a field does not take its
 * value, or a required one has none. */
int assign_check(struct cli *c, const struct kind *k, bool whole, size_t first, struct err *e);

/* Carries them out, and says what was taken out of the values. */
int assign_words(struct cli *c, struct rec *r, size_t first, struct err *e);

#endif
