/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key file a vault was opened with: whether it is still there, on the disk it was on. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "satchel/app/guard_inside.h"

/* A stick that is pulled out leaves its files in the system's cache as if they were there; its entry in /sys
 * is gone. */
static void find_disk(struct guard_file *f)
{
    snprintf(f->disk, sizeof f->disk, "/sys/dev/block/%u:%u", major(f->device), minor(f->device));
    if (access(f->disk, F_OK) < 0)
        f->disk[0] = '\0';
}

void guard_file_watch(struct guard_file *f, const char *path)
{
    struct stat st;
    f->watched = path && strlen(path) < sizeof f->path && stat(path, &st) == 0;
    if (!f->watched)
        return;
    strcpy(f->path, path);
    f->device = st.st_dev;
    f->inode = st.st_ino;
    find_disk(f);
}

bool guard_file_gone(struct guard *g)
{
    struct stat st;
    struct guard_file *f = &g->file;
    pthread_mutex_lock(&f->mutex);
    bool gone = f->watched && (stat(f->path, &st) < 0 || st.st_dev != f->device || st.st_ino != f->inode ||
                               (*f->disk && access(f->disk, F_OK) < 0));
    pthread_mutex_unlock(&f->mutex);
    return gone;
}
