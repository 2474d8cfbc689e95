/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arg: ID [PART CURSOR SCROLL TYPING]: a letter, and where the cursor was. It opens for reading; only where
 * one was typing, as before a lock, the next key is text again. What is typed is kept as a draft under the id
 * two seconds after a change, at Esc and at a lock; opening the letter again brings it back. */
#include "satchel/app/letter_view.h"

#include <string.h>

#include "satchel/app/letter_back.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/store/find.h"
#include "satchel/store/letters.h"
#include "satchel/store/letters_copies.h"
#include "satchel/store/letters_share.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

/* ---- what is typed ---- */

static int letter_keep(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    return letter_view_keep_draft((struct letter_view *)v, e);
}

static uint64_t typed_version(struct app *a, struct view *v)
{
    (void)a;
    return letter_view_version((struct letter_view *)v);
}

static void letter_place(struct app *a, struct view *view)
{
    (void)a;
    const struct letter_view *v = (const struct letter_view *)view;
    struct buf b = { 0 };
    buf_addf(&b, "%s ", v->id);
    letter_view_add_cursor(v, &b);
    if (!b.failed)
        view_set_arg(view, buf_text(&b));
    buf_free(&b);
}

/* ---- reading ---- */

/* "It was answered on ..."; "": nothing came back. */
static char *what_came_back(const struct letter_view *v)
{
    struct letters_backs backs;
    struct buf b = { 0 };
    if (letters_backs(v->app->store, v->letter->kase.n, &backs, NULL) == 0) {
        const struct letters_back *most = letters_back_of(&backs, v->n);
        if (most)
            letter_back_say(v->app, most, true, &b);
    }
    letters_backs_free(&backs);
    return buf_take(&b, NULL);
}

/* "Sent on 2 November 2026: post, handwritten." Caller frees. */
static char *how_sent(const struct letter_view *v)
{
    struct buf b = { 0 };
    struct store_rows actions = { 0 };
    struct rec *r = NULL;
    char *day = present_day(v->letter->sent_at);
    store_children(v->app->store, v->n, KIND_ACTION, &actions, NULL);
    const struct action *a =
        actions.n && store_get(v->app->store, actions.at[0], &r, NULL) == 0 ? (const struct action *)r : NULL;
    if (!a)
        buf_addf(&b, _("Sent on %s."), day ? day : "");
    else if (a->handwritten) /* TRANSLATORS: a day, then a channel: "Sent on 2026-11-02: post, handwritten."
                              */
        buf_addf(&b, _("Sent on %1$s: %2$s, handwritten."), day ? day : "",
                 _(ENUM_channel.at[a->channel].label));
    else
        buf_addf(&b, _("Sent on %1$s: %2$s."), day ? day : "", _(ENUM_channel.at[a->channel].label));
    rec_free(r);
    store_rows_free(&actions);
    str_free(day);
    return buf_take(&b, NULL);
}

static int read_letter(struct letter_view *v, struct err *e)
{
    struct rec *r = NULL;
    struct letter_page page = { 0 };
    if (store_get(v->app->store, v->n, &r, e) < 0)
        return -1;
    if (letter_page(v->app->store, v->n, &page, e) < 0) {
        rec_free(r);
        return -1;
    }
    rec_free((struct rec *)v->letter);
    v->letter = (struct letter *)r;
    letter_page_free(&v->page);
    v->page = page;
    str_free(v->to);
    v->to = v->letter->to.n ? present_addressee(v->app, v->letter->to.at[0].target.n) : NULL;
    str_free(v->how);
    str_free(v->back);
    v->how = letter_view_is_sent(v) ? how_sent(v) : NULL;
    v->back = letter_view_is_sent(v) ? what_came_back(v) : NULL;
    if (letters_share_others(v->app->store, v->letter, &v->others, e) < 0)
        return -1;
    return letters_copy_differs(v->app->store, v->letter, &v->differs, e) < 0 ? -1 : letter_check_read(v, e);
}

/* What was typed and not saved stays; else the text is the stored one. */
static int letter_reload(struct app *a, struct view *view, struct err *e)
{
    (void)a;
    struct letter_view *v = (struct letter_view *)view;
    bool typed = letter_view_is_unsaved(v), previewing = v->previewing && !letter_view_is_sent(v);
    if (read_letter(v, e) < 0)
        return -1;
    if ((!typed || letter_view_is_sent(v)) && letter_view_take_stored(v, e) < 0)
        return -1;
    if (!typed || letter_view_is_sent(v))
        v->view.kept = v->settled = letter_view_version(v);
    if (letter_view_is_sent(v) || a->discreet)
        v->typing = false;
    letter_view_show_preview(v, letter_view_is_sent(v) || previewing);
    letter_check_unasked(v);
    return 0;
}

