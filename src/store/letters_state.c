/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter from draft to sent. What holds in every way to change one stands in letters_rules.c; the state
 * itself is no field that users set. */
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/label.h"
#include "satchel/store/letters_read.h"
#include "satchel/store/letters_rules.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* ---- findings ------------------------------------------------------------------------------------------ */

bool letters_is_open(const struct finding *f)
{
    return !f->waived_why || text_is_blank(f->waived_why);
}

size_t letters_open(const struct letter *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->findings.n; i++)
        n += letters_is_open(&l->findings.at[i]);
    return n;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The waiver of the same finding, as it was kept. */
static const struct finding *waiver_of(const struct letter *l, const struct finding *f)
{
    for (size_t i = 0; i < l->findings.n; i++) {
        const struct finding *was = &l->findings.at[i];
        if (!letters_is_open(was) && same_text(was->code, f->code) && same_text(was->evidence, f->evidence))
            return was;
    }
    return NULL;
}

static int add_finding(struct letter *to, const struct letter *was, const struct finding *f, struct err *e)
{
    const struct finding *waiver = waiver_of(was, f);
    struct finding *new = field_add(to, kind_field(&LETTER_KIND, "findings"), e);
    if (!new)
        return -1;
    if (waiver)
        new->row = waiver->row;
    new->from_off = f->from_off;
    new->to_off = f->to_off;
    new->waived_at = waiver ? waiver->waived_at : (struct opt_day){ 0 };
    bool full = str_set(&new->code, f->code) == 0 && str_set(&new->evidence, f->evidence) == 0 &&
                str_set(&new->waived_why, waiver ? waiver->waived_why : NULL) == 0;
    return full ? 0 : err_no_memory(e);
}

int letters_take_findings(struct letter *l, const struct finding found[], size_t n, struct err *e)
{
    struct rec *was = rec_copy(&l->rec, e);
    if (!was)
        return -1;
    field_clear(l, kind_field(&LETTER_KIND, "findings"));
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = add_finding(l, (const struct letter *)was, &found[i], e);
    rec_free(was);
    return rc;
}

/* The letter with what was found now; a sent one is refused. */
static int get_checked(struct store *s, int64_t n, const struct finding found[], size_t n_found,
                       struct rec **out, struct err *e)
{
    if (letters_get(s, n, KIND_LETTER, out, e) < 0)
        return -1;
    struct letter *l = (struct letter *)*out;
    int rc =
        l->state == LETTER_SENT ? letters_before_write(l, l, e) : letters_take_findings(l, found, n_found, e);
    if (rc < 0) {
        rec_free(*out);
        *out = NULL;
    }
    return rc;
}

/* Stores it as a step with a name of its own; form has one place for whom it is to. */
static int store_as(struct store *s, const char *form, struct rec *r, struct err *e)
{
    char *label = store_label_of(s, r, e);
    const char *place = strstr(form, "%s");
    struct buf b = { 0 };
    if (!label)
        return -1;
    buf_addf(&b, "%.*s%s%s", (int)(place - form), form, label, place + 2);
    int rc = store_step_begin(s, buf_text(&b), e);
    str_free(label);
    buf_free(&b);
    if (rc < 0)
        return -1;
    if (store_update(s, r, NULL, e) < 0) {
        store_step_cancel(s);
        return -1;
    }
    return store_step_end(s, r->n, e);
}

int letters_ready(struct store *s, int64_t n, const struct finding found[], size_t n_found, struct err *e)
{
    struct rec *r = NULL;
    if (get_checked(s, n, found, n_found, &r, e) < 0)
        return -1;
    struct letter *l = (struct letter *)r;
    size_t open = letters_open(l);
    int rc = 0;
    if (open) {
        rc = err_set(
            e, ERR_FINDINGS,
            P_("%zu finding is open, so the letter is not ready. Nothing was changed. Mend it, or waive "
               "it with a reason.",
               "%zu findings are open, so the letter is not ready. Nothing was changed. Mend them, or "
               "waive them with a reason.",
               open),
            open);
    } else if (l->state == LETTER_DRAFT) {
        l->state = LETTER_READY;
        l->ready_at = (struct opt_day){ true, store_today(s) };
        rc = store_as(s, _("Letter ready: %s"), r, e);
    }
    rec_free(r);
    return rc;
}

