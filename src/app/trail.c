/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the user is, kept in the vault, so that it opens again with the same screens. */
#include "satchel/app/trail.h"

#include <string.h>

#include "satchel/app/app.h"
#include "satchel/store/settings.h"

/* One line a view: name, tab, arg. */
static void add_places(const struct app *a, bool edited_only, struct buf *out)
{
    for (size_t i = 1; i < a->n_views; i++)
        if (!edited_only || a->views[i]->class->keep)
            buf_addf(out, "%s\t%s\n", a->views[i]->class->name, a->views[i]->arg);
}

void trail_note(struct app *a)
{
    struct buf b = { 0 };
    add_places(a, true, &b);
    str_set(&a->edited, buf_text(&b));
    buf_free(&b);
}

bool trail_moved(const struct app *a)
{
    struct buf b = { 0 };
    if (a->store)
        add_places(a, true, &b);
    bool moved = a->store && strcmp(buf_text(&b), a->edited ? a->edited : "") != 0;
    buf_free(&b);
    return moved;
}

void trail_list(struct app *a, struct buf *out)
{
    for (size_t i = 1; i < a->n_views; i++)
        if (a->views[i]->class->place)
            a->views[i]->class->place(a, a->views[i]);
    add_places(a, false, out);
}

void trail_store(struct app *a, const struct buf *places)
{
    if (!places->failed && !a->read_only && !a->settled)
        store_setting_set(a->store, SEALED_PLACES, buf_text(places), NULL);
}

void trail_keep(struct app *a)
{
    struct buf b = { 0 };
    trail_list(a, &b);
    trail_store(a, &b);
    trail_note(a);
    buf_free(&b);
}
