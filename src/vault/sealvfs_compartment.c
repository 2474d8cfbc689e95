/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract that this file keeps stands at the head of sealvfs.c; what is particular to a compartment:
 *
 * - One connection, exclusive: other processes are kept out by the vault's own lock, so xLock only remembers.
 * - The database has the length of the stripes. SQLite takes its page count from page 1; a length taken from
 * a torn page 1 would make it delete the hot journal and show an empty database.
 * - xTruncate keeps the length and seals zero pages over what was cut, so that each block authenticates at
 * all times.
 * - No more than 4 MiB of the vault is ever unsynced: the panic wipe's first write must not wait for more.
 * - The journal is never deleted (sealvfs_journal.c): xDelete overwrites its header. Super-journals are
 * refused, so that a transaction over two databases is refused and not torn. */
#include "satchel/vault/sealvfs_compartment.h"

#include <errno.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/vault/sealvfs_journal.h"

/* ---- sqlite3_io_methods of the database ---- */

struct database_file {
    sqlite3_file base;
    struct compartment_vfs *v;
};

static struct compartment_vfs *database_of(sqlite3_file *file)
{
    return ((struct database_file *)file)->v;
}

static int flush_journal(struct compartment_vfs *v)
{
    return v->journal ? strided_flush(v->journal) : SQLITE_OK;
}

static int database_close(sqlite3_file *file)
{
    struct compartment_vfs *v = database_of(file);
    int rc = flush_journal(v);
    v->open = false;
    file->pMethods = NULL;
    return rc;
}

/* A part of a page: the header, or the change counter. */
static int read_part(struct compartment_vfs *v, void *to, int n, sqlite3_int64 at)
{
    size_t from = (size_t)(at % BLOCK_BYTES), most = BLOCK_BYTES - from;
    size_t have = (size_t)n < most ? (size_t)n : most;
    memset(to, 0, (size_t)n);
    int rc = sealvfs_blocks_read(v, (uint64_t)at / BLOCK_BYTES, v->page);
    if (rc == SQLITE_OK)
        memcpy(to, v->page + from, have);
    wipe(v->page, sizeof v->page);
    if (rc == SQLITE_IOERR_DATA && at == 0 && n <= 100)
        return SQLITE_IOERR_SHORT_READ;
    return rc == SQLITE_OK && have < (size_t)n ? SQLITE_IOERR_SHORT_READ : rc;
}

static int database_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    struct compartment_vfs *v = database_of(file);
    uint64_t block = (uint64_t)at / BLOCK_BYTES;
    if (block >= v->capacity) {
        memset(to, 0, (size_t)n);
        return SQLITE_IOERR_SHORT_READ;
    }
    if (n == BLOCK_BYTES && at % BLOCK_BYTES == 0)
        return sealvfs_blocks_read(v, block, to);
    return read_part(v, to, n, at);
}

/* Page 1 as SQLite has it must leave the reserve free, whatever a pragma said, and ask for no write-ahead
 * log. */
static bool first_page_fits(const uint8_t *page)
{
    return page[16] == 0x10 && page[17] == 0 && page[18] == 1 && page[19] == 1 &&
           page[20] == COMPARTMENT_RESERVED;
}

static int database_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    struct compartment_vfs *v = database_of(file);
    uint64_t block = (uint64_t)at / BLOCK_BYTES;
    if (n != BLOCK_BYTES || at % BLOCK_BYTES != 0 || (at == 0 && !first_page_fits(from)))
        return SQLITE_IOERR_WRITE;
    int rc = flush_journal(v);
    while (rc == SQLITE_OK && block >= v->capacity)
        rc = sealvfs_blocks_grow(v);
    return rc == SQLITE_OK ? sealvfs_blocks_write(v, block, from) : rc;
}

static int database_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct compartment_vfs *v = database_of(file);
    uint64_t to = v->zero_from < v->capacity ? v->zero_from : v->capacity;
    uint64_t from = ((uint64_t)size + BLOCK_BYTES - 1) / BLOCK_BYTES;
    int rc = flush_journal(v);
    if (v->overlay)
        return SQLITE_OK;
    if (rc == SQLITE_OK)
        rc = sealvfs_blocks_zeros(v, from, to);
    if (rc == SQLITE_OK && from < v->zero_from)
        v->zero_from = from;
    return rc;
}

static int database_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    struct compartment_vfs *v = database_of(file);
    int rc = flush_journal(v);
    return rc == SQLITE_OK && !v->overlay ? sealvfs_blocks_sync(v) : rc;
}

static int database_size(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)(database_of(file)->capacity * BLOCK_BYTES);
    return SQLITE_OK;
}

/* RESERVED is asked for once, before the first change and after any recovery. */
static int database_lock(sqlite3_file *file, int level)
{
    struct compartment_vfs *v = database_of(file);
    if (level != SQLITE_LOCK_RESERVED || v->settled || v->c->read_only)
        return SQLITE_OK;
    return compartment_settle(v->c, NULL) == 0 ? SQLITE_OK : SQLITE_IOERR_LOCK;
}

