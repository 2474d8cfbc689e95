/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter that was marked ready is no promise for good: the person may be free by now, the minister another
 * one, the deadline over. So it is checked once more wherever it is about to leave. */
#include "satchel/store/letters.h"

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/store/lint_context.h"
#include "satchel/store/store.h"

static int keep_first(const struct letter *l, struct letters_again *out, struct err *e)
{
    out->open = letters_open(l);
    for (size_t i = 0; i < l->findings.n; i++) {
        const struct finding *f = &l->findings.at[i];
        if (!letters_is_open(f))
            continue;
        return str_set(&out->code, f->code) < 0 || str_set(&out->evidence, f->evidence) < 0 ? err_no_memory(e)
                                                                                            : 0;
    }
    return 0;
}

int letters_check_again(struct store *s, const struct lint_names *names, bool (*stop)(void), int64_t letter,
                        struct letters_again *out, struct err *e)
{
    struct rec *r = NULL;
    *out = (struct letters_again){ 0 };
    if (store_get(s, letter, &r, e) < 0)
        return -1;
    struct letter *l = (struct letter *)r;
    int rc = 0;
    if (r->kind == KIND_LETTER && l->state == LETTER_READY) {
        rc = lint_context_check_unless(s, names, stop, l, NULL, e);
        rc = rc == 0 ? keep_first(l, out, e) : rc;
    }
    if (rc < 0)
        letters_again_free(out);
    rec_free(r);
    return rc;
}

void letters_again_free(struct letters_again *a)
{
    str_free(a->code);
    str_free(a->evidence);
    *a = (struct letters_again){ 0 };
}
