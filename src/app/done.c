/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/done.h"

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/model/care.h"
#include "satchel/model/people.h"
#include "satchel/store/checkins.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* The check-in with a person that is due first; 0: none. */
static int64_t checkin_with(struct app *a, int64_t person)
{
    int64_t n = 0;
    return checkins_of(a->store, person, &n, NULL) == 0 ? n : 0;
}

/* The record that is changed: of a person, or their part in a case, the check-in. */
static int64_t subject_of(struct app *a, const struct rec *r)
{
    switch (r->kind) {
    case KIND_MEMBER:
        return checkin_with(a, ((const struct member *)r)->person.n);
    case KIND_PERSON:
        return checkin_with(a, r->n);
    default:
        return r->n;
    }
}

static const char *why_not(const struct rec *r)
{
    switch (r->kind) {
    case KIND_CHECKIN:
        return NULL;
    case KIND_APPEAL:
        return ((const struct appeal *)r)->closed_on.set ? _("This appeal is closed already.") : NULL;
    case KIND_CASE:
        return ((const struct kase *)r)->status == CASE_CLOSED
                   ? _("This case is closed already. e opens it to change its status.")
                   : NULL;
    case KIND_MEMBER:
    case KIND_PERSON:
        return _("No check-in is agreed with this person. a adds one.");
    case KIND_LETTER:
        return _("A letter is done when it was sent: S notes that.");
    default:
        return _("Choose a check-in, an appeal or a case: those can be done.");
    }
}

/* What is to be changed for a record; 0 and *why: nothing. */
static int64_t find_subject(struct app *a, int64_t record, struct rec **out, const char **why)
{
    struct rec *r = NULL;
    *out = NULL;
    *why = _("There is nothing here that can be done.");
    if (!record || store_get(a->store, record, &r, NULL) < 0)
        return 0;
    int64_t n = subject_of(a, r);
    if (n && n != r->n) {
        rec_free(r);
        r = NULL;
        n = store_get(a->store, n, &r, NULL) == 0 ? n : 0;
    }
    *why = r ? why_not(r) : *why;
    if (!*why)
        *out = r;
    else
        rec_free(r);
    return *why ? 0 : n;
}

const char *done_why_not(struct app *a, int64_t record)
{
    const char *why;
    struct rec *r;
    find_subject(a, record, &r, &why);
    rec_free(r);
    return why;
}

/* ---- doing ----------------------------------------------------------------------------------------------
 */

/* Today's contact is noted; the next one is due after as many days as are usual. */
static int note_checkin(struct app *a, struct checkin *c, struct buf *said, struct err *e)
{
    if (checkins_note(a->store, c, CHECKIN_DONE, e) < 0)
        return -1;
    char *day = present_day(c->due);
    if (c->due.set)
        buf_addf(said, _("Noted: in touch today. Next on %s. u undoes it."), day ? day : "");
    else
        buf_adds(said, _("Noted: in touch today. No next day is set. u undoes it."));
    str_free(day);
    return 0;
}

static int change(struct app *a, struct rec *r, struct buf *said, struct err *e)
{
    if (r->kind == KIND_CHECKIN)
        return note_checkin(a, (struct checkin *)r, said, e);
    char *label = present_label_in(a, r->n);
    if (r->kind == KIND_APPEAL) {
        ((struct appeal *)r)->closed_on = (struct opt_day){ true, store_today(a->store) };
        buf_addf(said, _("Closed today, and off the agenda: %s. u undoes it."), label ? label : "");
    } else {
        ((struct kase *)r)->status = CASE_CLOSED;
        buf_addf(said, _("Closed: %s. u undoes it."), label ? label : "");
    }
    str_free(label);
    return 0;
}

/* 1: done, 0: nothing to do. */
static int do_one(struct app *a, int64_t record, struct buf *said, struct err *e)
{
    struct rec *r;
    const char *why;
    if (!find_subject(a, record, &r, &why))
        return 0;
    int rc = change(a, r, said, e) < 0 || store_update(a->store, r, NULL, e) < 0 ? -1 : 1;
    rec_free(r);
    return rc;
}

static char *step_label(struct app *a, const int64_t *records, size_t n)
{
    struct buf b = { 0 };
    char *label = n == 1 ? store_label(a->store, records[0], NULL) : NULL;
    if (label)
        buf_addf(&b, _("Done: %s"), label);
    else
        buf_addf(&b, P_("Done: %zu record", "Done: %zu records", n), n);
    str_free(label);
    return buf_take(&b, NULL);
}

static int do_all(struct app *a, const int64_t *records, size_t n, size_t *done, struct buf *said,
                  struct err *e)
{
    char *label = step_label(a, records, n);
    int rc = label ? store_step_begin(a->store, label, e) : err_no_memory(e);
    str_free(label);
    if (rc < 0)
        return -1;
    for (size_t i = 0; i < n && rc >= 0; i++) {
        buf_cut(said, 0);
        rc = do_one(a, records[i], said, e);
        *done += rc > 0;
    }
    if (rc >= 0)
        return store_step_end(a->store, records[0], e);
    store_step_cancel(a->store);
    return -1;
}

void done_records(struct app *a, const int64_t *records, size_t n)
{
    struct err e = { 0 };
    struct buf said = { 0 };
    size_t done = 0;
    const char *why = n == 1 ? done_why_not(a, records[0]) : NULL;
    if (why) {
        app_say(a, MESSAGE_INFO, "%s", why);
    } else if (do_all(a, records, n, &done, &said, &e) < 0) {
        app_error(a, &e);
    } else {
        app_reload(a);
        if (n == 1)
            app_say(a, MESSAGE_INFO, "%s", buf_text(&said));
        else /* TRANSLATORS: of as many as were marked. */
            app_say(a, MESSAGE_INFO, _("Done: %zu of %zu. u undoes it."), done, n);
    }
    buf_free(&said);
}
