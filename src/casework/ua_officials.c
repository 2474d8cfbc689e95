/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of officials. Where a label says "appeals to", everything until the next label is read as blocks;
 * where nothing says so, a run of short lines counts only when a channel (fax, salutation, ...) stands in it,
 * or when it stands right above the opening of the letter, and only from the first line that names an office,
 * a person with a courtesy, or an institution. */
#include "satchel/casework/ua_officials.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_channel.h"
#include "satchel/casework/ua_dates.h"
#include "satchel/casework/ua_official.h"

#define MOST_LINES 14
#define LONGEST    1200 /* bytes of a line of a block */

struct builder {
    struct ua_doc *d;
    struct parsed *all;
    struct parsed_officials *out;
    struct parsed_official cur;
    struct ua_slice line[MOST_LINES];
    size_t n;
    int channel;      /* label of the last channel, UA_NO_LABEL */
    bool listed;      /* under a label, not found by its look */
    bool institution; /* a line of cur is one */
    bool used;        /* cur holds something */
    bool share;       /* the last official has no address and stood directly above */
    bool blank_behind;
    bool latin;                 /* script of the first address line */
    const struct ua_unit *next; /* behind the one being added, NULL at the end */
    size_t *lost;
};

/* ---- one official from its lines ---- */

static bool latin(const struct ua_doc *d, struct ua_slice s)
{
    size_t len, letters = 0, other = 0;
    for (size_t i = s.from; i < s.to; i += len) {
        uint32_t cp = ua_cp(d, i, s.to, &len);
        bool digit = cp < 0x80 && strchr("0123456789", (int)cp);
        letters += text_is_alnum(cp) && !digit;
        other += text_is_alnum(cp) && cp >= 0x370;
    }
    return other * 2 < letters || !letters;
}

/* The full stop behind an address run into a sentence; "St." keeps its own. */
static struct ua_slice without_full_stop(const struct ua_doc *d, struct ua_slice s)
{
    size_t i = s.to;
    while (i > s.from && d->text.data[i - 1] != ' ')
        i--;
    return s.to - i > 5 && d->text.data[s.to - 1] == '.' ? ua_trim_of(d, s, ".") : s;
}

/* A block in two scripts keeps the second one apart. */
static void add_address(struct builder *b, struct ua_slice s)
{
    s = without_full_stop(b->d, ua_trim_of(b->d, s, ",;"));
    if (ua_empty(s))
        return;
    if (!b->cur.address_lines.n)
        b->latin = latin(b->d, s);
    bool local = b->latin && !latin(b->d, s);
    ua_add_text(b->d, local ? &b->cur.address_local : &b->cur.address_lines, s);
}

static bool ends_in_connector(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice word = { s.to, s.to };
    while (word.from > s.from && d->text.data[word.from - 1] != ' ')
        word.from--;
    return word.from > s.from && word.from < word.to && ua_is(d, word, UA_BIT(CONNECTOR));
}

/* A line of no known office right above "Dr Paula Prose" or "Herr ...": it says what she is. */
static bool is_unknown_office(const struct builder *b)
{
    bool had = false;
    ua_without_courtesy(b->d, b->line[1], &had);
    bool courtesy_above = false;
    ua_without_courtesy(b->d, b->line[0], &courtesy_above);
    return had && !courtesy_above && !ua_is_head_line(b->d, b->line[0]) &&
           !ua_is_institution(b->d, b->line[0]) && !ua_has_digit(b->d, b->line[0]) &&
           !ua_has_char(b->d, b->line[0], ",") && ua_word_count(b->d, b->line[0]) < 10;
}

static struct ua_slice first_word(const struct ua_doc *d, struct ua_slice s)
{
    return ua_next_word(d, &s);
}

/* "Chief Ade Example / Attorney-General and Minister of Justice": what stood before the name is how a chief
 * is called; "Minister Ada Specimen / Minister of Health" says one office twice. */
static bool take_fuller_office(struct builder *b, const struct ua_head *h, struct ua_slice line)
{
    struct parsed_official *o = &b->cur;
    struct ua_slice name = ua_slice_at(b->d, o->name.at), title = ua_slice_at(b->d, o->title.at);
    if (!ua_match(b->d, h->title, UA_BIT(OFFICE), NULL) || !ua_same(b->d, title, first_word(b->d, h->title)))
        ua_set_text(b->d, &o->name, (struct ua_slice){ title.from, name.to });
    ua_set_text(b->d, &o->title, h->title);
    add_address(b, (struct ua_slice){ h->title.to, line.to });
    return true;
}

