/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's heap in one place. What SQLite allocates is page cache, statements, bound values: plain text of
 * records, a third of it still readable in freed blocks of an ordinary heap. Here all of it lies in one
 * anonymous mapping: its first 6 MiB locked against swapping, none of it in core dumps or forked children,
 * every block zeroed when it is freed, the whole zeroed at a lock.
 *
 * The one arena of the process is a global: SQLite passes its allocator no context, and a panic must reach
 * the memory without asking anyone. */
#ifndef SATCHEL_VAULT_ARENA_H
#define SATCHEL_VAULT_ARENA_H

#include <stddef.h>

struct err;

#define ARENA_LOCKED_BYTES  6291456
#define ARENA_DEFAULT_BYTES 268435456 /* address space; memory is taken as it is used */

/* Before anything else of SQLite. Fails (ERR_INTERNAL) when SQLite is in use already. The hard heap limit is
 * 15/16 of bytes; beyond it SQLite gives up cache, then reports SQLITE_NOMEM. */
int arena_install(size_t bytes, struct err *e);

/* Shuts SQLite down (every connection must be closed), zeroes all memory it has used, makes SQLite ready
 * again. Returns how many blocks were still allocated after the shutdown: 0 when all is well. */
size_t arena_wipe(void);

/* Zeroes all that was ever used, taking no lock and leaving SQLite unusable: for the panic thread, when every
 * other thread is parked. */
void arena_destroy(void);

struct arena_report {
    size_t bytes;   /* of the mapping; 0: not installed */
    size_t locked;  /* from its start */
    size_t reached; /* highest use since the last wipe: what lies above `locked` may have been swapped out */
    size_t blocks;  /* allocated now */
    size_t in_use;  /* bytes in them */
};
struct arena_report arena_report(void);

#endif
