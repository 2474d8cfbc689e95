/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request is found again when two sentences of the letter that follow each other hold much of its words, in
 * whatever order, or more than half of its concepts, in whatever words. A request in another language than
 * the letter's is compared by its concepts alone; when it has none, nothing is said of it. */
#include "satchel/casework/lint_asks.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_units.h"

#define ANY  (1u << LINT_UNIT_WORD | 1u << LINT_UNIT_CONCEPT | 1u << LINT_UNIT_NAME | 1u << LINT_UNIT_NUMBER)
#define MEAN (1u << LINT_UNIT_WORD | 1u << LINT_UNIT_CONCEPT | 1u << LINT_UNIT_NUMBER)

struct sentence {
    size_t first, end;
    struct lint_units units;
    bool request, item;
};
struct sentences {
    DYN(struct sentence) all;
};

/* A bullet, or a number with its stop, stands before it, and no word on its line. */
static bool is_item(const struct lint_text *t, size_t first, size_t end)
{
    const char *s = t->s;
    const struct lint_token *one = &t->tokens.at[first], *before = first ? one - 1 : NULL;
    size_t at = one->from, line = at;
    while (line > 0 && s[line - 1] != '\n')
        line--;
    while (line < at && (s[line] == ' ' || s[line] == '\t'))
        line++;
    if (line < at)
        return !before || before->from < line || (before->from == line && before->to - line <= 2);
    return one->number && end > first + 1 && s[one->to] == '.';
}

/* A list item, or a sentence with a verb of asking. */
static bool is_request(const struct lint_run *r, size_t first, size_t end)
{
    const struct lint_text *t = &r->body;
    if (is_item(t, first, end))
        return true;
    for (size_t i = first; i < end; i++) {
        size_t len;
        const struct lint_token *k = &t->tokens.at[i];
        if (lint_ua_word(t, i, UA_BIT(ASK) | UA_BIT(PLEASE), NULL) ||
            lint_word_is(r->words, t, i, LINT_W_ASK))
            return true;
        for (size_t b = 0; k->script == LINT_CJK && b < k->key_len; b += 3)
            if (lint_word_inside(r->words, lint_key(t, i) + b, k->key_len - b, LINT_W_ASK, &len))
                return true;
    }
    return false;
}

/* "I urge you to: release ...; ensure ..." without bullets. */
static bool goes_on(const struct lint_text *t, const struct sentence *before)
{
    char behind = t->s[t->tokens.at[before->end - 1].to];
    return before->request && (behind == ':' || behind == ';');
}

static void read_sentences(struct lint_run *r, struct sentences *s)
{
    const struct lint_text *t = &r->body;
    for (size_t first = 0, end; first < t->tokens.n; first = end) {
        end = lint_sentence_end(t, first);
        if (dyn_room(&s->all) < 0) {
            r->failed = true;
            return;
        }
        struct sentence *one = &s->all.at[s->all.n++];
        *one = (struct sentence){
            .first = first, .end = end, .request = is_request(r, first, end), .item = is_item(t, first, end)
        };
        one->request |= s->all.n > 1 && goes_on(t, &one[-1]);
        lint_units_read(r, t, first, end, &one->units);
    }
}

static void free_sentences(struct sentences *s)
{
    for (size_t i = 0; i < s->all.n; i++)
        lint_units_free(&s->all.at[i].units);
    free(s->all.at);
}

/* ---- missing ---- */

/* Where reasons begin ("as she is a prisoner of conscience"): they need not be repeated. */
static size_t without_reasons(const struct lint_run *r, const struct lint_text *t)
{
    static const char *const REASONS[] = { "as",     "since",     "because", "porque",  "ya",   "puesto",
                                           "pues",   "car",       "parce",   "puisque", "weil", "da",
                                           "denn",   "поскольку", "так",     "ибо",     "که",   "لأن",
                                           "perché", "poiche",    "pois" };
    for (size_t i = 4; i < t->tokens.n; i++)
        for (size_t k = 0; t->tokens.at[i].gap == LINT_COMMA && k < sizeof REASONS / sizeof *REASONS; k++)
            if (lint_key_is(t, i, REASONS[k]) && !lint_word_is(r->words, t, i, LINT_W_CONCEPT))
                return i;
    return t->tokens.n;
}

