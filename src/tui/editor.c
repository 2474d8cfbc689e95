/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text stands in one piece of memory; an edit moves what follows it (a megabyte in some 50 microseconds).
 * Steps for undo hold the bytes taken out and put in; typing grows the last step up to the next word. Lines
 * are wrapped in editor_wrap.c. Tested against a plain model in test_tui_editor.c. */
#include "satchel/tui/editor_private.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/screen.h"

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

/* ---- the text ---------------------------------------------------------------------------------------------
 */

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

/* Every change by the user comes through here. grow: it may become one step with the change before. */
static unsigned change(struct editor *e, size_t from, size_t to, const char *text, size_t n, bool grow)
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

static unsigned undo(struct editor *e)
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

static unsigned redo(struct editor *e)
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

/* ---- life -------------------------------------------------------------------------------------------------
 */

void editor_init(struct editor *e, bool one_line, struct buf *clip)
{
    *e = (struct editor){ .anchor = EDITOR_NO_ANCHOR, .one_line = one_line, .clip = clip, .want_col = -1 };
}

void editor_free(struct editor *e)
{
    drop_steps(e, 0, e->steps.n);
    free(e->steps.at);
    free(e->lines.at);
    editor_find_free(e);
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

/* ---- moving -----------------------------------------------------------------------------------------------
 */

/* The grapheme boundary at or after byte; looks from the start of its line, which is one. */
void editor_move(struct editor *e, size_t byte)
{
    if (byte > e->text.len)
        byte = e->text.len;
    size_t start = editor_has_lines(e) ? editor_line_start(e, editor_line_of(e, byte)) : 0, at = start;
    while (at < byte)
        at = start + text_next(bytes(e) + start, e->text.len - start, at - start);
    e->cursor = at;
}

static size_t step_left(struct editor *e, size_t at)
{
    if (!at)
        return 0;
    size_t start = editor_has_lines(e) ? editor_line_start(e, editor_line_of(e, at - 1)) : 0;
    return start + text_prev(bytes(e) + start, e->text.len - start, at - start);
}

size_t editor_right(const struct editor *e, size_t at)
{
    return at < e->text.len ? at + text_next(bytes(e) + at, e->text.len - at, 0) : at;
}

int editor_column(struct editor *e, size_t line, size_t byte)
{
    size_t start = editor_line_start(e, line);
    return text_width(bytes(e) + start, byte - start);
}

/* The last place of the cursor on a line: before the character that the next line begins after. */
static size_t line_last(struct editor *e, size_t line)
{
    size_t stop = editor_line_stop(e, line);
    bool soft = line + 1 < e->lines.n && stop == e->lines.at[line + 1];
    return soft ? step_left(e, stop) : stop;
}

static size_t at_column(struct editor *e, size_t line, int col)
{
    size_t at = editor_line_start(e, line), last = line_last(e, line);
    for (int used = 0; at < last;) {
        size_t next = editor_right(e, at);
        used += text_grapheme_width(bytes(e) + at, next - at);
        if (used > col)
            break;
        at = next;
    }
    return at;
}

/* Moves by lines, keeping the column. */
static size_t by_lines(struct editor *e, bool down, size_t count)
{
    if (!editor_has_lines(e))
        return e->cursor;
    size_t line = editor_line_of(e, e->cursor), last;
    editor_lines_to(e, line + count + 1);
    last = e->lines.n - 1;
    if (e->want_col < 0)
        e->want_col = editor_column(e, line, e->cursor);
    if (down && line == last)
        return e->text.len;
    if (!down && line == 0)
        return 0;
    size_t to = down ? (last - line < count ? last : line + count) : line < count ? 0 : line - count;
    return at_column(e, to, e->want_col);
}

static size_t by_word(struct editor *e, bool right)
{
    return right ? text_next_word(bytes(e), e->text.len, e->cursor)
                 : text_prev_word(bytes(e), e->text.len, e->cursor);
}

static bool is_vertical(int command)
{
    return command == EDIT_LINE_UP || command == EDIT_LINE_DOWN || command == EDIT_PAGE_UP ||
           command == EDIT_PAGE_DOWN;
}

/* Where a moving command leads; false: it is none, or not for one line. */
static bool target(struct editor *e, int command, size_t *to)
{
    size_t page = e->page > 2 ? (size_t)e->page - 1 : 1;
    if (e->one_line && is_vertical(command))
        return false;
    size_t line = editor_has_lines(e) ? editor_line_of(e, e->cursor) : 0;
    switch (command) {
    case EDIT_LEFT:
        *to = step_left(e, e->cursor);
        return true;
    case EDIT_RIGHT:
        *to = editor_right(e, e->cursor);
        return true;
    case EDIT_WORD_LEFT:
    case EDIT_WORD_RIGHT:
        *to = by_word(e, command == EDIT_WORD_RIGHT);
        return true;
    case EDIT_LINE_UP:
    case EDIT_LINE_DOWN:
        *to = by_lines(e, command == EDIT_LINE_DOWN, 1);
        return true;
    case EDIT_PAGE_UP:
    case EDIT_PAGE_DOWN:
        *to = by_lines(e, command == EDIT_PAGE_DOWN, page);
        return true;
    case EDIT_LINE_START:
        *to = editor_line_start(e, line);
        return true;
    case EDIT_LINE_END:
        *to = line_last(e, line);
        return true;
    case EDIT_TEXT_START:
        *to = 0;
        return true;
    case EDIT_TEXT_END:
        *to = e->text.len;
        return true;
    default:
        return false;
    }
}

static unsigned move(struct editor *e, int command, size_t to, bool select)
{
    int keep = e->want_col;
    if (select && e->anchor == EDITOR_NO_ANCHOR)
        e->anchor = e->cursor;
    if (!select)
        e->anchor = EDITOR_NO_ANCHOR;
    editor_move(e, to);
    e->want_col = is_vertical(command) ? keep : -1;
    e->joining = false;
    return WIDGET_HANDLED | WIDGET_MOVED;
}

/* ---- selection and clip -----------------------------------------------------------------------------------
 */

bool editor_selection(const struct editor *e, size_t *from, size_t *to)
{
    *from = *to = e->cursor;
    if (e->anchor == EDITOR_NO_ANCHOR || e->anchor == e->cursor || e->anchor > e->text.len)
        return false;
    if (e->anchor < e->cursor)
        *from = e->anchor;
    else
        *to = e->anchor;
    return true;
}

static unsigned copy(struct editor *e, bool cut)
{
    size_t from, to;
    if (!editor_selection(e, &from, &to))
        return WIDGET_IGNORED;
    if (!e->clip || e->masked)
        return WIDGET_HANDLED;
    buf_clear(e->clip);
    buf_add(e->clip, bytes(e) + from, to - from);
    if (cut && !e->clip->failed)
        return change(e, from, to, "", 0, false);
    e->anchor = EDITOR_NO_ANCHOR;
    e->selecting = false;
    return WIDGET_HANDLED;
}

static unsigned erase(struct editor *e, size_t from, size_t to)
{
    size_t start, stop;
    if (editor_selection(e, &start, &stop))
        return change(e, start, stop, "", 0, false);
    return change(e, from, to, "", 0, from < e->cursor && e->cursor == to);
}

static unsigned toggle_selecting(struct editor *e)
{
    e->selecting = !e->selecting;
    e->anchor = e->selecting ? e->cursor : EDITOR_NO_ANCHOR;
    return WIDGET_HANDLED;
}

static unsigned select_all(struct editor *e)
{
    e->anchor = 0;
    e->cursor = e->text.len;
    return WIDGET_HANDLED | WIDGET_MOVED;
}

/* ---- commands ---------------------------------------------------------------------------------------------
 */

static unsigned edit(struct editor *e, int command)
{
    switch (command) {
    case EDIT_UNDO:
        return undo(e);
    case EDIT_REDO:
        return redo(e);
    case EDIT_CUT:
        return copy(e, true);
    case EDIT_COPY:
        return copy(e, false);
    case EDIT_PASTE:
        return e->clip ? editor_insert(e, buf_text(e->clip), e->clip->len) : WIDGET_HANDLED;
    case EDIT_SELECT:
        return toggle_selecting(e);
    case EDIT_SELECT_ALL:
        return select_all(e);
    case EDIT_ERASE_LEFT:
        return erase(e, step_left(e, e->cursor), e->cursor);
    case EDIT_ERASE_RIGHT:
        return erase(e, e->cursor, editor_right(e, e->cursor));
    case EDIT_ERASE_WORD:
        return erase(e, by_word(e, false), e->cursor);
    case EDIT_CLEAR:
        return erase(e, editor_has_lines(e) ? editor_line_start(e, editor_line_of(e, e->cursor)) : 0,
                     e->cursor);
    case EDIT_FIND:
        return e->one_line || e->masked ? WIDGET_IGNORED : editor_find_open(e);
    case EDIT_NEWLINE:
        return e->one_line ? WIDGET_IGNORED : editor_insert(e, "\n", 1);
    default:
        return WIDGET_IGNORED;
    }
}

unsigned editor_do(struct editor *e, int command)
{
    size_t to;
    if (target(e, command, &to))
        return move(e, command, to, e->selecting);
    return edit(e, command);
}

static unsigned replace_selection(struct editor *e, const char *text, size_t n, bool grow)
{
    size_t from, to;
    grow = !editor_selection(e, &from, &to) && grow;
    return change(e, from, to, text, n, grow);
}

unsigned editor_insert(struct editor *e, const char *text, size_t n)
{
    if (editor_finding(e))
        return editor_find_paste(e, text, n);
    if (!e->one_line || !memchr(text, '\n', n))
        return replace_selection(e, text, n, false);
    struct buf line = { 0 };
    buf_add(&line, text, n);
    while (line.len && line.data[line.len - 1] == '\n')
        buf_cut(&line, line.len - 1);
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] == '\n')
            line.data[i] = ' ';
    unsigned result = line.failed ? WIDGET_HANDLED : replace_selection(e, buf_text(&line), line.len, false);
    buf_free(&line);
    return result;
}

