/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real-time signal to each thread, whose handler never returns. A signal is looked at whenever a thread
 * comes back from the kernel, so after it was sent only those execute anything more that run on another
 * processor at this moment, until it is interrupted: microseconds. That, and threads which are in the kernel
 * and will not execute anything before the handler, is why a millisecond is enough.
 *
 * The list is read from /proc, not kept: a thread that a library started would be missing. It is read twice,
 * since a thread that was not stopped yet may have started another.
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

static void stay(int sig)
{
    sigset_t all;
    (void)sig;
    secmem_wipe_registers();
    sigfillset(&all);
    atomic_fetch_add(&parked, 1);
    for (;
         ;) /* sigsuspend(3) looks into what the library keeps of the thread, and that may be zeroed by now */
        syscall(SYS_rt_sigsuspend, &all, _NSIG / 8);
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

/* A thread that has stopped already keeps the signal waiting, and counts once. */
unsigned park_others(struct park *p, pid_t spare)
{
    int64_t end = now_ns() + WAIT_NS;
    unsigned wanted = 0;
    for (int round = 0; round < 2; round++) {
        wanted = send_all(p, spare);
        while (atomic_load(&parked) < wanted && now_ns() < end)
            sched_yield();
    }
    unsigned stopped = atomic_load(&parked);
    return stopped < wanted ? wanted - stopped : 0;
}
