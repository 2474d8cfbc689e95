/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract that this file keeps stands at the head of sealvfs.c. */
#include "satchel/vault/sealvfs_file.h"

#include <stdbool.h>
#include <string.h>

#include "satchel/secure/noise.h"
#include "satchel/vault/freelist.h"

#define SECTOR_BYTES 4096

struct sealed_file {
    sqlite3_file base;
    sqlite3_file *under; /* behind this struct */
    struct sealvfs_counts *counts;
    struct strided s;
    struct secret temp_key;
    struct noise *noise;
    int lock;                     /* SQLITE_LOCK_ */
    struct sealed_file *database; /* of a journal: whose transaction it serves; NULL: not known, nothing is
                                     held back */
    struct sealed_file *journal;  /* of a database */
    bool recovering;              /* of a database: a hot journal is being played back */
    bool exclusive;               /* PRAGMA locking_mode = EXCLUSIVE was asked for */
};

static struct sealed_file *of(sqlite3_file *file)
{
    return (struct sealed_file *)file;
}

/* ---- where the strides lie ---- */

static int under_read(void *file, void *to, int n, int64_t at)
{
    sqlite3_file *u = ((struct sealed_file *)file)->under;
    return u->pMethods->xRead(u, to, n, at);
}

static int under_write(void *file, const void *from, int n, int64_t at)
{
    sqlite3_file *u = ((struct sealed_file *)file)->under;
    return u->pMethods->xWrite(u, from, n, at);
}

static int under_truncate(void *file, int64_t size)
{
    sqlite3_file *u = ((struct sealed_file *)file)->under;
    return u->pMethods->xTruncate(u, size);
}

static int under_size(void *file, int64_t *size)
{
    sqlite3_int64 n = 0;
    sqlite3_file *u = ((struct sealed_file *)file)->under;
    int rc = u->pMethods->xFileSize(u, &n);
    *size = n;
    return rc;
}

static const struct strided_store UNDER = {
    .read = under_read,
    .write = under_write,
    .truncate = under_truncate,
    .size = under_size,
};

static void count_failure(void *arg, uint64_t stride)
{
    struct sealed_file *f = arg;
    (void)stride;
    atomic_fetch_add(&f->counts->of_kind[f->s.blocks.kind], 1);
}

/* ---- who may hold what, and until when ---- */

/* Nobody else can change the file while this says true. A journal belongs to whoever holds the lock of its
 * database. */
static bool is_ours(const struct sealed_file *f)
{
    if (f->s.blocks.kind == BLOCK_TEMP)
        return true;
    if (f->s.blocks.kind == BLOCK_JOURNAL)
        return f->database && f->database->lock > SQLITE_LOCK_NONE;
    return f->lock > SQLITE_LOCK_NONE;
}

static void forget_unless_ours(struct sealed_file *f)
{
    if (!is_ours(f))
        strided_forget(&f->s);
}

static int flush_journal(struct sealed_file *f)
{
    return f->journal ? strided_flush(&f->journal->s) : SQLITE_OK;
}

static void use_noise(struct sealed_file *f)
{
    struct sealed_file *owner = f->database ? f->database : f;
    if (!owner->noise)
        owner->noise = noise_new();
    f->s.blocks.noise = owner->noise;
}

/* ---- after a hot journal was played back ---- */

static struct freelist list_of(struct sealed_file *f)
{
    uint8_t header[100];
    struct freelist list = { 0 };
    int64_t size;
    if (strided_read(&f->s, header, sizeof header, 0) != SQLITE_OK || !freelist_header(header, &list) ||
        strided_size(&f->s, &size) != SQLITE_OK || list.pages > size / list.page_bytes)
        list.pages = 0;
    return list;
}

struct page_reader {
    struct sealed_file *f;
    uint32_t page_bytes;
};

static int read_page(void *arg, uint32_t page, uint8_t *to)
{
    struct page_reader *r = arg;
    return strided_read(&r->f->s, to, (int)r->page_bytes, (int64_t)(page - 1) * r->page_bytes);
}

