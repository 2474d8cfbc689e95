/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_name_run.h"

#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/text.h"

#define NEVER                                                                                                \
    (UA_BIT(NOT_NAME) | UA_BIT(COUNTRY) | UA_BIT(DEMONYM) | UA_BIT(INSTITUTION) | UA_BIT(OFFICE) |           \
     UA_BIT(LANGUAGE) | UA_BIT(COURTESY) | UA_BIT(BODY) | UA_BIT(OPENING) | UA_BIT(CLOSING))

bool lint_is(const struct lint_finder *f, size_t i, enum lint_class of)
{
    return lint_word_is(f->r->words, f->t, i, of);
}

/* ---- words that are no names ---- */

bool lint_is_month(const struct lint_finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    struct date_token d = date_token_at(f->t->s, k->to, k->from);
    return d.kind == DATE_MONTH || d.kind == DATE_WEEKDAY || d.kind == DATE_SEASON || d.kind == DATE_FEAST;
}

/* German nouns by their endings; adjectives with a capital too. */
static bool noun_ending(const struct lint_finder *f, size_t i)
{
    static const char *const ENDINGS[] = {
        "ung",    "ungen",    "heit",       "keit",      "schaft",  "tion",      "tionen",     "tat",
        "taten",  "ismus",    "recht",      "rechte",    "gesetz",  "gericht",   "behorde",    "behorden",
        "lichen", "licher",   "liche",      "ischen",    "ischer",  "isches",    "ische",      "rechten",
        "rechts", "minister", "ministerin", "verfahren", "prozess", "gefangene", "gefangenen", "gefangnis"
    };
    const char *key = lint_key(f->t, i);
    size_t n = f->t->tokens.at[i].key_len;
    for (size_t k = 0; k < sizeof ENDINGS / sizeof *ENDINGS; k++) {
        size_t len = strlen(ENDINGS[k]), genitive = n && key[n - 1] == 's';
        if (n > len + 1 + genitive && !memcmp(key + n - genitive - len, ENDINGS[k], len))
            return true;
    }
    return false;
}

/* Part of an address of mail or a page, of a place to be filled in, or a Roman number. */
static bool technical(const struct lint_finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    const char *s = f->t->s;
    char before = k->from ? s[k->from - 1] : ' ', behind = s[k->to];
    bool joined = behind == '.' && s[k->to + 1] && !strchr(" \n\t\"')”", s[k->to + 1]) && k->to - k->from > 1;
    return before == '@' || behind == '@' || before == '/' || behind == '/' || before == '_' ||
           behind == '_' || joined || strchr("[{<", before) ||
           strspn(s + k->from, "IVXLC") >= k->to - k->from;
}

static bool mixed(const struct lint_finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    uint32_t cp;
    for (size_t at = k->from, n; at < k->to; at += n) {
        n = text_decode(f->t->s + at, k->to - at, &cp);
        enum lint_script s = lint_script_of(cp);
        if (s != LINT_NO_SCRIPT && s < LINT_ARABIC && s != k->script)
            return true;
    }
    return false;
}

/* A word that this list, or that, has with a small letter: no name when its place gives it the capital. */
bool lint_is_ordinary(const struct lint_finder *f, size_t i)
{
    static const enum lint_class LISTS[] = { LINT_W_STOP,    LINT_W_ROLE,  LINT_W_KIN,  LINT_W_ASK,
                                             LINT_W_CONCEPT, LINT_W_PLACE, LINT_W_UNIT, LINT_W_PART,
                                             LINT_W_ABOUT,   LINT_W_WHERE, LINT_W_FREE, LINT_W_SAYS };
    for (size_t k = 0; k < sizeof LISTS / sizeof *LISTS; k++)
        if (lint_is(f, i, LISTS[k]))
            return true;
    for (size_t k = 0; k < f->t->tokens.n; k++)
        if (!f->t->tokens.at[k].capital && lint_same_key(f->t, k, f->t, i))
            return true;
    return false;
}

