/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/form_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"

bool form_kind_is_multiline(enum form_kind kind)
{
    return kind == FORM_TEXT || kind == FORM_LIST;
}

bool form_kind_is_text(enum form_kind kind)
{
    return kind == FORM_LINE || kind == FORM_DATE || form_kind_is_multiline(kind);
}

/* ---- life -------------------------------------------------------------------------------------------------
 */

static size_t first_field(const struct form *f)
{
    size_t i = 0;
    while (i + 1 < f->n && f->fields[i].kind == FORM_HEADING)
        i++;
    return i;
}

struct form *form_new(const struct form_field *fields, size_t n, void *arg, struct buf *clip, struct err *e)
{
    struct form *f = calloc(1, sizeof *f);
    struct form_state *states = calloc(n ? n : 1, sizeof *states);
    if (!f || !states) {
        free(f);
        free(states);
        err_no_memory(e);
        return NULL;
    }
    *f = (struct form){ .fields = fields, .states = states, .n = n, .arg = arg };
    for (size_t i = 0; i < n; i++) {
        struct editor *editor = &states[i].editor;
        editor_init(editor, !form_kind_is_multiline(fields[i].kind), clip);
        editor->read_only = fields[i].flags & FORM_READ_ONLY;
        if (str_set(&states[i].saved, "") < 0) {
            err_no_memory(e);
            form_free(f);
            return NULL;
        }
    }
    f->focus = first_field(f);
    return f;
}

void form_free(struct form *f)
{
    if (!f)
        return;
    if (f->picking)
        picker_close(&f->picker);
    for (size_t i = 0; i < f->n; i++) {
        editor_free(&f->states[i].editor);
        str_free(f->states[i].saved);
        str_free(f->states[i].label);
        str_free(f->states[i].saved_label);
        str_free(f->states[i].words);
        str_free(f->states[i].error);
    }
    free(f->states);
    free(f);
}

/* ---- values -----------------------------------------------------------------------------------------------
 */

static size_t find(const struct form *f, const char *name)
{
    size_t i = 0;
    while (i < f->n && strcmp(f->fields[i].name, name) != 0)
        i++;
    return i;
}

static int no_field(struct err *e, const char *name)
{
    return err_set(e, ERR_INTERNAL, _("This form has no field `%s`. This is a fault in the program."), name);
}

int form_state_put(struct form *f, size_t i, const char *value, const char *label)
{
    struct form_state *s = &f->states[i];
    if (str_set(&s->label, label) < 0 || editor_set(&s->editor, value ? value : "", NULL) < 0)
        return -1;
    str_set(&s->words, NULL);
    str_set(&s->error, NULL);
    f->version++;
    return 0;
}

int form_set(struct form *f, const char *name, const char *value, const char *label, struct err *e)
{
    size_t i = find(f, name);
    if (i == f->n)
        return no_field(e, name);
    if (form_state_put(f, i, value, label) < 0 || str_set(&f->states[i].saved, value ? value : "") < 0 ||
        str_set(&f->states[i].saved_label, label) < 0)
        return err_no_memory(e);
    return 0;
}

int form_put(struct form *f, const char *name, const char *value, const char *label, struct err *e)
{
    size_t i = find(f, name);
    if (i == f->n)
        return no_field(e, name);
    return form_state_put(f, i, value, label) < 0 ? err_no_memory(e) : 0;
}

const char *form_get(struct form *f, const char *name)
{
    size_t i = find(f, name);
    return i < f->n ? editor_text(&f->states[i].editor) : "";
}

const char *form_label(struct form *f, const char *name)
{
    size_t i = find(f, name);
    return i < f->n && f->states[i].label ? f->states[i].label : "";
}

const char *form_state_words(const struct form *f, size_t i)
{
    if (f->fields[i].kind != FORM_REF)
        return "";
    if (f->picking && i == f->focus)
        return editor_text(&f->picker.filter);
    return f->states[i].words ? f->states[i].words : "";
}

const char *form_words(struct form *f, const char *name)
{
    size_t i = find(f, name);
    return i < f->n ? form_state_words(f, i) : "";
}

bool form_value_changed(const struct form *f, size_t i)
{
    return strcmp(f->states[i].saved, editor_text(&f->states[i].editor)) != 0;
}

bool form_state_changed(const struct form *f, size_t i)
{
    return form_value_changed(f, i) || *form_state_words(f, i);
}

bool form_changed(struct form *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if ((!name || strcmp(f->fields[i].name, name) == 0) && form_state_changed(f, i))
            return true;
    return false;
}

