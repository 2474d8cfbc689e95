/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/view_draft.h"

#include <string.h>

#include "satchel/app/app.h"
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
