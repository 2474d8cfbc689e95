/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_marks.h"

#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/ua_words.h"

/* ---- e-mail addresses lost where the text was published ---- */

/* Takes blanks out behind "[" and before "]", and doubled ones. NULL is fine. */
static void squeeze(char *s)
{
    char *to = s;
    for (const char *p = s; p && *p; p++)
        if (*p != ' ' || (p[1] != ' ' && p[1] != ']' && to > s && to[-1] != '['))
            *to++ = *p;
    if (s)
        *to = '\0';
}

/* Bytes of an entry of the importer's list of them at byte `at`; 0: none. */
static size_t lost_at(const struct lint_text *t, size_t at)
{
    size_t end = at;
    while (end < t->len && end - at < 60 && t->s[end] != ']' && t->s[end] != '\n')
        end++;
    if (end >= t->len || t->s[end] != ']')
        return 0;
    char *folded = strndup(t->s + at, end + 1 - at),
         *key = folded ? text_fold(folded, end + 1 - at, NULL) : NULL;
    size_t len = 0;
    squeeze(key);
    bool lost = key && ua_words_match(key, strlen(key), UA_BIT(LOST_EMAIL), &len) && len == strlen(key);
    str_free(folded);
    str_free(key);
    return lost ? end + 1 - at : 0;
}

void lint_lost_emails(struct lint_run *r, const struct lint_text *t)
{
    for (const char *p = t->s; (p = strchr(p, '[')); p++) {
        size_t at = (size_t)(p - t->s), n = lost_at(t, at);
        if (n)
            lint_add(
                r, LINT_LOST_EMAIL, t, at, at + n, 0,
                _("An e-mail address was lost where this text was published. Look it up, or take it out."));
    }
}

/* ---- places to be filled in ---- */

struct bracket {
    const char *open, *close;
};
static const struct bracket BRACKETS[] = { { "[", "]" },   { "{", "}" },   { "<", ">" },
                                           { "【", "】" }, { "［", "］" }, { "｛", "｝" },
                                           { "＜", "＞" }, { "〔", "〕" }, { "(", ")" } };
#define MOST_INSIDE 130

static bool has_word(const struct lint_run *r, const struct lint_text *in, enum lint_class of)
{
    size_t len;
    for (size_t i = 0; i < in->tokens.n; i++) {
        if (lint_word_is(r->words, in, i, of))
            return true;
        for (size_t at = 0; in->tokens.at[i].script == LINT_CJK && at < in->tokens.at[i].key_len; at++)
            if (lint_word_inside(r->words, lint_key(in, i) + at, in->tokens.at[i].key_len - at, of, &len))
                return true;
    }
    return false;
}

static bool all_upper(const struct lint_text *in)
{
    size_t letters = 0;
    for (size_t i = 0; i < in->tokens.n; i++) {
        const struct lint_token *k = &in->tokens.at[i];
        if (!k->number && !k->upper)
            return false;
        letters += k->number ? 0 : k->to - k->from;
    }
    return letters > 5 || (in->tokens.n > 1 && letters > 3);
}

/* "(your name)", "(add name and town)": round brackets hold all sorts of things, so they are to begin by
 * telling somebody what to write and end with it. */
static bool tells_to_write(const struct lint_run *r, const struct lint_text *in)
{
    static const char *const FIRST[] = { "your",     "add",      "insert", "enter", "su",   "tu",
                                         "inserte",  "escriba",  "votre",  "vos",   "ihr",  "ihre",
                                         "indiquer", "inserire", "seu",    "uw",    "ваше", "ваша",
                                         "укажите",  "вставьте", "adınız" };
    size_t n = in->tokens.n;
    bool first = false;
    for (size_t i = 0; n > 1 && n < 6 && i < sizeof FIRST / sizeof *FIRST; i++)
        first |= lint_key_is(in, 0, FIRST[i]);
    return first && (lint_key_is(in, n - 1, "here") || lint_word_is(r->words, in, n - 1, LINT_W_FILL));
}

/* Addresses of mail and pages stand between < and > too; a dash or dots in brackets stand for what was cut.
 */
