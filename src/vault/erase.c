/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: before the write of step 1 has reached the disk everything opens; after it nothing does, with any
 * passphrase, whatever is cut off afterwards and wherever.
 *
 * One write, 128 KiB, of random bytes, from the first byte on. What is needed to open compartment c by slot
 * s: sector 0 whole in its first 17 bytes (salt and profile go into the key of every slot), the first 128
 * bytes of the slot's sector, and each of the 45,056 bytes of pool c (a digest of the volume key stands in
 * the slot: slots_keys). So of the sectors that a power cut may leave old or new, each for itself or torn,
 * any subset gives one of two states for each compartment: nothing it needs was changed, and it opens as
 * before; or something was, and it does not open. Nothing in between opens and reads garbage, and no write
 * but this one was made before it is durable. The salt stands first, so that a write cut short after any
 * number of bytes (a kill in the middle of the call, a drive that takes sectors in their order) ends both
 * compartments together. The pools are what the write is for: eleven sectors each, of which one that is
 * really gone is enough, where a drive keeps an old copy of some.
 *
 * The order of the rest makes it repeatable: the journals go before the vault, and the vault keeps its name,
 * at last as an empty file, until everything else is gone, exports and settings as well; whoever finds it cut
 * off half-way runs `satchel panic` again. A file that was renamed and not yet removed is empty and has a
 * name of 16 hex digits: in the folders of the vault and of the settings it is found by that.
 *
 * Relies on: the calls of vault/io.h, which allocate nothing. All that is written to lies in the one mapping;
 * what is read beside it is the program's own constants. The other thread may be stopped in the middle of any
 * function of the first half: paths are published by one store, after they are whole, and lists shrink before
 * they are wiped. Noise for the stripes comes from a generator of its own (xoshiro256++, Blackman and Vigna
 * 2018), seeded beforehand: it hides nothing, and the system's would take four times as long as the disk.
 *
 * Tested in tests/unit/test_erase.c: ended at every call, power lost at every change. */
#include "satchel/vault/erase.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/confine.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/header.h"
#include "satchel/vault/stripes.h"

#define PIECE_BYTES 1048576
#define LIST_FILES  512
#define LIST_BYTES  65536
#define NAME_BYTES  (PATH_MAX + 8)
#define OPEN_FLAGS  (O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)

/* Paths, one behind the other, each with its NUL. */
struct list {
    atomic_uint n;
    size_t used;
    uint32_t at[LIST_FILES];
    char text[LIST_BYTES];
};

struct erase {
    const struct vault_io *io;
    size_t bytes; /* of the mapping */
    atomic_int held;
    atomic_uint aimed; /* which of the two is in force */
    char vault[2][PATH_MAX];
    struct list exports, own;
    bool emptied; /* the file of the vault's name may be removed */
    struct erase_done done;
    uint64_t random[4];
    char name[NAME_BYTES], fresh[NAME_BYTES]; /* of the file in hand; what it is called at last */
    _Alignas(4096) uint8_t header[HEADER_BYTES];
    uint8_t piece[PIECE_BYTES];
};

/* ---- beforehand ---- */

int erase_new(struct erase **out, const struct vault_io *io, struct err *e)
{
    size_t bytes = (sizeof(struct erase) + 4095) / 4096 * 4096;
    *out = NULL;
    void *mapping = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED)
        return err_no_memory(e);
    struct erase *x = mapping;
    madvise(x, bytes, MADV_DONTDUMP);
    mlock(x, offsetof(struct erase, piece)); /* the piece is noise and is touched below */
    x->io = io ? io : &VAULT_IO_SYSTEM;
    x->bytes = bytes;
    atomic_init(&x->held, -1);
    seal_random(x->random, sizeof x->random);
    seal_random(x->header, sizeof x->header);
    memset(x->piece, 1, sizeof x->piece);
    *out = x;
    return 0;
}

void erase_free(struct erase *x)
{
    if (!x)
        return;
    size_t bytes = x->bytes;
    wipe(x, bytes);
    munmap(x, bytes);
}

void erase_memory(const struct erase *x, const void **base, size_t *len)
{
    *base = x;
    *len = x->bytes;
}

int erase_aim(struct erase *x, const char *vault, struct err *e)
{
    char *real = realpath(vault, NULL);
    const char *path = real ? real : vault;
    unsigned next = 1 - atomic_load(&x->aimed);
    int rc = 0;
    if (strlen(path) >= sizeof x->vault[0])
        rc = err_set(e, ERR_INPUT, _("The path of the vault is too long. Nothing was changed."));
    else
        strcpy(x->vault[next], path);
    free(real);
    if (rc == 0)
        atomic_store(&x->aimed, next);
    return rc;
}

