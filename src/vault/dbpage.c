/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in a page may be anything: a block that authenticates was written by the program, but perhaps for
 * another tree, or long ago. So every offset is held against the page, every length against what is left, and
 * whatever follows page numbers counts down. Tested with changed pages in tests/unit/test_dbpage.c and
 * tests/fuzz/fuzz_dbpage.c. */
#include "satchel/vault/dbpage.h"

#include <string.h>

#define PAYLOAD_MOST (UINT64_C(1) << 31)

static unsigned big16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t big32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

unsigned dbpage_varint(const uint8_t *p, size_t n, uint64_t *out)
{
    uint64_t v = 0;
    for (unsigned i = 0; i < 9 && i < n; i++) {
        v = i < 8 ? v << 7 | (p[i] & 0x7F) : v << 8 | p[i];
        if (i == 8 || !(p[i] & 0x80)) {
            *out = v;
            return i + 1;
        }
    }
    return 0;
}

unsigned dbpage_put_varint(uint8_t *to, uint64_t v)
{
    uint8_t digits[10];
    unsigned n = 0;
    if (v >> 56) { /* nine bytes: the last holds eight bits */
        to[8] = (uint8_t)v;
        v >>= 8;
        for (int i = 7; i >= 0; i--, v >>= 7)
            to[i] = (uint8_t)(v & 0x7F) | 0x80;
        return 9;
    }
    do
        digits[n++] = (uint8_t)(v & 0x7F);
    while (v >>= 7);
    for (unsigned i = 0; i < n; i++)
        to[i] = digits[n - 1 - i] | (i + 1 < n ? 0x80 : 0);
    return n;
}

int dbpages_read(const struct dbpages *from, uint32_t number, uint8_t to[static DBPAGE_BYTES])
{
    return number == 0 || number > from->pages ? -1 : from->read(from->arg, number, to);
}

/* ---- pages and cells ---- */

bool dbpage_is_leaf(const struct dbpage *p)
{
    return p->type == DBPAGE_INDEX_LEAF || p->type == DBPAGE_TABLE_LEAF;
}

bool dbpage_is_table(const struct dbpage *p)
{
    return p->type == DBPAGE_TABLE_INNER || p->type == DBPAGE_TABLE_LEAF;
}

bool dbpage_open(struct dbpage *p, const uint8_t bytes[static DBPAGE_BYTES], uint32_t number, unsigned usable)
{
    unsigned head = number == 1 ? 100 : 0, type = bytes[head];
    if ((type != 2 && type != 5 && type != 10 && type != 13) || usable > DBPAGE_BYTES || usable < 480)
        return false;
    bool inner = type == 2 || type == 5;
    *p = (struct dbpage){ .bytes = bytes,
                          .usable = usable,
                          .array = head + (inner ? 12 : 8),
                          .type = (enum dbpage_type)type,
                          .cells = big16(bytes + head + 3),
                          .right = inner ? big32(bytes + head + 8) : 0 };
    return p->array + 2 * p->cells <= usable;
}

/* How much of a record lies in the page itself (section 1.6). */
static size_t local_bytes(const struct dbpage *p, uint64_t payload)
{
    uint64_t u = p->usable, least = (u - 12) * 32 / 255 - 23;
    uint64_t most = p->type == DBPAGE_TABLE_LEAF ? u - 35 : (u - 12) * 64 / 255 - 23;
    if (payload <= most)
        return (size_t)payload;
    uint64_t k = least + (payload - least) % (u - 4);
    return (size_t)(k <= most ? k : least);
}

static bool cell_payload(const struct dbpage *p, unsigned at, struct dbcell *c)
{
    size_t local = local_bytes(p, c->payload), rest = c->payload > local ? 4 : 0;
    if (c->payload > PAYLOAD_MOST || local + rest > p->usable - at)
        return false;
    c->local = p->bytes + at;
    c->n_local = local;
    c->overflow = rest ? big32(p->bytes + at + local) : 0;
    c->n = at + (unsigned)(local + rest) - c->at;
    return true;
}

bool dbpage_cell(const struct dbpage *p, unsigned i, struct dbcell *c)
{
    *c = (struct dbcell){ 0 };
    if (i >= p->cells)
        return false;
    unsigned at = big16(p->bytes + p->array + 2 * i);
    if (at < p->array + 2 * p->cells || at + 4 > p->usable)
        return false;
    c->at = at;
    if (!dbpage_is_leaf(p)) {
        c->child = big32(p->bytes + at);
        at += 4;
    }
    if (p->type != DBPAGE_TABLE_INNER) {
        unsigned n = dbpage_varint(p->bytes + at, p->usable - at, &c->payload);
        if (n == 0)
            return false;
        at += n;
    }
    if (dbpage_is_table(p)) {
        uint64_t rowid;
        unsigned n = dbpage_varint(p->bytes + at, p->usable - at, &rowid);
        if (n == 0)
            return false;
        c->rowid = (int64_t)rowid;
        at += n;
    }
    c->n = at - c->at;
    return p->type == DBPAGE_TABLE_INNER || cell_payload(p, at, c);
}

