/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * THE SEALING VFS
 *
 * What it promises
 *   Everything SQLite stores through it, database, rollback journal, super-journal, temporary file, lies on
 * disk in sealed blocks (blocks.h): XChaCha20-Poly1305 with a random nonce for every write, bound to file,
 * kind and place. No byte of content, length of record, page number or checksum is ever written in clear. A
 * block that was changed, moved, cut or taken from elsewhere is an error where it is read, and costs nothing
 * else. An older version of a block in its own place cannot be seen by any cipher; the state code is for
 * that. A crash at any instant, with sectors lost, torn or written in any order since the last sync, leaves
 * the last acknowledged transaction (or the one being committed), as with plain SQLite.
 *
 * Two forms
 *   Stand-alone (this file, sealvfs_file.c): any path opened through a VFS registered with a key is a file of
 *   strides of 8192 bytes (strided.h). Compartment (compartment.c, sealvfs_compartment.c, sealvfs_journal.c):
 * the database is the stripes of a vault file, in page blocks of 4096; the journal is a strided file of fixed
 * length.
 *
 * What it relies on
 *   SQLite's rollback journal, with these figures from simulated crashes (bad states of 1,500 each) for what
 * a sealing shim might be tempted to do otherwise:
 *
 *   1. xSectorSize is 4096, because a block is: a torn write takes a whole block, and with smaller pages
 * SQLite must then journal all the pages of it. POWERSAFE_OVERWRITE (55 bad), SAFE_APPEND (210), ATOMIC* and
 *      BATCH_ATOMIC are never claimed, whatever the VFS below says.
 *   2. Strides begin at multiples of 8192, and page blocks at multiples of 4096: a block that shares a sector
 * with another takes it along when it is torn, and no journal holds the neighbour (302 to 919 bad). Journal
 * strides are sealed at full length from the first byte on; a shorter last one would have to be sealed anew,
 * over synced content, with each append (115 to 399 bad). After a sync a stride is written again only where
 * SQLite itself writes there again: the record count in a journal's header.
 *   3. Lengths. A stand-alone file reports its content's length exact to the byte, from the count in its last
 *      stride. A file that is not empty is never reported as empty, whatever its content: SQLite deletes the
 * journal of an empty database. Head and first stride go out in one write for the same reason. A compartment
 * reports its capacity.
 *   4. A journal's stride that fails when read is zeros, if it was there when the journal was opened: the end
 * of a journal whose last writes were lost is no error, and an I/O error here would shut the user out of an
 * intact database (349 to 585). It is counted. A stride this very handle has written must authenticate, else
 *      SQLITE_IOERR_DATA: zeros there would end a rollback in the middle. Writing a part of a failing stride
 * starts from zeros, but for those.
 *   5. A failing database block is SQLITE_IOERR_DATA, except for reads of up to 100 bytes at offset 0: SQLite
 *      looks at the header before it asks for a journal, and page 1 may be torn. Those get zeros and
 *      SQLITE_IOERR_SHORT_READ, as for a new file. A partial write onto a failing database block (page sizes
 *      below 4096) starts from zeros: SQLite, told of sectors of 4096, has read all the pages of it before,
 * or is putting all of them back from the journal.
 *   6. Several connections and processes. SQLite's locks pass through to the VFS below, on the same
 * descriptor; the shim never opens a file by its path, because closing a second descriptor would drop POSIX
 * locks. Neither length, file id nor content is kept from one lock to the next; without a lock, not from one
 * call to the next: all of it is read again. (What is then found in the file byte for byte as it was need not
 * be opened again: strided.c, memo.) The last stride of a journal is held as plain text and goes out before
 * any write, sync, unlock or close of its database: synchronous = OFF must survive a killed process too, and
 * then no sync tells us when. A journal whose database we cannot find (another shim lies above) is not held
 * at all. The file id, random, is written with the first stride by whoever holds RESERVED or more on the
 * empty database; it is read again when a lock is taken, so nobody works with the id of an earlier life. A
 * connection may ask whether a journal is hot while another process writes it, and so read half a stride: a
 * failing journal stride is read a second time before it counts.
 *   7. iVersion is 1: no shared memory, no write-ahead log, no mapping. In exclusive locking mode SQLite
 * would use a write-ahead log all the same; PRAGMA journal_mode = WAL is then answered with the mode as it
 * is. File controls that are not known to be harmless go no further. Files without a name get a random key
 * that dies with them; nothing is lost if their content is.
 *   8. When a hot journal has been played back, and before it is ended, blocks that fail and hold nothing
 * (leaves of the free list, in a compartment all past the page count) are sealed as zeros: SQLite puts
 * nothing of them into its journal, but VACUUM reads them.
 *
 * Memory
 *   Keys are in secret memory. One stride of plain text for each open file is in SQLite's own heap; it is
 * wiped on close. Whoever wants SQLite's heap itself wiped installs the arena (arena.h) first.
 *
 * How it is tested
 *   tests/unit/test_sealvfs.c: several connections, threads and processes; flips, swaps, cuts of every kind
 * of block; errors at the n-th call below. tests/unit/test_crash.c: crashes over simulated sectors
 * (faultvfs.h), with choices that are known to be wrong compiled in to see that they are found.
 */
#include "satchel/vault/sealvfs.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/sealvfs_file.h"

struct sealvfs {
    sqlite3_vfs vfs;
    struct sealvfs_base base;
    struct sealvfs_counts counts;
    struct secret key;
    char name[];
};

