/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases. arg: SHOW SORT [ID [WORDS]]: open, closed or all; the order; the selected case or `-`;
 * what the list is narrowed to. Which cases and in what order is read in pieces, the first at once; a line is
 * read when it comes into sight: a million cases cost no more than the lines on screen. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/start_here.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/model/kase.h"
#include "satchel/store/caselist.h"
#include "satchel/store/find.h"
#include "satchel/store/store.h"
#include "satchel/tui/list.h"
#include "satchel/tui/pane.h"

struct cases {
    struct view view;
    struct app *app;
    struct caselist cases;
    struct list list;
    struct pane pane;
    int64_t shown; /* which case the pane is about; 0: to be made */
    int32_t today;
    enum caselist_show show;
    enum caselist_sort sort;
    struct narrow narrow;
    struct marks marks;
    char *empty; /* what an empty list says, owned */
};

enum { CASES_ADD = 1, CASES_SHOW };

static const struct {
    const char *word, *label;
} SHOWS[] = { [CASELIST_OPEN] = { "open", N_("open") },
              [CASELIST_CLOSED] = { "closed", N_("closed") },
              [CASELIST_ALL] = { "all", N_("all") } },
  SORTS[] = { [CASELIST_BY_DEADLINE] = { "deadline", N_("by deadline") },
              [CASELIST_BY_TITLE] = { "title", N_("by title") },
              [CASELIST_BY_COUNTRY] = { "country", N_("by country") },
              [CASELIST_BY_RISK] = { "risk", N_("by risk") },
              [CASELIST_BY_CHANGE] = { "change", N_("last changed first") } };
#define SHOW_COUNT (sizeof SHOWS / sizeof *SHOWS)

static const struct list_column COLUMNS[] = { { .title = N_("UA"), .width = 8 },
                                              { .title = N_("deadline"), .width = 12 },
                                              { .title = N_("risk"), .width = 7, .drop = 2 },
                                              { .title = N_("country"), .width = 12, .drop = 1 },
                                              { .title = N_("title"), .width = 14 } };

/* ---- a line ---- */

#define NEAR_DAYS 60 /* farther off a date says more than a number of days */

static char *deadline_text(const struct cases *c, struct opt_day day)
{
    int64_t days = (int64_t)day.v - c->today;
    return day.set && days >= -NEAR_DAYS && days <= NEAR_DAYS ? present_distance(day.v, c->today)
                                                              : present_day(day);
}

static void case_row(void *arg, size_t index, struct list_row *out)
{
    struct cases *c = arg;
    struct caselist_row r;
    if (caselist_row(c->app->store, c->cases.at[index], &r, NULL) < 0)
        return;
    enum due due = r.closed ? DUE_NONE : due_of(r.deadline, c->today, DUE_SOON_DAYS);
    char *deadline = deadline_text(c, r.deadline), *name = present_name(c->app, r.name);
    out->glyph = present_due[due].glyph;
    out->dim = r.closed;
    out->marked = marks_has(&c->marks, r.n);
    list_cell(out, 0, ROLE_TEXT, r.number);
    list_cell(out, 1, present_due[due].role, deadline);
    list_cell(out, 2, r.risk == RISK_HIGH ? ROLE_STRONG : ROLE_TEXT,
              r.risk ? _(ENUM_risk.at[r.risk].label) : "");
    char *country = present_code("country", r.country);
    list_cell(out, 3, ROLE_TEXT, country);
    str_free(country);
    list_cell(out, 4, ROLE_TEXT, c->app->discreet ? name : r.title);
    str_free(name);
    str_free(deadline);
    caselist_row_free(&r);
}

/* ---- the text about the selected case ---- */

static int64_t selected(const struct cases *c)
{
    return c->list.selected < c->cases.n ? c->cases.at[c->list.selected] : 0;
}

