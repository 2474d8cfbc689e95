/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the vault, and closing it so that nothing stays behind. The order of a lock: the screen shows
 * nothing, drafts are sealed in memory, views freed (they hold record text), messages and clipboard wiped;
 * then the vault is given the drafts, for 50 ms at most, and where the user was; store and vault closed (the
 * vault wipes keys and SQLite's memory), screen blank, unlock shown. The disk comes last: what the vault
 * wants written is noted, sealed, and written when all that is done (writing.h). It never asks; what fails on
 * the way is passed over, because a vault that stays open is worse than a draft that is two seconds old. */
#include <string.h>
#include <unistd.h>

#include "satchel/app/app.h"
#include "satchel/app/confine.h"
#include "satchel/app/trail.h"
#include "satchel/base/i18n.h"
#include "satchel/store/mend_open.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/store/store.h"
#include "satchel/store/settings.h"
#include "satchel/vault/vault.h"

bool app_vault_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void close_store(struct app *a)
{
    store_close(a->store);
    a->store = NULL;
}

/* ---- what the disk does not take ---- */

#define KEEP_WITHIN_MS 50 /* since the lock began */
#define END_WITHIN_MS  80 /* ... with the end of the session, when that was not enough */

/* From here on what was typed stands in one place, and no disk is needed to keep it. Of a program that ends
 * nothing stays in memory: there it is not sealed. */
static void seal_drafts(struct app *a, const struct buf *places)
{
    a->sealed.collecting = true;
    app_keep_drafts(a);
    a->unkept = app_is_unkept(a);
    sealed_end(&a->sealed, buf_text(places), a->vault && !a->done ? vault_draft_key(a->vault) : NULL, NULL);
}

/* The program is told to end in the middle of a change: that was cut off, and its connection takes no more.
 */
static int offer_again(struct app *a)
{
    close_store(a);
    return vault_again(a->vault, NULL) < 0 || store_open(vault_db(a->vault), &a->clock, &a->store, NULL) < 0
               ? -1
               : sealed_offer(&a->sealed, a->store, NULL);
}

/* No disk is waited for, but a text of many megabytes takes its time to be sealed page by page. What was cut
 * off is undone, and the session ended, in what is left of the time of a lock. When the program ends nothing
 * is cut off: what it does not keep then is lost. */
static void offer_drafts(struct app *a, int64_t began)
{
    bool room = !a->vault || vault_has_room(a->vault, a->sealed.plain.len);
    int64_t until = began + KEEP_WITHIN_MS;
    guard_hurry(a->guard, a->done ? 0 : until);
    int rc = sealed_offer(&a->sealed, room ? a->store : NULL, NULL);
    bool late = !a->done && clock_boot_ms(&a->clock) >= until;
    guard_hurry(a->guard, late ? began + END_WITHIN_MS : 0);
    if (rc < 0 && room && a->done && a->vault)
        rc = offer_again(a);
    sealed_drop(&a->sealed);
    a->unstored |= rc > 0;
    a->unkept |= rc < 0;
    writing_offered(a);
}

static void unseal(struct app *a, struct err *e)
{
    a->unkept = a->unstored = false;
    if (!a->vault || a->read_only)
        return;
    a->unstored = sealed_restore(&a->sealed, a->store, vault_draft_key(a->vault), e) < 0;
    writing_restored(a);
}

/* Last, and not over another warning: a draft that is older may be on the screen, and said to be back. */
static void tell_unstored(struct app *a, const struct err *why)
{
    if (!a->unstored)
        return;
    app_say_also(a, MESSAGE_WARNING, why->text);
    app_say_also(
        a, MESSAGE_WARNING,
        _("What was typed last before the lock is in memory alone still, and not on the screen. Lock and "
          "unlock to have it back; quitting loses it."));
}

/* What is no longer there is no news: it was stored, deleted or thrown away. */
static void restore_place(struct app *a)
{
    struct err e = { 0 };
    char *lines = NULL, *save = NULL;
    store_setting_get(a->store, SEALED_PLACES, &lines, NULL);
    for (char *line = lines ? strtok_r(lines, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save)) {
        char *arg = strchr(line, '\t');
        if (!arg)
            break;
        *arg++ = '\0';
        if (app_try_push(a, line, arg, &e) < 0)
            break;
    }
    if (e.code != ERR_NONE && e.code != ERR_NOT_FOUND)
        app_error(a, &e);
    trail_note(a);
    str_free(lines);
}

static void tell_notices(struct app *a)
{
    static const struct {
        unsigned notice;
        const char *text;
    } TEXTS[] = {
        { VAULT_NOT_LOCKED, N_("The last session ended without locking. What was saved is here.") },
        { VAULT_TORN_COPY,
          N_("This file was copied or moved in the middle of a change. Compare it with your backup.") },
        { VAULT_CONTENT_BAD,
          N_("Part of the content is damaged. Keep this file, and restore a backup: satchel restore.") },
        { VAULT_CHANGE_DONE, N_("An interrupted change of passphrase was completed: the new one holds.") },
        { VAULT_CHANGE_UNDONE, N_("An interrupted change of passphrase was undone: the old one holds.") },
        { VAULT_NO_ROOM,
          N_("The disk is full: open for reading only. Free some space there, lock, and unlock again.") },
    };
    unsigned notices = vault_notices(a->vault);
    if (a->unended && notices == VAULT_NOT_LOCKED) { /* nobody else did that */
        app_say(a, MESSAGE_WARNING, "%s",
                a->unsaved ? _("What was being saved at the last lock did not reach the disk: see what is "
                               "missing. What was saved before is here, and undo takes back a step of "
                               "that.")
                           : _("The last lock could not be finished on the disk. What was saved is here."));
        return;
    }
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (notices & TEXTS[i].notice)
            app_say(a, MESSAGE_WARNING, "%s", _(TEXTS[i].text));
}

/* The lock screen has no line for it. A panic key that does nothing is found out too late, so it is named. */
static void tell_settings(struct app *a)
{
    if (a->problems)
        app_say(a, MESSAGE_WARNING,
                P_("There is %zu problem in the settings: see :messages.",
                   "There are %zu problems in the settings: see :messages.", a->problems),
                a->problems);
    if (a->problems && config_refused(&a->config, OPTION_PANIC))
        app_say(a, MESSAGE_WARNING, _("The panic key is %s, not the one in the settings: see :messages."),
                config_text(&a->config, OPTION_PANIC));
    a->problems = 0;
}

void app_enter(struct app *a)
{
    struct err unstored = { 0 };
    a->was_open = true;
    a->asleep = clock_asleep_ms(&a->clock);
    app_touch(a);
    guard_opened(a->guard, a->key_file);
    app_close_views(a);
    unseal(a, &unstored);
    if (app_push(a, "agenda", "") == 0)
        restore_place(a);
    else
        app_push(a, "views", ""); /* damage: its sentence stands below, other screens may be whole */
    tell_settings(a);
    if (a->vault)
        tell_notices(a);
    tell_unstored(a, &unstored);
    a->unsaved = false;
}

/* ---- a damaged vault ---- */

/* The store becomes what is left of it. *said: how much is missing; caller frees. */
static int open_rest(struct app *a, char **said, struct err *e)
{
    struct losses lost = { 0 };
    struct buf b = { 0 };
    int rc = vault_rescued(a->vault) ? 0 : vault_rescue(a->vault, e);
    if (rc == 0)
        rc = mend_open(a->vault, &a->clock, &a->store, &lost, e);
    losses_say(&lost, &b);
    losses_free(&lost);
    *said = rc == 0 ? buf_take(&b, NULL) : NULL;
    buf_free(&b);
    a->mended = rc == 0;
    return rc;
}

static void enter_rest(struct app *a, char *said)
{
    a->read_only = true;
    app_enter(a);
    app_say(a, MESSAGE_WARNING, "%s", said ? said : "");
    str_free(said);
}

bool app_needs_mending(const struct app *a)
{
    return a->store && a->vault && !vault_rescued(a->vault) && vault_is_damaged(a->vault);
}

static void close_vault(struct app *a)
{
    erasing_close(a);
    writing_behind(a);
    a->unended = vault_close(a->vault, NULL) < 0;
    a->vault = NULL;
    guard_hurry(a->guard, 0);
    guard_closed(a->guard);
    writing_closed(a);
}

/* With all that holds record text. */
static void close_views(struct app *a)
{
    app_close_overlay(a);
    app_close_views(a);
    discreet_free(&a->names);
    a->names_read = false;
    letter_names_free(a);
    str_set(&a->edited, NULL);
}

static void forget_key_file(struct app *a)
{
    const char *given = a->options.key_file;
    str_free(a->key_file);
    a->key_file = given ? strdup(given) : NULL;
}

/* A key file that was named goes with what was open; the next passphrase may be of the other part. So does
 * reading only: it is for one opening, since a duress passphrase that can only read erases nothing. */
void app_ask_unlock(struct app *a, const char *why)
{
    a->read_only = a->options.read_only;
    forget_key_file(a);
    app_push(a, "unlock", why);
}

void app_mend(struct app *a)
{
    struct err e = { 0 };
    char *said;
    app_keep(a);
    if (app_is_unkept(a)) /* what is being typed comes first */
        return;
    trail_keep(a);
    close_views(a);
    close_store(a);
    if (open_rest(a, &said, &e) == 0) {
        enter_rest(a, said);
        return;
    }
    message_free(&a->messages);
    buf_free(&a->clip);
    close_vault(a);
    screen_blank(a->screen);
    app_ask_unlock(a, e.text);
}

/* ---- opening ---- */

static int open_store(struct app *a, char **said, struct err *e)
{
    struct err why = { 0 };
    *said = NULL;
    if (vault_rescued(a->vault))
        return open_rest(a, said, e);
    if (store_open(vault_db(a->vault), &a->clock, &a->store, &why) == 0)
        return 0;
    if (why.code == ERR_DAMAGE)
        return open_rest(a, said, e);
    *e = why;
    return -1;
}

/* Without them the program goes on, and says so: a lock then waits for what is under way. */
void app_start_guard(struct app *a)
{
    const struct broker *broker = a->options.broker;
    struct guard_setup setup = { .clock = &CLOCK_SYSTEM,
                                 .wake = APP_WAKE_GUARD,
                                 .broker = broker ? broker->pid : 0,
                                 .typed = app_lock_overheard,
                                 .typed_arg = a,
                                 .erase = a->erase };
    struct err e = { 0 };
    if (a->options.confine && !a->guard && guard_start(&a->guard, &setup, &e) < 0)
        app_error(a, &e);
}

int app_unlock(struct app *a, const struct secret *passphrase, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    char *said;
    o.key_file = a->key_file;
    o.read_only = a->read_only;
    o.newest_schema = SCHEMA_VERSION;
    o.rescue = VAULT_RESCUE;
    app_confine_files(a);
    app_start_guard(a);
    o.halt = guard_halt(a->guard);
    o.io = writing_io(a);
    if (writing_wait(a, e) < 0)
        return -1;
    writing_begin(a);
    if (vault_open(a->vault_path, passphrase, &o, &a->vault, e) < 0) {
        writing_behind(a);
        writing_closed(a);
        app_confine_moved(a, e);
        return -1;
    }
    a->state_told = a->settled = false;
    if (open_store(a, &said, e) < 0) {
        close_vault(a);
        return -1;
    }
    if (a->mended) {
        enter_rest(a, said);
        erasing_open(a);
        return 0;
    }
    a->read_only = vault_read_only(a->vault);
    app_enter(a);
    erasing_open(a);
    return 0;
}

int app_create(struct app *a, const char *path, const struct secret *passphrase, int profile, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    o.key_file = a->key_file;
    o.profile = (enum kdf_profile)profile;
    o.fill = store_init_schema;
    o.halt = app_halt(a);
    if (vault_create(path, passphrase, &o, e) < 0)
        return -1;
    return str_set(&a->vault_path, path) < 0 ? err_no_memory(e) : 0;
}

int app_open_demo(struct app *a, struct err *e)
{
    struct secret passphrase = { 0 };
    char *path = NULL;
    if (!a->options.make_demo)
        return err_set(e, ERR_FAILED, "%s", _("This build has no invented cases to look around in."));
    if (a->options.make_demo(&path, &passphrase, e) < 0)
        return -1;
    str_free(a->vault_path);
    a->vault_path = path;
    a->demo = a->demo_owned = true;
    secret_free(&a->demo_passphrase);
    a->demo_passphrase = passphrase;
    return app_unlock(a, &a->demo_passphrase, e);
}

int app_settle(struct app *a, char *code, struct err *e)
{
    app_keep(a);
    trail_keep(a);
    if (vault_end_session(a->vault, code, e) < 0)
        return -1;
    a->settled = true;
    return 0;
}

int app_go_on(struct app *a, struct err *e)
{
    a->settled = false;
    return vault_go_on(a->vault, e);
}

void app_close_vault(struct app *a)
{
    struct buf places = { 0 };
    int64_t began = clock_boot_ms(&a->clock);
    app_close_overlay(a);
    if (!a->store)
        return;
    guard_locking(a->guard);
    screen_hide(a->screen);
    trail_list(a, &places);
    seal_drafts(a, &places);
    close_views(a);
    message_free(&a->messages);
    buf_free(&a->clip);
    writing_behind(a);
    if (a->sealed.drafts)
        offer_drafts(a, began);
    else
        trail_store(a, &places);
    buf_free(&places);
    close_store(a);
    close_vault(a);
    a->mended = false;
}

/* Nothing is open: what was begun to be typed, a passphrase perhaps, goes. Where there is no vault to ask for
 * yet, the first run begins again. */
static void wipe_typed(struct app *a)
{
    bool first = !app_vault_exists(a->vault_path) && view_is(app_top(a), "first-run");
    app_close_overlay(a);
    app_close_views(a);
    screen_blank(a->screen);
    if (first) {
        forget_key_file(a);
        app_push(a, "first-run", "");
    } else {
        app_ask_unlock(a, "");
    }
}

void app_lock(struct app *a)
{
    bool cut = a->cancelled_at && a->steps - a->cancelled_at <= 1; /* for this lock */
    a->touched = false;
    a->cut = cut || (a->cut && !a->store);
    a->cancelled_at = 0;
    if (!a->store) {
        if (app_top(a) && !view_is(app_top(a), "leaving"))
            wipe_typed(a);
        return;
    }
    app_close_vault(a);
    screen_blank(a->screen);
    app_ask_unlock(a, "");
}
