/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text stands in one piece of memory; an edit moves what follows it (a megabyte in some 50 microseconds).
 * Steps for undo hold the bytes taken out and put in; typing grows the last step up to the next word. Lines
 * are wrapped in editor_wrap.c. Tested against a plain model in test_tui_editor.c. */
#include "satchel/tui/editor_private.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"

#define UNDO_BYTES     ((size_t)8 << 20)
#define ONE_LINE_BYTES ((size_t)64 << 10)

struct editor_step {
    size_t at, cursor; /* where; the cursor before */
    struct buf out, in;
};

static const char *bytes(const struct editor *e)
{
    return buf_text(&e->text);
}

/* ---- changing ---- */

/* Replaces a range; -1: out of memory, nothing changed. */
static int splice(struct editor *e, size_t from, size_t to, const char *text, size_t n)
{
    size_t old = e->text.len, removed = to - from;
    buf_add(&e->text, text, n);
    if (e->text.failed) {
        e->text.failed = false;
        return -1;
    }
    char *s = e->text.data;
    memmove(s + from + n, s + to, old - to);
    if (n)
        memcpy(s + from, text, n);
    buf_cut(&e->text, old - removed + n);
    s[e->text.len] = '\0';
    e->version++;
    editor_wrap_again(e, from, removed, n);
    return 0;
}

static void step_free(struct editor_step *step)
{
    buf_free(&step->out);
    buf_free(&step->in);
}

static void drop_steps(struct editor *e, size_t from, size_t to)
{
    if (from == to)
        return;
    for (size_t i = from; i < to; i++) {
        e->step_bytes -= e->steps.at[i].out.len + e->steps.at[i].in.len;
        step_free(&e->steps.at[i]);
    }
    memmove(e->steps.at + from, e->steps.at + to, (e->steps.n - to) * sizeof *e->steps.at);
    e->steps.n -= to - from;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* The change belongs to the last step: typing on within a word, erasing on. */
static bool joins(const struct editor *e, size_t from, size_t to, const char *text, size_t n)
{
    const struct editor_step *last = e->joining && e->done ? &e->steps.at[e->done - 1] : NULL;
    if (!last || e->done != e->steps.n)
        return false;
    if (n && from == to && !last->out.len && last->at + last->in.len == from)
        return last->in.len && (is_space(text[0]) || !is_space(last->in.data[last->in.len - 1]));
    return !n && !last->in.len && to == last->at;
}

static void join(struct editor *e, size_t from, size_t to, const char *text, size_t n)
{
    struct editor_step *last = &e->steps.at[e->done - 1];
    if (n) {
        buf_add(&last->in, text, n);
    } else {
        struct buf out = { 0 };
        buf_add(&out, bytes(e) + from, to - from);
        buf_add(&out, last->out.data, last->out.len);
        buf_free(&last->out);
        last->out = out;
        last->at = from;
    }
    e->step_bytes += n + (to - from);
}

static int push_step(struct editor *e, size_t from, size_t to, const char *text, size_t n)
{
    drop_steps(e, e->done, e->steps.n);
    if (dyn_room(&e->steps) < 0)
        return -1;
    struct editor_step *step = &e->steps.at[e->steps.n];
    *step = (struct editor_step){ .at = from, .cursor = e->cursor };
    buf_add(&step->out, bytes(e) + from, to - from);
    buf_add(&step->in, text, n);
    if (step->out.failed || step->in.failed) {
        step_free(step);
        return -1;
    }
    e->steps.n++;
    e->step_bytes += (to - from) + n;
    while (e->step_bytes > UNDO_BYTES && e->steps.n > 1)
        drop_steps(e, 0, 1);
    e->done = e->steps.n;
    return 0;
}

static size_t limit_of(const struct editor *e)
{
    return e->limit ? e->limit : e->one_line ? ONE_LINE_BYTES : EDITOR_MAX_BYTES;
}

unsigned editor_change(struct editor *e, size_t from, size_t to, const char *text, size_t n, bool grow)
{
    if (e->read_only || e->text.len - (to - from) + n > limit_of(e))
        return WIDGET_HANDLED;
    if (from == to && !n)
        return WIDGET_HANDLED;
    if (grow && joins(e, from, to, text, n))
        join(e, from, to, text, n);
    else if (push_step(e, from, to, text, n) < 0)
        return WIDGET_HANDLED;
    if (splice(e, from, to, text, n) < 0) { /* no memory: the step would not fit the text any more */
        drop_steps(e, 0, e->steps.n);
        e->done = 0;
        return WIDGET_HANDLED;
    }
    e->joining = grow;
    e->anchor = EDITOR_NO_ANCHOR;
    e->selecting = false;
    e->want_col = -1;
    editor_move(e, from + n);
    return WIDGET_HANDLED | WIDGET_CHANGED;
}

unsigned editor_undo(struct editor *e)
{
    if (!e->done || e->read_only)
        return WIDGET_HANDLED | WIDGET_NO_STEP;
    struct editor_step *step = &e->steps.at[e->done - 1];
    if (splice(e, step->at, step->at + step->in.len, buf_text(&step->out), step->out.len) < 0)
        return WIDGET_HANDLED;
    e->done--;
    e->anchor = EDITOR_NO_ANCHOR;
    e->joining = false;
    editor_move(e, step->cursor);
    return WIDGET_HANDLED | WIDGET_CHANGED;
}

unsigned editor_redo(struct editor *e)
{
    if (e->done >= e->steps.n || e->read_only)
        return WIDGET_HANDLED | WIDGET_NO_STEP;
    struct editor_step *step = &e->steps.at[e->done];
    if (splice(e, step->at, step->at + step->out.len, buf_text(&step->in), step->in.len) < 0)
        return WIDGET_HANDLED;
    e->done++;
    e->anchor = EDITOR_NO_ANCHOR;
    e->joining = false;
    editor_move(e, step->at + step->in.len);
    return WIDGET_HANDLED | WIDGET_CHANGED;
}

bool editor_can_undo(const struct editor *e)
{
    return e->done > 0;
}

bool editor_can_redo(const struct editor *e)
{
    return e->done < e->steps.n;
}

/* ---- life ---- */

void editor_init(struct editor *e, bool one_line, struct buf *clip)
{
    *e = (struct editor){ .anchor = EDITOR_NO_ANCHOR, .one_line = one_line, .clip = clip, .want_col = -1 };
}

void editor_drop(struct editor *e)
{
    drop_steps(e, 0, e->steps.n);
    free(e->steps.at);
    free(e->lines.at);
    buf_free(&e->text);
    editor_init(e, e->one_line, e->clip);
}

int editor_set(struct editor *e, const char *text, struct err *err)
{
    struct buf fresh = { 0 };
    buf_adds(&fresh, text);
    if (fresh.failed) {
        buf_free(&fresh);
        return err_no_memory(err);
    }
    drop_steps(e, 0, e->steps.n);
    buf_free(&e->text);
    e->text = fresh;
    e->done = 0;
    e->cursor = e->one_line ? e->text.len : 0;
    e->anchor = EDITOR_NO_ANCHOR;
    e->selecting = e->joining = false;
    e->want_col = -1;
    e->top = 0;
    e->wrapped = 0;
    e->lines.n = 0;
    e->version++;
    return 0;
}

const char *editor_text(const struct editor *e)
{
    return bytes(e);
}

size_t editor_len(const struct editor *e)
{
    return e->text.len;
}
