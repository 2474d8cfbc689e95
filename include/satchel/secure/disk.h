/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file lies on: the file system, and the disks below it (proc_pid_mountinfo(5), sysfs(5)). */
#ifndef SATCHEL_SECURE_DISK_H
#define SATCHEL_SECURE_DISK_H

#include <stdbool.h>

#include "satchel/secure/machine.h"

/* The file system that is mounted where a path lies. */
struct mount {
    struct buf point, type, source;
    struct buf options; /* of the mount and of the file system, separated by commas */
    struct buf device;  /* "8:1" */
};

/* path without links (machine_real_path). false: it is not told. Released by mount_free in either case. */
bool mount_find(const struct machine *m, const char *path, struct mount *out);
void mount_free(struct mount *mount);

/* The name of the block device, as in /sys/class/block: of a mount, of a path in /dev. false: there is none.
 */
bool disk_of_mount(const struct machine *m, const struct mount *mount, struct buf *name);
bool disk_of_path(const struct machine *m, const char *path, struct buf *name);

/* Whether everything on it is encrypted: it, or all that it consists of, is of dm-crypt or in memory. */
bool disk_is_sealed(const struct machine *m, const char *name);
/* Whether one of the disks below it keeps its bits in flash memory; -1: not told. */
int disk_is_flash(const struct machine *m, const char *name);

#endif
