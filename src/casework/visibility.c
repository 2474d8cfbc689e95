/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of visibility (schema.md): "For a piece of text take all rules whose subject contains it. A wider
 * permission never lifts a narrower restriction: a restriction ends only by a newer rule (by the day it was
 * given) about the same subject or a part of it, from the same person. No rule: internal. In doubt the
 * stricter."
 *
 * How that is read here. A text is cut where a span of some rule begins or ends, so that each rule holds all
 * of an elementary part or nothing of it; a text is as strict as its strictest part. Over a part the
 * strictest rule decides that is in force and not lifted. Rule b lifts rule a when b is less strict, contains
 * the part, lies within the subject of a, comes from the same known person, and was given later: its earliest
 * day is after the latest day of a. Doubts, each decided for the stricter:
 *  - given on the same day, on overlapping vague days, or on no known day: lifts nothing;
 *  - not known who asked: not the same person;
 *  - a scope or conditions, which the program cannot judge: such a rule lifts nothing, and such a permission
 *    counts as internal;
 *  - a vague end: a permission ends at its earliest day, a restriction at its latest; when a permission has
 *    ended, what it had lifted holds again; a permission given after today does not hold yet;
 *  - a span without a field, or that ends before it begins: a restriction is about everything around it, a
 *    permission about nothing.
 * tests/unit/test_visibility.c has a table of cases, and compares with a second, slower reading. */
#include "satchel/casework/visibility.h"

#include <string.h>

#include "satchel/base/text.h"

struct span {
    uint32_t from, to;
};

static const struct span WHOLE = { 0, UINT32_MAX };

/* Of two levels the one with the greater rank is the stricter. */
static int rank(int level)
{
    return level == LEVEL_PUBLIC ? 0 : level == LEVEL_INTERNAL ? 1 : 2;
}

static bool is_permission(const struct rule *r)
{
    return r->level == LEVEL_PUBLIC;
}

static bool is_bound(const struct rule *r)
{
    return (r->scope && !text_is_blank(r->scope)) || (r->conditions && !text_is_blank(r->conditions));
}

static const char *field_of(const struct rule *r)
{
    return r->field && *r->field ? r->field : NULL;
}

static bool has_span(const struct rule *r)
{
    return r->from_off.set || r->to_off.set;
}

static bool misshapen(const struct rule *r)
{
    return has_span(r) && (!field_of(r) || !r->to_off.set || r->from_off.v < 0 ||
                           r->to_off.v <= r->from_off.v || r->to_off.v > UINT32_MAX);
}

static struct span rule_span(const struct rule *r)
{
    return has_span(r) && !misshapen(r) ? (struct span){ (uint32_t)r->from_off.v, (uint32_t)r->to_off.v }
                                        : WHOLE;
}

