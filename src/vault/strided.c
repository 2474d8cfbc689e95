/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/strided.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/secure/noise.h"

struct strided_buffers {
    uint8_t text[STRIDE_TEXT];      /* of stride `held` */
    uint8_t disk[2 * STRIDE_BYTES]; /* as it lies in the file; two, for the head and the first */
};

static int64_t place(uint64_t stride)
{
    return (int64_t)(stride * STRIDE_BYTES);
}

void strided_forget(struct strided *s)
{
    s->known = s->changed = false;
    s->held = 0;
}

void strided_close(struct strided *s)
{
    if (s->buffers)
        wipe(s->buffers, sizeof *s->buffers);
    sqlite3_free(s->buffers);
    sqlite3_free(s->mine);
    s->buffers = NULL;
    s->mine = NULL;
    s->mine_strides = 0;
    strided_forget(s);
}

/* ---- which strides were written through this handle ---- */

static bool is_mine(const struct strided *s, uint64_t stride)
{
    return stride < s->mine_strides && s->mine[stride / 8] >> (stride % 8) & 1;
}

static int make_mine(struct strided *s, uint64_t stride)
{
    if (s->blocks.kind != BLOCK_JOURNAL)
        return SQLITE_OK; /* must always authenticate, whoever wrote it */
    if (stride >= s->mine_strides) {
        uint64_t want = (stride / 4096 + 1) * 4096;
        uint8_t *fresh = sqlite3_realloc64(s->mine, want / 8);
        if (!fresh)
            return SQLITE_IOERR_NOMEM;
        memset(fresh + s->mine_strides / 8, 0, (want - s->mine_strides) / 8);
        s->mine = fresh;
        s->mine_strides = want;
    }
    s->mine[stride / 8] |= (uint8_t)(1u << (stride % 8));
    return SQLITE_OK;
}

/* ---- one stride ---- */

/* SQLITE_OK also at the end of the file: what is missing is zeros, which do not authenticate. */
static int read_sealed(struct strided *s, uint64_t stride)
{
    int rc = s->store->read(s->file, s->buffers->disk, STRIDE_SEALED, place(stride));
    return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : rc;
}

/* *sound: whether it authenticates; if not, it is held as zeros. A journal may be read just while its owner
 * writes it, by a connection that asks whether it is hot: a failing stride is looked at twice. */
static int load(struct strided *s, uint64_t stride, bool *sound)
{
    *sound = true;
    if (s->held == stride)
        return SQLITE_OK;
    int rc = strided_flush(s);
    s->held = 0;
    for (int attempt = 0; attempt < 2 && rc == SQLITE_OK; attempt++) {
        rc = read_sealed(s, stride);
        *sound = rc == SQLITE_OK && stride_open(&s->blocks, stride, s->buffers->disk, s->buffers->text) == 0;
        if (*sound || s->blocks.kind != BLOCK_JOURNAL)
            break;
    }
    if (rc == SQLITE_OK && !*sound && s->failed)
        s->failed(s->arg, stride);
    if (rc == SQLITE_OK && *sound)
        s->held = stride;
    return rc;
}

/* Holds a stride to be overwritten in whole or in part: its content, or zeros where there is none. */
static int load_to_change(struct strided *s, uint64_t stride, bool whole)
{
    bool sound = true;
    int rc = SQLITE_OK;
    if (s->held == stride)
        return SQLITE_OK;
    if (whole || stride > s->strides) {
        rc = strided_flush(s);
        memset(s->buffers->text, 0, STRIDE_TEXT);
    } else {
        rc = load(s, stride, &sound);
        if (rc == SQLITE_OK && !sound && (s->blocks.kind == BLOCK_TEMP || is_mine(s, stride)))
            rc = SQLITE_IOERR_DATA;
    }
    s->held = rc == SQLITE_OK ? stride : 0;
    return rc;
}

