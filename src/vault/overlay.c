/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/overlay.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/vault/blocks.h"

/* An open hash; free places have no page. */
struct place {
    uint64_t block;
    uint8_t *page;
};

struct overlay {
    struct place *at;
    uint64_t n, room; /* room: a power of two, at most half of it used */
};

static struct place *find(const struct overlay *o, uint64_t block)
{
    uint64_t i = block * UINT64_C(0x9E3779B97F4A7C15) >> 20;
    while (o->at[i & (o->room - 1)].page && o->at[i & (o->room - 1)].block != block)
        i++;
    return &o->at[i & (o->room - 1)];
}

static bool resize(struct overlay *o, uint64_t room)
{
    struct overlay fresh = { sqlite3_malloc64(room * sizeof *fresh.at), o->n, room };
    if (!fresh.at)
        return false;
    memset(fresh.at, 0, room * sizeof *fresh.at);
    for (uint64_t i = 0; i < o->room; i++)
        if (o->at[i].page)
            *find(&fresh, o->at[i].block) = o->at[i];
    sqlite3_free(o->at);
    *o = fresh;
    return true;
}

struct overlay *overlay_new(void)
{
    struct overlay *o = sqlite3_malloc64(sizeof *o);
    if (!o)
        return NULL;
    *o = (struct overlay){ 0 };
    if (resize(o, 64))
        return o;
    sqlite3_free(o);
    return NULL;
}

void overlay_free(struct overlay *o)
{
    for (uint64_t i = 0; o && i < o->room; i++) {
        if (o->at[i].page)
            wipe(o->at[i].page, BLOCK_BYTES); /* where no arena does it */
        sqlite3_free(o->at[i].page);
    }
    if (o)
        sqlite3_free(o->at);
    sqlite3_free(o);
}

bool overlay_has(const struct overlay *o, uint64_t block)
{
    return find(o, block)->page;
}

bool overlay_get(const struct overlay *o, uint64_t block, uint8_t *page)
{
    const struct place *p = find(o, block);
    if (p->page)
        memcpy(page, p->page, BLOCK_BYTES);
    return p->page;
}

int overlay_put(struct overlay *o, uint64_t block, const uint8_t *page)
{
    if (2 * (o->n + 1) > o->room && !resize(o, 2 * o->room))
        return -1;
    struct place *p = find(o, block);
    if (!p->page) {
        if (!(p->page = sqlite3_malloc64(BLOCK_BYTES)))
            return -1;
        p->block = block;
        o->n++;
    }
    memcpy(p->page, page, BLOCK_BYTES);
    return 0;
}
