/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: a slot cannot be told from noise without its passphrase; whoever watches the clock learns whether
 * one opened, not which, nor of which kind; a sealed slot moved to another place, another vault or another
 * profile does not open.
 *
 * All eight are always tried, each costs one Poly1305 over 88 bytes, and the one chosen is copied out under
 * masks. What does differ is that a tag which fits is followed by the decryption of 88 bytes: once for every
 * passphrase that opens anything.
 *
 * A slot holds a secret, not the volume key: that is BLAKE2b(secret, pool), so that destroying one sector of
 * the pool, 44 KiB long to outlive a drive that quietly kept part of it, destroys every key of the
 * compartment however many slots or old copies of slots there are. */
#include "satchel/vault/slots.h"

#include <errno.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/buf.h"
#include "satchel/secure/hash.h"
#include "satchel/secure/seal.h"

#define FORMAT 1

_Static_assert(sizeof(struct slot) == 88, "the payload is 88 bytes");
_Static_assert(SEAL_NONCE_BYTES + sizeof(struct slot) + SEAL_TAG_BYTES <= HEADER_SECTOR,
               "a slot fits its sector");

struct aad {
    uint8_t magic[8];
    uint8_t format;
    uint8_t salt[KDF_SALT_BYTES];
    uint8_t profile;
    uint8_t number;
};
_Static_assert(sizeof(struct aad) == 27, "no padding");

static struct aad aad_of(const struct header *h, unsigned number)
{
    struct aad a = { { 'S', 'a', 't', 'c', 'h', 'e', 'l', 'S' }, FORMAT, { 0 }, 0, (uint8_t)number };
    memcpy(a.salt, header_salt(h), sizeof a.salt);
    a.profile = (uint8_t)header_profile(h);
    return a;
}

/* ---- keys ---- */

static void check_of(const uint8_t volume[static KDF_KEY_BYTES], uint8_t out[static SLOT_CHECK_BYTES])
{
    struct hash h;
    hash_start(&h, SLOT_CHECK_BYTES, NULL, 0);
    hash_add(&h, volume, KDF_KEY_BYTES);
    hash_end(&h, out, SLOT_CHECK_BYTES);
}

static void volume_of(const struct header *h, const struct slot *slot, uint8_t out[static KDF_KEY_BYTES])
{
    struct hash state;
    hash_start(&state, KDF_KEY_BYTES, slot->secret, sizeof slot->secret);
    hash_add(&state, header_pool(h, slot->compartment), HEADER_POOL_BYTES);
    hash_add(&state, &slot->compartment, 1);
    hash_end(&state, out, KDF_KEY_BYTES);
}

bool slots_keys(const struct header *h, const struct slot *slot, struct slot_keys *keys)
{
    uint8_t check[SLOT_CHECK_BYTES];
    if (slot->compartment > 1)
        return false;
    volume_of(h, slot, keys->volume);
    check_of(keys->volume, check);
    kdf_subkey(keys->block, sizeof keys->block, 1, keys->volume);
    kdf_subkey(keys->journal, sizeof keys->journal, 2, keys->volume);
    kdf_subkey(keys->file_id, sizeof keys->file_id, 3, keys->volume);
    kdf_subkey(keys->state, sizeof keys->state, 4, keys->volume);
    kdf_subkey(keys->drafts, sizeof keys->drafts, 5, keys->volume);
    return memcmp(check, slot->check, sizeof check) == 0;
}

void slots_fresh(const struct header *h, unsigned compartment, struct slot *slot)
{
    uint8_t volume[KDF_KEY_BYTES];
    seal_random(slot, sizeof *slot);
    slot->kind = SLOT_OPEN;
    slot->compartment = (uint8_t)compartment;
    volume_of(h, slot, volume);
    check_of(volume, slot->check);
    wipe(volume, sizeof volume);
}

/* ---- opening ---- */

/* 0xFF when a == b, else 0, without a branch. */
static uint8_t mask_equal(unsigned a, unsigned b)
{
    unsigned d = a ^ b;
    return (uint8_t)(((d | (0u - d)) >> 31) - 1u);
}

static void copy_masked(void *to, const void *from, size_t n, uint8_t mask)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    for (size_t i = 0; i < n; i++)
        t[i] = (uint8_t)((t[i] & (uint8_t)~mask) | (f[i] & mask));
}

