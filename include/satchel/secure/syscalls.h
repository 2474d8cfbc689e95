/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The system calls that are left to the process: seccomp(2). Called by confine.h, which says when. */
#ifndef SATCHEL_SECURE_SYSCALLS_H
#define SATCHEL_SECURE_SYSCALLS_H

#include <sys/types.h>

/* Every thread of the process, from now on and for good, and all that it starts: what the table in syscalls.c
 * lists works; the network, other programs, other processes' memory give EPERM; anything else ENOSYS. The one
 * process that may be sent a signal besides this one is `other` (0: none). 0, or an errno: nothing was
 * changed. */
int syscalls_confine(pid_t other);

/* The same for a helper that reads files and writes to what is open already: files are opened for reading
 * alone, no other process is reached. 0, or an errno: nothing was changed. */
int syscalls_confine_reader(void);

#endif
