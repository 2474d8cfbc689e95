/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records by hand: add, set, rm, undo, redo. */
#ifndef SATCHEL_CLI_RECORDS_H
#define SATCHEL_CLI_RECORDS_H

struct cli;
struct err;

/* Their arguments alone. */
int records_add_check(struct cli *c, struct err *e);
int records_set_check(struct cli *c, struct err *e);
int records_rm_check(struct cli *c, struct err *e);
/* ERR_USAGE when no record can be called so. */
int records_name_check(const char *name, struct err *e);

int records_add(struct cli *c, struct err *e);
int records_set(struct cli *c, struct err *e);
int records_rm(struct cli *c, struct err *e);
int records_undo(struct cli *c, struct err *e);
int records_redo(struct cli *c, struct err *e);

#endif
