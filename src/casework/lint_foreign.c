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

#include "satchel/base/i18n.h"
#include "satchel/casework/lint_near.h"
#include "satchel/casework/lint_outside.h"
#include "satchel/casework/lint_signs.h"

/* ---- known to the case ---- */

static bool all_known_words(const struct lint_finder *f, const struct lint_name_run *run)
{
    for (size_t i = run->first; i < run->end; i++)
        if (!lint_is(f, i, LINT_W_LINK) && !lint_known_word(&f->r->known, f->t, i))
            return false;
    return true;
}

/* The letters of the run without spaces are those of a known name: Abdulaziz, Abdul Aziz. */
static bool same_letters(const struct lint_finder *f, const struct lint_name_run *run)
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
static bool alone_known(const struct lint_finder *f, size_t name)
{
    return !strcmp(f->r->lang, "de") || f->r->known.names.at[name].text.tokens.n == 1;
}

/* Takes a known name off the run's ends; what is left is looked at by itself. */
static void without_known(const struct lint_finder *f, struct lint_name_run *run)
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

/* "release", "liberen a", before token i. */
static bool frees_before(const struct lint_finder *f, size_t i)
{
    for (size_t k = 1; k <= 3 && k <= i; k++) {
        const char *concept = lint_word_at(f->r->words, f->t, i - k, LINT_W_CONCEPT, NULL);
        if (concept && !strcmp(concept, "release"))
            return true;
    }
    return false;
}

/* Somebody is asked for before token i: with a verb whose object follows ("release", not "the release of"),
 * in a sentence that asks. */
static bool is_asked_free(const struct lint_finder *f, size_t i)
{
    static const char *const NOUNS[] = {
        "of", "de", "d", "von", "der", "des", "освобождения", "освобождении", "освобождение", "освобождению"
    };
    const char *value = lint_asked_for(f, i);
    if (!value || strcmp(value, "verb") != 0 || !frees_before(f, i))
        return false;
    for (size_t k = 0; k < sizeof NOUNS / sizeof *NOUNS; k++)
        if (lint_key_is(f->t, i - 1, NOUNS[k]))
            return false;
    for (size_t k = lint_sentence_start(f->t, i - 1); k < i; k++)
        if (lint_ua_word(f->t, k, UA_BIT(ASK) | UA_BIT(PLEASE), NULL) || lint_is(f, k, LINT_W_ASK))
            return true;
    return false;
}

static bool has_word(const struct lint_finder *f, const char *text, const struct lint_name_run *run)
{
    struct lint_text t;
    bool has = false;
    lint_text_make(&t, text);
    for (size_t i = run->first; i < run->end; i++)
        has |= lint_in_name(&t, f->t, i);
    f->r->failed |= t.failed;
    lint_text_free(&t);
    return has;
}

/* One of its words is in the name of somebody recorded, or in what the appeal asks. */
static bool is_of_records(const struct lint_finder *f, const struct lint_name_run *run)
{
    bool has = false;
    for (size_t n = 0; n < f->r->known.names.n && !has; n++)
        for (size_t i = run->first; i < run->end && !has; i++)
            has = lint_in_name(&f->r->known.names.at[n].text, f->t, i);
    for (size_t a = 0; a < f->r->c->asks.n && !has; a++)
        has = has_word(f, f->r->c->asks.at[a].text, run);
    return has;
}

/* The appeal tells of them, and asks nothing for them. */
static bool only_told_of(const struct lint_finder *f, const struct lint_name_run *run)
{
    return run->words > 1 && f->t == &f->r->body && is_asked_free(f, run->first) && all_known_words(f, run) &&
           !is_of_records(f, run);
}

static bool is_known(const struct lint_finder *f, struct lint_name_run *run)
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

static void add(const struct lint_finder *f, const struct lint_name_run *run, const struct lint_hit *hit,
                bool asked)
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

static bool plural(const struct lint_finder *f, const struct lint_name_run *run)
{
    for (size_t i = run->first; i < run->end; i++) {
        const struct lint_token *k = &f->t->tokens.at[i];
        if (lint_key(f->t, i)[k->key_len - 1] != 's' || lint_is(f, i, LINT_W_GIVEN))
            return false;
    }
    return true;
}

static bool in_lists(const struct lint_finder *f, const struct lint_name_run *run)
{
    for (size_t i = run->first; i < run->end; i++)
        if (!lint_is(f, i, LINT_W_LINK) && !lint_is(f, i, LINT_W_GIVEN) && lint_is_ordinary(f, i))
            return true;
    return false;
}

