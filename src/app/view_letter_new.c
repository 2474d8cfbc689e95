/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a case to drafts: whom its newest appeal is to be written to, all marked but those who have a letter,
 * and below which text is taken and who signs; w makes the drafts. Enter is for one line alone. arg: the
 * case. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/marks.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/letter_asks.h"
#include "satchel/model/field.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/letters.h"
#include "satchel/tui/list.h"

enum { ROW_HEADING, ROW_TEXT, ROW_SENDER, ROW_SIGN, FIXED_ROWS };
enum { LETTER_NEW_WRITE = 1 };

/* What a draft can be made from: one of the three. */
struct text_choice {
    char *lang; /* a model letter, or requests, in it */
    int64_t template, letter;
    char *label;
};

struct letter_new_view {
    struct view view;
    struct app *app;
    int64_t kase, appeal;
    struct store_rows targets;
    struct marks marks;
    DYN(struct text_choice) texts;
    size_t text;    /* the chosen one */
    int64_t sender; /* 0: nobody is known */
    int sign;
    struct list list;
};

static const struct list_column COLUMNS[] = { { .width = 8, .fit = 12 },
                                              { .width = 10, .fit = 16, .drop = 1 },
                                              { .width = 20 } };

/* ---- reading ---- */

static int add_text(struct letter_new_view *v, struct text_choice t, const char *form, const char *name,
                    struct err *e)
{
    struct buf label = { 0 };
    if (dyn_room(&v->texts) < 0)
        return err_no_memory(e);
    const char *place = strstr(form, "%s");
    buf_addf(&label, "%.*s%s%s", (int)(place - form), form, name, place + 2);
    t.label = buf_take(&label, e);
    v->texts.at[v->texts.n++] = t;
    return t.label ? 0 : -1;
}

static int add_in_language(struct letter_new_view *v, const char *form, const char *tag, struct err *e)
{
    struct text_choice t = { 0 };
    char *lang = present_code("lang", tag);
    int rc = lang && str_set(&t.lang, tag) == 0 ? add_text(v, t, form, lang, e) : err_no_memory(e);
    str_free(lang);
    return rc;
}

/* The model letter; without one the requests, when they are in several languages. */
static int add_model(struct letter_new_view *v, int64_t n, struct err *e)
{
    struct rec *r = NULL;
    struct letter_asks asks = { 0 };
    if (store_get(v->app->store, n, &r, e) < 0)
        return -1;
    const struct appeal *a = (const struct appeal *)r;
    int rc = a->letter_body ? add_in_language(v, _("the model letter, %s"), letters_model_language(a), e)
                            : letter_asks_read(a, &asks, e);
    const char *first = asks.n > 1 ? letters_model_language(a) : NULL;
    if (rc == 0 && first)
        rc = add_in_language(v, _("the requests, %s"), first, e);
    for (size_t i = 0; rc == 0 && first && i < asks.n; i++)
        if (strcmp(asks.langs[i], first) != 0)
            rc = add_in_language(v, _("the requests, %s"), asks.langs[i], e);
    letter_asks_free(&asks);
    rec_free(r);
    return rc;
}

static int add_record_text(struct letter_new_view *v, int64_t n, bool template, struct err *e)
{
    char *label = present_label(v->app, n);
    struct text_choice t = { .template = template ? n : 0, .letter = template ? 0 : n };
    int rc = label ? add_text(v, t, template ? _("template: %s") : _("an earlier letter: %s"), label, e) : -1;
    str_free(label);
    return rc;
}

static void drop_texts(struct letter_new_view *v)
{
    for (size_t i = 0; i < v->texts.n; i++) {
        str_free(v->texts.at[i].lang);
        str_free(v->texts.at[i].label);
    }
    v->texts.n = 0;
}

/* The model letter of the appeal first, those of others, templates, letters of the case. */
static int read_texts(struct letter_new_view *v, struct err *e)
{
    struct store_rows appeals = { 0 }, templates = { 0 }, letters = { 0 };
    struct store *s = v->app->store;
    struct text_choice was = v->text < v->texts.n ? v->texts.at[v->text] : (struct text_choice){ 0 };
    drop_texts(v);
    int rc = store_children(s, v->kase, KIND_APPEAL, &appeals, e);
    rc = rc == 0 ? store_list(s, &(struct store_query){ .kind = KIND_TEMPLATE }, &templates, e) : rc;
    rc = rc == 0 ? store_children(s, v->kase, KIND_LETTER, &letters, e) : rc;
    for (size_t i = appeals.n; rc == 0 && i-- > 0;)
        rc = add_model(v, appeals.at[i], e);
    for (size_t i = 0; rc == 0 && i < templates.n; i++)
        rc = add_record_text(v, templates.at[i], true, e);
    for (size_t i = letters.n; rc == 0 && i-- > 0;)
        rc = add_record_text(v, letters.at[i], false, e);
    store_rows_free(&appeals);
    store_rows_free(&templates);
    store_rows_free(&letters);
    for (size_t i = 0; i < v->texts.n && (was.template || was.letter); i++)
        if (v->texts.at[i].template == was.template && v->texts.at[i].letter == was.letter)
            v->text = i;
    v->text = v->text < v->texts.n ? v->text : 0;
    return rc;
}

