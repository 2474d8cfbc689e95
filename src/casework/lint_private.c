/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_private.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_units.h"

/* ---- restricted text ---- */

static void add_consent(struct lint_run *r, const struct lint_text *t, size_t from, size_t to,
                        const struct lint_limit *limit)
{
    if (limit->why)
        lint_add(r, LINT_CONSENT, t, from, to, 0, _("This is restricted: %s."), limit->why);
    else
        lint_add(r, LINT_CONSENT, t, from, to, 0, _("This is not to leave the vault, as recorded."));
}

/* Of a text with few words that carry meaning, such as a name: all of it, in its order. */
static void find_whole(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                       const struct lint_limit *limit)
{
    size_t end;
    for (size_t at = 0; (at = lint_find_name(t, at, words, &end)) != SIZE_MAX; at = end)
        add_consent(r, t, t->tokens.at[at].from, t->tokens.at[end - 1].to, limit);
}

/* The family name of somebody restricted, behind a courtesy: "Dr Testova". */
static void find_surname(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                         const struct lint_limit *limit)
{
    size_t n = words->tokens.n, last = n - 1;
    for (size_t i = 0; i < n; i++)
        if (!words->tokens.at[i].capital)
            return;
    for (size_t i = 1; n > 1 && n < 5 && i < t->tokens.n; i++)
        if (t->tokens.at[i].capital && lint_same_stem(t, i, words, last) &&
            (lint_courtesy_before(r, t, i) || lint_ua_word(t, i - 1, UA_BIT(COURTESY) | UA_BIT(RANK), NULL)))
            add_consent(r, t, t->tokens.at[i].from, t->tokens.at[i].to, limit);
}

static void find_names(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                       const struct lint_limit *limit)
{
    find_whole(r, t, words, limit);
    if (words->tokens.n)
        find_surname(r, t, words, limit);
}

/* Weight of what is wanted among said[from..] within `span` tokens; *last gets the last of them. */
static unsigned weight_from(const struct lint_units *said, size_t from, size_t span,
                            const struct lint_units *wanted, size_t *last)
{
    unsigned sum = 0;
    for (size_t w = 0; w < wanted->all.n; w++)
        for (size_t i = from; i < said->all.n && said->all.at[i].token < said->all.at[from].token + span; i++)
            if (said->all.at[i].hash == wanted->all.at[w].hash) {
                sum += wanted->all.at[w].weight;
                *last = said->all.at[i].token > *last ? said->all.at[i].token : *last;
                break;
            }
    return sum;
}

/* Three quarters of what it is about within as many words and a half. */
static void find_nearly(struct lint_run *r, const struct lint_text *t, const struct lint_units *said,
                        const struct lint_units *wanted, const struct lint_limit *limit, size_t span)
{
    unsigned all = lint_units_weight(wanted, NULL, ~0u);
    for (size_t i = 0; i < said->all.n; i++) {
        size_t first = said->all.at[i].token, last = first;
        if (!lint_units_have(wanted, said->all.at[i].hash) ||
            weight_from(said, i, span, wanted, &last) * 4 < all * 3)
            continue;
        add_consent(r, t, t->tokens.at[first].from, t->tokens.at[last].to, limit);
        while (i < said->all.n && said->all.at[i].token <= last)
            i++;
    }
}

/* The longest piece that both have, in bytes of a; *at gets where it begins in a. */
static size_t common_piece(const char *a, size_t n, const char *b, size_t m, size_t *at)
{
    size_t best = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            size_t k = 0;
            while (i + k < n && j + k < m && a[i + k] == b[j + k])
                k++;
            if (k > best) {
                best = k;
                *at = i;
            }
        }
    return best;
}

/* Without spaces: more than half of a run of it, and six characters at least. */
static void find_piece(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                       const struct lint_limit *limit)
{
    const struct lint_token *w = &words->tokens.at[0];
    for (size_t i = 0; i < t->tokens.n; i++) {
        const struct lint_token *k = &t->tokens.at[i];
        size_t at = 0, n;
        if (k->script != LINT_CJK)
            continue;
        n = common_piece(lint_key(t, i), k->key_len, lint_key(words, 0), w->key_len, &at);
        if (n * 2 > w->key_len && (n >= 18 || n == w->key_len))
            add_consent(r, t, k->from + at, k->from + at + n, limit);
    }
}

