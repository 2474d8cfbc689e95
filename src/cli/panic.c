/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The word is the consent: no passphrase, no question, no arming. In this order: the file is opened and
 * looked at (nothing that cannot be a vault is touched), the header goes, another Satchel that has it open is
 * told (never before: what it loses then is of no more use); only then is waited, confined, and the rest
 * done. */
#include "satchel/cli/panic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text_width.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/vault/erase.h"
#include "satchel/vault/holder.h"
#include "satchel/vault/rehearse.h"

#define WIDTH 79

int panic_check(struct cli *c, struct err *e)
{
    return args_has(&c->args, "rehearse") ? session_need_vault(c, e) : session_will_write(c, e);
}

/* ---- rehearsal ---- */

static json_t *rehearsal_json(const struct cli *c, const struct rehearsal *r)
{
    return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I}", "vault", c->vault, "header_us",
                     (json_int_t)r->header_us, "files_us", (json_int_t)r->files_us, "bytes",
                     (json_int_t)r->bytes, "overwritten", (json_int_t)r->reached, "own", (json_int_t)r->own);
}

static void add_column(struct buf *out, const char *text, int width)
{
    buf_adds(out, text);
    for (int at = text_width(text, strlen(text)); at < width; at++)
        buf_addc(out, ' ');
}

static void rehearsal_text(const struct rehearsal *r, struct buf *out)
{
    struct rehearsal_row rows[REHEARSAL_ROWS];
    size_t n = rehearsal_rows(r, -1, false, rows);
    buf_addf(out, "%s\n", _("Rehearsal: your vault was not touched."));
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, "  ");
        add_column(out, rows[i].what, 23);
        if (*rows[i].time)
            add_column(out, rows[i].how, 28);
        buf_addf(out, "%s\n", *rows[i].time ? rows[i].time : rows[i].how);
    }
    stream_wrap(out, rehearsal_stays(), WIDTH, 0);
}

static int run_rehearsal(struct cli *c, struct err *e)
{
    struct rehearsal r;
    if (session_confine(c, e) < 0 || rehearse(c->vault, &r, e) < 0)
        return -1;
    if (c->json)
        return stream_json(c, rehearsal_json(c, &r), e);
    rehearsal_text(&r, &c->out);
    return 0;
}

/* ---- in earnest ---- */

static int err_open(const struct cli *c, int why, struct err *e)
{
    if (why == ENOENT || why == ENOTDIR)
        return err_set(e, ERR_PASSPHRASE,
                       _("There is no vault at \"%s\". Nothing was changed. Name another with -f."),
                       c->vault);
    if (why == EACCES || why == EPERM || why == EROFS)
        return err_set(e, ERR_READ_ONLY,
                       _("\"%s\" can only be read, so it was not erased. Nothing was changed. Change its "
                         "permissions, or destroy its disk."),
                       c->vault);
    if (why == EISDIR || why == ENXIO)
        return err_set(e, ERR_PASSPHRASE,
                       _("\"%s\" is a folder or a device and no vault. Nothing was changed."), c->vault);
    return err_errno(e, why, _("The vault could not be opened, nothing was changed"));
}

/* Its descriptor, or -1. */
static int open_vault(const struct cli *c, struct err *e)
{
    const struct vault_io *io = &VAULT_IO_SYSTEM;
    int fd = io->open(io, c->vault, O_RDWR | O_NONBLOCK | O_NOCTTY, 0);
    if (fd < 0)
        return err_open(c, errno, e);
    bool possible = erase_possible(io->size(io, fd));
    if (possible && erase_is_noise(io, fd))
        return fd;
    io->close(io, fd);
    return err_set(
        e, ERR_PASSPHRASE,
        possible
            ? _("\"%s\" does not begin as a vault does, so it was not erased. Nothing was changed.")
            : _("\"%s\" is not a file of a size that a vault can have, so it was not erased. Nothing was "
                "changed."),
        c->vault);
}

/* What stays beside it. Who else had it: told to leave, of these ended by force, and who has it still (as
 * holder_left). */
struct others {
    size_t told, killed;
    pid_t left;
    bool link; /* the vault was named by a symbolic link, which stays */
};

