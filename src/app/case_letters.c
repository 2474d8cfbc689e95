/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appeals with their model letters, whom each asks to write to, and the letters there are. */
#include "satchel/app/view_case.h"
#include "satchel/app/letter_back.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/exchange/letter_text.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/store/letters.h"
#include "satchel/store/list.h"

static const struct list_column COLUMNS[] = { { .width = 14 }, { .width = 10, .drop = 1 }, { .width = 20 } };

static struct buf *more(struct buf *b)
{
    buf_adds(b, b->len ? " · " : "");
    return b;
}

/* "letters: 2 drafts · 1 ready · 3 sent · 1 came back"; owned by the rows until they are read again. */
static int add_letters_heading(struct case_view *c, struct err *e)
{
    struct letters_count n = { 0 };
    struct buf b = { 0 }, all = { 0 };
    if (letters_count(c->app->store, c->ref.n, &n, e) < 0)
        return -1;
    if (n.drafts)
        buf_addf(more(&b), P_("%zu draft", "%zu drafts", n.drafts), n.drafts);
    if (n.ready) /* TRANSLATORS: how many letters are ready. */
        buf_addf(more(&b), P_("%zu ready", "%zu ready", n.ready), n.ready);
    if (n.sent) /* TRANSLATORS: how many letters were sent. */
        buf_addf(more(&b), P_("%zu sent", "%zu sent", n.sent), n.sent);
    if (n.returned)
        buf_addf(more(&b), P_("%zu came back", "%zu came back", n.returned), n.returned);
    if (n.answers)
        buf_addf(more(&b), P_("%zu answer", "%zu answers", n.answers), n.answers);
    buf_addf(&all, _("letters: %s"), buf_text(&b));
    buf_free(&b);
    str_free(c->heading);
    c->heading = buf_take(&all, e);
    return c->heading ? case_add_heading(c, c->heading, e) : -1;
}

static bool is_ready(struct case_view *c, const struct case_row *row)
{
    const struct rec *r = row->kind == KIND_LETTER ? case_record(c, row->n) : NULL;
    return r && ((const struct letter *)r)->state == LETTER_READY;
}

void case_letters_doubt(struct case_view *c)
{
    struct store_rows ready = { 0 };
    struct err e = { 0 };
    c->doubt_at = 0;
    letter_doubts_free(&c->doubts);
    for (size_t i = 0; i < c->rows.n; i++)
        if (is_ready(c, &c->rows.at[i]) && dyn_room(&ready) == 0)
            ready.at[ready.n++] = c->rows.at[i].n;
    if (letter_doubts_find(c->app, ready.at, ready.n, &c->doubts, &e) < 0)
        app_error(c->app, &e);
    store_rows_free(&ready);
    c->pane_row = SIZE_MAX;
}

/* What was found stays until it is looked for again, so that a row does not blink. */
static int load(struct case_view *c, struct err *e)
{
    struct store_rows appeals = { 0 };
    c->doubt_at = clock_boot_ms(&c->app->clock);
    int rc = store_children(c->app->store, c->ref.n, KIND_APPEAL, &appeals, e);
    for (size_t i = appeals.n; rc == 0 && i-- > 0;) {
        rc = case_add_row(
            c, (struct case_row){ .n = appeals.at[i], .kind = KIND_APPEAL, .element = CASE_WHOLE }, e);
        if (rc == 0)
            rc = case_add_children(c, appeals.at[i], KIND_TARGET, e);
    }
    store_rows_free(&appeals);
    letters_backs_free(&c->backs);
    if (rc == 0 && c->counts.letters)
        rc = letters_backs(c->app->store, c->ref.n, &c->backs, e) < 0 ? -1 : add_letters_heading(c, e);
    return rc < 0 ? -1 : case_add_children(c, c->ref.n, KIND_LETTER, e);
}