/* Named before in the letter as somebody it tells of in passing: "Mrs Testova" again. */
static bool is_told_already(const struct lint_finder *f, const struct lint_name_run *run)
{
    for (size_t k = 0; k < run->first; k++) {
        struct lint_name_run before = { k, k + 1, 1 };
        if (!f->t->tokens.at[k].capital || !lint_same_key(f->t, k, f->t, run->end - 1))
            continue;
        while (before.first > 0 && f->t->tokens.at[before.first].gap <= LINT_SPACE &&
               f->t->tokens.at[before.first - 1].capital && !lint_no_name(f, before.first - 1))
            before.first--;
        if (!lint_asked_for(f, before.first) &&
            (lint_of_writer(f, before.first) || lint_is_outside(f, &before)))
            return true;
    }
    return false;
}

/* Of somebody outside the case the letter may tell, unless it asks something for them. */
static bool is_in_passing(const struct lint_finder *f, const struct lint_name_run *run)
{
    if (lint_done_to(f, run->end) && !lint_is_long_ago(f, run))
        return false;
    return lint_is_outside(f, run) || is_told_already(f, run);
}

static void judge_single(const struct lint_finder *f, const struct lint_name_run *run)
{
    const struct lint_token *k = &f->t->tokens.at[run->first];
    struct lint_hit hit;
    bool german = !strcmp(f->r->lang, "de"), given = lint_is(f, run->first, LINT_W_GIVEN);
    const char *value = lint_asked_for(f, run->first);
    bool asked =
             !german && ((value && (given || !strcmp(value, "verb"))) || lint_release_before(f, run->first)),
         courtesy = lint_courtesy_before(f->r, f->t, run->first) && !lint_of_writer(f, run->first);
    if (k->upper || k->to - k->from < 3 || lint_is_place(f, run) || plural(f, run) ||
        (!value && !asked && lint_behind_preposition(f, run->first)) || in_lists(f, run) ||
        lint_of_title(f, run) || lint_is(f, run->first, LINT_W_OFFICE))
        return;
    if (!given && !lint_starts_sentence(f->t, run->first) &&
        lint_names_of_surname(f->r->names, f->t, run->first, f->r->c->kase, &hit) && hit.kase &&
        hit.kase != f->r->c->kase) {
        add(f, run, &hit, false);
        return;
    }
    bool suffers = !german && lint_clause_before(f, run->first) && lint_done_to(f, run->end);
    bool against = !german && value && !lint_of_writer(f, run->first);
    courtesy =
        courtesy && lint_like_a_case(f, run) && !is_in_passing(f, run) && !lint_explained_behind(f, run->end);
    if (asked || suffers || against || courtesy)
        add(f, run, NULL, asked);
}

/* Two words and more that are nobody known: a sign by themselves where only names have capitals, and in
 * German where neither is an ordinary noun. */
static bool stands_for_somebody(const struct lint_finder *f, const struct lint_name_run *run, bool given)
{
    static const char LANGUAGES[] = " en es fr de it ru pt pl nl ";
    if (lint_explained(f, run->first) || lint_is_quoted(f, run) || f->t != &f->r->body ||
        !strstr(LANGUAGES, f->r->lang))
        return false;
    if (given)
        return true;
    for (size_t i = run->first; i < run->end; i++)
        if (lint_known_word(&f->r->known, f->t, i))
            return false;
    bool apart = false; /* Val-de-Brume is a place */
    for (size_t i = run->first; i < run->end; i++) {
        apart |= i > run->first && f->t->tokens.at[i].gap == LINT_SPACE;
        if (lint_is(f, i, LINT_W_LINK))
            return false;
    }
    return apart && !in_lists(f, run) && !lint_article_before(f, run->first);
}

/* Somebody else, of whom a pronoun may be. */
static void keep_other(const struct lint_finder *f, const struct lint_name_run *run)
{
    bool one = run->words > 1 || lint_courtesy_before(f->r, f->t, run->first);
    if (one && f->t == &f->r->body && f->r->n_others < LINT_MOST && !lint_is_place(f, run) &&
        !lint_article_before(f, run->first))
        f->r->others[f->r->n_others++] = f->t->tokens.at[run->first].from;
}

