/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_read.h"

#include <stdlib.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/casework/ua_clean.h"
#include "satchel/casework/ua_join.h"

static int fold(struct ua_doc *d, struct err *e)
{
    size_t n = d->text.len, cap = 0;
    if (!(d->to_folded = calloc(n + 1, sizeof *d->to_folded)))
        return err_no_memory(e);
    for (size_t i = 0; i < n && !stop_now(d->stop);) {
        uint32_t cp, out[4] = { 0 };
        size_t len = text_decode(d->text.data + i, n - i, &cp), k = 1, at = d->folded.len;
        if (cp == '\t')
            out[0] = ' ';
        else if (cp < 0x80)
            out[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
        else
            k = text_fold_cp(cp, out);
        for (size_t j = 0; j < k; j++)
            buf_add_cp(&d->folded, out[j]);
        if (d->folded.failed || dyn_reserve(&d->to_text, &cap, d->folded.len + 1, sizeof *d->to_text) < 0)
            return err_no_memory(e);
        for (size_t j = 0; j < len; j++)
            d->to_folded[i + j] = (uint32_t)at;
        for (size_t j = at; j < d->folded.len; j++)
            d->to_text[j] = (uint32_t)i;
        i += len;
    }
    if (dyn_reserve(&d->to_text, &cap, d->folded.len + 1, sizeof *d->to_text) < 0)
        return err_no_memory(e);
    d->to_folded[n] = (uint32_t)d->folded.len;
    d->to_text[d->folded.len] = (uint32_t)n;
    return 0;
}

int ua_read(struct ua_doc *d, const char *text, size_t n, struct stop *stop, struct err *e)
{
    *d = (struct ua_doc){ .stop = stop };
    if (n > UA_READ_BYTES) {
        d->cut = true;
        n = UA_READ_BYTES;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
    }
    if (ua_clean(d, text, n, e) < 0 || fold(d, e) < 0) {
        ua_doc_free(d);
        return -1;
    }
    if (!stop_now(stop))
        ua_join_lines(d);
    return 0;
}

void ua_doc_free(struct ua_doc *d)
{
    buf_free(&d->text);
    buf_free(&d->folded);
    free(d->to_source);
    free(d->to_folded);
    free(d->to_text);
    free(d->lines.at);
    *d = (struct ua_doc){ 0 };
}