unsigned editor_replace(struct editor *e, size_t from, size_t to, const char *text, size_t n)
{
    return change(e, from, to, text, n, false);
}

/* A typed mark and the character before it may have one code point (NFC). */
static unsigned type_mark(struct editor *e, const char *mark, size_t n)
{
    size_t from = step_left(e, e->cursor), len = e->cursor - from;
    struct buf both = { 0 };
    buf_add(&both, bytes(e) + from, len);
    buf_add(&both, mark, n);
    char *nfc = both.failed ? NULL : text_nfc(both.data, both.len, NULL);
    bool composed = nfc && strcmp(nfc, both.data) != 0;
    unsigned result = composed ? change(e, from, e->cursor, nfc, strlen(nfc), false)
                               : change(e, e->cursor, e->cursor, mark, n, true);
    str_free(nfc);
    buf_free(&both);
    return result;
}

static unsigned type(struct editor *e, uint32_t cp)
{
    struct buf b = { 0 };
    size_t from, to;
    unsigned result = WIDGET_HANDLED;
    buf_add_cp(&b, cp);
    if (b.failed || text_is_bidi_control(cp))
        result = WIDGET_HANDLED;
    else if (cp >= 0x300 && e->cursor && !editor_selection(e, &from, &to))
        result = type_mark(e, b.data, b.len);
    else
        result = replace_selection(e, b.data, b.len, true);
    buf_free(&b);
    return result;
}

