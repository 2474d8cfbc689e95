/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/session.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/leave.h"
#include "satchel/cli/stream.h"
#include "satchel/store/mend_open.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/store/store.h"
#include "satchel/vault/vault.h"

int session_confine(struct cli *c, struct err *e)
{
    struct strs folders = { 0 };
    int rc = c->vault ? confine_beside(&folders, c->vault, e) : 0;
    if (rc == 0 && c->makes)
        rc = confine_beside(&folders, c->makes, e);
    if (c->args.command->need & ARGS_MAKES)
        for (size_t i = 0; rc == 0 && i < c->args.words.n; i++)
            rc = confine_beside(&folders, c->args.words.at[i], e);
    const char *output = args_text(&c->args, "output");
    if (rc == 0 && output && strcmp(output, "-") != 0)
        rc = confine_beside(&folders, output, e);
    if (rc == 0) {
        confine_files(&c->confine, &folders, NULL);
        confine_calls(&c->confine, 0);
        c->leave = leave_start();
    }
    strs_free(&folders);
    return rc;
}

int session_key_file(struct cli *c, struct err *e)
{
    struct secret digest = { 0 };
    int rc = c->key_file ? kdf_key_file(c->key_file, &digest, e) : 0;
    secret_free(&digest);
    return rc;
}

int session_need_vault(struct cli *c, struct err *e)
{
    return c->vault
               ? 0
               : err_set(e, ERR_USAGE,
                         _("HOME is not set to a folder, so it is unclear where the vault is. Nothing was "
                           "done. Say so: satchel -f FILE"));
}

int session_will_write(struct cli *c, struct err *e)
{
    c->writes = true;
    if (c->read_only)
        return err_set(e, ERR_READ_ONLY, _("\"%s\" writes, and --read-only was given. Nothing was done."),
                       c->args.command->name);
    return session_need_vault(c, e);
}

int session_look(struct cli *c, struct err *e)
{
    if (access(c->vault, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(e, ERR_PASSPHRASE,
                       _("There is no vault at \"%s\". Nothing was done. Name another with -f, or make one: "
                         "satchel init"),
                       c->vault);
    bool read_only = c->read_only;
    if (vault_look(c->vault, &read_only, e) != 0 || session_key_file(c, e) != 0)
        return -1;
    if (read_only && c->writes)
        return err_set(e, ERR_READ_ONLY,
                       _("The vault is on a disk that can only be read. Nothing was done. Copy it to another "
                         "one to change it."));
    return 0;
}

int session_ask(struct cli *c, struct err *e)
{
    if (session_look(c, e) != 0)
        return -1;
    return ask_passphrase(c, _("Passphrase: "), &c->passphrase, e);
}

static void say_notices(unsigned notices)
{
    static const struct {
        enum vault_notice notice;
        const char *text;
    } TEXTS[] = {
        { VAULT_NOT_LOCKED, N_("The last session ended without locking; everything it had stored is here.") },
        { VAULT_TORN_COPY,
          N_("The vault was copied or moved in the middle of a change, and its journal is missing: check "
             "it with satchel verify, or restore a backup.") },
        { VAULT_CONTENT_BAD,
          N_("The content of the vault is damaged in places: restore a backup, and keep this file.") },
        { VAULT_CHANGE_DONE,
          N_("An interrupted change of the passphrase was completed: the new one holds.") },
        { VAULT_CHANGE_UNDONE, N_("An interrupted change of the passphrase was undone: the old one holds.") },
        { VAULT_NO_ROOM, N_("The disk is full, so the vault was opened for reading only.") },
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (notices & TEXTS[i].notice)
            stream_say(_(TEXTS[i].text));
}

/* Commands that only read do without what is damaged. */
static bool reads(const struct args_command *command)
{
    return command->need == ARGS_RECORDS;
}

static int open_store(struct cli *c, struct err *e)
{
    struct err why = { 0 };
    if (!vault_rescued(c->open) && store_open(vault_db(c->open), c->clock, &c->store, &why) == 0)
        return 0;
    if (vault_rescued(c->open) || (why.code == ERR_DAMAGE && reads(c->args.command)))
        return session_mend(c, e);
    *e = why;
    return -1;
}

int session_open(struct cli *c, bool records, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    const struct args_command *command = c->args.command;
    o.key_file = c->key_file;
    bool salvages = (command->need & ARGS_SALVAGES) == ARGS_SALVAGES;
    o.read_only = c->read_only || salvages || command->need & ARGS_LEAVES;
    o.rescue = salvages                                         ? VAULT_RESCUE_ONLY
               : reads(command) || command->need & ARGS_DAMAGED ? VAULT_RESCUE
                                                                : VAULT_FAIL;
    o.newest_schema = SCHEMA_VERSION;
    int rc = vault_open(c->vault, &c->passphrase, &o, &c->open, e);
    if (!(c->args.command->need & ARGS_KEEPS))
        secret_free(&c->passphrase);
    if (rc != 0)
        return -1;
    if (c->writes && vault_notices(c->open) & VAULT_NO_ROOM)
        return err_set(e, ERR_DISK_FULL,
                       _("The disk is full, and the vault could be opened for reading only. Nothing was "
                         "changed. Free some space there and try again."));
    if (!vault_rescued(c->open)) /* else there is worse to say, in one sentence */
        say_notices(vault_notices(c->open));
    return records ? open_store(c, e) : 0;
}

int session_mend(struct cli *c, struct err *e)
{
    store_close(c->store);
    c->store = NULL;
    c->mended = true;
    if (!vault_rescued(c->open) && vault_rescue(c->open, e) != 0)
        return -1;
    return mend_open(c->open, c->clock, &c->store, &c->lost, e);
}

static int say_losses(const struct cli *c, struct err *e)
{
    struct buf said = { 0 };
    losses_say(&c->lost, &said);
    int rc = said.failed ? err_no_memory(e) : err_set(e, ERR_DAMAGE, "%s", buf_text(&said));
    buf_free(&said);
    return rc;
}

int session_run(struct cli *c, struct err *e)
{
    int rc = c->args.command->run(c, e);
    if (!reads(c->args.command) || c->flushed)
        return rc;
    bool hurt = rc != 0 ? e->code == ERR_DAMAGE : vault_is_damaged(c->open);
    if (hurt && !c->mended) {
        buf_clear(&c->out);
        c->listing = false;
        rc = session_mend(c, e);
        if (rc == 0)
            rc = c->args.command->run(c, e);
    }
    if (rc != 0 && c->mended && e->code == ERR_NOT_FOUND)
        return err_set(e, ERR_DAMAGE,
                       _("This may be one of the records that could not be read. Which they are: satchel "
                         "verify. To save the rest: satchel salvage"));
    return rc == 0 && c->mended ? say_losses(c, e) : rc;
}

int session_close(struct cli *c, struct err *e)
{
    secret_free(&c->passphrase);
    store_close(c->store);
    losses_free(&c->lost);
    c->store = NULL;
    struct vault *v = c->open;
    c->open = NULL;
    return v ? vault_close(v, e) : 0;
}
