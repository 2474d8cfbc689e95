/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/compartment.h"
#include "satchel/vault/freelist.h"
#include "satchel/vault/sealvfs_blocks.h"
#include "satchel/vault/stripes.h"

/* A stripe that the other compartment's session added is noise: its last block, written last, tells. Nothing
 * of ours can be in it, because nothing was ever written beyond the capacity we knew. */
static int adopt_stripes(struct compartment_vfs *v, uint64_t pages)
{
    struct stripes_fill fill = { sealvfs_blocks_fill, v, NULL };
    for (uint64_t pair = v->capacity / STRIPES_BLOCKS; pair-- > 0;) {
        uint64_t first = pair * STRIPES_BLOCKS;
        if (first < pages)
            break;
        int rc = sealvfs_blocks_read(v, first + STRIPES_BLOCKS - 1, v->page);
        if (rc == SQLITE_OK)
            continue;
        if (rc != SQLITE_IOERR_DATA || stripes_write(v->c->io, v->c->fd, v->c->number, pair, &fill) < 0)
            return rc == SQLITE_IOERR_DATA ? SQLITE_IOERR_WRITE : rc;
    }
    return SQLITE_OK;
}

int compartment_settle(struct compartment *c, struct err *e)
{
    struct compartment_vfs *v = c->vfs;
    struct freelist f = { 0 };
    if (c->read_only || v->settled)
        return 0;
    struct compartment_damage before = c->damage;
    int rc = sealvfs_blocks_read(v, 0, v->page);
    bool known = rc == SQLITE_OK && freelist_header(v->page, &f) && f.pages > 0;
    wipe(v->page, sizeof v->page);
    if (rc == SQLITE_OK)
        rc = adopt_stripes(v, known ? f.pages : v->capacity);
    if (rc == SQLITE_OK && !v->clean)
        rc = sealvfs_blocks_mend(v);
    c->damage = before;
    v->settled = rc == SQLITE_OK;
    if (!v->settled && c->watch)
        c->watch->lost(c->watch->arg);
    if (rc == SQLITE_IOERR_DATA)
        return err_set(
            e, ERR_DAMAGE,
            _("The beginning of what the vault holds is damaged. Nothing was changed. Restore a backup."));
    return v->settled
               ? 0
               : err_errno(e, errno, _("The vault could not be made ready for writing, nothing was changed"));
}
