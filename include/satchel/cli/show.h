/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show: a record and what belongs to it. */
#ifndef SATCHEL_CLI_SHOW_H
#define SATCHEL_CLI_SHOW_H

struct cli;
struct err;

int show_check(struct cli *c, struct err *e); /* its arguments alone */
int show_run(struct cli *c, struct err *e);

#endif
