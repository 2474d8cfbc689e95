/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "satchel/base/date_words.h"
#include "satchel/base/text.h"

/* ---- scripts ---- */

static const struct {
    uint32_t from, to;
    enum lint_script script;
} SCRIPTS[] = {
    { 0x41, 0x24F, LINT_LATIN },     { 0x250, 0x2AF, LINT_LATIN },      { 0x370, 0x3FF, LINT_GREEK },
    { 0x400, 0x52F, LINT_CYRILLIC }, { 0x531, 0x58F, LINT_CASED },      { 0x600, 0x6FF, LINT_ARABIC },
    { 0x750, 0x77F, LINT_ARABIC },   { 0x8A0, 0x8FF, LINT_ARABIC },     { 0x1C80, 0x1C8F, LINT_CYRILLIC },
    { 0x1D00, 0x1DBF, LINT_LATIN },  { 0x1E00, 0x1EFF, LINT_LATIN },    { 0x1F00, 0x1FFF, LINT_GREEK },
    { 0x2C60, 0x2C7F, LINT_LATIN },  { 0x2DE0, 0x2DFF, LINT_CYRILLIC }, { 0xA640, 0xA69F, LINT_CYRILLIC },
    { 0xA720, 0xA7FF, LINT_LATIN },  { 0xAB30, 0xAB6F, LINT_LATIN },    { 0xFB50, 0xFDFF, LINT_ARABIC },
    { 0xFE70, 0xFEFF, LINT_ARABIC }, { 0xFF21, 0xFF5A, LINT_LATIN },
};

enum lint_script lint_script_of(uint32_t cp)
{
    if (text_is_cjk(cp))
        return LINT_CJK;
    if (cp == 0xB5 || cp == 0xD7 || cp == 0xF7)
        return LINT_NO_SCRIPT;
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        if (cp >= SCRIPTS[i].from && cp <= SCRIPTS[i].to)
            return SCRIPTS[i].script;
    return cp < 0x41 ? LINT_NO_SCRIPT : LINT_UNCASED;
}

static bool is_digit(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') ||
           (cp >= 0x80 && utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ND);
}

static bool is_upper(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z';
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

static bool is_lower(uint32_t cp)
{
    return cp < 0x80 ? cp >= 'a' && cp <= 'z'
                     : utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL;
}

/* ---- cutting ---- */

struct cutter {
    struct lint_text *t;
    size_t at; /* byte */
    uint32_t sentence, item;
    enum lint_gap gap; /* since the last token */
};

static uint32_t peek(const struct cutter *c, size_t *len)
{
    uint32_t cp = 0;
    *len = c->at < c->t->len ? text_decode(c->t->s + c->at, c->t->len - c->at, &cp) : 0;
    return *len ? cp : 0;
}

static bool is_dash(uint32_t cp)
{
    return cp == '-' || cp == 0x2010 || cp == 0x2011;
}

static bool is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == 0x2019 || cp == 0x2BC || cp == 0x2018 || cp == 0x60 || cp == 0xB4;
}

static bool ends_sentence(uint32_t cp)
{
    return cp == '.' || cp == '!' || cp == '?' || cp == ';' || cp == ':' || cp == 0x3002 || cp == 0xFF01 ||
           cp == 0xFF1F || cp == 0xFF1B || cp == 0xFF1A || cp == 0x61F || cp == 0x61B || cp == 0x6D4;
}

static bool is_bullet(uint32_t cp)
{
    return cp == '*' || cp == '-' || cp == 0x2022 || cp == 0x25FC || cp == 0x25A0 || cp == 0x25CF ||
           cp == 0x2013 || cp == 0x2014 || cp == 0xB7 || cp == 0x25AA || cp == '+';
}

/* A full stop behind an initial or a courtesy ends no sentence. */
static bool abbreviated(const struct lint_text *t)
{
    static const char KNOWN[] =
        " mr mrs ms dr st no nr art sr sra srta lic ing mme mlle prof jr vs hr excmo excma ilmo "
        "dra gen col lt capt hon rev bzw ca cf etc lda ud г г-н гг ст им т e.g i.e ул тел кв пер str tel ";
    if (!t->tokens.n)
        return false;
    const struct lint_token *k = &t->tokens.at[t->tokens.n - 1];
    char word[16];
    if (k->key_len + 2 >= sizeof word || k->number)
        return false;
    uint32_t cp;
    if (text_decode(t->s + k->from, k->to - k->from, &cp) == k->to - k->from && is_upper(cp))
        return true;
    word[0] = ' ';
    memcpy(word + 1, t->folded.data + k->key, k->key_len);
    memcpy(word + 1 + k->key_len, " ", 2);
    return strstr(KNOWN, word) != NULL;
}

