/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stopping every other thread of the process where it is, for good, before its memory is zeroed: a thread
 * that runs on zeroed memory crashes, or writes what it holds. Afterwards only async-signal-safe calls on
 * memory of one's own are left to the caller: the others may hold any lock. */
#ifndef SATCHEL_SECURE_PARK_H
#define SATCHEL_SECURE_PARK_H

#include <signal.h>
#include <sys/types.h>

struct err;

struct park {
    int tasks;                      /* /proc/self/task */
    _Alignas(8) char entries[4096]; /* of which they are read here */
};

/* What a thread blocks that has no signal to take: all but the one by which it is stopped, and faults. */
void park_mask(sigset_t *set);

/* Opens the list of threads and sets the handler of the signal. -1: there is no /proc. */
int park_prepare(struct park *p, struct err *e);
/* Every thread but the caller and `spare` (0: none else) gets the signal. When it returns, each of them ends
 * at most the one system call it is in. Returns how many have not stopped yet. */
unsigned park_send(struct park *p, pid_t spare);
/* After that: waits until they have stopped, 1 ms at most. One that is in the kernel is not waited for: it
 * stops when it comes out. Returns how many have not stopped yet. */
unsigned park_wait(struct park *p, pid_t spare);
/* Both. */
unsigned park_others(struct park *p, pid_t spare);

#endif
