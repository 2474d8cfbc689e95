/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/image.h"

#include "satchel/base/err.h"
#include "satchel/vault/compartment.h"
#include "satchel/vault/decoy_row.h"
#include "satchel/vault/places.h"
#include "satchel/vault/session.h"
#include "satchel/vault/vault.h"

static int fill_image(sqlite3 *db, const struct vault_options *o, unsigned place, unsigned times,
                      struct err *e)
{
    int reserved = COMPARTMENT_RESERVED;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; PRAGMA foreign_keys=ON; PRAGMA "
                     "temp_store=MEMORY",
                     NULL, NULL, NULL) != SQLITE_OK)
        return err_no_memory(e);
    if (places_create(db, place, e) < 0 || session_create(db, times, e) < 0 || decoy_row_create(db, e) < 0)
        return -1;
    return o->fill ? o->fill(db, o->fill_arg, e) : 0;
}

int image_make(struct image *i, const struct vault_options *o, unsigned place, unsigned times, struct err *e)
{
    sqlite3 *db = NULL;
    int rc = -1;
    if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK) {
        err_no_memory(e);
        goto out;
    }
    if (fill_image(db, o, place, times, e) < 0)
        goto out;
    i->bytes = sqlite3_serialize(db, "main", &i->n, 0);
    rc = i->bytes ? 0 : err_no_memory(e);
out:
    sqlite3_close_v2(db);
    return rc;
}

void image_free(struct image *i)
{
    sqlite3_free(i->bytes);
    *i = (struct image){ 0 };
}
