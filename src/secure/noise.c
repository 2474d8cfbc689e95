/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/noise.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define KEY_BYTES    crypto_stream_chacha20_ietf_KEYBYTES
#define BUFFER_BYTES 16384

struct noise {
    uint8_t key[KEY_BYTES];
    size_t left;        /* unused bytes, at the end of the buffer */
    bool fork_is_clean; /* false in a fresh mapping, hence in a forked child too */
    uint8_t buffer[KEY_BYTES + BUFFER_BYTES];
};

static void stream(uint8_t *out, size_t n, const uint8_t key[static KEY_BYTES])
{
    static const uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES];
    crypto_stream_chacha20_ietf(out, n, nonce, key);
}

struct noise *noise_new(void)
{
    if (sodium_init() < 0) /* also picks the fast implementations for this processor */
        return NULL;
    struct noise *noise =
        mmap(NULL, sizeof *noise, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (noise == MAP_FAILED)
        return NULL;
    madvise(noise, sizeof *noise, MADV_DONTDUMP);
    noise->fork_is_clean = madvise(noise, sizeof *noise, MADV_WIPEONFORK) == 0;
    return noise;
}

void noise_free(struct noise *noise)
{
    if (noise) {
        sodium_memzero(noise, sizeof *noise);
        munmap(noise, sizeof *noise);
    }
}

static void refill(struct noise *noise)
{
    uint8_t fresh[KEY_BYTES];
    randombytes_buf(fresh, sizeof fresh);
    for (size_t i = 0; i < sizeof fresh; i++)
        noise->key[i] ^= fresh[i];
    stream(noise->buffer, sizeof noise->buffer, noise->key);
    memcpy(noise->key, noise->buffer, KEY_BYTES);
    sodium_memzero(noise->buffer, KEY_BYTES);
    sodium_memzero(fresh, sizeof fresh);
    noise->left = BUFFER_BYTES;
}

static void take(struct noise *noise, uint8_t *out, size_t n)
{
    while (n > 0) {
        if (noise->left == 0)
            refill(noise);
        size_t piece = n < noise->left ? n : noise->left;
        uint8_t *from = noise->buffer + sizeof noise->buffer - noise->left;
        memcpy(out, from, piece);
        memset(from, 0, piece);
        noise->left -= piece;
        out += piece;
        n -= piece;
    }
}

void noise_bytes(struct noise *noise, void *out, size_t n)
{
    if (!noise || !noise->fork_is_clean) {
        randombytes_buf(out, n);
    } else if (n <= 256) {
        take(noise, out, n);
    } else {
        uint8_t key[KEY_BYTES];
        take(noise, key, sizeof key);
        stream(out, n, key);
        sodium_memzero(key, sizeof key);
    }
}
