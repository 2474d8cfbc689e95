/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving up what the program does not need, once and for good, so that foreign text that found a fault in it
 * could neither send anything anywhere nor leave anything behind. In this order (satchel-security(7)):
 *
 *   process_harden            no dumps, no inherited descriptors
 *   broker_start              what must reach the system lives in another process, without secrets
 *   screen, locale, texts     opened
 *   confine_files             Landlock: written is below the named folders only; in the only thread, because
 *                             it holds for the thread that asks and those that it starts
 *   threads                   panic, watchdog: here, with what they need already open
 *   confine_calls             seccomp: for all threads at once
 *
 * None of it can be taken back. A kernel that lacks a part is no reason not to start; what is in force stands
 * in struct confine, for the first screen and for `doctor`. */
#ifndef SATCHEL_SECURE_CONFINE_H
#define SATCHEL_SECURE_CONFINE_H

#include <stdbool.h>
#include <sys/types.h>

struct confine {
    bool calls;      /* no network, no other program */
    int calls_errno; /* why not; 0: not tried */
};

/* See syscalls.h. */
void confine_calls(struct confine *c, pid_t other);

#endif