/* "Pending her release, ...": when, not what. */
static size_t without_condition(const struct lint_text *t)
{
    static const char *const UNTIL[] = { "pending", "until", "while", "meanwhile", "mientras", "hasta",
                                         "en",      "dans",  "jusqu", "bis",       "solange",  "до",
                                         "пока",    "в",     "in",    "enquanto",  "ate",      "fino",
                                         "tot",     "إلى",   "ريثما" };
    for (size_t k = 0; t->tokens.n && k < sizeof UNTIL / sizeof *UNTIL; k++)
        for (size_t i = 1; lint_key_is(t, 0, UNTIL[k]) && i < 8 && i + 3 < t->tokens.n; i++)
            if (t->tokens.at[i].gap == LINT_COMMA)
                return i;
    return 0;
}

/* What a request begins with, its verb in most languages: the first unit that weighs something. */
static uint32_t head_of(const struct lint_units *u)
{
    for (size_t k = 0; k < u->all.n; k++)
        if (u->all.at[k].weight >= 10 && u->all.at[k].kind != LINT_UNIT_NUMBER)
            return u->all.at[k].hash;
    return 0;
}

/* Weight of u found in sentence i and the next, in tenths. What is told, and asks for nothing, counts less
 * ("53 workers were dismissed"), unless it has the verb of the request. */
static unsigned found_at(const struct lint_units *u, const struct sentences *s, size_t i, unsigned kinds)
{
    const struct sentence *one = &s->all.at[i], *next = i + 1 < s->all.n ? one + 1 : NULL;
    uint32_t head = head_of(u);
    bool headed = lint_units_have(&one->units, head) || (next && lint_units_have(&next->units, head));
    unsigned sum = 0;
    for (size_t k = 0; k < u->all.n; k++) {
        const struct lint_unit *unit = &u->all.at[k];
        bool here = lint_units_have(&one->units, unit->hash),
             behind = next && lint_units_have(&next->units, unit->hash),
             asked = headed || (here && one->request) || (behind && next->request);
        if ((kinds >> unit->kind & 1) && (here || behind))
            sum += unit->weight * (asked ? 10u : 7u);
    }
    return sum / 10;
}

/* The language of all that is asked: one request alone is often too short to tell. */
static const char *asks_language(const struct lint_run *r)
{
    struct buf all = { 0 };
    struct lint_text t;
    for (size_t i = 0; i < r->c->asks.n; i++)
        buf_addf(&all, "%s\n", r->c->asks.at[i].text);
    lint_text_make(&t, buf_text(&all));
    const char *language = lint_language_of(r, &t, LINT_LANGUAGE_SURE);
    lint_text_free(&t);
    buf_free(&all);
    return language;
}

/* Could the request be in another language than the letter? of_asks: that of them all. */
static bool foreign_language(const struct lint_run *r, const struct lint_text *ask, const char *of_asks)
{
    const char *read = lint_language(r, LINT_LANGUAGE_SURE),
               *of_ask = lint_language_of(r, ask, LINT_LANGUAGE_SURE);
    bool ask_uncased = lint_mostly_uncased(ask), body_uncased = lint_mostly_uncased(&r->body);
    if (ask_uncased != body_uncased)
        return true;
    if (ask->tokens.n && r->body.tokens.n && ask->tokens.at[0].script != r->body.tokens.at[0].script &&
        ask->tokens.at[0].script && r->body.tokens.at[0].script)
        return true;
    of_ask = *of_ask ? of_ask : of_asks;
    return *read && *of_ask && strcmp(read, of_ask) != 0;
}

static size_t concepts_of(const struct lint_units *u)
{
    size_t n = 0;
    for (size_t k = 0; k < u->all.n; k++)
        n += u->all.at[k].kind == LINT_UNIT_CONCEPT && u->all.at[k].weight >= 10;
    return n;
}

/* The most of u that two sentences hold; *all: how much there is of it. */
static unsigned best_of(const struct lint_units *u, const struct sentences *s, unsigned kinds, unsigned *all)
{
    unsigned best = 0;
    *all = lint_units_weight(u, NULL, kinds);
    for (size_t i = 0; i < s->all.n; i++) {
        unsigned here = found_at(u, s, i, kinds);
        best = here > best ? here : best;
    }
    return best;
}