static bool is_address(const char *s, size_t n)
{
    return memchr(s, '@', n) || memmem(s, n, "://", 3) || (n > 4 && !strncasecmp(s, "www.", 4));
}

/* "[in this country]": put into somebody's words. */
static bool inserted(const struct lint_run *r, const struct lint_text *in)
{
    return in->tokens.n > 1 && !in->tokens.at[0].capital && lint_word_is(r->words, in, 0, LINT_W_WHERE) &&
           !lint_key_is(in, 1, "your");
}

static bool waits(const struct lint_run *r, const char *s, size_t n, char open)
{
    char *inside = strndup(s, n);
    struct lint_text in;
    lint_text_make(&in, inside);
    bool listed = has_word(r, &in, LINT_W_FILL), kept = has_word(r, &in, LINT_W_KEEP), digits = true;
    for (size_t i = 0; i < in.tokens.n; i++)
        digits &= in.tokens.at[i].number;
    bool blank = in.tokens.n == 0 && n > 0 && strspn(s, " _") >= n && (n > 1 || *s == '_' || open == '[');
    bool few = in.tokens.n <= 4 && !kept, words = few && !has_word(r, &in, LINT_W_STOP) && !memchr(s, '=', n),
         yes = is_address(s, n)   ? false
               : in.tokens.n == 0 ? blank
               : digits           ? false
               : open == '('      ? tells_to_write(r, &in)
               : open == '[' ? !kept && !inserted(r, &in) && ((listed && in.tokens.n <= 8) || all_upper(&in))
                             : words || (few && listed);
    /* {name}, <your name> */ /* {name} */
    lint_text_free(&in);
    str_free(inside);
    return yes;
}

static void add_placeholder(struct lint_run *r, const struct lint_text *t, size_t from, size_t to)
{
    lint_add(r, LINT_PLACEHOLDER, t, from, to, 0, _("This waits to be filled in, or taken out."));
}

/* A pair of brackets at byte `at`; returns the byte behind it, 0 when there is none. */
static size_t bracketed(struct lint_run *r, const struct lint_text *t, size_t at)
{
    for (size_t i = 0; i < sizeof BRACKETS / sizeof *BRACKETS; i++) {
        size_t open = strlen(BRACKETS[i].open), shut = strlen(BRACKETS[i].close);
        if (strncmp(t->s + at, BRACKETS[i].open, open) != 0)
            continue;
        const char *s = t->s + at + open, *close = strstr(s, BRACKETS[i].close);
        bool apart = close && *BRACKETS[i].open == '<' && (*s == ' ' || close[-1] == ' '); /* less than */
        if (!close || apart || close - s > MOST_INSIDE || memchr(s, '\n', (size_t)(close - s)) ||
            lost_at(t, at))
            return 0;
        size_t to = (size_t)(close - t->s) + shut;
        while (i == 1 && t->s[to] == '}') /* {{name}} */
            to++;
        char sign = *BRACKETS[i].open, kind = sign == '{' || i == 5   ? '{'
                                              : sign == '<' || i == 6 ? '<'
                                              : sign == '('           ? '('
                                                                      : '[';
        if (!waits(r, s, (size_t)(close - s), kind))
            return 0;
        add_placeholder(r, t, at, to);
        return to;
    }
    return 0;
}

/* "____", "........", "……" alone: a line to write on. */
static size_t ruled(const struct lint_text *t, size_t at)
{
    size_t n = strspn(t->s + at, "_");
    if (n >= 3)
        return n;
    n = strspn(t->s + at, ".");
    return n >= 6 ? n : 0;
}

/* XX, XXX, N.N., "TBC": words that stand for others. XX, XXI after a number's noun or before a century is a
 * Roman number. */
