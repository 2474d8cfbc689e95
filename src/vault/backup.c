/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies. A backup is the vault file as it lies between two transactions, with the session row cleared, so
 * that it needs no journal and opens without a word about an interrupted session. Both compartments are in
 * it, and the header: the same passphrases open it, and removing one later does not remove it from the copy.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/duress.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/lockfile.h"
#include "satchel/vault/session.h"

/* ---- backup ---- */

static int quick_check(struct vault *copy, struct err *e)
{
    char found[VAULT_PROBLEM_BYTES];
    int rc = vault_check(copy->db, "PRAGMA quick_check(1)", found);
    if (rc != SQLITE_OK)
        return vault_sql_error(copy, rc, _("The backup could not be read back and was removed"), e);
    return !found[0]
               ? 0
               : err_set(e, ERR_DAMAGE,
                         _("The copy does not hold what it should and was removed. Check the vault with "
                           "verify; it was not changed."));
}

/* Opens the copy with this session's keys, checks it, takes its code. */
static int try_copy(struct vault *v, struct fileio_new *f, char *state, struct err *e)
{
    struct vault copy = { .io = v->io,
                          .path = f->temp,
                          .fd = f->fd,
                          .read_only = true,
                          .secrets = v->secrets,
                          .slot = v->slot,
                          .halt = v->halt };
    int rc = -1;
    if (vault_mount(&copy, e) == 0 && quick_check(&copy, e) == 0)
        rc = vault_state_code(&copy, state, e);
    vault_unmount(&copy);
    return rc;
}

static int copy_vault(struct vault *v, const char *to, char *state, struct err *e)
{
    struct fileio_new f;
    int rc = -1;
    off_t size = v->io->size(v->io, v->fd);
    if (fileio_new_start(&f, v->io, to, e) < 0)
        goto out;
    if (size < 0 || fileio_copy(v->io, v->fd, f.fd, size, v->halt) < 0)
        err_errno(e, errno, _("The backup could not be written and was removed, the vault was not changed"));
    else if (try_copy(v, &f, state, e) == 0)
        rc = fileio_new_finish(&f, e);
out:
    fileio_new_end(&f);
    return rc;
}

int vault_backup(struct vault *v, const char *to, char state[static VAULT_STATE_BYTES], struct err *e)
{
    if (!sqlite3_get_autocommit(v->db))
        return err_set(e, ERR_INTERNAL, _("A change is under way. No backup was made. Finish it first."));
    if (fileio_can_make(to, false, e) < 0)
        return -1;
    duress_wait(v);
    if (!v->read_only && session_set(v, false, e) < 0)
        return -1;
    int rc = copy_vault(v, to, state, e);
    if (!v->read_only)
        session_set(v, true, NULL); /* the backup is made, or not, whatever becomes of this */
    return rc;
}

/* ---- restore ---- */

struct restoring {
    const struct vault_io *io;
    int from[3]; /* journal 0, journal 1, vault; -1: not there */
    struct fileio_new to[3];
};

static char *name_of(const char *path, int i)
{
    char *name;
    return (i < 2 ? asprintf(&name, "%s-%d", path, i) : asprintf(&name, "%s", path)) < 0 ? NULL : name;
}

static int open_source(struct restoring *r, const char *from, struct err *e)
{
    for (int i = 2; i >= 0; i--) {
        char *name = name_of(from, i);
        if (!name)
            return err_no_memory(e);
        r->from[i] = r->io->open(r->io, name, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0);
        free(name);
        if (r->from[i] < 0 && (i == 2 || errno != ENOENT))
            return err_errno(e, errno, _("The backup could not be read, nothing was written"));
        if (i < 2)
            continue;
        off_t size = r->io->size(r->io, r->from[i]);
        if (size < VAULT_BYTES_MIN)
            return err_set(e, ERR_PASSPHRASE,
                           _("This is not a backup of a vault, or it was cut off. Nothing was written. Use "
                             "another backup."));
        if (lockfile_take(r->io, r->from[i], false, e) < 0)
            return -1;
    }
    return 0;
}

static int copy_one(struct restoring *r, int i, const char *to, struct err *e)
{
    char *name = name_of(to, i);
    if (!name)
        return err_no_memory(e);
    int rc = fileio_new_start(&r->to[i], r->io, name, e);
    free(name);
    off_t size = rc == 0 ? r->io->size(r->io, r->from[i]) : 0;
    if (rc == 0 && (size < 0 || fileio_copy(r->io, r->from[i], r->to[i].fd, size, NULL) < 0))
        rc = err_errno(e, errno,
                       _("The copy could not be written and was removed, the backup was not changed"));
    return rc;
}

/* All content first, then the names, the vault's last: a vault never stands there without the journal it
 * needs. */
static int copy_all(struct restoring *r, const char *to, struct err *e)
{
    int done = 0, rc = 0;
    for (int i = 0; i < 3 && rc == 0; i++)
        if (r->from[i] >= 0)
            rc = copy_one(r, i, to, e);
    for (; done < 3 && rc == 0; done++)
        if (r->from[done] >= 0)
            rc = fileio_new_finish(&r->to[done], e);
    for (int i = 0; i < done && i < 2 && rc < 0; i++)
        if (r->from[i] >= 0 && r->to[i].path)
            r->io->unlink(r->io, r->to[i].path);
    return rc;
}

int vault_restore_on(const struct vault_io *io, const char *from, const char *to, struct err *e)
{
    struct restoring r = { .io = io,
                           .from = { -1, -1, -1 },
                           .to = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 } } };
    int rc = -1;
    for (int i = 0; i < 3; i++) {
        char *name = name_of(to, i);
        int taken = name ? fileio_is_free(name, e) : err_no_memory(e);
        free(name);
        if (taken < 0)
            return -1;
    }
    if (open_source(&r, from, e) == 0)
        rc = copy_all(&r, to, e);
    for (int i = 0; i < 3; i++) {
        if (r.to[i].io)
            fileio_new_end(&r.to[i]);
        if (r.from[i] >= 0)
            r.io->close(r.io, r.from[i]);
    }
    return rc;
}

int vault_restore(const char *from, const char *to, struct err *e)
{
    return vault_restore_on(&VAULT_IO_SYSTEM, from, to, e);
}