/* What was put there for the user is marked: typing takes its place. */
static void mark_given(struct form *f)
{
    if (f->states[f->focus].given && !form_value_changed(f, f->focus))
        editor_do(&f->states[f->focus].editor, EDIT_SELECT_ALL);
}

void form_saved(struct form *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (form_value_changed(f, i)) { /* out of memory: the field goes on counting as changed */
            str_set(&f->states[i].saved_label, f->states[i].label);
            str_set(&f->states[i].saved, editor_text(&f->states[i].editor));
        }
}

int form_revert(struct form *f, struct err *e)
{
    for (size_t i = 0; i < f->n; i++)
        if (form_state_changed(f, i) &&
            form_state_put(f, i, f->states[i].saved, f->states[i].saved_label) < 0)
            return err_no_memory(e);
    mark_given(f);
    return 0;
}

uint64_t form_version(const struct form *f)
{
    return f->version;
}

const char *form_choice_label(const struct form_field *field, const char *value)
{
    for (const struct form_choice *c = field->choices; c && c->key; c++)
        if (strcmp(c->key, value) == 0)
            return _(c->label);
    return NULL;
}

/* ---- checking ---------------------------------------------------------------------------------------------
 */

static int check(struct form *f, size_t i, bool complete, struct err *e)
{
    const struct form_field *field = &f->fields[i];
    struct form_state *s = &f->states[i];
    struct err own = { 0 };
    const char *value = editor_text(&s->editor);
    int rc = 0;
    if (complete && *form_state_words(f, i))
        rc = err_set(&own, ERR_INPUT,
                     _("`%s`: nothing is chosen for \"%s\" yet. Press Enter to choose, Delete to drop it."),
                     _(field->label), form_state_words(f, i));
    else if (complete && field->flags & FORM_REQUIRED && text_is_blank(value))
        rc = err_set(&own, ERR_INPUT, _("`%s` is needed. Fill it in, then save; nothing was lost."),
                     _(field->label));
    else if (field->validate && !text_is_blank(value))
        rc = field->validate(f->arg, field, value, &own);
    str_set(&s->error, rc < 0 ? own.text : NULL);
    if (rc < 0 && e)
        *e = own;
    return rc;
}

void form_given(struct form *f, const char *name)
{
    size_t i = find(f, name);
    if (i == f->n)
        return;
    f->states[i].given = true;
    if (i == f->focus)
        mark_given(f);
}

void form_recheck(struct form *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (i != f->focus && form_value_changed(f, i))
            check(f, i, false, NULL);
}

static void focus_on(struct form *f, size_t i)
{
    if (i == f->focus)
        return;
    check(f, f->focus, false, NULL);
    f->states[f->focus].shown = false;
    editor_find_close(&f->states[f->focus].editor);
    f->states[f->focus].editor.anchor = EDITOR_NO_ANCHOR;
    f->astray = false;
    f->focus = i;
    mark_given(f);
}

int form_check(struct form *f, struct err *e)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].kind != FORM_HEADING && check(f, i, true, e) < 0) {
            f->focus = i;
            return -1;
        }
    return 0;
}

const char *form_problem(const struct form *f)
{
    return f->n ? f->states[f->focus].error : NULL;
}

void form_focus(struct form *f, const char *name)
{
    size_t i = find(f, name);
    if (i < f->n)
        focus_on(f, i);
}

const char *form_focused(const struct form *f)
{
    return f->n ? f->fields[f->focus].name : "";
}

void form_answer(const struct form *f, struct buf *out)
{
    const struct form_field *field = &f->fields[f->focus];
    if (f->n && field->kind == FORM_BOOL) /* TRANSLATORS: as in "Name withheld: yes". */
        buf_addf(out, _("%s: %s"), _(field->label),
                 *editor_text(&f->states[f->focus].editor) ? _("yes") : _("no"));
}

bool form_takes_text(const struct form *f)
{
    return f->n && form_kind_is_text(f->fields[f->focus].kind);
}

/* ---- keys -------------------------------------------------------------------------------------------------
 */

/* Goes `steps` fields on, past headings; at either end it stays. */
static unsigned move_focus(struct form *f, int steps)
{
    size_t at = f->focus, to = f->focus;
    for (int left = steps < 0 ? -steps : steps; left > 0;) {
        if (steps < 0 ? at == 0 : at + 1 >= f->n)
            break;
        at += steps < 0 ? (size_t)-1 : 1;
        if (f->fields[at].kind != FORM_HEADING) {
            to = at;
            left--;
        }
    }
    focus_on(f, to);
    return WIDGET_HANDLED | WIDGET_MOVED;
}

static unsigned note_change(struct form *f, unsigned result)
{
    if (result & WIDGET_CHANGED) {
        f->version++;
        str_set(&f->states[f->focus].error, NULL);
    }
    return result;
}

