/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real-time signal to each thread, whose handler never returns. A signal is looked at whenever a thread
 * comes back from the kernel, so after it was sent only those execute anything more that run on another
 * processor at this moment, until it is interrupted: microseconds. That, and threads which are in the kernel
 * and will not execute anything before the handler, is why a millisecond is enough.
 *
 * The list is read from /proc, not kept: a thread that a library started would be missing. It is read twice,
 * since a thread that was not stopped yet may have started another.
 *
 * On a machine that is busy a thread may come to its handler only when its memory is zeroed, its stack and
 * its part of the C library (errno, what marks a thread to be cancelled, what guards the stack) as well. So
 * the handler uses nothing but registers, constants and one counter: no local array, no function of the C
 * library that looks at the thread, and it does not return. A fault of such a thread all the same must not
 * end the process before its time: it stays where it is. A fault of the thread that parks the others ends it.
 *
 * The handler wipes the vector registers, which the kernel keeps for a sleeping thread outside of the memory
 * that the process can zero. Tested in tests/unit/test_park.c. */
#include "satchel/secure/park.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/secmem.h"

#define WAIT_NS 1000000

static int park_signal(void)
{
    return SIGRTMIN + 3;
}

/* A handler gets no argument. */
static atomic_uint parked;
static atomic_int parker; /* the thread that parks the others */

static const uint64_t ALL_SIGNALS = UINT64_MAX; /* as the kernel takes them */

static void stay(int sig)
{
    (void)sig;
    atomic_fetch_add(&parked, 1);
    secmem_wipe_registers();
    for (;;)
        syscall(SYS_rt_sigsuspend, &ALL_SIGNALS, sizeof ALL_SIGNALS);
}

static void fault(int sig)
{
    if ((int)syscall(SYS_gettid) == atomic_load(&parker))
        _exit(128 + sig);
    stay(sig);
}

static const int FAULTS[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };

void park_mask(sigset_t *set)
{
    sigfillset(set);
    sigdelset(set, park_signal());
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        sigdelset(set, FAULTS[i]);
}

static void stay_on_faults(void)
{
    struct sigaction act = { .sa_handler = fault };
    sigfillset(&act.sa_mask);
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        sigaction(FAULTS[i], &act, NULL);
}

int park_prepare(struct park *p, struct err *e)
{
    struct sigaction act = { .sa_handler = stay };
    sigfillset(&act.sa_mask);
    p->tasks = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (p->tasks < 0 || sigaction(park_signal(), &act, NULL) < 0)
        return err_errno(e, errno, _("The list of the program's own threads could not be opened"));
    return 0;
}

/* 0: not a number, that is "." or "..". */
static pid_t thread_of(const char *name)
{
    pid_t n = 0;
    for (; *name >= '0' && *name <= '9'; name++)
        n = n * 10 + (*name - '0');
    return *name ? 0 : n;
}

/* As getdents64(2) gives them. */
struct entry {
    uint64_t inode;
    int64_t next;
    uint16_t bytes;
    uint8_t type;
    char name[];
};

/* Returns how many were sent it. */
static unsigned send_all(struct park *p, pid_t spare)
{
    unsigned sent = 0;
    pid_t process = getpid(), me = (pid_t)syscall(SYS_gettid);
    lseek(p->tasks, 0, SEEK_SET);
    for (long n; (n = syscall(SYS_getdents64, p->tasks, p->entries, sizeof p->entries)) > 0;)
        for (long at = 0; at < n;) {
            const struct entry *entry = (const void *)(p->entries + at);
            pid_t thread = thread_of(entry->name);
            if (thread && thread != me && thread != spare)
                sent += syscall(SYS_tgkill, process, thread, park_signal()) == 0;
            at += entry->bytes;
        }
    return sent;
}

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static unsigned left_of(unsigned wanted)
{
    unsigned stopped = atomic_load(&parked);
    return stopped < wanted ? wanted - stopped : 0;
}

/* A thread that has stopped already keeps the signal waiting, and counts once. */
static unsigned send_and_wait(struct park *p, pid_t spare, int64_t until)
{
    unsigned wanted = send_all(p, spare);
    while (left_of(wanted) && now_ns() < until)
        sched_yield();
    return left_of(wanted);
}

unsigned park_send(struct park *p, pid_t spare)
{
    atomic_store(&parker, (int)syscall(SYS_gettid));
    stay_on_faults();
    return left_of(send_all(p, spare));
}

unsigned park_wait(struct park *p, pid_t spare)
{
    int64_t until = now_ns() + WAIT_NS;
    send_and_wait(p, spare, until);
    return send_and_wait(p, spare, until);
}

unsigned park_others(struct park *p, pid_t spare)
{
    park_send(p, spare);
    return park_wait(p, spare);
}