/* The head goes out together with the first stride: there is no file with a head alone. */
static int write_new(struct strided *s)
{
    uint8_t *disk = s->buffers->disk;
    bool first = s->held == 1;
    if (first) {
        noise_bytes(s->blocks.noise, disk, STRIDE_BYTES);
        memcpy(s->blocks.file_id, disk, BLOCK_FILE_ID);
        disk += STRIDE_BYTES;
    }
    stride_seal(&s->blocks, s->held, s->buffers->text, disk);
    noise_bytes(s->blocks.noise, disk + STRIDE_SEALED, STRIDE_BYTES - STRIDE_SEALED);
    return first ? s->store->write(s->file, s->buffers->disk, 2 * STRIDE_BYTES, 0)
                 : s->store->write(s->file, disk, STRIDE_BYTES, place(s->held));
}

int strided_flush(struct strided *s)
{
    if (!s->changed)
        return SQLITE_OK;
    int rc = make_mine(s, s->held);
    if (rc == SQLITE_OK && s->fixed && s->held > s->strides)
        rc = s->store->grow(s->file, s->held, &s->strides);
    if (rc == SQLITE_OK && s->held <= s->strides) {
        stride_seal(&s->blocks, s->held, s->buffers->text, s->buffers->disk);
        rc = s->store->write(s->file, s->buffers->disk, STRIDE_SEALED, place(s->held));
    } else if (rc == SQLITE_OK) {
        rc = write_new(s);
    }
    if (rc == SQLITE_OK && s->held > s->strides)
        s->strides = s->held;
    if (s->fixed && s->size < (int64_t)s->strides * STRIDE_PAYLOAD)
        s->size = (int64_t)s->strides * STRIDE_PAYLOAD;
    s->changed = rc != SQLITE_OK;
    return rc;
}

/* ---- the file ---- */

static int measure(struct strided *s)
{
    int64_t length;
    int rc = s->store->size(s->file, &length);
    if (rc != SQLITE_OK)
        return rc;
    s->strides = length <= 0 ? 0 : length < 2 * STRIDE_BYTES ? 1 : (uint64_t)length / STRIDE_BYTES - 1;
    s->size = (int64_t)s->strides * STRIDE_PAYLOAD;
    if (length > 0)
        rc = s->store->read(s->file, s->blocks.file_id, BLOCK_FILE_ID, 0);
    rc = rc == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : rc;
    if (rc != SQLITE_OK || s->fixed || s->strides == 0)
        return rc;
    bool sound;
    rc = load(s, s->strides, &sound);
    if (rc == SQLITE_OK && sound)
        s->size -= STRIDE_PAYLOAD - stride_used(s->buffers->text);
    return rc;
}

static int know(struct strided *s)
{
    if (s->known)
        return SQLITE_OK;
    if (!s->buffers && !(s->buffers = sqlite3_malloc64(sizeof *s->buffers)))
        return SQLITE_IOERR_NOMEM;
    s->held = 0;
    s->changed = false;
    int rc = measure(s);
    s->known = rc == SQLITE_OK;
    return rc;
}

int strided_size(struct strided *s, int64_t *size)
{
    int rc = know(s);
    *size = s->size;
    return rc;
}

/* A stride found at open that fails is garbage past the end of a journal: zeros. What this handle wrote, and
 * whatever is not a journal, must authenticate. */
static int read_piece(struct strided *s, uint64_t stride, uint8_t *to, size_t n, size_t from)
{
    bool sound;
    int rc = load(s, stride, &sound);
    if (rc == SQLITE_OK && sound)
        memcpy(to, s->buffers->text + from, n);
    else
        memset(to, 0, n);
    if (rc == SQLITE_OK && !sound && (s->blocks.kind != BLOCK_JOURNAL || is_mine(s, stride)))
        rc = SQLITE_IOERR_DATA;
    return rc;
}

int strided_read(struct strided *s, void *to, int n, int64_t at)
{
    uint8_t *out = to;
    int64_t end = at + n;
    int rc = know(s);
    while (rc == SQLITE_OK && at < end && at < s->size) {
        size_t from = (size_t)(at % STRIDE_PAYLOAD), piece = STRIDE_PAYLOAD - from;
        if ((int64_t)piece > end - at)
            piece = (size_t)(end - at);
        rc = read_piece(s, (uint64_t)(at / STRIDE_PAYLOAD) + 1, out, piece, from);
        out += piece;
        at += (int64_t)piece;
    }
    /* The bytes of a stride beyond its count are zeros, so a piece may have reached past the size. */
    if (at < end)
        memset(out, 0, (size_t)(end - at));
    return rc == SQLITE_OK && end > s->size ? SQLITE_IOERR_SHORT_READ : rc;
}

