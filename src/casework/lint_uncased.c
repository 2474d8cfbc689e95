/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chinese, Japanese and Korean are searched character by character, since no space shows where a name begins;
 * Arabic and others word by word. Where a name of the case stands, no other is looked for. */
#include "satchel/casework/lint_uncased.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_near.h"

static void add_foreign(struct lint_run *r, const struct lint_text *t, size_t from, size_t to,
                        const struct lint_hit *hit)
{
    if (*hit->case_title)
        lint_add(r, LINT_FOREIGN_NAME, t, from, to, hit->kase, _("%s is of another case: %s."), hit->name,
                 hit->case_title);
    else
        lint_add(r, LINT_FOREIGN_NAME, t, from, to, hit->kase,
                 _("%s is somebody else in this vault, and not of this case."), hit->name);
}

/* ---- without spaces ---- */

#define NAME_CPS 12

/* Bytes of the longest name of the case at byte `at` of the folded run. */
static size_t own_at(const struct lint_run *r, const char *s, size_t n)
{
    size_t longest = 0;
    for (size_t k = 0; k < r->known.names.n; k++) {
        const struct lint_text *name = &r->known.names.at[k].text;
        if (name->tokens.n != 1 || name->tokens.at[0].script != LINT_CJK)
            continue;
        size_t len = name->tokens.at[0].key_len;
        if (len > longest && len <= n && !memcmp(lint_key(name, 0), s, len))
            longest = len;
    }
    return longest;
}

/* A name of another case at byte `at`: bytes, 0 when none. Two characters alone are too often other words:
 * such a name needs a word of asking before it or a courtesy behind. */
static size_t other_at(const struct lint_run *r, const char *run, size_t at, size_t n, struct lint_hit *hit)
{
    size_t found = 0, cps = 0, len, before;
    uint32_t cp;
    for (size_t k = at; k < n && cps < NAME_CPS;) {
        k += text_decode(run + k, n - k, &cp);
        struct lint_hit one;
        if (++cps < 2 || !lint_names_of_text(r->names, run + at, k - at, r->c->kase, &one) || !one.kase ||
            one.kase == r->c->kase)
            continue;
        bool sure = cps > 2 || (k < n && lint_word_inside(r->words, run + k, n - k, LINT_W_ROLE, &len));
        for (before = at; !sure && before > 0 && at - before < 15;) {
            before = text_prev_cp(run, before);
            sure = lint_word_inside(r->words, run + before, at - before, LINT_W_FREE, &len) &&
                   before + len == at;
        }
        if (sure) {
            *hit = one;
            found = k - at;
        }
    }
    return found;
}

