/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A published model letter asked for the release of another prisoner than the one it was about. So a letter
 * is read for people it should not name: runs of words with capitals that are no words of office, place, law
 * or time, and are not known to the case (lint_known.h). Such a run is taken for a person only on a sign:
 * what is asked for it ("release ..."), a courtesy or a role before it, a given name, a name of another case
 * of the vault, somebody of the case beside it, or what is said to have been done to it. Two such words and
 * more are a sign by themselves, unless they are quoted, explained or have an article. In languages where
 * every noun has a capital one word alone is enough only behind a courtesy. Tests:
 * tests/unit/lint/foreign-name*.cases. */
#include "satchel/casework/lint_foreign.h"

#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_near.h"

#define NEVER                                                                                                \
    (UA_BIT(NOT_NAME) | UA_BIT(COUNTRY) | UA_BIT(DEMONYM) | UA_BIT(INSTITUTION) | UA_BIT(OFFICE) |           \
     UA_BIT(LANGUAGE) | UA_BIT(COURTESY) | UA_BIT(BODY) | UA_BIT(OPENING) | UA_BIT(CLOSING))

struct finder {
    struct lint_run *r;
    const struct lint_text *t;
    bool nobody; /* none of the people at risk is named in the letter */
};
struct name_run {
    size_t first, end, words; /* words: without links */
};

static bool is(const struct finder *f, size_t i, enum lint_class of)
{
    return lint_word_is(f->r->words, f->t, i, of);
}

/* ---- words that are no names ---- */

static bool is_month(const struct finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    struct date_token d = date_token_at(f->t->s, k->to, k->from);
    return d.kind == DATE_MONTH || d.kind == DATE_WEEKDAY || d.kind == DATE_SEASON || d.kind == DATE_FEAST;
}

/* German nouns by their endings; adjectives with a capital too. */
static bool noun_ending(const struct finder *f, size_t i)
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
static bool technical(const struct finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    const char *s = f->t->s;
    char before = k->from ? s[k->from - 1] : ' ', behind = s[k->to];
    bool joined = behind == '.' && s[k->to + 1] && !strchr(" \n\t\"')”", s[k->to + 1]) && k->to - k->from > 1;
    return before == '@' || behind == '@' || before == '/' || behind == '/' || before == '_' ||
           behind == '_' || joined || strchr("[{<", before) ||
           strspn(s + k->from, "IVXLC") >= k->to - k->from;
}

static bool mixed(const struct finder *f, size_t i)
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
static bool ordinary(const struct finder *f, size_t i)
{
    static const enum lint_class LISTS[] = { LINT_W_STOP,    LINT_W_ROLE,  LINT_W_KIN,  LINT_W_ASK,
                                             LINT_W_CONCEPT, LINT_W_PLACE, LINT_W_UNIT, LINT_W_PART,
                                             LINT_W_ABOUT,   LINT_W_WHERE, LINT_W_FREE, LINT_W_SAYS };
    for (size_t k = 0; k < sizeof LISTS / sizeof *LISTS; k++)
        if (is(f, i, LISTS[k]))
            return true;
    for (size_t k = 0; k < f->t->tokens.n; k++)
        if (!f->t->tokens.at[k].capital && lint_same_key(f->t, k, f->t, i))
            return true;
    return false;
}

/* Forms of Russian verbs that open a request: -йте, -ите, -ть, -ться. */
static bool asking_form(const struct finder *f, size_t i)
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
static bool only_opens(const struct finder *f, size_t i)
{
    return lint_starts_sentence(f->t, i) && !is(f, i, LINT_W_GIVEN) && !f->t->tokens.at[i].upper &&
           (asking_form(f, i) || ordinary(f, i));
}

/* A given name, and behind it a word with a capital, with a link between them or none. */
static bool given_before_name(const struct finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    size_t next = i + 1;
    while (next < i + 3 && next < t->tokens.n && !t->tokens.at[next].capital && is(f, next, LINT_W_LINK))
        next++;
    return is(f, i, LINT_W_GIVEN) && next < t->tokens.n && t->tokens.at[next].capital &&
           t->tokens.at[next].gap <= LINT_SPACE;
}

