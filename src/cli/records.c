/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/records.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/assign.h"
#include "satchel/cli/batch.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/fields.h"
#include "satchel/cli/stream.h"
#include "satchel/model/field.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/purge.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* ---- add, set ---- */

/* The ids of what was made or changed, a line each, or an array of objects. */
static int tell_record(struct cli *c, const struct rec *r, json_t *all, struct err *e)
{
    char id[REC_ID_TEXT];
    rec_id_format(r->id, id);
    if (!c->json)
        buf_addf(&c->out, "%s\n", id);
    else if (json_array_append_new(all, json_pack("{s:s, s:s}", "id", id, "type", kind_of(r->kind)->name)) !=
             0)
        return err_no_memory(e);
    return 0;
}

static int add_words(struct cli *c, const struct kind *k, json_t *all, struct err *e)
{
    struct rec *r = rec_new(k->kind, e);
    int rc = r ? assign_words(c, r, 1, e) : -1;
    if (rc == 0)
        rc = store_add(c->store, r, e);
    if (rc == 0)
        rc = tell_record(c, r, all, e);
    rec_free(r);
    return rc;
}

static int end_with(struct cli *c, int rc, json_t *all, struct err *e)
{
    if (rc == 0 && c->json)
        return stream_json(c, all, e);
    if (rc != 0)
        buf_clear(&c->out); /* ids of what is not there */
    json_decref(all);
    return rc;
}

int records_add_check(struct cli *c, struct err *e)
{
    const struct kind *k = fields_type(c->args.words.at[0], e);
    bool from_input = c->args.words.n == 2 && strcmp(c->args.words.at[1], "-") == 0;
    if (!k || from_input)
        return k ? 0 : -1;
    if (assign_check(c, k, true, 1, e) < 0)
        return -1;
    if (c->args.words.n > 1)
        return 0;
    return err_set(e, ERR_USAGE,
                   _("No field was given. Nothing was stored. Write FIELD=VALUE behind the type; satchel "
                     "fields %s lists them."),
                   c->args.words.at[0]);
}

int records_name_check(const char *name, struct err *e)
{
    if (store_find_form(name, KIND_ANY, e) == 0)
        return 0;
    e->code = ERR_USAGE;
    return -1;
}

int records_set_check(struct cli *c, struct err *e)
{
    const char *name = c->args.words.at[0];
    if (records_name_check(name, e) != 0)
        return -1;
    /* What only cases are called by tells the kind. */
    bool is_case = store_find_form(name, KIND_PERSON, NULL) != 0;
    return assign_check(c, is_case ? kind_of(KIND_CASE) : NULL, false, 1, e);
}

int records_rm_check(struct cli *c, struct err *e)
{
    for (size_t i = 0; i < c->args.words.n; i++)
        if (records_name_check(c->args.words.at[i], e) != 0)
            return -1;
    return 0;
}

int records_add(struct cli *c, struct err *e)
{
    const struct kind *k = fields_type(c->args.words.at[0], e);
    if (!k)
        return -1;
    json_t *all = json_array();
    bool from_input = c->args.words.n == 2 && strcmp(c->args.words.at[1], "-") == 0;
    return end_with(c, from_input ? batch_add(c, k, all, e) : add_words(c, k, all, e), all, e);
}

static int get_named(struct cli *c, const char *text, struct rec **r, struct err *e)
{
    int64_t n;
    return store_find(c->store, text, KIND_ANY, &n, e) == 0 ? store_get(c->store, n, r, e) : -1;
}

int records_set(struct cli *c, struct err *e)
{
    struct rec *r = NULL;
    if (get_named(c, c->args.words.at[0], &r, e) != 0)
        return -1;
    json_t *all = json_array();
    int rc = assign_words(c, r, 1, e);
    if (rc == 0)
        rc = store_update(c->store, r, NULL, e);
    if (rc == 0)
        rc = tell_record(c, r, all, e);
    rec_free(r);
    return end_with(c, rc, all, e);
}

/* ---- rm ---- */

