/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of the process by one of the two threads: memory and terminal wiped, a last sentence. */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "satchel/app/guard_inside.h"
#include "satchel/secure/secmem.h"
#include "satchel/tui/screen.h"
#include "satchel/vault/arena.h"

#define CLEAR_TRIES 50 /* a millisecond each */

/* A thread that waits for the terminal holds it, until it has come to its handler. */
static void clear_terminal(void)
{
    for (int i = 0; i < CLEAR_TRIES && !screen_emergency_clear(); i++)
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

void guard_say(const char *line)
{
    struct pollfd out = { .fd = STDERR_FILENO, .events = POLLOUT };
    if (poll(&out, 1, 0) == 1 && out.revents & POLLOUT)
        (void)!write(STDERR_FILENO, line, strlen(line));
}

void guard_wipe(struct guard *g)
{
    bool cleared = screen_emergency_clear();
    secmem_destroy();
    arena_destroy();
    scrub_run(&g->scrub);
    if (!cleared)
        clear_terminal();
    if (g->setup.broker > 0)
        kill(g->setup.broker, SIGKILL);
}
