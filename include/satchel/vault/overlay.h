/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that lie over those of a compartment: what would have been written to a file that must not change.
 * They are plain text, in SQLite's own memory, zeroed when released. */
#ifndef SATCHEL_VAULT_OVERLAY_H
#define SATCHEL_VAULT_OVERLAY_H

#include <stdbool.h>
#include <stdint.h>

struct overlay;

struct overlay *overlay_new(void); /* NULL: no memory */
void overlay_free(struct overlay *o);
/* page: 4096 bytes. False: the block was not put there. */
bool overlay_get(const struct overlay *o, uint64_t block, uint8_t *page);
bool overlay_has(const struct overlay *o, uint64_t block);
int overlay_put(struct overlay *o, uint64_t block, const uint8_t *page); /* -1: no memory */

#endif
