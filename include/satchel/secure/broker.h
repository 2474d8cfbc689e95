/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process beside the program, started before anything secret exists, which does what the program itself
 * gives up (confine.h): it speaks with the system, tells when the machine goes to sleep, and runs the helper
 * that draws letters. It knows no secret and is told none; the words of a letter go through a process of its
 * own. It ends when the program ends, however that ends. */
#ifndef SATCHEL_SECURE_BROKER_H
#define SATCHEL_SECURE_BROKER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct buf;
struct err;

struct broker {
    int fd;    /* for poll(2): there is news; -1: there is no broker */
    int work;  /* where the helper is asked; -1: it cannot be any more */
    pid_t pid; /* 0: none */
};
#define BROKER_NONE                                                                                          \
    {                                                                                                        \
        .fd = -1, .work = -1                                                                                 \
    }

enum broker_news {
    BROKER_NOTHING,
    BROKER_SLEEP, /* the machine goes to sleep: lock, then broker_ready */
    BROKER_GONE   /* it has ended, and *b is as BROKER_NONE */
};

/* With one thread, before secrets. Where no process can be made the program goes on without. */
void broker_start(struct broker *b);
/* The same with a helper at this path instead of the installed one (NULL: with none), which may take `ms`. */
void broker_start_with(struct broker *b, const char *helper, int ms);
/* What it says, without waiting. */
enum broker_news broker_read(struct broker *b);
/* What had to be locked is locked: the machine may sleep. */
void broker_ready(struct broker *b);
/* Has satchel-pdf run on n bytes, and appends what it wrote; without a broker (NULL) that fails. Waits half a
 * minute at most; meanwhile `stop` (NULL: nothing) is asked several times a second whether something more
 * urgent has come: ERR_CANCELLED. */
int broker_draw(struct broker *b, const void *bytes, size_t n, bool (*stop)(void *), void *arg,
                struct buf *out, struct err *e);
/* It ends by itself. */
void broker_end(struct broker *b);
/* At once, for panic; may be called in a signal handler. */
void broker_kill(struct broker *b);

#endif
