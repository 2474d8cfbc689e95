/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BLAKE2b (RFC 7693), plain or keyed, 16 to 64 bytes out. */
#ifndef SATCHEL_SECURE_HASH_H
#define SATCHEL_SECURE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_BYTES 32

struct hash {
    _Alignas(64) unsigned char opaque[384];
};

void hash_start(struct hash *h, size_t out_len, const uint8_t *key, size_t key_len); /* key may be NULL, 0 */
void hash_add(struct hash *h, const void *bytes, size_t n);
void hash_end(struct hash *h, uint8_t *out, size_t out_len); /* wipes *h; out_len as at the start */

#endif
