/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sealed file in journal form: a head (file id 16, noise), then strides of 8192 bytes, each holding 4096
 * bytes of content (see blocks.h). Serves the stand-alone databases and journals, temporary files, and a
 * compartment's journal; where the bytes go is a small table. Results are SQLite's codes.
 *
 * Length. In a file of its own the content ends where the count of the last stride says, exact to the byte;
 * an empty file is empty, any other has at least one stride, sound or not (something that cannot be read is
 * never taken for nothing). Where a database was cut in the middle of a stride a record in its head says so.
 * A compartment's journal (`fixed`) is always full length: its strides are noise until they are written, and
 * noise reads as zeros.
 *
 * One stride is held as plain text. Changed bytes stay there until another stride is needed or strided_flush
 * is called (`hold`), or go out with each write (not `hold`). */
#ifndef SATCHEL_VAULT_STRIDED_H
#define SATCHEL_VAULT_STRIDED_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel/vault/blocks.h"

struct strided_store {
    /* As sqlite3_io_methods: a read beyond the end fills with zeros and gives SQLITE_IOERR_SHORT_READ. */
    int (*read)(void *file, void *to, int n, int64_t at);
    int (*write)(void *file, const void *from, int n, int64_t at);
    int (*truncate)(void *file, int64_t size);
    int (*size)(void *file, int64_t *size);
    /* Fixed files: makes room for strides 1..n or more, filled with noise; *have is how many there are now.
     */
    int (*grow)(void *file, uint64_t n, uint64_t *have);
};

struct strided_buffers;

struct strided {
    /* ---- set once ---- */
    const struct strided_store *store;
    void *file;
    struct blocks blocks; /* file_id is read from the head */
    bool fixed, hold;
    bool
        guarded; /* a database in a transaction: what SQLite does not write itself is not to be sealed anew */
    void (*failed)(void *arg, uint64_t stride); /* called for each stride that does not authenticate */
    void *arg;

    /* ---- private ---- */
    bool known;       /* file_id, strides, size are */
    uint64_t strides; /* with content, after the head */
    bool record;      /* the head says where the content ends, within stride record_strides */
    bool stale;       /* ... says it of another stride */
    uint64_t record_strides;
    int64_t size;
    int64_t next;  /* where the last write ended */
    uint64_t held; /* number of the stride in buffers->text; 0: none */
    bool changed;
    struct strided_buffers *buffers;
    uint8_t *mine; /* bit i: stride i was written through this handle */
    uint64_t mine_strides;
};

int strided_read(struct strided *s, void *to, int n, int64_t at);
int strided_write(struct strided *s, const void *from, int n, int64_t at);
int strided_truncate(struct strided *s, int64_t size);
int strided_size(struct strided *s, int64_t *size);
int strided_flush(struct strided *s);
/* Drops all that is known of the file (somebody else may change it from now on). Call strided_flush before.
 */
void strided_forget(struct strided *s);
/* Wipes and releases; flushes nothing. */
void strided_close(struct strided *s);

#endif
