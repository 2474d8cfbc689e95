/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A passphrase of kind duress opens its own compartment as any other would, and destroys the other one. That
 * goes on beside the opening, on a thread of its own, so that neither what is on the screen nor how soon it
 * stands there tells anything. In this order, each durable before the next:
 *
 *   1  the pool of the other compartment      from here on none of its keys can be had, whatever else is left
 *   2  its four slots
 *   3  its journal, in its full length
 *   4  the own slot is sealed anew, as open
 *
 * Only 1 is done at once: it is all that counts. The rest waits until the opening is over, or has failed, so
 * that its writes do not hold up those of the opening; what is left of the slots opens nothing meanwhile, and
 * says so as a wrong passphrase.
 *
 * Nothing that belongs to the passphrase is written before 4: killed at any instant, it opens, and does again
 * what was not done. What fails is passed over without a word, and then 4 is left out too, so that the next
 * unlock tries again; a sentence about it would tell everything.
 *
 * 4 writes over a sector that must never be worth nothing, and a power cut may leave garbage there. So the
 * open slot is first written to a place that the table calls free, then to its own, then the copy goes. A cut
 * in between leaves a copy that opens; places.c puts that in order at the next unlock. Which place is free
 * the opening tells; 4 is left out when there was none.
 *
 * The stripes are left alone: without the pool they are noise, and gigabytes of writing would tell.
 *
 * What the thread needs it has copied, but for the descriptor; the slot as it is sealed, so that it holds no
 * secret. Whoever closes the vault waits for it; if the disk hangs longer than that, or an opening is left
 * for a lock, the thread keeps the descriptor and closes it when it comes back (io.h: stay). Tested by ending
 * the process at every write (tests/unit/test_duress.c) and by power cuts (test_crash_vault.c). */
#include "satchel/vault/duress.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/secure/park.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/inside.h"

#define PIECE_BYTES 16384

enum { SPARE_UNKNOWN = -2, SPARE_NONE = -1 };

struct duress {
    const struct vault_io *io;
    int fd;
    char journal[2][PATH_MAX];
    int journal_fd[2];  /* -1: not opened yet */
    unsigned own, slot; /* compartment, 0..7 */
    struct header header;
    uint8_t sealed[HEADER_SLOTS][SLOTS_SEALED_BYTES]; /* the own slot, as open, for each of the own places */
    bool destroyed;                                   /* 1 to 3 succeeded */

    pthread_t thread;
    bool threaded;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t news;
    int spare;
    bool ended;
    bool abandoned; /* nobody waits any more: the thread closes and frees what there is */
};

/* ---- destroying ---- */

static int write_noise(const struct vault_io *io, int fd, off_t at, off_t end)
{
    uint8_t piece[PIECE_BYTES];
    for (; at < end; at += PIECE_BYTES) {
        seal_random(piece, sizeof piece);
        if (io_write(io, fd, piece, end - at < PIECE_BYTES ? (size_t)(end - at) : PIECE_BYTES, at) < 0)
            return -1;
    }
    return io->sync(io, fd);
}

static int open_journal(const struct vault_io *io, const char *name)
{
    return io->open(io, name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, 0);
}

static int destroy_journal(const struct vault_io *io, int fd)
{
    off_t size = fd < 0 ? -1 : io->size(io, fd);
    return size < 0 ? -1 : write_noise(io, fd, 0, size);
}

/* 1 */
static bool destroy_pool(const struct vault_io *io, int fd, unsigned compartment)
{
    off_t pool = header_pool_at(compartment);
    return write_noise(io, fd, pool, pool + HEADER_POOL_BYTES) == 0;
}

/* 2 and 3: a step that fails does not keep the next from being tried. */
static bool destroy_rest(const struct vault_io *io, int fd, unsigned compartment, int journal)
{
    off_t slots = header_slot_at(compartment * HEADER_OWN_SLOTS);
    bool done = write_noise(io, fd, slots, slots + (off_t)HEADER_OWN_SLOTS * HEADER_SECTOR) == 0;
    return (destroy_journal(io, journal) == 0) & done;
}

/* 4. Both journals then have one time, as after every opening. */
static void seal_open(struct duress *d, int spare)
{
    if (d->destroyed && spare >= 0 &&
        slots_put_sealed(d->io, d->fd, &d->header, (unsigned)spare, d->sealed[spare]) == 0 &&
        slots_put_sealed(d->io, d->fd, &d->header, d->slot, d->sealed[d->slot]) == 0)
        slots_erase(d->io, d->fd, &d->header, (unsigned)spare, NULL);
    for (int i = 0; d->io->touch && i < 2; i++)
        if (d->journal_fd[i] >= 0)
            d->io->touch(d->io, d->journal_fd[i]);
}

static void open_journals(struct duress *d)
{
    for (int i = 0; i < 2; i++)
        if (d->journal_fd[i] < 0)
            d->journal_fd[i] = open_journal(d->io, d->journal[i]);
}

static void close_journals(struct duress *d)
{
    for (int i = 0; i < 2; i++)
        if (d->journal_fd[i] >= 0)
            d->io->close(d->io, d->journal_fd[i]);
}

/* 2, 3 and 4. */
static void go_on(struct duress *d, int spare)
{
    unsigned other = 1 - d->own;
    open_journals(d);
    d->destroyed &= destroy_rest(d->io, d->fd, other, d->journal_fd[other]);
    seal_open(d, spare);
    close_journals(d);
}

/* ---- the thread ---- */