/* The bytes [at, at + n) are in failing strides and in free leaves: zeros are as good. */
static int mend_page(struct sealed_file *f, uint8_t *buffer, uint32_t n, int64_t at)
{
    int rc = strided_read(&f->s, buffer, (int)n, at);
    if (rc != SQLITE_IOERR_DATA)
        return rc;
    memset(buffer, 0, n);
    return strided_write(&f->s, buffer, (int)n, at);
}

/* Pages that share a stride are mended only when all of them are free. */
static bool stride_is_free(const uint8_t *marks, const struct freelist *list, uint32_t page)
{
    uint32_t together = list->page_bytes < STRIDE_PAYLOAD ? STRIDE_PAYLOAD / list->page_bytes : 1;
    uint32_t first = page / together * together, last = first + together;
    for (uint32_t i = first; i < last && i < list->pages; i++)
        if (!(marks[i / 8] >> (i % 8) & 1))
            return false;
    return true;
}

static int mend(struct sealed_file *f)
{
    struct freelist list = list_of(f);
    struct page_reader reader = { f, list.page_bytes };
    uint64_t before = atomic_load(&f->counts->of_kind[BLOCK_DATABASE]);
    if (list.pages == 0 || list.trunk == 0)
        return SQLITE_OK;
    uint8_t *memory = sqlite3_malloc64(list.page_bytes + list.pages / 8 + 1),
            *marks = memory + list.page_bytes;
    if (!memory)
        return SQLITE_NOMEM;
    memset(memory, 0, list.page_bytes + list.pages / 8 + 1);
    use_noise(f);
    int rc = freelist_mark(&list, read_page, &reader, memory, marks);
    for (uint32_t i = 0; i < list.pages && rc == SQLITE_OK; i++)
        if (stride_is_free(marks, &list, i))
            rc = mend_page(f, memory, list.page_bytes, (int64_t)i * list.page_bytes);
    sqlite3_free(memory);
    atomic_store(&f->counts->of_kind[BLOCK_DATABASE], before);
    return rc;
}

/* ---- sqlite3_io_methods ---- */

static int file_close(sqlite3_file *file)
{
    struct sealed_file *f = of(file);
    int rc = strided_flush(&f->s);
    int journal_rc = flush_journal(f);
    if (f->database && f->database->journal == f)
        f->database->journal = NULL;
    if (f->journal)
        f->journal->database = NULL;
    strided_close(&f->s);
    secret_free(&f->temp_key);
    noise_free(f->noise);
    int under_rc = f->under->pMethods->xClose(f->under);
    f->base.pMethods = NULL;
    return rc != SQLITE_OK ? rc : journal_rc != SQLITE_OK ? journal_rc : under_rc;
}

/* SQLite asks for the first 100 bytes of a database before it knows whether a journal must be played back. */
static int file_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    struct sealed_file *f = of(file);
    forget_unless_ours(f);
    int rc = strided_read(&f->s, to, n, at);
    if (rc == SQLITE_IOERR_DATA && f->s.blocks.kind == BLOCK_DATABASE && at == 0 && n <= 100) {
        memset(to, 0, (size_t)n);
        rc = SQLITE_IOERR_SHORT_READ;
    }
    return rc;
}

/* A first page that asks for a write-ahead log, as a backup of a database that has one does, would leave a
 * file that cannot be opened: it is sealed as one that asks for a rollback journal (SQLite file format,
 * section 1.3.3). */
static bool asks_for_wal(const struct sealed_file *f, const uint8_t *page, int n, sqlite3_int64 at)
{
    return f->s.blocks.kind == BLOCK_DATABASE && at == 0 && n >= 100 &&
           memcmp(page, "SQLite format 3", 16) == 0 && (page[18] == 2 || page[19] == 2);
}