/* Tokens from i on that belong to no name; 0: token i may. */
static size_t no_name(const struct finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    size_t n = 0;
    if (k->number || !k->capital || technical(f, i) || mixed(f, i) || is(f, i, LINT_W_NUMBER))
        return 1;
    if (lint_word_at(f->r->words, f->t, i, LINT_W_PLAIN, &n) || lint_ua_word(f->t, i, NEVER, &n)) {
        bool given = n == 1 && given_before_name(f, i) && !is_month(f, i);
        return given ? 0 : n;
    }
    if (only_opens(f, i) && !lint_known_word(&f->r->known, f->t, i))
        return 1;
    if (is_month(f, i) && !given_before_name(f, i))
        return 1;
    return !strcmp(f->r->lang, "de") && noun_ending(f, i) ? 1 : 0;
}

/* ---- runs ---- */

static bool hyphened(const struct finder *f, size_t i)
{
    const struct lint_token *k = &f->t->tokens.at[i];
    return k->gap == LINT_JOINED && f->t->folded.data[k->key - 1] == '-';
}

/* A name goes on at token i: a word with a capital, the second half of a hyphened one, a link before one. */
static size_t goes_on(const struct finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    size_t k = i;
    while (k < t->tokens.n && k < i + 3 && t->tokens.at[k].gap <= LINT_SPACE && !t->tokens.at[k].number) {
        if (!t->tokens.at[k].capital && k == i && hyphened(f, k))
            return k + 1;
        if (t->tokens.at[k].capital && !no_name(f, k))
            return k + 1;
        if (!is(f, k, LINT_W_LINK))
            break;
        k++;
    }
    return 0;
}

static bool next_run(const struct finder *f, size_t *i, size_t end, struct name_run *run)
{
    while (*i < end) {
        size_t n = no_name(f, *i), next;
        if (n) {
            *i += n;
            continue;
        }
        *run = (struct name_run){ *i, *i + 1, 1 };
        while (run->end < end && (next = goes_on(f, run->end))) {
            run->words++;
            run->end = next;
        }
        *i = run->end;
        return true;
    }
    return false;
}

/* ---- what stands around ---- */

/* An entry that asks for somebody before token i, with small words, roles and courtesies in between: its
 * value ("verb" when it can only be for a person), or NULL. */
static const char *asked_for(const struct finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    for (size_t k = 0; k < 5 && i > 0; k++) {
        size_t from;
        if (t->tokens.at[i].gap == LINT_STOP)
            return NULL;
        const char *value = lint_word_before(f->r->words, t, i, LINT_W_FREE, &from);
        if (value && strcmp(value, "after") != 0)
            return value;
        if (t->tokens.at[i].gap == LINT_COMMA)
            return NULL;
        if (!is(f, i - 1, LINT_W_STOP) && !is(f, i - 1, LINT_W_ROLE) &&
            !lint_ua_word(t, i - 1, UA_BIT(COURTESY), NULL))
            return NULL;
        i--;
    }
    return NULL;
}

/* What is done to people, and asked for them. */
static bool of_people(const char *concept)
{
    static const char *const THESE[] = {
        "release", "torture",  "death penalty", "conviction", "charges",
        "evict",   "protect~", "reprisals",     "solitary",   "whereabouts"
    };
    for (size_t i = 0; concept && i < sizeof THESE / sizeof *THESE; i++)
        if (!strcmp(concept, THESE[i]))
            return true;
    return concept && !strncmp(concept, "held", 4);
}

/* "the immediate and unconditional release of ...", "the eviction facing ...": a word for what is done to
 * people, and a small word directly before the name; between them small words, and for release those for how
 * and when. Two other words are let pass. */
static const char *suffered_before(const struct finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    size_t others = 0;
    if (!i || !is(f, i - 1, LINT_W_STOP))
        return NULL;
    for (size_t k = 0; k < 8 && i > 0 && t->tokens.at[i].gap <= LINT_SPACE; k++, i--) {
        const char *value = lint_word_at(f->r->words, t, i - 1, LINT_W_CONCEPT, NULL);
        if (of_people(value))
            return value;
        bool how = value && (!strcmp(value, "soon-") || !strcmp(value, "unconditional"));
        others += !how && !is(f, i - 1, LINT_W_STOP) && !is(f, i - 1, LINT_W_ROLE);
        if (others > 2 || t->tokens.at[i - 1].capital || t->tokens.at[i - 1].number)
            return NULL;
    }
    return NULL;
}

