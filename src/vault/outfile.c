/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What shredding reaches are the blocks that the file system has for the file now. Flash memory, snapshots,
 * copy-on-write and backups keep others; who calls it says so. A file that has a second name is left alone:
 * it is not what was written here. Tested by tests/unit/test_outfile.c. */
#include "satchel/vault/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/secure/confine.h"
#include "satchel/vault/fileio.h"

/* ---- paths ---- */

/* The folder of a path as it was typed; caller frees. */
static char *folder_of(const char *path, struct err *e)
{
    struct buf b = { 0 };
    const char *slash = strrchr(path, '/');
    if (slash)
        buf_add(&b, path, (size_t)(slash - path) + (slash == path));
    else
        buf_adds(&b, ".");
    return buf_take(&b, e);
}

/* A name that cannot be shown cannot be told from another, and does not survive JSON. */
static int check_name(const char *name, struct err *e)
{
    bool plain = text_valid(name, strlen(name));
    for (const char *at = name; *at && plain; at++)
        plain = (unsigned char)*at >= 0x20 && *at != 0x7F;
    return plain ? 0
                 : err_set(e, ERR_INPUT,
                           _("The file name has characters that cannot be shown. Nothing was written. Choose "
                             "another name."));
}

char *outfile_path(const char *path, struct err *e)
{
    struct buf b = { 0 };
    if (check_name(path, e) < 0)
        return NULL;
    char *folder = folder_of(path, e), *real = folder ? realpath(folder, NULL) : NULL;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    int why = errno;
    if (real && *name)
        buf_addf(&b, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
    else if (folder)
        err_errno(e, real ? EISDIR : why, _("There is no place for the file \"%s\", and nothing was written"),
                  path);
    bool made = real && *name;
    free(real);
    str_free(folder);
    return made ? buf_take(&b, e) : NULL;
}

/* ---- writing ---- */

static const struct vault_io *const IO = &VAULT_IO_SYSTEM;

int outfile_write(const char *path, const void *bytes, size_t n, struct err *e)
{
    int fd = IO->open(IO, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return fileio_is_free(path, e);
    if (fd < 0)
        return confine_err(e, path, errno, _("The file could not be made, and nothing was written"));
    int rc = io_write(IO, fd, bytes, n, 0);
    if (rc == 0)
        rc = IO->sync(IO, fd);
    int why = errno;
    if (IO->close(IO, fd) < 0 && rc == 0) {
        rc = -1;
        why = errno;
    }
    if (rc == 0 && IO->sync_folder(IO, path) < 0) {
        rc = -1;
        why = errno;
    }
    if (rc == 0)
        return 0;
    IO->unlink(IO, path);
    return err_errno(e, why, _("The file could not be written whole, and was removed again"));
}

/* ---- erasing ---- */

static int say_not_own(const char *path, struct err *e)
{
    return err_set(e, ERR_INPUT,
                   _("\"%s\" is a link or a folder, or has a second name: it is not the file that was "
                     "written. Nothing was changed. Remove it yourself."),
                   path);
}

/* All of its blocks, the rest of the last one included. */
static int overwrite(int fd, const struct stat *st)
{
    off_t block = st->st_blksize > 0 ? st->st_blksize : 4096;
    off_t n = (st->st_size + block - 1) / block * block;
    if (fileio_noise(IO, fd, n, 0) < 0 || IO->sync(IO, fd) < 0 || IO->truncate(IO, fd, 0) < 0)
        return -1;
    return IO->sync(IO, fd);
}

int outfile_shred(const char *path, struct err *e)
{
    struct stat st;
    int fd = IO->open(IO, path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(e, ERR_NO_FILE, _("There is no file \"%s\". Nothing was changed."), path);
    if (fd < 0 && (errno == ELOOP || errno == EISDIR || errno == ENXIO))
        return say_not_own(path, e);
    if (fd < 0)
        return confine_err(e, path, errno, _("The file could not be opened to be erased, and is as it was"));
    int rc = fstat(fd, &st), why = errno;
    if (rc == 0 && (!S_ISREG(st.st_mode) || st.st_nlink != 1)) {
        IO->close(IO, fd);
        return say_not_own(path, e);
    }
    if (rc == 0) {
        rc = overwrite(fd, &st);
        why = errno;
    }
    IO->close(IO, fd);
    if (rc == 0 && (IO->unlink(IO, path) < 0 || IO->sync_folder(IO, path) < 0)) {
        rc = -1;
        why = errno;
    }
    return rc == 0 ? 0 : err_errno(e, why, _("The file could not be erased, and may be damaged"));
}
