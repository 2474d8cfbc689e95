/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code cannot stand on the unlock screen, neither before nor after: it is of one compartment, and whoever
 * has the passphrase of the other would see that the code he finds is not the one that stood there. So it is
 * shown while the vault is open: as found, once the file was looked through, and as it will be left, when the
 * user asks for it, right before locking. */
#include "satchel/app/state.h"

#include "satchel/app/app.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/vault.h"

#define PIECES 16 /* a mebibyte each quarter: the keys wait for one step at most */

static void tell(struct app *a)
{
    const char *code = vault_state_found(a->vault);
    a->state_told = true;
    if (vault_as_left(a->vault) == VAULT_NOT_AS_LEFT)
        app_say(a, MESSAGE_WARNING,
                _("A part of the file is not as this program left it: something older was put in its place. "
                  "State as "
                  "found: %s. Compare with your backup: satchel verify"),
                code);
    else if (*code)
        message_note(&a->messages, MESSAGE_INFO, clock_now(&a->clock), _("State of the file as found: %s"),
                     code);
}

bool app_state_sweep(struct app *a)
{
    if (!a->store || !a->vault || a->state_told)
        return false;
    int rc = 1;
    for (int i = 0; i < PIECES && rc > 0; i++)
        rc = vault_state_step(a->vault, NULL);
    if (rc <= 0)
        tell(a);
    return true;
}

static void answer(struct app *a, void *arg, size_t choice)
{
    struct err e = { 0 };
    (void)arg;
    if (choice == 0)
        app_lock(a);
    else if (app_go_on(a, &e) < 0)
        app_error(a, &e);
}

void app_state_ask(struct app *a)
{
    const char *const choices[] = { _("Lock now"), _("Go on") };
    char code[VAULT_STATE_BYTES];
    struct err e = { 0 };
    struct buf text = { 0 };
    if (app_settle(a, code, &e) < 0) {
        app_error(a, &e);
        return;
    }
    const char *found = vault_state_found(a->vault);
    if (*found)
        buf_addf(&text, _("As it was found:  %s\n"), found);
    buf_addf(&text, _("If you lock now:  %s\n\n"), code);
    if (vault_as_left(a->vault) == VAULT_NOT_AS_LEFT)
        buf_adds(&text, _("A part of the file is older than what this program left there. To lock now takes "
                          "it as it is.\n\n"));
    buf_adds(
        &text,
        _("Note the second one down, away from this computer. It must be the first one next time: another "
          "one means that somebody changed the file, or put an older one in its place."));
    app_ask(a, _("State of the file"), buf_text(&text), choices, 2, 1, answer, NULL);
    buf_free(&text);
}
