/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/parsed.h"

#include <stdlib.h>
#include <string.h>

static void free_text(struct parsed_text *t)
{
    str_free(t->text);
}

static void free_texts(struct parsed_texts *t)
{
    for (size_t i = 0; i < t->n; i++)
        free_text(&t->at[i]);
    free(t->at);
}

static void free_person(struct parsed_person *p)
{
    free_text(&p->name);
    for (size_t i = 0; i < p->names.n; i++) {
        str_free(p->names.at[i].text);
        str_free(p->names.at[i].lang);
    }
    free(p->names.at);
    str_free(p->pronouns);
    str_free(p->gender);
    str_free(p->status);
}

void parsed_official_free(struct parsed_official *o)
{
    free_text(&o->name);
    free_text(&o->title);
    free_text(&o->phone);
    free_text(&o->fax);
    free_texts(&o->address_lines);
    free_texts(&o->address_local);
    free_texts(&o->email);
    free_texts(&o->twitter);
    char *texts[] = { o->title_local,  o->phone_note, o->fax_note,     o->facebook,
                      o->contact_form, o->salutation, o->delivery_note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        str_free(texts[i]);
    *o = (struct parsed_official){ 0 };
}

static void free_officials(struct parsed_officials *o)
{
    for (size_t i = 0; i < o->n; i++)
        parsed_official_free(&o->at[i]);
    free(o->at);
}

void parsed_free(struct parsed *p)
{
    struct parsed_text *texts[] = {
        &p->title,       &p->ua_number,  &p->index,     &p->previous_index, &p->previous_ua_link,
        &p->issue_date,  &p->deadline,   &p->closed_on, &p->country,        &p->letter_salutation,
        &p->letter_body, &p->background, &p->summary
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free_text(texts[i]);
    for (size_t i = 0; i < p->people.n; i++)
        free_person(&p->people.at[i]);
    free(p->people.at);
    str_free(p->group.label);
    str_free(p->group.pronouns);
    free_officials(&p->targets);
    free_officials(&p->copies);
    free_texts(&p->preferred_languages);
    free_texts(&p->letter_asks);
    free_texts(&p->events);
    for (size_t i = 0; i < p->warnings.n; i++) {
        str_free(p->warnings.at[i].code);
        str_free(p->warnings.at[i].text);
    }
    free(p->warnings.at);
    strs_free(&p->not_found);
    str_free(p->source);
    free(p->lines.at);
    str_free(p->ua_number_norm);
    str_free(p->update);
    str_free(p->letter_lang);
    *p = (struct parsed){ 0 };
}

const char *parsed_kind_name(enum parsed_kind kind)
{
    static const char *const NAMES[] = { "ua", "update", "stop", "letter", "summary" };
    return (size_t)kind < sizeof NAMES / sizeof *NAMES ? NAMES[kind] : "ua";
}

const struct parsed_warning *parsed_warned(const struct parsed *p, const char *code)
{
    for (size_t i = 0; i < p->warnings.n; i++)
        if (strcmp(p->warnings.at[i].code, code) == 0)
            return &p->warnings.at[i];
    return NULL;
}

int parsed_set_source(struct parsed *p, const char *text, size_t n)
{
    p->source = strndup(text, n);
    for (const char *s = p->source; s && *s; s++) {
        p->length += ((unsigned char)*s & 0xC0) != 0x80;
        if (*s == '\n' && dyn_room(&p->lines) < 0)
            return -1;
        if (*s == '\n')
            p->lines.at[p->lines.n++] = p->length;
    }
    return p->source ? 0 : -1;
}

void parsed_position(const struct parsed *p, uint32_t offset, uint32_t *line, uint32_t *col)
{
    size_t from = 0, to = p->lines.n; /* how many lines begin at the offset or before it */
    offset = offset < p->length ? offset : p->length;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (p->lines.at[mid] <= offset)
            from = mid + 1;
        else
            to = mid;
    }
    *line = (uint32_t)from + 1;
    *col = offset - (from ? p->lines.at[from - 1] : 0) + 1;
}
