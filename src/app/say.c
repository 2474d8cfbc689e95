/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program tells the user goes into the list of messages; frame.c draws the last one. */
#include "satchel/app/app.h"

#include <stdarg.h>

#include "satchel/base/buf.h"

void app_say(struct app *a, enum message_kind kind, const char *format, ...)
{
    struct buf text = { 0 };
    va_list args;
    va_start(args, format);
    buf_vaddf(&text, format, args);
    va_end(args);
    message_say(&a->messages, kind, clock_now(&a->clock), "%s", buf_text(&text));
    buf_free(&text);
}

void app_say_also(struct app *a, enum message_kind kind, const char *text)
{
    message_also(&a->messages, kind, clock_now(&a->clock), text);
}

void app_error(struct app *a, const struct err *e)
{
    app_note_cancelled(a, e);
    message_error(&a->messages, clock_now(&a->clock), e);
}

void app_note_cancelled(struct app *a, const struct err *e)
{
    if (e->code == ERR_CANCELLED)
        a->cancelled_at = a->steps;
}

void app_say_no_step(struct app *a, bool redo)
{
    app_say(a, MESSAGE_INFO, "%s",
            redo ? _("Nothing more to redo in this text.") : _("Nothing more to undo in this text."));
}
