/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * WHY THIS IS HERE
 *   Sealing and opening blocks is nearly all that a vault costs over plain SQLite: libsodium 1.0.18 takes 2.6
 * us for one of 4056 bytes (Xeon of 2023), what follows takes 1.3. It computes the same functions on 16 and 8
 * blocks at a time, where libsodium takes 8 and 2.
 *
 * WHAT IT RELIES ON
 *   Both functions are additions, rotations, multiplications and masks: no branch and no address depends on a
 * key or a text, as in libsodium. Which keys, in which order, and the comparison of tags are seal.c's and
 * libsodium's. Processors without AVX-512 IFMA (and all that are not x86-64) use libsodium for all of it.
 *
 * HOW IT IS TESTED
 *   tests/unit/test_wide.c: the vector of RFC 8439, then against libsodium for every length up to some
 * kilobytes, with texts and keys of ones and zeros that drive every carry, and sums beside the modulus.
 * test_blocks.c: sealing as a whole.
 */
#include "satchel/secure/wide.h"

#include <sodium.h>
#include <string.h>

#define GROUP_BYTES 1024 /* 16 blocks of ChaCha20 */

#ifdef __x86_64__

#include <immintrin.h>

bool wide_here(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512ifma");
}

static uint32_t load32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static uint64_t load64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* ---- ChaCha20: word i of 16 blocks in x[i] ---- */

#define AVX512  __attribute__((target("avx512f,avx512bw,avx512ifma")))
#define INLINED __attribute__((always_inline)) static inline

#define QUARTER(a, b, c, d)                                                                                  \
    do {                                                                                                     \
        x[a] = _mm512_add_epi32(x[a], x[b]);                                                                 \
        x[d] = _mm512_rol_epi32(_mm512_xor_epi32(x[d], x[a]), 16);                                           \
        x[c] = _mm512_add_epi32(x[c], x[d]);                                                                 \
        x[b] = _mm512_rol_epi32(_mm512_xor_epi32(x[b], x[c]), 12);                                           \
        x[a] = _mm512_add_epi32(x[a], x[b]);                                                                 \
        x[d] = _mm512_rol_epi32(_mm512_xor_epi32(x[d], x[a]), 8);                                            \
        x[c] = _mm512_add_epi32(x[c], x[d]);                                                                 \
        x[b] = _mm512_rol_epi32(_mm512_xor_epi32(x[b], x[c]), 7);                                            \
    } while (0)

AVX512 INLINED void rounds(__m512i x[static 16])
{
    for (int i = 0; i < 10; i++) {
        QUARTER(0, 4, 8, 12);
        QUARTER(1, 5, 9, 13);
        QUARTER(2, 6, 10, 14);
        QUARTER(3, 7, 11, 15);
        QUARTER(0, 5, 10, 15);
        QUARTER(1, 6, 11, 12);
        QUARTER(2, 7, 8, 13);
        QUARTER(3, 4, 9, 14);
    }
}

/* In: x[j] has word j of all blocks, for four words. Out: x[j] has these four words of blocks j, 4 + j, 8 +
 * j, 12 + j. */
AVX512 INLINED void turn_words(__m512i x[static 4])
{
    __m512i a = _mm512_unpacklo_epi32(x[0], x[1]), b = _mm512_unpackhi_epi32(x[0], x[1]);
    __m512i c = _mm512_unpacklo_epi32(x[2], x[3]), d = _mm512_unpackhi_epi32(x[2], x[3]);
    x[0] = _mm512_unpacklo_epi64(a, c);
    x[1] = _mm512_unpackhi_epi64(a, c);
    x[2] = _mm512_unpacklo_epi64(b, d);
    x[3] = _mm512_unpackhi_epi64(b, d);
}

/* Four quarters of blocks j, 4 + j, 8 + j, 12 + j make up these blocks. */
AVX512 INLINED void turn_quarters(__m512i x[static 16], int j, __m512i block[static 4])
{
    __m512i a = _mm512_shuffle_i32x4(x[j], x[4 + j], 0x44), b = _mm512_shuffle_i32x4(x[j], x[4 + j], 0xee);
    __m512i c = _mm512_shuffle_i32x4(x[8 + j], x[12 + j], 0x44);
    __m512i d = _mm512_shuffle_i32x4(x[8 + j], x[12 + j], 0xee);
    block[0] = _mm512_shuffle_i32x4(a, c, 0x88);
    block[1] = _mm512_shuffle_i32x4(a, c, 0xdd);
    block[2] = _mm512_shuffle_i32x4(b, d, 0x88);
    block[3] = _mm512_shuffle_i32x4(b, d, 0xdd);
}