/* Forms of Russian verbs that open a request: -йте, -ите, -ть, -ться. */
static bool asking_form(const struct lint_finder *f, size_t i)
{
    static const char *const ENDINGS[] = {
        "ите", "аите", "уите", "ьте", "ать", "ить", "еть", "тесь", "ться"
    };
    size_t n = f->t->tokens.at[i].key_len;
    for (size_t k = 0; k < sizeof ENDINGS / sizeof *ENDINGS; k++) {
        size_t len = strlen(ENDINGS[k]);
        if (n > len + 2 && !memcmp(lint_key(f->t, i) + n - len, ENDINGS[k], len))
            return true;
    }
    return false;
}

/* Has its capital from the start of a sentence alone. */
static bool only_opens(const struct lint_finder *f, size_t i)
{
    return lint_starts_sentence(f->t, i) && !lint_is(f, i, LINT_W_GIVEN) && !f->t->tokens.at[i].upper &&
           (asking_form(f, i) || lint_is_ordinary(f, i));
}

/* A given name, and behind it a word with a capital, with a link between them or none. */
static bool given_before_name(const struct lint_finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    size_t next = i + 1;
    while (next < i + 3 && next < t->tokens.n && !t->tokens.at[next].capital && lint_is(f, next, LINT_W_LINK))
        next++;
    return lint_is(f, i, LINT_W_GIVEN) && next < t->tokens.n && t->tokens.at[next].capital &&
           t->tokens.at[next].gap <= LINT_SPACE;
}

/* Letters of Vietnamese alone (U+1EA0 to U+1EF9): Diệu, whose folded form is a word elsewhere. */
static bool vietnamese(const struct lint_finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    for (size_t at = k->from; at + 2 < k->to; at++)
        if (!memcmp(f->t->s + at, "\xE1\xBA", 2) ? (unsigned char)f->t->s[at + 2] >= 0xA0
                                                 : !memcmp(f->t->s + at, "\xE1\xBB", 2))
            return true;
    return false;
}

/* Tokens from i on that belong to no name; 0: token i may. */
size_t lint_no_name(const struct lint_finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    size_t n = 0;
    if (lint_key_is(f->t, i, "o") && k->capital && i + 1 < f->t->tokens.n && f->t->tokens.at[i + 1].capital &&
        f->t->tokens.at[i + 1].gap == LINT_JOINED)
        return 0; /* O'Dwyer */
    if (k->capital && vietnamese(f, i))
        return 0;
    if (lint_key_is(f->t, i, "m") && !strcmp(f->r->lang, "fr") && f->t->s[k->to] == '.')
        return 1; /* M. Mbemba */
    if (k->number || !k->capital || technical(f, i) || mixed(f, i) || lint_is(f, i, LINT_W_NUMBER))
        return 1;
    if (lint_word_at(f->r->words, f->t, i, LINT_W_PLAIN, &n) || lint_ua_word(f->t, i, NEVER, &n)) {
        bool given = n == 1 && given_before_name(f, i) && !lint_is_month(f, i);
        return given ? 0 : n;
    }
    if (only_opens(f, i) && !lint_known_word(&f->r->known, f->t, i))
        return 1;
    if (lint_is_month(f, i) && !given_before_name(f, i))
        return 1;
    return !strcmp(f->r->lang, "de") && noun_ending(f, i) ? 1 : 0;
}

/* ---- runs ---- */

static bool hyphened(const struct lint_finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    return k->gap == LINT_JOINED && f->t->folded.data[k->key - 1] == '-';
}

/* A name goes on at token i: a word with a capital, the second half of a hyphened one, a link before one. */
static size_t goes_on(const struct lint_finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    size_t k = i;
    while (k < t->tokens.n && k < i + 3 && t->tokens.at[k].gap <= LINT_SPACE && !t->tokens.at[k].number) {
        if (!t->tokens.at[k].capital && k == i && hyphened(f, k))
            return k + 1;
        if (t->tokens.at[k].capital && !lint_no_name(f, k))
            return k + 1;
        if (!lint_is(f, k, LINT_W_LINK))
            break;
        k++;
    }
    return 0;
}

bool lint_next_name(const struct lint_finder *f, size_t *i, size_t end, struct lint_name_run *run)
{
    while (*i < end) {
        size_t n = lint_no_name(f, *i), next;
        if (n) {
            *i += n;
            continue;
        }
        *run = (struct lint_name_run){ *i, *i + 1, 1 };
        while (run->end < end && (next = goes_on(f, run->end))) {
            run->words++;
            run->end = next;
        }
        *i = run->end;
        return true;
    }
    return false;
}