void lint_consent(struct lint_run *r, const struct lint_text *t)
{
    struct lint_units said = { 0 };
    if (r->c->limits.n)
        lint_units_list(r, t, 0, t->tokens.n, &said);
    for (size_t i = 0; i < r->c->limits.n; i++) {
        const struct lint_limit *limit = &r->c->limits.at[i];
        struct lint_text words;
        struct lint_units wanted = { 0 };
        lint_text_make(&words, limit->text);
        lint_units_read(r, &words, 0, words.tokens.n, &wanted);
        if (words.tokens.n && words.tokens.at[0].script == LINT_CJK)
            find_piece(r, t, &words, limit);
        else if (wanted.all.n < 4)
            find_names(r, t, &words, limit);
        else
            find_nearly(r, t, &said, &wanted, limit, words.tokens.n * 3 / 2 + 1);
        r->failed |= words.failed;
        lint_units_free(&wanted);
        lint_text_free(&words);
    }
    lint_units_free(&said);
}

/* ---- telephones ---- */

static void add_contact(struct lint_run *r, const struct lint_text *t, size_t from, size_t to,
                        const struct lint_private *c)
{
    if (c->whose)
        lint_add(r, LINT_PRIVATE_CONTACT, t, from, to, 0, _("This is a private contact: %s."), c->whose);
    else
        lint_add(r, LINT_PRIVATE_CONTACT, t, from, to, 0, _("This is a private contact."));
}

/* The value of a digit of any script; -1: none. */
static int digit(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return (int)cp - '0';
    if (cp < 0x80 || utf8proc_category((utf8proc_int32_t)cp) != UTF8PROC_CATEGORY_ND)
        return -1;
    uint32_t zero = cp;
    while (utf8proc_category((utf8proc_int32_t)zero - 1) == UTF8PROC_CATEGORY_ND && cp - zero < 9)
        zero--;
    return (int)(cp - zero);
}

#define DIGITS 32

/* Digits without the zeros in front. */
static size_t digits_of(const char *s, char out[static DIGITS])
{
    size_t n = 0, len = strlen(s);
    uint32_t cp;
    for (size_t i = 0; i < len;) {
        i += text_decode(s + i, len - i, &cp);
        int d = digit(cp);
        if (d >= 0 && n < DIGITS && (n || d))
            out[n++] = (char)d;
    }
    return n;
}

static bool between_digits(uint32_t cp)
{
    return cp == ' ' || cp == '-' || cp == '.' || cp == '(' || cp == ')' || cp == '/' || cp == '+' ||
           cp == 0xA0 || cp == 0x202F || (cp >= 0x2010 && cp <= 0x2013);
}

/* The last seven digits (all, of a shorter number) are the same, and so is what goes before them, as far as
 * both go. */
static bool same_number(const char *a, size_t n, const char *b, size_t m)
{
    size_t shorter = n < m ? n : m, k = 0;
    while (k < shorter && a[n - 1 - k] == b[m - 1 - k])
        k++;
    return m >= 5 && k >= (m < 7 ? m : 7);
}

static void find_phone(struct lint_run *r, const struct lint_text *t, const struct lint_private *c)
{
    char wanted[DIGITS], seen[DIGITS];
    size_t m = digits_of(c->text, wanted), n = 0, start = 0, marks = 0;
    uint32_t cp;
    for (size_t i = 0, len; i < t->len; i += len) {
        len = text_decode(t->s + i, t->len - i, &cp);
        int d = digit(cp);
        if (d < 0) {
            if (!between_digits(cp) || ++marks > 3)
                n = 0;
            continue;
        }
        if (!n || n == DIGITS) {
            start = i;
            n = 0;
        }
        marks = 0;
        seen[n++] = (char)d;
        uint32_t next = 0;
        text_decode(t->s + i + len, t->len - i - len, &next);
        if (digit(next) < 0 && same_number(seen, n, wanted, m)) {
            add_contact(r, t, start, i + len, c);
            n = 0;
        }
    }
}

