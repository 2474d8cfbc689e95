/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lock wipes keys, memory and screen. None of that has to wait for a disk that others keep busy, only what
 * is written meanwhile does: what was typed last, and the row that ends the session. So it is sealed, noted
 * here in full, and written and synced when nothing secret is left in memory.
 *
 * A lock may be asked for while something is being saved, on a disk that does not answer. So from late_begin
 * on the thread does every call that changes a file, and the caller waits for its answer, which is that of
 * the disk: nothing is different, but that the waiting can be left. What was left goes on in its place before
 * all that is asked for after it, as at a lock, and counts as done for now. That holds until the disk has it;
 * should it fail, that is the failure below, which nobody was told of. Reading, and what is done by a name,
 * is not done by the thread.
 *
 * It promises: each call is done after all that were asked for before it, and a sync lasts until the disk has
 * what stands before it. So a power cut, a kill, or a full disk in the middle leaves what the same would have
 * left had the caller waited for each call, only later: SQLite's order of journal and pages is kept, and no
 * more than one caller's work is open at a time. After a failure nothing more is done but closing, which is
 * that case too. Nobody may be told that something is kept before late_took says so.
 *
 * It relies on: what passes here is sealed or noise (vault/io.h), so that the list holds no secret; files are
 * told apart by their descriptors, which stay open until their closing is done: a file is not opened a second
 * time while something of it is noted (opening, and all else that is done by a name, waits for that).
 *
 * The vault's own lock goes with its descriptor: nobody else opens it before all is done.
 *
 * Tested in tests/unit/test_late.c: at a lock the calls below are the same, in the same order, as of one that
 * waits for each. For those tests/unit/test_crash_vault.c cuts the power. Locks on a disk that takes nothing
 * for a while: tests/e2e/test_slow_disk.py. */
#include "satchel/vault/late.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/secure/park.h"
#include "satchel/vault/io.h"

#define LOOK_MS 10
#define PLACES  16384 /* of the list by what it writes to; a power of two */
#define PLACE   4096  /* bytes */

enum kind { LATE_WRITE, LATE_WRITE_DURABLE, LATE_TRUNCATE, LATE_SYNC, LATE_TOUCH, LATE_UNLINK, LATE_CLOSE };

/* For a caller that waits. */
struct answer {
    bool given;
    int why; /* errno; 0: it is done */
};

struct call {
    enum kind kind;
    int fd;
    off_t at; /* or the length */
    size_t n;
    struct answer *answer; /* NULL: nobody waits */
    struct call *next;
    uint8_t *bytes; /* n, behind it */
};

struct late {
    struct vault_io io; /* first */
    const struct vault_io *under;
    void (*ended)(void *arg);
    void *ended_arg;
    bool (*away)(void *arg);
    void *away_arg;
    pthread_t owner;      /* who alone may be called away */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t noted, done;
    bool holding, running; /* running: the thread is there */
    bool behind;           /* nobody waits for it */
    bool going;            /* ... and it may begin */
    struct call *first, **last;
    unsigned cuts; /* noted truncations */
    /* How many noted calls write there, or to another place of the same number: of a large text there are
     * thousands, which not every read can go through. */
    uint32_t places[PLACES];
    uint64_t asked, took; /* calls; took: done without a failure before */
    int failed;           /* errno; 0: nothing has */
};

static struct late *late_of(const struct vault_io *io)
{
    return (struct late *)(uintptr_t)io;
}

/* ---- what is noted of which place ---- */

static uint32_t *place(struct late *l, int fd, off_t at)
{
    uint64_t n = (uint64_t)at / PLACE + (uint64_t)fd * UINT64_C(0x9E3779B97F4A7C15);
    return &l->places[n & (PLACES - 1)];
}

static void count_places(struct late *l, const struct call *c, uint32_t by)
{
    for (off_t at = c->at / PLACE * PLACE; c->n && at < c->at + (off_t)c->n; at += PLACE)
        *place(l, c->fd, at) += by;
}

