/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lock wipes keys, memory and screen. None of that has to wait for a disk that others keep busy, only what
 * is written meanwhile does: what was typed last, and the row that ends the session. So it is sealed, noted
 * here in full, and written and synced when nothing secret is left in memory.
 *
 * A lock may be asked for while something is being saved, on a disk that does not answer. So from late_begin
 * on the thread does every call that changes a file, and the caller waits for its answer, which is that of
 * the disk: nothing is different, but that the waiting can be left. What was left goes on in its place before
 * all that is asked for after it, as at a lock, and counts as done for now. That holds until the disk has it;
 * should it fail, that is the failure below, which nobody was told of. Opening by a name is left in the same
 * way, and fails then. So is reading: what the disk does not have at once, a second thread brings to
 * where it does, in no order with the others, so that reading goes on where only writing does not. On a file
 * system that cannot tell whether it would have to wait (FAT), the caller reads itself.
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
#include "satchel/vault/noted.h"

#define LOOK_MS     10
#define PATIENCE_MS 60 /* before what is asked of a lock becomes late */
#define BRING_BYTES 16384

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
    struct noted list;
    unsigned guests; /* threads that go on by themselves */
    struct {         /* what the second thread brings from the disk, while others have the lock */
        pthread_cond_t asked;
        bool running, busy;
        int fd;
        size_t n;
        off_t at;
    } bring;
    int patience;         /* ms that are left, behind, for reads that the disk does not answer at once */
    uint64_t asked, took; /* calls; took: done without a failure before */
    int failed;           /* errno; 0: nothing has */
};

static struct late *late_of(const struct vault_io *io)
{
    return (struct late *)(uintptr_t)io;
}

/* ---- doing ---- */

static int do_call(const struct vault_io *u, const struct noted_call *c)
{
    switch (c->kind) {
    case NOTED_WRITE:
        return io_write(u, c->fd, c->bytes, c->n, c->at);
    case NOTED_WRITE_DURABLE:
        return io_write_durable(u, c->fd, c->bytes, c->n, c->at);
    case NOTED_TRUNCATE:
        return u->truncate(u, c->fd, c->at);
    case NOTED_SYNC:
        return u->sync(u, c->fd);
    case NOTED_TOUCH:
        if (u->touch)
            u->touch(u, c->fd);
        return 0;
    case NOTED_UNLINK:
        u->unlink(u, (const char *)c->bytes);
        return 0;
    case NOTED_OPEN:
        return u->open(u, (const char *)c->bytes, c->flags, c->mode);
    case NOTED_SYNC_FOLDER:
        return u->sync_folder(u, (const char *)c->bytes);
    case NOTED_CLOSE:
        u->close(u, c->fd);
        return 0;
    }
    return 0;
}

/* Under the lock. Whoever asked for it went away: there is no such file for anybody. */
static void close_late(struct late *l, int fd)
{
    pthread_mutex_unlock(&l->lock);
    l->under->close(l->under, fd);
    pthread_mutex_lock(&l->lock);
}

static bool is_by_name(const struct noted_call *c)
{
    return c->kind == NOTED_OPEN || c->kind == NOTED_SYNC_FOLDER;
}

/* Under the lock, which is let go while the disk works; the call stays in the list until it is done, so that
 * a read finds it in one place or the other. */
static void do_first(struct late *l)
{
    struct noted_call *c = l->list.first;
    int skip = c->kind != NOTED_CLOSE ? l->failed : 0;
    pthread_mutex_unlock(&l->lock);
    int got = skip ? -1 : do_call(l->under, c);
    int why = got >= 0 ? 0 : skip ? skip : errno ? errno : EIO;
    pthread_mutex_lock(&l->lock);
    if (c->answer)
        *c->answer = (struct noted_answer){ true, why, got };
    else if (c->kind == NOTED_OPEN && got >= 0)
        close_late(l, got);
    else if (why && !is_by_name(c)) /* which did not count as done */
        l->failed = why;
    l->took += !l->failed;
    noted_drop(&l->list);
}

