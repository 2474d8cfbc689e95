/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that the disk did not take in time at a lock: sealed with the compartment's draft key, which is
 * wiped with the vault. Only that ciphertext stays in memory, until the vault is open again. What was sealed
 * in one compartment stays as it is while the other is open, and nothing tells of it there. */
#ifndef SATCHEL_APP_SEALED_H
#define SATCHEL_APP_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct draft;
struct err;
struct store;

struct sealed_packet {
    uint8_t *data;
    size_t len;
};

/* {0}: nothing. */
struct sealed {
    bool collecting; /* drafts are added here, and not to the vault */
    struct buf plain;
    size_t drafts; /* in plain */
    struct sealed_packet *at;
    size_t n, cap;
};

/* A draft into what is being collected. */
int sealed_add(struct sealed *s, const struct draft *d, struct err *e);
/* Ends the collecting, with the screens that stood open (as kept in the vault), if there is any draft. 1:
 * there was; 0: none; -1: no memory, it is lost. */
int sealed_end(struct sealed *s, const char *places, const uint8_t *key, struct err *e);
/* What this key opens goes into the vault, *places (caller frees with str_free; NULL: none) are the screens
 * that stood open. -1: the vault did not take it, and it stays here. */
int sealed_restore(struct sealed *s, struct store *store, const uint8_t *key, char **places, struct err *e);
void sealed_free(struct sealed *s);

#endif
