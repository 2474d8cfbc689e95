/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/writing.h"

#include <time.h>

#include "satchel/app/app.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/late.h"

#define REST_MS 2000 /* logind lets a delay last five seconds */
#define NAP_MS  10

int writing_start(struct app *a, struct err *e)
{
    a->writing.late = late_new(NULL, e);
    return a->writing.late ? 0 : -1;
}

static bool is_lock_due(struct app *a)
{
    return a->guard ? halt_sql(guard_halt(a->guard)) : app_lock_waits(a);
}

/* What waits for the disk is left for a lock, and so is what would wait after it. */
static bool is_called(void *app)
{
    struct app *a = app;
    a->writing.called = a->writing.called || is_lock_due(a);
    return a->writing.called;
}

void writing_begin(struct app *a)
{
    a->writing.called = false;
    if (a->writing.late)
        late_begin(a->writing.late, is_called, a);
}

void writing_restored(struct app *a)
{
    struct writing *w = &a->writing;
    w->restored = w->late ? late_mark(w->late) : 0;
    if (!w->late || (late_is_done(w->late) && late_took(w->late, w->restored)))
        sealed_given(&a->sealed, true);
}

bool writing_left(const struct app *a)
{
    return a->writing.late && !late_is_done(a->writing.late);
}

const struct vault_io *writing_io(struct app *a)
{
    return a->writing.late ? late_io(a->writing.late) : NULL;
}

/* The lock screen says something else then. By the thread that writes. */
static void tell_written(void *guard)
{
    guard_writing(guard, false);
    screen_wake(APP_WAKE_WRITTEN);
}

bool writing_called(const struct app *a)
{
    return a->writing.called;
}

bool writing_saving(const struct app *a)
{
    return a->writing.under_way && !late_took(a->writing.late, a->writing.saved);
}

void writing_behind(struct app *a)
{
    struct writing *w = &a->writing;
    if (!w->late || w->under_way)
        return;
    w->under_way = true;
    w->called = false;
    w->saved = late_mark(w->late);
    late_hold(w->late, tell_written, a->guard);
}

void writing_offered(struct app *a)
{
    if (a->writing.late)
        a->writing.drafts = late_mark(a->writing.late);
}

void writing_closed(struct app *a)
{
    if (!a->writing.late)
        return;
    a->writing.end = late_mark(a->writing.late);
    guard_writing(a->guard, true);
    late_go(a->writing.late);
    writing_pending(a); /* nothing may have been noted */
}

static void settle(struct app *a)
{
    struct writing *w = &a->writing;
    bool drafts = !w->under_way || late_took(w->late, w->drafts);
    int rc = sealed_taken(&a->sealed, drafts);
    bool stays = sealed_given(&a->sealed, !w->under_way || late_took(w->late, w->restored));
    a->unsaved |= w->under_way && !late_took(w->late, w->saved);
    a->unended |= w->under_way && !late_took(w->late, w->end);
    a->unstored |= rc > 0 || stays;
    a->unkept |= rc < 0;
    w->under_way = false;
    guard_writing(a->guard, false);
}

bool writing_pending(struct app *a)
{
    struct writing *w = &a->writing;
    if (w->under_way && late_wait(w->late, 0, NULL, NULL))
        settle(a);
    return w->under_way;
}

/* Nor longer than the idle time: there is a passphrase that waits for it. */
static bool is_called_away(void *app)
{
    struct app *a = app;
    return clock_boot_ms(&a->clock) >= app_lock_at(a) || is_lock_due(a);
}

int writing_wait(struct app *a, struct err *e)
{
    if (a->writing.under_way)
        late_wait(a->writing.late, -1, is_called_away, a);
    return writing_pending(a) ? err_set(e, ERR_CANCELLED, "%s", _("Cancelled. Nothing was changed.")) : 0;
}

static bool is_deriving(struct app *a)
{
    const struct halt *halt = a->guard ? guard_halt(a->guard) : a->own_halt;
    return halt && atomic_load(&halt->deriving);
}

bool writing_rest(struct app *a)
{
    for (int ms = 0; ms < REST_MS && (writing_pending(a) || is_deriving(a)); ms += NAP_MS) {
        if (guard_is_asked(a->guard))
            return false;
        nanosleep(&(struct timespec){ .tv_nsec = NAP_MS * 1000000L }, NULL);
    }
    return true;
}

void writing_end(struct app *a)
{
    struct writing *w = &a->writing;
    if (w->under_way && w->given_up)
        return;
    if (w->under_way)
        late_wait(w->late, -1, NULL, NULL);
    writing_pending(a);
    late_free(w->late);
    *w = (struct writing){ 0 };
}
