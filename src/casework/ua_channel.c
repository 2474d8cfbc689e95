/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_channel.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_words.h"

static void set_once(struct ua_doc *d, char **to, struct ua_slice s)
{
    if (!*to)
        *to = ua_copy(d, s);
}

/* ---- numbers ---- */

static bool number_mark(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 0x660 && cp <= 0x669) || (cp >= 0x6F0 && cp <= 0x6F9) ||
           (cp >= 0xFF10 && cp <= 0xFF19) || cp == 0xFF0B || cp == '+' || cp == '(' || cp == ')' ||
           cp == ' ' || cp == '\t' || cp == '-' || cp == 0x2013 || cp == 0x2010 || cp == 0x2011 || cp == '.';
}

/* "3313/3334", "55-56/57": another ending of the same number behind a slash. */
static bool other_ending(const struct ua_doc *d, struct ua_slice s, size_t i)
{
    const char *t = d->text.data;
    size_t n = 0;
    if (t[i] != '/' || i == s.from || t[i - 1] < '0' || t[i - 1] > '9')
        return false;
    while (i + 1 + n < s.to && t[i + 1 + n] >= '0' && t[i + 1 + n] <= '9')
        n++;
    return n >= 1 && n <= 4 &&
           (i + 1 + n >= s.to || !strchr(" -", t[i + 1 + n]) || i + 2 + n >= s.to || t[i + 2 + n] < '0' ||
            t[i + 2 + n] > '9');
}

/* The number at the start of s; a slash between two numbers ends it, one before an extension does not. */
static struct ua_slice number(const struct ua_doc *d, struct ua_slice s)
{
    size_t len, i = s.from;
    for (; i < s.to && (number_mark(ua_cp(d, i, s.to, &len)) || other_ending(d, s, i)); i += len)
        ;
    struct ua_slice n = ua_trim_of(d, (struct ua_slice){ s.from, i }, "-.");
    while (n.to > n.from && d->text.data[n.to - 1] == '(')
        n = ua_trim_of(d, (struct ua_slice){ n.from, n.to - 1 }, "-.");
    return n;
}

/* "(Chinese only)" behind a number. */
static void take_number(struct ua_doc *d, struct parsed_text *to, char **remark, struct ua_slice value)
{
    value = ua_trim_of(d, value, ":;,");
    struct ua_slice n = number(d, value);
    if (to->text || ua_digits(d, n) < 4)
        return;
    ua_set_text(d, to, n);
    size_t open = ua_find_char(d, (struct ua_slice){ n.to, value.to }, "(["), close;
    if (open < value.to && (close = ua_find_char(d, (struct ua_slice){ open, value.to }, ")]")) < value.to)
        set_once(d, remark, (struct ua_slice){ open + 1, close });
}

/* ---- e-mails, handles, addresses of pages ---- */

static struct ua_slice address_token(const struct ua_doc *d, struct ua_slice word)
{
    word = ua_trim_of(d, word, ",;:()<>[]\"'");
    while (word.to > word.from && (d->text.data[word.to - 1] == '.' || d->text.data[word.to - 1] == '/'))
        word.to--;
    if (word.to - word.from > 7 && !strncmp(d->text.data + word.from, "mailto:", 7))
        word.from += 7;
    return word;
}

static bool is_email(const struct ua_doc *d, struct ua_slice w)
{
    size_t at = ua_find_char(d, w, "@");
    if (at == w.from || at >= w.to || ua_has_char(d, (struct ua_slice){ at + 1, w.to }, "@"))
        return false;
    size_t dot = ua_find_char(d, (struct ua_slice){ at + 2 < w.to ? at + 2 : w.to, w.to }, ".");
    return dot + 1 < w.to;
}

static bool is_handle(const struct ua_doc *d, struct ua_slice w)
{
    return w.to - w.from > 2 && d->text.data[w.from] == '@' &&
           !ua_has_char(d, (struct ua_slice){ w.from + 1, w.to }, "@.");
}

static bool is_page(const struct ua_doc *d, struct ua_slice w)
{
    const char *s = d->text.data + w.from;
    return w.to - w.from > 7 &&
           (!strncmp(s, "http://", 7) || !strncmp(s, "https://", 8) || !strncmp(s, "www.", 4));
}

/* Calls back for each token between white space, commas and semicolons. */
static struct ua_slice next_token(const struct ua_doc *d, struct ua_slice *rest)
{
    struct ua_slice word = ua_next_word(d, rest);
    size_t cut = ua_find_char(d, word, ",;");
    const char *cjk = memmem(d->text.data + word.from, word.to - word.from, "、", 3);
    if (cjk && (size_t)(cjk - d->text.data) < cut)
        cut = (size_t)(cjk - d->text.data);
    if (cut < word.to && cut > word.from) {
        rest->from = cut + (cjk && (size_t)(cjk - d->text.data) == cut ? 3 : 1);
        word.to = cut;
    }
    return word;
}

static void take_emails(struct ua_doc *d, struct parsed_official *o, struct ua_slice value, size_t *lost)
{
    size_t before = o->email.n;
    struct ua_slice rest = value;
    for (struct ua_slice w; !ua_empty(w = next_token(d, &rest));) {
        w = address_token(d, w);
        if (is_email(d, w))
            ua_add_text(d, &o->email, w);
    }
    bool shown = ua_find(d, value, UA_BIT(LOST_EMAIL), NULL) != NULL;
    if ((shown || (o->email.n == before && !ua_empty(value))) && *lost == SIZE_MAX)
        *lost = value.from;
}

