/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a case must not leave the vault, for the checker of letters: texts under a rule that says so, and
 * how the people of the case are reached. Only what somebody asked for counts: without a rule everything is
 * internal, and then a letter could say nothing.
 *
 * A rule counts when what it is about belongs to the case, or is one of its people. A rule about a span is
 * read from the text that the record stands for. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/casework/visibility.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/model/testimony.h"
#include "satchel/store/db.h"
#include "satchel/store/label.h"
#include "satchel/store/letters_read.h"
#include "satchel/store/lint_context.h"
#include "satchel/store/write.h"

enum { LIMIT_LEAST = 8 /* bytes: a shorter text says nothing by itself */ };

struct limits {
    struct store *s;
    struct lint_context *out;
};

/* ---- texts under a rule -------------------------------------------------------------------------------- */

/* What the record says: an utterance or a statement stands in its source. Caller frees; NULL and 0: nothing.
 */
static int text_of_span(struct limits *l, const struct rec *r, char **out, struct err *e)
{
    struct rec *source = NULL, *statement = NULL;
    const struct statement *st = (const struct statement *)r;
    const struct opt_int *from = &st->from_off, *to = &st->to_off;
    int rc = 0;
    if (r->kind == KIND_UTTERANCE) {
        const struct utterance *u = (const struct utterance *)r;
        rc = letters_get_ref(l->s, &u->statement, &statement, e);
        st = (const struct statement *)statement;
        from = &u->from_off;
        to = &u->to_off;
    }
    if (rc == 0 && st)
        rc = letters_get_ref(l->s, &st->source, &source, e);
    const char *text = source ? ((const struct source *)source)->text : NULL;
    if (rc == 0 && text && from->set && to->set && to->v > from->v) {
        size_t n = strlen(text), a = text_offset(text, n, (size_t)from->v),
               b = text_offset(text, n, (size_t)to->v);
        *out = strndup(text + a, b - a);
        rc = *out ? 0 : err_no_memory(e);
    }
    rec_free(source);
    rec_free(statement);
    return rc;
}

static int add_limit(struct limits *l, const char *text, size_t n, const char *why, struct err *e)
{
    text = text_trim(text, n, &n);
    if (n < LIMIT_LEAST)
        return 0;
    if (dyn_room(&l->out->limits) < 0)
        return err_no_memory(e);
    struct lint_limit *to = &l->out->limits.at[l->out->limits.n++];
    *to = (struct lint_limit){ .text = strndup(text, n) };
    return to->text && str_set(&to->why, why && *why ? why : NULL) == 0 ? 0 : err_no_memory(e);
}

/* The span of the rule, or all of the text. */
static int add_part(struct limits *l, const struct rule *rule, const char *text, const char *why,
                    struct err *e)
{
    size_t n = strlen(text), from = 0, to = n;
    if (rule->from_off.set && rule->to_off.set && rule->to_off.v > rule->from_off.v) {
        from = text_offset(text, n, (size_t)rule->from_off.v);
        to = text_offset(text, n, (size_t)rule->to_off.v);
    }
    return add_limit(l, text + from, to - from, why, e);
}

static int add_field(struct limits *l, const struct rule *rule, const struct rec *r, const struct field *f,
                     const char *why, struct err *e)
{
    bool is_text = f->type == FIELD_TEXT || f->type == FIELD_LINES;
    if (!is_text || f->flags & FIELD_READ_ONLY)
        return 0;
    const char *text = *(char *const *)(const void *)((const char *)r + f->offset);
    return text ? add_part(l, rule, text, why, e) : 0;
}

static int add_names(struct limits *l, const struct person *p, const char *why, struct err *e)
{
    for (size_t i = 0; i < p->names.n; i++)
        if (add_limit(l, p->names.at[i].text, strlen(p->names.at[i].text), why, e) < 0)
            return -1;
    return 0;
}

static int add_texts(struct limits *l, const struct rule *rule, const struct rec *r, const char *why,
                     struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    if (!rule->field && (r->kind == KIND_UTTERANCE || r->kind == KIND_STATEMENT)) {
        char *text = NULL;
        int rc = text_of_span(l, r, &text, e);
        rc = rc == 0 && text ? add_part(l, rule, text, why, e) : rc;
        str_free(text);
        return rc;
    }
    if (r->kind == KIND_PERSON && (!rule->field || strcmp(rule->field, "names") == 0) &&
        add_names(l, (const struct person *)r, why, e) < 0)
        return -1;
    for (size_t i = 0; i < k->n_fields; i++)
        if ((!rule->field || strcmp(rule->field, k->fields[i].key) == 0) &&
            add_field(l, rule, r, &k->fields[i], why, e) < 0)
            return -1;
    return 0;
}

/* Whether what the rule is about may not leave today, all rules about the record taken together. */
static bool keeps(struct limits *l, const struct rule rules[], size_t n, const struct rule *rule)
{
    struct visibility_piece piece = { .subject = rule->subject.n,
                                      .field = rule->field,
                                      .from = rule->from_off.set ? (uint32_t)rule->from_off.v : 0,
                                      .to = rule->to_off.set ? (uint32_t)rule->to_off.v : 0 };
    struct visibility v = visibility_of(rules, n, &piece, store_today(l->s));
    return v.rule && v.level != LEVEL_PUBLIC;
}

static int add_rule(struct limits *l, const struct rule *rule, struct err *e)
{
    struct rec *r = NULL;
    char *who = rule->by.n ? store_label(l->s, rule->by.n, e) : NULL;
    int rc = rule->by.n && !who ? -1 : letters_get_ref(l->s, &rule->subject, &r, e);
    if (rc == 0 && r)
        rc = add_texts(l, rule, r, who ? who : rule->conditions, e);
    str_free(who);
    rec_free(r);
    return rc;
}

