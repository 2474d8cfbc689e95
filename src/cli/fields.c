/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/fields.h"

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"
#include "satchel/model/record.h"

const struct kind *fields_type(const char *name, struct err *e)
{
    const struct kind *k = kind_named(name);
    if (k && k->kind != KIND_NONE && !kind_is_part(k->kind))
        return k;
    err_set(e, ERR_USAGE, _("There is no type \"%s\". Nothing was done. All types: satchel fields"), name);
    return NULL;
}

static const char *type_word(const struct field *f)
{
    static const char *const WORDS[] = {
        [FIELD_TEXT] = "text", [FIELD_LINES] = "lines", [FIELD_INT] = "number", [FIELD_BOOL] = "yes/no",
        [FIELD_ENUM] = "word", [FIELD_DAY] = "day",     [FIELD_EDTF] = "date",  [FIELD_REF] = "id",
        [FIELD_LIST] = "list", [FIELD_REFS] = "ids"
    };
    return WORDS[f->type];
}

static json_t *field_json(const struct field *f)
{
    json_t *o = json_pack("{s:s, s:s, s:b, s:b, s:b}", "field", f->key, "takes", type_word(f), "required",
                          (f->flags & FIELD_REQUIRED) != 0, "kept_by_program",
                          (f->flags & FIELD_READ_ONLY) != 0, "searched", (f->flags & FIELD_UNSEARCHED) == 0);
    if (f->target != KIND_NONE)
        json_object_set_new(o, "type", json_string(kind_of(f->target)->name));
    json_t *words = f->names ? json_array() : NULL, *parts = f->part ? json_array() : NULL;
    for (size_t i = 0; f->names && i < f->names->n; i++)
        json_array_append_new(words, json_string(f->names->at[i].word));
    for (size_t i = 0; f->part && i < f->part->n_fields; i++)
        json_array_append_new(parts, field_json(&f->part->fields[i]));
    if (words)
        json_object_set_new(o, "words", words);
    if (f->part && f->part->kind != KIND_NONE)
        json_object_set_new(o, "part", json_string(f->part->name));
    if (parts)
        json_object_set_new(o, "fields", parts);
    return o;
}

/* Key and type, then what there is to say of it: "required. how much the letter shows — full | none". */
static void field_text(const struct field *f, struct buf *out)
{
    struct buf takes = { 0 };
    const char *between = f->hint ? " — " : " ";
    buf_adds(&takes, type_word(f));
    if (f->target != KIND_NONE)
        buf_addf(&takes, " (%s)", kind_of(f->target)->name);
    buf_addf(out, "%-18s %-16s", f->key, buf_text(&takes));
    if (f->flags & FIELD_REQUIRED)
        buf_addf(out, " %s", _("required."));
    if (f->flags & FIELD_READ_ONLY)
        buf_addf(out, " %s", _("kept by the program."));
    if (f->hint)
        buf_addf(out, " %s", _(f->hint));
    for (size_t i = 0; f->names && i < f->names->n; i++)
        buf_addf(out, "%s%s", i ? " | " : between, f->names->at[i].word);
    for (size_t i = 0; f->part && i < f->part->n_fields; i++)
        buf_addf(out, "%s%s", i ? " | " : between, f->part->fields[i].key);
    buf_addc(out, '\n');
    buf_free(&takes);
}

static int show_type(struct cli *c, const struct kind *k, struct err *e)
{
    json_t *all = c->json ? json_array() : NULL;
    for (size_t i = 0; i < k->n_fields; i++)
        if (c->json)
            json_array_append_new(all, field_json(&k->fields[i]));
        else
            field_text(&k->fields[i], &c->out);
    return c->json ? stream_json(c, all, e) : 0;
}

static int show_types(struct cli *c, struct err *e)
{
    json_t *all = c->json ? json_array() : NULL;
    for (int n = KIND_NONE + 1; n < KIND_FIRST_PART; n++) {
        const struct kind *k = kind_of((enum rec_kind)n);
        if (c->json)
            json_array_append_new(all, json_string(k->name));
        else
            buf_addf(&c->out, "%-12s %s\n", k->name, _(k->label_plural));
    }
    return c->json ? stream_json(c, all, e) : 0;
}

int fields_run(struct cli *c, struct err *e)
{
    if (c->args.words.n == 0)
        return show_types(c, e);
    const struct kind *k = fields_type(c->args.words.at[0], e);
    return k ? show_type(c, k, e) : -1;
}
