/* SPDX-License-Identifier: GPL-3.0-or-later */
/*   16 bytes   "satchel sheet 1\n"
 *   u8 form, u8 first place
 *   per letter: u8 'L', then its parts with rising numbers:
 *       u8 part + 1, u8 length of the language, language, u32 length of the text (little-endian), text
 *   u8 0
 * The reader takes each sheet in exactly one form: what it accepts and writes again is the same bytes. Tested
 * by tests/unit/test_sheet.c and tests/fuzz/fuzz_sheet.c. */
#include "satchel/exchange/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

static const char MAGIC[16] = "satchel sheet 1\n";       /* without the final NUL */
enum { MARK_END = 0, MARK_LETTER = 'L', LANG_MAX = 35 }; /* RFC 5646, 4.4.1 */

void sheet_free(struct sheet *s)
{
    for (size_t i = 0; i < s->letters.n; i++)
        for (int k = 0; k < SHEET_PARTS; k++) {
            str_free(s->letters.at[i].text[k]);
            str_free(s->letters.at[i].lang[k]);
        }
    free(s->letters.at);
    *s = (struct sheet){ 0 };
}

struct sheet_text *sheet_add(struct sheet *s)
{
    if (dyn_room(&s->letters) < 0)
        return NULL;
    struct sheet_text *t = &s->letters.at[s->letters.n++];
    *t = (struct sheet_text){ 0 };
    return t;
}

int sheet_set(struct sheet_text *t, enum sheet_part part, const char *text, const char *lang)
{
    if (!text || !*text)
        return 0;
    if (str_set(&t->lang[part], lang ? lang : "") < 0)
        return -1;
    return str_set(&t->text[part], text);
}

/* ---- writing ---- */

static bool is_lang(const char *s, size_t n)
{
    static const char SIGNS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    for (size_t i = 0; i < n; i++)
        if (!s[i] || !strchr(SIGNS, s[i]))
            return false;
    return n <= LANG_MAX;
}

static void write_part(struct buf *out, int part, const char *text, const char *lang)
{
    size_t n = strlen(text), tag = strlen(lang);
    buf_addc(out, (char)(part + 1));
    buf_addc(out, (char)tag);
    buf_add(out, lang, tag);
    for (int i = 0; i < 4; i++)
        buf_addc(out, (char)(n >> 8 * i & 0xFF));
    buf_add(out, text, n);
}

static bool fits(const struct sheet *s)
{
    size_t n = sizeof MAGIC + 3;
    for (size_t i = 0; i < s->letters.n; i++)
        for (int k = 0; k < SHEET_PARTS; k++) {
            const char *text = s->letters.at[i].text[k];
            size_t len = text ? strlen(text) : 0;
            if (len > SHEET_BYTES_MAX || (n += len + LANG_MAX + 8) > SHEET_BYTES_MAX)
                return false;
        }
    return s->letters.n <= SHEET_LETTERS_MAX;
}

int sheet_write(const struct sheet *s, struct buf *out, struct err *e)
{
    if (!fits(s))
        return err_set(e, ERR_INPUT,
                       _("This is more than fits into one PDF. Nothing was written. Export fewer letters at "
                         "a time."));
    buf_add(out, MAGIC, sizeof MAGIC);
    buf_addc(out, (char)s->form);
    buf_addc(out, (char)s->first);
    for (size_t i = 0; i < s->letters.n; i++) {
        const struct sheet_text *t = &s->letters.at[i];
        buf_addc(out, MARK_LETTER);
        for (int k = 0; k < SHEET_PARTS; k++)
            if (t->text[k] && *t->text[k])
                write_part(out, k, t->text[k],
                           t->lang[k] && is_lang(t->lang[k], strlen(t->lang[k])) ? t->lang[k] : "");
    }
    buf_addc(out, MARK_END);
    return out->failed ? err_no_memory(e) : 0;
}

/* ---- reading ---- */

struct reader {
    const uint8_t *at;
    size_t left;
    bool bad;
};

/* The next n bytes; NULL and bad when there are not that many. */
static const uint8_t *take(struct reader *r, size_t n)
{
    const uint8_t *at = r->at;
    if (r->bad || n > r->left) {
        r->bad = true;
        return NULL;
    }
    r->at += n;
    r->left -= n;
    return at;
}

static uint8_t take_byte(struct reader *r)
{
    const uint8_t *at = take(r, 1);
    return at ? *at : 0;
}

static uint32_t take_length(struct reader *r)
{
    const uint8_t *at = take(r, 4);
    uint32_t n = 0;
    for (int i = 0; at && i < 4; i++)
        n |= (uint32_t)at[i] << 8 * i;
    return n;
}

static bool is_text(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] < 0x20 && s[i] != '\n' && s[i] != '\t') || s[i] == 0x7F)
            return false;
    return n > 0 && text_valid(s, n);
}

static char *copy(struct reader *r, const char *s, size_t n)
{
    char *c = malloc(n + 1);
    if (!c) {
        r->bad = true;
        return NULL;
    }
    if (n)
        memcpy(c, s, n);
    c[n] = '\0';
    return c;
}

static void read_part(struct reader *r, struct sheet_text *t, int part)
{
    size_t tag = take_byte(r);
    const char *lang = (const char *)take(r, tag);
    size_t n = take_length(r);
    const char *text = (const char *)take(r, n);
    r->bad = r->bad || !is_lang(lang, tag) || !is_text(text, n);
    if (r->bad)
        return;
    t->lang[part] = copy(r, lang, tag);
    t->text[part] = copy(r, text, n);
}

/* The mark behind the letter. */
static int read_letter(struct reader *r, struct sheet *out)
{
    struct sheet_text *t = out->letters.n < SHEET_LETTERS_MAX ? sheet_add(out) : NULL;
    int last = 0, mark;
    r->bad = r->bad || !t;
    while ((mark = take_byte(r)) != MARK_END && mark != MARK_LETTER && !r->bad) {
        r->bad = mark <= last || mark > SHEET_PARTS;
        if (!r->bad)
            read_part(r, t, mark - 1);
        last = mark;
    }
    return mark;
}

int sheet_read(const void *bytes, size_t n, struct sheet *out)
{
    struct reader r = { bytes, n, n > SHEET_BYTES_MAX };
    *out = (struct sheet){ 0 };
    const uint8_t *magic = take(&r, sizeof MAGIC);
    r.bad = r.bad || memcmp(magic, MAGIC, sizeof MAGIC) != 0;
    uint8_t form = take_byte(&r);
    out->first = take_byte(&r);
    r.bad = r.bad || form >= SHEET_FORMS || out->first >= (form == SHEET_LABELS ? SHEET_LABEL_PLACES : 1);
    out->form = form;
    int mark = take_byte(&r);
    r.bad = r.bad || mark != MARK_LETTER;
    while (!r.bad && mark == MARK_LETTER)
        mark = read_letter(&r, out);
    return r.bad || r.left ? -1 : 0;
}