static void letter_init(struct app *a, struct letter_view *v)
{
    static const struct list_column COLUMNS[] = { { .width = 16, .fit = 23 },
                                                  { .width = 8, .fit = 12, .drop = 1 },
                                                  { .width = 20 } };
    v->app = a;
    editor_init(&v->parts[LETTER_SALUTATION], true, &a->clip);
    editor_init(&v->parts[LETTER_BODY], false, &a->clip);
    editor_init(&v->reason, true, &a->clip);
    list_init(&v->findings, COLUMNS, 3, (struct list_source){ .row = letter_check_row, .arg = v });
    v->findings.no_titles = v->findings.unfocused = v->findings.unfold = true;
    v->part = LETTER_BODY;
}

static int letter_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct letter_view *v = (struct letter_view *)view;
    letter_init(a, v);
    size_t id = strcspn(arg, " ");
    char *word = strndup(arg, id);
    int rc = word ? store_find(a->store, word, KIND_LETTER, &v->n, e) : err_no_memory(e);
    str_free(word);
    struct rec_ref ref;
    if (rc < 0 || store_ref(a->store, v->n, &ref, e) < 0)
        return -1;
    rec_id_format(ref.id, v->id);
    if (read_letter(v, e) < 0 || letter_view_take_stored(v, e) < 0)
        return -1;
    v->settled = letter_view_version(v);
    letter_view_go_to_cursor(v, arg + id);
    if (letter_view_restore_draft(v, e) < 0)
        return -1;
    v->view.kept = letter_view_version(v);
    letter_view_show_preview(v, letter_view_is_sent(v));
    letter_check_unasked(v);
    return 0;
}

static void letter_close(struct app *a, struct view *view)
{
    (void)a;
    struct letter_view *v = (struct letter_view *)view;
    letter_check_free(v);
    for (size_t i = 0; i < LETTER_PARTS; i++)
        editor_free(&v->parts[i]);
    editor_free(&v->reason);
    list_free(&v->findings);
    pane_free(&v->pane);
    letter_page_free(&v->page);
    rec_free((struct rec *)v->letter);
    str_free(v->to);
    str_free(v->how);
    str_free(v->back);
}

static bool letter_select(struct app *a, struct view *v, int64_t n)
{
    (void)a;
    return ((const struct letter_view *)v)->n == n;
}

/* ---- around it ---- */

static void letter_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    const struct letter_view *v = (const struct letter_view *)view;
    if (v->to && *v->to)
        buf_addf(out, _("Letter to %s"), v->to);
    else
        buf_adds(out, _("Letter"));
}

static void add_length(const struct letter_count *c, bool wide, struct buf *out)
{
    buf_addf(out, "  ");
    buf_addf(out, P_("%zu word", "%zu words", c->words), c->words);
    if (!wide)
        return;
    buf_addf(out, "  ");
    if (c->pages_sure)
        buf_adds(out, _("1 page"));
    else
        buf_addf(out, P_("about %zu page", "about %zu pages", c->pages), c->pages);
}

static void letter_status(struct app *a, struct view *view, struct buf *out)
{
    const struct letter_view *v = (const struct letter_view *)view;
    const struct letter_check *c = &v->check;
    const bool wide = screen_cols(a->screen) >= CHROME_WIDE_COLS;
    if (wide && v->letter->lang && *v->letter->lang)
        buf_addf(out, "%s  ", v->letter->lang);
    if (letter_view_doubts(v))
        buf_addf(out, P_("ready, but %zu finding", "ready, but %zu findings", c->open), c->open);
    else
        buf_adds(out, _(ENUM_letter_state.at[v->letter->state].label));
    if (letter_view_is_unsaved(v))
        buf_addf(out, "  %s", _("not saved"));
    if (c->count.known && (wide || !letter_view_is_unsaved(v)))
        add_length(&c->count, wide, out);
}

static void add_unclear(size_t n, bool wide, struct buf *out)
{
    if (wide)
        buf_addf(
            out,
            P_(" %zu request of the appeal could not be looked for: the letter may ask it in its own words.",
               " %zu requests of the appeal could not be looked for: the letter may ask them in its own "
               "words.",
               n),
            n);
    else
        buf_addf(out,
                 P_(" %zu request not looked for: own words.", " %zu requests not looked for: own words.", n),
                 n);
}

