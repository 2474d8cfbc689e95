/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of commands. */
#ifndef SATCHEL_CLI_COMMANDS_H
#define SATCHEL_CLI_COMMANDS_H

#include "satchel/cli/args.h"

extern const struct args_command COMMANDS[]; /* ends with a NULL name */

#endif
