/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: how another thread keeps the one that works on a vault from going on with it, so that a lock
 * need not wait for the end of a long search or of a large import. The other thread raises `level` and never
 * waits; the one that holds the vault lowers it again once the vault is closed. `until` is that one's own:
 * what it does not finish by then is cut off in the same way, until it takes the time away again: then it can
 * undo that, and end the session. */
#ifndef SATCHEL_VAULT_HALT_H
#define SATCHEL_VAULT_HALT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum halt_level {
    HALT_NONE,
    HALT_SQL, /* a statement that goes on for longer ends with SQLITE_INTERRUPT; what was begun is undone */
    HALT_IO   /* as compartment_stop: nothing is read or written any more. An open transaction stays in its
                 journal and is undone at the next unlock. */
};

struct halt {
    atomic_int level;
    atomic_llong until; /* ms of CLOCK_BOOTTIME after which it is as at HALT_IO; 0: never */
    atomic_bool late;   /* something was cut off by that */
    /* Asked now and then by the thread that works, in the middle of a statement: true raises HALT_SQL. NULL:
     * nobody is asked. */
    bool (*look)(void *arg);
    void *look_arg;
    atomic_uint deriving; /* derivations that were given up and still go on: secure/kdf_beside.h */
    atomic_uint syncs;    /* that came back from the disk: who waits for that thread sees that it goes on */
};

static inline bool halt_reached(const struct halt *h, enum halt_level level)
{
    return h && atomic_load_explicit(&h->level, memory_order_relaxed) >= (int)level;
}

static inline bool halt_sql(struct halt *h)
{
    int none = HALT_NONE;
    if (h && !halt_reached(h, HALT_SQL) && h->look && h->look(h->look_arg))
        atomic_compare_exchange_strong(&h->level, &none, HALT_SQL);
    return halt_reached(h, HALT_SQL);
}

/* Asked before each read and write. */
static inline bool halt_io(struct halt *h)
{
    struct timespec now;
    int64_t until = h ? atomic_load_explicit(&h->until, memory_order_relaxed) : 0;
    if (until && clock_gettime(CLOCK_BOOTTIME, &now) == 0 &&
        (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 >= until)
        atomic_store(&h->late, true);
    else
        until = 0;
    return until || halt_reached(h, HALT_IO);
}

#endif