/* How much was found, and what could not be looked for. */
static void add_found(const struct letter_view *v, bool wide, struct buf *out)
{
    const struct letter_check *c = &v->check;
    if (letter_view_doubts(v))
        buf_adds(out, _("It was marked ready; by now this stands against it."));
    else if (c->found.notes.more)
        buf_addf(out, _("More than %zu findings: not all are listed."), letter_check_at_least(v));
    else if (c->open)
        buf_addf(out, P_("%zu finding.", "%zu findings.", c->open), c->open);
    else if (v->letter->sender.n || v->differs)
        buf_adds(out, _("No finding."));
    else
        buf_adds(out, _("No finding. Nobody has signed it."));
    if (v->differs)
        buf_adds(out, _(" This copy has another text than the letter it is of."));
    if (c->found.notes.names_by_records_only)
        buf_adds(out, _(" This script has no capitals: names are compared with records only."));
    if (c->found.notes.asks_not_compared)
        buf_adds(out, _(" The appeal's requests are in another language: not compared."));
    if (c->found.notes.asks_unclear)
        add_unclear(c->found.notes.asks_unclear, wide, out);
}

/* Where there is room for one of the two, what came back says more. */
static void add_sent(const struct letter_view *v, bool wide, struct buf *out)
{
    const char *how = v->how ? v->how : "", *back = v->back ? v->back : "";
    if (wide || !*back)
        buf_addf(out, "%s%s", how, *back ? " " : "");
    buf_adds(out, back);
}

static void letter_idle(struct app *a, struct view *view, struct buf *out)
{
    const struct letter_view *v = (const struct letter_view *)view;
    const struct letter_check *c = &v->check;
    const bool wide = screen_cols(a->screen) >= CHROME_WIDE_COLS;
    if (letter_view_is_sent(v))
        add_sent(v, wide, out);
    else if (v->previewing)
        buf_adds(out, wide ? _("As it will be printed; a PDF may turn its pages elsewhere.")
                           : _("As it will be printed."));
    else if (a->discreet)
        buf_adds(out, wide ? _("Names are hidden, so the text is only shown. z shows them again.")
                           : _("Names are hidden. z shows them."));
    else if (c->under_way && c->then)
        buf_addf(out, _("The whole text is checked: %d %%. Esc stops it."), letter_sweep_percent(&c->sweep));
    else if (c->too_long)
        buf_adds(out, wide ? _("This text is too long to be checked while it is typed: F2 checks it.")
                           : _("A long text: F2 checks it."));
    else if (c->done)
        add_found(v, wide, out);
}

static bool letter_in_text(struct app *a, struct view *view)
{
    (void)a;
    const struct letter_view *v = (const struct letter_view *)view;
    return v->waiving || (v->typing && !v->previewing);
}

static int64_t letter_record(struct app *a, struct view *v)
{
    (void)a;
    return ((const struct letter_view *)v)->n;
}

static int64_t letter_case(struct app *a, struct view *v)
{
    (void)a;
    return ((const struct letter_view *)v)->letter->kase.n;
}

static bool letter_next(struct app *a, struct view *v, bool forward)
{
    (void)a;
    return letter_view_next((struct letter_view *)v, forward);
}

static int64_t letter_due(struct app *a, struct view *v)
{
    (void)a;
    return ((const struct letter_view *)v)->check.due;
}

static void letter_work(struct app *a, struct view *v)
{
    (void)a;
    letter_check_work((struct letter_view *)v);
}

const struct view_class view_letter = {
    .name = "letter",
    .size = sizeof(struct letter_view),
    .commands = &letter_commands,
    .open = letter_open,
    .close = letter_close,
    .reload = letter_reload,
    .select = letter_select,
    .title = letter_title,
    .status = letter_status,
    .idle = letter_idle,
    .draw = letter_view_draw,
    .hints = letter_view_hints,
    .record = letter_record,
    .kase = letter_case,
    .next = letter_next,
    .in_text = letter_in_text,
    .text_hints = letter_view_text_hints,
    .command = letter_view_command,
    .key = letter_view_key,
    .paste = letter_view_paste,
    .keep = letter_keep,
    .version = typed_version,
    .place = letter_place,
    .due = letter_due,
    .due_work = letter_work,
};