static bool is_done(const struct late *l)
{
    return !l->list.first && !l->guests && !l->bring.busy;
}

static void tell_done(struct late *l)
{
    pthread_cond_broadcast(&l->done);
    if (is_done(l) && l->behind && l->ended)
        l->ended(l->ended_arg);
}

/* As long as the list is kept. */
static void *run(void *arg)
{
    struct late *l = arg;
    pthread_mutex_lock(&l->lock);
    while (l->holding) {
        if (!l->list.first || !l->going) {
            pthread_cond_wait(&l->noted, &l->lock);
            continue;
        }
        do_first(l);
        if (!l->list.first || !l->behind)
            tell_done(l);
    }
    l->running = false;
    pthread_cond_broadcast(&l->done);
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

static bool start_thread(struct late *l, void *run_it(void *late))
{
    pthread_t thread;
    sigset_t mask, before;
    park_mask(&mask);
    pthread_sigmask(SIG_SETMASK, &mask, &before);
    bool running = pthread_create(&thread, NULL, run_it, l) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (running)
        pthread_detach(thread);
    return running;
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
    while (l->list.first)
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
static bool wait_for(struct late *l, const struct noted_call *c, const struct noted_answer *a)
{
    go(l);
    for (bool looked = l->list.first != c; !a->given && may_wait(l, looked); looked = true)
        wait_a_little(l);
    return a->given;
}

/* Under the lock. NULL: it is to be done at once, everything before it is. */
static struct noted_call *note(struct late *l, const struct noted_call *what, const void *bytes)
{
    struct noted_call *c = l->holding ? noted_add(&l->list, what, bytes) : NULL;
    if (!c) {
        wait_for_all(l);
        return NULL;
    }
    l->asked++;
    if (l->going)
        pthread_cond_signal(&l->noted);
    return c;
}

/* Under the lock. false: nobody waited, or the waiting was left. */
static bool ask(struct late *l, struct noted_call *c, struct noted_answer *a)
{
    if (l->behind)
        return false;
    c->answer = a;
    if (!wait_for(l, c, a))
        c->answer = NULL;
    return a->given;
}

/* 1: done, or noted; 0: to be done at once; -1: it failed, or something before it that nobody waited for. */
static int later(const struct vault_io *io, struct noted_call what, const void *bytes)
{
    struct late *l = late_of(io);
    struct noted_answer a = { 0 };
    pthread_mutex_lock(&l->lock);
    int failed = l->holding && what.kind != NOTED_CLOSE ? l->failed : 0;
    struct noted_call *c = failed ? NULL : note(l, &what, bytes);
    bool noted = c;
    if (c && ask(l, c, &a))
        failed = a.why;
    pthread_mutex_unlock(&l->lock);
    errno = failed ? failed : errno;
    return failed ? -1 : noted;
}

static ssize_t late_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    int rc = later(io, (struct noted_call){ .kind = NOTED_WRITE, .fd = fd, .at = at, .n = n }, from);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? (ssize_t)n : u->write(u, fd, from, n, at);
}

static ssize_t late_write_durable(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    int rc = later(io, (struct noted_call){ .kind = NOTED_WRITE_DURABLE, .fd = fd, .at = at, .n = n }, from);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? (ssize_t)n : u->write_durable(u, fd, from, n, at);
}

static int late_truncate(const struct vault_io *io, int fd, off_t size)
{
    int rc = later(io, (struct noted_call){ .kind = NOTED_TRUNCATE, .fd = fd, .at = size }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? 0 : u->truncate(u, fd, size);
}

static int late_sync(const struct vault_io *io, int fd)
{
    int rc = later(io, (struct noted_call){ .kind = NOTED_SYNC, .fd = fd }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? 0 : u->sync(u, fd);
}

static int late_touch(const struct vault_io *io, int fd)
{
    int rc = later(io, (struct noted_call){ .kind = NOTED_TOUCH, .fd = fd }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc ? 0 : u->touch(u, fd);
}

static int late_close(const struct vault_io *io, int fd)
{
    int rc = later(io, (struct noted_call){ .kind = NOTED_CLOSE, .fd = fd }, NULL);
    const struct vault_io *u = late_of(io)->under;
    return rc ? 0 : u->close(u, fd);
}

/* ---- reading what was noted ---- */

/* Without the lock: for read_now to find it. What comes is sealed or noise, and thrown away. */
static void bring(const struct vault_io *u, int fd, size_t n, off_t at)
{
    uint8_t piece[BRING_BYTES];
    ssize_t got = 1;
    for (size_t had = 0; had < n && got > 0; had += (size_t)got)
        got = u->read(u, fd, piece, n - had < sizeof piece ? n - had : sizeof piece, at + (off_t)had);
}

static void *run_bring(void *arg)
{
    struct late *l = arg;
    pthread_mutex_lock(&l->lock);
    while (l->holding) {
        if (!l->bring.busy) {
            pthread_cond_wait(&l->bring.asked, &l->lock);
            continue;
        }
        pthread_mutex_unlock(&l->lock);
        bring(l->under, l->bring.fd, l->bring.n, l->bring.at);
        pthread_mutex_lock(&l->lock);
        l->bring.busy = false;
        tell_done(l);
    }
    l->bring.running = false;
    pthread_cond_broadcast(&l->done);
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/* Until nothing is being brought. A lock that is under way has little time, and goes without. */
static bool wait_for_bring(struct late *l)
{
    for (bool looked = false; l->bring.busy; looked = true) {
        if (l->behind ? l->patience <= 0 : !may_wait(l, looked))
            return false;
        l->patience -= l->behind ? LOOK_MS : 0;
        wait_a_little(l);
    }
    return true;
}

/* Under the lock, which is let go while the disk works. false: the waiting was left. */
static bool have_brought(struct late *l, int fd, size_t n, off_t at)
{
    if (pthread_equal(l->owner, pthread_self())) {
        if (!l->bring.running)
            l->bring.running = start_thread(l, run_bring);
        if (!wait_for_bring(l)) /* one that was left */
            return false;
        l->bring.busy = l->bring.running;
        l->bring.fd = fd;
        l->bring.n = n;
        l->bring.at = at;
        pthread_cond_signal(&l->bring.asked);
        return wait_for_bring(l);
    }
    pthread_mutex_unlock(&l->lock);
    bring(l->under, fd, n, at);
    pthread_mutex_lock(&l->lock);
    return true;
}

/* Under the lock. What the disk has at once, as nearly always; else when it was brought. It may be gone
 * again, or the disk cannot read it: then that is waited for. */
static ssize_t read_below(struct late *l, int fd, void *to, size_t n, off_t at)
{
    const struct vault_io *u = l->under;
    if (!l->holding || !u->read_now)
        return u->read(u, fd, to, n, at);
    ssize_t got = u->read_now(u, fd, to, n, at);
    if (got >= 0 || errno != EAGAIN)
        return got;
    if (!have_brought(l, fd, n, at)) {
        errno = ECANCELED;
        return -1;
    }
    got = u->read_now(u, fd, to, n, at);
    return got >= 0 || errno != EAGAIN ? got : u->read(u, fd, to, n, at);
}

/* Under the lock: got of the n bytes are there. */
static ssize_t read_noted(struct late *l, int fd, uint8_t *to, size_t n, size_t got, off_t at)
{
    off_t size = noted_length(&l->list, fd, l->under->size(l->under, fd)), left = size - at;
    if (size < 0 || left <= 0)
        return size < 0 ? -1 : 0;
    n = (off_t)n < left ? n : (size_t)left;
    if (got < n)
        memset(to + got, 0, n - got);
    noted_apply(&l->list, fd, to, n, at);
    return (ssize_t)n;
}

static ssize_t late_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    int failed = l->holding ? l->failed : 0;
    ssize_t got = failed ? -1 : read_below(l, fd, to, n, at);
    if (got >= 0 && l->list.first && ((size_t)got < n || noted_is_there(&l->list, fd, n, at)))
        got = read_noted(l, fd, to, n, (size_t)got, at);
    int why = failed ? failed : errno;
    pthread_mutex_unlock(&l->lock);
    errno = why;
    return got;
}

static off_t late_size(const struct vault_io *io, int fd)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    off_t size = noted_length(&l->list, fd, l->under->size(l->under, fd));
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
    while (l->list.first && may_wait(l, true))
        wait_a_little(l);
    const struct vault_io *u = l->list.first ? NULL : l->under;
    pthread_mutex_unlock(&l->lock);
    errno = u ? errno : ECANCELED;
    return u;
}

/* 1: the thread has done it; 0: the caller is to do it; -1: it failed, or the waiting was left. */
static int by_name(const struct vault_io *io, struct noted_call what, const char *path,
                   struct noted_answer *a)
{
    struct late *l = late_of(io);
    what.fd = -1;
    what.n = strlen(path) + 1;
    if (!when_done(io))
        return -1;
    pthread_mutex_lock(&l->lock);
    bool leaves = !l->behind && pthread_equal(l->owner, pthread_self());
    struct noted_call *c = leaves ? note(l, &what, path) : NULL;
    if (c && !ask(l, c, a))
        a->why = ECANCELED;
    pthread_mutex_unlock(&l->lock);
    errno = a->why ? a->why : errno;
    return a->why ? -1 : c ? 1 : 0;
}

static int late_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    struct noted_answer a = { .fd = -1 };
    int rc = by_name(io, (struct noted_call){ .kind = NOTED_OPEN, .flags = flags, .mode = mode }, path, &a);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? a.fd : u->open(u, path, flags, mode);
}

static int late_punch(const struct vault_io *io, int fd, off_t n)
{
    const struct vault_io *u = when_done(io);
    return u ? u->punch(u, fd, n) : -1;
}

static int late_sync_folder(const struct vault_io *io, const char *path)
{
    struct noted_answer a = { 0 };
    int rc = by_name(io, (struct noted_call){ .kind = NOTED_SYNC_FOLDER }, path, &a);
    const struct vault_io *u = late_of(io)->under;
    return rc < 0 ? -1 : rc ? 0 : u->sync_folder(u, path);
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
    struct noted_call gone = { .kind = NOTED_UNLINK, .fd = -1, .n = strlen(path) + 1 };
    bool noted = l->list.first && note(l, &gone, path);
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

static void late_stay(const struct vault_io *io, bool here)
{
    struct late *l = late_of(io);
    pthread_mutex_lock(&l->lock);
    l->guests += here ? 1 : -1U;
    if (!here)
        tell_done(l);
    pthread_mutex_unlock(&l->lock);
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
    .stay = late_stay,
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
    noted_init(&l->list);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->noted, NULL);
    pthread_cond_init(&l->bring.asked, NULL);
    init_done(&l->done);
    return l;
}

/* Under the lock: all is done, and the threads go. */
static void let_go(struct late *l)
{
    l->holding = l->behind = false;
    pthread_cond_signal(&l->noted);
    pthread_cond_signal(&l->bring.asked);
    while (l->running || l->bring.running)
        pthread_cond_wait(&l->done, &l->lock);
}

void late_free(struct late *l)
{
    if (!l)
        return;
    late_wait(l, -1, NULL, NULL);
    pthread_cond_destroy(&l->noted);
    pthread_cond_destroy(&l->bring.asked);
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
    l->holding = l->running = start_thread(l, run);
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
        l->patience = PATIENCE_MS;
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
    bool done = is_done(l);
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
    for (int left = ms; !is_done(l) && (ms < 0 || left > 0) && !(stopped && stopped(arg)); left -= LOOK_MS)
        wait_a_little(l);
    bool done = is_done(l);
    if (done)
        let_go(l);
    pthread_mutex_unlock(&l->lock);
    return done;
}
