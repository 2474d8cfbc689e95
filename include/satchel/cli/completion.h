/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion for bash, zsh and fish, made from the command table. `panic` is never completed. */
#ifndef SATCHEL_CLI_COMPLETION_H
#define SATCHEL_CLI_COMPLETION_H

struct cli;
struct err;

int completion_run(struct cli *c, struct err *e);

#endif