/* In its own words, or in others that mean half of it. Across languages only what is not touched at all is
 * said to be missing, and nothing of what is too short to tell. */
static bool is_there(struct lint_run *r, const struct lint_text *ask, bool other, const struct sentences *s)
{
    struct lint_units u = { 0 };
    unsigned words, concepts;
    lint_units_read(r, ask, without_condition(ask), without_reasons(r, ask), &u);
    unsigned said = best_of(&u, s, ANY, &words), meant = best_of(&u, s, 1u << LINT_UNIT_CONCEPT, &concepts);
    bool little = concepts_of(&u) < 2;
    lint_units_free(&u);
    return other ? little || meant * 3 >= concepts
                 : !words || said * 20 >= words * 9 || (concepts && meant * 2 > concepts);
}

void lint_missing_asks(struct lint_run *r)
{
    struct sentences s = { 0 };
    if (!r->body.tokens.n)
        return;
    read_sentences(r, &s);
    const char *of_asks = asks_language(r);
    for (size_t i = 0; i < r->c->asks.n; i++) {
        const struct lint_ask *ask = &r->c->asks.at[i];
        struct lint_text t;
        char words[LINT_WORDS_BYTES];
        lint_text_make(&t, ask->text);
        bool other = t.tokens.n && foreign_language(r, &t, of_asks);
        r->out->notes.asks_not_compared |= other;
        if (t.tokens.n && !is_there(r, &t, other, &s))
            lint_add_whole(r, LINT_MISSING_ASK, ask->id, _("The appeal asks, and the letter does not: “%s”"),
                           lint_words_of(&t, 0, t.tokens.n, words));
        r->failed |= t.failed;
        lint_text_free(&t);
    }
    free_sentences(&s);
}

/* ---- in another language ---- */

#define REQUEST_SURE  5  /* common words of a language in one sentence */
#define PASSAGE_WORDS 12 /* of a sentence that asks for nothing */

/* The commonest words of the other language are at least twice those of the letter's. */
static bool in_other_language(struct lint_run *r, const struct sentence *s, const char *letter)
{
    const struct lint_text *t = &r->body;
    size_t from = t->tokens.at[s->first].from, n = t->tokens.at[s->end - 1].to - from;
    char *words = strndup(t->s + from, n);
    struct lint_text one;
    lint_text_make(&one, words);
    const char *is = lint_language_of(r, &one, REQUEST_SURE);
    size_t least = s->request ? REQUEST_SURE + 1 : PASSAGE_WORDS;
    bool other = s->end - s->first >= least && *is && strcmp(is, letter) != 0 &&
                 (lint_language_words(r, &one, letter) * 2 <= lint_language_words(r, &one, is) ||
                  one.tokens.at[0].script != t->tokens.at[0].script);
    r->failed |= !words || one.failed;
    lint_text_free(&one);
    str_free(words);
    return other;
}

/* "..." before it: somebody's own words. */
static bool is_quoted(const struct lint_text *t, const struct sentence *s)
{
    static const char *const MARKS[] = { "\"", "“", "„", "«", "‘", "»" };
    size_t from = t->tokens.at[s->first].from;
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
        size_t n = strlen(MARKS[i]);
        if ((from >= n && !memcmp(t->s + from - n, MARKS[i], n)) ||
            (from > n && !memcmp(t->s + from - n - 1, MARKS[i], n)))
            return true;
    }
    return false;
}

static size_t words_in_other_language(struct lint_run *r, const struct sentences *s, const char *letter,
                                      bool *is)
{
    size_t words = 0;
    for (size_t i = 0; i < s->all.n; i++) {
        is[i] = in_other_language(r, &s->all.at[i], letter) && !is_quoted(&r->body, &s->all.at[i]);
        words += is[i] ? s->all.at[i].end - s->all.at[i].first : 0;
    }
    return words;
}

/* A request or a passage put in from elsewhere and never translated. A letter in two languages on purpose has
 * a large part in each. */
