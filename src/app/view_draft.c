/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/view_draft.h"

#include <string.h>

#include "satchel/app/app.h"
#include "satchel/base/err.h"
#include "satchel/store/drafts.h"

static bool is_of(const struct draft *d, const struct view *v)
{
    size_t n = strlen(v->class->name);
    return strncmp(d->view, v->class->name, n) == 0 && d->view[n] == ' ' &&
           strcmp(d->view + n + 1, v->arg) == 0;
}

int64_t view_draft_find(struct app *a, const struct view *v, char **fields)
{
    struct drafts all = { 0 };
    int64_t n = 0;
    if (draft_list(a->store, &all, NULL) == 0) {
        for (size_t i = 0; i < all.n && !n; i++) {
            if (!is_of(&all.at[i], v))
                continue;
            n = all.at[i].n;
            str_set(fields, all.at[i].fields);
        }
    }
    drafts_free(&all);
    return n;
}

int view_draft_save(struct app *a, const struct view *v, int64_t of, const struct buf *fields, int64_t *n,
                    struct err *e)
{
    struct buf name = { 0 };
    buf_addf(&name, "%s %s", v->class->name, v->arg);
    struct draft d = { .n = *n, .view = name.data, .of = of, .fields = fields->data };
    int rc = name.failed            ? err_no_memory(e)
             : a->sealed.collecting ? sealed_add(&a->sealed, &d, e)
                                    : draft_save(a->store, &d, e);
    *n = d.n;
    buf_free(&name);
    return rc;
}
