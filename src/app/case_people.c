/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in the case, the best way to reach each, and whom to write to. Numbers and addresses are masked
 * everywhere but in the box that `r` opens. */
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/model/people.h"
#include "satchel/store/list.h"

static const struct list_column COLUMNS[] = {
    { .width = 12 }, { .width = 12, .drop = 2 }, { .width = 22, .drop = 1 }, { .width = 12 }
};

static int load(struct case_view *c, struct err *e)
{
    if (case_add_children(c, c->ref.n, KIND_MEMBER, e) < 0)
        return -1;
    size_t people = c->rows.n;
    if (case_add_heading(c, _("written to"), e) < 0 || case_add_children(c, c->ref.n, KIND_TARGET, e) < 0)
        return -1;
    if (c->rows.n == people + 1)
        c->rows.n = people;
    return 0;
}

/* ---- names ---- */

/* all: "Anna Testova · Анна Тестова (ru)"; initials in discreet mode. */
void case_add_name(const struct case_view *c, const struct rec *person, bool all, struct buf *out)
{
    const struct person *p = (const struct person *)person;
    if (p->withheld_name || p->names.n == 0) {
        buf_adds(out, p->withheld_name ? _("name withheld") : _("name not known"));
        return;
    }
    for (size_t i = 0; i < p->names.n && (i == 0 || (all && !c->app->discreet)); i++) {
        const struct name *name = &p->names.at[i];
        char *shown = present_name(c->app, name->text ? name->text : "");
        buf_addf(out, "%s%s", i ? " · " : "", shown ? shown : "");
        if (i && name->lang && *name->lang)
            buf_addf(out, " (%s)", name->lang);
        str_free(shown);
    }
}

/* As printed, else from the records: an office stands in full, a name as names do. */
char *case_target_label(struct case_view *c, const struct target *t)
{
    struct buf b = { 0 };
    char *title = t->printed_title ? present_text(c->app, t->printed_title)
                  : t->office.n    ? present_label(c->app, t->office.n)
                                   : NULL;
    char *name = t->printed_name ? present_name(c->app, t->printed_name)
                 : t->person.n   ? present_label(c->app, t->person.n)
                                 : NULL;
    buf_addf(&b, title && name && *name ? "%s, %s" : "%s%s", title ? title : "", name ? name : "");
    if (!b.len)
        buf_adds(&b, _("nobody named"));
    str_free(title);
    str_free(name);
    return buf_take(&b, NULL);
}

/* Sent counts more than begun. */
enum glyph case_letter_glyph(struct case_view *c, int64_t target)
{
    struct store_rows rows = { 0 };
    enum glyph g = GLYPH_NONE;
    if (store_children(c->app->store, target, KIND_LETTER, &rows, NULL) < 0)
        rows.n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const struct letter *l = (const struct letter *)case_record(c, rows.at[i]);
        if (l && l->state == LETTER_SENT)
            g = GLYPH_SENT;
        else if (l && g == GLYPH_NONE)
            g = GLYPH_DRAFT;
    }
    store_rows_free(&rows);
    return g;
}

/* ---- the best channel ---- */

/* Safe before only-inbound before unknown before unsafe; what is lost is none. -1: never. */
static int rank(const struct contact *p)
{
    static const int RANKS[] = { [SAFE_YES] = 3, [SAFE_INBOUND] = 2, [SAFE_UNKNOWN] = 1, [SAFE_NO] = 0 };
    return p->lost ? -1 : RANKS[p->safe];
}

/* The best of its contacts; 0: none. */
static int64_t best_contact(struct case_view *c, int64_t of)
{
    struct store_rows rows = { 0 };
    int64_t best = 0;
    int best_rank = -1;
    if (of && store_children(c->app->store, of, KIND_CONTACT, &rows, NULL) < 0)
        rows.n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const struct rec *r = case_record(c, rows.at[i]);
        if (r && rank((const struct contact *)r) > best_rank) {
            best_rank = rank((const struct contact *)r);
            best = rows.at[i];
        }
    }
    store_rows_free(&rows);
    return best;
}

