/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/confine.h"
#include "satchel/secure/noise.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/halt.h"

int fileio_noise(const struct vault_io *io, int fd, off_t n, off_t at)
{
    enum { PIECE = 1 << 16 };
    struct noise *noise = noise_new();
    uint8_t *bytes = malloc(PIECE);
    int rc = noise && bytes ? 0 : -1;
    for (off_t end = at + n; rc == 0 && at < end; at += PIECE) {
        size_t piece = end - at < PIECE ? (size_t)(end - at) : PIECE;
        noise_bytes(noise, bytes, piece);
        rc = io_write(io, fd, bytes, piece, at);
    }
    int why = noise && bytes ? errno : ENOMEM;
    free(bytes);
    noise_free(noise);
    errno = why;
    return rc;
}

enum { PIECE = 1 << 20, SYNC_EVERY = 4 * PIECE };

/* piece: 2 * PIECE. A piece is written, or with `compare` read back. */
static int copy_piece(const struct vault_io *io, int from, int to, char *piece, size_t n, off_t at,
                      bool compare)
{
    if (io_read(io, from, piece, n, at) < 0)
        return -1;
    if (!compare)
        return io_write(io, to, piece, n, at) < 0 ||
                       (at % SYNC_EVERY == SYNC_EVERY - PIECE && io->sync(io, to) < 0)
                   ? -1
                   : 0;
    if (io_read(io, to, piece + PIECE, n, at) < 0)
        return -1;
    errno = EIO;
    return memcmp(piece, piece + PIECE, n) == 0 ? 0 : -1;
}

static int copy_all(const struct vault_io *io, int from, int to, off_t n, bool compare,
                    const struct halt *halt)
{
    char *piece = malloc(2 * PIECE);
    int rc = piece ? 0 : -1;
    for (off_t at = 0; rc == 0 && at < n; at += PIECE) {
        errno = ECANCELED;
        rc = halt_reached(halt, HALT_SQL)
                 ? -1
                 : copy_piece(io, from, to, piece, n - at < PIECE ? (size_t)(n - at) : PIECE, at, compare);
    }
    free(piece);
    return rc;
}

int fileio_copy(const struct vault_io *io, int from, int to, off_t n, const struct halt *halt)
{
    if (copy_all(io, from, to, n, false, halt) < 0 || io->sync(io, to) < 0)
        return -1;
    return copy_all(io, from, to, n, true, halt);
}

/* mkdir -p for the folder that holds path. */
static int make_folders(const char *path)
{
    char *copy = strdup(path);
    if (!copy)
        return -1;
    int rc = 0;
    for (char *slash = copy[0] ? strchr(copy + 1, '/') : NULL; slash && rc == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0700) < 0 && errno != EEXIST && access(copy, F_OK) < 0)
            rc = -1;
        *slash = '/';
    }
    free(copy);
    return rc;
}

int fileio_is_free(const char *path, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) < 0)
        return 0;
    return err_set(
        e, ERR_EXISTS,
        _("\"%s\" exists already, and nothing is ever overwritten. Nothing was changed. Choose another "
          "name."),
        path);
}

/* The folder of path, or the nearest one above it that is there; caller frees. */
static char *folder_of(const char *path, bool nearest)
{
    struct stat st;
    char *folder = strdup(path);
    do {
        char *slash = folder ? strrchr(folder, '/') : NULL;
        if (!folder || !slash)
            return folder ? strcpy(folder, *path ? "." : "") : NULL;
        slash[slash == folder ? 1 : 0] = '\0';
    } while (nearest && folder[1] && stat(folder, &st) < 0 && errno == ENOENT);
    return folder;
}

int fileio_can_make(const char *path, bool folders, struct err *e)
{
    struct stat st;
    if (!*path)
        return err_set(e, ERR_INPUT, _("A file needs a name. Nothing was written."));
    if (path[strlen(path) - 1] == '/')
        return err_set(e, ERR_INPUT, _("\"%s\" names a folder. Nothing was written. Name a file in it."),
                       path);
    if (fileio_is_free(path, e) < 0)
        return -1;
    char *folder = folder_of(path, folders);
    int rc = 0;
    if (!folder)
        rc = err_no_memory(e);
    else if (stat(folder, &st) < 0 && (errno == ENOENT || errno == ENOTDIR))
        rc = err_set(
            e, ERR_NO_FILE,
            _("There is no folder \"%s\". Nothing was written. Make it, or connect the disk it is on."),
            folder);
    else if (access(folder, W_OK | X_OK) < 0)
        rc = err_errno(e, errno, _("The folder for the new file cannot be written, nothing was changed"));
    else if (!S_ISDIR(st.st_mode))
        rc = err_set(e, ERR_INPUT,
                     _("\"%s\" is a file and no folder. Nothing was written. Choose another place."), folder);
    free(folder);
    return rc;
}

int fileio_new_start(struct fileio_new *f, const struct vault_io *io, const char *path, struct err *e)
{
    uint64_t number;
    *f = (struct fileio_new){ .io = io, .fd = -1 };
    if (fileio_is_free(path, e) < 0)
        return -1;
    if (make_folders(path) < 0)
        return confine_err(e, path, errno, _("The folder could not be made, nothing was written"));
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    seal_random(&number, sizeof number);
    if (!(f->path = strdup(path)) ||
        asprintf(&f->temp, "%.*s.%016llx", folder, path, (unsigned long long)number) < 0) {
        f->temp = NULL;
        return err_no_memory(e);
    }
    f->fd = io->open(io, f->temp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    return f->fd >= 0 ? 0 : confine_err(e, path, errno, _("The file could not be made, nothing was written"));
}

int fileio_new_finish(struct fileio_new *f, struct err *e)
{
    if (f->io->sync(f->io, f->fd) < 0)
        return err_errno(e, errno,
                         _("The new file could not be written to the disk for good and was removed again"));
    if (f->io->rename_new(f->io, f->temp, f->path) < 0) {
        int why = errno;
        if (why == EEXIST && fileio_is_free(f->path, e) < 0)
            return -1;
        return err_errno(e, why, _("The new file could not be given its name and was removed again"));
    }
    free(f->temp);
    f->temp = NULL;
    if (f->io->sync_folder(f->io, f->path) == 0)
        return 0;
    int why = errno;
    f->io->unlink(f->io, f->path);
    return err_errno(e, why,
                     _("The new file could not be written to the disk for good and was removed again"));
}

void fileio_new_end(struct fileio_new *f)
{
    if (f->fd >= 0)
        f->io->close(f->io, f->fd);
    if (f->fd >= 0 && f->temp)
        f->io->unlink(f->io, f->temp);
    free(f->temp);
    free(f->path);
    *f = (struct fileio_new){ .fd = -1 };
}
