/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many records at once, as JSON: `add TYPE -` and `batch`. One unlock, one transaction, one step to undo. */
#ifndef SATCHEL_CLI_BATCH_H
#define SATCHEL_CLI_BATCH_H

#include <jansson.h>

struct cli;
struct err;
struct kind;

#define BATCH_MOST (256u << 20) /* bytes of input */

/* Adds the objects of standard input (one, several after each other, or arrays of them) as records of kind k.
 * What was made goes to the output: ids, or objects into *made under --json. */
int batch_add(struct cli *c, const struct kind *k, json_t *made, struct err *e);
int batch_check(struct cli *c, struct err *e); /* whether the file is there */
int batch_run(struct cli *c, struct err *e);

#endif