/* ---- e-mail addresses and other names in networks ---- */

struct plain {
    struct buf text;
    uint32_t *from; /* byte of the source, for each byte of text and one beyond */
    size_t cap;
};

static const struct {
    const char *written, *sign;
} SPELT[] = { { " (at) ", "@" },     { " [at] ", "@" },  { "(at)", "@" },    { "[at]", "@" },
              { " at ", "@" },       { " (dot) ", "." }, { " [dot] ", "." }, { "(dot)", "." },
              { "[dot]", "." },      { " dot ", "." },   { " @ ", "@" },     { " (punto) ", "." },
              { " (arroba) ", "@" }, { " arroba ", "@" } };

/* Small letters, with signs in place of words for them. */
static int make_plain(struct plain *p, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t step = 1, k = 0, last = sizeof SPELT / sizeof *SPELT;
        while (k < last && strncasecmp(s + i, SPELT[k].written, strlen(SPELT[k].written)) != 0)
            k++;
        char c = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
        if (k < last) {
            c = *SPELT[k].sign;
            step = strlen(SPELT[k].written);
        }
        if (dyn_reserve(&p->from, &p->cap, p->text.len + 2, sizeof *p->from) < 0)
            return -1;
        p->from[p->text.len] = (uint32_t)i;
        buf_addc(&p->text, c);
        i += step;
        p->from[p->text.len] = (uint32_t)i;
    }
    return p->text.failed ? -1 : 0;
}

static bool in_address(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+';
}

static void find_address_of_mail(struct lint_run *r, const struct lint_text *t, const struct lint_private *c)
{
    struct plain text = { 0 }, wanted = { 0 };
    size_t n = strlen(c->text);
    if (make_plain(&text, t->s, t->len) < 0 || make_plain(&wanted, c->text, n) < 0)
        r->failed = true;
    const char *hay = buf_text(&text.text), *needle = buf_text(&wanted.text);
    for (const char *hit = hay; wanted.text.len > 3 && !r->failed && (hit = strstr(hit, needle)); hit++) {
        size_t at = (size_t)(hit - hay), end = at + wanted.text.len;
        if ((at && (in_address(hay[at - 1]) || (hay[at - 1] == '.' && at > 1 && in_address(hay[at - 2])))) ||
            in_address(hay[end]))
            continue;
        add_contact(r, t, text.from[at], text.from[end], c);
    }
    buf_free(&text.text);
    buf_free(&wanted.text);
    free(text.from);
    free(wanted.from);
}

/* ---- addresses of houses ---- */

static bool street_word(const struct lint_text *t, size_t i)
{
    const struct lint_token *k = &t->tokens.at[i];
    return !k->number && text_count(lint_key(t, i), k->key_len) >= 3;
}

/* Word j of the address stands at token i; without spaces the last three characters of it do. */
static bool same_word(const struct lint_text *t, size_t i, const struct lint_text *a, size_t j)
{
    const struct lint_token *x = &t->tokens.at[i], *y = &a->tokens.at[j];
    if (x->script == LINT_CJK && y->script == LINT_CJK)
        return x->key_len >= 9 && y->key_len >= 9 &&
               !memcmp(lint_key(t, i) + x->key_len - 9, lint_key(a, j) + y->key_len - 9, 9);
    return lint_same_stem(t, i, a, j);
}

/* Words of the address, other than `not`, within six tokens of i. */
static size_t words_near(const struct lint_text *t, size_t i, const struct lint_text *a, size_t not )
{
    size_t n = 0, from = i > 6 ? i - 6 : 0;
    for (size_t j = 0; j < a->tokens.n; j++) {
        bool there = false;
        for (size_t k = from; j != not &&street_word(a, j) && k < i + 7 && k < t->tokens.n; k++)
            there |= same_word(t, k, a, j);
        n += there;
    }
    return n;
}

