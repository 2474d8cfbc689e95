/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_salutation.h"

#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/address_sex.h"
#include "satchel/casework/lint_closing.h"
#include "satchel/casework/lint_stem.h"
#include "satchel/casework/lint_talk.h"

/* The words of address: a whole field, or a line at the top of the body. */
struct address {
    const struct lint_text *t;
    size_t first, end; /* tokens first..end-1 */
};

/* "尊敬的顾厅长：": one run of characters, with a mark behind it and nothing more on its line. */
static size_t opens_uncased(const struct lint_run *r)
{
    const struct lint_token *one = r->body.tokens.at;
    const char *behind = r->body.tokens.n ? r->body.s + one->to : "";
    bool marked = !strncmp(behind, "：", 3) || !strncmp(behind, "，", 3) || *behind == ':' || *behind == ',';
    if (!marked || one->script != LINT_CJK || text_count(lint_key(&r->body, 0), one->key_len) > 14)
        return 0;
    behind += *behind < 0 ? 3 : 1;
    behind += strspn(behind, " \r");
    return *behind == '\n';
}

/* Nothing else stands on the line of the opening, and more lines follow it. */
static bool stands_alone(const struct address *a)
{
    return a->end && a->end < a->t->tokens.n &&
           memchr(a->t->s + a->t->tokens.at[a->end - 1].to, '\n',
                  a->t->tokens.at[a->end].from - a->t->tokens.at[a->end - 1].to);
}

/* "Senhora Presidente,": a title or an office, on a line of its own. */
static bool begins_address(const struct lint_run *r, const struct address *a)
{
    if (lint_ua_word(a->t, a->first, UA_BIT(OPENING), NULL))
        return true;
    for (size_t i = a->first; i < a->end && i < a->first + 3; i++)
        if (stands_alone(a) &&
            (lint_word_is(r->words, a->t, i, LINT_W_TITLE) || lint_word_is(r->words, a->t, i, LINT_W_OFFICE)))
            return true;
    return false;
}

/* The opening that begins at token first; end 0: none. */
static struct address opening_at(const struct lint_run *r, size_t first)
{
    static const char *const MARKS[] = { ",", ":", "!", "\n", "，", "：", "،" };
    struct address a = { &r->body, first, first + 1 };
    while (a.end < a.t->tokens.n && a.end < first + 12 && a.t->tokens.at[a.end].gap <= LINT_SPACE)
        a.end++;
    const char *behind = a.t->s + a.t->tokens.at[a.end - 1].to;
    bool marked = false; /* "Señor Quiroga fue detenido." opens nothing */
    for (size_t m = 0; m < sizeof MARKS / sizeof *MARKS; m++)
        marked |= !strncmp(behind, MARKS[m], strlen(MARKS[m]));
    if (!marked || !begins_address(r, &a))
        a.end = 0;
    return a;
}

#define MOST_LINES 8 /* of an address and a date, before the opening */

/* The opening the body begins with, perhaps below an address. */
static struct address opening_of(const struct lint_run *r)
{
    const struct lint_text *t = &r->body;
    struct address a = { t, 0, opens_uncased(r) };
    for (size_t i = 0; !a.end && i < t->tokens.n && t->tokens.at[i].item < MOST_LINES; i++)
        if (!i ||
            (t->tokens.at[i].item != t->tokens.at[i - 1].item && lint_ua_word(t, i, UA_BIT(OPENING), NULL)))
            a = opening_at(r, i);
    return a;
}

/* ---- offices ---- */

#define MOST_OFFICES 8

struct offices {
    const char *at[MOST_OFFICES];
    size_t n;
};

static void add_office(struct offices *o, const char *value)
{
    for (size_t i = 0; i < o->n; i++)
        if (!strcmp(o->at[i], value))
            return;
    if (o->n < MOST_OFFICES && *value)
        o->at[o->n++] = value;
}

/* "Fiscal General", "procureur général": how an office is called, and no officer of the army. */
static bool only_rank(const struct lint_run *r, const struct lint_text *t, size_t i, const char *value)
{
    return i && !strcmp(value, "general") && t->tokens.at[i].gap <= LINT_SPACE &&
           lint_word_before(r->words, t, i, LINT_W_OFFICE, NULL);
}

