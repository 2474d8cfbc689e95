/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The throw-away vault with invented cases. */
#ifndef SATCHEL_CLI_DEMO_H
#define SATCHEL_CLI_DEMO_H

#include "satchel/secure/secmem.h"

struct cli;
struct err;

/* Makes one in a folder of its own (demo_folder.h, which also removes it): *path, caller frees, and the
 * passphrase that opens it, which nobody else knows. */
int demo_make(char **path, struct secret *passphrase, struct err *e);

int demo_check(struct cli *c, struct err *e);
int demo_run(struct cli *c, struct err *e);

#endif
