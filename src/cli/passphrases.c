/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new passphrase goes with the key file that was given for opening, unless it is said otherwise: another
 * one, one to be made, or none. Whoever types at a terminal is asked before something is destroyed; a script
 * is taken at its word, but for a decoy where this vault knows that there is one. */
#include "satchel/cli/passphrases.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/secure/passgen.h"
#include "satchel/store/decoy_fill.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/keyfile.h"
#include "satchel/vault/vault.h"

static int done(struct cli *c, const char *key, const char *text, struct err *e)
{
    if (c->json)
        return stream_json(c, json_pack("{s:b}", key, 1), e);
    buf_addf(&c->out, "%s\n", text);
    return 0;
}

/* What another part's passphrase opens with is easily mistaken: the file of the command line goes with all
 * that is typed. */
static int done_other(struct cli *c, const char *text, struct err *e)
{
    int rc = done(c, "made", text, e);
    if (rc == 0 && !c->json && args_has(&c->args, "without-key-file"))
        buf_addf(&c->out, "%s\n",
                 _("It goes with no key file: leave --key-file out when you give it, or empty that field at "
                   "the unlock screen (Tab, Ctrl-U, Enter)."));
    return rc;
}

/* ---- key files ---- */

int passphrases_make_check(struct cli *c, const char *path, struct err *e)
{
    if (!path)
        return err_set(e, ERR_USAGE,
                       _("--make-key-file makes the key file that is named beside it, and none is. Nothing "
                         "was done."));
    c->makes = path;
    return fileio_can_make(path, false, e);
}

int passphrases_make_key(struct cli *c, struct err *e)
{
    return c->makes ? keyfile_make(c->makes, e) : 0;
}

void passphrases_drop_key(struct cli *c)
{
    if (c->makes)
        keyfile_drop(c->makes);
}

/* The one that goes with the new passphrase; NULL: none. */
static const char *new_key_file(const struct cli *c)
{
    const char *fresh = args_text(&c->args, "new-key-file"), *its = args_text(&c->args, "its-key-file");
    const char *named = fresh ? fresh : its;
    return args_has(&c->args, "without-key-file") ? NULL : named ? named : c->key_file;
}

static char *given_label(struct cli *c, struct err *e)
{
    const char *given = args_text(&c->args, "label");
    return text_sanitize(given ? given : "", given ? strlen(given) : 0, TEXT_ONE_LINE, NULL, e);
}

static int check_label(struct cli *c, struct err *e)
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

static int check_key_file(const char *path, struct err *e)
{
    struct secret digest = { 0 };
    int rc = path ? kdf_key_file(path, &digest, e) : 0;
    secret_free(&digest);
    return rc;
}

int passphrases_check(struct cli *c, struct err *e)
{
    const char *named = args_text(&c->args, "new-key-file");
    if (named && args_has(&c->args, "without-key-file"))
        return err_set(e, ERR_USAGE,
                       _("--new-key-file and --without-key-file exclude each other. Nothing was done."));
    int rc =
        args_has(&c->args, "make-key-file") ? passphrases_make_check(c, named, e) : check_key_file(named, e);
    return rc == 0 ? check_label(c, e) : -1;
}

int passphrases_decoy_check(struct cli *c, struct err *e)
{
    if (args_has(&c->args, "fill") && args_has(&c->args, "empty"))
        return err_set(e, ERR_USAGE, _("--fill and --empty exclude each other. Nothing was done."));
    return passphrases_check(c, e);
}

/* ---- asking ---- */

static int too_alike(const struct secret *fresh, const struct secret *other, struct err *e)
{
    int rc = passgen_too_alike(other, fresh, e);
    return rc <= 0
               ? rc
               : err_set(e, ERR_INPUT,
                         _("The new passphrase is too much like another one given here: three characters or "
                           "more must differ. Nothing was changed. Choose another one."));
}