/* A word that tells one street from others: no "street", no small word. */
static bool telling(const struct lint_run *r, const struct lint_text *a, size_t j)
{
    return street_word(a, j) && !lint_word_is(r->words, a, j, LINT_W_PLACE) &&
           !lint_word_is(r->words, a, j, LINT_W_LINK);
}

/* On the same side of the number as in the address, and as close: enough when it stands before it, or the
 * address has little else. */
static bool as_close(const struct lint_run *r, const struct lint_text *a, size_t number, size_t j,
                     size_t here, bool before)
{
    size_t apart = j < number ? number - j : j - number;
    return before == (j < number) && ((here <= apart && telling(r, a, j)) || (here == 1 && apart <= 2)) &&
           (before || a->tokens.n < 4);
}

/* A word of the street: behind the number, up to the first mark. */
static bool of_street(const struct lint_text *a, size_t number, size_t j)
{
    for (size_t k = number + 1; k <= j; k++)
        if (a->tokens.at[k].gap >= LINT_COMMA)
            return false;
    return street_word(a, j);
}

/* The number of the house at token i, with a word that stands within three of it in the address: as close as
 * there, or on the other side with another word of the address beside. */
static bool house_at(const struct lint_run *r, const struct lint_text *t, size_t i, const struct lint_text *a,
                     size_t number)
{
    for (size_t j = number > 3 ? number - 3 : 0; j < number + 4 && j < a->tokens.n; j++) {
        for (size_t k = i > 3 ? i - 3 : 0; of_street(a, number, j) && k < i + 4 && k < t->tokens.n; k++) {
            size_t here = k < i ? i - k : k - i;
            bool same = k != i && here <= 3 && !t->tokens.at[k].number && same_word(t, k, a, j);
            if (same && (as_close(r, a, number, j, here, k < i) ||
                         ((telling(r, a, j) || here == 1) && words_near(t, i, a, j))))
                return true;
        }
    }
    return false;
}

/* Token k is a word or number of the address. */
static bool of_address(const struct lint_text *t, size_t k, const struct lint_text *a)
{
    for (size_t j = 0; j < a->tokens.n; j++)
        if (lint_same_key(t, k, a, j) || (street_word(a, j) && same_word(t, k, a, j)))
            return true;
    return false;
}

/* Of runs without spaces at the ends only what the address has too. */
static void narrow(const struct lint_text *t, size_t first, size_t last, const struct lint_text *a,
                   size_t *from, size_t *to)
{
    size_t at = 0, best = 0, n;
    for (size_t j = 0; t->tokens.at[first].script == LINT_CJK && j < a->tokens.n; j++)
        if (a->tokens.at[j].script == LINT_CJK &&
            (n = common_piece(lint_key(t, first), t->tokens.at[first].key_len, lint_key(a, j),
                              a->tokens.at[j].key_len, &at)) > best) {
            best = n;
            *from = lint_source_byte(t, first, at);
        }
    if (last + 1 < t->tokens.n && t->tokens.at[last + 1].script == LINT_CJK &&
        !strncmp(lint_key(t, last + 1), "号", 3))
        *to = lint_source_byte(t, last + 1, 3);
}

/* All that is the address's around the number, with at most two other words in between. */
static void add_house(struct lint_run *r, const struct lint_text *t, size_t i, const struct lint_text *a,
                      const struct lint_private *c)
{
    size_t first = i, last = i;
    for (size_t k = i; k > 0 && first - k < 3 && i - k < 8;)
        if (of_address(t, --k, a))
            first = k;
    for (size_t k = i + 1; k < t->tokens.n && k - last < 3 && k < i + 8; k++)
        if (of_address(t, k, a))
            last = k;
    size_t from = t->tokens.at[first].from, to = t->tokens.at[last].to;
    narrow(t, first, last, a, &from, &to);
    add_contact(r, t, from, to, c);
}

