/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and closing. The order is part of the promise:
 *
 *   open      look at the file, derive the key (seconds, no lock held), take the lock, read the header again,
 * try the slots, mount the compartment, let SQLite roll back what a crash left, complete what a crash
 * interrupted, commit the session row. Until the last two nothing is written but SQLite's own recovery. close
 * commit the cleared session row, close SQLite, bring both journals to one length, forget the keys.
 *
 * A file that does not open is never written to, whatever the reason: nobody can tell a wrong passphrase from
 * a damaged slot, and a vault that was re-created "because it could not be read" is gone. */
#include "satchel/vault/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/arena.h"
#include "satchel/vault/derive.h"
#include "satchel/vault/duress.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/lockfile.h"
#include "satchel/vault/places.h"
#include "satchel/vault/session.h"
#include "satchel/vault/state.h"
#include "satchel/vault/stripes.h"
#include "satchel/vault/survey.h"

/* ---- the file ---- */

static int open_either(const struct vault_io *io, const char *path, bool *read_only)
{
    int fd = *read_only ? -1 : io->open(io, path, O_RDWR | O_NOCTTY | O_NONBLOCK, 0);
    if (fd >= 0 || (!*read_only && errno != EROFS))
        return fd;
    *read_only = true; /* a read-only medium: it can be read at least */
    return io->open(io, path, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0);
}

static int err_not_file(struct err *e)
{
    return err_set(
        e, ERR_PASSPHRASE,
        _("This is not a vault but a folder or a device. Nothing was changed. Name another file."));
}

static int err_open(const char *path, int why, bool read_only, struct err *e)
{
    if (why == EISDIR || why == ENXIO)
        return err_not_file(e);
    if (why == ENOENT || why == ENOTDIR)
        return err_set(e, ERR_NO_FILE,
                       _("There is no vault at \"%s\". Nothing was changed. Check the name, and whether its "
                         "disk is connected."),
                       path);
    if ((why == EACCES || why == EPERM) && !read_only && access(path, R_OK) == 0)
        return err_set(e, ERR_PERMISSION,
                       _("You may read the vault but not write it. Nothing was changed. Open it with "
                         "--read-only, or change its permissions."));
    return err_errno(e, why, _("The vault could not be opened, nothing was changed"));
}

static int check_file(struct vault *v, struct err *e)
{
    off_t size = v->io->size(v->io, v->fd);
    if (size < 0 && errno == EINVAL)
        return err_not_file(e);
    if (size < 0)
        return err_errno(e, errno, _("The vault could not be opened, nothing was changed"));
    if (size < VAULT_BYTES_MIN)
        return err_set(e, ERR_PASSPHRASE,
                       _("This is not a vault, or it was cut off: it has %lld bytes, and a vault has at "
                         "least %lld. Nothing was changed. If it was one, use a backup."),
                       (long long)size, (long long)VAULT_BYTES_MIN);
    return 0;
}

/* The file itself, when path is a symbolic link: the journals lie beside it. */
static char *real_path(const char *path)
{
    char *real = realpath(path, NULL);
    return real || errno == ENOMEM ? real : strdup(path);
}

static int open_file(struct vault *v, const char *path, struct err *e)
{
    if (!(v->path = real_path(path)))
        return err_no_memory(e);
    v->fd = open_either(v->io, v->path, &v->read_only);
    if (v->fd < 0)
        return err_open(path, errno, v->read_only, e);
    return check_file(v, e) < 0 || lockfile_probe(v->io, v->fd, !v->read_only, e) < 0 ? -1 : 0;
}

int vault_look(const char *path, bool *read_only, struct err *e)
{
    struct vault v = { .io = &VAULT_IO_SYSTEM, .fd = -1, .read_only = *read_only };
    int rc = open_file(&v, path, e);
    *read_only = v.read_only;
    if (v.fd >= 0)
        v.io->close(v.io, v.fd);
    free(v.path);
    return rc;
}

/* ---- the keys ---- */

