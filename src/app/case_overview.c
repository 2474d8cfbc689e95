/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first tab: one line for each thing one asks of a case. A line stands for the field it shows, so that
 * `e` opens the right form and `d` empties that field; of lists (asks, recipients) each line is one of them.
 */
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/err.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/list.h"

enum line {
    LINE_PERSON,
    LINE_STATUS,
    LINE_APPEAL,
    LINE_DEADLINE,
    LINE_LANGUAGES,
    LINE_ASK,
    LINE_TARGET,
    LINE_FIELD,
    LINE_COUNTRY
};

static const struct list_column COLUMNS[] = { { .width = 11 }, { .width = 20 } };

/* ---- which lines ---- */

static int add_line(struct case_view *c, enum line what, const struct rec_ref *of, enum rec_kind kind,
                    const char *key, const char *label, struct err *e)
{
    struct case_row row = {
        .n = of->n, .kind = kind, .element = CASE_WHOLE, .what = (int)what, .label = label
    };
    row.field = key ? kind_field(kind_of(kind), key) : NULL;
    return case_add_row(c, row, e);
}

static int add_people(struct case_view *c, struct err *e)
{
    struct store_rows rows = { 0 };
    size_t before = c->rows.n;
    int rc = store_children(c->app->store, c->ref.n, KIND_MEMBER, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        const struct member *m = (const struct member *)case_record(c, rows.at[i]);
        struct rec_ref of = { .n = rows.at[i] };
        if (m && m->role == MEMBER_AT_RISK)
            rc = add_line(c, LINE_PERSON, &of, KIND_MEMBER, NULL, c->rows.n == before ? _("Person") : "", e);
    }
    store_rows_free(&rows);
    if (rc == 0 && c->rows.n == before)
        rc = add_line(c, LINE_PERSON, &(struct rec_ref){ 0 }, KIND_MEMBER, NULL, _("Person"), e);
    return rc;
}

static int add_asks(struct case_view *c, const struct rec_ref *appeal, struct err *e)
{
    const struct appeal *a = (const struct appeal *)case_record(c, appeal->n);
    size_t n = a ? a->asks.n : 0;
    if (n == 0)
        return add_line(c, LINE_ASK, appeal, KIND_APPEAL, "asks", _("Asks"), e);
    for (size_t i = 0; i < n; i++) {
        if (add_line(c, LINE_ASK, appeal, KIND_APPEAL, "asks", i ? "" : _("Asks"), e) < 0)
            return -1;
        c->rows.at[c->rows.n - 1].element = i;
    }
    return 0;
}

static bool same_ref(const struct rec_ref *a, const struct rec_ref *b)
{
    return a->n && a->n == b->n;
}

/* Is whom this target stands for on a line already, from another text about the case? */
static bool stands_there(struct case_view *c, const struct target *t, size_t first)
{
    for (size_t i = first; i < c->rows.n; i++) {
        const struct target *u = (const struct target *)case_record(c, c->rows.at[i].n);
        if (u && u->appeal.n != t->appeal.n &&
            (same_ref(&u->office, &t->office) || same_ref(&u->person, &t->person)))
            return true;
    }
    return false;
}

static int superseded(struct case_view *c, struct store_rows *out, struct err *e)
{
    struct store_rows appeals = { 0 };
    int rc = store_children(c->app->store, c->ref.n, KIND_APPEAL, &appeals, e);
    for (size_t i = 0; rc == 0 && i < appeals.n; i++) {
        const struct appeal *a = (const struct appeal *)case_record(c, appeals.at[i]);
        if (!a || !a->supersedes.n)
            continue;
        rc = dyn_room(out) < 0 ? err_no_memory(e) : 0;
        if (rc == 0)
            out->at[out->n++] = a->supersedes.n;
    }
    store_rows_free(&appeals);
    return rc;
}

static bool is_among(const struct store_rows *rows, int64_t n)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i] == n)
            return true;
    return false;
}

