/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record on the command line. A case begins with what one asks of it at a glance, and as JSON it holds what
 * belongs to it, so that one call gives the whole of it. What is an id in one record is found under its type
 * in the same object. */
#include "satchel/cli/show.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/lists.h"
#include "satchel/cli/records.h"
#include "satchel/cli/stream.h"
#include "satchel/exchange/json_record.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/model/letters.h"
#include "satchel/store/caselist.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/letters.h"
#include "satchel/store/list.h"

int show_check(struct cli *c, struct err *e)
{
    return records_name_check(c->args.words.at[0], e);
}

/* ---- text ---------------------------------------------------------------------------------------------- */

static void add_lines(struct buf *out, const char *label, const char *text, int width)
{
    int pad = width - text_width(label, strlen(label));
    buf_addf(out, "%s%*s  ", label, pad > 0 ? pad : 0, "");
    for (; *text; text++) {
        buf_addc(out, *text);
        if (*text == '\n' && text[1])
            buf_addf(out, "%*s  ", width, "");
    }
    buf_addc(out, '\n');
}

static int label_width(const struct rec *r)
{
    const struct kind *k = kind_of(r->kind);
    int width = 0;
    for (size_t i = 0; i < k->n_fields; i++) {
        int w = text_width(_(k->fields[i].label), strlen(_(k->fields[i].label)));
        if (!field_is_empty(r, &k->fields[i]) && w > width)
            width = w;
    }
    return width;
}

/* A reference is shown by its label. */
static char *field_text(struct cli *c, const struct rec *r, const struct field *f, struct err *e)
{
    if (f->type != FIELD_REF)
        return field_show(r, f, !args_has(&c->args, "reveal"), e);
    const struct rec_ref *ref = (const struct rec_ref *)(const void *)((const char *)r + f->offset);
    return store_label(c->store, ref->n, e);
}

/* What one asks of a case first, a line or more each. */
enum glance_line { DEADLINE, PEOPLE, APPEALS, DONE, NEXT, GLANCE_LINES };

struct glance {
    struct cli *c;
    struct buf line[GLANCE_LINES];
};

static const char *glance_label(int i)
{
    static const char *const LABELS[] = { [DEADLINE] = N_("Deadline"),
                                          [PEOPLE] = N_("People"),
                                          [APPEALS] = N_("Appeals"),
                                          [DONE] = N_("Done"),
                                          [NEXT] = N_("Next") };
    return _(LABELS[i]);
}

static void add_distance(struct buf *out, int64_t days)
{
    long long many = llabs((long long)days);
    if (days == 0)
        buf_adds(out, _("today"));
    else if (days > 0)
        buf_addf(out, P_("in %lld day", "in %lld days", many), many);
    else
        buf_addf(out, P_("%lld day ago", "%lld days ago", many), many);
}

/* One more line, form with the record's label for %s. */
static int add_labelled(struct glance *g, enum glance_line at, const char *form, int64_t n, struct err *e)
{
    char *label = store_label(g->c->store, n, e);
    struct buf *out = &g->line[at];
    const char *place = label ? strstr(form, "%s") : NULL;
    if (!label)
        return -1;
    buf_addf(out, "%s%.*s%s%s", out->len ? "\n" : "", (int)(place - form), form, label, place + 2);
    str_free(label);
    return 0;
}

typedef int each(struct glance *g, int64_t n, struct err *e);