/* The first line holds one word of office and a name behind it. */
static bool is_called(const struct builder *b)
{
    const struct parsed_official *o = &b->cur;
    if (!o->name.text || !o->title.text)
        return false;
    struct ua_slice title = ua_slice_at(b->d, o->title.at), name = ua_slice_at(b->d, o->name.at);
    return ua_word_count(b->d, title) == 1 && title.from >= b->line[0].from && title.to <= name.from &&
           name.to <= b->line[0].to;
}

/* "President of the Republic / Presidente de la República": the office once more. What stands behind its
 * words opens the address; before a name it is a courtesy ("Señor Presidente Juan Ejemplo"). */
static bool take_second_office(struct builder *b, struct ua_slice line)
{
    struct ua_head h;
    struct parsed_official *o = &b->cur;
    if (!o->title.text || o->title_local || o->address_lines.n || !ua_head_read(b->d, line, false, &h) ||
        ua_empty(h.title))
        return false;
    bool name = !o->name.text && !ua_empty(h.name);
    if (ua_empty(h.name) && line.from == b->line[1].from && is_called(b))
        return take_fuller_office(b, &h, line);
    if (!name && h.title.from > line.from && ua_word_count(b->d, h.title) < 2)
        return false;
    if (name)
        ua_set_text(b->d, &o->name, h.name);
    struct ua_slice office = h.title;
    if (!name && ua_empty(h.name) && !ua_has_digit(b->d, line))
        office.to = ua_find_char(b->d, (struct ua_slice){ office.to, line.to }, ",;");
    char *text = ua_copy(b->d, office);
    bool again = text && o->title.text && ua_same_text(b->d, text, o->title.text);
    if (again || (name && ua_word_count(b->d, h.title) < 2))
        str_free(text);
    else
        o->title_local = text;
    add_address(b, (struct ua_slice){ name && h.name.to > office.to ? h.name.to : office.to, line.to });
    return true;
}

/* Takes name and title from one line; what is left of it opens the address. false: the line has neither. */
static bool take_head(struct builder *b, size_t i, bool address_begun)
{
    struct ua_head h;
    struct parsed_official *o = &b->cur;
    bool below = i + 1 < b->n && ua_is_name_line(b->d, b->line[i + 1]);
    if (take_second_office(b, b->line[i]))
        return true;
    if (o->title.text && o->name.text)
        return false;
    if (!o->name.text && !address_begun && ua_is_name_line(b->d, b->line[i]) &&
        (o->title.text || (i + 1 < b->n && ua_is_head_line(b->d, b->line[i + 1])))) {
        ua_set_text(b->d, &o->name, ua_trim_of(b->d, b->line[i], ",;"));
        return true;
    }
    if (i == 0 && below && is_unknown_office(b)) {
        ua_set_text(b->d, &o->title, ua_trim_of(b->d, b->line[0], ",;"));
        return true;
    }
    if (!ua_head_read(b->d, b->line[i], below && !o->name.text, &h))
        return false;
    if ((o->title.text && !ua_empty(h.title)) || (o->name.text && !ua_empty(h.name)))
        return false;
    if (address_begun && ua_empty(h.title) && !ua_is_head_line(b->d, b->line[i]) && !o->title.text)
        return false;
    if (!ua_empty(h.title))
        ua_set_text(b->d, &o->title, h.title);
    if (!ua_empty(h.name))
        ua_set_text(b->d, &o->name, h.name);
    add_address(b, h.rest);
    return true;
}

static void resolve(struct builder *b)
{
    bool begun = false;
    if (b->n > 1 && ua_is(b->d, b->line[0], UA_BIT(CAPTION))) { /* an institution, whatever it is called */
        for (size_t i = 1; i < b->n; i++)
            add_address(b, b->line[i]);
        return;
    }
    for (size_t i = 0; i < b->n; i++) {
        while (i + 1 < b->n && i < 2 && ends_in_connector(b->d, b->line[i])) {
            b->line[i + 1].from = b->line[i].from;
            i++;
        }
        if (i < 4 && (!begun || !b->cur.title.text) && take_head(b, i, begun)) {
            begun |= b->cur.address_lines.n > 0;
            continue;
        }
        begun = true;
        add_address(b, b->line[i]);
    }
}

static void copy_address(struct ua_doc *d, struct parsed_official *to, const struct parsed_official *from)
{
    for (size_t i = 0; i < from->address_lines.n; i++) {
        char *text = NULL;
        d->failed |= str_set(&text, from->address_lines.at[i].text) < 0;
        ua_add_own(d, &to->address_lines, text, from->address_lines.at[i].at);
    }
}

static bool has_channel(const struct parsed_official *o)
{
    return o->phone.text || o->fax.text || o->email.n || o->twitter.n || o->contact_form || o->salutation;
}