/* Whose turn it is: those of the texts that count, those of former texts, those who were dropped. */
enum turn { CURRENT, FORMER, DROPPED, TURNS };

static int add_turn(struct case_view *c, const struct store_rows *targets, const struct store_rows *gone,
                    enum turn turn, size_t first, struct err *e)
{
    for (size_t i = 0; i < targets->n; i++) {
        const struct target *t = (const struct target *)case_record(c, targets->at[i]);
        struct rec_ref of = { .n = targets->at[i] };
        if (!t || stands_there(c, t, first))
            continue;
        enum turn its = !rec_ref_is_none(&t->dropped_by) ? DROPPED
                        : is_among(gone, t->appeal.n)    ? FORMER
                                                         : CURRENT;
        if (its == turn &&
            add_line(c, LINE_TARGET, &of, KIND_TARGET, NULL, c->rows.n == first ? _("Write to") : "", e) < 0)
            return -1;
    }
    return 0;
}

static int add_targets(struct case_view *c, struct err *e)
{
    struct store_rows targets = { 0 }, gone = { 0 };
    size_t first = c->rows.n;
    int rc = store_children(c->app->store, c->ref.n, KIND_TARGET, &targets, e);
    if (rc == 0)
        rc = superseded(c, &gone, e);
    for (int turn = CURRENT; rc == 0 && turn < TURNS; turn++)
        rc = add_turn(c, &targets, &gone, (enum turn)turn, first, e);
    store_rows_free(&targets);
    store_rows_free(&gone);
    if (rc == 0 && c->rows.n == first)
        rc = add_line(c, LINE_TARGET, &(struct rec_ref){ 0 }, KIND_TARGET, NULL, _("Write to"), e);
    return rc;
}

static int load(struct case_view *c, struct err *e)
{
    const struct rec_ref *kase = &c->ref, appeal = { .n = case_appeal(c) };
    return add_people(c, e) < 0 || add_line(c, LINE_STATUS, kase, KIND_CASE, "status", _("Status"), e) < 0 ||
                   add_line(c, LINE_DEADLINE, &appeal, KIND_APPEAL, "deadline", _("Deadline"), e) < 0 ||
                   add_line(c, LINE_APPEAL, &appeal, KIND_APPEAL, "number", _("Appeal"), e) < 0 ||
                   add_line(c, LINE_COUNTRY, kase, KIND_CASE, "country", _("Country"), e) < 0 ||
                   add_line(c, LINE_LANGUAGES, &appeal, KIND_APPEAL, "languages", _("Languages"), e) < 0 ||
                   add_asks(c, &appeal, e) < 0 || add_targets(c, e) < 0 ||
                   add_line(c, LINE_FIELD, kase, KIND_CASE, "summary", _("Summary"), e) < 0 ||
                   add_line(c, LINE_FIELD, kase, KIND_CASE, "background", _("Background"), e) < 0 ||
                   add_line(c, LINE_FIELD, kase, KIND_CASE, "group_label", _("Group"), e) < 0 ||
                   add_line(c, LINE_FIELD, kase, KIND_CASE, "tags", _("Tags"), e) < 0
               ? -1
               : 0;
}

/* ---- what they say ---- */

/* Parts of a line with " · " between. */
static void part(struct buf *out, const char *text)
{
    if (text && *text)
        buf_addf(out, "%s%s", out->len ? " · " : "", text);
}

static void say_person(struct case_view *c, const struct rec *member, struct buf *out)
{
    const struct rec *r = member ? case_record(c, ((const struct member *)member)->person.n) : NULL;
    const struct person *p = (const struct person *)r;
    if (!p)
        return;
    part(out, p->pronouns);
    char *birth = edtf_words(p->birth.text);
    if (birth && *birth) {
        buf_adds(out, out->len ? " · " : "");
        buf_addf(out, _("b. %s"), birth);
    }
    str_free(birth);
    buf_adds(out, out->len ? " · " : "");
    case_add_name(c, r, true, out);
}