static int say_counts(struct cases *c, const struct case_counts *n)
{
    int rc = 0;
    if (n->letters)
        rc = pane_addf(&c->pane, ROLE_TEXT, _("Letters: %lld sent, %lld not yet."),
                       (long long)n->letters_sent, (long long)(n->letters - n->letters_sent));
    else
        rc = pane_addf(&c->pane, ROLE_TEXT, "%s", _("No letters yet."));
    if (rc == 0 && n->last_contact.set) {
        char *when = present_distance(n->last_contact.v, c->today);
        rc = pane_add(&c->pane, ROLE_TEXT, " ") < 0
                 ? -1
                 : pane_addf(&c->pane, ROLE_TEXT, _("Last contact with the family: %s."), when ? when : "");
        str_free(when);
    }
    return rc;
}

static int say_case(struct cases *c, const struct kase *k, const struct caselist_row *r)
{
    struct case_counts counts;
    char *name = r->withheld ? strdup(_("name withheld")) : present_name(c->app, r->name), *summary = NULL;
    const char *state = r->state != STATE_UNKNOWN ? _(ENUM_person_state.at[r->state].label) : "";
    summary = present_text(c->app, k->summary);
    int rc = name && summary ? 0 : -1;
    if (rc == 0 && *name)
        rc = pane_addf(&c->pane, ROLE_STRONG, *state ? "%s, %s\n" : "%s%s\n", name, state);
    if (rc == 0 && *summary)
        rc = pane_addf(&c->pane, ROLE_TEXT, "%s\n", summary);
    if (rc == 0 && caselist_counts(c->app->store, k->rec.n, &counts, NULL) == 0)
        rc = say_counts(c, &counts);
    str_free(summary);
    str_free(name);
    return rc;
}

static void make_detail(struct cases *c)
{
    struct rec *r = NULL;
    struct caselist_row row;
    int64_t n = selected(c);
    if (c->shown == n)
        return;
    c->shown = n;
    pane_clear(&c->pane);
    if (!n || store_get(c->app->store, n, &r, NULL) < 0)
        return;
    if (caselist_row(c->app->store, n, &row, NULL) == 0) {
        say_case(c, (const struct kase *)r, &row);
        caselist_row_free(&row);
    }
    rec_free(r);
}

/* ---- reading the list ---- */

static void say_empty(struct cases *c)
{
    struct buf b = { 0 };
    if (c->cases.total && *narrow_words(&c->narrow))
        buf_adds(&b, _("No case has these words. Esc shows all again."));
    else if (c->cases.total)
        start_here(c->app, &b, _("No case is shown here: all are closed, or all are open."),
                   (const char *const[]){ "show", NULL });
    else
        start_here(c->app, &b, _("No cases yet. A case is a story: people, what happened, whom to write to."),
                   (const char *const[]){ "import", "add", "help", NULL });
    str_set(&c->empty, buf_text(&b));
    c->list.empty = c->empty;
    buf_free(&b);
}

static void keep_arg(struct cases *c)
{
    struct buf b = { 0 };
    struct rec_ref ref;
    char id[REC_ID_TEXT] = "-";
    if (selected(c) && store_ref(c->app->store, selected(c), &ref, NULL) == 0)
        rec_id_format(ref.id, id);
    buf_addf(&b, "%s %s %s %s", SHOWS[c->show].word, SORTS[c->sort].word, id, narrow_words(&c->narrow));
    if (!b.failed)
        view_set_arg(&c->view, buf_text(&b));
    buf_free(&b);
}

/* n: the case to select, wherever it is now. */
static int load(struct cases *c, int64_t n, struct err *e)
{
    struct caselist_filter f = { .sort = c->sort, .show = c->show, .text = narrow_words(&c->narrow) };
    struct caselist fresh;
    if (caselist_load(c->app->store, &f, &fresh, e) < 0)
        return -1;
    size_t at = fresh.n;
    if (n && caselist_reach(c->app->store, &fresh, n, &at, e) < 0) {
        caselist_free(&fresh);
        return -1;
    }
    caselist_free(&c->cases);
    c->cases = fresh;
    c->shown = 0;
    c->today = store_today(c->app->store);
    list_set_count(&c->list, c->cases.n);
    if (at < c->cases.n)
        list_select(&c->list, at);
    say_empty(c);
    keep_arg(c);
    return 0;
}

