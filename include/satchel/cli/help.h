/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help texts, made from the command table. */
#ifndef SATCHEL_CLI_HELP_H
#define SATCHEL_CLI_HELP_H

#include "satchel/cli/args.h"

struct cli;
struct err;

/* The help of what was named: of a command, of a group, or of the whole program when neither. */
void help_text(const struct args_command *table, const struct args_command *group,
               const struct args_command *command, struct buf *out);
/* `help [COMMAND]`: the same as --help. */
int help_run(struct cli *c, struct err *e);

#endif