/* Characters that stand beside a short name rather than in it. */
static bool function_word(uint32_t cp)
{
    static const uint32_t WORDS[] = {
        0x7684, 0x4E86, 0x5728, 0x662F, 0x88AB, 0x548C, 0x4E0E, 0x53CA, 0x7B49,
        0x4E5F, 0x90FD, 0x5DF2, 0x5C06, 0x4E8E, 0x5BF9, 0x4E3A, 0x4EE5, 0x5148,
        0x5973, 0x524D, 0x540E, 0x66FE, 0x4E0D, 0x6709, 0x4ECE, 0x5411, 0x6216
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (cp == WORDS[i])
            return true;
    return false;
}

/* What begins there is a word of its own behind a surname: 局长, 律师. */
static bool other_word(const struct lint_words *w, const char *s, size_t n)
{
    static const enum lint_class WORDS[] = { LINT_W_OFFICE, LINT_W_ROLE, LINT_W_TITLE, LINT_W_KIN,
                                             LINT_W_CONCEPT };
    size_t len;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (lint_word_inside(w, s, n, WORDS[i], &len))
            return true;
    return false;
}

/* Nearly a name of three characters or more: the same but for one that is not the first. Bytes, or 0. */
static size_t near_at(const struct lint_words *w, const char *s, size_t n, const char *name, size_t name_len)
{
    size_t i = 0, j = 0, cps = 0, others = 0;
    while (j < name_len && i < n) {
        uint32_t a, b;
        bool word = other_word(w, s + i, n - i);
        i += text_decode(s + i, n - i, &a);
        j += text_decode(name + j, name_len - j, &b);
        if (a != b && (!cps || word || function_word(a) || others++))
            return 0;
        cps++;
    }
    return j == name_len && cps >= 3 && others ? i : 0;
}

static size_t add_near_at(struct lint_run *r, const struct lint_text *t, size_t i, size_t at)
{
    const struct lint_token *k = &t->tokens.at[i];
    for (size_t n = 0; n < r->known.names.n; n++) {
        const struct lint_known_name *name = &r->known.names.at[n];
        const struct lint_token *first = name->text.tokens.at;
        if (name->text.tokens.n != 1 || first->script != LINT_CJK || (name->person < 0 && name->target < 0))
            continue;
        size_t len =
            near_at(r->words, lint_key(t, i) + at, k->key_len - at, lint_key(&name->text, 0), first->key_len);
        if (!len)
            continue;
        size_t from = lint_source_byte(t, i, at), to = lint_source_byte(t, i, at + len);
        lint_add(r, LINT_NEAR_NAME, t, from, to, 0,
                 _("“%.*s” is nearly “%s”, as the name is recorded. Is it the same person?"),
                 (int)(to - from), t->s + from, name->text.s);
        return len;
    }
    return 0;
}

static void search_run(struct lint_run *r, const struct lint_text *t, size_t i)
{
    const struct lint_token *k = &t->tokens.at[i];
    const char *run = lint_key(t, i);
    uint32_t cp;
    for (size_t at = 0, n; at < k->key_len; at += n) {
        struct lint_hit hit;
        if ((n = own_at(r, run + at, k->key_len - at)))
            continue;
        if ((n = other_at(r, run, at, k->key_len, &hit)))
            add_foreign(r, t, lint_source_byte(t, i, at), lint_source_byte(t, i, at + n), &hit);
        else if (!(n = add_near_at(r, t, i, at)))
            n = text_decode(run + at, k->key_len - at, &cp);
    }
}

/* ---- with spaces ---- */

static bool part_of_own(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return lint_known_as(&r->known, r->words, t, i, i + 2) >= 0;
}

/* Two words, of which one is of a name of the case and the other nearly. */
static bool near_pair(struct lint_run *r, const struct lint_text *t, size_t i)
{
    for (size_t n = 0; n < r->known.names.n; n++) {
        const struct lint_known_name *name = &r->known.names.at[n];
        bool first = lint_in_name(&name->text, t, i), second = lint_in_name(&name->text, t, i + 1);
        size_t off = first ? i + 1 : i;
        if (first == second || (name->person < 0 && name->target < 0) || lint_known_word(&r->known, t, off))
            continue;
        for (size_t j = 0; j < name->text.tokens.n; j++)
            if (lint_near_word(t, off, &name->text, j)) {
                lint_add_near(r, t, off, off + 1, name);
                return true;
            }
    }
    return false;
}

static void search_words(struct lint_run *r, const struct lint_text *t, size_t i)
{
    struct lint_hit hit;
    if (i + 1 >= t->tokens.n || t->tokens.at[i + 1].script < LINT_ARABIC ||
        t->tokens.at[i + 1].gap > LINT_SPACE || part_of_own(r, t, i) || near_pair(r, t, i))
        return;
    if (lint_names_of_words(r->names, t, i, i + 2, r->c->kase, &hit) && hit.kase && hit.kase != r->c->kase)
        add_foreign(r, t, t->tokens.at[i].from, t->tokens.at[i + 1].to, &hit);
}

void lint_uncased_names(struct lint_run *r, const struct lint_text *t)
{
    for (size_t i = 0; i < t->tokens.n; i++) {
        if (t->tokens.at[i].script == LINT_CJK)
            search_run(r, t, i);
        else if (t->tokens.at[i].script >= LINT_ARABIC)
            search_words(r, t, i);
    }
}
