/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/app.h"
#include "satchel/base/err.h"

static void card_row(void *arg, const char *keys, const char *name, const char *text)
{
    struct buf *out = arg;
    if (!keys)
        buf_addf(out, "%s%s\n", out->len ? "\n" : "", text);
    else
        buf_addf(out, "  %-22s %-20s %s\n", keys, name, text);
}

int app_key_card(struct buf *out, struct err *e)
{
    struct keymap m;
    size_t n = 0;
    while (app_tables[n])
        n++;
    if (keymap_init(&m, app_tables, n, e) < 0)
        return -1;
    command_card(&m, card_row, out);
    keymap_free(&m);
    return out->failed ? err_no_memory(e) : 0;
}