static int database_unlock(sqlite3_file *file, int level)
{
    (void)level;
    return flush_journal(database_of(file));
}

static int database_control(sqlite3_file *file, int op, void *arg)
{
    char **text = arg;
    (void)file;
    switch (op) {
    case SQLITE_FCNTL_MMAP_SIZE:
        *(sqlite3_int64 *)arg = 0;
        return SQLITE_OK;
    case SQLITE_FCNTL_SIZE_HINT:
    case SQLITE_FCNTL_CHUNK_SIZE:
        return SQLITE_OK;
    case SQLITE_FCNTL_HAS_MOVED:
        *(int *)arg = 0;
        return SQLITE_OK;
    case SQLITE_FCNTL_PRAGMA:
        if (sqlite3_stricmp(text[1], "page_size") != 0)
            return SQLITE_NOTFOUND;
        text[0] = sqlite3_mprintf("%d", COMPARTMENT_PAGE_BYTES);
        return text[0] ? SQLITE_OK : SQLITE_NOMEM;
    default:
        return SQLITE_NOTFOUND;
    }
}

static const sqlite3_io_methods DATABASE_METHODS = {
    .iVersion = 1,
    .xClose = database_close,
    .xRead = database_read,
    .xWrite = database_write,
    .xTruncate = database_truncate,
    .xSync = database_sync,
    .xFileSize = database_size,
    .xLock = database_lock,
    .xUnlock = database_unlock,
    .xCheckReservedLock = sealvfs_blocks_no_reserved,
    .xFileControl = database_control,
    .xSectorSize = sealvfs_blocks_sector_size,
    .xDeviceCharacteristics = sealvfs_blocks_characteristics,
};

/* ---- sqlite3_vfs ---- */

static struct compartment_vfs *vfs_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static int open_database(struct compartment_vfs *v, sqlite3_file *file)
{
    if (v->open)
        return SQLITE_CANTOPEN;
    v->open = true;
    *(struct database_file *)file = (struct database_file){ { &DATABASE_METHODS }, v };
    return SQLITE_OK;
}

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
    struct compartment_vfs *v = vfs_of(vfs);
    file->pMethods = NULL;
    if (sealvfs_blocks_stopped(v))
        return SQLITE_CANTOPEN;
    if (!name)
        return sealvfs_file_open(&v->temp, name, file, flags, out_flags);
    if (out_flags)
        *out_flags =
            (flags & ~SQLITE_OPEN_READWRITE & ~SQLITE_OPEN_CREATE) |
            ((v->c->read_only && !v->overlay) || flags & SQLITE_OPEN_READONLY ? SQLITE_OPEN_READONLY
                                                                              : SQLITE_OPEN_READWRITE);
    return flags & SQLITE_OPEN_MAIN_DB        ? open_database(v, file)
           : flags & SQLITE_OPEN_MAIN_JOURNAL ? sealvfs_journal_open(v, file)
                                              : SQLITE_CANTOPEN;
}

static bool is_journal(const char *name)
{
    size_t n = strlen(name);
    return n >= 8 && strcmp(name + n - 8, "-journal") == 0;
}

static bool has_journal(const struct compartment_vfs *v)
{
    return v->journals.fd[v->c->number] >= 0 && !v->played_back;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    struct compartment_vfs *v = vfs_of(vfs);
    (void)sync_folder;
    v->played_back |= v->overlay != NULL;
    return is_journal(name) && has_journal(v) ? sealvfs_journal_end(v) : SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer)
{
    struct compartment_vfs *v = vfs_of(vfs);
    (void)flags;
    *answer = is_journal(name) && has_journal(v);
    return SQLITE_OK;
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
    (void)vfs;
    if (strlen(name) >= (size_t)n)
        return SQLITE_CANTOPEN;
    strcpy(out, name);
    return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs;
    seal_random(out, (size_t)n);
    return n;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    sqlite3_vfs *under = vfs_of(vfs)->temp.under;
    return under->xSleep(under, microseconds);
}

static int vfs_current_time(sqlite3_vfs *vfs, double *day)
{
    sqlite3_vfs *under = vfs_of(vfs)->temp.under;
    return under->xCurrentTime(under, day);
}

static int vfs_last_error(sqlite3_vfs *vfs, int n, char *text)
{
    (void)vfs;
    (void)n;
    (void)text;
    return errno;
}

void sealvfs_compartment_methods(struct compartment_vfs *v)
{
    int temp = sealvfs_file_bytes(v->temp.under), own = sealvfs_journal_bytes();
    v->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = temp > own ? temp : own,
        .mxPathname = 512,
        .zName = v->name,
        .pAppData = v,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_pathname,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_current_time,
        .xGetLastError = vfs_last_error,
    };
}