static bool release_before(const struct finder *f, size_t i)
{
    const char *concept = suffered_before(f, i);
    return concept && !strcmp(concept, "release");
}

/* The sentence is about what is done to people. */
static bool of_people_here(const struct finder *f, size_t i)
{
    while (i > 0 && !lint_starts_sentence(f->t, i))
        i--;
    for (size_t end = lint_sentence_end(f->t, i); i < end; i++)
        if (of_people(lint_word_at(f->r->words, f->t, i, LINT_W_CONCEPT, NULL)))
            return true;
    return false;
}

/* "her lawyer, Maître ...", "their friends, among them ...": said who it is, so nobody mistaken. */
static bool explained(const struct finder *f, size_t first)
{
    for (size_t k = 1; k <= 5 && k <= first && f->t->tokens.at[first - k + 1].gap != LINT_STOP; k++)
        if (is(f, first - k, LINT_W_KIN))
            return true;
    return false;
}

/* "Georg Halder sofort freizulassen" */
static bool asked_after(const struct finder *f, size_t i)
{
    for (size_t k = 0; k < 7 && i + k < f->t->tokens.n && f->t->tokens.at[i + k].gap != LINT_STOP; k++) {
        const char *value = lint_word_at(f->r->words, f->t, i + k, LINT_W_FREE, NULL);
        if (value && !strcmp(value, "after"))
            return true;
        if (f->t->tokens.at[i + k].capital && lint_word_is(f->r->words, f->t, i + k, LINT_W_GIVEN))
            return false;
    }
    return false;
}

/* What somebody is said to have suffered, behind the name. */
static bool done_to(const struct finder *f, size_t i)
{
    bool german = !strcmp(f->r->lang, "de");
    for (size_t k = 0;
         k < (german ? 8u : 5u) && i + k < f->t->tokens.n && f->t->tokens.at[i + k].gap < LINT_STOP; k++) {
        const char *value = lint_word_at(f->r->words, f->t, i + k, LINT_W_CONCEPT, NULL);
        if (of_people(value) && strcmp(value, "whereabouts") != 0)
            return true;
        if (f->t->tokens.at[i + k].capital && !german)
            return false;
    }
    return false;
}

static bool role_before(const struct finder *f, size_t i)
{
    if (i && f->t->tokens.at[i - 1].capital && is(f, i - 1, LINT_W_STOP)) /* ... of conscience Le Cong Dinh */
        i--;
    if (!i || f->t->tokens.at[i].gap > LINT_SPACE)
        return false;
    return lint_word_before(f->r->words, f->t, i, LINT_W_ROLE, NULL) ||
           lint_ua_word(f->t, i - 1, UA_BIT(COURTESY), NULL);
}

/* A word of place, of any language with a capital; without one of no other than the letter's ("see" is a lake
 * in German), and no small word ("est" is the east in French). */
static bool place_behind(const struct finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    if (i >= t->tokens.n || t->tokens.at[i].gap > LINT_SPACE)
        return false;
    const char *value = lint_word_at(f->r->words, t, i, LINT_W_PLACE, NULL);
    bool german = value && !strcmp(value, "de");
    return value &&
           (t->tokens.at[i].capital || (german == !strcmp(f->r->lang, "de") && !is(f, i, LINT_W_STOP)));
}

/* "Морозов", "Доманского": a family name, though a word of place begins so. */
static bool surname_ending(const struct finder *f, size_t i)
{
    static const char *const ENDINGS[] = { "ов",   "ова",  "ову",   "овои",  "овым", "ев",   "ева",
                                           "еву",  "евои", "евым",  "ин",    "ина",  "ину",  "инои",
                                           "иным", "скии", "ского", "скому", "ская", "скую", "ским" };
    const struct lint_token *k = &f->t->tokens.at[i];
    for (size_t e = 0; k->script == LINT_CYRILLIC && e < sizeof ENDINGS / sizeof *ENDINGS; e++) {
        size_t n = strlen(ENDINGS[e]);
        if (k->key_len > n + 4 && !memcmp(lint_key(f->t, i) + k->key_len - n, ENDINGS[e], n))
            return true;
    }
    return false;
}

/* A word of place in the run. Behind a given name it is a family name (Ana Sierra), but for English, where
 * such a word comes last (Victoria Park). */
