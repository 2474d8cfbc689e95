/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks, waits, and ends what does not answer. Its patience is counted in naps, not by a clock: a process that
 * was stopped, or a machine that slept, has not been slow to answer.
 *
 * What it asks for by itself (idle, slept, key file gone) concerns an open vault only. A signal or the panic
 * key concern a closed one too: what was typed goes, and an opening that is under way is given up. The key
 * derivation, which cannot be ended, goes on beside the main thread for that (secure/kdf_beside.h), so that
 * this one answers whatever it does, and the program stays: it must not end under the hands of somebody who
 * goes on typing.
 *
 * Tested with the program in tests/e2e/test_guard.py. */
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "satchel/app/guard_inside.h"
#include "satchel/base/clock.h"
#include "satchel/tui/screen.h"

#define NAP_MS  5
#define LOOK_MS 1000 /* how often, while a vault is open */
#define KEYS_MS 50   /* ... and the main thread does something else than wait for keys */

/* ---- the end of the process ---- */

static void nap(int ms)
{
    nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000L }, NULL);
}

/* Somebody who has begun to press the panic key, and means it, is let finish: the panic thread goes on, and
 * the terminal still makes the signal. */
static void leave_time_for_presses(struct guard *g)
{
    while (atomic_load(&g->armed) && atomic_load(&g->pressed_at) &&
           clock_boot_ms(&g->clock) - atomic_load(&g->pressed_at) < PRESSES_WITHIN_MS)
        nap(50);
}

static _Noreturn void end(struct guard *g)
{
    park_others(&g->park, atomic_load(&g->panic_task));
    guard_wipe(g);
    leave_time_for_presses(g);
    screen_emergency();
    guard_say(g->last_words);
    _exit(1);
}

/* ---- asking ---- */

/* What is under way with an open vault, or to open one. */
static void cut(struct guard *g, enum halt_level level)
{
    atomic_store(&g->halt.level, (int)level);
    if (level == HALT_IO)
        screen_emergency_flush();
}

/* With nothing open only what was typed is at stake, and an end would leave the next keys to the shell. */
static int patience(struct guard *g)
{
    return atomic_load(&g->open) ? GUARD_PATIENCE_MS : GUARD_MOST_MS;
}

static bool is_answered(struct guard *g, unsigned ask, unsigned mine)
{
    return atomic_load(&g->left) || (!(ask & GUARD_QUIT) && (int)(atomic_load(&g->answered) - mine) >= 0);
}

/* An end would park the thread that does that, and lose what was typed last; no key and no text is left to be
 * wiped. */
static bool is_writing(struct guard *g)
{
    return atomic_load(&g->writing) && !atomic_load(&g->open);
}

/* From now on no disk is waited for: what was cut off is undone, and what is to be kept written. */
void guard_uncut(struct guard *g)
{
    int off = HALT_IO;
    if (atomic_load(&g->locking) && atomic_compare_exchange_strong(&g->halt.level, &off, HALT_NONE))
        atomic_store(&g->halt.late, true);
}

/* Returns when it was answered. */
static void wait_for_answer(struct guard *g, unsigned ask)
{
    unsigned mine = atomic_load(&g->asks), syncs = atomic_load(&g->halt.syncs);
    int quiet = 0;
    for (int all = 0; quiet < patience(g) && all < GUARD_MOST_MS; all += NAP_MS, quiet += NAP_MS) {
        if (is_answered(g, ask, mine))
            return;
        nap(NAP_MS);
        bool locking = atomic_load(&g->locking);
        unsigned now = atomic_load(&g->halt.syncs);
        if (locking && now != syncs)
            quiet = 0;
        if (is_writing(g))
            all = quiet = 0;
        syncs = now;
        if (!locking && quiet == GUARD_CUT_MS) {
            cut(g, HALT_IO);
            guard_uncut(g); /* if it began just now */
        }
    }
    end(g);
}

static void see_to(struct guard *g, unsigned ask)
{
    atomic_fetch_or(&g->asked, ask);
    atomic_fetch_add(&g->asks, 1);
    cut(g, HALT_SQL);
    screen_wake(g->setup.wake);
    if (atomic_load(&g->open) || ask & ~(unsigned)GUARD_STOP)
        wait_for_answer(g, ask);
}

/* ---- why ---- */

static unsigned ask_of_signal(struct guard *g, int sig)
{
    switch (sig) {
    case SIGHUP:
    case SIGTERM:
    case SIGINT:
        return GUARD_QUIT;
    case SIGTSTP:
        return GUARD_STOP;
    case SIGUSR1:
        return atomic_exchange(&g->pressed, false) ? GUARD_PRESS : 0;
    default:
        return 0;
    }
}

static bool has_slept(struct guard *g)
{
    int64_t asleep = clock_asleep_ms(&g->clock), before = atomic_exchange(&g->asleep, asleep);
    return asleep - before >= 1000;
}

static unsigned ask_of_time(struct guard *g)
{
    if (!atomic_load(&g->open))
        return 0;
    bool idle = clock_boot_ms(&g->clock) >= atomic_load(&g->lock_at), slept = has_slept(g);
    return idle || slept || guard_file_gone(g) ? GUARD_LOCK : 0;
}

/* The main thread does the same as when that was last looked at: it looks for the key that locks wherever it
 * knows that something takes long, but not in a call that does not come back. */
static unsigned ask_of_keys(struct guard *g)
{
    unsigned before = g->round;
    g->round = atomic_load(&g->rounds);
    bool stuck = atomic_load(&g->open) && atomic_load(&g->busy) && g->round == before;
    return stuck && g->setup.typed && g->setup.typed(g->setup.typed_arg) ? GUARD_KEY : 0;
}

/* How long to wait for a signal. */
static int64_t until_next_look(struct guard *g)
{
    int64_t left = atomic_load(&g->lock_at) - clock_boot_ms(&g->clock);
    atomic_store(&g->awake, false);
    bool busy = atomic_load(&g->busy);
    if (busy)
        atomic_store(&g->awake, true);
    int64_t most = busy ? KEYS_MS : LOOK_MS;
    return left < 0 ? 0 : left > most ? most : left;
}

/* The next signal; 0: it is time to look. */
static int wait_signal(struct guard *g, const sigset_t *set)
{
    if (!atomic_load(&g->open))
        return sigwaitinfo(set, NULL);
    int64_t left = until_next_look(g);
    return sigtimedwait(set, NULL, &(struct timespec){ left / 1000, left % 1000 * 1000000 });
}

void *guard_watch(void *arg)
{
    struct guard *g = arg;
    static const int TAKEN[] = { SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGUSR1 };
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
        sigaddset(&set, TAKEN[i]);
    for (;;) {
        int sig = wait_signal(g, &set);
        unsigned ask = (sig > 0 ? ask_of_signal(g, sig) : ask_of_keys(g)) | ask_of_time(g);
        if (ask)
            see_to(g, ask);
    }
    return NULL;
}
