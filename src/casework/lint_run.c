/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_run.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/lint_stem.h"

static enum lint_part part_of(const struct lint_run *r, const struct lint_text *t)
{
    return t == &r->body ? LINT_IN_BODY : t == &r->salutation ? LINT_IN_SALUTATION : LINT_IN_SUBJECT;
}

__attribute__((format(printf, 5, 0))) static void
push(struct lint_run *r, struct lint_finding f, const char *quote, size_t n, const char *format, va_list args)
{
    struct buf says = { 0 };
    buf_vaddf(&says, format, args);
    f.quote = strndup(quote, n);
    f.evidence = buf_take(&says, NULL);
    if (!f.quote || !f.evidence || dyn_room(r->out) < 0) {
        str_free(f.quote);
        str_free(f.evidence);
        r->failed = true;
        return;
    }
    r->out->at[r->out->n++] = f;
}

/* A letter with more is none that is read finding by finding: neither time nor memory is to grow with it. */
static bool has_most(struct lint_run *r, enum lint_code code)
{
    if (r->added[code] < LINT_MOST) {
        r->added[code]++;
        return false;
    }
    r->out->notes.more = true;
    return true;
}

/* from, to: bytes of t. */
static struct lint_finding finding_at(const struct lint_run *r, enum lint_code code,
                                      const struct lint_text *t, size_t from, size_t to, int64_t about)
{
    return (struct lint_finding){ .code = code,
                                  .part = part_of(r, t),
                                  .from = text_count(t->s, from),
                                  .to = text_count(t->s, to),
                                  .about = about };
}

void lint_add(struct lint_run *r, enum lint_code code, const struct lint_text *t, size_t from, size_t to,
              int64_t about, const char *format, ...)
{
    if (has_most(r, code))
        return;
    struct lint_finding f = finding_at(r, code, t, from, to, about);
    va_list args;
    va_start(args, format);
    push(r, f, t->s + from, to - from, format, args);
    va_end(args);
}

void lint_add_tokens(struct lint_run *r, enum lint_code code, const struct lint_text *t, size_t first,
                     size_t end, int64_t about, const char *format, ...)
{
    size_t from = t->tokens.at[first].from, to = t->tokens.at[end - 1].to;
    if (has_most(r, code))
        return;
    struct lint_finding f = finding_at(r, code, t, from, to, about);
    va_list args;
    va_start(args, format);
    push(r, f, t->s + from, to - from, format, args);
    va_end(args);
}

void lint_add_whole(struct lint_run *r, enum lint_code code, int64_t about, const char *format, ...)
{
    struct lint_finding f = { .code = code, .part = LINT_IN_WHOLE, .about = about };
    va_list args;
    va_start(args, format);
    push(r, f, "", 0, format, args);
    va_end(args);
}

