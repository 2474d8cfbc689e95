/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/secmem.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "satchel/base/err.h"

/* A count for the report of `doctor` and the status line; nothing depends on it. */
static atomic_size_t unlocked_bytes;

int secret_new(struct secret *s, size_t len, struct err *e)
{
    *s = (struct secret){ 0 };
    if (len == 0)
        return 0;
    if (sodium_init() < 0 || !(s->data = sodium_malloc(len)))
        return err_no_memory(e);
    memset(s->data, 0, len);
    s->len = len;
    /* sodium_malloc locks as well as it can and does not say whether it could: locking again is free and
     * says. */
    if (mlock(s->data, len) < 0)
        atomic_fetch_add(&unlocked_bytes, len);
    return 0;
}

int secret_copy(struct secret *s, const void *bytes, size_t len, struct err *e)
{
    if (secret_new(s, len, e) < 0)
        return -1;
    if (len)
        memcpy(s->data, bytes, len);
    return 0;
}

void secret_free(struct secret *s)
{
    sodium_free(s->data);
    *s = (struct secret){ 0 };
}

bool secret_same(const struct secret *a, const struct secret *b)
{
    return a->len == b->len && (a->len == 0 || sodium_memcmp(a->data, b->data, a->len) == 0);
}

void secret_cut(struct secret *s, size_t len)
{
    if (len < s->len) {
        sodium_memzero(s->data + len, s->len - len);
        s->len = len;
    }
}

void secmem_wipe_stack(void)
{
    sodium_stackzero(65536);
}

size_t secmem_unlocked(void)
{
    return atomic_load(&unlocked_bytes);
}