static void channel_cells(struct case_view *c, int64_t contact, struct list_row *out)
{
    const struct contact *p = (const struct contact *)case_record(c, contact);
    list_cell(out, 1, ROLE_TEXT, p ? _(ENUM_contact_kind.at[p->kind].label) : "");
    list_cell(out, 2, p && p->safe == SAFE_NO ? ROLE_WARNING : ROLE_TEXT,
              p ? _(ENUM_contact_safe.at[p->safe].label) : _("no safe channel"));
}

static void member_row(struct case_view *c, const struct member *m, struct list_row *out)
{
    struct buf name = { 0 };
    const struct rec *p = case_record(c, m->person.n);
    if (p)
        case_add_name(c, p, false, &name);
    if (p && ((const struct person *)p)->withheld_name)
        out->glyph = GLYPH_WITHHELD;
    list_cell(out, 0, ROLE_LABEL, _(ENUM_member_role.at[m->role].label));
    channel_cells(c, best_contact(c, m->person.n), out);
    list_cell(out, 3, ROLE_TEXT, buf_text(&name));
    buf_free(&name);
}

static bool has_address(struct case_view *c, int64_t of)
{
    struct store_rows rows = { 0 };
    bool any = of && store_children(c->app->store, of, KIND_ADDRESS, &rows, NULL) == 0 && rows.n;
    store_rows_free(&rows);
    return any;
}

static bool has_email(struct case_view *c, int64_t of)
{
    struct store_rows rows = { 0 };
    bool any = false;
    if (of && store_children(c->app->store, of, KIND_CONTACT, &rows, NULL) < 0)
        rows.n = 0;
    for (size_t i = 0; i < rows.n && !any; i++) {
        const struct contact *p = (const struct contact *)case_record(c, rows.at[i]);
        any = p && p->kind == CONTACT_EMAIL && !p->lost;
    }
    store_rows_free(&rows);
    return any;
}

/* What a letter can go to. */
static void letter_cells(struct case_view *c, const struct target *t, struct list_row *out)
{
    bool address = has_address(c, t->office.n) || has_address(c, t->person.n);
    bool email = has_email(c, t->office.n) || has_email(c, t->person.n);
    list_cell(out, 1, ROLE_TEXT, address ? _("address") : "");
    list_cell(out, 2, address || email ? ROLE_TEXT : ROLE_WARNING,
              email     ? _("e-mail")
              : address ? _("no e-mail")
                        : _("no address, no e-mail"));
}

static void target_row(struct case_view *c, const struct target *t, struct list_row *out)
{
    char *label = case_target_label(c, t);
    out->glyph = case_letter_glyph(c, t->rec.n);
    out->dim = !rec_ref_is_none(&t->dropped_by);
    list_cell(out, 0, ROLE_LABEL, _(ENUM_target_part.at[t->part].label));
    letter_cells(c, t, out);
    list_cell(out, 3, ROLE_TEXT, label);
    str_free(label);
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    const struct rec *r = case_record(c, row->n);
    if (r && r->kind == KIND_MEMBER)
        member_row(c, (const struct member *)r, out);
    else if (r)
        target_row(c, (const struct target *)r, out);
}

/* ---- what stands below ---- */

static void add_part(struct buf *b, const char *text)
{
    if (text && *text)
        buf_addf(b, "%s%s", b->len ? " · " : "", text);
}

