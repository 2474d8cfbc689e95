/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The word list is sorted by its folded words, so that it is searched where it lies and nothing has to be
 * built first. The test holds it to that order and to the fold. */
#include "satchel/base/date_words.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"

extern const char data_date_words[];
extern const unsigned long data_date_words_len;

#define WORD_BYTES 48 /* the longest word of the list, and a second one behind it, fit */
#define MOST_SPACE 64 /* white space that may stand inside a date */

/* A word of the text, folded. len over WORD_BYTES: too long for the list. */
struct word {
    char text[WORD_BYTES];
    size_t len;
};

static void add_folded(struct word *w, uint32_t cp)
{
    uint32_t out[4];
    char utf8[16];
    size_t n = text_fold_cp(cp, out), len = 0;
    for (size_t i = 0; i < n; i++)
        len += text_encode(out[i], utf8 + len);
    if (w->len + len <= sizeof w->text)
        memcpy(w->text + w->len, utf8, len);
    w->len += len;
}

static const char *line_start(const char *list, const char *s)
{
    while (s > list && s[-1] != '\n')
        s--;
    return s;
}

/* What the list's line for a folded word has behind it, NULL when it has none. */
static const char *look_up_in(const char *list, size_t size, const struct word *w)
{
    const char *low = list, *high = list + size;
    while (w->len && w->len <= sizeof w->text && low < high) {
        const char *line = line_start(list, low + (high - low) / 2), *tab = strchr(line, '\t');
        size_t len = (size_t)(tab - line);
        int order = memcmp(w->text, line, len < w->len ? len : w->len);
        if (order == 0)
            order = (w->len > len) - (w->len < len);
        if (order == 0)
            return tab + 1;
        if (order < 0)
            high = line;
        else
            low = strchr(tab, '\n') + 1;
    }
    return NULL;
}

static const char *look_up(const struct word *w)
{
    return look_up_in(data_date_words, data_date_words_len, w);
}

/* What stands last in a line: 'w' of a weak word, 'p' of one that may begin a pair too, 'e' of a month that
 * is another in a second language. */
static char flag_of(const char *line)
{
    return strchr(strchr(line, '\t') + 1, '\t')[1];
}

/* Reads "kind\tvalue\tflag" into the token. */
static void take_line(struct date_token *t, const char *line)
{
    static const struct {
        const char *name;
        enum date_kind kind;
    } KINDS[] = {
#define X(name, text) { text, DATE_##name },
        DATE_WORD_KINDS(X)
#undef X
    };
    const char *value = strchr(line, '\t') + 1;
    size_t len = (size_t)(value - 1 - line);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strlen(KINDS[i].name) == len && memcmp(KINDS[i].name, line, len) == 0)
            t->kind = KINDS[i].kind;
    t->value = atoi(value);
    t->weak = flag_of(line) == 'w';
    t->either = flag_of(line) == 'e';
}

/* ---- numbers ----------------------------------------------------------------------------------------- */

/* Decimal digits of any script that folding knows; no superscripts and circled numbers. */
static int digit_value(uint32_t cp)
{
    uint32_t out[4];
    if (cp < 0x80)
        return cp >= '0' && cp <= '9' ? (int)cp - '0' : -1;
    if (cp < 0x660 || (cp >= 0x2070 && cp < 0x3000) || text_is_cjk(cp))
        return -1;
    return text_fold_cp(cp, out) == 1 && out[0] >= '0' && out[0] <= '9' ? (int)out[0] - '0' : -1;
}

/* 0 to 9; 10 for the character ten; -1 */
static int chinese_value(uint32_t cp)
{
    static const uint16_t VALUES[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                       0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };
    for (int i = 0; i <= 10; i++)
        if (VALUES[i] == cp)
            return i;
    return cp == 0x96F6 ? 0 : -1;
}

static void read_digits(const char *s, size_t n, struct date_token *t)
{
    uint32_t cp;
    size_t len;
    int digit;
    while ((len = text_decode(s + t->to, n - t->to, &cp)) && (digit = digit_value(cp)) >= 0) {
        t->value = t->digits < 9 ? t->value * 10 + digit : -1;
        t->digits += t->digits < 10;
        t->to += len;
    }
}

/* Digit by digit (a year), or with tens up to 99 (a day). */
static void read_chinese(const char *s, size_t n, struct date_token *t)
{
    uint32_t cp;
    size_t len;
    int digit, tens = -1;
    while ((len = text_decode(s + t->to, n - t->to, &cp)) && (digit = chinese_value(cp)) >= 0) {
        if (digit == 10 && tens < 0 && t->value < 10) {
            tens = t->digits ? t->value : 1;
            t->value = 0;
        } else {
            t->value = digit < 10 && t->digits < 9 && t->value >= 0 ? t->value * 10 + digit : -1;
        }
        t->digits += t->digits < 10;
        t->to += len;
    }
    if (tens >= 0)
        t->value = t->value < 0 || t->value > 9 ? -1 : tens * 10 + t->value;
}

