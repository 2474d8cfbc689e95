/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A packet: count of drafts; of each its number, the record it changes, its view, its fields; the screens.
 * Numbers in eight bytes as they lie in memory, texts with their NUL: it is read by the process that wrote
 * it. */
#include "satchel/app/sealed.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/secure/seal.h"
#include "satchel/store/drafts.h"

static const uint8_t AAD[] = "draft in memory";

static void add_number(struct buf *b, int64_t n)
{
    buf_add(b, &n, sizeof n);
}

static void add_text(struct buf *b, const char *text)
{
    buf_add(b, text ? text : "", text ? strlen(text) + 1 : 1);
}

int sealed_add(struct sealed *s, const struct draft *d, struct err *e)
{
    add_number(&s->plain, d->n);
    add_number(&s->plain, d->of);
    add_text(&s->plain, d->view);
    add_text(&s->plain, d->fields);
    s->drafts++;
    return s->plain.failed ? err_no_memory(e) : 0;
}

static int seal(struct sealed *s, const uint8_t *key, struct err *e)
{
    uint8_t *data = s->plain.failed || dyn_room(s) < 0 ? NULL : malloc(s->plain.len + SEAL_EXTRA_BYTES);
    if (!data)
        return err_no_memory(e);
    seal_bytes(data, (const uint8_t *)s->plain.data, s->plain.len, AAD, sizeof AAD, key);
    s->at[s->n++] = (struct sealed_packet){ .data = data, .len = s->plain.len + SEAL_EXTRA_BYTES };
    return 1;
}

int sealed_end(struct sealed *s, const char *places, const uint8_t *key, struct err *e)
{
    s->collecting = false;
    if (s->drafts)
        add_text(&s->plain, places);
    int rc = s->drafts && key ? seal(s, key, e) : 0;
    s->packed = rc == 1;
    return rc;
}

/* ---- back ---- */

/* Of a packet that has opened: it is whole. */
static int64_t take_number(const uint8_t **p)
{
    int64_t n;
    memcpy(&n, *p, sizeof n);
    *p += sizeof n;
    return n;
}

static char *take_text(const uint8_t **p)
{
    char *text = (char *)(uintptr_t)*p;
    *p += strlen(text) + 1;
    return text;
}

/* The last text of a packet: the screens. */
static const uint8_t *last_text(const uint8_t *plain, size_t n)
{
    const uint8_t *p = plain + n - 1;
    while (p > plain && p[-1])
        p--;
    return p;
}

static int store_plain(struct store *store, const uint8_t *plain, size_t n, struct err *e)
{
    struct drafts all = { 0 };
    const uint8_t *screens = last_text(plain, n);
    int rc = 0;
    for (const uint8_t *p = plain; p < screens && rc == 0;) {
        struct draft d = { .n = take_number(&p), .of = take_number(&p) };
        d.view = take_text(&p);
        d.fields = take_text(&p);
        if (dyn_room(&all) < 0)
            rc = err_no_memory(e);
        else
            all.at[all.n++] = d;
    }
    if (rc == 0)
        rc = drafts_save(store, &all, SEALED_PLACES, (const char *)screens, e);
    free(all.at); /* the texts are the packet's */
    return rc;
}

int sealed_offer(struct sealed *s, struct store *store, struct err *e)
{
    bool any = s->drafts > 0, whole = !s->plain.failed;
    int rc = any && whole && store ? store_plain(store, (const uint8_t *)s->plain.data, s->plain.len, e)
                                   : -(int)any;
    s->offered = any;
    if (rc == 0 || s->packed)
        sealed_drop(s);
    return rc == 0 ? 0 : sealed_taken(s, false);
}

void sealed_drop(struct sealed *s)
{
    buf_free(&s->plain);
    s->drafts = 0;
}

int sealed_taken(struct sealed *s, bool taken)
{
    bool any = s->offered, packed = any && s->packed;
    s->offered = s->packed = false;
    if (packed && taken)
        free(s->at[--s->n].data);
    return !any || taken ? 0 : packed ? 1 : -1;
}

/* 1: it was of this key and is stored; 0: of another. */
static int restore(const struct sealed_packet *packet, struct store *store, const uint8_t *key, struct err *e)
{
    size_t n = packet->len - SEAL_EXTRA_BYTES;
    uint8_t *plain = malloc(n);
    if (!plain)
        return err_no_memory(e);
    int rc = unseal_bytes(plain, packet->data, n, AAD, sizeof AAD, key) == 0;
    if (rc == 1 && store_plain(store, plain, n, e) < 0)
        rc = -1;
    wipe(plain, n);
    free(plain);
    return rc;
}

/* The oldest first: a later packet may hold the same draft as it was typed on. */
int sealed_restore(struct sealed *s, struct store *store, const uint8_t *key, struct err *e)
{
    int rc = 0;
    for (size_t i = 0; i < s->n && rc >= 0; i++) {
        rc = restore(&s->at[i], store, key, e);
        s->at[i].given = rc == 1;
    }
    return rc < 0 ? -1 : 0;
}

bool sealed_given(struct sealed *s, bool taken)
{
    size_t n = 0;
    bool stays = false;
    for (size_t i = 0; i < s->n; i++) {
        struct sealed_packet *packet = &s->at[i];
        bool given = packet->given;
        packet->given = false;
        stays |= given && !taken;
        if (given && taken)
            free(packet->data);
        else
            s->at[n++] = *packet;
    }
    s->n = n;
    return stays;
}

void sealed_free(struct sealed *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->at[i].data);
    free(s->at);
    buf_free(&s->plain);
    *s = (struct sealed){ 0 };
}
