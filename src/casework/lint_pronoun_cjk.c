/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_pronoun_cjk.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/lint_pronoun.h"

/* The person whose name the folded characters begin with; -1: nobody. */
static int cjk_person_at(const struct lint_talk *k, const char *s, size_t n, size_t *len)
{
    int person = -1;
    *len = 0;
    for (size_t i = 0; i < k->r->known.names.n; i++) {
        const struct lint_known_name *name = &k->r->known.names.at[i];
        const struct lint_token *one = name->text.tokens.at;
        if (name->person >= 0 && name->text.tokens.n == 1 && one->script == LINT_CJK && one->key_len <= n &&
            one->key_len > *len && !memcmp(lint_key(&name->text, 0), s, one->key_len)) {
            person = name->person;
            *len = one->key_len;
        }
    }
    return person;
}

/* 他 and 她, but not with 们. */
static char cjk_pronoun(const char *s, size_t n)
{
    uint32_t cp, next = 0;
    size_t len = text_decode(s, n, &cp);
    if (len < n)
        text_decode(s + len, n - len, &next);
    bool he = cp == 0x4ED6, she = cp == 0x5979;
    return next == 0x4EEC || next == 0x5011 ? 0 : he ? 'm' : she ? 'f' : 0;
}

/* 罗某是一位律师: what the person named before is. */
static bool said_of_named(const char *s, size_t named, size_t at)
{
    return named != SIZE_MAX && named < at && memmem(s + named, at - named, "是", 3);
}

void lint_pronouns_cjk(struct lint_talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    const char *s = lint_key(k->t, i), *kin;
    uint32_t cp;
    size_t named = SIZE_MAX;
    for (size_t at = 0, n; at < one->key_len; at += n) {
        int person = cjk_person_at(k, s + at, one->key_len - at, &n);
        if (person >= 0) {
            lint_talk_mention(k, (size_t)person, i, i + 1);
            named = at + n;
            continue;
        }
        char said = cjk_pronoun(s + at, one->key_len - at);
        kin = lint_word_inside(k->r->words, s + at, one->key_len - at, LINT_W_KIN, &n);
        if (kin && !(*kin == '-' && said_of_named(s, named, at)))
            lint_talk_came(k, *kin, one->sentence);
        n = kin ? n : text_decode(s + at, one->key_len - at, &cp);
        if (said && said != k->sex && !lint_pronoun_passes(k, said, true, one->sentence)) {
            size_t from = lint_source_byte(k->t, i, at);
            lint_add(k->r, LINT_PRONOUN, k->t, from, from + n, 0, LINT_CLASH(k->sex),
                     said == 'm' ? "他" : "她");
            return;
        }
        if (said)
            lint_talk_came(k, said, one->sentence);
    }
}
