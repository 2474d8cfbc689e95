/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for the panic key, with everything prepared. From the moment that erasing has begun it uses nothing
 * but its own stack, struct guard and struct erase, and asks nobody: the other threads are stopped, perhaps
 * with a lock in their hands, and their memory is zeroed.
 *
 * Tested with the program in tests/e2e/test_guard.py; the counting in tests/unit/test_presses.c. */
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "satchel/app/guard_inside.h"
#include "satchel/base/clock.h"
#include "satchel/tui/screen.h"
#include "satchel/vault/erase.h"
#include "satchel/vault/holder.h"

/* Another Satchel erases the vault, or the user asked for it there: this one keeps nothing and goes. Which
 * files were exported only it knows. */
static _Noreturn void leave(struct guard *g)
{
    park_others(&g->park, 0);
    guard_wipe(g);
    if (g->setup.erase)
        erase_exported(g->setup.erase, HOLDER_EXPORTS_MS);
    screen_emergency();
    _exit(1);
}

/* In the order of vault.md 5: 0 all others told to stop; 1 the keys on the disk; 2 memory and terminal; 3 the
 * rest of the vault; 4 exports and the program's own files; last the vault's name. Who else has the vault is
 * told as soon as its keys are gone, and again until nobody has it: several that only read it are named one
 * after the other. A header that cannot be written (the stick is gone) leaves a vault that opens, so nothing
 * else of it is touched, nobody is told, and the user is.
 *
 * Step 1 does not wait until the others have stopped: to wake each of them takes as long as a third of the
 * write, and a thread that has got the signal ends no more than the one call it is in. What that may be:
 *   a write to the vault that waits for ours   the header is written once more when all stand still and the
 *       screen is blank, which does not wait for a slow disk; and what
 *       a thread hangs in for longer, on a disk that does not answer, comes when it likes. It opens nothing:
 *       salt and pools are written when a vault is made, under another name, and never again, so that no
 *       write of a session holds what a key could be had from (a_write_that_comes_late_undoes_nothing in
 *       tests/unit/test_erase.c; the order of the two, in test_park.c)
 *   closing the vault   the descriptor is given back first (erase_hold), in an earlier call; between that and
 *       our write the thread would need two calls, to close and to open, for another file to have its number.
 *       Closed alone, it fails, and the file is found by its name
 *   publishing a path or an export   by one store, after it is whole (vault/erase.c)
 *   cutting or growing the file   touches nothing of the header; a vault never becomes shorter than one pair.
 */
static _Noreturn void erase(struct guard *g)
{
    struct erase *x = g->setup.erase;
    unsigned running = park_send(&g->park, 0);
    bool gone = erase_header(x) == 0;
    park_wait(&g->park, 0);
    int fd = gone ? erase_descriptor(x) : -1;
    holder_tell_all(fd, 0);
    guard_wipe(g);
    if (gone && running)
        erase_header(x);
    if (gone) {
        holder_tell_all(fd, HOLDER_WAIT_MS);
        erase_files(x, ERASE_FILES_MS);
        erase_others(x, ERASE_OTHERS_MS);
        erase_name(x);
    }
    screen_emergency();
    if (!gone)
        guard_say(g->not_erased);
    else if (erase_done(x).cut)
        guard_say(g->only_removed);
    _exit(gone ? 0 : 1);
}

static void press(struct guard *g)
{
    int64_t now = clock_boot_ms(&g->clock);
    size_t typed = screen_typed();
    int n = presses_take(&g->presses, now, typed > g->typed ? typed - g->typed : 0);
    g->typed = typed;
    if (n > 0)
        atomic_store(&g->pressed_at, now);
    if (n == PRESSES_MEANT && atomic_load(&g->armed) && g->setup.erase)
        erase(g);
    if (n == PRESSES_MEANT)
        atomic_fetch_add(&g->accidents, 1);
    atomic_store(&g->pressed, true);
    pthread_kill(g->watchdog, SIGUSR1);
}

void *guard_wait_press(void *arg)
{
    struct guard *g = arg;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGQUIT);
    sigaddset(&set, SIGUSR2);
    atomic_store(&g->panic_task, (int)syscall(SYS_gettid));
    for (;;) {
        int sig = sigwaitinfo(&set, NULL);
        if (sig == SIGQUIT)
            press(g);
        else if (sig == SIGUSR2)
            leave(g);
    }
    return NULL;
}
