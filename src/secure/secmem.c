/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/secmem.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "satchel/base/err.h"

/* A count for the report of `doctor` and the status line; nothing depends on it. */
static atomic_size_t unlocked_bytes;

/* ---- what there is, for secmem_destroy: more than this at a time is not reached by it ---- */

#define LIVE_MOST 64
static struct {
    _Atomic(uint8_t *) data;
    atomic_size_t len;
} live[LIVE_MOST];

static void note_live(const struct secret *s)
{
    for (size_t i = 0; i < LIVE_MOST; i++) {
        uint8_t *none = NULL;
        if (!atomic_compare_exchange_strong(&live[i].data, &none, s->data))
            continue;
        atomic_store(&live[i].len, s->len);
        return;
    }
}

static void forget_live(const struct secret *s)
{
    for (size_t i = 0; s->data && i < LIVE_MOST; i++)
        if (atomic_load(&live[i].data) == s->data) {
            atomic_store(&live[i].len, 0);
            atomic_store(&live[i].data, NULL);
        }
}

void secmem_destroy(void)
{
    for (size_t i = 0; i < LIVE_MOST; i++) {
        uint8_t *data = atomic_load(&live[i].data);
        if (data)
            sodium_memzero(data, atomic_load(&live[i].len));
    }
}

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
    note_live(s);
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
    forget_live(s);
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

/* Ciphers and the C library's copying leave in them what they worked on. Elsewhere than on x86-64 they are
 * left to what comes after. */
#if defined __x86_64__
__attribute__((target("avx512f"))) static void wipe_upper_registers(void)
{
#define UPPER(n) "vpxord %%zmm" #n ", %%zmm" #n ", %%zmm" #n "\n\t"
    __asm__ volatile(UPPER(16) UPPER(17) UPPER(18) UPPER(19) UPPER(20) UPPER(21) UPPER(22) UPPER(23) UPPER(24)
                         UPPER(25) UPPER(26) UPPER(27) UPPER(28) UPPER(29) UPPER(30) UPPER(31)::);
}

__attribute__((target("avx"))) static void wipe_avx_registers(void)
{
    __asm__ volatile("vzeroall" ::
                         : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                           "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

void secmem_wipe_registers(void)
{
    if (__builtin_cpu_supports("avx"))
        wipe_avx_registers();
    if (__builtin_cpu_supports("avx512f"))
        wipe_upper_registers();
}
#else
void secmem_wipe_registers(void)
{
}
#endif

void secmem_wipe_stack(void)
{
    sodium_stackzero(65536);
    secmem_wipe_registers();
}

size_t secmem_unlocked(void)
{
    return atomic_load(&unlocked_bytes);
}
