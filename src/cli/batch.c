/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/batch.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/fields.h"
#include "satchel/cli/stream.h"
#include "satchel/exchange/json_record.h"
#include "satchel/store/find.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

struct batch {
    struct cli *c;
    const struct kind *kind; /* of all records; NULL: each says it */
    json_t *made;
    size_t number;               /* of the record being read, from 1 */
    struct json_cleaned cleaned; /* what was left out of all of them */
    size_t cleaned_record;       /* the first of which something was left out */
};

/* ---- one record ---- */
static int tell(struct batch *b, const struct rec *r, const char *did, struct err *e)
{
    char id[REC_ID_TEXT];
    rec_id_format(r->id, id);
    if (!b->c->json) {
        buf_addf(&b->c->out, "%s\n", id);
        return 0;
    }
    json_t *o = json_pack("{s:s, s:s}", "id", id, "type", kind_of(r->kind)->name);
    if (did)
        json_object_set_new(o, "did", json_string(did));
    return json_array_append_new(b->made, o) == 0 ? 0 : err_no_memory(e);
}

static const char *word_of(const json_t *o, const char *key, struct err *e)
{
    const char *word = json_string_value(json_object_get(o, key));
    if (!word)
        err_set(e, ERR_INPUT, _("it has no \"%s\". Add it."), key);
    return word;
}

static int find_ref(void *store, const char *text, enum rec_kind kind, struct rec_ref *out, struct err *e)
{
    int64_t n;
    return store_find(store, text, kind, &n, e) == 0 ? store_ref(store, n, out, e) : -1;
}

static int read_record(struct batch *b, const json_t *o, struct rec *r, struct err *e)
{
    struct json_cleaned cleaned;
    if (json_record_read(o, r, find_ref, b->c->store, &cleaned, e) != 0)
        return -1;
    if (cleaned.n && b->cleaned.n == 0) {
        b->cleaned.first = cleaned.first;
        b->cleaned_record = b->number;
    }
    b->cleaned.n += cleaned.n;
    return 0;
}

static int do_add(struct batch *b, json_t *o, struct err *e)
{
    const struct kind *k = b->kind;
    const char *type = k ? k->name : word_of(o, "type", e);
    if (!type || !(k = k ? k : fields_type(type, e)))
        return -1;
    struct rec *r = rec_new(k->kind, e);
    int rc = r ? read_record(b, o, r, e) : -1;
    if (rc == 0)
        rc = store_add(b->c->store, r, e);
    if (rc == 0)
        rc = tell(b, r, b->kind ? NULL : "add", e);
    rec_free(r);
    return rc;
}

static int get_named(struct batch *b, const json_t *o, struct rec **r, struct err *e)
{
    int64_t n;
    const char *id = word_of(o, "id", e);
    return id && store_find(b->c->store, id, KIND_ANY, &n, e) == 0 ? store_get(b->c->store, n, r, e) : -1;
}

static int do_set(struct batch *b, json_t *o, struct err *e)
{
    struct rec *r = NULL;
    int rc = get_named(b, o, &r, e);
    if (rc == 0)
        rc = read_record(b, o, r, e);
    if (rc == 0)
        rc = store_update(b->c->store, r, NULL, e);
    if (rc == 0)
        rc = tell(b, r, "set", e);
    rec_free(r);
    return rc;
}

static int do_rm(struct batch *b, json_t *o, struct err *e)
{
    struct rec *r = NULL;
    int rc = get_named(b, o, &r, e);
    if (rc == 0)
        rc = store_delete(b->c->store, r->n, NULL, e);
    if (rc == 0)
        rc = tell(b, r, "rm", e);
    rec_free(r);
    return rc;
}

static int do_one(struct batch *b, json_t *o, struct err *e)
{
    static const struct {
        const char *name;
        int (*run)(struct batch *b, json_t *o, struct err *e);
    } VERBS[] = { { "add", do_add }, { "set", do_set }, { "rm", do_rm } };
    if (b->kind)
        return do_add(b, o, e);
    const char *verb = word_of(o, "do", e);
    if (!verb)
        return -1;
    for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++)
        if (strcmp(VERBS[i].name, verb) == 0) {
            json_object_del(o, "do");
            return VERBS[i].run(b, o, e);
        }
    return err_set(e, ERR_INPUT, _("\"do\" is add, set or rm."));
}

/* ---- all of them ---- */

