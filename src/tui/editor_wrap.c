/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrapped lines. `lines` has the starts of those from the top that were asked for so far; the start of the
 * last is known, its end is not, unless all_lines says that there is none after it. With a final line end
 * there is an empty last line.
 *
 * After an edit lines are wrapped again from two above it (wrapping looks ahead by one line at most) until
 * one starts where one started before: everything after that is as it was. Where that does not happen soon,
 * as in a long paragraph without blanks, the lines after it are forgotten and wrapped when somebody goes
 * there, so that a key costs a screen of text and not a megabyte. Tested against wrapping anew in
 * test_tui_editor.c. */
#include "satchel/tui/editor_private.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"

#define LINES_AT_ONCE 64 /* wrapped again by an edit at most */

/* The line after the one that starts at `at`; text length and *last when there is none. */
static size_t next_start(const struct editor *e, size_t at, bool *last)
{
    size_t n = e->text.len, len = 0;
    const char *s = buf_text(&e->text);
    if (!e->one_line && at < n)
        len = text_wrap(s + at, n - at, e->wrapped);
    size_t next = len ? at + len : n;
    *last = e->one_line || next >= n;
    if (*last && !e->one_line && next > at && s[next - 1] == '\n')
        *last = false; /* an empty line follows */
    return next;
}

/* false: that was the last, or there is no memory. */
static bool add_line(struct editor *e)
{
    if (e->all_lines || !e->lines.n)
        return false;
    size_t next = next_start(e, e->lines.at[e->lines.n - 1], &e->all_lines);
    if (e->all_lines || dyn_room(&e->lines) < 0)
        return false;
    e->lines.at[e->lines.n++] = next;
    return true;
}

void editor_wrap(struct editor *e, int cols)
{
    if (e->wrapped == cols && e->lines.n)
        return;
    e->wrapped = cols;
    e->lines.n = 0;
    e->all_lines = false;
    if (dyn_room(&e->lines) == 0)
        e->lines.at[e->lines.n++] = 0;
}

bool editor_has_lines(struct editor *e)
{
    editor_wrap(e, e->wrapped ? e->wrapped : 78);
    return e->lines.n > 0;
}

void editor_lines_to(struct editor *e, size_t count)
{
    while (e->lines.n < count && add_line(e))
        ;
}

size_t editor_line_of(struct editor *e, size_t byte)
{
    while (e->lines.n && e->lines.at[e->lines.n - 1] <= byte && add_line(e))
        ;
    return pane_line_of(e->lines.at, e->lines.n, byte);
}

size_t editor_line_start(const struct editor *e, size_t line)
{
    return line < e->lines.n ? e->lines.at[line] : 0;
}

size_t editor_line_stop(struct editor *e, size_t line)
{
    editor_lines_to(e, line + 2);
    size_t stop = line + 1 < e->lines.n ? e->lines.at[line + 1] : e->text.len;
    return stop > editor_line_start(e, line) && e->text.data[stop - 1] == '\n' ? stop - 1 : stop;
}

/* Replaces lines from `first` up to `old` by fresh ones and moves the rest by delta. */
static int splice_lines(struct editor *e, size_t first, size_t old, const size_t *fresh, size_t n,
                        size_t delta)
{
    size_t rest = e->lines.n - old, total = first + n + rest;
    if (dyn_reserve(&e->lines.at, &e->lines.cap, total ? total : 1, sizeof *e->lines.at) < 0)
        return -1;
    memmove(e->lines.at + first + n, e->lines.at + old, rest * sizeof *e->lines.at);
    memcpy(e->lines.at + first, fresh, n * sizeof *fresh);
    for (size_t i = first + n; delta && i < total; i++)
        e->lines.at[i] += delta;
    e->lines.n = total;
    return 0;
}

void editor_wrap_again(struct editor *e, size_t from, size_t removed, size_t added)
{
    if (!e->wrapped || !e->lines.n)
        return;
    size_t fresh[LINES_AT_ONCE], n = 0;
    size_t first = pane_line_of(e->lines.at, e->lines.n, from), old, at;
    first = first > 2 ? first - 2 : 0;
    at = e->lines.at[first];
    for (old = first; old < e->lines.n && e->lines.at[old] < from + removed;)
        old++;
    bool last = false, met = false;
    while (!last && !met && n < LINES_AT_ONCE) {
        fresh[n++] = at;
        at = next_start(e, at, &last);
        while (old < e->lines.n && e->lines.at[old] + added < at + removed)
            old++;
        met = !last && at >= from + added && old < e->lines.n && old > first &&
              e->lines.at[old] + added == at + removed;
    }
    if (!met)
        e->all_lines = last;
    if (splice_lines(e, first, met ? old : e->lines.n, fresh, n, added - removed) < 0)
        e->lines.n = 0; /* wrapped anew when they are needed */
}
