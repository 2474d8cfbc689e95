/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faultvfs.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "failmem.h"

#define PAGE       4096
#define FILES_MAX  16
#define HANDLE_MAX 32
#define NAME_MAX_  96
#define NAMES_MAX  256

/* What a sector may be after a power loss; version 0 is durable. */
struct sector {
    int n, room;
    uint8_t **version;
};

struct page {
    uint8_t *now;           /* NULL: zeros */
    bool own;               /* now is ours to change and to free */
    struct sector *sectors; /* PAGE / sector of them once one is unsynced, else NULL */
};

struct file {
    bool used;
    size_t size, high; /* high: pages may hold old content up to here */
    size_t n_pages;
    struct page *pages;
    size_t *lengths; /* since the last sync; 0 is durable */
    int n_lengths, room_lengths;
    size_t *unsynced; /* pages with sectors */
    size_t n_unsynced, room_unsynced;
    size_t most_unsynced; /* there ever were */
};

/* The folder: which name is which file, now and durably, and what was done to it since. */
struct name {
    char text[NAME_MAX_];
    int file;
};

struct folder {
    struct name at[FILES_MAX];
    int n;
};

struct change {
    char name[NAME_MAX_];
    int file; /* -1: removed */
};

struct faultvfs {
    struct vault_io io; /* first: the table is the disk */
    uint64_t random;
    unsigned sector, tear;
    size_t always[2]; /* pages whose unsynced sectors are always torn */
    int n_always;
    struct file files[FILES_MAX];
    struct folder now, durable;
    struct change changed[NAMES_MAX];
    int n_changed;
    int handle[HANDLE_MAX]; /* file, or -1 */
    bool off;
    long changes, off_at;
    int fault_which, fault_errno;
    long fault_at, fault_calls;
    bool fault_stays, fault_hit;
    size_t limit; /* of a file's bytes; 0: none */
    sqlite3_vfs *vfs;
};

static void *checked(void *p)
{
    failmem_resume();
    if (!p)
        abort();
    return p;
}
#define must(call) (failmem_pause(), checked(call))

static uint64_t draw(struct faultvfs *f, uint64_t below)
{
    uint64_t z = f->random += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (z ^ z >> 31) % below;
}

/* ---- content and its versions ---- */

static void add_version(struct sector *s, const uint8_t *bytes, unsigned size)
{
    if (s->n == s->room) {
        s->room = s->room ? s->room * 2 : 4;
        s->version = must(realloc(s->version, (size_t)s->room * sizeof *s->version));
    }
    s->version[s->n] = must(malloc(size));
    memcpy(s->version[s->n++], bytes, size);
}

static void drop_versions(struct faultvfs *f, struct page *p)
{
    for (unsigned i = 0; p->sectors && i < PAGE / f->sector; i++) {
        for (int k = 0; k < p->sectors[i].n; k++)
            free(p->sectors[i].version[k]);
        free(p->sectors[i].version);
    }
    free(p->sectors);
    p->sectors = NULL;
}

static struct page *page_at(struct file *file, size_t i)
{
    if (i >= file->n_pages) {
        size_t n = (i + 64) / 64 * 64 + 64;
        file->pages = must(realloc(file->pages, n * sizeof *file->pages));
        memset(file->pages + file->n_pages, 0, (n - file->n_pages) * sizeof *file->pages);
        file->n_pages = n;
    }
    return &file->pages[i];
}

static void make_own(struct page *p)
{
    if (p->own)
        return;
    uint8_t *fresh = must(calloc(1, PAGE));
    if (p->now)
        memcpy(fresh, p->now, PAGE);
    p->now = fresh;
    p->own = true;
}

static void note_unsynced(struct file *file, size_t page)
{
    if (file->n_unsynced == file->room_unsynced) {
        file->room_unsynced = file->room_unsynced ? file->room_unsynced * 2 : 64;
        file->unsynced = must(realloc(file->unsynced, file->room_unsynced * sizeof *file->unsynced));
    }
    file->unsynced[file->n_unsynced++] = page;
    if (file->n_unsynced > file->most_unsynced)
        file->most_unsynced = file->n_unsynced;
}

