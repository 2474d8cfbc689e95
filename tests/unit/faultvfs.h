/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated disk below the code under test: files in memory, made of physical sectors, that can lose power,
 * tear and refuse. It serves as a struct vault_io (compartments, vaults) and as an SQLite VFS (stand-alone
 * files), over the same files.
 *
 * Power loss. Until a file is synced each of its sectors has versions: what is durable, and what each write
 * since has made of it. When power returns each sector is, independently of all others, one of them, or torn
 * (random bytes, or the start of one version and the end of another); the length is one of those the file has
 * had; a name that was made, moved or removed since the folder was synced is, each independently, there or
 * not. All of it follows from the seed.
 *
 * Between the loss and faultvfs_power_on every call fails: what runs then is a process that does not know yet
 * that it is dead. */
#ifndef TESTS_UNIT_FAULTVFS_H
#define TESTS_UNIT_FAULTVFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/vault/io.h"

struct faultvfs;

/* sector: 512 or 4096; tear: percent of unsynced sectors that are torn. Aborts without memory (a test
 * helper). */
struct faultvfs *faultvfs_new(uint64_t seed, unsigned sector, unsigned tear);
/* The files as they are, synced, on another disk. Shares memory with the original, which must live longer and
 * is not changed any more. */
struct faultvfs *faultvfs_clone(struct faultvfs *of, uint64_t seed, unsigned sector, unsigned tear);
void faultvfs_free(struct faultvfs *f);

const struct vault_io *faultvfs_io(struct faultvfs *f);
/* An SQLite VFS over the files; one disk at a time has a name. */
void faultvfs_register(struct faultvfs *f, const char *name);
void faultvfs_unregister(struct faultvfs *f);

/* Power goes in the middle of the n-th change from now (1: the next write, cut, sync, new or removed name).
 */
void faultvfs_power_off_at(struct faultvfs *f, long n);
bool faultvfs_is_off(const struct faultvfs *f);
/* Decides what the disk holds, and goes on. Open descriptors are gone. */
void faultvfs_power_on(struct faultvfs *f);
/* Of what lies at this place in any file, unsynced sectors are always torn (two places at most). */
void faultvfs_tear_always(struct faultvfs *f, size_t at);
/* Changes so far. */
long faultvfs_changes(const struct faultvfs *f);

/* The n-th call from now of the kinds in `which` fails with errnum (EIO, ENOSPC, ...); a failing write leaves
 * the first half of its bytes in the file, one that is interrupted (EINTR) none. FAULT_SHORT, of reads and
 * writes: half of it is done, and said to be. `and_after`: so do all that follow. n 0: none. */
enum {
    FAULT_READ = 1,
    FAULT_WRITE = 2,
    FAULT_SYNC = 4,
    FAULT_TRUNCATE = 8,
    FAULT_OPEN = 16,
    FAULT_SIZE = 32,
    FAULT_UNLINK = 64,
    FAULT_ANY = 127,
    FAULT_SHORT = 10000 /* an errnum */
};
void faultvfs_fail_at(struct faultvfs *f, int which, long n, int errnum, bool and_after);
bool faultvfs_has_failed(const struct faultvfs *f); /* since the last faultvfs_fail_at */

/* A small disk: no file grows beyond this, which fails with ENOSPC. 0: no limit. */
void faultvfs_limit(struct faultvfs *f, size_t bytes);

/* Calls of those kinds since then. */
long faultvfs_calls(const struct faultvfs *f);
int faultvfs_files(const struct faultvfs *f); /* names in the folder */

/* Direct access, synced at once: for damage done on purpose. SIZE_MAX: no such file. */
size_t faultvfs_size(struct faultvfs *f, const char *name);
/* The most bytes of it that were unsynced at one time, in whole pages. */
size_t faultvfs_most_unsynced(struct faultvfs *f, const char *name);
void faultvfs_peek(struct faultvfs *f, const char *name, size_t at, void *to, size_t n);
void faultvfs_poke(struct faultvfs *f, const char *name, size_t at, const void *from, size_t n);
void faultvfs_cut(struct faultvfs *f, const char *name, size_t size);
void faultvfs_remove(struct faultvfs *f, const char *name);

#endif
