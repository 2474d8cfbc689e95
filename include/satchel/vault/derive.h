/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what the user gives to the key that opens a slot. */
#ifndef SATCHEL_VAULT_DERIVE_H
#define SATCHEL_VAULT_DERIVE_H

#include "satchel/secure/secmem.h"

struct err;
struct vault;

/* kek of that passphrase with that key file (NULL: none), for v->header. Takes seconds; where the vault can
 * be halted (halt.h) it goes on beside, and a halt gives it up: ERR_CANCELLED. */
int vault_derive(struct vault *v, const struct secret *passphrase, const char *key_file, struct secret *kek,
                 struct err *e);

#endif