static bool stands_for_other(const struct lint_run *r, const struct lint_text *t, size_t i, size_t *n)
{
    const struct lint_token *k = &t->tokens.at[i];
    const char *s = t->s + k->from;
    size_t len = k->to - k->from;
    const char *value = lint_word_at(r->words, t, i, LINT_W_FILL, n);
    if (value && !strcmp(value, "alone") && k->upper)
        return true;
    *n = 1;
    if (len < 2 || strspn(s, "X") < len)
        return value && !strcmp(value, "alone") && k->upper;
    if (len > 3)
        return true;
    bool roman = (i > 0 && lint_word_is(r->words, t, i - 1, LINT_W_KEEP)) ||
                 (i + 1 < t->tokens.n && lint_word_is(r->words, t, i + 1, LINT_W_KEEP)) ||
                 (i > 0 && t->tokens.at[i - 1].capital && t->tokens.at[i].gap == LINT_SPACE &&
                  !lint_starts_sentence(t, i - 1) && !lint_word_is(r->words, t, i - 1, LINT_W_TITLE));
    return !roman;
}

void lint_placeholders(struct lint_run *r, const struct lint_text *t)
{
    for (size_t at = 0; at < t->len;) {
        size_t n = ruled(t, at), to = n ? at + n : bracketed(r, t, at);
        if (n)
            add_placeholder(r, t, at, to);
        at = to ? to : at + 1;
    }
    for (size_t i = 0, n = 1; i < t->tokens.n; i += n) {
        n = 1;
        const struct lint_token *k = &t->tokens.at[i];
        char before = k->from > 0 ? t->s[k->from - 1] : ' ';
        bool bracket = strchr("[{<", before) ||
                       (before == '(' && (lint_key_is(t, i, "your") || lint_key_is(t, i, "insert")));
        size_t len = 1;
        if (k->script != LINT_CJK && !bracket && stands_for_other(r, t, i, &len)) {
            add_placeholder(r, t, k->from, t->tokens.at[i + len - 1].to);
            n = len;
        }
    }
}

/* ---- signs that turn the writing ---- */

/* One finding for all of a line: they come in pairs. */
void lint_bidi_controls(struct lint_run *r, const struct lint_text *t)
{
    uint32_t cp;
    size_t from = SIZE_MAX, to = 0;
    for (size_t i = 0, n; i <= t->len; i += n) {
        n = i < t->len ? text_decode(t->s + i, t->len - i, &cp) : 1;
        bool control = i < t->len && text_is_bidi_control(cp);
        if (control) {
            from = from == SIZE_MAX ? i : from;
            to = i + n;
        }
        if ((i == t->len || t->s[i] == '\n') && from != SIZE_MAX) {
            lint_add(
                r, LINT_BIDI, t, from, to, 0,
                _("An invisible sign here turns the direction of writing: what is read may not be what is "
                  "printed. Take it out."));
            from = SIZE_MAX;
        }
    }
}

/* ---- two scripts in a word ---- */

/* Scripts whose letters are taken for each other. */
static bool confusable(enum lint_script s)
{
    return s == LINT_LATIN || s == LINT_CYRILLIC || s == LINT_GREEK || s == LINT_CASED;
}

/* The byte where the script changes inside token k; 0: nowhere. */
static size_t changes(const struct lint_text *t, const struct lint_token *k)
{
    enum lint_script first = LINT_NO_SCRIPT;
    uint32_t cp;
    size_t at = 0;
    bool unit = false;
    for (size_t i = k->from, n; i < k->to; i += n) {
        n = text_decode(t->s + i, k->to - i, &cp);
        enum lint_script s = lint_script_of(cp);
        if (!confusable(s))
            continue;
        if (first == LINT_NO_SCRIPT)
            first = s;
        else if (s != first && !at)
            at = i;
        unit |= cp == 0x3A9 || cp == 0x3BC; /* kΩ, μm */
    }
    return unit && k->to - k->from < 6 ? 0 : at;
}

void lint_mixed_scripts(struct lint_run *r, const struct lint_text *t)
{
    for (size_t i = 0; i < t->tokens.n; i++) {
        const struct lint_token *k = &t->tokens.at[i];
        size_t at = changes(t, k), n;
        uint32_t cp;
        if (!at)
            continue;
        n = text_decode(t->s + at, t->len - at, &cp);
        lint_add(
            r, LINT_MIXED_SCRIPT, t, k->from, k->to, 0,
            _("This word mixes letters of two scripts: “%.*s” (U+%04X) only looks like the others. Type it "
              "again."),
            (int)n, t->s + at, (unsigned)cp);
    }
}