/* A step that can be undone is held in memory until its end, what is in the input beside it. */
static int too_many(const struct batch *b, struct err *e)
{
    return err_set(e, ERR_NO_MEMORY,
                   _("Nothing was stored: with record %zu of the input the step became too large for the "
                     "memory. Split the input into parts of %zu records, and add one after the other."),
                   b->number, b->number > 3 ? b->number / 3 : 1);
}

static int do_value(struct batch *b, json_t *value, struct err *e)
{
    if (json_is_array(value)) {
        size_t i;
        json_t *element;
        json_array_foreach(value, i, element) if (do_value(b, element, e) != 0) return -1;
        return 0;
    }
    struct err why = { 0 };
    b->number++;
    if (json_is_object(value) && do_one(b, value, &why) == 0)
        return 0;
    if (!json_is_object(value))
        err_set(&why, ERR_INPUT, _("it is no JSON object."));
    if (why.code == ERR_NO_MEMORY)
        return too_many(b, e);
    /* TRANSLATORS: number of the record in the input, then what is wrong with it. */
    return err_set(e, why.code, _("Nothing was stored, because of record %zu of the input: %s"), b->number,
                   why.text);
}

static size_t line_at(const struct buf *text, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at && i < text->len; i++)
        line += text->data[i] == '\n';
    return line;
}

/* JSON documents one after the other, as in JSON lines. */
static int do_text(struct batch *b, const struct buf *text, struct err *e)
{
    for (size_t at = 0;;) {
        json_error_t bad;
        at += strspn(buf_text(text) + at, " \t\r\n");
        if (at >= text->len)
            return 0;
        json_t *value = json_loadb(text->data + at, text->len - at,
                                   JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &bad);
        if (!value)
            return err_set(e, ERR_INPUT,
                           _("Nothing was stored, because record %zu of the input is not JSON in UTF-8. Mend "
                             "it near line %zu and try again."),
                           b->number + 1, line_at(text, at + (size_t)bad.position));
        at += (size_t)bad.position;
        int rc = do_value(b, value, e);
        json_decref(value);
        if (rc != 0)
            return -1;
    }
}

/* What was left out of texts is said, not done in silence. */
static void say_cleaned(const struct batch *b)
{
    struct err said;
    if (b->cleaned.n == 0)
        return;
    err_set(
        &said, ERR_INPUT,
        P_("%zu invisible character that turns the direction of writing or controls the screen was left out, "
           "of record %zu of the input, field \"%s\".",
           "%zu invisible characters that turn the direction of writing or control the screen were left "
           "out, the first of record %zu of the input, field \"%s\".",
           b->cleaned.n),
        b->cleaned.n, b->cleaned_record, b->cleaned.first);
    stream_say(said.text);
}

static int do_all(struct batch *b, const struct buf *text, const char *label, struct err *e)
{
    if (store_step_begin(b->c->store, label, e) != 0)
        return -1;
    bool done = do_text(b, text, e) == 0 && b->number > 0;
    if (done && store_step_end(b->c->store, 0, e) == 0) {
        say_cleaned(b);
        return 0;
    }
    buf_clear(&b->c->out); /* ids of what is not there */
    if (done)
        return e->code == ERR_NO_MEMORY ? too_many(b, e) : -1;
    store_step_cancel(b->c->store);
    return b->number > 0 || e->code ? -1
                                    : err_set(e, ERR_INPUT, _("The input is empty. Nothing was stored."));
}

int batch_add(struct cli *c, const struct kind *k, json_t *made, struct err *e)
{
    struct batch b = { .c = c, .kind = k, .made = made };
    struct buf text = { 0 };
    int rc = stream_read("-", BATCH_MOST, &text, e);
    if (rc == 0)
        rc = do_all(&b, &text, _("records from the command line"), e);
    buf_free(&text);
    return rc;
}

int batch_check(struct cli *c, struct err *e)
{
    return stream_check(c->args.words.at[0], e);
}

int batch_run(struct cli *c, struct err *e)
{
    struct batch b = { .c = c, .made = json_array() };
    struct buf text = { 0 };
    int rc = stream_read(c->args.words.at[0], BATCH_MOST, &text, e);
    if (rc == 0)
        rc = do_all(&b, &text, _("a batch of changes"), e);
    buf_free(&text);
    if (rc == 0 && c->json)
        return stream_json(c, b.made, e);
    json_decref(b.made);
    return rc;
}
