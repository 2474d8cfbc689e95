/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Start, loop, end. The main thread sleeps in screen_wait until a key, a signal, or the next of its
 * deadlines: idle lock and the warning before it, the end of a revealed number, the keeping of a draft. All
 * time is CLOCK_BOOTTIME, which goes on while the lid is closed: a laptop that wakes locks before anything is
 * drawn.
 *
 * Beside it stand the two threads of guard.h, which see to it that a lock happens in time. They start when
 * the vault's place is known; until then (first run) nothing is open, SIGQUIT has a handler that only wakes
 * the loop, and the screen takes the other signals. */
#include "satchel/app/app.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/app/confine.h"
#include "satchel/app/keys.h"
#include "satchel/app/narrow.h"
#include "satchel/app/state.h"
#include "satchel/app/trail.h"
#include "satchel/base/i18n.h"

#define KEEP_AFTER_MS 2000

static void on_panic(int sig)
{
    (void)sig;
    screen_wake(APP_WAKE_PANIC);
}

/* ---- start ---- */

static int load_config(struct app *a, struct strs *problems, struct err *e)
{
    if (config_init(&a->config, e) < 0)
        return -1;
    a->config_file = config_path(NULL);
    if (a->config_file && *a->config_file)
        config_load(&a->config, a->config_file, problems);
    size_t n = 0;
    while (app_tables[n])
        n++;
    if (keymap_init(&a->keymap, app_tables, n, e) < 0)
        return -1;
    config_bind(&a->config, &a->keymap, problems);
    a->keymap.keyboard = config_keyboard(&a->config);
    a->discreet = config_bool(&a->config, OPTION_DISCREET);
    return 0;
}

static int start_screen(struct app *a, struct strs *problems, struct err *e)
{
    struct theme theme;
    struct err why = { 0 };
    char *folder = config_folder(NULL);
    theme_clear(&theme);
    if (theme_load(&theme, config_text(&a->config, OPTION_THEME), folder, problems, &why) < 0)
        strs_add(problems, why.text);
    str_free(folder);
    struct screen_setup setup = a->options.screen;
    const char *no_color = getenv("NO_COLOR");
    setup.no_color = setup.no_color || (no_color && *no_color);
    setup.panic_char = config_panic_char(&a->config);
    setup.escape_ms = config_number(&a->config, OPTION_ESCAPE);
    setup.words = config_bool(&a->config, OPTION_WORDS);
    setup.ascii = setup.ascii || config_ascii(&a->config);
    a->screen = screen_start(&setup, &theme, e);
    return a->screen ? 0 : -1;
}

static void tell_problems(struct app *a, const struct strs *problems)
{
    for (size_t i = 0; i < problems->n; i++)
        app_say(a, MESSAGE_WARNING, "%s", problems->at[i]);
    a->problems = problems->n;
}

static int open_first_view(struct app *a, struct err *e)
{
    if (a->demo && a->options.passphrase &&
        secret_copy(&a->demo_passphrase, a->options.passphrase->data, a->options.passphrase->len, e) < 0)
        return -1;
    if (a->options.passphrase) {
        int rc = app_unlock(a, a->options.passphrase, e);
        secret_free(a->options.passphrase);
        return rc;
    }
    return app_push(a, app_vault_exists(a->vault_path) ? "unlock" : "first-run", "");
}

/* ---- the lock key in the middle of long work ---- */

/* By the guard, once there is one. */
static void look_for_lock(struct app *a)
{
    guard_look(a->guard, app_lock_waits, a);
}

/* In the order of secure/confine.h. */
static void confine(struct app *a)
{
    const struct broker *broker = a->options.broker;
    if (app_vault_exists(a->vault_path)) {
        app_confine_files(a);
        app_start_guard(a);
        look_for_lock(a);
    }
    if (a->options.confine)
        confine_calls(&a->confine, broker ? broker->pid : 0);
    if (broker)
        screen_watch(a->screen, broker->fd);
}

