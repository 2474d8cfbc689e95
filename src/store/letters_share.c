/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters_share.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/letter_words.h"
#include "satchel/store/drafts.h"
#include "satchel/store/store.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

struct others {
    const struct letter *of;
    DYN(struct rec *) all; /* the other drafts */
    struct drafts typed;   /* what was not saved, of any record */
};

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static void free_others(struct others *o)
{
    for (size_t i = 0; i < o->all.n; i++)
        rec_free(o->all.at[i]);
    free(o->all.at);
    drafts_free(&o->typed);
}

static int add_other(struct store *s, int64_t n, struct others *o, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(s, n, &r, e) < 0)
        return -1;
    const struct letter *l = (const struct letter *)r;
    bool fits = n != o->of->rec.n && l->state == LETTER_DRAFT && l->appeal.n == o->of->appeal.n;
    if (fits && dyn_room(&o->all) < 0) {
        rec_free(r);
        return err_no_memory(e);
    }
    if (fits)
        o->all.at[o->all.n++] = r;
    else
        rec_free(r);
    return 0;
}

static int read_others(struct store *s, struct others *o, struct err *e)
{
    const int64_t appeal = o->of->appeal.n;
    struct store_rows rows = { 0 };
    int rc = store_children(s, appeal ? appeal : o->of->kase.n, KIND_LETTER, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_other(s, rows.at[i], o, e);
    store_rows_free(&rows);
    return rc;
}

static bool is_typed(const struct others *o, int64_t n)
{
    for (size_t i = 0; i < o->typed.n; i++)
        if (o->typed.at[i].of == n)
            return true;
    return false;
}

/* It has the text of a further draft. */
static bool is_shared(const struct others *o, const struct letter *l)
{
    for (size_t i = 0; i < o->all.n; i++)
        if (o->all.at[i] != &l->rec && same(((const struct letter *)o->all.at[i])->body, l->body))
            return true;
    return false;
}

static int find_own(struct store *s, const struct others *o, const struct letter *l, bool *own, struct err *e)
{
    char *fresh = NULL;
    *own = is_typed(o, l->rec.n) || (l->lang && o->of->lang && !letter_same_language(l->lang, o->of->lang));
    if (*own || text_is_blank(l->body ? l->body : "") || is_shared(o, l))
        return 0;
    if (letters_fresh_body(s, l, &fresh, e) < 0)
        return -1;
    *own = !fresh || !same(fresh, l->body);
    str_free(fresh);
    return 0;
}

static int add_row(struct store_rows *rows, int64_t n, struct err *e)
{
    if (dyn_room(rows) < 0)
        return err_no_memory(e);
    rows->at[rows->n++] = n;
    return 0;
}

int letters_share_find(struct store *s, const struct letter *l, struct letters_share *out, struct err *e)
{
    struct others o = { .of = l };
    *out = (struct letters_share){ 0 };
    int rc = read_others(s, &o, e) < 0 ? -1 : draft_list(s, &o.typed, e);
    for (size_t i = 0; rc == 0 && i < o.all.n; i++) {
        const struct letter *other = (const struct letter *)o.all.at[i];
        bool own;
        rc = find_own(s, &o, other, &own, e);
        if (rc == 0 && own)
            rc = add_row(&out->owners, other->rec.n, e);
        else if (rc == 0 && !same(other->body, l->body))
            rc = add_row(&out->takers, other->rec.n, e);
    }
    free_others(&o);
    return rc;
}

void letters_share_free(struct letters_share *share)
{
    store_rows_free(&share->takers);
    store_rows_free(&share->owners);
}

int letters_share_others(struct store *s, const struct letter *l, size_t *n, struct err *e)
{
    struct others o = { .of = l };
    int rc = read_others(s, &o, e);
    *n = o.all.n;
    free_others(&o);
    return rc;
}

static int give(struct store *s, int64_t n, const char *text, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(s, n, &r, e) < 0)
        return -1;
    int rc = str_set(&((struct letter *)r)->body, text) < 0 ? err_no_memory(e) : store_update(s, r, NULL, e);
    rec_free(r);
    return rc;
}

int letters_share(struct store *s, const struct letter *l, const struct store_rows *takers, struct err *e)
{
    if (store_step_begin(s, _("Text for other drafts"), e) < 0)
        return -1;
    for (size_t i = 0; i < takers->n; i++) {
        if (give(s, takers->at[i], l->body, e) < 0) {
            store_step_cancel(s);
            return -1;
        }
    }
    return store_step_end(s, l->rec.n, e);
}
