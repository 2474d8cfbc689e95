/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/compartment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/noise.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/sealvfs_compartment.h"
#include "satchel/vault/sealvfs_journal.h"
#include "satchel/vault/stripes.h"

static const struct vault_io *io_of(const struct compartment *c)
{
    return c->io ? c->io : &VAULT_IO_SYSTEM;
}

static struct blocks blocks_of(const struct compartment *c, struct noise *noise)
{
    struct blocks b = {
        .key = c->block_key, .noise = noise, .compartment = c->number, .kind = BLOCK_DATABASE
    };
    memcpy(b.file_id, c->file_id, sizeof b.file_id);
    return b;
}

static uint32_t big32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* SQLite file format, section 1.3. */
static bool is_our_first_page(const uint8_t *p)
{
    return memcmp(p, "SQLite format 3", 16) == 0 && p[16] == 0x10 && p[17] == 0 && p[18] == 1 && p[19] == 1 &&
           p[20] == COMPARTMENT_RESERVED;
}

uint64_t compartment_capacity(const struct compartment *c, struct err *e)
{
    off_t length = io_of(c)->size(io_of(c), c->fd);
    uint64_t blocks = length < 0 ? 0 : stripes_capacity(length);
    if (length < 0)
        err_errno(e, errno, _("The vault could not be read, nothing was changed"));
    else if (blocks == 0)
        err_set(e, ERR_DAMAGE,
                _("The file is too short for a vault. Nothing was changed. Restore a backup."));
    return blocks;
}

/* ---- creation ---- */

struct sealing {
    struct blocks blocks;
    const uint8_t *image;
    uint64_t pages;
    struct halt *halt;
};

static void fill_from_image(void *arg, unsigned compartment, uint64_t first, unsigned n, uint8_t *out)
{
    static const uint8_t zero[BLOCK_BYTES];
    const struct sealing *s = arg;
    (void)compartment;
    for (unsigned i = 0; i < n; i++) {
        const uint8_t *page = first + i < s->pages ? s->image + (first + i) * BLOCK_BYTES : zero;
        block_seal(&s->blocks, first + i, page, out + (size_t)i * BLOCK_BYTES);
    }
}

static bool is_halted(void *arg)
{
    return halt_sql(((const struct sealing *)arg)->halt);
}

int compartment_seal_image(struct compartment *c, const uint8_t *image, size_t n, struct err *e)
{
    uint64_t capacity = compartment_capacity(c, e), pages = n / BLOCK_BYTES;
    if (capacity == 0)
        return -1;
    if (n == 0 || n % BLOCK_BYTES || !is_our_first_page(image) || big32(image + 28) != pages ||
        big32(image + 24) != big32(image + 92))
        return err_set(e, ERR_INTERNAL,
                       _("The content of the new vault came out wrong, so nothing was written. This is a "
                         "fault in the program."));
    if (pages > capacity)
        return err_set(e, ERR_DISK_FULL,
                       _("What the new vault is to hold does not fit into it. Nothing was written."));
    struct noise *noise = noise_new();
    if (!noise)
        return err_no_memory(e);
    struct sealing s = { blocks_of(c, noise), image, pages, c->halt };
    struct stripes_fill fill = { fill_from_image, &s, is_halted };
    int rc = 0;
    for (uint64_t pair = 0; pair < capacity / STRIPES_BLOCKS && rc == 0; pair++)
        rc = stripes_write(io_of(c), c->fd, c->number, pair, &fill);
    if (rc < 0 && halt_reached(c->halt, HALT_SQL))
        err_set(e, ERR_CANCELLED,
                _("Cancelled. What was begun opens with no passphrase; what is open is as it was."));
    else if (rc < 0)
        err_errno(e, errno, _("The vault could not be written, so it was not made"));
    noise_free(noise);
    return rc;
}

int compartment_make_journals(const struct vault_io *io, const char *path, struct err *e)
{
    struct noise *noise = noise_new();
    if (!noise)
        return err_no_memory(e);
    int rc = journals_make(io ? io : &VAULT_IO_SYSTEM, path, noise);
    if (rc < 0)
        err_errno(e, errno, _("The two files beside the vault, ending in -0 and -1, could not be made"));
    noise_free(noise);
    return rc;
}