static bool holds_place(const struct finder *f, const struct name_run *run)
{
    bool given = is(f, run->first, LINT_W_GIVEN);
    for (size_t i = run->first; i < run->end; i++) {
        const char *value = lint_word_at(f->r->words, f->t, i, LINT_W_PLACE, NULL);
        bool family = given && value && i > run->first && i + 1 == run->end && *value != '-';
        if (value && !family && !surname_ending(f, i))
            return true;
    }
    return false;
}

static bool is_place(const struct finder *f, const struct name_run *run)
{
    const struct lint_text *t = f->t;
    if (holds_place(f, run) || place_behind(f, run->end))
        return true;
    return run->first && t->tokens.at[run->first].gap <= LINT_SPACE &&
           lint_word_before(f->r->words, t, run->first, LINT_W_PLACE, NULL) &&
           (t->tokens.at[run->first - 1].capital || !asked_for(f, run->first)); /* судьба */
}

static bool behind_preposition(const struct finder *f, size_t i)
{
    bool and = i && !strcmp(f->r->lang, "nl") && lint_key_is(f->t, i - 1, "en");
    return i && !and&&f->t->tokens.at[i].gap <= LINT_SPACE &&
           lint_word_before(f->r->words, f->t, i, LINT_W_WHERE, NULL);
}

/* "Anna Testova and ..." */
static bool beside_known(const struct finder *f, const struct name_run *run)
{
    const struct lint_text *t = f->t;
    size_t i = run->first;
    if (i < 2)
        return false;
    bool joined = is(f, i - 1, LINT_W_STOP) && lint_word_is(f->r->words, t, i - 1, LINT_W_TIE);
    size_t last = joined ? i - 2 : t->tokens.at[i].gap == LINT_COMMA ? i - 1 : SIZE_MAX;
    return last != SIZE_MAX && t->tokens.at[last].capital && !no_name(f, last) &&
           lint_known_as(&f->r->known, f->r->words, t, last, last + 1) >= 0;
}

/* ---- known to the case ---- */

static bool all_known_words(const struct finder *f, const struct name_run *run)
{
    for (size_t i = run->first; i < run->end; i++)
        if (!is(f, i, LINT_W_LINK) && !lint_known_word(&f->r->known, f->t, i))
            return false;
    return true;
}

/* The letters of the run without spaces are those of a known name: Abdulaziz, Abdul Aziz. */
static bool same_letters(const struct finder *f, const struct name_run *run)
{
    for (size_t n = 0; n < f->r->known.names.n; n++) {
        const struct lint_text *name = &f->r->known.names.at[n].text;
        struct buf a = { 0 }, b = { 0 };
        for (size_t i = run->first; i < run->end; i++)
            buf_add(&a, lint_key(f->t, i), f->t->tokens.at[i].key_len);
        for (size_t i = 0; i < name->tokens.n; i++)
            buf_add(&b, lint_key(name, i), name->tokens.at[i].key_len);
        bool same = a.len && a.len == b.len && !memcmp(a.data, b.data, a.len);
        buf_free(&a);
        buf_free(&b);
        if (same)
            return true;
    }
    return false;
}

/* One word of it is enough: it has no other, or the next one may be any noun. */
static bool alone_known(const struct finder *f, size_t name)
{
    return !strcmp(f->r->lang, "de") || f->r->known.names.at[name].text.tokens.n == 1;
}

/* Takes a known name off the run's ends; what is left is looked at by itself. */
static void without_known(const struct finder *f, struct name_run *run)
{
    for (size_t first = run->first; first < run->end; first++)
        for (size_t end = run->end; end > first; end--) {
            int name = lint_known_as(&f->r->known, f->r->words, f->t, first, end);
            if (name < 0 || (end == first + 1 && !alone_known(f, (size_t)name)))
                continue;
            if (first > run->first)
                run->end = first;
            else
                run->first = end;
            run->words = run->end - run->first;
            return;
        }
}

static bool is_known(const struct finder *f, struct name_run *run)
{
    struct lint_hit hit;
    if (all_known_words(f, run) ||
        lint_known_as(&f->r->known, f->r->words, f->t, run->first, run->end) >= 0 || same_letters(f, run))
        return true;
    if (run->words > 1 && lint_names_of_words(f->r->names, f->t, run->first, run->end, f->r->c->kase, &hit) &&
        hit.kase == f->r->c->kase && hit.kase)
        return true;
    without_known(f, run);
    return run->first >= run->end;
}

/* ---- the rule ---- */