int letters_waive(struct store *s, int64_t n, const struct finding found[], size_t n_found, const char *code,
                  const char *evidence, const char *why, struct err *e)
{
    struct rec *r = NULL;
    size_t waived = 0;
    if (!why || text_is_blank(why))
        return err_set(e, ERR_INPUT, _("Waiving needs a reason, which is kept. Nothing was changed."));
    if (get_checked(s, n, found, n_found, &r, e) < 0)
        return -1;
    struct letter *l = (struct letter *)r;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < l->findings.n; i++) {
        struct finding *f = &l->findings.at[i];
        if (!letters_is_open(f) || !same_text(f->code, code) ||
            (evidence && !same_text(f->evidence, evidence)))
            continue;
        waived++;
        f->waived_at = (struct opt_day){ true, store_today(s) };
        rc = str_set(&f->waived_why, why) < 0 ? err_no_memory(e) : 0;
    }
    if (rc == 0 && !waived)
        rc = err_set(e, ERR_NOT_FOUND, _("This letter has no open finding \"%s\". Nothing was changed."),
                     code);
    rc = rc == 0 ? store_as(s, _("Finding waived: %s"), r, e) : rc;
    rec_free(r);
    return rc;
}

int letters_unready(struct store *s, int64_t n, struct err *e)
{
    struct rec *r = NULL;
    if (get_checked(s, n, NULL, 0, &r, e) < 0)
        return -1;
    rec_free(r);
    r = NULL;
    int rc = letters_get(s, n, KIND_LETTER, &r, e);
    struct letter *l = (struct letter *)r;
    if (rc == 0 && l->state == LETTER_READY) {
        l->state = LETTER_DRAFT;
        l->ready_at = (struct opt_day){ 0 };
        rc = store_as(s, _("Letter a draft again: %s"), r, e);
    }
    rec_free(r);
    return rc;
}

/* ---- sent ---------------------------------------------------------------------------------------------- */

/* The day the first appeal of the case was issued; unset when it is not known of each. */
static int first_issue(struct store *s, int64_t kase, struct opt_day *first, struct err *e)
{
    struct store_rows rows = { 0 };
    bool known = true;
    int rc = store_children(s, kase, KIND_APPEAL, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL;
        rc = letters_get(s, rows.at[i], KIND_APPEAL, &r, e);
        const struct appeal *a = (const struct appeal *)r;
        known = known && a && a->issued.set && !a->issued_inferred;
        if (known && (!first->set || a->issued.v < first->v))
            *first = a->issued;
        rec_free(r);
    }
    first->set = first->set && known;
    store_rows_free(&rows);
    return rc;
}

/* A letter that answers an appeal is younger than the first of its case: an update may be younger than it. */
static int check_sent_after(struct store *s, const struct letter *l, int32_t sent, struct err *e)
{
    struct opt_day first = { 0 };
    char day[DAY_TEXT_BYTES];
    if (l->appeal.n && first_issue(s, l->kase.n, &first, e) < 0)
        return -1;
    if (!first.set || sent >= first.v)
        return 0;
    day_format(first.v, day);
    return err_set(
        e, ERR_INPUT,
        _("The appeal was issued on %s, so no letter for it was sent before. Nothing was changed."), day);
}

static int check_sending(struct store *s, const struct letter *l, const struct letters_sending *how,
                         struct err *e)
{
    if (l->state == LETTER_SENT)
        return letters_before_write(l, (struct letter *)(void *)l, e);
    if (l->state != LETTER_READY)
        return err_set(e, ERR_INPUT,
                       _("This letter is a draft. Nothing was changed. Make it ready first; what was sent "
                         "without this program is logged on the case."));
    if (how->day.set && how->day.v > store_today(s))
        return err_set(e, ERR_INPUT, _("That day is yet to come. Nothing was changed."));
    return how->day.set ? check_sent_after(s, l, how->day.v, e) : 0;
}

static int freeze(struct store *s, struct letter *l, int32_t day, struct err *e)
{
    struct letter_page page = { 0 };
    if (letters_page_now(s, l, &page, e) < 0)
        return -1;
    char *text = letter_page_write(&page, e);
    letter_page_free(&page);
    if (!text)
        return -1;
    str_free(l->frozen);
    l->frozen = text;
    l->state = LETTER_SENT;
    l->sent_at = (struct opt_day){ true, day };
    return 0;
}

