/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "comphelp.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/secure/noise.h"
#include "satchel/vault/stripes.h"

static const uint8_t BLOCK_KEY[2][32] = { { 1, 1 }, { 2, 1 } }, JOURNAL_KEY[2][32] = { { 1, 2 }, { 2, 2 } };

struct compartment comphelp_keys(unsigned number)
{
    return (struct compartment){ .fd = -1,
                                 .number = (uint8_t)number,
                                 .file_id = { 'i', 'd', (uint8_t)number },
                                 .block_key = BLOCK_KEY[number],
                                 .journal_key = JOURNAL_KEY[number] };
}

unsigned char *comphelp_image(const char *sql, sqlite3_int64 *n)
{
    sqlite3 *db = NULL;
    int reserve = COMPARTMENT_RESERVED;
    unsigned char *image = NULL;
    if (sqlite3_open(":memory:", &db) == SQLITE_OK &&
        sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve) == SQLITE_OK &&
        sqlite3_exec(db, "PRAGMA page_size = 4096", NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        image = sqlite3_serialize(db, "main", n, 0);
    sqlite3_close(db);
    return image;
}

static int fill_with_noise(const struct vault_io *io, int fd, off_t length)
{
    enum { PIECE = 131072 };
    struct noise *noise = noise_new();
    uint8_t *piece = malloc(PIECE);
    int rc = noise && piece ? 0 : -1;
    for (off_t at = 0; at < length && rc == 0; at += PIECE) {
        noise_bytes(noise, piece, PIECE);
        rc = io_write(io, fd, piece, PIECE, at);
    }
    free(piece);
    noise_free(noise);
    return rc;
}

int comphelp_make(const struct vault_io *io, const char *path, unsigned number, unsigned pairs,
                  const char *sql)
{
    struct compartment c = comphelp_keys(number);
    sqlite3_int64 n = 0;
    unsigned char *image = comphelp_image(sql, &n);
    int rc = -1;
    c.io = io;
    c.path = path;
    c.fd = io->open(io, path, O_RDWR | O_CREAT, 0600);
    if (image && c.fd >= 0 &&
        (io->size(io, c.fd) > 0 || fill_with_noise(io, c.fd, stripes_length(pairs)) == 0) &&
        compartment_seal_image(&c, image, (size_t)n, NULL) == 0 &&
        compartment_make_journals(io, path, NULL) == 0)
        rc = io->sync_folder(io, path);
    if (c.fd >= 0)
        io->close(io, c.fd);
    sqlite3_free(image);
    return rc;
}

sqlite3 *comphelp_open(struct compartment *c, const struct vault_io *io, const char *path, const char *vfs)
{
    sqlite3 *db = NULL;
    c->io = io;
    c->path = path;
    c->fd = io->open(io, path, c->read_only ? O_RDONLY : O_RDWR, 0);
    if (c->fd >= 0 && compartment_mount(c, vfs, NULL) == 0 &&
        sqlite3_open_v2(COMPARTMENT_DATABASE, &db,
                        c->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, vfs) == SQLITE_OK &&
        sqlite3_exec(
            db,
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = PERSIST; PRAGMA synchronous = FULL;"
            "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; SELECT count(*) FROM sqlite_schema",
            NULL, NULL, NULL) == SQLITE_OK &&
        compartment_settle(c, NULL) == 0)
        return db;
    comphelp_close(c, db);
    return NULL;
}

void comphelp_close(struct compartment *c, sqlite3 *db)
{
    sqlite3_close(db);
    compartment_unmount(c);
    if (c->fd >= 0)
        c->io->close(c->io, c->fd);
    c->fd = -1;
}