/* An address without a person: under a label with a number in it, or an institution's. */
static bool is_place(const struct builder *b)
{
    const struct parsed_texts *lines = &b->cur.address_lines;
    bool digit = false;
    for (size_t i = 0; i < lines->n; i++)
        digit |= ua_has_digit(b->d, ua_slice_at(b->d, lines->at[i].at));
    if (!b->listed)
        return lines->n && b->institution;
    return lines->n && (has_channel(&b->cur) || (lines->n > 1 && (digit || b->institution)));
}

static void finish(struct builder *b)
{
    struct parsed_official *o = &b->cur;
    if (b->used) {
        b->institution = b->n && (ua_is_institution(b->d, b->line[0]) ||
                                  (b->n > 1 && ua_is_institution(b->d, b->line[1])));
        resolve(b);
        bool someone = o->name.text || o->title.text || is_place(b);
        bool room = someone && dyn_room(b->out) == 0;
        b->d->failed |= someone && !room;
        if (room) {
            struct parsed_officials *out = b->out;
            bool alone = !o->address_lines.n && !has_channel(o);
            if (b->share && o->address_lines.n && out->n)
                copy_address(b->d, &out->at[out->n - 1], o);
            out->at[out->n++] = *o;
            *o = (struct parsed_official){ 0 };
            b->share = alone && !b->blank_behind;
        } else {
            parsed_official_free(o);
            b->share = false;
        }
    }
    b->n = 0;
    b->used = false;
    b->channel = UA_NO_LABEL;
}

/* ---- lines into officials ---- */

static bool is_continuation(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice near = { s.from, s.to < s.from + 24 ? s.to : s.from + 24 };
    bool number = d->text.data[s.from] == '+' && ua_digits(d, near) > 6; /* "+1 212 000 0000 (via ...)" */
    return number || ua_has_char(d, s, "@") || ua_find(d, s, UA_BIT(LOST_EMAIL), NULL) ||
           (ua_digits(d, s) * 2 > s.to - s.from && ua_digits(d, s) > 4);
}

static size_t head_lines(const struct builder *b)
{
    size_t n = 0;
    while (n < b->n && n < 3 && (ua_is_head_line(b->d, b->line[n]) || ua_is_name_line(b->d, b->line[n])))
        n++;
    return n;
}

static bool holds_name(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_head h;
    return ua_is_name_line(d, s) || (ua_head_read(d, s, false, &h) && !ua_empty(h.name));
}

/* An office right below office and name, with no other name below it: the same one in another language. */
static bool repeats_office(const struct builder *b, const struct ua_unit *u, struct ua_slice s)
{
    const struct ua_unit *next = b->next;
    bool name_below = next && next->label == UA_NO_LABEL && ua_is_name_line(b->d, next->at);
    return !u->blank_before && b->n == 2 && head_lines(b) == 2 && ua_is_head_line(b->d, s) && !name_below &&
           (holds_name(b->d, b->line[0]) || holds_name(b->d, b->line[1])) && !holds_name(b->d, s);
}

static bool starts_new(const struct builder *b, const struct ua_unit *u, struct ua_slice s)
{
    if (!b->used)
        return false;
    if (u->bullet == UA_ENUMERATED)
        return true;
    bool head = ua_is_head_line(b->d, s);
    if (b->channel != UA_NO_LABEL)
        return !is_continuation(b->d, s);
    size_t heads = head_lines(b);
    if (u->blank_before && !b->d->spaced)
        return head ? b->n > heads || heads > 1
                    : b->n > heads + 1 && (ua_is_institution(b->d, s) || ua_is_name_line(b->d, s));
    if (!head || !heads || repeats_office(b, u, s))
        return false;
    if (b->n > heads) /* an office below an address */
        return b->n > heads + 1 || ua_head_read(b->d, s, true, &(struct ua_head){ 0 });
    return heads > 1;
}

static void note(struct builder *b, struct ua_slice s)
{
    if (!b->cur.delivery_note)
        b->cur.delivery_note = ua_copy(b->d, s);
}

/* Advice inside a run: "Public Prosecutor X Due to restrictions please ...". */
static struct ua_slice cut_advice(struct builder *b, struct ua_slice s)
{
    struct ua_slice found, left = s;
    while (ua_find(b->d, left, UA_BIT(ADVICE), &found)) {
        struct ua_slice tail = { found.from, s.to };
        if (found.from > s.from && ua_word_count(b->d, tail) > 4 && ua_is_prose(b->d, tail)) {
            note(b, tail);
            return (struct ua_slice){ s.from, found.from };
        }
        left.from = found.to;
    }
    return s;
}

static void add_line(struct builder *b, struct ua_slice s)
{
    s = ua_trim_of(b->d, cut_advice(b, s), ",;");
    s = ua_take_bare_channels(b->d, &b->cur, s, b->lost);
    if (ua_empty(s))
        return;
    if (b->n < MOST_LINES)
        b->line[b->n++] = s;
}

