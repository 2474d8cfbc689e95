/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_signs.h"

#include <string.h>

#include "satchel/base/text.h"

/* ---- what stands around ---- */

/* An entry that asks for somebody before token i, with small words, roles and courtesies in between: its
 * value ("verb" when it can only be for a person), or NULL. */
const char *lint_asked_for(const struct lint_finder *f, size_t i)
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
        if (!lint_is(f, i - 1, LINT_W_STOP) && !lint_is(f, i - 1, LINT_W_ROLE) &&
            !lint_courtesy_before(f->r, t, i))
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

bool lint_is_doer(const struct lint_finder *f, size_t i)
{
    static const char *const BY[] = { "by", "par", "por" };
    while (i && (lint_courtesy_before(f->r, f->t, i) || lint_is(f, i - 1, LINT_W_ROLE)))
        i--;
    for (size_t k = 0; i && k < sizeof BY / sizeof *BY; k++)
        if (lint_key_is(f->t, i - 1, BY[k]) && f->t->tokens.at[i].gap == LINT_SPACE)
            return strcmp(BY[k], "por") != 0 || (i > 1 && !lint_is(f, i - 2, LINT_W_CARE));
    return false;
}

/* "the immediate and unconditional release of ...", "the eviction facing ...": a word for what is done to
 * people, and a small word directly before the name; between them small words, and for release those for how
 * and when. Two other words are let pass. */
const char *lint_suffered_before(const struct lint_finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    size_t others = 0;
    if (!i || !lint_is(f, i - 1, LINT_W_STOP) || lint_is_doer(f, i))
        return NULL;
    for (size_t k = 0; k < 8 && i > 0 && t->tokens.at[i].gap <= LINT_SPACE; k++, i--) {
        const char *value = lint_word_at(f->r->words, t, i - 1, LINT_W_CONCEPT, NULL);
        if (of_people(value))
            return value;
        bool how = value && (!strcmp(value, "soon-") || !strcmp(value, "unconditional~"));
        others += !how && !lint_is(f, i - 1, LINT_W_STOP) && !lint_is(f, i - 1, LINT_W_ROLE);
        if (others > 2 || t->tokens.at[i - 1].capital || t->tokens.at[i - 1].number)
            return NULL;
    }
    return NULL;
}

bool lint_release_before(const struct lint_finder *f, size_t i)
{
    const char *concept = lint_suffered_before(f, i);
    return concept && !strcmp(concept, "release");
}

/* The sentence is about what is done to people. */
bool lint_of_people_here(const struct lint_finder *f, size_t i)
{
    i = lint_sentence_start(f->t, i);
    for (size_t end = lint_sentence_end(f->t, i); i < end; i++)
        if (of_people(lint_word_at(f->r->words, f->t, i, LINT_W_CONCEPT, NULL)))
            return true;
    return false;
}

static bool is_my(const struct lint_finder *f, size_t i)
{
    const char *value = lint_word_lang(f->r->words, f->t, i, LINT_W_MINE, f->r->lang);
    return value && !strcmp(value, "my");
}

/* "my pupil Astrid", "mi vecina, Aurora", "our member of parliament, Mrs Testova": the writer's own. */
bool lint_of_writer(const struct lint_finder *f, size_t first)
{
    const struct lint_text *t = f->t;
    size_t i = first - (first && lint_courtesy_before(f->r, t, first));
    if (i && !strcmp(f->r->lang, "de") && t->tokens.at[i].gap <= LINT_SPACE && is_my(f, i - 1))
        return true; /* the run begins with the noun */
    for (size_t k = 2; k <= 6 && k <= i && t->tokens.at[i].gap == LINT_COMMA; k++) {
        if (is_my(f, i - k) && t->tokens.at[i - k].sentence == t->tokens.at[i].sentence)
            return i == k || !lint_is(f, i - k - 1, LINT_W_WHERE); /* in my view, ... */
    }
    return i > 1 && t->tokens.at[i].gap <= LINT_SPACE && t->tokens.at[i - 1].gap <= LINT_SPACE &&
           !lint_is(f, i - 1, LINT_W_STOP) && !lint_is(f, i - 1, LINT_W_CONCEPT) && is_my(f, i - 2);
}

/* "her lawyer, Maître ...", "their friends, among them ...": said who it is, so nobody mistaken. */
bool lint_explained(const struct lint_finder *f, size_t first)
{
    if (lint_of_writer(f, first))
        return true;
    for (size_t k = 1; k <= 5 && k <= first && f->t->tokens.at[first - k + 1].gap != LINT_STOP; k++)
        if (lint_kin_at(f->r, f->t, first - k, NULL))
            return true;
    return false;
}

/* "..., my neighbour", behind the name. */
bool lint_explained_behind(const struct lint_finder *f, size_t behind)
{
    const struct lint_text *t = f->t;
    for (size_t i = behind; i < behind + 2 && i < t->tokens.n && t->tokens.at[i].gap <= LINT_COMMA; i++)
        if (is_my(f, i) && t->tokens.at[behind].gap == LINT_COMMA)
            return true;
    return false;
}

