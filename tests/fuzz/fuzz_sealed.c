/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealed blocks through SQLite, quickly: a small database in a compartment in memory, changed below the seal
 * by somebody who has the files alone, or above it by somebody who has the key; then opened, read, checked,
 * written. Never a fault; what is read after a change below the seal is what was stored, or an error. What a
 * run writes is undone after it, so that one compartment serves all runs. fuzz_blocks and fuzz_image do the
 * same with a whole vault and store, a hundred times slower.
 *
 * The first byte says how it is opened, mostly for reading, which is a hundred times quicker; each change is
 * file u8, place u24, length u8, bytes: of file 0, 1, 2 (vault, its journal, the other) they are added to
 * what is there; of 3 they replace those of a page that is sealed again, of 4 those of the journal. */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/vault/arena.h"
#include "satchel/vault/blocks.h"
#include "satchel/vault/compartment.h"
#include "satchel/vault/journals.h"
#include "satchel/vault/stripes.h"

#define FILES      3
#define VAULT_ROOM ((size_t)17 << 20)
#define OTHER_ROOM ((size_t)4 << 20)

/* ---- three files in memory, and what they were ---- */

struct undo {
    int file;
    size_t at, n, size; /* the bytes that stood there, and the file's length */
    uint8_t *old;
};

struct disk {
    struct vault_io io; /* first: the table is the disk */
    uint8_t *bytes[FILES];
    size_t size[FILES], room[FILES];
    DYN(struct undo) undo;
};

static struct disk *disk_of(const struct vault_io *io)
{
    return (struct disk *)(uintptr_t)io;
}

static void change(struct disk *d, int file, const void *from, size_t n, size_t at)
{
    hold(dyn_room(&d->undo) == 0);
    struct undo *u = &d->undo.at[d->undo.n++];
    *u = (struct undo){ file, at, n, d->size[file], malloc(n ? n : 1) };
    hold(u->old);
    memcpy(u->old, d->bytes[file] + at, n);
    memcpy(d->bytes[file] + at, from, n);
}

static void take_back(struct disk *d)
{
    while (d->undo.n > 0) {
        struct undo *u = &d->undo.at[--d->undo.n];
        memcpy(d->bytes[u->file] + u->at, u->old, u->n);
        d->size[u->file] = u->size;
        free(u->old);
    }
}

static int disk_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    size_t n = strlen(path);
    int file = n > 2 && path[n - 2] == '-' ? path[n - 1] - '0' + 1 : 0;
    (void)mode;
    if (flags & O_EXCL && disk_of(io)->size[file] > 0) {
        errno = EEXIST;
        return -1;
    }
    return file;
}

static int disk_close(const struct vault_io *io, int fd)
{
    (void)io;
    (void)fd;
    return 0;
}

static ssize_t disk_read(const struct vault_io *io, int fd, void *to, size_t n, off_t at)
{
    struct disk *d = disk_of(io);
    size_t from = (size_t)at < d->size[fd] ? (size_t)at : d->size[fd];
    n = n < d->size[fd] - from ? n : d->size[fd] - from;
    memcpy(to, d->bytes[fd] + from, n);
    return (ssize_t)n;
}

static ssize_t disk_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct disk *d = disk_of(io);
    if ((size_t)at + n > d->room[fd]) {
        errno = ENOSPC;
        return -1;
    }
    change(d, fd, from, n, (size_t)at);
    if ((size_t)at + n > d->size[fd])
        d->size[fd] = (size_t)at + n;
    return (ssize_t)n;
}

static off_t disk_size(const struct vault_io *io, int fd)
{
    return (off_t)disk_of(io)->size[fd];
}

static int disk_truncate(const struct vault_io *io, int fd, off_t size)
{
    struct disk *d = disk_of(io);
    if ((size_t)size > d->room[fd]) {
        errno = ENOSPC;
        return -1;
    }
    change(d, fd, "", 0, 0);
    if ((size_t)size > d->size[fd]) /* what was cut off comes back as zeros */
        memset(d->bytes[fd] + d->size[fd], 0, (size_t)size - d->size[fd]);
    d->size[fd] = (size_t)size;
    return 0;
}

static int disk_sync(const struct vault_io *io, int fd)
{
    (void)io;
    (void)fd;
    return 0;
}

static int disk_sync_folder(const struct vault_io *io, const char *path)
{
    (void)io;
    (void)path;
    return 0;
}

static const struct vault_io TABLE = { .open = disk_open,
                                       .close = disk_close,
                                       .read = disk_read,
                                       .write = disk_write,
                                       .size = disk_size,
                                       .truncate = disk_truncate,
                                       .sync = disk_sync,
                                       .sync_folder = disk_sync_folder };

