/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the file as it was found and as it is; for the sources of vault.h. */
#ifndef SATCHEL_VAULT_STATE_H
#define SATCHEL_VAULT_STATE_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct vault_state;
struct vault;

/* What ending a session leaves in its last row: a keyed digest of the sum of all blocks but the two that it
 * writes itself. */
struct state_left {
    uint64_t blocks, times; /* how many were summed; the session's number */
    uint8_t digest[32];
};

/* After the keys are known, before the mount: v->state, v->watch. */
int state_start(struct vault *v, struct err *e);
void state_free(struct vault_state *s); /* NULL is fine */
/* After the mount, before the first write of the session: what the last one left (NULL: nothing that can be
 * held against what is found), and the block of its row. */
void state_expect(struct vault *v, const struct state_left *left, uint64_t end_block);
/* What the row is to hold, right before it is written. -1: it is not known. */
int state_leave(struct vault *v, uint64_t times, struct state_left *left);
/* The file is taken as it is, though it was not found as it was left. */
void state_accept(struct vault *v, bool accepted);
/* The last row was written; whether nothing was after it. */
void state_end(struct vault *v);
bool state_has_ended(const struct vault *v);

#endif