static bool is_link(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

/* The calls are given up last: one of them ends who does not leave. */
static void confine(struct cli *c, struct erase *x, int fd, struct others *o)
{
    struct strs folders = { 0 };
    erase_own_files(x);
    bool known = erase_folders(x, &folders) == 0;
    if (known)
        confine_files(&c->confine, &folders, NULL);
    o->killed = o->told ? holder_wait(fd, HOLDER_WAIT_MS) : 0;
    if (known)
        confine_calls(&c->confine, 0);
    strs_free(&folders);
}

static json_t *done_json(const struct cli *c, const struct erase_done *d, const struct others *o)
{
    return json_pack("{s:s, s:b, s:b, s:b, s:i, s:I, s:I, s:i, s:i, s:I, s:I, s:b, s:b}", "vault", c->vault,
                     "erased", (int)d->header, "cut", (int)d->cut, "removed", (int)d->removed, "journals",
                     (int)d->journals, "bytes", (json_int_t)d->bytes, "overwritten", (json_int_t)d->written,
                     "own", (int)d->own, "left", (int)d->left, "told", (json_int_t)o->told, "killed",
                     (json_int_t)o->killed, "held", o->left != 0, "link", (int)o->link);
}

static void others_text(const struct others *o, struct buf *out)
{
    if (o->killed)
        buf_addf(
            out, "%s\n",
            _("The Satchel that had it open did not leave by itself and was ended by force. What it had on "
              "record as exported stays."));
    else if (o->told)
        buf_addf(out, "%s\n",
                 _("The Satchel that had it open was told to wipe its memory and has left. It could take "
                   "along the "
                   "exports that lie where it may write: below the vault's folder and, for the terminal "
                   "program, /media, /run/media, /mnt and its export-folders. All others stay: erase them "
                   "by hand."));
    if (o->left > 0)
        buf_addf(
            out,
            _("Process %ld still has it open, with keys in its memory, and could not be told to leave: end "
              "it now (kill -KILL %ld). What it had on record as exported stays.\n"),
            (long)o->left, (long)o->left);
    else if (o->left < 0)
        buf_addf(out, "%s\n",
                 _("Another program, which the system does not name, still has it open, perhaps with keys in "
                   "its memory: end it now. Exports stay."));
    else if (!o->told)
        buf_addf(out, "%s\n",
                 _("Exports were not touched: their list was in the vault, and it was not open."));
}

static void done_text(const struct cli *c, const struct erase_done *d, const struct others *o,
                      struct buf *out)
{
    buf_addf(out, _("Erased: nothing opens \"%s\" any more.\n"), c->vault);
    if (d->cut)
        buf_addf(out, "%s\n", erase_only_removed());
    others_text(o, out);
    if (o->link)
        buf_addf(
            out,
            _("\"%s\" is a symbolic link to where the vault was, and is still there: remove it by hand.\n"),
            c->vault);
    if (d->own)
        buf_addf(out, "%s\n", _("The settings, which all vaults of this user share, are gone too."));
    buf_adds(out, _("Backups, snapshots, images taken before and old cells of a flash disk keep what they "
                    "have.\n"));
}

/* Everything after the header. */
static int finish(struct cli *c, struct erase *x, int fd, struct others *o, struct err *e)
{
    confine(c, x, fd, o);
    erase_files(x, ERASE_FILES_MS);
    erase_others(x, ERASE_OTHERS_MS);
    erase_name(x);
    const struct erase_done d = erase_done(x);
    o->left = fd < 0 ? 0 : holder_left(fd);
    if (!d.removed || d.left)
        return err_set(e, ERR_IO,
                       _("Nothing opens \"%s\" any more, but a file of it or of the settings could not be "
                         "removed. Remove by hand what is left."),
                       c->vault);
    if (c->json)
        return stream_json(c, done_json(c, &d, o), e);
    done_text(c, &d, o, &c->out);
    return 0;
}

static int erase_opened(struct cli *c, struct erase *x, int fd, struct err *e)
{
    pid_t holders[HOLDERS_MAX];
    struct others o = { .link = is_link(c->vault) };
    erase_hold(x, fd);
    if (erase_header(x) < 0)
        return err_errno(e, errno, _("The vault could not be written and may still open"));
    if (fd >= 0)
        holder_tell(holders, o.told = holder_find(fd, holders));
    return finish(c, x, fd, &o, e);
}

/* An erasing was cut off at its very last call: no vault is there, but its empty file without a name. */
static bool is_nearly_gone(const struct cli *c, struct erase *x)
{
    return access(c->vault, F_OK) < 0 && errno == ENOENT && erase_strays(x) > 0;
}

static int remove_strays(struct cli *c, struct erase *x, struct err *e)
{
    const struct others nobody = { 0 };
    confine_calls(&c->confine, 0);
    erase_others(x, ERASE_OTHERS_MS);
    const struct erase_done d = erase_done(x);
    if (d.left)
        return err_set(e, ERR_IO,
                       _("Nothing opens \"%s\" any more, but a file of it or of the settings could not be "
                         "removed. Remove by hand what is left."),
                       c->vault);
    if (c->json)
        return stream_json(c, done_json(c, &d, &nobody), e);
    buf_addf(&c->out, _("An erasing that was cut off is finished: nothing of \"%s\" is left.\n"), c->vault);
    return 0;
}

static int erase_aimed(struct cli *c, struct erase *x, struct err *e)
{
    bool remnant = erase_is_remnant(x);
    if (!remnant && is_nearly_gone(c, x))
        return remove_strays(c, x, e);
    int fd = remnant ? -1 : open_vault(c, e);
    int rc = fd < 0 && !remnant ? -1 : erase_opened(c, x, fd, e);
    if (fd >= 0)
        close(fd);
    return rc;
}

static int erase(struct cli *c, struct err *e)
{
    struct erase *x = NULL;
    if (erase_new(&x, NULL, e) < 0)
        return -1;
    int rc = erase_aim(x, c->vault, e) < 0 ? -1 : erase_aimed(c, x, e);
    erase_free(x);
    return rc;
}

int panic_run(struct cli *c, struct err *e)
{
    return args_has(&c->args, "rehearse") ? run_rehearsal(c, e) : erase(c, e);
}
