/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time as a parameter: the program passes the system's clock down, tests pass their own. */
#ifndef SATCHEL_BASE_CLOCK_H
#define SATCHEL_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

struct clock {
    int64_t (*unix_seconds)(void *arg);
    int64_t (*boot_ms)(void *arg); /* CLOCK_BOOTTIME: goes on during sleep */
    void *arg;
    int64_t (*awake_ms)(void *arg); /* CLOCK_MONOTONIC: stands still during sleep; NULL: there is none */
};

extern const struct clock CLOCK_SYSTEM;

int64_t clock_now(const struct clock *c);
int64_t clock_boot_ms(const struct clock *c);
int64_t clock_asleep_ms(const struct clock *c); /* how long the machine has slept since it was started */
int32_t clock_today(const struct clock *c);     /* days since 1970-01-01, in local time */

/* CLOCK_MONOTONIC, for waits that no test sets the time of. */
int64_t clock_steady_ms(void);
struct timespec clock_steady_in(int ms); /* the moment so far ahead */

#endif
