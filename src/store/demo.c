/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/demo.h"

#include "satchel/store/recipe.h"
#include "satchel/store/undo.h"

extern const char data_demo[];

int demo_fill(struct store *s, int32_t today, struct err *e)
{
    int rc = store_bulk_begin(s, e);
    if (rc == 0 && (rc = recipe_store(s, data_demo, today, NULL, e)) == 0)
        rc = store_step_end(s, 0, e);
    else if (rc != 0)
        store_step_cancel(s);
    return rc;
}
