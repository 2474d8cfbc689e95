/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/lists.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/fields.h"
#include "satchel/cli/stream.h"
#include "satchel/exchange/json_record.h"
#include "satchel/model/field.h"
#include "satchel/store/agenda.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"

#define QUERY_MOST 65536

/* ---- one line for a record: id, type, label, case ---- */

struct line {
    char id[REC_ID_TEXT], kase[REC_ID_TEXT]; /* kase "": none */
    const char *type;
    char *label;
};

static int line_of(struct cli *c, int64_t n, struct line *l, struct err *e)
{
    struct rec_ref self, kase = { 0 };
    enum rec_kind kind;
    if (store_ref(c->store, n, &self, e) != 0 || store_kind(c->store, n, &kind, e) != 0 ||
        store_case_of(c->store, n, &kase, e) != 0)
        return -1;
    rec_id_format(self.id, l->id);
    if (!rec_ref_is_none(&kase))
        rec_id_format(kase.id, l->kase);
    l->type = kind_of(kind)->name;
    l->label = store_label(c->store, n, e);
    return l->label ? 0 : -1;
}

static json_t *as_json(const struct line *l)
{
    return json_pack("{s:s, s:s, s:s, s:s?}", "id", l->id, "type", l->type, "label", l->label, "case",
                     *l->kase ? l->kase : NULL);
}

/* The label stands last: it may run from right to left. */
static void line_text(const struct line *l, struct buf *out)
{
    buf_addf(out, "%s  %-11s  %s\n", l->id, l->type, l->label);
}

int lists_line(struct cli *c, int64_t n, json_t *more, struct err *e)
{
    struct line l = { 0 };
    int rc = line_of(c, n, &l, e);
    if (rc == 0 && c->json) {
        json_t *o = as_json(&l);
        json_object_update_missing(o, more);
        rc = stream_item(c, o, e);
    } else if (rc == 0) {
        line_text(&l, &c->out);
        rc = stream_room(c, e);
    }
    str_free(l.label);
    json_decref(more);
    return rc;
}

json_t *lists_line_json(struct cli *c, int64_t n, struct err *e)
{
    struct line l = { 0 };
    json_t *o = line_of(c, n, &l, e) == 0 ? as_json(&l) : NULL;
    str_free(l.label);
    return o;
}

/* ---- list ---- */

/* The conditions point into argv, or into *input for the one whose value is read from standard input. */
static int take_conditions(struct cli *c, struct store_where *where, size_t *n, struct buf *input,
                           struct err *e)
{
    for (size_t i = 0; i < c->args.options.n; i++) {
        const struct args_value *v = &c->args.options.at[i];
        if (!v->option->condition)
            continue;
        struct store_where *w = &where[(*n)++];
        w->field = v->text[0];
        w->value = v->text[2];
        if (store_op_parse(v->text[1], &w->op, e) != 0)
            return -1;
        if (strcmp(w->value, "-") == 0) {
            if (stream_line("-", QUERY_MOST, input, e) != 0)
                return -1;
            w->value = buf_text(input);
        }
    }
    return 0;
}

static json_t *whole(struct cli *c, int64_t n, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(c->store, n, &r, e) != 0)
        return NULL;
    json_t *o = json_record(r, e);
    rec_free(r);
    return o;
}

static int show_rows(struct cli *c, const struct store_rows *rows, struct err *e)
{
    bool full = args_has(&c->args, "full");
    for (size_t i = 0; i < rows->n; i++) {
        json_t *more = full && c->json ? whole(c, rows->at[i], e) : NULL;
        if ((full && c->json && !more) || lists_line(c, rows->at[i], more, e) != 0)
            return -1;
    }
    return 0;
}

static const struct kind *list_arguments(struct cli *c, long *limit, struct err *e)
{
    const struct kind *k = fields_type(c->args.words.n ? c->args.words.at[0] : "case", e);
    return k && args_number(&c->args, "limit", 1, 1000000000, 0, limit, e) == 0 ? k : NULL;
}

int lists_list_check(struct cli *c, struct err *e)
{
    long limit;
    size_t inputs = 0;
    const struct kind *k = list_arguments(c, &limit, e);
    for (size_t i = 0; k && i < c->args.options.n; i++) {
        const struct args_value *v = &c->args.options.at[i];
        if (!v->option->condition)
            continue;
        bool input = strcmp(v->text[2], "-") == 0;
        struct store_where w = { .field = v->text[0], .value = input ? NULL : v->text[2] };
        if (store_op_parse(v->text[1], &w.op, e) != 0 || store_where_check(k->kind, &w, e) != 0)
            return -1;
        inputs += input;
    }
    if (inputs > 1)
        return err_set(e, ERR_USAGE, _("Only one value can be read from standard input. Nothing was done."));
    return k ? 0 : -1;
}

