/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One construction, two libraries, the same bytes (test_blocks.c holds them against each other). libsodium
 * has the whole of it; libcrypto has ChaCha20 and Poly1305 in code for wider registers, and a vault's work is
 * little else than sealing and opening pages. One takes libsodium 2.8 us; libcrypto's own ChaCha20-Poly1305
 * 1.9, because it gives Poly1305 the text in five pieces; the two joined here, all in one piece, 1.5. So a
 * text of about a page goes to libcrypto, joined as RFC 8439, section 2.8, says, with the key that HChaCha20
 * makes of the key and the first 16 bytes of the nonce, and four zeros and the other 8 bytes as nonce
 * (draft-irtf-cfrg-xchacha-03, section 2.3). Any other text goes to libsodium, and so does one that libcrypto
 * has no memory for or finds false: its no is asked for twice.
 *
 * libcrypto reads no settings here and starts nothing. Its contexts live for one call, in plain memory, and
 * are wiped and freed at its end; the keys in them open this one text. */
#include "satchel/secure/seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "satchel/base/bytes.h"
#include "satchel/secure/noise.h"

#define LONG_FROM     1024 /* bytes; for less the contexts cost more than they save */
#define LONG_TO       4112 /* a page, and a little: what is laid out for Poly1305 stands on the stack */
#define LONG_AAD      48
#define HCHACHA_NONCE crypto_core_hchacha20_INPUTBYTES
#define NONCE_REST    (SEAL_NONCE_BYTES - HCHACHA_NONCE)
#define CHACHA_BLOCK  64
#define CHACHA_START  16 /* counter 4, nonce 12 */
#define POLY_KEY      32
#define POLY_BLOCK    16

/* Looked up once, for the life of the process; NULL: there is none. */
static EVP_CIPHER *chacha20;
static EVP_MAC *poly1305;

static void look_up(void)
{
    if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL))
        return;
    chacha20 = EVP_CIPHER_fetch(NULL, "ChaCha20", NULL);
    poly1305 = EVP_MAC_fetch(NULL, "POLY1305", NULL);
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

/* ChaCha20 behind its first block, and Poly1305 with the key that is in that block. */
struct pair {
    EVP_CIPHER_CTX *cipher;
    EVP_MAC_CTX *mac;
};

static bool set_keys(struct pair *p, const struct run *r)
{
    static const uint8_t zeros[CHACHA_BLOCK];
    uint8_t key[SEAL_KEY_BYTES], first[CHACHA_BLOCK], from[CHACHA_START] = { 0 };
    int n;
    crypto_core_hchacha20(key, r->nonce, r->key, NULL);
    memcpy(from + CHACHA_START - NONCE_REST, r->nonce + HCHACHA_NONCE, NONCE_REST);
    bool ok = EVP_CipherInit_ex2(p->cipher, chacha20, key, from, 1, NULL) &&
              EVP_CipherUpdate(p->cipher, first, &n, zeros, sizeof first) &&
              EVP_MAC_init(p->mac, first, POLY_KEY, NULL);
    sodium_memzero(key, sizeof key);
    sodium_memzero(first, sizeof first);
    return ok;
}

static void end(struct pair *p)
{
    EVP_CIPHER_CTX_free(p->cipher);
    EVP_MAC_CTX_free(p->mac);
}

/* false: this is for libsodium. */
static bool start(struct pair *p, const struct run *r)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    *p = (struct pair){ 0 };
    if (r->n < LONG_FROM || r->n > LONG_TO || r->aad_len > LONG_AAD)
        return false;
    pthread_once(&once, look_up);
    if (chacha20 && poly1305 && (p->cipher = EVP_CIPHER_CTX_new()) && (p->mac = EVP_MAC_CTX_new(poly1305)) &&
        set_keys(p, r))
        return true;
    end(p);
    return false;
}

static bool cipher(struct pair *p, const struct run *r)
{
    int n;
    return EVP_CipherUpdate(p->cipher, r->out, &n, r->in, (int)r->n);
}

/* Puts n bytes, and zeros up to the end of a block of Poly1305; gives that end. */
static uint8_t *put_filled(uint8_t *to, const uint8_t *from, size_t n)
{
    size_t rest = (POLY_BLOCK - n % POLY_BLOCK) % POLY_BLOCK;
    if (n)
        memcpy(to, from, n);
    memset(to + n, 0, rest);
    return to + n + rest;
}

/* RFC 8439, section 2.8: additional data and ciphertext, each filled up with zeros, and both lengths. */
static bool authenticate(struct pair *p, const struct run *r, const uint8_t *sealed, uint8_t *tag)
{
    uint8_t text[LONG_AAD + LONG_TO + 2 * sizeof(uint64_t)];
    uint8_t *lengths = put_filled(put_filled(text, r->aad, r->aad_len), sealed, r->n);
    size_t n = (size_t)(lengths - text) + 2 * sizeof(uint64_t);
    put_u64(lengths, r->aad_len);
    put_u64(lengths + sizeof(uint64_t), r->n);
    return EVP_MAC_update(p->mac, text, n) && EVP_MAC_final(p->mac, tag, &n, SEAL_TAG_BYTES);
}

/* What can fail (memory, the keys) has been done when anything is written: the text may lie in place. */
static bool seal_long(const struct run *r, uint8_t *tag)
{
    struct pair p;
    if (!start(&p, r))
        return false;
    bool ok = cipher(&p, r) && authenticate(&p, r, r->out, tag);
    end(&p);
    return ok;
}

static bool open_long(const struct run *r, const uint8_t *tag)
{
    struct pair p;
    uint8_t wanted[SEAL_TAG_BYTES];
    if (!start(&p, r))
        return false;
    bool ok =
        authenticate(&p, r, r->in, wanted) && sodium_memcmp(tag, wanted, sizeof wanted) == 0 && cipher(&p, r);
    end(&p);
    sodium_memzero(wanted, sizeof wanted);
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
