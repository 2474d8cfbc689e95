/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/demo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"
#include "satchel/secure/passgen.h"
#include "satchel/store/demo.h"
#include "satchel/store/store.h"
#include "satchel/vault/vault.h"

#define DEMO_FOLDER "/satchel-demo.XXXXXX"
#define DEMO_VAULT  "/vault"

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

static const char *folder_for_it(void)
{
    static const char *const NAMES[] = { "XDG_RUNTIME_DIR", "TMPDIR" };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *folder = getenv(NAMES[i]);
        if (folder && folder[0] == '/' && access(folder, W_OK) == 0)
            return folder;
    }
    return "/tmp";
}

int demo_make(char **path, struct secret *passphrase, struct err *e)
{
    struct buf name = { 0 };
    buf_addf(&name, "%s%s", folder_for_it(), DEMO_FOLDER);
    if (!name.failed && !mkdtemp(name.data)) {
        err_errno(e, errno, _("The folder for the demonstration could not be made"));
        buf_free(&name);
        return -1;
    }
    buf_adds(&name, DEMO_VAULT);
    *path = buf_take(&name, e);
    if (!*path)
        return -1;
    if (passgen_suggest(passphrase, e) == 0 && create(*path, passphrase, &CLOCK_SYSTEM, e) == 0)
        return 0;
    secret_free(passphrase);
    demo_drop(*path);
    str_free(*path);
    *path = NULL;
    return -1;
}

void demo_drop(const char *path)
{
    static const char *const PARTS[] = { "", "-0", "-1" };
    struct buf name = { 0 };
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        buf_clear(&name);
        buf_addf(&name, "%s%s", path, PARTS[i]);
        if (!name.failed)
            unlink(buf_text(&name));
    }
    buf_clear(&name);
    buf_adds(&name, path);
    buf_cut(&name, strlen(path) - strlen(DEMO_VAULT));
    if (!name.failed)
        rmdir(buf_text(&name));
    buf_free(&name);
}

/* At the vault's place, with a passphrase of the user's. */
static int keep(struct cli *c, struct err *e)
{
    struct secret fresh = { 0 };
    if (stream_refuse_existing(c->vault, e) != 0 || ask_new_passphrase(c, KDF_LOW, &fresh, e) != 0)
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
    if (demo_make(&path, &passphrase, e) != 0)
        return -1;
    const struct cli_open o = { .vault = path, .passphrase = &passphrase, .demo = true };
    int status = c->hooks->open(&o);
    demo_drop(path);
    str_free(path);
    secret_free(&passphrase);
    return status == 0 ? 0 : err_set(e, ERR_FAILED, "%s", "");
}