static void free_duress(struct duress *d)
{
    pthread_cond_destroy(&d->news);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

/* What it still does is waited for by whoever asks whether the disk has all. */
static void stay(const struct vault_io *io, bool here)
{
    if (io->stay)
        io->stay(io, here);
}

static int wait_for_spare(struct duress *d)
{
    pthread_mutex_lock(&d->lock);
    while (d->spare == SPARE_UNKNOWN && !d->abandoned)
        pthread_cond_wait(&d->news, &d->lock);
    int spare = d->abandoned ? SPARE_NONE : d->spare;
    pthread_mutex_unlock(&d->lock);
    return spare;
}

static void *run(void *arg)
{
    struct duress *d = arg;
    const struct vault_io *io = d->io;
    d->destroyed = destroy_pool(io, d->fd, 1 - d->own);
    open_journals(d); /* now: what is done by a name waits for all that is left at a lock */
    go_on(d, wait_for_spare(d));
    secmem_wipe_stack();
    pthread_mutex_lock(&d->lock);
    d->ended = true;
    bool alone = d->abandoned;
    pthread_cond_signal(&d->news);
    pthread_mutex_unlock(&d->lock);
    if (alone) {
        io->close(io, d->fd);
        free_duress(d);
    }
    stay(io, false);
    return NULL;
}

/* Signals are the other threads' business, but for the one that stops it before memory is zeroed. */
static bool start_thread(struct duress *d)
{
    sigset_t mask, before;
    park_mask(&mask);
    pthread_sigmask(SIG_SETMASK, &mask, &before);
    stay(d->io, true);
    d->threaded = pthread_create(&d->thread, NULL, run, d) == 0;
    if (!d->threaded)
        stay(d->io, false);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return d->threaded;
}

/* It keeps no secret: a disk may keep it for longer than the lock. */
static void seal_places(struct duress *d, const struct vault *v, const struct secret *kek)
{
    const struct slot *slot = &v->secrets->slot;
    unsigned first = d->own * HEADER_OWN_SLOTS;
    for (unsigned i = first; i < first + HEADER_OWN_SLOTS; i++)
        slots_seal(&d->header, i, slot, kek->data, d->sealed[i]);
}

static struct duress *new_duress(struct vault *v, const struct secret *kek)
{
    pthread_condattr_t by_boot;
    struct duress *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->io = v->io;
    d->fd = v->fd;
    d->header = *v->header;
    d->own = v->secrets->slot.compartment;
    d->slot = v->slot;
    d->spare = SPARE_UNKNOWN;
    seal_places(d, v, kek);
    for (int i = 0; i < 2; i++) {
        d->journal_fd[i] = -1;
        snprintf(d->journal[i], sizeof d->journal[i], "%s-%d", v->path, i);
    }
    pthread_mutex_init(&d->lock, NULL);
    pthread_condattr_init(&by_boot);
    pthread_condattr_setclock(&by_boot, CLOCK_MONOTONIC);
    pthread_cond_init(&d->news, &by_boot);
    pthread_condattr_destroy(&by_boot);
    return d;
}

/* ---- the opening's side ---- */

void duress_begin(struct vault *v, const struct secret *kek, bool one_thread)
{
    struct duress *d = v->duress = new_duress(v, kek);
    if (d && !one_thread && start_thread(d))
        return;
    unsigned other = 1 - v->secrets->slot.compartment;
    bool destroyed = destroy_pool(v->io, v->fd, other);
    if (d) {
        d->destroyed = destroyed;
        return;
    }
    char journal[PATH_MAX];
    snprintf(journal, sizeof journal, "%s-%u", v->path, other);
    int fd = open_journal(v->io, journal);
    destroy_rest(v->io, v->fd, other, fd);
    if (fd >= 0)
        v->io->close(v->io, fd);
}

static void tell_spare(struct duress *d, int spare)
{
    pthread_mutex_lock(&d->lock);
    if (d->spare == SPARE_UNKNOWN)
        d->spare = spare;
    pthread_cond_signal(&d->news);
    pthread_mutex_unlock(&d->lock);
}

void duress_allow(struct vault *v, int spare)
{
    struct duress *d = v->duress;
    if (!d)
        return;
    tell_spare(d, spare);
    if (!d->threaded && !d->ended) {
        go_on(d, spare);
        d->ended = true;
    }
}

static struct timespec in_ms(int ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    return t;
}

void duress_wait(struct vault *v)
{
    struct duress *d = v->duress;
    if (!d || !d->threaded)
        return;
    struct timespec until = in_ms(DURESS_WAIT_MS);
    pthread_mutex_lock(&d->lock);
    while (!d->ended && pthread_cond_timedwait(&d->news, &d->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&d->lock);
}

void duress_end(struct vault *v)
{
    struct duress *d = v->duress;
    v->duress = NULL;
    if (!d)
        return;
    if (!d->threaded) {
        if (!d->ended) /* there was no opening */
            go_on(d, SPARE_NONE);
        free_duress(d);
        return;
    }
    v->duress = d;
    tell_spare(d, SPARE_NONE);
    if (!halt_reached(v->halt, HALT_SQL)) /* the opening was left */
        duress_wait(v);
    v->duress = NULL;
    pthread_mutex_lock(&d->lock);
    d->abandoned = !d->ended;
    bool ended = d->ended;
    pthread_t thread = d->thread;
    pthread_mutex_unlock(&d->lock);
    if (ended) {
        pthread_join(thread, NULL);
        free_duress(d);
        return;
    }
    pthread_detach(thread);
    v->fd = -1;
}
