/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/lockfile.h"

#include <errno.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

static int locked(const struct vault_io *io, int fd, bool exclusive, bool take, struct err *e)
{
    pid_t holder;
    if (io->lock(io, fd, exclusive, take, &holder) == 0)
        return 0;
    if (errno != EAGAIN)
        return err_errno(
            e, errno,
            _("This place cannot keep two programs from writing the vault at once, so it was not opened"));
    if (holder > 0)
        return err_set(
            e, ERR_BUSY,
            _("The vault is in use by process %ld. Nothing was changed. Lock or close Satchel there first."),
            (long)holder);
    return err_set(
        e, ERR_BUSY,
        _("The vault is in use by another program. Nothing was changed. Lock or close it there first."));
}

int lockfile_take(const struct vault_io *io, int fd, bool exclusive, struct err *e)
{
    return locked(io, fd, exclusive, true, e);
}

int lockfile_probe(const struct vault_io *io, int fd, bool exclusive, struct err *e)
{
    return locked(io, fd, exclusive, false, e);
}
