/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/io.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

/* A copy-on-write file system keeps every version of an overwritten sector for a while; where it can be asked
 * not to (btrfs, while the file is empty), it is. Elsewhere this fails, and that is all. */
static void overwrite_in_place(int fd)
{
    int flags;
    if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
        flags |= FS_NOCOW_FL;
        ioctl(fd, FS_IOC_SETFLAGS, &flags);
    }
}

static int system_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    (void)io;
    int fd = (int)TEMP_FAILURE_RETRY(open(path, flags | O_CLOEXEC, mode));
    if (fd >= 0 && flags & O_EXCL)
        overwrite_in_place(fd);
    return fd;
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

static off_t system_size(const struct vault_io *io, int fd)
{
    (void)io;
    struct stat st;
    if (fstat(fd, &st) < 0)
        return -1;
    if (S_ISREG(st.st_mode))
        return st.st_size;
    errno = EINVAL;
    return -1;
}

/* A part is what is in memory of it, or what there is. File systems and kernels that cannot tell say so. */
static ssize_t system_read_now(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    struct iovec piece = { .iov_base = to, .iov_len = n };
    ssize_t got = preadv2(fd, &piece, 1, at, RWF_NOWAIT);
    if (got < 0 && (errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL))
        return pread(fd, to, n, at);
    if (got < 0 || (size_t)got == n || at + got >= system_size(io, fd))
        return got;
    errno = EAGAIN;
    return -1;
}

static ssize_t system_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    (void)io;
    return pwrite(fd, from, n, at);
}

/* fdatasync would flush all that the file has still to write: under load 111 ms in one of a hundred cases,
 * against 8. File systems and kernels that cannot do it say so. */
static ssize_t system_write_durable(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    (void)io;
    struct iovec piece = { .iov_base = (void *)(uintptr_t)from, .iov_len = n };
    ssize_t put = pwritev2(fd, &piece, 1, at, RWF_DSYNC);
    if (put >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL))
        return put;
    put = pwrite(fd, from, n, at);
    return put < 0 || TEMP_FAILURE_RETRY(fdatasync(fd)) == 0 ? put : -1;
}

static int system_punch(const struct vault_io *io, int fd, off_t n)
{
    (void)io;
    return (int)TEMP_FAILURE_RETRY(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, n));
}

static int system_truncate(const struct vault_io *io, int fd, off_t size)
{
    (void)io;
    return (int)TEMP_FAILURE_RETRY(ftruncate(fd, size));
}

static int system_sync(const struct vault_io *io, int fd)
{
    (void)io;
    struct stat st;
    if (TEMP_FAILURE_RETRY(fdatasync(fd)) < 0 || fstat(fd, &st) < 0)
        return -1;
    if (st.st_nlink > 0)
        return 0;
    errno = ENOENT; /* removed by somebody: what is written here is gone when it is closed */
    return -1;
}

static void system_start_sync(const struct vault_io *io, int fd)
{
    (void)io;
    int keep = errno;
    sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    errno = keep;
}

static int system_sync_folder(const struct vault_io *io, const char *path)
{
    (void)io;
    char copy[PATH_MAX];
    if (strlen(path) >= sizeof copy) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = open(dirname(strcpy(copy, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int rc = (int)TEMP_FAILURE_RETRY(fsync(fd)), why = errno;
    close(fd);
    errno = why;
    /* FAT through FUSE and a few others cannot sync a folder and say so. */
    return rc < 0 && (why == EINVAL || why == ENOSYS) ? 0 : rc;
}

/* File systems that do not know RENAME_NOREPLACE: an empty file of ours holds the name first, so that the
 * rename replaces nothing but that. Killed in between, it leaves an empty file, which no one takes for a
 * vault. */
static int rename_over_own(const char *from, const char *to)
{
    int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -1;
    close(fd);
    if (rename(from, to) == 0)
        return 0;
    int why = errno;
    unlink(to);
    errno = why;
    return -1;
}

static int system_rename_new(const struct vault_io *io, const char *from, const char *to)
{
    (void)io;
    int rc = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
    return rc < 0 && (errno == EINVAL || errno == ENOSYS) ? rename_over_own(from, to) : rc;
}

static int system_touch(const struct vault_io *io, int fd)
{
    (void)io;
    return futimens(fd, NULL);
}

static int system_unlink(const struct vault_io *io, const char *path)
{
    (void)io;
    return unlink(path);
}

static off_t system_room(const struct vault_io *io, int fd)
{
    (void)io;
    struct statvfs s;
    return fstatvfs(fd, &s) < 0 ? -1 : (off_t)s.f_bavail * (off_t)s.f_frsize;
}

static struct flock one_byte(off_t at, bool exclusive)
{
    return (struct flock){
        .l_type = exclusive ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET, .l_start = at, .l_len = 1
    };
}

/* An OFD lock on byte 0 excludes: it belongs to the open file, so that neither threads nor other descriptors
 * of this process lose it. It has no owner to name; a POSIX lock on byte 1 tells the process and is lost
 * without harm. */
static int system_lock(const struct vault_io *io, int fd, bool exclusive, bool take, pid_t *holder)
{
    (void)io;
    struct flock all = one_byte(0, exclusive), mine = one_byte(1, exclusive), who = one_byte(1, true);
    *holder = 0;
    int rc = fcntl(fd, take ? F_OFD_SETLK : F_OFD_GETLK, &all);
    if (rc < 0 && errno != EAGAIN && errno != EACCES)
        return -1;
    if (rc == 0 && (take || all.l_type == F_UNLCK)) {
        if (take)
            fcntl(fd, F_SETLK, &mine);
        return 0;
    }
    if (fcntl(fd, F_GETLK, &who) == 0 && who.l_type != F_UNLCK && who.l_pid > 0)
        *holder = who.l_pid;
    errno = EAGAIN;
    return -1;
}

const struct vault_io VAULT_IO_SYSTEM = {
    .open = system_open,
    .close = system_close,
    .read = system_read,
    .read_now = system_read_now,
    .write = system_write,
    .write_durable = system_write_durable,
    .punch = system_punch,
    .size = system_size,
    .truncate = system_truncate,
    .sync = system_sync,
    .start_sync = system_start_sync,
    .sync_folder = system_sync_folder,
    .rename_new = system_rename_new,
    .touch = system_touch,
    .unlink = system_unlink,
    .room = system_room,
    .lock = system_lock,
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

typedef ssize_t write_call(const struct vault_io *io, int fd, const void *from, size_t n, off_t at);

static int write_all(write_call *call, const struct vault_io *io, int fd, const char *p, size_t n, off_t at)
{
    while (n > 0) {
        ssize_t put = call(io, fd, p, n, at);
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

int io_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    return write_all(io->write, io, fd, from, n, at);
}

int io_write_durable(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    return write_all(io->write_durable, io, fd, from, n, at);
}
