/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state code shows what the cipher cannot: every block of an older copy authenticates. It is four words
 * that a user can write down when locking and compare when opening.
 *
 * It covers what belongs to the compartment that is open: its blocks, its four slots, its pool, the salt. It
 * leaves out the other compartment: a code that moved when the other one was used would tell whoever holds
 * one passphrase that there is another, without an image of the disk; and it would cry wolf to the user after
 * each visit to it.
 *
 * Two sums are kept while a vault is open, of the file as it was found and as it is now. A sweep adds the
 * blocks to both, a piece at a time, whenever the program has nothing else to do; a block that is written
 * before the sweep comes by is added to the first as it was. Adding commutes, so both are what one pass over
 * the file would have given.
 *
 * The code of a file cannot lie in the file. But the last thing that a session writes is one row, in a block
 * that is known beforehand together with the first: the sum of all others can lie in that row. So the next
 * session finds out by itself when some block is not the one that this program left there, though it is as
 * old as the vault and authenticates. What it cannot find out is that the whole file is an older one, which
 * agrees with itself: that shows only beside the note of a person. */
#include "satchel/vault/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/bytes.h"
#include "satchel/base/err.h"
#include "satchel/secure/hash.h"
#include "satchel/secure/passgen.h"
#include "satchel/vault/inside.h"

#define SEAL_BYTES 40              /* nonce and tag: what identifies what is sealed */
#define PIECE      64              /* blocks that are read at a time */
#define LITTLE     (64 * 1024 / 4) /* blocks that may still be swept at a lock: 64 MiB */

/* A number modulo 2^256, little-endian: addition commutes, so blocks may be taken in any order, and one
 * block's old value can be taken out and its new one put in. */
struct sum {
    uint8_t digits[HASH_BYTES];
};

struct vault_state {
    struct sum found, now;
    struct sum head;                /* of the header as it was found */
    struct sum beyond;              /* of `found`: blocks that were not there when the last session ended */
    struct sum last;                /* of `found`: the two blocks that ending a session writes */
    uint64_t blocks;                /* there was room for when it was opened */
    uint64_t next;                  /* the sweep is here */
    uint8_t *seen;                  /* a bit for each of them: it is in both sums */
    uint8_t (*written)[HASH_BYTES]; /* by block: what of it is in `now`, once it was written; zeros before */
    uint64_t room;                  /* for so many */
    const struct compartment *compartment;
    uint64_t changes, ended; /* blocks written; how many when the session was ended */
    bool lost;               /* `now` is not known any more: a write failed half way */
    bool accepted;           /* whatever was found, the file is taken as it is now */
    bool compared;           /* `left` below is of the last session, and can be held against `found` */
    struct state_left left;
    uint64_t ends[2];             /* blocks that ending a session writes */
    char code[VAULT_STATE_BYTES]; /* as found; "" until the sweep is through */
    enum vault_as_left as_left;
};

/* ---- sums ---- */

