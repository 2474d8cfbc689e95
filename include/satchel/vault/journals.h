/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two journals beside a vault, <path>-0 and <path>-1: strided files of fixed length (strided.h), noise
 * until they are written. They have one length and grow together, whichever compartment is at work, so that
 * their sizes tell nothing. A growth that was cut off leaves one longer, and neither can be cut: it may be
 * the one that waits to be played back. They get one length again when they are opened; on a disk without
 * room for that they stay as they are, and the next growth does it. Functions give 0, or -1 with errno. */
#ifndef SATCHEL_VAULT_JOURNALS_H
#define SATCHEL_VAULT_JOURNALS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "satchel/vault/io.h"

struct noise;

#define JOURNALS_BYTES       1048576 /* length of each, after creation and after a lock */
#define JOURNALS_PIECE_BYTES 262144

struct journals {
    const struct vault_io *io;
    int fd[2]; /* -1: not open */
    off_t length[2];
    off_t at_opening[2];
};

/* Those that are missing are made, 0600, full of noise, durable with their names. */
int journals_make(const struct vault_io *io, const char *path, struct noise *noise);
/* Opens both and brings them to one length where the disk has room. read_only: opens what there is, changes
 * nothing. */
int journals_open(struct journals *j, const struct vault_io *io, const char *path, bool read_only,
                  struct noise *noise);
/* Both equally long, at least `length`, unless the one of this number is already; -1: as long as before. */
int journals_grow(struct journals *j, int number, off_t length, struct noise *noise);
/* Back to 1 MiB, but never shorter than they were when they were opened: the other compartment's journal may
 * be waiting, with all of its length, for the unlock that plays it back. */
int journals_trim(struct journals *j);
/* Both were read and changed just now, as far as their times tell. What cannot be done is left. */
void journals_touch(struct journals *j);
void journals_close(struct journals *j);

#endif