static int file_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    struct sealed_file *f = of(file);
    int rc = flush_journal(f);
    if (rc != SQLITE_OK)
        return rc;
    use_noise(f);
    forget_unless_ours(f);
    rc = strided_write(&f->s, from, n, at);
    return rc == SQLITE_OK && asks_for_wal(f, from, n, at) ? strided_write(&f->s, "\1\1", 2, 18) : rc;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct sealed_file *f = of(file);
    int rc = flush_journal(f);
    if (rc != SQLITE_OK)
        return rc;
    use_noise(f);
    forget_unless_ours(f);
    return strided_truncate(&f->s, size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    struct sealed_file *f = of(file);
    int rc = flush_journal(f);
    if (rc == SQLITE_OK)
        rc = strided_flush(&f->s);
    return rc == SQLITE_OK ? f->under->pMethods->xSync(f->under, flags) : rc;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct sealed_file *f = of(file);
    int64_t n = 0;
    forget_unless_ours(f);
    int rc = strided_size(&f->s, &n);
    *size = n;
    return rc;
}

static int file_lock(sqlite3_file *file, int level)
{
    struct sealed_file *f = of(file);
    int rc = f->under->pMethods->xLock(f->under, level);
    if (rc != SQLITE_OK)
        return rc;
    if (f->lock == SQLITE_LOCK_NONE)
        strided_forget(&f->s);
    if (level > f->lock)
        f->lock = level;
    f->s.guarded = f->lock > SQLITE_LOCK_SHARED;
    return SQLITE_OK;
}

static int file_unlock(sqlite3_file *file, int level)
{
    struct sealed_file *f = of(file);
    int journal_rc = flush_journal(f);
    int rc = f->under->pMethods->xUnlock(f->under, level);
    if (level < f->lock)
        f->lock = level;
    f->s.guarded = f->lock > SQLITE_LOCK_SHARED;
    if (f->lock == SQLITE_LOCK_NONE) {
        strided_forget(&f->s);
        if (f->journal)
            strided_forget(&f->journal->s);
    }
    return rc != SQLITE_OK ? rc : journal_rc;
}

static int file_check_reserved(sqlite3_file *file, int *reserved)
{
    struct sealed_file *f = of(file);
    return f->under->pMethods->xCheckReservedLock(f->under, reserved);
}

/* In exclusive locking mode SQLite would use a write-ahead log without shared memory, and leave a file that
 * nobody can open in any other mode: answer that the journal mode is what it was. */
static int pragma(struct sealed_file *f, char **argument)
{
    if (sqlite3_stricmp(argument[1], "locking_mode") == 0 && argument[2])
        f->exclusive = sqlite3_stricmp(argument[2], "exclusive") == 0;
    if (sqlite3_stricmp(argument[1], "journal_mode") != 0 || !argument[2] || !f->exclusive ||
        sqlite3_stricmp(argument[2], "wal") != 0)
        return SQLITE_NOTFOUND;
    argument[0] = sqlite3_mprintf("%s", "delete");
    return argument[0] ? SQLITE_OK : SQLITE_NOMEM;
}

static int file_control(sqlite3_file *file, int op, void *arg)
{
    struct sealed_file *f = of(file);
    int rc = SQLITE_OK;
    switch (op) {
    case SQLITE_FCNTL_SYNC: /* the last thing before a played back journal is ended */
        if (f->recovering && (rc = mend(f)) == SQLITE_OK)
            f->recovering = false;
        return rc;
    case SQLITE_FCNTL_MMAP_SIZE:
        *(sqlite3_int64 *)arg = 0;
        return SQLITE_OK;
    case SQLITE_FCNTL_SIZE_HINT:
    case SQLITE_FCNTL_CHUNK_SIZE:
        return SQLITE_OK;
    case SQLITE_FCNTL_PRAGMA:
        return pragma(f, arg);
    case SQLITE_FCNTL_VFSNAME:
        *(char **)arg = sqlite3_mprintf("sealed");
        return SQLITE_OK;
    case SQLITE_FCNTL_LOCKSTATE:
    case SQLITE_FCNTL_LAST_ERRNO:
    case SQLITE_FCNTL_HAS_MOVED:
    case SQLITE_FCNTL_LOCK_TIMEOUT:
    case SQLITE_FCNTL_TEMPFILENAME:
    case SQLITE_FCNTL_COMMIT_PHASETWO:
    case SQLITE_FCNTL_PERSIST_WAL:
        return f->under->pMethods->xFileControl(f->under, op, arg);
    default: /* what is not known to be harmless does not reach the sealed bytes */
        return SQLITE_NOTFOUND;
    }
}

