/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/prompt.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/screen.h"

void prompt_init(struct prompt *p, char *secret, size_t cap)
{
    *p = (struct prompt){ .text = secret, .cap = cap };
    wipe(secret, cap);
}

void prompt_clear(struct prompt *p)
{
    wipe(p->text, p->cap);
    p->len = 0;
    p->shown = p->second_mark = p->full = false;
}

static void add(struct prompt *p, const char *bytes, size_t n)
{
    p->full = p->len + n + 1 > p->cap;
    if (!p->full) {
        memcpy(p->text + p->len, bytes, n);
        p->len += n;
        p->text[p->len] = '\0';
    }
    p->second_mark = !p->second_mark;
}

static void add_cp(struct prompt *p, uint32_t cp)
{
    struct buf b = { 0 };
    buf_add_cp(&b, cp);
    if (!b.failed)
        add(p, b.data, b.len);
    buf_free(&b);
}

static void erase(struct prompt *p)
{
    size_t at = p->len ? text_prev(p->text, p->len, p->len) : 0;
    wipe(p->text + at, p->len - at);
    p->len = at;
    p->second_mark = !p->second_mark;
    p->full = false;
}

unsigned prompt_key(struct prompt *p, const struct keymap *m, uint32_t key)
{
    static const struct command_table *const TABLES[] = { &edit_commands };
    struct command_scope scope = { .tables = TABLES, .n = 1, .in_text = true };
    const struct command *c = command_for_key(m, &scope, key);
    if (key_is_text(key)) {
        add_cp(p, key);
        return WIDGET_HANDLED | WIDGET_CHANGED;
    }
    switch (c ? c->id : 0) {
    case EDIT_NEWLINE:
        return WIDGET_DONE;
    case EDIT_LEAVE:
        return WIDGET_LEAVE;
    case EDIT_ERASE_LEFT:
        erase(p);
        return WIDGET_HANDLED | WIDGET_CHANGED;
    case EDIT_SHOW:
        p->shown = !p->shown;
        return WIDGET_HANDLED;
    case EDIT_CLEAR:
        prompt_clear(p);
        return WIDGET_HANDLED | WIDGET_CHANGED;
    default:
        return WIDGET_IGNORED;
    }
}

unsigned prompt_paste(struct prompt *p, const char *text)
{
    add(p, text, strcspn(text, "\n"));
    return WIDGET_HANDLED | WIDGET_CHANGED;
}

void prompt_draw(const struct prompt *p, const struct draw *d, int y, int x, int cols, bool focus)
{
    static const char *const MARKS[2][2] = { { "·", "•" }, { ".", "o" } };
    int used;
    if (p->shown) { /* the end of it, where typing goes on */
        size_t from = 0;
        while (text_width(p->text + from, p->len - from) > cols - 1 && from < p->len)
            from = text_next(p->text, p->len, from);
        used = draw_run(d, y, x, cols, ROLE_FOCUS, p->text + from, p->len - from);
    } else {
        used = draw_text(d, y, x, cols, ROLE_TEXT, MARKS[screen_ascii(d->screen)][p->second_mark]);
    }
    if (focus)
        draw_cursor(d, y, x + used);
}