/* false: nothing of the list is there. */
static bool may_be_noted(struct late *l, int fd, size_t n, off_t end)
{
    bool noted = false;
    for (off_t at = (end - (off_t)n) / PLACE * PLACE; !noted && at < end; at += PLACE)
        noted = *place(l, fd, at) > 0;
    return l->first && (noted || l->cuts > 0);
}

/* ---- doing ---- */

static int do_call(const struct vault_io *u, const struct call *c)
{
    switch (c->kind) {
    case LATE_WRITE:
        return io_write(u, c->fd, c->bytes, c->n, c->at);
    case LATE_WRITE_DURABLE:
        return io_write_durable(u, c->fd, c->bytes, c->n, c->at);
    case LATE_TRUNCATE:
        return u->truncate(u, c->fd, c->at);
    case LATE_SYNC:
        return u->sync(u, c->fd);
    case LATE_TOUCH:
        if (u->touch)
            u->touch(u, c->fd);
        return 0;
    case LATE_UNLINK:
        u->unlink(u, (const char *)c->bytes);
        return 0;
    case LATE_CLOSE:
        u->close(u, c->fd);
        return 0;
    }
    return 0;
}

/* Under the lock, which is let go while the disk works; the call stays in the list until it is done, so that
 * a read finds it in one place or the other. */
static void do_first(struct late *l)
{
    struct call *c = l->first;
    bool skip = l->failed && c->kind != LATE_CLOSE;
    pthread_mutex_unlock(&l->lock);
    int why = skip || do_call(l->under, c) == 0 ? 0 : errno ? errno : EIO;
    pthread_mutex_lock(&l->lock);
    if (c->answer)
        *c->answer = (struct answer){ true, skip ? l->failed : why };
    else if (why)
        l->failed = why;
    l->took += !l->failed;
    l->first = c->next;
    if (!l->first)
        l->last = &l->first;
    count_places(l, c, UINT32_MAX); /* one less */
    l->cuts -= c->kind == LATE_TRUNCATE;
    free(c);
}

/* As long as the list is kept. */
static void *run(void *arg)
{
    struct late *l = arg;
    pthread_mutex_lock(&l->lock);
    while (l->holding) {
        if (!l->first || !l->going) {
            pthread_cond_wait(&l->noted, &l->lock);
            continue;
        }
        do_first(l);
        if (!l->first || !l->behind)
            pthread_cond_broadcast(&l->done);
        if (!l->first && l->behind && l->ended)
            l->ended(l->ended_arg);
    }
    l->running = false;
    pthread_cond_broadcast(&l->done);
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

static bool start_thread(struct late *l)
{
    pthread_t thread;
    sigset_t mask, before;
    park_mask(&mask);
    pthread_sigmask(SIG_SETMASK, &mask, &before);
    l->running = pthread_create(&thread, NULL, run, l) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (l->running)
        pthread_detach(thread);
    return l->running;
}

/* ---- noting ---- */

static void go(struct late *l)
{
    l->going = true;
    pthread_cond_signal(&l->noted);
}

static void wait_for_all(struct late *l)
{
    go(l);
    while (l->first)
        pthread_cond_wait(&l->done, &l->lock);
}

/* false: not any longer. What the disk answers at once is waited for without looking up. */
static bool may_wait(struct late *l, bool looked)
{
    bool called = looked && l->away && pthread_equal(l->owner, pthread_self()) && l->away(l->away_arg);
    return !l->behind && !called;
}

static void wait_a_little(struct late *l)
{
    struct timespec look = clock_steady_in(LOOK_MS);
    pthread_cond_timedwait(&l->done, &l->lock, &look);
}

/* Whether it is done; false: the waiting was left. Others may wait before it already, which was left too. */
static bool wait_for(struct late *l, const struct call *c, const struct answer *a)
{
    go(l);
    for (bool looked = l->first != c; !a->given && may_wait(l, looked); looked = true)
        wait_a_little(l);
    return a->given;
}

/* Under the lock. NULL: it is to be done at once, everything before it is. */
static struct call *note(struct late *l, const struct call *what, const void *bytes)
{
    struct call *c = l->holding ? malloc(sizeof *c + what->n) : NULL;
    if (!c) {
        wait_for_all(l);
        return NULL;
    }
    *c = *what;
    c->bytes = (uint8_t *)(c + 1);
    if (c->n)
        memcpy(c->bytes, bytes, c->n);
    *l->last = c;
    l->last = &c->next;
    l->asked++;
    count_places(l, c, 1);
    l->cuts += c->kind == LATE_TRUNCATE;
    if (l->going)
        pthread_cond_signal(&l->noted);
    return c;
}

/* Under the lock. errno of the disk; 0: done, or noted. */
static int ask(struct late *l, struct call *c)
{
    struct answer a = { 0 };
    if (l->behind)
        return 0;
    c->answer = &a;
    if (!wait_for(l, c, &a))
        c->answer = NULL;
    return a.why;
}

/* 1: done, or noted; 0: to be done at once; -1: it failed, or something before it that nobody waited for. */
static int later(const struct vault_io *io, struct call what, const void *bytes)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    int failed = l->holding && what.kind != LATE_CLOSE ? l->failed : 0;
    struct call *c = failed ? NULL : note(l, &what, bytes);
    bool noted = c;
    if (c)
        failed = ask(l, c);
    pthread_mutex_unlock(&l->lock);
    errno = failed ? failed : errno;
    return failed ? -1 : noted;
}

