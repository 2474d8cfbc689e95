/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store on what is left of a damaged vault. */
#ifndef SATCHEL_STORE_MEND_OPEN_H
#define SATCHEL_STORE_MEND_OPEN_H

#include "satchel/store/losses.h"
#include "satchel/store/store.h"

struct clock;
struct vault;

/* v was given to vault_rescue (or opened so). Opens a store on it for reading, in which nothing refers to
 * what is not there. `lost` says what is missing. Release both, `lost` also after a failure. ERR_DAMAGE: too
 * much is damaged, only salvage can read it. The store ends before the vault. */
int mend_open(struct vault *v, const struct clock *clock, struct store **s, struct losses *lost,
              struct err *e);

#endif
