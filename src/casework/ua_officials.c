/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of officials. Where a label says "appeals to", everything until the next label is read as blocks;
 * where nothing says so, a run of short lines counts only when a channel (fax, salutation, ...) stands in it,
 * or when it stands right above the opening of the letter, and only from the first line that names an office,
 * a person with a courtesy, or an institution. */
#include "satchel/casework/ua_officials.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_block.h"
#include "satchel/casework/ua_channel.h"
#include "satchel/casework/ua_official.h"

/* ---- where blocks stand ---- */

static bool listed_part(uint8_t part)
{
    return part == UA_IN_TARGETS || part == UA_IN_COPIES || part == UA_IN_DIPLOMATS;
}

static bool run_part(uint8_t part)
{
    return part != UA_IN_LETTER && !listed_part(part);
}

/* Behind "send copies to diplomatic representatives accredited to your country." */
static struct ua_slice behind_sentence(const struct ua_doc *d, struct ua_slice s)
{
    for (size_t i = s.from; i < s.to; i++)
        if ((d->text.data[i] == '.' || d->text.data[i] == ':') &&
            (i + 1 >= s.to || d->text.data[i + 1] == ' '))
            return ua_trim(d, (struct ua_slice){ i + 1, s.to });
    return (struct ua_slice){ s.to, s.to };
}

/* "(Copie à) l'ambassade de ...": small words before an institution. */
static struct ua_slice without_article(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    struct ua_slice t = s;
    for (int i = 0; i < 2 && ua_starts_lower(d, t) && !ua_match(d, t, UA_BIT(INSTITUTION), NULL) &&
                    ua_match(d, t, UA_BIT(CONNECTOR), &end);
         i++) {
        t.from = end;
        while (t.from < t.to && !text_is_alnum(ua_cp(d, t.from, t.to, NULL)))
            t.from++;
        if (ua_match(d, t, UA_BIT(INSTITUTION), NULL))
            return t;
    }
    return s;
}

/* "TARGETS: Minister ..." holds a block; "PLEASE SEND APPEALS BEFORE 3 MAY TO:" does not. */
static void add_label_value(struct ua_block *b, struct ua_unit *u)
{
    struct ua_slice s = u->label == UA_DIPLOMATS ? behind_sentence(b->d, u->value) : u->value;
    u->taken = true;
    if (ua_empty(s) || u->label == UA_DEADLINE)
        return;
    s = without_article(b->d, s);
    if (u->label == UA_DIPLOMATS
            ? !ua_is_prose(b->d, s) || ua_has_char(b->d, s, "@")
            : ua_is_head_line(b->d, s) || ua_is_name_line(b->d, s) || ua_is_institution(b->d, s))
        ua_block_add_text(b, u, s);
}

static size_t listed_block(struct ua_block *b, struct ua_units *u, size_t i)
{
    uint8_t part = u->at[i].part;
    for (; i < u->n && u->at[i].part == part; i++) {
        struct ua_unit *unit = &u->at[i];
        b->next = i + 1 < u->n ? unit + 1 : NULL;
        if (unit->label == UA_NO_LABEL || ua_is_channel(unit->label))
            ua_block_add(b, unit);
        else
            ua_block_finish(b), add_label_value(b, unit);
    }
    ua_block_finish(b);
    b->share = false;
    return i;
}

/* A sentence that tells of somebody: "Sheikh Ada Specimen was taken from her home." */
static bool tells(const struct ua_doc *d, const struct ua_unit *u)
{
    struct ua_slice rest = u->at;
    size_t small = 0, words = 0;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest)); words++)
        small += w.to - w.from > 2 && ua_starts_lower(d, w);
    uint32_t last = ua_cp_before(d, u->at.from, ua_trim(d, u->at).to);
    return u->prose && last == '.' && words > 6 && small * 4 > words &&
           !ua_match(d, u->at, UA_BIT(OFFICE), NULL);
}

static bool in_run(const struct ua_doc *d, const struct ua_unit *u)
{
    if (ua_is_channel(u->label))
        return true;
    if (u->label != UA_NO_LABEL || u->bullet == UA_MARK || !run_part(u->part) ||
        u->at.to - u->at.from > UA_BLOCK_LONGEST)
        return false;
    return !u->prose || (ua_is_head_line(d, u->at) && !tells(d, u));
}

/* A run from i on: its end, and whether it is a block of officials. */
static size_t run_end(const struct ua_doc *d, const struct ua_units *u, size_t i, bool *channel)
{
    *channel = false;
    for (; i < u->n &&
           (in_run(d, &u->at[i]) || (i > 0 && u->at[i].prose && ua_block_is_advice(d, u->at[i].at) &&
                                     i + 1 < u->n && ua_is_channel(u->at[i + 1].label)));
         i++)
        *channel |= ua_is_channel(u->at[i].label) && u->at[i].label != UA_OTHER_CHANNEL &&
                    u->at[i].label != UA_ADDRESS;
    return i;
}

static bool is_block_start(const struct ua_doc *d, const struct ua_unit *u)
{
    return u->label == UA_NO_LABEL &&
           (ua_is_head_line(d, u->at) || (ua_is_institution(d, u->at) && u->line_start));
}