void erase_hold(struct erase *x, int fd)
{
    atomic_store(&x->held, fd);
}

static int list_add(struct list *l, const char *path)
{
    unsigned n = atomic_load(&l->n);
    size_t len = strlen(path) + 1;
    if (n == LIST_FILES || len > PATH_MAX || len > sizeof l->text - l->used)
        return -1;
    memcpy(l->text + l->used, path, len);
    l->at[n] = (uint32_t)l->used;
    l->used += len;
    atomic_store(&l->n, n + 1);
    return 0;
}

static void list_clear(struct list *l)
{
    atomic_store(&l->n, 0);
    wipe(l->text, l->used);
    l->used = 0;
}

int erase_add_export(struct erase *x, const char *path)
{
    return list_add(&x->exports, path);
}

void erase_forget_exports(struct erase *x)
{
    list_clear(&x->exports);
}

size_t erase_exports(const struct erase *x)
{
    return atomic_load(&x->exports.n);
}

size_t erase_owns(const struct erase *x)
{
    return atomic_load(&x->own.n);
}

/* ---- the program's own files ---- */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

/* What fileio_new_start calls a file until it is whole: the name, a point, 16 hex digits. */
static bool is_unfinished(const char *name, const char *of)
{
    size_t n = strlen(of);
    return strncmp(name, of, n) == 0 && name[n] == '.' && strlen(name + n + 1) == 16 &&
           strspn(name + n + 1, "0123456789abcdef") == 16;
}

static bool is_theme(const char *name, const char *of)
{
    return ends_with(name, of);
}

/* While they are written, `.new` stands behind the name. Themes may lie beside them. */
static bool is_settings(const char *name, const char *of)
{
    size_t n = strlen(of);
    return (strncmp(name, of, n) == 0 && (!name[n] || strcmp(name + n, ".new") == 0)) ||
           is_theme(name, ".theme");
}

