/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/guard.h"

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "satchel/app/guard_inside.h"
#include "satchel/base/buf.h"
#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/erase.h"

/* ---- start ---- */

#define GUARD_BYTES ((sizeof(struct guard) + 65535) & ~(size_t)65535)

/* guard | page that nobody may touch | stack | page | stack */
static struct guard *new_guard(size_t *n)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    *n = GUARD_BYTES + 2 * (page + GUARD_STACK);
    char *p = mmap(NULL, *n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    madvise(p, *n, MADV_DONTDUMP);
    mprotect(p + GUARD_BYTES, page, PROT_NONE);
    mprotect(p + GUARD_BYTES + page + GUARD_STACK, page, PROT_NONE);
    return (struct guard *)(void *)p;
}

static int start_thread(pthread_t *thread, char *stack, void *(*f)(void *), struct guard *g)
{
    pthread_attr_t attr;
    int why = pthread_attr_init(&attr);
    if (why == 0)
        why = pthread_attr_setstack(&attr, stack, GUARD_STACK);
    if (why == 0)
        why = pthread_create(thread, &attr, f, g);
    return why;
}

static int start_threads(struct guard *g, struct err *e)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *first = (char *)g + GUARD_BYTES + page;
    int why = start_thread(&g->watchdog, first, guard_watch, g);
    if (why == 0)
        why = start_thread(&g->panic, first + GUARD_STACK + page, guard_wait_press, g);
    return why ? err_errno(e, why, _("The program could not start the threads that guard it")) : 0;
}

static void block(sigset_t *before)
{
    static const int TAKEN[] = { SIGQUIT, SIGUSR1, SIGUSR2, SIGHUP, SIGTERM, SIGINT, SIGTSTP };
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
        sigaddset(&set, TAKEN[i]);
    pthread_sigmask(SIG_BLOCK, &set, before);
}

static int keep_erase(struct guard *g, struct err *e)
{
    const void *base;
    size_t n;
    if (!g->setup.erase)
        return 0;
    erase_memory(g->setup.erase, &base, &n);
    return scrub_keep(&g->scrub, base, n, e);
}

int guard_start(struct guard **out, const struct guard_setup *setup, struct err *e)
{
    size_t n;
    sigset_t before;
    struct guard *g = new_guard(&n);
    if (!g)
        return err_no_memory(e);
    g->setup = *setup;
    g->clock = *setup->clock;
    pthread_mutex_init(&g->file.mutex, NULL);
    snprintf(
        g->last_words, sizeof g->last_words, "%s\n",
        _("Satchel was asked to lock and was busy, so it wiped its memory and ended. What was saved is in "
          "the vault."));
    snprintf(
        g->not_erased, sizeof g->not_erased, "%s\n",
        _("The vault could not be overwritten and may still open; nothing else of it was changed. Destroy "
          "the disk that it is on, or run satchel panic once it can be written."));
    snprintf(g->only_removed, sizeof g->only_removed, "%s\n", erase_only_removed());
    if (park_prepare(&g->park, e) < 0 || scrub_prepare(&g->scrub, e) < 0 ||
        scrub_keep(&g->scrub, g, n, e) < 0 || keep_erase(g, e) < 0) {
        munmap(g, n);
        return -1;
    }
    block(&before);
    if (start_threads(g, e) < 0) { /* one may have started: the mapping stays */
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return -1;
    }
    *out = g;
    return 0;
}

/* ---- what the two ask and are told ---- */

/* An ask is set before it is counted: all that are counted so far are among those that are taken. */
unsigned guard_asked(struct guard *g)
{
    if (!g)
        return 0;
    g->taken = atomic_load(&g->asks);
    return atomic_exchange(&g->asked, 0);
}

/* What was asked for meanwhile stays cut: the watchdog counts it before it raises the level, so that a level
 * which is lowered after that is seen here. */
