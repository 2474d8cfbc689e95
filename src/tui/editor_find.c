/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar that searches and replaces, in the last rows of an editor: what is looked for, with Tab what it is
 * replaced by. What was found is selected, the real cursor stays in the bar. Enter goes to the next, or
 * replaces this one and goes on; everything that was found can be replaced in one undo step. */
#include "satchel/tui/editor_private.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/base/text_find.h"
#include "satchel/tui/command.h"

#define FIRST_WORDS 80 /* bytes of a selection that are looked for at once */

struct editor_finder {
    struct editor words, with;
    struct text_needle needle; /* of words */
    struct text_hit hit;       /* selected, when `found` and the text is that of `version` */
    bool open, replacing, in_with, found;
    uint64_t version;
    size_t origin;     /* where the search began: typing on looks from there */
    size_t count, nth; /* hits in the text, and which one is selected, from 1 */
    size_t replaced;   /* by the last key */
};

const char *const editor_find_hints[] = { "Enter", N_("next"),  "Up", N_("previous"), "Tab", N_("replace"),
                                          "Esc",   N_("close"), NULL };

bool editor_finding(const struct editor *e)
{
    return e->find && e->find->open;
}

int editor_find_rows(const struct editor *e)
{
    return !editor_finding(e) ? 0 : e->find->replacing ? 2 : 1;
}

void editor_find_close(struct editor *e)
{
    if (!editor_finding(e))
        return;
    e->find->open = false;
    if (e->find->found && e->anchor != EDITOR_NO_ANCHOR) /* what is typed next must not take its place */
        editor_move(e, e->find->hit.from);
    e->anchor = EDITOR_NO_ANCHOR;
}

void editor_find_free(struct editor *e)
{
    if (!e->find)
        return;
    editor_drop(&e->find->words);
    editor_drop(&e->find->with);
    text_needle_free(&e->find->needle);
    free(e->find);
    e->find = NULL;
}

/* ---- looking ---- */

static void show_hit(struct editor *e, bool found, struct text_hit hit)
{
    struct editor_finder *f = e->find;
    const char *s = editor_text(e);
    f->found = found;
    f->hit = hit;
    f->version = e->version;
    f->count = text_find_count(&f->needle, s, e->text.len, found ? hit.from + 1 : 0, &f->nth);
    e->anchor = EDITOR_NO_ANCHOR;
    e->selecting = false;
    if (!found)
        return;
    editor_move(e, hit.to);
    e->anchor = hit.from;
}

/* The first at `from` or after, going round. */
static void look_on(struct editor *e, size_t from)
{
    struct text_hit hit = { 0 };
    const char *s = editor_text(e);
    const struct text_needle *t = &e->find->needle;
    bool found = text_find(t, s, e->text.len, from, &hit) || text_find(t, s, e->text.len, 0, &hit);
    show_hit(e, found, hit);
}

static void look_back(struct editor *e)
{
    struct text_hit hit = { 0 };
    const char *s = editor_text(e);
    const struct text_needle *t = &e->find->needle;
    size_t at = e->find->found ? e->find->hit.from : e->cursor;
    bool found =
        text_find_before(t, s, e->text.len, at, &hit) || text_find_before(t, s, e->text.len, SIZE_MAX, &hit);
    show_hit(e, found, hit);
}

static void look_for_words(struct editor *e)
{
    struct editor_finder *f = e->find;
    if (text_needle_set(&f->needle, editor_text(&f->words), editor_len(&f->words)) < 0)
        f->needle.cps.n = 0;
    f->replaced = 0;
    if (f->origin > e->text.len)
        f->origin = 0;
    look_on(e, f->origin);
    if (!f->found)
        editor_move(e, f->origin);
}

static void next(struct editor *e)
{
    const struct editor_finder *f = e->find;
    look_on(e, f->found && f->version == e->version ? f->hit.to : e->cursor);
}

/* ---- replacing ---- */

static unsigned replace_one(struct editor *e)
{
    struct editor_finder *f = e->find;
    unsigned result = WIDGET_HANDLED;
    if (f->found && f->version == e->version) {
        result = editor_replace(e, f->hit.from, f->hit.to, editor_text(&f->with), editor_len(&f->with));
        f->replaced = result & WIDGET_CHANGED ? 1 : 0;
    }
    look_on(e, e->cursor);
    return result;
}

/* From the first to the last in one piece, so that it is one step. */
static unsigned replace_all(struct editor *e)
{
    struct editor_finder *f = e->find;
    const char *s = editor_text(e);
    struct text_hit hit, first = { 0 };
    struct buf b = { 0 };
    size_t n = 0, end = 0;
    for (; text_find(&f->needle, s, e->text.len, end, &hit); n++) {
        if (!n)
            first = hit;
        else
            buf_add(&b, s + end, hit.from - end);
        buf_add(&b, editor_text(&f->with), editor_len(&f->with));
        end = hit.to;
    }
    unsigned result =
        n && !b.failed ? editor_replace(e, first.from, end, buf_text(&b), b.len) : WIDGET_HANDLED;
    buf_free(&b);
    look_on(e, e->cursor);
    f->replaced = result & WIDGET_CHANGED ? n : 0;
    return result;
}

/* ---- keys ---- */

