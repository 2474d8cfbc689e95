/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/letters_read.h"
#include "satchel/store/write.h"

/* ---- what is not said ---------------------------------------------------------------------------------- */

/* The row of a reference that may say only its id; 0: none. */
static int64_t row_of(struct store *s, const struct rec_ref *ref)
{
    char id[REC_ID_TEXT];
    int64_t n = ref->n;
    if (n || rec_ref_is_none(ref))
        return n;
    rec_id_format(ref->id, id);
    return store_find(s, id, KIND_ANY, &n, NULL) == 0 ? n : 0;
}

/* The appeal of the target, else the newest of the case; 0: there is none. */
static int find_appeal(struct store *s, int64_t kase, int64_t target, int64_t *appeal, struct err *e)
{
    struct store_rows rows = { 0 };
    struct rec *r = NULL;
    struct rec_ref own;
    *appeal = 0;
    if (target) {
        if (letters_get(s, target, KIND_TARGET, &r, e) < 0 || store_case_of(s, target, &own, e) < 0)
            return -1;
        *appeal = ((const struct target *)r)->appeal.n;
        rec_free(r);
        return own.n == kase ? 0
                             : err_set(e, ERR_INPUT,
                                       _("Whom it went to belongs to another case. Nothing was changed."));
    }
    int rc = kase ? store_children(s, kase, KIND_APPEAL, &rows, e) : 0;
    *appeal = rc == 0 && rows.n ? rows.at[rows.n - 1] : 0;
    store_rows_free(&rows);
    return rc;
}

int letters_action_fill(struct store *s, struct action *a, struct err *e)
{
    char day[DAY_TEXT_BYTES];
    int64_t appeal = row_of(s, &a->appeal);
    if (!appeal && find_appeal(s, row_of(s, &a->kase), row_of(s, &a->target), &appeal, e) < 0)
        return -1;
    if (appeal && store_ref(s, appeal, &a->appeal, e) < 0)
        return -1;
    if (!a->count.set)
        a->count = (struct opt_int){ true, 1 };
    if (a->day.text)
        return 0;
    day_format(store_today(s), day);
    return rec_date_set(&a->day, day, e);
}

/* How one is reached who is written to: by post where there is an address that mail does not come back from.
 */
static int channel_to(struct store *s, int64_t target, int64_t address, int *channel, struct err *e)
{
    static const int POINTS[][2] = { { CONTACT_EMAIL, CHANNEL_EMAIL }, { CONTACT_FAX, CHANNEL_FAX } };
    struct letters_whom w = { 0 };
    *channel = CHANNEL_POST;
    int rc = letters_whom(s, target, address, &w, e);
    bool post = w.address && !letters_is_past(s, w.whom.address);
    for (size_t i = 0; rc == 0 && !post && i < sizeof POINTS / sizeof *POINTS; i++) {
        char *points = NULL;
        rc = letters_points(s, &w, POINTS[i][0], &points, e);
        if (points)
            *channel = POINTS[i][1];
        post = points != NULL;
        str_free(points);
    }
    letters_whom_free(&w);
    return rc;
}

int letters_channel(struct store *s, int64_t n, int *channel, struct err *e)
{
    struct rec *r = NULL;
    *channel = CHANNEL_POST;
    if (store_get(s, n, &r, e) < 0)
        return -1;
    const struct letter *l = r->kind == KIND_LETTER ? (const struct letter *)r : NULL;
    int64_t target = r->kind == KIND_TARGET ? n : l && l->to.n ? l->to.at[0].target.n : 0;
    int rc = target ? channel_to(s, target, l ? l->to.at[0].address.n : 0, channel, e) : 0;
    rec_free(r);
    return rc;
}

int letters_action_begin(struct store *s, struct action *a, struct err *e)
{
    int64_t target = row_of(s, &a->target);
    if (target && letters_channel(s, target, &a->channel, e) < 0)
        return -1;
    return letters_action_fill(s, a, e);
}

