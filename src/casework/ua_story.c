/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_story.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_letter.h"

/* Paragraphs put together, and the stretch of the source they are from. */
struct story {
    struct buf text;
    struct parsed_span at;
};

static void add(struct ua_doc *d, struct story *s, struct ua_slice part, bool new_paragraph)
{
    char *text = ua_copy(d, part);
    if (!text)
        return;
    if (s->text.len)
        buf_adds(&s->text, new_paragraph ? "\n\n" : " ");
    buf_adds(&s->text, text);
    str_free(text);
    struct parsed_span here = ua_span(d, part);
    s->at = s->at.to ? (struct parsed_span){ s->at.from, here.to } : here;
}

static void take(struct ua_doc *d, struct story *s, struct parsed_text *to)
{
    d->failed |= s->text.failed;
    if (s->text.len) {
        to->text = buf_take(&s->text, NULL);
        to->at = s->at;
    }
    buf_free(&s->text);
}

/* ---- what is told ---------------------------------------------------------------------------------------
 */

static bool overlap(struct parsed_span a, const struct parsed_text *t)
{
    return t->text && a.from < t->at.to && t->at.from < a.to;
}

/* Its last mark, behind which quotes and brackets may close. */
static bool is_sentence(const struct ua_doc *d, struct ua_slice s)
{
    static const uint32_t ENDS[] = { '.', '!', '?', 0x3002, 0xFF01, 0xFF1F, 0x061F, 0x06D4 };
    s = ua_trim_of(d, s, "\"')]");
    uint32_t last = ua_cp_before(d, s.from, s.to);
    if (last == 0x201D || last == 0x2019 || last == 0xBB || last == 0x300D)
        last = ua_cp_before(d, s.from, text_prev_cp(d->text.data, s.to));
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (last == ENDS[i])
            return true;
    return false;
}

#define NAME_BYTES 4 /* a shorter word of a name says little */

static bool names_somebody(struct ua_doc *d, struct ua_slice s, const struct parsed *out)
{
    for (size_t i = 0; i < out->people.n; i++) {
        struct ua_slice rest = ua_slice_at(d, out->people.at[i].name.at);
        for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));)
            if (w.to - w.from >= NAME_BYTES &&
                memmem(d->text.data + s.from, s.to - s.from, d->text.data + w.from, w.to - w.from))
                return true;
    }
    return false;
}

/* Words to the reader of the appeal: what to do, until when. */
static bool is_instruction(const struct ua_doc *d, struct ua_slice s)
{
    return ua_match(d, s, UA_BIT(PLEASE) | UA_BIT(APPEALS) | UA_BIT(HINT) | UA_BIT(NOTE), NULL) != NULL;
}

/* A paragraph about what happened: whole sentences, in the head of the text, and not its heading. */
static bool is_told(struct ua_doc *d, const struct ua_unit *unit, struct ua_slice s, const struct parsed *out)
{
    bool labelled = unit->label != UA_NO_LABEL && unit->label != UA_SUMMARY;
    struct parsed_span at = ua_span(d, s);
    if (unit->part != UA_IN_HEAD || labelled || unit->taken || unit->mail || !is_sentence(d, s))
        return false;
    if (is_instruction(d, s) || overlap(at, &out->title) || overlap(at, &out->deadline))
        return false;
    return ua_is_prose(d, s) || names_somebody(d, s, out);
}

#define SHORT_BYTES 600

/* The end of a long paragraph's first sentences. */
static size_t cut_short(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice rest = s, one;
    size_t end = s.to;
    if (s.to - s.from <= SHORT_BYTES)
        return end;
    while (!ua_empty(one = ua_next_sentence(d, &rest)))
        if (one.to - s.from <= SHORT_BYTES || end == s.to)
            end = one.to;
        else
            break;
    return end;
}

static struct ua_slice said(const struct ua_doc *d, const struct ua_unit *unit)
{
    return ua_trim(d, unit->label == UA_NO_LABEL ? unit->at : unit->value);
}

/* What happened: in short, and all else. */
struct stories {
    struct story summary, background;
};

/* The first paragraph is the summary; what follows is background. */
static void tell(struct ua_doc *d, struct stories *st, const struct ua_unit *unit, struct ua_slice s)
{
    if (!st->summary.text.len) {
        size_t end = cut_short(d, s);
        add(d, &st->summary, (struct ua_slice){ s.from, end }, true);
        s.from = end;
    }
    add(d, &st->background, ua_trim(d, s), unit->line_start);
}

/* A section of links and buttons is none. */
static bool has_sentence(const struct ua_doc *d, const struct ua_units *u)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->at[i].part == UA_IN_BACKGROUND && !u->at[i].taken && is_sentence(d, said(d, &u->at[i])))
            return true;
    return false;
}

void ua_story_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    struct stories st = { 0 };
    bool section = has_sentence(d, u);
    for (size_t i = 0; i < u->n; i++)
        if (is_told(d, &u->at[i], said(d, &u->at[i]), out))
            tell(d, &st, &u->at[i], said(d, &u->at[i]));
    for (size_t i = 0; section && i < u->n; i++)
        if (u->at[i].part == UA_IN_BACKGROUND && !u->at[i].taken)
            tell(d, &st, &u->at[i], said(d, &u->at[i]));
    take(d, &st.summary, &out->summary);
    take(d, &st.background, &out->background);
}
