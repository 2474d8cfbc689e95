/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landlock cannot be widened, so it has to wait until the vault's place is known. Mostly that is at the
 * start: there is a vault where the command line or the default says. In the first run the user says it:
 * makes a vault in any folder, opens one from any, looks around in a demonstration; until then nothing is
 * open and nothing foreign has been read, and the network and other programs are gone already. So: at the
 * start if a vault is there, else before the first one is opened; a second place takes a new start.
 *
 * What is written in the program beside the vault: the settings, and copies and exports, which go to sticks
 * and to the folders named in export-folders; elsewhere confine_err says so. The folder of the settings is
 * made here, since afterwards it cannot be; a demonstration leaves nothing behind and makes none. There is no
 * folder of state: history, drafts and windows are in the vault. */
#include "satchel/app/confine.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "satchel/app/app.h"
#include "satchel/app/home_path.h"
#include "satchel/base/i18n.h"

static int add_export_folders(struct strs *folders, const char *list)
{
    int rc = 0;
    for (size_t n; rc == 0 && *list; list += n + (list[n] == ':')) {
        n = strcspn(list, ":");
        char *typed = strndup(list, n), *folder = typed ? home_path(typed) : NULL;
        rc = folder ? strs_add(folders, folder) : -1;
        free(typed);
        free(folder);
    }
    return rc;
}

static int add_config_folder(const struct app *a, struct strs *folders)
{
    char *folder = config_folder(NULL);
    if (!a->demo)
        config_make_folder();
    int rc = folder && *folder ? strs_add(folders, folder) : 0;
    free(folder);
    return rc;
}

int app_export_folders(const struct app *a, struct strs *folders)
{
    return add_export_folders(folders, config_text(&a->config, OPTION_EXPORTS));
}

int app_write_folders(const struct app *a, struct strs *folders)
{
    for (size_t i = 0; confine_media[i]; i++)
        if (strs_add(folders, confine_media[i]) < 0)
            return -1;
    if (confine_beside(folders, a->vault_path, NULL) < 0 || add_config_folder(a, folders) < 0)
        return -1;
    return app_export_folders(a, folders);
}

/* A demonstration removes its folder when it ends: NULL for another vault. Caller frees. */
static char *folder_above(const struct app *a)
{
    char *path = a->demo ? realpath(a->vault_path, NULL) : NULL;
    for (int i = 0; path && i < 2; i++) {
        char *slash = strrchr(path, '/');
        slash[slash == path] = '\0';
    }
    return path;
}

void app_confine_files(struct app *a)
{
    struct strs folders = { 0 };
    if (!a->options.confine || a->confine.files || a->confine.files_errno)
        return;
    char *emptied = folder_above(a);
    if (app_write_folders(a, &folders) == 0)
        confine_files(&a->confine, &folders, emptied);
    free(emptied);
    strs_free(&folders);
}

void app_confine_moved(struct app *a, struct err *e)
{
    /* Of Landlock access(2) knows nothing; Landlock holds for the folder that was there at the start. */
    a->moved = a->confine.files && e->code == ERR_PERMISSION && access(a->vault_path, R_OK | W_OK) == 0;
    if (a->moved)
        err_set(e, ERR_PERMISSION, "%s",
                a->unstored
                    ? _("The disk was taken out and put back, and Satchel reaches it again only when it is "
                        "started anew. What was typed last is in memory alone: quitting loses it.")
                    : _("The disk was taken out and put back. Quit and start Satchel again."));
}
