/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/sealvfs_blocks.h"

#include <errno.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/secure/noise.h"
#include "satchel/vault/freelist.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/stripes.h"

/* The panic wipe's first write must not wait for more. */
#define UNSYNCED_MAX STRIPES_BYTES

/* What a long transaction has written goes to the disk while it seals the rest, not only when it syncs: 8 %
 * less time for the SQLite bench. The kernel might do so by itself at any time, so nothing that was
 * promised rests on the order. */
#define START_BYTES STRIPES_PIECE_BYTES

static const uint8_t ZERO_PAGE[BLOCK_BYTES];

int sealvfs_blocks_error(int errnum)
{
    return errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG ? SQLITE_FULL
           : errnum == ENOMEM                                      ? SQLITE_IOERR_NOMEM
                                                                   : SQLITE_IOERR_WRITE;
}

bool sealvfs_blocks_stopped(const struct compartment_vfs *v)
{
    return atomic_load_explicit(&v->stopped, memory_order_relaxed) || halt_io(v->c->halt);
}

int sealvfs_blocks_sync_file(struct compartment_vfs *v, int fd)
{
    if (sealvfs_blocks_stopped(v) || v->c->io->sync(v->c->io, fd) < 0)
        return SQLITE_IOERR_FSYNC;
    if (v->c->halt)
        atomic_fetch_add(&v->c->halt->syncs, 1);
    return SQLITE_OK;
}

/* ---- one block ---- */

int sealvfs_blocks_read(struct compartment_vfs *v, uint64_t block, uint8_t *page)
{
    struct compartment *c = v->c;
    if (v->overlay && !sealvfs_blocks_stopped(v) && overlay_get(v->overlay, block, page))
        return SQLITE_OK;
    if (sealvfs_blocks_stopped(v))
        return SQLITE_IOERR_READ;
    if (io_read(c->io, c->fd, v->sealed, BLOCK_BYTES, stripes_block_at(c->number, block)) < 0)
        return errno == ECANCELED ? SQLITE_INTERRUPT : SQLITE_IOERR_READ; /* left for a lock */
    if (block_open(&v->blocks, block, v->sealed, page) == 0)
        return SQLITE_OK;
    if (c->damage.database_blocks++ == 0)
        c->damage.first_database_block = block;
    return SQLITE_IOERR_DATA;
}

int sealvfs_blocks_sync(struct compartment_vfs *v)
{
    v->unsynced = 0;
    return sealvfs_blocks_sync_file(v, v->c->fd);
}

/* ---- whoever keeps the state of the file is told of changes ---- */

#define SEAL_OF_BLOCK (SEAL_NONCE_BYTES + SEAL_TAG_BYTES)

static void tell_lost(struct compartment_vfs *v)
{
    if (v->c->watch)
        v->c->watch->lost(v->c->watch->arg);
}

static void tell_before(struct compartment_vfs *v, uint64_t block)
{
    if (v->c->watch)
        v->c->watch->before(v->c->watch->arg, block);
}

static void tell_after(struct compartment_vfs *v, uint64_t block, const uint8_t *sealed)
{
    uint8_t seal[SEAL_OF_BLOCK];
    if (!v->c->watch)
        return;
    memcpy(seal, sealed, SEAL_NONCE_BYTES);
    memcpy(seal + SEAL_NONCE_BYTES, sealed + BLOCK_BYTES - SEAL_TAG_BYTES, SEAL_TAG_BYTES);
    v->c->watch->after(v->c->watch->arg, block, seal);
}

int sealvfs_blocks_write(struct compartment_vfs *v, uint64_t block, const uint8_t *page)
{
    struct compartment *c = v->c;
    if (sealvfs_blocks_stopped(v))
        return SQLITE_IOERR_WRITE;
    if (v->overlay)
        return overlay_put(v->overlay, block, page) < 0 ? SQLITE_IOERR_NOMEM : SQLITE_OK;
    tell_before(v, block);
    block_seal(&v->blocks, block, page, v->sealed);
    if (io_write(c->io, c->fd, v->sealed, BLOCK_BYTES, stripes_block_at(c->number, block)) < 0) {
        int why = errno;
        v->write_failed = true; /* half of it may be there */
        tell_lost(v);
        return sealvfs_blocks_error(why);
    }
    tell_after(v, block, v->sealed);
    if (block >= v->zero_from)
        v->zero_from = block + 1;
    v->unsynced += BLOCK_BYTES;
    if (v->unsynced >= UNSYNCED_MAX)
        return sealvfs_blocks_sync(v);
    if (v->unsynced % START_BYTES == 0 && c->io->start_sync)
        c->io->start_sync(c->io, c->fd);
    return SQLITE_OK;
}

