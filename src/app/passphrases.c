/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The current passphrase is asked for and tried: a vault left open on a table does not give its keys away.
 * Passphrases typed in one dialog must differ by three edits; the duress dialog asks for the others again for
 * that alone, because there a slip destroys. */
#include "satchel/app/passphrases.h"

#include <string.h>
#include <unistd.h>

#include "satchel/app/app.h"
#include "satchel/app/home_path.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/passgen.h"
#include "satchel/store/decoy_fill.h"
#include "satchel/vault/keyfile.h"
#include "satchel/vault/vault.h"

static int differ(const struct secret *a, const struct secret *b, struct err *e)
{
    int rc = a->len && b->len ? passgen_too_alike(a, b, e) : 0;
    return rc <= 0 ? rc
                   : err_set(e, ERR_INPUT,
                             _("Two of these passphrases are too much alike: three characters or more must "
                               "differ. Nothing was changed."));
}

/* Opens the vault now, with the key file of this process. */
static int check_current(struct app *a, const struct secret *typed, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    bool given;
    o.key_file = a->key_file;
    if (vault_passphrase_given(a->vault, typed, &o, &given, e) < 0)
        return -1;
    return given ? 0
                 : err_set(e, ERR_PASSPHRASE,
                           _("The vault was opened with another passphrase than this. Nothing was changed."));
}

/* ---- with a new one ---- */

struct key_file {
    char *path; /* owned; NULL: none */
    bool made;
};

static int take_key_file(const struct passphrases_given *g, struct key_file *k, struct err *e)
{
    *k = (struct key_file){ 0 };
    if (!*g->key_file)
        return 0;
    if (!(k->path = home_path(g->key_file)))
        return err_no_memory(e);
    if (access(k->path, F_OK) == 0)
        return 0;
    k->made = keyfile_make(k->path, e) == 0;
    return k->made ? 0 : -1;
}

static void end_key_file(struct key_file *k, int rc)
{
    if (rc < 0 && k->made)
        keyfile_drop(k->path);
    str_free(k->path);
}

static int with_fresh(struct app *a, const struct passphrases_given *g,
                      int (*what)(struct app *a, const struct passphrases_given *g, struct vault_options *o,
                                  struct err *e),
                      struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct key_file k = { 0 };
    if (differ(&g->current, &g->fresh, e) < 0 || check_current(a, &g->current, e) < 0)
        return -1;
    int rc = take_key_file(g, &k, e);
    o.key_file = k.path;
    if (rc == 0)
        rc = what(a, g, &o, e);
    end_key_file(&k, rc);
    return rc;
}

/* What opens the vault from now on is what the unlock screen has to give: no longer what was given to the
 * command line. */
static int change(struct app *a, const struct passphrases_given *g, struct vault_options *o, struct err *e)
{
    if (vault_passphrase_change(a->vault, &g->fresh, o, e) < 0)
        return -1;
    if (!o->key_file || strcmp(o->key_file, a->options.key_file ? a->options.key_file : "") != 0)
        a->options.key_file = NULL;
    return str_set(&a->key_file, o->key_file) < 0 ? err_no_memory(e) : 0;
}

int passphrases_app_change(struct app *a, const struct passphrases_given *g, struct err *e)
{
    return with_fresh(a, g, change, e);
}

static int add(struct app *a, const struct passphrases_given *g, struct vault_options *o, struct err *e)
{
    return vault_passphrase_add(a->vault, &g->fresh, g->label, o, e);
}

int passphrases_app_add(struct app *a, const struct passphrases_given *g, struct err *e)
{
    return with_fresh(a, g, add, e);
}

static int decoy(struct app *a, const struct passphrases_given *g, struct vault_options *o, struct err *e)
{
    struct decoy_fill fill = { .clock = &a->clock, .empty = !g->fill };
    o->fill = decoy_fill_image;
    o->fill_arg = &fill;
    return vault_decoy_make(a->vault, &g->fresh, o, e);
}

int passphrases_app_decoy(struct app *a, const struct passphrases_given *g, struct err *e)
{
    return with_fresh(a, g, decoy, e);
}

int passphrases_app_remove(struct app *a, const struct passphrases_given *g, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    char *path = *g->key_file ? home_path(g->key_file) : NULL;
    o.key_file = path;
    int rc = vault_passphrase_remove(a->vault, &g->other, &o, e);
    str_free(path);
    return rc;
}

/* ---- duress ---- */

bool passphrases_app_elsewhere(const struct app *a)
{
    bool made = false;
    return a->vault && vault_decoy_made(a->vault, &made, NULL) == 0 && made;
}

static int make_duress(struct vault *v, const struct passphrases_given *g, const char *key_file,
                       struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    o.key_file = key_file;
    return vault_duress_make(v, &g->fresh, g->label, &o, e);
}

/* The vault is closed: through the decoy's own door. */
static int make_there(struct app *a, const struct passphrases_given *g, const char *key_file, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct vault *v = NULL;
    o.key_file = key_file;
    o.halt = guard_halt(a->guard);
    o.no_duress = true;
    if (writing_wait(a, e) < 0)
        return -1;
    if (vault_open(a->vault_path, &g->other, &o, &v, e) < 0) {
        if (e->code == ERR_PASSPHRASE)
            err_set(e, ERR_PASSPHRASE,
                    _("What was given as the decoy's passphrase and key file opens nothing. Nothing was "
                      "changed."));
        return -1;
    }
    int rc = make_duress(v, g, key_file, e);
    struct err later = { 0 };
    if (vault_close(v, &later) < 0 && rc == 0) {
        *e = later;
        rc = -1;
    }
    return rc;
}

static int close_and_make(struct app *a, const struct passphrases_given *g, const char *key_file,
                          struct err *e)
{
    struct secret digest = { 0 };
    struct err why = { 0 };
    if (key_file && kdf_key_file(key_file, &digest, e) < 0) /* before anything is closed */
        return -1;
    secret_free(&digest);
    app_close_vault(a);
    int rc = make_there(a, g, key_file, e);
    if (app_unlock(a, &g->current, &why) < 0)
        app_ask_unlock(a, why.text);
    return rc;
}

int passphrases_app_duress(struct app *a, const struct passphrases_given *g, struct err *e)
{
    bool elsewhere = passphrases_app_elsewhere(a);
    if (vault_duress_label(g->label, e) < 0 || differ(&g->other, &g->fresh, e) < 0 ||
        differ(&g->current, &g->fresh, e) < 0 || differ(&g->current, &g->other, e) < 0 ||
        check_current(a, elsewhere ? &g->current : &g->other, e) < 0)
        return -1;
    char *key_file = *g->key_file ? home_path(g->key_file) : NULL;
    if (*g->key_file && !key_file)
        return err_no_memory(e);
    int rc = elsewhere ? close_and_make(a, g, key_file, e) : make_duress(a->vault, g, key_file, e);
    str_free(key_file);
    return rc;
}
