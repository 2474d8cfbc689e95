/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the process gives away to others on the same machine: as little as the kernel lets it. */
#ifndef SATCHEL_SECURE_PROCESS_H
#define SATCHEL_SECURE_PROCESS_H

struct err;

/* First thing in main, before anything secret is read: no core dumps, no debugger of the same user, files for
 * the owner alone, no descriptors but 0 to 2 and keep_fd (-1: none), which are made to exist. -1: the system
 * refused. */
int process_harden(int keep_fd, struct err *e);
/* The same with several: n descriptors above 2, rising. */
int process_harden_but(const int *keep, int n, struct err *e);

#endif
