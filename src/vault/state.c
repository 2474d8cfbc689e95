/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state code shows what the cipher cannot: every block of an older copy authenticates. It is four words
 * that a user can write down when locking and compare when opening.
 *
 * It covers what belongs to the compartment that is open: its blocks, its four slots, its pool, the salt. It
 * leaves out the other compartment: a code that moved when the other one was used would tell whoever holds
 * one passphrase that there is another, without an image of the disk; and it would cry wolf to the user after
 * each visit to it. */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/secure/hash.h"
#include "satchel/secure/passgen.h"
#include "satchel/vault/inside.h"

/* A number modulo 2^256, little-endian: addition commutes, so blocks may be taken in any order, and one
 * block's old value can be taken out and its new one put in. */
struct sum {
    uint8_t digits[HASH_BYTES];
};

static void add(struct sum *s, const uint8_t digest[static HASH_BYTES])
{
    unsigned carry = 0;
    for (int i = 0; i < HASH_BYTES; i++) {
        carry += (unsigned)s->digits[i] + digest[i];
        s->digits[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

static void add_hashed(struct sum *s, uint64_t index, const uint8_t *a, size_t a_len, const uint8_t *b,
                       size_t b_len)
{
    uint8_t number[8], digest[HASH_BYTES];
    struct hash h;
    for (int i = 0; i < 8; i++)
        number[i] = (uint8_t)(index >> (8 * i));
    hash_start(&h, sizeof digest, NULL, 0);
    hash_add(&h, number, sizeof number);
    hash_add(&h, a, a_len);
    hash_add(&h, b, b_len);
    hash_end(&h, digest, sizeof digest);
    add(s, digest);
}

static int add_block(void *arg, const struct compartment_block *b)
{
    add_hashed(arg, b->index, b->nonce, 24, b->tag, 16);
    return 0;
}

static void add_sector(struct sum *s, const struct header *h, unsigned sector)
{
    add_hashed(s, sector, h->bytes + (size_t)sector * HEADER_SECTOR, HEADER_SECTOR, NULL, 0);
}

static void add_header(struct sum *s, const struct header *h, unsigned compartment)
{
    add_sector(s, h, HEADER_SALT_SECTOR);
    for (unsigned i = 0; i < HEADER_OWN_SLOTS; i++)
        add_sector(s, h, HEADER_FIRST_SLOT + compartment * HEADER_OWN_SLOTS + i);
    for (unsigned i = 0; i < HEADER_POOL_SECTORS; i++)
        add_sector(s, h, HEADER_FIRST_POOL + compartment * HEADER_POOL_SECTORS + i);
}

int vault_state_code(struct vault *v, char out[static VAULT_STATE_BYTES], struct err *e)
{
    struct sum sum = { { 0 } };
    struct hash h;
    uint8_t digest[HASH_BYTES];
    char word[4][PASSGEN_WORD_BYTES];
    struct header *header =
        header_read(v->io, v->fd, e); /* as it lies in the file, not as it was read before */
    if (!header)
        return -1;
    add_header(&sum, header, v->secrets->slot.compartment);
    free(header);
    if (compartment_each(&v->compartment, false, add_block, &sum, e) < 0)
        return -1;
    hash_start(&h, sizeof digest, v->secrets->keys.state, sizeof v->secrets->keys.state);
    hash_add(&h, sum.digits, sizeof sum.digits);
    hash_end(&h, digest, sizeof digest);
    for (int i = 0; i < 4; i++)
        passgen_word(digest[2 * i] | (unsigned)digest[2 * i + 1] << 8, word[i]);
    snprintf(out, VAULT_STATE_BYTES, "%s-%s-%s-%s", word[0], word[1], word[2], word[3]);
    return 0;
}
