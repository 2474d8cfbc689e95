/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image.h"

#include <sqlite3.h>

#include "../unit/faultvfs.h"
#include "fuzz.h"
#include "records.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/store/store.h"
#include "satchel/vault/blocks.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/journals.h"
#include "satchel/vault/stripes.h"

#define NAME          "vault"
#define JOURNAL_PLAIN 65536
#define DISK_BYTES    (16 << 20) /* a journal may name any page: what it asks for ends here */

/* ---- what all copies share ---- */

struct base {
    struct faultvfs *disk;
    struct slot_keys keys;
    struct blocks blocks, journal;
    unsigned compartment;
    char journal_name[16];
    uint8_t (*pages)[COMPARTMENT_PAGE_BYTES];
    uint32_t n_pages;
};

static int same_key(const struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
                    enum kdf_profile profile, struct secret *kek, struct err *e)
{
    (void)password;
    (void)salt;
    (void)profile;
    if (secret_new(kek, KDF_KEY_BYTES, e) < 0)
        return -1;
    memset(kek->data, 7, KDF_KEY_BYTES);
    return 0;
}

const struct vault_options IMAGE_OPTIONS = {
    .profile = KDF_LOW, .fill = store_init_schema, .newest_schema = SCHEMA_VERSION, .kdf = same_key
};

struct secret image_passphrase(void)
{
    struct secret s;
    hold(secret_copy(&s, "oyster", 6, NULL) == 0);
    return s;
}

struct vault *image_open_at(struct faultvfs *disk, const char *path, bool read_only, enum vault_rescue rescue,
                            struct err *e)
{
    struct vault_options o = IMAGE_OPTIONS;
    struct secret s = image_passphrase();
    struct vault *v = NULL;
    o.io = faultvfs_io(disk);
    o.read_only = read_only;
    o.rescue = rescue;
    int rc = vault_open(path, &s, &o, &v, e);
    hold((rc == 0) == (v != NULL) && (rc == 0 || *e->text));
    secret_free(&s);
    return v;
}

struct vault *image_open(struct faultvfs *disk, bool read_only, enum vault_rescue rescue, struct err *e)
{
    return image_open_at(disk, NAME, read_only, rescue, e);
}

static void take_pages(struct base *b)
{
    uint8_t sealed[BLOCK_BYTES];
    b->n_pages = 1;
    for (uint32_t i = 0; i < b->n_pages; i++) {
        b->pages = realloc(b->pages, (i + 1) * sizeof *b->pages);
        hold(b->pages);
        faultvfs_peek(b->disk, NAME, (size_t)stripes_block_at(b->compartment, i), sealed, sizeof sealed);
        hold(block_open(&b->blocks, i, sealed, b->pages[i]) == 0);
        if (i == 0) /* SQLite file format, section 1.3: the size of the database */
            b->n_pages = (uint32_t)b->pages[0][30] << 8 | b->pages[0][31];
    }
}

static void take_keys(struct base *b, const struct vault *v)
{
    const struct vault_secrets *s = v->secrets;
    b->keys = s->keys;
    b->compartment = s->slot.compartment;
    snprintf(b->journal_name, sizeof b->journal_name, "%s-%u", NAME, b->compartment);
    b->blocks =
        (struct blocks){ .key = b->keys.block, .compartment = s->slot.compartment, .kind = BLOCK_DATABASE };
    memcpy(b->blocks.file_id, s->keys.file_id, sizeof b->blocks.file_id);
    b->journal =
        (struct blocks){ .key = b->keys.journal, .compartment = s->slot.compartment, .kind = BLOCK_JOURNAL };
}

static const struct base *base(void)
{
    static struct base b;
    struct err e = { 0 };
    struct store *s = NULL;
    if (b.disk)
        return &b;
    records_start();
    b.disk = faultvfs_new(1, 4096, 0);
    struct vault_options o = IMAGE_OPTIONS;
    struct secret word = image_passphrase();
    o.io = faultvfs_io(b.disk);
    hold(vault_create(NAME, &word, &o, &e) == 0);
    secret_free(&word);
    struct vault *v = image_open(b.disk, false, VAULT_FAIL, &e);
    hold(v && store_open(vault_db(v), &RECORDS_CLOCK, &s, &e) == 0);
    records_add(s);
    store_close(s);
    take_keys(&b, v);
    hold(vault_close(v, &e) == 0);
    faultvfs_peek(b.disk, b.journal_name, 0, b.journal.file_id, sizeof b.journal.file_id);
    take_pages(&b);
    return &b;
}

static struct faultvfs *copy_of(const struct base *b)
{
    struct faultvfs *disk = faultvfs_clone(b->disk, 1, 4096, 0);
    faultvfs_limit(disk, DISK_BYTES);
    return disk;
}

/* ---- reading what to change ---- */

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

/* At most `room` bytes behind their length. */
static const uint8_t *take_bytes(struct reader *r, size_t room, size_t *n)
{
    const uint8_t *bytes;
    *n = take(r, 1);
    bytes = r->at;
    *n = *n < r->n ? *n : r->n;
    r->at += *n;
    r->n -= *n;
    *n = *n < room ? *n : room;
    return bytes;
}

/* ---- inside ---- */

struct plain {
    const struct base *b;
    struct faultvfs *disk;
    uint8_t journal[JOURNAL_PLAIN];
    size_t journal_used;
};