static void add(const struct finder *f, const struct name_run *run, const struct lint_hit *hit, bool asked)
{
    char words[LINT_WORDS_BYTES];
    lint_words_of(f->t, run->first, run->end, words);
    if (hit && *hit->case_title)
        lint_add_tokens(f->r, LINT_FOREIGN_NAME, f->t, run->first, run->end, hit->kase,
                        _("%s is of another case: %s."), words, hit->case_title);
    else if (hit)
        lint_add_tokens(f->r, LINT_FOREIGN_NAME, f->t, run->first, run->end, hit->kase,
                        _("%s is somebody else in this vault, and not of this case."), words);
    else if (asked)
        lint_add_tokens(f->r, LINT_FOREIGN_NAME, f->t, run->first, run->end, 0,
                        _("The letter asks something for %s, who is in no record of this case."), words);
    else
        lint_add_tokens(f->r, LINT_FOREIGN_NAME, f->t, run->first, run->end, 0,
                        _("%s is in no record of this case."), words);
}

static bool plural(const struct finder *f, const struct name_run *run)
{
    for (size_t i = run->first; i < run->end; i++) {
        const struct lint_token *k = &f->t->tokens.at[i];
        if (lint_key(f->t, i)[k->key_len - 1] != 's' || is(f, i, LINT_W_GIVEN))
            return false;
    }
    return true;
}

static bool mark_at(const char *s, size_t n, size_t at, const char *marks)
{
    uint32_t cp, mark;
    size_t len = at < n ? text_decode(s + at, n - at, &cp) : 0;
    for (size_t i = 0; len && marks[i];) {
        i += text_decode(marks + i, strlen(marks + i), &mark);
        if (mark == cp)
            return true;
    }
    return false;
}

/* Somewhere in the text the words stand in marks of quotation: a song, a ship, a nickname. */
static bool in_marks(const struct finder *f, const struct name_run *run)
{
    const struct lint_text *t = f->t;
    size_t n = run->end - run->first;
    for (size_t i = 0; i + n <= t->tokens.n; i++) {
        size_t k = 0, from = t->tokens.at[i].from;
        while (k < n && lint_same_key(t, i + k, t, run->first + k))
            k++;
        if (k == n && from && mark_at(t->s, t->len, text_prev_cp(t->s, from), "\"“„«‘'‹『《") &&
            mark_at(t->s, t->len, t->tokens.at[i + n - 1].to, "\"”“»’'›』》"))
            return true;
    }
    return false;
}

/* "as Ada Novak said", "in the words of ...": quoted, and so no one mistaken. */
static bool quoted(const struct finder *f, const struct name_run *run)
{
    const struct lint_text *t = f->t;
    if (in_marks(f, run))
        return true;
    for (size_t k = 1; k <= 4 && k <= run->first && t->tokens.at[run->first - k + 1].gap != LINT_STOP; k++)
        if (is(f, run->first - k, LINT_W_SAYS))
            return true;
    for (size_t i = run->end; i < run->end + 4 && i < t->tokens.n && t->tokens.at[i].gap != LINT_STOP; i++)
        if (is(f, i, LINT_W_SAYS))
            return true;
    return false;
}

/* "... that Malenko is not tortured" */
static bool clause_before(const struct finder *f, size_t i)
{
    static const char *const WORDS[] = { "that", "que", "dass", "что", "чтобы", "che", "dat", "ze" };
    for (size_t k = 0; i && k < sizeof WORDS / sizeof *WORDS; k++)
        if (lint_key_is(f->t, i - 1, WORDS[k]))
            return true;
    return false;
}

static bool in_lists(const struct finder *f, const struct name_run *run)
{
    for (size_t i = run->first; i < run->end; i++)
        if (!is(f, i, LINT_W_LINK) && !is(f, i, LINT_W_GIVEN) && ordinary(f, i))
            return true;
    return false;
}

/* The Daily Courier, la Cruz Roja: people have none. */
static bool article_before(const struct finder *f, size_t i)
{
    static const char *const WORDS[] = { "the",  "la",  "le",  "les", "l",    "el",  "los", "las",
                                         "il",   "gli", "der", "die", "das",  "den", "dem", "des",
                                         "het",  "du",  "aux", "au",  "del",  "al",  "an",  "a",
                                         "un",   "une", "una", "im",  "am",   "vom", "zum", "zur",
                                         "beim", "ins", "do",  "da",  "della" };
    for (size_t k = 0; i && k < sizeof WORDS / sizeof *WORDS; k++)
        if (lint_key_is(f->t, i - 1, WORDS[k]))
            return true;
    return false;
}

