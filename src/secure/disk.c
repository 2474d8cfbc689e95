/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disks stand on disks: a volume on a volume group on an encrypted partition on a disk. /sys/class/block/NAME
 * lists what it stands on in `slaves`; a partition's disk is the folder it lies in, as the link of the name
 * shows. */
#include "satchel/secure/disk.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH 8 /* of disks on disks; more is a loop */

/* ---- mounts ---- */

static bool holds(const char *point, const char *path)
{
    size_t n = strlen(point);
    if (n == 1)
        return path[0] == '/';
    return strncmp(point, path, n) == 0 && (path[n] == '/' || !path[n]);
}

/* "36 35 98:0 /root /point rw,noatime shared:1 - ext3 /dev/root rw": what follows the optional words stands
 * behind a dash of its own. */
static void take(struct mount *out, const char *line, size_t n, struct buf *word)
{
    size_t i = 6;
    mount_free(out);
    machine_word(&out->device, line, n, 2);
    machine_word(word, line, n, 4);
    machine_add_unescaped(&out->point, buf_text(word));
    machine_word(&out->options, line, n, 5);
    do {
        machine_word(word, line, n, i++);
    } while (word->len && strcmp(buf_text(word), "-") != 0);
    machine_word(&out->type, line, n, i);
    machine_word(word, line, n, i + 1);
    machine_add_unescaped(&out->source, buf_text(word));
    machine_word(word, line, n, i + 2);
    buf_addf(&out->options, ",%s", buf_text(word));
}

bool mount_find(const struct machine *m, const char *path, struct mount *out)
{
    struct buf text = { 0 }, word = { 0 }, point = { 0 };
    size_t n, best = 0;
    *out = (struct mount){ 0 };
    machine_read(m, &text, "/proc/self/mountinfo");
    const char *at = buf_text(&text);
    for (const char *line; (line = machine_next_line(&at, &n));) {
        machine_word(&word, line, n, 4);
        buf_clear(&point);
        machine_add_unescaped(&point, buf_text(&word));
        if (point.len && point.len >= best && holds(buf_text(&point), path)) { /* the last one lies on top */
            best = point.len;
            take(out, line, n, &word);
        }
    }
    buf_free(&text);
    buf_free(&word);
    buf_free(&point);
    return best > 0;
}

void mount_free(struct mount *mount)
{
    buf_free(&mount->point);
    buf_free(&mount->type);
    buf_free(&mount->source);
    buf_free(&mount->options);
    buf_free(&mount->device);
}

/* ---- disks ---- */

static bool last_part(struct buf *path)
{
    const char *slash = strrchr(buf_text(path), '/');
    size_t cut = slash ? (size_t)(slash - path->data) + 1 : 0;
    if (cut) {
        memmove(path->data, path->data + cut, path->len - cut + 1);
        path->len -= cut;
    }
    return path->len > 0;
}

bool disk_of_path(const struct machine *m, const char *path, struct buf *name)
{
    machine_real_path(m, name, path);
    return last_part(name) && machine_is_there(m, "/sys/class/block/%s", buf_text(name));
}

bool disk_of_mount(const struct machine *m, const struct mount *mount, struct buf *name)
{
    if (machine_link(m, name, "/sys/dev/block/%s", buf_text(&mount->device)) && last_part(name))
        return true;
    buf_clear(name); /* file systems over several disks have a number of their own */
    return strncmp(buf_text(&mount->source), "/dev/", 5) == 0 &&
           disk_of_path(m, buf_text(&mount->source), name);
}

/* The disks it stands on; a partition: its disk. None: it is one. */
static void below(const struct machine *m, const char *name, struct strs *names)
{
    machine_names(m, names, "/sys/class/block/%s/slaves", name);
    if (names->n || !machine_is_there(m, "/sys/class/block/%s/partition", name))
        return;
    struct buf folder = { 0 };
    if (machine_link(m, &folder, "/sys/class/block/%s", name)) {
        char *slash = strrchr(folder.data, '/');
        buf_cut(&folder, slash ? (size_t)(slash - folder.data) : 0);
        if (last_part(&folder))
            strs_add(names, buf_text(&folder));
    }
    buf_free(&folder);
}

/* Compressed memory; what does not fit may go to a disk behind it. */
static bool sealed_itself(const struct machine *m, const char *name)
{
    struct buf text = { 0 };
    bool crypt = machine_line(m, &text, "/sys/class/block/%s/dm/uuid", name) &&
                 strncmp(buf_text(&text), "CRYPT-", 6) == 0;
    bool memory =
        strncmp(name, "zram", 4) == 0 && (!machine_line(m, &text, "/sys/class/block/%s/backing_dev", name) ||
                                          strcmp(buf_text(&text), "none") == 0);
    buf_free(&text);
    return crypt || memory || strncmp(name, "ram", 3) == 0;
}

static bool is_sealed(const struct machine *m, const char *name, int depth)
{
    struct strs names = { 0 };
    bool sealed = sealed_itself(m, name);
    if (!sealed && depth < DEPTH)
        below(m, name, &names);
    for (size_t i = 0; i < names.n; i++) {
        sealed = is_sealed(m, names.at[i], depth + 1);
        if (!sealed)
            break;
    }
    strs_free(&names);
    return sealed;
}

bool disk_is_sealed(const struct machine *m, const char *name)
{
    return is_sealed(m, name, 0);
}

static int flash(const struct machine *m, const char *name, int depth)
{
    struct strs names = { 0 };
    struct buf text = { 0 };
    int found = -1;
    if (depth < DEPTH)
        below(m, name, &names);
    if (!names.n && machine_line(m, &text, "/sys/class/block/%s/queue/rotational", name))
        found = strcmp(buf_text(&text), "0") == 0;
    for (size_t i = 0; i < names.n && found != 1; i++) {
        int lower = flash(m, names.at[i], depth + 1);
        found = lower < 0 && found == 0 ? found : lower;
    }
    buf_free(&text);
    strs_free(&names);
    return found;
}

int disk_is_flash(const struct machine *m, const char *name)
{
    return flash(m, name, 0);
}