int app_start(struct app *a, const struct app_options *options, struct err *e)
{
    struct strs problems = { 0 };
    *a = (struct app){ .options = *options,
                       .classes = app_view_classes,
                       .key_locks = app_key_locks,
                       .clock = options->clock,
                       .demo = options->demo,
                       .read_only = options->read_only };
    int rc = -1;
    if (load_config(a, &problems, e) < 0 || start_screen(a, &problems, e) < 0)
        goto out;
    if (options->screen.signals)
        sigaction(SIGQUIT, &(struct sigaction){ .sa_handler = on_panic, .sa_flags = SA_RESTART }, NULL);
    if (str_set(&a->vault_path, a->options.vault) < 0 ||
        (options->key_file && str_set(&a->key_file, options->key_file) < 0)) {
        err_no_memory(e);
        goto out;
    }
    if (erasing_start(a, e) < 0 || writing_start(a, e) < 0)
        goto out;
    confine(a);
    app_touch(a);
    tell_problems(a, &problems);
    rc = open_first_view(a, e);
out:
    strs_free(&problems);
    return rc;
}

void app_end(struct app *a)
{
    app_close_vault(a);
    app_close_views(a);
    app_close_overlay(a);
    message_free(&a->messages);
    buf_free(&a->clip);
    if (a->screen)
        screen_depart(a->screen);
    guard_left(a->guard); /* the rest of a paste takes longer than it would wait */
    screen_end(a->screen);
    a->screen = NULL;
    writing_end(a);
    app_halt_end(a);
    sealed_free(&a->sealed);
    keymap_free(&a->keymap);
    config_free(&a->config);
    str_free(a->config_file);
    if (a->demo_owned && a->options.drop_demo)
        a->options.drop_demo(a->vault_path);
    secret_free(&a->demo_passphrase);
    if (!a->guard) /* its thread works with that until the process ends */
        erasing_end(a);
    free(a->purging.at);
    str_free(a->edited);
    a->edited = NULL;
    str_free(a->vault_path);
    str_free(a->key_file);
    a->vault_path = a->key_file = NULL;
}

/* ---- the loop ---- */

#define TYPED_WITHIN_MS 10

static bool takes_text(struct app *a)
{
    struct view *v = app_top(a);
    return a->store && a->overlay == OVERLAY_NONE && v && !narrow_is_typed(v->narrow) && v->class->in_text &&
           v->class->in_text(a, v);
}

/* The disk was waited for: what was typed meanwhile belongs to the text that stands open. Up to the first key
 * that is none of its letters. */
static void take_typed(struct app *a)
{
    int64_t until = clock_steady_ms() + TYPED_WITHIN_MS;
    struct screen_event ev;
    bool text = true;
    while (text && takes_text(a) && clock_steady_ms() < until && screen_take_input(a->screen, &ev)) {
        text = ev.kind == SCREEN_EVENT_KEY && key_is_text(ev.key);
        if (text)
            app_key(a, ev.key);
        screen_event_free(&ev);
    }
}

/* Not by a key of its own: what was typed and not looked at yet was meant for what is on the screen, and must
 * neither stay nor become part of a passphrase. */
static void lock_unasked(struct app *a)
{
    if (writing_left(a))
        take_typed(a);
    app_lock(a);
    screen_drop_input(a->screen);
}

/* What was left counts as done, and nobody knows whether it is: nothing may be built on it. The key that it
 * was left for is there; what stands before it comes first, but whatever that does, this lock follows. */
static void lock_if_left(struct app *a)
{
    if (a->store && writing_called(a) && !screen_pending(a->screen))
        lock_unasked(a);
}

static int64_t view_due(struct app *a)
{
    struct view *v = app_top(a);
    return v && v->class->due ? v->class->due(a, v) : 0;
}

/* Since it was last looked at. */
static bool has_slept(struct app *a)
{
    int64_t asleep = clock_asleep_ms(&a->clock), before = a->asleep;
    a->asleep = asleep;
    return asleep - before >= 1000;
}