/* "the Magnitsky Act", "Freedom of Opinion": part of a title of words with capitals. */
static bool of_title(const struct finder *f, const struct name_run *run)
{
    static const char OF[] = " of de des du del della di da do der for ";
    const struct lint_text *t = f->t;
    size_t i = run->first;
    char word[16] = " ";
    bool capital_behind = run->end < t->tokens.n && t->tokens.at[run->end].capital &&
                          t->tokens.at[run->end].gap == LINT_SPACE && !is(f, run->end, LINT_W_STOP);
    if (capital_behind && article_before(f, i))
        return true;
    if (i < 2 || t->tokens.at[i].gap > LINT_SPACE || t->tokens.at[i - 1].gap > LINT_SPACE ||
        t->tokens.at[i - 1].key_len > 8 || !t->tokens.at[i - 2].capital || lint_starts_sentence(t, i - 2))
        return false;
    strncat(strncat(word, lint_key(t, i - 1), t->tokens.at[i - 1].key_len), " ", 1);
    return strstr(OF, word) && no_name(f, i - 2) && !is(f, i - 2, LINT_W_ROLE) && run->words == 1;
}

static void judge_single(const struct finder *f, const struct name_run *run)
{
    const struct lint_token *k = &f->t->tokens.at[run->first];
    struct lint_hit hit;
    bool german = !strcmp(f->r->lang, "de"), given = is(f, run->first, LINT_W_GIVEN);
    const char *value = asked_for(f, run->first);
    bool asked = !german && ((value && (given || !strcmp(value, "verb"))) || release_before(f, run->first)),
         courtesy =
             run->first && k->gap <= LINT_SPACE && lint_ua_word(f->t, run->first - 1, UA_BIT(COURTESY), NULL);
    if (k->upper || k->to - k->from < 3 || is_place(f, run) || plural(f, run) ||
        (!value && !asked && behind_preposition(f, run->first)) || in_lists(f, run) || of_title(f, run))
        return;
    if (!given && !lint_starts_sentence(f->t, run->first) &&
        lint_names_of_surname(f->r->names, f->t, run->first, f->r->c->kase, &hit) && hit.kase &&
        hit.kase != f->r->c->kase) {
        add(f, run, &hit, false);
        return;
    }
    bool suffers = !german && clause_before(f, run->first) && done_to(f, run->end);
    bool against = !german && value && !explained(f, run->first);
    if (asked || courtesy || suffers || against)
        add(f, run, NULL, asked);
}

/* Two words and more that are nobody known: a sign by themselves where only names have capitals, and in
 * German where neither is an ordinary noun. */
static bool stands_for_somebody(const struct finder *f, const struct name_run *run, bool given)
{
    static const char LANGUAGES[] = " en es fr de it ru pt pl nl ";
    if (explained(f, run->first) || quoted(f, run) || f->t != &f->r->body || !strstr(LANGUAGES, f->r->lang))
        return false;
    if (given)
        return true;
    for (size_t i = run->first; i < run->end; i++)
        if (lint_known_word(&f->r->known, f->t, i))
            return false;
    bool apart = false; /* Val-de-Brume is a place */
    for (size_t i = run->first; i < run->end; i++) {
        apart |= i > run->first && f->t->tokens.at[i].gap == LINT_SPACE;
        if (is(f, i, LINT_W_LINK))
            return false;
    }
    return apart && !in_lists(f, run) && !article_before(f, run->first);
}

