/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract that this file keeps stands at the head of sealvfs.c. A compartment's journal is a strided
 * file of fixed length, never deleted: what deleting it is to SQLite overwrites its header. A stride that
 * fails, and was there when the journal was opened, is the end of what was written before a crash, and
 * counted. */
#include "satchel/vault/sealvfs_journal.h"

#include <errno.h>
#include <string.h>

static const uint8_t JOURNAL_MAGIC[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };

/* ---- strides in <path>-<number> ---- */

static int store_read(void *arg, void *to, int n, int64_t at)
{
    struct compartment_vfs *v = arg;
    char *p = to;
    while (n > 0) {
        ssize_t got = sealvfs_blocks_stopped(v)
                          ? -1
                          : v->c->io->read(v->c->io, v->journals.fd[v->c->number], p, (size_t)n, at);
        if (got < 0 && errno == EINTR && !sealvfs_blocks_stopped(v))
            continue;
        if (got <= 0) {
            memset(p, 0, (size_t)n);
            return got < 0 ? SQLITE_IOERR_READ : SQLITE_IOERR_SHORT_READ;
        }
        p += got;
        at += got;
        n -= (int)got;
    }
    return SQLITE_OK;
}

/* A long journal sets out for the disk while it is written, as the database does (sealvfs_blocks.c). */
static int store_write(void *arg, const void *from, int n, int64_t at)
{
    struct compartment_vfs *v = arg;
    const struct vault_io *io = v->c->io;
    int fd = v->journals.fd[v->c->number];
    if (sealvfs_blocks_stopped(v))
        return SQLITE_IOERR_WRITE;
    if (io_write(io, fd, from, (size_t)n, at) < 0)
        return sealvfs_blocks_error(errno);
    if ((at + STRIDE_BYTES) % JOURNALS_PIECE_BYTES == 0 && io->start_sync)
        io->start_sync(io, fd);
    return SQLITE_OK;
}

static int store_size(void *arg, int64_t *size)
{
    struct compartment_vfs *v = arg;
    *size = v->c->io->size(v->c->io, v->journals.fd[v->c->number]);
    return *size < 0 ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int store_grow(void *arg, uint64_t n, uint64_t *have)
{
    struct compartment_vfs *v = arg;
    if (sealvfs_blocks_stopped(v))
        return SQLITE_IOERR_WRITE;
    if (journals_grow(&v->journals, v->c->number, (off_t)((n + 1) * STRIDE_BYTES), v->noise) < 0)
        return sealvfs_blocks_error(errno);
    *have = (uint64_t)v->journals.length[v->c->number] / STRIDE_BYTES - 1;
    return SQLITE_OK;
}

static const struct strided_store STORE = {
    .read = store_read,
    .write = store_write,
    .size = store_size,
    .grow = store_grow,
};

static void count_failure(void *arg, uint64_t stride)
{
    (void)stride;
    ((struct compartment_vfs *)arg)->c->damage.journal_blocks++;
}

static struct strided journal_strides(struct compartment_vfs *v)
{
    return (struct strided){ .store = &STORE,
                             .file = v,
                             .blocks = { .key = v->c->journal_key,
                                         .noise = v->noise,
                                         .compartment = v->c->number,
                                         .kind = BLOCK_JOURNAL },
                             .fixed = true,
                             .hold = true,
                             .failed = count_failure,
                             .arg = v };
}

static int sync_journal(struct compartment_vfs *v)
{
    return sealvfs_blocks_sync_file(v, v->journals.fd[v->c->number]);
}

/* At the end of the journal's first stride, where SQLite's header has zeros and a header of SQLite's
 * overwrites it. */
#define CLEAN_AT (STRIDE_PAYLOAD - 8)
static const uint8_t CLEAN[8] = "settled";

int sealvfs_journal_look(struct compartment_vfs *v, bool *hot, bool *clean)
{
    uint8_t start[sizeof JOURNAL_MAGIC], end[sizeof CLEAN];
    *hot = *clean = false;
    if (v->journals.fd[v->c->number] < 0)
        return 0;
    struct strided s = journal_strides(v);
    s.failed = NULL;
    int rc = strided_read(&s, start, sizeof start, 0);
    if (rc == SQLITE_OK)
        rc = strided_read(&s, end, sizeof end, CLEAN_AT);
    strided_close(&s);
    if (rc != SQLITE_OK)
        return -1;
    *hot = memcmp(start, JOURNAL_MAGIC, sizeof start) == 0;
    *clean = !*hot && memcmp(end, CLEAN, sizeof end) == 0;
    return 0;
}

void sealvfs_journal_note_clean(struct compartment_vfs *v)
{
    struct strided s = journal_strides(v);
    if (v->unsynced > 0 && sealvfs_blocks_sync(v) != SQLITE_OK)
        return;
    if (strided_write(&s, CLEAN, sizeof CLEAN, CLEAN_AT) == SQLITE_OK)
        strided_flush(&s);
    strided_close(&s);
}

int sealvfs_journal_end(struct compartment_vfs *v)
{
    static const uint8_t zeros[STRIDE_PAYLOAD];
    struct strided s = journal_strides(v);
    int rc = strided_write(&s, zeros, sizeof zeros, 0);
    if (rc == SQLITE_OK)
        rc = strided_flush(&s);
    strided_close(&s);
    return rc == SQLITE_OK ? sync_journal(v) : rc;
}

/* ---- sqlite3_io_methods ---- */

struct journal_file {
    sqlite3_file base;
    struct compartment_vfs *v;
    struct strided s;
};

static struct journal_file *journal_of(sqlite3_file *file)
{
    return (struct journal_file *)file;
}

static int journal_close(sqlite3_file *file)
{
    struct journal_file *f = journal_of(file);
    int rc = strided_flush(&f->s);
    if (f->v->journal == &f->s)
        f->v->journal = NULL;
    strided_close(&f->s);
    file->pMethods = NULL;
    return rc;
}

static int journal_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    return strided_read(&journal_of(file)->s, to, n, at);
}