static ssize_t late_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    int rc = later(io, (struct call){ .kind = LATE_WRITE, .fd = fd, .at = at, .n = n }, from);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? (ssize_t)n : u->write(u, fd, from, n, at);
}

static ssize_t late_write_durable(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    int rc = later(io, (struct call){ .kind = LATE_WRITE_DURABLE, .fd = fd, .at = at, .n = n }, from);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? (ssize_t)n : u->write_durable(u, fd, from, n, at);
}

static int late_truncate(const struct vault_io *io, int fd, off_t size)
{
    int rc = later(io, (struct call){ .kind = LATE_TRUNCATE, .fd = fd, .at = size }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? 0 : u->truncate(u, fd, size);
}

static int late_sync(const struct vault_io *io, int fd)
{
    int rc = later(io, (struct call){ .kind = LATE_SYNC, .fd = fd }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? 0 : u->sync(u, fd);
}

static int late_touch(const struct vault_io *io, int fd)
{
    int rc = later(io, (struct call){ .kind = LATE_TOUCH, .fd = fd }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc ? 0 : u->touch(u, fd);
}

static int late_close(const struct vault_io *io, int fd)
{
    int rc = later(io, (struct call){ .kind = LATE_CLOSE, .fd = fd }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc ? 0 : u->close(u, fd);
}

/* ---- reading what was noted ---- */

/* Under the lock: how long the file will be. */
static off_t length(struct late *l, int fd)
{
    off_t size = l->under->size(l->under, fd);
    for (const struct call *c = l->first; c && size >= 0; c = c->next) {
        if (c->fd != fd)
            continue;
        if (c->kind == LATE_TRUNCATE)
            size = c->at;
        else if (c->n && c->at + (off_t)c->n > size)
            size = c->at + (off_t)c->n;
    }
    return size;
}

/* What the call does to [at, at + n), of which `to` is a copy. */
static void apply(const struct call *c, uint8_t *to, size_t n, off_t at)
{
    off_t end = at + (off_t)n, from = c->at > at ? c->at : at;
    if (c->kind == LATE_TRUNCATE && from < end)
        memset(to + (from - at), 0, (size_t)(end - from));
    off_t until = c->at + (off_t)c->n < end ? c->at + (off_t)c->n : end;
    if (c->n && from < until)
        memcpy(to + (from - at), c->bytes + (from - c->at), (size_t)(until - from));
}

static ssize_t read_noted(struct late *l, int fd, uint8_t *to, size_t n, off_t at)
{
    off_t size = length(l, fd), left = size - at;
    if (size < 0 || left <= 0)
        return size < 0 ? -1 : 0;
    n = (off_t)n < left ? n : (size_t)left;
    ssize_t got = l->under->read(l->under, fd, to, n, at);
    if (got < 0)
        return -1;
    memset(to + got, 0, n - (size_t)got);
    for (const struct call *c = l->first; c; c = c->next)
        if (c->fd == fd)
            apply(c, to, n, at);
    return (ssize_t)n;
}

static ssize_t late_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    int failed = l->holding ? l->failed : 0;
    ssize_t got = failed ? -1 : l->under->read(l->under, fd, to, n, at);
    if (!failed && (may_be_noted(l, fd, n, at + (off_t)n) || (l->first && got >= 0 && (size_t)got < n)))
        got = read_noted(l, fd, to, n, at);
    int why = failed ? failed : errno;
    pthread_mutex_unlock(&l->lock);
    errno = why;
    return got;
}

static off_t late_size(const struct vault_io *io, int fd)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    off_t size = length(l, fd);
    pthread_mutex_unlock(&l->lock);
    return size;
}

/* ---- what waits for all before it: by a name, or never at a lock ---- */

/* NULL, errno ECANCELED: the waiting was left, and nothing is done. */
static const struct vault_io *when_done(const struct vault_io *io)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    if (l->behind || !pthread_equal(l->owner, pthread_self()))
        wait_for_all(l);
    while (l->first && may_wait(l, true))
        wait_a_little(l);
    const struct vault_io *u = l->first ? NULL : l->under;
    pthread_mutex_unlock(&l->lock);
    errno = u ? errno : ECANCELED;
    return u;
}

static int late_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    const struct vault_io *u = when_done(io);
    return u ? u->open(u, path, flags, mode) : -1;
}

