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
        cmocka_unit_test(nonces_never_repeat),
        cmocka_unit_test(a_forked_child_has_nonces_of_its_own),
        cmocka_unit_test(large_noise_is_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