/* Part of one page; from NULL: zeros. */
static void change_page(struct faultvfs *f, struct file *file, size_t i, size_t at, const uint8_t *from,
                        size_t n)
{
    struct page *p = page_at(file, i);
    make_own(p);
    if (!p->sectors) {
        p->sectors = must(calloc(PAGE / f->sector, sizeof *p->sectors));
        note_unsynced(file, i);
    }
    size_t first = at / f->sector, last = (at + n - 1) / f->sector;
    for (size_t s = first; s <= last; s++)
        if (p->sectors[s].n == 0)
            add_version(&p->sectors[s], p->now + s * f->sector, f->sector);
    if (from)
        memcpy(p->now + at, from, n);
    else
        memset(p->now + at, 0, n);
    for (size_t s = first; s <= last; s++)
        add_version(&p->sectors[s], p->now + s * f->sector, f->sector);
}

static void change_bytes(struct faultvfs *f, struct file *file, size_t at, const uint8_t *from, size_t n)
{
    while (n > 0) {
        size_t into = at % PAGE, piece = PAGE - into < n ? PAGE - into : n;
        change_page(f, file, at / PAGE, into, from, piece);
        from = from ? from + piece : NULL;
        at += piece;
        n -= piece;
    }
}

static void set_length(struct file *file, size_t size)
{
    if (file->n_lengths == file->room_lengths) {
        file->room_lengths = file->room_lengths ? file->room_lengths * 2 : 8;
        file->lengths = must(realloc(file->lengths, (size_t)file->room_lengths * sizeof *file->lengths));
    }
    if (file->n_lengths == 0)
        file->lengths[file->n_lengths++] = file->size;
    else if (file->lengths[file->n_lengths - 1] != file->size)
        file->lengths[file->n_lengths++] = file->size;
    file->size = size;
    if (size > file->high)
        file->high = size;
}

/* What a cut left in the pages is zeros once the file grows over it again. */
static void clear_gap(struct faultvfs *f, struct file *file, size_t to)
{
    size_t end = to < file->high ? to : file->high;
    if (end > file->size)
        change_bytes(f, file, file->size, NULL, end - file->size);
}

/* Durable: what lies beyond the length is gone. */
static void drop_cut(struct file *file)
{
    size_t end = (file->high + PAGE - 1) / PAGE;
    for (size_t i = file->size / PAGE; i < end && i < file->n_pages; i++) {
        size_t keep = i == file->size / PAGE ? file->size % PAGE : 0;
        if (file->pages[i].now) {
            make_own(&file->pages[i]);
            memset(file->pages[i].now + keep, 0, PAGE - keep);
        }
    }
    file->high = file->size;
}

static void sync_file(struct faultvfs *f, struct file *file)
{
    for (size_t i = 0; i < file->n_unsynced; i++)
        drop_versions(f, &file->pages[file->unsynced[i]]);
    file->n_unsynced = 0;
    file->n_lengths = 0;
    drop_cut(file);
}

/* These pages alone; the length stays as unsure as it is. */
static void sync_range(struct faultvfs *f, struct file *file, size_t at, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < file->n_unsynced; i++) {
        size_t page = file->unsynced[i];
        if (page >= at / PAGE && page * PAGE < at + n)
            drop_versions(f, &file->pages[page]);
        else
            file->unsynced[kept++] = page;
    }
    file->n_unsynced = kept;
}

static void read_bytes(const struct file *file, size_t at, uint8_t *to, size_t n)
{
    while (n > 0) {
        size_t from = at % PAGE, piece = PAGE - from < n ? PAGE - from : n;
        const uint8_t *page = at / PAGE < file->n_pages ? file->pages[at / PAGE].now : NULL;
        if (page)
            memcpy(to, page + from, piece);
        else
            memset(to, 0, piece);
        to += piece;
        at += piece;
        n -= piece;
    }
}

/* ---- the folder ---- */

static int find_name(const struct folder *d, const char *name)
{
    for (int i = 0; i < d->n; i++)
        if (strcmp(d->at[i].text, name) == 0)
            return i;
    return -1;
}

static void apply(struct folder *d, const struct change *c)
{
    int i = find_name(d, c->name);
    if (c->file < 0) {
        if (i >= 0)
            d->at[i] = d->at[--d->n];
        return;
    }
    if (i < 0) {
        if (d->n == FILES_MAX)
            abort();
        i = d->n++;
        strcpy(d->at[i].text, c->name);
    }
    d->at[i].file = c->file;
}

