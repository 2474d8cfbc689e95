/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `import`: appeals in. */
#ifndef SATCHEL_CLI_IMPORT_H
#define SATCHEL_CLI_IMPORT_H

struct cli;
struct err;

int import_check(struct cli *c, struct err *e);
int import_run(struct cli *c, struct err *e);

#endif