static struct sealvfs_base *base_of(sqlite3_vfs *vfs)
{
    return &((struct sealvfs *)vfs->pAppData)->base;
}

static sqlite3_vfs *under_of(sqlite3_vfs *vfs)
{
    return base_of(vfs)->under;
}

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
    return sealvfs_file_open(base_of(vfs), name, file, flags, out_flags);
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    return under_of(vfs)->xDelete(under_of(vfs), name, sync_folder);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer)
{
    return under_of(vfs)->xAccess(under_of(vfs), name, flags, answer);
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
    return under_of(vfs)->xFullPathname(under_of(vfs), name, n, out);
}

static void *vfs_dl_open(sqlite3_vfs *vfs, const char *name)
{
    return under_of(vfs)->xDlOpen(under_of(vfs), name);
}

static void vfs_dl_error(sqlite3_vfs *vfs, int n, char *text)
{
    under_of(vfs)->xDlError(under_of(vfs), n, text);
}

static void (*vfs_dl_sym(sqlite3_vfs *vfs, void *library, const char *symbol))(void)
{
    return under_of(vfs)->xDlSym(under_of(vfs), library, symbol);
}

static void vfs_dl_close(sqlite3_vfs *vfs, void *library)
{
    under_of(vfs)->xDlClose(under_of(vfs), library);
}

static int vfs_randomness(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs;
    seal_random(out, (size_t)n);
    return n;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    return under_of(vfs)->xSleep(under_of(vfs), microseconds);
}

static int vfs_current_time(sqlite3_vfs *vfs, double *day)
{
    return under_of(vfs)->xCurrentTime(under_of(vfs), day);
}

static int vfs_last_error(sqlite3_vfs *vfs, int n, char *text)
{
    return under_of(vfs)->xGetLastError ? under_of(vfs)->xGetLastError(under_of(vfs), n, text) : 0;
}

static int vfs_current_time64(sqlite3_vfs *vfs, sqlite3_int64 *ms)
{
    return under_of(vfs)->xCurrentTimeInt64(under_of(vfs), ms);
}

static void fill_methods(struct sealvfs *s)
{
    const sqlite3_vfs *under = s->base.under;
    bool has64 = under->iVersion >= 2 && under->xCurrentTimeInt64;
    s->vfs = (sqlite3_vfs){
        .iVersion = has64 ? 2 : 1,
        .szOsFile = sealvfs_file_bytes(under),
        .mxPathname = under->mxPathname,
        .zName = s->name,
        .pAppData = s,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_pathname,
        .xDlOpen = under->xDlOpen ? vfs_dl_open : NULL,
        .xDlError = under->xDlError ? vfs_dl_error : NULL,
        .xDlSym = under->xDlSym ? vfs_dl_sym : NULL,
        .xDlClose = under->xDlClose ? vfs_dl_close : NULL,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_current_time,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = has64 ? vfs_current_time64 : NULL,
    };
}

static void release(struct sealvfs *s)
{
    secret_free(&s->key);
    free(s);
}

static struct sealvfs *find(const char *name)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(name);
    return vfs && vfs->xOpen == vfs_open ? vfs->pAppData : NULL;
}

int sealvfs_register_over(const char *under, const char *name, const uint8_t key[static SEALVFS_KEY_BYTES],
                          int make_default, struct err *e)
{
    sqlite3_vfs *below = sqlite3_vfs_find(under);
    /* A default that seals already is not sealed twice. */
    if (!under && below && below->xOpen == vfs_open)
        below = under_of(below);
    if (!below)
        return err_set(e, ERR_NOT_FOUND, _("SQLite has no storage layer to put the sealed files on."));
    if (sqlite3_vfs_find(name))
        return err_set(e, ERR_EXISTS, _("SQLite has a storage layer named %s already."), name);
    size_t n = strlen(name) + 1;
    struct sealvfs *s = calloc(1, sizeof *s + n);
    if (!s)
        return err_no_memory(e);
    memcpy(s->name, name, n);
    if (secret_copy(&s->key, key, SEALVFS_KEY_BYTES, e) < 0) {
        free(s);
        return -1;
    }
    s->base = (struct sealvfs_base){ .under = below, .key = s->key.data, .counts = &s->counts };
    fill_methods(s);
    if (sqlite3_vfs_register(&s->vfs, make_default) == SQLITE_OK)
        return 0;
    release(s);
    return err_no_memory(e);
}

int sealvfs_register(const char *name, const uint8_t key[static SEALVFS_KEY_BYTES], int make_default,
                     struct err *e)
{
    return sealvfs_register_over(NULL, name, key, make_default, e);
}

void sealvfs_unregister(const char *name)
{
    struct sealvfs *s = name ? find(name) : NULL;
    if (s) {
        sqlite3_vfs_unregister(&s->vfs);
        release(s);
    }
}

struct sealvfs_damage sealvfs_damage(const char *name)
{
    struct sealvfs *s = name ? find(name) : NULL;
    if (!s)
        return (struct sealvfs_damage){ 0 };
    return (struct sealvfs_damage){
        .database = atomic_load(&s->counts.of_kind[BLOCK_DATABASE]),
        .journal = atomic_load(&s->counts.of_kind[BLOCK_JOURNAL]),
        .temporary = atomic_load(&s->counts.of_kind[BLOCK_TEMP]),
    };
}
