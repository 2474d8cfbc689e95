/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pages of an SQLite database hold nothing: the leaves of its free list (SQLite file format,
 * section 1.5). SQLite neither journals them before they are used again nor reads them before that, as a
 * rule; but their sealed blocks may be torn by a crash, and would then be errors for whatever does read them
 * (VACUUM). */
#ifndef SATCHEL_VAULT_FREELIST_H
#define SATCHEL_VAULT_FREELIST_H

#include <stdbool.h>
#include <stdint.h>

/* A database as its first 100 bytes describe it. */
struct freelist {
    uint32_t page_bytes, usable; /* without the reserved bytes */
    uint32_t pages;              /* 0: the header does not say, take the file's length */
    uint32_t trunk;              /* first trunk page; 0: no free pages */
};
/* False when the bytes are no database header. */
bool freelist_header(const uint8_t header[static 100], struct freelist *f);

/* Sets bit page - 1 of marks[(f->pages + 7) / 8] for each leaf. read gives a whole page (numbers from 1) as
 * an SQLite code; buffer has f->page_bytes. A trunk page that does not authenticate ends the list: what it
 * names counts as content. */
int freelist_mark(const struct freelist *f, int (*read)(void *arg, uint32_t page, uint8_t *to), void *arg,
                  uint8_t *buffer, uint8_t *marks);

#endif
