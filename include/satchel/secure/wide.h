/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ChaCha20 and Poly1305 (RFC 8439, sections 2.4, 2.5, 2.8) for a block of a vault, on processors with vector
 * registers that libsodium 1.0.18 does not use: the same bytes in half the time. */
#ifndef SATCHEL_SECURE_WIDE_H
#define SATCHEL_SECURE_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* This processor and system have AVX-512 with IFMA: 16 blocks of ChaCha20 and 8 of Poly1305 at a time. */
bool wide_here(void);

/* out = in XOR keystream from block `counter` on; out may be in. lanes: wide_here(), or false for
 * libsodium's. */
void wide_xor(bool lanes, uint8_t *out, const uint8_t *in, size_t n, const uint8_t nonce[static 12],
              uint32_t counter, const uint8_t key[static 32]);
/* The tag of an AEAD's text (RFC 8439, section 2.8) under a key that is used once. Only if wide_here(), with
 * at most WIDE_AAD_BYTES and at least WIDE_TEXT_BYTES. */
#define WIDE_AAD_BYTES  112
#define WIDE_TEXT_BYTES 128
void wide_tag(uint8_t tag[static 16], const uint8_t *aad, size_t aad_len, const uint8_t *text, size_t n,
              const uint8_t key[static 32]);

#endif