/* ---- storing it ---------------------------------------------------------------------------------------- */

static int fill_action(struct store *s, const struct letters_log *log, struct action *a, struct err *e)
{
    char day[DAY_TEXT_BYTES];
    a->kase.n = log->kase;
    a->target.n = log->target;
    a->channel = log->channel;
    a->count = (struct opt_int){ log->count > 0, log->count };
    a->handwritten = log->handwritten;
    if (log->day.set) {
        day_format(log->day.v, day);
        if (rec_date_set(&a->day, day, e) < 0)
            return -1;
    }
    if (str_set(&a->by, log->by) < 0)
        return err_no_memory(e);
    return letters_action_fill(s, a, e);
}

struct rec *letters_action(struct store *s, const struct letters_log *log, struct err *e)
{
    if (log->day.set && log->day.v > store_today(s)) {
        err_set(e, ERR_INPUT, _("That day is yet to come. Nothing was changed."));
        return NULL;
    }
    struct rec *r = rec_new(KIND_ACTION, e);
    if (r && fill_action(s, log, (struct action *)r, e) < 0) {
        rec_free(r);
        return NULL;
    }
    return r;
}

int letters_log(struct store *s, const struct letters_log *log, int64_t *action, struct err *e)
{
    struct rec *r = letters_action(s, log, e);
    int rc = r ? store_add(s, r, e) : -1;
    if (rc == 0 && action)
        *action = r->n;
    rec_free(r);
    return rc;
}

/* ---- how many ------------------------------------------------------------------------------------------ */

static int count_letter(void *to, sqlite3_stmt *st, struct err *e)
{
    struct letters_count *c = to;
    (void)e;
    size_t *const of[] = {
        [LETTER_DRAFT] = &c->drafts, [LETTER_READY] = &c->ready, [LETTER_SENT] = &c->sent
    };
    int state = rec_enum_find(&ENUM_letter_state, (const char *)sqlite3_column_text(st, 0));
    if (state >= 0)
        *of[state] = (size_t)sqlite3_column_int64(st, 1);
    return 0;
}

static int count_action(void *to, sqlite3_stmt *st, struct err *e)
{
    struct letters_count *c = to;
    (void)e;
    int channel = rec_enum_find(&ENUM_channel, (const char *)sqlite3_column_text(st, 0));
    int64_t n = sqlite3_column_int64(st, 1);
    if (channel >= 0)
        c->by_channel[channel] = n;
    c->all += n;
    c->handwritten += sqlite3_column_int64(st, 2);
    return 0;
}

static int count_reply(void *to, sqlite3_stmt *st, struct err *e)
{
    struct letters_count *c = to;
    (void)e;
    c->answers = (size_t)sqlite3_column_int64(st, 0);
    c->returned = (size_t)sqlite3_column_int64(st, 1);
    return 0;
}

int letters_count(struct store *s, int64_t n, struct letters_count *out, struct err *e)
{
#define OF_CASE_OR_APPEAL " (kase = ?1 OR appeal = ?1)"
    static const struct {
        const char *sql;
        db_row *row;
    } PARTS[] = {
        { "SELECT state, count(*) FROM letter JOIN rec USING(n) WHERE deleted = 0 AND" OF_CASE_OR_APPEAL
          " GROUP BY state",
          count_letter },
        { "SELECT channel, sum(coalesce(count, 1)), sum(CASE handwritten WHEN 1 THEN coalesce(count, 1) ELSE "
          "0 "
          "END) FROM action JOIN rec USING(n) WHERE deleted = 0 AND" OF_CASE_OR_APPEAL " GROUP BY channel",
          count_action },
        { "SELECT count(*) FILTER (WHERE reply.kind = 'answer'), count(*) FILTER (WHERE reply.kind = "
          "'returned')"
          " FROM reply JOIN rec USING(n) JOIN action ON action.n = reply.action"
          " WHERE deleted = 0 AND" OF_CASE_OR_APPEAL,
          count_reply },
    };
    *out = (struct letters_count){ 0 };
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        sqlite3_stmt *st = db_prepare(s, PARTS[i].sql, e);
        if (!st)
            return -1;
        sqlite3_bind_int64(st, 1, n);
        if (db_each(s, st, PARTS[i].row, out, e) < 0)
            return -1;
    }
    return 0;
}

