/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Salvage of a vault whose pages hold anything, rightly sealed: it makes a new one, every record of which can
 * be read, or says why not and leaves nothing behind. The first byte says how many pages cannot be read at
 * all. */
#include "fuzz.h"

#include "../unit/faultvfs.h"
#include "image.h"
#include "records.h"
#include "satchel/base/buf.h"
#include "satchel/base/text.h"
#include "satchel/store/open.h"
#include "satchel/store/salvage.h"

#define SAVED "saved"

static void check_saved(struct faultvfs *disk)
{
    struct err e = { 0 };
    struct store *s = NULL;
    struct vault_report report;
    struct vault *v = image_open_at(disk, SAVED, false, VAULT_FAIL, &e);
    hold(v && vault_verify(v, &report, &e) == 0);
    hold(store_open(vault_db(v), &RECORDS_CLOCK, &s, &e) == 0);
    char *records = records_text(s, &e);
    hold(records);
    str_free(records);
    store_close(s);
    hold(vault_close(v, &e) == 0);
}

static void salvage(struct faultvfs *disk, struct vault *from)
{
    struct salvage out = { 0 };
    struct err e = { 0 };
    struct buf lines = { 0 };
    struct vault_options o = IMAGE_OPTIONS;
    struct secret word = image_passphrase();
    o.io = faultvfs_io(disk);
    int rc = salvage_vault(from, SAVED, &word, &o, &RECORDS_CLOCK, &out, &e);
    hold(rc == 0 || *e.text);
    hold(rc == 0 || faultvfs_size(disk, SAVED) == SIZE_MAX);
    salvage_lines(&out, &lines);
    hold(text_valid(buf_text(&lines), lines.len));
    buf_free(&lines);
    salvage_free(&out);
    secret_free(&word);
    if (rc == 0)
        check_saved(disk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = { 0 };
    if (size == 0)
        return 0;
    struct faultvfs *disk = image_inside(data + 1, size - 1);
    for (unsigned i = 0; i < data[0] % 4u; i++)
        image_spoil(disk, data[0] / 4u * (i + 1));
    struct vault *v = image_open(disk, true, VAULT_RESCUE_ONLY, &e);
    if (v)
        salvage(disk, v);
    vault_close(v, &e);
    faultvfs_free(disk);
    return 0;
}