/* Shown while it is being changed: nobody can edit a number that is dots. */
static void prepare_masked(struct form *f, uint32_t key, int command)
{
    struct form_state *s = &f->states[f->focus];
    bool edits = key_is_text(key) || command == EDIT_ERASE_LEFT || command == EDIT_ERASE_RIGHT ||
                 command == EDIT_ERASE_WORD || command == EDIT_PASTE || command == EDIT_CLEAR;
    s->shown |= edits;
    s->editor.masked = (f->fields[f->focus].flags & FORM_MASKED) && !s->shown;
}

static unsigned text_key(struct form *f, const struct keymap *m, uint32_t key, int command)
{
    struct form_state *s = &f->states[f->focus];
    bool many = form_kind_is_multiline(f->fields[f->focus].kind);
    prepare_masked(f, key, command);
    if (command == EDIT_LINE_UP && (!many || editor_at_edge(&s->editor, false)))
        return move_focus(f, -1);
    if (command == EDIT_LINE_DOWN && (!many || editor_at_edge(&s->editor, true)))
        return move_focus(f, 1);
    if (command == EDIT_NEWLINE && !many)
        return move_focus(f, 1);
    if (command == EDIT_PAGE_UP && (!many || editor_at_edge(&s->editor, false)))
        return move_focus(f, -5);
    if (command == EDIT_PAGE_DOWN && (!many || editor_at_edge(&s->editor, true)))
        return move_focus(f, 5);
    return note_change(f, editor_key(&s->editor, m, key));
}

static unsigned put_value(struct form *f, const char *value, const char *label)
{
    if (f->fields[f->focus].flags & FORM_READ_ONLY || form_state_put(f, f->focus, value, label) < 0)
        return WIDGET_HANDLED;
    return WIDGET_HANDLED | WIDGET_CHANGED;
}

static size_t count_choices(const struct form_field *field)
{
    size_t n = 0;
    while (field->choices && field->choices[n].key)
        n++;
    return n;
}

static unsigned turn_choice(struct form *f, size_t step)
{
    const struct form_field *field = &f->fields[f->focus];
    const char *value = editor_text(&f->states[f->focus].editor);
    size_t n = count_choices(field), at = 0;
    if (!n)
        return WIDGET_HANDLED;
    while (at < n && strcmp(field->choices[at].key, value) != 0)
        at++;
    at = at == n ? (step == 1 ? 0 : n - 1) : (at + (step == 1 ? 1 : n - 1)) % n;
    return put_value(f, field->choices[at].key, NULL);
}

/* Rows for the picker: the choices whose labels match, or what the owner offers. */
static bool offer_choice(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct form *f = arg;
    for (const struct form_choice *c = f->fields[f->focus].choices; c && c->key; c++)
        if (text_has_words(_(c->label), words) && index-- == 0) {
            buf_adds(value, c->key);
            buf_adds(label, _(c->label));
            return true;
        }
    return false;
}

static bool offer_pick(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct form *f = arg;
    const struct form_field *field = &f->fields[f->focus];
    return field->pick && field->pick(f->arg, field, words, index, value, label);
}

bool form_picking(const struct form *f)
{
    return f->picking;
}

bool form_finding(const struct form *f)
{
    return f->n && editor_finding(&f->states[f->focus].editor);
}

static unsigned open_picker(struct form *f)
{
    const struct form_field *field = &f->fields[f->focus];
    const char *words = form_state_words(f, f->focus);
    struct picker_source source = { field->kind == FORM_REF ? offer_pick : offer_choice, f };
    if (field->flags & FORM_READ_ONLY ||
        picker_open(&f->picker, _(field->label), source, editor_text(&f->states[f->focus].editor)) < 0)
        return WIDGET_HANDLED;
    if (field->none)
        f->picker.list.empty = _(field->none);
    if (*words)
        picker_paste(&f->picker, words);
    f->picking = true;
    return WIDGET_HANDLED;
}

static void close_picker(struct form *f)
{
    picker_close(&f->picker);
    f->picking = false;
}

/* What was typed stays with the field. */
static void leave_picker(struct form *f)
{
    const char *words = form_state_words(f, f->focus);
    str_set(&f->states[f->focus].words, *words ? words : NULL);
    str_set(&f->states[f->focus].error, NULL);
    close_picker(f);
}

static unsigned picker_result(struct form *f, unsigned result)
{
    unsigned out = result ? WIDGET_HANDLED : WIDGET_IGNORED;
    f->version++;
    if (result & WIDGET_DONE) {
        out = put_value(f, picker_value(&f->picker),
                        f->fields[f->focus].kind == FORM_REF ? picker_label(&f->picker) : NULL);
        close_picker(f);
    } else if (result & WIDGET_LEAVE) {
        leave_picker(f);
    }
    return out;
}

