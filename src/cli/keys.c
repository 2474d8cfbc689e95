/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/keys.h"

#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"

int keys_run(struct cli *c, struct err *e)
{
    if (!c->json)
        return c->hooks->key_card(&c->out, e);
    struct buf card = { 0 };
    int rc = c->hooks->key_card(&card, e);
    if (rc == 0)
        rc = stream_json(c, json_pack("{s:s}", "keys", buf_text(&card)), e);
    buf_free(&card);
    return rc;
}