/* What is selected in one line is what is looked for. */
static void take_selection(struct editor *e)
{
    size_t from, to;
    const char *s = editor_text(e);
    if (!editor_selection(e, &from, &to) || to - from > FIRST_WORDS || memchr(s + from, '\n', to - from))
        return;
    editor_type_do(&e->find->words, EDIT_SELECT_ALL);
    editor_type_text(&e->find->words, s + from, to - from);
    e->find->origin = from;
}

unsigned editor_find_open(struct editor *e)
{
    if (!e->find) {
        e->find = calloc(1, sizeof *e->find);
        if (!e->find)
            return WIDGET_HANDLED;
        editor_init(&e->find->words, true, e->clip);
        editor_init(&e->find->with, true, e->clip);
    }
    e->find->open = true;
    e->find->replacing = e->find->in_with = false;
    e->find->origin = e->cursor;
    take_selection(e);
    look_for_words(e);
    editor_type_do(&e->find->words, EDIT_SELECT_ALL); /* typing takes its place */
    return WIDGET_HANDLED | WIDGET_MOVED;
}

static unsigned change_field(struct editor *e)
{
    struct editor_finder *f = e->find;
    if (e->read_only)
        return WIDGET_HANDLED;
    f->in_with = !f->in_with;
    f->replacing = true;
    return WIDGET_HANDLED;
}

/* A command of the bar itself; WIDGET_IGNORED: it is for the field with the cursor. */
static unsigned bar_command(struct editor *e, int command)
{
    struct editor_finder *f = e->find;
    f->replaced = 0;
    switch (command) {
    case EDIT_LEAVE:
        editor_find_close(e);
        return WIDGET_HANDLED | WIDGET_MOVED;
    case EDIT_NEWLINE:
        if (f->in_with)
            return replace_one(e);
        next(e);
        return WIDGET_HANDLED | WIDGET_MOVED;
    case EDIT_FIND:
    case EDIT_LINE_DOWN:
        next(e);
        return WIDGET_HANDLED | WIDGET_MOVED;
    case EDIT_LINE_UP:
        look_back(e);
        return WIDGET_HANDLED | WIDGET_MOVED;
    case EDIT_NEXT_FIELD:
    case EDIT_PREV_FIELD:
        return change_field(e);
    case EDIT_REPLACE_ALL: /* only once it was said by what */
        return f->replacing && !e->read_only ? replace_all(e) : change_field(e);
    case EDIT_UNDO:
    case EDIT_REDO: {
        unsigned result = editor_type_do(e, command);
        look_on(e, e->cursor);
        return result;
    }
    default:
        return WIDGET_IGNORED;
    }
}

static unsigned field_changed(struct editor *e, unsigned result)
{
    if (!(result & WIDGET_CHANGED))
        return result;
    if (!e->find->in_with)
        look_for_words(e);
    return WIDGET_HANDLED; /* the text itself is as it was */
}

unsigned editor_find_key(struct editor *e, const struct keymap *m, uint32_t key)
{
    struct editor_finder *f = e->find;
    const struct command *c = editor_command(m, key);
    unsigned result = c ? bar_command(e, c->id) : WIDGET_IGNORED;
    if (result != WIDGET_IGNORED)
        return result;
    return field_changed(e, editor_type_key(f->in_with ? &f->with : &f->words, m, key));
}

unsigned editor_find_paste(struct editor *e, const char *text, size_t n)
{
    struct editor_finder *f = e->find;
    return field_changed(e, editor_type_text(f->in_with ? &f->with : &f->words, text, n));
}

/* ---- drawing ---- */

static char *count_text(const struct editor_finder *f)
{
    struct buf b = { 0 };
    if (f->replaced) /* TRANSLATORS: how many places of a text. */
        buf_addf(&b, P_("%zu replaced", "%zu replaced", f->replaced), f->replaced);
    else if (f->count)
        buf_addf(&b, "%zu/%zu", f->nth, f->count);
    else if (editor_len(&f->words))
        buf_adds(&b, _("not found"));
    return buf_take(&b, NULL);
}

static int label_cols(const char *label)
{
    return text_width(label, strlen(label)) + 1;
}

/* note: between label and text; the text stands last in its row, since it may run right to left. */
static void draw_field(const struct draw *d, int x, const char *label, const char *note, int role,
                       struct editor *field, bool focus)
{
    draw_text(d, 0, 0, x - 1, focus ? ROLE_STRONG : ROLE_LABEL, label);
    if (*note)
        x += draw_text(d, 0, x, -1, role, note) + 2;
    struct draw at = draw_part(d, 0, x, 1, -1);
    editor_draw_text(field, &at, focus ? ROLE_FOCUS : ROLE_VALUE, focus);
}

void editor_find_draw(struct editor *e, const struct draw *d)
{
    struct editor_finder *f = e->find;
    const char *find = _("Find"), *with = _("Replace by");
    const bool both = f->replacing && d->rows > 1;
    struct draw first = draw_part(d, 0, 0, 1, -1), second = draw_part(d, both ? 1 : 0, 0, 1, -1);
    char *count = count_text(f);
    int x = label_cols(find);
    if (f->replacing && label_cols(with) > x)
        x = label_cols(with);
    draw_fill(d, 0, 0, -1, -1, ROLE_TEXT);
    if (both || !f->in_with)
        draw_field(&first, x, find, count ? count : "", f->count || f->replaced ? ROLE_DIM : ROLE_WARNING,
                   &f->words, !f->in_with);
    if (f->replacing && (both || f->in_with))
        draw_field(&second, x, with, "", ROLE_DIM, &f->with, f->in_with);
    str_free(count);
}
