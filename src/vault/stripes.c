/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/stripes.h"

#include <errno.h>
#include <stdlib.h>

#include "satchel/vault/blocks.h"

uint64_t stripes_pairs(off_t file_length)
{
    return file_length < STRIPES_HEADER ? 0 : (uint64_t)(file_length - STRIPES_HEADER) / STRIPES_PAIR_BYTES;
}

off_t stripes_length(uint64_t pairs)
{
    return STRIPES_HEADER + (off_t)(pairs * STRIPES_PAIR_BYTES);
}

uint64_t stripes_capacity(off_t file_length)
{
    return stripes_pairs(file_length) * STRIPES_BLOCKS;
}

off_t stripes_block_at(unsigned compartment, uint64_t block)
{
    uint64_t stripe = block / STRIPES_BLOCKS * 2 + compartment;
    return STRIPES_HEADER + (off_t)(stripe * STRIPES_BYTES + block % STRIPES_BLOCKS * BLOCK_BYTES);
}

static int write_blocks(const struct vault_io *io, int fd, unsigned compartment, uint64_t first, unsigned n,
                        const struct stripes_fill *fill, uint8_t *piece)
{
    fill->blocks(fill->arg, compartment, first, n, piece);
    if (io_write(io, fd, piece, (size_t)n * BLOCK_BYTES, stripes_block_at(compartment, first)) < 0)
        return -1;
    return io->sync(io, fd);
}

int stripes_write(const struct vault_io *io, int fd, unsigned compartment, uint64_t pair,
                  const struct stripes_fill *fill)
{
    uint8_t *piece = malloc(STRIPES_PIECE_BYTES);
    if (!piece)
        return -1;
    uint64_t at = pair * STRIPES_BLOCKS, last = at + STRIPES_BLOCKS - 1;
    int rc = 0;
    while (rc == 0 && at <= last) {
        unsigned n = at == last                         ? 1
                     : last - at < STRIPES_PIECE_BLOCKS ? (unsigned)(last - at)
                                                        : STRIPES_PIECE_BLOCKS;
        rc = write_blocks(io, fd, compartment, at, n, fill, piece);
        at += n;
        if (rc == 0 && at <= last && fill->stopped && fill->stopped(fill->arg)) {
            errno = EIO;
            rc = -1;
        }
    }
    int why = errno;
    free(piece);
    errno = why;
    return rc;
}

int stripes_grow(const struct vault_io *io, int fd, const struct stripes_fill *fill)
{
    off_t length = io->size(io, fd);
    if (length < 0)
        return -1;
    uint64_t pairs = stripes_pairs(length);
    if (stripes_write(io, fd, 0, pairs, fill) == 0 && stripes_write(io, fd, 1, pairs, fill) == 0)
        return 0;
    int why = errno;
    if (io->truncate(io, fd, stripes_length(pairs)) == 0)
        io->sync(io, fd);
    errno = why;
    return -1;
}
