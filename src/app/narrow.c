/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/narrow.h"

#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/tui/key.h"

void narrow_init(struct narrow *n, struct buf *clip)
{
    *n = (struct narrow){ .typing = false };
    editor_init(&n->words, true, clip);
}

void narrow_free(struct narrow *n)
{
    editor_free(&n->words);
}

bool narrow_is_on(const struct narrow *n)
{
    return n->typing || editor_len(&n->words) > 0;
}

bool narrow_is_typed(const struct narrow *n)
{
    return n && n->typing;
}

const char *narrow_words(const struct narrow *n)
{
    return editor_text(&n->words);
}

bool narrow_widen(struct narrow *n)
{
    bool on = narrow_is_on(n);
    n->typing = false;
    if (on)
        editor_set(&n->words, "", NULL);
    return on;
}

unsigned narrow_key(struct narrow *n, const struct keymap *m, uint32_t key)
{
    if (!n->typing)
        return WIDGET_IGNORED;
    if (key == KEYC_ESC)
        return narrow_widen(n) ? WIDGET_HANDLED | WIDGET_CHANGED : WIDGET_HANDLED;
    if (key != KEYC_ENTER && key != KEYC_DOWN && key != KEYC_UP && key != KEYC_TAB)
        return editor_key(&n->words, m, key);
    n->typing = false;
    return WIDGET_HANDLED;
}

unsigned narrow_paste(struct narrow *n, const char *text)
{
    return n->typing ? editor_insert(&n->words, text, strlen(text)) : WIDGET_IGNORED;
}

void narrow_draw(struct narrow *n, struct draw *body)
{
    if (!narrow_is_on(n))
        return;
    int used = draw_text(body, 0, 1, -1, ROLE_LABEL, _("Narrow to"));
    struct draw words = draw_part(body, 0, used + 2, 1, body->cols - used - 3);
    editor_draw(&n->words, &words, n->typing ? ROLE_FOCUS : ROLE_VALUE, n->typing);
    *body = draw_part(body, 1, 0, -1, -1);
}

const char *const narrow_hints[] = { "Enter", N_("to the list"), "Esc", N_("all again"),
                                     "F1",    N_("help"),        NULL };
