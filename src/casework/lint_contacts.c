/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_contacts.h"

#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_reach.h"

/* The token that ends before byte `at`, and one beyond it; 0: none. */
static size_t tokens_before(const struct lint_text *t, size_t at)
{
    size_t low = 0, high = t->tokens.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->tokens.at[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool says_phone(const struct lint_text *t, size_t before)
{
    static const char *const BEGIN[] = { "telephon", "telefon",  "phone",   "mobil",   "movil", "celular",
                                         "cellular", "whatsapp", "телефон", "мобильн", "fax" };
    for (size_t i = before > 6 ? before - 6 : 0; i < before; i++) {
        if (lint_key_is(t, i, "tel") || lint_key_is(t, i, "тел") || lint_key_is(t, i, "handy"))
            return true;
        for (size_t k = 0; k < sizeof BEGIN / sizeof *BEGIN; k++)
            if (t->tokens.at[i].key_len >= strlen(BEGIN[k]) &&
                !memcmp(lint_key(t, i), BEGIN[k], strlen(BEGIN[k])))
                return true;
    }
    return false;
}

/* "Case 0123456789": another kind of number. */
static bool says_other(const struct lint_text *t, size_t before)
{
    static const char *const OTHER[] = { "no",    "nr",      "case",     "file",   "ref",       "reference",
                                         "index", "account", "passport", "docket", "expediente" };
    for (size_t k = 0; before && k < sizeof OTHER / sizeof *OTHER; k++)
        if (lint_key_is(t, before - 1, OTHER[k]))
            return true;
    return false;
}

static bool looks_like_phone(const struct lint_text *t, const struct lint_phone *run)
{
    if (run->date || run->n < 7 || run->n > 15)
        return false;
    size_t before = tokens_before(t, run->from);
    if (run->plus || says_phone(t, before))
        return true;
    return run->digit[0] == 0 && run->n >= 9 && !says_other(t, before);
}

/* Was a recorded contact found there? */
static bool is_recorded(const struct lint_run *r, const struct lint_text *t, size_t from, size_t to)
{
    size_t first = text_count(t->s, from), last = text_count(t->s, to);
    enum lint_part part = t == &r->body         ? LINT_IN_BODY
                          : t == &r->salutation ? LINT_IN_SALUTATION
                                                : LINT_IN_SUBJECT;
    for (size_t i = 0; i < r->out->n; i++) {
        const struct lint_finding *f = &r->out->at[i];
        if (f->code == LINT_PRIVATE_CONTACT && f->part == part && f->from < last && first < f->to)
            return true;
    }
    return false;
}

/* Looked at only while there is room: counting characters takes time for each. */
static void add_unknown(struct lint_run *r, const struct lint_text *t, size_t from, size_t to)
{
    if (r->added[LINT_PRIVATE_CONTACT] < LINT_MOST && is_recorded(r, t, from, to))
        return;
    lint_add(
        r, LINT_PRIVATE_CONTACT, t, from, to, 0,
        _("This is neither the sender's nor a public contact of the officials: take it out, unless it may be "
          "passed on."));
}

static void find_mails(struct lint_run *r, const struct lint_text *t)
{
    const char *from;
    for (const char *p = t->s; (p = strchr(p, '@')); p++) {
        size_t n = lint_mail_around(t->s, p, &from), at = (size_t)(from - t->s);
        if (n && !lint_mail_among(&r->c->reach, from, n) && !lint_mail_among(&r->c->own, from, n))
            add_unknown(r, t, at, at + n);
    }
}

void lint_unknown_contacts(struct lint_run *r, const struct lint_text *t)
{
    struct lint_phone run;
    for (size_t at = 0; lint_phone_next(t->s, t->len, &at, &run);)
        if (looks_like_phone(t, &run) && !lint_phone_among(&r->c->reach, &run) &&
            !lint_phone_among(&r->c->own, &run))
            add_unknown(r, t, run.from, run.to);
    find_mails(r, t);
}