/* "ministre de la Justice": what the office is for. */
static bool of_department(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    const struct lint_token *before = &t->tokens.at[i - 1];
    return !before->capital && t->tokens.at[i].gap <= LINT_SPACE &&
           (lint_word_is(r->words, t, i - 1, LINT_W_STOP) || lint_word_is(r->words, t, i - 1, LINT_W_LINK));
}

static void read_offices(const struct lint_run *r, const struct lint_text *t, size_t first, size_t end,
                         struct offices *o)
{
    for (size_t i = first, n; i < end; i += n) {
        n = 1;
        const struct lint_token *k = &t->tokens.at[i];
        const char *value = lint_word_at(r->words, t, i, LINT_W_OFFICE, &n);
        if (value && !only_rank(r, t, i, value) && !(i && o->n && of_department(r, t, i)))
            add_office(o, value);
        size_t len;
        uint32_t cp;
        for (size_t at = 0; k->script == LINT_CJK && at < k->key_len;
             at += text_decode(lint_key(t, i) + at, k->key_len - at, &cp))
            if ((value =
                     lint_word_inside(r->words, lint_key(t, i) + at, k->key_len - at, LINT_W_OFFICE, &len)))
                add_office(o, value);
    }
}

static void offices_of(const struct lint_run *r, const char *text, struct offices *o)
{
    struct lint_text t;
    lint_text_make(&t, text);
    read_offices(r, &t, 0, t.tokens.n, o);
    lint_text_free(&t);
}

static bool has_office(const struct offices *o, const char *value)
{
    for (size_t i = 0; i < o->n; i++)
        if (!strcmp(o->at[i], value))
            return true;
    return false;
}

/* Who presides over a court is a judge: 院长. */
static bool fits_office(const struct lint_run *r, const struct offices *right, const char *value,
                        const struct lint_target *to)
{
    bool judge = !strcmp(value, "judge"), president = !strcmp(value, "president");
    struct lint_text t;
    bool court = false;
    if (has_office(right, value))
        return true;
    if (!(judge && has_office(right, "president")) && !(president && has_office(right, "judge")))
        return false;
    const char *const texts[] = { to->title, to->institution };
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        lint_text_make(&t, texts[k]);
        for (size_t i = 0; i < t.tokens.n; i++) {
            const char *concept = lint_word_at(r->words, &t, i, LINT_W_CONCEPT, NULL);
            court |= (concept && !strcmp(concept, "trial")) || t.tokens.at[i].script == LINT_CJK;
        }
        lint_text_free(&t);
    }
    return court;
}

static const struct lint_target *target_with(const struct lint_run *r, const char *office)
{
    for (size_t i = 0; i < r->c->targets.n; i++) {
        const struct lint_target *t = &r->c->targets.at[i];
        struct offices o = { 0 };
        offices_of(r, t->title, &o);
        offices_of(r, t->salutation, &o);
        if (t->id != r->letter->target && has_office(&o, office))
            return t;
    }
    return NULL;
}

static const char *called(const struct lint_target *t)
{
    return t->name ? t->name : t->title ? t->title : t->institution ? t->institution : "";
}

static bool wrong_office(struct lint_run *r, const struct address *a, const struct lint_target *to)
{
    struct offices said = { 0 }, right = { 0 };
    read_offices(r, a->t, a->first, a->end, &said);
    offices_of(r, to->title, &right);
    offices_of(r, to->salutation, &right);
    size_t titled = right.n;
    offices_of(r, to->name, &right); /* Oberst Möllnitz */
    for (size_t i = 0; titled && i < said.n; i++) {
        if (fits_office(r, &right, said.at[i], to))
            continue;
        const struct lint_target *other = target_with(r, said.at[i]);
        if (other)
            lint_add_tokens(r, LINT_SALUTATION, a->t, a->first, a->end, other->id,
                            _("This is how %s is addressed; the letter goes to %s."), called(other),
                            called(to));
        else
            lint_add_tokens(r, LINT_SALUTATION, a->t, a->first, a->end, to->id,
                            _("This is not the office of %s (%s)."), called(to),
                            to->title ? to->title : to->salutation);
        return true;
    }
    return false;
}

