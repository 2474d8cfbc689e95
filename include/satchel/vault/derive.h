/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what the user gives to the key that opens a slot. */
#ifndef SATCHEL_VAULT_DERIVE_H
#define SATCHEL_VAULT_DERIVE_H

#include "satchel/secure/secmem.h"

#include "satchel/secure/kdf.h"

struct err;
struct halt;
struct vault;

/* All borrowed. halt NULL: it goes on to its end, in the caller's thread. */
struct derive {
    kdf_function *kdf;
    struct halt *halt;
    const uint8_t *salt;
    enum kdf_profile profile;
};
/* kek of that passphrase with that key file (NULL: none). Takes seconds; where it can be halted (halt.h) it
 * goes on beside, and a halt gives it up: ERR_CANCELLED. */
int derive_kek(const struct derive *d, const struct secret *passphrase, const char *key_file,
               struct secret *kek, struct err *e);

/* The same for v->header, with what the vault was opened with. */
int vault_derive(struct vault *v, const struct secret *passphrase, const char *key_file, struct secret *kek,
                 struct err *e);

#endif
