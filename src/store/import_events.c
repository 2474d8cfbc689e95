/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events that a text tells with their day, each once: an update that tells one again adds none. */
#include "satchel/store/importing.h"

#include <string.h>

#include "satchel/base/edtf.h"
#include "satchel/base/err.h"
#include "satchel/casework/ua_events.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/model/people.h"
#include "satchel/model/testimony.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

static bool is_named(const struct person *p, const char *text)
{
    for (size_t i = 0; i < p->names.n; i++)
        if (p->names.at[i].text && strstr(text, p->names.at[i].text))
            return true;
    return false;
}

static int add_person(struct importing *im, struct event *ev, int64_t member, struct err *e)
{
    struct rec *m = NULL, *p = NULL;
    int rc = store_get(im->s, member, &m, e);
    rc = rc == 0 ? store_get(im->s, ((const struct member *)m)->person.n, &p, e) : rc;
    if (rc == 0 && is_named((const struct person *)p, ev->text)) {
        struct event_person *who = field_add(ev, kind_field(&EVENT_KIND, "people"), e);
        if (who)
            who->person.n = p->n;
        rc = who ? 0 : -1;
    }
    rec_free(m);
    rec_free(p);
    return rc;
}

static int add_people(struct importing *im, struct event *ev, struct err *e)
{
    struct store_rows members = { 0 };
    int rc = store_children(im->s, im->out->kase, KIND_MEMBER, &members, e);
    for (size_t i = 0; rc == 0 && i < members.n; i++)
        rc = add_person(im, ev, members.at[i], e);
    store_rows_free(&members);
    return rc;
}

/* "DATE SENTENCE"; a line that somebody wrote without a date is an event without one. */
static int fill_event(struct importing *im, struct event *ev, const char *line, struct err *e)
{
    const size_t n = strcspn(line, " ");
    char date[EDTF_TEXT_BYTES] = "";
    struct edtf read;
    if (n < sizeof date)
        memcpy(date, line, n);
    const bool dated = *date && edtf_parse(date, &read, NULL) == 0;
    const char *text = dated ? line + n + strspn(line + n, " ") : line;
    const int kind = ua_event_kind(text);
    ev->kase.n = im->out->kase;
    ev->kind = kind < 0 ? EVENT_OTHER : kind;
    if (kind == -2 || str_set(&ev->text, text) < 0)
        return err_no_memory(e);
    if (dated && rec_date_set(&ev->date, date, e) < 0)
        return -1;
    return add_people(im, ev, e);
}

static int is_known(struct importing *im, const struct event *ev, bool *known, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(im->s, im->out->kase, KIND_EVENT, &rows, e);
    *known = false;
    for (size_t i = 0; rc == 0 && i < rows.n && !*known; i++) {
        struct rec *r = NULL;
        rc = store_get(im->s, rows.at[i], &r, e);
        const struct event *old = (const struct event *)r;
        *known = rc == 0 && old->kind == ev->kind && old->date.text && ev->date.text &&
                 strcmp(old->date.text, ev->date.text) == 0;
        rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

static int add_event(struct importing *im, const struct parsed_text *line, struct err *e)
{
    struct rec *r = rec_new(KIND_EVENT, e);
    bool known = false;
    int64_t n = 0;
    if (!r)
        return -1;
    if (fill_event(im, (struct event *)r, line->text, e) < 0 ||
        is_known(im, (const struct event *)r, &known, e) < 0 || known) {
        rec_free(r);
        return known ? 0 : -1;
    }
    return importing_add(im, r, &n, e) < 0 ? -1 : importing_found(im, n, "text", line->at, e);
}

int import_events(struct importing *im, struct err *e)
{
    for (size_t i = 0; i < im->p->events.n; i++)
        if (add_event(im, &im->p->events.at[i], e) < 0)
            return -1;
    return 0;
}