static void change_folder(struct faultvfs *f, const char *name, int file)
{
    if (f->n_changed == NAMES_MAX || strlen(name) >= NAME_MAX_)
        abort();
    struct change *c = &f->changed[f->n_changed++];
    strcpy(c->name, name);
    c->file = file;
    apply(&f->now, c);
}

static void release_file(struct faultvfs *f, struct file *file)
{
    sync_file(f, file);
    for (size_t i = 0; i < file->n_pages; i++)
        if (file->pages[i].own)
            free(file->pages[i].now);
    free(file->pages);
    free(file->lengths);
    free(file->unsynced);
    memset(file, 0, sizeof *file);
}

static bool is_named(const struct folder *d, int file)
{
    for (int i = 0; i < d->n; i++)
        if (d->at[i].file == file)
            return true;
    return false;
}

static void release_nameless(struct faultvfs *f)
{
    for (int i = 0; i < FILES_MAX; i++) {
        bool held = is_named(&f->now, i) || is_named(&f->durable, i);
        for (int h = 0; h < HANDLE_MAX; h++)
            held = held || f->handle[h] == i;
        for (int c = 0; c < f->n_changed; c++)
            held = held || f->changed[c].file == i;
        if (f->files[i].used && !held)
            release_file(f, &f->files[i]);
    }
}

static void sync_names(struct faultvfs *f)
{
    f->durable = f->now;
    f->n_changed = 0;
    release_nameless(f);
}

static int new_file(struct faultvfs *f)
{
    for (int i = 0; i < FILES_MAX; i++)
        if (!f->files[i].used) {
            f->files[i].used = true;
            return i;
        }
    abort();
}

/* ---- power and faults ---- */

/* -1 with errno: this call fails. */
static int enter(struct faultvfs *f, int kind)
{
    if (!f->off && kind & (FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE | FAULT_UNLINK)) {
        f->changes++;
        if (f->off_at > 0 && f->changes >= f->off_at)
            f->off = true;
    }
    if (f->off) {
        errno = EIO;
        return -1;
    }
    if (kind & f->fault_which)
        f->fault_calls++;
    if (kind & f->fault_which && f->fault_at > 0 && --f->fault_at == 0) {
        f->fault_hit = true;
        f->fault_at = f->fault_stays ? 1 : 0;
        errno = f->fault_errno;
        return -1;
    }
    return 0;
}

static bool always_torn(const struct faultvfs *f, size_t page)
{
    bool torn = false;
    for (int i = 0; i < f->n_always; i++)
        torn |= f->always[i] == page;
    return torn;
}

static void settle_sector(struct faultvfs *f, struct sector *s, uint8_t *to, unsigned tear)
{
    if (s->n == 0)
        return;
    const uint8_t *one = s->version[draw(f, (uint64_t)s->n)];
    if (draw(f, 100) >= tear) {
        memcpy(to, one, f->sector);
    } else if (draw(f, 2)) {
        for (unsigned i = 0; i < f->sector; i += 8) {
            uint64_t noise = draw(f, UINT64_MAX);
            memcpy(to + i, &noise, 8);
        }
    } else {
        size_t cut = draw(f, f->sector);
        memcpy(to, one, f->sector);
        memcpy(to, s->version[draw(f, (uint64_t)s->n)], cut);
    }
}

static void settle_file(struct faultvfs *f, struct file *file)
{
    for (size_t i = 0; i < file->n_unsynced; i++) {
        struct page *p = &file->pages[file->unsynced[i]];
        for (unsigned s = 0; s < PAGE / f->sector; s++)
            settle_sector(f, &p->sectors[s], p->now + s * f->sector,
                          always_torn(f, file->unsynced[i]) ? 100 : f->tear);
    }
    if (file->n_lengths > 0) {
        uint64_t which = draw(f, (uint64_t)file->n_lengths + 1);
        file->size = which < (uint64_t)file->n_lengths ? file->lengths[which] : file->size;
    }
    sync_file(f, file);
}

void faultvfs_power_on(struct faultvfs *f)
{
    for (int i = 0; i < f->n_changed; i++)
        if (draw(f, 2))
            apply(&f->durable, &f->changed[i]);
    f->now = f->durable;
    f->n_changed = 0;
    for (int i = 0; i < HANDLE_MAX; i++)
        f->handle[i] = -1;
    for (int i = 0; i < FILES_MAX; i++)
        if (f->files[i].used)
            settle_file(f, &f->files[i]);
    release_nameless(f);
    f->off = false;
    f->off_at = 0;
}

