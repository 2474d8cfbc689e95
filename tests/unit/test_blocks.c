/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdbool.h>

#include "satchel/secure/noise.h"
#include "satchel/vault/blocks.h"

static const uint8_t KEY[32] = { 1, 2, 3, 4, 5 };
static const struct blocks BLOCKS = { .key = KEY, .kind = BLOCK_DATABASE, .file_id = "0123456789abcde" };

static void a_page_comes_back_with_its_reserve_zeroed(void **state)
{
    (void)state;
    uint8_t page[BLOCK_BYTES], sealed[BLOCK_BYTES], back[BLOCK_BYTES];
    for (size_t i = 0; i < sizeof page; i++)
        page[i] = (uint8_t)(i * 7);
    block_seal(&BLOCKS, 5, page, sealed);
    assert_int_equal(block_open(&BLOCKS, 5, sealed, back), 0);
    memset(page + BLOCK_TEXT, 0, BLOCK_BYTES - BLOCK_TEXT);
    assert_memory_equal(page, back, BLOCK_BYTES);
}

/* Opens with one thing changed must fail and give zeros. */
static void assert_foreign(const struct blocks *b, uint64_t index, const uint8_t *sealed)
{
    static const uint8_t zero[BLOCK_BYTES];
    uint8_t back[BLOCK_BYTES];
    memset(back, 0xAA, sizeof back);
    assert_int_equal(block_open(b, index, sealed, back), -1);
    assert_memory_equal(back, zero, BLOCK_BYTES);
}

static void a_block_belongs_to_one_place(void **state)
{
    (void)state;
    static const uint8_t page[BLOCK_BYTES] = { 9 }, other_key[32] = { 1 }, nothing[BLOCK_BYTES];
    uint8_t sealed[BLOCK_BYTES];
    block_seal(&BLOCKS, 5, page, sealed);
    struct blocks b = BLOCKS;
    assert_foreign(&b, 6, sealed);
    assert_foreign(&b, UINT64_C(5) << 32, sealed);
    b.compartment = 1;
    assert_foreign(&b, 5, sealed);
    b = BLOCKS;
    b.kind = BLOCK_TEMP;
    assert_foreign(&b, 5, sealed);
    b = BLOCKS;
    b.file_id[15] ^= 1;
    assert_foreign(&b, 5, sealed);
    b = BLOCKS;
    b.key = other_key;
    assert_foreign(&b, 5, sealed);
    assert_foreign(&BLOCKS, 0, nothing);
    for (size_t i = 0; i < BLOCK_BYTES; i += 31) {
        sealed[i] ^= 0x10;
        assert_foreign(&BLOCKS, 5, sealed);
        sealed[i] ^= 0x10;
    }
}

static void a_stride_knows_how_much_of_it_is_used(void **state)
{
    (void)state;
    uint8_t text[STRIDE_TEXT] = { 1, 2, 3 }, sealed[STRIDE_SEALED], back[STRIDE_TEXT];
    stride_set_used(text, 4096);
    assert_int_equal(stride_used(text), 4096);
    stride_set_used(text, 300);
    stride_seal(&BLOCKS, 1, text, sealed);
    assert_int_equal(stride_open(&BLOCKS, 1, sealed, back), 0);
    assert_memory_equal(text, back, sizeof text);
    assert_int_equal(stride_open(&BLOCKS, 2, sealed, back), -1);
    stride_set_used(text, 4097);
    stride_seal(&BLOCKS, 1, text, sealed);
    assert_int_equal(stride_open(&BLOCKS, 1, sealed, back), -1);
    assert_int_equal(stride_used(back), 0);
}

/* draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
static void the_published_vector_opens(void **state)
{
    (void)state;
    static const char text[] =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, sunscreen would be it.";
    static const uint8_t aad[12] = { 0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7 };
    static const uint8_t tag[16] = { 0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79,
                                     0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49 };
    static const uint8_t start[16] = { 0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b,
                                       0x95, 0x76, 0x57, 0x94, 0x93, 0xc0, 0xe9, 0x39 };
    uint8_t key[32], sealed[SEAL_EXTRA_BYTES + sizeof text], plain[sizeof text];
    size_t n = sizeof text - 1;
    for (int i = 0; i < 32; i++)
        key[i] = (uint8_t)(0x80 + i);
    for (int i = 0; i < 24; i++)
        sealed[i] = (uint8_t)(0x40 + i);
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
        sealed + 24, sealed + 24 + n, NULL, (const uint8_t *)text, n, aad, sizeof aad, NULL, sealed, key);
    assert_memory_equal(sealed + 24, start, sizeof start);
    assert_memory_equal(sealed + 24 + n, tag, sizeof tag);
    assert_int_equal(unseal_bytes(plain, sealed, n, aad, sizeof aad, key), 0);
    assert_memory_equal(plain, text, n);
}

/* libcrypto has memory, or none. */
static bool has_memory = true;
EVP_CIPHER_CTX *__real_EVP_CIPHER_CTX_new(void);
EVP_CIPHER_CTX *__wrap_EVP_CIPHER_CTX_new(void);
EVP_CIPHER_CTX *__wrap_EVP_CIPHER_CTX_new(void)
{
    return has_memory ? __real_EVP_CIPHER_CTX_new() : NULL;
}

