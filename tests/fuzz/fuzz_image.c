/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault by somebody who has its passphrase: pages and journal of any content, rightly sealed. It is opened,
 * read, searched, changed, rescued, or each of these fails with a sentence; never a fault. The first byte
 * says how it is opened, the second what is asked (records.h). */
#include "fuzz.h"

#include "../unit/faultvfs.h"
#include "image.h"
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = { 0 };
    if (size < 2)
        return 0;
    struct faultvfs *disk = image_inside(data + 2, size - 2);
    enum vault_rescue rescue = data[0] & 2 ? VAULT_RESCUE_ONLY : VAULT_RESCUE;
    struct vault *v = image_open(disk, data[0] & 1, rescue, &e);
    if (v && (!vault_rescued(v) || vault_patch(v, &e) == 0)) {
        struct vault_report report;
        if (data[0] & 4)
            hold(vault_verify(v, &report, &e) == 0 || *e.text);
        records_use(vault_db(v), data[1]);
    }
    vault_close(v, &e);
    faultvfs_free(disk);
    return 0;
}
