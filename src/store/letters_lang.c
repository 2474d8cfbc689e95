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

const char *letters_model_language(const struct appeal *a)
{
    struct ua_doc d;
    if (a->letter_lang && *a->letter_lang)
        return a->letter_lang;
    const size_t n = a->letter_body ? strlen(a->letter_body) : 0;
    if (!n || ua_read(&d, a->letter_body, n, NULL, NULL) < 0)
        return LETTERS_USUAL_LANGUAGE;
    const char *read = ua_language_of(&d, (struct ua_slice){ 0, d.text.len });
    ua_doc_free(&d);
    return read ? read : LETTERS_USUAL_LANGUAGE;
}
