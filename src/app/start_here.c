/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/start_here.h"

#include "satchel/app/app.h"
#include "satchel/base/i18n.h"

#define KEY_COLUMN 4

void start_here(struct app *a, struct buf *out, const char *sentence, const char *const *names)
{
    buf_addf(out, "%s\n\n", sentence);
    for (; *names; names++) {
        const struct command *c = command_by_name(&a->keymap, *names);
        size_t before = out->len;
        if (!c)
            continue;
        keymap_keys(&a->keymap, c, 1, out);
        do
            buf_addc(out, ' ');
        while (out->len - before < KEY_COLUMN);
        buf_addf(out, "%s\n", _(c->help));
    }
}
