/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question is asked in one place alone, after a backup: whoever has none loses everything by erasing, and
 * at an unlock or in the first run somebody else may be looking over the shoulder. Whether it is armed is of
 * the compartment, and asked of no other one.
 *
 * Presses that only locked are counted in the part of the vault they were made in, written down at its next
 * unlock: the third of them finds it locked already.
 *
 * The exports on record are known while the vault is open, and forgotten with it: what a locked program holds
 * must not tell where they are. Only when the panic key has locked and is armed are they known for as long as
 * two more presses may take. */
#include "satchel/app/erasing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/day.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/presses.h"
#include "satchel/store/agenda.h"
#include "satchel/store/exports.h"
#include "satchel/store/settings.h"
#include "satchel/tui/chrome.h"
#include "satchel/vault/erase.h"
#include "satchel/vault/vault.h"

#define SETTING_ARMED     "panic.armed"
#define SETTING_ASKED     "panic.asked"
#define SETTING_ACCIDENTS "panic.accidents"

/* ---- what is ready ---- */

int erasing_start(struct app *a, struct err *e)
{
    if (erase_new(&a->erase, NULL, e) < 0)
        return -1;
    erasing_aim(a);
    return 0;
}

void erasing_end(struct app *a)
{
    erase_free(a->erase);
    a->erase = NULL;
}

void erasing_aim(struct app *a)
{
    if (a->erase && erase_aim(a->erase, a->vault_path, NULL) == 0)
        erasing_files(a);
}

void erasing_files(struct app *a)
{
    if (a->erase && a->demo) /* trying it out must not cost one's own settings */
        erase_forget_own(a->erase);
    else if (a->erase)
        erase_own_files(a->erase);
}

int erasing_exports(struct app *a)
{
    struct exports all = { 0 };
    int rc = 0;
    if (!a->erase || !a->store)
        return 0;
    if (exported_list(a->store, &all, NULL) < 0) {
        exports_free(&all);
        return -1;
    }
    erase_forget_exports(a->erase);
    for (size_t i = 0; i < all.n; i++)
        if (!all.at[i].gone && erase_add_export(a->erase, all.at[i].path) < 0)
            rc = 1;
    exports_free(&all);
    return rc;
}

/* -1: it could not be read. */
static int is_set(struct app *a, const char *key)
{
    char *value = NULL;
    int rc = a->store ? store_setting_get(a->store, key, &value, NULL) : 0;
    bool set = rc == 0 && value && strcmp(value, "1") == 0;
    str_free(value);
    return rc < 0 ? -1 : set;
}

static void set_armed(struct app *a, bool on)
{
    a->armed = on;
    a->armed_unread = false;
    guard_arm(a->guard, on);
}

static const uint8_t PART[] = "part open last";

static void note_part(struct app *a)
{
    struct erasing_part *p = &a->counted_in;
    p->known = a->vault != NULL;
    if (p->known)
        seal_bytes(p->sealed, PART, 0, PART, sizeof PART, vault_draft_key(a->vault));
}

static bool is_other_part(struct app *a)
{
    uint8_t nothing[1];
    const struct erasing_part *p = &a->counted_in;
    return p->known && a->vault &&
           unseal_bytes(nothing, p->sealed, 0, PART, sizeof PART, vault_draft_key(a->vault)) < 0;
}

/* A count that shows in the other part would tell it that there is this one. What the panic key may do, and
 * would take along, is of one part too. */
static void forget_other_part(struct app *a)
{
    if (!is_other_part(a))
        return;
    guard_accidents(a->guard);
    a->accidents = 0;
    erase_forget_exports(a->erase);
    set_armed(a, false);
}

/* What cannot be read is no answer: a key that was armed stays armed. */
static void read_armed(struct app *a)
{
    int armed = is_set(a, SETTING_ARMED);
    a->armed_unread = armed < 0;
    if (armed >= 0)
        set_armed(a, armed == 1);
}

static void tell_unread(struct app *a, int exports)
{
    if (exports > 0)
        app_say_also(
            a, MESSAGE_WARNING,
            _("There are more exports on record than erasing can take along: shred some (:exports)."));
    if (a->armed_unread)
        app_say_also(a, MESSAGE_WARNING,
                     a->armed
                         ? _("Whether the panic key may erase could not be read: it stays armed as before.")
                         : _("Whether the panic key may erase could not be read: for now it only locks."));
    else if (exports < 0)
        app_say_also(
            a, MESSAGE_WARNING,
            _("The exports on record could not be read: erasing takes along those known before alone."));
}