/* The line from which a run is a block: an office, a person, an institution; a bare name only right above an
 * office or an institution. */
static size_t block_start(const struct ua_doc *d, const struct ua_units *u, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (is_block_start(d, &u->at[i]))
            return i;
        if (u->at[i].label == UA_NO_LABEL && i + 1 < to && ua_is_name_line(d, u->at[i].at) &&
            is_block_start(d, &u->at[i + 1]))
            return i;
        /* a run in one line: name, institution, address */
        struct ua_head h;
        if (u->at[i].part != UA_IN_BACKGROUND && u->at[i].label == UA_NO_LABEL && i + 1 < to &&
            ua_is_channel(u->at[i + 1].label) && u->at[i].line == u->at[i + 1].line &&
            ua_head_read(d, u->at[i].at, false, &h))
            return i;
    }
    return to;
}

/* An embassy at the end, without a label, gets a copy. */
static void missions_to_copies(struct ua_block *b, size_t from)
{
    struct parsed_officials *t = &b->all->targets, *c = &b->all->copies;
    for (size_t i = from; i < t->n;) {
        if (!ua_is_mission(b->d, &t->at[i])) {
            i++;
            continue;
        }
        if (dyn_room(c) < 0) {
            b->d->failed = true;
            return;
        }
        c->at[c->n++] = t->at[i];
        memmove(&t->at[i], &t->at[i + 1], (t->n - i - 1) * sizeof t->at[0]);
        t->n--;
    }
}

static size_t run_block(struct ua_block *b, struct ua_units *u, size_t i)
{
    bool channel;
    size_t before = b->out->n, end = run_end(b->d, u, i, &channel);
    if (end == i)
        return i + 1;
    bool above_letter = end < u->n && u->at[end].label == UA_OPENING && u->at[i].part != UA_IN_BACKGROUND;
    bool called_for = u->at[i].part == UA_IN_ACTION || u->at[i].part == UA_IN_LETTER_INTRO;
    if (!channel && !above_letter && !called_for)
        return end;
    size_t start = block_start(b->d, u, i, end);
    for (size_t j = start; j < end; j++) {
        b->next = j + 1 < end ? &u->at[j + 1] : NULL;
        ua_block_add(b, &u->at[j]);
    }
    ua_block_finish(b);
    b->share = false;
    if (before &&
        (u->at[i].part == UA_IN_OTHER || u->at[i].part == UA_IN_BACKGROUND || u->at[i].part == UA_IN_AFTER))
        missions_to_copies(b, before);
    return end;
}

/* ---- officials named in a sentence: "the new Secretary for Justice, Paula Prose, who ..." ---- */

static bool prose_official(struct ua_doc *d, struct ua_slice s, struct parsed_officials *out)
{
    struct ua_slice found;
    struct ua_head h;
    while (ua_find(d, s, UA_BIT(OFFICE), &found)) {
        size_t stop = ua_find_char(d, (struct ua_slice){ found.to, s.to }, ";");
        if (ua_starts_upper(d, found) && ua_head_read(d, (struct ua_slice){ found.from, stop }, false, &h) &&
            !ua_empty(h.title) && !ua_empty(h.name)) {
            if (dyn_room(out) < 0) {
                d->failed = true;
                return false;
            }
            struct parsed_official *o = &out->at[out->n++];
            *o = (struct parsed_official){ 0 };
            ua_set_text(d, &o->title, h.title);
            ua_set_text(d, &o->name, h.name);
            return true;
        }
        s.from = found.to;
    }
    return false;
}

static size_t sentence_end(const struct ua_doc *d, size_t from, size_t to)
{
    for (size_t i = from; i + 1 < to; i++)
        if (d->text.data[i] == '.' && d->text.data[i + 1] == ' ')
            return i;
    return to;
}

static void prose_officials(struct ua_doc *d, struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < u->n; i++) {
        struct ua_slice s = u->at[i].at, found;
        const struct ua_word *w;
        if (!u->at[i].prose || u->at[i].part == UA_IN_LETTER)
            continue;
        while ((w = ua_find(d, s, UA_BIT(HINT) | UA_BIT(COPIES), &found))) {
            bool copies = w->class == UA_COPIES;
            struct ua_slice rest = { found.to, sentence_end(d, found.to, s.to) };
            if (copies ? !out->copies.n : !out->targets.n && !strcmp(ua_words_value(w), "new-target"))
                prose_official(d, rest, copies ? &out->copies : &out->targets);
            s.from = found.to;
        }
    }
}

void ua_officials_read(struct ua_doc *d, struct ua_units *u, struct parsed *out, size_t *lost)
{
    *lost = SIZE_MAX;
    struct ua_block b = { .d = d, .all = out, .channel = UA_NO_LABEL, .lost = lost };
    for (size_t i = 0; i < u->n;) {
        uint8_t part = u->at[i].part;
        b.listed = listed_part(part);
        b.out = part == UA_IN_COPIES || part == UA_IN_DIPLOMATS ? &out->copies : &out->targets;
        i = listed_part(part) ? listed_block(&b, u, i) : run_block(&b, u, i);
    }
    prose_officials(d, u, out);
}
