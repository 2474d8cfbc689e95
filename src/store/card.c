/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/card.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"

bool card_takes(const struct field *f)
{
    if (f->flags & FIELD_UNSEARCHED)
        return false;
    if (f->type == FIELD_LIST) {
        for (size_t i = 0; i < f->part->n_fields; i++)
            if (card_takes(&f->part->fields[i]))
                return true;
        return false;
    }
    return f->type == FIELD_TEXT || f->type == FIELD_LINES || f->type == FIELD_EDTF || f->type == FIELD_DAY;
}

void card_add(struct card *c, const char *key, const char *value)
{
    buf_addf(&c->keys, "%s\n", key);
    for (; *value; value++)
        buf_addc(&c->lines, *value == '\n' ? ' ' : *value);
    buf_addc(&c->lines, '\n');
}

static int add_value(struct card *c, const char *key, char *value, struct err *e)
{
    if (strlen(value) < CARD_LONG_BYTES) {
        if (*value)
            card_add(c, key, value);
        str_free(value);
        return 0;
    }
    if (dyn_room(&c->texts) < 0) {
        str_free(value);
        return err_no_memory(e);
    }
    c->texts.at[c->texts.n++] = (struct card_text){ key, value };
    return 0;
}

static int add_plain(struct card *c, const char *key, const void *base, const struct field *f, struct err *e)
{
    char *value = field_get(base, f, e);
    return value ? add_value(c, key, value, e) : -1;
}

/* The texts of one element of a list, in one line. */
static int add_element(struct card *c, const struct field *list, const void *element, struct err *e)
{
    struct buf line = { 0 };
    for (size_t i = 0; i < list->part->n_fields; i++) {
        const struct field *f = &list->part->fields[i];
        if (!card_takes(f) || field_is_empty(element, f))
            continue;
        char *value = field_get(element, f, e);
        line.failed |= !value;
        buf_addf(&line, line.len ? ", %s" : "%s", value ? value : "");
        str_free(value);
    }
    char *value = buf_take(&line, e);
    return value ? add_value(c, list->key, value, e) : -1;
}

static int add_field(struct card *c, const struct rec *r, const struct field *f, struct err *e)
{
    if (f->type != FIELD_LIST)
        return add_plain(c, f->key, r, f, e);
    for (size_t i = 0; i < field_count(r, f); i++)
        if (add_element(c, f, field_at(r, f, i), e) < 0)
            return -1;
    return 0;
}

int card_of(const struct rec *r, struct card *out, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    *out = (struct card){ 0 };
    for (size_t i = 0; i < k->n_fields; i++) {
        if (card_takes(&k->fields[i]) && add_field(out, r, &k->fields[i], e) < 0) {
            card_free(out);
            return -1;
        }
    }
    return 0;
}

void card_free(struct card *c)
{
    buf_free(&c->keys);
    buf_free(&c->lines);
    for (size_t i = 0; i < c->texts.n; i++)
        str_free(c->texts.at[i].text);
    free(c->texts.at);
    *c = (struct card){ 0 };
}

#define OVERLAP_BYTES 256 /* a phrase this long is found across the border of two pieces */

/* The place after the last white space of text[from, to), or else the last border of a character at or before
 * to. */
static size_t border(const char *text, size_t from, size_t to)
{
    for (size_t i = to; i > from + (to - from) / 2; i--)
        if (text[i - 1] == ' ' || text[i - 1] == '\n')
            return i;
    while (to > from && ((unsigned char)text[to] & 0xC0) == 0x80)
        to--;
    return to;
}

size_t card_piece(const char *text, size_t n, size_t from, size_t *next)
{
    *next = n;
    if (n - from <= CARD_PIECE_BYTES)
        return n;
    size_t end = border(text, from, from + CARD_PIECE_BYTES);
    *next = border(text, from, end - OVERLAP_BYTES);
    return end;
}

void card_key_at(const char *keys, const char *lines, size_t at, char *out, size_t size)
{
    for (const char *end; *keys; keys = end + 1) {
        end = strchrnul(keys, '\n');
        const char *line_end = memchr(lines, '\n', at);
        if (!line_end || !*end) {
            snprintf(out, size, "%.*s", (int)(end - keys), keys);
            return;
        }
        at -= (size_t)(line_end + 1 - lines);
        lines = line_end + 1;
    }
    *out = '\0';
}