static bool has_letter(const struct letter_new_view *v, int64_t target)
{
    size_t n = 0;
    return store_count_children(v->app->store, target, KIND_LETTER, &n, NULL) == 0 && n > 0;
}

static int mark_all(struct letter_new_view *v, struct err *e)
{
    for (size_t i = 0; i < v->targets.n; i++)
        if (!has_letter(v, v->targets.at[i]) && marks_toggle(&v->marks, v->targets.at[i]) < 0)
            return err_no_memory(e);
    return 0;
}

static int reload(struct app *a, struct view *view, struct err *e)
{
    struct letter_new_view *v = (struct letter_new_view *)view;
    v->targets.n = 0;
    if (letters_targets(a->store, v->kase, &v->appeal, &v->targets, e) < 0 || read_texts(v, e) < 0 ||
        (!v->sender && letters_sender(a->store, &v->sender, &v->sign, e) < 0)) {
        list_set_count(&v->list, 0);
        return -1;
    }
    list_set_count(&v->list, v->targets.n ? v->targets.n + FIXED_ROWS : 0);
    return 0;
}

/* ---- rows ---- */

static void target_row(const struct letter_new_view *v, int64_t n, struct list_row *out)
{
    struct rec *r = NULL;
    char *label = present_label(v->app, n);
    if (store_get(v->app->store, n, &r, NULL) < 0)
        r = NULL;
    out->marked = marks_has(&v->marks, n);
    list_cell(out, 0, ROLE_LABEL, r ? _(ENUM_target_part.at[((const struct target *)r)->part].label) : "");
    list_cell(out, 1, ROLE_DIM, has_letter(v, n) ? _("has a letter") : " ");
    list_cell(out, 2, ROLE_TEXT, label);
    rec_free(r);
    str_free(label);
}

static void option_row(const struct letter_new_view *v, size_t what, struct list_row *out)
{
    static const char *const LABELS[] = {
        [ROW_TEXT] = N_("text"), [ROW_SENDER] = N_("sender"), [ROW_SIGN] = N_("signed")
    };
    char *sender = v->sender ? present_label(v->app, v->sender) : NULL;
    const char *values[] = { [ROW_TEXT] = v->texts.n ? v->texts.at[v->text].label
                                                     : _("none: the drafts hold what the appeal asks for"),
                             [ROW_SENDER] = sender ? sender : _("nobody yet; Enter adds one"),
                             [ROW_SIGN] = _(ENUM_letter_sign.at[v->sign].label) };
    list_cell(out, 0, ROLE_LABEL, _(LABELS[what]));
    list_cell(out, 1, ROLE_TEXT, " ");
    list_cell(out, 2, ROLE_TEXT, values[what]);
    str_free(sender);
}

static void row(void *arg, size_t index, struct list_row *out)
{
    const struct letter_new_view *v = arg;
    if (index < v->targets.n)
        target_row(v, v->targets.at[index], out);
    else if (index == v->targets.n + ROW_HEADING) {
        out->heading = true;
        list_cell(out, 0, ROLE_TEXT, _("with"));
    } else
        option_row(v, index - v->targets.n, out);
}

/* ---- choosing ---- */

static bool text_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct letter_new_view *v = arg;
    for (size_t i = 0; i < v->texts.n; i++)
        if ((!*words || text_has_words(v->texts.at[i].label, words)) && index-- == 0) {
            buf_addf(value, "%zu", i);
            buf_adds(label, v->texts.at[i].label);
            return true;
        }
    bool fits = !*words || text_has_words(_("a new template"), words);
    if (fits && index == 0) {
        buf_addf(value, "%zu", v->texts.n);
        buf_adds(label, _("a new template"));
    }
    return fits && index == 0;
}