static int write_piece(struct strided *s, uint64_t stride, const uint8_t *from, size_t n, size_t at)
{
    int rc = load_to_change(s, stride, n == STRIDE_PAYLOAD);
    if (rc != SQLITE_OK)
        return rc;
    if (from)
        memcpy(s->buffers->text + at, from, n);
    unsigned used = stride_used(s->buffers->text), end = (unsigned)(at + n);
    stride_set_used(s->buffers->text, used > end ? used : end);
    s->changed = true;
    if (s->hold)
        return SQLITE_OK;
    rc = strided_flush(s);
    if (rc != SQLITE_OK)
        strided_forget(s); /* a write that failed is not tried again behind SQLite's back */
    return rc;
}

/* Seals zeros from the end of the content up to `to`. */
static int fill_gap(struct strided *s, int64_t to)
{
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && s->size < to) {
        size_t at = (size_t)(s->size % STRIDE_PAYLOAD), n = STRIDE_PAYLOAD - at;
        if ((int64_t)n > to - s->size)
            n = (size_t)(to - s->size);
        rc = write_piece(s, (uint64_t)(s->size / STRIDE_PAYLOAD) + 1, NULL, n, at);
        if (rc == SQLITE_OK)
            s->size += (int64_t)n;
    }
    return rc;
}

int strided_write(struct strided *s, const void *from, int n, int64_t at)
{
    const uint8_t *in = from;
    int64_t end = at + n;
    int rc = know(s);
    if (rc == SQLITE_OK && !s->fixed && at > s->size)
        rc = fill_gap(s, at);
    while (rc == SQLITE_OK && at < end) {
        size_t into = (size_t)(at % STRIDE_PAYLOAD), piece = STRIDE_PAYLOAD - into;
        if ((int64_t)piece > end - at)
            piece = (size_t)(end - at);
        rc = write_piece(s, (uint64_t)(at / STRIDE_PAYLOAD) + 1, in, piece, into);
        in += piece;
        at += (int64_t)piece;
        if (rc == SQLITE_OK && at > s->size)
            s->size = at;
    }
    return rc;
}

/* Fixed files keep their length: what is cut becomes zeros. */
static int clear_from(struct strided *s, int64_t size)
{
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && size < s->size) {
        size_t at = (size_t)(size % STRIDE_PAYLOAD), n = STRIDE_PAYLOAD - at;
        uint64_t stride = (uint64_t)(size / STRIDE_PAYLOAD) + 1;
        rc = load_to_change(s, stride, at == 0);
        if (rc == SQLITE_OK) {
            memset(s->buffers->text + at, 0, n);
            stride_set_used(s->buffers->text, (unsigned)at);
            s->changed = true;
        }
        size += (int64_t)n;
    }
    return rc == SQLITE_OK ? strided_flush(s) : rc;
}

static int cut(struct strided *s, int64_t size)
{
    size_t rest = (size_t)(size % STRIDE_PAYLOAD);
    uint64_t strides = (uint64_t)((size + STRIDE_PAYLOAD - 1) / STRIDE_PAYLOAD);
    int rc = strides == 0 || strides > s->strides ? SQLITE_OK : strided_flush(s);
    if (rc == SQLITE_OK && rest > 0) {
        rc = load_to_change(s, strides, false);
        if (rc == SQLITE_OK) {
            memset(s->buffers->text + rest, 0, STRIDE_PAYLOAD - rest);
            stride_set_used(s->buffers->text, (unsigned)rest);
            s->changed = true;
            rc = strided_flush(s);
        }
    }
    if (s->held > strides)
        strided_forget(s);
    if (rc == SQLITE_OK)
        rc = s->store->truncate(s->file, strides ? place(strides + 1) : 0);
    strided_forget(s);
    return rc;
}

int strided_truncate(struct strided *s, int64_t size)
{
    int rc = know(s);
    if (rc != SQLITE_OK)
        return rc;
    if (s->fixed)
        return clear_from(s, size);
    return size > s->size ? fill_gap(s, size) : size == s->size ? SQLITE_OK : cut(s, size);
}
