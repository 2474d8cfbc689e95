/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/start_here.h"

#include <string.h>

#include "satchel/app/app.h"
#include "satchel/base/i18n.h"

#define KEY_COLUMN 4

/* The same command stands in several tables, under some of them without a key: the keys of the first that has
 * any. */
void start_here_key(const struct keymap *m, const char *name, struct buf *out)
{
    size_t before = out->len;
    for (size_t i = 0; i < m->n && out->len == before; i++)
        if (strcmp(m->entries[i].command->name, name) == 0)
            keymap_keys(m, m->entries[i].command, 1, out);
}

void start_here(struct app *a, struct buf *out, const char *sentence, const char *const *names)
{
    buf_addf(out, "%s\n\n", sentence);
    for (; *names; names++) {
        const struct command *c = command_by_name(&a->keymap, *names);
        size_t before = out->len;
        if (!c)
            continue;
        start_here_key(&a->keymap, *names, out);
        do
            buf_addc(out, ' ');
        while (out->len - before < KEY_COLUMN);
        buf_addf(out, "%s\n", _(c->help));
    }
}
