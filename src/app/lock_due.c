/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the vault locks by itself: the idle time, the warning before it, and that long work is given up. */
#include <stdlib.h>

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
    a->touched = !a->store;
    guard_lock_at(a->guard, app_lock_at(a));
}

bool app_locks_soon(const struct app *a)
{
    return a->store && clock_boot_ms(&a->clock) >= app_warn_at(a);
}

/* ---- long work ---- */

#define LOOK_EVERY_MS 20

/* Once something else stands before it a letter may be one of a text by then: `/L`. A key that is no letter
 * locks there too. */
static bool is_lock(void *app, uint32_t key, bool first)
{
    struct app *a = app;
    return (first || !key_is_text(key)) && a->key_locks(a, key);
}

bool app_lock_waits(void *app)
{
    struct app *a = app;
    int64_t now = clock_boot_ms(&a->clock);
    if (now - a->looked < LOOK_EVERY_MS)
        return false;
    a->looked = now;
    return screen_watched_waits(a->screen) || screen_peek(a->screen, is_lock, a);
}

/* ---- the main thread does not come to look ---- */

void app_note_lock_keys(struct app *a)
{
    const struct command *lock = command_by_name(&a->keymap, "lock");
    for (size_t i = 0; i < APP_LOCK_KEYS; i++) {
        uint32_t key = keymap_key(&a->keymap, lock, i);
        bool locks = key && a->key_locks(a, key);
        atomic_store_explicit(&a->lock_keys[i], locks ? key : 0, memory_order_relaxed);
    }
}

static bool is_noted(void *app, uint32_t key, bool first)
{
    struct app *a = app;
    bool found = false;
    for (size_t i = 0; i < APP_LOCK_KEYS; i++)
        found |= atomic_load_explicit(&a->lock_keys[i], memory_order_relaxed) == key;
    return found && (first || !key_is_text(key));
}

bool app_lock_overheard(void *app)
{
    struct app *a = app;
    return screen_overhear(a->screen, is_noted, a);
}

static bool is_called_away(void *app)
{
    return screen_urgent() || app_lock_waits(app);
}

struct halt *app_halt(struct app *a)
{
    if (a->guard)
        return guard_halt(a->guard);
    if (!a->own_halt)
        a->own_halt = calloc(1, sizeof *a->own_halt);
    if (!a->own_halt)
        return NULL;
    atomic_store(&a->own_halt->level, HALT_NONE);
    a->own_halt->look = is_called_away;
    a->own_halt->look_arg = a;
    return a->own_halt;
}

void app_halt_end(struct app *a)
{
    if (a->own_halt && !atomic_load(&a->own_halt->deriving))
        free(a->own_halt);
    a->own_halt = NULL;
}

static bool is_halted(void *halt)
{
    return halt_sql(halt);
}

struct stop app_stop(const struct app *a)
{
    return (struct stop){ .asked = is_halted, .arg = guard_halt(a->guard) };
}