void faultvfs_tear_always(struct faultvfs *f, size_t at)
{
    if (f->n_always == 2)
        abort();
    f->always[f->n_always++] = at / PAGE;
}

void faultvfs_power_off_at(struct faultvfs *f, long n)
{
    f->off_at = n > 0 ? f->changes + n : 0;
}

bool faultvfs_is_off(const struct faultvfs *f)
{
    return f->off;
}

long faultvfs_changes(const struct faultvfs *f)
{
    return f->changes;
}

void faultvfs_fail_at(struct faultvfs *f, int which, long n, int errnum, bool and_after)
{
    f->fault_which = which;
    f->fault_at = n;
    f->fault_errno = errnum;
    f->fault_stays = and_after;
    f->fault_hit = false;
    f->fault_calls = 0;
}

void faultvfs_limit(struct faultvfs *f, size_t bytes)
{
    f->limit = bytes;
}

/* -1 with errno: the disk has no room for a file of so many bytes. */
static int reach(const struct faultvfs *f, size_t bytes)
{
    if (f->limit == 0 || bytes <= f->limit)
        return 0;
    errno = ENOSPC;
    return -1;
}

long faultvfs_calls(const struct faultvfs *f)
{
    return f->fault_calls;
}

bool faultvfs_has_failed(const struct faultvfs *f)
{
    return f->fault_hit;
}

/* ---- struct vault_io ---- */

static struct faultvfs *disk(const struct vault_io *io)
{
    return (struct faultvfs *)(uintptr_t)io;
}

static struct file *file_of(struct faultvfs *f, int fd)
{
    if (fd < 0 || fd >= HANDLE_MAX || f->handle[fd] < 0)
        return NULL;
    return &f->files[f->handle[fd]];
}

static int io_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    struct faultvfs *f = disk(io);
    int i = find_name(&f->now, path), h = 0;
    (void)mode;
    if (enter(f, FAULT_OPEN) < 0)
        return -1;
    if (i < 0 && !(flags & O_CREAT)) {
        errno = ENOENT;
        return -1;
    }
    if (i >= 0 && flags & O_CREAT && flags & O_EXCL) {
        errno = EEXIST;
        return -1;
    }
    while (h < HANDLE_MAX && f->handle[h] >= 0)
        h++;
    if (h == HANDLE_MAX)
        abort();
    if (i < 0)
        change_folder(f, path, f->handle[h] = new_file(f));
    else
        f->handle[h] = f->now.at[i].file;
    return h;
}

static int io_close(const struct vault_io *io, int fd)
{
    struct faultvfs *f = disk(io);
    if (!file_of(f, fd))
        return -1;
    f->handle[fd] = -1;
    release_nameless(f);
    return 0;
}

static ssize_t io_read_(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    struct faultvfs *f = disk(io);
    struct file *file = file_of(f, fd);
    int rc = enter(f, FAULT_READ);
    if ((rc < 0 && errno != FAULT_SHORT) || !file)
        return -1;
    if (rc < 0)
        n = (n + 1) / 2;
    if ((size_t)at >= file->size)
        return 0;
    if (n > file->size - (size_t)at)
        n = file->size - (size_t)at;
    read_bytes(file, (size_t)at, to, n);
    return (ssize_t)n;
}

static ssize_t io_write_(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct faultvfs *f = disk(io);
    struct file *file = file_of(f, fd);
    if (!file || reach(f, (size_t)at + n) < 0)
        return -1;
    bool was_on = !f->off;
    int rc = enter(f, FAULT_WRITE), why = errno;
    if (rc < 0 && !was_on)
        return -1;
    bool is_short = rc < 0 && !f->off && why == FAULT_SHORT;
    size_t put = rc == 0 || f->off ? n : is_short ? (n + 1) / 2 : why == EINTR ? 0 : n / 2;
    if ((size_t)at > file->size)
        clear_gap(f, file, (size_t)at);
    if (put > 0)
        change_bytes(f, file, (size_t)at, from, put);
    if ((size_t)at + put > file->size)
        set_length(file, (size_t)at + put);
    errno = why;
    return rc == 0 || is_short ? (ssize_t)put : -1;
}

