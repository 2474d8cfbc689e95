/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two threads beside the one that does everything else, for what must happen whatever that one is doing:
 *
 *   watchdog   takes SIGHUP, SIGTERM, SIGINT, SIGTSTP; knows when the vault has been idle, the machine slept,
 *              the key file is gone; and looks for a key that locks while the main thread is in a call that
 *              does not come back. It asks the main thread to lock or to leave. What is under way there is
 *              cut short (vault/halt.h); a main thread that does not answer within 200 ms is stopped,
 * terminal and memory are wiped, and the process ends: the vault undoes at the next unlock what was begun.
 *   panic      waits for the panic key (SIGQUIT) and for another Satchel (SIGUSR2). Three separate presses,
 *              when armed, erase the vault; one is the watchdog's to see to.
 *
 * They are started between confine_files and confine_calls (secure/confine.h), own one mapping each for stack
 * and all they work with, hold no secret, and take no lock that the main thread may hold (that of the
 * keys only where it is free). The panic thread comes first: the watchdog never stops it, and leaves it the
 * time of three presses when erasing is armed.
 *
 * Every function takes NULL, for a program without the threads (tests, first run), and does nothing then. */
#ifndef SATCHEL_APP_GUARD_H
#define SATCHEL_APP_GUARD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct clock;
struct err;
struct erase;
struct guard;
struct halt;

#define GUARD_PATIENCE_MS 200  /* for an answer of the main thread; each sync of the disk counts as a sign */
#define GUARD_MOST_MS     1000 /* ... but no longer than this in all; this long when nothing is open */
#define GUARD_CUT_MS      60 /* after which what is under way is no longer undone, but left to the journal */

struct guard_setup {
    const struct clock *clock; /* the system's; borrowed */
    unsigned wake;             /* bit for screen_wake when something is asked of the main thread */
    pid_t broker;              /* ended first; 0: none */
    bool (*typed)(void *arg); /* whether a key that locks waits; called by the watchdog; NULL: never looked */
    void *typed_arg;
    struct erase *erase; /* for the panic key and SIGUSR2; borrowed until the process ends; NULL: nothing is
                       ever erased */
};
/* Blocks the signals named above in the calling thread, which must be the only one. -1: not started, *e says
 * why, and the signals are handled as before. */
int guard_start(struct guard **out, const struct guard_setup *setup, struct err *e);

/* ---- what is asked of the main thread ---- */
enum guard_ask {
    GUARD_PRESS = 1, /* the panic key, once */
    GUARD_LOCK = 2,  /* idle, slept, key file gone */
    GUARD_STOP = 4,  /* SIGTSTP: lock, then stop */
    GUARD_QUIT = 8,  /* lock and leave. It is answered by guard_left. */
    GUARD_KEY = 16   /* a key that locks waits to be looked at */
};
/* What has been asked since the last call. */
unsigned guard_asked(struct guard *g);
/* All of that is done. */
void guard_answer(struct guard *g);
/* Something is asked that was not taken yet. */
bool guard_is_asked(const struct guard *g);

/* ---- what the main thread tells ---- */
/* For vault_options. */
struct halt *guard_halt(struct guard *g);
/* By which the main thread looks up from a long statement: true ends it. Not while it locks. */
void guard_look(struct guard *g, bool (*look)(void *arg), void *arg);
/* What was ended in that way is over: unless something is asked of the main thread, it works again. */
void guard_go_on(struct guard *g);
/* Whether it is at work, and does not look at keys; that is to end before a key that locks has waited long.
 */
void guard_busy(struct guard *g, bool busy);
/* A vault is open; key_file: to be watched, NULL: none. */
void guard_opened(struct guard *g, const char *key_file);
/* It begins to lock, and waits for no disk: what is to be kept can be written again. */
void guard_locking(struct guard *g);
/* What the vault is asked for now has time until then, boot ms: from then on nothing is read or written,
 * until another time is given. What was cut off is undone when the vault is closed, or else at the next
 * unlock. 0: it has time. */
void guard_hurry(struct guard *g, int64_t boot_ms);
/* The vault is closed and memory wiped: answers. */
void guard_closed(struct guard *g);
/* Whether the disk still takes what a lock left to it: nothing is open and all is wiped, so that the program
 * is not ended before, whatever the main thread does. For any thread. */
void guard_writing(struct guard *g, bool writing);
/* Memory and terminal are wiped, and the process ends as soon as the disk has taken what is left to it: it is
 * no longer waited for. */
void guard_left(struct guard *g);
/* When the idle time ends, boot ms. */
void guard_lock_at(struct guard *g, int64_t boot_ms);

/* ---- the panic key ---- */
/* Whether it erases. As started: no. Kept over a lock. */
void guard_arm(struct guard *g, bool armed);
/* How often it was pressed three times while that did not erase, since the last call. */
unsigned guard_accidents(struct guard *g);

#endif
