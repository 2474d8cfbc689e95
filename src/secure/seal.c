/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/seal.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "satchel/secure/noise.h"

/*
 * For a block of a database the parts of the construction are called one by one, to the same bytes as
 * libsodium's own function (test_blocks.c holds them against each other): HChaCha20 for the key, ChaCha20
 * from block 0 on, Poly1305 (RFC 8439, section 2.8). The keystream for the Poly1305 key and for the text is
 * then made in one run, which for 4056 bytes ends with the fast code's 512 at a time; by itself the text
 * leaves 472 bytes to slower code, a seventh of the whole. What a failed check would have let through never
 * leaves this file.
 */
#define HEAD_BYTES    64 /* keystream block 0: the Poly1305 key is its first half */
#define RUN_MAX_BYTES 4224
#define RUN_MAX_AAD   48

static bool fits_a_run(size_t n, size_t aad_len)
{
    return n <= RUN_MAX_BYTES && aad_len <= RUN_MAX_AAD;
}

/* run is HEAD_BYTES of zeros and n bytes of text. */
static void stream_run(uint8_t *run, size_t n, const uint8_t nonce[static SEAL_NONCE_BYTES],
                       const uint8_t key[static SEAL_KEY_BYTES])
{
    uint8_t subkey[SEAL_KEY_BYTES], rest[crypto_stream_chacha20_ietf_NONCEBYTES] = { 0 };
    crypto_core_hchacha20(subkey, nonce, key, NULL);
    memcpy(rest + 4, nonce + crypto_core_hchacha20_INPUTBYTES, 8);
    crypto_stream_chacha20_ietf_xor_ic(run, run, HEAD_BYTES + n, rest, 0, subkey);
    sodium_memzero(subkey, sizeof subkey);
}

static void put_length(uint8_t *to, uint64_t n)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(n >> (8 * i));
}

static void tag_run(uint8_t tag[static SEAL_TAG_BYTES], const uint8_t *text, size_t n, const uint8_t *aad,
                    size_t aad_len, const uint8_t *poly_key)
{
    crypto_onetimeauth_poly1305_state state;
    uint8_t start[RUN_MAX_AAD] = { 0 }, end[16 + 16] = { 0 };
    size_t pad = (16 - n % 16) % 16;
    if (aad_len)
        memcpy(start, aad, aad_len);
    put_length(end + pad, aad_len);
    put_length(end + pad + 8, n);
    crypto_onetimeauth_poly1305_init(&state, poly_key);
    crypto_onetimeauth_poly1305_update(&state, start, (aad_len + 15) / 16 * 16);
    crypto_onetimeauth_poly1305_update(&state, text, n);
    crypto_onetimeauth_poly1305_update(&state, end, pad + 16);
    crypto_onetimeauth_poly1305_final(&state, tag);
}

void seal_bytes_from(struct noise *noise, uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad,
                     size_t aad_len, const uint8_t key[static SEAL_KEY_BYTES])
{
    uint8_t *text = out + SEAL_NONCE_BYTES;
    noise_bytes(noise, out, SEAL_NONCE_BYTES);
    if (!fits_a_run(n, aad_len)) {
        crypto_aead_xchacha20poly1305_ietf_encrypt_detached(text, text + n, NULL, plain, n, aad, aad_len,
                                                            NULL, out, key);
        return;
    }
    uint8_t run[HEAD_BYTES + RUN_MAX_BYTES];
    memset(run, 0, HEAD_BYTES);
    memcpy(run + HEAD_BYTES, plain, n);
    stream_run(run, n, out, key);
    memcpy(text, run + HEAD_BYTES, n);
    tag_run(text + n, text, n, aad, aad_len, run);
    sodium_memzero(run, HEAD_BYTES);
}

void seal_bytes(uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad, size_t aad_len,
                const uint8_t key[static SEAL_KEY_BYTES])
{
    seal_bytes_from(NULL, out, plain, n, aad, aad_len, key);
}

static int unseal_run(uint8_t *plain, const uint8_t *sealed, size_t n, const uint8_t *aad, size_t aad_len,
                      const uint8_t *key)
{
    const uint8_t *text = sealed + SEAL_NONCE_BYTES;
    uint8_t run[HEAD_BYTES + RUN_MAX_BYTES], tag[SEAL_TAG_BYTES];
    memset(run, 0, HEAD_BYTES);
    memcpy(run + HEAD_BYTES, text, n);
    stream_run(run, n, sealed, key);
    tag_run(tag, text, n, aad, aad_len, run);
    int rc = crypto_verify_16(tag, text + n);
    if (rc == 0)
        memcpy(plain, run + HEAD_BYTES, n);
    sodium_memzero(run, HEAD_BYTES + n);
    return rc;
}

int unseal_bytes(uint8_t *plain, const uint8_t *sealed, size_t n, const uint8_t *aad, size_t aad_len,
                 const uint8_t key[static SEAL_KEY_BYTES])
{
    const uint8_t *text = sealed + SEAL_NONCE_BYTES;
    int rc = fits_a_run(n, aad_len) ? unseal_run(plain, sealed, n, aad, aad_len, key)
                                    : crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
                                          plain, NULL, text, n, text + n, aad, aad_len, sealed, key);
    if (rc == 0)
        return 0;
    sodium_memzero(plain, n);
    return -1;
}

void seal_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}
