/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/io.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int system_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    (void)io;
    return open(path, flags | O_CLOEXEC, mode);
}

static int system_close(const struct vault_io *io, int fd)
{
    (void)io;
    return close(fd);
}

static ssize_t system_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    (void)io;
    return pread(fd, to, n, at);
}

static ssize_t system_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    (void)io;
    return pwrite(fd, from, n, at);
}

static off_t system_size(const struct vault_io *io, int fd)
{
    (void)io;
    struct stat st;
    return fstat(fd, &st) < 0 ? -1 : st.st_size;
}

static int system_truncate(const struct vault_io *io, int fd, off_t size)
{
    (void)io;
    return ftruncate(fd, size);
}

static int system_sync(const struct vault_io *io, int fd)
{
    (void)io;
    return fdatasync(fd);
}

static int system_sync_folder(const struct vault_io *io, const char *path)
{
    (void)io;
    char *copy = strdup(path);
    if (!copy)
        return -1;
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    if (fd < 0)
        return -1;
    int rc = fsync(fd), why = errno;
    close(fd);
    errno = why;
    /* FAT through FUSE and a few others cannot sync a folder and say so. */
    return rc < 0 && (why == EINVAL || why == ENOSYS) ? 0 : rc;
}

const struct vault_io VAULT_IO_SYSTEM = {
    .open = system_open,
    .close = system_close,
    .read = system_read,
    .write = system_write,
    .size = system_size,
    .truncate = system_truncate,
    .sync = system_sync,
    .sync_folder = system_sync_folder,
};

int io_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    char *p = to;
    while (n > 0) {
        ssize_t got = io->read(io, fd, p, n, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got < 0 ? errno : EIO;
            return -1;
        }
        p += got;
        at += got;
        n -= (size_t)got;
    }
    return 0;
}

int io_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    const char *p = from;
    while (n > 0) {
        ssize_t put = io->write(io, fd, p, n, at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            errno = put < 0 ? errno : ENOSPC;
            return -1;
        }
        p += put;
        at += put;
        n -= (size_t)put;
    }
    return 0;
}