static void appeal_row(struct case_view *c, const struct appeal *a, struct list_row *out)
{
    struct buf text = { 0 };
    char *deadline = present_day(a->deadline), *closed = present_day(a->closed_on);
    buf_adds(&text, a->number ? a->number : a->title);
    if (a->closed_on.set) {
        buf_adds(&text, text.len ? " · " : "");
        buf_addf(&text, _("closed %s"), closed ? closed : "");
    } else if (a->deadline.set) {
        buf_adds(&text, text.len ? " · " : "");
        buf_addf(&text, _("until %s"), deadline ? deadline : "");
    }
    if (a->letter_body) {
        buf_adds(&text, text.len ? " · " : "");
        buf_adds(&text, _("model letter"));
    }
    list_cell(out, 0, ROLE_STRONG, _(ENUM_appeal_kind.at[a->kind].label));
    char *issued = present_day(a->issued);
    list_cell(out, 1, ROLE_TEXT, issued);
    case_cell(c, out, 2, ROLE_TEXT, buf_text(&text));
    str_free(issued);
    str_free(deadline);
    str_free(closed);
    buf_free(&text);
}

/* What stands against it, whom it is to, in which language, about what. */
static char *letter_label(struct case_view *c, const struct letter *l, const struct letter_doubt *doubt)
{
    struct buf b = { 0 };
    const struct rec *to = l->to.n ? case_record(c, l->to.at[0].target.n) : NULL;
    char *name = to ? case_target_label(c, (const struct target *)to) : NULL,
         *subject = case_text(c, l->subject);
    const char *parts[] = { doubt ? doubt->code : NULL, name, l->lang, subject };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] && *parts[i])
            buf_addf(&b, "%s%s", b.len ? " · " : "", parts[i]);
    str_free(subject);
    str_free(name);
    return buf_take(&b, NULL);
}

/* In which state it is, or what came of it. */
static void state_cell(const struct letter *l, const struct letter_doubt *doubt,
                       const struct letters_back *back, struct list_row *out)
{
    static const enum glyph GLYPHS[] = {
        [LETTER_DRAFT] = GLYPH_DRAFT, [LETTER_READY] = GLYPH_DRAFT, [LETTER_SENT] = GLYPH_SENT
    };
    const bool warn = doubt || (back && back->kind == REPLY_RETURNED);
    out->glyph = warn ? GLYPH_WARNING : GLYPHS[l->state];
    list_cell(out, 0, warn ? ROLE_WARNING : ROLE_TEXT,
              doubt  ? _("ready, but:")
              : back ? letter_back_word(back->kind)
                     : _(ENUM_letter_state.at[l->state].label));
}

static void letter_row(struct case_view *c, const struct letter *l, struct list_row *out)
{
    const struct letter_doubt *doubt =
        l->state == LETTER_READY ? letter_doubts_of(&c->doubts, l->rec.n) : NULL;
    char *label = letter_label(c, l, doubt),
         *day = present_day(l->state == LETTER_SENT ? l->sent_at : l->ready_at);
    state_cell(l, doubt, letters_back_of(&c->backs, l->rec.n), out);
    list_cell(out, 1, ROLE_TEXT, day);
    list_cell(out, 2, ROLE_TEXT, label);
    str_free(day);
    str_free(label);
}

static void target_row(struct case_view *c, const struct target *t, struct list_row *out)
{
    char *label = case_target_label(c, t);
    bool dropped = !rec_ref_is_none(&t->dropped_by);
    out->glyph = case_letter_glyph(c, t->rec.n);
    out->dim = dropped;
    list_cell(out, 0, ROLE_LABEL, _(ENUM_target_part.at[t->part].label));
    list_cell(out, 1, ROLE_DIM, dropped ? _("dropped") : " ");
    list_cell(out, 2, ROLE_TEXT, label);
    str_free(label);
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    const struct rec *r = case_record(c, row->n);
    if (!r)
        return;
    if (r->kind == KIND_APPEAL)
        appeal_row(c, (const struct appeal *)r, out);
    else if (r->kind == KIND_TARGET)
        target_row(c, (const struct target *)r, out);
    else
        letter_row(c, (const struct letter *)r, out);
}

