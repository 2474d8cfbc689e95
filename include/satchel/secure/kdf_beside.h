/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deriving a key on a thread of its own, which the caller need not wait for. */
#ifndef SATCHEL_SECURE_KDF_BESIDE_H
#define SATCHEL_SECURE_KDF_BESIDE_H

#include <stdatomic.h>
#include <stdint.h>

#include "satchel/secure/kdf.h"

struct err;
struct stop;

/* As kdf; returns with ERR_CANCELLED within KDF_LOOK_MS of stop saying so. password is taken over, and {0}
 * afterwards. left: counts derivations that go on though nobody waits for them, one at most; lives as long as
 * the process. */
#define KDF_LOOK_MS 10
int kdf_beside(kdf_function *kdf, struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
               enum kdf_profile profile, struct stop *stop, atomic_uint *left, struct secret *kek,
               struct err *e);

#endif
