/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program said before, newest first. Gone at a lock. */
#include <time.h>

#include "satchel/app/app.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/tui/list.h"

struct message_view {
    struct view view;
    struct app *app;
    struct list list;
};

static const struct list_column COLUMNS[] = { { .width = 5 }, { .width = 20 } };

static void row(void *arg, size_t index, struct list_row *out)
{
    const struct message_view *m = arg;
    const struct message *said = message_get(&m->app->messages, index);
    if (!said)
        return;
    char when[16];
    time_t t = (time_t)said->when;
    struct tm local;
    localtime_r(&t, &local);
    strftime(when, sizeof when, "%H:%M", &local);
    out->glyph = said->kind == MESSAGE_INFO ? GLYPH_NONE : GLYPH_WARNING;
    list_cell(out, 0, ROLE_DIM, when);
    list_cell(out, 1, said->kind == MESSAGE_ERROR ? ROLE_WARNING : ROLE_TEXT, said->text);
}

static size_t count(const struct app *a)
{
    return a->messages.n;
}

static int messages_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    (void)arg;
    (void)e;
    struct message_view *m = (struct message_view *)v;
    m->app = a;
    list_init(&m->list, COLUMNS, 2, (struct list_source){ .row = row, .arg = m });
    m->list.empty = _("Nothing was said yet. What the program tells you is kept here until you lock.");
    m->list.unfold = true;
    list_set_count(&m->list, count(a));
    return 0;
}

static void messages_close(struct app *a, struct view *v)
{
    (void)a;
    list_free(&((struct message_view *)v)->list);
}

static void messages_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    (void)v;
    buf_adds(out, _("Messages"));
}

static void messages_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)l;
    struct message_view *m = (struct message_view *)v;
    list_set_count(&m->list, count(a));
    list_draw(&m->list, body);
}

static unsigned messages_command(struct app *a, struct view *v, int id)
{
    (void)a;
    return list_do(&((struct message_view *)v)->list, id);
}

const struct view_class view_messages = {
    .name = "messages",
    .size = sizeof(struct message_view),
    .open = messages_open,
    .close = messages_close,
    .title = messages_title,
    .draw = messages_draw,
    .command = messages_command,
};
