/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/date.h"

#include <string.h>

#include <jansson.h>

#include "satchel/base/day.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"

#define DATE_MOST 4096

static int date_text(struct cli *c, struct buf *text, struct err *e)
{
    const struct args *a = &c->args;
    if (a->words.n == 1 && strcmp(a->words.at[0], "-") == 0)
        return stream_line("-", DATE_MOST, text, e);
    for (size_t i = 0; i < a->words.n; i++)
        buf_addf(text, "%s%s", i ? " " : "", a->words.at[i]);
    return text->failed ? err_no_memory(e) : 0;
}

static const char *bound_name(enum edtf_bound b)
{
    static const char *const NAMES[] = {
        [EDTF_DATE] = "date", [EDTF_OPEN] = "open", [EDTF_UNKNOWN] = "unknown"
    };
    return NAMES[b];
}

static json_t *bound_day(enum edtf_bound b, int32_t day)
{
    char text[DAY_TEXT_BYTES];
    if (b != EDTF_DATE)
        return json_null();
    day_format(day, text);
    return json_string(text);
}

static json_t *as_json(const struct edtf_reading *r, bool found)
{
    const struct edtf *d = &r->date;
    json_t *o = json_object(), *readings = json_array();
    for (size_t i = 0; i < r->n_ambiguous; i++)
        json_array_append_new(readings, json_string(r->ambiguous[i].text));
    json_object_set_new(o, "edtf", found ? json_string(d->text) : json_null());
    json_object_set_new(o, "earliest", found ? bound_day(d->start, d->earliest) : json_null());
    json_object_set_new(o, "latest", found ? bound_day(d->end, d->latest) : json_null());
    json_object_set_new(o, "start", found ? json_string(bound_name(d->start)) : json_null());
    json_object_set_new(o, "end", found ? json_string(bound_name(d->end)) : json_null());
    json_object_set_new(o, "ambiguous", readings);
    return o;
}

static void bound_line(struct buf *out, const char *label, enum edtf_bound b, int32_t day)
{
    char text[DAY_TEXT_BYTES] = "";
    if (b == EDTF_DATE)
        day_format(day, text);
    buf_addf(out, "%-9s %s\n", label, b == EDTF_DATE ? text : b == EDTF_OPEN ? _("open") : _("unknown"));
}

static void as_text(const struct edtf_reading *r, bool found, struct buf *out)
{
    for (size_t i = 0; i < r->n_ambiguous; i++)
        buf_addf(out, "%s\n", r->ambiguous[i].text);
    if (!found)
        return;
    buf_addf(out, "%s\n", r->date.text);
    bound_line(out, _("earliest"), r->date.start, r->date.earliest);
    bound_line(out, _("latest"), r->date.end, r->date.latest);
}

int date_run(struct cli *c, struct err *e)
{
    struct buf text = { 0 };
    struct edtf_reading r = { 0 };
    int rc = date_text(c, &text, e);
    if (rc != 0)
        goto out;
    rc = args_has(&c->args, "strict") ? edtf_parse(buf_text(&text), &r.date, e)
                                      : edtf_said_on(buf_text(&text), clock_today(c->clock), &r, e);
    if (c->json)
        rc = stream_json(c, as_json(&r, rc == 0), e) == 0 ? rc : -1;
    else
        as_text(&r, rc == 0, &c->out);
out:
    buf_free(&text);
    return rc;
}
