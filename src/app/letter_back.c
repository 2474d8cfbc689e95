/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/letter_back.h"

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/model/letters.h"
#include "satchel/store/store.h"

const char *letter_back_word(int kind)
{
    static const char *const WORDS[] = {
        [REPLY_ANSWER] = N_("answered"), [REPLY_RETURNED] = N_("came back"), [REPLY_READ] = N_("read")
    };
    return _(WORDS[kind]);
}

static void say_day(int kind, const char *day, struct buf *out)
{
    if (kind == REPLY_RETURNED)
        buf_addf(out, _("It came back on %s."), day);
    else if (kind == REPLY_READ)
        buf_addf(out, _("It was read on %s."), day);
    else
        buf_addf(out, _("It was answered on %s."), day);
}

void letter_back_say(struct app *a, const struct letters_back *back, bool with_note, struct buf *out)
{
    struct rec *r = NULL;
    if (store_get(a->store, back->reply, &r, NULL) < 0)
        return;
    const struct reply *reply = (const struct reply *)r;
    char *day = reply->day.set ? present_day(reply->day) : NULL,
         *note = with_note ? present_text(a, reply->note) : NULL;
    say_day(back->kind, day ? day : _("a day that is not known"), out);
    if (note && *note)
        buf_addf(out, " %s", note);
    str_free(day);
    str_free(note);
    rec_free(r);
}
