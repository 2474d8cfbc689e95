/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence asks when it is an item of a list, has a verb of asking or another sign of a wish, or begins
 * with an imperative. What is told ("he was beaten") is no request, whatever it speaks of. */
#include "satchel/casework/lint_asks_read.h"

#include <stdlib.h>
#include <string.h>

static bool is_numeral(const char *s)
{
    static const char *const NUMERALS[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
    for (size_t i = 0; i < sizeof NUMERALS / sizeof *NUMERALS; i++)
        if (!strncmp(s, NUMERALS[i], 3))
            return true;
    return false;
}

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
    if (one->script == LINT_CJK && end > first + 1 && one->key_len == 3 && one[1].gap == LINT_COMMA)
        return is_numeral(lint_key(t, first));
    bool number = one->number || (one->key_len == 1 && s[one->to] == ')'); /* 1. 1) a) */
    return number && end > first + 1 && (s[one->to] == '.' || s[one->to] == ')');
}

/* ---- signs of a wish ---- */

/* The ending of a word that orders or wishes; before: the whole of the word that follows,
 * "" where it is the first of its sentence. */
static const struct {
    const char *lang, *end, *before;
} WISHES[] = {
    { "ru", "ите", NULL },     { "ru", "йте", NULL },     { "ru", "ьте", NULL },
    { "ru", "итесь", NULL },   { "ru", "йтесь", NULL },   { "de", "en", "sie" },
    { "fr", "ez", "" },        { "fr", "ez", "la" },      { "fr", "ez", "le" },
    { "fr", "ez", "les" },     { "fr", "ez", "leur" },    { "fr", "ez", "lui" },
    { "tr", "sin", NULL },     { "tr", "sun", NULL },     { "tr", "sinler", NULL },
    { "tr", "sinlar", NULL },  { "tr", "sunlar", NULL },  { "tr", "sunler", NULL },
    { "tr", "meli", NULL },    { "tr", "mali", NULL },    { "tr", "melidir", NULL },
    { "tr", "malidir", NULL }, { "tr", "meliler", NULL }, { "tr", "malilar", NULL },
    { "tr", "iniz", NULL },    { "tr", "unuz", NULL },
};

static bool is_wish_form(const struct lint_run *r, const struct lint_text *t, size_t i, size_t end,
                         bool begins)
{
    const struct lint_token *k = &t->tokens.at[i];
    for (size_t w = 0; w < sizeof WISHES / sizeof *WISHES; w++) {
        size_t n = strlen(WISHES[w].end);
        if (!strcmp(r->lang, WISHES[w].lang) && k->key_len > n + 2 &&
            !memcmp(lint_key(t, i) + k->key_len - n, WISHES[w].end, n) &&
            (!WISHES[w].before || (begins && !*WISHES[w].before) ||
             (i + 1 < end && lint_key_is(t, i + 1, WISHES[w].before))))
            return true;
    }
    return false;
}

/* "Finally, please ...", "Second, ...": where the sentence begins behind its first comma too. */
static bool may_begin(const struct lint_text *t, size_t first, size_t i)
{
    return i == first || (i == first + 1 && lint_is_and(t, first)) ||
           (i < first + 4 && t->tokens.at[i].gap == LINT_COMMA);
}

enum sign { NO_SIGN, WEAK_SIGN /* may as well be told: "that ..." */, SIGN };

/* An entry of verbs of asking at a byte of token i, in the letter's language. */
static enum sign asks_at(const struct lint_run *r, const struct lint_text *t, size_t i, size_t byte,
                         bool begins)
{
    const char *values[LINT_WORD_VALUES], *s = lint_key(t, i) + byte;
    bool cjk = t->tokens.at[i].script == LINT_CJK;
    size_t len, n = cjk ? t->tokens.at[i].key_len - byte : t->folded.len - t->tokens.at[i].key,
                found = lint_word_all(r->words, s, n, LINT_W_ASK, !cjk, values, &len);
    enum sign best = NO_SIGN;
    for (size_t k = 0; k < found; k++)
        if (lint_of_language(values[k], r->lang) && (!cjk || *values[k] == 'z') &&
            (begins || !strstr(values[k], "first")) && best < SIGN)
            best = strstr(values[k], "weak") ? WEAK_SIGN : SIGN;
    return best;
}

