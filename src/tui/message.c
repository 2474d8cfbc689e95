/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/message.h"

#include <stdarg.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"

static void keep(struct messages *m, enum message_kind kind, int64_t when, char *text)
{
    struct message *slot = &m->at[m->next];
    str_free(slot->text);
    *slot = (struct message){ kind, when, text };
    m->next = (m->next + 1) % MESSAGE_HISTORY;
    m->n += m->n < MESSAGE_HISTORY;
    m->showing = true;
}

void message_say(struct messages *m, enum message_kind kind, int64_t when, const char *format, ...)
{
    struct buf b = { 0 };
    va_list args;
    va_start(args, format);
    buf_vaddf(&b, format, args);
    va_end(args);
    char *text = buf_take(&b, NULL);
    if (text)
        keep(m, kind, when, text);
}

void message_also(struct messages *m, enum message_kind kind, int64_t when, const char *text)
{
    const struct message *stands = m->showing ? message_get(m, 0) : NULL;
    if (!stands || stands->kind == MESSAGE_INFO)
        message_say(m, kind, when, "%s", text);
    else
        message_say(m, kind > stands->kind ? kind : stands->kind, when, "%s\n%s", stands->text, text);
}

void message_note(struct messages *m, enum message_kind kind, int64_t when, const char *format, ...)
{
    struct buf b = { 0 };
    bool standing = m->showing && m->n > 0;
    va_list args;
    va_start(args, format);
    buf_vaddf(&b, format, args);
    va_end(args);
    char *text = buf_take(&b, NULL);
    if (!text)
        return;
    keep(m, kind, when, text);
    struct message *newest = &m->at[(m->next + MESSAGE_HISTORY - 1) % MESSAGE_HISTORY],
                   *stands = &m->at[(m->next + MESSAGE_HISTORY - 2) % MESSAGE_HISTORY], swap = *newest;
    if (standing) {
        *newest = *stands;
        *stands = swap;
    }
}

void message_error(struct messages *m, int64_t when, const struct err *e)
{
    message_say(m, MESSAGE_ERROR, when, "%s", e->text);
}

void message_key(struct messages *m)
{
    m->showing = false;
}

void message_repeat(struct messages *m)
{
    m->showing = m->n > 0;
}

const struct message *message_get(const struct messages *m, size_t back)
{
    if (back >= m->n)
        return NULL;
    return &m->at[(m->next + MESSAGE_HISTORY - 1 - back) % MESSAGE_HISTORY];
}

void message_free(struct messages *m)
{
    for (size_t i = 0; i < MESSAGE_HISTORY; i++)
        str_free(m->at[i].text);
    *m = (struct messages){ 0 };
}

void message_rewrite(struct messages *m, char *(*change)(void *arg, const char *text), void *arg)
{
    for (size_t i = 0; i < MESSAGE_HISTORY; i++) {
        char *old = m->at[i].text, *fresh = old ? change(arg, old) : NULL;
        if (fresh) {
            str_free(old);
            m->at[i].text = fresh;
        } else if (old) {
            wipe(old, strlen(old));
        }
    }
}

/* A message of several lines stands on the message line and as many above it as it needs. */
static void draw_message(const struct draw *d, int role, const char *text)
{
    int cols = d->cols - 2, rows = text_wrapped_lines(text, strlen(text), cols);
    rows = rows > 0 ? rows : 1;
    struct draw whole = draw_screen(d->screen);
    int top = d->y - (rows - 1) > 0 ? d->y - (rows - 1) : 0;
    struct draw part = draw_part(&whole, top, d->x, d->y - top + 1, d->cols);
    draw_fill(&part, 0, 0, -1, -1, ROLE_TEXT);
    draw_wrapped(&part, 0, 1, -1, cols, role, text);
}

void message_draw(const struct messages *m, const struct draw *d, const char *idle)
{
    static const int ROLES[] = { ROLE_MESSAGE, ROLE_WARNING, ROLE_ERROR };
    const struct message *now = m->showing ? message_get(m, 0) : NULL;
    if (now)
        draw_message(d, ROLES[now->kind], now->text);
    else if (idle)
        draw_text(d, 0, 1, d->cols - 2, ROLE_DIM, idle);
}
