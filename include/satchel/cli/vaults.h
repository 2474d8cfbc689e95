/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands on the vault as a whole: init, verify, backup, restore, state. */
#ifndef SATCHEL_CLI_VAULTS_H
#define SATCHEL_CLI_VAULTS_H

struct cli;
struct err;

/* Their arguments alone. */
int vaults_init_check(struct cli *c, struct err *e);
int vaults_backup_check(struct cli *c, struct err *e);

int vaults_init(struct cli *c, struct err *e);
int vaults_backup(struct cli *c, struct err *e);
int vaults_restore(struct cli *c, struct err *e);
#endif