/* All or none: a name that is wrong is found before anything goes. */
static int find_all(struct cli *c, struct store_rows *rows, struct err *e)
{
    for (size_t i = 0; i < c->args.words.n; i++) {
        int64_t n;
        if (store_find(c->store, c->args.words.at[i], KIND_ANY, &n, e) != 0)
            return -1;
        if (dyn_room(rows) != 0)
            return err_no_memory(e);
        rows->at[rows->n++] = n;
    }
    return 0;
}

static int delete_all(struct cli *c, const struct store_rows *rows, size_t *gone, struct err *e)
{
    if (store_step_begin(c->store, _("deletion"), e) != 0)
        return -1;
    for (size_t i = 0; i < rows->n; i++) {
        size_t some = 0;
        if (store_delete(c->store, rows->at[i], &some, e) != 0 && e->code != ERR_NOT_FOUND) {
            store_step_cancel(c->store);
            return -1;
        }
        *gone += some;
    }
    return store_step_end(c->store, rows->at[0], e);
}

static int tell_count(struct cli *c, size_t n, bool purged, struct err *e)
{
    if (c->json)
        return stream_json(c, json_pack("{s:I}", purged ? "purged" : "deleted", (json_int_t)n), e);
    if (purged)
        buf_addf(&c->out, P_("%zu record removed for good.\n", "%zu records removed for good.\n", n), n);
    else
        buf_addf(&c->out,
                 P_("%zu record deleted; undo brings it back.\n",
                    "%zu records deleted; undo brings them back.\n", n),
                 n);
    return 0;
}

static void tell_stay(struct buf *out, const struct strs *stay)
{
    for (size_t i = 0; i < stay->n; i++) /* TRANSLATORS: a kind of record and what it is called. */
        buf_addf(out, _("This stays: %s\n"), stay->at[i]);
}

/* Names what would go and what would stay, default no. */
static int confirm_purge(struct cli *c, const struct strs *names, const struct strs *stay, struct err *e)
{
    if (args_has(&c->args, "yes")) {
        if (!c->json)
            tell_stay(&c->out, stay);
        return 0;
    }
    struct buf question = { 0 };
    for (size_t i = 0; i < names->n; i++)
        buf_addf(&question, "%s\n", names->at[i]);
    tell_stay(&question, stay);
    buf_adds(&question,
             _("Remove this for good? It cannot be undone, nor can anything before it. (yes or no) "));
    bool yes = ask_yes_anywhere(buf_text(&question));
    buf_free(&question);
    return yes ? 0
               : err_set(e, ERR_CANCELLED,
                         _("Nothing was removed. To remove without a question, say --yes."));
}

static int purge_all(struct cli *c, const struct store_rows *rows, size_t *gone, struct err *e)
{
    struct strs names = { 0 }, stay = { 0 };
    int rc = store_purge_names(c->store, rows->at, rows->n, &names, &stay, e);
    if (rc == 0)
        rc = confirm_purge(c, &names, &stay, e);
    if (rc == 0)
        rc = store_purge(c->store, rows->at, rows->n, e);
    *gone = names.n;
    strs_free(&names);
    strs_free(&stay);
    return rc;
}

int records_rm(struct cli *c, struct err *e)
{
    struct store_rows rows = { 0 };
    size_t gone = 0;
    bool purge = args_has(&c->args, "purge");
    int rc = find_all(c, &rows, e);
    if (rc == 0)
        rc = (purge ? purge_all : delete_all)(c, &rows, &gone, e);
    store_rows_free(&rows);
    return rc == 0 ? tell_count(c, gone, purge, e) : -1;
}

/* ---- undo, redo ---- */
static int take_step(struct cli *c, bool redo, struct err *e)
{
    struct store_step done = { 0 };
    if ((redo ? store_redo : store_undo)(c->store, &done, e) != 0)
        return -1;
    int rc = 0;
    if (c->json)
        rc = stream_json(c, json_pack("{s:s}", redo ? "redone" : "undone", done.label), e);
    else
        buf_addf(&c->out, redo ? _("Done again: %s\n") : _("Undone: %s\n"), done.label);
    str_free(done.label);
    return rc;
}

int records_undo(struct cli *c, struct err *e)
{
    return take_step(c, false, e);
}

int records_redo(struct cli *c, struct err *e)
{
    return take_step(c, true, e);
}
