/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_block.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_channel.h"
#include "satchel/casework/ua_dates.h"
#include "satchel/casework/ua_official.h"

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
static void add_address(struct ua_block *b, struct ua_slice s)
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
static bool is_unknown_office(const struct ua_block *b)
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
static bool take_fuller_office(struct ua_block *b, const struct ua_head *h, struct ua_slice line)
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
static bool is_called(const struct ua_block *b)
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
static bool take_second_office(struct ua_block *b, struct ua_slice line)
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
static bool take_head(struct ua_block *b, size_t i, bool address_begun)
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

static void resolve(struct ua_block *b)
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
static bool is_place(const struct ua_block *b)
{
    const struct parsed_texts *lines = &b->cur.address_lines;
    bool digit = false;
    for (size_t i = 0; i < lines->n; i++)
        digit |= ua_has_digit(b->d, ua_slice_at(b->d, lines->at[i].at));
    if (!b->listed)
        return lines->n && b->institution;
    return lines->n && (has_channel(&b->cur) || (lines->n > 1 && (digit || b->institution)));
}

void ua_block_finish(struct ua_block *b)
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

static size_t head_lines(const struct ua_block *b)
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
static bool repeats_office(const struct ua_block *b, const struct ua_unit *u, struct ua_slice s)
{
    const struct ua_unit *next = b->next;
    bool name_below = next && next->label == UA_NO_LABEL && ua_is_name_line(b->d, next->at);
    return !u->blank_before && b->n == 2 && head_lines(b) == 2 && ua_is_head_line(b->d, s) && !name_below &&
           (holds_name(b->d, b->line[0]) || holds_name(b->d, b->line[1])) && !holds_name(b->d, s);
}

static bool starts_new(const struct ua_block *b, const struct ua_unit *u, struct ua_slice s)
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

static void note(struct ua_block *b, struct ua_slice s)
{
    if (!b->cur.delivery_note && !ua_empty(ua_bare(b->d, s))) /* not the bracket before "(Salutation: ...)" */
        b->cur.delivery_note = ua_copy(b->d, s);
}

/* Advice inside a run: "Public Prosecutor X Due to restrictions please ...". */
static struct ua_slice cut_advice(struct ua_block *b, struct ua_slice s)
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

static void add_line(struct ua_block *b, struct ua_slice s)
{
    s = ua_trim_of(b->d, cut_advice(b, s), ",;");
    s = ua_take_bare_channels(b->d, &b->cur, s, b->lost);
    if (ua_empty(s))
        return;
    if (b->n < UA_BLOCK_LINES)
        b->line[b->n++] = s;
}

bool ua_block_is_advice(const struct ua_doc *d, struct ua_slice s)
{
    uint32_t cp = ua_cp(d, s.from, s.to, NULL);
    return cp == '(' || cp == '[' ||
           (ua_is_prose(d, s) && (ua_find(d, s, UA_BIT(ADVICE), NULL) || ua_word_count(d, s) > 9 ||
                                  d->text.data[s.to - 1] == '.'));
}

void ua_block_add_text(struct ua_block *b, const struct ua_unit *u, struct ua_slice s)
{
    s = ua_trim(b->d, s);
    if (ua_empty(s) || s.to - s.from > UA_BLOCK_LONGEST ||
        (ua_is_date_line(b->d, s) && !ua_find(b->d, s, UA_BIT(STREET), NULL)) || ua_is_chrome(b->d, s) ||
        ua_find(b->d, s, UA_BIT(HINT), NULL))
        return;
    bool run = ua_is_head_line(b->d, s);
    if (ua_block_is_advice(b->d, s) && !run) {
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
        ua_block_finish(b);
    }
    b->used = true;
    add_line(b, s);
}

void ua_block_add(struct ua_block *b, struct ua_unit *u)
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
            ua_block_add_text(b, u, next);
    } else {
        ua_block_add_text(b, u, u->label == UA_NO_LABEL ? u->at : u->value);
    }
}