static void load_again(struct cases *c)
{
    struct err e = { 0 };
    if (load(c, selected(c), &e) < 0)
        app_error(c->app, &e);
}

static size_t word_index(const char *text, size_t len, bool sorts)
{
    size_t n = sorts ? (size_t)CASELIST_SORTS : SHOW_COUNT;
    for (size_t i = 0; i < n; i++) {
        const char *word = sorts ? SORTS[i].word : SHOWS[i].word;
        if (strlen(word) == len && strncmp(word, text, len) == 0)
            return i;
    }
    return 0;
}

static const char *next_word(const char *at, size_t *len)
{
    at += strspn(at, " ");
    *len = strcspn(at, " ");
    return at;
}

static int cases_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct cases *c = (struct cases *)v;
    size_t len;
    int64_t n = 0;
    c->app = a;
    narrow_init(&c->narrow, &a->clip);
    list_init(&c->list, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
              (struct list_source){ .row = case_row, .arg = c });
    c->pane.unfocused = true;
    v->list = &c->list;
    v->narrow = &c->narrow;
    v->marks = &c->marks;
    const char *at = next_word(arg, &len);
    c->show = (enum caselist_show)word_index(at, len, false);
    at = next_word(at + len, &len);
    c->sort = (enum caselist_sort)word_index(at, len, true);
    at = next_word(at + len, &len);
    if (len == REC_ID_TEXT - 1) {
        char id[REC_ID_TEXT] = "";
        memcpy(id, at, len);
        if (store_find(a->store, id, KIND_CASE, &n, NULL) < 0)
            n = 0; /* gone since */
    }
    at += len;
    if (editor_set(&c->narrow.words, *at ? at + 1 : "", e) < 0)
        return -1;
    return load(c, n, e);
}

static void cases_close(struct app *a, struct view *v)
{
    (void)a;
    struct cases *c = (struct cases *)v;
    caselist_free(&c->cases);
    list_free(&c->list);
    pane_free(&c->pane);
    narrow_free(&c->narrow);
    marks_free(&c->marks);
    str_free(c->empty);
}

static int cases_reload(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    struct cases *c = (struct cases *)v;
    return load(c, selected(c), e);
}

static bool cases_select(struct app *a, struct view *v, int64_t n)
{
    struct cases *c = (struct cases *)v;
    size_t at;
    if (caselist_reach(a->store, &c->cases, n, &at, NULL) < 0)
        return false;
    list_set_count(&c->list, c->cases.n);
    if (at < c->cases.n)
        list_select(&c->list, at);
    return at < c->cases.n;
}

/* What was not read yet, a piece at a time; what fails is read again at the next turn of the list. */
static bool cases_work(struct app *a, struct view *v)
{
    struct cases *c = (struct cases *)v;
    if (c->cases.whole)
        return false;
    int rc = caselist_more(a->store, &c->cases, NULL);
    list_set_count(&c->list, c->cases.n);
    return rc > 0;
}

static void read_to_end(struct cases *c)
{
    struct err e = { 0 };
    int rc = 1;
    while (rc > 0)
        rc = caselist_more(c->app->store, &c->cases, &e);
    list_set_count(&c->list, c->cases.n);
    if (rc < 0)
        app_error(c->app, &e);
}

/* ---- drawing ---- */

static void cases_title(struct app *a, struct view *v, struct buf *out)
{
    struct cases *c = (struct cases *)v;
    buf_adds(out, _("Cases"));
    if (app_top(a) != v)
        return;
    /* On a narrow screen open cases are what one expects. */
    if (c->show == CASELIST_OPEN && screen_cols(a->screen) < CHROME_WIDE_COLS)
        buf_addf(out, "  %s", _(SORTS[c->sort].label));
    else
        buf_addf(out, "  %s · %s", _(SHOWS[c->show].label), _(SORTS[c->sort].label));
}

