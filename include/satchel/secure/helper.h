/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running satchel-pdf, between the program and a process that may start others. */
#ifndef SATCHEL_SECURE_HELPER_H
#define SATCHEL_SECURE_HELPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How it went, told in one byte before what was written. */
enum helper_outcome {
    HELPER_DONE,
    HELPER_MISSING, /* no such program, or it cannot be run */
    HELPER_FAILED,  /* it ended in another way than by its last line */
    HELPER_SLOW,
    HELPER_TOO_MUCH, /* it wrote more than is taken */
    HELPER_NO_MEMORY,
    HELPER_OUTCOMES
};

enum { HELPER_MS = 20000 }; /* that it may take */
enum { HELPER_IN_MAX = 8 << 20, HELPER_OUT_MAX = 80 << 20 };

/* The path of the helper that belongs to the running program: beside it (where it was built), or where
 * `make install` puts it. "" when there is none. */
void helper_find(char *path, size_t size);

/* One request from `fd` (a u32 length in the machine's order, and the bytes), the helper run on it, one
 * answer back (u8 outcome, u32 length, the bytes). A helper that has not ended after `ms` is. In a process
 * that is good for nothing else: it and the helper end with the one that made it. */
void helper_serve(int fd, const char *path, int ms);

/* n bytes to or from a descriptor that does not block, until clock_ms() is `until`. `stop` (NULL: nothing) is
 * asked now and then. 0; -1: the time is over, the other side is gone (errno 0, EPIPE, ...) or ECANCELED. */
int helper_send(int fd, const void *bytes, size_t n, int64_t until, bool (*stop)(void *), void *arg);
int helper_receive(int fd, void *bytes, size_t n, int64_t until, bool (*stop)(void *), void *arg);
/* For `until`: now, in ms of CLOCK_MONOTONIC. */
int64_t helper_now(void);

#endif
