/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed and is not in the vault at a lock. It is sealed first, with the compartment's draft key,
 * which is wiped with the vault: milliseconds, whatever the disk does. Then the disk is offered it, for as
 * long as a lock has time; what it does not take stays in memory as that ciphertext alone, until the vault is
 * open again. What was sealed in one compartment stays as it is while the other is open, and nothing tells of
 * it there. */
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
    bool given; /* the vault was given it back, and whether the disk has it is not known yet */
};

/* {0}: nothing. */
struct sealed {
    bool collecting; /* drafts are added here, and not to the vault */
    struct buf plain;
    size_t drafts; /* in plain */
    bool packed;   /* the last packet is plain's */
    bool offered;  /* ... and the vault has taken it */
    struct sealed_packet *at;
    size_t n, cap;
};

/* A draft into what is being collected. */
int sealed_add(struct sealed *s, const struct draft *d, struct err *e);
#define SEALED_PLACES "ui.views" /* the setting that tells which screens stood open */

/* Ends the collecting, with the screens that stood open (as in the setting), and seals what there is. 1:
 * there was; 0: nothing, or key is NULL; -1: no memory. In any case it can be offered. */
int sealed_end(struct sealed *s, const char *places, const uint8_t *key, struct err *e);
/* After it: offers the vault what was collected, store NULL: there is no use in that. 0: it has it, or there
 * was nothing; 1: it was not taken, and stays here sealed; -1: it was not sealed either, and may be offered
 * once more, or dropped. */
int sealed_offer(struct sealed *s, struct store *store, struct err *e);
void sealed_drop(struct sealed *s);
/* Once after it, when it is known whether the disk has what the vault had taken. As sealed_offer. */
int sealed_taken(struct sealed *s, bool taken);
/* What this key opens goes into the vault, and the screens that stood open; it stays here until sealed_given.
 * -1: the vault did not take it. */
int sealed_restore(struct sealed *s, struct store *store, const uint8_t *key, struct err *e);
/* Once after it, when it is known whether the disk has what the vault was given: that goes, else it stays.
 * true: something was given and stays. */
bool sealed_given(struct sealed *s, bool taken);
void sealed_free(struct sealed *s);

#endif