/* ---- names ---- */

static bool word_of(const struct lint_run *r, const struct lint_text *t, size_t i, const char *text)
{
    struct lint_text of;
    bool found = false;
    lint_text_make(&of, text);
    for (size_t k = 0; k < of.tokens.n && !found; k++)
        found = lint_same_stem(t, i, &of, k) && !lint_word_is(r->words, &of, k, LINT_W_LINK) &&
                !lint_word_is(r->words, &of, k, LINT_W_OFFICE) &&
                !lint_word_is(r->words, &of, k, LINT_W_TITLE) &&
                !lint_ua_word(&of, k, UA_BIT(COURTESY) | UA_BIT(OPENING) | UA_BIT(RANK), NULL);
    lint_text_free(&of);
    return found;
}

/* The name's first one or two characters stand in the run, an office right behind them: 顾厅长. */
static bool called_by_surname(const struct lint_run *r, const struct lint_text *t, size_t i, const char *text)
{
    struct lint_text name;
    bool found = false;
    size_t len;
    uint32_t cp;
    const char *run = lint_key(t, i), *end = run + t->tokens.at[i].key_len;
    lint_text_make(&name, text);
    bool uncased = name.tokens.n && name.tokens.at[0].script == LINT_CJK;
    for (size_t n = 0, cps = 0; uncased && cps < 2 && n < name.tokens.at[0].key_len && !found; cps++) {
        n += text_decode(lint_key(&name, 0) + n, name.tokens.at[0].key_len - n, &cp);
        const char *at = memmem(run, (size_t)(end - run), lint_key(&name, 0), n);
        found = at && lint_word_inside(r->words, at + n, (size_t)(end - at) - n, LINT_W_OFFICE, &len);
    }
    lint_text_free(&name);
    return found;
}

static bool wrong_surname(struct lint_run *r, const struct address *a, const struct lint_target *to)
{
    if (!a->end || a->t->tokens.at[a->first].script != LINT_CJK ||
        called_by_surname(r, a->t, a->first, to->name))
        return false;
    for (size_t k = 0; k < r->c->targets.n; k++) {
        const struct lint_target *other = &r->c->targets.at[k];
        if (other->id == to->id || !called_by_surname(r, a->t, a->first, other->name))
            continue;
        lint_add_tokens(r, LINT_SALUTATION, a->t, a->first, a->end, other->id,
                        _("This is the name of %s; the letter goes to %s."), called(other), called(to));
        if (other->stale)
            lint_add_tokens(r, LINT_STALE_HOLDER, a->t, a->first, a->first + 1, other->id,
                            _("%s is no longer in office."), called(other));
        return true;
    }
    return false;
}

static bool wrong_name(struct lint_run *r, const struct address *a, const struct lint_target *to)
{
    for (size_t i = a->first; i < a->end; i++) {
        if (!a->t->tokens.at[i].capital || word_of(r, a->t, i, to->name) || word_of(r, a->t, i, to->title) ||
            word_of(r, a->t, i, to->salutation))
            continue;
        for (size_t k = 0; k < r->c->targets.n; k++) {
            const struct lint_target *other = &r->c->targets.at[k];
            if (other->id == to->id || !word_of(r, a->t, i, other->name))
                continue;
            lint_add_tokens(r, LINT_SALUTATION, a->t, a->first, a->end, other->id,
                            _("This is the name of %s; the letter goes to %s."), called(other), called(to));
            if (other->stale)
                lint_add_tokens(r, LINT_STALE_HOLDER, a->t, i, i + 1, other->id,
                                _("%s is no longer in office."), called(other));
            return true;
        }
    }
    return false;
}

/* ---- sex ---- */

/* 'm' or 'f' when words of address show one alone. */
static char shown_sex(const struct lint_run *r, const struct lint_text *t, size_t first, size_t end)
{
    char sex = 0;
    for (size_t i = first; i < end; i++) {
        const char *value = lint_word_in(r->words, t, i, LINT_W_TITLE);
        if (!value || !*value)
            continue;
        if (sex && sex != *value)
            return 0; /* Sir or Madam */
        sex = *value;
    }
    return sex;
}