static int each_child(struct glance *g, int64_t of, enum rec_kind kind, each *f, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(g->c->store, of, kind, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = f(g, rows.at[i], e);
    store_rows_free(&rows);
    return rc;
}

static int add_person(struct glance *g, int64_t n, struct err *e)
{
    return add_labelled(g, PEOPLE, "%s", n, e);
}

static int add_appeal(struct glance *g, int64_t n, struct err *e)
{
    struct rec *r;
    char day[DAY_TEXT_BYTES];
    if (store_get(g->c->store, n, &r, e) != 0 || add_labelled(g, APPEALS, "%s", n, e) != 0)
        return -1;
    struct opt_day deadline = ((const struct appeal *)r)->deadline;
    rec_free(r);
    if (!deadline.set)
        return 0;
    day_format(deadline.v, day);
    buf_addf(&g->line[APPEALS], _(", until %s"), day);
    return 0;
}

static int add_letter(struct glance *g, int64_t n, struct err *e)
{
    struct rec *r;
    if (store_get(g->c->store, n, &r, e) != 0)
        return -1;
    int state = ((const struct letter *)r)->state;
    rec_free(r);
    if (state == LETTER_SENT)
        return 0;
    return add_labelled(g, NEXT,
                        state == LETTER_READY ? _("Send the letter: %s") : _("Finish the letter: %s"), n, e);
}

/* Whom nobody has begun a letter to. */
static int add_target(struct glance *g, int64_t n, struct err *e)
{
    size_t letters;
    struct rec *r;
    if (store_get(g->c->store, n, &r, e) != 0)
        return -1;
    bool dropped = !rec_ref_is_none(&((const struct target *)r)->dropped_by);
    rec_free(r);
    if (dropped)
        return 0;
    if (store_count_children(g->c->store, n, KIND_LETTER, &letters, e) != 0)
        return -1;
    return letters ? 0 : add_labelled(g, NEXT, _("Write to %s"), n, e);
}

static int add_deadline(struct glance *g, const struct caselist_row *row)
{
    char day[DAY_TEXT_BYTES];
    struct buf *out = &g->line[DEADLINE];
    if (!row->deadline.set)
        return 0;
    day_format(row->deadline.v, day);
    buf_addf(out, "%s, ", day);
    add_distance(out, (int64_t)row->deadline.v - clock_today(g->c->clock));
    return 0;
}

/* "post 3, e-mail 12; 4 by hand; 1 answer": letters and whatever else was done. */
static int add_done(struct glance *g, int64_t n, struct err *e)
{
    struct letters_count count;
    struct buf *out = &g->line[DONE];
    if (letters_count(g->c->store, n, &count, e) < 0)
        return -1;
    for (size_t i = 0; i < LETTERS_CHANNELS; i++)
        if (count.by_channel[i])
            buf_addf(out, "%s%s %lld", out->len ? ", " : "", _(ENUM_channel.at[i].label),
                     (long long)count.by_channel[i]);
    if (count.handwritten)
        buf_addf(out, P_("; %lld by hand", "; %lld by hand", count.handwritten),
                 (long long)count.handwritten);
    if (count.answers)
        buf_addf(out, P_("; %zu answer", "; %zu answers", count.answers), count.answers);
    if (count.returned)
        buf_addf(out, P_("; %zu came back", "; %zu came back", count.returned), count.returned);
    return 0;
}

static int read_glance(struct glance *g, int64_t n, struct err *e)
{
    struct caselist_row row;
    if (caselist_row(g->c->store, n, &row, e) != 0)
        return -1;
    int rc = add_deadline(g, &row);
    bool closed = row.closed;
    caselist_row_free(&row);
    rc = rc == 0 ? each_child(g, n, KIND_MEMBER, add_person, e) : rc;
    rc = rc == 0 ? each_child(g, n, KIND_APPEAL, add_appeal, e) : rc;
    rc = rc == 0 ? add_done(g, n, e) : rc;
    rc = rc == 0 && !closed ? each_child(g, n, KIND_LETTER, add_letter, e) : rc;
    return rc == 0 && !closed ? each_child(g, n, KIND_TARGET, add_target, e) : rc;
}

static int show_glance(struct cli *c, int64_t n, int *width, struct err *e)
{
    struct glance g = { .c = c };
    int rc = read_glance(&g, n, e);
    for (int i = 0; i < GLANCE_LINES; i++) {
        int w = text_width(glance_label(i), strlen(glance_label(i)));
        *width = g.line[i].len && w > *width ? w : *width;
        rc = g.line[i].failed && rc == 0 ? err_no_memory(e) : rc;
    }
    for (int i = 0; i < GLANCE_LINES; i++) {
        if (rc == 0 && g.line[i].len)
            add_lines(&c->out, glance_label(i), buf_text(&g.line[i]), *width);
        buf_free(&g.line[i]);
    }
    return rc;
}

static int show_text(struct cli *c, const struct rec *r, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    int width = label_width(r);
    if (lists_line(c, r->n, NULL, e) != 0 || (r->kind == KIND_CASE && show_glance(c, r->n, &width, e) != 0))
        return -1;
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        if (field_is_empty(r, f))
            continue;
        char *text = field_text(c, r, f, e);
        if (!text)
            return -1;
        add_lines(&c->out, _(f->label), text, width);
        str_free(text);
    }
    return 0;
}

