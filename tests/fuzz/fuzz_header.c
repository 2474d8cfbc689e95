/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The beginning of a vault file, by somebody who has no passphrase and by somebody who has one. What is
 * changed in it opens no slot that did not open before; a slot sealed with any content opens as what it says,
 * and gives keys only when its check fits its pool. The first byte says which of the two; the key is given,
 * as after a derivation. */
#include "fuzz.h"

#include "satchel/vault/slots.h"

static const uint8_t KEK[KDF_KEY_BYTES] = { 1, 2, 3 };

struct world {
    struct header *whole, *h;
    struct slot slot; /* lies sealed in place 2 */
};

static struct world *world(void)
{
    static struct world w;
    if (w.whole)
        return &w;
    w.whole = header_new(KDF_LOW, NULL);
    w.h = header_new(KDF_LOW, NULL);
    hold(w.whole && w.h);
    memset(w.whole->bytes, 0x5A, sizeof w.whole->bytes);
    slots_fresh(w.whole, 0, &w.slot);
    hold(slots_put(NULL, -1, w.whole, 2, &w.slot, KEK, NULL) == 0);
    *w.h = *w.whole;
    return &w;
}

/* Adds patches to what is there (place 3 bytes, length, bytes); the same ones again take them away. Only
 * salt, slots and pools are read. -> whether any lies in the pool */
static bool patch(struct world *w, const uint8_t *data, size_t size)
{
    bool in_pool = false;
    while (size > 4) {
        size_t at = ((size_t)data[0] << 16 | (size_t)data[1] << 8 | data[2]) % HEADER_BYTES, n = data[3];
        data += 4, size -= 4;
        n = n < size ? n : size;
        n = n < HEADER_BYTES - at ? n : HEADER_BYTES - at;
        for (size_t i = 0; i < n; i++)
            w->h->bytes[at + i] ^= data[i];
        data += n, size -= n;
        in_pool |= at + n > (size_t)header_pool_at(0) && at < (size_t)header_pool_at(1);
    }
    return in_pool;
}

static void outsider(struct world *w, const uint8_t *data, size_t size)
{
    struct slot got;
    struct slot_keys keys;
    unsigned number;
    bool in_pool = patch(w, data, size);
    hold((unsigned)header_profile(w->h) < KDF_PROFILE_COUNT);
    if (slots_unlock(w->h, KEK, &got, &number) == 0) {
        hold(number == 2 && memcmp(&got, &w->slot, sizeof got) == 0);
        hold(!in_pool ||
             slots_keys(w->h, &got, &keys) ==
                 (memcmp(header_pool(w->h, 0), header_pool(w->whole, 0), HEADER_POOL_BYTES) == 0));
    }
    patch(w, data, size);
}

/* A place, then the content of a slot sealed there with the right key. */
static void insider(struct world *w, const uint8_t *data, size_t size)
{
    struct slot slot = w->slot, got;
    struct slot_keys keys;
    unsigned place = data[0] % HEADER_SLOTS, number;
    memcpy(&slot, data + 1, size - 1 < sizeof slot ? size - 1 : sizeof slot);
    hold(slots_put(NULL, -1, w->h, place, &slot, KEK, NULL) == 0);
    hold(slots_unlock(w->h, KEK, &got, &number) == 0);
    hold(number == place || (number == 2 && (place > 2 || slot.kind != SLOT_OPEN)));
    hold(memcmp(&got, number == place ? &slot : &w->slot, sizeof got) == 0);
    if (data[0] & 0x80) /* the slow part */
        hold(!slots_keys(w->h, &got, &keys) || got.compartment <= 1);
    memcpy(header_slot(w->h, place), header_slot(w->whole, place), HEADER_SECTOR);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world *w = world();
    if (size > 2 && data[0] & 1)
        insider(w, data + 1, size - 1);
    else if (size > 1)
        outsider(w, data + 1, size - 1);
    return 0;
}
