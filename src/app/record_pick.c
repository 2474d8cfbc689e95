/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/record_pick.h"

#include <string.h>

#include "satchel/app/present.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"
#include "satchel/store/sorted.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

/* ---- references to what does not exist yet: the value is "+" and its name ---- */

static const struct {
    enum rec_kind kind;
    const char *key;  /* of the field that is enough to make one; NULL: there is none */
    const char *none; /* N_(): what the picker says when there is nothing to choose from */
} MAKERS[] = {
    { KIND_PERSON, "names", N_("Nobody is entered yet. Type a name to add somebody.") },
    { KIND_OFFICE, "title", N_("No office is entered yet. Type its name to add one.") },
    { KIND_SOURCE, "title", N_("No source is entered yet. Type its title to add one.") },
    { KIND_PLACE, "names", N_("No place is entered yet. Type its name to add one.") },
    { KIND_CASE, "title", N_("No case is entered yet. Type its title to add one.") },
    { KIND_SENDER, "name", N_("No sender is entered yet. Type a name to add one.") },
    { KIND_TEMPLATE, "kind", N_("No template is entered yet. Type what it is for to add one.") },
    { KIND_ANY, NULL, N_("Nothing fits. Type some letters of what it is called.") },
    { KIND_HOLDER, NULL, N_("No holder fits. Holders are added on the screen Offices, below an office.") },
    { KIND_APPEAL, NULL, N_("No appeal fits. Appeals are added in the tab Letters of their case.") },
    { KIND_TARGET, NULL, N_("Nobody fits. Whom to write to is added in the tab Letters of the case.") },
    { KIND_LETTER, NULL, N_("No letter fits.") },
    { KIND_FILE, NULL, N_("No file fits. Files are added on the command line: satchel add file") },
    { KIND_CITATION, NULL,
      N_("No citation fits. Citations are added on the command line: satchel add citation") },
    { KIND_CONTACT, NULL, N_("No contact fits. Contacts are added on the screen People, below a person.") },
    { KIND_INSTRUCTION, NULL, N_("None fits. Instructions are added on the screen People, below a person.") },
};
#define N_MAKERS (sizeof MAKERS / sizeof *MAKERS)

static size_t maker_of(enum rec_kind kind)
{
    size_t i = 0;
    while (i < N_MAKERS && MAKERS[i].kind != kind)
        i++;
    return i;
}

const char *record_pick_none(const struct field *f)
{
    size_t i = f->type == FIELD_REF ? maker_of(f->target) : N_MAKERS;
    return i < N_MAKERS ? MAKERS[i].none : NULL;
}

/* The field that makes a record of that kind from a name; NULL: a name is not enough. */
static const struct field *making_field(enum rec_kind kind)
{
    size_t i = maker_of(kind);
    return i < N_MAKERS && MAKERS[i].key ? kind_field(kind_of(kind), MAKERS[i].key) : NULL;
}

static int set_name(struct rec *r, const struct field *f, const char *name, struct err *e)
{
    if (f->type != FIELD_LIST)
        return field_set(r, f, name, e);
    void *element = field_add(r, f, e);
    return element ? field_set(element, &f->part->fields[0], name, e) : -1;
}

/* A new record of that name, with an id to refer to it by; in f->made. NULL: *e. */
const struct rec *record_make(struct record_form *f, enum rec_kind kind, const char *name, struct err *e)
{
    const struct field *naming = making_field(kind), *kase = kind_field(kind_of(kind), "case");
    struct rec *r = naming ? rec_new(kind, e) : NULL;
    if (!r || set_name(r, naming, name, e) < 0 || dyn_room(&f->made) < 0) {
        rec_free(r);
        if (e && e->code == ERR_NONE)
            err_no_memory(e);
        return NULL;
    }
    store_new_id(r->id);
    if (kase)
        *(struct rec_ref *)(void *)((char *)r + kase->offset) = f->kase;
    return f->made.at[f->made.n++] = r;
}

bool record_may_make(enum rec_kind kind)
{
    return making_field(kind) != NULL;
}

int record_make_named(void *arg, const struct field *f, const char *name, char id[static REC_ID_TEXT],
                      struct err *e)
{
    const struct rec *r = record_make(arg, f->target, name, e);
    if (r)
        rec_id_format(r->id, id);
    return r ? 0 : -1;
}

void record_drop_made(struct record_form *f)
{
    for (size_t i = 0; i < f->made.n; i++)
        rec_free(f->made.at[i]);
    f->made.n = 0;
}

/* ---- picking a reference ---- */

char *record_pick_label(const struct record_form *f, int64_t n, struct err *e)
{
    return f->app ? present_label_full(f->app, n) : store_label(f->store, n, e);
}