/* What belongs to it, a line each. */
static int show_children(struct cli *c, int64_t n, struct err *e)
{
    for (int k = KIND_NONE + 1; k < KIND_FIRST_PART; k++) {
        struct store_rows rows = { 0 };
        int rc = store_children(c->store, n, (enum rec_kind)k, &rows, e);
        for (size_t i = 0; rc == 0 && i < rows.n; i++)
            rc = lists_line(c, rows.at[i], NULL, e);
        store_rows_free(&rows);
        if (rc != 0)
            return -1;
    }
    return 0;
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

/* What a case can have; every one is there, perhaps empty. */
static const enum rec_kind OF_CASE[] = { KIND_APPEAL, KIND_MEMBER,    KIND_TARGET, KIND_EVENT,
                                         KIND_FACT,   KIND_LETTER,    KIND_ACTION, KIND_ITEM,
                                         KIND_SOURCE, KIND_STATEMENT, KIND_NOTE };
/* What these refer to. */
static const enum rec_kind REFERRED[] = { KIND_PERSON, KIND_OFFICE, KIND_HOLDER, KIND_ADDRESS };

static json_t *whole(struct cli *c, int64_t n, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(c->store, n, &r, e) != 0)
        return NULL;
    json_t *o = json_record(r, e), *line = o ? lists_line_json(c, n, e) : NULL;
    bool source = r->kind == KIND_SOURCE;
    rec_free(r);
    if (!line) {
        json_decref(o);
        return NULL;
    }
    json_object_update_missing(o, line);
    json_decref(line);
    if (source) /* the whole text, perhaps of a book */
        json_object_del(o, "text");
    return o;
}

static bool holds(const json_t *all, const char *id)
{
    for (size_t i = 0; i < json_array_size(all); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(all, i), "id")), id) == 0)
            return true;
    return false;
}

/* Adds record n under its type, once. */
static int add_record(struct cli *c, json_t *belongs, int64_t n, struct err *e)
{
    json_t *o = whole(c, n, e);
    if (!o)
        return -1;
    json_t *all = json_object_get(belongs, json_string_value(json_object_get(o, "type")));
    if (all && !holds(all, json_string_value(json_object_get(o, "id"))))
        json_array_append(all, o);
    json_decref(o);
    return 0;
}

