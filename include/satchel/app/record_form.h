/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form made from a kind's field table: every field of every record kind gets a line in a form without code
 * of its own. Values go record -> texts -> form, and back through field_set, which checks them. */
#ifndef SATCHEL_APP_RECORD_FORM_H
#define SATCHEL_APP_RECORD_FORM_H

#include "satchel/app/names.h"
#include "satchel/base/buf.h"
#include "satchel/model/record.h"
#include "satchel/tui/form.h"

struct app;
struct store;

struct record_form {
    struct rec *rec; /* as saved, or new; owned */
    struct form *form;
    struct form_field *fields; /* as many as n */
    struct form_choice **choices;
    char **hints; /* of those that have one made for them; owned */
    size_t n;
    struct app *app;        /* hides names in discreet mode; NULL: they are shown */
    struct store *store;    /* borrowed */
    struct rec_ref kase;    /* the case that what is new belongs to, where it can; zero: none */
    DYN(struct rec *) made; /* what the record refers to and that is to be stored before it; owned */
    struct names names;     /* what its lists refer to */
    /* What a reference is picked from, filled while the words stay the same. */
    struct record_picks {
        char *key, *words;
        struct strs values, labels;
    } picks;
};

/* rec is taken over, also on failure. fixed: key of a reference that is not offered (the owner), or NULL. */
int record_form_open(struct record_form *f, struct app *a, struct store *s, struct rec *rec,
                     const char *fixed, struct buf *clip, struct err *e);
void record_form_close(struct record_form *f); /* wipes */
/* What stands in the form, checked, into f->rec; what is new in its references, into f->made. -1: the focus
 * is on the first field that does not fit. */
int record_form_take(struct record_form *f, struct err *e);

#endif
