/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A demonstration that is killed cannot remove its folder; the next one does. A folder is in use while its
 * lock is held: the descriptor with the lock is not closed but goes with the process, however that ends. So
 * what can be locked, is the user's own and has the name of such a folder belongs to nobody any more. Of its
 * content only files of a vault are removed, and the folder when it is empty then. Tested in
 * tests/e2e/test_cli_demo. */
#include "satchel/cli/demo_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

#define NAME_START "satchel-demo."
#define NAME_END   "XXXXXX"
#define VAULT      "/vault"
#define PLACES     4
#define TRIES      5 /* another demonstration may take the new folder for an old one before it is locked */

/* Memory first: what a killed demonstration leaves there is gone with the session. NULL: none. */
static const char *place(int i)
{
    const char *const path[PLACES] = { getenv("XDG_RUNTIME_DIR"), "/dev/shm", getenv("TMPDIR"), "/tmp" };
    return path[i] && path[i][0] == '/' ? path[i] : NULL;
}

/* ---- removing ---- */

/* vault, vault-0, vault-1, and the temporary names under which a vault is made: a dot and 16 hex digits. */
static bool is_of_vault(const char *name)
{
    return strcmp(name, "vault") == 0 || strcmp(name, "vault-0") == 0 || strcmp(name, "vault-1") == 0 ||
           (name[0] == '.' && strlen(name) == 17 && strspn(name + 1, "0123456789abcdef") == 16);
}

static void remove_files(int folder)
{
    int fd = dup(folder);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *f; d && (f = readdir(d));)
        if (is_of_vault(f->d_name))
            unlinkat(folder, f->d_name, 0);
    if (d)
        closedir(d);
    else if (fd >= 0)
        close(fd);
}

static bool is_left(int folder)
{
    struct stat st;
    return fstat(folder, &st) == 0 && st.st_uid == geteuid() && flock(folder, LOCK_EX | LOCK_NB) == 0;
}

static void remove_left(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0 && is_left(folder)) {
        remove_files(folder);
        unlinkat(parent, name, AT_REMOVEDIR);
    }
    if (folder >= 0)
        close(folder);
}

static void sweep(const char *path)
{
    DIR *d = path ? opendir(path) : NULL;
    for (struct dirent *f; d && (f = readdir(d));)
        if (strncmp(f->d_name, NAME_START, strlen(NAME_START)) == 0 &&
            strlen(f->d_name) == strlen(NAME_START NAME_END))
            remove_left(dirfd(d), f->d_name);
    if (d)
        closedir(d);
}

/* ---- making ---- */

/* 0: it is locked, by a descriptor that stays open; 1: it was taken for an old one; -1, errno set. */
static int lock(const char *folder)
{
    struct stat st;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 1 : -1;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0)
        return 0;
    close(fd);
    return 1;
}

static int make_in(const char *path, struct buf *name)
{
    for (int i = 0, rc = 1; i < TRIES && rc == 1; i++) {
        buf_clear(name);
        buf_addf(name, "%s/%s", path, NAME_START NAME_END);
        if (name->failed || !mkdtemp(name->data))
            return -1;
        rc = lock(buf_text(name));
        if (rc == 0)
            return 0;
    }
    return -1;
}

char *demo_folder_make(struct err *e)
{
    struct buf name = { 0 };
    int rc = -1;
    for (int i = 0; i < PLACES; i++)
        sweep(place(i));
    errno = ENOENT;
    for (int i = 0; rc != 0 && !name.failed && i < PLACES; i++)
        if (place(i))
            rc = make_in(place(i), &name);
    if (rc != 0 && !name.failed) {
        err_errno(e, errno, _("The folder for the demonstration could not be made"));
        buf_free(&name);
        return NULL;
    }
    buf_adds(&name, VAULT);
    return buf_take(&name, e);
}

void demo_folder_drop(const char *path)
{
    char *folder = strndup(path, strlen(path) - strlen(VAULT));
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd >= 0) {
        remove_files(fd);
        close(fd);
        rmdir(folder);
    }
    free(folder);
}