/* What remove_name had renamed when it was cut off. */
static bool is_stray(const char *folder, const char *name)
{
    struct buf path = { 0 };
    struct stat st;
    buf_addf(&path, "%s/%s", folder, name);
    bool is = strlen(name) == 16 && strspn(name, "0123456789abcdef") == 16 && !path.failed &&
              lstat(path.data, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0;
    buf_free(&path);
    return is;
}

/* Of the files in a folder those that are ours, with what was half removed there. */
static int add_ours(struct list *l, const char *folder, bool (*ours)(const char *name, const char *of),
                    const char *of)
{
    DIR *d = opendir(folder);
    struct dirent *entry;
    int rc = 0;
    while (d && (entry = readdir(d))) {
        struct buf path = { 0 };
        buf_addf(&path, "%s/%s", folder, entry->d_name);
        if ((ours(entry->d_name, of) || is_stray(folder, entry->d_name)) &&
            (path.failed || list_add(l, buf_text(&path)) < 0))
            rc = -1;
        buf_free(&path);
    }
    if (d)
        closedir(d);
    return rc;
}

static int add_settings(struct list *l)
{
    struct buf folder = { 0 };
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int rc = 0;
    if (config && config[0] == '/')
        buf_addf(&folder, "%s/satchel", config);
    else if (home && home[0] == '/')
        buf_addf(&folder, "%s/.config/satchel", home);
    if (folder.len && add_ours(l, folder.data, is_settings, "config") < 0)
        rc = -1;
    buf_adds(&folder, "/themes");
    if (folder.failed || add_ours(l, buf_text(&folder), is_theme, ".theme") < 0)
        rc = -1;
    buf_free(&folder);
    return rc;
}

static bool is_nothing(const char *name, const char *of)
{
    (void)name;
    (void)of;
    return false;
}

static int add_beside(struct list *l, const char *vault, bool (*ours)(const char *name, const char *of))
{
    char *folder = strdup(vault), *slash = folder ? strrchr(folder, '/') : NULL;
    int rc = folder ? 0 : -1;
    if (slash && slash[1]) {
        *slash = '\0';
        rc = add_ours(l, *folder ? folder : "/", ours, slash + 1);
    }
    free(folder);
    return rc;
}

int erase_own_files(struct erase *x)
{
    list_clear(&x->own);
    int settings = add_settings(&x->own);
    return add_beside(&x->own, x->vault[atomic_load(&x->aimed)], is_unfinished) < 0 ? -1 : settings;
}

size_t erase_strays(struct erase *x)
{
    list_clear(&x->own);
    add_beside(&x->own, x->vault[atomic_load(&x->aimed)], is_nothing);
    return atomic_load(&x->own.n);
}

void erase_forget_own(struct erase *x)
{
    list_clear(&x->own);
}

int erase_folders(const struct erase *x, struct strs *folders)
{
    int rc = confine_beside(folders, x->vault[atomic_load(&x->aimed)], NULL);
    for (unsigned i = 0; rc == 0 && i < atomic_load(&x->own.n); i++)
        rc = confine_beside(folders, x->own.text + x->own.at[i], NULL);
    return rc;
}

bool erase_possible(off_t size)
{
    return size >= stripes_length(1) && size % HEADER_SECTOR == 0;
}

/* Chi-square over the bytes of the header: 255 on the average for noise, within 23; 33,000 with one block of
 * zeros that a disk has lost; a million and more for texts, programs, images of disks and films that begin
 * with a table. */
#define NOISE_MOST 65536

bool erase_is_noise(const struct vault_io *io, int fd)
{
    uint32_t seen[256] = { 0 };
    uint8_t block[4096];
    double expected = HEADER_BYTES / 256.0, sum = 0;
    for (off_t at = 0; at < HEADER_BYTES; at += (off_t)sizeof block) {
        if (io_read(io, fd, block, sizeof block, at) < 0)
            return true;
        for (size_t i = 0; i < sizeof block; i++)
            seen[block[i]]++;
    }
    for (int i = 0; i < 256; i++)
        sum += (seen[i] - expected) * (seen[i] - expected) / expected;
    wipe(block, sizeof block);
    return sum < NOISE_MOST;
}

/* ---- from here on only what may run with everything else stopped and wiped ---- */

static uint64_t turn(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

static uint64_t next_random(uint64_t s[static 4])
{
    uint64_t result = turn(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 45);
    return result;
}

static void fill_piece(struct erase *x, size_t n)
{
    for (size_t i = 0; i < n; i += sizeof(uint64_t)) {
        uint64_t word = next_random(x->random);
        memcpy(x->piece + i, &word, sizeof word);
    }
}

/* Noise over [at, end), as far as there is time. What is on the disk for good by then; -1: it cannot be
 * written. */
static off_t overwrite(struct erase *x, int fd, off_t at, off_t end, int64_t until)
{
    off_t from = at;
    while (at < end && clock_steady_ms() < until) {
        size_t n = end - at < PIECE_BYTES ? (size_t)(end - at) : PIECE_BYTES;
        fill_piece(x, n);
        if (io_write_durable(x->io, fd, x->piece, n, at) < 0)
            return -1;
        at += (off_t)n;
    }
    return at - from;
}

/* x->fresh: a random name in the folder of x->name. */
static void make_fresh_name(struct erase *x)
{
    const char *slash = strrchr(x->name, '/');
    size_t n = slash ? (size_t)(slash - x->name) + 1 : 0;
    memcpy(x->fresh, x->name, n);
    uint64_t number = next_random(x->random);
    for (int i = 0; i < 16; i++, number >>= 4)
        x->fresh[n + (size_t)i] = "0123456789abcdef"[number & 15];
    x->fresh[n + 16] = '\0';
}

/* The name goes too, from the folder's own blocks as far as the file system overwrites them. */
static bool remove_name(struct erase *x)
{
    make_fresh_name(x);
    bool renamed = x->io->rename_new(x->io, x->name, x->fresh) == 0;
    bool gone = x->io->unlink(x->io, renamed ? x->fresh : x->name) == 0;
    if (renamed && !gone) /* under its own name it is found again */
        x->io->rename_new(x->io, x->fresh, x->name);
    x->io->sync_folder(x->io, x->name);
    return gone;
}

static bool set_name(struct erase *x, const char *path, const char *end)
{
    size_t n = strlen(path), m = strlen(end);
    /* room for 16 digits where the last part of the path is shorter */
    if (n + m + 18 > sizeof x->name)
        return false;
    memcpy(x->name, path, n);
    memcpy(x->name + n, end, m + 1);
    return true;
}

/* The file x->name: overwritten, cut, renamed, removed. false: it is still there. */
static bool erase_file(struct erase *x, int64_t until)
{
    int fd = x->io->open(x->io, x->name, OPEN_FLAGS, 0);
    off_t size = fd < 0 ? -1 : x->io->size(x->io, fd);
    if (size >= 0) {
        overwrite(x, fd, 0, size, until);
        x->io->truncate(x->io, fd, 0);
    }
    if (fd >= 0)
        x->io->close(x->io, fd);
    return size >= 0 && remove_name(x);
}

static const char *vault_of(const struct erase *x)
{
    return x->vault[atomic_load(&x->aimed)];
}

/* The vault by its name, when that is a file that may be one; else -1. */
static int open_vault(struct erase *x)
{
    int fd = x->io->open(x->io, vault_of(x), OPEN_FLAGS, 0);
    if (fd >= 0 && !erase_possible(x->io->size(x->io, fd))) {
        x->io->close(x->io, fd);
        return -1;
    }
    return fd;
}

static int put_noise(struct erase *x, int fd)
{
    return fd < 0 ? -1 : io_write_durable(x->io, fd, x->header, sizeof x->header, 0);
}

/* Where overwriting needs room and there is none, or the disk fails. */
static int cut_off(struct erase *x, int fd)
{
    if (errno != ENOSPC && errno != EDQUOT && errno != EIO)
        return -1;
    x->done.cut = x->io->truncate(x->io, fd, 0) == 0 && x->io->sync(x->io, fd) == 0;
    return x->done.cut ? 0 : -1;
}

bool erase_is_remnant(struct erase *x)
{
    int fd = x->io->open(x->io, vault_of(x), OPEN_FLAGS, 0);
    off_t size = fd < 0 ? -1 : x->io->size(x->io, fd);
    if (fd >= 0)
        x->io->close(x->io, fd);
    return size == 0;
}

int erase_header(struct erase *x)
{
    int held = atomic_load(&x->held), rc = put_noise(x, held);
    if (rc < 0) { /* locked, or held for reading only */
        int fd = open_vault(x);
        rc = put_noise(x, fd);
        if (rc < 0 && fd >= 0)
            rc = cut_off(x, fd);
        int why = errno;
        if (rc < 0 && erase_is_remnant(x))
            rc = 0;
        if (fd >= 0)
            x->io->close(x->io, fd);
        errno = why;
    }
    x->done.header = rc == 0;
    return rc;
}

int erase_descriptor(struct erase *x)
{
    int held = atomic_load(&x->held);
    return held >= 0 ? held : x->io->open(x->io, vault_of(x), OPEN_FLAGS, 0);
}

static void erase_journals(struct erase *x, int64_t until)
{
    static const char *const ENDS[] = { "-0", "-1" };
    for (int i = 0; i < 2; i++)
        if (set_name(x, vault_of(x), ENDS[i]))
            x->done.journals += erase_file(x, until);
}

/* What lies behind the header; then the file is empty. */
static void empty_vault(struct erase *x, int fd, int64_t until)
{
    off_t size = x->io->size(x->io, fd);
    if (size <= HEADER_BYTES)
        return;
    x->done.bytes = size - HEADER_BYTES;
    x->done.written = overwrite(x, fd, HEADER_BYTES, size, until);
    x->io->punch(x->io, fd, size);
    x->io->truncate(x->io, fd, 0);
}

/* By its name. It may be another file than the one that is held, put in its place meanwhile: that opens with
 * the same passphrase, or is none of ours. */
static void empty_named(struct erase *x, int64_t until)
{
    int fd = x->io->open(x->io, vault_of(x), OPEN_FLAGS, 0);
    off_t size = fd < 0 ? -1 : x->io->size(x->io, fd);
    if (erase_possible(size) && put_noise(x, fd) == 0)
        empty_vault(x, fd, until);
    if (fd >= 0)
        x->io->close(x->io, fd);
    x->emptied = size == 0 || erase_possible(size);
}

void erase_files(struct erase *x, int64_t ms)
{
    int64_t until = clock_steady_ms() + ms;
    int held = atomic_load(&x->held);
    erase_journals(x, until);
    if (held >= 0)
        empty_vault(x, held, until);
    empty_named(x, until);
}

void erase_name(struct erase *x)
{
    if (x->emptied && set_name(x, vault_of(x), ""))
        x->done.removed = remove_name(x);
}

static unsigned erase_list(struct erase *x, const struct list *l, int64_t until)
{
    unsigned n = atomic_load(&l->n), gone = 0;
    for (unsigned i = 0; i < n; i++)
        gone += set_name(x, l->text + l->at[i], "") && erase_file(x, until);
    x->done.left += n - gone;
    return gone;
}

void erase_exported(struct erase *x, int64_t ms)
{
    x->done.exports = erase_list(x, &x->exports, clock_steady_ms() + ms);
}

void erase_others(struct erase *x, int64_t ms)
{
    int64_t until = clock_steady_ms() + ms;
    x->done.exports = erase_list(x, &x->exports, until);
    x->done.own = erase_list(x, &x->own, until);
}

const char *erase_only_removed(void)
{
    return _(
        "The disk had no room to overwrite it, so the file was only removed: who has the disk may bring it "
        "back. Destroy the disk.");
}

struct erase_done erase_done(const struct erase *x)
{
    return x->done;
}