/* ---- the compartment ---- */

static const uint8_t BLOCK_KEY[32] = { 1 }, JOURNAL_KEY[32] = { 2 };

struct world {
    struct disk disk;
    struct compartment c;
    struct blocks blocks, journal;
    uint32_t pages;
    char *whole; /* what is read of it */
};

static const char CONTENT[] =
    "CREATE TABLE t(n INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT); CREATE INDEX t_a ON t(a, n);"
    "CREATE TABLE w(k BLOB PRIMARY KEY, v) WITHOUT ROWID;"
    "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 60)"
    " INSERT INTO t SELECT i, 'Klopstok ' || (i % 7), substr('Freedonia and Sylvania, long ago', 1, i % 30) "
    "FROM i;"
    "INSERT INTO t VALUES(100, 'long', replace(printf('%.9000c', 'x'), 'x', 'ab'));"
    "INSERT INTO w SELECT a || n, n FROM t; DELETE FROM t WHERE n BETWEEN 20 AND 30";

static uint8_t *make_image(sqlite3_int64 *n)
{
    sqlite3 *db;
    int reserved = COMPARTMENT_RESERVED;
    hold(sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
    hold(sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) == SQLITE_OK);
    hold(sqlite3_exec(db, "PRAGMA page_size = 4096", NULL, NULL, NULL) == SQLITE_OK);
    hold(sqlite3_exec(db, CONTENT, NULL, NULL, NULL) == SQLITE_OK);
    uint8_t *image = sqlite3_serialize(db, "main", n, 0);
    hold(image != NULL);
    sqlite3_close(db);
    return image;
}

static char *read_all(sqlite3 *db)
{
    static const char ROWS[] = "SELECT n, a, b FROM t UNION ALL SELECT v, k, NULL FROM w";
    struct buf out = { 0 };
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(db, ROWS, -1, &st, NULL) != SQLITE_OK)
        return NULL;
    while (sqlite3_step(st) == SQLITE_ROW)
        for (int i = 0; i < 3; i++) {
            const char *value = (const char *)sqlite3_column_text(st, i);
            buf_adds(&out, value ? value : "");
            buf_addc(&out, '|');
        }
    char *text = sqlite3_finalize(st) == SQLITE_OK ? buf_take(&out, NULL) : NULL;
    buf_free(&out);
    return text;
}

/* NULL: it did not open. */
static sqlite3 *open_it(struct world *w, bool read_only)
{
    sqlite3 *db = NULL;
    struct err e = { 0 };
    w->c.read_only = read_only;
    if (compartment_mount(&w->c, "sealed", &e) < 0) {
        hold(e.code == ERR_DAMAGE || e.code == ERR_IO);
        return NULL;
    }
    int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    hold(sqlite3_open_v2(COMPARTMENT_DATABASE, &db, flags, "sealed") == SQLITE_OK);
    sqlite3_exec(db,
                 "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=PERSIST; PRAGMA synchronous=FULL;"
                 "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON",
                 NULL, NULL, NULL);
    return db;
}

static void close_it(struct world *w, sqlite3 *db)
{
    if (!w->c.vfs)
        return;
    hold(sqlite3_close(db) == SQLITE_OK);
    compartment_unmount(&w->c);
}

static void make_disk(struct world *w)
{
    w->disk.io = TABLE;
    for (int i = 0; i < FILES; i++) {
        w->disk.room[i] = i == 0 ? VAULT_ROOM : OTHER_ROOM;
        w->disk.size[i] = i == 0 ? (size_t)stripes_length(1) : 0;
        hold(w->disk.bytes[i] = calloc(1, w->disk.room[i]));
    }
    w->c = (struct compartment){
        .io = &w->disk.io, .fd = 0, .path = "vault", .block_key = BLOCK_KEY, .journal_key = JOURNAL_KEY
    };
    w->blocks = (struct blocks){ .key = BLOCK_KEY, .kind = BLOCK_DATABASE };
    w->journal = (struct blocks){ .key = JOURNAL_KEY, .kind = BLOCK_JOURNAL };
}