static void text_picked(struct app *a, void *arg, const char *value, const char *label)
{
    struct letter_new_view *v = arg;
    size_t i = strtoul(value, NULL, 10);
    (void)label;
    if (i < v->texts.n)
        v->text = i;
    else
        app_push(a, "form", "add template");
}

static bool sender_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct letter_new_view *v = arg;
    struct store_rows rows = { 0 };
    bool found = false;
    if (store_list(v->app->store, &(struct store_query){ .kind = KIND_SENDER }, &rows, NULL) < 0)
        rows.n = 0;
    for (size_t i = 0; i <= rows.n && !found; i++) {
        char *name = i < rows.n ? present_label(v->app, rows.at[i]) : NULL;
        const char *text = name ? name : _("somebody else: a new sender");
        found = (!*words || text_has_words(text, words)) && index-- == 0;
        if (found)
            buf_addf(value, "%lld", i < rows.n ? (long long)rows.at[i] : 0LL);
        if (found)
            buf_adds(label, text);
        str_free(name);
    }
    store_rows_free(&rows);
    return found;
}

static void sender_picked(struct app *a, void *arg, const char *value, const char *label)
{
    struct letter_new_view *v = arg;
    (void)label;
    v->sender = strtoll(value, NULL, 10);
    if (!v->sender)
        app_push(a, "form", "add sender");
}

static void choose_sender(struct letter_new_view *v)
{
    if (v->sender)
        app_pick(v->app, _("Who writes?"), (struct picker_source){ .row = sender_row, .arg = v }, NULL,
                 sender_picked, v);
    else
        app_push(v->app, "form", "add sender");
}

/* ---- writing ---- */

static void say(struct app *a, const struct letters_made *made)
{
    for (size_t i = 0; i < made->notes.n; i++) {
        char *text = present_text(a, made->notes.at[i]);
        app_say(a, MESSAGE_WARNING, "%s", text ? text : "");
        str_free(text);
    }
    size_t n = made->letters.n;
    if (!made->notes.n)
        app_say(a, MESSAGE_INFO, P_("%zu draft made. u undoes it.", "%zu drafts made. u undoes it.", n), n);
}

/* Those that are marked, in the order of the list. */
static size_t marked(const struct letter_new_view *v, int64_t out[])
{
    size_t n = 0;
    for (size_t i = 0; i < v->targets.n; i++)
        if (marks_has(&v->marks, v->targets.at[i]))
            out[n++] = v->targets.at[i];
    return n;
}

static int make(struct letter_new_view *v, struct letters_made *made, struct err *e)
{
    const struct text_choice *t = v->texts.n ? &v->texts.at[v->text] : NULL;
    int64_t *targets = calloc(v->targets.n + 1, sizeof *targets);
    if (!targets)
        return err_no_memory(e);
    struct letters_wish wish = { .kase = v->kase,
                                 .appeal = v->appeal,
                                 .targets = targets,
                                 .n_targets = marked(v, targets),
                                 .lang = t ? t->lang : NULL,
                                 .template = t ? t->template : 0,
                                 .reuse = t ? t->letter : 0,
                                 .sender = v->sender,
                                 .sign = v->sign };
    int rc = letters_draft(v->app->store, &wish, made, e);
    free(targets);
    return rc;
}

static void write_drafts(struct letter_new_view *v)
{
    struct app *a = v->app;
    struct letters_made made = { 0 };
    struct err e = { 0 };
    int64_t kase = v->kase;
    if (!v->marks.n) {
        app_say(a, MESSAGE_INFO, "%s", _("Nobody is marked. Space marks whom to write to."));
        return;
    }
    if (make(v, &made, &e) < 0) {
        app_error(a, &e);
        return;
    }
    app_pop(a); /* v is gone */
    app_reload(a);
    if (!app_select(a, made.letters.at[0])) {
        open_about(a, "case", "@ letters", kase);
        app_select(a, made.letters.at[0]);
    }
    say(a, &made);
    letters_made_free(&made);
}

static void toggle(struct letter_new_view *v)
{
    size_t i = v->list.selected;
    if (i < v->targets.n) {
        marks_toggle(&v->marks, v->targets.at[i]);
        list_do(&v->list, NAV_DOWN);
    }
}

static void enter(struct letter_new_view *v)
{
    size_t i = v->list.selected;
    if (i == v->targets.n + ROW_TEXT)
        app_pick(v->app, _("Which text?"), (struct picker_source){ .row = text_row, .arg = v }, NULL,
                 text_picked, v);
    else if (i == v->targets.n + ROW_SENDER)
        choose_sender(v);
    else if (i == v->targets.n + ROW_SIGN)
        v->sign = (v->sign + 1) % (int)ENUM_letter_sign.n;
    else
        toggle(v);
}

