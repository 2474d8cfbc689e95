/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making the other compartment. Nobody can know whether it holds anything: it looks the same either way. So
 * whatever it held is lost, and the caller has asked.
 *
 * The order: a row of this compartment's own database says that one was made; the other's four slots become
 * noise, so that what is half written over never opens; its journal; its content, sealed as a finished image
 * over all of its stripes; that is read back, opened and checked; its slot, last. A cut before the slot is
 * durable leaves a compartment that nothing opens, as it is in every vault without one. The compartment that
 * is open gets that one row, and is not touched otherwise.
 *
 * In a vault of gigabytes this takes minutes. It goes in pieces of 256 KiB, between which whoever holds the
 * vault may end it (halt.h): a lock does not wait for it, and nothing half made opens.
 *
 * The pools are never written again: a fresh secret over the pool that is there makes fresh keys. The new
 * compartment counts some sessions already, as one that has been in use would. Tested by ending the process
 * at every write (tests/unit/test_duress.c) and by power cuts (test_crash_vault.c). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/decoy_row.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/image.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/places.h"

struct making {
    struct vault *v;
    const struct vault_options *o;
    unsigned other; /* compartment */
    unsigned slot;  /* 0..7 */
    struct secret kek, memory;
    struct vault_secrets *secrets;
    struct image image;
};

static int make_keys(struct making *m, const struct secret *fresh, struct err *e)
{
    struct vault *v = m->v;
    if (places_key(v, fresh, m->o, &m->kek, e) < 0)
        return -1;
    int known = places_slot_of(v, &m->kek, e);
    if (known == -2)
        return -1;
    if (known >= 0 && (unsigned)known / HEADER_OWN_SLOTS != m->other)
        return err_set(
            e, ERR_EXISTS,
            _("This passphrase opens the vault already. Nothing was changed. Choose another one."));
    if (secret_new(&m->memory, sizeof *m->secrets, e) < 0)
        return -1;
    m->secrets = (struct vault_secrets *)(void *)m->memory.data;
    slots_fresh(v->header, m->other, &m->secrets->slot);
    slots_keys(v->header, &m->secrets->slot, &m->secrets->keys);
    return 0;
}

static int clear_journal(const struct vault *v, unsigned other)
{
    char *name;
    if (asprintf(&name, "%s-%u", v->path, other) < 0)
        return -1;
    int fd = v->io->open(v->io, name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, 0);
    off_t size = fd < 0 ? -1 : v->io->size(v->io, fd);
    int rc = size < 0 || fileio_noise(v->io, fd, size, 0) < 0 || v->io->sync(v->io, fd) < 0 ? -1 : 0;
    int why = errno;
    if (fd >= 0)
        v->io->close(v->io, fd);
    free(name);
    errno = why;
    return rc;
}

/* What the other compartment held is gone after this. */
static int clear_old(struct making *m, struct err *e)
{
    struct vault *v = m->v;
    for (unsigned i = 0; i < HEADER_OWN_SLOTS; i++)
        if (slots_erase(v->io, v->fd, v->header, m->other * HEADER_OWN_SLOTS + i, NULL) < 0)
            return err_errno(e, errno, _("The decoy could not be written, your own cases are as they were"));
    if (clear_journal(v, m->other) < 0)
        return err_errno(e, errno, _("The decoy could not be written, your own cases are as they were"));
    return 0;
}

static int seal_content(struct making *m, struct err *e)
{
    struct vault *v = m->v;
    struct compartment c = { .io = v->io,
                             .fd = v->fd,
                             .path = v->path,
                             .number = (uint8_t)m->other,
                             .block_key = m->secrets->keys.block,
                             .journal_key = m->secrets->keys.journal,
                             .halt = v->halt };
    memcpy(c.file_id, m->secrets->keys.file_id, sizeof c.file_id);
    return compartment_seal_image(&c, m->image.bytes, (size_t)m->image.n, e);
}

/* As it will be found: read only, beside the one that is open. */
static int check(struct making *m, struct err *e)
{
    char found[VAULT_PROBLEM_BYTES] = "";
    struct vault again = { .io = m->v->io,
                           .fd = m->v->fd,
                           .path = m->v->path,
                           .read_only = true,
                           .header = m->v->header,
                           .secrets = m->secrets,
                           .halt = m->v->halt };
    int rc = vault_mount(&again, e);
    if (rc == 0 && (rc = vault_check(again.db, "PRAGMA quick_check(1)", found)) != SQLITE_OK)
        rc = vault_sql_error(&again, rc, _("The decoy could not be read back, so it was not finished"), e);
    vault_unmount(&again);
    if (rc == 0 && found[0])
        rc =
            err_set(e, ERR_IO,
                    _("The decoy did not read back as it was written, so it was not finished. Your own cases "
                      "are as they were. Check the disk."));
    return rc;
}

static int check_room(struct making *m, struct err *e)
{
    uint64_t room = compartment_capacity(&m->v->compartment, e);
    if (room == 0)
        return -1;
    return (uint64_t)m->image.n / COMPARTMENT_PAGE_BYTES <= room
               ? 0
               : err_set(e, ERR_DISK_FULL,
                         _("What the decoy is to hold does not fit into the vault. Nothing was changed."));
}

static int write_all(struct making *m, struct err *e)
{
    struct vault *v = m->v;
    if (check_room(m, e) < 0 || decoy_row_made(v, e) < 0 || clear_old(m, e) < 0)
        return -1;
    if (seal_content(m, e) < 0 || check(m, e) < 0) {
        decoy_row_none(v);
        return -1;
    }
    return slots_put(v->io, v->fd, v->header, m->slot, &m->secrets->slot, m->kek.data, e);
}

int vault_decoy_make(struct vault *v, const struct secret *fresh, const struct vault_options *o,
                     struct err *e)
{
    struct making m = { .v = v, .o = o, .other = 1u - v->secrets->slot.compartment };
    uint8_t dice[2];
    int rc = -1;
    seal_random(dice, sizeof dice);
    m.slot = m.other * HEADER_OWN_SLOTS + dice[0] % HEADER_OWN_SLOTS;
    if (places_ready(v, e) == 0 && make_keys(&m, fresh, e) == 0 &&
        image_make(&m.image, o, m.slot % HEADER_OWN_SLOTS, 12 + dice[1] % 64, e) == 0)
        rc = write_all(&m, e);
    image_free(&m.image);
    secret_free(&m.kek);
    secret_free(&m.memory);
    return rc;
}
