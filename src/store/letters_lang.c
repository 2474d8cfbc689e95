/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Languages as tags, also where a record has none: appeals stored by hand, or by versions that kept only what
 * was printed. Nothing is stored here: what is read off a text can be read off it again. */
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/iso_names.h"
#include "satchel/casework/ua_letter.h"
#include "satchel/casework/ua_read.h"
#include "satchel/model/kase.h"
#include "satchel/store/letters.h"

const char *letters_language_tag(const struct appeal_lang *l, char tag[static LETTERS_TAG_BYTES])
{
    if (l->tag && *l->tag)
        return l->tag;
    return l->printed && iso_code_of(ISO_LANGUAGE, l->printed, tag) ? tag : NULL;
}

/* What the drafts are made of: the model letter, or without one what the appeal asks for. */
static void add_draft_text(const struct appeal *a, struct buf *out)
{
    if (a->letter_body)
        buf_add(out, a->letter_body, strlen(a->letter_body));
    for (size_t i = 0; !a->letter_body && i < a->asks.n; i++)
        buf_addf(out, "%s\n", a->asks.at[i].text);
}

const char *letters_model_language(const struct appeal *a)
{
    struct ua_doc d;
    struct buf text = { 0 };
    const char *read = NULL;
    if (a->letter_lang && *a->letter_lang)
        return a->letter_lang;
    add_draft_text(a, &text);
    if (text.len && !text.failed && ua_read(&d, buf_text(&text), text.len, NULL, NULL) == 0) {
        read = ua_language_of(&d, (struct ua_slice){ 0, d.text.len });
        ua_doc_free(&d);
    }
    buf_free(&text);
    return read ? read : LETTERS_USUAL_LANGUAGE;
}
