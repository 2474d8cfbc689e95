/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key slots: what a passphrase opens (satchel-vault(5), SLOTS). */
#ifndef SATCHEL_VAULT_SLOTS_H
#define SATCHEL_VAULT_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel/secure/kdf.h"
#include "satchel/vault/header.h"

struct err;

enum slot_kind { SLOT_OPEN, SLOT_DURESS };

#define SLOT_CHECK_BYTES 16

/* A slot's payload as it is sealed: 88 bytes, no padding. Lives in secret memory only. */
struct slot {
    uint8_t secret[32];  /* the same in every slot of a compartment */
    uint8_t kind;        /* enum slot_kind */
    uint8_t compartment; /* 0, 1 */
    uint8_t
        check[SLOT_CHECK_BYTES]; /* BLAKE2b-128 of the volume key: tells a damaged pool from a whole one */
    uint8_t random[38];
};

/* The keys of a compartment. Secret memory. */
struct slot_keys {
    uint8_t volume[KDF_KEY_BYTES];
    uint8_t block[KDF_KEY_BYTES];
    uint8_t journal[KDF_KEY_BYTES];
    uint8_t file_id[16];
    uint8_t state[KDF_KEY_BYTES];
    uint8_t drafts[KDF_KEY_BYTES];
};

/* All keys of slot->compartment from its secret and the header's pool. false: the pool is not the one that
 * the slot was made for. */
bool slots_keys(const struct header *h, const struct slot *slot, struct slot_keys *keys);
/* A payload for a compartment: new secret, kind open, check from the pool. */
void slots_fresh(const struct header *h, unsigned compartment, struct slot *slot);

/* Tries all eight in constant time. Fills *slot (secret memory) and *number with the first open one, else the
 * first duress one; -1 when the key opens none. */
int slots_unlock(const struct header *h, const uint8_t kek[static KDF_KEY_BYTES], struct slot *slot,
                 unsigned *number);

/* Whether one slot opens with it. */
bool slots_fits(const struct header *h, unsigned number, const uint8_t kek[static KDF_KEY_BYTES]);

/* Seals slot into sector `number` of h, with fresh noise after it, and, when fd >= 0, writes that sector
 * durably, reads it back and opens it. h is changed only when that worked. */
int slots_put(const struct vault_io *io, int fd, struct header *h, unsigned number, const struct slot *slot,
              const uint8_t kek[static KDF_KEY_BYTES], struct err *e);
/* The same in two steps, the second of which needs no secret, and only compares what it reads back. */
#define SLOTS_SEALED_BYTES (24 + sizeof(struct slot) + 16)
void slots_seal(const struct header *h, unsigned number, const struct slot *slot,
                const uint8_t kek[static KDF_KEY_BYTES], uint8_t sealed[static SLOTS_SEALED_BYTES]);
int slots_put_sealed(const struct vault_io *io, int fd, struct header *h, unsigned number,
                     const uint8_t sealed[static SLOTS_SEALED_BYTES]);
/* Overwrites sector `number` with noise, durably, in the file and in h. */
int slots_erase(const struct vault_io *io, int fd, struct header *h, unsigned number, struct err *e);

#endif
