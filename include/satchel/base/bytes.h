/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as bytes, little-endian, as everything of ours is written in a file (header only). */
#ifndef SATCHEL_BASE_BYTES_H
#define SATCHEL_BASE_BYTES_H

#include <stdint.h>

static inline void put_u64(uint8_t to[static 8], uint64_t n)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(n >> (8 * i));
}

static inline uint64_t get_u64(const uint8_t from[static 8])
{
    uint64_t n = 0;
    for (int i = 0; i < 8; i++)
        n |= (uint64_t)from[i] << (8 * i);
    return n;
}

#endif
