/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms: fields under each other, the label left, the value right; `>` at the focused field, `*` at every
 * field that differs from what is saved. Values are texts throughout; the owner of the form turns them into
 * records. Nothing typed is ever lost: a form can be written to a buffer (a draft) and comes back with its
 * cursor, its focus and what was typed in every field. */
#ifndef SATCHEL_TUI_FORM_H
#define SATCHEL_TUI_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/tui/command.h"
#include "satchel/tui/draw.h"
#include "satchel/tui/widget.h"

struct err;

enum form_kind {
    FORM_LINE,    /* one line of text */
    FORM_TEXT,    /* many lines */
    FORM_CHOICE,  /* one of choices; value: its key */
    FORM_DATE,    /* one line, checked by validate; its reading can be shown by describe */
    FORM_BOOL,    /* "1" or ""; Space, y, n */
    FORM_REF,     /* value: an id that the user never sees; picked from what pick() offers. What was typed to
                   * find it stays with the field until something is chosen */
    FORM_LIST,    /* texts, one a line; value: joined by \n */
    FORM_HEADING, /* no value: a line of text between fields */
};

enum form_flags {
    FORM_REQUIRED = 1,
    FORM_READ_ONLY = 2,
    FORM_MASKED = 4, /* dots until Ctrl-T or the first change, hidden again when the focus leaves */
};

struct form_choice {
    const char *key;   /* stored */
    const char *label; /* N_() */
};

struct form_field {
    const char *name;  /* stable: drafts and tests use it */
    const char *label; /* N_() */
    const char *hint;  /* N_(): one line shown while the field has the focus; NULL: that of its kind */
    enum form_kind kind;
    unsigned flags;
    int rows;                          /* FORM_TEXT, FORM_LIST: lines at most; 0: 6 */
    const struct form_choice *choices; /* FORM_CHOICE: ends with key NULL */
    /* Checks a value when the focus leaves the field and on save; -1 and one sentence. NULL: everything is
     * fine. */
    int (*validate)(void *arg, const struct form_field *f, const char *value, struct err *e);
    /* One line on what the value means ("10 to 12 February 2023"), shown in place of the hint; NULL: none. */
    void (*describe)(void *arg, const struct form_field *f, const char *value, struct buf *out);
    /* FORM_REF: the row at index among those that match words, as value and label; false: no more. */
    bool (*pick)(void *arg, const struct form_field *f, const char *words, size_t index, struct buf *value,
                 struct buf *label);
    const char *none; /* FORM_REF, N_(): what stands there when nothing matches; NULL: the usual */
};

struct form;

/* fields must outlive the form; arg is handed to the callbacks. clip: where cut text goes, may be NULL. */
struct form *form_new(const struct form_field *fields, size_t n, void *arg, struct buf *clip, struct err *e);
void form_free(struct form *f); /* wipes; NULL is fine */

/* Sets a saved value (copied; NULL is ""); label: for FORM_REF what is shown, else NULL. */
int form_set(struct form *f, const char *name, const char *value, const char *label, struct err *e);
/* What stands in the field was put there for the user: it is no change and is kept in drafts all the same;
 * typing takes its place. Set values before. */
void form_given(struct form *f, const char *name);
/* As if the user had typed it: marked as changed when it differs. */
int form_put(struct form *f, const char *name, const char *value, const char *label, struct err *e);
const char *form_get(struct form *f, const char *name);   /* never NULL; valid until the next change */
const char *form_label(struct form *f, const char *name); /* of a FORM_REF */
const char *form_words(struct form *f, const char *name); /* typed at a FORM_REF, nothing chosen yet; or "" */
bool form_changed(struct form *f, const char *name);      /* name NULL: any field */
void form_saved(struct form *f);                          /* what stands there now is what is saved */
int form_revert(struct form *f, struct err *e);           /* what is saved stands there again */
void form_focus(struct form *f, const char *name);
const char *form_focused(const struct form *f); /* name of the focused field */
/* "Name withheld: yes" of a focused FORM_BOOL; nothing of other kinds. */
void form_answer(const struct form *f, struct buf *out);
/* The focused field takes text (line, text, date, list): the scope of commands is `in text`. A form is always
 * in text as far as commands go; this tells what a paste would do. */
bool form_takes_text(const struct form *f);

/* All fields checked in order: -1, the sentence in *e and the focus on the first that fails. */
int form_check(struct form *f, struct err *e);

/* What is wrong with the focused field: the form shows it, nobody else needs to. NULL: nothing. */
const char *form_problem(const struct form *f);

/* A key; everything that edits or moves inside the form is handled here. WIDGET_DONE: save was asked for
 * (Ctrl-S; call form_check, store, form_saved). WIDGET_LEAVE: Esc; keep the draft. WIDGET_IGNORED: not for
 * the form (F1, F12, ...). */
unsigned form_key(struct form *f, const struct keymap *m, uint32_t key);
unsigned form_paste(struct form *f, const char *text);
void form_draw(struct form *f, const struct draw *d);
bool form_picking(const struct form *f); /* a list to choose from stands in front */
bool form_finding(const struct form *f); /* the field with the focus is searched in */

/* Drafts: everything but the saved values. form_restore over the same fields (by name; unknown names are
 * left out) after form_set. -1: not such a buffer; the form is unchanged. */
int form_draft(struct form *f, struct buf *out, struct err *e);
int form_restore(struct form *f, const void *bytes, size_t n, struct err *e);
/* Raised by every change: autosave compares it. */
uint64_t form_version(const struct form *f);

#endif
