/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "failmem.h"

#include <sqlite3.h>
#include <stddef.h>

#include "satchel/vault/arena.h"

static struct {
    sqlite3_mem_methods real;
    long fail_at, calls;
    bool stays, hit;
    int pauses;
} memory;

void failmem_at(long n, bool and_after)
{
    memory.fail_at = n;
    memory.stays = and_after;
    memory.calls = 0;
    memory.hit = false;
}

bool failmem_has_failed(void)
{
    return memory.hit;
}

long failmem_calls(void)
{
    return memory.calls;
}

void failmem_pause(void)
{
    memory.pauses++;
}

void failmem_resume(void)
{
    memory.pauses--;
}

bool failmem_refuses(void)
{
    if (memory.pauses > 0)
        return false;
    memory.calls++;
    bool refused = memory.fail_at > 0 &&
                   (memory.calls == memory.fail_at || (memory.stays && memory.calls > memory.fail_at));
    memory.hit |= refused;
    return refused;
}

static void *failing_malloc(int n)
{
    return failmem_refuses() ? NULL : memory.real.xMalloc(n);
}

static void *failing_realloc(void *p, int n)
{
    return failmem_refuses() ? NULL : memory.real.xRealloc(p, n);
}

int failmem_install(void **state)
{
    (void)state;
    if (arena_install(64 * 1048576, NULL) < 0)
        return -1;
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.real);
    sqlite3_mem_methods with_fault = memory.real;
    with_fault.xMalloc = failing_malloc;
    with_fault.xRealloc = failing_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &with_fault) == SQLITE_OK ? 0 : -1;
}