static void say_status(const struct case_view *c, struct buf *out)
{
    const struct kase *k = c->kase;
    buf_adds(out, _(ENUM_case_status.at[k->status].label));
    if (c->head.state != STATE_UNKNOWN)
        buf_addf(out, ", %s", _(ENUM_person_state.at[c->head.state].label));
    part(out, k->closed_why);
    if (k->risk != RISK_UNSAID) {
        buf_adds(out, " · ");
        buf_addf(out, _("risk %s"), _(ENUM_risk.at[k->risk].label));
    }
}

static void say_deadline(const struct case_view *c, const struct appeal *a, struct buf *out)
{
    char *day = present_day(a->deadline), *distance = NULL, *issued = present_day(a->issued);
    if (a->deadline.set) {
        distance = present_distance(a->deadline.v, c->today);
        buf_addf(out, "%s, %s", day ? day : "", distance ? distance : "");
    }
    if (a->issued.set) {
        buf_adds(out, out->len ? " · " : "");
        buf_addf(out, a->issued_inferred ? _("issued %s (inferred)") : _("issued %s"), issued ? issued : "");
    }
    str_free(day);
    str_free(distance);
    str_free(issued);
}

static void say_appeal(const struct appeal *a, struct buf *out)
{
    char *closed = present_day(a->closed_on);
    buf_adds(out, a->number ? a->number : _(ENUM_appeal_kind.at[a->kind].label));
    if (a->kind == APPEAL_STOP)
        part(out, _("the appeal is over"));
    else if (a->closed_on.set) {
        buf_adds(out, " · ");
        buf_addf(out, _("closed %s"), closed ? closed : "");
    }
    str_free(closed);
    if (a->update_no.set) {
        buf_adds(out, " · ");
        buf_addf(out, _("update %lld"), (long long)a->update_no.v);
    }
    if (a->index_no) {
        buf_adds(out, " · ");
        buf_addf(out, _("index %s"), a->index_no);
    }
}

static void say_country(const struct kase *k, struct buf *out)
{
    const char *printed = k->country_text ? k->country_text : "", *code = k->country ? k->country : "";
    char *name = present_code("country", code);
    bool says_more = name && *name && strcmp(printed, name) != 0;
    if (*printed && says_more)
        buf_addf(out, "%s (%s)", printed, name);
    else
        buf_adds(out, *printed ? printed : name);
    str_free(name);
}

static void say_target(struct case_view *c, const struct rec *r, struct buf *out)
{
    const struct target *t = (const struct target *)r;
    char *label = case_target_label(c, t);
    if (!rec_ref_is_none(&t->dropped_by))
        buf_addf(out, _("no longer to %s"), label ? label : "");
    else if (t->part == PART_CC)
        buf_addf(out, _("copy to %s"), label ? label : "");
    else
        buf_adds(out, label);
    str_free(label);
}

static void say_field(struct case_view *c, const struct rec *r, const struct case_row *row, struct buf *out)
{
    char *text = present_field(c->app, r, row->field, NULL);
    buf_adds(out, text);
    str_free(text);
    if (strcmp(row->field->key, "group_label") == 0 && c->kase->group_count.set && c->kase->group_of.set) {
        buf_adds(out, out->len ? " · " : "");
        buf_addf(out, _("%lld of %lld are named"), (long long)c->kase->group_count.v,
                 (long long)c->kase->group_of.v);
    }
}

