/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/letter_ready.h"

#include <stdlib.h>

#include "satchel/app/app.h"
#include "satchel/app/marks.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/model/letters.h"
#include "satchel/store/letters.h"
#include "satchel/store/lint_context.h"
#include "satchel/store/store.h"
#include "satchel/store/undo.h"

/* ---- made ready ---- */

struct made_ready {
    size_t ready, left;
    size_t unsigned_; /* of those that are ready: no name stands below */
    struct buf names; /* of those that are left as they are */
};

static void add_left(struct app *a, int64_t letter, struct made_ready *out)
{
    char *label = present_label(a, letter);
    buf_addf(&out->names, "%s%s", out->left++ ? "; " : "", label ? label : "");
    str_free(label);
}

/* 0: it is ready, or has findings that are open. */
static int make_ready(struct app *a, int64_t letter, const struct lint_names *names, struct made_ready *out,
                      struct err *e)
{
    struct rec *r = NULL;
    if (store_get(a->store, letter, &r, e) < 0)
        return -1;
    struct letter *l = (struct letter *)r;
    int rc = 0;
    if (l->state == LETTER_DRAFT &&
        (rc = lint_context_check_unless(a->store, names, screen_urgent, l, NULL, e)) == 0) {
        bool open = letters_open(l) > 0;
        if (open)
            add_left(a, letter, out);
        else
            rc = letters_ready(a->store, letter, l->findings.at, l->findings.n, e);
        out->ready += !open && rc == 0;
        out->unsigned_ += !open && rc == 0 && !l->sender.n;
    }
    rec_free(r);
    return rc;
}

static int make_all_ready(struct app *a, const int64_t *letters, size_t n, struct made_ready *out,
                          struct err *e)
{
    const struct lint_names *names = letter_names(a, e);
    if (!names || store_step_begin(a->store, _("Letters made ready"), e) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (make_ready(a, letters[i], names, out, e) < 0) {
            store_step_cancel(a->store);
            return -1;
        }
    }
    return store_step_end(a->store, letters[0], e);
}

static void say_ready(struct app *a, const struct made_ready *m)
{
    struct buf b = { 0 };
    if (m->ready)
        buf_addf(&b, P_("%zu letter is ready.", "%zu letters are ready.", m->ready), m->ready);
    if (m->unsigned_) /* TRANSLATORS: how many letters nobody has signed. */
        buf_addf(&b, _(" Unsigned: %zu."), m->unsigned_);
    if (m->left) {
        buf_adds(&b, b.len ? " " : "");
        buf_addf(&b, P_("%1$zu has open findings: %2$s.", "%1$zu have open findings: %2$s.", m->left),
                 m->left, buf_text(&m->names));
    }
    app_say(a, m->left ? MESSAGE_WARNING : MESSAGE_INFO, "%s", buf_text(&b));
    buf_free(&b);
}

static bool is_ready(struct app *a, int64_t letter)
{
    struct rec *r = NULL;
    bool ready = store_get(a->store, letter, &r, NULL) == 0 && r->kind == KIND_LETTER &&
                 ((const struct letter *)r)->state == LETTER_READY;
    rec_free(r);
    return ready;
}

/* Those that are ready stay marked: they are what is exported and sent next. */
static void keep_ready(struct app *a, struct marks *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->n; i++)
        if (is_ready(a, m->at[i]))
            m->at[kept++] = m->at[i];
    m->n = kept;
}

void letter_ready_make(struct app *a, int64_t letter)
{
    struct view *v = app_top(a);
    struct made_ready made = { 0 };
    struct err e = { 0 };
    bool marked = v->marks && v->marks->n;
    int rc = make_all_ready(a, marked ? v->marks->at : &letter, marked ? v->marks->n : 1, &made, &e);
    if (rc == 0) {
        letter_names_keep(a);
        if (marked)
            keep_ready(a, v->marks);
        app_reload(a);
        say_ready(a, &made);
    } else {
        app_error(a, &e);
    }
    buf_free(&made.names);
}

/* ---- checked again ---- */

static int find_doubt(struct app *a, const struct lint_names *names, int64_t letter,
                      struct letter_doubts *out, struct err *e)
{
    struct letters_again again;
    if (letters_check_again(a->store, names, screen_urgent, letter, &again, e) < 0)
        return -1;
    if (!again.open)
        return 0;
    if (dyn_room(&out->rows) < 0) {
        letters_again_free(&again);
        return err_no_memory(e);
    }
    out->rows.at[out->rows.n++] = (struct letter_doubt){ letter, again.open, again.code, again.evidence };
    return 0;
}

int letter_doubts_find(struct app *a, const int64_t *letters, size_t n, struct letter_doubts *out,
                       struct err *e)
{
    const struct lint_names *names = n ? letter_names(a, e) : NULL;
    int rc = n && !names ? -1 : 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = find_doubt(a, names, letters[i], out, e);
    return rc;
}

const struct letter_doubt *letter_doubts_of(const struct letter_doubts *d, int64_t letter)
{
    for (size_t i = 0; i < d->rows.n; i++)
        if (d->rows.at[i].letter == letter)
            return &d->rows.at[i];
    return NULL;
}

static void free_doubt(struct letter_doubt *doubt)
{
    str_free(doubt->code);
    str_free(doubt->evidence);
}

int letter_doubts_renew(struct app *a, int64_t letter, struct letter_doubts *d, struct err *e)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->rows.n; i++) {
        if (d->rows.at[i].letter == letter)
            free_doubt(&d->rows.at[i]);
        else
            d->rows.at[kept++] = d->rows.at[i];
    }
    d->rows.n = kept;
    return letter_doubts_find(a, &letter, 1, d, e);
}

void letter_doubts_free(struct letter_doubts *d)
{
    for (size_t i = 0; i < d->rows.n; i++)
        free_doubt(&d->rows.at[i]);
    free(d->rows.at);
    *d = (struct letter_doubts){ 0 };
}

void letter_doubts_say(struct app *a, const struct letter_doubts *d, struct buf *out)
{
    for (size_t i = 0; i < d->rows.n; i++) {
        char *label = present_label(a, d->rows.at[i].letter),
             *evidence = present_text(a, d->rows.at[i].evidence);
        buf_addf(out, "%s%s: %s", i ? "\n" : "", label ? label : "", evidence ? evidence : "");
        str_free(label);
        str_free(evidence);
    }
}