static int late_punch(const struct vault_io *io, int fd, off_t n)
{
    const struct vault_io *u = when_done(io);
    return u ? u->punch(u, fd, n) : -1;
}

static int late_sync_folder(const struct vault_io *io, const char *path)
{
    const struct vault_io *u = when_done(io);
    return u ? u->sync_folder(u, path) : -1;
}

static int late_rename_new(const struct vault_io *io, const char *from, const char *to)
{
    const struct vault_io *u = when_done(io);
    return u ? u->rename_new(u, from, to) : -1;
}

/* Of what was begun and given up: after all that is still written there. */
static int late_unlink(const struct vault_io *io, const char *path)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    struct call gone = { .kind = LATE_UNLINK, .fd = -1, .n = strlen(path) + 1 };
    bool noted = l->first && note(l, &gone, path);
    pthread_mutex_unlock(&l->lock);
    return noted ? 0 : l->under->unlink(l->under, path);
}

/* ---- what changes nothing ---- */

/* The thread comes to the sync soon enough. */
static void late_start_sync(const struct vault_io *io, int fd)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    bool holding = l->holding;
    pthread_mutex_unlock(&l->lock);
    if (!holding)
        l->under->start_sync(l->under, fd);
}

static off_t late_room(const struct vault_io *io, int fd)
{
    const struct vault_io *u = late_of(io)->under;
    return u->room(u, fd);
}

static int late_lock(const struct vault_io *io, int fd, bool exclusive, bool take, pid_t *holder)
{
    const struct vault_io *u = late_of(io)->under;
    return u->lock(u, fd, exclusive, take, holder);
}

/* ---- the whole ---- */

