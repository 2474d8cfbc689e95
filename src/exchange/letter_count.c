/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/letter_count.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/text.h"
#include "satchel/exchange/letter_text.h"
#include "satchel/model/letter_page.h"

#define ONE_PAGE_LINES 36 /* of text: fewer are one page of a PDF too */

static size_t count_of(const struct buf *b, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < b->len; i++)
        n += b->data[i] == c;
    return n;
}

static const char *body_of(const struct letter_page *p)
{
    return p->body ? p->body : "";
}

/* An estimate: a PDF has its own font, paper and place for the address. */
static void count_whole(struct letter_count *c, const struct letter_page *p)
{
    struct buf text = { 0 };
    c->pages = 1;
    if (letter_text_pages(p, LETTER_TEXT_COLUMNS, LETTER_COUNT_PAGE, &text, NULL) == 0)
        c->pages += count_of(&text, '\f');
    c->pages_sure = c->pages == 1 && count_of(&text, '\n') < ONE_PAGE_LINES;
    c->words = text_words(body_of(p), strlen(body_of(p)));
    c->known = true;
    buf_free(&text);
}

void letter_count_begin(struct letter_count *c, const struct letter_page *p)
{
    c->under_way = strlen(body_of(p)) > LETTER_COUNT_PIECE;
    c->at = c->some_words = c->lines = 0;
    if (!c->under_way)
        count_whole(c, p);
}

/* Up to the end of a line or word, where there is one. */
static size_t piece_of(const char *rest)
{
    size_t n = strnlen(rest, LETTER_COUNT_PIECE), end = n;
    if (n < LETTER_COUNT_PIECE)
        return n;
    while (end > n / 2 && rest[end - 1] != '\n')
        end--;
    if (end > n / 2)
        return end;
    for (end = n; end > n / 2 && rest[end - 1] != ' ';)
        end--;
    for (end = end > n / 2 ? end : n; ((unsigned char)rest[end] & 0xC0) == 0x80;)
        end--;
    return end;
}

/* Of what stands around the text. */
static size_t other_lines(const struct letter_page *p)
{
    struct letter_page around = *p;
    struct buf text = { 0 };
    around.body = NULL;
    letter_text(&around, LETTER_TEXT_COLUMNS, &text, NULL);
    size_t lines = count_of(&text, '\n');
    buf_free(&text);
    return lines;
}

bool letter_count_step(struct letter_count *c, const struct letter_page *p)
{
    const char *rest = body_of(p) + c->at;
    const size_t n = piece_of(rest);
    c->some_words += text_words(rest, n);
    c->lines += (size_t)text_wrapped_lines(rest, n, LETTER_TEXT_COLUMNS);
    c->at += n;
    if (rest[n])
        return true;
    c->words = c->some_words;
    c->pages = 1 + (c->lines + other_lines(p)) / LETTER_COUNT_PAGE;
    c->pages_sure = false;
    c->known = true;
    c->under_way = false;
    return false;
}
