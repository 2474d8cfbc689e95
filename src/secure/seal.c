/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/seal.h"

#include <sodium.h>

#include "satchel/secure/noise.h"

void seal_bytes_from(struct noise *noise, uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad,
                     size_t aad_len, const uint8_t key[static SEAL_KEY_BYTES])
{
    uint8_t *text = out + SEAL_NONCE_BYTES;
    noise_bytes(noise, out, SEAL_NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(text, text + n, NULL, plain, n, aad, aad_len, NULL,
                                                        out, key);
}

void seal_bytes(uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad, size_t aad_len,
                const uint8_t key[static SEAL_KEY_BYTES])
{
    seal_bytes_from(NULL, out, plain, n, aad, aad_len, key);
}

int unseal_bytes(uint8_t *plain, const uint8_t *sealed, size_t n, const uint8_t *aad, size_t aad_len,
                 const uint8_t key[static SEAL_KEY_BYTES])
{
    const uint8_t *text = sealed + SEAL_NONCE_BYTES;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt_detached(plain, NULL, text, n, text + n, aad, aad_len,
                                                            sealed, key) == 0)
        return 0;
    sodium_memzero(plain, n);
    return -1;
}

void seal_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}
