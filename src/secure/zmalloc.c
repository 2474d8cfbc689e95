/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interposes glibc's allocator from the program itself (glibc manual, "Replacing malloc"): the symbols below
 * win over the library's for every library in the process. The memory still comes from glibc, through the
 * names it exports for this use; all that is added is that the whole usable block is zeroed before it goes
 * back, and that realloc, which moves blocks without asking, always goes through free.
 *
 * Not covered: what glibc allocates for itself below these names, thread stacks, and what a library maps by
 * itself. Tested by tests/e2e/test_zmalloc and, in the program, by zmalloc_active. */
#include "satchel/secure/zmalloc.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SATCHEL_SANITIZE

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_memalign(size_t align, size_t n);
extern void __libc_free(void *p);

void *malloc(size_t n)
{
    return __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return __libc_calloc(n, size);
}

void free(void *p)
{
    int keep = errno; /* free leaves errno alone (POSIX.1-2024) */
    if (p) {
        explicit_bzero(p, malloc_usable_size(p));
        __libc_free(p);
    }
    errno = keep;
}

void *realloc(void *old, size_t n)
{
    if (!old)
        return __libc_malloc(n);
    if (n == 0) {
        free(old);
        return NULL;
    }
    size_t had = malloc_usable_size(old);
    /* A block that becomes a little smaller stays where it is, its tail zeroed. */
    if (n <= had && n >= had / 2) {
        explicit_bzero((char *)old + n, had - n);
        return old;
    }
    void *fresh = __libc_malloc(n);
    if (!fresh)
        return NULL;
    memcpy(fresh, old, n < had ? n : had);
    free(old);
    return fresh;
}

void *memalign(size_t align, size_t n)
{
    return __libc_memalign(align, n);
}

void *aligned_alloc(size_t align, size_t n)
{
    return __libc_memalign(align, n);
}

int posix_memalign(void **out, size_t align, size_t n)
{
    if (align < sizeof(void *) || (align & (align - 1)) != 0)
        return EINVAL;
    void *p = __libc_memalign(align, n);
    if (!p)
        return ENOMEM;
    *out = p;
    return 0;
}

/* ---- what a library maps ---- */

/* libsodium maps the memory of a key derivation filled (MAP_POPULATE): one call that holds the process's list
 * of mappings all the while, 0.7 s for 512 MiB on a busy machine. Every other thread that maps, frees or
 * protects memory waits for that, so a lock would. Without the flag pages come as they are touched. */
#if __SIZEOF_LONG__ == 8 && defined SYS_mmap
void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    return (void *)syscall(SYS_mmap, at, n, protection, flags & ~MAP_POPULATE, fd, offset);
}
#endif

#endif

/* Looks into a freed block through a pointer kept as a number, the first two words aside, which glibc writes
 * its list into. The size is beyond the thread cache and the fast bins, below what would be unmapped. */
bool zmalloc_active(void)
{
#ifdef SATCHEL_SANITIZE
    return false;
#else
    enum { SIZE = 4096, SKIP = 64 };
    char *volatile block = malloc(SIZE);
    char *volatile guard = malloc(16); /* keeps the block from joining the top of the heap */
    volatile const char *look = block;
    if (!block || !guard)
        return false;
    memset(block, 0x5A, SIZE);
    free(block);
    bool clean = true;
    for (int i = SKIP; i < SIZE - SKIP; i++)
        clean &= look[i] == 0;
    free(guard);
    return clean;
#endif
}