static int derive(struct vault *v, const struct secret *passphrase, const struct vault_options *o,
                  struct secret *kek, struct err *e)
{
    if (!(v->header = header_read(v->io, v->fd, e)))
        return -1;
    return vault_derive(v, passphrase, o->key_file, kek, e);
}

static int unlock(struct vault *v, const struct secret *kek, struct err *e)
{
    if (secret_new(&v->memory, sizeof *v->secrets, e) < 0)
        return -1;
    v->secrets = (struct vault_secrets *)(void *)v->memory.data;
    /* A pool that is not the slot's was damaged, or destroyed a moment ago by a duress that was cut off
     * before it came to the slots: that must not look like a passphrase that once was right. */
    if (slots_unlock(v->header, kek->data, &v->secrets->slot, &v->slot) < 0 ||
        !slots_keys(v->header, &v->secrets->slot, &v->secrets->keys))
        return err_set(e, ERR_PASSPHRASE,
                       _("Wrong passphrase, or the file is damaged or not a vault. Nothing was changed. Is "
                         "the keyboard set to the language you used?"));
    return 0;
}

/* ---- the session ---- */

static int check_schema(struct vault *v, const struct vault_options *o, struct err *e)
{
    int schema;
    if (vault_ask_number(v, "PRAGMA user_version", &schema, e) < 0)
        return -1;
    if (o->newest_schema <= 0 || schema <= o->newest_schema)
        return 0;
    return err_set(e, ERR_TOO_NEW,
                   _("This vault was written by a newer Satchel (its records have version %d, this program "
                     "knows %d). Nothing was read or changed. Use the newer program."),
                   schema, o->newest_schema);
}

/* The last session was not locked. A journal that is there tells that what it left is whole: it was played
 * back, or was not needed. Without one the file was copied or moved on its own, perhaps in the middle of a
 * change; and strides that do not authenticate are what a power cut tears, or another vault's journal. Then
 * SQLite's own check decides. */
static int judge_interrupted(struct vault *v, bool journal, struct err *e)
{
    char found[VAULT_PROBLEM_BYTES] = "";
    v->notices |= VAULT_NOT_LOCKED | (journal ? 0 : VAULT_TORN_COPY);
    if (!journal || v->compartment.damage.journal_blocks > 0) {
        int rc = vault_check(v->db, "PRAGMA quick_check(1)", found);
        if (rc != SQLITE_OK)
            return vault_sql_error(v, rc, _("The vault could not be opened"), e);
    }
    v->notices |= found[0] ? VAULT_CONTENT_BAD : 0;
    return 0;
}

static int begin_session(struct vault *v, const struct secret *kek, const struct vault_options *o,
                         bool journal, struct err *e)
{
    bool was_open;
    if (check_schema(v, o, e) < 0 || session_found_open(v, &was_open, e) < 0)
        return -1;
    if ((was_open || v->compartment.was_hot) && judge_interrupted(v, journal, e) < 0)
        return -1;
    if (v->read_only)
        return 0;
    if (compartment_settle(&v->compartment, e) < 0)
        return -1;
    if (places_mend(v, kek, e) < 0 || session_set(v, true, e) < 0)
        return -1;
    compartment_touch(&v->compartment);
    duress_allow(v, places_spare(v));
    return 0;
}

/* ---- the whole ---- */

/* SQLite is one for the process, and its memory can be zeroed only when no connection is left. */
static atomic_int open_vaults;

static void release(struct vault *v)
{
    duress_end(v);
    vault_unmount(v);
    if (v->counted && atomic_fetch_sub(&open_vaults, 1) == 1)
        arena_wipe();
    if (v->fd >= 0)
        v->io->close(v->io, v->fd);
    secret_free(&v->memory);
    secmem_wipe_stack();
    state_free(v->state);
    if (v->survey)
        survey_free(v->survey);
    free(v->survey);
    free(v->header);
    free(v->path);
    free(v);
}

/* Before the mount, which makes what is missing. */
static bool has_journal(const struct vault *v)
{
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s-%d", v->path, v->secrets->slot.compartment);
    int fd = v->io->open(v->io, name, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, 0);
    if (fd >= 0)
        v->io->close(v->io, fd);
    return fd >= 0;
}

