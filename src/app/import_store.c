/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/import_store.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/casework/ua.h"
#include "satchel/model/kase.h"
#include "satchel/store/write.h"

/* ---- the differences ---- */

static const struct list_column COLUMNS[] = { { .width = 12, .fit = 18 },
                                              { .title = "", .width = 8 },
                                              { .title = N_("stored"), .width = 24 },
                                              { .title = N_("in this text"), .width = 20 } };

/* A further appeal brings its own values: of those there is nothing to say. */
static const char *what_happens(const struct import_change *c)
{
    if (!c->take)
        return _("stays");
    if (!*c->old)
        return _("added");
    if (!c->open)
        return " ";
    return *c->new ? _("taken") : _("goes");
}

static const char COUNTRY[] = N_("Country"); /* the label of the field */

static void change_row(void *arg, size_t index, struct list_row *out)
{
    struct import_store *st = arg;
    const struct import_change *c = &st->plan.changes.at[index];
    const char *key = strcmp(c->what, COUNTRY) == 0 ? "country" : "";
    char *was = present_code(key, c->old), *is = present_code(key, c->new),
         *old = review_shown_text(st->app, st->review, was),
         *new = review_shown_text(st->app, st->review, is);
    out->marked = c->take && c->open;
    list_cell(out, 0, ROLE_LABEL, _(c->what));
    list_cell(out, 1, ROLE_TEXT, what_happens(c));
    list_cell(out, 2, c->take ? ROLE_DIM : ROLE_VALUE, old);
    list_cell(out, 3, c->take ? ROLE_VALUE : ROLE_DIM, new);
    str_free(was);
    str_free(is);
    str_free(old);
    str_free(new);
}

void import_store_decide(struct import_store *st)
{
    struct import_change *c =
        st->changes.selected < st->plan.changes.n ? &st->plan.changes.at[st->changes.selected] : NULL;
    if (!c)
        return;
    if (c->open)
        c->take = !c->take;
    else if (*c->new)
        app_say(st->app, MESSAGE_INFO, "%s",
                _("This comes with the text. Esc goes back, where it can be corrected or taken out."));
    else
        app_say(st->app, MESSAGE_INFO, "%s", _("The text does not say this, so that it stays as it is."));
    list_do(&st->changes, NAV_DOWN);
}

static const char *heading(const struct import_plan *plan, bool stop)
{
    if (plan->copy)
        return _("This is another copy of an appeal that is stored. It adds what is missing; where it says "
                 "otherwise, what is stored stays. Space changes that.");
    if (plan->older)
        return _("This is an earlier text about a known case, or a letter. It is stored beside the later "
                 "one, which goes on to count:");
    if (stop)
        return _("This text asks to write no more. The appeal is closed with it; whether the case is closed "
                 "too you are asked:");
    return _("This is a further text about a known case. It takes the place of the earlier one, which is "
             "kept:");
}

void import_store_draw(struct import_store *st, const struct draw *body)
{
    char *label = present_label(st->app, st->plan.kase);
    int used = draw_wrapped(body, 0, 2, 4, body->cols - 4, ROLE_TEXT,
                            heading(&st->plan, st->review->parsed.kind == PARSED_STOP));
    draw_text(body, used, 2, -1, ROLE_STRONG, label ? label : "");
    struct draw part = draw_part(body, used + 2, 0, -1, -1);
    st->changes.empty = _("It changes nothing that is stored.");
    list_draw(&st->changes, &part);
    str_free(label);
}

/* ---- storing ---- */

static bool was_pasted(const struct import_store *st)
{
    return strcmp(st->review->name, _("pasted text")) == 0;
}

static void apply(struct import_store *st)
{
    struct err e = { 0 };
    struct import_result made = { 0 };
    struct buf said = { 0 };
    struct import_origin origin = { .kind = was_pasted(st) ? SOURCE_PASTE : SOURCE_FILE,
                                    .title = was_pasted(st) ? NULL : st->review->name };
    if (store_import_apply(st->app->store, &st->review->parsed, &st->plan, &origin, &made, &e) < 0) {
        app_error(st->app, &e);
        return;
    }
    size_t n = made.made.n;
    if (!made.changed)
        buf_adds(&said, _("All of this text is stored already: nothing was changed."));
    else if (st->plan.copy)
        buf_adds(&said, _("Stored: what this text adds. u undoes it."));
    else
        buf_addf(&said,
                 P_("Stored: %zu record. u undoes it.", "Stored: %zu records in one step. u undoes it.", n),
                 n);
    int64_t kase = made.kase;
    import_result_free(&made);
    st->done(st->arg, kase, buf_text(&said)); /* may free st */
    buf_free(&said);
}