/* Its sectors alone are durable when it returns; in between power may go. */
static ssize_t io_write_durable_(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct faultvfs *f = disk(io);
    ssize_t put = io_write_(io, fd, from, n, at);
    if (put < 0 || enter(f, FAULT_SYNC) < 0)
        return -1;
    sync_range(f, file_of(f, fd), (size_t)at, (size_t)put);
    return put;
}

static int io_punch(const struct vault_io *io, int fd, off_t n)
{
    struct faultvfs *f = disk(io);
    struct file *file = file_of(f, fd);
    if (enter(f, FAULT_WRITE) < 0 || !file)
        return -1;
    change_bytes(f, file, 0, NULL, (size_t)n);
    return 0;
}

static off_t io_size(const struct vault_io *io, int fd)
{
    struct faultvfs *f = disk(io);
    struct file *file = file_of(f, fd);
    return enter(f, FAULT_SIZE) < 0 || !file ? -1 : (off_t)file->size;
}

static int io_truncate(const struct vault_io *io, int fd, off_t size)
{
    struct faultvfs *f = disk(io);
    struct file *file = file_of(f, fd);
    if (enter(f, FAULT_TRUNCATE) < 0 || !file || reach(f, (size_t)size) < 0)
        return -1;
    if ((size_t)size > file->size)
        clear_gap(f, file, (size_t)size);
    set_length(file, (size_t)size);
    return 0;
}

static int io_sync(const struct vault_io *io, int fd)
{
    struct faultvfs *f = disk(io);
    struct file *file = file_of(f, fd);
    if (enter(f, FAULT_SYNC) < 0 || !file)
        return -1;
    sync_file(f, file);
    return 0;
}

static int io_sync_folder(const struct vault_io *io, const char *path)
{
    struct faultvfs *f = disk(io);
    (void)path;
    if (enter(f, FAULT_SYNC) < 0)
        return -1;
    sync_names(f);
    return 0;
}

/* Both halves of a rename are durable or not each by itself: harsher than a journalling file system. */
static int io_rename_new(const struct vault_io *io, const char *from, const char *to)
{
    struct faultvfs *f = disk(io);
    int i = find_name(&f->now, from);
    if (enter(f, FAULT_UNLINK) < 0)
        return -1;
    errno = i < 0 ? ENOENT : EEXIST;
    if (i < 0 || find_name(&f->now, to) >= 0)
        return -1;
    change_folder(f, to, f->now.at[i].file);
    change_folder(f, from, -1);
    return 0;
}

static int io_unlink(const struct vault_io *io, const char *path)
{
    struct faultvfs *f = disk(io);
    if (enter(f, FAULT_UNLINK) < 0)
        return -1;
    errno = ENOENT;
    if (find_name(&f->now, path) < 0)
        return -1;
    change_folder(f, path, -1);
    release_nameless(f);
    return 0;
}

static int io_lock(const struct vault_io *io, int fd, bool exclusive, bool take, pid_t *holder)
{
    (void)exclusive;
    (void)take;
    *holder = 0;
    return file_of(disk(io), fd) ? 0 : -1;
}

/* ---- sqlite3_vfs ---- */

struct handle {
    sqlite3_file base;
    struct faultvfs *f;
    int fd;
    bool sync_names; /* as SQLite's own VFS: a new journal's name is made durable with its first sync */
    bool remove;
    char name[NAME_MAX_];
};

static struct handle *handle_of(sqlite3_file *file)
{
    return (struct handle *)file;
}

static int sqlite_code(int fallback)
{
    return errno == ENOSPC ? SQLITE_FULL : errno == ENOMEM ? SQLITE_IOERR_NOMEM : fallback;
}

static int x_close(sqlite3_file *file)
{
    struct handle *h = handle_of(file);
    io_close(&h->f->io, h->fd);
    if (h->remove && !h->f->off && find_name(&h->f->now, h->name) >= 0)
        change_folder(h->f, h->name, -1);
    release_nameless(h->f);
    return SQLITE_OK;
}

