/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: long work that can be given up from outside, by whoever it was begun for. It asks now and
 * then, in steps of some microseconds at most, and once the answer was yes it ends as if there was nothing
 * more to do; what it has so far is thrown away. NULL: it goes on to its end. */
#ifndef SATCHEL_BASE_STOP_H
#define SATCHEL_BASE_STOP_H

#include <stdbool.h>
#include <stddef.h>

#define STOP_STEPS 256 /* between two questions */

struct stop {
    bool (*asked)(void *arg); /* NULL: nobody is asked */
    void *arg;
    unsigned steps; /* since the last question; once the answer was yes: how often it was asked still */
    bool now;       /* the answer was yes */
};

/* Called before so many steps. */
static inline bool stop_before(struct stop *s, unsigned steps)
{
    if (!s || !s->asked)
        return s && s->now;
    s->steps += s->now ? 1 : steps;
    if (!s->now && s->steps >= STOP_STEPS) {
        s->steps = 0;
        s->now = s->asked(s->arg);
    }
    return s->now;
}

static inline bool stop_now(struct stop *s)
{
    return stop_before(s, 1);
}

#endif
