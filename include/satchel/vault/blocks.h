/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two shapes of a sealed block (satchel-vault(5), BLOCKS and JOURNALS), no I/O.
 *
 *   page block    nonce 24 | ciphertext 4056 | tag 16 = 4096 bytes: an SQLite page with 40 reserved bytes
 *   stride        nonce 24 | sealed (payload 4096 | u16 bytes in use) | tag 16 | noise = 8192 bytes
 *
 * Both bind what they hold to where it belongs by the associated data
 *   "SatchelB" | u8 1 | u8 compartment | u8 kind | file id 16 | u64 index
 * so that a block from another place, another file, another compartment or another kind does not
 * authenticate. A stride's index is its number in the file: 1 is the first after the head. */
#ifndef SATCHEL_VAULT_BLOCKS_H
#define SATCHEL_VAULT_BLOCKS_H

#include <stdint.h>

#include "satchel/secure/seal.h"

struct noise;

#define BLOCK_BYTES    4096
#define BLOCK_TEXT     4056
#define BLOCK_FILE_ID  16
#define STRIDE_PAYLOAD 4096
#define STRIDE_TEXT    4098 /* payload and the u16 */
#define STRIDE_SEALED  4138

enum block_kind { BLOCK_DATABASE = 1, BLOCK_JOURNAL = 2, BLOCK_TEMP = 3 };

/* Files that belong to no compartment (stand-alone, temporary) carry this number. */
#define BLOCK_NO_COMPARTMENT 255

#define STRIDE_BYTES 8192 /* two whole sectors, so that no torn write takes a neighbour */

/* What all blocks of one file share. */
struct blocks {
    const uint8_t *key;  /* 32, borrowed */
    struct noise *noise; /* nonces; borrowed; NULL: from the system */
    uint8_t compartment;
    uint8_t kind; /* enum block_kind */
    uint8_t file_id[BLOCK_FILE_ID];
};

/* The first 4056 bytes of page; out may not overlap it. */
void block_seal(const struct blocks *b, uint64_t index, const uint8_t page[static BLOCK_TEXT],
                uint8_t out[static BLOCK_BYTES]);
/* 0: page holds 4056 bytes and 40 zeros. -1: does not authenticate, page is zeros. */
int block_open(const struct blocks *b, uint64_t index, const uint8_t in[static BLOCK_BYTES],
               uint8_t page[static BLOCK_BYTES]);

/* text is payload | u16 little-endian. */
void stride_seal(const struct blocks *b, uint64_t index, const uint8_t text[static STRIDE_TEXT],
                 uint8_t out[static STRIDE_SEALED]);
/* 0, or -1 and zeros. A count above 4096 is none of ours: -1. */
int stride_open(const struct blocks *b, uint64_t index, const uint8_t in[static STRIDE_SEALED],
                uint8_t text[static STRIDE_TEXT]);
unsigned stride_used(const uint8_t text[static STRIDE_TEXT]);
void stride_set_used(uint8_t text[static STRIDE_TEXT], unsigned used);

/* The length record in a stand-alone file's head (strided.h): nonce 24 | sealed u64 | tag 16, index 0. */
#define LENGTH_SEALED 48
void length_seal(const struct blocks *b, uint64_t length, uint8_t out[static LENGTH_SEALED]);
int length_open(const struct blocks *b, const uint8_t in[static LENGTH_SEALED], uint64_t *length);

#endif