/* ---- mounting ---- */

static void release(struct compartment_vfs *v)
{
    journals_close(&v->journals);
    noise_free(v->noise);
    overlay_free(v->overlay);
    wipe(v->sealed, sizeof v->sealed + sizeof v->page);
    free(v);
}

static struct compartment_vfs *new_vfs(struct compartment *c, const char *name, struct err *e)
{
    size_t n = strlen(name) + 1;
    struct compartment_vfs *v = calloc(1, sizeof *v + n);
    if (!v || !(v->noise = noise_new())) {
        free(v);
        err_no_memory(e);
        return NULL;
    }
    memcpy(v->name, name, n);
    v->c = c;
    v->blocks = blocks_of(c, v->noise);
    v->zero_from = UINT64_MAX;
    v->journals.fd[0] = v->journals.fd[1] = -1;
    atomic_init(&v->stopped, false);
    v->temp = (struct sealvfs_base){ .under = sqlite3_vfs_find(NULL), .counts = &v->temp_counts };
    return v;
}

/* The reserve is checked where it can be; a torn first block is the journal's business. */
static int check_first_block(struct compartment_vfs *v, struct err *e)
{
    struct compartment_damage before = v->c->damage;
    int rc = sealvfs_blocks_read(v, 0, v->page);
    bool fits = rc != SQLITE_OK || is_our_first_page(v->page);
    wipe(v->page, sizeof v->page);
    v->c->damage = before;
    if (rc == SQLITE_IOERR_READ)
        return err_errno(e, errno, _("The vault could not be read, nothing was changed"));
    return fits ? 0
                : err_set(e, ERR_DAMAGE,
                          _("What the vault holds does not have the form it must have. Nothing was changed. "
                            "Restore a backup."));
}

/* A growth that was cut off, and could not be undone then, leaves part of a pair that belongs to nobody. */
static void cut_to_pairs(const struct compartment *c)
{
    off_t length = c->io->size(c->io, c->fd), whole = stripes_length(stripes_pairs(length));
    if (!c->read_only && length > whole)
        c->io->truncate(c->io, c->fd, whole);
}

int compartment_mount(struct compartment *c, const char *vfs_name, struct err *e)
{
    c->io = io_of(c);
    c->vfs = NULL;
    c->damage = (struct compartment_damage){ 0 };
    uint64_t capacity = compartment_capacity(c, e);
    if (capacity == 0)
        return -1;
    if (sqlite3_vfs_find(vfs_name))
        return err_set(e, ERR_BUSY,
                       _("This vault is open already in this program. Nothing was changed. Lock it first."));
    struct compartment_vfs *v = new_vfs(c, vfs_name, e);
    if (!v)
        return -1;
    v->capacity = capacity;
    if (c->overlay && !(v->overlay = overlay_new())) {
        err_no_memory(e);
        goto failed;
    }
    cut_to_pairs(c);
    if (journals_open(&v->journals, c->io, c->path, c->read_only, v->noise) < 0) {
        err_errno(e, errno,
                  _("The two files beside the vault, ending in -0 and -1, could not be opened, nothing was "
                    "changed"));
        goto failed;
    }
    sealvfs_compartment_methods(v);
    if (check_first_block(v, e) < 0)
        goto failed;
    sealvfs_journal_look(v, &c->was_hot, &v->clean);
    if (sqlite3_vfs_register(&v->vfs, 0) == SQLITE_OK) {
        c->vfs = v;
        return 0;
    }
    err_no_memory(e);
failed:
    release(v);
    return -1;
}

void compartment_touch(struct compartment *c)
{
    if (c->vfs && !c->read_only)
        journals_touch(&c->vfs->journals);
}