/* At most 64 bytes. */
AVX512 INLINED void xor_block(uint8_t *out, const uint8_t *in, size_t n, __m512i block)
{
    __mmask64 mask = n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
    _mm512_mask_storeu_epi8(out, mask, _mm512_xor_si512(block, _mm512_maskz_loadu_epi8(mask, in)));
}

/* n bytes, at most a group. */
AVX512 static void xor_group(uint8_t *out, const uint8_t *in, size_t n, const uint32_t state[static 16])
{
    __m512i x[16], block[4];
    __m512i count = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    for (int i = 0; i < 16; i++)
        x[i] = _mm512_set1_epi32((int)state[i]);
    x[12] = _mm512_add_epi32(x[12], count);
    rounds(x);
    for (int i = 0; i < 16; i++)
        x[i] = _mm512_add_epi32(x[i], _mm512_set1_epi32((int)state[i]));
    x[12] = _mm512_add_epi32(x[12], count);
    for (int i = 0; i < 16; i += 4)
        turn_words(x + i);
    for (int j = 0; j < 4; j++) {
        turn_quarters(x, j, block);
        for (int q = 0; q < 4; q++) {
            size_t at = 64 * (size_t)(4 * q + j);
            if (at < n)
                xor_block(out + at, in + at, n - at, block[q]);
        }
    }
}

static void xor_groups(uint8_t *out, const uint8_t *in, size_t n, const uint8_t nonce[static 12],
                       uint32_t counter, const uint8_t key[static 32])
{
    uint32_t state[16] = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 };
    for (int i = 0; i < 8; i++)
        state[4 + i] = load32(key + 4 * i);
    for (int i = 0; i < 3; i++)
        state[13 + i] = load32(nonce + 4 * i);
    state[12] = counter;
    for (size_t at = 0; at < n; at += GROUP_BYTES) {
        xor_group(out + at, in + at, n - at < GROUP_BYTES ? n - at : GROUP_BYTES, state);
        state[12] += GROUP_BYTES / 64;
    }
    sodium_memzero(state, sizeof state);
}

/* ---- Poly1305: numbers modulo 2^130 - 5 in limbs of 44, 44 and 42 bits ---- */

#define LIMB UINT64_C(0xfffffffffff)
#define LAST UINT64_C(0x3ffffffffff)

struct number {
    uint64_t a, b, c;
};

/* 128 bits, and `top` above them. */
static struct number number_of(const uint8_t p[static 16], uint64_t top)
{
    uint64_t low = load64(p), high = load64(p + 8);
    return (struct number){ low & LIMB, (low >> 44 | high << 20) & LIMB, high >> 24 | top << 40 };
}

/* What is above 2^130 comes back times 5. Limbs of x below 2^48, of y below 2^45; of the result within
 * theirs, but for b, which may be a little more. */
static struct number multiplied(struct number x, struct number y)
{
    typedef unsigned __int128 wide;
    uint64_t b20 = y.b * 20, c20 = y.c * 20; /* 2^132 and 2^176 are 20 and 20 * 2^44 */
    wide a = (wide)x.a * y.a + (wide)x.b * c20 + (wide)x.c * b20;
    wide b = (wide)x.a * y.b + (wide)x.b * y.a + (wide)x.c * c20 + (uint64_t)(a >> 44);
    wide c = (wide)x.a * y.c + (wide)x.b * y.b + (wide)x.c * y.a + (uint64_t)(b >> 44);
    uint64_t first = ((uint64_t)a & LIMB) + 5 * (uint64_t)(c >> 42);
    return (struct number){ first & LIMB, ((uint64_t)b & LIMB) + (first >> 44), (uint64_t)c & LAST };
}

/* Eight numbers; a factor also has b and c times 20. */
struct lanes {
    __m512i a, b, c;
};
struct factor {
    __m512i a, b, c, b20, c20;
};

AVX512 INLINED __m512i times(__m512i x, unsigned n) /* 5 or 20 */
{
    __m512i five = _mm512_add_epi64(x, _mm512_slli_epi64(x, 2));
    return n == 5 ? five : _mm512_slli_epi64(five, 2);
}

/* Sums of products, in their low and their high 52 bits. */
struct products {
    __m512i a, a_high, b, b_high, c, c_high;
};

/* s + x * f. Limbs of x below 2^46, of f below 2^45. */
AVX512 INLINED struct products plus_product(struct products s, struct lanes x, const struct factor *f)
{
#define ADD(sum, x, f)                                                                                       \
    sum = _mm512_madd52lo_epu64(sum, x, f);                                                                  \
    sum##_high = _mm512_madd52hi_epu64(sum##_high, x, f)
    ADD(s.a, x.a, f->a);
    ADD(s.b, x.a, f->b);
    ADD(s.c, x.a, f->c);
    ADD(s.a, x.b, f->c20);
    ADD(s.b, x.b, f->a);
    ADD(s.c, x.b, f->b);
    ADD(s.a, x.c, f->b20);
    ADD(s.b, x.c, f->c20);
    ADD(s.c, x.c, f->a);
#undef ADD
    return s;
}

