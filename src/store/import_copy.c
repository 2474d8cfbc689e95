/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another copy of an appeal that is stored completes it. Its text is kept as a source only when something of
 * it was stored; the appeal's `found` lines then name it: with a field, where that field was taken from, and
 * with "source" in any case. */
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/importing.h"
#include "satchel/store/write.h"

static const struct field *appeal_field(const char *key)
{
    return kind_field(&APPEAL_KIND, key);
}

/* ---- the appeal's own values --------------------------------------------------------------------------- */

/* What was not found in the first copy is found now. */
static void settle_warning(struct appeal *a, const char *read)
{
    for (size_t i = 0; i < a->warnings.n; i++)
        if (a->warnings.at[i].text && strcmp(a->warnings.at[i].code, "not-found") == 0 &&
            strcmp(a->warnings.at[i].text, read) == 0)
            a->warnings.at[i].state = WARNING_DONE;
}

static int take_values(struct importing *im, struct err *e)
{
    struct appeal *a = im->appeal;
    for (size_t i = 0; i < IMPORT_APPEAL_N; i++) {
        const struct import_field *f = &IMPORT_APPEAL[i];
        const struct import_change *c = import_change_of(im->plan, a->rec.n, f->key);
        if (!c || !c->take)
            continue;
        if (import_set(f, &a->rec, c->new, e) < 0)
            return -1;
        settle_warning(a, f->read);
        if (f->at == offsetof(struct appeal, issued))
            a->issued_inferred = a->issued.set && im->p->issue_date_inferred;
    }
    return 0;
}

static void remove_item(struct appeal *a, const struct field *list, size_t text_at, const char *text)
{
    for (size_t i = 0; i < field_count(a, list); i++) {
        const char *item = *(char *const *)(const void *)((const char *)field_at(a, list, i) + text_at);
        if (item && strcmp(item, text) == 0) {
            field_remove(a, list, i);
            return;
        }
    }
}

/* What is only in the text comes in, what is only stored goes out, each where the plan says so. */
static int take_list(struct importing *im, const char *key, const char *read, size_t text_at, struct err *e)
{
    const struct field *list = appeal_field(key);
    for (size_t i = 0; i < im->plan->changes.n; i++) {
        const struct import_change *c = &im->plan->changes.at[i];
        if (!c->take || !c->key || strcmp(c->key, key) != 0)
            continue;
        if (*c->old) {
            remove_item(im->appeal, list, text_at, c->old);
            continue;
        }
        char *item = field_add(im->appeal, list, e);
        if (!item)
            return -1;
        if (str_set((char **)(void *)(item + text_at), c->new) < 0)
            return err_no_memory(e);
        if (strcmp(key, "languages") == 0 && import_tag((struct appeal_lang *)(void *)item, e) < 0)
            return -1;
        settle_warning(im->appeal, read);
    }
    return 0;
}

/* ---- where it comes from ------------------------------------------------------------------------------- */

static int add_found(struct importing *im, const char *field, struct parsed_span at, struct err *e)
{
    struct found *f = field_add(im->appeal, appeal_field("found"), e);
    if (!f)
        return -1;
    bool printed = at.to > at.from;
    f->of.n = im->out->source;
    f->how = printed ? FOUND_PRINTED : FOUND_INFERRED;
    f->from_off = (struct opt_int){ printed, printed ? at.from : 0 };
    f->to_off = (struct opt_int){ printed, printed ? at.to : 0 };
    return str_set(&f->field, field) < 0 ? err_no_memory(e) : 0;
}

/* A value that was replaced no longer stands where it was read. */
static void forget_place(struct appeal *a, const char *key)
{
    for (size_t i = a->found.n; i-- > 0;)
        if (!a->found.at[i].of.n && a->found.at[i].field && strcmp(a->found.at[i].field, key) == 0)
            field_remove(a, appeal_field("found"), i);
}

static int note_places(struct importing *im, struct err *e)
{
    if (add_found(im, "source", (struct parsed_span){ 0 }, e) < 0)
        return -1;
    for (size_t i = 0; i < IMPORT_APPEAL_N; i++) {
        const struct import_field *f = &IMPORT_APPEAL[i];
        const struct import_change *c = import_change_of(im->plan, im->appeal->rec.n, f->key);
        if (!c || !c->take)
            continue;
        forget_place(im->appeal, f->key);
        if (add_found(im, f->key, import_place(f, im->p), e) < 0)
            return -1;
    }
    return 0;
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

int import_complete(struct importing *im, struct err *e)
{
    struct rec *r;
    if (store_get(im->s, im->plan->copy, &r, e) < 0)
        return -1;
    im->appeal = (struct appeal *)r;
    im->out->appeal = r->n;
    if (take_values(im, e) < 0 || take_list(im, "asks", "letter_asks", offsetof(struct ask, text), e) < 0 ||
        take_list(im, "languages", "preferred_languages", offsetof(struct appeal_lang, printed), e) < 0)
        return -1;
    if (importing_update(im, r, e) < 0 || import_people(im, e) < 0 || import_officials(im, e) < 0)
        return -1;
    if (!im->out->changed || im->plan->same)
        return 0;
    if (importing_source(im, e) < 0 || note_places(im, e) < 0)
        return -1;
    return store_update(im->s, r, NULL, e);
}