static int add_text(struct case_view *c, int role, const char *text, struct pane *p)
{
    char *shown = case_text(c, text);
    int rc = text && *text ? pane_addf(p, role, "%s\n\n", shown ? shown : "") : 0;
    str_free(shown);
    return rc;
}

/* The model letter as printed, then what else is known of the appeal. */
static int detail_letter(struct case_view *c, const struct rec *appeal, struct pane *p)
{
    const struct appeal *a = (const struct appeal *)appeal;
    const struct kind *k = kind_of(KIND_APPEAL);
    if (add_text(c, ROLE_STRONG, a->title, p) < 0 || add_text(c, ROLE_TEXT, a->letter_salutation, p) < 0 ||
        add_text(c, ROLE_TEXT, a->letter_body, p) < 0)
        return -1;
    if (!a->letter_body &&
        pane_addf(p, ROLE_DIM, "%s\n\n", _("No model letter was found in this appeal.")) < 0)
        return -1;
    for (size_t i = 0; i < k->n_fields; i++)
        if (k->fields[i].type != FIELD_LINES && case_detail_field(c, appeal, &k->fields[i], p) < 0)
            return -1;
    return 0;
}

/* The letter as it will be printed, or was. */
static int add_page(struct case_view *c, int64_t letter, struct pane *p)
{
    struct letter_page page = { 0 };
    struct buf text = { 0 };
    int rc = -1;
    if (letter_page(c->app->store, letter, &page, NULL) == 0 &&
        letter_text(&page, LETTER_TEXT_COLUMNS, &text, NULL) == 0)
        rc = add_text(c, ROLE_TEXT, buf_text(&text), p);
    buf_free(&text);
    letter_page_free(&page);
    return rc;
}

/* All that came back for it, above the page. */
static int add_backs(struct case_view *c, int64_t letter, struct pane *p)
{
    int rc = 0;
    for (size_t i = 0; i < c->backs.n && rc == 0; i++) {
        const struct letters_back *back = &c->backs.at[i];
        struct buf b = { 0 };
        if (back->letter != letter)
            continue;
        letter_back_say(c->app, back, true, &b);
        rc = pane_addf(p, back->kind == REPLY_RETURNED ? ROLE_WARNING : ROLE_STRONG, "%s\n\n", buf_text(&b));
        buf_free(&b);
    }
    return rc;
}

static int detail(struct case_view *c, const struct case_row *row, struct pane *p)
{
    const struct rec *r = case_record(c, row->n);
    if (!r)
        return 0;
    if (r->kind == KIND_APPEAL)
        return detail_letter(c, r, p);
    if (r->kind == KIND_TARGET)
        return case_detail_target(c, r, p);
    const struct letter_doubt *doubt = letter_doubts_of(&c->doubts, r->n);
    if (doubt && add_text(c, ROLE_WARNING, doubt->evidence, p) < 0)
        return -1;
    return add_backs(c, r->n, p) < 0 ? -1 : add_page(c, r->n, p);
}

static bool open_letter(struct case_view *c, const struct case_row *row)
{
    if (row->kind == KIND_LETTER)
        open_about(c->app, "letter", "@", row->n);
    return row->kind == KIND_LETTER;
}

static int64_t chosen_appeal(const struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    return row && row->kind == KIND_APPEAL ? row->n : case_appeal(c);
}

static const struct case_choice CHOICES[] = {
    { N_("an appeal: number, deadline, asks, letter"), "add appeal case=@", NULL },
    { N_("somebody to write to"), "add target appeal=@ office=", chosen_appeal },
    { NULL, NULL, NULL },
};

static void add(struct case_view *c)
{
    case_choose(c, CHOICES);
}

const struct case_tab case_letters = {
    .name = "letters",
    .label = N_("Letters"),
    .empty =
        N_("No appeal and no letter yet.\n\na adds an appeal with its deadline and letter; i imports one."),
    .columns = COLUMNS,
    .n_columns = 3,
    .list_rows = 7,
    .load = load,
    .row = row_of,
    .detail = detail,
    .add = add,
    .open = open_letter,
};
