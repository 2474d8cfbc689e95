/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event has people: who died, who was released, and perhaps who saw it. Nothing but its text and their
 * part in it tells which is which, and a witness taken for dead would block a right letter. */
#include "satchel/store/lint_event.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/casework/lint_run.h"

/* ---- whose it is --------------------------------------------------------------------------------------- */

/* "victim": what happened, happened to them. */
static bool suffers(const char *role)
{
    static const char *const WORDS[] = { "victim", "victime",  "víctima",  "vítima", "vittima", "opfer",
                                         "жертва", "kurban",   "ضحية",     "受害者", "dead",    "died",
                                         "killed", "deceased", "released", "freed",  "person",  "at risk" };
    struct lint_text t;
    size_t end;
    bool found = false;
    lint_text_make(&t, role);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS && !found; i++)
        found = lint_find_text(&t, 0, WORDS[i], &end) != SIZE_MAX;
    lint_text_free(&t);
    return found;
}

/* Where a person is first named: token, SIZE_MAX when nowhere. *end: behind the name. */
static size_t named_at(const struct lint_context *c, int64_t person, const struct lint_text *t, size_t *end)
{
    size_t first = SIZE_MAX;
    *end = SIZE_MAX;
    for (size_t i = 0; i < c->people.n; i++)
        for (size_t n = 0; c->people.at[i].id == person && n < c->people.at[i].names.n; n++) {
            size_t to, at = lint_find_text(t, 0, c->people.at[i].names.at[n], &to);
            if (at != SIZE_MAX && (first == SIZE_MAX || at < first)) {
                first = at;
                *end = to;
            }
        }
    return first;
}

/* "Anna saw how Pavel died": who is named first is the one who tells. */
static bool is_witnessed(const struct lint_text *t, size_t before)
{
    static const char *const WORDS[] = { "saw", "witnessed", "watched", "found",  "vio",   "presenció",
                                         "vit", "vu",        "assisté", "sah",    "fand",  "vide",
                                         "viu", "gördü",     "видел",   "видела", "нашёл", "нашла",
                                         "رأى", "رأت",       "شاهد" };
    size_t end;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        size_t at = lint_find_text(t, 0, WORDS[i], &end);
        if (at != SIZE_MAX && at < before)
            return true;
    }
    return false;
}

/* One word at most between the names: "Anna and Pavel were killed". */
static bool joined(const struct event *v, const struct lint_context *c, const struct lint_text *t, size_t at)
{
    size_t end;
    for (size_t i = 0; i < v->people.n; i++) {
        size_t other = named_at(c, v->people.at[i].person.n, t, &end);
        if (other < at && end <= at && at - end <= 1 && t->tokens.at[at].gap <= LINT_COMMA)
            return true;
    }
    return false;
}

/* The text names people of the event: the first of them and those joined to that name, or the last when the
 * first only saw it. *named: whether it names any. */
static bool told_of(const struct event *v, const struct lint_context *c, const struct lint_text *t,
                    int64_t person, bool *named)
{
    size_t end, first = SIZE_MAX, last = 0, at = named_at(c, person, t, &end);
    for (size_t i = 0; i < v->people.n; i++) {
        size_t other = named_at(c, v->people.at[i].person.n, t, &end);
        if (other != SIZE_MAX) {
            first = other < first ? other : first;
            last = other > last ? other : last;
        }
    }
    *named = first != SIZE_MAX;
    if (at == SIZE_MAX)
        return false;
    if (last > first && is_witnessed(t, last))
        return at != first;
    return at == first || joined(v, c, t, at);
}

static bool is_of(const struct event *v, const struct event_person *who, const struct lint_context *c)
{
    struct lint_text t;
    bool named = false;
    if (who->role && *who->role)
        return suffers(who->role);
    if (v->people.n < 2)
        return true;
    lint_text_make(&t, v->text);
    bool told = told_of(v, c, &t, who->person.n, &named);
    lint_text_free(&t);
    return told || !named;
}

/* ---- states and days ----------------------------------------------------------------------------------- */

static bool is_held(const struct event *v)
{
    return v->kind == EVENT_ARREST || v->kind == EVENT_DETENTION || v->kind == EVENT_DISAPPEARANCE ||
           v->kind == EVENT_SENTENCE;
}

/* A release or a death is a state too; who is arrested or sentenced after a release is no longer free, unless
 * the release has no date. */
static int event_state(struct lint_person *p, const struct event *v, int32_t today, struct err *e)
{
    bool held = is_held(v);
    enum lint_state is = held                       ? LINT_STATE_OPEN
                         : v->kind == EVENT_RELEASE ? LINT_STATE_RELEASED
                                                    : LINT_STATE_DEAD;
    int32_t day = v->date.text ? v->date.latest : INT32_MIN;
    bool newer = day > p->since_day || (day == p->since_day && !held),
         undated = p->state != LINT_STATE_OPEN && p->since_day == INT32_MIN;
    bool planned = v->date.text && v->date.earliest > today;
    if (!newer || planned || (held && undated) || p->state == LINT_STATE_DEAD)
        return 0;
    p->state = is;
    p->since_day = day;
    return str_set(&p->since, v->date.text) < 0 ? err_no_memory(e) : 0;
}

/* What the letter is held against: "Anna Testova was arrested on 2026-02-03." */
static int add_deed(struct lint_context *c, const struct lint_person *p, const struct event *v, struct err *e)
{
    static const struct {
        int kind;
        const char *done;
    } DEEDS[] = { { EVENT_ARREST, "arrested" }, { EVENT_TRIAL, "tried" }, { EVENT_SENTENCE, "sentenced" } };
    struct buf says = { 0 };
    int rc = 0;
    for (size_t i = 0; i < sizeof DEEDS / sizeof *DEEDS; i++)
        if (v->kind == DEEDS[i].kind && v->date.text && p->names.n) {
            buf_addf(&says, "%s was %s on %s.", p->names.at[0], DEEDS[i].done, v->date.text);
            rc = says.failed || strs_add(&c->texts, buf_text(&says)) < 0 ? err_no_memory(e) : 0;
        }
    buf_free(&says);
    return rc;
}

int lint_event_add(struct lint_context *c, const struct event *v, struct err *e)
{
    bool ends = v->kind == EVENT_RELEASE || v->kind == EVENT_DEATH, state = is_held(v) || ends;
    int rc = v->text && strs_add(&c->texts, v->text) < 0 ? err_no_memory(e) : 0;
    for (size_t i = 0; rc == 0 && i < v->people.n; i++)
        for (size_t k = 0; rc == 0 && k < c->people.n; k++) {
            struct lint_person *p = &c->people.at[k];
            if (p->id != v->people.at[i].person.n || !p->at_risk)
                continue;
            rc = add_deed(c, p, v, e);
            if (rc == 0 && state && (!ends || is_of(v, &v->people.at[i], c)))
                rc = event_state(p, v, c->today, e);
        }
    return rc;
}
