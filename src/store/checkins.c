/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/checkins.h"

#include "satchel/base/err.h"
#include "satchel/store/list.h"
#include "satchel/store/write.h"

int checkins_of(struct store *s, int64_t person, int64_t *n, struct err *e)
{
    struct store_rows rows = { 0 };
    int32_t due = 0;
    *n = 0;
    int rc = store_children(s, person, KIND_CHECKIN, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL;
        rc = store_get(s, rows.at[i], &r, e);
        const struct opt_day *day = rc == 0 ? &((const struct checkin *)r)->due : NULL;
        if (day && (!*n || (day->set && day->v < due))) {
            *n = rows.at[i];
            due = day->set ? day->v : INT32_MAX;
        }
        rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

int checkins_note(struct store *s, struct checkin *c, int result, struct err *e)
{
    int32_t today = store_today(s);
    if (dyn_room(&c->log) < 0)
        return err_no_memory(e);
    c->log.at[c->log.n++] = (struct checkin_entry){ .day = { true, today }, .result = result };
    if (result == CHECKIN_DONE)
        c->due = c->every.set ? (struct opt_day){ true, today + (int32_t)c->every.v } : (struct opt_day){ 0 };
    return 0;
}

int checkins_every(struct store *s, int64_t person, int64_t days, int64_t *n, struct err *e)
{
    struct rec *r = NULL;
    if (checkins_of(s, person, n, e) < 0)
        return -1;
    int rc = *n ? store_get(s, *n, &r, e) : (r = rec_new(KIND_CHECKIN, e)) ? 0 : -1;
    if (rc == 0) {
        struct checkin *c = (struct checkin *)r;
        c->person.n = person;
        c->every = (struct opt_int){ true, days };
        c->due = (struct opt_day){ true, store_today(s) + (int32_t)days };
        rc = *n ? store_update(s, r, NULL, e) : store_add(s, r, e);
        *n = r->n;
    }
    rec_free(r);
    return rc;
}
