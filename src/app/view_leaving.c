/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen shows from the end of the session to the end of the program, while the disk still takes
 * what the lock left to it: everything is closed and wiped. It goes by itself when the disk has it. Whoever
 * cannot wait for that is told what it costs, and leaves with a second Ctrl-C. */
#include "satchel/app/app.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"

struct leaving {
    struct view view;
    bool asked;
};

static void leaving_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)l;
    const struct leaving *view = (const struct leaving *)v;
    const char *pairs[] = { "Ctrl-C", view->asked ? _("end now") : _("do not wait"), NULL };
    int left = body->cols >= 60 ? 14 : 2, width = body->cols - 2 * left;
    struct draw box = draw_part(body, body->rows / 2 - 4, left, 8, width);
    struct draw hint = draw_part(body, body->rows - 1, 0, 1, -1);
    draw_text(&box, 0, width / 2 - 4, -1, ROLE_TITLE, "Satchel");
    draw_wrapped(&box, 2, 0, 6, width, view->asked ? ROLE_WARNING : ROLE_TEXT,
                 view->asked && writing_saving(a)
                     ? _("The disk is still being written. If you end now, what was being saved, and what "
                         "was typed last, may be lost. Ctrl-C again ends.")
                 : view->asked
                     ? _("The disk is still being written. If you end now, what was typed last may be "
                         "lost; what was saved is in the vault. Ctrl-C again ends.")
                     : _("Locked. The disk is still being written: do not take it out yet. Satchel "
                         "ends by itself when that is done."));
    draw_cursor(&box, 4, 0);
    chrome_pairs(&hint, pairs);
}

static bool leaving_in_text(struct app *a, struct view *v)
{
    (void)a;
    (void)v;
    return true;
}

static unsigned leaving_key(struct app *a, struct view *v, uint32_t key)
{
    struct leaving *view = (struct leaving *)v;
    bool cancel = key == (KEYC_CTRL | 'c');
    if (cancel && view->asked)
        a->done = a->writing.given_up = true;
    view->asked = cancel;
    return WIDGET_HANDLED;
}

const struct view_class view_leaving = {
    .name = "leaving",
    .size = sizeof(struct leaving),
    .alone = true,
    .draw = leaving_draw,
    .in_text = leaving_in_text,
    .key = leaving_key,
};