static int read_rules(struct limits *l, int64_t subject, struct err *e)
{
    static const char RULES[] =
        "SELECT rule.n FROM rule JOIN rec USING(n) WHERE subject = ?1 AND deleted = 0";
    struct rule rules[16];
    struct rec *held[16];
    size_t n = 0;
    int rc;
    sqlite3_stmt *st = db_prepare(l->s, RULES, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, subject);
    while (n < 16 && (rc = db_step(st, e)) > 0 &&
           (rc = store_get(l->s, sqlite3_column_int64(st, 0), &held[n], e)) == 0) {
        rules[n] = *(const struct rule *)held[n];
        n++;
    }
    db_done(l->s, st);
    rc = n == 16 ? 0 : rc;
    for (size_t i = 0; rc == 0 && i < n; i++)
        if (rules[i].level != LEVEL_PUBLIC && keeps(l, rules, n, &rules[i]))
            rc = add_rule(l, &rules[i], e);
    while (n > 0)
        rec_free(held[--n]);
    return rc;
}

/* ---- how people are reached ---------------------------------------------------------------------------- */

static int add_private(struct limits *l, enum lint_contact_kind kind, const char *text, const char *whose,
                       struct err *e)
{
    if (!text || !*text)
        return 0;
    if (dyn_room(&l->out->contacts) < 0)
        return err_no_memory(e);
    struct lint_private *p = &l->out->contacts.at[l->out->contacts.n++];
    *p = (struct lint_private){ .kind = kind };
    return str_set(&p->text, text) < 0 || str_set(&p->whose, whose) < 0 ? err_no_memory(e) : 0;
}

static int add_contact(struct limits *l, const struct rec *r, const char *whose, struct err *e)
{
    if (r->kind == KIND_ADDRESS) {
        const struct address *a = (const struct address *)r;
        for (size_t i = 0; i < a->texts.n; i++)
            if (add_private(l, LINT_CONTACT_ADDRESS, a->texts.at[i].lines, whose, e) < 0)
                return -1;
        return 0;
    }
    const struct contact *c = (const struct contact *)r;
    enum lint_contact_kind kind =
        c->kind == CONTACT_EMAIL ? LINT_CONTACT_EMAIL
        : c->kind == CONTACT_PHONE || c->kind == CONTACT_MOBILE || c->kind == CONTACT_FAX
            ? LINT_CONTACT_PHONE
            : LINT_CONTACT_OTHER;
    return add_private(l, kind, c->raw, whose, e);
}

static int read_contacts(struct limits *l, int64_t person, struct err *e)
{
    static const enum rec_kind KINDS[] = { KIND_CONTACT, KIND_ADDRESS };
    char *whose = store_label(l->s, person, e);
    int rc = whose ? 0 : -1;
    for (size_t k = 0; rc == 0 && k < 2; k++) {
        struct store_rows rows = { 0 };
        rc = store_children(l->s, person, KINDS[k], &rows, e);
        for (size_t i = 0; rc == 0 && i < rows.n; i++) {
            struct rec *r = NULL;
            rc = store_get(l->s, rows.at[i], &r, e);
            rc = rc == 0 ? add_contact(l, r, whose, e) : rc;
            rec_free(r);
        }
        store_rows_free(&rows);
    }
    str_free(whose);
    return rc;
}

/* ---- of the case --------------------------------------------------------------------------- */

static int add_row(void *to, sqlite3_stmt *st, struct err *e)
{
    struct store_rows *rows = to;
    if (dyn_room(rows) < 0)
        return err_no_memory(e);
    rows->at[rows->n++] = sqlite3_column_int64(st, 0);
    return 0;
}

static int rows_of(struct store *s, const char *sql, int64_t n, struct store_rows *out, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, sql, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_each(s, st, add_row, out, e);
}

/* Of all that has a rule, what belongs to the case; most vaults have few rules. */
static int read_all_rules(struct limits *l, int64_t kase, const struct store_rows *people, struct err *e)
{
    static const char SUBJECTS[] = "SELECT DISTINCT subject FROM rule JOIN rec USING(n)"
                                   " WHERE deleted = 0 AND level <> 'public' AND ?1 > 0";
    struct store_rows subjects = { 0 };
    int rc = rows_of(l->s, SUBJECTS, kase, &subjects, e);
    for (size_t i = 0; rc == 0 && i < subjects.n; i++) {
        struct rec_ref of;
        bool ours = false;
        rc = store_case_of(l->s, subjects.at[i], &of, e);
        for (size_t j = 0; rc == 0 && j < people->n; j++)
            ours |= people->at[j] == subjects.at[i];
        if (rc == 0 && (ours || of.n == kase))
            rc = read_rules(l, subjects.at[i], e);
    }
    store_rows_free(&subjects);
    return rc;
}

int lint_limits_read(struct store *s, int64_t kase, struct lint_context *out, struct err *e)
{
    static const char PEOPLE[] = "SELECT DISTINCT person FROM case_person JOIN rec USING(n)"
                                 " WHERE kase = ?1 AND deleted = 0 AND role <> 'target'";
    struct limits l = { .s = s, .out = out };
    struct store_rows people = { 0 };
    int rc = rows_of(s, PEOPLE, kase, &people, e);
    for (size_t i = 0; rc == 0 && i < people.n; i++)
        rc = read_contacts(&l, people.at[i], e);
    rc = rc == 0 ? read_all_rules(&l, kase, &people, e) : rc;
    store_rows_free(&people);
    return rc;
}
