/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a vault. It appears under its name complete or not at all, and never in the place of anything else:
 * a person who types `init` twice, or over a stick that failed to mount, must not lose a vault by it.
 *
 * The database is built in memory and sealed into the stripes as a finished image, so that no half-made
 * schema ever lies on the disk; the slot, without which none of it opens, is written last. The compartment is
 * a coin's toss: which of the two is in use tells nothing about whether the other is. */
#include "satchel/vault/vault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/derive.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/image.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/lockfile.h"

#define STRIPE_BYTES (VAULT_PAIR_BYTES / 2)

struct creation {
    const struct vault_options *o;
    const struct vault_io *io;
    struct header *header;
    struct secret kek, memory;
    struct vault_secrets *secrets;
    unsigned slot; /* 0..7 */
    struct image image;
    struct fileio_new file;
};

static int journals_free(const char *path, struct err *e)
{
    for (int i = 0; i < 2; i++) {
        char *name;
        if (asprintf(&name, "%s-%d", path, i) < 0)
            return err_no_memory(e);
        int rc = fileio_is_free(name, NULL);
        if (rc < 0)
            err_set(e, ERR_EXISTS,
                    _("\"%s\" is there and belongs to another vault. Nothing was changed. Move it away, or "
                      "choose another place."),
                    name);
        free(name);
        if (rc < 0)
            return -1;
    }
    return 0;
}

static int make_keys(struct creation *c, const struct secret *passphrase, struct err *e)
{
    uint8_t coin;
    if (!(c->header = header_new(c->o->profile, e)) || secret_new(&c->memory, sizeof *c->secrets, e) < 0)
        return -1;
    struct derive d = { c->o->kdf ? c->o->kdf : kdf_derive, c->o->halt, header_salt(c->header),
                        c->o->profile };
    if (derive_kek(&d, passphrase, c->o->key_file, &c->kek, e) < 0)
        return -1;
    c->secrets = (struct vault_secrets *)(void *)c->memory.data;
    seal_random(&coin, 1);
    c->slot = coin % HEADER_SLOTS;
    slots_fresh(c->header, c->slot / HEADER_OWN_SLOTS, &c->secrets->slot);
    slots_keys(c->header, &c->secrets->slot, &c->secrets->keys);
    return 0;
}

/* Between the steps; what was made so far is removed. */
static int check_halt(const struct creation *c, struct err *e)
{
    return halt_sql(c->o->halt) ? err_set(e, ERR_CANCELLED, "%s", _("Cancelled. Nothing was changed.")) : 0;
}

/* Header (its slots still noise), and as many pairs of stripes as the image takes; the other compartment's
 * are noise. */
static int lay_out(struct creation *c)
{
    const struct vault_io *io = c->io;
    unsigned other = 1 - c->secrets->slot.compartment;
    off_t stripes = (c->image.n + STRIPE_BYTES - 1) / STRIPE_BYTES;
    if (io_write(io, c->file.fd, c->header->bytes, HEADER_BYTES, 0) < 0 ||
        io->truncate(io, c->file.fd, HEADER_BYTES + stripes * VAULT_PAIR_BYTES) < 0)
        return -1;
    for (off_t i = 0; i < stripes; i++)
        if (fileio_noise(io, c->file.fd, STRIPE_BYTES, HEADER_BYTES + (2 * i + other) * STRIPE_BYTES) < 0)
            return -1;
    return 0;
}

static int write_file(struct creation *c, const char *path, struct err *e)
{
    struct compartment k = { .io = c->io,
                             .fd = c->file.fd,
                             .path = path,
                             .number = c->secrets->slot.compartment,
                             .block_key = c->secrets->keys.block,
                             .journal_key = c->secrets->keys.journal };
    memcpy(k.file_id, c->secrets->keys.file_id, sizeof k.file_id);
    if (lay_out(c) < 0)
        return err_errno(e, errno, _("The vault could not be written and was removed again"));
    if (check_halt(c, e) < 0 || compartment_seal_image(&k, c->image.bytes, (size_t)c->image.n, e) < 0 ||
        check_halt(c, e) < 0 ||
        slots_put(c->io, c->file.fd, c->header, c->slot, &c->secrets->slot, c->kek.data, e) < 0)
        return -1;
    /* Nobody opens it between its getting a name and its journals. */
    return lockfile_take(c->io, c->file.fd, true, e);
}

/* Vault and journals, all three made by us a moment ago, the vault still locked. */
static void take_back(struct creation *c, const char *path)
{
    char *name;
    for (int i = 0; i < 2; i++)
        if (asprintf(&name, "%s-%d", path, i) >= 0) {
            c->io->unlink(c->io, name);
            free(name);
        }
    c->io->unlink(c->io, path);
}

static int publish(struct creation *c, const char *path, struct err *e)
{
    if (fileio_new_start(&c->file, c->io, path, e) < 0 || write_file(c, path, e) < 0 ||
        fileio_new_finish(&c->file, e) < 0)
        return -1;
    int rc = compartment_make_journals(c->io, path, e);
    if (rc < 0)
        take_back(c, path);
    return rc;
}

int vault_create(const char *path, const struct secret *passphrase, const struct vault_options *o,
                 struct err *e)
{
    static const struct vault_options defaults = VAULT_OPTIONS_DEFAULT;
    struct creation c = { .o = o ? o : &defaults, .file = { .fd = -1 } };
    int rc = -1;
    c.io = c.o->io ? c.o->io : &VAULT_IO_SYSTEM;
    if (passphrase->len == 0)
        return err_set(e, ERR_INPUT, _("The passphrase is empty. Nothing was written. Choose one."));
    if (fileio_is_free(path, e) < 0 || journals_free(path, e) < 0)
        return -1;
    if (make_keys(&c, passphrase, e) == 0 &&
        image_make(&c.image, c.o, c.slot % HEADER_OWN_SLOTS, 0, e) == 0 && check_halt(&c, e) == 0)
        rc = publish(&c, path, e);
    fileio_new_end(&c.file);
    image_free(&c.image);
    secret_free(&c.kek);
    secret_free(&c.memory);
    free(c.header);
    return rc;
}
