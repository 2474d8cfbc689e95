/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Authenticated sealing: XChaCha20-Poly1305-IETF (draft-irtf-cfrg-xchacha-03, RFC 8439), nonces random for
 * every write. A sealed run is nonce 24 | ciphertext n | tag 16. */
#ifndef SATCHEL_SECURE_SEAL_H
#define SATCHEL_SECURE_SEAL_H

#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY_BYTES   32
#define SEAL_NONCE_BYTES 24
#define SEAL_TAG_BYTES   16
#define SEAL_EXTRA_BYTES (SEAL_NONCE_BYTES + SEAL_TAG_BYTES)

/* Seals n bytes of plain into out[n + SEAL_EXTRA_BYTES]. plain may lie at out + SEAL_NONCE_BYTES (in place).
 */
void seal_bytes(uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad, size_t aad_len,
                const uint8_t key[static SEAL_KEY_BYTES]);
/* The same with the nonce from a generator of one's own: half a microsecond less than a system call. */
struct noise;
void seal_bytes_from(struct noise *noise, uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad,
                     size_t aad_len, const uint8_t key[static SEAL_KEY_BYTES]);
/* Opens sealed[n + SEAL_EXTRA_BYTES] into plain[n]: 0, or -1 (plain is zeroed) when it does not authenticate.
 * plain must not overlap sealed. */
int unseal_bytes(uint8_t *plain, const uint8_t *sealed, size_t n, const uint8_t *aad, size_t aad_len,
                 const uint8_t key[static SEAL_KEY_BYTES]);
/* Random bytes from the system's generator. */
void seal_random(void *out, size_t n);

#endif
