/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: a parse as plain lines, to compare with what a test expects. */
#ifndef TEST_UA_DUMP_H
#define TEST_UA_DUMP_H

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/model/parsed.h"

static inline void dump_value(struct buf *b, const char *name, const char *text)
{
    if (text)
        buf_addf(b, "%s: %s\n", name, text);
}

static inline void dump_list(struct buf *b, const char *name, const struct parsed_texts *t,
                             const char *between, bool *first)
{
    for (size_t i = 0; i < t->n; i++)
        buf_addf(b, "%s%s%s%s",
                 i        ? between
                 : *first ? " "
                          : "; ",
                 i ? "" : name, i ? "" : "=", t->at[i].text);
    *first &= !t->n;
}

static inline void dump_part(struct buf *b, const char *name, const char *text, bool *first)
{
    if (!text)
        return;
    buf_addf(b, "%s%s=%s", *first ? " " : "; ", name, text);
    *first = false;
}

static inline void dump_official(struct buf *b, const char *kind, const struct parsed_official *o)
{
    bool first = true;
    buf_addf(b, "%s:", kind);
    dump_part(b, "name", o->name.text, &first);
    dump_part(b, "title", o->title.text, &first);
    dump_part(b, "local title", o->title_local, &first);
    dump_list(b, "address", &o->address_lines, " / ", &first);
    dump_list(b, "local", &o->address_local, " / ", &first);
    dump_part(b, "phone", o->phone.text, &first);
    dump_part(b, "fax", o->fax.text, &first);
    dump_list(b, "email", &o->email, ", ", &first);
    dump_list(b, "twitter", &o->twitter, ", ", &first);
    dump_part(b, "facebook", o->facebook, &first);
    dump_part(b, "form", o->contact_form, &first);
    dump_part(b, "salutation", o->salutation, &first);
    buf_addc(b, '\n');
}

static inline void dump_person(struct buf *b, const struct parsed_person *p)
{
    buf_addf(b, "person: %s", p->name.text);
    const char *more[] = { p->pronouns, p->gender, p->status };
    for (size_t i = 0; i < 3; i++)
        if (more[i])
            buf_addf(b, "; %s", more[i]);
    for (size_t i = 0; i < p->names.n; i++)
        buf_addf(b, "; %s:%s", p->names.at[i].lang, p->names.at[i].text);
    buf_addc(b, '\n');
}

static inline void dump_body(struct buf *b, const char *body)
{
    if (!body)
        return;
    size_t n = strcspn(body, "\n"), cps = 0, i = 0;
    for (; i < n && cps < 33; i++)
        cps += ((unsigned char)body[i] & 0xC0) != 0x80;
    while (i < n && ((unsigned char)body[i] & 0xC0) == 0x80)
        i++;
    while (i > 0 && body[i - 1] == ' ')
        i--;
    buf_addf(b, "body: %.*s\n", (int)i, body);
}

static inline void dump_parsed(struct buf *b, const struct parsed *p)
{
    dump_value(b, "kind", parsed_kind_name(p->kind));
    dump_value(b, "title", p->title.text);
    dump_value(b, "number", p->ua_number_norm);
    if (!p->ua_number_norm)
        dump_value(b, "reference", p->ua_number.text);
    dump_value(b, "update", p->update);
    dump_value(b, "index", p->index.text);
    dump_value(b, "previous index", p->previous_index.text);
    dump_value(b, "previous link", p->previous_ua_link.text);
    dump_value(b, "country", p->country.text);
    dump_value(b, "issued", p->issue_date.text);
    dump_value(b, "deadline", p->deadline.text);
    dump_value(b, "closed", p->closed_on.text);
    for (size_t i = 0; i < p->people.n; i++)
        dump_person(b, &p->people.at[i]);
    if (p->group.present)
        buf_addf(b, "group: %s; %s; %lld; %lld\n", p->group.label ? p->group.label : "",
                 p->group.pronouns ? p->group.pronouns : "", (long long)p->group.count,
                 (long long)p->group.of);
    for (size_t i = 0; i < p->targets.n; i++)
        dump_official(b, "target", &p->targets.at[i]);
    for (size_t i = 0; i < p->copies.n; i++)
        dump_official(b, "copy", &p->copies.at[i]);
    for (size_t i = 0; i < p->preferred_languages.n; i++)
        dump_value(b, "language", p->preferred_languages.at[i].text);
    dump_value(b, "opening", p->letter_salutation.text);
    dump_body(b, p->letter_body.text);
    for (size_t i = 0; i < p->letter_asks.n; i++)
        dump_value(b, "ask", p->letter_asks.at[i].text);
    for (size_t i = 0; i < p->warnings.n; i++)
        dump_value(b, "warn", p->warnings.at[i].code);
}

#endif
