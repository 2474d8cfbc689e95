/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noise, and files that appear under their name complete or not at all. */
#ifndef SATCHEL_VAULT_FILEIO_H
#define SATCHEL_VAULT_FILEIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "satchel/vault/io.h"

struct err;
struct halt;

/* Random bytes over [at, at + n): 0, or -1 with errno. */
int fileio_noise(const struct vault_io *io, int fd, off_t n, off_t at);

/* The first n bytes of `from` to `to`, synced, read back and compared: 0, or -1 with errno (EIO: it reads
 * differently; ECANCELED: halt, which may be NULL, was raised). No more than 4 MiB of it are ever unsynced.
 */
int fileio_copy(const struct vault_io *io, int from, int to, off_t n, const struct halt *halt);
/* ERR_EXISTS when anything is at path, even a dangling link. */
int fileio_is_free(const char *path, struct err *e);
/* Whether a new file can be made at path, as far as looking tells: nothing is there, and its folder is and
 * can be written (folders: the nearest one above, in which missing ones would be made). For before somebody
 * is asked for a passphrase. */
int fileio_can_make(const char *path, bool folders, struct err *e);

/* A file being made beside the place it is meant for. */
struct fileio_new {
    const struct vault_io *io;
    int fd;
    char *path; /* where it shall appear */
    char *temp; /* what it is called until then */
};

/* Refuses with ERR_EXISTS when something is at path. 0600; missing folders are made, 0700. Always followed by
 * fileio_new_end. */
int fileio_new_start(struct fileio_new *f, const struct vault_io *io, const char *path, struct err *e);
/* Syncs the content, gives the file its name (never replacing anything: ERR_EXISTS), syncs the folder. The
 * descriptor stays open. */
int fileio_new_finish(struct fileio_new *f, struct err *e);
/* Closes; removes the file unless it has its name. */
void fileio_new_end(struct fileio_new *f);

#endif