/* "  mobile        +99 1•• ••• ••73   only when they call · watched by ... · not after 20:00" */
static int contact_line(struct case_view *c, const struct contact *p, struct pane *out)
{
    struct buf about = { 0 };
    char *masked = rec_mask(p->raw ? p->raw : "", NULL), *used = present_day(p->last_used);
    const char *kind = _(ENUM_contact_kind.at[p->kind].label);
    int gap = 12 - text_width(kind, strlen(kind));
    add_part(&about, _(ENUM_contact_safe.at[p->safe].label));
    if (p->lost)
        add_part(&about, _("lost"));
    if (p->watched_by) {
        buf_adds(&about, " · ");
        buf_addf(&about, _("watched by %s"), p->watched_by);
    }
    add_part(&about, p->hours);
    if (p->lang) {
        buf_adds(&about, " · ");
        buf_addf(&about, _("speak %s"), p->lang);
    }
    if (p->ask_for) {
        buf_adds(&about, " · ");
        buf_addf(&about, _("ask for %s"), p->ask_for);
    }
    add_part(&about, p->note);
    if (p->last_used.set) {
        buf_adds(&about, " · ");
        buf_addf(&about, _("last used %s"), used ? used : "");
    }
    char *shown = case_text(c, buf_text(&about));
    int rc = pane_addf(out, ROLE_LABEL, "%s%*s", kind, gap > 2 ? gap : 2, "");
    if (rc == 0)
        rc = pane_addf(out, ROLE_MASKED, "%s", masked ? masked : "");
    if (rc == 0)
        rc = pane_addf(out, ROLE_TEXT, "   %s\n", shown ? shown : "");
    str_free(shown);
    str_free(masked);
    str_free(used);
    buf_free(&about);
    return rc;
}

static int add_contacts(struct case_view *c, int64_t of, struct pane *p)
{
    struct store_rows rows = { 0 };
    int rc = of ? store_children(c->app->store, of, KIND_CONTACT, &rows, NULL) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        const struct rec *r = case_record(c, rows.at[i]);
        rc = r ? contact_line(c, (const struct contact *)r, p) : 0;
    }
    store_rows_free(&rows);
    return rc;
}

static int add_addresses(struct case_view *c, int64_t of, struct pane *p)
{
    struct store_rows rows = { 0 };
    int rc = of ? store_children(c->app->store, of, KIND_ADDRESS, &rows, NULL) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        const struct address *a = (const struct address *)case_record(c, rows.at[i]);
        for (size_t j = 0; a && rc == 0 && j < a->texts.n; j++)
            rc = pane_addf(p, ROLE_TEXT, "\n%s\n", a->texts.at[j].lines ? a->texts.at[j].lines : "");
    }
    store_rows_free(&rows);
    return rc;
}

/* "mother of Anna Testova"; of the other side "Vera Testova (mother of)". */
static int relation_line(struct case_view *c, int64_t person, const struct relation *r, struct pane *p)
{
    bool ours = r->person.n == person;
    const struct rec *other = case_record(c, ours ? r->other.n : r->person.n);
    struct buf name = { 0 };
    if (!other)
        return 0;
    case_add_name(c, other, false, &name);
    int rc = ours ? pane_addf(p, ROLE_TEXT, "%s %s\n", r->kind, buf_text(&name))
                  : pane_addf(p, ROLE_TEXT, "%s (%s)\n", buf_text(&name), r->kind);
    buf_free(&name);
    return rc;
}

static int add_relations(struct case_view *c, int64_t person, struct pane *p)
{
    struct store_rows rows = { 0 };
    int rc = store_children(c->app->store, person, KIND_RELATION, &rows, NULL);
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        const struct relation *r = (const struct relation *)case_record(c, rows.at[i]);
        rc = r ? relation_line(c, person, r, p) : 0;
    }
    store_rows_free(&rows);
    return rc;
}

static const struct person *person_of(const struct rec *r)
{
    return (const struct person *)r;
}

int case_detail_person(struct case_view *c, int64_t person, struct pane *p)
{
    struct buf name = { 0 };
    const struct rec *r = case_record(c, person);
    if (!r)
        return 0;
    case_add_name(c, r, true, &name);
    int rc = pane_addf(p, ROLE_STRONG, "%s\n", buf_text(&name));
    buf_free(&name);
    if (rc < 0 || add_relations(c, person, p) < 0 || add_contacts(c, person, p) < 0)
        return -1;
    for (size_t i = 0; i < kind_of(KIND_PERSON)->n_fields; i++) {
        const struct field *f = &kind_of(KIND_PERSON)->fields[i];
        bool plain = strcmp(f->key, "names") == 0 ||
                     (strcmp(f->key, "kind") == 0 && person_of(r)->kind == PERSON_PERSON);
        if (!plain && case_detail_field(c, r, f, p) < 0)
            return -1;
    }
    return add_addresses(c, person, p);
}

