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
                                         "cellular", "whatsapp", "телефон", "мобильн", "fax",   "звон",
                                         "позвон",   "anruf",    "anzuruf", "llama",   "llame", "appel",
                                         "chiama",   "ligue",    "ring",    "call" };
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

/* ---- whose it is ---- */

enum whose { NOBODYS, WRITERS, OFFICES, SOMEBODYS };

#define FAR 25 /* tokens */

struct place {
    const struct lint_run *r;
    const struct lint_text *t;
};

static enum whose whose_name(const struct place *p, size_t i)
{
    const struct lint_token *one = &p->t->tokens.at[i];
    int name = one->capital || one->script == LINT_ARABIC
                   ? lint_known_as(&p->r->known, p->r->words, p->t, i, i + 1)
                   : -1;
    if (name < 0)
        return NOBODYS;
    if (p->r->known.names.at[name].target >= 0)
        return OFFICES;
    return lint_is_own(p->r, name) ? WRITERS : SOMEBODYS;
}

/* "her", "his": no other language has them without doubt. */
static bool is_theirs(const struct place *p, size_t i)
{
    static const char *const WORDS[] = { "her", "his", "him", "their", "them", "его", "её", "ее", "их" };
    for (size_t w = 0; w < sizeof WORDS / sizeof *WORDS; w++)
        if (lint_key_is(p->t, i, WORDS[w]))
            return true;
    return false;
}

/* "my mother" is the writer's, "her mother" is not. */
static enum whose whose_kin(const struct place *p, size_t i)
{
    bool mine = i && lint_word_lang(p->r->words, p->t, i - 1, LINT_W_MINE, p->r->lang);
    return mine ? WRITERS : SOMEBODYS;
}

/* Whose a contact next to token i is. */
static enum whose whose_word(const struct place *p, size_t i)
{
    const struct lint_words *w = p->r->words;
    const char *kin = lint_word_at(w, p->t, i, LINT_W_KIN, NULL), *lang = p->r->lang;
    if (lint_word_is(w, p->t, i, LINT_W_BODY))
        return OFFICES;
    if (lint_word_lang(w, p->t, i, LINT_W_MINE, lang))
        return WRITERS;
    if (is_theirs(p, i))
        return SOMEBODYS;
    if (lint_word_is(w, p->t, i, LINT_W_OFFICE))
        return OFFICES;
    return kin && *kin != 't' ? whose_kin(p, i) : whose_name(p, i);
}

/* The same inside a run of characters without spaces, from its end. */
static enum whose whose_run(const struct place *p, size_t i)
{
    const char *s = lint_key(p->t, i);
    size_t len, n = p->t->tokens.at[i].key_len;
    for (size_t at = n - n % 3; at >= 3;) {
        at -= 3;
        if (!memcmp(s + at, "我", 3))
            return WRITERS;
        if (!memcmp(s + at, "他", 3) || !memcmp(s + at, "她", 3) ||
            lint_word_inside(p->r->words, s + at, n - at, LINT_W_KIN, &len))
            return SOMEBODYS;
        if (lint_word_inside(p->r->words, s + at, n - at, LINT_W_BODY, &len) ||
            lint_word_inside(p->r->words, s + at, n - at, LINT_W_OFFICE, &len))
            return OFFICES;
    }
    return NOBODYS;
}

static enum whose whose_token(const struct place *p, size_t i)
{
    return p->t->tokens.at[i].script == LINT_CJK ? whose_run(p, i) : whose_word(p, i);
}

/* The next line is empty. */
static bool ends_paragraph(const struct place *p, size_t i)
{
    const char *gap = p->t->s + p->t->tokens.at[i - 1].to;
    size_t n = p->t->tokens.at[i].from - p->t->tokens.at[i - 1].to;
    const char *line = memchr(gap, '\n', n);
    return line && memchr(line + 1, '\n', n - (size_t)(line + 1 - gap));
}

/* By the nearest word that tells it: before the contact in its paragraph, else close behind it, else by a
 * word for an answer. before: token after which it stands; behind: the one that follows it. */
static enum whose whose_is(const struct place *p, size_t before, size_t behind)
{
    enum whose w = NOBODYS;
    bool reply = false;
    for (size_t i = before; i > 0 && before - i < FAR && w == NOBODYS; i--) {
        if (i < p->t->tokens.n && ends_paragraph(p, i))
            break;
        w = whose_token(p, i - 1);
        reply |= lint_word_is(p->r->words, p->t, i - 1, LINT_W_REPLY);
    }
    for (size_t i = behind; i < behind + 8 && i < p->t->tokens.n && w == NOBODYS; i++) {
        if (i && p->t->tokens.at[i].item != p->t->tokens.at[behind - (behind > 0)].item)
            break;
        w = whose_token(p, i);
    }
    return w == NOBODYS && reply ? WRITERS : w;
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

/* Published with the appeal, the writer's own, or of a body: not worth a question. */
static bool may_stand(const struct lint_run *r, const struct lint_text *t, size_t from, size_t to)
{
    struct place p = { r, t };
    enum whose w = whose_is(&p, tokens_before(t, from), tokens_before(t, to));
    return w == WRITERS || w == OFFICES;
}

static void find_mails(struct lint_run *r, const struct lint_text *t)
{
    const char *from;
    for (const char *p = t->s; (p = strchr(p, '@')); p++) {
        size_t n = lint_mail_around(t->s, p, &from), at = (size_t)(from - t->s);
        if (n && !lint_mail_among(&r->c->reach, from, n) && !lint_mail_among(&r->c->own, from, n) &&
            !lint_mail_among(&r->c->texts, from, n) && !may_stand(r, t, at, at + n))
            add_unknown(r, t, at, at + n);
    }
}

void lint_unknown_contacts(struct lint_run *r, const struct lint_text *t)
{
    struct lint_phone run;
    for (size_t at = 0; lint_phone_next(t->s, t->len, &at, &run);)
        if (looks_like_phone(t, &run) && !lint_phone_among(&r->c->reach, &run) &&
            !lint_phone_among(&r->c->own, &run) && !lint_phone_among(&r->c->texts, &run) &&
            !may_stand(r, t, run.from, run.to))
            add_unknown(r, t, run.from, run.to);
    find_mails(r, t);
}
