/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: what guard.c, the two threads (watchdog.c, panic_thread.c) and what these use (guard_end.c,
 * guard_file.c) share. One mapping, left out when memory is zeroed. */
#ifndef SATCHEL_APP_GUARD_INSIDE_H
#define SATCHEL_APP_GUARD_INSIDE_H

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "satchel/app/guard.h"
#include "satchel/base/clock.h"
#include "satchel/secure/park.h"
#include "satchel/secure/presses.h"
#include "satchel/secure/scrub.h"
#include "satchel/vault/halt.h"

#define GUARD_STACK 131072

/* The key file a vault was opened with, as it was then. */
struct guard_file {
    pthread_mutex_t mutex; /* between the main thread, for an instant, and the watchdog; nobody else */
    bool watched;
    char path[PATH_MAX];
    dev_t device;
    ino_t inode;
    char disk[64]; /* its entry in /sys while it is plugged in; "": none */
};

struct guard {
    struct guard_setup setup;
    struct clock clock;
    struct halt halt;
    bool (*look)(void *arg); /* the main thread's own, with its argument */
    void *look_arg;
    struct guard_file file;
    char last_words[512];   /* for the terminal when the watchdog ends the process, translated */
    char not_erased[512];   /* ... and when the panic key could not erase */
    char only_removed[512]; /* ... and when it could not overwrite */

    atomic_bool open;           /* a vault is */
    atomic_bool busy;           /* the main thread is */
    atomic_uint rounds;         /* how often it has begun to be */
    unsigned round;             /* `rounds` when that was last looked at; the watchdog's own */
    atomic_bool awake;          /* the watchdog looks often */
    atomic_llong lock_at;       /* boot ms */
    atomic_llong asleep;        /* how long the machine had slept when that was last looked at */
    atomic_uint asked;          /* enum guard_ask, not taken yet */
    atomic_uint asks, answered; /* counts */
    unsigned taken;             /* `asks` when they were last taken; the main thread's own */
    atomic_bool locking;        /* the main thread is at it */
    atomic_bool writing;        /* what a lock left to the disk */
    atomic_bool left;           /* it has wiped everything, and ends */

    atomic_bool armed, pressed;
    atomic_uint accidents;
    atomic_llong pressed_at; /* boot ms of the last press that counted */
    size_t typed;            /* bytes, at the last press; the panic thread's own */
    struct presses presses;  /* the panic thread's own */

    pthread_t watchdog, panic;
    atomic_int panic_task; /* its number in the kernel */
    struct park park;
    struct scrub scrub;
    /* ---- the stacks of the two follow ---- */
};

/* ---- watchdog.c ---- */
void *guard_watch(void *guard);
/* The main thread has begun to lock, which HALT_IO is not to keep it from. */
void guard_uncut(struct guard *g);

void *guard_wait_press(void *guard); /* panic_thread.c */

/* ---- guard_end.c ---- */
/* Memory and terminal wiped, the others being parked; for either of the two. The terminal keeps its modes:
 * screen_emergency restores them. */
void guard_wipe(struct guard *g);
/* To the terminal when that takes it at once; then the process ends. */
void guard_say(const char *line);

/* ---- guard_file.c ---- */
/* The key file as it is now; under the mutex. NULL: none. */
void guard_file_watch(struct guard_file *f, const char *path);
/* It is no longer there, or is another one. */
bool guard_file_gone(struct guard *g);

#endif
