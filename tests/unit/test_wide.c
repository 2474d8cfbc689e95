/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <sodium.h>

#include "satchel/secure/wide.h"

enum { MOST = 5200 };

/* Noise, and the extremes that carry through every limb. */
static void fill(uint8_t *p, size_t n, unsigned how)
{
    static const uint8_t values[] = { 0xff, 0x00, 0xfb, 0x80 };
    if (how % 5 == 0)
        randombytes_buf(p, n);
    else
        memset(p, values[how % 5 - 1], n);
}

/* RFC 8439, section 2.4.2. */
static void the_stream_of_the_rfc(void **state)
{
    (void)state;
    static const char text[] =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, sunscreen would be it.";
    static const uint8_t start[16] = { 0x6e, 0x2e, 0x35, 0x9a, 0x25, 0x68, 0xf9, 0x80,
                                       0x41, 0xba, 0x07, 0x28, 0xdd, 0x0d, 0x69, 0x81 };
    static const uint8_t nonce[12] = { 0, 0, 0, 0, 0, 0, 0, 0x4a };
    uint8_t key[32], sealed[1024] = { 0 };
    memcpy(sealed, text, sizeof text - 1);
    for (int i = 0; i < 32; i++)
        key[i] = (uint8_t)i;
    wide_xor(wide_here(), sealed, sealed, sizeof sealed, nonce, 1, key);
    assert_memory_equal(sealed, start, sizeof start);
}

static void both_streams_are_chacha20(void **state)
{
    (void)state;
    static uint8_t text[MOST], ours[MOST + 1], theirs[MOST];
    uint8_t key[32], nonce[12];
    randombytes_buf(text, sizeof text);
    for (int lanes = 0; lanes <= wide_here(); lanes++)
        for (size_t n = 0; n <= MOST; n += n < 1300 ? 1 : 7) {
            randombytes_buf(key, sizeof key);
            randombytes_buf(nonce, sizeof nonce);
            crypto_stream_chacha20_ietf_xor_ic(theirs, text, n, nonce, 7, key);
            ours[n] = 0x5a;
            wide_xor(lanes, ours, text, n, nonce, 7, key);
            assert_memory_equal(ours, theirs, n);
            assert_int_equal(ours[n], 0x5a);
            wide_xor(lanes, ours, ours, n, nonce, 7, key); /* in place */
            assert_memory_equal(ours, text, n);
        }
}

/* By the parts of libsodium (RFC 8439, section 2.8). */
static void tag_by_libsodium(uint8_t tag[16], const uint8_t *aad, size_t aad_len, const uint8_t *text,
                             size_t n, const uint8_t *key)
{
    static const uint8_t zeros[16];
    uint64_t lengths[2] = { aad_len, n };
    crypto_onetimeauth_poly1305_state s;
    crypto_onetimeauth_poly1305_init(&s, key);
    crypto_onetimeauth_poly1305_update(&s, aad, aad_len);
    crypto_onetimeauth_poly1305_update(&s, zeros, (16 - aad_len % 16) % 16);
    crypto_onetimeauth_poly1305_update(&s, text, n);
    crypto_onetimeauth_poly1305_update(&s, zeros, (16 - n % 16) % 16);
    crypto_onetimeauth_poly1305_update(&s, (const uint8_t *)lengths, 16);
    crypto_onetimeauth_poly1305_final(&s, tag);
}

static void assert_tag(const uint8_t *aad, size_t aad_len, const uint8_t *text, size_t n, const uint8_t *key)
{
    uint8_t ours[16], theirs[16];
    tag_by_libsodium(theirs, aad, aad_len, text, n, key);
    wide_tag(ours, aad, aad_len, text, n, key);
    assert_memory_equal(ours, theirs, 16);
}

static void the_tag_is_poly1305(void **state)
{
    (void)state;
    static uint8_t text[MOST], aad[WIDE_AAD_BYTES], key[32];
    if (!wide_here())
        skip();
    for (unsigned how = 0; how < 25; how++) {
        fill(text, sizeof text, how);
        fill(aad, sizeof aad, how);
        fill(key, sizeof key, how / 5);
        for (size_t n = WIDE_TEXT_BYTES; n < 900; n++)
            assert_tag(aad, n % (sizeof aad + 1), text, n, key);
        for (size_t n = 900; n <= MOST; n += 97)
            assert_tag(aad, 35, text, n, key);
        assert_tag(NULL, 0, text, 4056, key);
    }
}

/* Sums at the modulus: with r = 1 the tag is the sum of the blocks, each with its bit 128, modulo 2^130 - 5.
 */
static void sums_beside_the_modulus(void **state)
{
    (void)state;
    static uint8_t text[64 * 16], key[32];
    if (!wide_here())
        skip();
    for (unsigned low = 0; low < 256; low++)
        for (size_t blocks = 8; blocks <= 64; blocks++) {
            memset(text, 0xff, sizeof text);
            text[0] = (uint8_t)low;
            memset(key, 0, sizeof key);
            key[0] = 1;
            key[16] = (uint8_t)blocks;
            assert_tag(NULL, 0, text, 16 * blocks, key);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stream_of_the_rfc),
        cmocka_unit_test(both_streams_are_chacha20),
        cmocka_unit_test(the_tag_is_poly1305),
        cmocka_unit_test(sums_beside_the_modulus),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
