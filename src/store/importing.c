/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/importing.h"

#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/model/testimony.h"
#include "satchel/store/letters.h"
#include "satchel/store/write.h"

const char *import_text(const struct parsed_text *t)
{
    return t->text ? t->text : "";
}

struct opt_day import_day(const struct parsed_text *t)
{
    struct opt_day day = { 0 };
    day.set = t->text && day_parse(t->text, &day.v) == 0;
    return day;
}

const char *import_case_title(const struct parsed *p)
{
    const char *const titles[] = {
        import_text(&p->title),
        p->group.label ? p->group.label : "",
        p->people.n ? import_text(&p->people.at[0].name) : "",
        import_text(&p->ua_number),
        p->targets.n ? import_text(&p->targets.at[0].title) : "",
        p->targets.n ? import_text(&p->targets.at[0].name) : "",
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (*titles[i])
            return titles[i];
    return _("Appeal without a title");
}

int import_tag(struct appeal_lang *l, struct err *e)
{
    char tag[LETTERS_TAG_BYTES];
    return str_set(&l->tag, letters_language_tag(l, tag)) < 0 ? err_no_memory(e) : 0;
}

/* ---- storing ---- */

int importing_add(struct importing *im, struct rec *r, int64_t *n, struct err *e)
{
    if (!r)
        return -1;
    int rc = store_add(im->s, r, e);
    im->out->changed |= rc == 0;
    if (rc == 0 && dyn_room(&im->out->made) < 0)
        rc = err_no_memory(e);
    if (rc == 0)
        im->out->made.at[im->out->made.n++] = r->n;
    if (n)
        *n = r->n;
    rec_free(r);
    return rc;
}

int importing_update(struct importing *im, struct rec *r, struct err *e)
{
    uint64_t changed;
    int rc = store_update(im->s, r, &changed, e);
    im->out->changed |= rc == 0 && changed;
    return rc;
}

int importing_found(struct importing *im, int64_t n, const char *field, struct parsed_span at, struct err *e)
{
    if (im->plan->copy)
        return 0;
    struct found *f = field_add(im->appeal, kind_field(&APPEAL_KIND, "found"), e);
    if (!f)
        return -1;
    bool printed = at.to > at.from;
    f->of.n = n;
    f->how = printed ? FOUND_PRINTED : FOUND_INFERRED;
    f->from_off = (struct opt_int){ printed, printed ? at.from : 0 };
    f->to_off = (struct opt_int){ printed, printed ? at.to : 0 };
    return str_set(&f->field, field) < 0 ? err_no_memory(e) : 0;
}

int import_set_texts(size_t n, char **const fields[], const char *const values[], struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (values[i] && *values[i] && str_set(fields[i], values[i]) < 0)
            return err_no_memory(e);
    return 0;
}

int importing_source(struct importing *im, struct err *e)
{
    struct rec *r = rec_new(KIND_SOURCE, e);
    if (!r)
        return -1;
    struct source *x = (struct source *)r;
    const struct import_origin *o = im->origin;
    x->kase.n = im->plan->copy ? im->out->kase : 0; /* else it is its appeal's */
    x->kind = (int)o->kind;
    x->received = (struct opt_day){ true, store_today(im->s) };
    char **const fields[] = { &x->text, &x->title, &x->url, &x->sha256 };
    const char *const values[] = { im->p->source, o->title ? o->title : im->p->title.text, o->url,
                                   o->sha256 };
    if (import_set_texts(4, fields, values, e) < 0) {
        rec_free(r);
        return -1;
    }
    return importing_add(im, r, &im->out->source, e);
}