/* Over files that must not change a journal is only ever played back: whatever SQLite writes says that it has
 * been. */
static bool is_played_back(sqlite3_file *file)
{
    struct compartment_vfs *v = journal_of(file)->v;
    v->played_back |= v->overlay != NULL;
    return v->overlay;
}

static int journal_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    return is_played_back(file) ? SQLITE_OK : strided_write(&journal_of(file)->s, from, n, at);
}

static int journal_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return is_played_back(file) ? SQLITE_OK : strided_truncate(&journal_of(file)->s, size);
}

static int journal_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    struct journal_file *f = journal_of(file);
    int rc = strided_flush(&f->s);
    return rc == SQLITE_OK && !f->v->overlay ? sync_journal(f->v) : rc;
}

static int journal_size(sqlite3_file *file, sqlite3_int64 *size)
{
    int64_t n = 0;
    int rc = strided_size(&journal_of(file)->s, &n);
    *size = n;
    return rc;
}

static int journal_lock(sqlite3_file *file, int level)
{
    (void)file;
    (void)level;
    return SQLITE_OK;
}

static int journal_control(sqlite3_file *file, int op, void *arg)
{
    (void)file;
    (void)op;
    (void)arg;
    return SQLITE_NOTFOUND;
}

static const sqlite3_io_methods JOURNAL_METHODS = {
    .iVersion = 1,
    .xClose = journal_close,
    .xRead = journal_read,
    .xWrite = journal_write,
    .xTruncate = journal_truncate,
    .xSync = journal_sync,
    .xFileSize = journal_size,
    .xLock = journal_lock,
    .xUnlock = journal_lock,
    .xCheckReservedLock = sealvfs_blocks_no_reserved,
    .xFileControl = journal_control,
    .xSectorSize = sealvfs_blocks_sector_size,
    .xDeviceCharacteristics = sealvfs_blocks_characteristics,
};

int sealvfs_journal_bytes(void)
{
    return (int)sizeof(struct journal_file);
}

int sealvfs_journal_open(struct compartment_vfs *v, sqlite3_file *file)
{
    if (v->journals.fd[v->c->number] < 0)
        return SQLITE_CANTOPEN;
    struct journal_file *f = journal_of(file);
    *f = (struct journal_file){ { &JOURNAL_METHODS }, v, journal_strides(v) };
    v->journal = &f->s;
    return SQLITE_OK;
}
