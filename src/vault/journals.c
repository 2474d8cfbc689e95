/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/journals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/secure/noise.h"

static char *name_of(const char *path, int number)
{
    size_t n = strlen(path) + 3;
    char *name = malloc(n);
    if (name)
        snprintf(name, n, "%s-%d", path, number);
    return name;
}

static int open_one(const struct vault_io *io, const char *path, int number, int flags)
{
    char *name = name_of(path, number);
    if (!name)
        return -1;
    int fd = io->open(io, name, flags | O_NOFOLLOW, 0600), why = errno;
    free(name);
    errno = why;
    return fd;
}

/* Noise over [from, to). */
static int add_noise(const struct vault_io *io, int fd, off_t from, off_t to, struct noise *noise)
{
    uint8_t *piece = malloc(JOURNALS_PIECE_BYTES);
    int rc = piece ? 0 : -1;
    while (rc == 0 && from < to) {
        size_t n = to - from < JOURNALS_PIECE_BYTES ? (size_t)(to - from) : JOURNALS_PIECE_BYTES;
        noise_bytes(noise, piece, n);
        rc = io_write(io, fd, piece, n, from);
        from += (off_t)n;
    }
    int why = errno;
    free(piece);
    errno = why;
    return rc;
}

static int make_one(const struct vault_io *io, const char *path, int number, struct noise *noise)
{
    int fd = open_one(io, path, number, O_RDWR | O_CREAT | O_EXCL);
    if (fd < 0)
        return errno == EEXIST ? 0 : -1;
    int rc = add_noise(io, fd, 0, JOURNALS_BYTES, noise);
    if (rc == 0)
        rc = io->sync(io, fd);
    if (rc == 0)
        rc = io->sync_folder(io, path);
    int why = errno;
    io->close(io, fd);
    errno = why;
    return rc;
}

int journals_make(const struct vault_io *io, const char *path, struct noise *noise)
{
    return make_one(io, path, 0, noise) < 0 || make_one(io, path, 1, noise) < 0 ? -1 : 0;
}

/* Both to `want` with noise, or both as they were. */
static int lengthen(struct journals *j, off_t want, bool sync, struct noise *noise)
{
    int rc = 0;
    for (int i = 0; i < 2 && rc == 0; i++)
        if (j->length[i] < want && ((rc = add_noise(j->io, j->fd[i], j->length[i], want, noise)) == 0) &&
            sync)
            rc = j->io->sync(j->io, j->fd[i]);
    int why = errno;
    for (int i = 0; i < 2; i++) {
        if (rc == 0 && j->length[i] < want)
            j->length[i] = want;
        else if (rc < 0 && j->io->size(j->io, j->fd[i]) > j->length[i])
            j->io->truncate(j->io, j->fd[i], j->length[i]);
    }
    errno = why;
    return rc;
}

/* A growth or a creation that was cut off leaves one shorter than the other. */
static int make_even(struct journals *j, struct noise *noise)
{
    off_t want = JOURNALS_BYTES;
    for (int i = 0; i < 2; i++) {
        if ((j->length[i] = j->io->size(j->io, j->fd[i])) < 0)
            return -1;
        want = j->length[i] > want ? j->length[i] : want;
    }
    if (lengthen(j, want, true, noise) < 0 && errno != ENOSPC && errno != EDQUOT)
        return -1;
    memcpy(j->at_opening, j->length, sizeof j->at_opening);
    return 0;
}

int journals_open(struct journals *j, const struct vault_io *io, const char *path, bool read_only,
                  struct noise *noise)
{
    *j = (struct journals){ .io = io, .fd = { -1, -1 } };
    if (!read_only && journals_make(io, path, noise) < 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        j->fd[i] = open_one(io, path, i, read_only ? O_RDONLY : O_RDWR);
        if (j->fd[i] < 0 && !(read_only && errno == ENOENT))
            goto failed;
    }
    if (read_only || make_even(j, noise) == 0)
        return 0;
failed:;
    int why = errno;
    journals_close(j);
    errno = why;
    return -1;
}

int journals_grow(struct journals *j, int number, off_t length, struct noise *noise)
{
    if (length <= j->length[number])
        return 0;
    off_t want = (length + JOURNALS_PIECE_BYTES - 1) / JOURNALS_PIECE_BYTES * JOURNALS_PIECE_BYTES;
    want = j->length[!number] > want ? j->length[!number] : want;
    return lengthen(j, want, false, noise);
}

int journals_trim(struct journals *j)
{
    int rc = 0;
    for (int i = 0; i < 2; i++) {
        if (j->fd[i] >= 0 && j->at_opening[i] > 0 && j->length[i] > j->at_opening[i] &&
            j->io->truncate(j->io, j->fd[i], j->at_opening[i]) < 0)
            rc = -1;
        j->length[i] = j->at_opening[i];
    }
    return rc;
}

void journals_touch(struct journals *j)
{
    for (int i = 0; i < 2; i++)
        if (j->fd[i] >= 0 && j->io->touch)
            j->io->touch(j->io, j->fd[i]);
}

void journals_close(struct journals *j)
{
    for (int i = 0; i < 2; i++)
        if (j->fd[i] >= 0) {
            j->io->close(j->io, j->fd[i]);
            j->fd[i] = -1;
        }
}
