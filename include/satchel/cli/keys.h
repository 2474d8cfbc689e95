/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `keys`: the key card. */
#ifndef SATCHEL_CLI_KEYS_H
#define SATCHEL_CLI_KEYS_H

struct cli;
struct err;

int keys_run(struct cli *c, struct err *e);

#endif
