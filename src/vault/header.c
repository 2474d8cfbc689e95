/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/header.h"

#include <errno.h>
#include <stdlib.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/hash.h"
#include "satchel/secure/seal.h"

#define PROFILE_AT KDF_SALT_BYTES

/* The two low bits of BLAKE2b-256(salt)[0] hide the profile: without them most vaults in the world would
 * share the value of one byte. */
static uint8_t profile_mask(const struct header *h)
{
    struct hash state;
    uint8_t digest[HASH_BYTES];
    hash_start(&state, sizeof digest, NULL, 0);
    hash_add(&state, h->bytes, KDF_SALT_BYTES);
    hash_end(&state, digest, sizeof digest);
    return digest[0] & 3;
}

struct header *header_new(enum kdf_profile profile, struct err *e)
{
    struct header *h = malloc(sizeof *h);
    if (!h) {
        err_no_memory(e);
        return NULL;
    }
    seal_random(h->bytes, sizeof h->bytes);
    uint8_t *byte = &h->bytes[PROFILE_AT];
    *byte = (uint8_t)((*byte & 0xFC) | ((uint8_t)profile ^ profile_mask(h)));
    return h;
}

struct header *header_read(const struct vault_io *io, int fd, struct err *e)
{
    struct header *h = malloc(sizeof *h);
    if (!h) {
        err_no_memory(e);
        return NULL;
    }
    if (io_read(io, fd, h->bytes, sizeof h->bytes, 0) == 0)
        return h;
    err_errno(e, errno, _("The beginning of the vault could not be read, nothing was changed"));
    free(h);
    return NULL;
}

enum kdf_profile header_profile(const struct header *h)
{
    return (enum kdf_profile)((h->bytes[PROFILE_AT] ^ profile_mask(h)) & 3);
}

const uint8_t *header_salt(const struct header *h)
{
    return h->bytes;
}

off_t header_slot_at(unsigned slot)
{
    return (off_t)(HEADER_FIRST_SLOT + slot) * HEADER_SECTOR;
}

off_t header_pool_at(unsigned compartment)
{
    return (off_t)(HEADER_FIRST_POOL + compartment * HEADER_POOL_SECTORS) * HEADER_SECTOR;
}

uint8_t *header_slot(struct header *h, unsigned slot)
{
    return h->bytes + header_slot_at(slot);
}

const uint8_t *header_pool(const struct header *h, unsigned compartment)
{
    return h->bytes + header_pool_at(compartment);
}