/* ---- many ---- */

void sealvfs_blocks_fill(void *arg, unsigned compartment, uint64_t first, unsigned n, uint8_t *out)
{
    struct compartment_vfs *v = arg;
    if (compartment != v->c->number)
        noise_bytes(v->noise, out, (size_t)n * BLOCK_BYTES);
    for (unsigned i = 0; i < n && compartment == v->c->number; i++) {
        uint8_t *sealed = out + (size_t)i * BLOCK_BYTES;
        if (first + i < v->capacity)
            tell_before(v, first + i);
        block_seal(&v->blocks, first + i, ZERO_PAGE, sealed);
        tell_after(v, first + i, sealed);
    }
}

static bool growth_stopped(void *arg)
{
    return sealvfs_blocks_stopped(arg);
}

int sealvfs_blocks_grow(struct compartment_vfs *v)
{
    struct stripes_fill fill = { sealvfs_blocks_fill, v, growth_stopped };
    if (sealvfs_blocks_stopped(v))
        return SQLITE_IOERR_WRITE;
    if (!v->overlay && stripes_grow(v->c->io, v->c->fd, &fill) < 0) {
        int why = errno;
        tell_lost(v);
        return sealvfs_blocks_error(why);
    }
    v->capacity += STRIPES_BLOCKS;
    v->unsynced = 0;
    return SQLITE_OK;
}

int sealvfs_blocks_zeros(struct compartment_vfs *v, uint64_t from, uint64_t to)
{
    int rc = SQLITE_OK;
    for (uint64_t i = from; i < to && rc == SQLITE_OK; i++) {
        /* What is zeros already stays: after VACUUM in a large vault that is nearly all. */
        rc = sealvfs_blocks_read(v, i, v->page);
        if (rc == SQLITE_IOERR_DATA || (rc == SQLITE_OK && memcmp(v->page, ZERO_PAGE, BLOCK_BYTES) != 0))
            rc = sealvfs_blocks_write(v, i, ZERO_PAGE);
    }
    wipe(v->page, sizeof v->page);
    return rc;
}

/* ---- empty blocks that fail ---- */

static int read_page(void *arg, uint32_t page, uint8_t *to)
{
    return sealvfs_blocks_read(arg, page - 1, to);
}

/* Seals zero pages over failing blocks that hold nothing. Damage that holds content stays, and stays an
 * error. */
static int mend_empty(struct compartment_vfs *v, const struct freelist *f, const uint8_t *free_leaves)
{
    int rc = SQLITE_OK;
    for (uint64_t i = 0; i < v->capacity && rc == SQLITE_OK; i++) {
        if (i < f->pages && !(free_leaves[i / 8] >> (i % 8) & 1))
            continue;
        rc = sealvfs_blocks_read(v, i, v->page);
        if (rc == SQLITE_IOERR_DATA)
            rc = sealvfs_blocks_write(v, i, ZERO_PAGE);
    }
    return rc;
}

int sealvfs_blocks_mend(struct compartment_vfs *v)
{
    struct compartment_damage before = v->c->damage;
    struct freelist f;
    uint8_t *marks = sqlite3_malloc64(v->capacity / 8 + 1);
    if (!marks)
        return SQLITE_NOMEM;
    memset(marks, 0, v->capacity / 8 + 1);
    int rc = sealvfs_blocks_read(v, 0, v->page);
    if (rc == SQLITE_OK && freelist_header(v->page, &f) && f.pages > 0 && f.pages <= v->capacity) {
        rc = freelist_mark(&f, read_page, v, v->page, marks);
        if (rc == SQLITE_OK)
            rc = mend_empty(v, &f, marks);
    }
    wipe(v->page, sizeof v->page);
    sqlite3_free(marks);
    v->c->damage = before;
    return rc == SQLITE_IOERR_DATA ? SQLITE_OK : rc;
}

/* ---- what SQLite is told ---- */

int sealvfs_blocks_sector_size(sqlite3_file *file)
{
    (void)file;
    return BLOCK_BYTES;
}

int sealvfs_blocks_characteristics(sqlite3_file *file)
{
    (void)file;
    return 0;
}

int sealvfs_blocks_no_reserved(sqlite3_file *file, int *reserved)
{
    (void)file;
    *reserved = 0;
    return SQLITE_OK;
}
