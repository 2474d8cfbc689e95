/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/strided.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/secure/noise.h"

/* What was opened before and lies in the file as it did need not be opened again: small transactions on a
 * shared database ask for the change counter in its first stride and for the length in its last one, each
 * time. */
struct memo {
    uint8_t file_id[BLOCK_FILE_ID];
    uint8_t first_sealed[STRIDE_SEALED], first_text[STRIDE_TEXT];
    bool first, last;
    uint64_t last_stride;
    uint8_t last_nonce[SEAL_NONCE_BYTES]; /* never used twice: the same nonce is the same stride */
    unsigned last_used;
};

struct strided_buffers {
    struct memo memo;
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

/* All of it belongs to one file id. */
static void remember_id(struct strided *s)
{
    struct memo *m = &s->buffers->memo;
    if (memcmp(m->file_id, s->blocks.file_id, BLOCK_FILE_ID) == 0)
        return;
    m->first = m->last = false;
    memcpy(m->file_id, s->blocks.file_id, BLOCK_FILE_ID);
}

static bool is_remembered(const struct strided *s, uint64_t stride)
{
    const struct memo *m = &s->buffers->memo;
    return stride == 1 && m->first && memcmp(m->first_sealed, s->buffers->disk, STRIDE_SEALED) == 0;
}

static bool open_sealed(struct strided *s, uint64_t stride)
{
    struct memo *m = &s->buffers->memo;
    if (is_remembered(s, stride)) {
        memcpy(s->buffers->text, m->first_text, STRIDE_TEXT);
        return true;
    }
    if (stride_open(&s->blocks, stride, s->buffers->disk, s->buffers->text) < 0)
        return false;
    if (stride == 1 && s->blocks.kind == BLOCK_DATABASE) {
        memcpy(m->first_sealed, s->buffers->disk, STRIDE_SEALED);
        memcpy(m->first_text, s->buffers->text, STRIDE_TEXT);
        m->first = true;
    }
    return true;
}

/* *sound: whether it authenticates; if not, it is held as zeros. A journal may be read just while its owner
 * writes it, by a connection that asks whether it is hot: a failing stride is looked at twice. */
static int load(struct strided *s, uint64_t stride, bool *sound)
{
    *sound = true;
    if (s->held == stride)
        return SQLITE_OK;
    int rc = strided_flush(s);
    if (rc != SQLITE_OK)
        return rc; /* what could not be written stays held */
    s->held = 0;
    for (int attempt = 0; attempt < 2 && rc == SQLITE_OK; attempt++) {
        rc = read_sealed(s, stride);
        *sound = rc == SQLITE_OK && open_sealed(s, stride);
        if (*sound || s->blocks.kind != BLOCK_JOURNAL)
            break;
    }
    if (rc == SQLITE_OK && !*sound && s->failed)
        s->failed(s->arg, stride);
    if (rc == SQLITE_OK && *sound)
        s->held = stride;
    return rc;
}

/* As the length says. A stride that is made up from zeros must not shorten the file. */
static unsigned used_of(const struct strided *s, uint64_t stride)
{
    int64_t rest = s->size - (int64_t)(stride - 1) * STRIDE_PAYLOAD;
    return rest < STRIDE_PAYLOAD ? (unsigned)rest : STRIDE_PAYLOAD;
}

/* Holds a stride to be overwritten in whole or in part: its content, or zeros where there is none or where it
 * does not matter. */
static int load_to_change(struct strided *s, uint64_t stride, bool fresh)
{
    bool sound = true;
    if (s->held == stride)
        return SQLITE_OK;
    int rc = strided_flush(s);
    if (rc != SQLITE_OK)
        return rc;
    if (fresh || stride > s->strides) {
        memset(s->buffers->text, 0, STRIDE_TEXT);
        if (stride <= s->strides)
            stride_set_used(s->buffers->text, used_of(s, stride));
    } else {
        rc = load(s, stride, &sound);
        if (rc == SQLITE_OK && !sound && (s->blocks.kind == BLOCK_TEMP || is_mine(s, stride)))
            rc = SQLITE_IOERR_DATA;
        if (rc != SQLITE_OK)
            return rc;
        if (!sound)
            stride_set_used(s->buffers->text, used_of(s, stride));
    }
    s->held = stride;
    return SQLITE_OK;
}

/* The head goes out together with the first stride: there is no file with a head alone. */
static int write_new(struct strided *s)
{
    uint8_t *disk = s->buffers->disk;
    bool first = s->held == 1;
    if (first) {
        noise_bytes(s->blocks.noise, disk, STRIDE_BYTES);
        memcpy(s->blocks.file_id, disk, BLOCK_FILE_ID);
        remember_id(s);
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

/* ---- a database that ends within a stride ----
 *
 * When a database with pages below 4096 is cut in the middle of a stride, that stride must not be sealed anew
 * to say so: the pages that stay in it need not be in SQLite's journal, and a torn write would take them. Its
 * count stays 4096, and a record in the second sector of the head says where the content ends. SQLite cuts
 * after a commit too, with no journal to undo it: so a record that is lost or old must never say too little.
 * It is there only while it speaks of the last stride: growth beyond that stride takes it away, in the
 * transaction that grows; and one that a crash has brought back, and that speaks of another stride, goes
 * before anything is written, or the file would come to the length it says once more. */

#define RECORD_AT 4096

static int write_record(struct strided *s, bool none)
{
    uint8_t sealed[LENGTH_SEALED];
    noise_bytes(s->blocks.noise, sealed, sizeof sealed);
    if (!none)
        length_seal(&s->blocks, (uint64_t)s->size, sealed);
    s->record = !none;
    s->stale = false;
    return s->store->write(s->file, sealed, sizeof sealed, RECORD_AT);
}

/* After the content has become longer. */
static int keep_record(struct strided *s)
{
    return s->record ? write_record(s, s->size % STRIDE_PAYLOAD == 0 || s->strides > s->record_strides)
                     : SQLITE_OK;
}

/* ---- the file ---- */

/* The head: file id, and the length record if there is one. */
static int read_head(struct strided *s, int64_t *recorded)
{
    uint64_t length;
    uint8_t *head = s->buffers->disk;
    int rc = s->store->read(s->file, head, RECORD_AT + LENGTH_SEALED, 0);
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return rc;
    memcpy(s->blocks.file_id, head, BLOCK_FILE_ID);
    remember_id(s);
    if (s->blocks.kind == BLOCK_DATABASE && length_open(&s->blocks, head + RECORD_AT, &length) == 0)
        *recorded = (int64_t)length;
    return SQLITE_OK;
}

/* How many bytes of the last stride are in use; all of them when it does not authenticate. */
static int measure_last(struct strided *s, unsigned *used)
{
    struct memo *m = &s->buffers->memo;
    uint8_t nonce[SEAL_NONCE_BYTES];
    bool sound;
    *used = STRIDE_PAYLOAD;
    if (m->last && m->last_stride == s->strides) {
        int rc = s->store->read(s->file, nonce, sizeof nonce, place(s->strides));
        if (rc == SQLITE_OK && memcmp(nonce, m->last_nonce, sizeof nonce) == 0) {
            *used = m->last_used;
            return SQLITE_OK;
        }
    }
    m->last = false;
    int rc = load(s, s->strides, &sound);
    if (rc != SQLITE_OK || !sound)
        return rc;
    *used = stride_used(s->buffers->text);
    if (s->blocks.kind == BLOCK_DATABASE) {
        memcpy(m->last_nonce, s->buffers->disk, SEAL_NONCE_BYTES);
        m->last_stride = s->strides;
        m->last_used = *used;
        m->last = true;
    }
    return SQLITE_OK;
}

static int measure(struct strided *s)
{
    unsigned used;
    int64_t length, recorded = 0;
    int rc = s->store->size(s->file, &length);
    if (rc != SQLITE_OK)
        return rc;
    s->strides = length <= 0 ? 0 : length < 2 * STRIDE_BYTES ? 1 : (uint64_t)length / STRIDE_BYTES - 1;
    s->size = (int64_t)s->strides * STRIDE_PAYLOAD;
    if (s->strides > 0)
        rc = read_head(s, &recorded);
    if (rc != SQLITE_OK || s->fixed || s->strides == 0)
        return rc;
    rc = measure_last(s, &used);
    s->size -= STRIDE_PAYLOAD - used;
    s->record = recorded <= s->size && recorded > (int64_t)(s->strides - 1) * STRIDE_PAYLOAD;
    s->stale = recorded > 0 && !s->record;
    s->record_strides = s->strides;
    if (s->record)
        s->size = recorded;
    return rc;
}

static int know(struct strided *s)
{
    if (s->known)
        return SQLITE_OK;
    if (!s->buffers) {
        if (!(s->buffers = sqlite3_malloc64(sizeof *s->buffers)))
            return SQLITE_IOERR_NOMEM;
        memset(&s->buffers->memo, 0, sizeof s->buffers->memo);
    }
    s->held = 0;
    s->changed = s->record = s->stale = false;
    int rc = measure(s);
    s->known = rc == SQLITE_OK;
    return rc;
}

static int know_to_change(struct strided *s)
{
    int rc = know(s);
    return rc == SQLITE_OK && s->stale ? write_record(s, true) : rc;
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
    if (at < end)
        memset(out, 0, (size_t)(end - at));
    if (rc == SQLITE_OK && end > s->size) { /* what was cut off but lies in the last stride still */
        size_t beyond = (size_t)(end - s->size) < (size_t)n ? (size_t)(end - s->size) : (size_t)n;
        memset((uint8_t *)to + (size_t)n - beyond, 0, beyond);
    }
    return rc == SQLITE_OK && end > s->size ? SQLITE_IOERR_SHORT_READ : rc;
}

/* A journal being written goes from stride to stride; what an earlier transaction left in the next one is
 * neither read nor opened. */
static bool goes_on(const struct strided *s, uint64_t stride, size_t at)
{
    return s->hold && s->blocks.kind == BLOCK_JOURNAL && at == 0 &&
           s->next == (int64_t)(stride - 1) * STRIDE_PAYLOAD;
}

static int write_piece(struct strided *s, uint64_t stride, const uint8_t *from, size_t n, size_t at)
{
    int rc = load_to_change(s, stride, n == STRIDE_PAYLOAD || goes_on(s, stride, at));
    if (rc != SQLITE_OK)
        return rc;
    if (from)
        memcpy(s->buffers->text + at, from, n);
    else
        memset(s->buffers->text + at, 0, n);
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

/* Zeros between the end of the content and `at`. The last stride there is stays as it is, however little of
 * it is in use: what follows is zeros already, and a torn write would take what it holds. Where the file was
 * cut in it, the rest of it is old content, and stays so in a transaction: SQLite writes every page of the
 * gap or never reads it. */
static int fill_gap(struct strided *s, int64_t at)
{
    uint64_t stride = (uint64_t)(s->size + STRIDE_PAYLOAD - 1) / STRIDE_PAYLOAD + 1;
    uint64_t end = (uint64_t)at / STRIDE_PAYLOAD + 1;
    int rc = SQLITE_OK;
    if (s->record && !s->guarded) {
        size_t from = (size_t)(s->size % STRIDE_PAYLOAD);
        rc = write_piece(s, s->record_strides, NULL, STRIDE_PAYLOAD - from, from);
    }
    for (; stride < end && rc == SQLITE_OK; stride++) {
        rc = write_piece(s, stride, NULL, STRIDE_PAYLOAD, 0);
        if (rc == SQLITE_OK)
            s->size = (int64_t)stride * STRIDE_PAYLOAD;
    }
    return rc;
}

int strided_write(struct strided *s, const void *from, int n, int64_t at)
{
    const uint8_t *in = from;
    int64_t end = at + n;
    int rc = know_to_change(s);
    if (rc == SQLITE_OK && !s->fixed && at > s->size)
        rc = fill_gap(s, at);
    while (rc == SQLITE_OK && at < end) {
        size_t into = (size_t)(at % STRIDE_PAYLOAD), piece = STRIDE_PAYLOAD - into;
        if ((int64_t)piece > end - at)
            piece = (size_t)(end - at);
        rc = write_piece(s, (uint64_t)(at / STRIDE_PAYLOAD) + 1, in, piece, into);
        in += piece;
        at += (int64_t)piece;
        s->next = at;
        if (rc == SQLITE_OK && at > s->size) {
            s->size = at;
            rc = keep_record(s);
        }
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

static int shorten_last(struct strided *s, uint64_t stride, size_t rest)
{
    int rc = load_to_change(s, stride, false);
    if (rc != SQLITE_OK)
        return rc;
    memset(s->buffers->text + rest, 0, STRIDE_PAYLOAD - rest);
    stride_set_used(s->buffers->text, (unsigned)rest);
    s->changed = true;
    return strided_flush(s);
}

static int cut(struct strided *s, int64_t size)
{
    size_t rest = (size_t)(size % STRIDE_PAYLOAD);
    uint64_t strides = (uint64_t)((size + STRIDE_PAYLOAD - 1) / STRIDE_PAYLOAD);
    bool recorded = s->guarded && rest > 0;
    int rc = strides <= s->strides ? strided_flush(s) : SQLITE_OK;
    s->size = size;
    if (rc == SQLITE_OK && strides > 0 && (recorded || s->record))
        rc = write_record(s, !recorded);
    if (rc == SQLITE_OK && rest > 0 && !recorded)
        rc = shorten_last(s, strides, rest);
    if (rc == SQLITE_OK && strides < s->strides)
        rc = s->store->truncate(s->file, strides ? place(strides + 1) : 0);
    strided_forget(s);
    return rc;
}

int strided_truncate(struct strided *s, int64_t size)
{
    int rc = know_to_change(s);
    if (rc != SQLITE_OK)
        return rc;
    if (s->fixed)
        return clear_from(s, size);
    return size > s->size ? strided_write(s, "", 1, size - 1) : size == s->size ? SQLITE_OK : cut(s, size);
}