static void take_handles(struct ua_doc *d, struct parsed_official *o, struct ua_slice value)
{
    struct ua_slice rest = value;
    size_t before = o->twitter.n;
    for (struct ua_slice w; !ua_empty(w = next_token(d, &rest));) {
        w = address_token(d, w);
        if (is_handle(d, w) || is_page(d, w))
            ua_add_text(d, &o->twitter, w);
        else if (!ua_empty(w) && o->twitter.n > before)
            break;
    }
}

static void take_first(struct ua_doc *d, char **to, struct ua_slice value)
{
    struct ua_slice rest = value, w = address_token(d, next_token(d, &rest));
    if (is_page(d, w) || is_handle(d, w))
        set_once(d, to, w);
    else if (ua_word_count(d, value) < 5)
        set_once(d, to, value);
}

/* "I" and "/" stand between channels on one line. */
static struct ua_slice without_bar(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim_of(d, s, ",;/");
    while (s.to > s.from + 1 && (d->text.data[s.to - 1] == 'I' || d->text.data[s.to - 1] == 'l') &&
           (d->text.data[s.to - 2] == ' ' || d->text.data[s.to - 2] == '\t'))
        s = ua_trim_of(d, (struct ua_slice){ s.from, s.to - 1 }, ",;/");
    return s;
}

void ua_take_channel(struct ua_doc *d, struct parsed_official *o, int label, struct ua_slice value,
                     size_t *lost)
{
    value = without_bar(d, value);
    switch (label) {
    case UA_SALUTATION:
        set_once(d, &o->salutation, ua_trim_of(d, value, ua_has_char(d, value, "(") ? ",:;" : ",:;)"));
        break;
    case UA_PHONE:
        take_number(d, &o->phone, &o->phone_note, value);
        break;
    case UA_PHONE_FAX:
        take_number(d, &o->phone, &o->phone_note, value);
        take_number(d, &o->fax, &o->fax_note, value);
        break;
    case UA_FAX:
        take_number(d, &o->fax, &o->fax_note, value);
        break;
    case UA_EMAIL:
        take_emails(d, o, value, lost);
        break;
    case UA_TWITTER:
        take_handles(d, o, value);
        break;
    case UA_FACEBOOK:
        take_first(d, &o->facebook, value);
        break;
    case UA_FORM:
        take_first(d, &o->contact_form, value);
        break;
    default:
        break;
    }
}

/* ---- what stands behind the value on the same line ---- */

static size_t behind_tokens(const struct ua_doc *d, struct ua_slice value)
{
    struct ua_slice rest = value, found;
    size_t keep = value.from;
    for (;;) {
        struct ua_slice probe = ua_trim_of(d, (struct ua_slice){ keep, value.to }, ",;/");
        if (ua_match(d, probe, UA_BIT(LOST_EMAIL), &keep))
            continue;
        rest = probe;
        found = ua_next_word(d, &rest);
        if (ua_empty(found) || !ua_has_char(d, found, "@"))
            return probe.from;
        keep = found.to;
    }
}

struct ua_slice ua_behind_channel(const struct ua_doc *d, int label, struct ua_slice value)
{
    size_t from = value.to;
    if (label == UA_EMAIL || label == UA_TWITTER)
        from = behind_tokens(d, value);
    else if (label == UA_PHONE || label == UA_FAX || label == UA_PHONE_FAX)
        from = number(d, ua_trim(d, value)).to;
    return ua_trim_of(d, (struct ua_slice){ from, value.to }, ",;/");
}

/* ---- channels without labels ---- */

static bool bare_number(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice n = number(d, s);
    if (ua_trim_of(d, (struct ua_slice){ n.to, s.to }, ".").from < s.to || n.to != s.to)
        return false;
    size_t digits = ua_digits(d, s);
    char first = d->text.data[s.from];
    return digits >= 7 && digits <= 16 && (first == '+' || first == '0' || first == '(' || digits >= 9);
}

/* Takes the piece between two commas when it is a channel. */
static bool take_piece(struct ua_doc *d, struct parsed_official *o, struct ua_slice piece, size_t *lost)
{
    struct ua_slice token = address_token(d, piece);
    if (ua_is(d, piece, UA_BIT(LOST_EMAIL)) || ua_match(d, piece, UA_BIT(LOST_EMAIL), NULL)) {
        if (*lost == SIZE_MAX)
            *lost = piece.from;
    } else if (ua_word_count(d, piece) == 1 && is_email(d, token)) {
        ua_add_text(d, &o->email, token);
    } else if (ua_word_count(d, piece) == 1 && is_handle(d, token)) {
        ua_add_text(d, &o->twitter, token);
    } else if (ua_word_count(d, piece) == 1 && is_page(d, token)) {
        ;
    } else if (bare_number(d, piece)) {
        if (!o->phone.text)
            ua_set_text(d, &o->phone, piece);
    } else {
        return false;
    }
    return true;
}

struct ua_slice ua_take_bare_channels(struct ua_doc *d, struct parsed_official *o, struct ua_slice line,
                                      size_t *lost)
{
    struct ua_slice left = ua_trim_of(d, line, ",;");
    while (!ua_empty(left)) { /* from the end: channels stand behind the address */
        size_t cut = left.to;
        while (cut > left.from && d->text.data[cut - 1] != ',' && d->text.data[cut - 1] != ';')
            cut--;
        struct ua_slice piece = ua_trim(d, (struct ua_slice){ cut, left.to });
        if (!take_piece(d, o, piece, lost))
            break;
        left = ua_trim_of(d, (struct ua_slice){ left.from, cut }, ",;");
    }
    return left;
}