/* Does what has come due; returns the ms until the next, -1: nothing is. */
static int64_t deadlines(struct app *a)
{
    int64_t now = clock_boot_ms(&a->clock), next = -1;
    bool slept = has_slept(a);
    if ((a->store || a->touched) && (now >= app_lock_at(a) || slept))
        lock_unasked(a);
    guard_lock_at(a->guard, app_lock_at(a));
    int64_t forget = erasing_due(a, now);
    if (a->overlay == OVERLAY_REVEAL && now >= a->reveal_until)
        app_close_overlay(a);
    int64_t due[] = { a->store || a->touched ? app_lock_at(a) : 0,
                      a->store && !app_locks_soon(a) ? app_warn_at(a) : 0,
                      a->overlay == OVERLAY_REVEAL ? a->reveal_until : 0,
                      a->next_keep,
                      view_due(a),
                      forget };
    for (size_t i = 0; i < sizeof due / sizeof *due; i++)
        if (due[i] && (next < 0 || due[i] - now < next))
            next = due[i] > now ? due[i] - now : 0;
    return next;
}

/* Something may have been edited: keep it soon, but not at every key. */
static void schedule_keep(struct app *a)
{
    struct view *v = app_top(a);
    bool typed = v && v->class->version && v->class->version(a, v) != v->kept;
    if (!a->next_keep && (typed || trail_moved(a)))
        a->next_keep = clock_boot_ms(&a->clock) + KEEP_AFTER_MS;
}

/* Its helpers, and what it might be made to do, end with the first press. */
static void kill_broker(struct app *a)
{
    if (!a->options.broker)
        return;
    screen_watch(a->screen, -1);
    broker_kill(a->options.broker);
}

/* Before the machine sleeps the vault is locked and the empty screen is painted: what the screen shows is
 * what it shows when the lid is opened; and what memory still holds of a passphrase is let go. */
static void hear_broker(struct app *a)
{
    switch (broker_read(a->options.broker)) {
    case BROKER_SLEEP:
        lock_unasked(a);
        app_paint(a);
        if (writing_rest(a)) /* else it is asked for something that comes first; the delay has its own end */
            broker_ready(a->options.broker);
        break;
    case BROKER_GONE:
        screen_watch(a->screen, -1);
        break;
    case BROKER_NOTHING:
        break;
    }
}

static void on_panic_press(struct app *a)
{
    struct view *v = app_top(a);
    if (v && v->class->panic && v->class->panic(a, v))
        return;
    kill_broker(a);
    erasing_pressed(a);
    lock_unasked(a); /* never an end: whoever goes on typing would type a passphrase into the shell */
    screen_blank(a->screen);
}

static void suspend(struct app *a)
{
    lock_unasked(a);
    writing_rest(a);
    screen_suspend(a->screen);
}

/* Stopping comes last: it is over when the process is let go on. What is asked for while it waits comes
 * before, and it stays then. */
static void on_guard(struct app *a)
{
    unsigned asked = guard_asked(a->guard);
    if (asked & GUARD_PRESS)
        on_panic_press(a);
    if (asked & (GUARD_LOCK | GUARD_STOP))
        lock_unasked(a);
    if (asked & GUARD_QUIT)
        a->done = true; /* app_end answers */
    else
        guard_answer(a->guard);
    if (asked & GUARD_STOP && !a->done && writing_rest(a))
        screen_suspend(a->screen);
}

static void handle(struct app *a, struct screen_event *ev)
{
    switch (ev->kind) {
    case SCREEN_EVENT_KEY:
        app_touch(a);
        app_key(a, ev->key);
        schedule_keep(a);
        break;
    case SCREEN_EVENT_PASTE:
        app_touch(a);
        if (ev->paste_cut)
            app_say(a, MESSAGE_WARNING, "%s",
                    _("The pasted text is longer than 16 MiB; its end is missing."));
        a->pasted = ev->report;
        app_paste(a, ev->paste ? ev->paste : "");
        a->pasted = (struct text_report){ 0 };
        schedule_keep(a);
        break;
    case SCREEN_EVENT_WAKE:
        if (ev->wake & APP_WAKE_PANIC)
            on_panic_press(a);
        if (ev->wake & APP_WAKE_WRITTEN)
            writing_pending(a);
        if (ev->wake & APP_WAKE_GUARD)
            on_guard(a);
        break;
    case SCREEN_EVENT_WATCHED:
        hear_broker(a);
        break;
    case SCREEN_EVENT_STOP:
        suspend(a);
        break;
    case SCREEN_EVENT_HANGUP:
    case SCREEN_EVENT_TERM:
    case SCREEN_EVENT_GONE:
        a->done = true;
        break;
    case SCREEN_EVENT_TIMEOUT:
    case SCREEN_EVENT_RESIZE:
    case SCREEN_EVENT_CONTINUE:
        break;
    }
}