int slots_unlock(const struct header *h, const uint8_t kek[static KDF_KEY_BYTES], struct slot *slot,
                 unsigned *number)
{
    struct slot tried;
    uint8_t found[2] = { 0, 0 }; /* masks: an open one, a duress one */
    uint8_t at = 0;
    memset(slot, 0, sizeof *slot);
    for (unsigned i = 0; i < HEADER_SLOTS; i++) {
        struct aad a = aad_of(h, i);
        int rc = unseal_bytes((uint8_t *)&tried, h->bytes + header_slot_at(i), sizeof tried, (uint8_t *)&a,
                              sizeof a, kek);
        uint8_t fits = mask_equal((unsigned)rc, 0);
        uint8_t open = fits & mask_equal(tried.kind, SLOT_OPEN);
        uint8_t take = (open & (uint8_t)~found[0]) | (fits & (uint8_t) ~(found[0] | found[1]));
        uint8_t here = (uint8_t)i;
        copy_masked(slot, &tried, sizeof tried, take);
        copy_masked(&at, &here, 1, take);
        found[0] |= open;
        found[1] |= fits & (uint8_t)~open;
    }
    wipe(&tried, sizeof tried);
    *number = at;
    return (found[0] | found[1]) ? 0 : -1;
}

bool slots_fits(const struct header *h, unsigned number, const uint8_t kek[static KDF_KEY_BYTES])
{
    struct slot got;
    struct aad a = aad_of(h, number);
    int rc = unseal_bytes((uint8_t *)&got, h->bytes + header_slot_at(number), sizeof got, (uint8_t *)&a,
                          sizeof a, kek);
    wipe(&got, sizeof got);
    return rc == 0;
}

/* ---- writing ---- */

static int write_sector(const struct vault_io *io, int fd, unsigned number,
                        const uint8_t sector[static HEADER_SECTOR])
{
    uint8_t back[HEADER_SECTOR];
    if (io_write(io, fd, sector, HEADER_SECTOR, header_slot_at(number)) < 0 || io->sync(io, fd) < 0 ||
        io_read(io, fd, back, sizeof back, header_slot_at(number)) < 0)
        return -1;
    if (memcmp(back, sector, sizeof back) == 0)
        return 0;
    errno = EIO;
    return -1;
}

static bool opens(const struct header *h, unsigned number, const struct slot *slot,
                  const uint8_t kek[static KDF_KEY_BYTES])
{
    struct slot got;
    struct aad a = aad_of(h, number);
    bool good = unseal_bytes((uint8_t *)&got, h->bytes + header_slot_at(number), sizeof got, (uint8_t *)&a,
                             sizeof a, kek) == 0 &&
                memcmp(&got, slot, sizeof got) == 0;
    wipe(&got, sizeof got);
    return good;
}

int slots_put(const struct vault_io *io, int fd, struct header *h, unsigned number, const struct slot *slot,
              const uint8_t kek[static KDF_KEY_BYTES], struct err *e)
{
    uint8_t old[HEADER_SECTOR];
    uint8_t *sector = header_slot(h, number);
    struct aad a = aad_of(h, number);
    memcpy(old, sector, sizeof old);
    seal_random(sector, HEADER_SECTOR);
    seal_bytes(sector, (const uint8_t *)slot, sizeof *slot, (uint8_t *)&a, sizeof a, kek);
    bool written = fd < 0 || write_sector(io, fd, number, sector) == 0;
    if (written && opens(h, number, slot, kek))
        return 0;
    if (written)
        errno = EIO;
    memcpy(sector, old, sizeof old);
    return err_errno(e, errno,
                     _("The new passphrase could not be written, the old one still opens the vault"));
}

void slots_seal(const struct header *h, unsigned number, const struct slot *slot,
                const uint8_t kek[static KDF_KEY_BYTES], uint8_t sealed[static SLOTS_SEALED_BYTES])
{
    struct aad a = aad_of(h, number);
    seal_bytes(sealed, (const uint8_t *)slot, sizeof *slot, (uint8_t *)&a, sizeof a, kek);
}

int slots_put_sealed(const struct vault_io *io, int fd, struct header *h, unsigned number,
                     const uint8_t sealed[static SLOTS_SEALED_BYTES])
{
    uint8_t sector[HEADER_SECTOR];
    seal_random(sector, sizeof sector);
    memcpy(sector, sealed, SLOTS_SEALED_BYTES);
    if (write_sector(io, fd, number, sector) < 0)
        return -1;
    memcpy(header_slot(h, number), sector, sizeof sector);
    return 0;
}

int slots_erase(const struct vault_io *io, int fd, struct header *h, unsigned number, struct err *e)
{
    uint8_t noise[HEADER_SECTOR];
    seal_random(noise, sizeof noise);
    if (write_sector(io, fd, number, noise) < 0)
        return err_errno(
            e, errno,
            _("The place of the old passphrase could not be overwritten, it still opens the vault"));
    memcpy(header_slot(h, number), noise, sizeof noise);
    return 0;
}