/* "am 5. März", "2./3. März": a short number before a month, or another day. */
static bool ordinal(const struct cutter *after)
{
    const struct lint_text *t = after->t;
    if (!t->tokens.n || !t->tokens.at[t->tokens.n - 1].number || t->tokens.at[t->tokens.n - 1].key_len > 2)
        return false;
    return t->s[after->at] == '/' || date_token_at(t->s, t->len, after->at).kind == DATE_MONTH;
}

/* "5 a.m. on Monday", "158. maddesi": a small letter begins no sentence, but what is numbered. */
static bool goes_on(struct cutter after)
{
    const struct lint_token *last = after.t->tokens.n ? &after.t->tokens.at[after.t->tokens.n - 1] : NULL;
    size_t len;
    if (!last || (last->number && last->key_len < 2))
        return false;
    uint32_t cp = peek(&after, &len), out[4];
    while (cp == ' ') {
        after.at += len;
        cp = peek(&after, &len);
    }
    return text_is_alnum(cp) && !is_digit(cp) && !is_upper(cp) && lint_script_of(cp) < LINT_ARABIC &&
           text_fold_cp(cp, out) > 0;
}

static void raise(struct cutter *c, enum lint_gap gap)
{
    if (gap > c->gap)
        c->gap = gap;
}

/* A line end: a new item when the next line is empty, has a bullet or begins with a capital after a short
 * line; else only a space. */
static void line_end(struct cutter *c)
{
    const char *s = c->t->s, *end = s + c->t->len, *next = s + c->at + 1;
    size_t line = c->at;
    while (line > 0 && s[line - 1] != '\n')
        line--;
    while (next < end && (*next == ' ' || *next == '\t'))
        next++;
    uint32_t cp = 0;
    text_decode(next, (size_t)(end - next), &cp);
    bool item = next >= end || cp == '\n' || is_bullet(cp) || c->at - line < 45;
    if (is_digit(cp)) {
        const char *p = next;
        while (p < end && *p >= '0' && *p <= '9')
            p++;
        item |= p < end && (*p == '.' || *p == ')');
    }
    raise(c, item ? LINT_STOP : LINT_SPACE);
    if (item)
        c->item++;
}

static void pass_mark(struct cutter *c, uint32_t cp, size_t len)
{
    size_t next_len;
    if (cp == '\n')
        line_end(c);
    else if (text_is_space(cp))
        raise(c, LINT_SPACE);
    else if (ends_sentence(cp)) {
        struct cutter after = *c;
        after.at += len;
        uint32_t next = peek(&after, &next_len);
        bool inside = cp < 0x80 && next && text_is_alnum(next);
        raise(c, inside || (cp == '.' && (abbreviated(c->t) || ordinal(&after) || goes_on(after)))
                     ? LINT_SPACE
                     : LINT_STOP);
    } else if (cp == 0x2026)
        raise(c, LINT_COMMA);
    else if (!(is_dash(cp) || is_apostrophe(cp)) || c->gap != LINT_JOINED)
        raise(c, LINT_COMMA);
    c->at += len;
}

static bool is_middle_dot(uint32_t cp)
{
    return cp == 0xB7 || cp == 0x30FB || cp == 0x2027;
}

static bool is_dash_byte(char c)
{
    return c == '-' || c == '\x90' || c == '\x91'; /* the last byte of U+2010, U+2011 */
}

static void fold_token(struct lint_text *t, struct lint_token *k)
{
    static const char BETWEEN[] = { [LINT_SPACE] = ' ', [LINT_COMMA] = ',', [LINT_STOP] = '\n' };
    if (t->tokens.n)
        buf_addc(&t->folded,
                 k->gap == LINT_JOINED ? (is_dash_byte(t->s[k->from - 1]) ? '-' : '\'') : BETWEEN[k->gap]);
    k->key = (uint32_t)t->folded.len;
    for (size_t i = k->from; i < k->to;) {
        uint32_t cp, out[4];
        i += text_decode(t->s + i, k->to - i, &cp);
        if (cp < 0x80) {
            buf_addc(&t->folded, (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp));
            continue;
        }
        size_t n = is_middle_dot(cp) ? 0 : text_fold_cp(cp, out);
        for (size_t j = 0; j < n; j++)
            buf_add_cp(&t->folded, out[j]);
    }
    k->key_len = (uint32_t)(t->folded.len - k->key);
}

/* 1,500 and 3.5 are one number; "3, 4" and "5." are not. */
static bool inside_number(const struct cutter *c, uint32_t cp, size_t len)
{
    struct cutter after = *c;
    after.at += len;
    size_t next_len;
    return (cp == '.' || cp == ',' || cp == 0x66C || cp == 0x66B) && is_digit(peek(&after, &next_len));
}

