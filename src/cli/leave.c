/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested in tests/e2e/test_guard.py by looking into a command that is sent away. */
#include "satchel/cli/leave.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/secure/park.h"
#include "satchel/secure/scrub.h"
#include "satchel/secure/secmem.h"
#include "satchel/vault/arena.h"
#include "satchel/vault/holder.h"

#define STACK_BYTES 131072

/* leave | page that nobody may touch | stack */
struct leave {
    struct park park;
    struct scrub scrub;
    struct termios echo;
    atomic_int tty; /* -1: it has its echo */
};

#define LEAVE_BYTES ((sizeof(struct leave) + 65535) & ~(size_t)65535)

static void on_signal(int sig)
{
    (void)sig;
    secmem_destroy();
    arena_destroy();
    _exit(err_exit_status(ERR_FAILED));
}

void leave_by_handler(void)
{
    signal(HOLDER_SIGNAL, on_signal);
}

static sigset_t only_signal(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, HOLDER_SIGNAL);
    return set;
}

static void *wait_and_leave(void *arg)
{
    struct leave *l = arg;
    const sigset_t set = only_signal();
    while (sigwaitinfo(&set, NULL) != HOLDER_SIGNAL)
        ;
    park_others(&l->park, 0);
    int tty = atomic_load(&l->tty);
    if (tty >= 0)
        tcsetattr(tty, TCSANOW, &l->echo);
    secmem_destroy();
    arena_destroy();
    scrub_run(&l->scrub);
    _exit(err_exit_status(ERR_FAILED));
}

/* All other signals are the other thread's business: one that it holds back must not act here. */
static int start_thread(struct leave *l, char *stack)
{
    sigset_t all, before;
    pthread_t thread;
    pthread_attr_t attr;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int why = pthread_attr_init(&attr);
    if (why == 0)
        why = pthread_attr_setstack(&attr, stack, STACK_BYTES);
    if (why == 0)
        why = pthread_create(&thread, &attr, wait_and_leave, l);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return why == 0 ? 0 : -1;
}

struct leave *leave_start(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), n = LEAVE_BYTES + page + STACK_BYTES;
    const sigset_t set = only_signal();
    char *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    struct leave *l = (struct leave *)(void *)p;
    atomic_init(&l->tty, -1);
    madvise(p, n, MADV_DONTDUMP);
    mprotect(p + LEAVE_BYTES, page, PROT_NONE);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (park_prepare(&l->park, NULL) == 0 && scrub_prepare(&l->scrub, NULL) == 0 &&
        scrub_keep(&l->scrub, p, n, NULL) == 0 && start_thread(l, p + LEAVE_BYTES + page) == 0)
        return l;
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    munmap(p, n);
    return NULL;
}

void leave_echo(struct leave *l, int tty, const struct termios *echo)
{
    if (!l)
        return;
    if (echo)
        l->echo = *echo;
    atomic_store(&l->tty, echo ? tty : -1);
}
