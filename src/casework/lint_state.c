/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who was released, or is dead, by the newest state recorded: a letter may say so, mourn, ask for an
 * inquiry, or tell with whom somebody was arrested; it may not speak of them as held. What is said of a
 * person is read from the sentences that name them and from those beside, where these name nobody else at
 * risk. Tests: tests/unit/lint/person-released-or-dead.cases, state-more.cases. */
#include "satchel/casework/lint_state.h"

#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/casework/lint_counted.h"

struct state {
    const struct lint_run *r;
    const struct lint_text *t;
    size_t person;
    const char *want; /* "dead", "free" */
};

/* ---- words ---- */

/* "kam im März frei": a German verb in two parts. */
static bool came_free(const struct lint_text *t, size_t first, size_t end)
{
    static const char *const CAME[] = { "kam", "kamen", "ist", "sind" };
    bool came = false;
    for (size_t i = first; i < end; i++) {
        if (came && (lint_key_is(t, i, "frei") || lint_key_is(t, i, "freigekommen")))
            return true;
        for (size_t k = 0; k < sizeof CAME / sizeof *CAME; k++)
            came |= lint_key_is(t, i, CAME[k]);
    }
    return false;
}

/* A word of the class with this value (NULL: any) among tokens first..end-1. */
static bool has_word(const struct state *s, size_t first, size_t end, enum lint_class of, const char *want)
{
    const struct lint_words *w = s->r->words;
    size_t len, taken = 0;
    for (size_t i = first; i < end; i++) {
        const struct lint_token *k = &s->t->tokens.at[i];
        const char *value = i >= taken ? lint_word_at(w, s->t, i, of, &len) : NULL;
        if (value && (!want || !strcmp(value, want)))
            return true;
        if (value && (!strcmp(value, "-") || (of == LINT_W_KNOWS && !strcmp(value, "held"))))
            taken = i + len; /* "must not be killed" says of nobody that they were killed; "not let out" */
        for (size_t at = 0; k->script == LINT_CJK && at < k->key_len; at += 3) {
            value = lint_word_inside(w, lint_key(s->t, i) + at, k->key_len - at, of, &len);
            if (value && (!want || !strcmp(value, want)))
                return true;
        }
    }
    return false;
}

static bool released_here(const struct state *s, size_t first, size_t end)
{
    return has_word(s, first, end, LINT_W_EVENT, "release") || has_word(s, first, end, LINT_W_FREE, "verb") ||
           has_word(s, first, end, LINT_W_FREE, "after");
}

/* "The release of ... on 8 January has been a joy": a release with its day, or with joy, and nothing asked.
 */
static bool told_as_past(const struct state *s, size_t first, size_t end)
{
    if (!released_here(s, first, end) && !has_word(s, first, end, LINT_W_KNOWS, "release"))
        return false;
    return has_word(s, first, end, LINT_W_KNOWS, "glad") && !has_word(s, first, end, LINT_W_KNOWS, "held");
}

/* Do tokens first..end-1 say themselves that somebody is free, or dead? */
static bool knows(const struct state *s, size_t first, size_t end)
{
    bool free = !strcmp(s->want, "free");
    if (free && !strcmp(s->r->lang, "de") && came_free(s->t, first, end))
        return true;
    return has_word(s, first, end, LINT_W_KNOWS, s->want) || (free && told_as_past(s, first, end));
}

/* ---- sentences ---- */

static bool names(const struct state *s, size_t person, size_t first, size_t end)
{
    size_t to;
    for (size_t i = first; i < end; i++)
        if ((s->t->tokens.at[i].capital || s->t->tokens.at[i].script >= LINT_ARABIC) &&
            lint_known_person_at(&s->r->known, s->r->words, s->t, (int)person, i, &to))
            return true;
    return false;
}

static bool names_others(const struct state *s, size_t first, size_t end)
{
    for (size_t p = 0; p < s->r->c->people.n; p++)
        if (p != s->person && s->r->c->people.at[p].at_risk && names(s, p, first, end))
            return true;
    return false;
}

/* The sentence beside, of the same paragraph's talk, when it names nobody else at risk. */
static bool beside_knows(const struct state *s, size_t first, size_t end)
{
    size_t before = first, after = end < s->t->tokens.n ? lint_sentence_end(s->t, end) : end;
    while (before > 0 && (before == first || !lint_starts_sentence(s->t, before)))
        before--;
    return (before < first && !names_others(s, before, first) && knows(s, before, first)) ||
           (end < after && !names_others(s, end, after) && knows(s, end, after));
}

/* "... who was arrested with Anna Testova": what happened then, and nothing that is so now. */
static bool only_then(const struct state *s, size_t first, size_t end)
{
    return has_word(s, first, end, LINT_W_EVENT, "arrest") && !released_here(s, first, end) &&
           !has_word(s, first, end, LINT_W_ASK, NULL) && !has_word(s, first, end, LINT_W_KNOWS, "held") &&
           names_others(s, first, end);
}

/* "... is still in a cell", "release ...": of this person alone. */
static bool surely_held(const struct state *s, size_t first, size_t end)
{
    return !names_others(s, first, end) &&
           (has_word(s, first, end, LINT_W_KNOWS, "held") ||
            (has_word(s, first, end, LINT_W_ASK, NULL) && released_here(s, first, end)));
}

/* ---- the rule ---- */

struct verdict {
    size_t at, end; /* of the name; SIZE_MAX: not named */
    bool knows, held;
};

static void judge_mention(const struct state *s, size_t at, size_t to, struct verdict *v)
{
    size_t first = lint_sentence_start(s->t, at), end = lint_sentence_end(s->t, at);
    bool here = knows(s, first, end);
    if (here || beside_knows(s, first, end))
        v->knows = true;
    if (here || only_then(s, first, end) || v->held)
        return;
    v->held = surely_held(s, first, end);
    if (v->at == SIZE_MAX || v->held) {
        v->at = at;
        v->end = to;
    }
}