/* Delete takes away what was typed, then what is chosen. */
static unsigned erase_value(struct form *f)
{
    struct form_state *s = &f->states[f->focus];
    if (!s->words)
        return put_value(f, "", NULL);
    str_set(&s->words, NULL);
    return note_change(f, WIDGET_HANDLED | WIDGET_CHANGED);
}

/* Space, y and n answer, but not within a sentence meant for another field. */
static unsigned bool_key(struct form *f, uint32_t key, int command, bool side)
{
    const char *value = editor_text(&f->states[f->focus].editor), *answer = NULL;
    if (key == 'y' || key == 'n')
        answer = key == 'y' ? "1" : "";
    else if (side)
        answer = *value ? "" : "1";
    if (key_is_text(key) && (f->astray || !answer)) {
        f->astray = true;
        return WIDGET_HANDLED;
    }
    f->astray = false;
    if (answer)
        return strcmp(answer, value) == 0 ? WIDGET_HANDLED : put_value(f, answer, NULL);
    return command == EDIT_NEWLINE ? move_focus(f, 1) : WIDGET_IGNORED;
}

/* Kinds without a cursor: choice, yes or no, reference. */
static unsigned value_key(struct form *f, const struct keymap *m, uint32_t key, int command)
{
    enum form_kind kind = f->fields[f->focus].kind;
    bool side = command == EDIT_LEFT || command == EDIT_RIGHT || key == ' ';
    if (command == EDIT_LINE_UP || command == EDIT_PAGE_UP)
        return move_focus(f, command == EDIT_LINE_UP ? -1 : -5);
    if (command == EDIT_LINE_DOWN || command == EDIT_PAGE_DOWN)
        return move_focus(f, command == EDIT_LINE_DOWN ? 1 : 5);
    if (kind == FORM_BOOL)
        return bool_key(f, key, command, side);
    if (kind == FORM_CHOICE && side)
        return turn_choice(f, command == EDIT_LEFT ? (size_t)-1 : 1);
    if (command == EDIT_ERASE_LEFT || command == EDIT_ERASE_RIGHT)
        return erase_value(f);
    if (command != EDIT_NEWLINE && !key_is_text(key))
        return WIDGET_IGNORED;
    if (kind == FORM_CHOICE && command != EDIT_NEWLINE)
        return WIDGET_HANDLED; /* a sentence meant for another field is no filter */
    open_picker(f);
    if (f->picking && key_is_text(key) && key != ' ')
        picker_key(&f->picker, m, key);
    return WIDGET_HANDLED;
}

static unsigned toggle_shown(struct form *f)
{
    if (!(f->fields[f->focus].flags & FORM_MASKED))
        return WIDGET_IGNORED;
    f->states[f->focus].shown = !f->states[f->focus].shown;
    return WIDGET_HANDLED;
}

unsigned form_key(struct form *f, const struct keymap *m, uint32_t key)
{
    static const struct command_table *const TABLES[] = { &edit_commands };
    struct command_scope scope = { .tables = TABLES, .n = 1, .in_text = true };
    if (!f->n)
        return WIDGET_IGNORED;
    if (f->picking)
        return picker_result(f, picker_key(&f->picker, m, key));
    if (form_finding(f))
        return note_change(f, editor_key(&f->states[f->focus].editor, m, key));
    const struct command *c = command_for_key(m, &scope, key);
    int command = c ? c->id : 0;
    switch (command) {
    case EDIT_SAVE:
        check(f, f->focus, false, NULL);
        return WIDGET_DONE;
    case EDIT_LEAVE:
        return WIDGET_LEAVE;
    case EDIT_NEXT_FIELD:
        return move_focus(f, 1);
    case EDIT_PREV_FIELD:
        return move_focus(f, -1);
    case EDIT_SHOW:
        return toggle_shown(f);
    default:
        break;
    }
    if (form_kind_is_text(f->fields[f->focus].kind))
        return text_key(f, m, key, command);
    return value_key(f, m, key, command);
}

unsigned form_paste(struct form *f, const char *text)
{
    if (f->n && !f->picking && f->fields[f->focus].kind == FORM_REF) /* to be looked for */
        open_picker(f);
    if (f->picking) {
        f->version++;
        return picker_paste(&f->picker, text);
    }
    if (!form_takes_text(f))
        return WIDGET_IGNORED;
    prepare_masked(f, 0, EDIT_PASTE);
    return note_change(f, editor_insert(&f->states[f->focus].editor, text, strlen(text)));
}
