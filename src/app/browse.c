/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arg: "" or the id of a record of the kind, or of one that belongs to it: that one is selected; or ORDER ID
 * WORDS: the order, the selected record or `-`, what the list is narrowed to. Before either the case of which
 * they are listed, see browse_scope.h. */
#include "satchel/app/browse.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/browse_scope.h"
#include "satchel/app/commands.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/store/find.h"
#include "satchel/store/store.h"
#include "satchel/tui/list.h"

enum { BROWSE_WIDEN = 1 };

struct browse {
    struct view view;
    struct app *app;
    const struct browse_kind *kind;
    struct list list, lower;
    struct store_rows rows; /* of the list, in order, as narrowed */
    struct browse_lines lines;
    int64_t shown; /* whose lines these are */
    size_t order;
    struct browse_scope scope;
    bool in_lower;
    struct narrow narrow;
    struct marks marks;
};

static const struct list_column UPPER_COLUMNS[] = { { .width = 10, .middle = true } };
static const struct list_column LOWER_COLUMNS[] = { { .width = 20 }, { .width = 10 } };

/* ---- rows ---- */

static void upper_row(void *arg, size_t index, struct list_row *out)
{
    struct browse *b = arg;
    char *label = present_label(b->app, b->rows.at[index]);
    out->marked = marks_has(&b->marks, b->rows.at[index]);
    list_cell(out, 0, ROLE_TEXT, label);
    str_free(label);
}

static void lower_row(void *arg, size_t index, struct list_row *out)
{
    struct browse *b = arg;
    const struct browse_line *l = &b->lines.at[index];
    out->heading = l->n == 0;
    out->marked = l->n && !l->field && marks_has(&b->marks, l->n);
    list_cell(out, 0, l->n ? ROLE_LABEL : ROLE_TEXT, l->name);
    if (l->n)
        list_cell(out, 1, ROLE_VALUE, l->text);
}

/* ---- reading ---- */

static int64_t selected(const struct browse *b)
{
    return b->list.selected < b->rows.n ? b->rows.at[b->list.selected] : 0;
}

static void focus(struct browse *b, bool lower)
{
    b->in_lower = lower && b->lines.n;
    b->view.list = b->in_lower ? &b->lower : &b->list;
}

static void load_lines(struct browse *b)
{
    struct err e = { 0 };
    browse_lines_free(&b->lines);
    b->shown = selected(b);
    if (b->shown && browse_lines_add(&b->lines, b->app, b->shown, b->kind->parts, b->kind->n_parts, &e) < 0)
        app_error(b->app, &e);
    list_set_count(&b->lower, b->lines.n);
    focus(b, b->in_lower);
}

/* So that the same stands there after a lock. */
static void keep_arg(struct browse *b)
{
    struct rec_ref ref;
    struct buf arg = { 0 };
    char id[REC_ID_TEXT] = "-";
    if (selected(b) && store_ref(b->app->store, selected(b), &ref, NULL) == 0)
        rec_id_format(ref.id, id);
    if (browse_scope_words(b->app->store, &b->scope, &arg) < 0)
        b->scope = (struct browse_scope){ 0 };
    buf_addf(&arg, "%s %s %s", b->kind->orders[b->order].word, id, narrow_words(&b->narrow));
    if (!arg.failed)
        view_set_arg(&b->view, buf_text(&arg));
    buf_free(&arg);
}

static bool select_row(struct browse *b, int64_t n)
{
    size_t i = 0;
    while (i < b->rows.n && b->rows.at[i] != n)
        i++;
    if (i < b->rows.n)
        list_select(&b->list, i);
    return i < b->rows.n;
}

static int load_rows(struct browse *b, struct err *e)
{
    struct store_rows fresh;
    int64_t keep = selected(b);
    if (store_sorted(b->app->store, b->kind->orders[b->order].sort, narrow_words(&b->narrow), &fresh, e) < 0)
        return -1;
    if (browse_scope_cut(b->app->store, &b->scope, b->kind->kind, &fresh, e) < 0) {
        store_rows_free(&fresh);
        return -1;
    }
    store_rows_free(&b->rows);
    b->rows = fresh;
    list_set_count(&b->list, b->rows.n);
    select_row(b, keep);
    load_lines(b);
    keep_arg(b);
    return 0;
}

