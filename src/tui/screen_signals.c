/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handlers set a flag and write one byte to a pipe; everything else happens in screen_wait, in the loop's own
 * time.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "satchel/tui/screen_private.h"

static const struct {
    int sig;
    unsigned group;
    int flag; /* -1: crash */
} TAKEN[] = {
    { SIGWINCH, SCREEN_WINCH, SCREEN_FLAG_WINCH },
    { SIGTSTP, SCREEN_STOP, SCREEN_FLAG_STOP },
    { SIGCONT, SCREEN_STOP, SCREEN_FLAG_CONT },
    { SIGHUP, SCREEN_END, SCREEN_FLAG_HUP },
    { SIGTERM, SCREEN_END, SCREEN_FLAG_TERM },
    { SIGINT, SCREEN_END, SCREEN_FLAG_TERM },
    { SIGSEGV, SCREEN_CRASH, -1 },
    { SIGBUS, SCREEN_CRASH, -1 },
    { SIGILL, SCREEN_CRASH, -1 },
    { SIGFPE, SCREEN_CRASH, -1 },
    { SIGABRT, SCREEN_CRASH, -1 },
};
#define N_TAKEN (sizeof TAKEN / sizeof *TAKEN)

static volatile sig_atomic_t FLAGS[SCREEN_FLAG_COUNT];
static atomic_uint WAKE;
static int PIPE[2] = { -1, -1 };
static struct sigaction OLD[N_TAKEN];

static void ring(void)
{
    int saved = errno;
    if (PIPE[1] >= 0)
        (void)!write(PIPE[1], "", 1);
    errno = saved;
}

static void on_signal(int sig)
{
    for (size_t i = 0; i < N_TAKEN; i++)
        if (TAKEN[i].sig == sig && TAKEN[i].flag >= 0)
            FLAGS[TAKEN[i].flag] = 1;
    ring();
}

static void on_crash(int sig)
{
    screen_emergency();
    signal(sig, SIG_DFL);
    raise(sig);
}

void screen_wake(unsigned bits)
{
    atomic_fetch_or(&WAKE, bits);
    ring();
}

bool screen_urgent(void)
{
    return atomic_load(&WAKE) || FLAGS[SCREEN_FLAG_HUP] || FLAGS[SCREEN_FLAG_TERM] || FLAGS[SCREEN_FLAG_STOP];
}

int screen_signals_start(unsigned mask)
{
    if (pipe2(PIPE, O_CLOEXEC | O_NONBLOCK) < 0)
        return -1;
    for (int i = 0; i < SCREEN_FLAG_COUNT; i++)
        FLAGS[i] = 0;
    atomic_store(&WAKE, 0);
    for (size_t i = 0; i < N_TAKEN; i++) {
        struct sigaction act = { .sa_flags = SA_RESTART };
        act.sa_handler = TAKEN[i].flag < 0 ? on_crash : on_signal;
        sigemptyset(&act.sa_mask);
        if (TAKEN[i].flag < 0)
            act.sa_flags = (int)SA_RESETHAND;
        if (mask & TAKEN[i].group)
            sigaction(TAKEN[i].sig, &act, &OLD[i]);
    }
    return 0;
}

void screen_signals_end(unsigned mask)
{
    for (size_t i = 0; i < N_TAKEN; i++)
        if (mask & TAKEN[i].group)
            sigaction(TAKEN[i].sig, &OLD[i], NULL);
    int reading = PIPE[0], writing = PIPE[1];
    PIPE[0] = PIPE[1] = -1;
    close(writing);
    close(reading);
}

bool screen_signals_take(enum screen_flag flag)
{
    bool was = FLAGS[flag];
    FLAGS[flag] = 0;
    return was;
}

unsigned screen_signals_woken(void)
{
    return atomic_exchange(&WAKE, 0);
}

int screen_signals_fd(void)
{
    return PIPE[0];
}