/* Ours against libsodium's own function, at every kind of length. */
static void compare_with_libsodium(void)
{
    static const size_t lengths[] = { 0,    1,    15,   16,   17,   63,   64,   65,   448, 512,
                                      1023, 1024, 1025, 4055, 4056, 4098, 4112, 4113, 9000 };
    static const size_t aads[] = { 0, 1, 16, 35, 48, 49 };
    static uint8_t text[9000], sealed[9000 + SEAL_EXTRA_BYTES], theirs[9000 + SEAL_EXTRA_BYTES], back[9000];
    uint8_t aad[64];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)(i * 31);
    memset(aad, 0x55, sizeof aad);
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
        for (size_t a = 0; a < sizeof aads / sizeof *aads; a++) {
            size_t n = lengths[l];
            seal_bytes(sealed, text, n, aad, aads[a], KEY);
            memcpy(theirs, sealed, 24);
            crypto_aead_xchacha20poly1305_ietf_encrypt_detached(theirs + 24, theirs + 24 + n, NULL, text, n,
                                                                aad, aads[a], NULL, theirs, KEY);
            assert_memory_equal(sealed, theirs, n + SEAL_EXTRA_BYTES);
            assert_int_equal(unseal_bytes(back, theirs, n, aad, aads[a], KEY), 0);
            assert_memory_equal(back, text, n);
            memcpy(theirs + 24, text, n); /* in place */
            seal_bytes(theirs, theirs + 24, n, aad, aads[a], KEY);
            assert_int_equal(unseal_bytes(back, theirs, n, aad, aads[a], KEY), 0);
            assert_memory_equal(back, text, n);
            theirs[24 + n] ^= 1;
            assert_int_equal(unseal_bytes(back, theirs, n, aad, aads[a], KEY), -1);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(back[i], 0);
        }
}

static void sealing_is_xchacha20poly1305(void **state)
{
    (void)state;
    compare_with_libsodium();
}

static void sealing_goes_on_without_libcrypto(void **state)
{
    (void)state;
    has_memory = false;
    compare_with_libsodium();
    has_memory = true;
}

static void nonces_never_repeat(void **state)
{
    (void)state;
    enum { N = 3000 };
    struct noise *noise = noise_new();
    assert_non_null(noise);
    uint8_t(*seen)[24] = calloc(N, sizeof *seen);
    assert_non_null(seen);
    for (int i = 0; i < N; i++)
        noise_bytes(noise, seen[i], sizeof seen[i]);
    for (int i = 0; i < N; i++)
        for (int k = i + 1; k < N; k++)
            assert_memory_not_equal(seen[i], seen[k], 24);
    free(seen);
    noise_free(noise);
}

static void a_forked_child_has_nonces_of_its_own(void **state)
{
    (void)state;
    struct noise *noise = noise_new();
    uint8_t mine[24], its[24];
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    noise_bytes(noise, mine, sizeof mine);
    pid_t child = fork();
    if (child == 0) {
        noise_bytes(noise, its, sizeof its);
        _exit(write(ends[1], its, sizeof its) == (ssize_t)sizeof its ? 0 : 1);
    }
    noise_bytes(noise, mine, sizeof mine);
    assert_int_equal(read(ends[0], its, sizeof its), sizeof its);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_memory_not_equal(mine, its, 24);
    close(ends[0]);
    close(ends[1]);
    noise_free(noise);
}

static void large_noise_is_noise(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct noise *noise = noise_new();
    uint8_t *bytes = malloc(N);
    size_t ones = 0;
    noise_bytes(noise, bytes, N);
    for (size_t i = 0; i < N; i++)
        ones += (size_t)__builtin_popcount(bytes[i]);
    /* 400,000 expected, standard deviation 447. */
    assert_in_range(ones, 396000, 404000);
    free(bytes);
    noise_free(noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_comes_back_with_its_reserve_zeroed),
        cmocka_unit_test(a_block_belongs_to_one_place),
        cmocka_unit_test(a_stride_knows_how_much_of_it_is_used),
        cmocka_unit_test(the_published_vector_opens),
        cmocka_unit_test(sealing_is_xchacha20poly1305),
        cmocka_unit_test(sealing_goes_on_without_libcrypto),
        cmocka_unit_test(nonces_never_repeat),
        cmocka_unit_test(a_forked_child_has_nonces_of_its_own),
        cmocka_unit_test(large_noise_is_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