/* "Georg Halder sofort freizulassen" */
bool lint_asked_after(const struct lint_finder *f, size_t i)
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
bool lint_done_to(const struct lint_finder *f, size_t i)
{
    bool german = !strcmp(f->r->lang, "de");
    for (size_t k = 0;
         k < (german ? 8u : 5u) && i + k < f->t->tokens.n && f->t->tokens.at[i + k].gap < LINT_STOP; k++) {
        const char *value = lint_word_at(f->r->words, f->t, i + k, LINT_W_CONCEPT, NULL);
        bool house = value && !strcmp(value, "evict") && !lint_is(f, i + k, LINT_W_EVENT); /* walked home */
        if (of_people(value) && !house && strcmp(value, "whereabouts") != 0)
            return true;
        if (f->t->tokens.at[i + k].capital && !german)
            return false;
    }
    return false;
}

bool lint_role_before(const struct lint_finder *f, size_t i)
{
    if (i && f->t->tokens.at[i - 1].capital &&
        lint_is(f, i - 1, LINT_W_STOP)) /* ... of conscience Le Cong Dinh */
        i--;
    if (!i || f->t->tokens.at[i].gap > LINT_SPACE)
        return false;
    return lint_word_before(f->r->words, f->t, i, LINT_W_ROLE, NULL) || lint_courtesy_before(f->r, f->t, i);
}

/* A word of place, of any language with a capital; without one of no other than the letter's ("see" is a lake
 * in German), and no small word ("est" is the east in French). */
static bool place_behind(const struct lint_finder *f, size_t i)
{
    const struct lint_text *t = f->t;
    if (i >= t->tokens.n || t->tokens.at[i].gap > LINT_SPACE)
        return false;
    const char *value = lint_word_at(f->r->words, t, i, LINT_W_PLACE, NULL);
    bool german = value && !strcmp(value, "de");
    return value &&
           (t->tokens.at[i].capital || (german == !strcmp(f->r->lang, "de") && !lint_is(f, i, LINT_W_STOP)));
}

/* "Морозов", "Доманского": a family name, though a word of place begins so. */
static bool surname_ending(const struct lint_finder *f, size_t i)
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
static bool holds_place(const struct lint_finder *f, const struct lint_name_run *run)
{
    bool given = lint_is(f, run->first, LINT_W_GIVEN);
    for (size_t i = run->first; i < run->end; i++) {
        const char *value = lint_word_at(f->r->words, f->t, i, LINT_W_PLACE, NULL);
        bool family = given && value && i > run->first && i + 1 == run->end && *value != '-';
        if (value && !family && !surname_ending(f, i))
            return true;
    }
    return false;
}

bool lint_is_place(const struct lint_finder *f, const struct lint_name_run *run)
{
    const struct lint_text *t = f->t;
    if (holds_place(f, run) || place_behind(f, run->end))
        return true;
    bool small = run->first && *f->r->lang && !t->tokens.at[run->first - 1].capital &&
                 lint_word_lang(f->r->words, t, run->first - 1, LINT_W_STOP, f->r->lang); /* ile, île */
    return run->first && !small && t->tokens.at[run->first].gap <= LINT_SPACE &&
           lint_word_before(f->r->words, t, run->first, LINT_W_PLACE, NULL) &&
           (t->tokens.at[run->first - 1].capital || !lint_asked_for(f, run->first)); /* судьба */
}

bool lint_behind_preposition(const struct lint_finder *f, size_t i)
{
    bool and = i && !strcmp(f->r->lang, "nl") && lint_key_is(f->t, i - 1, "en");
    return i && !and&&f->t->tokens.at[i].gap <= LINT_SPACE &&
           lint_word_before(f->r->words, f->t, i, LINT_W_WHERE, NULL);
}

/* "Anna Testova and ..." */
bool lint_beside_known(const struct lint_finder *f, const struct lint_name_run *run)
{
    const struct lint_text *t = f->t;
    size_t i = run->first;
    if (i < 2)
        return false;
    bool joined = lint_is(f, i - 1, LINT_W_STOP) && lint_word_is(f->r->words, t, i - 1, LINT_W_TIE);
    size_t last = joined ? i - 2 : t->tokens.at[i].gap == LINT_COMMA ? i - 1 : SIZE_MAX;
    return last != SIZE_MAX && t->tokens.at[last].capital && !lint_no_name(f, last) &&
           lint_known_as(&f->r->known, f->r->words, t, last, last + 1) >= 0;
}