static bool same_field(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool span_holds(struct span outer, struct span inner)
{
    return outer.from <= inner.from && inner.to <= outer.to;
}

static bool is_within(const struct visibility_piece *p, int64_t record)
{
    for (size_t i = 0; i < p->n_within; i++)
        if (p->within[i] == record)
            return true;
    return false;
}

/* Does the subject of r contain the part? A rule about a record that holds this one counts as a whole only.
 */
static bool contains(const struct rule *r, const struct visibility_piece *p, struct span part)
{
    if (misshapen(r) && is_permission(r))
        return false;
    if (r->subject.n != p->subject)
        return !field_of(r) && is_within(p, r->subject.n);
    return !field_of(r) || (same_field(field_of(r), p->field) && span_holds(rule_span(r), part));
}

/* Is the subject of inner the same as that of outer, or a part of it? Both contain one part of the same
 * piece. */
static bool is_part_of(const struct rule *inner, const struct rule *outer, const struct visibility_piece *p)
{
    if (inner->subject.n != outer->subject.n) {
        size_t a = 0, b = 0; /* how far out: 0 is the piece's own record */
        for (size_t i = p->n_within; i > 0; i--) {
            a = p->within[i - 1] == inner->subject.n ? i : a;
            b = p->within[i - 1] == outer->subject.n ? i : b;
        }
        return a < b;
    }
    return !field_of(outer) ||
           (same_field(field_of(inner), field_of(outer)) && span_holds(rule_span(outer), rule_span(inner)));
}

static bool in_force(const struct rule *r, int32_t today)
{
    if (is_permission(r) && r->given.text && r->given.earliest > today)
        return false;
    return !r->ends.text || today <= (is_permission(r) ? r->ends.earliest : r->ends.latest);
}

static int level_of(const struct rule *r)
{
    return is_bound(r) && is_permission(r) ? LEVEL_INTERNAL : r->level;
}

static bool is_newer(const struct rule *b, const struct rule *a)
{
    return a->given.text && b->given.text && b->given.earliest > a->given.latest;
}

struct asked {
    const struct rule *rules;
    size_t n;
    const struct visibility_piece *piece;
    int32_t today;
};

static bool applies(const struct asked *q, const struct rule *r, struct span part)
{
    return contains(r, q->piece, part) && in_force(r, q->today);
}

static bool is_lifted(const struct asked *q, const struct rule *a, struct span part)
{
    for (size_t i = 0; i < q->n; i++) {
        const struct rule *b = &q->rules[i];
        if (rank(b->level) < rank(a->level) && !is_bound(b) && a->by.n && b->by.n == a->by.n &&
            is_newer(b, a) && applies(q, b, part) && is_part_of(b, a, q->piece))
            return true;
    }
    return false;
}

static struct visibility level_of_part(const struct asked *q, struct span part)
{
    struct visibility v = { LEVEL_INTERNAL, NULL };
    for (size_t i = 0; i < q->n; i++) {
        const struct rule *r = &q->rules[i];
        if ((!v.rule || rank(level_of(r)) > rank(v.level)) && applies(q, r, part) && !is_lifted(q, r, part))
            v = (struct visibility){ level_of(r), r };
    }
    return v;
}

/* The nearest place after `at`, up to `to`, where a span of some rule about this field begins or ends. */
static uint32_t next_border(const struct asked *q, uint32_t at, uint32_t to)
{
    for (size_t i = 0; i < q->n; i++) {
        const struct rule *r = &q->rules[i];
        if (r->subject.n != q->piece->subject || !field_of(r) || !same_field(field_of(r), q->piece->field))
            continue;
        struct span s = rule_span(r);
        to = s.from > at && s.from < to ? s.from : to;
        to = s.to > at && s.to < to ? s.to : to;
    }
    return to;
}

static struct span asked_span(const struct visibility_piece *p)
{
    return p->field && p->to > p->from ? (struct span){ p->from, p->to } : WHOLE;
}

struct visibility visibility_of(const struct rule rules[], size_t n, const struct visibility_piece *piece,
                                int32_t today)
{
    struct asked q = { rules, n, piece, today };
    struct span all = asked_span(piece);
    uint32_t at = all.from, end = next_border(&q, at, all.to);
    struct visibility v = level_of_part(&q, (struct span){ at, end });
    while (end < all.to) {
        at = end;
        end = next_border(&q, at, all.to);
        struct visibility part = level_of_part(&q, (struct span){ at, end });
        v = rank(part.level) > rank(v.level) ? part : v;
    }
    return v;
}

struct visibility visibility_cut(const struct rule rules[], size_t n, const struct visibility_piece *piece,
                                 int32_t today, uint32_t *end)
{
    struct asked q = { rules, n, piece, today };
    struct span all = asked_span(piece);
    *end = next_border(&q, all.from, all.to);
    struct visibility v = level_of_part(&q, (struct span){ all.from, *end });
    while (*end < all.to) {
        uint32_t next = next_border(&q, *end, all.to);
        if (level_of_part(&q, (struct span){ *end, next }).level != v.level)
            break;
        *end = next;
    }
    return v;
}

struct visibility visibility_derived(struct visibility own, struct visibility from, const char *reason)
{
    bool decided = reason && !text_is_blank(reason) && own.rule;
    return decided || rank(own.level) >= rank(from.level) ? own : from;
}
