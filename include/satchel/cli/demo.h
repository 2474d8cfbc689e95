/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The throw-away vault with invented cases. */
#ifndef SATCHEL_CLI_DEMO_H
#define SATCHEL_CLI_DEMO_H

#include "satchel/secure/secmem.h"

struct cli;
struct err;

/* Makes one in a folder of its own below $XDG_RUNTIME_DIR, $TMPDIR or /tmp: *path (caller frees) and the
 * passphrase that opens it, which nobody else knows. */
int demo_make(char **path, struct secret *passphrase, struct err *e);
/* Removes what demo_make made, and nothing else. */
void demo_drop(const char *path);

int demo_run(struct cli *c, struct err *e);

#endif