/* An older vault must be brought up to date before it can be read. */
static bool can_be_read(struct vault *v, const struct vault_options *o)
{
    int schema;
    return vault_ask_number(v, "PRAGMA user_version", &schema, NULL) == 0 && schema >= o->newest_schema;
}

/* What a session writes when it begins found no room, as where overwriting takes some, too: what is there can
 * be read all the same. -1: *e stays as it is. Which places are free cannot be told. */
static int open_without_room(struct vault *v, const struct secret *kek, const struct vault_options *o,
                             bool journal)
{
    duress_allow(v, -1);
    vault_unmount(v);
    v->read_only = true;
    v->notices |= VAULT_NO_ROOM;
    return vault_mount(v, NULL) < 0 || !can_be_read(v, o) || begin_session(v, kek, o, journal, NULL) < 0 ? -1
                                                                                                         : 0;
}

/* The same. */
static int open_rescued(struct vault *v, struct err *e)
{
    duress_allow(v, -1);
    return vault_rescue(v, e);
}

static int open_locked(struct vault *v, const struct secret *kek, const struct vault_options *o,
                       struct err *e)
{
    if (lockfile_take(v->io, v->fd, !v->read_only, e) < 0 || vault_read_header(v, e) < 0 ||
        unlock(v, kek, e) < 0)
        return -1;
    if (v->secrets->slot.kind == SLOT_DURESS && o->no_duress)
        return err_set(e, ERR_INPUT,
                       _("This passphrase opens the decoy and erases all else. Nothing was changed. Give the "
                         "decoy's own one: with that, this one can be removed."));
    bool duress = v->secrets->slot.kind == SLOT_DURESS;
    v->secrets->slot.kind = SLOT_OPEN; /* what is sealed from now on */
    if (duress && !v->read_only)
        duress_begin(v, kek, o->one_thread);
    vault_fill_compartment(v);
    if (o->found && vault_state_code(v, o->found, e) < 0) /* before SQLite recovers anything */
        return -1;
    if (state_start(v, e) < 0)
        return -1;
    bool journal = has_journal(v);
    struct err why = { 0 };
    v->counted = true;
    atomic_fetch_add(&open_vaults, 1);
    if (o->rescue == VAULT_RESCUE_ONLY)
        return open_rescued(v, e);
    if (vault_mount(v, &why) == 0 && begin_session(v, kek, o, journal, &why) == 0)
        return 0;
    if (why.code == ERR_DISK_FULL && open_without_room(v, kek, o, journal) == 0)
        return 0;
    if (o->rescue == VAULT_RESCUE && why.code == ERR_DAMAGE)
        return open_rescued(v, e);
    if (e)
        *e = why;
    return -1;
}

int vault_start(struct err *e)
{
    return arena_install(ARENA_DEFAULT_BYTES, e);
}

size_t vault_unlocked_bytes(void)
{
    struct arena_report r = arena_report();
    return secmem_unlocked() + (r.bytes ? ARENA_LOCKED_BYTES - r.locked : 0);
}

int vault_open(const char *path, const struct secret *passphrase, const struct vault_options *o,
               struct vault **out, struct err *e)
{
    static const struct vault_options defaults = VAULT_OPTIONS_DEFAULT;
    struct secret kek = { 0 };
    int rc = -1;
    *out = NULL;
    o = o ? o : &defaults;
    struct vault *v = calloc(1, sizeof *v);
    if (!v)
        return err_no_memory(e);
    v->io = o->io ? o->io : &VAULT_IO_SYSTEM;
    v->kdf = o->kdf ? o->kdf : kdf_derive;
    v->halt = o->halt;
    v->fd = -1;
    v->read_only = o->read_only;
    if (open_file(v, path, e) == 0 && derive(v, passphrase, o, &kek, e) == 0)
        rc = open_locked(v, &kek, o, e);
    secret_free(&kek);
    if (rc < 0)
        release(v);
    else
        *out = v;
    return rc;
}

