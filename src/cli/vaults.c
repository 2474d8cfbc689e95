/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/vaults.h"

#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/secure/passgen.h"
#include "satchel/store/agenda.h"
#include "satchel/store/settings.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/vault.h"

int vaults_init_check(struct cli *c, struct err *e)
{
    return fileio_can_make(c->vault, true, e) == 0 ? session_key_file(c, e) : -1;
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
    int rc = vault_create(c->vault, &fresh, &o, e);
    secret_free(&fresh);
    if (rc != 0)
        return -1;
    if (c->json)
        return stream_json(c, json_pack("{s:s, s:s}", "vault", c->vault, "kdf", kdf_profile_name(o.profile)),
                           e);
    buf_addf(&c->out, _("Created the vault \"%s\".\n"), c->vault);
    return 0;
}

static int done(struct cli *c, const char *key, const char *text, struct err *e)
{
    if (c->json)
        return stream_json(c, json_pack("{s:b}", key, 1), e);
    buf_addf(&c->out, "%s\n", text);
    return 0;
}

/* Another passphrase for what is open. One that a slip of the keyboard turns into the other is as good as
 * none. */
static int ask_another(struct cli *c, struct secret *fresh, struct err *e)
{
    if (ask_new_passphrase(c, vault_profile(c->open), fresh, e) != 0)
        return -1;
    int rc = passgen_too_alike(&c->passphrase, fresh, e);
    if (rc > 0)
        rc = err_set(e, ERR_INPUT,
                     _("The new passphrase is too much like the current one: three characters or more must "
                       "differ. Nothing was changed. Choose another one."));
    if (rc != 0)
        secret_free(fresh);
    return rc;
}

int vaults_passphrase_change(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    o.key_file = c->key_file;
    if (ask_another(c, &fresh, e) != 0)
        return -1;
    int rc = vault_passphrase_change(c->open, &fresh, &o, e);
    secret_free(&fresh);
    if (rc != 0)
        return -1;
    return done(c, "changed",
                _("The new passphrase holds. Copies of the vault made before still open with the old one."),
                e);
}

static char *given_label(struct cli *c, struct err *e)
{
    const char *given = args_text(&c->args, "label");
    return text_sanitize(given ? given : "", given ? strlen(given) : 0, TEXT_ONE_LINE, NULL, e);
}

int vaults_passphrase_add_check(struct cli *c, struct err *e)
{
    char *label = given_label(c, e);
    int rc = label ? 0 : -1;
    if (label && strlen(label) >= VAULT_LABEL_BYTES)
        rc = err_set(e, ERR_USAGE,
                     _("--label takes %d bytes at most. Nothing was done. Choose a shorter one."),
                     VAULT_LABEL_BYTES - 1);
    str_free(label);
    return rc;
}

/* Before the new one is asked for. */
static int check_room(struct cli *c, struct err *e)
{
    struct vault_place place[4];
    int used = 0, n = vault_passphrase_list(c->open, place, e);
    for (int i = 0; i < n; i++)
        used += place[i].used;
    if (used >= VAULT_PASSPHRASES_MAX)
        return err_set(e, ERR_INPUT,
                       _("A vault has at most three passphrases. Nothing was changed. Remove one first."));
    return n < 0 ? -1 : 0;
}

int vaults_passphrase_add(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    o.key_file = c->key_file;
    char *label = given_label(c, e);
    int rc = label ? check_room(c, e) : -1;
    if (rc == 0)
        rc = ask_another(c, &fresh, e);
    if (rc == 0)
        rc = vault_passphrase_add(c->open, &fresh, label, &o, e);
    secret_free(&fresh);
    str_free(label);
    return rc == 0 ? done(c, "added", _("The passphrase was added: each of them opens the vault now."), e)
                   : -1;
}

int vaults_passphrase_remove(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret which = { 0 };
    o.key_file = c->key_file;
    if (ask_passphrase(c, _("Passphrase to remove: "), &which, e) != 0)
        return -1;
    int rc = vault_passphrase_remove(c->open, &which, &o, e);
    secret_free(&which);
    if (rc != 0)
        return -1;
    return done(c, "removed",
                _("The passphrase was removed. Copies of the vault made before still open with it."), e);
}

int vaults_passphrase_suggest(struct cli *c, struct err *e)
{
    struct secret words = { 0 };
    if (passgen_suggest(&words, e) != 0)
        return -1;
    int rc = 0;
    if (c->json)
        rc = stream_json(c, json_pack("{s:s#}", "passphrase", (const char *)words.data, (int)words.len), e);
    else
        buf_addf(&c->out, "%.*s\n", (int)words.len, (const char *)words.data);
    secret_free(&words);
    return rc;
}

static void place_text(const struct vault_place *p, struct buf *out)
{
    buf_addf(out, "%d  %s  %s\n", p->number, p->mine ? _("given now") : _("another one"), p->label);
}

int vaults_passphrase_list(struct cli *c, struct err *e)
{
    struct vault_place place[4];
    int n = vault_passphrase_list(c->open, place, e);
    json_t *all = json_array();
    for (int i = 0; i < n; i++) {
        if (!place[i].used)
            continue;
        json_array_append_new(all, json_pack("{s:i, s:s, s:b}", "place", place[i].number, "label",
                                             place[i].label, "given", (int)place[i].mine));
        if (!c->json)
            place_text(&place[i], &c->out);
    }
    if (n >= 0 && c->json)
        return stream_json(c, all, e);
    json_decref(all);
    return n < 0 ? -1 : 0;
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