static void add(struct sum *s, const uint8_t digest[static HASH_BYTES])
{
    unsigned carry = 0;
    for (int i = 0; i < HASH_BYTES; i++) {
        carry += (unsigned)s->digits[i] + digest[i];
        s->digits[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

static void subtract(struct sum *s, const uint8_t digest[static HASH_BYTES])
{
    int borrow = 0;
    for (int i = 0; i < HASH_BYTES; i++) {
        int d = s->digits[i] - digest[i] - borrow;
        borrow = d < 0;
        s->digits[i] = (uint8_t)d;
    }
}

static void item(uint64_t index, const uint8_t *bytes, size_t n, uint8_t digest[static HASH_BYTES])
{
    uint8_t number[8];
    struct hash h;
    put_u64(number, index);
    hash_start(&h, HASH_BYTES, NULL, 0);
    hash_add(&h, number, sizeof number);
    hash_add(&h, bytes, n);
    hash_end(&h, digest, HASH_BYTES);
}

static void add_sector(struct sum *s, const struct header *h, unsigned sector)
{
    uint8_t digest[HASH_BYTES];
    item(sector, h->bytes + (size_t)sector * HEADER_SECTOR, HEADER_SECTOR, digest);
    add(s, digest);
}

static void add_header(struct sum *s, const struct header *h, unsigned compartment)
{
    add_sector(s, h, HEADER_SALT_SECTOR);
    for (unsigned i = 0; i < HEADER_OWN_SLOTS; i++)
        add_sector(s, h, HEADER_FIRST_SLOT + compartment * HEADER_OWN_SLOTS + i);
    for (unsigned i = 0; i < HEADER_POOL_SECTORS; i++)
        add_sector(s, h, HEADER_FIRST_POOL + compartment * HEADER_POOL_SECTORS + i);
}

/* As it lies in the file, not as it was read before. */
static int add_header_now(struct vault *v, struct sum *s, struct err *e)
{
    struct header *h = header_read(v->io, v->fd, e);
    if (h)
        add_header(s, h, v->secrets->slot.compartment);
    free(h);
    return h ? 0 : -1;
}

static void words_of(const struct vault *v, const struct sum *s, char out[static VAULT_STATE_BYTES])
{
    struct hash h;
    uint8_t digest[HASH_BYTES];
    char word[4][PASSGEN_WORD_BYTES];
    hash_start(&h, sizeof digest, v->secrets->keys.state, sizeof v->secrets->keys.state);
    hash_add(&h, s->digits, sizeof s->digits);
    hash_end(&h, digest, sizeof digest);
    for (int i = 0; i < 4; i++)
        passgen_word(digest[2 * i] | (unsigned)digest[2 * i + 1] << 8, word[i]);
    snprintf(out, VAULT_STATE_BYTES, "%s-%s-%s-%s", word[0], word[1], word[2], word[3]);
}

/* ---- blocks ---- */

static bool is_seen(const struct vault_state *s, uint64_t block)
{
    return block < s->blocks ? s->seen[block / 8] >> (block % 8) & 1 : true;
}

/* The first time that a block of the file as it was found is met. */
static void meet(struct vault_state *s, uint64_t block, const uint8_t digest[static HASH_BYTES])
{
    s->seen[block / 8] |= (uint8_t)(1u << block % 8);
    add(&s->found, digest);
    add(&s->now, digest);
    if (s->compared && block >= s->left.blocks)
        add(&s->beyond, digest);
}

/* Room to remember a block's digest. NULL: no memory. */
static uint8_t *digest_of(struct vault_state *s, uint64_t block)
{
    if (block >= s->room) {
        uint64_t room = block + block / 2 + 64;
        uint8_t(*written)[HASH_BYTES] = calloc(room, sizeof *written);
        if (!written)
            return NULL;
        if (s->room > 0)
            memcpy(written, s->written, s->room * sizeof *written);
        free(s->written);
        s->written = written;
        s->room = room;
    }
    return s->written[block];
}

static int seal_digest(const struct compartment *c, uint64_t block, uint8_t digest[static HASH_BYTES])
{
    uint8_t seal[SEAL_BYTES];
    if (compartment_seal(c, block, seal) < 0)
        return -1;
    item(block, seal, sizeof seal, digest);
    return 0;
}

/* A block that this session wrote is remembered, and not read again. */
static void on_before(void *arg, uint64_t block)
{
    struct vault_state *s = arg;
    uint8_t *written = digest_of(s, block);
    if (!written)
        s->lost = true;
    else if (memcmp(written, (uint8_t[HASH_BYTES]){ 0 }, HASH_BYTES) != 0)
        return;
    else if (seal_digest(s->compartment, block, written) < 0)
        s->lost = true;
    else if (!is_seen(s, block))
        meet(s, block, written);
}

static void on_after(void *arg, uint64_t block, const uint8_t *seal)
{
    struct vault_state *s = arg;
    uint8_t *written = digest_of(s, block);
    s->changes++;
    if (!written) {
        s->lost = true;
        return;
    }
    subtract(&s->now, written);
    item(block, seal, SEAL_BYTES, written);
    add(&s->now, written);
}

static void on_loss(void *arg)
{
    ((struct vault_state *)arg)->lost = true;
}

static void block_digest(const struct compartment_block *b, uint8_t digest[static HASH_BYTES])
{
    uint8_t seal[SEAL_BYTES];
    memcpy(seal, b->nonce, 24);
    memcpy(seal + 24, b->tag, 16);
    item(b->index, seal, sizeof seal, digest);
}

static int sweep_block(void *arg, const struct compartment_block *b)
{
    struct vault_state *s = arg;
    uint8_t digest[HASH_BYTES];
    if (is_seen(s, b->index))
        return 0;
    block_digest(b, digest);
    meet(s, b->index, digest);
    return 0;
}

/* ---- what the last session left ---- */

static void seal_left(const struct vault *v, const struct sum *s, struct state_left *left)
{
    struct hash h;
    uint8_t numbers[16];
    put_u64(numbers, left->blocks);
    put_u64(numbers + 8, left->times);
    hash_start(&h, sizeof left->digest, v->secrets->keys.state, sizeof v->secrets->keys.state);
    hash_add(&h, "left", 4);
    hash_add(&h, s->digits, sizeof s->digits);
    hash_add(&h, numbers, sizeof numbers);
    hash_end(&h, left->digest, sizeof left->digest);
}

void state_expect(struct vault *v, const struct state_left *left, uint64_t end_block)
{
    struct vault_state *s = v->state;
    uint8_t digest[2][HASH_BYTES];
    s->ends[0] = 0;
    s->ends[1] = end_block;
    if (!left || left->blocks > s->blocks || seal_digest(&v->compartment, 0, digest[0]) < 0 ||
        seal_digest(&v->compartment, end_block, digest[1]) < 0)
        return;
    s->left = *left;
    s->compared = true;
    add(&s->last, digest[0]);
    add(&s->last, digest[1]);
}

static void compare(struct vault *v)
{
    struct vault_state *s = v->state;
    struct state_left found = s->left;
    struct sum all = s->found;
    if (!s->compared)
        return;
    subtract(&all, s->beyond.digits);
    subtract(&all, s->last.digits);
    add(&all, s->head.digits);
    seal_left(v, &all, &found);
    s->as_left =
        memcmp(found.digest, s->left.digest, sizeof found.digest) == 0 ? VAULT_AS_LEFT : VAULT_NOT_AS_LEFT;
}

int state_leave(struct vault *v, uint64_t times, struct state_left *left)
{
    struct vault_state *s = v->state;
    uint8_t digest[HASH_BYTES];
    struct sum all;
    if (!s || s->lost || s->ends[1] == 0 || s->blocks - s->next > LITTLE)
        return -1;
    while (vault_state_step(v, NULL) > 0)
        ;
    all = s->now;
    for (int i = 0; i < 2; i++) {
        if (seal_digest(&v->compartment, s->ends[i], digest) < 0)
            return -1;
        subtract(&all, digest);
    }
    *left = (struct state_left){ .blocks = compartment_capacity(&v->compartment, NULL), .times = times };
    if (s->lost || s->next < s->blocks || left->blocks == 0 || add_header_now(v, &all, NULL) < 0)
        return -1;
    /* Found otherwise, it stays so, until somebody has seen the code and taken the file as it is. */
    if (s->as_left != VAULT_NOT_AS_LEFT || s->accepted)
        seal_left(v, &all, left);
    return 0;
}

void state_accept(struct vault *v, bool accepted)
{
    if (v->state)
        v->state->accepted = accepted;
}

void state_end(struct vault *v)
{
    if (v->state)
        v->state->ended = v->state->changes;
}

bool state_has_ended(const struct vault *v)
{
    return v->ended && v->state && v->state->ended == v->state->changes;
}

/* ---- the sweep ---- */

int state_start(struct vault *v, struct err *e)
{
    struct vault_state *s = calloc(1, sizeof *s);
    uint64_t blocks = compartment_capacity(&v->compartment, e);
    if (blocks == 0 || !s || !(s->seen = calloc(blocks / 8 + 1, 1))) {
        free(s);
        return blocks == 0 ? -1 : err_no_memory(e);
    }
    s->compartment = &v->compartment;
    s->blocks = blocks;
    add_header(&s->head, v->header, v->secrets->slot.compartment);
    v->state = s;
    v->watch = (struct compartment_watch){ on_before, on_after, on_loss, s };
    return 0;
}

void state_free(struct vault_state *s)
{
    if (s) {
        free(s->seen);
        free(s->written);
    }
    free(s);
}

int vault_state_step(struct vault *v, struct err *e)
{
    struct vault_state *s = v->state;
    if (!s || s->code[0])
        return 0;
    if (s->next < s->blocks) {
        if (compartment_each_of(&v->compartment, false, s->next, s->next + PIECE, sweep_block, s, e) < 0)
            return -1;
        s->next += PIECE;
        return 1;
    }
    struct sum all = s->found;
    add(&all, s->head.digits);
    words_of(v, &all, s->code);
    compare(v);
    return 0;
}

const char *vault_state_found(const struct vault *v)
{
    return v->state ? v->state->code : "";
}

enum vault_as_left vault_as_left(const struct vault *v)
{
    return v->state ? v->state->as_left : VAULT_LEFT_UNKNOWN;
}

/* ---- one pass ---- */

static int add_block(void *arg, const struct compartment_block *b)
{
    uint8_t digest[HASH_BYTES];
    block_digest(b, digest);
    add(arg, digest);
    return 0;
}

int vault_state_code(struct vault *v, char out[static VAULT_STATE_BYTES], struct err *e)
{
    struct sum sum = { { 0 } };
    const struct vault_state *s = v->state;
    bool known = s && !s->lost && s->next >= s->blocks;
    if (known)
        sum = s->now;
    else if (compartment_each(&v->compartment, false, add_block, &sum, e) < 0)
        return -1;
    if (add_header_now(v, &sum, e) < 0)
        return -1;
    words_of(v, &sum, out);
    return 0;
}
