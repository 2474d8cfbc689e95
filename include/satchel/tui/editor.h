/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text editor, of one line or many. Soft wrap, cursor by grapheme, right-to-left text in logical order,
 * selection with cut, copy and paste inside the program, undo and redo. Texts of a megabyte stay quick: an
 * edit wraps only the lines it touches. A text of many lines can be searched and replaced in. Text is UTF-8
 * in NFC without control characters but \n. */
#ifndef SATCHEL_TUI_EDITOR_H
#define SATCHEL_TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/tui/draw.h"
#include "satchel/tui/pane.h"
#include "satchel/tui/widget.h"

struct err;
struct keymap;

#define EDITOR_NO_ANCHOR ((size_t)-1)
#define EDITOR_MAX_BYTES ((size_t)16 << 20)

struct editor_step;   /* one undo step */
struct editor_finder; /* the bar that searches and replaces */

struct editor {
    struct buf text;
    size_t cursor;  /* byte, at a grapheme boundary */
    size_t anchor;  /* other end of the selection, or EDITOR_NO_ANCHOR */
    bool one_line;  /* Enter and line ends are not taken */
    bool masked;    /* drawn as marks of fixed number */
    bool selecting; /* Ctrl-Space: moving extends the selection */
    bool read_only;
    struct buf *clip;              /* where cut and copied text goes, shared by editors; may be NULL */
    size_t limit;                  /* bytes at most; 0: EDITOR_MAX_BYTES */
    const struct pane_span *spans; /* shown in roles; borrowed */
    size_t n_spans;
    uint64_t version;           /* raised by every change of the text */
    struct editor_finder *find; /* NULL: nothing was looked for yet */
    /* private */
    DYN(size_t) lines; /* starts of wrapped lines at width `wrapped`, as far as anybody asked */
    bool all_lines;    /* there is none after those */
    int wrapped;
    int want_col; /* column that moving up and down keeps; -1: the cursor's */
    size_t top;   /* first wrapped line on screen; one line: first byte shown */
    int page;
    DYN(struct editor_step) steps;
    size_t done; /* steps that can be undone; those after can be redone */
    size_t step_bytes;
    bool joining; /* the last change may grow into one step with the next */
};

/* All zero is an empty editor of many lines once editor_init was called. */
void editor_init(struct editor *e, bool one_line, struct buf *clip);
void editor_free(struct editor *e); /* wipes text and steps */
/* Replaces everything, forgets undo, cursor at the start (one line: end). -1: out of memory. */
int editor_set(struct editor *e, const char *text, struct err *err);
const char *editor_text(const struct editor *e); /* never NULL, valid until the next change */
size_t editor_len(const struct editor *e);
/* Takes an EDIT_* command; for one line EDIT_NEWLINE, EDIT_LINE_UP/DOWN, PAGE_* are ignored. */
unsigned editor_do(struct editor *e, int command);
/* A key that is no command: types text, Shift with a moving key selects. m: keys in force. */
unsigned editor_key(struct editor *e, const struct keymap *m, uint32_t key);
/* Puts text in place of the selection as one undo step; line ends become blanks in one line. While the bar of
 * EDIT_FIND is open it goes there. */
unsigned editor_insert(struct editor *e, const char *text, size_t n);
/* Replaces a range by text as one undo step; cursor after it. */
unsigned editor_replace(struct editor *e, size_t from, size_t to, const char *text, size_t n);
void editor_move(struct editor *e, size_t byte); /* cursor, snapped to a grapheme */
bool editor_selection(const struct editor *e, size_t *from, size_t *to);
bool editor_can_undo(const struct editor *e);
bool editor_can_redo(const struct editor *e);
/* The cursor is on the first (last) wrapped line: a form leaves the field on the next Up (Down). */
bool editor_at_edge(struct editor *e, bool last);
/* Lines needed at this width, with those of an open search; counted up to `most`. */
size_t editor_height(struct editor *e, int cols, size_t most);
/* focus: draw the real cursor and scroll to it. role: of plain text. */
void editor_draw(struct editor *e, const struct draw *d, int role, bool focus);
/* The bar of EDIT_FIND is open, in the last rows of the editor: all keys go to editor_key first. */
bool editor_finding(const struct editor *e);
void editor_find_close(struct editor *e);
extern const char *const editor_find_hints[]; /* for the hint bar meanwhile: key, N_() label, ..., NULL */
/* The wrapped line that the cursor, or a byte, is on, at the width of the last drawing or editor_height. */
size_t editor_row(struct editor *e);
size_t editor_row_of(struct editor *e, size_t byte);
/* Line and column of the cursor, 1-based, by line ends. */
void editor_place(const struct editor *e, size_t *line, size_t *column);

#endif
