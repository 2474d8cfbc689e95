/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/demo.h"

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/demo_folder.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/secure/passgen.h"
#include "satchel/store/demo.h"
#include "satchel/store/open.h"
#include "satchel/store/store.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/vault.h"

static int fill(struct sqlite3 *db, void *arg, struct err *e)
{
    const struct clock *clock = arg;
    struct store *s = NULL;
    int rc = store_init_schema(db, NULL, e) == 0 ? store_open(db, clock, &s, e) : -1;
    if (rc == 0)
        rc = demo_fill(s, clock_today(clock), e);
    store_close(s);
    return rc;
}

static int create(const char *path, const struct secret *passphrase, const struct clock *clock, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    o.profile = KDF_LOW;
    o.fill = fill;
    o.fill_arg = (void *)(uintptr_t)clock;
    return vault_create(path, passphrase, &o, e);
}

int demo_make(char **path, struct secret *passphrase, struct err *e)
{
    *path = demo_folder_make(e);
    if (!*path)
        return -1;
    if (passgen_suggest(passphrase, e) == 0 && create(*path, passphrase, &CLOCK_SYSTEM, e) == 0)
        return 0;
    secret_free(passphrase);
    demo_folder_drop(*path);
    str_free(*path);
    *path = NULL;
    return -1;
}

int demo_check(struct cli *c, struct err *e)
{
    if (!args_has(&c->args, "keep"))
        return 0;
    return session_will_write(c, e) == 0 ? fileio_can_make(c->vault, true, e) : -1;
}

/* At the vault's place, with a passphrase of the user's. */
static int keep(struct cli *c, struct err *e)
{
    struct secret fresh = { 0 };
    if (session_confine(c, e) != 0 || ask_new_passphrase(c, KDF_LOW, &fresh, e) != 0)
        return -1;
    int rc = create(c->vault, &fresh, c->clock, e);
    secret_free(&fresh);
    if (rc != 0)
        return -1;
    if (c->json)
        return stream_json(c, json_pack("{s:s}", "vault", c->vault), e);
    buf_addf(&c->out, _("Created the vault \"%s\" with invented cases.\n"), c->vault);
    return 0;
}

int demo_run(struct cli *c, struct err *e)
{
    if (args_has(&c->args, "keep"))
        return keep(c, e);
    char *path = NULL;
    struct secret passphrase = { 0 };
    broker_start(&c->broker);
    if (demo_make(&path, &passphrase, e) != 0)
        return -1;
    const struct cli_open o = {
        .broker = &c->broker, .vault = path, .passphrase = &passphrase, .demo = true
    };
    int status = c->hooks->open(&o);
    demo_folder_drop(path);
    str_free(path);
    secret_free(&passphrase);
    return status == 0 ? 0 : err_set(e, ERR_FAILED, "%s", "");
}
