/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every statement gives the same columns: record, day, case, what, number, country, name, ready, to. What is
 * overdue for longest is left out first when there is too much, and never what is due now. */
#include "satchel/store/agenda.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/store/db.h"
#include "satchel/store/derive.h"
#include "satchel/store/settings.h"

/* The case a person is in, an open one before a closed one. */
#define CASE_OF_PERSON                                                                                       \
    "(SELECT case_row.n FROM case_person JOIN rec ON rec.n = case_person.n"                                  \
    " JOIN case_row ON case_row.n = kase WHERE case_person.person = checkin.person AND deleted = 0"          \
    " ORDER BY closed, due, case_row.n LIMIT 1)"
#define NAME_OF_PERSON                                                                                       \
    "coalesce((SELECT text FROM name JOIN rec USING(n)"                                                      \
    " WHERE of = checkin.person AND deleted = 0 AND NOT withheld_name ORDER BY pos LIMIT 1), '')"

/* ?1, ?2: first and last day; ?3: most rows. */
#define DEADLINES                                                                                            \
    "SELECT appeal, due, n, title, number, country, name, 0, 0 FROM case_row"                                \
    " WHERE closed = 0 AND due BETWEEN ?1 AND ?2"
#define CHECKINS                                                                                             \
    "SELECT checkin.n, checkin.due, case_row.n, coalesce(instruction.text, contact.ask_for, ''),"            \
    " coalesce(number, ''), coalesce(case_row.country, ''), " NAME_OF_PERSON ", 0, 0"                        \
    " FROM checkin JOIN rec USING(n) JOIN person ON person.n = checkin.person"                               \
    " LEFT JOIN contact ON contact.n = checkin.contact"                                                      \
    " LEFT JOIN instruction ON instruction.n = checkin.instruction"                                          \
    " LEFT JOIN case_row ON case_row.n = " CASE_OF_PERSON                                                    \
    " WHERE deleted = 0 AND checkin.due BETWEEN ?1 AND ?2"
#define DRAFTS                                                                                               \
    "SELECT letter.n, coalesce(appeal.deadline, case_row.due) AS day, letter.kase, coalesce(subject, ''),"   \
    " case_row.number, country, name, letter.state = 'ready',"                                               \
    " coalesce((SELECT target FROM letter_to WHERE letter = letter.n ORDER BY pos LIMIT 1), 0)"              \
    " FROM letter JOIN rec USING(n) JOIN case_row ON case_row.n = letter.kase"                               \
    " LEFT JOIN appeal ON appeal.n = letter.appeal"                                                          \
    " WHERE deleted = 0 AND closed = 0 AND letter.state IN ('draft', 'ready') AND day BETWEEN ?1 AND ?2"

enum stretch { PAST, NEAR, FAR, STRETCHES };

static const char *const ROWS[][STRETCHES] = {
    [AGENDA_DEADLINE] = { DEADLINES " ORDER BY due DESC, n DESC LIMIT ?3",
                          DEADLINES " ORDER BY due, n LIMIT ?3", NULL },
    [AGENDA_CHECKIN] = { CHECKINS " ORDER BY checkin.due DESC, checkin.n DESC LIMIT ?3",
                         CHECKINS " ORDER BY checkin.due, checkin.n LIMIT ?3", NULL },
    [AGENDA_DRAFT] = { DRAFTS " ORDER BY day DESC, letter.n DESC LIMIT ?3",
                       DRAFTS " ORDER BY day, letter.n LIMIT ?3", DRAFTS " ORDER BY day, letter.n LIMIT ?3" },
};

struct reader {
    struct store *s;
    int32_t today, soon_days;
    size_t most; /* rows of each statement; 0: all */
    struct agenda *out;
};

static struct opt_day day_at(sqlite3_stmt *st, int column)
{
    int day = sqlite3_column_int(st, column);
    bool none = sqlite3_column_type(st, column) == SQLITE_NULL || day == DERIVE_NO_DEADLINE;
    return none ? (struct opt_day){ 0 } : (struct opt_day){ true, day };
}

static int add_row(struct reader *r, enum agenda_kind kind, sqlite3_stmt *st, struct err *e)
{
    if (dyn_room(&r->out->rows) < 0)
        return err_no_memory(e);
    struct agenda_row *row = &r->out->rows.at[r->out->rows.n++];
    *row = (struct agenda_row){ .kind = kind, .n = sqlite3_column_int64(st, 0), .day = day_at(st, 1) };
    row->due = due_of(row->day, r->today, r->soon_days);
    row->kase = sqlite3_column_int64(st, 2);
    row->ready = sqlite3_column_int(st, 7);
    row->to = sqlite3_column_int64(st, 8);
    return db_text(st, 3, &row->what, e) < 0 || db_text(st, 4, &row->number, e) < 0 ||
                   db_text(st, 5, &row->country, e) < 0 || db_text(st, 6, &row->name, e) < 0
               ? -1
               : 0;
}