static void change_page(struct plain *p, struct reader *r)
{
    const struct base *b = p->b;
    uint8_t page[COMPARTMENT_PAGE_BYTES], sealed[BLOCK_BYTES];
    uint64_t block = take(r, 2) % b->n_pages;
    size_t at = take(r, 2) % BLOCK_TEXT, n;
    const uint8_t *bytes = take_bytes(r, BLOCK_TEXT - at, &n);
    off_t place = stripes_block_at(b->compartment, block);
    faultvfs_peek(p->disk, NAME, (size_t)place, sealed, sizeof sealed);
    hold(block_open(&b->blocks, block, sealed, page) == 0);
    memcpy(page + at, bytes, n);
    block_seal(&b->blocks, block, page, sealed);
    faultvfs_poke(p->disk, NAME, (size_t)place, sealed, sizeof sealed);
}

static void used_to(struct plain *p, size_t end)
{
    p->journal_used = end > p->journal_used ? end : p->journal_used;
}

static void change_journal(struct plain *p, struct reader *r)
{
    size_t at = take(r, 2) % JOURNAL_PLAIN, n;
    const uint8_t *bytes = take_bytes(r, JOURNAL_PLAIN - at, &n);
    memcpy(p->journal + at, bytes, n);
    used_to(p, at + n);
}

static void put32(uint8_t *to, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* SQLite file format, section 3: number, page, sum of every 200th byte; the start value is 0. */
static void add_record(struct plain *p, struct reader *r)
{
    size_t at = take(r, 2) % (JOURNAL_PLAIN - 8 - COMPARTMENT_PAGE_BYTES);
    const uint8_t *page = p->b->pages[take(r, 1) % p->b->n_pages];
    uint32_t sum = 0;
    put32(p->journal + at, (uint32_t)take(r, 1));
    memcpy(p->journal + at + 4, page, COMPARTMENT_PAGE_BYTES);
    for (int i = COMPARTMENT_PAGE_BYTES - 200; i > 0; i -= 200)
        sum += page[i];
    put32(p->journal + at + 4 + COMPARTMENT_PAGE_BYTES, sum);
    used_to(p, at + 8 + COMPARTMENT_PAGE_BYTES);
}

static void seal_journal(struct plain *p)
{
    uint8_t text[STRIDE_TEXT], sealed[STRIDE_SEALED];
    for (size_t i = 0; i * STRIDE_PAYLOAD < p->journal_used; i++) {
        memcpy(text, p->journal + i * STRIDE_PAYLOAD, STRIDE_PAYLOAD);
        stride_set_used(text, STRIDE_PAYLOAD);
        stride_seal(&p->b->journal, i + 1, text, sealed);
        faultvfs_poke(p->disk, p->b->journal_name, (i + 1) * STRIDE_BYTES, sealed, sizeof sealed);
    }
}

struct faultvfs *image_inside(const uint8_t *data, size_t size)
{
    static void (*const CHANGES[])(struct plain *, struct reader *) = { change_page, change_journal,
                                                                        add_record };
    struct reader r = { data, size };
    struct plain *p = calloc(1, sizeof *p);
    hold(p);
    p->b = base();
    struct faultvfs *disk = p->disk = copy_of(p->b);
    for (int i = 0; i < 64 && r.n > 0; i++)
        CHANGES[take(&r, 1) % 3](p, &r);
    seal_journal(p);
    free(p);
    return disk;
}

void image_spoil(struct faultvfs *disk, size_t page)
{
    const struct base *b = base();
    size_t at = (size_t)stripes_block_at(b->compartment, page % b->n_pages);
    uint8_t byte;
    faultvfs_peek(disk, NAME, at, &byte, 1);
    byte ^= 1;
    faultvfs_poke(disk, NAME, at, &byte, 1);
}

/* ---- outside ---- */

struct raw {
    struct faultvfs *disk;
    const char *name;
    size_t size;
};

static void add_bytes(struct raw *w, struct reader *r)
{
    uint8_t old[255];
    size_t at = take(r, 3) % w->size, n;
    const uint8_t *bytes = take_bytes(r, w->size - at, &n);
    faultvfs_peek(w->disk, w->name, at, old, n);
    for (size_t i = 0; i < n; i++)
        old[i] ^= bytes[i];
    faultvfs_poke(w->disk, w->name, at, old, n);
}

static void copy_sector(struct raw *w, struct reader *r)
{
    uint8_t sector[4096];
    size_t sectors = w->size / sizeof sector, from = take(r, 2), to = take(r, 2);
    if (sectors == 0)
        return;
    faultvfs_peek(w->disk, w->name, from % sectors * sizeof sector, sector, sizeof sector);
    faultvfs_poke(w->disk, w->name, to % sectors * sizeof sector, sector, sizeof sector);
}

static void set_length(struct raw *w, struct reader *r)
{
    faultvfs_cut(w->disk, w->name, take(r, 3));
}

struct faultvfs *image_outside(const uint8_t *data, size_t size)
{
    static void (*const CHANGES[])(struct raw *, struct reader *) = { add_bytes, copy_sector, set_length };
    static const char *const NAMES[] = { NAME, NAME "-0", NAME "-1" };
    struct reader r = { data, size };
    struct raw w = { .disk = copy_of(base()) };
    for (int i = 0; i < 64 && r.n > 0; i++) {
        size_t what = take(&r, 1) % 3;
        w.name = NAMES[take(&r, 1) % 3];
        w.size = faultvfs_size(w.disk, w.name);
        if (w.size > 0)
            CHANGES[what](&w, &r);
    }
    return w.disk;
}
