/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a throw-away vault lies: a folder of its own, in memory where the system has such a place. */
#ifndef SATCHEL_CLI_DEMO_FOLDER_H
#define SATCHEL_CLI_DEMO_FOLDER_H

struct err;

/* Makes a folder below $XDG_RUNTIME_DIR, /dev/shm, $TMPDIR or /tmp, the first that can be written, and gives
 * the path for a vault in it; caller frees. First removes what killed demonstrations of this user left. */
char *demo_folder_make(struct err *e);
/* Removes the folder that holds the vault at path, and the vault; nothing else that may be in it. */
void demo_folder_drop(const char *path);

#endif
