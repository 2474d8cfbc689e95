/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters_rules.h"

#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/casework/letter_text.h"
#include "satchel/model/field.h"

/* Whether anything differs but what the check found. */
static bool text_differs(const struct letter *a, const struct letter *b)
{
    for (size_t i = 0; i < LETTER_KIND.n_fields; i++) {
        const struct field *f = &LETTER_KIND.fields[i];
        if (strcmp(f->key, "findings") != 0 && !field_equal(a, b, f))
            return true;
    }
    return false;
}

int letters_before_write(const struct letter *old, struct letter *r, struct err *e)
{
    char day[DAY_TEXT_BYTES] = "";
    if (old->sent_at.set)
        day_format(old->sent_at.v, day);
    if (old->state == LETTER_SENT)
        return err_set(
            e, ERR_INPUT,
            _("This letter was sent%s%s and stays as it was. Nothing was changed. Make a copy of it "
              "to write again."),
            *day ? " " : "", day);
    if (old->state == LETTER_READY && r->state == LETTER_READY && text_differs(old, r)) {
        r->state = LETTER_DRAFT;
        r->ready_at = (struct opt_day){ 0 };
    }
    return 0;
}

int letters_check_template(const struct rec *r, struct err *e)
{
    const char *text = r->kind == KIND_TEMPLATE ? ((const struct template *)r)->text : NULL;
    return text ? letter_fill_check(text, e) : 0;
}