/* Of two products at most. All limbs are then within theirs, but for b, which may be a little more. */
AVX512 INLINED struct lanes carried(struct products s)
{
    const __m512i limb = _mm512_set1_epi64(LIMB), last = _mm512_set1_epi64(LAST);
    __m512i b =
        _mm512_add_epi64(_mm512_add_epi64(s.b, _mm512_slli_epi64(s.a_high, 8)), _mm512_srli_epi64(s.a, 44));
    __m512i c =
        _mm512_add_epi64(_mm512_add_epi64(s.c, _mm512_slli_epi64(s.b_high, 8)), _mm512_srli_epi64(b, 44));
    __m512i over = _mm512_add_epi64(_mm512_slli_epi64(s.c_high, 10), _mm512_srli_epi64(c, 42));
    __m512i a = _mm512_add_epi64(_mm512_and_si512(s.a, limb), times(over, 5));
    b = _mm512_add_epi64(_mm512_and_si512(b, limb), _mm512_srli_epi64(a, 44));
    return (struct lanes){ _mm512_and_si512(a, limb), b, _mm512_and_si512(c, last) };
}

/* x + blocks 0, 4, 1, 5, 2, 6, 3, 7 of 128 bytes, each with its bit 128 set. */
AVX512 INLINED struct lanes plus_blocks(struct lanes x, const uint8_t *p)
{
    const __m512i limb = _mm512_set1_epi64(LIMB), top = _mm512_set1_epi64(INT64_C(1) << 40);
    __m512i first = _mm512_loadu_si512(p), second = _mm512_loadu_si512(p + 64);
    __m512i low = _mm512_unpacklo_epi64(first, second), high = _mm512_unpackhi_epi64(first, second);
    __m512i middle = _mm512_or_si512(_mm512_srli_epi64(low, 44), _mm512_slli_epi64(high, 20));
    x.a = _mm512_add_epi64(x.a, _mm512_and_si512(low, limb));
    x.b = _mm512_add_epi64(x.b, _mm512_and_si512(middle, limb));
    x.c = _mm512_add_epi64(x.c, _mm512_or_si512(_mm512_srli_epi64(high, 24), top));
    return x;
}

AVX512 INLINED struct factor factor_of(__m512i a, __m512i b, __m512i c)
{
    return (struct factor){ a, b, c, times(b, 20), times(c, 20) };
}

#define SAME(power, limb) _mm512_set1_epi64((long long)(power).limb)
#define WORD(power, limb) ((long long)(power).limb)
/* As far from the end as the blocks of plus_blocks. */
#define EACH(p, limb)                                                                                        \
    _mm512_set_epi64(WORD(p[0], limb), WORD(p[4], limb), WORD(p[1], limb), WORD(p[5], limb),                 \
                     WORD(p[2], limb), WORD(p[6], limb), WORD(p[3], limb), WORD(p[7], limb))
#define SUM(x) ((uint64_t)_mm512_reduce_add_epi64(x))

/* The groups of 128 bytes at first, and at p, n of them. Each lane sums every eighth block, by r^8, and two
 * groups go into one carry, by r^16; in the end a lane is as far from the last as its block was. power: r,
 * r^2, ... r^8. */
AVX512 static struct number sum_of_groups(const struct number power[static 8], const uint8_t *first,
                                          const uint8_t *p, size_t n)
{
    const struct number r8 = power[7], r16 = multiplied(r8, r8);
    const __m512i zero = _mm512_setzero_si512();
    const struct products none = { zero, zero, zero, zero, zero, zero };
    const struct lanes nothing = { zero, zero, zero };
    struct factor by8 = factor_of(SAME(r8, a), SAME(r8, b), SAME(r8, c));
    struct factor by16 = factor_of(SAME(r16, a), SAME(r16, b), SAME(r16, c));
    struct lanes h = plus_blocks(nothing, first);
    for (; n >= 2; n -= 2, p += 256) {
        struct products both = plus_product(none, plus_blocks(nothing, p), &by8);
        h = plus_blocks(carried(plus_product(both, h, &by16)), p + 128);
    }
    if (n)
        h = plus_blocks(carried(plus_product(none, h, &by8)), p);
    by8 = factor_of(EACH(power, a), EACH(power, b), EACH(power, c));
    h = carried(plus_product(none, h, &by8));
    sodium_memzero(&by8, sizeof by8);
    sodium_memzero(&by16, sizeof by16);
    return multiplied((struct number){ SUM(h.a), SUM(h.b), SUM(h.c) }, (struct number){ 1, 0, 0 });
}

