/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landlock restricts by what a file lies in at the time it is opened; what is open stays as it is. Reading is
 * not restricted: the user names any file to import, and a program without a network that reads too much
 * tells nobody. The interface has versions; each that the running kernel does not know is left out, and what
 * is known but granted nowhere (making devices, sockets and links; running; moving between folders; TCP;
 * abstract sockets) is gone.
 *
 * The numbers are those of linux/landlock.h, of which the build may have an older one than the kernel it runs
 * on. Tested in tests/unit/test_confine.c and, inside the running program, tests/e2e/test_confine.sh. */
#include "satchel/secure/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/syscalls.h"

const char *const confine_media[] = { "/media", "/run/media", "/mnt", NULL };

/* ---- places ---- */

/* Cuts the last part of a path off. */
static void to_folder(char *path)
{
    char *slash = strrchr(path, '/');
    if (!slash)
        strcpy(path, ".");
    else
        slash[slash == path] = '\0';
}

/* The folder of a file, or the nearest above it that is there; caller frees; NULL: no memory. */
static char *folder_of(const char *file)
{
    char *path = realpath(file, NULL);
    if (!path) {
        path = malloc(strlen(file) + 2); /* room for "." */
        if (path)
            strcpy(path, file);
    }
    if (!path)
        return NULL;
    do {
        to_folder(path);
    } while (access(path, F_OK) < 0 && strcmp(path, "/") != 0 && strcmp(path, ".") != 0);
    return path;
}

int confine_beside(struct strs *folders, const char *file, struct err *e)
{
    char *folder = folder_of(file);
    int rc = folder && strs_add(folders, folder) == 0 ? 0 : err_no_memory(e);
    free(folder);
    return rc;
}

static bool is_below(const char *folder, const char *root)
{
    size_t n = strlen(root);
    return strncmp(folder, root, n) == 0 && (!folder[n] || folder[n] == '/' || (n && root[n - 1] == '/'));
}

bool confine_lies_below(const char *path, const char *root)
{
    struct strs folder = { 0 };
    const size_t n = strlen(path);
    char *real_root = realpath(root, NULL),
         *real = n && path[n - 1] == '/' ? realpath(path, NULL) : NULL; /* a folder: the name comes later */
    if (!real && confine_beside(&folder, path, NULL) == 0)
        real = realpath(folder.at[0], NULL);
    bool below = real && real_root && is_below(real, real_root);
    strs_free(&folder);
    free(real);
    free(real_root);
    return below;
}

int confine_err(struct err *e, const char *path, int errnum, const char *what)
{
    /* Of the permissions Landlock knows nothing, and access(2) knows nothing of Landlock. */
    char *folder = errnum == EACCES ? folder_of(path) : NULL;
    bool refused = folder && access(folder, W_OK | X_OK) == 0;
    free(folder);
    if (!refused)
        return err_errno(e, errnum, "%s", what);
    return err_set(e, ERR_PERMISSION,
                   _("Nothing was written: Satchel keeps itself to the vault's folder, /media, /run/media, "
                     "/mnt and its export folders. Choose a place there, or add this one to export-folders "
                     "in the settings and start again."));
}

/* ---- Landlock ---- */

enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_REMOVE_DIR = 1 << 4,
    FS_REMOVE_FILE = 1 << 5,
    FS_MAKE_DIR = 1 << 7,
    FS_MAKE_REG = 1 << 8,
    FS_TRUNCATE = 1 << 14,
    FS_IOCTL_DEV = 1 << 15,
    FS_FIRST = (1 << 13) - 1, /* of the first version */
    FS_READING = 1 << 2 | 1 << 3,
    FOLDER = FS_WRITE_FILE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR | FS_MAKE_REG | FS_TRUNCATE,
    TERMINAL = FS_WRITE_FILE | FS_IOCTL_DEV,
};

/* What each version brought. */
static const struct {
    int version;
    uint64_t files, net, scoped;
} VERSIONS[] = {
    { 1, FS_FIRST & ~FS_READING, 0, 0 },
    { 2, 1 << 13, 0, 0 }, /* moving between folders; before, it was never possible */
    { 3, FS_TRUNCATE, 0, 0 },
    { 4, 0, 3, 0 }, /* TCP: bind, connect */
    { 5, FS_IOCTL_DEV, 0, 0 },
    { 6, 0, 0, 1 }, /* abstract UNIX sockets; not signals: another Satchel must be reached */
};

/* As the kernel takes them. */
struct ruleset {
    uint64_t files, net, scoped;
};
struct __attribute__((packed)) beneath {
    uint64_t allowed;
    int32_t parent;
};
enum { RULE_PATH_BENEATH = 1, CREATE_VERSION = 1 };

static struct ruleset handled(int version, size_t *size)
{
    struct ruleset r = { 0 };
    for (size_t i = 0; i < sizeof VERSIONS / sizeof *VERSIONS; i++)
        if (VERSIONS[i].version <= version) {
            r.files |= VERSIONS[i].files;
            r.net |= VERSIONS[i].net;
            r.scoped |= VERSIONS[i].scoped;
        }
    *size = (size_t)(1 + (r.net || r.scoped) + (r.scoped != 0)) * sizeof r.files;
    return r;
}

/* What is not there needs no rule; 0, or -1 with errno. */
static int add(int rules, const struct ruleset *handled, const char *path, uint64_t allowed)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM ? -1 : 0;
    struct beneath rule = { .allowed = allowed & handled->files, .parent = fd };
    int rc = (int)syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0);
    int why = errno;
    close(fd);
    errno = why;
    return rc < 0 && why != EINVAL ? -1 : 0; /* EINVAL: a file where a folder was expected */
}

static int add_all(int rules, const struct ruleset *handled, const struct strs *folders, const char *emptied)
{
    int rc = add(rules, handled, "/dev/tty", TERMINAL);
    for (size_t i = 0; rc == 0 && i < folders->n; i++)
        rc = add(rules, handled, folders->at[i], FOLDER);
    return rc == 0 && emptied ? add(rules, handled, emptied, FS_REMOVE_DIR) : rc;
}

static int add_reading(int rules, const struct ruleset *handled, const struct strs *folders)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < folders->n; i++)
        rc = add(rules, handled, folders->at[i], FS_READING);
    return rc;
}

/* Reading is given up too when it is all that is left. */
static int restrict_files(int version, const struct strs *folders, bool reading, const char *emptied)
{
    size_t size;
    struct ruleset r = handled(version, &size);
    r.files |= reading ? FS_READING : 0;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
    if (rules < 0)
        return errno;
    int why = 0;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); /* after seccomp it is set and this call is gone */
    int rc = reading ? add_reading(rules, &r, folders) : add_all(rules, &r, folders, emptied);
    if (rc < 0 || syscall(SYS_landlock_restrict_self, rules, 0) < 0)
        why = errno;
    close(rules);
    return why;
}

int confine_reading(const struct strs *folders)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_VERSION);
    return version > 0 ? restrict_files((int)version, folders, true, NULL) : errno;
}

void confine_files(struct confine *c, const struct strs *folders, const char *emptied)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_VERSION);
    c->files_version = version > 0 ? (int)version : 0;
    c->files_errno = version > 0 ? restrict_files((int)version, folders, false, emptied) : errno;
    c->files = c->files_errno == 0;
}

void confine_calls(struct confine *c, pid_t other)
{
    c->calls_errno = syscalls_confine(other);
    c->calls = c->calls_errno == 0;
}
