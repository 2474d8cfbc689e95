/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arg: "" or the id of a record of the kind, or of one that belongs to it: that one is selected. */
#include "satchel/app/browse.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/narrow.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"
#include "satchel/tui/list.h"

struct line {           /* of the lower list */
    int64_t n;          /* record to edit; 0: a heading */
    enum rec_kind kind; /* of it */
    char *name, *text;  /* owned */
};

struct browse {
    struct view view;
    struct app *app;
    const struct browse_kind *kind;
    struct list list, lower;
    struct store_rows rows; /* of the list, as narrowed */
    DYN(struct line) lines;
    int64_t shown; /* whose lines these are */
    bool in_lower, narrowing;
    struct editor words; /* narrowing the list */
};

enum { BROWSE_OPEN = 1, BROWSE_ADD, BROWSE_EDIT, BROWSE_DELETE, BROWSE_REVEAL, BROWSE_NARROW };

static const struct list_column LIST_COLUMNS_OF[] = { { .width = 10 } };
static const struct list_column LINE_COLUMNS[] = { { .width = 18 }, { .width = 10 } };

/* ---- rows ---- */

static void list_row(void *arg, size_t index, struct list_row *out)
{
    struct browse *b = arg;
    char *label = present_label(b->app, b->rows.at[index]);
    list_cell(out, 0, ROLE_TEXT, label);
    str_free(label);
}

static void line_row(void *arg, size_t index, struct list_row *out)
{
    const struct line *l = &((struct browse *)arg)->lines.at[index];
    out->heading = l->n == 0;
    list_cell(out, 0, l->n ? ROLE_LABEL : ROLE_TEXT, l->name);
    if (l->n)
        list_cell(out, 1, ROLE_VALUE, l->text);
}

static void drop_lines(struct browse *b)
{
    for (size_t i = 0; i < b->lines.n; i++) {
        str_free(b->lines.at[i].name);
        str_free(b->lines.at[i].text);
    }
    b->lines.n = 0;
}

/* Takes text over. */
static int add_line(struct browse *b, int64_t n, enum rec_kind kind, const char *name, char *text,
                    struct err *e)
{
    struct line l = { n, kind, strdup(name), text };
    if (!l.name || dyn_room(&b->lines) < 0) {
        str_free(l.name);
        str_free(text);
        return err_no_memory(e);
    }
    b->lines.at[b->lines.n++] = l;
    return 0;
}

/* The record's own fields that say something. */
static int add_fields(struct browse *b, const struct rec *r, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        bool no = f->type == FIELD_BOOL && !*((const bool *)r + f->offset);
        if (field_is_empty(r, f) || no)
            continue;
        char *text = present_field(b->app, r, f, e);
        if (!text || add_line(b, r->n, r->kind, _(f->label), text, e) < 0)
            return -1;
    }
    return 0;
}

/* "P. Prubnik · 2024-05 –": the office is the one above. */
static char *holder_text(struct browse *b, const struct holder *h)
{
    struct buf out = { 0 };
    char *name = present_label(b->app, h->person.n), *from = present_edtf(h->from.text),
         *to = present_edtf(h->to.text);
    buf_adds(&out, name && *name ? name : _("name not found"));
    if ((from && *from) || (to && *to))
        buf_addf(&out, " · %s – %s", from ? from : "", to ? to : "");
    str_free(name);
    str_free(from);
    str_free(to);
    return buf_take(&out, NULL);
}

/* One text of an address as on the envelope, its language beside the first line. */
static int add_address_text(struct browse *b, int64_t n, const struct address_text *t, struct err *e)
{
    struct buf name = { 0 };
    buf_addf(&name, t->lang && *t->lang ? "%s (%s)" : "%s", _(kind_of(KIND_ADDRESS)->label), t->lang);
    int rc = name.failed ? err_no_memory(e) : 0;
    for (const char *at = t->lines ? t->lines : ""; rc == 0 && *at; at += *at == '\n') {
        size_t len = strcspn(at, "\n");
        rc = add_line(b, n, KIND_ADDRESS, at == t->lines ? buf_text(&name) : " ", strndup(at, len), e);
        at += len;
    }
    buf_free(&name);
    return rc;
}

