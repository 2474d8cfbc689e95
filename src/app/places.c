/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/places.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/app/app.h"
#include "satchel/app/confine.h"
#include "satchel/app/home_path.h"
#include "satchel/base/clock.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"

/* ---- what is there ---- */

static bool has(const struct strs *all, const char *text)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->at[i], text) == 0)
            return true;
    return false;
}

static int offer(struct places *p, const char *folder)
{
    struct stat s;
    if (stat(folder, &s) < 0 || !S_ISDIR(s.st_mode) || access(folder, W_OK | X_OK) < 0 ||
        has(&p->offered, folder))
        return 0;
    return strs_add(&p->offered, folder);
}

/* A disk of its own that hangs in `folder`: /media/STICK, /media/USER/STICK. */
static int offer_disks(struct places *p, const char *folder, int depth)
{
    struct stat above, s;
    DIR *d = depth && stat(folder, &above) == 0 ? opendir(folder) : NULL;
    struct dirent *entry;
    int rc = 0;
    while (d && rc == 0 && (entry = readdir(d))) {
        struct buf path = { 0 };
        buf_addf(&path, "%s/%s", folder, entry->d_name);
        if (path.failed)
            rc = -1;
        else if (*entry->d_name != '.' && stat(path.data, &s) == 0 && S_ISDIR(s.st_mode))
            rc = s.st_dev != above.st_dev ? offer(p, path.data) : offer_disks(p, path.data, depth - 1);
        buf_free(&path);
    }
    if (d)
        closedir(d);
    return rc;
}

static int offer_media(struct places *p)
{
    for (size_t i = 0; confine_media[i]; i++)
        if (offer_disks(p, confine_media[i], 2) < 0)
            return -1;
    return 0;
}

static int offer_all(struct places *p, const struct strs *folders)
{
    for (size_t i = 0; i < folders->n; i++)
        if (offer(p, folders->at[i]) < 0)
            return -1;
    return 0;
}

int places_find(const struct app *a, struct places *p, struct err *e)
{
    struct strs exports = { 0 }, beside = { 0 };
    *p = (struct places){ 0 };
    int rc = app_export_folders(a, &exports) < 0 || confine_beside(&beside, a->vault_path, NULL) < 0 ||
                     offer_media(p) < 0 || offer_all(p, &exports) < 0 || offer_all(p, &beside) < 0 ||
                     (a->confine.files && app_write_folders(a, &p->roots) < 0)
                 ? err_no_memory(e)
                 : 0;
    strs_free(&exports);
    strs_free(&beside);
    return rc;
}

void places_free(struct places *p)
{
    strs_free(&p->roots);
    strs_free(&p->offered);
}

/* ---- a name ---- */

static bool is_begun(const char *path, const char *root)
{
    return strncmp(root, path, strlen(path)) == 0;
}

static bool may(const struct places *p, const char *typed, bool begun)
{
    char *path = home_path(typed);
    bool may = !path || p->roots.n == 0;
    for (size_t i = 0; !may && i < p->roots.n; i++)
        may = (begun && is_begun(path, p->roots.at[i])) || confine_lies_below(path, p->roots.at[i]);
    str_free(path);
    return may;
}

bool places_may(const struct places *p, const char *typed)
{
    return may(p, typed, true);
}

bool places_may_hold(const struct places *p, const char *typed)
{
    return may(p, typed, false);
}

char *places_name(const struct app *a, const char *folder)
{
    const char *slash = strrchr(a->vault_path, '/'), *vault = slash ? slash + 1 : a->vault_path;
    char day[DAY_TEXT_BYTES];
    struct buf b = { 0 };
    day_format(clock_today(&a->clock), day);
    for (int i = 1; i < 100; i++) {
        buf_clear(&b);
        buf_addf(&b, "%s%s%s-%s", folder, strcmp(folder, "/") == 0 ? "" : "/", vault, day);
        if (i > 1)
            buf_addf(&b, "-%d", i);
        if (b.failed || access(b.data, F_OK) < 0)
            break;
    }
    return buf_take(&b, NULL);
}
