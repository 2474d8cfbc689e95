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
#include "satchel/store/letters_read.h"

const char *letters_language_tag(const struct appeal_lang *l, char tag[static LETTERS_TAG_BYTES])
{
    if (l->tag && *l->tag)
        return l->tag;
    return l->printed && iso_code_of(ISO_LANGUAGE, l->printed, tag) ? tag : NULL;
}

/* ---- the model letter ---- */

static const char *read_language(const char *text)
{
    struct ua_doc d;
    const char *read = NULL;
    if (*text && ua_read(&d, text, strlen(text), NULL, NULL) == 0) {
        read = ua_language_of(&d, (struct ua_slice){ 0, d.text.len });
        ua_doc_free(&d);
    }
    return read;
}

/* ---- the requests ---- */

/* A language that the appeal prefers, and has requests in; else that of most. NULL: not clear. */
static const char *choose(const struct appeal *a, const struct letter_asks *asks)
{
    char tag[LETTERS_TAG_BYTES];
    for (size_t i = 0; i < a->languages.n; i++) {
        const char *prefer = letters_language_tag(&a->languages.at[i], tag);
        if (prefer && letter_asks_has(asks, prefer))
            return letter_asks_language(asks, prefer);
    }
    return letter_asks_language(asks, NULL);
}

int letters_asks_read(const struct appeal *a, const char *lang, struct letters_asks *out, struct err *e)
{
    *out = (struct letters_asks){ 0 };
    if (letter_asks_read(a, &out->all, e) < 0) {
        letters_asks_free(out);
        return -1;
    }
    out->lang = lang && letter_asks_has(&out->all, lang) ? letter_asks_language(&out->all, lang)
                                                         : choose(a, &out->all);
    return 0;
}

void letters_asks_free(struct letters_asks *asks)
{
    letter_asks_free(&asks->all);
    *asks = (struct letters_asks){ 0 };
}

/* All of them together say more than each by itself, unless they are in several languages. */
static const char *asks_language(const struct appeal *a)
{
    struct letters_asks asks;
    struct buf text = { 0 };
    const char *read = NULL;
    if (letters_asks_read(a, NULL, &asks, NULL) == 0 && asks.all.n > 1)
        read = asks.lang;
    letters_asks_free(&asks);
    for (size_t i = 0; i < a->asks.n; i++)
        buf_addf(&text, "%s\n", a->asks.at[i].text);
    read = read ? read : read_language(buf_text(&text));
    buf_free(&text);
    return read;
}

const char *letters_model_language(const struct appeal *a)
{
    if (a->letter_lang && *a->letter_lang)
        return a->letter_lang;
    const char *read = a->letter_body ? read_language(a->letter_body) : asks_language(a);
    return read ? read : LETTERS_USUAL_LANGUAGE;
}