const char *lint_words_of(const struct lint_text *t, size_t first, size_t end,
                          char out[static LINT_WORDS_BYTES])
{
    size_t from = t->tokens.at[first].from, n = t->tokens.at[end - 1].to - from;
    if (n >= LINT_WORDS_BYTES) {
        n = LINT_WORDS_BYTES - 1;
        while (n > 0 && ((unsigned char)t->s[from + n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(out, t->s + from, n);
    out[n] = '\0';
    return out;
}

const struct lint_target *lint_target_of(const struct lint_run *r)
{
    for (size_t i = 0; i < r->c->targets.n; i++)
        if (r->letter->target && r->c->targets.at[i].id == r->letter->target)
            return &r->c->targets.at[i];
    return NULL;
}

/* Inside a run of characters without spaces. */
static bool holds(const struct lint_text *t, size_t i, const struct lint_text *name)
{
    const struct lint_token *k = &t->tokens.at[i], *n = &name->tokens.at[0];
    return memmem(lint_key(t, i), k->key_len, lint_key(name, 0), n->key_len) != NULL;
}

static bool stands_at(const struct lint_text *t, size_t i, const struct lint_text *name)
{
    if (i + name->tokens.n > t->tokens.n)
        return false;
    for (size_t k = 0; k < name->tokens.n; k++)
        if (!lint_same_stem(t, i + k, name, k) || (k && t->tokens.at[i + k].gap == LINT_STOP))
            return false;
    return true;
}

size_t lint_find_name(const struct lint_text *t, size_t from, const struct lint_text *name, size_t *end)
{
    bool runs = name->tokens.n == 1 && name->tokens.at[0].script == LINT_CJK;
    for (size_t i = from; name->tokens.n && i < t->tokens.n; i++)
        if (runs ? t->tokens.at[i].script == LINT_CJK && holds(t, i, name) : stands_at(t, i, name)) {
            *end = i + name->tokens.n;
            return i;
        }
    return SIZE_MAX;
}

size_t lint_find_text(const struct lint_text *t, size_t from, const char *name, size_t *end)
{
    struct lint_text n;
    lint_text_make(&n, name);
    size_t at = n.failed ? SIZE_MAX : lint_find_name(t, from, &n, end);
    lint_text_free(&n);
    return at;
}

/* ---- language ---- */

static const char *const SCORED[] = { "en", "es", "fr", "de", "it", "pt", "nl", "ru", "tr" };
#define SCORED_N (sizeof SCORED / sizeof *SCORED)

/* Letters that Russian does not have. */
static bool is_russian(const struct lint_text *t)
{
    uint32_t cp;
    for (size_t i = 0; i < t->len;) {
        i += text_decode(t->s + i, t->len - i, &cp);
        bool russian = (cp >= 0x410 && cp <= 0x44F) || cp == 0x401 || cp == 0x451;
        if (lint_script_of(cp) == LINT_CYRILLIC && !russian)
            return false;
    }
    return true;
}

static const char *by_script(const struct lint_text *t)
{
    size_t letters[LINT_UNCASED + 1] = { 0 }, all = 0;
    for (size_t i = 0; i < t->tokens.n; i++) {
        size_t n = t->tokens.at[i].to - t->tokens.at[i].from;
        letters[t->tokens.at[i].script] += n;
        all += n;
    }
    if (letters[LINT_CYRILLIC] * 2 > all)
        return is_russian(t) ? "ru" : "";
    return letters[LINT_CJK] * 2 > all ? "zh" : letters[LINT_ARABIC] * 2 > all ? "ar" : NULL;
}

static const char *by_words(const struct lint_run *r, const struct lint_text *t, size_t least)
{
    size_t score[SCORED_N] = { 0 }, best = 0, second = 0;
    for (size_t i = 0; i < t->tokens.n && i < 1500; i++) {
        const char *langs[SCORED_N];
        size_t n = lint_word_values(r->words, t, i, LINT_W_STOP, langs, SCORED_N);
        for (size_t k = 0; k < SCORED_N * n; k++)
            score[k % SCORED_N] += !strcmp(langs[k / SCORED_N], SCORED[k % SCORED_N]);
    }
    for (size_t k = 1; k < SCORED_N; k++)
        best = score[k] > score[best] ? k : best;
    for (size_t k = 0; k < SCORED_N; k++)
        second = k != best && score[k] > second ? score[k] : second;
    return score[best] >= least && score[best] * 4 > second * 5 ? SCORED[best] : "";
}

size_t lint_language_words(const struct lint_run *r, const struct lint_text *t, const char *lang)
{
    size_t words = 0;
    for (size_t i = 0; i < t->tokens.n; i++) {
        const char *langs[SCORED_N];
        size_t n = lint_word_values(r->words, t, i, LINT_W_STOP, langs, SCORED_N);
        for (size_t k = 0; k < n; k++)
            words += !strcmp(langs[k], lang);
    }
    return words;
}

const char *lint_language_of(const struct lint_run *r, const struct lint_text *t, size_t least)
{
    const char *script = by_script(t);
    return script ? script : by_words(r, t, least);
}

const char *lint_language(const struct lint_run *r, size_t least)
{
    return lint_language_of(r, &r->body, least);
}

const struct ua_word *lint_ua_word(const struct lint_text *t, size_t i, uint64_t set, size_t *n)
{
    size_t len, from = t->tokens.at[i].key;
    const struct ua_word *w = ua_words_match(t->folded.data + from, t->folded.len - from, set, &len);
    size_t end = i;
    while (w && end < t->tokens.n && t->tokens.at[end].key + t->tokens.at[end].key_len <= from + len)
        end++;
    if (end == i)
        return NULL;
    if (n)
        *n = end - i;
    return w;
}

const char *lint_kin_at(const struct lint_run *r, const struct lint_text *t, size_t i, size_t *n)
{
    static const char *const OTHER[][2] = { { "de", "nun" }, { "de", "man" }, { "fr", "son" },
                                            { "es", "son" }, { "it", "son" }, { "pt", "son" },
                                            { "en", "arts" } }; /* words of another meaning there */
    for (size_t k = 0; k < sizeof OTHER / sizeof *OTHER; k++)
        if (!strcmp(r->lang, OTHER[k][0]) && lint_key_is(t, i, OTHER[k][1]))
            return NULL;
    return lint_word_at(r->words, t, i, LINT_W_KIN, n);
}

bool lint_courtesy_before(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    if (!i || t->tokens.at[i].gap > LINT_SPACE)
        return false;
    const struct lint_token *k = &t->tokens.at[i - 1];
    bool m = !strcmp(r->lang, "fr") && lint_key_is(t, i - 1, "m") && k->capital && t->s[k->to] == '.';
    return m || lint_ua_word(t, i - 1, UA_BIT(COURTESY), NULL) ||
           lint_word_before(r->words, t, i, LINT_W_COURTESY, NULL);
}

bool lint_is_own(const struct lint_run *r, int name)
{
    for (size_t i = 0; i < r->c->own.n; i++)
        if (r->c->own.at[i] && !strcmp(r->c->own.at[i], r->known.names.at[name].text.s))
            return true;
    return false;
}
