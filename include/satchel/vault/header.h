/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first 128 KiB of a vault: salt, profile, eight slots, two key pools (satchel-vault(5), HEADER). All of
 * it looks like noise, and all of it may be seen by anyone: no secret memory is needed. */
#ifndef SATCHEL_VAULT_HEADER_H
#define SATCHEL_VAULT_HEADER_H

#include <stdint.h>
#include <sys/types.h>

#include "satchel/secure/kdf.h"
#include "satchel/vault/io.h"

struct err;

#define HEADER_BYTES        131072
#define HEADER_SECTOR       4096
#define HEADER_SLOTS        8 /* 0-3: compartment 0, 4-7: compartment 1 */
#define HEADER_OWN_SLOTS    4
#define HEADER_POOL_BYTES   45056
#define HEADER_SALT_SECTOR  0
#define HEADER_FIRST_SLOT   1 /* sector */
#define HEADER_FIRST_POOL   10
#define HEADER_POOL_SECTORS 11

struct header {
    uint8_t bytes[HEADER_BYTES];
};

struct header *header_new(enum kdf_profile profile,
                          struct err *e); /* random but for the profile; caller frees */
struct header *header_read(const struct vault_io *io, int fd, struct err *e); /* caller frees */
enum kdf_profile header_profile(const struct header *h);
const uint8_t *header_salt(const struct header *h); /* KDF_SALT_BYTES */
off_t header_slot_at(unsigned slot);                /* byte offset of its sector */
off_t header_pool_at(unsigned compartment);
uint8_t *header_slot(struct header *h, unsigned slot); /* its sector */
const uint8_t *header_pool(const struct header *h, unsigned compartment);

#endif