/* A record that belongs to the one above, in a line; an office's address in full. */
static int add_part_lines(struct browse *b, int64_t n, enum rec_kind kind, struct err *e)
{
    struct rec *r = NULL;
    bool whole = kind == KIND_HOLDER || (kind == KIND_ADDRESS && b->kind->kind == KIND_OFFICE);
    if (!whole)
        return add_line(b, n, kind, _(kind_of(kind)->label),
                        kind == KIND_CONTACT ? present_contact(b->app, n) : present_label(b->app, n), e);
    int rc = store_get(b->app->store, n, &r, e);
    if (rc == 0 && kind == KIND_HOLDER)
        rc = add_line(b, n, kind, _(kind_of(kind)->label), holder_text(b, (const struct holder *)r), e);
    const struct address *address = kind == KIND_ADDRESS ? (const struct address *)r : NULL;
    for (size_t i = 0; rc == 0 && address && i < address->texts.n; i++)
        rc = add_address_text(b, n, &address->texts.at[i], e);
    rec_free(r);
    return rc;
}

static int add_part(struct browse *b, int64_t n, const struct browse_part *part, struct err *e)
{
    struct store_rows rows = { 0 };
    const struct kind *k = kind_of(part->kind);
    int rc = store_children(b->app->store, n, part->kind, &rows, e);
    if (rc == 0 && rows.n)
        rc = add_line(b, 0, part->kind, _(k->label_plural), NULL, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_part_lines(b, rows.at[i], part->kind, e);
    store_rows_free(&rows);
    return rc;
}

static int64_t selected(const struct browse *b)
{
    return b->list.selected < b->rows.n ? b->rows.at[b->list.selected] : 0;
}

static void load_lines(struct browse *b)
{
    struct err e = { 0 };
    struct rec *r = NULL;
    int64_t n = selected(b);
    drop_lines(b);
    b->shown = n;
    int rc = n ? store_get(b->app->store, n, &r, &e) : 0;
    if (rc == 0 && r)
        rc = add_fields(b, r, &e);
    for (size_t i = 0; rc == 0 && r && i < b->kind->n_parts; i++)
        rc = add_part(b, n, &b->kind->parts[i], &e);
    if (rc < 0)
        app_error(b->app, &e);
    rec_free(r);
    list_set_count(&b->lower, b->lines.n);
    if (r && b->lines.n == 0)
        b->in_lower = false;
}

static int load_rows(struct browse *b, struct err *e)
{
    struct store_query q = { .kind = b->kind->kind };
    int64_t keep = selected(b);
    int rc = 0;
    store_rows_free(&b->rows);
    b->rows = (struct store_rows){ 0 };
    if (editor_len(&b->words) == 0) {
        rc = store_list(b->app->store, &q, &b->rows, e);
    } else {
        struct search found = { 0 };
        rc = search_run(b->app->store, editor_text(&b->words), b->kind->kind, &found, e);
        for (size_t i = 0; rc == 0 && i < found.hits.n; i++)
            if ((rc = dyn_room(&b->rows)) == 0)
                b->rows.at[b->rows.n++] = found.hits.at[i].n;
        search_free(&found);
    }
    list_set_count(&b->list, b->rows.n);
    for (size_t i = 0; i < b->rows.n; i++)
        if (b->rows.at[i] == keep)
            list_select(&b->list, i);
    load_lines(b);
    return rc;
}

/* Selects the record, or the one it belongs to. */
static void select_record(struct browse *b, int64_t n)
{
    for (size_t i = 0; i < b->rows.n; i++)
        if (b->rows.at[i] == n)
            list_select(&b->list, i);
    load_lines(b);
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

/* ---- opening and drawing ---- */

static int open_kind(struct app *a, struct view *v, const struct browse_kind *kind, const char *arg,
                     struct err *e)
{
    struct browse *b = (struct browse *)v;
    int64_t n = 0;
    b->app = a;
    b->kind = kind;
    editor_init(&b->words, true, &a->clip);
    list_init(&b->list, LIST_COLUMNS_OF, 1, (struct list_source){ .row = list_row, .arg = b });
    list_init(&b->lower, LINE_COLUMNS, 2, (struct list_source){ .row = line_row, .arg = b });
    b->list.empty = _(kind->empty);
    b->lower.empty = "";
    if (*arg && store_find(a->store, arg, KIND_ANY, &n, e) < 0)
        return -1;
    if (load_rows(b, e) < 0)
        return -1;
    if (n)
        select_record(b, owner_of(b, n));
    return 0;
}

static void browse_close(struct app *a, struct view *v)
{
    (void)a;
    struct browse *b = (struct browse *)v;
    drop_lines(b);
    free(b->lines.at);
    store_rows_free(&b->rows);
    list_free(&b->list);
    list_free(&b->lower);
    editor_free(&b->words);
}

static int browse_reload(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    return load_rows((struct browse *)v, e);
}

static void browse_select(struct app *a, struct view *v, int64_t n)
{
    (void)a;
    struct browse *b = (struct browse *)v;
    select_record(b, owner_of(b, n));
    for (size_t i = 0; i < b->lines.n; i++)
        if (b->lines.at[i].n == n) {
            list_select(&b->lower, i);
            break;
        }
}

static void browse_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    buf_adds(out, _(((struct browse *)v)->kind->title));
}

static void browse_status(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    struct browse *b = (struct browse *)v;
    char place[32];
    list_place(&b->list, place, sizeof place);
    buf_adds(out, place);
}

static void draw_narrowing(struct browse *b, struct draw *body)
{
    int used = draw_text(body, 0, 1, -1, ROLE_LABEL, _("Narrow to"));
    struct draw words = draw_part(body, 0, used + 2, 1, body->cols - used - 3);
    editor_draw(&b->words, &words, ROLE_FOCUS, b->narrowing);
    *body = draw_part(body, 1, 0, -1, -1);
}

static void browse_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *whole)
{
    (void)a;
    struct browse *b = (struct browse *)v;
    struct draw body = *whole, upper, lower;
    if (b->narrowing || editor_len(&b->words))
        draw_narrowing(b, &body);
    if (b->shown != selected(b))
        load_lines(b);
    layout_split(l, &body, body.rows / 2, &upper, &lower);
    b->list.unfocused = b->in_lower || b->narrowing;
    b->lower.unfocused = !b->in_lower || b->narrowing;
    if (!l->one_pane || !b->in_lower)
        list_draw(&b->list, &upper);
    if (!l->one_pane || b->in_lower)
        list_draw(&b->lower, &lower);
}