/* The record that the row is about, to be edited; 0: none. */
static int64_t row_record(const struct letter_new_view *v)
{
    size_t i = v->list.selected;
    if (i < v->targets.n)
        return v->targets.at[i];
    if (i == v->targets.n + ROW_TEXT && v->text < v->texts.n) {
        const struct text_choice *t = &v->texts.at[v->text];
        return t->template ? t->template : t->letter ? t->letter : v->appeal;
    }
    return i == v->targets.n + ROW_SENDER ? v->sender : 0;
}

/* ---- the view ---- */

static int letter_new_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct letter_new_view *v = (struct letter_new_view *)view;
    v->app = a;
    list_init(&v->list, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
              (struct list_source){ .row = row, .arg = v });
    v->list.empty = _("This case does not say whom to write to.\n\nAdd an appeal and its targets in the tab "
                      "Letters of the case, or import the appeal.");
    if (view_set_arg(view, arg) < 0)
        return err_no_memory(e);
    if (store_find(a->store, arg, KIND_CASE, &v->kase, e) < 0 || reload(a, view, e) < 0)
        return -1;
    return mark_all(v, e);
}

static void letter_new_close(struct app *a, struct view *view)
{
    struct letter_new_view *v = (struct letter_new_view *)view;
    (void)a;
    drop_texts(v);
    free(v->texts.at);
    store_rows_free(&v->targets);
    marks_free(&v->marks);
    list_free(&v->list);
}

static void letter_new_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    (void)view;
    buf_adds(out, _("New letters"));
}

static void letter_new_status(struct app *a, struct view *view, struct buf *out)
{
    const struct letter_new_view *v = (const struct letter_new_view *)view;
    (void)a;
    if (v->targets.n)
        buf_addf(out, _("%zu of %zu marked"), v->marks.n, v->targets.n);
}

static void letter_new_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    (void)a;
    (void)l;
    list_draw(&((struct letter_new_view *)view)->list, body);
}

static unsigned letter_new_command(struct app *a, struct view *view, int id)
{
    struct letter_new_view *v = (struct letter_new_view *)view;
    switch (id) {
    case CMD_OPEN:
        enter(v);
        break;
    case LETTER_NEW_WRITE:
        write_drafts(v);
        break;
    case CMD_MARK:
        toggle(v);
        break;
    case CMD_EDIT:
        edit_record(a, row_record(v));
        break;
    default:
        return list_do(&v->list, id);
    }
    return WIDGET_HANDLED;
}

static const struct letter_new_view *here(void *app)
{
    return (const struct letter_new_view *)app_top(app);
}

static const char *can_open(void *arg)
{
    return here(arg)->targets.n ? app_needs_writing(arg) : _("There is nobody to write to here.");
}

static const char *can_mark(void *arg)
{
    return here(arg)->list.selected < here(arg)->targets.n ? NULL : _("Only whom to write to can be marked.");
}

static const char *can_edit(void *arg)
{
    return row_record(here(arg)) ? app_needs_writing(arg) : _("There is nothing to edit here.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("choose"), N_("write to this one, or not; below: choose another"),
      COMMAND_IN_VIEW, 0, can_open },
    { CMD_MARK, "mark", "Space", N_("mark"), N_("write to this one, or not"), COMMAND_IN_VIEW, 20, can_mark },
    { CMD_EDIT, "edit", "e", N_("edit"), N_("edit whom it goes to, the text, or who signs"), COMMAND_IN_VIEW,
      30, can_edit },
    { LETTER_NEW_WRITE, "letter-make", "w", N_("make drafts"), N_("make a draft for each that is marked"),
      COMMAND_IN_VIEW, 0, can_open },
};
const struct command_table letter_new_commands = COMMAND_TABLE("letter-new", N_("New letters"), ROWS);

static const char *letter_new_hints(struct app *a, struct view *view)
{
    const struct letter_new_view *v = (const struct letter_new_view *)view;
    (void)a;
    return v->list.selected < v->targets.n ? "letter-make mark edit" : "open letter-make edit";
}

const struct view_class view_letter_new = {
    .name = "letter-new",
    .size = sizeof(struct letter_new_view),
    .commands = &letter_new_commands,
    .open = letter_new_open,
    .close = letter_new_close,
    .reload = reload,
    .title = letter_new_title,
    .status = letter_new_status,
    .draw = letter_new_draw,
    .hints = letter_new_hints,
    .command = letter_new_command,
};
