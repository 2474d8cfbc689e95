/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence of the story becomes an event when it names somebody of the appeal, says what was done to people
 * and has one date: with two nobody can tell which one is meant. The words before the date ("the night of 2
 * to", "since") are read with it. Whatever is in doubt stays in the story alone, where it can be read. Tested
 * in test_ua_events. */
#include "satchel/casework/ua_events.h"

#include <stdio.h>
#include <string.h>

#include "satchel/base/edtf_prose.h"
#include "satchel/base/text.h"
#include "satchel/casework/ua_letter.h"
#include "satchel/model/testimony.h"

extern const char data_ua_events[];
extern const unsigned long data_ua_events_len;

enum { MOST_EVENTS = 20, LONG_BYTES = 600, WORDS_BEFORE = 8, NAME_BYTES = 4, KIND_BYTES = 24 };

/* ---- what was done ---- */

static bool stands_alone(const char *s, const char *hit, size_t n)
{
    uint32_t before = 0, after = 0;
    size_t at = (size_t)(hit - s), back = text_prev_cp(s, at);
    text_decode(s + back, at - back, &before);
    text_decode(hit + n, strlen(hit + n), &after);
    return text_is_cjk(after) || text_is_cjk(before) || (!text_is_alnum(before) && !text_is_alnum(after));
}

/* Where the first of the words, separated by |, stands in s; NULL: none does. */
static const char *find_word(const char *s, const char *words, size_t len)
{
    const char *found = NULL;
    for (size_t at = 0, n; at < len; at += n + 1) {
        const char *end = memchr(words + at, '|', len - at);
        n = end ? (size_t)(end - words) - at : len - at;
        const char *hit = memmem(s, strlen(s), words + at, n);
        while (hit && !stands_alone(s, hit, n))
            hit = memmem(hit + n, strlen(hit + n), words + at, n);
        if (hit && (!found || hit < found))
            found = hit;
    }
    return found;
}

static int kind_in(const char *folded)
{
    const char *first = NULL, *end = data_ua_events + data_ua_events_len;
    int kind = -1;
    for (const char *line = data_ua_events, *next; line < end; line = next) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next + 1 : end;
        const char *tab = memchr(line, '\t', (size_t)(next - line));
        if (*line == '#' || !tab)
            continue;
        const char *hit = find_word(folded, tab + 1, (size_t)(next - tab) - 2);
        char name[KIND_BYTES];
        snprintf(name, sizeof name, "%.*s", (int)(tab - line), line);
        if (hit && (!first || hit < first)) {
            first = hit;
            kind = rec_enum_find(&ENUM_event_kind, name);
        }
    }
    return kind;
}

int ua_event_kind(const char *sentence)
{
    char *folded = text_fold(sentence, strlen(sentence), NULL);
    int kind = folded ? kind_in(folded) : -2;
    str_free(folded);
    return kind;
}

/* ---- when ---- */

/* The words before the date that belong to it: the longest text that is one date. */
static bool read_with_words(const char *s, size_t start, size_t end, struct edtf *date)
{
    bool found = false;
    size_t at = start;
    for (int words = 0; words <= WORDS_BEFORE; words++) {
        char text[LONG_BYTES];
        struct edtf_reading r;
        snprintf(text, sizeof text, "%.*s", (int)(end - at), s + at);
        if (edtf_from_prose(text, 0, &r, NULL) == 0) {
            *date = r.date;
            found = true;
        }
        while (at > 0 && s[at - 1] == ' ')
            at--;
        if (at == 0)
            break;
        while (at > 0 && s[at - 1] != ' ')
            at--;
    }
    return found;
}

/* The one date of the sentence. */
static bool only_date(const char *s, struct edtf *date)
{
    struct edtf_reading r, other;
    size_t n = strlen(s), start, end, from, to;
    return edtf_find(s, n, 0, 0, &r, &start, &end) && !r.n_ambiguous &&
           !edtf_find(s, n, end, 0, &other, &from, &to) && read_with_words(s, start, end, date);
}

/* ---- whom ---- */

static bool has_word_of(const char *s, const char *name)
{
    for (size_t at = 0, n; name[at]; at += n) {
        at += strspn(name + at, " ");
        n = strcspn(name + at, " ");
        if (n >= NAME_BYTES && memmem(s, strlen(s), name + at, n))
            return true;
    }
    return false;
}

static bool names_somebody(const char *s, const struct parsed *out)
{
    for (size_t i = 0; i < out->people.n; i++)
        if (has_word_of(s, out->people.at[i].name.text))
            return true;
    return false;
}

/* ---- the story ---- */

static bool is_within(struct parsed_span at, const struct parsed_text *t)
{
    return t->text && t->at.from <= at.from && at.to <= t->at.to;
}

static void add_event(struct ua_doc *d, struct parsed *out, const char *s, struct parsed_span at,
                      const struct edtf *date)
{
    struct buf line = { 0 };
    if (dyn_room(&out->events) < 0) {
        d->failed = true;
        return;
    }
    buf_addf(&line, "%s %s", date->text, s);
    for (size_t i = 0; i < line.len; i++)
        line.data[i] = line.data[i] == '\n' ? ' ' : line.data[i];
    char *text = buf_take(&line, NULL);
    d->failed |= !text;
    out->events.at[out->events.n++] = (struct parsed_text){ .text = text, .at = at };
}

static void read_sentence(struct ua_doc *d, struct ua_slice one, struct parsed *out)
{
    const struct parsed_span at = ua_span(d, one);
    struct edtf date;
    if (one.to - one.from >= LONG_BYTES || !(is_within(at, &out->summary) || is_within(at, &out->background)))
        return;
    char *s = ua_copy(d, one);
    if (s && names_somebody(s, out) && only_date(s, &date)) {
        int kind = ua_event_kind(s);
        d->failed |= kind == -2;
        if (kind >= 0)
            add_event(d, out, s, at, &date);
    }
    str_free(s);
}

/* "vom 2. auf den 3. November" */
static bool ends_in_ordinal(const struct ua_doc *d, struct ua_slice s)
{
    const char *t = d->text.data;
    return s.to >= s.from + 2 && t[s.to - 1] == '.' && t[s.to - 2] >= '0' && t[s.to - 2] <= '9' &&
           !(s.to >= s.from + 5 && t[s.to - 5] >= '0' && t[s.to - 5] <= '9'); /* a year ends a sentence */
}

static struct ua_slice next_sentence(const struct ua_doc *d, struct ua_slice *rest)
{
    struct ua_slice one = ua_next_sentence(d, rest), more;
    while (ends_in_ordinal(d, one) && !ua_empty(more = ua_next_sentence(d, rest)))
        one.to = more.to;
    return one;
}

void ua_events_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < u->n && out->events.n < MOST_EVENTS; i++) {
        const struct ua_unit *unit = &u->at[i];
        bool story =
            (unit->part == UA_IN_HEAD || unit->part == UA_IN_BACKGROUND) && !unit->taken && !unit->mail;
        struct ua_slice rest = unit->label == UA_NO_LABEL ? unit->at : unit->value, one;
        while (story && out->events.n < MOST_EVENTS && !ua_empty(one = next_sentence(d, &rest)))
            read_sentence(d, one, out);
    }
}
