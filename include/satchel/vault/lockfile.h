/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has the vault: one writer, or any number of readers. An OFD lock on byte 0 excludes (it belongs to the
 * open file, survives threads and other descriptors); a POSIX lock on byte 1 only tells others the process
 * id. */
#ifndef SATCHEL_VAULT_LOCKFILE_H
#define SATCHEL_VAULT_LOCKFILE_H

#include <stdbool.h>

#include "satchel/vault/io.h"

struct err;

/* Held until fd is closed. ERR_BUSY: another has it; the sentence names the process where the system knows
 * it. */
int lockfile_take(const struct vault_io *io, int fd, bool exclusive, struct err *e);
/* The same answer without taking anything. */
int lockfile_probe(const struct vault_io *io, int fd, bool exclusive, struct err *e);

#endif