static void find_house(struct lint_run *r, const struct lint_text *t, const struct lint_private *c)
{
    struct lint_text a;
    size_t number = 0, end;
    lint_text_make(&a, c->text);
    while (number < a.tokens.n && !a.tokens.at[number].number)
        number++;
    if (number == a.tokens.n) {
        size_t at = a.tokens.n > 2 ? lint_find_name(t, 0, &a, &end) : SIZE_MAX;
        if (at != SIZE_MAX)
            add_contact(r, t, t->tokens.at[at].from, t->tokens.at[end - 1].to, c);
    }
    for (size_t i = 0; number < a.tokens.n && i < t->tokens.n; i++) {
        if (!t->tokens.at[i].number || !lint_same_key(t, i, &a, number) || !house_at(r, t, i, &a, number))
            continue;
        add_house(r, t, i, &a, c);
        break;
    }
    r->failed |= a.failed;
    lint_text_free(&a);
}

void lint_private_contacts(struct lint_run *r, const struct lint_text *t)
{
    static void (*const FIND[])(struct lint_run *, const struct lint_text *, const struct lint_private *) = {
        [LINT_CONTACT_PHONE] = find_phone,
        [LINT_CONTACT_EMAIL] = find_address_of_mail,
        [LINT_CONTACT_ADDRESS] = find_house,
        [LINT_CONTACT_OTHER] = find_address_of_mail,
    };
    for (size_t i = 0; i < r->c->contacts.n; i++)
        FIND[r->c->contacts.at[i].kind](r, t, &r->c->contacts.at[i]);
}

/* ---- telephones and addresses of mail that nobody recorded ---- */

struct number_run {
    size_t from, to; /* bytes */
    char digit[DIGITS];
    size_t n, groups;
    bool plus, date;
};

/* Three groups, as days are written: 15.05.2014, 2014-05-15, 15.05.14. */
static bool is_date(const size_t group[3], size_t groups)
{
    bool day = group[0] <= 2 && group[1] <= 2, year = group[0] == 4 && group[1] <= 2 && group[2] <= 2;
    return groups >= 3 && (year || (day && (group[2] == 4 || (groups == 3 && group[2] == 2))));
}

/* The next run of digits with at most three signs between two of them; false: none. */
static bool next_run(const char *s, size_t len, size_t *at, struct number_run *run)
{
    size_t group[3] = { 0 }, marks = 0;
    uint32_t cp;
    *run = (struct number_run){ 0 };
    for (size_t i = *at, step; i < len; i += step) {
        step = text_decode(s + i, len - i, &cp);
        int d = digit(cp);
        if (d < 0 && (!run->n || (between_digits(cp) && ++marks <= 3)))
            continue;
        if (d < 0)
            break;
        if (!run->n) {
            run->from = i;
            run->plus = i > 0 && s[i - 1] == '+';
        }
        if (run->n == DIGITS)
            break;
        run->groups += marks || !run->n;
        if (run->groups <= 3)
            group[run->groups - 1]++;
        run->date |= is_date(group, run->groups) && group[2] == 4;
        marks = 0;
        run->digit[run->n++] = (char)d;
        run->to = i + step;
    }
    run->date |= is_date(group, run->groups);
    *at = run->n ? run->to : len;
    return run->n > 0;
}

