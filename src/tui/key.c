/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct {
    uint32_t code;
    const char *name;
} NAMES[] = {
#define X(code, name) { KEYC_##code, name },
    KEY_NAMES(X)
#undef X
        { ' ', "Space" },
    /* read, never written */
    { KEYC_ESC, "Escape" },
    { KEYC_ENTER, "Return" },
    { KEYC_PGUP, "PageUp" },
    { KEYC_PGDN, "PageDown" },
    { KEYC_INSERT, "Ins" },
    { KEYC_DELETE, "Del" },
};
#define N_NAMES (sizeof NAMES / sizeof *NAMES)

static const struct {
    uint32_t bit;
    const char *name;
} MODS[] = { { KEYC_CTRL, "Ctrl-" }, { KEYC_ALT, "Alt-" }, { KEYC_SHIFT, "Shift-" } };

bool key_is_text(uint32_t key)
{
    return key >= 0x20 && key != 0x7F && key < KEYC_FIRST;
}

void key_format(uint32_t key, char out[static KEY_NAME_BYTES])
{
    struct buf b = { 0 };
    for (size_t i = 0; i < 3; i++)
        if (key & MODS[i].bit)
            buf_adds(&b, MODS[i].name);
    uint32_t code = key & ~KEYC_MODS;
    if (key & KEYC_CTRL && code >= 'a' && code <= 'z') /* as it is printed on keys and in manuals */
        code -= 0x20;
    const char *name = NULL;
    for (size_t i = 0; i < N_NAMES && !name; i++)
        if (NAMES[i].code == code)
            name = NAMES[i].name;
    if (name)
        buf_adds(&b, name);
    else
        buf_add_cp(&b, code);
    snprintf(out, KEY_NAME_BYTES, "%s", buf_text(&b));
    buf_free(&b);
}

static uint32_t code_of(const char *name, size_t n)
{
    for (size_t i = 0; i < N_NAMES; i++)
        if (strlen(NAMES[i].name) == n && strncasecmp(name, NAMES[i].name, n) == 0)
            return NAMES[i].code;
    uint32_t cp = 0;
    size_t len = text_decode(name, n, &cp);
    return len && len == n && cp != 0xFFFD && key_is_text(cp) ? cp : KEYC_NONE;
}

int key_parse(const char *name, size_t n, uint32_t *key)
{
    uint32_t mods = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t len = strlen(MODS[i].name);
        if (n > len && strncasecmp(name, MODS[i].name, len) == 0) {
            mods |= MODS[i].bit;
            name += len;
            n -= len;
        }
    }
    uint32_t code = code_of(name, n);
    if (!code || code == KEYC_UNKNOWN)
        return -1;
    bool letter = code < 0x80 && (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    if (mods & KEYC_SHIFT && code < KEYC_FIRST) {
        mods &= ~KEYC_SHIFT;
        code = letter ? code & ~0x20u : code;
    }
    if (mods & KEYC_CTRL && letter)
        code |= 0x20;
    *key = code | mods;
    return 0;
}

/* ---- folding ---------------------------------------------------------------------------------------------
 */

extern const char data_keyboards[];
extern const unsigned long data_keyboards_len;

struct folds {
    uint32_t *out;
    size_t n;
    uint32_t key;
};

static void add_fold(struct folds *f, uint32_t code)
{
    uint32_t key = code | (f->key & KEYC_MODS);
    if (key & KEYC_CTRL && code >= 'A' && code <= 'Z')
        key |= 0x20;
    for (size_t i = 0; i < f->n; i++)
        if (f->out[i] == key)
            return;
    if (key != f->key && f->n < KEY_FOLDS)
        f->out[f->n++] = key;
}

/* Forms of ASCII characters: full-width, Arabic-Indic digits, the Arabic question mark. 0: none. */
static uint32_t plain_form(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return cp - 0xFF01 + 0x21;
    if (cp == 0x3000)
        return ' ';
    if (cp >= 0x0660 && cp <= 0x0669)
        return cp - 0x0660 + '0';
    if (cp >= 0x06F0 && cp <= 0x06F9)
        return cp - 0x06F0 + '0';
    return cp == 0x061F ? '?' : 0;
}

/* One row of the table: adds the Latin key at the place of cp. */
static void fold_row(struct folds *f, const char *latin, const char *native, const char *end, uint32_t cp)
{
    while (native < end && *latin != '\t') {
        uint32_t at;
        native += text_decode(native, (size_t)(end - native), &at);
        if (at == cp)
            add_fold(f, (unsigned char)*latin);
        latin++;
    }
}

/* Goes through the rows of the layout `prefer`, or of all others. */
static void fold_layouts(struct folds *f, const char *prefer, bool preferred, uint32_t cp)
{
    for (const char *line = data_keyboards, *end; *line; line = *end ? end + 1 : end) {
        end = line + strcspn(line, "\n");
        const char *latin = memchr(line, '\t', (size_t)(end - line));
        if (*line == '#' || !latin)
            continue;
        const char *native = memchr(latin + 1, '\t', (size_t)(end - latin - 1));
        size_t name = (size_t)(latin - line);
        bool same = prefer && strlen(prefer) == name && memcmp(prefer, line, name) == 0;
        if (native && same == preferred)
            fold_row(f, latin + 1, native + 1, end, cp);
    }
}

size_t key_fold(uint32_t key, const char *prefer, uint32_t out[static KEY_FOLDS])
{
    struct folds f = { .out = out, .key = key };
    uint32_t cp = key & ~KEYC_MODS;
    if (cp < 0x80 || cp >= KEYC_FIRST)
        return 0;
    uint32_t plain = plain_form(cp);
    if (plain)
        add_fold(&f, plain);
    fold_layouts(&f, prefer, true, cp);
    fold_layouts(&f, prefer, false, cp);
    return f.n;
}
