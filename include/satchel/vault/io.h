/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door between the vault and the file system: every byte a compartment reads or writes goes through one
 * of these tables, passed as a parameter. The program passes VAULT_IO_SYSTEM; the tests pass a simulated disk
 * that loses, tears and refuses writes, so that what is tested is what is shipped. */
#ifndef SATCHEL_VAULT_IO_H
#define SATCHEL_VAULT_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Each returns -1 with errno, as the call it is named for, allocates nothing and may be called in a signal
 * handler. A simulated disk embeds the table as its first member. */
struct vault_io {
    int (*open)(const struct vault_io *io, const char *path, int flags, mode_t mode);
    int (*close)(const struct vault_io *io, int fd);
    ssize_t (*read)(const struct vault_io *io, int fd, void *to, size_t n, off_t at);
    /* The same, if the disk need not be waited for; EAGAIN: it would be. NULL: that cannot be told. */
    ssize_t (*read_now)(const struct vault_io *io, int fd, void *to, size_t n, off_t at);
    ssize_t (*write)(const struct vault_io *io, int fd, const void *from, size_t n, off_t at);
    /* The same, and on the disk for good when it returns: these bytes alone, not all that the file still has
     * to be written. */
    ssize_t (*write_durable)(const struct vault_io *io, int fd, const void *from, size_t n, off_t at);
    int (*punch)(const struct vault_io *io, int fd, off_t n); /* gives [0, n) back to the disk */
    off_t (*size)(const struct vault_io *io, int fd);         /* EINVAL: not a regular file */
    int (*truncate)(const struct vault_io *io, int fd, off_t size);
    int (*sync)(const struct vault_io *io, int fd); /* content and length; ENOENT: the file was removed */
    /* What was written sets out for the disk, so that a sync to come waits less: a hint, and no promise.
     * NULL: this disk takes none. */
    void (*start_sync)(const struct vault_io *io, int fd);
    int (*sync_folder)(const struct vault_io *io, const char *path); /* of the file at path */
    int (*rename_new)(const struct vault_io *io, const char *from,
                      const char *to);               /* EEXIST: never replaces */
    int (*touch)(const struct vault_io *io, int fd); /* its times are now; NULL: this disk keeps none */
    int (*unlink)(const struct vault_io *io, const char *path);
    off_t (*room)(const struct vault_io *io, int fd); /* bytes its disk has left; NULL: it does not tell */
    /* One writer or many readers, until fd is closed. EAGAIN: another has it, *holder is its process, 0 when
     * not known. take false: only asks. */
    int (*lock)(const struct vault_io *io, int fd, bool exclusive, bool take, pid_t *holder);
    /* A thread that goes on by itself, beside the one that has the vault, is here, or is gone. NULL: nobody
     * waits for those. */
    void (*stay)(const struct vault_io *io, bool here);
};

extern const struct vault_io VAULT_IO_SYSTEM;

/* All n bytes, or -1; a file that ends before gives EIO. */
int io_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at);
int io_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at);
int io_write_durable(const struct vault_io *io, int fd, const void *from, size_t n, off_t at);

#endif
