/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and offices tell nobody's sex in many languages, so only what is recorded and what is said to one sex
 * alone counts here; two that differ ("Sir or Madam") tell nothing. */
#include "satchel/casework/address_sex.h"

#include <string.h>

#include "satchel/casework/lint_talk.h"

static char sex_of_text(const struct lint_words *w, const char *lang, const char *text)
{
    struct lint_text t;
    char sex = 0;
    bool both = false;
    lint_text_make(&t, text);
    for (size_t i = 0; i < t.tokens.n; i++) {
        const char *value = lint_word_in(w, &t, i, LINT_W_HONORIFIC);
        if (!value && i == 0 && lang && !strncmp(lang, "fr", 2) && lint_key_is(&t, i, "m"))
            value = "m";
        both |= value && sex && sex != *value;
        sex = value ? *value : sex;
    }
    lint_text_free(&t);
    return both ? 0 : sex;
}

char address_sex(const struct lint_words *w, const char *lang, const char *gender, const char *const *texts,
                 size_t n)
{
    char sex = lint_sex(w, gender, NULL);
    for (size_t i = 0; !sex && i < n; i++)
        sex = texts[i] ? sex_of_text(w, lang, texts[i]) : 0;
    return sex;
}
