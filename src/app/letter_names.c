/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/letter_names.h"

#include "satchel/app/app.h"
#include "satchel/store/lint_context.h"

const struct lint_names *letter_names(struct app *a, struct err *e)
{
    struct letter_names *n = &a->letter_names;
    int64_t stamp;
    if (lint_context_stamp(a->store, &stamp, e) < 0)
        return NULL;
    if (n->names && n->stamp == stamp)
        return n->names;
    letter_names_free(a);
    if (lint_context_names(a->store, &n->names, e) < 0)
        return NULL;
    n->stamp = stamp;
    return n->names;
}

void letter_names_keep(struct app *a)
{
    int64_t stamp;
    if (lint_context_stamp(a->store, &stamp, NULL) == 0)
        a->letter_names.stamp = stamp;
}

void letter_names_free(struct app *a)
{
    lint_names_free(a->letter_names.names);
    a->letter_names = (struct letter_names){ 0 };
}