/* ---- a stop notice ---- */

static void freed_answered(struct app *a, void *arg, size_t choice)
{
    (void)a;
    struct import_store *st = arg;
    if (choice == 2)
        return;
    st->plan.freed = choice == 1;
    apply(st);
}

/* Who was last entered as held, missing, charged or sentenced goes on to be that, unless it is said. */
static void ask_freed(struct import_store *st)
{
    const char *choices[] = { _("Leave it"), _("Released"), _("Back") };
    struct store_rows freed = { 0 };
    struct buf names = { 0 }, text = { 0 };
    st->plan.freed = false;
    if (store_import_freed(st->app->store, &st->review->parsed, &st->plan, &freed, NULL) < 0 || !freed.n) {
        store_rows_free(&freed);
        apply(st);
        return;
    }
    for (size_t i = 0; i < freed.n; i++) {
        char *label = present_label(st->app, freed.at[i]);
        buf_addf(&names, "%s%s", i ? ", " : "", label ? label : "");
        str_free(label);
    }
    buf_addf(&text, _("%s\nIs this over? A yes is noted as released, by the day of this text."),
             buf_text(&names));
    app_ask(st->app, _("Released?"), buf_text(&text), choices, 3, 2, freed_answered, st);
    buf_free(&names);
    buf_free(&text);
    store_rows_free(&freed);
}

static void close_answered(struct app *a, void *arg, size_t choice)
{
    (void)a;
    struct import_store *st = arg;
    if (choice == 2)
        return;
    st->plan.close_case = choice == 1;
    ask_freed(st);
}

static bool is_open(struct import_store *st)
{
    struct rec *r;
    if (!st->plan.kase || store_get(st->app->store, st->plan.kase, &r, NULL) < 0)
        return true;
    bool open = ((struct kase *)r)->status != CASE_CLOSED;
    rec_free(r);
    return open;
}

static void ask_close(struct import_store *st)
{
    const char *choices[] = { _("Leave it open"), _("Close the case"), _("Back") };
    if (st->review->parsed.kind != PARSED_STOP || st->plan.copy || !is_open(st))
        ask_freed(st);
    else
        app_ask(st->app, _("The appeal is over"),
                _("This text asks to write no more: the appeal is closed with it. Is the case closed too?"),
                choices, 3, 2, close_answered, st);
}

/* ---- names that are known ---- */

/* A person of that name stands elsewhere: the same one? Never decided by the program. */
static void ask_twins(struct import_store *st);

static void twin_answered(struct app *a, void *arg, size_t choice)
{
    (void)a;
    struct import_store *st = arg;
    struct import_person *person = &st->plan.people.at[st->twin];
    if (choice == 2)
        return;
    if (choice == 1)
        person->use = person->twin;
    st->twin++;
    ask_twins(st);
}

static void ask_twins(struct import_store *st)
{
    const char *choices[] = { _("Another person"), _("The same person"), _("Back") };
    const struct import_plan *plan = &st->plan;
    while (st->twin < plan->people.n && (!plan->people.at[st->twin].twin || plan->people.at[st->twin].use))
        st->twin++;
    if (st->twin == plan->people.n) {
        ask_close(st);
        return;
    }
    struct buf text = { 0 };
    char *label = present_label(st->app, plan->people.at[st->twin].twin);
    buf_addf(&text, _("%s is entered already. Is the person in this text the same?"), label ? label : "");
    app_ask(st->app, _("A name that is known"), buf_text(&text), choices, 3, 2, twin_answered, st);
    buf_free(&text);
    str_free(label);
}

void import_store_go_on(struct import_store *st)
{
    st->twin = 0;
    ask_twins(st);
}

/* ---- which case ---- */

static void show_or_go_on(struct import_store *st)
{
    if (st->plan.kase) {
        st->comparing = true;
        list_set_count(&st->changes, st->plan.changes.n);
        list_select(&st->changes, 0);
    } else {
        import_store_go_on(st);
    }
}

static void lookalike_answered(struct app *a, void *arg, size_t choice)
{
    struct import_store *st = arg;
    struct err e = { 0 };
    int64_t kase = st->plan.lookalike;
    if (choice == 2)
        return;
    st->plan.lookalike = 0;
    if (choice == 1) {
        import_plan_free(&st->plan);
        if (store_import_compare(a->store, &st->review->parsed, kase, &st->plan, &e) < 0) {
            app_error(a, &e);
            return;
        }
    }
    show_or_go_on(st);
}