static void judge(const struct lint_finder *f, struct lint_name_run run)
{
    struct lint_hit hit;
    while (run.words > 2 && lint_is(f, run.first, LINT_W_ROLE)) { /* the Journalist Anna Testova */
        run.first++;
        run.words--;
    }
    size_t first = run.first, end = run.end;
    if (only_told_of(f, &run)) {
        char words[LINT_WORDS_BYTES];
        lint_add_tokens(
            f->r, LINT_FOREIGN_NAME, f->t, first, end, 0,
            _("The letter asks for %s to be freed; the appeal tells of them and does not ask it."),
            lint_words_of(f->t, first, end, words));
        return;
    }
    if (is_known(f, &run) || lint_near_name(f->r, f->t, first, end))
        return;
    if (run.words == 2 && lint_starts_sentence(f->t, first) && !lint_is(f, first, LINT_W_GIVEN) &&
        lint_near_name(f->r, f->t, first + 1, end)) /* its capital may be the sentence's */
        return;
    keep_other(f, &run);
    if (run.words == 1) {
        judge_single(f, &run);
        return;
    }
    if (run.words > 2 && lint_starts_sentence(f->t, run.first) &&
        lint_names_of_words(f->r->names, f->t, run.first + 1, run.end, f->r->c->kase, &hit) && hit.kase) {
        run.first++; /* its capital is the sentence's */
        run.words--;
    }
    if (lint_names_of_words(f->r->names, f->t, run.first, run.end, f->r->c->kase, &hit) && hit.kase) {
        add(f, &run, &hit, false);
        return;
    }
    bool asked = lint_asked_for(f, run.first) || lint_release_before(f, run.first), given = false;
    if (!asked && lint_explained_behind(f, run.end))
        return;
    for (size_t i = run.first; i + 1 < run.end; i++)
        given |= lint_is(f, i, LINT_W_GIVEN);
    bool thing = !given && !strcmp(f->r->lang, "de") && first && lint_key_is(f->t, first - 1, "das");
    if (thing || lint_is_place(f, &run) || (plural(f, &run) && !given) || lint_of_title(f, &run) ||
        (!asked && !given && lint_behind_preposition(f, run.first)))
        return;
    if (!asked && lint_is_quoted(f, &run))
        return;
    bool beside = lint_beside_known(f, &run);
    if (!asked && !beside && is_in_passing(f, &run))
        return;
    bool told = (lint_role_before(f, run.first) && lint_like_a_case(f, &run)) || beside;
    if (given || strcmp(f->r->lang, "de") != 0) /* any noun has a capital there */
        told |=
            lint_suffered_before(f, run.first) != NULL || (f->nobody && lint_of_people_here(f, run.first));
    if (asked || lint_asked_after(f, run.end) || lint_done_to(f, run.end) ||
        (told && !lint_explained(f, run.first)) ||
        (lint_like_a_case(f, &run) && stands_for_somebody(f, &run, given)))
        add(f, &run, NULL, asked);
}

static struct lint_name_run part_of(const struct lint_finder *f, size_t first, size_t end)
{
    struct lint_name_run part = { first, end, 0 };
    for (size_t i = first; i < end; i++)
        part.words += f->t->tokens.at[i].capital || !lint_is(f, i, LINT_W_LINK);
    return part;
}

/* "Anna Testova e Ruggero Testini": each by itself. */
static void judge_each(const struct lint_finder *f, const struct lint_name_run *run)
{
    for (size_t k = run->first + 2; k + 2 < run->end; k++)
        if ((lint_key_is(f->t, k, "e") || lint_key_is(f->t, k, "y")) && !f->t->tokens.at[k].capital) {
            struct lint_name_run rest = part_of(f, k + 1, run->end);
            judge(f, part_of(f, run->first, k));
            judge_each(f, &rest);
            return;
        }
    judge(f, *run);
}

/* Two words of a line in capitals are a name: a given name, or what is asked before it, and a word of no list
 * behind it, and neither of the case. A list of people, which has no other words either, is not in capitals.
 */
static bool shouted_name(const struct lint_finder *f, size_t i)
{
    struct lint_name_run run = { i, i + 2, 2 };
    bool told = lint_is(f, i, LINT_W_GIVEN) || lint_asked_for(f, i);
    return told && f->t->tokens.at[i].upper && f->t->tokens.at[i + 1].upper && !lint_no_name(f, i) &&
           !lint_no_name(f, i + 1) && !lint_is_ordinary(f, i + 1) && !lint_is_month(f, i) &&
           !lint_is_place(f, &run) && !all_known_words(f, &run);
}

/* Where every word has a capital only names of the vault tell, and given names. */
static void judge_shouted(const struct lint_finder *f, size_t first, size_t end)
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
        add(f, &(struct lint_name_run){ i, i + 2, 2 }, met ? &hit : NULL, false);
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
    struct lint_finder f = { r, t, names_nobody(r) };
    for (size_t first = 0, end; first < t->tokens.n; first = end) {
        struct lint_name_run run;
        end = lint_sentence_end(t, first);
        if (t != &r->salutation && is_shouting(t, first, end, !strcmp(r->lang, "de"))) {
            judge_shouted(&f, first, end);
            continue;
        }
        for (size_t i = first; lint_next_name(&f, &i, end, &run);) {
            if (t != &r->salutation)
                judge_each(&f, &run);
            else if (!is_known(&f, &(struct lint_name_run){ run.first, run.end,
                                                            run.words })) /* else: lint_salutation.h */
                lint_near_name(r, t, run.first, run.end);
        }
    }
}