static int add_children(struct cli *c, json_t *belongs, int64_t of, enum rec_kind kind, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(c->store, of, kind, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_record(c, belongs, rows.at[i], e);
    store_rows_free(&rows);
    return rc;
}

static int add_referred(struct cli *c, json_t *belongs, const struct rec_ref *ref, struct err *e)
{
    return rec_ref_is_none(ref) ? 0 : add_record(c, belongs, ref->n, e);
}

/* Who a target is, and where letters reach them. */
static int add_official(struct cli *c, json_t *belongs, const struct target *t, struct err *e)
{
    const struct rec_ref *refs[] = { &t->office, &t->holder, &t->person };
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
        if (add_referred(c, belongs, refs[i], e) != 0 ||
            (!rec_ref_is_none(refs[i]) && add_children(c, belongs, refs[i]->n, KIND_ADDRESS, e) != 0))
            return -1;
    return 0;
}

static int add_what_is_referred_to(struct cli *c, json_t *belongs, int64_t n, enum rec_kind kind,
                                   struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(c->store, n, kind, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL;
        rc = store_get(c->store, rows.at[i], &r, e);
        if (rc == 0 && kind == KIND_TARGET)
            rc = add_official(c, belongs, (const struct target *)r, e);
        else if (rc == 0)
            rc = add_referred(c, belongs, &((const struct member *)r)->person, e);
        rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

/* Number, deadline and the days left until it: of the latest appeal that runs. */
static int add_deadline_json(struct cli *c, json_t *belongs, int64_t n, struct err *e)
{
    struct caselist_row row;
    char day[DAY_TEXT_BYTES] = "";
    if (caselist_row(c->store, n, &row, e) != 0)
        return -1;
    if (row.deadline.set)
        day_format(row.deadline.v, day);
    json_object_set_new(belongs, "number", json_string(row.number));
    json_object_set_new(belongs, "deadline", *day ? json_string(day) : json_null());
    json_object_set_new(belongs, "days_left",
                        *day ? json_integer((json_int_t)row.deadline.v - clock_today(c->clock))
                             : json_null());
    caselist_row_free(&row);
    return 0;
}

/* How many letters there are, and what was done, by channel. */
static json_t *counts_json(struct cli *c, int64_t n, struct err *e)
{
    struct letters_count count;
    if (letters_count(c->store, n, &count, e) < 0)
        return NULL;
    json_t *channels = json_object();
    for (size_t i = 0; i < LETTERS_CHANNELS; i++)
        json_object_set_new(channels, ENUM_channel.at[i].word, json_integer(count.by_channel[i]));
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "draft", (json_int_t)count.drafts, "ready",
                     (json_int_t)count.ready, "sent", (json_int_t)count.sent, "done", (json_int_t)count.all,
                     "handwritten", (json_int_t)count.handwritten, "answers", (json_int_t)count.answers,
                     "returned", (json_int_t)count.returned, "by_channel", channels);
}

/* The same for each of its appeals: under their ids. */
static int add_counts(struct cli *c, json_t *belongs, int64_t n, struct err *e)
{
    struct store_rows rows = { 0 };
    json_t *appeals = json_object(), *all = counts_json(c, n, e);
    int rc = all ? store_children(c->store, n, KIND_APPEAL, &rows, e) : -1;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec_ref ref;
        char id[REC_ID_TEXT];
        json_t *one = counts_json(c, rows.at[i], e);
        rc = one ? store_ref(c->store, rows.at[i], &ref, e) : -1;
        if (rc == 0)
            rec_id_format(ref.id, id);
        if (rc == 0)
            json_object_set_new(appeals, id, one);
    }
    store_rows_free(&rows);
    json_object_set_new(all, "by_appeal", appeals);
    json_object_set_new(belongs, "counts", all);
    return rc;
}

static json_t *belongs_json(struct cli *c, int64_t n, struct err *e)
{
    json_t *o = json_object();
    int rc = add_deadline_json(c, o, n, e);
    rc = rc == 0 ? add_counts(c, o, n, e) : rc;
    for (size_t i = 0; i < sizeof OF_CASE / sizeof *OF_CASE; i++)
        json_object_set_new(o, kind_of(OF_CASE[i])->name, json_array());
    for (size_t i = 0; i < sizeof REFERRED / sizeof *REFERRED; i++)
        json_object_set_new(o, kind_of(REFERRED[i])->name, json_array());
    for (size_t i = 0; rc == 0 && i < sizeof OF_CASE / sizeof *OF_CASE; i++)
        rc = add_children(c, o, n, OF_CASE[i], e);
    rc = rc == 0 ? add_what_is_referred_to(c, o, n, KIND_MEMBER, e) : rc;
    rc = rc == 0 ? add_what_is_referred_to(c, o, n, KIND_TARGET, e) : rc;
    if (rc == 0)
        return o;
    json_decref(o);
    return NULL;
}

static int show_json(struct cli *c, const struct rec *r, struct err *e)
{
    json_t *o = json_record(r, e), *line = o ? lists_line_json(c, r->n, e) : NULL;
    json_t *belongs = line && r->kind == KIND_CASE ? belongs_json(c, r->n, e) : NULL;
    if (!line || (r->kind == KIND_CASE && !belongs)) {
        json_decref(o);
        json_decref(line);
        return -1;
    }
    json_object_update_missing(o, line);
    json_decref(line);
    if (belongs)
        json_object_set_new(o, "belongs", belongs);
    return stream_json(c, o, e);
}

int show_run(struct cli *c, struct err *e)
{
    int64_t n;
    struct rec *r = NULL;
    if (store_find(c->store, c->args.words.at[0], KIND_ANY, &n, e) != 0 || store_get(c->store, n, &r, e) != 0)
        return -1;
    int rc = c->json ? show_json(c, r, e) : show_text(c, r, e);
    if (rc == 0 && !c->json)
        rc = show_children(c, r->n, e);
    rec_free(r);
    return rc;
}
