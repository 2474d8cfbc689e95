/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/stop.h"
#include "satchel/casework/ua_country.h"
#include "satchel/casework/ua_dates.h"
#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_events.h"
#include "satchel/casework/ua_foot.h"
#include "satchel/casework/ua_labels.h"
#include "satchel/casework/ua_letter.h"
#include "satchel/casework/ua_numbers.h"
#include "satchel/casework/ua_officials.h"
#include "satchel/casework/ua_people.h"
#include "satchel/casework/ua_read.h"
#include "satchel/casework/ua_story.h"
#include "satchel/casework/ua_title.h"
#include "satchel/casework/ua_warn.h"

/* The letter's opening is the first target's salutation when that has none of its own. */
static void share_salutation(struct ua_doc *d, struct parsed *out)
{
    if (out->targets.n && !out->targets.at[0].salutation && out->letter_salutation.text)
        d->failed |= str_set(&out->targets.at[0].salutation, out->letter_salutation.text) < 0;
}

static void letter_language(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    struct ua_slice s = { 0, 0 };
    for (size_t i = 0; i < u->n; i++)
        if (u->at[i].part == UA_IN_LETTER && u->at[i].label == UA_NO_LABEL)
            s = ua_empty(s) ? u->at[i].at : (struct ua_slice){ s.from, u->at[i].at.to };
    if (!ua_empty(s))
        d->failed |= str_set(&out->letter_lang, ua_language_of(d, s)) < 0;
}

/* In this order: what one finds the next ones rely on. */
enum part {
    NUMBERS,
    OFFICIALS,
    LETTER,
    DATES,
    TITLE,
    LANGUAGES,
    PREVIOUS,
    PEOPLE,
    STORY,
    EVENTS,
    COUNTRY,
    REST,
    PARTS
};

static void read_part(struct ua_findings *f, struct ua_units *units, struct ua_slices *asks,
                      struct parsed *out, enum part part)
{
    struct ua_doc *d = f->d;
    switch (part) {
    case NUMBERS:
        ua_numbers_read(d, units, out);
        break;
    case OFFICIALS:
        ua_officials_read(d, units, out, &f->places.lost_email);
        break;
    case LETTER:
        ua_letter_read(d, units, out, asks);
        break;
    case DATES:
        ua_dates_read(d, units, out, &f->places);
        break;
    case TITLE:
        ua_title_read(d, units, out);
        break;
    case LANGUAGES:
        ua_languages_read(d, units, out, &f->places.unknown_language);
        break;
    case PREVIOUS:
        ua_previous_read(d, units, out);
        break;
    case PEOPLE:
        ua_people_read(d, units, asks, out);
        break;
    case STORY:
        ua_story_read(d, units, out);
        break;
    case EVENTS:
        ua_events_read(d, units, out);
        break;
    case COUNTRY:
        ua_country_read(d, units, out);
        break;
    case REST:
    case PARTS:
        share_salutation(d, out);
        letter_language(d, units, out);
        ua_kind_read(d, units, out);
        ua_warn(f, out);
        ua_not_found(d, out);
        break;
    }
}

static void read_all(struct ua_findings *f, struct ua_units *units, struct ua_slices *asks,
                     struct parsed *out)
{
    ua_units_make(f->d, units);
    for (int part = NUMBERS; part < PARTS && !f->d->failed && !stop_now(f->d->stop); part++)
        read_part(f, units, asks, out, (enum part)part);
}

int ua_parse(const char *text, size_t n, const struct text_report *report, int32_t today, struct parsed *out,
             struct err *e)
{
    return ua_parse_until(text, n, report, today, NULL, out, e);
}

int ua_parse_until(const char *text, size_t n, const struct text_report *report, int32_t today,
                   struct stop *stop, struct parsed *out, struct err *e)
{
    struct ua_doc d;
    struct ua_units units = { 0 };
    struct ua_slices asks = { 0 };
    *out = (struct parsed){ 0 };
    out->group.count = out->group.of = -1;
    if (ua_read(&d, text, n, stop, e) < 0)
        return -1;
    struct ua_findings f = { .d = &d,
                             .units = &units,
                             .asks = &asks,
                             .report = report,
                             .today = today,
                             .places = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX } };
    if (parsed_set_source(out, text, n) < 0)
        d.failed = true;
    if (!stop_now(stop)) /* else what there is of it is not whole */
        read_all(&f, &units, &asks, out);
    free(asks.at);
    free(units.at);
    bool failed = d.failed;
    ua_doc_free(&d);
    if (!failed && !(stop && stop->now))
        return 0;
    parsed_free(out);
    return failed
               ? err_no_memory(e)
               : err_set(e, ERR_CANCELLED, "%s", _("The text was not read to its end. Nothing was stored."));
}

bool ua_worth_storing(const struct parsed *p)
{
    return p->people.n || p->targets.n || p->title.text;
}

bool ua_is_appeal(const struct parsed *p)
{
    return p->ua_number.text || p->index.text || p->deadline.text || p->closed_on.text || p->targets.n ||
           p->letter_asks.n;
}