#define LONGEST_NAME 6 /* words before a family name */

/* "Quispe Ibarra" of "Rosaura Quispe Ibarra" is not her brother. */
static bool in_name_of_another(const struct state *s, size_t at, size_t end)
{
    for (size_t from = at > LONGEST_NAME ? at - LONGEST_NAME : 0, to; from < at; from++)
        for (size_t p = 0; p < s->r->c->people.n; p++)
            if (p != s->person && lint_known_person_at(&s->r->known, s->r->words, s->t, (int)p, from, &to) &&
                to >= end)
                return true;
    return false;
}

static struct verdict judge(const struct state *s)
{
    struct verdict v = { SIZE_MAX, 0, false, false };
    size_t end;
    for (size_t at = 0;
         (at = lint_known_person(&s->r->known, s->r->words, s->t, (int)s->person, at, &end)) != SIZE_MAX;
         at = end)
        if (!in_name_of_another(s, at, end))
            judge_mention(s, at, end, &v);
    return v;
}

/* ---- told of in the case, and not recorded ---- */

/* The appeal asks for this person's release, or for that of the only one it is about. */
static bool release_asked(const struct lint_run *r, size_t person)
{
    size_t at_risk = 0;
    bool asked = false;
    for (size_t i = 0; i < r->c->people.n; i++)
        at_risk += r->c->people.at[i].at_risk;
    for (size_t i = 0; i < r->c->asks.n && !asked; i++) {
        struct lint_text t;
        lint_text_make(&t, r->c->asks.at[i].text);
        struct state s = { r, &t, person, "free" };
        asked = (at_risk == 1 || names(&s, person, 0, t.tokens.n)) && released_here(&s, 0, t.tokens.n);
        lint_text_free(&t);
    }
    return asked;
}

/* What the last sentence of a text that tells it of this person alone says of them: free or not. */
static void read_told(const struct state *s, bool *free)
{
    for (size_t first = 0, end; first < s->t->tokens.n; first = end) {
        end = lint_sentence_end(s->t, first);
        if (!names(s, s->person, first, end) || names_others(s, first, end))
            continue;
        if (knows(s, first, end) && has_word(s, first, end, LINT_W_EVENT, "release"))
            *free = true;
        else if (has_word(s, first, end, LINT_W_EVENT, "arrest") ||
                 has_word(s, first, end, LINT_W_EVENT, "sentence") ||
                 has_word(s, first, end, LINT_W_KNOWS, "held"))
            *free = false;
    }
}

static bool told_free(struct lint_run *r, size_t person)
{
    bool free = false;
    for (size_t i = 0; i < r->c->texts.n; i++) {
        struct lint_text t;
        lint_text_make(&t, r->c->texts.at[i]);
        r->failed |= t.failed;
        read_told(&(struct state){ r, &t, person, "free" }, &free);
        lint_text_free(&t);
    }
    return free && !release_asked(r, person);
}

/* "Anton Testow is still behind bars", where the appeal tells of his release. */
static void check_told(struct lint_run *r, size_t person)
{
    const struct lint_person *p = &r->c->people.at[person];
    struct state s = { r, &r->body, person, "free" };
    struct verdict v = judge(&s);
    if (v.at != SIZE_MAX && v.held && told_free(r, person))
        lint_add_tokens(r, LINT_PERSON, &r->body, v.at, v.end, p->id,
                        _("%s was released, as the case tells."), p->names.n ? p->names.at[0] : "");
}

static void add(struct lint_run *r, const struct lint_person *p, size_t at, size_t end)
{
    const char *who = p->names.n ? p->names.at[0] : "",
               *format = p->state == LINT_STATE_DEAD ? p->since ? _("%1$s is dead, as recorded (%2$s).")
                                                                : _("%1$s is dead, as recorded.")
                         : p->since ? _("%1$s was released, as recorded (%2$s).")
                                                     : _("%1$s was released, as recorded.");
    struct buf says = { 0 };
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    buf_addf(&says, format, who, p->since ? p->since : "");
#pragma GCC diagnostic pop
    if (at == SIZE_MAX)
        lint_add_whole(r, LINT_PERSON, p->id, "%s", buf_text(&says));
    else
        lint_add_tokens(r, LINT_PERSON, &r->body, at, end, p->id, "%s", buf_text(&says));
    buf_free(&says);
}

/* The only one whom the letter can be about, and it does not name them. */
static bool meant_unnamed(const struct state *s)
{
    size_t at_risk = 0;
    for (size_t i = 0; i < s->r->c->people.n; i++)
        at_risk += s->r->c->people.at[i].at_risk;
    return at_risk == 1 && !s->r->c->group_only && !names(s, s->person, 0, s->t->tokens.n) &&
           !knows(s, 0, lint_sentence_end(s->t, 0));
}

void lint_person_state(struct lint_run *r)
{
    for (size_t i = 0; i < r->c->people.n && r->body.tokens.n; i++) {
        const struct lint_person *p = &r->c->people.at[i];
        struct state s = { r, &r->body, i, p->state == LINT_STATE_DEAD ? "dead" : "free" };
        if (p->at_risk && p->state == LINT_STATE_OPEN)
            check_told(r, i);
        if (!p->at_risk || p->state == LINT_STATE_OPEN)
            continue;
        struct verdict v = judge(&s);
        if ((v.at != SIZE_MAX && (v.held || !v.knows)) || meant_unnamed(&s))
            add(r, p, v.at, v.end);
    }
}