static bool is_advice(const struct ua_doc *d, struct ua_slice s)
{
    uint32_t cp = ua_cp(d, s.from, s.to, NULL);
    return cp == '(' || cp == '[' ||
           (ua_is_prose(d, s) && (ua_find(d, s, UA_BIT(ADVICE), NULL) || ua_word_count(d, s) > 9 ||
                                  d->text.data[s.to - 1] == '.'));
}

static void add_text(struct builder *b, const struct ua_unit *u, struct ua_slice s)
{
    s = ua_trim(b->d, s);
    if (ua_empty(s) || s.to - s.from > LONGEST ||
        (ua_is_date_line(b->d, s) && !ua_find(b->d, s, UA_BIT(STREET), NULL)) || ua_is_chrome(b->d, s) ||
        ua_find(b->d, s, UA_BIT(HINT), NULL))
        return;
    bool run = ua_is_head_line(b->d, s);
    if (is_advice(b->d, s) && !run) {
        if (b->used)
            note(b, s);
        return;
    }
    if (b->used && b->channel != UA_NO_LABEL && is_continuation(b->d, s)) {
        bool email = ua_has_char(b->d, s, "@") && b->channel != UA_EMAIL && b->channel != UA_TWITTER;
        if (!email || !ua_empty(ua_take_bare_channels(b->d, &b->cur, s, b->lost)))
            ua_take_channel(b->d, &b->cur, b->channel, s, b->lost);
        return;
    }
    if (starts_new(b, u, s)) {
        b->blank_behind = u->blank_before;
        finish(b);
    }
    b->used = true;
    add_line(b, s);
}

static void add_unit(struct builder *b, struct ua_unit *u)
{
    u->taken = true;
    if (u->label == UA_ADDRESS) {
        b->channel = UA_NO_LABEL;
        b->used = true;
        add_line(b, u->value);
    } else if (ua_is_channel(u->label)) {
        if (!b->used)
            return;
        struct ua_slice next = ua_behind_channel(b->d, u->label, u->value), value = u->value;
        bool run_on = !ua_empty(next) && ua_word_count(b->d, next) > 2 && ua_is_head_line(b->d, next);
        value.to = run_on ? next.from : value.to;
        ua_take_channel(b->d, &b->cur, u->label, value, b->lost);
        b->channel = u->label;
        if (run_on)
            add_text(b, u, next);
    } else {
        add_text(b, u, u->label == UA_NO_LABEL ? u->at : u->value);
    }
}

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
static void add_label_value(struct builder *b, struct ua_unit *u)
{
    struct ua_slice s = u->label == UA_DIPLOMATS ? behind_sentence(b->d, u->value) : u->value;
    u->taken = true;
    if (ua_empty(s) || u->label == UA_DEADLINE)
        return;
    s = without_article(b->d, s);
    if (u->label == UA_DIPLOMATS
            ? !ua_is_prose(b->d, s) || ua_has_char(b->d, s, "@")
            : ua_is_head_line(b->d, s) || ua_is_name_line(b->d, s) || ua_is_institution(b->d, s))
        add_text(b, u, s);
}

static size_t listed_block(struct builder *b, struct ua_units *u, size_t i)
{
    uint8_t part = u->at[i].part;
    for (; i < u->n && u->at[i].part == part; i++) {
        struct ua_unit *unit = &u->at[i];
        b->next = i + 1 < u->n ? unit + 1 : NULL;
        if (unit->label == UA_NO_LABEL || ua_is_channel(unit->label))
            add_unit(b, unit);
        else
            finish(b), add_label_value(b, unit);
    }
    finish(b);
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
        u->at.to - u->at.from > LONGEST)
        return false;
    return !u->prose || (ua_is_head_line(d, u->at) && !tells(d, u));
}

/* A run from i on: its end, and whether it is a block of officials. */
static size_t run_end(const struct ua_doc *d, const struct ua_units *u, size_t i, bool *channel)
{
    *channel = false;
    for (; i < u->n && (in_run(d, &u->at[i]) || (i > 0 && u->at[i].prose && is_advice(d, u->at[i].at) &&
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
static void missions_to_copies(struct builder *b, size_t from)
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

static size_t run_block(struct builder *b, struct ua_units *u, size_t i)
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
        add_unit(b, &u->at[j]);
    }
    finish(b);
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
    struct builder b = { .d = d, .all = out, .channel = UA_NO_LABEL, .lost = lost };
    for (size_t i = 0; i < u->n;) {
        uint8_t part = u->at[i].part;
        b.listed = listed_part(part);
        b.out = part == UA_IN_COPIES || part == UA_IN_DIPLOMATS ? &out->copies : &out->targets;
        i = listed_part(part) ? listed_block(&b, u, i) : run_block(&b, u, i);
    }
    prose_officials(d, u, out);
}