static char sex_of_text(const struct lint_run *r, const char *text)
{
    struct lint_text t;
    lint_text_make(&t, text);
    char sex = shown_sex(r, &t, 0, t.tokens.n);
    lint_text_free(&t);
    return sex;
}

static char sex_of_target(const struct lint_run *r, const struct lint_target *to)
{
    const char *const texts[] = { to->salutation, to->name, to->title };
    char sex = address_sex(r->words, r->lang, to->gender, texts, sizeof texts / sizeof *texts);
    for (size_t i = 0; !sex && i < sizeof texts / sizeof *texts; i++)
        sex = sex_of_text(r, texts[i]);
    return sex;
}

static bool wrong_sex(struct lint_run *r, const struct address *a, const struct lint_target *to)
{
    char right = sex_of_target(r, to), said = shown_sex(r, a->t, a->first, a->end);
    if (!right || !said || right == said || right == 'p')
        return false;
    lint_add_tokens(r, LINT_SALUTATION, a->t, a->first, a->end, to->id,
                    said == 'm' ? _("%s is addressed as a man, and is a woman as recorded.")
                                : _("%s is addressed as a woman, and is a man as recorded."),
                    called(to));
    return true;
}

/* ---- addressed by name further down ---- */

/* "I appeal to you, Minister Karel Vorn, ..." */
static void stale_in_body(struct lint_run *r, const struct lint_target *to)
{
    static const char *const YOU[] = {
        "you", "usted", "vous", "sie", "вы", "вас", "вам", "lei", "u", "senhor"
    };
    for (size_t k = 0; k < r->c->targets.n; k++) {
        const struct lint_target *other = &r->c->targets.at[k];
        size_t end, at = other->stale && other->id != to->id && other->name
                             ? lint_find_text(&r->body, 0, other->name, &end)
                             : SIZE_MAX;
        for (size_t back = 1; at != SIZE_MAX && back <= 4 && back <= at; back++)
            for (size_t y = 0; y < sizeof YOU / sizeof *YOU; y++)
                if (lint_key_is(&r->body, at - back, YOU[y])) {
                    lint_add_tokens(r, LINT_STALE_HOLDER, &r->body, at, end, other->id,
                                    _("%s is no longer in office."), called(other));
                    at = SIZE_MAX;
                    break;
                }
    }
}

static bool wrong_address(struct lint_run *r, const struct address *a, const struct lint_target *to)
{
    return to && a->end &&
           (wrong_surname(r, a, to) || wrong_name(r, a, to) || wrong_sex(r, a, to) || wrong_office(r, a, to));
}

/* Each word of a stands in b: the same mistake once more. */
static bool repeats(const struct address *a, const struct address *b)
{
    size_t same = 0;
    for (size_t i = a->first; i < a->end; i++)
        for (size_t k = b->first; k < b->end; k++)
            if (lint_same_key(a->t, i, b->t, k)) {
                same++;
                break;
            }
    return same == a->end - a->first;
}

/* Below the opening: "Veuillez agréer, Monsieur le Président". wrong[]: mistakes that were named already. */
static void further_down(struct lint_run *r, const struct address wrong[2], size_t from,
                         const struct lint_target *to)
{
    struct address a = { &r->body, from, from };
    while (to && lint_closing_next(r, &a.first, &a.end)) {
        if (!repeats(&a, &wrong[0]) && !repeats(&a, &wrong[1]))
            wrong_address(r, &a, to);
        a.first = a.end;
    }
}

void lint_salutation(struct lint_run *r)
{
    const struct lint_target *to = lint_target_of(r);
    struct address field = { &r->salutation, 0, r->salutation.tokens.n }, opening = opening_of(r);
    size_t below = opening.end;
    if (!wrong_address(r, &field, to))
        field.first = field.end;
    if (wrong_address(r, &opening, to))
        ;
    else if (r->salutation.tokens.n && stands_alone(&opening))
        lint_add_tokens(r, LINT_SALUTATION, opening.t, opening.first, opening.end, 0,
                        _("The salutation is printed above the text already: take this one out."));
    else
        opening.first = opening.end;
    further_down(r, (struct address[2]){ field, opening }, below, to);
    if (to)
        stale_in_body(r, to);
}