static struct world *world(void)
{
    static struct world w;
    struct err e = { 0 };
    sqlite3_int64 n;
    if (w.whole)
        return &w;
    hold(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
    hold(arena_install((size_t)64 << 20, &e) ==
         0); /* as the program does, and twice as fast as ASan's heap */
    make_disk(&w);
    uint8_t *image = make_image(&n);
    hold(compartment_seal_image(&w.c, image, (size_t)n, &e) == 0);
    sqlite3_free(image);
    w.pages = (uint32_t)(n / BLOCK_BYTES);
    close_it(&w, open_it(&w, false)); /* makes the journals, once for all runs */
    sqlite3 *db = open_it(&w, true);
    w.whole = db ? read_all(db) : NULL;
    hold(w.whole && strstr(w.whole, "Klopstok"));
    close_it(&w, db);
    while (w.disk.undo.n > 0) /* what was done up to here stays */
        free(w.disk.undo.at[--w.disk.undo.n].old);
    return &w;
}

/* ---- what is changed ---- */

struct reader {
    const uint8_t *at;
    size_t n;
};

static size_t take(struct reader *r, unsigned bytes)
{
    size_t value = 0;
    for (unsigned i = 0; i < bytes && r->n > 0; i++, r->n--)
        value |= (size_t)*r->at++ << (8 * i);
    return value;
}

static void change_below(struct world *w, int file, size_t at, const uint8_t *bytes, size_t n)
{
    uint8_t old[256];
    at %= w->disk.size[file] - sizeof old;
    memcpy(old, w->disk.bytes[file] + at, n);
    for (size_t i = 0; i < n; i++)
        old[i] ^= bytes[i];
    change(&w->disk, file, old, n, at);
}

static void change_page(struct world *w, size_t at, const uint8_t *bytes, size_t n)
{
    uint8_t page[BLOCK_BYTES], sealed[BLOCK_BYTES];
    uint64_t block = at / BLOCK_TEXT % w->pages;
    size_t into = at % (BLOCK_TEXT - 255), place = (size_t)stripes_block_at(0, block);
    memcpy(sealed, w->disk.bytes[0] + place, sizeof sealed);
    if (block_open(&w->blocks, block, sealed, page) < 0) /* changed below before */
        return;
    memcpy(page + into, bytes, n);
    block_seal(&w->blocks, block, page, sealed);
    change(&w->disk, 0, sealed, sizeof sealed, place);
}

static void change_journal(struct world *w, size_t at, const uint8_t *bytes, size_t n)
{
    uint8_t text[STRIDE_TEXT], sealed[STRIDE_SEALED];
    uint64_t stride = 1 + at / STRIDE_PAYLOAD % 8;
    size_t into = at % (STRIDE_PAYLOAD - 255), place = (size_t)stride * STRIDE_BYTES;
    memcpy(sealed, w->disk.bytes[1] + place, sizeof sealed);
    memcpy(w->journal.file_id, w->disk.bytes[1], sizeof w->journal.file_id);
    if (stride_open(&w->journal, stride, sealed, text) < 0)
        memset(text, 0, sizeof text);
    memcpy(text + into, bytes, n);
    stride_set_used(text, STRIDE_PAYLOAD);
    stride_seal(&w->journal, stride, text, sealed);
    change(&w->disk, 1, sealed, sizeof sealed, place);
}

/* Whether it was changed below the seal only. */
static bool change_all(struct world *w, struct reader *r)
{
    bool below = true;
    for (int i = 0; i < 32 && r->n > 0; i++) {
        size_t where = take(r, 1) % 5, at = take(r, 3), n = take(r, 1);
        const uint8_t *bytes = r->at;
        n = n < r->n ? n : r->n;
        r->at += n;
        r->n -= n;
        below = below && where < 3;
        if (where < 3)
            change_below(w, (int)where, at, bytes, n);
        else if (where == 3)
            change_page(w, at, bytes, n);
        else
            change_journal(w, at, bytes, n);
    }
    return below;
}

/* One in 32 writes, whatever the input came from: those find the most, and would soon be all there are. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    size = LLVMFuzzerMutate(data, size, max);
    if (size > 0)
        data[0] = (uint8_t)((data[0] & ~31u) | (seed % 32));
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world *w = world();
    if (size == 0)
        return 0;
    struct reader r = { data + 1, size - 1 };
    bool below = change_all(w, &r), read_only = data[0] % 32 != 31;
    sqlite3 *db = open_it(w, read_only);
    if (db) {
        char *text = read_all(db);
        hold(!text || !below || strcmp(text, w->whole) == 0);
        str_free(text);
        if (data[0] & 32)
            sqlite3_exec(db, "PRAGMA quick_check(1)", NULL, NULL, NULL);
        if (!read_only && (data[0] & 64))
            sqlite3_exec(db, "UPDATE t SET b = a; INSERT INTO w SELECT randomblob(200), n FROM t", NULL, NULL,
                         NULL);
    }
    close_it(w, db);
    take_back(&w->disk);
    return 0;
}
