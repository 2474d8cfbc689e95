/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters_copies.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/casework/letter_words.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

static bool is_copy_of(const struct letter *copy, const struct letter *of)
{
    return copy->to.n > 1 && copy->to.at[0].part == PART_CC && of->to.n && of->to.at[0].part != PART_CC &&
           copy->to.at[1].target.n == of->to.at[0].target.n && copy->appeal.n == of->appeal.n &&
           (!copy->lang || !of->lang || letter_same_language(copy->lang, of->lang));
}

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The letters among which copy and original are. */
static int letters_beside(struct store *s, const struct letter *l, struct store_rows *out, struct err *e)
{
    return store_children(s, l->appeal.n ? l->appeal.n : l->kase.n, KIND_LETTER, out, e);
}

/* ---- they follow ---- */

/* *changed: it had the old one, and the new one is another. */
static int follow_text(const char *old, const char *now, char **copy, bool *changed, struct err *e)
{
    if (same(old, now) || !same(old, *copy))
        return 0;
    *changed = true;
    return str_set(copy, now) < 0 ? err_no_memory(e) : 0;
}

static int follow(const struct letter *old, const struct letter *now, struct letter *copy, bool *changed,
                  struct err *e)
{
    *changed = false;
    if (copy->state == LETTER_SENT || !is_copy_of(copy, now) || !old->to.n)
        return 0;
    if (follow_text(old->subject, now->subject, &copy->subject, changed, e) < 0 ||
        follow_text(old->body, now->body, &copy->body, changed, e) < 0)
        return -1;
    return follow_text(old->to.at[0].salutation, now->to.at[0].salutation, &copy->to.at[0].salutation,
                       changed, e);
}

static bool has_changed(const struct letter *old, const struct letter *now)
{
    return old->to.n && now->to.n &&
           (!same(old->subject, now->subject) || !same(old->body, now->body) ||
            !same(old->to.at[0].salutation, now->to.at[0].salutation));
}

void letters_copies_free(struct letters_copies *c)
{
    for (size_t i = 0; i < c->n; i++)
        rec_free(c->at[i]);
    free(c->at);
    *c = (struct letters_copies){ 0 };
}

static int add_if_changed(struct store *s, int64_t n, const struct letter *old, const struct letter *now,
                          struct letters_copies *out, struct err *e)
{
    struct rec *r = NULL;
    bool changed = false;
    int rc = store_get(s, n, &r, e) < 0 ? -1 : follow(old, now, (struct letter *)r, &changed, e);
    if (rc == 0 && changed && dyn_room(out) < 0)
        rc = err_no_memory(e);
    if (rc == 0 && changed)
        out->at[out->n++] = r;
    else
        rec_free(r);
    return rc;
}

int letters_copies_follow(struct store *s, const struct letter *old, const struct letter *now,
                          struct letters_copies *out, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = has_changed(old, now) ? letters_beside(s, now, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_if_changed(s, rows.at[i], old, now, out, e);
    store_rows_free(&rows);
    return rc;
}

int letters_copies_to_follow(struct store *s, const struct letter *old, const struct letter *now, size_t *n,
                             struct err *e)
{
    struct letters_copies copies = { 0 };
    int rc = letters_copies_follow(s, old, now, &copies, e);
    *n = copies.n;
    letters_copies_free(&copies);
    return rc;
}

/* ---- they differ ---- */

int letters_copy_differs(struct store *s, const struct letter *copy, bool *differs, struct err *e)
{
    struct store_rows rows = { 0 };
    size_t originals = 0, equal = 0;
    int rc = copy->to.n > 1 ? letters_beside(s, copy, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL;
        rc = store_get(s, rows.at[i], &r, e);
        const struct letter *l = (const struct letter *)r;
        if (rc == 0 && is_copy_of(copy, l)) {
            originals++;
            equal += same(copy->body, l->body);
        }
        rec_free(r);
    }
    *differs = originals && !equal;
    store_rows_free(&rows);
    return rc;
}
