/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_reach.h"
#include "satchel/casework/lint_stem.h"

/* ---- telephones ---- */

static void add_contact(struct lint_run *r, const struct lint_text *t, size_t from, size_t to,
                        const struct lint_private *c)
{
    if (c->whose)
        lint_add(r, LINT_PRIVATE_CONTACT, t, from, to, 0, _("This is a private contact: %s."), c->whose);
    else
        lint_add(r, LINT_PRIVATE_CONTACT, t, from, to, 0, _("This is a private contact."));
}

static void find_phone(struct lint_run *r, const struct lint_text *t, const struct lint_private *c)
{
    char wanted[LINT_DIGITS], seen[LINT_DIGITS];
    size_t m = lint_digits_of(c->text, wanted), n = 0, start = 0, marks = 0;
    uint32_t cp;
    for (size_t i = 0, len; i < t->len; i += len) {
        len = text_decode(t->s + i, t->len - i, &cp);
        int d = lint_digit(cp);
        if (d < 0) {
            if (!lint_between_digits(cp) || ++marks > 3)
                n = 0;
            continue;
        }
        if (!n || n == LINT_DIGITS) {
            start = i;
            n = 0;
        }
        marks = 0;
        seen[n++] = (char)d;
        uint32_t next = 0;
        text_decode(t->s + i + len, t->len - i - len, &next);
        if (lint_digit(next) < 0 && lint_phone_same(seen, n, wanted, m)) {
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

static void find_address_of_mail(struct lint_run *r, const struct lint_text *t, const struct lint_private *c)
{
    struct plain text = { 0 }, wanted = { 0 };
    size_t n = strlen(c->text);
    if (make_plain(&text, t->s, t->len) < 0 || make_plain(&wanted, c->text, n) < 0)
        r->failed = true;
    const char *hay = buf_text(&text.text), *needle = buf_text(&wanted.text);
    for (const char *hit = hay; wanted.text.len > 3 && !r->failed && (hit = strstr(hit, needle)); hit++) {
        size_t at = (size_t)(hit - hay), end = at + wanted.text.len;
        if ((at && (lint_in_address(hay[at - 1]) ||
                    (hay[at - 1] == '.' && at > 1 && lint_in_address(hay[at - 2])))) ||
            lint_in_address(hay[end]))
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
            (n = lint_common_piece(lint_key(t, first), t->tokens.at[first].key_len, lint_key(a, j),
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