static void lower(struct guard *g, int from, unsigned asks)
{
    int none = HALT_NONE;
    if (from != HALT_NONE && atomic_compare_exchange_strong(&g->halt.level, &from, HALT_NONE) &&
        atomic_load(&g->asks) != asks)
        atomic_compare_exchange_strong(&g->halt.level, &none, HALT_SQL);
}

/* So many of them; what was asked for since is not done, and the watchdog goes on waiting for it. */
static void answer(struct guard *g, unsigned asks)
{
    atomic_store(&g->locking, false);
    if (!atomic_load(&g->open) && !atomic_load(&g->asked)) /* else something is asked that was not seen yet */
        lower(g, atomic_load(&g->halt.level), asks);
    if ((int)(asks - atomic_load(&g->answered)) > 0)
        atomic_store(&g->answered, asks);
}

void guard_answer(struct guard *g)
{
    if (g)
        answer(g, g->taken);
}

bool guard_is_asked(const struct guard *g)
{
    return g && atomic_load(&g->asked);
}

struct halt *guard_halt(struct guard *g)
{
    return g ? &g->halt : NULL;
}

static bool look_up(void *arg)
{
    struct guard *g = arg;
    return !atomic_load(&g->locking) && g->look(g->look_arg);
}

void guard_look(struct guard *g, bool (*look)(void *arg), void *arg)
{
    if (!g)
        return;
    g->look = look;
    g->look_arg = arg;
    g->halt.look = look_up;
    g->halt.look_arg = g;
}

void guard_go_on(struct guard *g)
{
    unsigned asks = g ? atomic_load(&g->asks) : 0;
    if (!g || atomic_load(&g->answered) != asks)
        return;
    int level = atomic_load(&g->halt.level);
    if (level == HALT_SQL || !atomic_load(&g->open)) /* IO: of an opening that was given up */
        lower(g, level, asks);
}

void guard_locking(struct guard *g)
{
    int cut = HALT_SQL;
    if (!g)
        return;
    atomic_store(&g->locking, true);
    atomic_compare_exchange_strong(&g->halt.level, &cut, HALT_NONE);
    guard_uncut(g);
}

void guard_hurry(struct guard *g, int64_t boot_ms)
{
    if (g)
        atomic_store(&g->halt.until, boot_ms);
}

void guard_closed(struct guard *g)
{
    if (!g)
        return;
    unsigned asks = atomic_load(&g->asks);
    pthread_mutex_lock(&g->file.mutex);
    g->file.watched = false;
    wipe(g->file.path, sizeof g->file.path);
    pthread_mutex_unlock(&g->file.mutex);
    atomic_store(&g->open, false);
    answer(g, asks);
}

void guard_writing(struct guard *g, bool writing)
{
    if (g)
        atomic_store(&g->writing, writing);
}

void guard_left(struct guard *g)
{
    if (g)
        atomic_store(&g->left, true);
}

void guard_lock_at(struct guard *g, int64_t boot_ms)
{
    if (g)
        atomic_store(&g->lock_at, boot_ms);
}

void guard_arm(struct guard *g, bool armed)
{
    if (g)
        atomic_store(&g->armed, armed);
}

unsigned guard_accidents(struct guard *g)
{
    return g ? atomic_exchange(&g->accidents, 0) : 0;
}

/* The watchdog sleeps for longer while nothing is done, and is woken. */
void guard_busy(struct guard *g, bool busy)
{
    if (!g)
        return;
    atomic_store(&g->busy, busy);
    atomic_fetch_add(&g->rounds, busy);
    if (busy && atomic_load(&g->open) && !atomic_exchange(&g->awake, true))
        pthread_kill(g->watchdog, SIGUSR1);
}

void guard_opened(struct guard *g, const char *key_file)
{
    if (!g)
        return;
    pthread_mutex_lock(&g->file.mutex);
    guard_file_watch(&g->file, key_file);
    pthread_mutex_unlock(&g->file.mutex);
    atomic_store(&g->asleep, clock_asleep_ms(&g->clock));
    atomic_store(&g->open, true);
    pthread_kill(g->watchdog, SIGUSR1); /* it looks when something is due */
}