static int x_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    struct handle *h = handle_of(file);
    ssize_t got = io_read_(&h->f->io, h->fd, to, (size_t)n, at);
    if (got < 0)
        return SQLITE_IOERR_READ;
    memset((char *)to + got, 0, (size_t)(n - got));
    return got == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int x_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    struct handle *h = handle_of(file);
    return io_write_(&h->f->io, h->fd, from, (size_t)n, at) == n ? SQLITE_OK
                                                                 : sqlite_code(SQLITE_IOERR_WRITE);
}

static int x_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct handle *h = handle_of(file);
    return io_truncate(&h->f->io, h->fd, size) == 0 ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

static int x_sync(sqlite3_file *file, int flags)
{
    struct handle *h = handle_of(file);
    (void)flags;
    if (io_sync(&h->f->io, h->fd) < 0)
        return SQLITE_IOERR_FSYNC;
    if (h->sync_names && io_sync_folder(&h->f->io, h->name) < 0)
        return SQLITE_IOERR_DIR_FSYNC;
    h->sync_names = false;
    return SQLITE_OK;
}

static int x_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct handle *h = handle_of(file);
    off_t n = io_size(&h->f->io, h->fd);
    *size = n;
    return n < 0 ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int x_lock(sqlite3_file *file, int level)
{
    (void)file;
    (void)level;
    return SQLITE_OK;
}

static int x_check_reserved(sqlite3_file *file, int *reserved)
{
    (void)file;
    *reserved = 0;
    return SQLITE_OK;
}

static int x_control(sqlite3_file *file, int op, void *arg)
{
    (void)file;
    (void)op;
    (void)arg;
    return SQLITE_NOTFOUND;
}

static int x_sector_size(sqlite3_file *file)
{
    return (int)handle_of(file)->f->sector;
}

static int x_characteristics(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 1,
    .xClose = x_close,
    .xRead = x_read,
    .xWrite = x_write,
    .xTruncate = x_truncate,
    .xSync = x_sync,
    .xFileSize = x_size,
    .xLock = x_lock,
    .xUnlock = x_lock,
    .xCheckReservedLock = x_check_reserved,
    .xFileControl = x_control,
    .xSectorSize = x_sector_size,
    .xDeviceCharacteristics = x_characteristics,
};

static int x_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
    static unsigned temp;
    struct handle *h = handle_of(file);
    memset(h, 0, sizeof *h);
    h->f = vfs->pAppData;
    if (name)
        sqlite3_snprintf(sizeof h->name, h->name, "%s", name);
    else
        sqlite3_snprintf(sizeof h->name, h->name, "temp-%u", temp++);
    bool is_new = find_name(&h->f->now, h->name) < 0;
    h->fd = io_open(&h->f->io, h->name, flags & SQLITE_OPEN_CREATE ? O_RDWR | O_CREAT : O_RDWR, 0600);
    if (h->fd < 0)
        return SQLITE_CANTOPEN;
    h->remove = !name || flags & SQLITE_OPEN_DELETEONCLOSE;
    h->sync_names = is_new && flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL);
    h->base.pMethods = &METHODS;
    if (out_flags)
        *out_flags = flags;
    return SQLITE_OK;
}

static int x_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    struct faultvfs *f = vfs->pAppData;
    if (enter(f, FAULT_UNLINK) < 0)
        return SQLITE_IOERR_DELETE;
    if (find_name(&f->now, name) < 0)
        return SQLITE_IOERR_DELETE_NOENT;
    change_folder(f, name, -1);
    release_nameless(f);
    return sync && io_sync_folder(&f->io, name) < 0 ? SQLITE_IOERR_DIR_FSYNC : SQLITE_OK;
}

static int x_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer)
{
    struct faultvfs *f = vfs->pAppData;
    int i = find_name(&f->now, name);
    (void)flags;
    *answer = i >= 0 && f->files[f->now.at[i].file].size > 0;
    return f->off ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int x_full_pathname(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
    (void)vfs;
    sqlite3_snprintf(n, out, "%s", name);
    return SQLITE_OK;
}

static int x_randomness(sqlite3_vfs *vfs, int n, char *out)
{
    struct faultvfs *f = vfs->pAppData;
    for (int i = 0; i < n; i++)
        out[i] = (char)draw(f, 256);
    return n;
}

static int x_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int x_time(sqlite3_vfs *vfs, double *day)
{
    (void)vfs;
    *day = 2460000.5;
    return SQLITE_OK;
}

static int x_error(sqlite3_vfs *vfs, int n, char *text)
{
    (void)vfs;
    (void)n;
    (void)text;
    return 0;
}

void faultvfs_register(struct faultvfs *f, const char *name)
{
    f->vfs = must(calloc(1, sizeof *f->vfs));
    *f->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(struct handle),
        .mxPathname = NAME_MAX_ - 16,
        .zName = name,
        .pAppData = f,
        .xOpen = x_open,
        .xDelete = x_delete,
        .xAccess = x_access,
        .xFullPathname = x_full_pathname,
        .xRandomness = x_randomness,
        .xSleep = x_sleep,
        .xCurrentTime = x_time,
        .xGetLastError = x_error,
    };
    sqlite3_vfs_register(f->vfs, 0);
}