static int add_pick(struct record_form *f, int64_t n, struct err *e)
{
    struct rec_ref ref;
    char id[REC_ID_TEXT], *label = record_pick_label(f, n, e);
    if (!label || store_ref(f->store, n, &ref, e) < 0) {
        str_free(label);
        return -1;
    }
    rec_id_format(ref.id, id);
    int rc = strs_add(&f->picks.values, id) < 0 || strs_add(&f->picks.labels, label) < 0;
    str_free(label);
    return rc ? err_no_memory(e) : 0;
}

void record_drop_picks(struct record_form *f)
{
    str_free(f->picks.key);
    str_free(f->picks.words);
    strs_free(&f->picks.values);
    strs_free(&f->picks.labels);
    memset(&f->picks, 0, sizeof f->picks);
}

#define PICKS_MAX 199 /* and one row for a new one */

static bool has_row(const struct store_rows *rows, int64_t n)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i] == n)
            return true;
    return false;
}

static int add_row(struct store_rows *rows, int64_t n, struct err *e)
{
    if (dyn_room(rows) < 0)
        return err_no_memory(e);
    rows->at[rows->n++] = n;
    return 0;
}

static int search_rows_of(struct store *s, enum rec_kind kind, const char *words, struct store_rows *out,
                          struct err *e)
{
    struct search found = { 0 };
    int rc = search_run(s, words, kind, &found, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n; i++)
        rc = add_row(out, found.hits.at[i].n, e);
    search_free(&found);
    return rc;
}

/* All of a kind, or those that the words fit: people and offices by name. */
static int rows_that_fit(struct store *s, enum rec_kind kind, const char *words, struct store_rows *out,
                         struct err *e)
{
    if (kind == KIND_PERSON || kind == KIND_OFFICE)
        return store_sorted(s, kind == KIND_PERSON ? SORTED_PEOPLE : SORTED_OFFICES, words, out, e);
    if (!text_is_blank(words))
        return search_rows_of(s, kind, words, out, e);
    struct store_query all = { .kind = kind, .limit = PICKS_MAX };
    return kind == KIND_ANY ? 0 : store_list(s, &all, out, e);
}

/* Those of the case; for people those who have a part in it. */
static int rows_of_case(struct record_form *f, enum rec_kind kind, struct store_rows *out, struct err *e)
{
    struct store_rows members = { 0 };
    if (!f->kase.n || kind == KIND_ANY)
        return 0;
    if (kind != KIND_PERSON)
        return store_children(f->store, f->kase.n, kind, out, e);
    int rc = store_children(f->store, f->kase.n, KIND_MEMBER, &members, e);
    for (size_t i = 0; rc == 0 && i < members.n; i++) {
        struct rec *r = NULL;
        rc = store_get(f->store, members.at[i], &r, e);
        if (rc == 0 && !has_row(out, ((const struct member *)r)->person.n))
            rc = add_row(out, ((const struct member *)r)->person.n, e);
        rec_free(r);
    }
    store_rows_free(&members);
    return rc;
}

/* What is of the case comes first. */
static int make_picks(struct record_form *f, enum rec_kind kind, const char *words, struct err *e)
{
    struct store_rows fit = { 0 }, near = { 0 };
    int rc =
        rows_that_fit(f->store, kind, words, &fit, e) < 0 || rows_of_case(f, kind, &near, e) < 0 ? -1 : 0;
    for (size_t i = 0; rc == 0 && i < near.n; i++)
        if (text_is_blank(words) || has_row(&fit, near.at[i]))
            rc = add_pick(f, near.at[i], e);
    for (size_t i = 0; rc == 0 && i < fit.n && f->picks.labels.n < PICKS_MAX; i++)
        if (!has_row(&near, fit.at[i]))
            rc = add_pick(f, fit.at[i], e);
    store_rows_free(&fit);
    store_rows_free(&near);
    return rc;
}

static int load_picks(struct record_form *f, const struct field *field, const char *words, struct err *e)
{
    if (f->picks.key && f->picks.words && !strcmp(f->picks.key, field->key) && !strcmp(f->picks.words, words))
        return 0;
    record_drop_picks(f);
    if (str_set(&f->picks.key, field->key) < 0 || str_set(&f->picks.words, words) < 0)
        return err_no_memory(e);
    return make_picks(f, field->target, words, e);
}

/* What is there, then what was typed as a new one. */
bool record_pick(void *arg, const struct form_field *ff, const char *words, size_t index, struct buf *value,
                 struct buf *label)
{
    struct record_form *f = arg;
    const struct field *field = kind_field(kind_of(f->rec->kind), ff->name);
    size_t len, all = load_picks(f, field, words, NULL) == 0 ? f->picks.labels.n : 0;
    if (index < all) {
        buf_adds(value, f->picks.values.at[index]);
        buf_adds(label, f->picks.labels.at[index]);
        return true;
    }
    const char *name = text_trim(words, strlen(words), &len);
    if (index > all || !len || !making_field(field->target))
        return false;
    buf_addf(value, "+%.*s", (int)len, name);
    buf_addf(label, _("New: %.*s"), (int)len, name);
    return true;
}