/* As long as nothing else is to be done. False: nothing waits. */
static bool work(struct app *a)
{
    struct view *v = app_top(a);
    bool more = a->store && v && v->class->work && v->class->work(a, v);
    return app_state_sweep(a) || more;
}

/* What takes longer and comes after the paint, so that no key waits for it. false: nothing was due. */
static bool late_work(struct app *a)
{
    int64_t now = clock_boot_ms(&a->clock);
    bool keep = a->next_keep && now >= a->next_keep, due = view_due(a) && now >= view_due(a);
    if (keep)
        app_keep(a);
    if (due)
        app_top(a)->class->due_work(a, app_top(a));
    return keep || due;
}

/* false: more keys wait, and are looked at first. */
static bool paint(struct app *a)
{
    bool idle = !screen_pending(a->screen);
    if (idle)
        app_paint(a);
    return idle;
}

void app_step(struct app *a, int timeout_ms)
{
    struct screen_event ev = { 0 };
    bool open = a->store != NULL; /* as the user sees it */
    a->steps++;
    look_for_lock(a);
    int64_t next = deadlines(a);
    if (paint(a))
        open = a->store != NULL;
    if (late_work(a)) {
        next = deadlines(a);
        paint(a);
    }
    if (next >= 0 && (timeout_ms < 0 || next < timeout_ms))
        timeout_ms = next > 1000 * 60 * 60 ? 1000 * 60 * 60 : (int)next;
    if (work(a))
        timeout_ms = 0;
    guard_busy(a->guard, false);
    screen_wait(a->screen, timeout_ms, &ev);
    app_note_lock_keys(a);
    guard_busy(a->guard, true);
    /* The idle time may have passed in sleep: lock before the key is looked at, and let the key go. It was
     * meant for a screen that is no longer there, and must not become part of a passphrase. */
    deadlines(a);
    guard_go_on(a->guard);
    bool late = open && !a->store && (ev.kind == SCREEN_EVENT_KEY || ev.kind == SCREEN_EVENT_PASTE);
    if (!late)
        handle(a, &ev);
    app_free_gone(a);
    lock_if_left(a);
    if (app_needs_mending(a))
        app_mend(a);
    screen_event_free(&ev);
}

/* Everything is closed; who looks at the screen is told why the program does not end yet. */
static void wait_for_disk(struct app *a)
{
    app_close_vault(a);
    app_close_views(a);
    if (!writing_pending(a) || app_push(a, "leaving", "") < 0)
        return;
    a->done = false;
    while (!a->done && writing_pending(a))
        app_step(a, -1);
}

/* A text that no disk took goes with the program, however it is left. That is known when it has ended. */
static int leave(struct app *a, struct err *e)
{
    wait_for_disk(a);
    bool saving = writing_saving(a);
    app_end(a);
    if (a->writing.given_up)
        return err_set(e, ERR_FAILED, "%s",
                       saving ? _("The disk was not waited for: what was being saved, and what was typed "
                                  "last, may be lost. The prompt comes back when the disk answers.")
                              : _("The disk was not waited for: what was typed last may be lost. What was "
                                  "saved is in the vault. The prompt comes back when the disk answers.")),
               err_exit_status(ERR_FAILED);
    if (!a->unstored && !a->unkept && !a->unsaved)
        return a->status;
    err_set(e, ERR_FAILED, "%s",
            a->unsaved ? _("What was being saved at the lock did not reach the disk, and is lost. What was "
                           "saved before is in the vault.")
                       : _("What was typed last could not be kept, and is lost. What was saved is in the "
                           "vault."));
    return err_exit_status(ERR_FAILED);
}

int app_run(const struct app_options *options, struct err *e)
{
    struct app *a = calloc(1, sizeof *a);
    int status = 1;
    if (!a)
        return err_no_memory(e), err_exit_status(ERR_NO_MEMORY);
    if (app_start(a, options, e) == 0) {
        while (!a->done)
            app_step(a, -1);
        status = leave(a, e);
    } else {
        status = e ? err_exit_status(e->code) : 1;
        app_end(a);
    }
    wipe(a, sizeof *a);
    free(a);
    return status;
}
