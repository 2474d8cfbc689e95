/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence asks when it is an item of a list, has a verb of asking or another sign of a wish, or begins
 * with an imperative. What is told ("he was beaten") is no request, whatever it speaks of. What somebody
 * needs may be meant as one ("she needs a doctor"): then nothing is missing, but it is asked only once. */
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

/* What opens a sentence is no bullet. */
static bool opens(const char *s)
{
    static const char *const MARKS[] = { "\"", "'", "(", "[", "“",  "„",  "”",  "‘",  "«",
                                         "»",  "‹", "¿", "¡", "《", "〈", "「", "『", "（" };
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (!strncmp(s, MARKS[i], strlen(MARKS[i])))
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
    if (line < at && !opens(s + line))
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

/* "Therefore", "and also": words between sentences that stand before token i alone. */
static bool only_links(const struct lint_run *r, const struct lint_text *t, size_t first, size_t i)
{
    for (size_t k = first, n; k < i; k += n) {
        n = 1;
        const char *kind = lint_word_at(r->words, t, k, LINT_W_ASIDE, &n);
        if (!lint_is_and(t, k) && !(kind && (!strcmp(kind, "link") || !strcmp(kind, "then"))))
            return false;
    }
    return true;
}

/* "Finally, please ...", "Second, ...": where the sentence begins behind its first comma too. */
static bool may_begin(const struct lint_run *r, const struct lint_text *t, size_t first, size_t i)
{
    return only_links(r, t, first, i) || (i < first + 4 && t->tokens.at[i].gap == LINT_COMMA);
}

enum sign { NO_SIGN, NEED_SIGN, WEAK_SIGN /* may as well be told: "that ..." */, SIGN };

/* "that" and its like tell as often as they ask, but at the head of a part of a sentence; where the verb
 * comes late, or nothing else shows a wish, any place counts. */
static bool heads_part(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return t->tokens.at[i].gap >= LINT_COMMA || (i && lint_is_and(t, i - 1)) || !strcmp(r->lang, "de") ||
           !strcmp(r->lang, "ru");
}

/* What an entry shows in the letter's language; begins: its sentence. */
static enum sign sign_by(const struct lint_run *r, const struct lint_text *t, size_t i, const char *value,
                         bool begins)
{
    bool foreign = t->tokens.at[i].script == LINT_CJK && *value != 'z';
    if (foreign || !lint_of_language(value, r->lang) || (!begins && strstr(value, "first")))
        return NO_SIGN;
    if (strstr(value, "weak") && !begins && !strstr(value, "any") && !heads_part(r, t, i))
        return NO_SIGN;
    return strstr(value, "need") ? NEED_SIGN : strstr(value, "weak") ? WEAK_SIGN : SIGN;
}

/* An entry of verbs of asking at a byte of token i; where the longest tells of a need, those in it count for
 * nothing: "has to take". */
static enum sign asks_at(const struct lint_run *r, const struct lint_text *t, size_t i, size_t byte,
                         bool begins)
{
    const char *values[LINT_WORD_VALUES], *s = lint_key(t, i) + byte;
    bool cjk = t->tokens.at[i].script == LINT_CJK;
    size_t len, n = (cjk ? t->tokens.at[i].key_len : t->folded.len - t->tokens.at[i].key) - byte,
                found = lint_word_all(r->words, s, n, LINT_W_ASK, !cjk, values, &len);
    enum sign best = found ? sign_by(r, t, i, values[0], begins) : NO_SIGN;
    for (size_t k = 1; k < found && best != NEED_SIGN; k++) {
        enum sign one = sign_by(r, t, i, values[k], begins);
        best = one > best ? one : best;
    }
    return best;
}

/* "وأرجو": Arabic writes "and" and "so" in front of the verb. */
static bool has_and(const struct lint_text *t, size_t i)
{
    const struct lint_token *k = &t->tokens.at[i];
    return k->script == LINT_ARABIC && k->key_len > strlen("ون") &&
           (!memcmp(lint_key(t, i), "و", strlen("و")) || !memcmp(lint_key(t, i), "ف", strlen("ف")));
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
    bool begins = may_begin(r, t, first, i);
    best = asks_at(r, t, i, 0, begins);
    if (best != NEED_SIGN &&
        (is_wish_form(r, t, i, end, begins) || lint_ua_word(t, i, UA_BIT(ASK) | UA_BIT(PLEASE), NULL)))
        return SIGN;
    return best == NO_SIGN && has_and(t, i) ? asks_at(r, t, i, strlen("و"), begins) : best;
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

#define ASKED_BEFORE 6 /* tokens: "I ask you, with confidence" is no thanks */

/* A word of thanks or hope, but behind what was asked. */
static bool is_soft(const struct lint_run *r, size_t first, size_t end)
{
    const struct lint_text *t = &r->body;
    for (size_t i = first, asked = SIZE_MAX; i < end && i < asked; i++) {
        const char *kind = lint_word_in(r->words, t, i, LINT_W_ASIDE);
        if (kind && !strcmp(kind, "soft"))
            return true;
        if (asked == SIZE_MAX && t->tokens.at[i].script != LINT_CJK && sign_at(r, t, first, i, end) == SIGN)
            asked = i + ASKED_BEFORE;
    }
    return false;
}

/* Of tokens first..end-1 only the parts that end in commas and small words are left: is token i the first of
 * one? "Give, please, ..." is one part. */
static bool cuts(const struct lint_text *t, size_t i)
{
    bool please = lint_ua_word(t, i, UA_BIT(PLEASE), NULL) || lint_ua_word(t, i - 1, UA_BIT(PLEASE), NULL) ||
                  (i > 1 && lint_ua_word(t, i - 2, UA_BIT(PLEASE), NULL));
    return (t->tokens.at[i].gap == LINT_COMMA && !please) || lint_is_and(t, i);
}

size_t lint_request_end(const struct lint_run *r, const struct lint_sentence *one, size_t first)
{
    const struct lint_text *t = &r->body;
    size_t i = first + 1;
    for (; i < one->end; i++) {
        size_t next = i + lint_is_and(t, i);
        if (cuts(t, i) && next < one->end && lint_aside_end(r, r->lang, t, next, one->end) == next &&
            sign_at(r, t, next, next, one->end) != NO_SIGN)
            return i;
    }
    return i;
}

/* The parts between commas and small words, each by itself: "protect her from torture, and have the beating
 * investigated". */
static void read_demands(const struct lint_run *r, struct lint_sentence *one)
{
    const struct lint_text *t = &r->body;
    for (size_t first = one->first, end; first < one->end; first = end) {
        for (end = first + 1; end < one->end && !cuts(t, end);)
            end++;
        lint_means m = lint_meanings(r, r->lang, t, first, end);
        one->parts |= lint_demands_part(m);
    }
    one->sure = one->parts | lint_demands_sure(one->means);
    one->open = one->parts | lint_demands_open(one->means);
    for (size_t first = one->first, end; first < one->end; first = end) {
        end = lint_request_end(r, one, first);
        one->open |= lint_demands_open(lint_meanings(r, r->lang, t, first, end));
    }
}

bool lint_asks_word(const struct lint_run *r, size_t token)
{
    const struct lint_text *t = &r->body;
    for (size_t i = token < 3 ? 0 : token - 3; i <= token; i++) {
        size_t n = 0, m = 0;
        const char *ask = lint_word_at(r->words, t, i, LINT_W_ASK, &n);
        if (t->tokens.at[i].script != LINT_CJK &&
            ((ask && lint_of_language(ask, r->lang) && !strstr(ask, "first") && i + n > token) ||
             (lint_ua_word(t, i, UA_BIT(ASK) | UA_BIT(PLEASE), &m) && i + m > token)))
            return true;
    }
    return false;
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

#define SHORT 5 /* tokens */

/* "He is ill: send it to him": what, stands before the colon. */
static bool is_led(const struct lint_text *t, const struct lint_sentence *one)
{
    return one[-1].leads && !lint_means_things(one->means) && lint_same_paragraph(t, one - 1, one);
}

/* "... Please end it.", "Rewrite it.": what it is, stands in the sentence before. */
static bool points_back(const struct lint_text *t, const struct lint_sentence *one)
{
    bool short_one = !one->means && one->end - one->first <= SHORT && !is_question(t, one->end) &&
                     t->tokens.at[one->first].script != LINT_CJK;
    bool act_only =
        lint_means_act_only(one->means) && !lint_units_weight(&one->units, NULL, 1u << LINT_UNIT_NAME);
    return one->request && (short_one || act_only || is_led(t, one)) && lint_same_paragraph(t, one - 1, one);
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
                                       .need = sign == NEED_SIGN,
                                       .firm = sign == SIGN && !is_soft(r, first, end),
                                       .item = is_item(t, first, end),
                                       .soft = is_soft(r, first, end),
                                       .means = lint_meanings(r, r->lang, t, first, end) };
        one->request |= s->all.n > 1 && goes_on(t, one - 1, one);
        one->leads = has_colon(t, one);
        lint_units_read(r, t, first, end, &one->units);
        bool back = s->all.n > 1 && points_back(t, one);
        one->led = back && is_led(t, one);
        if (back) {
            one->means |= one[-1].means;
            one->firm &= !one[-1].request && (one->led || is_question(t, end));
        }
        if (one->led)
            lint_units_read(r, t, one[-1].first, first, &one->units);
        read_demands(r, one);
    }
}

void lint_sentences_free(struct lint_sentences *s)
{
    for (size_t i = 0; i < s->all.n; i++)
        lint_units_free(&s->all.at[i].units);
    free(s->all.at);
}