static void ask_lookalike(struct import_store *st)
{
    const char *choices[] = { _("A new case"), _("That case"), _("Back") };
    struct buf text = { 0 };
    char *label = present_label(st->app, st->plan.lookalike);
    buf_addf(&text,
             _("The number is that of %s, but nobody in it is named here. Does this text belong to that "
               "case?"),
             label ? label : "");
    app_ask(st->app, _("A number that is known"), buf_text(&text), choices, 3, 2, lookalike_answered, st);
    buf_free(&text);
    str_free(label);
}

static void same_answered(struct app *a, void *arg, size_t choice)
{
    (void)a;
    struct import_store *st = arg;
    if (choice == 1)
        st->done(st->arg, st->plan.kase, _("All of this text is stored already: nothing was changed."));
}

static void compare(struct import_store *st)
{
    struct err e = { 0 };
    import_plan_free(&st->plan);
    if (store_import_compare(st->app->store, &st->review->parsed, 0, &st->plan, &e) < 0) {
        app_error(st->app, &e);
    } else if (st->plan.same && st->plan.changes.n == 0) {
        const char *choices[] = { _("Back"), _("Show the case") };
        app_ask(st->app, _("Stored already"), _("This very text is stored already. Nothing of it is new."),
                choices, 2, 0, same_answered, st);
    } else if (st->plan.lookalike && !st->plan.kase) {
        ask_lookalike(st);
    } else {
        show_or_go_on(st);
    }
}

/* ---- what is no appeal ---- */

static int add_source(struct import_store *st, int64_t *n, struct err *e)
{
    struct rec *r = rec_new(KIND_SOURCE, e);
    if (!r)
        return -1;
    struct source *s = (struct source *)r;
    s->kind = was_pasted(st) ? SOURCE_PASTE : SOURCE_FILE;
    s->received = (struct opt_day){ true, store_today(st->app->store) };
    const char *title = st->review->parsed.title.text;
    if (!title && !was_pasted(st))
        title = st->review->name;
    int rc = str_set(&s->text, st->review->parsed.source) < 0 || str_set(&s->title, title) < 0
                 ? err_no_memory(e)
                 : store_add(st->app->store, r, e);
    *n = r->n;
    rec_free(r);
    return rc;
}

static void keep_source(struct import_store *st)
{
    struct err e = { 0 };
    int64_t n;
    if (add_source(st, &n, &e) < 0)
        app_error(st->app, &e);
    else
        st->done(st->arg, 0, _("Kept as a source: searching finds it. u undoes it."));
}

static void no_appeal_answered(struct app *a, void *arg, size_t choice)
{
    (void)a;
    struct import_store *st = arg;
    if (choice == 1)
        keep_source(st);
    else if (choice == 2)
        compare(st);
}

void import_store_begin(struct import_store *st)
{
    struct parsed *p = &st->review->parsed;
    bool storable = store_import_check(p, NULL) == 0;
    const char *choices[] = { _("Back"), _("Only keep the text"), _("Store it as a summary") };
    if (p->kind == PARSED_UA || p->kind == PARSED_SUMMARY) /* corrections may have made it one */
        p->kind = ua_is_appeal(p) ? PARSED_UA : PARSED_SUMMARY;
    if (ua_is_appeal(p) && storable) {
        compare(st);
        return;
    }
    app_ask(st->app, _("An appeal?"),
            storable
                ? _("This does not look like an Urgent Action: no number, no deadline, nothing is asked, "
                    "and nobody is to be written to.")
                : _("This does not look like an Urgent Action: it names no person, nobody to write to, "
                    "and has no title. a adds one of them."),
            choices, storable ? 3 : 2, 0, no_appeal_answered, st);
}

/* ---- beginning and end ---- */

void import_store_init(struct import_store *st, struct app *a, struct review *review,
                       void (*done)(void *arg, int64_t open, const char *said), void *arg)
{
    *st = (struct import_store){ .app = a, .review = review, .done = done, .arg = arg };
    list_init(&st->changes, COLUMNS, 4, (struct list_source){ .row = change_row, .arg = st });
    st->changes.unfold = true;
    st->changes.no_glyphs = true;
}

void import_store_free(struct import_store *st)
{
    import_plan_free(&st->plan);
    list_free(&st->changes);
}
