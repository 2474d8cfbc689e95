/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault whose files somebody has changed who has no passphrase: header, slots, blocks of the database,
 * journals, lengths. What is still read of the records is what was stored, all of it, or it is said that it
 * could not be read. The first byte says how it is opened. */
#include "fuzz.h"

#include "../unit/faultvfs.h"
#include "image.h"
#include "records.h"
#include "satchel/base/buf.h"
#include "satchel/store/open.h"

static char *read_all(struct vault *v)
{
    struct err e = { 0 };
    struct store *s = NULL;
    char *records = NULL;
    if (store_open(vault_db(v), &RECORDS_CLOCK, &s, &e) == 0)
        records = records_text(s, &e);
    hold(records || e.code == ERR_DAMAGE || e.code == ERR_IO);
    store_close(s);
    return records;
}

static char *read_disk(struct faultvfs *disk, bool read_only)
{
    struct err e = { 0 };
    struct vault *v = image_open(disk, read_only, VAULT_FAIL, &e);
    hold(v || e.code == ERR_DAMAGE || e.code == ERR_PASSPHRASE || e.code == ERR_IO ||
         e.code == ERR_READ_ONLY);
    char *records = v ? read_all(v) : NULL;
    vault_close(v, &e);
    return records;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char *whole;
    if (!whole) {
        struct faultvfs *untouched = image_outside(NULL, 0);
        whole = read_disk(untouched, false);
        hold(whole && strstr(whole, "Klopstok"));
        faultvfs_free(untouched);
    }
    if (size == 0)
        return 0;
    struct faultvfs *disk = image_outside(data + 1, size - 1);
    char *records = read_disk(disk, data[0] & 1);
    hold(!records || strcmp(records, whole) == 0);
    str_free(records);
    faultvfs_free(disk);
    return 0;
}