static struct rec *action_of(struct store *s, const struct letter *l, const struct letters_sending *how,
                             struct err *e)
{
    struct letters_log log = { .kase = l->kase.n,
                               .channel = how->channel,
                               .day = how->day,
                               .target = l->to.n ? l->to.at[0].target.n : 0,
                               .by = how->by,
                               .handwritten = how->handwritten };
    struct rec *r = letters_action(s, &log, e);
    if (r) {
        ((struct action *)r)->letter.n = l->rec.n;
        ((struct action *)r)->appeal = l->appeal;
    }
    return r;
}

int letters_sent(struct store *s, int64_t n, const struct letters_sending *how, int64_t *action,
                 struct err *e)
{
    struct rec *r = NULL, *done = NULL;
    struct buf label = { 0 };
    int rc = letters_get(s, n, KIND_LETTER, &r, e);
    struct letter *l = (struct letter *)r;
    rc = rc == 0 ? check_sending(s, l, how, e) : rc;
    rc = rc == 0 ? freeze(s, l, how->day.set ? how->day.v : store_today(s), e) : rc;
    char *name = rc == 0 ? store_label_of(s, r, e) : NULL;
    done = name ? action_of(s, l, how, e) : NULL;
    buf_addf(&label, _("Letter sent: %s"), name ? name : "");
    rc = done ? store_step_begin(s, buf_text(&label), e) : -1;
    if (rc == 0) {
        if (store_update(s, r, NULL, e) < 0 || store_add(s, done, e) < 0) {
            store_step_cancel(s);
            rc = -1;
        } else {
            rc = store_step_end(s, n, e);
        }
    }
    if (rc == 0 && action)
        *action = done->n;
    str_free(name);
    buf_free(&label);
    rec_free(done);
    rec_free(r);
    return rc;
}

/* ---- what comes back ----------------------------------------------------------------------------------- */

/* The last action with a letter, or the action itself. */
static int find_action(struct store *s, int64_t n, struct rec **out, struct err *e)
{
    struct store_rows rows = { 0 };
    enum rec_kind kind;
    int rc = store_kind(s, n, &kind, e);
    if (rc == 0 && kind != KIND_LETTER)
        return letters_get(s, n, KIND_ACTION, out, e);
    rc = rc == 0 ? store_children(s, n, KIND_ACTION, &rows, e) : rc;
    if (rc == 0 && !rows.n)
        rc = err_set(e, ERR_INPUT,
                     _("This letter was not sent, so nothing can have come back. Nothing was "
                       "changed."));
    rc = rc == 0 ? store_get(s, rows.at[rows.n - 1], out, e) : rc;
    store_rows_free(&rows);
    return rc;
}

/* "..": since always; else the start that was known. */
static int end_validity(struct address *a, int32_t day, struct err *e)
{
    char end[DAY_TEXT_BYTES], came[DAY_TEXT_BYTES];
    struct buf valid = { 0 }, why = { 0 };
    const char *slash = a->valid.text ? strchr(a->valid.text, '/') : NULL;
    day_format(day - 1, end);
    day_format(day, came);
    buf_addf(&valid, "%.*s/%s", slash ? (int)(slash - a->valid.text) : 2, slash ? a->valid.text : "..", end);
    buf_addf(&why, _("Mail came back on %s."), came);
    int rc = rec_date_set(&a->valid, buf_text(&valid), e);
    if (rc == 0 && str_set(&a->valid_why, buf_text(&why)) < 0)
        rc = err_no_memory(e);
    buf_free(&valid);
    buf_free(&why);
    return rc;
}

static int mark_address(struct store *s, const struct action *sent, int32_t day, struct err *e)
{
    struct rec *letter = NULL, *address = NULL;
    int rc = letters_get_ref(s, &sent->letter, &letter, e);
    const struct letter *l = (const struct letter *)letter;
    if (rc == 0 && l && l->to.n)
        rc = letters_get_ref(s, &l->to.at[0].address, &address, e);
    struct address *a = (struct address *)address;
    if (rc == 0 && a && (!a->valid.text || a->valid.latest >= day) && (rc = end_validity(a, day, e)) == 0)
        rc = store_update(s, address, NULL, e);
    rec_free(letter);
    rec_free(address);
    return rc;
}

static int lose(struct store *s, int64_t contact, int32_t day, struct err *e)
{
    struct rec *r = NULL;
    struct buf note = { 0 };
    char came[DAY_TEXT_BYTES];
    if (store_get(s, contact, &r, e) < 0)
        return -1;
    struct contact *c = (struct contact *)r;
    day_format(day, came);
    if (c->note)
        buf_addf(&note, "%s\n", c->note);
    buf_addf(&note, _("Mail came back on %s."), came);
    c->lost = true;
    int rc = note.failed || str_set(&c->note, buf_text(&note)) < 0 ? err_no_memory(e)
                                                                   : store_update(s, r, NULL, e);
    buf_free(&note);
    rec_free(r);
    return rc;
}

