/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/letter_text.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/letter_page.h"

/* Without the blanks and line ends at its end. */
static size_t trimmed(const char *s, size_t n)
{
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t' || s[n - 1] == '\n'))
        n--;
    return n;
}

/* One paragraph. */
static void add_wrapped(struct buf *out, const char *s, size_t n, int columns)
{
    for (size_t at = 0, len; at < n; at += len) {
        len = text_wrap(s + at, n - at, columns);
        buf_add(out, s + at, trimmed(s + at, len));
        buf_addc(out, '\n');
    }
    if (n == 0)
        buf_addc(out, '\n');
}

/* columns 0: as it is. After an empty line, unless it is the first. */
static void add_part(struct buf *out, size_t start, const char *text, int columns)
{
    size_t n = text ? trimmed(text, strlen(text)) : 0;
    if (n == 0)
        return;
    if (out->len > start)
        buf_addc(out, '\n');
    for (size_t at = 0, len; at < n; at += len + 1) {
        const char *end = memchr(text + at, '\n', n - at);
        len = end ? (size_t)(end - text) - at : n - at;
        if (columns) {
            add_wrapped(out, text + at, trimmed(text + at, len), columns);
        } else {
            buf_add(out, text + at, trimmed(text + at, len));
            buf_addc(out, '\n');
        }
    }
}

int letter_text(const struct letter_page *p, int columns, struct buf *out, struct err *e)
{
    const char *const PARTS[] = { p->sender_lines, p->address_lines, p->also_lines, p->date_line, p->copy_of,
                                  p->subject,      p->salutation,    p->body,       p->signature };
    size_t start = out->len;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        add_part(out, start, PARTS[i], columns);
    return out->failed ? err_no_memory(e) : 0;
}

/* The sender's lines hold the name: it is said once, in the text, above them, or in them. */
int letter_text_mail(const struct letter_page *p, struct buf *out, struct err *e)
{
    const char *lines = p->sender_lines, *signature = p->signature;
    size_t name = lines ? strcspn(lines, "\n") : 0;
    if (signature && strlen(signature) == name && memcmp(signature, lines, name) == 0)
        signature = NULL;
    else if (name && letter_page_signed(p->body, lines, name))
        lines += name + (lines[name] == '\n');
    const char *const PARTS[] = { p->copy_of, p->salutation, p->body, signature, lines };
    size_t start = out->len;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        add_part(out, start, PARTS[i], 0);
    return out->failed ? err_no_memory(e) : 0;
}

/* ---- pages ---- */

struct lines {
    const char *text;
    DYN(size_t) at; /* where each begins, and the end */
};

static bool is_empty(const struct lines *l, size_t i)
{
    return i + 1 < l->at.n && l->text[l->at.at[i]] == '\n';
}

/* Whether a page may begin here: neither a paragraph's second line nor its last, and not with nothing. */
static bool may_begin(const struct lines *l, size_t i)
{
    size_t last = l->at.n - 1;
    if (is_empty(l, i) || i == 0)
        return false;
    bool second = !is_empty(l, i - 1) && (i < 2 || is_empty(l, i - 2));
    bool only_last = !is_empty(l, i - 1) && (i + 1 >= last || is_empty(l, i + 1));
    return !second && !only_last;
}

/* The line that the next page begins with. */
static size_t next_page(const struct lines *l, size_t from, size_t room)
{
    size_t last = l->at.n - 1, full = from + room, cut = full;
    if (full >= last)
        return last;
    while (cut > from && !may_begin(l, cut))
        cut--;
    if (cut > from)
        return cut;
    while (full < last && is_empty(l, full))
        full++;
    return full;
}

static int find_lines(const struct buf *b, struct lines *l)
{
    for (size_t at = 0;; at = (size_t)((char *)memchr(b->data + at, '\n', b->len - at) - b->data) + 1) {
        if (dyn_room(&l->at) < 0)
            return -1;
        l->at.at[l->at.n++] = at;
        if (at >= b->len)
            return 0;
    }
}

int letter_text_pages(const struct letter_page *p, int columns, int lines, struct buf *out, struct err *e)
{
    struct buf whole = { 0 };
    struct lines l = { 0 };
    int rc = letter_text(p, columns, &whole, e);
    l.text = buf_text(&whole);
    if (rc == 0 && find_lines(&whole, &l) < 0)
        rc = err_no_memory(e);
    size_t last = l.at.n ? l.at.n - 1 : 0;
    for (size_t at = 0, next; rc == 0 && at < last; at = next) {
        next = next_page(&l, at, (size_t)(lines > 3 ? lines : 3));
        size_t end = next;
        while (end > at && next < last && is_empty(&l, end - 1))
            end--;
        if (at)
            buf_addc(out, '\f');
        buf_add(out, l.text + l.at.at[at], l.at.at[end] - l.at.at[at]);
    }
    free(l.at.at);
    buf_free(&whole);
    return rc == 0 && out->failed ? err_no_memory(e) : rc;
}
