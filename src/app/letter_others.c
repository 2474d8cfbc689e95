/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who else gets a letter: the other letters of its appeal, and those it asks to write to that have none yet.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/app/letter_view.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/store/letters.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

/* Whom the letter is to, in which state it is. Caller frees. */
static char *letter_words(struct app *a, int64_t letter, int64_t *target)
{
    struct rec *r = NULL;
    struct buf b = { 0 };
    *target = 0;
    if (store_get(a->store, letter, &r, NULL) < 0)
        return NULL;
    const struct letter *l = (const struct letter *)r;
    *target = l->to.n ? l->to.at[0].target.n : 0;
    char *whom = *target ? present_label(a, *target) : NULL;
    buf_addf(&b, "%s · %s", _(ENUM_letter_state.at[l->state].label), whom ? whom : "");
    if (l->lang && *l->lang)
        buf_addf(&b, " · %s", l->lang);
    str_free(whom);
    rec_free(r);
    return buf_take(&b, NULL);
}

struct offer {
    char value[32];
    char *label;
};
struct offers {
    DYN(struct offer) rows;
    DYN(int64_t) written; /* targets that have a letter */
};

static void free_offers(struct offers *o)
{
    for (size_t i = 0; i < o->rows.n; i++)
        str_free(o->rows.at[i].label);
    free(o->rows.at);
    free(o->written.at);
}

static void add_offer(struct offers *o, const char *what, int64_t n, char *label)
{
    if (!label || dyn_room(&o->rows) < 0) {
        str_free(label);
        return;
    }
    struct offer *row = &o->rows.at[o->rows.n++];
    snprintf(row->value, sizeof row->value, "%s %lld", what, (long long)n);
    row->label = label;
}

static bool is_written(const struct offers *o, int64_t target)
{
    for (size_t i = 0; i < o->written.n; i++)
        if (o->written.at[i] == target)
            return true;
    return false;
}

static char *unwritten_label(struct app *a, int64_t target)
{
    struct buf b = { 0 };
    char *whom = present_label(a, target);
    buf_addf(&b, "%s · %s", _("no letter"), whom ? whom : ""); /* as the state of one that there is */
    str_free(whom);
    return buf_take(&b, NULL);
}

static void find_offers(struct letter_view *v, struct offers *o)
{
    struct store *s = v->app->store;
    struct store_rows letters = { 0 }, targets = { 0 };
    store_children(s, v->letter->appeal.n, KIND_LETTER, &letters, NULL);
    for (size_t i = 0; i < letters.n; i++) {
        int64_t target;
        char *label = letter_words(v->app, letters.at[i], &target);
        if (target && dyn_room(&o->written) == 0)
            o->written.at[o->written.n++] = target;
        add_offer(o, "letter", letters.at[i], label);
    }
    store_children(s, v->letter->appeal.n, KIND_TARGET, &targets, NULL);
    for (size_t i = 0; i < targets.n; i++)
        if (!is_written(o, targets.at[i]))
            add_offer(o, "target", targets.at[i], unwritten_label(v->app, targets.at[i]));
    store_rows_free(&letters);
    store_rows_free(&targets);
}

static bool recipient_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    struct offers o = { 0 };
    bool found = false;
    find_offers(arg, &o);
    for (size_t i = 0; i < o.rows.n && !found; i++) {
        if ((*words && !text_has_words(o.rows.at[i].label, words)) || index--)
            continue;
        buf_adds(value, o.rows.at[i].value);
        buf_adds(label, o.rows.at[i].label);
        found = true;
    }
    free_offers(&o);
    return found;
}

/* In place of this one, so that Esc leads back to where the first was opened from. */
static void open_instead(struct app *a, int64_t letter)
{
    if (app_pop(a))
        open_about(a, "letter", "@", letter);
}

/* The text as it is typed now, saved first. 0: *e. */
static int64_t make_same(struct letter_view *v, int64_t target, struct err *e)
{
    struct letters_made made = { 0 };
    if (!letter_view_is_sent(v) && letter_view_save(v, e) < 0)
        return 0;
    const struct letter *l = v->letter;
    const struct letters_wish wish = { .kase = l->kase.n,
                                       .appeal = l->appeal.n,
                                       .targets = &target,
                                       .n_targets = 1,
                                       .lang = l->lang,
                                       .reuse = v->n,
                                       .sender = l->sender.n,
                                       .sign = l->sign };
    int64_t letter = 0;
    if (letters_draft(v->app->store, &wish, &made, e) == 0 && made.letters.n)
        letter = made.letters.at[0];
    letters_made_free(&made);
    return letter;
}

static void write_same(struct letter_view *v, int64_t target)
{
    struct app *a = v->app;
    struct err e = { 0 };
    const char *why = app_needs_writing(a);
    if (why) {
        app_say(a, MESSAGE_INFO, "%s", why);
        return;
    }
    int64_t letter = make_same(v, target, &e);
    if (!letter) {
        app_error(a, &e);
        return;
    }
    app_reload(a);
    open_instead(a, letter);
    app_say(a, MESSAGE_INFO, "%s",
            _("The same letter, with another address and salutation. Press u to undo."));
}

static void recipient_picked(struct app *a, void *arg, const char *value, const char *label)
{
    struct letter_view *v = arg;
    char what[8];
    long long n;
    (void)label;
    if (sscanf(value, "%7s %lld", what, &n) != 2 || n == v->n)
        return;
    if (strcmp(what, "letter") == 0)
        open_instead(a, n);
    else
        write_same(v, n);
}

void letter_view_show_recipients(struct letter_view *v)
{
    app_pick(v->app, _("Who gets this letter"), (struct picker_source){ .row = recipient_row, .arg = v },
             NULL, recipient_picked, v);
}
