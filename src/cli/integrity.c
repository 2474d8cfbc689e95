/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/integrity.h"

#include <inttypes.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/store/salvage.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/survey.h"
#include "satchel/vault/vault.h"

/* ---- as it was left ---- */

static const char NOT_AS_LEFT[] =
    N_("All blocks that are read are sound, but at least one is not the one that this program left there: "
       "something "
       "older was put in its place. Nothing was changed. Compare with a backup.");

static json_t *as_left_json(const struct vault *v)
{
    enum vault_as_left is = vault_as_left(v);
    return is == VAULT_LEFT_UNKNOWN ? json_null() : json_boolean(is == VAULT_AS_LEFT);
}

/* Until the state of the file as it was found is known. */
static int look_through(struct cli *c, struct err *e)
{
    int rc;
    while ((rc = vault_state_step(c->open, e)) > 0)
        ;
    return rc;
}

/* ---- verify ---- */

static const char *const ROLES[] = {
    [SURVEY_UNKNOWN] = "unknown",  [SURVEY_UNUSED] = "unused", [SURVEY_TRUNK] = "free-list",
    [SURVEY_SCHEMA] = "schema",    [SURVEY_INNER] = "inner",   [SURVEY_LEAF] = "rows",
    [SURVEY_OVERFLOW] = "long-row"
};

/* NULL: the block is not of a tree. */
static const struct survey_tree *tree_of(const struct survey *s, const struct survey_bad *b)
{
    return b->role >= SURVEY_INNER ? &s->trees.at[b->tree] : NULL;
}

static json_t *block_json(const struct survey *s, const struct survey_bad *b)
{
    const struct survey_tree *t = tree_of(s, b);
    return json_pack("{s:I, s:s, s:s?, s:s?}", "block", (json_int_t)b->page - 1, "what", ROLES[b->role],
                     "table", t ? t->table : NULL, "index", t && t->index ? t->name : NULL);
}

static void block_text(const struct survey *s, const struct survey_bad *b, struct buf *out)
{
    const struct survey_tree *t = tree_of(s, b);
    unsigned long block = b->page - 1;
    if (t && t->index)
        buf_addf(out, _("damaged: block %lu, of an index of the table %s\n"), block, t->table);
    else if (b->role == SURVEY_LEAF)
        buf_addf(out, _("damaged: block %lu, rows of the table %s\n"), block, t->name);
    else if (b->role == SURVEY_OVERFLOW)
        buf_addf(out, _("damaged: block %lu, a part of a long row of the table %s\n"), block, t->name);
    else if (b->role == SURVEY_INNER)
        buf_addf(out, _("damaged: block %lu, which led to rows of the table %s\n"), block, t->name);
    else if (b->role == SURVEY_SCHEMA)
        buf_addf(out, _("damaged: block %lu, the description of the tables\n"), block);
    else if (b->role == SURVEY_TRUNK)
        buf_addf(out, _("damaged: block %lu, the list of blocks that are free\n"), block);
    else if (b->role == SURVEY_UNKNOWN)
        buf_addf(out, _("damaged: block %lu, what it held cannot be told\n"), block);
}

static json_t *loss_json(const struct loss *l)
{
    static const char *const WHAT[] = {
        [LOSS_GONE] = "all", [LOSS_EMPTIED] = "fields", [LOSS_PART] = "part"
    };
    json_t *o = json_pack("{s:s?, s:s?, s:s?, s:s, s:s}", "id", *l->id ? l->id : NULL, "type",
                          l->kind ? kind_of(l->kind)->name : NULL, "label", *l->label ? l->label : NULL,
                          "what", WHAT[l->how], "table", l->table);
    if (o)
        json_object_set_new(o, "block", l->block < 0 ? json_null() : json_integer(l->block));
    return o;
}

static json_t *report_json(const struct cli *c, const struct vault_report *r)
{
    const struct survey *s = vault_survey(c->open);
    json_t *numbers = json_array(), *blocks = json_array(), *lost = json_array();
    for (size_t i = 0; s && i < s->bad.n; i++) {
        if (s->bad.at[i].role == SURVEY_UNUSED)
            continue;
        json_array_append_new(numbers, json_integer((json_int_t)s->bad.at[i].page - 1));
        json_array_append_new(blocks, block_json(s, &s->bad.at[i]));
    }
    for (size_t i = 0; i < c->lost.all.n; i++)
        json_array_append_new(lost, loss_json(&c->lost.all.at[i]));
    json_t *as_left = as_left_json(c->open);
    const char *opens = !s ? "whole" : c->store ? "reading" : "salvage";
    return json_pack("{s:b, s:I, s:I, s:I, s:o, s:b, s:s, s:o, s:s, s:o, s:o, s:I, s:I}", "ok",
                     r->bad_reachable == 0 && r->consistent && vault_as_left(c->open) != VAULT_NOT_AS_LEFT,
                     "blocks", (json_int_t)r->blocks, "bad", (json_int_t)r->bad_reachable, "bad_unused",
                     (json_int_t)r->bad_unused, "bad_blocks", numbers, "consistent", (int)r->consistent,
                     "problem", r->problem, "as_left", as_left, "opens", opens, "damage", blocks, "lost",
                     lost, "lost_records", (json_int_t)c->lost.records, "redated",
                     (json_int_t)c->lost.redated);
}