/* Of several e-mail addresses it is not known from which one it came back. */
static int mark_email(struct store *s, const struct action *sent, int32_t day, struct err *e)
{
    struct rec *letter = NULL, *target = NULL;
    struct letters_whom w = { 0 };
    struct letters_reach reach = { 0 };
    int rc = letters_get_ref(s, &sent->letter, &letter, e);
    const struct letter *l = (const struct letter *)letter;
    rc = rc == 0 ? letters_get_ref(s, l && l->to.n ? &l->to.at[0].target : &sent->target, &target, e) : rc;
    if (rc == 0 && target && (rc = letters_whom(s, target->n, 0, &w, e)) == 0)
        rc = letters_reach(s, &w, CONTACT_EMAIL, &reach, e);
    if (rc == 0 && reach.n == 1)
        rc = lose(s, reach.last, day, e);
    letters_whom_free(&w);
    rec_free(target);
    rec_free(letter);
    return rc;
}

/* ERR_INPUT: it cannot have been answered so. */
static int check_answer(struct store *s, const struct action *sent, const struct letters_answer *how,
                        struct err *e)
{
    struct store_rows rows = { 0 };
    char day[DAY_TEXT_BYTES];
    int32_t when = how->day.set ? how->day.v : store_today(s);
    if (sent->day.text && when < sent->day.earliest) {
        day_format(sent->day.earliest, day);
        return err_set(e, ERR_INPUT, _("It was sent on %s: nothing came back before. Nothing was changed."),
                       day);
    }
    bool once = how->kind == REPLY_RETURNED && sent->letter.n;
    int rc = once ? store_children(s, sent->rec.n, KIND_REPLY, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL;
        rc = store_get(s, rows.at[i], &r, e);
        if (rc == 0 && ((const struct reply *)r)->kind == REPLY_RETURNED)
            rc =
                err_set(e, ERR_INPUT, _("That this letter came back is noted already. Nothing was changed."));
        rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

static int add_reply(struct store *s, const struct action *sent, const struct letters_answer *how,
                     int64_t *reply, struct err *e)
{
    struct rec *r = rec_new(KIND_REPLY, e);
    struct reply *reply_rec = (struct reply *)r;
    int32_t day = how->day.set ? how->day.v : store_today(s);
    if (!r)
        return -1;
    reply_rec->action.n = sent->rec.n;
    reply_rec->kind = how->kind;
    reply_rec->day = (struct opt_day){ true, day };
    int rc = str_set(&reply_rec->note, how->note) < 0 ? err_no_memory(e) : store_add(s, r, e);
    if (rc == 0 && how->kind == REPLY_RETURNED && sent->channel == CHANNEL_POST)
        rc = mark_address(s, sent, day, e);
    else if (rc == 0 && how->kind == REPLY_RETURNED && sent->channel == CHANNEL_EMAIL)
        rc = mark_email(s, sent, day, e);
    if (rc == 0 && reply)
        *reply = r->n;
    rec_free(r);
    return rc;
}

int letters_reply(struct store *s, int64_t n, const struct letters_answer *how, int64_t *reply, struct err *e)
{
    struct rec *sent = NULL;
    struct buf label = { 0 };
    if (how->day.set && how->day.v > store_today(s))
        return err_set(e, ERR_INPUT, _("That day is yet to come. Nothing was changed."));
    if (find_action(s, n, &sent, e) < 0 || check_answer(s, (const struct action *)sent, how, e) < 0) {
        rec_free(sent);
        return -1;
    }
    char *name = store_label(s, n, e);
    buf_addf(&label, how->kind == REPLY_RETURNED ? _("Returned mail noted: %s") : _("Reply noted: %s"),
             name ? name : "");
    int rc = name ? store_step_begin(s, buf_text(&label), e) : -1;
    if (rc == 0 && add_reply(s, (const struct action *)sent, how, reply, e) < 0) {
        store_step_cancel(s);
        rc = -1;
    } else if (rc == 0) {
        rc = store_step_end(s, n, e);
    }
    str_free(name);
    buf_free(&label);
    rec_free(sent);
    return rc;
}
