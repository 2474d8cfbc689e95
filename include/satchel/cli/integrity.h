/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the vault is whole, and as it was left. */
#ifndef SATCHEL_CLI_INTEGRITY_H
#define SATCHEL_CLI_INTEGRITY_H

struct cli;
struct err;

int integrity_verify(struct cli *c, struct err *e);
int integrity_salvage_check(struct cli *c, struct err *e);
int integrity_salvage(struct cli *c, struct err *e);
int integrity_state(struct cli *c, struct err *e);

#endif