static enum sign sign_at(const struct lint_run *r, const struct lint_text *t, size_t first, size_t i,
                         size_t end)
{
    const struct lint_token *k = &t->tokens.at[i];
    enum sign best = NO_SIGN;
    for (size_t b = 0; k->script == LINT_CJK && b < k->key_len && best < SIGN; b += 3) {
        enum sign one = asks_at(r, t, i, b, !b);
        best = one > best ? one : best;
    }
    if (k->script == LINT_CJK)
        return best;
    if (is_wish_form(r, t, i, end, may_begin(t, first, i)) ||
        lint_ua_word(t, i, UA_BIT(ASK) | UA_BIT(PLEASE), NULL))
        return SIGN;
    return asks_at(r, t, i, 0, may_begin(t, first, i));
}

/* A question mark ends it. */
static bool is_question(const struct lint_text *t, size_t end)
{
    static const char *const MARKS[] = { "?", "？", "؟" };
    size_t at = t->tokens.at[end - 1].to;
    for (size_t next = end < t->tokens.n ? t->tokens.at[end].from : t->len; at < next; at++)
        for (size_t k = 0; k < sizeof MARKS / sizeof *MARKS; k++)
            if (!strncmp(t->s + at, MARKS[k], strlen(MARKS[k])))
                return true;
    return false;
}

static enum sign sign_of(const struct lint_run *r, size_t first, size_t end)
{
    const struct lint_text *t = &r->body;
    if (is_item(t, first, end) || is_question(t, end))
        return SIGN;
    size_t begins = first;
    enum sign best = NO_SIGN;
    for (size_t i = first, skip; i < end && best<SIGN; i = skip> i ? skip : i + 1) {
        skip = lint_aside_end(r, r->lang, t, i, end);
        enum sign one = skip == i ? sign_at(r, t, begins, i, end) : NO_SIGN;
        best = one > best ? one : best;
        begins = skip > i ? skip : begins; /* "Until then let ..." */
    }
    return best;
}

/* A word of thanks or hope, in any place. */
static bool is_soft(const struct lint_run *r, size_t first, size_t end)
{
    const struct lint_text *t = &r->body;
    for (size_t i = first; i < end; i++) {
        const char *kind = lint_word_in(r->words, t, i, LINT_W_ASIDE);
        if (kind && !strcmp(kind, "soft"))
            return true;
    }
    return false;
}

/* The parts between commas and small words, each by itself: "protect her from torture, and have the beating
 * investigated". */
static void read_demands(const struct lint_run *r, struct lint_sentence *one)
{
    const struct lint_text *t = &r->body;
    for (size_t first = one->first, end; first < one->end; first = end) {
        for (end = first + 1; end < one->end && t->tokens.at[end].gap != LINT_COMMA && !lint_is_and(t, end);)
            end++;
        lint_means m = lint_meanings(r, r->lang, t, first, end);
        one->parts |= lint_demands_part(m);
    }
    one->sure = one->parts | lint_demands_sure(one->means);
    one->open = one->parts | lint_demands_open(one->means);
}

bool lint_asks_word(const struct lint_run *r, size_t token)
{
    const struct lint_text *t = &r->body;
    return t->tokens.at[token].script != LINT_CJK &&
           (asks_at(r, t, token, 0, false) == SIGN ||
            lint_ua_word(t, token, UA_BIT(ASK) | UA_BIT(PLEASE), NULL));
}

size_t lint_request_end(const struct lint_run *r, const struct lint_sentence *one, size_t first)
{
    const struct lint_text *t = &r->body;
    size_t i = first + 1;
    for (; i < one->end; i++) {
        size_t next = i + lint_is_and(t, i);
        bool cut = t->tokens.at[i].gap == LINT_COMMA || next > i;
        if (cut && next < one->end && lint_aside_end(r, r->lang, t, next, one->end) == next &&
            sign_at(r, t, next, next, one->end) != NO_SIGN)
            return i;
    }
    return i;
}