static int add_stretch(struct reader *r, enum agenda_kind kind, enum stretch stretch, struct err *e)
{
    const int64_t soon = (int64_t)r->today + r->soon_days;
    const int64_t from[] = { [PAST] = INT32_MIN, [NEAR] = r->today, [FAR] = soon + 1 };
    const int64_t to[] = { [PAST] = (int64_t)r->today - 1, [NEAR] = soon, [FAR] = INT64_MAX };
    int rc;
    if (!ROWS[kind][stretch])
        return 0;
    sqlite3_stmt *st = db_prepare(r->s, ROWS[kind][stretch], e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, from[stretch]);
    sqlite3_bind_int64(st, 2, to[stretch]);
    sqlite3_bind_int64(st, 3, r->most ? (int64_t)r->most : -1);
    while ((rc = db_step(st, e)) > 0 && (rc = add_row(r, kind, st, e)) == 0)
        ;
    db_done(r->s, st);
    return rc;
}

/* ---- the backup ---------------------------------------------------------------------------------------- */

static int add_backup(struct reader *r, struct err *e)
{
    char *text = NULL;
    int64_t cases;
    struct opt_day last = { 0 };
    if (store_setting_get(r->s, AGENDA_BACKUP_KEY, &text, e) < 0 ||
        db_number(r->s, "SELECT EXISTS(SELECT 1 FROM case_row)", 0, &cases, e) < 0)
        return -1;
    last.set = text && day_parse(text, &last.v) == 0;
    str_free(text);
    bool fresh = last.set && (int64_t)r->today - last.v <= AGENDA_BACKUP_DAYS;
    if (fresh || !cases)
        return 0;
    if (dyn_room(&r->out->rows) < 0)
        return err_no_memory(e);
    struct agenda_row *row = &r->out->rows.at[r->out->rows.n++];
    *row = (struct agenda_row){ .kind = AGENDA_BACKUP, .due = DUE_NONE, .day = last };
    return str_set(&row->what, "") < 0 || str_set(&row->number, "") < 0 || str_set(&row->country, "") < 0 ||
                   str_set(&row->name, "") < 0
               ? err_no_memory(e)
               : 0;
}

int agenda_note_backup(struct store *s, struct err *e)
{
    char day[DAY_TEXT_BYTES];
    day_format(store_today(s), day);
    return store_setting_set(s, AGENDA_BACKUP_KEY, day, e);
}

/* ---- putting together ---------------------------------------------------------------------------------- */

static int group(const struct agenda_row *r)
{
    return r->kind == AGENDA_BACKUP ? 2 : r->due >= DUE_LATER;
}

static int by_day(const void *a, const void *b)
{
    const struct agenda_row *x = a, *y = b;
    int64_t left = x->day.set ? x->day.v : INT64_MAX, right = y->day.set ? y->day.v : INT64_MAX;
    if (group(x) != group(y))
        return group(x) - group(y);
    if (left != right)
        return left < right ? -1 : 1;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : (x->n > y->n) - (x->n < y->n);
}

/* Of deadlines there may be more than are shown. Counted to a number that nobody needs more exactly, so that
 * a million cases take no longer. */
#define COUNT_OPEN(when)                                                                                     \
    "SELECT count(*) FROM (SELECT 1 FROM case_row WHERE closed = 0 AND " when " LIMIT 10000)"
_Static_assert(AGENDA_COUNTED == 10000, "as the statement says");

static int count_rest(struct reader *r, struct err *e)
{
    static const char PAST_DUE[] = COUNT_OPEN("due < ?1");
    static const char COMING[] = COUNT_OPEN("due >= ?1 AND due < 2147483647");
    static const char UNDATED[] = COUNT_OPEN("due = ?1");
    int64_t past, coming, undated;
    if (db_number(r->s, PAST_DUE, r->today, &past, e) < 0 ||
        db_number(r->s, COMING, r->today, &coming, e) < 0 ||
        db_number(r->s, UNDATED, DERIVE_NO_DEADLINE, &undated, e) < 0)
        return -1;
    for (size_t i = 0; i < r->out->rows.n; i++) {
        const struct agenda_row *row = &r->out->rows.at[i];
        past += past < AGENDA_COUNTED && row->kind != AGENDA_DEADLINE && row->due == DUE_OVERDUE;
        coming -= coming < AGENDA_COUNTED && row->kind == AGENDA_DEADLINE && row->due != DUE_OVERDUE;
    }
    r->out->overdue = (size_t)past;
    r->out->later = (size_t)coming;
    r->out->undated = (size_t)undated;
    return 0;
}

static int read_all(struct reader *r, struct err *e)
{
    for (enum agenda_kind kind = AGENDA_DEADLINE; kind <= AGENDA_DRAFT; kind++)
        for (enum stretch stretch = PAST; stretch < STRETCHES; stretch++)
            if (add_stretch(r, kind, stretch, e) < 0)
                return -1;
    return add_backup(r, e) < 0 ? -1 : count_rest(r, e);
}

int agenda_load(struct store *s, int32_t today, int32_t soon_days, size_t most, struct agenda *out,
                struct err *e)
{
    *out = (struct agenda){ 0 };
    struct reader r = { s, today, soon_days, most, out };
    if (read_all(&r, e) < 0) {
        agenda_free(out);
        return -1;
    }
    if (out->rows.n)
        qsort(out->rows.at, out->rows.n, sizeof *out->rows.at, by_day);
    return 0;
}

void agenda_free(struct agenda *a)
{
    for (size_t i = 0; i < a->rows.n; i++) {
        struct agenda_row *row = &a->rows.at[i];
        str_free(row->what);
        str_free(row->number);
        str_free(row->country);
        str_free(row->name);
    }
    free(a->rows.at);
    *a = (struct agenda){ 0 };
}