/* The record of our kind that n is, or that a reference of it names. */
static int64_t owner_of(struct browse *b, int64_t n)
{
    enum rec_kind kind;
    struct rec *r = NULL;
    int64_t owner = 0;
    if (store_kind(b->app->store, n, &kind, NULL) < 0 || kind == b->kind->kind ||
        store_get(b->app->store, n, &r, NULL) < 0)
        return n;
    for (size_t i = 0; i < b->kind->n_parts && !owner; i++) {
        const struct browse_part *part = &b->kind->parts[i];
        const struct field *f = part->kind == kind ? kind_field(kind_of(kind), part->owner) : NULL;
        const char *at = f ? (const char *)r + f->offset : NULL;
        if (f && f->type == FIELD_REF)
            owner = ((const struct rec_ref *)(const void *)at)->n;
        if (f && f->type == FIELD_REFS && field_count(r, f))
            owner = ((const struct rec_ref *)field_at(r, f, 0))->n;
    }
    rec_free(r);
    return owner ? owner : n;
}

/* Selects the record, or the one it belongs to and its line. */
static bool select_record(struct browse *b, int64_t n)
{
    bool listed = select_row(b, owner_of(b, n));
    load_lines(b);
    for (size_t i = 0; i < b->lines.n; i++)
        if (b->lines.at[i].n == n) {
            list_select(&b->lower, i);
            break;
        }
    return listed;
}

/* What is not of the case is shown among all. */
static int select_or_widen(struct browse *b, int64_t n, bool *listed, struct err *e)
{
    enum rec_kind kind;
    *listed = select_record(b, n);
    if (*listed || !b->scope.on || store_kind(b->app->store, owner_of(b, n), &kind, NULL) < 0 ||
        kind != b->kind->kind)
        return 0;
    b->scope.on = false;
    if (load_rows(b, e) < 0)
        return -1;
    *listed = select_record(b, n);
    return 0;
}

/* ---- opening ---- */

/* "ORDER ID WORDS", or an id. */
static int read_arg(struct browse *b, const char *arg, int64_t *n, struct err *e)
{
    b->scope = browse_scope_read(b->app->store, arg, &arg);
    size_t len = strcspn(arg, " ");
    for (size_t i = 0; i < b->kind->n_orders; i++) {
        const char *word = b->kind->orders[i].word;
        if (strlen(word) != len || strncmp(word, arg, len) != 0)
            continue;
        char id[REC_ID_TEXT] = "";
        const char *at = arg + len + strspn(arg + len, " ");
        b->order = i;
        len = strcspn(at, " ");
        if (len == sizeof id - 1 && memcpy(id, at, len) &&
            store_find(b->app->store, id, KIND_ANY, n, NULL) < 0)
            *n = 0; /* gone since */
        return editor_set(&b->narrow.words, at[len] ? at + len + 1 : "", e);
    }
    return *arg ? store_find(b->app->store, arg, KIND_ANY, n, e) : 0;
}

static int open_kind(struct app *a, struct view *v, const struct browse_kind *kind, const char *arg,
                     struct err *e)
{
    struct browse *b = (struct browse *)v;
    int64_t n = 0;
    b->app = a;
    b->kind = kind;
    narrow_init(&b->narrow, &a->clip);
    list_init(&b->list, UPPER_COLUMNS, 1, (struct list_source){ .row = upper_row, .arg = b });
    list_init(&b->lower, LOWER_COLUMNS, 2, (struct list_source){ .row = lower_row, .arg = b });
    b->lower.empty = "";
    b->lower.quiet = true;
    v->narrow = &b->narrow;
    v->marks = &b->marks;
    focus(b, false);
    if (read_arg(b, arg, &n, e) < 0 || load_rows(b, e) < 0)
        return -1;
    bool listed;
    if (n && select_or_widen(b, n, &listed, e) < 0)
        return -1;
    if (n)
        keep_arg(b);
    return 0;
}

static void browse_close(struct app *a, struct view *v)
{
    (void)a;
    struct browse *b = (struct browse *)v;
    browse_lines_free(&b->lines);
    store_rows_free(&b->rows);
    list_free(&b->list);
    list_free(&b->lower);
    narrow_free(&b->narrow);
    marks_free(&b->marks);
}

static int browse_reload(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    return load_rows((struct browse *)v, e);
}

static int browse_narrowed(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    focus((struct browse *)v, false);
    return load_rows((struct browse *)v, e);
}

static bool browse_select(struct app *a, struct view *v, int64_t n)
{
    struct err e = { 0 };
    bool listed;
    if (select_or_widen((struct browse *)v, n, &listed, &e) < 0)
        app_error(a, &e);
    return listed;
}

/* ---- drawing ---- */