void lint_request_part(struct lint_run *r, size_t first, size_t end, struct lint_sentence *out)
{
    size_t i = first + lint_is_and(&r->body, first);
    out->first = first;
    out->end = end;
    out->firm = sign_of(r, first, end) == SIGN || (i < end && sign_at(r, &r->body, i, i, end) != NO_SIGN);
    out->means = lint_meanings(r, r->lang, &r->body, first, end);
    read_demands(r, out);
    lint_units_read(r, &r->body, first, end, &out->units);
}

bool lint_same_paragraph(const struct lint_text *t, const struct lint_sentence *a,
                         const struct lint_sentence *b)
{
    bool line = false;
    for (size_t at = t->tokens.at[a->end - 1].to; at < t->tokens.at[b->first].from; at++) {
        if (t->s[at] == '\n' && line)
            return false;
        line = t->s[at] == '\n' || (line && (t->s[at] == ' ' || t->s[at] == '\r' || t->s[at] == '\t'));
    }
    return true;
}

bool lint_begins_line(const struct lint_text *t, const struct lint_sentence *one)
{
    size_t at = t->tokens.at[one->first].from;
    while (at > 0 && (t->s[at - 1] == ' ' || t->s[at - 1] == '\t'))
        at--;
    return !at || t->s[at - 1] == '\n';
}

/* "... Please end it.": what it is, stands in the sentence before. */
static bool points_back(const struct lint_text *t, const struct lint_sentence *one)
{
    return one->request && lint_means_act_only(one->means) && lint_same_paragraph(t, one - 1, one);
}

/* What stands behind it, but for a space. */
static const char *behind(const struct lint_text *t, const struct lint_sentence *one)
{
    static const char *const SPACES[] = { " ", "\u00a0", "\u202f" };
    const char *s = t->s + t->tokens.at[one->end - 1].to;
    for (size_t k = 0; k < sizeof SPACES / sizeof *SPACES; k++)
        if (!strncmp(s, SPACES[k], strlen(SPACES[k])))
            return s + strlen(SPACES[k]);
    return s;
}

static bool has_colon(const struct lint_text *t, const struct lint_sentence *one)
{
    const char *s = behind(t, one);
    return *s == ':' || !strncmp(s, "：", strlen("："));
}

static bool has_semicolon(const struct lint_text *t, const struct lint_sentence *one)
{
    const char *s = behind(t, one);
    return *s == ';' || !strncmp(s, "；", strlen("；")) || !strncmp(s, "؛", strlen("؛"));
}

/* "I urge you to: release ...; ensure ..." without bullets, or each on its line, with a small letter. */
static bool goes_on(const struct lint_text *t, const struct lint_sentence *before,
                    const struct lint_sentence *one)
{
    const struct lint_token *first = &t->tokens.at[one->first];
    bool small = !first->capital && first->script && first->script <= LINT_CASED;
    return before->request &&
           (has_colon(t, before) || has_semicolon(t, before) || (small && lint_begins_line(t, one)));
}

void lint_sentences_read(struct lint_run *r, struct lint_sentences *s)
{
    const struct lint_text *t = &r->body;
    for (size_t first = 0, end; first < t->tokens.n; first = end) {
        end = lint_sentence_end(t, first);
        if (dyn_room(&s->all) < 0) {
            r->failed = true;
            return;
        }
        struct lint_sentence *one = &s->all.at[s->all.n++];
        enum sign sign = sign_of(r, first, end);
        *one = (struct lint_sentence){ .first = first,
                                       .end = end,
                                       .request = sign != NO_SIGN,
                                       .firm = sign == SIGN && !is_soft(r, first, end),
                                       .item = is_item(t, first, end),
                                       .soft = is_soft(r, first, end),
                                       .means = lint_meanings(r, r->lang, t, first, end) };
        one->request |= s->all.n > 1 && goes_on(t, one - 1, one);
        one->leads = has_colon(t, one);
        if (s->all.n > 1 && points_back(t, one))
            one->means |= one[-1].means;
        read_demands(r, one);
        lint_units_read(r, t, first, end, &one->units);
    }
}

void lint_sentences_free(struct lint_sentences *s)
{
    for (size_t i = 0; i < s->all.n; i++)
        lint_units_free(&s->all.at[i].units);
    free(s->all.at);
}