static void say(struct case_view *c, const struct case_row *row, const struct rec *r, struct buf *out)
{
    if (!r)
        return;
    switch ((enum line)row->what) {
    case LINE_PERSON:
        say_person(c, r, out);
        break;
    case LINE_STATUS:
        say_status(c, out);
        break;
    case LINE_APPEAL:
        say_appeal((const struct appeal *)r, out);
        break;
    case LINE_DEADLINE:
        say_deadline(c, (const struct appeal *)r, out);
        break;
    case LINE_COUNTRY:
        say_country(c->kase, out);
        break;
    case LINE_ASK:
        if (row->element != CASE_WHOLE)
            buf_addf(out, "%zu %s", row->element + 1, ((const struct appeal *)r)->asks.at[row->element].text);
        break;
    case LINE_TARGET:
        say_target(c, r, out);
        break;
    case LINE_LANGUAGES:
    case LINE_FIELD:
        say_field(c, r, row, out);
        break;
    }
}

static enum glyph glyph_of(struct case_view *c, const struct case_row *row, const struct rec *r)
{
    if (r && row->what == LINE_DEADLINE)
        return present_due[due_of(((const struct appeal *)r)->deadline, c->today, DUE_SOON_DAYS)].glyph;
    if (r && row->what == LINE_TARGET)
        return case_letter_glyph(c, row->n);
    return GLYPH_NONE;
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    struct buf text = { 0 };
    const struct rec *r = row->n == c->ref.n ? &c->kase->rec : case_record(c, row->n);
    say(c, row, r, &text);
    out->glyph = glyph_of(c, row, r);
    out->dim = r && row->what == LINE_TARGET && !rec_ref_is_none(&((const struct target *)r)->dropped_by);
    list_cell(out, 0, ROLE_LABEL, *row->label ? row->label : " ");
    /* Names were made discreet on the way where they are nothing but names. */
    case_cell(c, out, 1, ROLE_VALUE, buf_text(&text));
    buf_free(&text);
}

/* ---- the text below ---- */

static int add_long(struct case_view *c, const char *text, struct pane *p)
{
    char *shown = case_text(c, text);
    int rc = shown ? pane_add(p, ROLE_TEXT, shown) : -1;
    str_free(shown);
    return rc;
}

static int detail(struct case_view *c, const struct case_row *row, struct pane *p)
{
    const struct rec *r = case_record(c, row->n);
    if (!r)
        return add_long(c, c->kase->summary, p);
    if (row->what == LINE_PERSON)
        return case_detail_person(c, ((const struct member *)r)->person.n, p);
    if (row->what == LINE_TARGET)
        return case_detail_target(c, r, p);
    if (row->what == LINE_ASK && row->element != CASE_WHOLE)
        return add_long(c, ((const struct appeal *)r)->asks.at[row->element].text, p);
    if (row->field && row->field->type == FIELD_LINES) {
        char *text = field_show(r, row->field, true, NULL);
        int rc = add_long(c, text, p);
        str_free(text);
        return rc;
    }
    return case_detail_fields(c, r, p);
}

static bool open_line(struct case_view *c, const struct case_row *row)
{
    const struct rec *r = row->what == LINE_PERSON ? case_record(c, row->n) : NULL;
    if (r)
        open_record(c->app, ((const struct member *)r)->person.n);
    return r != NULL;
}

static const struct case_choice CHOICES[] = {
    { N_("somebody at risk"), "add person +member case=@ role=at_risk", NULL },
    { N_("an appeal: number, deadline, asks, letter"), "add appeal case=@", NULL },
    { N_("somebody to write to"), "add target appeal=@ office=", case_appeal },
    { N_("an event"), "add event case=@", NULL },
    { N_("a note"), "add note of=@", NULL },
    { N_("an action: what was done"), "add action case=@", NULL },
    { N_("a thing somebody holds: a recording, a document"), "add item case=@", NULL },
    { N_("a rule: who may see this case"), "add rule subject=@", NULL },
    { NULL, NULL, NULL },
};

static void add(struct case_view *c)
{
    case_choose(c, CHOICES);
}

const struct case_tab case_overview = {
    .name = "overview",
    .label = N_("Overview"),
    .empty = "",
    .columns = COLUMNS,
    .n_columns = 2,
    .list_rows = 13,
    .load = load,
    .row = row_of,
    .detail = detail,
    .add = add,
    .open = open_line,
};