static void browse_title(struct app *a, struct view *v, struct buf *out)
{
    const struct browse *b = (const struct browse *)v;
    bool one_pane = screen_cols(a->screen) < CHROME_WIDE_COLS || screen_rows(a->screen) < CHROME_PANE_ROWS;
    const struct browse_kind *k = b->kind;
    buf_adds(out, _(b->scope.on ? k->of_case : b->scope.kase ? k->beside : k->title));
    if (app_top(a) != v)
        return;
    if (!b->in_lower || !one_pane) {
        buf_addf(out, "  %s", _(b->kind->orders[b->order].label));
        return;
    }
    char *label = present_label(a, b->shown);
    buf_addf(out, "%s%s", draw_path_sign(a->screen), label ? label : "");
    str_free(label);
}

static void browse_idle(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    char place[32];
    list_place(&((struct browse *)v)->list, place, sizeof place);
    buf_adds(out, place);
}

static void split(struct browse *b, const struct layout *l, const struct draw *body, struct draw *upper,
                  struct draw *lower)
{
    layout_split(l, body, body->rows / 2, upper, lower);
    if (!l->one_pane && !l->side) /* a list has its own margin */
        *lower = draw_part(body, upper->rows + 1, 0, -1, -1);
    b->list.unfold = b->lower.unfold = l->one_pane || b->in_lower;
}

static void browse_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *whole)
{
    (void)a;
    struct browse *b = (struct browse *)v;
    struct draw body = *whole, upper, lower;
    narrow_draw(&b->narrow, &body);
    if (b->shown != selected(b))
        load_lines(b);
    b->list.empty = *narrow_words(&b->narrow) ? _("Nothing here has these words. Esc shows all again.")
                                              : _(b->kind->empty);
    b->list.unfocused = b->in_lower || b->narrow.typing;
    b->lower.unfocused = !b->in_lower || b->narrow.typing;
    if (!b->rows.n) {
        list_draw(&b->list, &body);
        return;
    }
    split(b, l, &body, &upper, &lower);
    if (!l->one_pane || !b->in_lower)
        list_draw(&b->list, &upper);
    if (!l->one_pane || b->in_lower)
        list_draw(&b->lower, &lower);
}

/* ---- adding ---- */

static void add_to(struct app *a, struct browse *b, const struct browse_part *part)
{
    struct buf arg = { 0 };
    buf_addf(&arg, "add %s %s=@", kind_of(part->kind)->name, part->owner);
    open_about(a, "form", buf_text(&arg), selected(b));
    buf_free(&arg);
}

static bool part_name(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct browse *b = arg;
    for (size_t i = 0; i < b->kind->n_parts; i++) {
        const struct kind *k = kind_of(b->kind->parts[i].kind);
        if (*words && !text_has_words(_(k->label), words))
            continue;
        if (index--)
            continue;
        buf_adds(value, k->name);
        buf_adds(label, _(k->label));
        return true;
    }
    return false;
}

static void part_picked(struct app *a, void *arg, const char *value, const char *label)
{
    (void)label;
    struct browse *b = arg;
    for (size_t i = 0; i < b->kind->n_parts; i++)
        if (!strcmp(kind_of(b->kind->parts[i].kind)->name, value))
            add_to(a, b, &b->kind->parts[i]);
}

/* Whom one adds to a case has a part in it, which is not guessed. */
static bool role_name(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    (void)arg;
    for (size_t i = 0; i < ENUM_member_role.n; i++) {
        const struct rec_word *role = &ENUM_member_role.at[i];
        if (!*role->word || (*words && !text_has_words(_(role->label), words)) || index--)
            continue;
        buf_adds(value, role->word);
        buf_adds(label, _(role->label));
        return true;
    }
    return false;
}

static void role_picked(struct app *a, void *arg, const char *value, const char *label)
{
    (void)label;
    struct browse *b = arg;
    struct buf words = { 0 };
    buf_addf(&words, "add person +member case=@ role=%s", value);
    open_about(a, "form", buf_text(&words), b->scope.kase);
    buf_free(&words);
}

static void add(struct app *a, struct browse *b)
{
    struct buf arg = { 0 };
    if (b->in_lower && selected(b)) {
        app_pick(a, _("Add what?"), (struct picker_source){ .row = part_name, .arg = b }, NULL, part_picked,
                 b);
        return;
    }
    if (b->scope.on && b->kind->kind == KIND_PERSON) {
        app_pick(a, _("Whose part in the case?"), (struct picker_source){ .row = role_name, .arg = b }, NULL,
                 role_picked, b);
        return;
    }
    buf_addf(&arg, "add %s", kind_of(b->kind->kind)->name);
    app_push(a, "form", buf_text(&arg));
    buf_free(&arg);
}

/* ---- doing ---- */

static const struct browse_line *line_at(const struct browse *b)
{
    const struct browse_line *l =
        b->in_lower && b->lower.selected < b->lines.n ? &b->lines.at[b->lower.selected] : NULL;
    return l && l->n ? l : NULL;
}