/* The token that ends before byte `at`, and one beyond it; 0: none. */
static size_t tokens_before(const struct lint_text *t, size_t at)
{
    size_t low = 0, high = t->tokens.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->tokens.at[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool says_phone(const struct lint_text *t, size_t before)
{
    static const char *const BEGIN[] = { "telephon", "telefon",  "phone",   "mobil",   "movil", "celular",
                                         "cellular", "whatsapp", "телефон", "мобильн", "fax" };
    for (size_t i = before > 6 ? before - 6 : 0; i < before; i++) {
        if (lint_key_is(t, i, "tel") || lint_key_is(t, i, "тел") || lint_key_is(t, i, "handy"))
            return true;
        for (size_t k = 0; k < sizeof BEGIN / sizeof *BEGIN; k++)
            if (t->tokens.at[i].key_len >= strlen(BEGIN[k]) &&
                !memcmp(lint_key(t, i), BEGIN[k], strlen(BEGIN[k])))
                return true;
    }
    return false;
}

/* "Case 0123456789": another kind of number. */
static bool says_other(const struct lint_text *t, size_t before)
{
    static const char *const OTHER[] = { "no",    "nr",      "case",     "file",   "ref",       "reference",
                                         "index", "account", "passport", "docket", "expediente" };
    for (size_t k = 0; before && k < sizeof OTHER / sizeof *OTHER; k++)
        if (lint_key_is(t, before - 1, OTHER[k]))
            return true;
    return false;
}

static bool looks_like_phone(const struct lint_text *t, const struct number_run *run)
{
    if (run->date || run->n < 7 || run->n > 15)
        return false;
    size_t before = tokens_before(t, run->from);
    if (run->plus || says_phone(t, before))
        return true;
    return run->digit[0] == 0 && run->n >= 9 && !says_other(t, before);
}

static bool has_number(const struct strs *texts, const struct number_run *run)
{
    struct number_run known;
    for (size_t i = 0; i < texts->n; i++)
        for (size_t at = 0, len = strlen(texts->at[i]); next_run(texts->at[i], len, &at, &known);)
            if (known.n >= 7 && same_number(run->digit, run->n, known.digit, known.n))
                return true;
    return false;
}

/* Was a recorded contact found there? */
static bool is_recorded(const struct lint_run *r, const struct lint_text *t, size_t from, size_t to)
{
    size_t first = text_count(t->s, from), last = text_count(t->s, to);
    enum lint_part part = t == &r->body         ? LINT_IN_BODY
                          : t == &r->salutation ? LINT_IN_SALUTATION
                                                : LINT_IN_SUBJECT;
    for (size_t i = 0; i < r->out->n; i++) {
        const struct lint_finding *f = &r->out->at[i];
        if (f->code == LINT_PRIVATE_CONTACT && f->part == part && f->from < last && first < f->to)
            return true;
    }
    return false;
}

/* Looked at only while there is room: counting characters takes time for each. */
static void add_unknown(struct lint_run *r, const struct lint_text *t, size_t from, size_t to)
{
    if (r->added[LINT_PRIVATE_CONTACT] < LINT_MOST && is_recorded(r, t, from, to))
        return;
    lint_add(
        r, LINT_PRIVATE_CONTACT, t, from, to, 0,
        _("This is neither the sender's nor a public contact of the officials: take it out, unless it may be "
          "passed on."));
}

static bool in_mail(char c)
{
    return in_address(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '%';
}

/* The address around the sign at p of text s; returns its bytes, *from gets its first. 0: none. */
static size_t mail_around(const char *s, const char *p, const char **from)
{
    const char *to = p + 1;
    for (*from = p; *from > s && in_mail((*from)[-1]);)
        --*from;
    while (in_mail(*to))
        to++;
    while (to[-1] == '.')
        to--;
    return *from == p || to - p < 4 || !memchr(p, '.', (size_t)(to - p)) ? 0 : (size_t)(to - *from);
}

static bool has_mail(const struct strs *texts, const char *mail, size_t n)
{
    const char *from;
    for (size_t i = 0; i < texts->n; i++)
        for (const char *p = texts->at[i]; (p = strchr(p, '@')); p++)
            if (mail_around(texts->at[i], p, &from) == n && !strncasecmp(from, mail, n))
                return true;
    return false;
}

static void find_mails(struct lint_run *r, const struct lint_text *t)
{
    const char *from;
    for (const char *p = t->s; (p = strchr(p, '@')); p++) {
        size_t n = mail_around(t->s, p, &from), at = (size_t)(from - t->s);
        if (n && !has_mail(&r->c->reach, from, n) && !has_mail(&r->c->own, from, n))
            add_unknown(r, t, at, at + n);
    }
}

void lint_unknown_contacts(struct lint_run *r, const struct lint_text *t)
{
    struct number_run run;
    for (size_t at = 0; next_run(t->s, t->len, &at, &run);)
        if (looks_like_phone(t, &run) && !has_number(&r->c->reach, &run) && !has_number(&r->c->own, &run))
            add_unknown(r, t, run.from, run.to);
    find_mails(r, t);
}
