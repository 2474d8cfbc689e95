/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `doctor`: what on this machine endangers the vault. */
#ifndef SATCHEL_CLI_DOCTOR_H
#define SATCHEL_CLI_DOCTOR_H

struct cli;
struct err;

/* ERR_FAILED when something is serious, everything written. */
int doctor_run(struct cli *c, struct err *e);

#endif
