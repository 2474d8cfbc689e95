/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command needs of the vault: for command.unavailable. */
#include "satchel/app/app.h"
#include "satchel/base/i18n.h"

const char *app_needs_vault(void *arg)
{
    return ((struct app *)arg)->store ? NULL : _("The vault is locked.");
}

const char *app_needs_file(void *arg)
{
    return ((struct app *)arg)->vault ? NULL : _("The vault is locked.");
}

const char *app_needs_writing(void *arg)
{
    const struct app *a = arg;
    if (!a->store)
        return _("The vault is locked.");
    if (a->mended)
        return _("The vault is damaged and open for reading only. To save the rest: satchel salvage");
    return a->read_only ? _("The vault is open for reading only.") : NULL;
}