void faultvfs_unregister(struct faultvfs *f)
{
    if (f->vfs)
        sqlite3_vfs_unregister(f->vfs);
    free(f->vfs);
    f->vfs = NULL;
}

/* ---- making disks, damage on purpose ---- */

const struct vault_io *faultvfs_io(struct faultvfs *f)
{
    return &f->io;
}

struct faultvfs *faultvfs_new(uint64_t seed, unsigned sector, unsigned tear)
{
    struct faultvfs *f = must(calloc(1, sizeof *f));
    f->io = (struct vault_io){ .open = io_open,
                               .close = io_close,
                               .read = io_read_,
                               .write = io_write_,
                               .write_durable = io_write_durable_,
                               .punch = io_punch,
                               .size = io_size,
                               .truncate = io_truncate,
                               .sync = io_sync,
                               .sync_folder = io_sync_folder,
                               .rename_new = io_rename_new,
                               .unlink = io_unlink,
                               .lock = io_lock };
    f->random = seed;
    f->sector = sector;
    f->tear = tear;
    for (int i = 0; i < HANDLE_MAX; i++)
        f->handle[i] = -1;
    return f;
}

struct faultvfs *faultvfs_clone(struct faultvfs *of, uint64_t seed, unsigned sector, unsigned tear)
{
    struct faultvfs *f = faultvfs_new(seed, sector, tear);
    f->now = f->durable = of->now;
    for (int i = 0; i < FILES_MAX; i++) {
        const struct file *from = &of->files[i];
        struct file *to = &f->files[i];
        if (!is_named(&of->now, i))
            continue;
        to->used = true;
        to->size = from->size;
        to->high = from->high;
        to->n_pages = from->n_pages;
        to->pages = must(calloc(from->n_pages + 1, sizeof *to->pages));
        for (size_t k = 0; k < from->n_pages; k++)
            to->pages[k].now = from->pages[k].now;
    }
    return f;
}

void faultvfs_free(struct faultvfs *f)
{
    if (!f)
        return;
    faultvfs_unregister(f);
    for (int i = 0; i < FILES_MAX; i++)
        release_file(f, &f->files[i]);
    free(f);
}

int faultvfs_files(const struct faultvfs *f)
{
    return f->now.n;
}

static struct file *named(struct faultvfs *f, const char *name)
{
    int i = find_name(&f->now, name);
    return i < 0 ? NULL : &f->files[f->now.at[i].file];
}

size_t faultvfs_size(struct faultvfs *f, const char *name)
{
    struct file *file = named(f, name);
    return file ? file->size : SIZE_MAX;
}

size_t faultvfs_most_unsynced(struct faultvfs *f, const char *name)
{
    struct file *file = named(f, name);
    return file ? file->most_unsynced * PAGE : 0;
}

void faultvfs_peek(struct faultvfs *f, const char *name, size_t at, void *to, size_t n)
{
    read_bytes(named(f, name), at, to, n);
}

void faultvfs_poke(struct faultvfs *f, const char *name, size_t at, const void *from, size_t n)
{
    struct file *file = named(f, name);
    change_bytes(f, file, at, from, n);
    if (at + n > file->size)
        set_length(file, at + n);
    sync_file(f, file);
}

void faultvfs_cut(struct faultvfs *f, const char *name, size_t size)
{
    struct file *file = named(f, name);
    clear_gap(f, file, size);
    set_length(file, size);
    sync_file(f, file);
}

void faultvfs_remove(struct faultvfs *f, const char *name)
{
    change_folder(f, name, -1);
    sync_names(f);
}
