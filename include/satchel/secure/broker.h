/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process beside the program, started before anything secret exists, which does what the program itself
 * gives up (confine.h): it speaks with the system, and tells when the machine goes to sleep. It knows no
 * secret and is told none. It ends when the program ends, however that ends. */
#ifndef SATCHEL_SECURE_BROKER_H
#define SATCHEL_SECURE_BROKER_H

#include <sys/types.h>

struct broker {
    int fd;    /* for poll(2): there is news; -1: there is no broker */
    pid_t pid; /* 0: none */
};
#define BROKER_NONE                                                                                          \
    {                                                                                                        \
        .fd = -1                                                                                             \
    }

enum broker_news {
    BROKER_NOTHING,
    BROKER_SLEEP, /* the machine goes to sleep: lock, then broker_ready */
    BROKER_GONE   /* it has ended, and *b is as BROKER_NONE */
};

/* With one thread, before secrets. Where no process can be made the program goes on without. */
void broker_start(struct broker *b);
/* What it says, without waiting. */
enum broker_news broker_read(struct broker *b);
/* What had to be locked is locked: the machine may sleep. */
void broker_ready(struct broker *b);
/* It ends by itself. */
void broker_end(struct broker *b);
/* At once, for panic; may be called in a signal handler. */
void broker_kill(struct broker *b);

#endif
