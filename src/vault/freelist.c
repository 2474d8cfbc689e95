/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/freelist.h"

#include <sqlite3.h>
#include <string.h>

static uint32_t big32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

bool freelist_header(const uint8_t header[static 100], struct freelist *f)
{
    uint32_t bytes = (uint32_t)header[16] << 8 | (uint32_t)header[17] << 16; /* 0x0001 is 65536 */
    if (memcmp(header, "SQLite format 3", 16) != 0 || bytes < 512 || (bytes & (bytes - 1)) != 0 ||
        bytes > 65536)
        return false;
    /* SQLite's own rule for when to believe the count. */
    bool counted = big32(header + 24) == big32(header + 92);
    *f = (struct freelist){ .page_bytes = bytes,
                            .usable = bytes - header[20],
                            .pages = counted ? big32(header + 28) : 0,
                            .trunk = big32(header + 32) };
    return true;
}

int freelist_mark(const struct freelist *f, int (*read)(void *arg, uint32_t page, uint8_t *to), void *arg,
                  uint8_t *buffer, uint8_t *marks)
{
    uint32_t trunk = f->trunk;
    for (uint32_t seen = 0; trunk > 0 && trunk <= f->pages && seen < f->pages; seen++) {
        int rc = read(arg, trunk, buffer);
        if (rc != SQLITE_OK)
            return rc == SQLITE_IOERR_DATA ? SQLITE_OK : rc;
        uint32_t n = big32(buffer + 4), most = (f->usable - 8) / 4;
        for (uint32_t i = 0; i < n && i < most; i++) {
            uint32_t leaf = big32(buffer + 8 + 4 * (size_t)i);
            if (leaf > 0 && leaf <= f->pages)
                marks[(leaf - 1) / 8] |= (uint8_t)(1u << ((leaf - 1) % 8));
        }
        trunk = big32(buffer);
    }
    return SQLITE_OK;
}