static void judge(const struct finder *f, struct name_run run)
{
    struct lint_hit hit;
    while (run.words > 2 && is(f, run.first, LINT_W_ROLE)) { /* the Journalist Anna Testova */
        run.first++;
        run.words--;
    }
    size_t first = run.first, end = run.end;
    if (is_known(f, &run) || lint_near_name(f->r, f->t, first, end))
        return;
    if (run.words == 2 && lint_starts_sentence(f->t, first) && !is(f, first, LINT_W_GIVEN) &&
        lint_near_name(f->r, f->t, first + 1, end)) /* its capital may be the sentence's */
        return;
    if (run.words == 1) {
        judge_single(f, &run);
        return;
    }
    if (lint_names_of_words(f->r->names, f->t, run.first, run.end, f->r->c->kase, &hit) && hit.kase) {
        add(f, &run, &hit, false);
        return;
    }
    bool asked = asked_for(f, run.first) || release_before(f, run.first), given = false;
    for (size_t i = run.first; i + 1 < run.end; i++)
        given |= is(f, i, LINT_W_GIVEN);
    if (is_place(f, &run) || (plural(f, &run) && !given) || of_title(f, &run) ||
        (!asked && !given && behind_preposition(f, run.first)))
        return;
    if (!asked && quoted(f, &run))
        return;
    bool told = role_before(f, run.first) || beside_known(f, &run);
    if (given || strcmp(f->r->lang, "de") != 0) /* any noun has a capital there */
        told |= suffered_before(f, run.first) != NULL || (f->nobody && of_people_here(f, run.first));
    if (asked || asked_after(f, run.end) || done_to(f, run.end) || (told && !explained(f, run.first)) ||
        stands_for_somebody(f, &run, given))
        add(f, &run, NULL, asked);
}

/* Two words of a line in capitals are a name: a given name and a word of no list behind it, and neither of
 * the case. A list of people, which has no other words either, is not in capitals. */
static bool shouted_name(const struct finder *f, size_t i)
{
    struct name_run run = { i, i + 2, 2 };
    return f->t->tokens.at[i].upper && f->t->tokens.at[i + 1].upper && is(f, i, LINT_W_GIVEN) &&
           !no_name(f, i) && !no_name(f, i + 1) && !ordinary(f, i + 1) && !is_month(f, i) &&
           !is_place(f, &run) && !all_known_words(f, &run);
}

/* Where every word has a capital only names of the vault tell, and given names. */
static void judge_shouted(const struct finder *f, size_t first, size_t end)
{
    struct lint_hit hit;
    for (size_t i = first; i + 1 < end; i++) {
        if (f->t->tokens.at[i].key_len < 3 || f->t->tokens.at[i + 1].key_len < 3 ||
            f->t->tokens.at[i + 1].gap > LINT_SPACE ||
            lint_known_as(&f->r->known, f->r->words, f->t, i, i + 2) >= 0)
            continue;
        bool met = lint_names_of_words(f->r->names, f->t, i, i + 2, f->r->c->kase, &hit);
        if (met ? hit.kase == f->r->c->kase : !shouted_name(f, i))
            continue;
        add(f, &(struct name_run){ i, i + 2, 2 }, met ? &hit : NULL, false);
        i++;
    }
}

/* nouns: they all have a capital in this language. */
static bool is_shouting(const struct lint_text *t, size_t first, size_t end, bool nouns)
{
    size_t words = 0, capital = 0, upper = 0;
    for (size_t i = first; i < end; i++) {
        const struct lint_token *k = &t->tokens.at[i];
        if (k->number || k->to - k->from < 3)
            continue;
        words++;
        capital += k->capital;
        upper += k->upper;
    }
    return (words >= 3 && upper == words) || (!nouns && words >= 6 && capital * 5 >= words * 4);
}

/* A letter that names none of those it should be about is perhaps about somebody else. */
static bool names_nobody(const struct lint_run *r)
{
    size_t at_risk = 0, end;
    for (size_t i = 0; i < r->c->people.n; i++) {
        if (!r->c->people.at[i].at_risk)
            continue;
        if (lint_known_person(&r->known, r->words, &r->body, (int)i, 0, &end) != SIZE_MAX)
            return false;
        at_risk++;
    }
    return at_risk > 0;
}

void lint_foreign_names(struct lint_run *r, const struct lint_text *t)
{
    struct finder f = { r, t, names_nobody(r) };
    for (size_t first = 0, end; first < t->tokens.n; first = end) {
        struct name_run run;
        end = lint_sentence_end(t, first);
        if (t != &r->salutation && is_shouting(t, first, end, !strcmp(r->lang, "de"))) {
            judge_shouted(&f, first, end);
            continue;
        }
        for (size_t i = first; next_run(&f, &i, end, &run);) {
            if (t != &r->salutation)
                judge(&f, run);
            else if (!is_known(&f, &(struct name_run){ run.first, run.end,
                                                       run.words })) /* else: lint_salutation.h */
                lint_near_name(r, t, run.first, run.end);
        }
    }
}