static int file_sector_size(sqlite3_file *file)
{
    (void)file;
    return SECTOR_BYTES;
}

static int file_characteristics(sqlite3_file *file)
{
    struct sealed_file *f = of(file);
    return f->under->pMethods->xDeviceCharacteristics(f->under) & SQLITE_IOCAP_IMMUTABLE;
}

static const sqlite3_io_methods FILE_METHODS = {
    .iVersion = 1, /* no shared memory, hence no write-ahead log; no mapping */
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
};

/* ---- opening ---- */

#define TEMP_FLAGS                                                                                           \
    (SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TRANSIENT_DB | SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_SUBJOURNAL)

static enum block_kind kind_of(const char *name, int flags)
{
    if (!name || flags & TEMP_FLAGS)
        return BLOCK_TEMP;
    return flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL) ? BLOCK_JOURNAL : BLOCK_DATABASE;
}

/* A journal being written holds its last stride back, so it must know the database before whose writes,
 * syncs and unlocks it has to go out. When another VFS lies above this one, the file SQLite knows is not
 * ours: then every write goes out at once. */
static void find_database(struct sealed_file *f, sqlite3_filename name, int flags)
{
    if (!(flags & SQLITE_OPEN_MAIN_JOURNAL) || !(flags & SQLITE_OPEN_READWRITE))
        return;
    sqlite3_file *database = sqlite3_database_file_object(name);
    if (!database || database->pMethods != &FILE_METHODS)
        return;
    f->database = of(database);
    f->database->journal = f;
    f->database->recovering = !(flags & SQLITE_OPEN_CREATE);
    f->s.hold = true;
}

static int set_key(struct sealed_file *f, const struct sealvfs_base *base)
{
    if (f->s.blocks.kind != BLOCK_TEMP) {
        f->s.blocks.key = base->key;
        return SQLITE_OK;
    }
    if (secret_new(&f->temp_key, SEAL_KEY_BYTES, NULL) < 0)
        return SQLITE_NOMEM;
    seal_random(f->temp_key.data, SEAL_KEY_BYTES);
    f->s.blocks.key = f->temp_key.data;
    f->s.hold = true;
    return SQLITE_OK;
}

int sealvfs_file_bytes(const sqlite3_vfs *under)
{
    return (int)((sizeof(struct sealed_file) + 15) & ~(size_t)15) + under->szOsFile;
}

int sealvfs_file_open(const struct sealvfs_base *base, sqlite3_filename name, sqlite3_file *file, int flags,
                      int *out_flags)
{
    struct sealed_file *f = of(file);
    memset(f, 0, (size_t)sealvfs_file_bytes(base->under));
    if (flags & SQLITE_OPEN_WAL)
        return SQLITE_CANTOPEN;
    f->under = (sqlite3_file *)(void *)((char *)f + sealvfs_file_bytes(base->under) - base->under->szOsFile);
    f->counts = base->counts;
    f->s.store = &UNDER;
    f->s.file = f->s.arg = f;
    f->s.failed = count_failure;
    f->s.blocks.kind = (uint8_t)kind_of(name, flags);
    f->s.blocks.compartment = BLOCK_NO_COMPARTMENT;
    int rc = set_key(f, base);
    if (rc == SQLITE_OK)
        rc = base->under->xOpen(base->under, name, f->under, flags, out_flags);
    if (rc == SQLITE_OK) {
        find_database(f, name, flags);
        f->base.pMethods = &FILE_METHODS;
        return SQLITE_OK;
    }
    if (f->under->pMethods)
        f->under->pMethods->xClose(f->under);
    secret_free(&f->temp_key);
    return rc;
}
