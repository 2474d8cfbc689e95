/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One construction, two libraries, the same bytes (test_blocks.c holds them against each other). libsodium
 * has the whole of it; libcrypto has the half that is RFC 8439, in code for wider registers, and takes 1.8 us
 * for a block of the database instead of 2.6: a vault's work is little else than such blocks. So a long text
 * goes to libcrypto, with the key that HChaCha20 makes of the key and the first 16 bytes of the nonce, and
 * four zeros and the other 8 bytes as nonce (draft-irtf-cfrg-xchacha-03, section 2.3). A short one goes to
 * libsodium, and so does any that libcrypto has no memory for or finds false: its no is asked for twice.
 *
 * libcrypto reads no settings here and starts nothing. Its context lives for one call, in plain memory, and
 * is wiped and freed at its end; the key in it opens this one text. */
#include "satchel/secure/seal.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "satchel/secure/noise.h"

#define LONG_FROM     1024 /* bytes; for less the context costs more than it saves */
#define HCHACHA_NONCE crypto_core_hchacha20_INPUTBYTES
#define CHACHA_NONCE  crypto_aead_chacha20poly1305_ietf_NPUBBYTES
#define NONCE_REST    (SEAL_NONCE_BYTES - HCHACHA_NONCE)

/* Looked up once, for the life of the process; NULL: there is none. */
static EVP_CIPHER *chacha20_poly1305;

static void look_up(void)
{
    if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL))
        chacha20_poly1305 = EVP_CIPHER_fetch(NULL, "ChaCha20-Poly1305", NULL);
}

/* What all that follow are given. */
struct run {
    const uint8_t *in;
    uint8_t *out;
    size_t n;
    const uint8_t *aad;
    size_t aad_len;
    const uint8_t *nonce, *key;
};

static bool set_key(EVP_CIPHER_CTX *x, const struct run *r, int seal)
{
    uint8_t key[SEAL_KEY_BYTES], nonce[CHACHA_NONCE] = { 0 };
    crypto_core_hchacha20(key, r->nonce, r->key, NULL);
    memcpy(nonce + CHACHA_NONCE - NONCE_REST, r->nonce + HCHACHA_NONCE, NONCE_REST);
    bool ok = EVP_CipherInit_ex2(x, chacha20_poly1305, key, nonce, seal, NULL);
    sodium_memzero(key, sizeof key);
    return ok;
}

/* NULL: this is for libsodium. */
static EVP_CIPHER_CTX *start(const struct run *r, int seal)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int n;
    if (r->n < LONG_FROM || r->n > INT_MAX || r->aad_len > INT_MAX)
        return NULL;
    pthread_once(&once, look_up);
    EVP_CIPHER_CTX *x = chacha20_poly1305 ? EVP_CIPHER_CTX_new() : NULL;
    if (x && set_key(x, r, seal) &&
        (r->aad_len == 0 || EVP_CipherUpdate(x, NULL, &n, r->aad, (int)r->aad_len)))
        return x;
    EVP_CIPHER_CTX_free(x);
    return NULL;
}

static bool seal_long(const struct run *r, uint8_t *tag)
{
    int n;
    EVP_CIPHER_CTX *x = start(r, 1);
    bool ok = x && EVP_CipherUpdate(x, r->out, &n, r->in, (int)r->n) && EVP_CipherFinal_ex(x, tag, &n) &&
              EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_BYTES, tag);
    EVP_CIPHER_CTX_free(x);
    return ok;
}

static bool open_long(const struct run *r, const uint8_t *tag)
{
    int n;
    uint8_t wanted[SEAL_TAG_BYTES];
    EVP_CIPHER_CTX *x = start(r, 0);
    memcpy(wanted, tag, sizeof wanted);
    bool ok = x && EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_AEAD_SET_TAG, sizeof wanted, wanted) &&
              EVP_CipherUpdate(x, r->out, &n, r->in, (int)r->n) && EVP_CipherFinal_ex(x, wanted, &n);
    EVP_CIPHER_CTX_free(x);
    return ok;
}

void seal_bytes_from(struct noise *noise, uint8_t *out, const uint8_t *plain, size_t n, const uint8_t *aad,
                     size_t aad_len, const uint8_t key[static SEAL_KEY_BYTES])
{
    uint8_t *text = out + SEAL_NONCE_BYTES;
    struct run r = { plain, text, n, aad, aad_len, out, key };
    noise_bytes(noise, out, SEAL_NONCE_BYTES);
    if (!seal_long(&r, text + n))
        crypto_aead_xchacha20poly1305_ietf_encrypt_detached(text, text + n, NULL, plain, n, aad, aad_len,
                                                            NULL, out, key);
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
    struct run r = { text, plain, n, aad, aad_len, sealed, key };
    if (open_long(&r, text + n) || crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
                                       plain, NULL, text, n, text + n, aad, aad_len, sealed, key) == 0)
        return 0;
    sodium_memzero(plain, n);
    return -1;
}

void seal_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}
