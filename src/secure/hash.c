/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/hash.h"

#include <sodium.h>

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct hash),
               "struct hash holds libsodium's state");

static crypto_generichash_state *inside(struct hash *h)
{
    return (crypto_generichash_state *)(void *)h->opaque;
}

void hash_start(struct hash *h, size_t out_len, const uint8_t *key, size_t key_len)
{
    crypto_generichash_init(inside(h), key, key_len, out_len);
}

void hash_add(struct hash *h, const void *bytes, size_t n)
{
    crypto_generichash_update(inside(h), bytes, n);
}

void hash_end(struct hash *h, uint8_t *out, size_t out_len)
{
    crypto_generichash_final(inside(h), out, out_len);
    sodium_memzero(h, sizeof *h);
}