bool dbpage_overflow(const struct dbpages *from, const struct dbcell *c,
                     void (*each)(void *arg, uint32_t page, const uint8_t *bytes, size_t n), void *arg)
{
    uint8_t page[DBPAGE_BYTES];
    uint32_t at = c->overflow;
    uint64_t most = from->usable - 4;
    bool whole = true;
    for (uint64_t left = c->payload - c->n_local; left > 0 && whole;) {
        uint64_t n = left < most ? left : most;
        whole = dbpages_read(from, at, page) == 0;
        each(arg, at, whole ? page + 4 : NULL, (size_t)n);
        at = whole ? big32(page) : 0;
        left -= n;
    }
    wipe(page, sizeof page);
    return whole;
}

/* ---- records (section 2.1) ---- */

/* Bytes of a value of that serial type; -1: there is none such. */
static int64_t serial_bytes(uint64_t serial)
{
    static const int8_t SMALL[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, -1, -1 };
    return serial < 12 ? SMALL[serial] : serial > PAYLOAD_MOST ? -1 : (int64_t)(serial - 12) / 2;
}

static int64_t signed_bytes(const uint8_t *p, size_t n)
{
    uint64_t v = n && p[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | p[i];
    return (int64_t)v;
}

static void take_value(struct dbvalue *v, uint64_t serial, const uint8_t *p, size_t n)
{
    *v = (struct dbvalue){ .type = DBVALUE_INT, .bytes = p, .n = n };
    if (serial == 0)
        v->type = DBVALUE_NULL;
    else if (serial == 7) {
        int64_t bits = signed_bytes(p, n);
        v->type = DBVALUE_REAL;
        memcpy(&v->real, &bits, sizeof v->real);
    } else if (serial >= 12)
        v->type = serial % 2 ? DBVALUE_TEXT : DBVALUE_BLOB;
    else
        v->number = serial >= 8 ? (int64_t)serial - 8 : signed_bytes(p, n);
}

int dbpage_record(const uint8_t *payload, size_t n, uint64_t total, struct dbvalue out[static DBPAGE_COLUMNS])
{
    uint64_t header, body;
    unsigned at = dbpage_varint(payload, n, &header);
    if (at == 0 || header < at || header > n || header > total)
        return -1;
    int columns = 0;
    for (body = header; at < header; columns++) {
        uint64_t serial;
        unsigned taken = dbpage_varint(payload + at, (size_t)header - at, &serial);
        int64_t bytes = taken ? serial_bytes(serial) : -1;
        if (bytes < 0 || columns == DBPAGE_COLUMNS || (uint64_t)bytes > total - body)
            return -1;
        if (body + (uint64_t)bytes <= n)
            take_value(&out[columns], serial, payload + body, (size_t)bytes);
        else
            out[columns] = (struct dbvalue){ .type = DBVALUE_NULL, .lost = true };
        body += (uint64_t)bytes;
        at += taken;
    }
    return body == total ? columns : -1;
}

static void add_rest(void *arg, uint32_t page, const uint8_t *bytes, size_t n)
{
    (void)page;
    if (bytes)
        buf_add(arg, bytes, n);
}

int dbpage_row(const struct dbpages *from, const struct dbcell *c, struct dbrow *row)
{
    *row = (struct dbrow){ .rowid = c->rowid, .total = c->payload };
    buf_add(&row->all, c->local, c->n_local);
    row->whole = dbpage_overflow(from, c, add_rest, &row->all);
    if (row->all.failed)
        return -1;
    int n = dbpage_record((const uint8_t *)buf_text(&row->all), row->all.len, c->payload, row->column);
    row->n = n > 0 ? (size_t)n : 0;
    return n > 0;
}

void dbpage_row_free(struct dbrow *row)
{
    buf_free(&row->all);
}

/* Serial types are written again, those of lost columns as NULL; no byte is added, so all of it fits. */
unsigned dbpage_shorten(const struct dbcell *c, uint8_t out[static DBPAGE_BYTES])
{
    uint8_t types[DBPAGE_BYTES];
    uint64_t header, serial, body;
    unsigned at = dbpage_varint(c->local, c->n_local, &header), n_types = 0, kept = 0;
    if (at == 0 || header < at || header > c->n_local)
        return 0;
    for (body = header; at < header;) {
        unsigned taken = dbpage_varint(c->local + at, (size_t)header - at, &serial);
        int64_t bytes = taken ? serial_bytes(serial) : -1;
        if (bytes < 0)
            return 0;
        bool whole = kept == body - header && body + (uint64_t)bytes <= c->n_local;
        n_types += dbpage_put_varint(types + n_types, whole ? serial : 0);
        kept += whole ? (unsigned)bytes : 0;
        body += (uint64_t)bytes;
        at += taken;
    }
    unsigned n_header = n_types + (n_types + 1 < 128 ? 1 : 2);
    unsigned n = dbpage_put_varint(out, n_header + kept);
    n += dbpage_put_varint(out + n, (uint64_t)c->rowid);
    n += dbpage_put_varint(out + n, n_header);
    memcpy(out + n, types, n_types);
    memcpy(out + n + n_types, c->local + header, kept);
    return n + n_types + kept;
}
