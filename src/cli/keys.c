/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/keys.h"

#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"

int keys_run(struct cli *c, struct err *e)
{
    return c->hooks->key_card(&c->out, e) == 0 ? stream_text(c, "keys", e) : -1;
}
