/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in front of everything, in a frame: a question, a box that reveals something, the help of this
 * screen, the palette of commands, a picker. Each is drawn after the view and gets keys before it. An open
 * chooser or picker may not be moved in memory. */
#ifndef SATCHEL_TUI_OVERLAY_H
#define SATCHEL_TUI_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/tui/command.h"
#include "satchel/tui/draw.h"
#include "satchel/tui/editor.h"
#include "satchel/tui/list.h"
#include "satchel/tui/widget.h"

/* ---- a question ---- */
#define DIALOG_CHOICES 4
struct dialog {
    char *title, *text;                 /* owned */
    const char *choice[DIALOG_CHOICES]; /* translated, borrowed: "Delete", "Keep" */
    size_t n;
    size_t selected;
    size_t safe; /* what Esc and Ctrl-C answer, and where the selection starts: "No" */
};
/* Texts are copied. -1: out of memory. */
int dialog_open(struct dialog *q, const char *title, const char *text, const char *const *choices, size_t n,
                size_t safe);
void dialog_close(struct dialog *q); /* wipes */
/* Left, Right, Tab, first letters choose; Enter: WIDGET_DONE with q->selected; Esc: the same with q->safe. */
unsigned dialog_key(struct dialog *q, const struct keymap *m, uint32_t key);
void dialog_draw(const struct dialog *q, const struct draw *d);

/* ---- a box that reveals something; the owner closes it after its time ---- */
struct reveal {
    char *label, *text, *note; /* owned; note may have several lines */
};
int reveal_open(struct reveal *r, const char *label, const char *text, const char *note);
void reveal_close(struct reveal *r); /* wipes */
/* Esc, Enter: WIDGET_LEAVE; every other key is swallowed. */
unsigned reveal_key(uint32_t key);
void reveal_draw(const struct reveal *r, const struct draw *d); /* the cursor rests on the label */

/* ---- `:` palette and `?` help: the commands of a scope, narrowed by typing ---- */
struct chooser {
    bool help; /* help: keys first, every row; palette: names, only what is not hidden */
    const struct keymap *keymap;
    struct command_scope scope; /* as it was when opened */
    struct editor filter;
    struct list list;
    DYN(const struct command *) rows; /* NULL: a heading, see headings */
    DYN(const char *) headings;
    const struct command *chosen; /* after WIDGET_DONE */
    char *note;                   /* why the last Enter did nothing; owned */
};
int chooser_open(struct chooser *c, bool help, const struct keymap *m, const struct command_scope *scope);
void chooser_close(struct chooser *c);
/* Enter on what can be used: WIDGET_DONE and c->chosen; else says why not. Esc: WIDGET_LEAVE. */
unsigned chooser_key(struct chooser *c, uint32_t key);
unsigned chooser_paste(struct chooser *c, const char *text);
void chooser_draw(struct chooser *c, const struct draw *d);

/* ---- a picker: rows from a callback, narrowed by typing ---- */
struct picker_source {
    /* The row at index among those that match words (copied by the picker); false: no more. value may stay
     * empty. */
    bool (*row)(void *arg, const char *words, size_t index, struct buf *value, struct buf *label);
    void *arg;
};
struct picker {
    char *title; /* owned */
    struct picker_source source;
    struct editor filter;
    struct list list;
    struct strs values, labels; /* what matches now, PICKER_ROWS at most */
};
#define PICKER_ROWS 200
int picker_open(struct picker *p, const char *title, struct picker_source source, const char *selected);
void picker_close(struct picker *p);
/* Enter: WIDGET_DONE. Keys that neither move nor edit are ignored. */
unsigned picker_key(struct picker *p, const struct keymap *m, uint32_t key);
unsigned picker_paste(struct picker *p, const char *text);
const char *picker_value(const struct picker *p); /* of the selected row; NULL: none */
const char *picker_label(const struct picker *p);
void picker_draw(struct picker *p, const struct draw *d);

#endif