int lists_list(struct cli *c, struct err *e)
{
    long limit;
    const struct kind *k = list_arguments(c, &limit, e);
    if (!k)
        return -1;
    struct store_where *where = calloc(c->args.options.n + 1, sizeof *where);
    struct store_query q = { .kind = k->kind, .where = where, .limit = (size_t)limit };
    struct store_rows rows = { 0 };
    struct buf input = { 0 };
    int rc = where ? take_conditions(c, where, &q.n_where, &input, e) : err_no_memory(e);
    if (rc == 0)
        rc = store_list(c->store, &q, &rows, e);
    if (rc == 0)
        rc = stream_begin(c, e) == 0 && show_rows(c, &rows, e) == 0 ? stream_end(c, e) : -1;
    store_rows_free(&rows);
    buf_free(&input);
    free(where);
    return rc;
}

/* ---- search ---- */
static int show_hit(struct cli *c, struct search_hit *h, struct err *e)
{
    json_t *more =
        json_pack("{s:s, s:s}", "field", h->field ? h->field : "", "text", h->snippet ? h->snippet : "");
    return lists_line(c, h->n, more, e);
}

static int query_text(struct cli *c, struct buf *text, struct err *e)
{
    const struct args *a = &c->args;
    if (a->words.n == 1 && strcmp(a->words.at[0], "-") == 0)
        return stream_line("-", QUERY_MOST, text, e);
    for (size_t i = 0; i < a->words.n; i++)
        buf_addf(text, "%s%s", i ? " " : "", a->words.at[i]);
    return text->failed ? err_no_memory(e) : 0;
}

/* *k NULL: records of all types. */
static int search_arguments(struct cli *c, const struct kind **k, long *limit, struct err *e)
{
    const char *type = args_text(&c->args, "type");
    *k = NULL;
    if (type && !(*k = fields_type(type, e)))
        return -1;
    return args_number(&c->args, "limit", 1, SEARCH_MOST, SEARCH_MOST, limit, e);
}

int lists_search_check(struct cli *c, struct err *e)
{
    const struct kind *k;
    long limit;
    return search_arguments(c, &k, &limit, e);
}

int lists_search(struct cli *c, struct err *e)
{
    struct search found = { 0 };
    struct buf text = { 0 };
    const struct kind *k;
    long limit;
    if (search_arguments(c, &k, &limit, e) != 0)
        return -1;
    int rc = query_text(c, &text, e);
    if (rc == 0)
        rc = search_run(c->store, buf_text(&text), k ? k->kind : KIND_ANY, &found, e);
    if (rc == 0)
        rc = stream_begin(c, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n && i < (size_t)limit; i++)
        rc = search_fill(c->store, &found, i, e) == 0 ? show_hit(c, &found.hits.at[i], e) : -1;
    if (rc == 0)
        rc = stream_end(c, e);
    search_free(&found);
    buf_free(&text);
    return rc;
}

/* ---- due ---- */
static const char *due_word(enum due d)
{
    static const char *const WORDS[] = { [DUE_OVERDUE] = "overdue",
                                         [DUE_TODAY] = "today",
                                         [DUE_SOON] = "soon",
                                         [DUE_LATER] = "later",
                                         [DUE_NONE] = "none" };
    return WORDS[d];
}

static int show_due(struct cli *c, const struct agenda_row *r, struct err *e)
{
    static const char *const KINDS[] = { "deadline", "checkin", "draft", "backup" };
    char day[DAY_TEXT_BYTES] = "";
    if (r->day.set)
        day_format(r->day.v, day);
    if (r->kind == AGENDA_BACKUP)
        return 0;
    if (!c->json)
        buf_addf(&c->out, "%-8s  %-10s  ", due_word(r->due), *day ? day : "-");
    return lists_line(c, r->n,
                      c->json ? json_pack("{s:s, s:s, s:s?}", "due", due_word(r->due), "what", KINDS[r->kind],
                                          "day", *day ? day : NULL)
                              : NULL,
                      e);
}

static int due_arguments(struct cli *c, long *days, struct err *e)
{
    return args_number(&c->args, "days", 0, 36500, DUE_SOON_DAYS, days, e);
}

int lists_due_check(struct cli *c, struct err *e)
{
    long days;
    return due_arguments(c, &days, e);
}

int lists_due(struct cli *c, struct err *e)
{
    struct agenda a = { 0 };
    long days;
    if (due_arguments(c, &days, e) != 0)
        return -1;
    int rc = agenda_load(c->store, clock_today(c->clock), (int32_t)days, 0, &a, e);
    if (rc == 0)
        rc = stream_begin(c, e);
    for (size_t i = 0; rc == 0 && i < a.rows.n; i++)
        rc = show_due(c, &a.rows.at[i], e);
    if (rc == 0)
        rc = stream_end(c, e);
    agenda_free(&a);
    return rc;
}
