/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zeroing the memory of the process at its end: heap, SQLite's memory, secrets, stacks of the other threads,
 * whatever a library mapped. Everything the process can write is zeroed but
 *   - variables of the program and its libraries (.data, .bss), which the code goes on to need and which hold
 *     no text of a record: that is left to those who hold it, and to tests/e2e/test_guard_memory.py
 *   - what scrub_keep names: the caller's own stack, what it still has to do.
 * Afterwards the process is good for async-signal-safe calls on what was kept, and for _exit. */
#ifndef SATCHEL_SECURE_SCRUB_H
#define SATCHEL_SECURE_SCRUB_H

#include <stddef.h>
#include <stdint.h>

struct err;

#define SCRUB_KEPT_MOST 128
#define SCRUB_MAPS      262144

/* Lies in memory that is kept; see scrub_prepare. */
struct scrub {
    int maps;       /* /proc/self/maps */
    uintptr_t page; /* bytes */
    size_t n;
    struct scrub_range {
        uintptr_t first, last;
    } kept[SCRUB_KEPT_MOST]; /* in order */
    unsigned char resident[1024];
    char text[SCRUB_MAPS]; /* of maps */
};

/* Opens what is needed, keeps the variables of all libraries there are. -1: there is no /proc. */
int scrub_prepare(struct scrub *s, struct err *e);
/* These bytes stay; whole pages. -1: too many. */
int scrub_keep(struct scrub *s, const void *memory, size_t n, struct err *e);
/* Zeroes. Every other thread must be parked, and s itself be kept. Returns bytes zeroed; 0: the list of what
 * there is could not be read. */
size_t scrub_run(struct scrub *s);

#endif