void erasing_open(struct app *a)
{
    if (!a->erase)
        return;
    forget_other_part(a);
    erasing_aim(a);
    erase_hold(a->erase, a->vault ? vault_fd(a->vault) : -1);
    int exports = erasing_exports(a);
    read_armed(a);
    tell_unread(a, exports);
    erasing_accidents(a);
}

void erasing_reload(struct app *a)
{
    erasing_exports(a);
    if (a->erase && a->store && a->armed_unread)
        read_armed(a);
}

void erasing_close(struct app *a)
{
    if (!a->erase)
        return;
    note_part(a);
    erase_hold(a->erase, -1);
    if (!a->exports_until)
        erase_forget_exports(a->erase);
}

void erasing_pressed(struct app *a)
{
    if (a->erase && a->armed && (a->store || a->exports_until))
        a->exports_until = clock_boot_ms(&a->clock) + PRESSES_WITHIN_MS;
}

int64_t erasing_due(struct app *a, int64_t now)
{
    if (a->exports_until && (a->store || now >= a->exports_until)) {
        a->exports_until = 0;
        if (!a->store)
            erase_forget_exports(a->erase);
    }
    return a->exports_until;
}

/* ---- accidents ---- */

unsigned erasing_accidents(struct app *a)
{
    char *value = NULL, text[16];
    a->accidents += guard_accidents(a->guard);
    bool read = a->store && store_setting_get(a->store, SETTING_ACCIDENTS, &value, NULL) == 0;
    unsigned all = (value ? (unsigned)strtoul(value, NULL, 10) : 0) + a->accidents;
    str_free(value);
    snprintf(text, sizeof text, "%u", all);
    if (read && a->accidents && !app_needs_writing(a) &&
        store_setting_set(a->store, SETTING_ACCIDENTS, text, NULL) == 0)
        a->accidents = 0; /* else at another unlock */
    return all;
}

/* ---- whether it may ---- */

bool erasing_armed(const struct app *a)
{
    return a->armed;
}

int erasing_arm(struct app *a, bool on, struct err *e)
{
    if (store_setting_set(a->store, SETTING_ARMED, on ? "1" : NULL, e) < 0)
        return -1;
    set_armed(a, on);
    return 0;
}

char *erasing_last_backup(struct app *a)
{
    struct opt_day day = { 0 };
    char *text = NULL;
    if (a->store)
        store_setting_get(a->store, AGENDA_BACKUP_KEY, &text, NULL);
    day.set = text && day_parse(text, &day.v) == 0;
    str_free(text);
    return day.set ? present_day(day) : strdup(_("never"));
}

static void answered(struct app *a, void *arg, size_t choice)
{
    struct err e = { 0 };
    (void)arg;
    if (erasing_arm(a, choice == 1, &e) < 0)
        app_error(a, &e);
    else if (choice == 1)
        app_say(a, MESSAGE_WARNING, "%s",
                _("Armed: three presses of the panic key, a moment apart, erase this vault. :panic-disarm "
                  "takes it "
                  "back."));
    else
        app_say(a, MESSAGE_INFO, "%s", _("The panic key locks and never erases. :panic-arm changes that."));
}

void erasing_ask(struct app *a)
{
    const char *const choices[] = { _("Only lock"), _("Arm erasing") };
    const bool narrow = screen_cols(a->screen) < 60 || screen_rows(a->screen) < 18;
    struct buf text = { 0 };
    char *backup = erasing_last_backup(a);
    store_setting_set(a->store, SETTING_ASKED, "1", NULL);
    buf_addf(
        &text,
        narrow ? _("Armed, three taps in three seconds, a moment apart, or one and a hold, erase the vault. "
                   "Last backup: %s. Copies, snapshots, old flash cells stay. Erasing may be an offence.")
               : _("Pressed once, the panic key locks. Armed, three presses within three seconds erase "
                   "this vault for good: no question, no passphrase, no way back but a backup. Tap, wait a "
                   "moment, "
                   "tap: hammering does not count. A press and then a hold count as three.\n\n"
                   "Last backup: %s\n\n"
                   "Erasing does not reach backups, images taken before, snapshots and old cells of a "
                   "flash disk. Two images of this disk show which part of a vault lives. Destroying "
                   "data may itself be an offence where you are. That is why locking is the default."),
        backup ? backup : "");
    app_ask(a, _("May the panic key erase?"), buf_text(&text), choices, 2, 0, answered, NULL);
    buf_free(&text);
    str_free(backup);
}

void erasing_offer(struct app *a)
{
    if (a->demo || app_needs_writing(a) || is_set(a, SETTING_ASKED) != 0 || is_set(a, SETTING_ARMED) != 0)
        return;
    screen_drop_input(a->screen); /* what was typed while the copy was written is no answer */
    erasing_ask(a);
}
