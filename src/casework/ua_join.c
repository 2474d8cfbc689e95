/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which physical lines were one line before they were wrapped. A line is taken to go on when the first word
 * of the next one would not have fit any more into the width the text is wrapped at. Nothing is joined across
 * blank lines, before bullets, or before labels; short lines (addresses) stay as they are. */
#include "satchel/casework/ua_join.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_columns.h"
#include "satchel/casework/ua_labels.h"
#include "satchel/casework/ua_official.h"

#define WIDEST    130
#define NARROWEST 64

/* The width the text is wrapped at; 0 when it is not. */
static uint32_t wrap_width(const struct ua_doc *d)
{
    uint32_t w = 0;
    for (size_t i = 0; i < d->lines.n && !stop_now(d->stop); i++) {
        const struct ua_line *l = &d->lines.at[i];
        if (l->width > w && ua_word_count(d, l->at) > 2)
            w = l->width;
    }
    return w >= NARROWEST && w <= WIDEST ? w : 0;
}

static bool sentence_ends(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim_of(d, s, "\"')]");
    uint32_t cp = ua_cp_before(d, s.from, s.to);
    return cp == '.' || cp == '!' || cp == '?' || cp == ':' || cp == 0x3002 || cp == 0xFF1A || cp == 0x201D ||
           cp == ';' || cp == 0xFF1B || cp == 0x61B || cp == 0x61F;
}

static uint32_t first_word_width(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice w = ua_next_word(d, &s);
    return (uint32_t)text_count(d->text.data + w.from, w.to - w.from);
}

static bool ends_in_list_mark(const struct ua_doc *d, struct ua_slice s)
{
    uint32_t cp = ua_cp_before(d, s.from, ua_trim(d, s).to);
    return cp == ':' || cp == ';';
}

/* Not before an office, and not behind an address or a number: those lines are whole. */
static bool tail_goes_on(const struct ua_doc *d, const struct ua_line *a, const struct ua_line *b)
{
    return !ua_match(d, b->at, UA_BIT(OFFICE) | UA_BIT(COURTESY), NULL) && !ua_has_char(d, a->at, "@");
}

static size_t small_words(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = 0;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &s));)
        n += w.to - w.from > 3 && ua_starts_lower(d, w);
    return n;
}

/* A heading ends with its line, unless a bracket is open or more of it follows. */
static bool heading_ends(const struct ua_doc *d, const struct ua_line *a, const struct ua_line *b)
{
    struct ua_slice rest = b->at, first = ua_next_word(d, &rest);
    bool year = ua_digits(d, first) == 4 && ua_bare(d, first).to - ua_bare(d, first).from == 4;
    bool loud = ua_all_upper(d, b->at) || (ua_all_upper(d, a->at) && (year || ua_all_upper(d, first)));
    if (ua_all_upper(d, a->at) != loud && ua_word_count(d, a->at) > 2)
        return true;
    struct ua_label label;
    if (!ua_label_at(d, a->at, a->at.from, &label) || label.class != UA_HEAD)
        return false;
    return !ua_starts_lower(d, b->at) && small_words(d, b->at) >= 3 &&
           (!ua_has_char(d, a->at, "(") || ua_has_char(d, a->at, ")"));
}

/* A small letter goes on with a sentence, but "c/o" begins a line of an address. */
static bool goes_on_small(const struct ua_doc *d, struct ua_slice s)
{
    return ua_starts_lower(d, s) && !(s.to - s.from > 3 && d->text.data[s.from + 1] == '/');
}

/* "Title (Country:" / "UA 12/20)" */
static bool closes_bracket(const struct ua_doc *d, struct ua_slice a, struct ua_slice b)
{
    size_t open = a.to;
    while (open > a.from && d->text.data[open - 1] != '(' && d->text.data[open - 1] != ')')
        open--;
    return open > a.from && d->text.data[open - 1] == '(' &&
           ua_find_char(d, b, ")") < ua_find_char(d, b, "(") && ua_has_char(d, b, ")");
}

/* What the lines before belong to. */
struct joined {
    bool tail;    /* the last line was joined to the one above it */
    bool heading; /* the whole began with a label of headings */
    bool item;    /* ... with a bullet */
};

static bool continues(const struct ua_doc *d, const struct ua_line *a, const struct ua_line *b, uint32_t wrap,
                      struct joined before)
{
    bool tail = before.tail;
    bool ends = sentence_ends(d, a->at), lower = goes_on_small(d, b->at);
    bool full = wrap && a->width + 1 + first_word_width(d, b->at) > wrap && a->width * 10 >= wrap * 6;
    if (closes_bracket(d, a->at, b->at))
        return true;
    if (heading_ends(d, a, b))
        return false;
    if (lower && !ends && (tail || (a->width >= 40 && a->width * 2 >= wrap)))
        return true;
    if (ends && !lower && ends_in_list_mark(d, a->at))
        return false;
    if (full && !lower && ua_is_head_line(d, a->at) && ua_is_name_line(d, b->at))
        return false; /* an office and its holder */
    if (full)
        return !ends || lower || a->width * 10 >= wrap * 9;
    if (before.heading && a->width * 2 < wrap)
        return false;
    if (tail && before.item && !ends && !ua_all_upper(d, b->at))
        return true;
    if (tail && !ends && b->width * 10 >= wrap * 6)
        return tail_goes_on(d, a, b);
    return wrap >= 90 && !ends && a->width * 100 >= wrap * 72 && b->width > 20;
}

