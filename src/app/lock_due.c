/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the vault locks by itself: the idle time, the warning before it, and that long work is given up. */
#include "satchel/app/app.h"
#include "satchel/vault/halt.h"

int64_t app_lock_at(const struct app *a)
{
    return a->last_input + (int64_t)config_number(&a->config, OPTION_IDLE) * 60000;
}

/* A minute before; with an idle time that is hardly longer, half of it. */
int64_t app_warn_at(const struct app *a)
{
    int64_t idle = app_lock_at(a) - a->last_input;
    return app_lock_at(a) - (idle >= 2 * APP_WARN_MS ? APP_WARN_MS : APP_WARN_MS / 2);
}

void app_touch(struct app *a)
{
    a->last_input = clock_boot_ms(&a->clock);
    guard_lock_at(a->guard, app_lock_at(a));
}

bool app_locks_soon(const struct app *a)
{
    return a->store && clock_boot_ms(&a->clock) >= app_warn_at(a);
}

static bool is_halted(void *halt)
{
    return halt_sql(halt);
}

struct stop app_stop(const struct app *a)
{
    return (struct stop){ .asked = is_halted, .arg = guard_halt(a->guard) };
}