static void cases_status(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    struct cases *c = (struct cases *)v;
    if (!c->cases.whole)
        buf_addf(out, _("more than %zu"), c->cases.n);
    else if (c->cases.total)
        buf_addf(out, _("%zu of %zu"), c->cases.n, c->cases.total);
}

static void cases_idle(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    char place[32];
    list_place(&((struct cases *)v)->list, place, sizeof place);
    buf_adds(out, place);
}

static void cases_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *whole)
{
    (void)a;
    struct cases *c = (struct cases *)v;
    struct draw body = *whole, list, detail;
    narrow_draw(&c->narrow, &body);
    c->list.unfocused = c->narrow.typing;
    if (!c->cases.n) {
        list_draw(&c->list, &body);
        return;
    }
    layout_split(l, &body, body.rows - 6, &list, &detail);
    c->list.unfold = l->one_pane;
    list_draw(&c->list, &list);
    if (l->one_pane)
        return;
    make_detail(c);
    pane_draw(&c->pane, &detail);
}

/* ---- doing ---- */

static unsigned cases_command(struct app *a, struct view *v, int id)
{
    struct cases *c = (struct cases *)v;
    unsigned result = WIDGET_HANDLED;
    switch (id) {
    case CMD_OPEN:
        open_about(a, "case", "@ overview", selected(c));
        break;
    case CASES_ADD:
        app_push(a, "form", "add case");
        break;
    case CMD_ORDER:
        c->sort = (enum caselist_sort)((c->sort + 1) % CASELIST_SORTS);
        load_again(c);
        break;
    case CASES_SHOW:
        c->show = (enum caselist_show)((c->show + 1) % SHOW_COUNT);
        load_again(c);
        break;
    case CMD_IMPORT:
        app_push(a, "import", "");
        break;
    default:
        if (id == NAV_LAST)
            read_to_end(c);
        result = list_do(&c->list, id);
        if (result & WIDGET_MOVED)
            keep_arg(c);
    }
    return result;
}

static int64_t cases_record(struct app *a, struct view *v)
{
    (void)a;
    return selected((const struct cases *)v);
}

/* ---- what can be done ---- */

static const char *cases_hints(struct app *a, struct view *v)
{
    (void)a;
    (void)v;
    return "open add import narrow letter-new log order";
}

static const char *a_case(void *arg)
{
    return selected((const struct cases *)app_top(arg)) ? NULL : _("There is no case here.");
}

static const char *other_order(void *arg)
{
    return ((const struct cases *)app_top(arg))->cases.n > 1 ? NULL : _("There is nothing to put in order.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("open"), N_("open this case"), COMMAND_IN_VIEW, 10, a_case },
    { CASES_ADD, "add", "a", N_("add"), N_("add a case by hand"), COMMAND_IN_VIEW, 20, app_needs_writing },
    { CMD_IMPORT, "import", "i", N_("import"), N_("import an appeal: paste it, or name a file"),
      COMMAND_IN_VIEW, 22, app_needs_writing },
    { CMD_ORDER, "order", "o", N_("order"), N_("by deadline, title, country, risk, last change"),
      COMMAND_IN_VIEW, 48, other_order },
    { CASES_SHOW, "show", "s", N_("show"), N_("open cases, closed ones, or all"), COMMAND_IN_VIEW, 0, NULL },
};
const struct command_table cases_commands = COMMAND_TABLE("cases", N_("Cases"), ROWS);

const struct view_class view_cases = {
    .name = "cases",
    .size = sizeof(struct cases),
    .commands = &cases_commands,
    .open = cases_open,
    .close = cases_close,
    .reload = cases_reload,
    .select = cases_select,
    .work = cases_work,
    .title = cases_title,
    .status = cases_status,
    .idle = cases_idle,
    .draw = cases_draw,
    .hints = cases_hints,
    .record = cases_record,
    .kase = cases_record,
    .narrowed = cases_reload,
    .command = cases_command,
};