/* One that a slip of the keyboard turns into the current one is as good as none. */
static int ask_another(struct cli *c, struct secret *fresh, struct err *e)
{
    if (ask_new_passphrase(c, vault_profile(c->open), fresh, e) != 0)
        return -1;
    int rc = too_alike(fresh, &c->passphrase, e);
    if (rc != 0)
        secret_free(fresh);
    return rc;
}

/* Somebody sits there and types. */
static bool is_typed(const struct cli *c)
{
    return c->passphrase_fd < 0 && ask_possible();
}

static void say_wrapped(const char *text)
{
    struct buf b = { 0 };
    char *save = NULL;
    stream_wrap(&b, text, 76, 0);
    char *lines = buf_take(&b, NULL);
    for (char *line = lines ? strtok_r(lines, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save))
        stream_say(line);
    str_free(lines);
}

static int agree(const struct cli *c, const char *text, struct err *e)
{
    if (!is_typed(c))
        return 0;
    say_wrapped(text);
    return ask_yes(_("Do it? (yes or no) "))
               ? 0
               : err_set(e, ERR_CANCELLED, _("Nothing was changed: the answer was not \"yes\"."));
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

/* ---- change, add, remove ---- */

/* Does what is to be done with a new passphrase, its key file made first. */
static int with_fresh(struct cli *c, const struct secret *fresh, struct vault_options *o,
                      int (*what)(struct cli *c, const struct secret *fresh, const struct vault_options *o,
                                  struct err *e),
                      struct err *e)
{
    o->key_file = new_key_file(c);
    int rc = passphrases_make_key(c, e);
    if (rc == 0 && (rc = what(c, fresh, o, e)) != 0)
        passphrases_drop_key(c);
    return rc;
}

static int change_to(struct cli *c, const struct secret *fresh, const struct vault_options *o, struct err *e)
{
    return vault_passphrase_change(c->open, fresh, o, e);
}

int passphrases_change(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    int rc = ask_another(c, &fresh, e);
    if (rc == 0)
        rc = with_fresh(c, &fresh, &o, change_to, e);
    secret_free(&fresh);
    return rc == 0 ? done(c, "changed",
                          _("The new passphrase holds. Copies of the vault made before still open with the "
                            "old one."),
                          e)
                   : -1;
}

static int add_one(struct cli *c, const struct secret *fresh, const struct vault_options *o, struct err *e)
{
    char *label = given_label(c, e);
    int rc = label ? vault_passphrase_add(c->open, fresh, label, o, e) : -1;
    str_free(label);
    return rc;
}

int passphrases_add(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    int rc = check_room(c, e) == 0 ? ask_another(c, &fresh, e) : -1;
    if (rc == 0)
        rc = with_fresh(c, &fresh, &o, add_one, e);
    secret_free(&fresh);
    return rc == 0 ? done(c, "added", _("The passphrase was added: each of them opens the vault now."), e)
                   : -1;
}

int passphrases_remove(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret which = { 0 };
    o.key_file = new_key_file(c);
    if (ask_passphrase(c, _("Passphrase to remove: "), &which, e) != 0)
        return -1;
    int rc = vault_passphrase_remove(c->open, &which, &o, e);
    secret_free(&which);
    if (rc != 0)
        return -1;
    return done(c, "removed",
                _("The passphrase was removed. Copies of the vault made before still open with it."), e);
}

/* ---- the other compartment ---- */

/* At a terminal the other ones are asked for again: a slip that turns one into the other destroys. */
static int compare_other(struct cli *c, const struct secret *fresh, const char *prompt, struct err *e)
{
    struct secret other = { 0 };
    if (!is_typed(c))
        return 0;
    int rc = ask_passphrase(c, prompt, &other, e);
    if (rc != 0 && e->code == ERR_PASSPHRASE) { /* there is none, or it is not to be typed here */
        err_clear(e);
        return 0;
    }
    if (rc == 0)
        rc = too_alike(fresh, &other, e);
    secret_free(&other);
    return rc;
}

static int agree_to_decoy(struct cli *c, struct err *e)
{
    bool made;
    if (vault_decoy_made(c->open, &made, e) != 0)
        return -1;
    if (made && !args_has(&c->args, "replace"))
        return err_set(e, ERR_EXISTS,
                       _("A decoy was made from here already, and a new one would erase it. Nothing was "
                         "changed. Say --replace to do that."));
    return agree(c,
                 _("The vault gets a second part with a passphrase of its own. Nobody can tell beforehand "
                   "whether there is one already, not even Satchel: whatever it holds is lost now, for good. "
                   "If you use this vault with two passphrases that open different things, say no."),
                 e);
}

static bool wants_fill(const struct cli *c)
{
    if (args_has(&c->args, "fill") || args_has(&c->args, "empty"))
        return args_has(&c->args, "fill");
    return !is_typed(c) || ask_yes(_("Fill it with invented, harmless cases? (yes or no) "));
}

static int make_decoy(struct cli *c, const struct secret *fresh, const struct vault_options *o, struct err *e)
{
    return vault_decoy_make(c->open, fresh, o, e);
}

int passphrases_decoy(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    struct decoy_fill fill = { .clock = c->clock, .empty = true };
    if (agree_to_decoy(c, e) != 0)
        return -1;
    fill.empty = !wants_fill(c);
    o.fill = decoy_fill_image;
    o.fill_arg = &fill;
    int rc = ask_another(c, &fresh, e);
    if (rc == 0)
        rc = with_fresh(c, &fresh, &o, make_decoy, e);
    secret_free(&fresh);
    return rc == 0 ? done_other(
                         c,
                         _("The decoy is made. Open it now and then and change something: what nobody ever "
                           "uses convinces nobody. See satchel-security(7)."),
                         e)
                   : -1;
}

static int make_duress(struct cli *c, const struct secret *fresh, const struct vault_options *o,
                       struct err *e)
{
    char *label = given_label(c, e);
    int rc = label ? vault_duress_make(c->open, fresh, label, o, e) : -1;
    str_free(label);
    return rc;
}

static int check_duress_label(struct cli *c, struct err *e)
{
    char *label = given_label(c, e);
    int rc = label ? vault_duress_label(label, e) : -1;
    str_free(label);
    return rc;
}

static int agree_to_duress(struct cli *c, struct err *e)
{
    bool made;
    if (check_duress_label(c, e) != 0 || check_room(c, e) != 0 || vault_decoy_made(c->open, &made, e) != 0)
        return -1;
    if (made)
        return err_set(e, ERR_INPUT,
                       _("This would erase the decoy and open your own cases. Nothing was changed. Give the "
                         "decoy's passphrase as the current one."));
    return agree(
        c,
        _("Whoever types the new passphrase opens what you have opened now, and erases the other "
          "part of the vault, for good and without a question; not with --read-only, state or "
          "salvage, nor on a medium that can only be read. Only a backup brings it back. Exports of that "
          "part stay in plain where they lie, and nothing lists them any more. To destroy data may be an "
          "offence where you are. The list of passphrases shows that there is one more, and its "
          "label: give it an ordinary one with --label, and have a second passphrase in your own "
          "part, too."),
        e);
}

int passphrases_duress(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    int rc = agree_to_duress(c, e) == 0 ? ask_another(c, &fresh, e) : -1;
    if (rc == 0)
        rc = compare_other(c, &fresh, _("The passphrase of your own cases, to compare (Enter: none): "), e);
    if (rc == 0)
        rc = with_fresh(c, &fresh, &o, make_duress, e);
    secret_free(&fresh);
    return rc == 0
               ? done_other(c, _("The passphrase is made. The list of passphrases shows it as any other."), e)
               : -1;
}

/* ---- suggest, list ---- */

int passphrases_suggest(struct cli *c, struct err *e)
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

int passphrases_list(struct cli *c, struct err *e)
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