int case_detail_target(struct case_view *c, const struct rec *target, struct pane *p)
{
    const struct target *t = (const struct target *)target;
    char *label = case_target_label(c, t);
    int rc = pane_addf(p, ROLE_STRONG, "%s\n", label ? label : "");
    str_free(label);
    if (rc < 0 || add_contacts(c, t->office.n, p) < 0 || add_contacts(c, t->person.n, p) < 0 ||
        add_addresses(c, t->office.n, p) < 0 || add_addresses(c, t->person.n, p) < 0)
        return -1;
    return case_detail_fields(c, target, p);
}

static int detail(struct case_view *c, const struct case_row *row, struct pane *p)
{
    const struct rec *r = case_record(c, row->n);
    if (!r || r->kind == KIND_TARGET)
        return r ? case_detail_target(c, r, p) : 0;
    const struct member *m = (const struct member *)r;
    if (case_detail_person(c, m->person.n, p) < 0)
        return -1;
    return case_detail_fields(c, r, p);
}

static bool open_row(struct case_view *c, const struct case_row *row)
{
    const struct rec *r = case_record(c, row->n);
    int64_t n = !r                       ? 0
                : r->kind == KIND_MEMBER ? ((const struct member *)r)->person.n
                                         : ((const struct target *)r)->office.n;
    if (n)
        open_record(c->app, n);
    return n != 0;
}

/* ---- adding ---- */

static int64_t chosen_person(const struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    const struct rec *r = row && row->kind == KIND_MEMBER ? case_record((struct case_view *)c, row->n) : NULL;
    return r ? ((const struct member *)r)->person.n : 0;
}

static int64_t chosen_member(const struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    return row && row->kind == KIND_MEMBER ? row->n : 0;
}

static int64_t chosen_office(const struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    const struct rec *r = row && row->kind == KIND_TARGET ? case_record((struct case_view *)c, row->n) : NULL;
    return r ? ((const struct target *)r)->office.n : 0;
}

static const struct case_choice CHOICES[] = {
    { N_("somebody at risk"), "add person +member case=@ role=at_risk", NULL },
    { N_("family"), "add person +member case=@ role=family", NULL },
    { N_("a source"), "add person +member case=@ role=source", NULL },
    { N_("a witness"), "add person +member case=@ role=witness", NULL },
    { N_("a lawyer"), "add person +member case=@ role=lawyer", NULL },
    { N_("a colleague"), "add person +member case=@ role=colleague", NULL },
    { N_("somebody who holds things"), "add person +member case=@ role=custodian", NULL },
    { N_("a perpetrator"), "add person +member case=@ role=perpetrator", NULL },
    { N_("somebody who is in the vault already"), "add member case=@", NULL },
    { N_("a number or address of this person"), "add contact of=@", chosen_person },
    { N_("a postal address of this person"), "add address of=@", chosen_person },
    { N_("what this person is to somebody"), "add relation person=@", chosen_person },
    { N_("when to be in touch with this person"), "add checkin person=@", chosen_person },
    { N_("what this person asked for, should something happen"), "add instruction person=@", chosen_person },
    { N_("a note about this person's part"), "add note of=@", chosen_member },
    { N_("somebody to write to"), "add target appeal=@", case_appeal },
    { N_("a number or address of this office"), "add contact of=@", chosen_office },
    { N_("a postal address of this office"), "add address of=@", chosen_office },
    { NULL, NULL, NULL },
};

static void add(struct case_view *c)
{
    case_choose(c, CHOICES);
}

const struct case_tab case_people = {
    .name = "people",
    .label = N_("People"),
    .empty = N_(
        "Nobody is in this case yet.\n\na adds somebody: at risk, family, lawyer, a person known already."),
    .columns = COLUMNS,
    .n_columns = 4,
    .list_rows = 11,
    .load = load,
    .row = row_of,
    .detail = detail,
    .add = add,
    .open = open_row,
};