static bool before_cjk(const struct cutter *c, size_t len)
{
    struct cutter after = *c;
    after.at += len;
    size_t next_len;
    return text_is_cjk(peek(&after, &next_len));
}

static bool belongs(const struct cutter *c, const struct lint_token *k, uint32_t cp, size_t len)
{
    if (k->number)
        return is_digit(cp) || inside_number(c, cp, len);
    if (k->script == LINT_CJK)
        return text_is_cjk(cp) || (is_middle_dot(cp) && before_cjk(c, len));
    return text_is_alnum(cp) && !text_is_cjk(cp) && !is_digit(cp);
}

static void take_token(struct cutter *c, uint32_t first)
{
    struct lint_text *t = c->t;
    struct lint_token k = { .from = (uint32_t)c->at, .gap = (uint8_t)c->gap, .number = is_digit(first) };
    k.script = (uint8_t)(k.number ? LINT_NO_SCRIPT : lint_script_of(first));
    k.capital = is_upper(first);
    size_t len, letters = 0, small = 0;
    for (uint32_t cp; (cp = peek(c, &len)) && belongs(c, &k, cp, len); c->at += len) {
        letters++;
        small += is_lower(cp);
    }
    k.upper = k.capital && letters > 1 && !small;
    k.to = (uint32_t)c->at;
    if (t->tokens.n && c->gap == LINT_STOP)
        c->sentence++;
    k.sentence = c->sentence;
    k.item = c->item;
    fold_token(t, &k);
    if (t->folded.failed || dyn_room(&t->tokens) < 0)
        t->failed = true;
    else
        t->tokens.at[t->tokens.n++] = k;
    c->gap = LINT_JOINED;
}

void lint_text_make(struct lint_text *t, const char *s)
{
    *t = (struct lint_text){ .s = s ? s : "", .len = s ? strlen(s) : 0 };
    struct cutter c = { .t = t, .gap = LINT_STOP };
    size_t len;
    for (uint32_t cp; !t->failed && (cp = peek(&c, &len));) {
        if (text_is_alnum(cp) && utf8proc_category((utf8proc_int32_t)cp) != UTF8PROC_CATEGORY_MN)
            take_token(&c, cp);
        else
            pass_mark(&c, cp, len);
        if (c.at < t->len && !t->s[c.at])
            break;
    }
    t->sentences = t->tokens.n ? c.sentence + 1 : 0;
}

void lint_text_free(struct lint_text *t)
{
    buf_free(&t->folded);
    free(t->tokens.at);
    *t = (struct lint_text){ 0 };
}

/* ---- asking ---- */

const char *lint_key(const struct lint_text *t, size_t token)
{
    return t->folded.data + t->tokens.at[token].key;
}

bool lint_same_key(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j)
{
    size_t n = a->tokens.at[i].key_len;
    return n == b->tokens.at[j].key_len && !memcmp(lint_key(a, i), lint_key(b, j), n);
}

bool lint_key_is(const struct lint_text *t, size_t token, const char *folded)
{
    size_t n = strlen(folded);
    return n == t->tokens.at[token].key_len && !memcmp(lint_key(t, token), folded, n);
}

bool lint_starts_sentence(const struct lint_text *t, size_t token)
{
    return token == 0 || t->tokens.at[token].sentence != t->tokens.at[token - 1].sentence;
}

size_t lint_sentence_start(const struct lint_text *t, size_t token)
{
    while (!lint_starts_sentence(t, token))
        token--;
    return token;
}

size_t lint_sentence_end(const struct lint_text *t, size_t first)
{
    size_t i = first;
    while (i < t->tokens.n && t->tokens.at[i].sentence == t->tokens.at[first].sentence)
        i++;
    return i;
}

bool lint_mostly_uncased(const struct lint_text *t)
{
    size_t uncased = 0, cased = 0;
    for (size_t i = 0; i < t->tokens.n; i++) {
        const struct lint_token *k = &t->tokens.at[i];
        size_t *to = k->script >= LINT_ARABIC ? &uncased : k->script ? &cased : NULL;
        if (to)
            *to += k->to - k->from;
    }
    return uncased > cased;
}

/* Folding keeps the number of characters but for the dots inside a name, so that places are counted. */
size_t lint_source_byte(const struct lint_text *t, size_t i, size_t folded)
{
    const struct lint_token *k = &t->tokens.at[i];
    size_t cps = text_count(lint_key(t, i), folded), at = k->from;
    uint32_t cp;
    while (at < k->to) {
        size_t n = text_decode(t->s + at, k->to - at, &cp);
        if (text_is_cjk(cp)) {
            if (!cps)
                break;
            cps--;
        }
        at += n;
    }
    return at;
}
