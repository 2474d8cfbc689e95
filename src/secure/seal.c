/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/seal.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "satchel/secure/noise.h"
#include "satchel/secure/wide.h"

/*
 * For a block of a database the parts of the construction are called one by one, to the same bytes as
 * libsodium's own function (test_blocks.c holds them against each other): HChaCha20 for the key, the first
 * half of ChaCha20's block 0 as the key of Poly1305, ChaCha20 from block 1 on (draft-irtf-cfrg-xchacha-03,
 * RFC 8439 section 2.8). So ChaCha20 and Poly1305 may be the wide ones. Nothing is decrypted that does not
 * authenticate.
 */
#define PARTS_MIN_BYTES 1024

struct cipher {
    uint8_t subkey[SEAL_KEY_BYTES], nonce[crypto_stream_chacha20_ietf_NONCEBYTES];
    uint8_t head[64]; /* block 0 */
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
    wide_xor(wide_here(), out, in, n, c->nonce, 1, c->subkey);
}

static void add_padded(crypto_onetimeauth_poly1305_state *state, const uint8_t *p, size_t n)
{
    static const uint8_t zeros[16];
    crypto_onetimeauth_poly1305_update(state, p, n);
    crypto_onetimeauth_poly1305_update(state, zeros, (16 - n % 16) % 16);
}

static void tag_text(const struct cipher *c, uint8_t tag[static SEAL_TAG_BYTES], const uint8_t *text,
                     size_t n, const uint8_t *aad, size_t aad_len)
{
    crypto_onetimeauth_poly1305_state state;
    uint8_t lengths[16];
    if (wide_here() && aad_len <= WIDE_AAD_BYTES) {
        wide_tag(tag, aad, aad_len, text, n, c->head);
        return;
    }
    for (int i = 0; i < 8; i++) {
        lengths[i] = (uint8_t)((uint64_t)aad_len >> (8 * i));
        lengths[8 + i] = (uint8_t)((uint64_t)n >> (8 * i));
    }
    crypto_onetimeauth_poly1305_init(&state, c->head);
    add_padded(&state, aad, aad_len);
    add_padded(&state, text, n);
    crypto_onetimeauth_poly1305_update(&state, lengths, sizeof lengths);
    crypto_onetimeauth_poly1305_final(&state, tag);
}

void seal_bytes_from(struct noise *noise, uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad,
                     size_t aad_len, const uint8_t key[static SEAL_KEY_BYTES])
{
    uint8_t *text = out + SEAL_NONCE_BYTES;
    struct cipher c;
    noise_bytes(noise, out, SEAL_NONCE_BYTES);
    if (n < PARTS_MIN_BYTES) {
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

static int open_parts(uint8_t *plain, const uint8_t *sealed, size_t n, const uint8_t *aad, size_t aad_len,
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
    int rc = n >= PARTS_MIN_BYTES ? open_parts(plain, sealed, n, aad, aad_len, key)
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
