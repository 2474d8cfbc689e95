/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a draft for the other drafts of its appeal: who gets it is said before it is done. */
#include "satchel/app/letter_view.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/store/letters_share.h"
#include "satchel/store/store.h"

#define NAMED 6 /* letters; the others are counted */

static void add_whom(struct app *a, int64_t letter, struct buf *out)
{
    struct rec *r = NULL;
    if (store_get(a->store, letter, &r, NULL) < 0)
        return;
    const struct letter *l = (const struct letter *)r;
    char *whom = l->to.n ? present_label(a, l->to.at[0].target.n) : NULL;
    buf_addf(out, "\n- %s", whom && *whom ? whom : _("nobody named"));
    str_free(whom);
    rec_free(r);
}

static void add_all(struct app *a, const struct store_rows *letters, struct buf *out)
{
    for (size_t i = 0; i < letters->n && i < NAMED; i++)
        add_whom(a, letters->at[i], out);
    if (letters->n > NAMED) {
        buf_adds(out, "\n");
        buf_addf(out, P_("and %zu more", "and %zu more", letters->n - NAMED), letters->n - NAMED);
    }
}

static void share(struct letter_view *v)
{
    struct app *a = v->app;
    struct letters_share who = { 0 };
    struct err e = { 0 };
    int rc = letters_share_find(a->store, v->letter, &who, &e);
    const size_t n = who.takers.n;
    rc = rc == 0 && n ? letters_share(a->store, v->letter, &who.takers, &e) : rc;
    letters_share_free(&who);
    if (rc < 0) {
        app_error(a, &e);
        return;
    }
    letter_names_keep(a);
    app_reload(a);
    app_say(a, MESSAGE_INFO,
            P_("%zu other draft has this text now. Press u to undo.",
               "%zu other drafts have this text now. Press u to undo.", n),
            n);
}

static void answered(struct app *a, void *arg, size_t choice)
{
    (void)a;
    if (choice == 1)
        share(arg);
}

static void ask(struct letter_view *v, const struct letters_share *who)
{
    const char *choices[] = { _("Back"), _("Give it to them") };
    struct buf text = { 0 };
    buf_adds(&text, _("These drafts get this text. Their addresses and salutations stay."));
    add_all(v->app, &who->takers, &text);
    if (who->owners.n) {
        buf_addf(&text, "\n%s", _("These have a text of their own, and keep it."));
        add_all(v->app, &who->owners, &text);
    }
    app_ask(v->app, _("This text for the other drafts"), buf_text(&text), choices, 2, 0, answered, v);
    buf_free(&text);
}

void letter_view_share(struct letter_view *v)
{
    struct letters_share who = { 0 };
    struct err e = { 0 };
    if (!letter_view_save_or_say(v))
        return;
    if (letters_share_find(v->app->store, v->letter, &who, &e) < 0)
        app_error(v->app, &e);
    else if (who.takers.n)
        ask(v, &who);
    else
        app_say(v->app, MESSAGE_INFO, "%s",
                who.owners.n ? _("The other drafts have a text of their own. They keep it.")
                             : _("No other draft of this appeal has another text."));
    letters_share_free(&who);
}