/* A field of the record above opens in its form, a part in a case in the case. */
static void open_line(struct app *a, struct browse *b)
{
    const struct browse_line *l = line_at(b);
    if (!l)
        focus(b, true);
    else if (l->field)
        edit_field(a, l->n, l->field);
    else if (l->kind == KIND_MEMBER)
        open_record(a, l->n);
    else
        edit_record(a, l->n);
}

static void next_order(struct browse *b)
{
    struct err e = { 0 };
    b->order = (b->order + 1) % b->kind->n_orders;
    if (load_rows(b, &e) < 0)
        app_error(b->app, &e);
}

static void widen(struct browse *b)
{
    struct err e = { 0 };
    b->scope.on = !b->scope.on;
    if (load_rows(b, &e) < 0)
        app_error(b->app, &e);
}

static unsigned move(struct browse *b, int id)
{
    unsigned result = list_do(b->in_lower ? &b->lower : &b->list, id);
    if (!b->in_lower && result & WIDGET_MOVED)
        keep_arg(b);
    return result;
}

static unsigned browse_command(struct app *a, struct view *v, int id)
{
    struct browse *b = (struct browse *)v;
    const struct browse_line *l = line_at(b);
    switch (id) {
    case NAV_NEXT_TAB:
    case NAV_PREV_TAB:
        focus(b, !b->in_lower);
        break;
    case CMD_OPEN:
        open_line(a, b);
        break;
    case CMD_BACK:
        if (!b->in_lower)
            return WIDGET_IGNORED;
        focus(b, false);
        break;
    case CMD_ADD:
        add(a, b);
        break;
    case CMD_EDIT:
        if (!l || !l->field)
            return WIDGET_IGNORED;
        edit_field(a, l->n, l->field);
        break;
    case CMD_DELETE:
        if (!l || !l->field || b->marks.n)
            return WIDGET_IGNORED;
        delete_field(a, l->n, l->field, RECORD_WHOLE);
        break;
    case CMD_NARROW:
        focus(b, false);
        return WIDGET_IGNORED;
    case CMD_ORDER:
        next_order(b);
        break;
    case BROWSE_WIDEN:
        focus(b, false);
        widen(b);
        break;
    default:
        return move(b, id);
    }
    return WIDGET_HANDLED;
}

static int64_t browse_record(struct app *a, struct view *v)
{
    (void)a;
    const struct browse *b = (const struct browse *)v;
    const struct browse_line *l = line_at(b);
    return l ? l->n : selected(b);
}

static const char *browse_hints(struct app *a, struct view *v)
{
    (void)a;
    return ((const struct browse *)v)->scope.kase ? "open everybody add edit reveal narrow order"
                                                  : "open add edit reveal narrow order";
}

static const char *nothing_selected(void *arg)
{
    return selected((const struct browse *)app_top(arg))
               ? NULL
               : _("There is nothing here yet. Press a to add the first.");
}

static const char *other_order(void *arg)
{
    return ((const struct browse *)app_top(arg))->rows.n > 1 ? NULL : _("There is nothing to put in order.");
}

static const char *from_a_case(void *arg)
{
    return ((const struct browse *)app_top(arg))->scope.kase ? NULL : _("All are listed already.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("open"), N_("open this"), COMMAND_IN_VIEW, 10, nothing_selected },
    { CMD_ADD, "add", "a", N_("add"), N_("add one; below: add what belongs to the one above"),
      COMMAND_IN_VIEW, 20, app_needs_writing },
    { CMD_ORDER, "order", "o", N_("order"), N_("by name, by country, the newest first"), COMMAND_IN_VIEW, 42,
      other_order },
    { BROWSE_WIDEN, "everybody", "p", N_("all/case"), N_("all there are, or those of the case alone"),
      COMMAND_IN_VIEW, 15, from_a_case },
};
const struct command_table browse_commands = COMMAND_TABLE("browse", N_("People and offices"), ROWS);

#define BROWSE_VIEW(NAME, OPEN)                                                                              \
    {                                                                                                        \
        .name = NAME, .size = sizeof(struct browse), .commands = &browse_commands, .open = OPEN,             \
        .close = browse_close, .reload = browse_reload, .select = browse_select, .title = browse_title,      \
        .idle = browse_idle, .draw = browse_draw, .hints = browse_hints, .record = browse_record,            \
        .narrowed = browse_narrowed, .command = browse_command,                                              \
    }

static int people_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    return open_kind(a, v, &browse_people, arg, e);
}

static int offices_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    return open_kind(a, v, &browse_offices, arg, e);
}

const struct view_class view_people = BROWSE_VIEW("people", people_open);
const struct view_class view_offices = BROWSE_VIEW("offices", offices_open);
