/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/letter_sweep.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"

int letter_sweep_begin(struct letter_sweep *s, const struct lint_letter *letter, struct err *e)
{
    *s = (struct letter_sweep){ .letter = *letter };
    if (str_set(&s->body, letter->body ? letter->body : "") < 0)
        return err_no_memory(e);
    s->n = strlen(s->body);
    size_t pieces = (s->n + LETTER_SWEEP_PIECE - 1) / LETTER_SWEEP_PIECE;
    s->piece = pieces > 1 ? s->n / pieces : s->n; /* all alike: a short last one says little of the whole */
    return 0;
}

/* ---- pieces ---- */

/* The last `sign` in the later half of what is there: the byte behind it; 0: none. */
static size_t last_of(const char *s, size_t n, const char *sign)
{
    size_t len = strlen(sign);
    for (size_t at = n; at >= n / 2 + len; at--)
        if (memcmp(s + at - len, sign, len) == 0)
            return at;
    return 0;
}

/* How much of the rest is looked at now: up to the end of a paragraph, a line, a sentence, a word. */
static size_t piece_of(const struct letter_sweep *s)
{
    static const char *const ENDS[] = { "\n\n", "\n", ". ", "\xE3\x80\x82", " " };
    const char *rest = s->body + s->at;
    size_t left = s->n - s->at, n = s->piece;
    if (left <= s->piece + s->piece / 8)
        return left;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        size_t end = last_of(rest, n, ENDS[i]);
        if (end)
            return end;
    }
    while (n > 1 && ((unsigned char)rest[n] & 0xC0) == 0x80)
        n--;
    return n;
}

static size_t count_cps(const char *s, size_t n)
{
    size_t cps = 0;
    for (size_t i = 0; i < n; i++)
        cps += ((unsigned char)s[i] & 0xC0) != 0x80;
    return cps;
}

/* ---- what is found ---- */

static size_t count_code(const struct lint_findings *f, enum lint_code code)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        n += f->at[i].code == code;
    return n;
}

/* Moves it; what there is too much of is only noted. */
static int add(struct lint_findings *to, struct lint_finding *f, struct err *e)
{
    if (count_code(to, f->code) >= LINT_MOST) {
        to->notes.more = true;
        return 0;
    }
    if (dyn_room(to) < 0)
        return err_no_memory(e);
    to->at[to->n++] = *f;
    f->quote = f->evidence = NULL;
    return 0;
}

static bool has(const struct lint_findings *in, const struct lint_finding *f)
{
    for (size_t i = 0; i < in->n; i++)
        if (in->at[i].part == LINT_IN_WHOLE && in->at[i].code == f->code &&
            strcmp(in->at[i].evidence, f->evidence) == 0)
            return true;
    return false;
}

/* Of the letter as a whole stays what this piece says too. */
static void keep_common(struct lint_findings *whole, const struct lint_findings *piece)
{
    size_t kept = 0;
    for (size_t i = 0; i < whole->n; i++) {
        if (has(piece, &whole->at[i])) {
            whole->at[kept++] = whole->at[i];
            continue;
        }
        str_free(whole->at[i].quote);
        str_free(whole->at[i].evidence);
    }
    whole->n = kept;
}

static int take_piece(struct letter_sweep *s, struct lint_findings *piece, struct err *e)
{
    const bool first = s->at == 0;
    if (!first)
        keep_common(&s->whole, piece);
    for (size_t i = 0; i < piece->n; i++) {
        struct lint_finding *f = &piece->at[i];
        if (f->part == LINT_IN_BODY) {
            f->from += s->at_cps;
            f->to += s->at_cps;
        } else if (!first) { /* salutation and subject were looked at with the first piece */
            continue;
        }
        if (add(f->part == LINT_IN_WHOLE ? &s->whole : &s->found, f, e) < 0)
            return -1;
    }
    struct lint_notes *notes = &s->found.notes;
    notes->names_by_records_only |= piece->notes.names_by_records_only;
    notes->asks_not_compared |= piece->notes.asks_not_compared;
    notes->more |= piece->notes.more;
    if (first || piece->notes.asks_unclear < notes->asks_unclear)
        notes->asks_unclear = piece->notes.asks_unclear; /* what one piece asks is asked */
    return 0;
}

int letter_sweep_step(struct letter_sweep *s, const struct lint_context *context,
                      const struct lint_names *names, struct err *e)
{
    struct lint_findings piece = { 0 };
    struct lint_letter letter = s->letter;
    size_t n = piece_of(s);
    char *body = strndup(s->body + s->at, n);
    letter.body = body;
    int rc = body ? lint_letter(&letter, context, names, &piece, e) : err_no_memory(e);
    rc = rc == 0 ? take_piece(s, &piece, e) : rc;
    lint_findings_free(&piece);
    str_free(body);
    if (rc < 0)
        return -1;
    s->at_cps += count_cps(s->body + s->at, n);
    s->at += n;
    return s->at < s->n;
}

void letter_sweep_take(struct letter_sweep *s, struct lint_findings *out)
{
    for (size_t i = 0; i < s->whole.n; i++)
        if (add(&s->found, &s->whole.at[i], NULL) < 0)
            s->found.notes.more = true;
    lint_findings_sort(&s->found);
    *out = s->found;
    s->found = (struct lint_findings){ 0 };
    letter_sweep_free(s);
}

int letter_sweep_percent(const struct letter_sweep *s)
{
    return s->n ? (int)(s->at * 100 / s->n) : 100;
}

void letter_sweep_free(struct letter_sweep *s)
{
    str_free(s->body);
    lint_findings_free(&s->found);
    lint_findings_free(&s->whole);
    *s = (struct letter_sweep){ 0 };
}
