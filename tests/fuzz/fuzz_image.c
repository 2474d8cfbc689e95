/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault by somebody who has its passphrase: pages and journal of any content, rightly sealed. It is opened,
 * read, searched, changed, rescued, or each of these fails with a sentence; never a fault. The first byte
 * says how it is opened. */
#include "fuzz.h"

#include "../unit/faultvfs.h"
#include "image.h"
#include "satchel/model/field.h"
#include "satchel/store/drafts.h"
#include "satchel/store/search.h"
#include "satchel/store/settings.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

static void search(struct store *s)
{
    struct search found = { 0 };
    struct err e = { 0 };
    if (search_run(s, "klopstok s", KIND_ANY, &found, &e) == 0)
        for (size_t i = 0; i < found.hits.n && i < 20; i++)
            search_fill(s, &found, i, &e);
    search_free(&found);
}

static void look_aside(struct store *s)
{
    struct drafts drafts = { 0 };
    struct err e = { 0 };
    char *value = NULL;
    if (draft_list(s, &drafts, &e) == 0)
        drafts_free(&drafts);
    store_setting_get(s, "columns", &value, &e);
    str_free(value);
}

static void change(struct store *s)
{
    struct err e = { 0 };
    store_undo(s, NULL, &e);
    store_undo(s, NULL, &e);
    store_redo(s, NULL, &e);
    struct rec *r = rec_new(KIND_NOTE, &e);
    hold(r && field_set(r, rec_field(r, "text", &e), "written later", &e) == 0);
    store_add(s, r, &e);
    rec_free(r);
}

static void use(struct vault *v)
{
    struct store *s = NULL;
    struct err e = { 0 };
    if (store_open(vault_db(v), &IMAGE_CLOCK, &s, &e) < 0) {
        hold(*e.text);
        return;
    }
    char *records = image_records(s, &e);
    hold(records || *e.text);
    str_free(records);
    search(s);
    look_aside(s);
    change(s);
    store_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = { 0 };
    if (size == 0)
        return 0;
    struct faultvfs *disk = image_inside(data + 1, size - 1);
    enum vault_rescue rescue = data[0] & 2 ? VAULT_RESCUE_ONLY : VAULT_RESCUE;
    struct vault *v = image_open(disk, data[0] & 1, rescue, &e);
    if (v && (!vault_rescued(v) || vault_patch(v, &e) == 0)) {
        struct vault_report report;
        if (data[0] & 4)
            hold(vault_verify(v, &report, &e) == 0 || *e.text);
        use(v);
    }
    vault_close(v, &e);
    faultvfs_free(disk);
    return 0;
}