static int roll_back(struct vault *v, struct err *e)
{
    int rc = sqlite3_exec(v->db, "ROLLBACK", NULL, NULL, NULL);
    return rc == SQLITE_OK
               ? 0
               : vault_sql_error(v, rc, _("The last change will be undone when the vault is next opened"), e);
}

int vault_end_session(struct vault *v, char code[static VAULT_STATE_BYTES], struct err *e)
{
    if (!sqlite3_get_autocommit(v->db))
        return err_set(e, ERR_INTERNAL, _("A change is under way. Finish it first."));
    duress_wait(v);
    state_accept(v, true);
    if (!v->read_only && session_set(v, false, e) < 0)
        return -1;
    return vault_state_code(v, code, e);
}

int vault_go_on(struct vault *v, struct err *e)
{
    state_accept(v, false);
    return v->ended ? session_set(v, true, e) : 0;
}

static int end_once(struct vault *v, struct err *e)
{
    if (v->db && !sqlite3_get_autocommit(v->db) && roll_back(v, e) < 0)
        return -1;
    return v->read_only || state_has_ended(v) ? 0 : session_set(v, false, e);
}

/* By the clock; the time was taken away since, and nobody else stops it. */
static bool was_cut_off(struct vault *v)
{
    return v->halt && atomic_exchange(&v->halt->late, false) && !halt_io(v->halt);
}

int vault_again(struct vault *v, struct err *e)
{
    vault_unmount(v);
    return vault_mount(v, e);
}

/* A journal that found no room keeps what it could not write, so that this connection can write nothing any
 * more, and would have to say that it was not locked. Another one plays the journal back as far as it is on
 * the disk, and the last row needs no room that is not there. The same after a change that was cut off in the
 * middle. */
static int end_session(struct vault *v, struct err *e)
{
    struct err why = { 0 };
    int rc = end_once(v, &why);
    if (rc < 0 && (why.code == ERR_DISK_FULL || was_cut_off(v)))
        rc = vault_again(v, &why) < 0 ? -1 : end_once(v, &why);
    if (rc < 0 && e)
        *e = why;
    return rc;
}

int vault_close_with_code(struct vault *v, char *code, struct err *e)
{
    if (code)
        code[0] = '\0';
    if (!v)
        return 0;
    duress_wait(v); /* its last step is one of the things whose sum ends the session */
    int rc = end_session(v, e);
    if (rc == 0 && code)
        rc = vault_state_code(v, code, e);
    release(v);
    return rc;
}

int vault_close(struct vault *v, struct err *e)
{
    return vault_close_with_code(v, NULL, e);
}

struct sqlite3 *vault_db(struct vault *v)
{
    return v->db;
}

const char *vault_path(const struct vault *v)
{
    return v->path;
}

int vault_fd(const struct vault *v)
{
    return v->fd;
}

bool vault_read_only(const struct vault *v)
{
    return v->read_only;
}

/* Of a page that holds a part of a long text, and what goes with it into trees and lists. */
#define PAGE_TEXT   4000
#define PAGES_SPARE 16

bool vault_has_room(struct vault *v, uint64_t bytes)
{
    int used, spare;
    uint64_t need = bytes / PAGE_TEXT + PAGES_SPARE, have = compartment_capacity(&v->compartment, NULL);
    if (vault_ask_number(v, "PRAGMA page_count", &used, NULL) < 0 ||
        vault_ask_number(v, "PRAGMA freelist_count", &spare, NULL) < 0)
        return true;
    uint64_t left = have + (uint64_t)spare - (uint64_t)used;
    off_t room = need <= left || !v->io->room ? -1 : v->io->room(v->io, v->fd);
    uint64_t pairs = need <= left ? 0 : (need - left + STRIPES_BLOCKS - 1) / STRIPES_BLOCKS;
    return room < 0 || (uint64_t)room >= pairs * STRIPES_PAIR_BYTES;
}

enum kdf_profile vault_profile(const struct vault *v)
{
    return header_profile(v->header);
}

unsigned vault_notices(const struct vault *v)
{
    return v->notices;
}

const uint8_t *vault_draft_key(const struct vault *v)
{
    return v->secrets->keys.drafts;
}