/* ---- words ------------------------------------------------------------------------------------------- */

static size_t skip_space(const char *s, size_t n, size_t at, struct date_token *t)
{
    uint32_t cp;
    size_t start = at, len;
    int lines = 0;
    while ((len = text_decode(s + at, n - at, &cp)) && text_is_space(cp)) {
        lines += cp == '\n';
        at += len;
        if (lines > 1 || at - start > MOST_SPACE) /* no date runs over an empty line */
            return n;
    }
    t->gap = at > start;
    return at;
}

/* Letters and marks up to the next digit or CJK character. */
static size_t read_letters(const char *s, size_t n, size_t at, struct word *w)
{
    uint32_t cp;
    size_t len;
    while ((len = text_decode(s + at, n - at, &cp)) && text_is_alnum(cp) && !text_is_cjk(cp) &&
           digit_value(cp) < 0) {
        add_folded(w, cp);
        at += len;
    }
    return at;
}

static void read_word(const char *s, size_t n, struct date_token *t)
{
    struct word w = { .len = 0 };
    t->kind = DATE_OTHER;
    t->capital = s[t->from] >= 'A' && s[t->from] <= 'Z';
    t->to = read_letters(s, n, t->from, &w);
    const char *line = look_up(&w);
    if (!line)
        return;
    take_line(t, line);
    if (t->kind != DATE_PAIR && flag_of(line) != 'p')
        return;
    struct date_token rest = { 0 };
    t->kind = t->kind == DATE_PAIR ? DATE_OTHER : t->kind;
    add_folded(&w, ' ');
    size_t end = read_letters(s, n, skip_space(s, n, t->to, &rest), &w);
    if (rest.gap && (line = look_up(&w))) {
        take_line(t, line);
        t->to = end;
    }
}

/* The longest entry of up to three CJK characters. */
static void read_cjk(const char *s, size_t n, struct date_token *t)
{
    struct word w = { .len = 0 };
    uint32_t cp;
    size_t at = t->from, len;
    t->kind = DATE_OTHER;
    for (int i = 0; i < 3 && (len = text_decode(s + at, n - at, &cp)) && text_is_cjk(cp); i++) {
        add_folded(&w, cp);
        at += len;
        const char *line = look_up(&w);
        if (line)
            take_line(t, line);
        if (line || i == 0)
            t->to = at;
    }
}

#define MOST_WORDS 5 /* of one entry: "the day before yesterday"; CJK characters */

/* Adds the word or CJK character to w. Where it ends; `at` when there is none. */
static size_t add_word(const char *s, size_t n, size_t at, struct word *w, bool *cjk)
{
    uint32_t cp;
    size_t len = text_decode(s + at, n - at, &cp);
    *cjk = len && text_is_cjk(cp);
    if (!*cjk)
        return read_letters(s, n, at, w);
    add_folded(w, cp);
    return at + len;
}

/* Past white space, a hyphen or an apostrophe between two words. */
static size_t between_words(const char *s, size_t n, size_t at)
{
    struct date_token gap = { 0 };
    uint32_t cp, folded[4];
    size_t next = skip_space(s, n, at, &gap), len = text_decode(s + at, n - at, &cp);
    bool sign = len && text_fold_cp(cp, folded) == 1 && (folded[0] == '-' || folded[0] == '\'');
    return sign ? at + len : next;
}

const char *date_word_of_list(const char *list, size_t size, const char *s, size_t n, size_t at, size_t *end)
{
    struct word w = { .len = 0 };
    struct date_token gap = { 0 };
    const char *found = NULL;
    bool cjk;
    size_t next = skip_space(s, n, at, &gap);
    for (int i = 0; i < MOST_WORDS; i++) {
        size_t to = add_word(s, n, next, &w, &cjk);
        if (to == next)
            break;
        const char *line = look_up_in(list, size, &w);
        if (line) {
            found = line;
            *end = to;
        }
        next = cjk ? to : between_words(s, n, to);
        if (!cjk && next == to)
            break;
        if (!cjk)
            add_folded(&w, ' ');
    }
    return found;
}

struct date_token date_token_at(const char *s, size_t n, size_t at)
{
    struct date_token t = { .kind = DATE_END };
    uint32_t cp, folded[4];
    t.from = t.to = skip_space(s, n, at, &t);
    size_t len = text_decode(s + t.from, n - t.from, &cp);
    if (!len)
        return t;
    t.kind = DATE_NUMBER;
    if (digit_value(cp) >= 0) {
        read_digits(s, n, &t);
    } else if (chinese_value(cp) >= 0) {
        read_chinese(s, n, &t);
    } else if (text_is_cjk(cp)) {
        read_cjk(s, n, &t);
    } else if (text_is_alnum(cp)) {
        read_word(s, n, &t);
    } else {
        t.kind = DATE_SIGN;
        t.to += len;
        t.value = text_fold_cp(cp, folded) == 1 ? (int)folded[0] : 0;
    }
    return t;
}
