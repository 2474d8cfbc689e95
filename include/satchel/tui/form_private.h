/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: the inside of struct form, for form.c, form_draw.c and form_draft.c alone. */
#ifndef SATCHEL_TUI_FORM_PRIVATE_H
#define SATCHEL_TUI_FORM_PRIVATE_H

#include "satchel/tui/editor.h"
#include "satchel/tui/form.h"
#include "satchel/tui/overlay.h"

struct form_state {
    struct editor editor; /* the value, of every kind */
    char *saved;          /* never NULL */
    char *label;          /* FORM_REF: what is shown; may be NULL */
    char *saved_label;    /* of what is saved */
    char *words;          /* FORM_REF: typed to find one; NULL: none, or it is chosen */
    char *error;          /* what validate said last; NULL: nothing */
    bool shown;           /* FORM_MASKED: not hidden now */
    bool given;           /* saved is what was put there for the user */
};

struct form {
    const struct form_field *fields;
    struct form_state *states;
    size_t n, focus;
    size_t top; /* first field on screen */
    void *arg;
    bool astray; /* text was typed at a yes or no */
    uint64_t version;
    bool picking;
    struct picker picker;
};

bool form_kind_is_text(enum form_kind kind);             /* has a cursor in its text */
bool form_kind_is_multiline(enum form_kind kind);        /* of several lines */
bool form_state_changed(const struct form *f, size_t i); /* the value, or words without one */
bool form_value_changed(const struct form *f, size_t i);
const char *form_state_words(const struct form *f, size_t i); /* also while they are typed; never NULL */
void form_recheck(struct form *f); /* marks what is wrong in the fields that have not the focus */
/* The value as typed, outside of undo. -1: out of memory. */
int form_state_put(struct form *f, size_t i, const char *value, const char *label);
/* The label of a choice's value (translated), NULL: none. */
const char *form_choice_label(const struct form_field *field, const char *value);

#endif
