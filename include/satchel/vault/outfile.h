/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in plain that leave the vault: written once, and erased as well as a program can. */
#ifndef SATCHEL_VAULT_OUTFILE_H
#define SATCHEL_VAULT_OUTFILE_H

#include <stddef.h>

struct err;

/* The path from the root, links of its folder followed; caller frees with str_free. NULL: there is no such
 * folder, or the path is no text (ERR_INPUT). */
char *outfile_path(const char *path, struct err *e);
/* 0600, synced with its folder, never over anything that is there (ERR_EXISTS), not even a dangling link. On
 * failure nothing is left. */
int outfile_write(const char *path, const void *bytes, size_t n, struct err *e);

/* Overwrites the file with random bytes where it lies, syncs, cuts it to nothing, removes it, syncs its
 * folder. ERR_NO_FILE: there is none. ERR_INPUT: it is no file of its own (a link, a folder, or it has
 * another name, under which it would be gone too), and nothing was changed. Other errors: it may be damaged,
 * and is still there. */
int outfile_shred(const char *path, struct err *e);

#endif
