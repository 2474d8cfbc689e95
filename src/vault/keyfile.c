/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/keyfile.h"

#include <errno.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/fileio.h"

#define KEY_BYTES 256

int keyfile_make(const char *path, struct err *e)
{
    struct fileio_new f;
    int rc = fileio_can_make(path, false, e);
    if (rc < 0)
        return -1;
    rc = fileio_new_start(&f, &VAULT_IO_SYSTEM, path, e);
    if (rc == 0 && fileio_noise(f.io, f.fd, KEY_BYTES, 0) < 0)
        rc = err_errno(e, errno, _("The key file could not be written and was removed again"));
    if (rc == 0)
        rc = fileio_new_finish(&f, e);
    fileio_new_end(&f);
    return rc;
}

void keyfile_drop(const char *path)
{
    unlink(path);
}
