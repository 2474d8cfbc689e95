/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/casework/lint_asks.h"
#include "satchel/casework/lint_asks_language.h"
#include "satchel/casework/lint_asks_twice.h"
#include "satchel/casework/lint_foreign.h"
#include "satchel/casework/lint_marks.h"
#include "satchel/casework/lint_number.h"
#include "satchel/casework/lint_gender.h"
#include "satchel/casework/lint_person.h"
#include "satchel/casework/lint_private.h"
#include "satchel/casework/lint_consent.h"
#include "satchel/casework/lint_contacts.h"
#include "satchel/casework/lint_reference.h"
#include "satchel/casework/lint_run.h"
#include "satchel/casework/lint_salutation.h"
#include "satchel/casework/lint_uncased.h"
#include "satchel/casework/lint_state.h"
#include "satchel/casework/lint_whole.h"

/* ---- codes ---- */

static const struct {
    const char *name, *says;
} CODES[LINT_CODE_COUNT] = {
#define X(name, code, text) { code, text },
    LINT_CODES(X)
#undef X
};

const char *lint_code_name(enum lint_code code)
{
    return CODES[code].name;
}

const char *lint_code_says(enum lint_code code)
{
    return _(CODES[code].says);
}

int lint_code_of(const char *name)
{
    for (int i = 0; i < LINT_CODE_COUNT; i++)
        if (!strcmp(CODES[i].name, name))
            return i;
    return -1;
}

/* ---- releasing ---- */

static void free_people(struct lint_context *c)
{
    for (size_t i = 0; i < c->people.n; i++) {
        struct lint_person *p = &c->people.at[i];
        strs_free(&p->names);
        str_free(p->pronouns);
        str_free(p->gender);
        str_free(p->since);
    }
    free(c->people.at);
}

static void free_targets(struct lint_context *c)
{
    for (size_t i = 0; i < c->targets.n; i++) {
        struct lint_target *t = &c->targets.at[i];
        char *const texts[] = { t->name,   t->title, t->institution, t->salutation,
                                t->gender, t->until, t->successor };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            str_free(texts[k]);
    }
    free(c->targets.at);
}

void lint_context_free(struct lint_context *c)
{
    struct strs *const lists[] = { &c->names,       &c->own,        &c->reach, &c->languages,
                                   &c->sender_ties, &c->references, &c->texts };
    free_people(c);
    free_targets(c);
    for (size_t i = 0; i < c->asks.n; i++)
        str_free(c->asks.at[i].text);
    for (size_t i = 0; i < c->limits.n; i++) {
        str_free(c->limits.at[i].text);
        str_free(c->limits.at[i].why);
    }
    for (size_t i = 0; i < c->contacts.n; i++) {
        str_free(c->contacts.at[i].text);
        str_free(c->contacts.at[i].whose);
    }
    for (size_t i = 0; i < c->numbers.n; i++)
        str_free(c->numbers.at[i].noun);
    free(c->asks.at);
    free(c->limits.at);
    free(c->contacts.at);
    free(c->numbers.at);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        strs_free(lists[i]);
    str_free(c->country);
    str_free(c->address_past);
    str_free(c->model);
    str_free(c->group_pronouns);
    *c = (struct lint_context){ 0 };
}

void lint_findings_free(struct lint_findings *f)
{
    for (size_t i = 0; i < f->n; i++) {
        str_free(f->at[i].quote);
        str_free(f->at[i].evidence);
    }
    free(f->at);
    *f = (struct lint_findings){ 0 };
}

/* ---- a run ---- */

/* After those of the texts: pronouns look for strangers among the findings. */
static void (*const WHOLE_RULES[])(struct lint_run *) = {
    lint_person_state,       lint_deadline,    lint_salutation,       lint_stale_holder, lint_missing_asks,
    lint_duplicate_asks,     lint_pronouns,    lint_gender,           lint_numbers,      lint_references,
    lint_preferred_language, lint_sender_ties, lint_request_language,
};
static void (*const TEXT_RULES[])(struct lint_run *, const struct lint_text *) = {
    lint_foreign_names, lint_uncased_names, lint_consent,       lint_private_contacts, lint_unknown_contacts,
    lint_placeholders,  lint_lost_emails,   lint_bidi_controls, lint_mixed_scripts,
};

static int by_place(const void *a, const void *b)
{
    const struct lint_finding *x = a, *y = b;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

void lint_findings_sort(struct lint_findings *f)
{
    if (f->n)
        qsort(f->at, f->n, sizeof *f->at, by_place);
}

static void check(struct lint_run *r)
{
    const struct lint_text *texts[] = { &r->body, &r->salutation, &r->subject };
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        for (size_t i = 0; i < sizeof TEXT_RULES / sizeof *TEXT_RULES; i++)
            TEXT_RULES[i](r, texts[k]);
    for (size_t i = 0; i < sizeof WHOLE_RULES / sizeof *WHOLE_RULES; i++)
        WHOLE_RULES[i](r);
}

static void set_language(struct lint_run *r)
{
    const char *said = r->letter->lang ? r->letter->lang : "", *tag = *said ? said : lint_language(r, 2);
    if (!*tag && strstr(r->body.s, "ı") && (strstr(r->body.s, "ş") || strstr(r->body.s, "ğ")))
        tag = "tr"; /* its letters tell it where its common words are too few */
    size_t n = strcspn(tag, "-_");
    for (size_t i = 0; i < n && n < sizeof r->lang; i++)
        r->lang[i] = (char)(tag[i] | 0x20);
}

int lint_letter(const struct lint_letter *letter, const struct lint_context *context,
                const struct lint_names *names, struct lint_findings *out, struct err *e)
{
    struct lint_run r = {
        .letter = letter, .c = context, .names = names, .words = lint_names_words(names), .out = out
    };
    lint_text_make(&r.body, letter->body);
    lint_text_make(&r.salutation, letter->salutation);
    lint_text_make(&r.subject, letter->subject);
    r.failed =
        r.body.failed || r.salutation.failed || r.subject.failed || lint_known_make(&r.known, context) < 0;
    if (!r.failed) {
        set_language(&r);
        out->notes = (struct lint_notes){ .names_by_records_only = lint_mostly_uncased(&r.body),
                                          .asks_not_compared = context->asks_left_out };
        check(&r);
        lint_findings_sort(out);
    }
    lint_text_free(&r.body);
    lint_text_free(&r.salutation);
    lint_text_free(&r.subject);
    lint_known_free(&r.known);
    if (!r.failed)
        return 0;
    lint_findings_free(out);
    return err_no_memory(e);
}