/* "... Salutation:" at the end of a line: its value was wrapped away from it. */
static bool ends_in_channel(const struct ua_doc *d, const struct ua_line *a)
{
    struct ua_slice s = a->at, found;
    if (d->text.data[s.to - 1] != ':')
        return false;
    s = ua_last(d, s, 60);
    while (ua_find(d, s, UA_CHANNEL_LABELS | UA_BIT(INDEX) | UA_BIT(DATE) | UA_BIT(NUMBER), &found)) {
        if (found.to + 1 == s.to && found.from > a->at.from)
            return true;
        s.from = found.to;
    }
    return false;
}

/* "MDE" / "12/2444/2020": an index broken behind its code. */
static bool breaks_index(const struct ua_doc *d, struct ua_slice a, struct ua_slice b)
{
    const char *t = d->text.data;
    struct ua_slice rest = b, number = ua_next_word(d, &rest), code = { a.to, a.to };
    while (code.from > a.from && t[code.from - 1] != ' ' && t[code.from - 1] != '\t')
        code.from--;
    return code.to - code.from == 3 && ua_all_upper(d, code) && ua_has_char(d, number, "/") &&
           t[number.from] >= '0' && t[number.from] <= '9';
}

/* An address of the web alone on its line is whole, unless more of it follows. */
static bool is_link(const struct ua_doc *d, const struct ua_line *a, const struct ua_line *b)
{
    const char *s = d->text.data + a->at.from;
    size_t n = a->at.to - a->at.from;
    return !memchr(s, ' ', n) && (memmem(s, n, "://", 3) || (n > 4 && !strncmp(s, "www.", 4))) &&
           ua_word_count(d, b->at) > 1;
}

static bool may_join(const struct ua_doc *d, const struct ua_line *a, const struct ua_line *b)
{
    struct ua_label label;
    struct ua_slice opening;
    size_t next;
    if (((ends_in_channel(d, a) && !b->bullet) || breaks_index(d, a->at, b->at)) && !a->cell && !b->cell &&
        !b->blank_before)
        return true;
    if (a->cell || b->cell || b->blank_before || b->heading || a->heading || b->bullet || b->depth > a->depth)
        return false;
    if (ua_label_at(d, b->at, b->at.from, &label) || ua_opening_at(d, b->at, &opening, &next))
        return false;
    if (is_link(d, a, b) || memchr(d->text.data + b->at.from, '\t', b->at.to - b->at.from))
        return false;
    return !(ua_label_at(d, a->at, a->at.from, &label) && ua_is_channel(label.class) && a->width < NARROWEST);
}

static char seam(const struct ua_doc *d, const struct ua_line *a, const struct ua_line *b)
{
    uint32_t before = ua_cp_before(d, a->at.from, a->at.to), after = ua_cp(d, b->at.from, b->at.to, NULL);
    bool hyphen = before == '-' && a->at.to - a->at.from > 1 && d->text.data[a->at.to - 2] != ' ';
    return hyphen || (text_is_cjk(before) && text_is_cjk(after)) ? UA_SEAM : ' ';
}

/* Most lines stand alone between blank ones: then a blank line does not end a block. */
static bool is_spaced(const struct ua_doc *d)
{
    size_t blank = 0;
    for (size_t i = 0; i < d->lines.n && !stop_now(d->stop); i++)
        blank += d->lines.at[i].blank_before;
    return d->lines.n > 6 && blank * 10 >= d->lines.n * 9;
}

static void number_letters(struct ua_doc *d)
{
    /* Bullets of a symbol font come out of a PDF as single letters: "n Urging them to ...". */
    size_t seen[128] = { 0 };
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < d->lines.n && !stop_now(d->stop); i++) {
            struct ua_line *l = &d->lines.at[i];
            const char *s = d->text.data + l->at.from;
            if (l->bullet || l->at.to - l->at.from < 4 || s[1] != ' ' || !strchr("nqlouv", s[0]))
                continue;
            struct ua_slice rest = { l->at.from + 2, l->at.to };
            if (!ua_starts_upper(d, rest) && !strchr("nql", s[0]))
                continue;
            if (!pass)
                seen[(unsigned char)s[0]]++;
            else if (seen[(unsigned char)s[0]] > 1) {
                l->bullet = UA_MARK;
                l->at = rest;
            }
        }
    }
}

void ua_join_lines(struct ua_doc *d)
{
    uint32_t wrap = wrap_width(d);
    ua_split_columns(d);
    number_letters(d);
    size_t out = 0;
    struct joined before = { 0 };
    struct ua_line last = { 0 };
    struct ua_label label;
    for (size_t i = 0; i < d->lines.n && !stop_now(d->stop); i++) {
        struct ua_line line = d->lines.at[i];
        bool join = i > 0 && may_join(d, &last, &line) &&
                    ((ends_in_channel(d, &last) && !line.cell && !line.bullet) ||
                     breaks_index(d, last.at, line.at) || continues(d, &last, &line, wrap, before));
        if (join) {
            size_t eol = d->lines.at[out - 1].at.to;
            char c = seam(d, &last, &line);
            d->text.data[eol] = c;
            d->folded.data[d->to_folded[eol]] = c;
            d->lines.at[out - 1].at.to = line.at.to;
        } else {
            d->lines.at[out++] = line;
            before.item = line.bullet != UA_NO_BULLET;
            before.heading = ua_label_at(d, line.at, line.at.from, &label) && label.class == UA_HEAD;
        }
        before.tail = join;
        last = line;
        if (join)
            last.depth = d->lines.at[out - 1].depth;
    }
    d->lines.n = out;
    d->spaced = is_spaced(d);
}
