/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FIELD=V, FIELD+=V, FIELD=, FIELD=- on a record. */
#ifndef SATCHEL_CLI_ASSIGN_H
#define SATCHEL_CLI_ASSIGN_H

#include <stddef.h>

struct cli;
struct err;
struct kind;
struct rec;

#define ASSIGN_MOST (16u << 20) /* bytes of a value read from standard input */

/* Carries out the words of the command line from number `first` on. ERR_USAGE: one is no assignment, there is
 * no such field, or standard input is wanted twice; ERR_INPUT: the field does not take the value. */
int assign_words(struct cli *c, struct rec *r, size_t first, struct err *e);

/* The form of those words alone, and their fields when the kind is known (else NULL). ERR_USAGE. */
int assign_check(struct cli *c, const struct kind *k, size_t first, struct err *e);

#endif