/* ---- what came back ------------------------------------------------------------------------------------ */

static int add_back(void *to, sqlite3_stmt *st, struct err *e)
{
    struct letters_backs *b = to;
    int kind = rec_enum_find(&ENUM_reply_kind, (const char *)sqlite3_column_text(st, 2));
    if (kind < 0)
        return 0;
    if (dyn_room(b) < 0)
        return err_no_memory(e);
    b->at[b->n++] = (struct letters_back){ sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), kind };
    return 0;
}

int letters_backs(struct store *s, int64_t kase, struct letters_backs *out, struct err *e)
{
    *out = (struct letters_backs){ 0 };
    sqlite3_stmt *st =
        db_prepare(s,
                   "SELECT action.letter, reply.n, reply.kind FROM action JOIN reply ON reply.action = "
                   "action.n JOIN rec ON rec.n = reply.n"
                   " WHERE action.kase = ?1 AND action.letter IS NOT NULL AND rec.deleted = 0"
                   " ORDER BY reply.n",
                   e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, kase);
    return db_each(s, st, add_back, out, e);
}

void letters_backs_free(struct letters_backs *b)
{
    free(b->at);
    *b = (struct letters_backs){ 0 };
}

const struct letters_back *letters_back_of(const struct letters_backs *b, int64_t letter)
{
    static const int SAYS[] = { [REPLY_READ] = 1, [REPLY_ANSWER] = 2, [REPLY_RETURNED] = 3 };
    const struct letters_back *most = NULL;
    for (size_t i = 0; i < b->n; i++)
        if (b->at[i].letter == letter && (!most || SAYS[b->at[i].kind] >= SAYS[most->kind]))
            most = &b->at[i];
    return most;
}

/* ---- what waits to be sent ----------------------------------------------------------------------------- */

static int add_waiting(void *to, sqlite3_stmt *st, struct err *e)
{
    struct letters_unsent *u = to;
    if (dyn_room(u) < 0)
        return err_no_memory(e);
    u->at[u->n++] = (struct letters_waiting){
        .n = sqlite3_column_int64(st, 0),
        .kase = sqlite3_column_int64(st, 1),
        .target = sqlite3_column_int64(st, 2),
        .ready = sqlite3_column_int(st, 3) != 0,
        .deadline = { sqlite3_column_type(st, 4) != SQLITE_NULL, sqlite3_column_int(st, 4) },
    };
    return 0;
}

int letters_unsent(struct store *s, struct letters_unsent *out, struct err *e)
{
    static const char UNSENT[] =
        "SELECT letter.n, letter.kase,"
        " coalesce((SELECT target FROM letter_to WHERE letter = letter.n ORDER BY pos LIMIT 1), 0),"
        " letter.state = 'ready' AS ready, appeal.deadline"
        " FROM letter JOIN rec USING(n) JOIN case_row ON case_row.n = letter.kase"
        " LEFT JOIN appeal ON appeal.n = letter.appeal"
        " WHERE deleted = 0 AND closed = 0 AND letter.state IN ('draft', 'ready')"
        " ORDER BY ready DESC, appeal.deadline IS NULL, appeal.deadline, letter.n";
    *out = (struct letters_unsent){ 0 };
    sqlite3_stmt *st = db_prepare(s, UNSENT, e);
    return st ? db_each(s, st, add_waiting, out, e) : -1;
}

void letters_unsent_free(struct letters_unsent *u)
{
    free(u->at);
    *u = (struct letters_unsent){ 0 };
}