unsigned editor_key(struct editor *e, const struct keymap *m, uint32_t key)
{
    static const struct command_table *const TABLES[] = { &edit_commands };
    struct command_scope scope = { .tables = TABLES, .n = 1, .in_text = true };
    size_t to;
    if (editor_finding(e))
        return editor_find_key(e, m, key);
    if (key_is_text(key))
        return type(e, key);
    const struct command *c = command_for_key(m, &scope, key);
    if (c)
        return editor_do(e, c->id);
    c = key & KEYC_SHIFT ? command_for_key(m, &scope, key & ~KEYC_SHIFT) : NULL;
    if (c && target(e, c->id, &to))
        return move(e, c->id, to, true);
    return WIDGET_IGNORED;
}

/* ---- places -----------------------------------------------------------------------------------------------
 */

bool editor_at_edge(struct editor *e, bool last)
{
    if (!editor_has_lines(e))
        return true;
    size_t line = editor_line_of(e, e->cursor);
    editor_lines_to(e, line + 2);
    return line == (last ? e->lines.n - 1 : 0);
}

size_t editor_height(struct editor *e, int cols, size_t most)
{
    editor_wrap(e, cols > 2 ? cols - 1 : 1);
    editor_lines_to(e, most);
    size_t lines = (e->lines.n ? e->lines.n : 1) + (size_t)editor_find_rows(e);
    return lines < most ? lines : most;
}

size_t editor_row_of(struct editor *e, size_t byte)
{
    return editor_has_lines(e) ? editor_line_of(e, byte) : 0;
}

size_t editor_row(struct editor *e)
{
    return editor_row_of(e, e->cursor);
}

void editor_place(const struct editor *e, size_t *line, size_t *column)
{
    size_t start = 0;
    *line = 1;
    for (size_t i = 0; i < e->cursor; i++)
        if (bytes(e)[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    *column = 1;
    for (size_t at = start; at < e->cursor; ++*column)
        at = editor_right(e, at);
}
