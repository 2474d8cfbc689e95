/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A two-level segregated fit allocator (M. Masmano, I. Ripoll, A. Crespo, J. Real, "TLSF: a new dynamic
 * memory allocator for real-time systems", ECRTS 2004): lists of free blocks by size, 16 to each power of
 * two, found by two bitmaps; neighbours that are free are joined at once. The rest of the mapping is one
 * large free block at the high end, taken only when no smaller one fits: use stays low, in the locked part,
 * as long as it can.
 *
 * Every block has a header of 16 bytes before it. A block is zeroed when it is freed, so free memory is zeros
 * but for list pointers. SQLite calls the allocator under a mutex of its own, as long as it keeps statistics
 * of its memory (struct sqlite3_mem_methods), which its heap limit needs; but for a block's size, which
 * nobody changes except who has the block.
 */
#include "satchel/vault/arena.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

#define ALIGN     16
#define SUB_BITS  4
#define SUBS      (1 << SUB_BITS)
#define LEVELS    32 /* of sizes 256 << level; the lowest holds all below 256 */
#define LOW_BITS  8
#define SIZE_MASK (~(size_t)(ALIGN - 1))
#define FREE      1u

struct block {
    struct block *before;          /* neighbour in memory; NULL: the first */
    size_t size;                   /* of what follows this header, a multiple of 16; bit 0: free */
    struct block *next, *previous; /* in the list of its class, while free */
};
#define HEADER offsetof(struct block, next)

struct arena {
    char *memory;
    size_t bytes, locked, reached, blocks, in_use;
    uint32_t levels;
    uint32_t subs[LEVELS];
    struct block *lists[LEVELS][SUBS];
};

static struct arena arena;

static size_t size_of(const struct block *b)
{
    return b->size & SIZE_MASK;
}

static struct block *after(const struct block *b)
{
    char *p = (char *)b + HEADER + size_of(b);
    return p < arena.memory + arena.bytes ? (struct block *)(void *)p : NULL;
}

static void *content(struct block *b)
{
    return (char *)b + HEADER;
}

static struct block *block_of(void *p)
{
    return (struct block *)(void *)((char *)p - HEADER);
}

/* ---- lists of free blocks ---- */

static void class_of(size_t size, unsigned *level, unsigned *sub)
{
    if (size < 1u << LOW_BITS) {
        *level = 0;
        *sub = (unsigned)(size / ALIGN);
        return;
    }
    unsigned log = 63 - (unsigned)__builtin_clzll(size);
    *level = log - LOW_BITS + 1;
    *sub = (unsigned)(size >> (log - SUB_BITS)) & (SUBS - 1);
}

static void insert(struct block *b)
{
    unsigned level, sub;
    class_of(size_of(b), &level, &sub);
    b->size |= FREE;
    b->previous = NULL;
    b->next = arena.lists[level][sub];
    if (b->next)
        b->next->previous = b;
    arena.lists[level][sub] = b;
    arena.subs[level] |= 1u << sub;
    arena.levels |= 1u << level;
}

static void take_out(struct block *b)
{
    unsigned level, sub;
    class_of(size_of(b), &level, &sub);
    if (b->next)
        b->next->previous = b->previous;
    if (b->previous)
        b->previous->next = b->next;
    else if (!(arena.lists[level][sub] = b->next)) {
        arena.subs[level] &= ~(1u << sub);
        if (!arena.subs[level])
            arena.levels &= ~(1u << level);
    }
    b->size &= SIZE_MASK;
    b->next = b->previous = NULL;
}

/* A free block of at least size; every block of the class searched is large enough. */
static struct block *find(size_t size)
{
    unsigned level, sub;
    if (size >= 1u << LOW_BITS)
        size += ((size_t)1 << (63 - (unsigned)__builtin_clzll(size) - SUB_BITS)) - 1;
    class_of(size, &level, &sub);
    if (level >= LEVELS)
        return NULL;
    uint32_t subs = arena.subs[level] & ~0u << sub;
    if (!subs) {
        uint32_t levels = level + 1 < LEVELS ? arena.levels & ~0u << (level + 1) : 0;
        if (!levels)
            return NULL;
        level = (unsigned)__builtin_ctz(levels);
        subs = arena.subs[level];
    }
    return arena.lists[level][__builtin_ctz(subs)];
}

/* ---- blocks ---- */

/* Cuts b to size, giving the rest back. */
static void split(struct block *b, size_t size)
{
    if (size_of(b) < size + HEADER + 2 * ALIGN)
        return;
    struct block *rest = (struct block *)(void *)((char *)b + HEADER + size);
    rest->before = b;
    rest->size = size_of(b) - size - HEADER;
    b->size = size;
    struct block *next = after(rest);
    if (next)
        next->before = rest;
    insert(rest);
}

/* Joins b with its neighbour behind, which is free and in no list any more. */
static void join(struct block *b, struct block *behind)
{
    b->size = size_of(b) + HEADER + size_of(behind);
    memset(behind, 0, HEADER);
    struct block *next = after(b);
    if (next)
        next->before = b;
}

static void give_back(struct block *b)
{
    struct block *next = after(b), *before = b->before;
    if (next && next->size & FREE) {
        take_out(next);
        join(b, next);
    }
    if (before && before->size & FREE) {
        take_out(before);
        join(before, b);
        b = before;
    }
    insert(b);
}

static void note_use(const struct block *b)
{
    size_t end = (size_t)((const char *)b - arena.memory) + HEADER + size_of(b);
    if (end > arena.reached)
        arena.reached = end;
}

static size_t round_up(size_t n)
{
    return n < 2 * ALIGN ? 2 * ALIGN : (n + ALIGN - 1) & SIZE_MASK;
}

static void *allocate(size_t n)
{
    size_t size = round_up(n);
    struct block *b = find(size);
    if (!b)
        return NULL;
    take_out(b);
    split(b, size);
    note_use(b);
    arena.blocks++;
    arena.in_use += size_of(b);
    return content(b);
}

static void release(void *p)
{
    struct block *b = block_of(p);
    wipe(p, size_of(b));
    arena.blocks--;
    arena.in_use -= size_of(b);
    give_back(b);
}

/* Grows or shrinks where it stands; false: it cannot. */
static bool resize(struct block *b, size_t n)
{
    size_t size = round_up(n), old = size_of(b);
    struct block *next = after(b);
    if (size > old) {
        if (!next || !(next->size & FREE) || old + HEADER + size_of(next) < size)
            return false;
        take_out(next);
        join(b, next);
    } else {
        wipe((char *)content(b) + size, old - size);
    }
    split(b, size);
    struct block *rest = after(b);
    if (size < old && rest && rest->size & FREE) { /* the rest may have a free neighbour */
        take_out(rest);
        give_back(rest);
    }
    note_use(b);
    arena.in_use += size_of(b) - old;
    return true;
}

/* ---- sqlite3_mem_methods ---- */

static void *mem_malloc(int n)
{
    return allocate((size_t)n);
}

static void *mem_realloc(void *p, int n)
{
    void *q = p;
    if (!resize(block_of(p), (size_t)n) && (q = allocate((size_t)n))) {
        memcpy(q, p, size_of(block_of(p)));
        release(p);
    }
    return q;
}

static int mem_size(void *p)
{
    return p ? (int)size_of(block_of(p)) : 0;
}

static int mem_roundup(int n)
{
    return (int)round_up((size_t)n);
}

/* One free block over everything; memory is zeros. */
static void start_over(void)
{
    arena.levels = 0;
    memset(arena.subs, 0, sizeof arena.subs);
    memset(arena.lists, 0, sizeof arena.lists);
    arena.blocks = arena.in_use = arena.reached = 0;
    struct block *all = (struct block *)(void *)arena.memory;
    all->before = NULL;
    all->size = (arena.bytes - HEADER) & SIZE_MASK;
    insert(all);
}

static int mem_init(void *arg)
{
    (void)arg;
    return SQLITE_OK;
}

static void mem_shutdown(void *arg)
{
    (void)arg;
}

static const sqlite3_mem_methods METHODS = {
    .xMalloc = mem_malloc,
    .xFree = release,
    .xRealloc = mem_realloc,
    .xSize = mem_size,
    .xRoundup = mem_roundup,
    .xInit = mem_init,
    .xShutdown = mem_shutdown,
};

/* ---- the arena ---- */

/* As much of the start as the system allows. */
static size_t lock_start(char *memory)
{
    for (size_t n = ARENA_LOCKED_BYTES; n >= ARENA_LOCKED_BYTES / 6; n -= ARENA_LOCKED_BYTES / 6)
        if (mlock(memory, n) == 0)
            return n;
    return 0;
}

static int map_memory(size_t bytes)
{
    if (arena.memory)
        return 0;
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return -1;
    madvise(p, bytes, MADV_DONTDUMP);
    madvise(p, bytes, MADV_DONTFORK);
    arena.memory = p;
    arena.bytes = bytes;
    arena.locked = lock_start(p);
    start_over();
    return 0;
}

static void set_limit(void)
{
    sqlite3_hard_heap_limit64((sqlite3_int64)(arena.bytes / 16 * 15));
}

int arena_install(size_t bytes, struct err *e)
{
    bytes = (bytes + 65535) & ~(size_t)65535;
    if (map_memory(bytes < 1048576 ? 1048576 : bytes) < 0)
        return err_no_memory(e);
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &METHODS) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1) != SQLITE_OK || sqlite3_initialize() != SQLITE_OK)
        return err_set(e, ERR_INTERNAL,
                       _("The program could not set up memory of its own, so nothing was opened. This is a "
                         "fault in it."));
    set_limit();
    return 0;
}

size_t arena_wipe(void)
{
    if (!arena.memory)
        return 0;
    sqlite3_shutdown();
    size_t live = arena.blocks;
    wipe(arena.memory, arena.reached);
    /* Free blocks beyond the highest use hold nothing but the header of the last one. */
    wipe(arena.memory + arena.reached, arena.bytes - arena.reached < sizeof(struct block)
                                           ? arena.bytes - arena.reached
                                           : sizeof(struct block));
    start_over();
    sqlite3_initialize();
    set_limit();
    return live;
}

void arena_destroy(void)
{
    if (arena.memory)
        wipe(arena.memory, arena.reached);
}

struct arena_report arena_report(void)
{
    sqlite3_mutex *mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_MEM);
    sqlite3_mutex_enter(mutex);
    struct arena_report r = { arena.bytes, arena.locked, arena.reached, arena.blocks, arena.in_use };
    sqlite3_mutex_leave(mutex);
    return r;
}
