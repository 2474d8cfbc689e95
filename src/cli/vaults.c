/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/vaults.h"

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/passphrases.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/store/agenda.h"
#include "satchel/store/open.h"
#include "satchel/store/settings.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/vault.h"

int vaults_init_check(struct cli *c, struct err *e)
{
    if (fileio_can_make(c->vault, true, e) != 0)
        return -1;
    return args_has(&c->args, "make-key-file") ? passphrases_make_check(c, c->key_file, e)
                                               : session_key_file(c, e);
}

int vaults_init(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    const char *kdf = args_text(&c->args, "kdf");
    o.key_file = c->key_file;
    o.fill = store_init_schema;
    if (kdf)
        kdf_profile_parse(kdf, &o.profile);
    if (ask_new_passphrase(c, o.profile, &fresh, e) != 0)
        return -1;
    int rc = passphrases_make_key(c, e);
    if (rc == 0 && (rc = vault_create(c->vault, &fresh, &o, e)) != 0)
        passphrases_drop_key(c);
    secret_free(&fresh);
    if (rc != 0)
        return -1;
    if (c->json)
        return stream_json(c, json_pack("{s:s, s:s}", "vault", c->vault, "kdf", kdf_profile_name(o.profile)),
                           e);
    buf_addf(&c->out, _("Created the vault \"%s\".\n"), c->vault);
    return 0;
}

static int show_state(struct cli *c, const char *file, const char *state, struct err *e)
{
    if (c->json)
        return stream_json(c, json_pack("{s:s, s:s}", "file", file, "state", state), e);
    buf_addf(&c->out, "%s\n", state);
    return 0;
}

int vaults_backup_check(struct cli *c, struct err *e)
{
    return fileio_can_make(c->args.words.at[0], false, e);
}

int vaults_backup(struct cli *c, struct err *e)
{
    char state[VAULT_STATE_BYTES] = "";
    const char *to = c->args.words.at[0];
    if (vault_backup(c->open, to, state, e) != 0 ||
        (!vault_read_only(c->open) && agenda_note_backup(c->store, e) != 0))
        return -1;
    return show_state(c, to, state, e);
}

int vaults_restore(struct cli *c, struct err *e)
{
    const char *from = c->args.words.at[0];
    /* A folder that was named and is missing is rather a disk that is not connected. */
    if (fileio_can_make(c->vault, c->vault_default, e) != 0)
        return -1;
    if (vault_restore(from, c->vault, e) != 0)
        return -1;
    if (c->json)
        return stream_json(c, json_pack("{s:s, s:s}", "vault", c->vault, "from", from), e);
    buf_addf(&c->out, _("Restored \"%s\". It opens with the passphrase that \"%s\" had.\n"), c->vault, from);
    return 0;
}