static void report_text(struct cli *c, const struct vault_report *r)
{
    const struct survey *s = vault_survey(c->open);
    struct buf *out = &c->out;
    buf_addf(
        out,
        _("%" PRIu64 " blocks read, %" PRIu64 " with content are damaged, %" PRIu64 " without content.\n"),
        r->blocks, r->bad_reachable, r->bad_unused);
    for (size_t i = 0; s && i < s->bad.n; i++)
        block_text(s, &s->bad.at[i], out);
    for (size_t i = 0; i < c->lost.all.n; i++) {
        buf_adds(out, _("lost: "));
        losses_line(&c->lost.all.at[i], out);
        buf_addc(out, '\n');
    }
    if (c->lost.redated)
        buf_addf(out,
                 P_("%zu record lost the day it was entered.\n",
                    "%zu records lost the day they were entered.\n", c->lost.redated),
                 c->lost.redated);
    if (s && !c->store)
        buf_adds(out, _("The vault cannot be opened: which records are lost, satchel salvage tells.\n"));
    if (!r->consistent && r->bad_reachable == 0 && *r->problem) /* else it follows from the damage */
        buf_addf(out, _("inconsistent: %s\n"), r->problem);
}

/* Which records lay in the damaged blocks. That so much is damaged that it cannot be told is no failure. */
static int look_closer(struct cli *c, struct err *e)
{
    struct err why = { 0 };
    if (session_mend(c, &why) == 0 || why.code == ERR_DAMAGE)
        return 0;
    *e = why;
    return -1;
}

int integrity_verify(struct cli *c, struct err *e)
{
    struct vault_report r = { 0 };
    struct err found = { 0 };
    int rc = vault_verify(c->open, &r, &found);
    if (rc != 0 && found.code != ERR_DAMAGE) {
        *e = found;
        return -1;
    }
    if (look_through(c, e) != 0)
        return -1;
    if (rc == 0 && vault_as_left(c->open) == VAULT_NOT_AS_LEFT)
        rc = err_set(&found, ERR_DAMAGE, "%s", _(NOT_AS_LEFT));
    if (r.bad_reachable && look_closer(c, e) != 0)
        return -1;
    if (!c->json)
        report_text(c, &r);
    else if (stream_json(c, report_json(c, &r), e) != 0)
        return -1;
    if (rc != 0)
        *e = found;
    return rc;
}

/* ---- salvage ---- */

int integrity_salvage_check(struct cli *c, struct err *e)
{
    return fileio_can_make(c->args.words.at[0], true, e);
}

static json_t *salvage_json(const struct cli *c, const struct salvage *s)
{
    json_t *lost = json_array(), *rejected = json_array();
    for (size_t i = 0; i < s->lost.all.n; i++)
        json_array_append_new(lost, loss_json(&s->lost.all.at[i]));
    for (size_t i = 0; i < s->rejected.n; i++) {
        const struct salvage_reject *r = &s->rejected.at[i];
        json_array_append_new(rejected, json_pack("{s:I, s:s?, s:I}", "block", (json_int_t)r->block, "table",
                                                  r->table, "row", (json_int_t)r->row));
    }
    return json_pack("{s:s, s:s, s:I, s:I, s:o, s:I, s:I, s:o}", "vault", c->args.words.at[0], "from",
                     c->vault, "rows", (json_int_t)s->rows, "strays", (json_int_t)s->strays, "lost", lost,
                     "lost_records", (json_int_t)s->lost.records, "redated", (json_int_t)s->lost.redated,
                     "rejected", rejected);
}

static int say_salvaged(struct cli *c, const struct salvage *s, struct err *e)
{
    if (c->json)
        return stream_json(c, salvage_json(c, s), e);
    buf_addf(&c->out, _("Saved %zu rows into the new vault \"%s\".\n"), s->rows, c->args.words.at[0]);
    if (s->lost.all.n + s->rejected.n + s->lost.redated) {
        buf_adds(&c->out, _("Could not be read:\n"));
        salvage_lines(s, &c->out);
    }
    return 0;
}

int integrity_salvage(struct cli *c, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret fresh = { 0 };
    struct salvage s = { 0 };
    o.key_file = c->key_file;
    o.profile = vault_profile(c->open);
    if (ask_new_passphrase(c, o.profile, &fresh, e) != 0)
        return -1;
    int rc = salvage_vault(c->open, c->args.words.at[0], &fresh, &o, c->clock, &s, e);
    secret_free(&fresh);
    size_t missing = s.lost.records + s.rejected.n;
    if (rc == 0)
        rc = say_salvaged(c, &s, e);
    salvage_free(&s);
    if (rc == 0 && missing)
        rc = err_set(e, ERR_DAMAGE,
                     _("The new vault is whole, but not everything could be saved; what is missing is "
                       "listed, and in a "
                       "note in the new vault. The damaged vault was not changed."));
    return rc;
}

/* ---- state ---- */

int integrity_state(struct cli *c, struct err *e)
{
    int rc = look_through(c, e);
    const char *state = vault_state_found(c->open);
    if (rc == 0 && c->json)
        return stream_json(
            c,
            json_pack("{s:s, s:s, s:o}", "file", c->vault, "state", state, "as_left", as_left_json(c->open)),
            e);
    if (rc == 0)
        buf_addf(&c->out, "%s\n", state);
    if (rc == 0 && vault_as_left(c->open) == VAULT_NOT_AS_LEFT)
        stream_say(_(NOT_AS_LEFT));
    return rc;
}
