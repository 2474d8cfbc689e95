/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/json_parsed.h"

#include <stdlib.h>

#include "satchel/base/err.h"

struct writer {
    bool failed;
};

static void put(struct writer *w, json_t *o, const char *key, json_t *value)
{
    w->failed |= !value || json_object_set_new(o, key, value) < 0;
}

static void put_text(struct writer *w, json_t *o, const char *key, const char *text)
{
    if (text)
        put(w, o, key, json_string(text));
}

static void push(struct writer *w, json_t *list, json_t *value)
{
    w->failed |= !value || json_array_append_new(list, value) < 0;
}

static json_t *texts(struct writer *w, const struct parsed_texts *t)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < t->n; i++)
        push(w, list, json_string(t->at[i].text));
    return list;
}

static void put_texts(struct writer *w, json_t *o, const char *key, const struct parsed_texts *t)
{
    if (t->n)
        put(w, o, key, texts(w, t));
}

static json_t *person(struct writer *w, const struct parsed_person *p)
{
    json_t *o = json_object();
    put_text(w, o, "name", p->name.text);
    if (p->names.n) {
        json_t *names = json_array();
        for (size_t i = 0; names && i < p->names.n; i++) {
            json_t *name = json_object();
            put_text(w, name, "text", p->names.at[i].text);
            put_text(w, name, "lang", p->names.at[i].lang);
            push(w, names, name);
        }
        put(w, o, "names", names);
    }
    put_text(w, o, "pronouns", p->pronouns);
    put_text(w, o, "gender", p->gender);
    put_text(w, o, "status", p->status);
    return o;
}

static json_t *official(struct writer *w, const struct parsed_official *p)
{
    json_t *o = json_object();
    put_text(w, o, "name", p->name.text);
    put_text(w, o, "title", p->title.text);
    put_text(w, o, "title_local", p->title_local);
    put_texts(w, o, "address_lines", &p->address_lines);
    put_texts(w, o, "address_local", &p->address_local);
    put_text(w, o, "phone", p->phone.text);
    put_text(w, o, "phone_note", p->phone_note);
    put_text(w, o, "fax", p->fax.text);
    put_text(w, o, "fax_note", p->fax_note);
    put_texts(w, o, "email", &p->email);
    put_texts(w, o, "twitter", &p->twitter);
    put_text(w, o, "facebook", p->facebook);
    put_text(w, o, "contact_form", p->contact_form);
    put_text(w, o, "salutation", p->salutation);
    put_text(w, o, "delivery_note", p->delivery_note);
    return o;
}

static json_t *officials(struct writer *w, const struct parsed_officials *p)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < p->n; i++)
        push(w, list, official(w, &p->at[i]));
    return list;
}

static json_t *group(struct writer *w, const struct parsed_group *g)
{
    json_t *o = json_object();
    put_text(w, o, "label", g->label);
    put_text(w, o, "pronouns", g->pronouns);
    if (g->count >= 0)
        put(w, o, "count", json_integer(g->count));
    if (g->of >= 0)
        put(w, o, "of", json_integer(g->of));
    return o;
}

static json_t *not_found(struct writer *w, const struct parsed *p)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < p->not_found.n; i++)
        push(w, list, json_string(p->not_found.at[i]));
    return list;
}

static json_t *warnings(struct writer *w, const struct parsed *p)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < p->warnings.n; i++) {
        json_t *o = json_object();
        put_text(w, o, "code", p->warnings.at[i].code);
        put(w, o, "line", json_integer(p->warnings.at[i].line));
        put(w, o, "col", json_integer(p->warnings.at[i].col));
        put_text(w, o, "text", p->warnings.at[i].text);
        push(w, list, o);
    }
    return list;
}

static void put_head(struct writer *w, json_t *o, const struct parsed *p)
{
    put_text(w, o, "kind", parsed_kind_name(p->kind));
    put_text(w, o, "title", p->title.text);
    put_text(w, o, "ua_number", p->ua_number.text);
    put_text(w, o, "ua_number_norm", p->ua_number_norm);
    if (p->update)
        put(w, o, "update", json_integer(atoi(p->update)));
    put_text(w, o, "index", p->index.text);
    put_text(w, o, "previous_index", p->previous_index.text);
    put_text(w, o, "previous_ua_link", p->previous_ua_link.text);
    put_text(w, o, "country", p->country.text);
    put_text(w, o, "issue_date", p->issue_date.text);
    put_text(w, o, "deadline", p->deadline.text);
    put_text(w, o, "closed_on", p->closed_on.text);
}

static void put_people(struct writer *w, json_t *o, const struct parsed *p)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < p->people.n; i++)
        push(w, list, person(w, &p->people.at[i]));
    put(w, o, "people", list);
    if (p->group.present)
        put(w, o, "group", group(w, &p->group));
}

static void put_letter(struct writer *w, json_t *o, const struct parsed *p)
{
    put_texts(w, o, "preferred_languages", &p->preferred_languages);
    put_text(w, o, "letter_lang", p->letter_lang);
    put_text(w, o, "letter_salutation", p->letter_salutation.text);
    put_text(w, o, "letter_body", p->letter_body.text);
    put_texts(w, o, "letter_asks", &p->letter_asks);
    put_text(w, o, "summary", p->summary.text);
    put_text(w, o, "background", p->background.text);
    put_texts(w, o, "events", &p->events);
}

json_t *json_parsed(const struct parsed *p, struct err *e)
{
    struct writer w = { 0 };
    json_t *o = json_object();
    put_head(&w, o, p);
    put_people(&w, o, p);
    put(&w, o, "targets", officials(&w, &p->targets));
    put(&w, o, "copies", officials(&w, &p->copies));
    put_letter(&w, o, p);
    put(&w, o, "not_found", not_found(&w, p));
    put(&w, o, "warnings", warnings(&w, p));
    if (!w.failed)
        return o;
    json_decref(o);
    err_no_memory(e);
    return NULL;
}
