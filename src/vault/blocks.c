/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/blocks.h"

#include <string.h>

#include "satchel/base/bytes.h"

#define AAD_BYTES 35

static void aad_of(const struct blocks *b, uint64_t index, uint8_t aad[static AAD_BYTES])
{
    memcpy(aad, "SatchelB", 8);
    aad[8] = 1;
    aad[9] = b->compartment;
    aad[10] = b->kind;
    memcpy(aad + 11, b->file_id, BLOCK_FILE_ID);
    put_u64(aad + 27, index);
}

void block_seal(const struct blocks *b, uint64_t index, const uint8_t page[static BLOCK_TEXT],
                uint8_t out[static BLOCK_BYTES])
{
    uint8_t aad[AAD_BYTES];
    aad_of(b, index, aad);
    seal_bytes_from(b->noise, out, page, BLOCK_TEXT, aad, sizeof aad, b->key);
}

int block_open(const struct blocks *b, uint64_t index, const uint8_t in[static BLOCK_BYTES],
               uint8_t page[static BLOCK_BYTES])
{
    uint8_t aad[AAD_BYTES];
    aad_of(b, index, aad);
    memset(page + BLOCK_TEXT, 0, BLOCK_BYTES - BLOCK_TEXT);
    return unseal_bytes(page, in, BLOCK_TEXT, aad, sizeof aad, b->key);
}

void stride_seal(const struct blocks *b, uint64_t index, const uint8_t text[static STRIDE_TEXT],
                 uint8_t out[static STRIDE_SEALED])
{
    uint8_t aad[AAD_BYTES];
    aad_of(b, index, aad);
    seal_bytes_from(b->noise, out, text, STRIDE_TEXT, aad, sizeof aad, b->key);
}

int stride_open(const struct blocks *b, uint64_t index, const uint8_t in[static STRIDE_SEALED],
                uint8_t text[static STRIDE_TEXT])
{
    uint8_t aad[AAD_BYTES];
    aad_of(b, index, aad);
    if (unseal_bytes(text, in, STRIDE_TEXT, aad, sizeof aad, b->key) < 0)
        return -1;
    if (stride_used(text) <= STRIDE_PAYLOAD)
        return 0;
    memset(text, 0, STRIDE_TEXT);
    return -1;
}

unsigned stride_used(const uint8_t text[static STRIDE_TEXT])
{
    return text[STRIDE_PAYLOAD] | (unsigned)text[STRIDE_PAYLOAD + 1] << 8;
}

void stride_set_used(uint8_t text[static STRIDE_TEXT], unsigned used)
{
    text[STRIDE_PAYLOAD] = (uint8_t)used;
    text[STRIDE_PAYLOAD + 1] = (uint8_t)(used >> 8);
}

void length_seal(const struct blocks *b, uint64_t length, uint8_t out[static LENGTH_SEALED])
{
    uint8_t aad[AAD_BYTES], text[8];
    put_u64(text, length);
    aad_of(b, 0, aad);
    seal_bytes_from(b->noise, out, text, sizeof text, aad, sizeof aad, b->key);
}

int length_open(const struct blocks *b, const uint8_t in[static LENGTH_SEALED], uint64_t *length)
{
    uint8_t aad[AAD_BYTES], text[8];
    aad_of(b, 0, aad);
    if (unseal_bytes(text, in, sizeof text, aad, sizeof aad, b->key) < 0)
        return -1;
    *length = get_u64(text);
    return 0;
}