void compartment_unmount(struct compartment *c)
{
    struct compartment_vfs *v = c->vfs;
    if (!v)
        return;
    bool hot, clean;
    sqlite3_vfs_unregister(&v->vfs);
    /* A journal that is still needed (a rollback failed) or cannot be read stays as it is. */
    if (!c->read_only && !sealvfs_blocks_stopped(v) && sealvfs_journal_look(v, &hot, &clean) == 0 && !hot) {
        if (v->settled && !v->write_failed)
            sealvfs_journal_note_clean(v);
        journals_trim(&v->journals);
    }
    compartment_touch(c);
    release(v);
    c->vfs = NULL;
}

void compartment_stop(struct compartment *c)
{
    if (c->vfs)
        atomic_store(&c->vfs->stopped, true);
}

/* ---- one page ---- */

int compartment_page(struct compartment *c, uint64_t block, uint8_t page[static COMPARTMENT_PAGE_BYTES])
{
    struct compartment_damage before = c->damage;
    int rc = block < c->vfs->capacity ? sealvfs_blocks_read(c->vfs, block, page) : SQLITE_IOERR_READ;
    c->damage = before;
    return rc == SQLITE_OK ? 0 : -1;
}

int compartment_cover(struct compartment *c, uint64_t block,
                      const uint8_t page[static COMPARTMENT_PAGE_BYTES])
{
    return overlay_put(c->vfs->overlay, block, page);
}

bool compartment_is_covered(const struct compartment *c, uint64_t block)
{
    return c->vfs->overlay && overlay_has(c->vfs->overlay, block);
}

/* ---- looking at every block ---- */

struct looking {
    const struct compartment *c;
    struct blocks blocks;
    bool open;
    int (*each)(void *arg, const struct compartment_block *b);
    void *arg;
    uint8_t page[BLOCK_BYTES];
    uint8_t piece[STRIPES_PIECE_BYTES];
};

static int look_at_piece(struct looking *l, uint64_t first)
{
    for (unsigned i = 0; i < STRIPES_PIECE_BLOCKS; i++) {
        const uint8_t *sealed = l->piece + (size_t)i * BLOCK_BYTES;
        struct compartment_block b = {
            .index = first + i, .nonce = sealed, .tag = sealed + BLOCK_BYTES - SEAL_TAG_BYTES, .sound = true
        };
        if (l->open) {
            b.sound = block_open(&l->blocks, b.index, sealed, l->page) == 0;
            b.page = l->page;
        }
        int rc = l->each(l->arg, &b);
        if (rc)
            return rc;
    }
    return 0;
}

int compartment_seal(const struct compartment *c, uint64_t block, uint8_t seal[static 40])
{
    off_t at = stripes_block_at(c->number, block);
    return io_read(io_of(c), c->fd, seal, 24, at) < 0 ||
                   io_read(io_of(c), c->fd, seal + 24, SEAL_TAG_BYTES, at + BLOCK_BYTES - SEAL_TAG_BYTES) < 0
               ? -1
               : 0;
}

int compartment_each_of(const struct compartment *c, bool open, uint64_t from, uint64_t to,
                        int (*each)(void *, const struct compartment_block *), void *arg, struct err *e)
{
    struct looking *l = malloc(sizeof *l);
    if (!l)
        return err_no_memory(e);
    l->c = c;
    l->blocks = blocks_of(c, NULL);
    l->open = open;
    l->each = each;
    l->arg = arg;
    int rc = 0;
    for (uint64_t first = from; first < to && rc == 0; first += STRIPES_PIECE_BLOCKS) {
        if (io_read(io_of(c), c->fd, l->piece, sizeof l->piece, stripes_block_at(c->number, first)) < 0)
            rc = err_errno(e, errno, _("The vault could not be read"));
        else
            rc = look_at_piece(l, first);
    }
    wipe(l, sizeof *l);
    free(l);
    return rc;
}

int compartment_each(const struct compartment *c, bool open,
                     int (*each)(void *, const struct compartment_block *), void *arg, struct err *e)
{
    uint64_t capacity = compartment_capacity(c, e);
    return capacity == 0 ? -1 : compartment_each_of(c, open, 0, capacity, each, arg, e);
}
