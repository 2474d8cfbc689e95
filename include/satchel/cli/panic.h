/* SPDX-License-Identifier: GPL-3.0-or-later */
/* satchel panic [--rehearse] */
#ifndef SATCHEL_CLI_PANIC_H
#define SATCHEL_CLI_PANIC_H

struct cli;
struct err;

int panic_check(struct cli *c, struct err *e);
int panic_run(struct cli *c, struct err *e);

#endif
