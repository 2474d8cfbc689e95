/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/seal.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "satchel/base/bytes.h"
#include "satchel/secure/noise.h"

/*
 * A block of the database goes through libsodium's parts of the construction one by one, to the same bytes as
 * its own function (test_blocks.c holds them against each other): HChaCha20 for the key, the first half of
 * ChaCha20's block 0 as the key of Poly1305, ChaCha20 from block 1 on (draft-irtf-cfrg-xchacha-03, RFC 8439
 * section 2.8). For then the rest of the text can be made up to a whole run of 512 bytes, which libsodium
 * does in its fast code; it leaves the last 472 bytes of a block to its slow code, a tenth of all the time
 * that a vault costs. Nothing is decrypted that does not authenticate.
 */
#define RUN_BYTES      512
#define BLOCK_FROM     1024 /* less than this is not worth the parts */
#define BLOCK_AAD_MOST 48
#define STREAM_BLOCK   64

static bool is_block(size_t n, size_t aad_len)
{
    return n >= BLOCK_FROM && aad_len <= BLOCK_AAD_MOST;
}

struct cipher {
    uint8_t subkey[SEAL_KEY_BYTES], nonce[crypto_stream_chacha20_ietf_NONCEBYTES];
    uint8_t head[STREAM_BLOCK]; /* block 0 of the stream */
};

static void start(struct cipher *c, const uint8_t nonce[static SEAL_NONCE_BYTES],
                  const uint8_t key[static SEAL_KEY_BYTES])
{
    crypto_core_hchacha20(c->subkey, nonce, key, NULL);
    memset(c->nonce, 0, 4);
    memcpy(c->nonce + 4, nonce + crypto_core_hchacha20_INPUTBYTES, 8);
    crypto_stream_chacha20_ietf(c->head, sizeof c->head, c->nonce, c->subkey);
}

static void xor_text(const struct cipher *c, uint8_t *out, const uint8_t *in, size_t n)
{
    uint8_t run[RUN_BYTES] = { 0 };
    size_t rest = n % RUN_BYTES, whole = n - rest;
    crypto_stream_chacha20_ietf_xor_ic(out, in, whole, c->nonce, 1, c->subkey);
    memcpy(run, in + whole, rest);
    crypto_stream_chacha20_ietf_xor_ic(run, run, sizeof run, c->nonce, (uint32_t)(1 + whole / STREAM_BLOCK),
                                       c->subkey);
    memcpy(out + whole, run, rest);
    sodium_memzero(run, sizeof run);
}

static void tag_text(const struct cipher *c, uint8_t tag[static SEAL_TAG_BYTES], const uint8_t *text,
                     size_t n, const uint8_t *aad, size_t aad_len)
{
    crypto_onetimeauth_poly1305_state state;
    uint8_t before[BLOCK_AAD_MOST] = { 0 }, after[16 + 16] = { 0 };
    size_t pad = (16 - n % 16) % 16;
    if (aad_len > 0)
        memcpy(before, aad, aad_len);
    put_u64(after + pad, aad_len);
    put_u64(after + pad + 8, n);
    crypto_onetimeauth_poly1305_init(&state, c->head);
    crypto_onetimeauth_poly1305_update(&state, before, (aad_len + 15) / 16 * 16);
    crypto_onetimeauth_poly1305_update(&state, text, n);
    crypto_onetimeauth_poly1305_update(&state, after, pad + 16);
    crypto_onetimeauth_poly1305_final(&state, tag);
    sodium_memzero(&state, sizeof state);
}

void seal_bytes_from(struct noise *noise, uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad,
                     size_t aad_len, const uint8_t key[static SEAL_KEY_BYTES])
{
    uint8_t *text = out + SEAL_NONCE_BYTES;
    struct cipher c;
    noise_bytes(noise, out, SEAL_NONCE_BYTES);
    if (!is_block(n, aad_len)) {
        crypto_aead_xchacha20poly1305_ietf_encrypt_detached(text, text + n, NULL, plain, n, aad, aad_len,
                                                            NULL, out, key);
        return;
    }
    start(&c, out, key);
    xor_text(&c, text, plain, n);
    tag_text(&c, text + n, text, n, aad, aad_len);
    sodium_memzero(&c, sizeof c);
}

void seal_bytes(uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad, size_t aad_len,
                const uint8_t key[static SEAL_KEY_BYTES])
{
    seal_bytes_from(NULL, out, plain, n, aad, aad_len, key);
}

static int open_block(uint8_t *plain, const uint8_t *sealed, size_t n, const uint8_t *aad, size_t aad_len,
                      const uint8_t *key)
{
    const uint8_t *text = sealed + SEAL_NONCE_BYTES;
    struct cipher c;
    uint8_t tag[SEAL_TAG_BYTES];
    start(&c, sealed, key);
    tag_text(&c, tag, text, n, aad, aad_len);
    int rc = crypto_verify_16(tag, text + n);
    if (rc == 0)
        xor_text(&c, plain, text, n);
    sodium_memzero(&c, sizeof c);
    return rc;
}

int unseal_bytes(uint8_t *plain, const uint8_t *sealed, size_t n, const uint8_t *aad, size_t aad_len,
                 const uint8_t key[static SEAL_KEY_BYTES])
{
    const uint8_t *text = sealed + SEAL_NONCE_BYTES;
    int rc = is_block(n, aad_len) ? open_block(plain, sealed, n, aad, aad_len, key)
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