/* ---- doing ---- */

static const struct line *line_at(const struct browse *b)
{
    return b->in_lower && b->lower.selected < b->lines.n ? &b->lines.at[b->lower.selected] : NULL;
}

/* The record the keys are about: a line's, or the one above. */
static int64_t target(const struct browse *b)
{
    const struct line *l = line_at(b);
    return l && l->n ? l->n : selected(b);
}

static void add_to(struct app *a, struct browse *b, const struct browse_part *part)
{
    struct rec_ref ref;
    struct err e = { 0 };
    struct buf arg = { 0 };
    char id[REC_ID_TEXT];
    if (store_ref(a->store, selected(b), &ref, &e) < 0) {
        app_error(a, &e);
        return;
    }
    rec_id_format(ref.id, id);
    buf_addf(&arg, "add %s %s=%s", kind_of(part->kind)->name, part->owner, id);
    app_push(a, "form", buf_text(&arg));
    buf_free(&arg);
}

static bool part_name(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct browse *b = arg;
    for (size_t i = 0; i < b->kind->n_parts; i++) {
        const struct kind *k = kind_of(b->kind->parts[i].kind);
        if (*words && !present_has(_(k->label), words))
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

static void add(struct app *a, struct browse *b)
{
    struct buf arg = { 0 };
    if (b->in_lower && selected(b)) {
        app_pick(a, _("Add what?"), (struct picker_source){ .row = part_name, .arg = b }, NULL, part_picked,
                 b);
        return;
    }
    buf_addf(&arg, "add %s", kind_of(b->kind->kind)->name);
    app_push(a, "form", buf_text(&arg));
    buf_free(&arg);
}

/* The contact at index among those of the record above that match words; 0: no more. */
static int64_t contact_at(const struct browse *b, const char *words, size_t index)
{
    for (size_t i = 0; i < b->lines.n; i++) {
        const struct line *l = &b->lines.at[i];
        if (l->kind == KIND_CONTACT && l->n && (!*words || present_has(l->text, words)) && index-- == 0)
            return l->n;
    }
    return 0;
}

static bool contact_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct browse *b = arg;
    int64_t n = contact_at(b, words, index);
    char *text = n ? present_contact(b->app, n) : NULL;
    buf_addf(value, "%lld", (long long)n);
    buf_adds(label, text);
    str_free(text);
    return n != 0;
}

static void contact_picked(struct app *a, void *arg, const char *value, const char *label)
{
    (void)arg;
    (void)label;
    present_reveal(a, strtoll(value, NULL, 10));
}

static void reveal(struct app *a, struct browse *b)
{
    const struct line *l = line_at(b);
    int64_t first = contact_at(b, "", 0);
    if (l && l->kind == KIND_CONTACT && l->n)
        present_reveal(a, l->n);
    else if (first && !contact_at(b, "", 1))
        present_reveal(a, first);
    else if (first)
        app_pick(a, _("Show which?"), (struct picker_source){ .row = contact_row, .arg = b }, NULL,
                 contact_picked, b);
    else
        app_say(a, MESSAGE_INFO, "%s",
                _("No number or address is entered here. Go down with Tab and press a to add one."));
}

static void narrow(struct browse *b, bool on)
{
    struct err e = { 0 };
    b->narrowing = on;
    b->in_lower = false;
    if (!on && editor_len(&b->words)) {
        editor_set(&b->words, "", NULL);
        if (load_rows(b, &e) < 0)
            app_error(b->app, &e);
    }
}

static unsigned browse_command(struct app *a, struct view *v, int id)
{
    struct browse *b = (struct browse *)v;
    switch (id) {
    case NAV_NEXT_TAB:
    case NAV_PREV_TAB:
        b->in_lower = !b->in_lower && b->lines.n;
        return WIDGET_HANDLED;
    case BROWSE_OPEN:
        if (b->in_lower && line_at(b) && line_at(b)->n)
            edit_record(a, line_at(b)->n);
        else
            b->in_lower = b->lines.n > 0;
        return WIDGET_HANDLED;
    case CMD_BACK:
        if (!b->in_lower && editor_len(&b->words)) {
            narrow(b, false);
            return WIDGET_HANDLED;
        }
        if (!b->in_lower)
            return WIDGET_IGNORED;
        b->in_lower = false;
        return WIDGET_HANDLED;
    case BROWSE_ADD:
        add(a, b);
        return WIDGET_HANDLED;
    case BROWSE_EDIT:
        edit_record(a, target(b));
        return WIDGET_HANDLED;
    case BROWSE_DELETE:
        delete_record(a, target(b));
        return WIDGET_HANDLED;
    case BROWSE_REVEAL:
        reveal(a, b);
        return WIDGET_HANDLED;
    case BROWSE_NARROW:
        narrow(b, true);
        return WIDGET_HANDLED;
    default:
        return list_do(b->in_lower ? &b->lower : &b->list, id);
    }
}

static bool browse_in_text(struct app *a, struct view *v)
{
    (void)a;
    return ((struct browse *)v)->narrowing;
}

static unsigned browse_key(struct app *a, struct view *v, uint32_t key)
{
    struct browse *b = (struct browse *)v;
    struct err e = { 0 };
    if (!b->narrowing)
        return WIDGET_IGNORED;
    if (key == KEYC_ESC) {
        narrow(b, false);
        return WIDGET_HANDLED;
    }
    if (key == KEYC_ENTER || key == KEYC_DOWN) {
        b->narrowing = false;
        return WIDGET_HANDLED;
    }
    unsigned result = editor_key(&b->words, &a->keymap, key);
    if ((result & WIDGET_CHANGED) && load_rows(b, &e) < 0)
        app_error(a, &e);
    return result;
}

static const char *nothing_selected(void *arg)
{
    const struct app *a = arg;
    const struct browse *b = (const struct browse *)app_top(a);
    if (a->read_only)
        return _("The vault is open for reading only.");
    return b && selected(b) ? NULL : _("There is nothing here yet. Press a to add the first.");
}

static const char *read_only(void *arg)
{
    return ((const struct app *)arg)->read_only ? _("The vault is open for reading only.") : NULL;
}

static const struct command ROWS[] = {
    { BROWSE_OPEN, "open", "Enter l", N_("open"), N_("open this"), COMMAND_IN_VIEW, 10, NULL },
    { BROWSE_ADD, "add", "a", N_("add"), N_("add one; below: add what belongs to the one above"),
      COMMAND_IN_VIEW, 20, read_only },
    { BROWSE_EDIT, "edit", "e", N_("edit"), N_("edit this"), COMMAND_IN_VIEW, 30, nothing_selected },
    { BROWSE_DELETE, "delete", "d", N_("delete"), N_("delete this; undo brings it back"), COMMAND_IN_VIEW, 0,
      nothing_selected },
    { BROWSE_REVEAL, "reveal", "r", N_("reveal"), N_("show a masked number or address for a while"),
      COMMAND_IN_VIEW, 40, NULL },
    { BROWSE_NARROW, "narrow", "f", N_("filter"), N_("narrow this list; Esc widens it again"),
      COMMAND_IN_VIEW, 45, NULL },
};
const struct command_table browse_commands = COMMAND_TABLE("browse", N_("People and offices"), ROWS);

#define BROWSE_VIEW(NAME, OPEN)                                                                              \
    {                                                                                                        \
        .name = NAME, .size = sizeof(struct browse), .commands = &browse_commands, .open = OPEN,             \
        .close = browse_close, .reload = browse_reload, .select = browse_select, .title = browse_title,      \
        .status = browse_status, .draw = browse_draw, .in_text = browse_in_text,                             \
        .text_hints = narrow_text_hints, .command = browse_command, .key = browse_key,                       \
    }

static const struct browse_part PERSON_PARTS[] = {
    { KIND_CONTACT, "of" }, { KIND_MEMBER, "person" },  { KIND_RELATION, "person" },
    { KIND_ADDRESS, "of" }, { KIND_CHECKIN, "person" }, { KIND_INSTRUCTION, "person" },
    { KIND_NOTE, "of" },
};
static const struct browse_kind PEOPLE = {
    KIND_PERSON,
    N_("People"),
    N_("Nobody is entered yet.\n\na adds a person; importing an appeal (i in Cases) adds those it names."),
    PERSON_PARTS,
    sizeof PERSON_PARTS / sizeof *PERSON_PARTS,
};
static const struct browse_part OFFICE_PARTS[] = {
    { KIND_HOLDER, "office" },
    { KIND_ADDRESS, "of" },
    { KIND_CONTACT, "of" },
    { KIND_NOTE, "of" },
};
static const struct browse_kind OFFICES = {
    KIND_OFFICE,
    N_("Offices"),
    N_("No office is entered yet.\n\na adds one; importing an appeal adds those it asks to write to."),
    OFFICE_PARTS,
    sizeof OFFICE_PARTS / sizeof *OFFICE_PARTS,
};

static int people_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    return open_kind(a, v, &PEOPLE, arg, e);
}

static int offices_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    return open_kind(a, v, &OFFICES, arg, e);
}

const struct view_class view_people = BROWSE_VIEW("people", people_open);
const struct view_class view_offices = BROWSE_VIEW("offices", offices_open);