void lint_request_language(struct lint_run *r)
{
    struct sentences s = { 0 };
    const char *letter = lint_language(r, LINT_LANGUAGE_SURE);
    if (!*letter)
        return;
    read_sentences(r, &s);
    bool *is = calloc(s.all.n + 1, sizeof *is);
    r->failed |= !is;
    bool both = is && words_in_other_language(r, &s, letter, is) * 5 > r->body.tokens.n * 2;
    for (size_t i = 0; is && i < s.all.n; i++)
        if (is[i] && (s.all.at[i].request || (!both && (!i || !is[i - 1]))))
            lint_add_tokens(r, LINT_LANGUAGE, &r->body, s.all.at[i].first, s.all.at[i].end, 0,
                            s.all.at[i].request ? _("This request is in another language than the letter.")
                                                : _("This passage is in another language than the letter."));
    free(is);
    free_sentences(&s);
}

/* ---- doubled ---- */

/* All names and numbers of one are those of the other. */
static bool same_of_kind(const struct lint_units *a, const struct lint_units *b, enum lint_unit_kind kind)
{
    for (size_t i = 0; i < a->all.n; i++)
        if (a->all.at[i].kind == kind && !lint_units_have(b, a->all.at[i].hash))
            return false;
    return true;
}

/* The same people: in a list one item may name them and another say "their". */
static bool same_people(const struct sentence *a, const struct sentence *b)
{
    unsigned name = 1u << LINT_UNIT_NAME;
    bool unnamed = !lint_units_weight(&a->units, NULL, name) || !lint_units_weight(&b->units, NULL, name);
    return (unnamed && a->item && b->item) || (same_of_kind(&a->units, &b->units, LINT_UNIT_NAME) &&
                                               same_of_kind(&b->units, &a->units, LINT_UNIT_NAME));
}

#define MOST_SIGNS 80 /* characters of a request */

/* The different characters of a request in one run, but for those too common; 0: not such a request. */
static size_t signs_of(const struct lint_run *r, const struct sentence *one, uint32_t out[static MOST_SIGNS])
{
    size_t n = 0, len, step;
    for (size_t i = one->first; i < one->end; i++) {
        const char *s = lint_key(&r->body, i);
        const struct lint_token *k = &r->body.tokens.at[i];
        for (size_t at = 0; at < k->key_len && k->script == LINT_CJK && n < MOST_SIGNS; at += step) {
            step = text_decode(s + at, k->key_len - at, &out[n]);
            bool stop = lint_word_inside(r->words, s + at, step, LINT_W_STOP, &len), met = false;
            for (size_t j = 0; j < n; j++)
                met |= out[j] == out[n];
            n += !stop && !met;
        }
    }
    return n;
}

/* Without spaces words are told by their characters: nearly the same ones, in whatever order. */
static bool same_signs(const struct lint_run *r, const struct sentence *a, const struct sentence *b)
{
    uint32_t x[MOST_SIGNS], y[MOST_SIGNS];
    size_t n = signs_of(r, a, x), m = signs_of(r, b, y), common = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            common += x[i] == y[j];
    return common >= 8 && common * 5 >= (n + m - common) * 4 &&
           same_of_kind(&a->units, &b->units, LINT_UNIT_CONCEPT) &&
           same_of_kind(&b->units, &a->units, LINT_UNIT_CONCEPT);
}

static bool same_request(const struct lint_run *r, const struct sentence *one, const struct sentence *other)
{
    const struct lint_units *a = &one->units, *b = &other->units;
    if (!same_people(one, other) || !same_of_kind(a, b, LINT_UNIT_NUMBER) ||
        !same_of_kind(b, a, LINT_UNIT_NUMBER))
        return false;
    if (same_signs(r, one, other))
        return true;
    unsigned common = lint_units_weight(a, b, MEAN),
             all = lint_units_weight(a, NULL, MEAN) + lint_units_weight(b, NULL, MEAN) - common;
    return common >= 15 && common * 5 >= all * 4;
}

void lint_duplicate_asks(struct lint_run *r)
{
    struct sentences s = { 0 };
    char words[LINT_WORDS_BYTES];
    read_sentences(r, &s);
    for (size_t j = 1; j < s.all.n && j < 200; j++)
        for (size_t i = 0; i < j; i++) {
            struct sentence *a = &s.all.at[i], *b = &s.all.at[j];
            if (!a->request || !b->request || !same_request(r, a, b))
                continue;
            lint_add_tokens(r, LINT_DUPLICATE_ASK, &r->body, b->first, b->end, 0,
                            _("This request stands in the letter before: “%s”"),
                            lint_words_of(&r->body, a->first, a->end, words));
            break;
        }
    free_sentences(&s);
}
