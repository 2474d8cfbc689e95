/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters_copies.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/casework/letter_words.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

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

/* In copy, which is not stored. */
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

/* stored: not only counted. */
static int all_follow(struct store *s, const struct letter *old, const struct letter *now, bool stored,
                      size_t *n, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = has_changed(old, now) ? letters_beside(s, now, &rows, e) : 0;
    *n = 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL;
        bool changed = false;
        rc = store_get(s, rows.at[i], &r, e);
        rc = rc == 0 ? follow(old, now, (struct letter *)r, &changed, e) : rc;
        rc = rc == 0 && changed && stored ? store_update(s, r, NULL, e) : rc;
        *n += changed;
        rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

int letters_copies_follow(struct store *s, const struct letter *old, const struct letter *now, struct err *e)
{
    size_t n;
    return all_follow(s, old, now, true, &n, e);
}

int letters_copies_to_follow(struct store *s, const struct letter *old, const struct letter *now, size_t *n,
                             struct err *e)
{
    return all_follow(s, old, now, false, n, e);
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