/* (sum modulo 2^130 - 5) + pad, modulo 2^128. */
static void finish(struct number h, const uint8_t pad[static 16], uint8_t tag[static 16])
{
    h = multiplied(h, (struct number){ 1, 0, 0 }); /* now all limbs are within theirs */
    uint64_t a = h.a + 5, b = h.b + (a >> 44), c = h.c + (b >> 44);
    uint64_t take = 0 - (c >> 42); /* all ones when h is not below 2^130 - 5 */
    h.a = (h.a & ~take) | (a & LIMB & take);
    h.b = (h.b & ~take) | (b & LIMB & take);
    h.c = (h.c & ~take) | (c & LAST & take);
    unsigned __int128 sum = h.a + ((unsigned __int128)h.b << 44) + ((unsigned __int128)h.c << 88);
    sum += load64(pad) + ((unsigned __int128)load64(pad + 8) << 64);
    memcpy(tag, &sum, 16);
}

static void set_powers(struct number power[static 8], const uint8_t key[static 16])
{
    uint8_t r[16];
    memcpy(r, key, sizeof r);
    for (int i = 3; i < 16; i += 4)
        r[i] &= 15;
    for (int i = 4; i < 16; i += 4)
        r[i] &= 252;
    power[0] = number_of(r, 0);
    for (int i = 1; i < 8; i++) /* r^(i+1), by the shortest way */
        power[i] = multiplied(power[i / 2], power[(i - 1) / 2]);
    sodium_memzero(r, sizeof r);
}

static struct number plus_block(struct number sum, struct number r, const uint8_t block[static 16])
{
    struct number m = number_of(block, 1);
    return multiplied((struct number){ sum.a + m.a, sum.b + m.b, sum.c + m.c }, r);
}

void wide_tag(uint8_t tag[static 16], const uint8_t *aad, size_t aad_len, const uint8_t *text, size_t n,
              const uint8_t key[static 32])
{
    struct number power[8], sum;
    uint8_t first[128] = { 0 }, last[16] = { 0 }, lengths[16];
    size_t at = sizeof first - (aad_len + 15) / 16 * 16, groups = (n - at) / 128;
    set_powers(power, key);
    if (aad_len)
        memcpy(first, aad, aad_len);
    memcpy(first + sizeof first - at, text, at);
    sum = sum_of_groups(power, first, text + at, groups);
    for (at += 128 * groups; n - at >= 16; at += 16)
        sum = plus_block(sum, power[0], text + at);
    memcpy(last, text + at, n - at);
    if (n > at)
        sum = plus_block(sum, power[0], last);
    memcpy(lengths, (const uint64_t[]){ aad_len, n }, sizeof lengths);
    finish(plus_block(sum, power[0], lengths), key + 16, tag);
    sodium_memzero(power, sizeof power);
}

#else

bool wide_here(void)
{
    return false;
}

static void xor_groups(uint8_t *out, const uint8_t *in, size_t n, const uint8_t nonce[static 12],
                       uint32_t counter, const uint8_t key[static 32])
{
    crypto_stream_chacha20_ietf_xor_ic(out, in, n, nonce, counter, key);
}

void wide_tag(uint8_t tag[static 16], const uint8_t *aad, size_t aad_len, const uint8_t *text, size_t n,
              const uint8_t key[static 32])
{
    (void)aad;
    (void)aad_len;
    (void)text;
    (void)n;
    (void)key;
    memset(tag, 0, 16);
}

#endif

/* libsodium takes a seventh longer for a block of a vault that ends with its slower code: what is less than a
 * group goes through a whole one. */
static void xor_rest(uint8_t *out, const uint8_t *in, size_t n, const uint8_t nonce[static 12],
                     uint32_t counter, const uint8_t key[static 32])
{
    uint8_t group[GROUP_BYTES] = { 0 };
    memcpy(group, in, n);
    crypto_stream_chacha20_ietf_xor_ic(group, group, sizeof group, nonce, counter, key);
    memcpy(out, group, n);
    sodium_memzero(group, sizeof group);
}

void wide_xor(bool lanes, uint8_t *out, const uint8_t *in, size_t n, const uint8_t nonce[static 12],
              uint32_t counter, const uint8_t key[static 32])
{
    size_t rest = n % GROUP_BYTES, whole = n - rest;
    uint32_t after = counter + (uint32_t)(whole / 64);
    if (lanes)
        xor_groups(out, in, rest > 128 ? n : whole, nonce, counter, key);
    else
        crypto_stream_chacha20_ietf_xor_ic(out, in, whole, nonce, counter, key);
    if (rest <= 128)
        crypto_stream_chacha20_ietf_xor_ic(out + whole, in + whole, rest, nonce, after, key);
    else if (!lanes)
        xor_rest(out + whole, in + whole, rest, nonce, after, key);
}