/* ---- said of it ---- */

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
static bool in_marks(const struct lint_finder *f, const struct lint_name_run *run)
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
bool lint_is_quoted(const struct lint_finder *f, const struct lint_name_run *run)
{
    const struct lint_text *t = f->t;
    if (in_marks(f, run))
        return true;
    bool clause = lint_clause_before(f, run->first); /* "wrote that ...": told of */
    for (size_t k = 1; !clause && k <= 4 && k <= run->first; k++)
        if (t->tokens.at[run->first - k + 1].gap == LINT_STOP)
            break;
        else if (lint_is(f, run->first - k, LINT_W_SAYS))
            return true;
    for (size_t i = run->end; i < run->end + 4 && i < t->tokens.n && t->tokens.at[i].gap != LINT_STOP; i++)
        if (lint_is(f, i, LINT_W_SAYS))
            return true;
    return false;
}

/* "... that Malenko is not tortured" */
bool lint_clause_before(const struct lint_finder *f, size_t i)
{
    static const char *const WORDS[] = { "that", "que", "dass", "что", "чтобы", "che", "dat", "ze" };
    for (size_t k = 0; i && k < sizeof WORDS / sizeof *WORDS; k++)
        if (lint_key_is(f->t, i - 1, WORDS[k]))
            return true;
    return false;
}

/* The Daily Courier, la Cruz Roja: people have none. */
bool lint_article_before(const struct lint_finder *f, size_t i)
{
    static const char *const WORDS[] = { "the",  "la",  "le",  "les", "l",    "el",  "los", "las",
                                         "il",   "gli", "der", "die", "das",  "den", "dem", "des",
                                         "het",  "du",  "aux", "au",  "del",  "al",  "an",  "a",
                                         "un",   "une", "una", "im",  "am",   "vom", "zum", "zur",
                                         "beim", "ins", "do",  "da",  "della" };
    bool on = i && !strcmp(f->r->lang, "de") && lint_key_is(f->t, i - 1, "an"); /* denken an ... */
    for (size_t k = 0; i && !on && k < sizeof WORDS / sizeof *WORDS; k++)
        if (lint_key_is(f->t, i - 1, WORDS[k]))
            return true;
    return false;
}

/* "Derechos y Deberes del Hombre": behind a title's word and an "and", with a link inside. */
static bool goes_on_with_and(const struct lint_finder *f, const struct lint_name_run *run)
{
    static const char AND[] = " y e et and und и ";
    const struct lint_text *t = f->t;
    size_t i = run->first;
    char word[8] = " ";
    bool link = false;
    for (size_t k = i + 1; k + 1 < run->end; k++)
        link |= lint_is(f, k, LINT_W_LINK);
    if (!link || i < 2 || t->tokens.at[i].gap != LINT_SPACE || t->tokens.at[i - 1].key_len > 4 ||
        lint_is(f, i, LINT_W_GIVEN) || !t->tokens.at[i - 2].capital)
        return false;
    strncat(strncat(word, lint_key(t, i - 1), t->tokens.at[i - 1].key_len), " ", 1);
    return strstr(AND, word) && lint_no_name(f, i - 2) && !lint_is(f, i - 2, LINT_W_ROLE) &&
           !lint_is(f, i - 2, LINT_W_OFFICE);
}

/* "Pacto Internacional de Derechos Civiles y Políticos": beside the word for a treaty. */
static bool of_treaty(const struct lint_finder *f, const struct lint_name_run *run)
{
    const struct lint_text *t = f->t;
    size_t first = run->first > 6 ? run->first - 6 : 0;
    for (size_t k = first; k < run->end + 2 && k < t->tokens.n; k++) {
        const char *value =
            t->tokens.at[k].sentence == t->tokens.at[run->first].sentence && t->tokens.at[k].capital
                ? lint_word_at(f->r->words, t, k, LINT_W_MEASURE, NULL)
                : NULL;
        if (value && !strcmp(value, "treaty"))
            return !lint_is(f, run->first, LINT_W_GIVEN);
    }
    return false;
}

/* "the Magnitsky Act", "Freedom of Opinion": part of a title of words with capitals. */
bool lint_of_title(const struct lint_finder *f, const struct lint_name_run *run)
{
    static const char OF[] = " of de des du del della di da do der for ";
    const struct lint_text *t = f->t;
    size_t i = run->first;
    char word[16] = " ";
    bool capital_behind = run->end < t->tokens.n && t->tokens.at[run->end].capital &&
                          t->tokens.at[run->end].gap == LINT_SPACE && !lint_is(f, run->end, LINT_W_STOP);
    if ((capital_behind && lint_article_before(f, i)) || goes_on_with_and(f, run) || of_treaty(f, run))
        return true;
    if (i < 2 || t->tokens.at[i].gap > LINT_SPACE || t->tokens.at[i - 1].gap > LINT_SPACE ||
        t->tokens.at[i - 1].key_len > 8 || !t->tokens.at[i - 2].capital || lint_starts_sentence(t, i - 2))
        return false;
    strncat(strncat(word, lint_key(t, i - 1), t->tokens.at[i - 1].key_len), " ", 1);
    return strstr(OF, word) && lint_no_name(f, i - 2) && !lint_is(f, i - 2, LINT_W_ROLE) && run->words == 1;
}
