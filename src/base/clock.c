/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/clock.h"

#include <time.h>

#include "satchel/base/day.h"

static int64_t system_seconds(void *arg)
{
    (void)arg;
    return (int64_t)time(NULL);
}

static int64_t ms_of(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t system_boot_ms(void *arg)
{
    (void)arg;
    return ms_of(CLOCK_BOOTTIME);
}

static int64_t system_awake_ms(void *arg)
{
    (void)arg;
    return ms_of(CLOCK_MONOTONIC);
}

const struct clock CLOCK_SYSTEM = { system_seconds, system_boot_ms, NULL, system_awake_ms };

int64_t clock_now(const struct clock *c)
{
    return c->unix_seconds(c->arg);
}

int64_t clock_boot_ms(const struct clock *c)
{
    return c->boot_ms(c->arg);
}

int64_t clock_asleep_ms(const struct clock *c)
{
    return c->awake_ms ? c->boot_ms(c->arg) - c->awake_ms(c->arg) : 0;
}

int32_t clock_today(const struct clock *c)
{
    time_t now = (time_t)clock_now(c);
    struct tm local;
    localtime_r(&now, &local);
    return day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

int64_t clock_steady_ms(void)
{
    return ms_of(CLOCK_MONOTONIC);
}

struct timespec clock_steady_in(int ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    return t;
}