static const struct vault_io LATE_IO = {
    .open = late_open,
    .close = late_close,
    .read = late_read,
    .write = late_write,
    .write_durable = late_write_durable,
    .punch = late_punch,
    .size = late_size,
    .truncate = late_truncate,
    .sync = late_sync,
    .start_sync = late_start_sync,
    .sync_folder = late_sync_folder,
    .rename_new = late_rename_new,
    .touch = late_touch,
    .unlink = late_unlink,
    .room = late_room,
    .lock = late_lock,
};

static void init_done(pthread_cond_t *done)
{
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(done, &steady);
    pthread_condattr_destroy(&steady);
}

struct late *late_new(const struct vault_io *under, struct err *e)
{
    struct late *l = calloc(1, sizeof *l);
    if (!l) {
        err_no_memory(e);
        return NULL;
    }
    l->io = LATE_IO;
    l->under = under ? under : &VAULT_IO_SYSTEM;
    if (!l->under->touch)
        l->io.touch = NULL;
    if (!l->under->start_sync)
        l->io.start_sync = NULL;
    if (!l->under->room)
        l->io.room = NULL;
    l->last = &l->first;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->noted, NULL);
    init_done(&l->done);
    return l;
}

/* Under the lock: the list is empty, and the thread goes. */
static void let_go(struct late *l)
{
    l->holding = l->behind = false;
    pthread_cond_signal(&l->noted);
    while (l->running)
        pthread_cond_wait(&l->done, &l->lock);
}

void late_free(struct late *l)
{
    if (!l)
        return;
    late_wait(l, -1, NULL, NULL);
    pthread_cond_destroy(&l->noted);
    pthread_cond_destroy(&l->done);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

const struct vault_io *late_io(struct late *l)
{
    return &l->io;
}

/* Under the lock. */
static void begin(struct late *l)
{
    if (l->holding)
        return;
    l->asked = l->took = 0;
    l->failed = 0;
    l->going = false;
    l->holding = true;
    l->holding = start_thread(l);
}

void late_begin(struct late *l, bool (*away)(void *arg), void *arg)
{
    pthread_mutex_lock(&l->lock);
    l->owner = pthread_self();
    l->away = away;
    l->away_arg = arg;
    begin(l);
    pthread_mutex_unlock(&l->lock);
}

void late_hold(struct late *l, void (*ended)(void *arg), void *arg)
{
    pthread_mutex_lock(&l->lock);
    begin(l);
    if (!l->behind && l->holding) {
        l->ended = ended;
        l->ended_arg = arg;
        l->going = false;
        l->behind = true;
        pthread_cond_broadcast(&l->done); /* another thread may wait for an answer */
    }
    pthread_mutex_unlock(&l->lock);
}

void late_go(struct late *l)
{
    pthread_mutex_lock(&l->lock);
    go(l);
    pthread_mutex_unlock(&l->lock);
}

uint64_t late_mark(struct late *l)
{
    pthread_mutex_lock(&l->lock);
    uint64_t mark = l->asked;
    pthread_mutex_unlock(&l->lock);
    return mark;
}

bool late_is_done(struct late *l)
{
    pthread_mutex_lock(&l->lock);
    bool done = !l->first;
    pthread_mutex_unlock(&l->lock);
    return done;
}

bool late_took(struct late *l, uint64_t mark)
{
    pthread_mutex_lock(&l->lock);
    bool took = l->took >= mark;
    pthread_mutex_unlock(&l->lock);
    return took;
}

bool late_wait(struct late *l, int ms, bool (*stopped)(void *arg), void *arg)
{
    pthread_mutex_lock(&l->lock);
    go(l);
    for (int left = ms; l->first && (ms < 0 || left > 0) && !(stopped && stopped(arg)); left -= LOOK_MS)
        wait_a_little(l);
    bool done = !l->first;
    if (done)
        let_go(l);
    pthread_mutex_unlock(&l->lock);
    return done;
}
