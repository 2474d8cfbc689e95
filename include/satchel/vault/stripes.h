/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a compartment's blocks lie in the vault file (satchel-vault(5), STRIPES), and how the file grows.
 *
 * After the header of 128 KiB the file is stripes of 4 MiB (1,024 blocks); stripe s belongs to compartment s
 * mod 2. Only whole pairs count: capacity is a function of the file's length alone, so that a crash in the
 * middle of growing leaves nothing to repair, and nothing in the file need say how large it is. */
#ifndef SATCHEL_VAULT_STRIPES_H
#define SATCHEL_VAULT_STRIPES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "satchel/vault/io.h"

#define STRIPES_HEADER       131072
#define STRIPES_BLOCKS       1024 /* of one stripe, hence of one compartment in a pair */
#define STRIPES_BYTES        4194304
#define STRIPES_PAIR_BYTES   (2 * STRIPES_BYTES)
#define STRIPES_PIECE_BYTES  262144
#define STRIPES_PIECE_BLOCKS 64

uint64_t stripes_pairs(off_t file_length);    /* whole ones */
off_t stripes_length(uint64_t pairs);         /* of a file with that many */
uint64_t stripes_capacity(off_t file_length); /* blocks of one compartment */
off_t stripes_block_at(unsigned compartment, uint64_t block);

/* Puts the blocks [first, first + n) of a compartment into out[n * 4096]. */
struct stripes_fill {
    void (*blocks)(void *arg, unsigned compartment, uint64_t first, unsigned n, uint8_t *out);
    void *arg;
    bool (*stopped)(void *arg); /* asked between pieces: true ends it there, with EIO; NULL: never */
};

/* Writes a whole stripe of `compartment`, in the pair `pair`, in pieces of 256 KiB, each synced before the
 * next is begun (at no time is more than that unsynced), its last block by itself and last of all: a stripe
 * whose last block is there is there as a whole. 0, or -1 with errno. */
int stripes_write(const struct vault_io *io, int fd, unsigned compartment, uint64_t pair,
                  const struct stripes_fill *fill);
/* Adds one pair. -1 with errno: the file has its old length again. */
int stripes_grow(const struct vault_io *io, int fd, const struct stripes_fill *fill);

#endif
