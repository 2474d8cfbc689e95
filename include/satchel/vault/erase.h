/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing a vault for good, in the order of vault.md 5. Everything that can fail for want of something is
 * done beforehand: one mapping, locked, holds noise for the header, the paths, the lists of further files and
 * all that the functions of the second half write to. */
#ifndef SATCHEL_VAULT_ERASE_H
#define SATCHEL_VAULT_ERASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "satchel/vault/io.h"

struct err;
struct erase;
struct strs;

#define ERASE_FILES_MS  2000 /* for the vault's stripes */
#define ERASE_OTHERS_MS 2000 /* for overwriting further files; removed they are in any case */

/* ---- beforehand: by the thread that opens and closes the vault; the other one may erase at any instant ----
 */

/* io NULL: the system's. Released by erase_free, which wipes. */
int erase_new(struct erase **out, const struct vault_io *io, struct err *e);
void erase_free(struct erase *x); /* NULL is fine */
/* Its mapping: whoever zeroes the memory of the process leaves this out until the end. */
void erase_memory(const struct erase *x, const void **base, size_t *len);

/* Which vault, by its path (symbolic links are followed now). The file need not be there yet. Nothing is kept
 * open, so that a stick can be taken out while the vault is locked. -1: the path is too long. */
int erase_aim(struct erase *x, const char *vault, struct err *e);
/* The vault's one descriptor while it is open: said after vault_open, and -1 before vault_close. */
void erase_hold(struct erase *x, int fd);

/* The program's own files: settings, themes, what a creation or an erasing that was cut off left beside the
 * vault. Read anew at each call. -1: some do not fit. */
int erase_own_files(struct erase *x);
/* Instead, of these only empty files without a name, which an erasing that was cut off at its very end has
 * left beside the vault; how many there are. */
size_t erase_strays(struct erase *x);
void erase_forget_own(struct erase *x); /* they stay: the vault is a throw-away one */
/* The folders that these files and the vault lie in: where confine_files has to leave room. */
int erase_folders(const struct erase *x, struct strs *folders);
/* A file written outside the vault (store/exports.h). -1: there is no room for more. */
int erase_add_export(struct erase *x, const char *path);
void erase_forget_exports(struct erase *x); /* at a lock; wiped */
/* How many of each there are. */
size_t erase_exports(const struct erase *x);
size_t erase_owns(const struct erase *x);

/* Whether the file may be a vault by its size: the header and at least one pair of stripes, in whole blocks.
 * (Not in whole pairs: another program may be making it longer just now, or been cut off while it did.) */
bool erase_possible(off_t size);

/* Whether its first 128 KiB may be a vault's header, which is noise but for little: false where they are
 * plainly something else (zeros, text, a program, an image of a disk). What cannot be read may be. */
bool erase_is_noise(const struct vault_io *io, int fd);

/* ---- from here on: no allocation, no lock, no stdio; async-signal-safe; usable with all other threads
 * parked and the heap zeroed. In this order, once. ---- */

/* Step 1: random bytes over the header, durable when it returns. 0: nothing opens any more. -1: it could not
 * be written; the vault is as it was, or nothing opens. A disk that has no room for it (copy-on-write) or
 * fails gets the file cut to nothing instead: erase_done.cut. */
int erase_header(struct erase *x);
/* What an erasing leaves that was cut off late: an empty file of its name. Step 1 has nothing to do there
 * and gives 0. (Journals without a vault are no sign of it: they go first, and it may have been moved.) */
bool erase_is_remnant(struct erase *x);
/* A descriptor of the vault, to ask who else has it; -1: none. It stays open. */
int erase_descriptor(struct erase *x);
/* Step 3: the journals, renamed and removed; as much of the stripes as ms allow; the file punched and cut. It
 * keeps its name until erase_name, so that an erasing that is cut off can be finished. Only after step 1 has
 * given 0. */
void erase_files(struct erase *x, int64_t ms);
/* Step 4: exports and the program's own files: overwritten as far as ms allow, cut, renamed, removed. */
void erase_others(struct erase *x, int64_t ms);
/* Last: the vault's name, renamed and removed, the folder synced. */
void erase_name(struct erase *x);
/* Of step 4 the exports alone: for a program that is told to leave because another one erases the vault. */
void erase_exported(struct erase *x, int64_t ms);

/* What was done. */
struct erase_done {
    bool header;
    bool cut; /* the header was not overwritten: the file is gone, what it held is still on the disk */
    unsigned journals;           /* removed */
    off_t bytes, written;        /* of the vault, beyond the header */
    bool removed;                /* the vault has no name any more */
    unsigned exports, own, left; /* removed; could not be */
};
struct erase_done erase_done(const struct erase *x);
const char *erase_only_removed(void); /* what to say when `cut` is set */

#endif
