/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_labels.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"

#define PARTS                                                                                                \
    (UA_BIT(HEAD) | UA_BIT(ACTION) | UA_BIT(TARGETS) | UA_BIT(COPIES) | UA_BIT(DIPLOMATS) | UA_BIT(LETTER) | \
     UA_BIT(ASKS) | UA_BIT(BACKGROUND) | UA_BIT(SUMMARY) | UA_BIT(LANGUAGES) | UA_BIT(DEADLINE) |            \
     UA_BIT(NAME) | UA_BIT(PREVIOUS) | UA_BIT(NOTE))
#define VALUES                                                                                               \
    (UA_BIT(TITLE) | UA_BIT(NUMBER) | UA_BIT(INDEX) | UA_BIT(DATE) | UA_BIT(COUNTRY_LABEL) |                 \
     UA_BIT(GENDER) | UA_BIT(MAIL) | UA_BIT(SUBJECT) | UA_BIT(CLOSED))
#define CHANNELS                                                                                             \
    (UA_BIT(SALUTATION) | UA_BIT(PHONE) | UA_BIT(FAX) | UA_BIT(PHONE_FAX) | UA_BIT(EMAIL) |                  \
     UA_BIT(TWITTER) | UA_BIT(FACEBOOK) | UA_BIT(FORM) | UA_BIT(OTHER_CHANNEL) | UA_BIT(ADDRESS))

const ua_set UA_CHANNEL_LABELS = CHANNELS;

/* ---- one label ---- */

static bool ends_in_colon(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim(d, s);
    uint32_t cp = ua_cp_before(d, s.from, s.to);
    return cp == ':' || cp == 0xFF1A;
}

/* Behind the words of a label: a remark in brackets, a plural ending, then perhaps a colon. */
static bool colon_after(const struct ua_doc *d, struct ua_slice *rest)
{
    size_t len;
    struct ua_slice r = ua_trim(d, *rest);
    uint32_t cp = ua_cp(d, r.from, r.to, &len);
    if (cp == '(' || cp == 0xFF08) {
        size_t i = r.from;
        while (i < r.to && i < r.from + 60 && cp != ')' && cp != 0xFF09) {
            cp = ua_cp(d, i, r.to, &len);
            i += len;
        }
        struct ua_slice after = ua_trim(d, (struct ua_slice){ i, r.to });
        cp = ua_cp(d, after.from, after.to, &len);
        if (cp != ':' && cp != 0xFF1A)
            return false;
        r = after;
    }
    if (cp == '.' && r.from + 1 < r.to && strchr(" :", d->text.data[r.from + 1])) {
        struct ua_slice after = ua_trim(d, (struct ua_slice){ r.from + 1, r.to });
        uint32_t next = ua_cp(d, after.from, after.to, &len);
        if (next == ':') {
            rest->from = after.from + len;
            return true;
        }
        return false;
    }
    if (cp != ':' && cp != 0xFF1A)
        return false;
    rest->from = r.from + len;
    return true;
}

static bool dash_after(const struct ua_doc *d, struct ua_slice *rest)
{
    size_t len;
    struct ua_slice r = ua_trim(d, *rest);
    uint32_t cp = ua_cp(d, r.from, r.to, &len);
    bool spaced = r.from > rest->from && r.from + len < r.to && d->text.data[r.from + len] == ' ';
    if ((cp != '-' && cp != 0x2013 && cp != 0x2014) || !spaced)
        return false;
    rest->from = r.from + len;
    return true;
}

/* A number or an address may follow a channel's label without a colon: "Fax + 91 319". */
static bool channel_value_follows(const struct ua_doc *d, int class, struct ua_slice rest)
{
    rest = ua_trim_of(d, rest, ".");
    uint32_t cp = ua_cp(d, rest.from, rest.to, NULL);
    struct ua_slice word = ua_next_word(d, &rest);
    if (class == UA_EMAIL || class == UA_TWITTER)
        return ua_has_char(d, word, "@") && word.to - word.from > 2;
    if (class != UA_PHONE && class != UA_FAX && class != UA_PHONE_FAX)
        return false;
    struct ua_slice number = { word.from, rest.to < word.from + 24 ? rest.to : word.from + 24 };
    return (cp == '+' || cp == '(' || (cp >= '0' && cp <= '9')) && ua_digits(d, number) >= 5;
}

static bool after_sentence(const struct ua_doc *d, struct ua_slice line, size_t at)
{
    struct ua_slice before = ua_trim(d, (struct ua_slice){ line.from, at });
    uint32_t cp = ua_cp_before(d, before.from, before.to);
    return cp == '.' || cp == '!' || cp == '?' || cp == ';' || cp == 0x3002 || cp == 0xFF0C || cp == 0x60C ||
           cp == ')' || d->text.data[at - 1] == '\t';
}

/* "TAKE ACTION: Please send appeals:" */
static bool after_colon(const struct ua_doc *d, struct ua_slice line, size_t at)
{
    struct ua_slice before = ua_trim(d, (struct ua_slice){ line.from, at });
    uint32_t cp = ua_cp_before(d, before.from, before.to);
    return cp == ':' || cp == 0xFF1A;
}

struct around {
    bool start, colon, dash, eol, caps, sentence, free, inline_free;
    size_t words;
};

/* "... letters, faxes and emails: urging ..." holds no address. */
static bool holds_value(const struct ua_doc *d, int class, struct ua_slice rest)
{
    rest = ua_trim(d, rest);
    rest.to = rest.to < rest.from + 60 ? rest.to : rest.from + 60;
    if (class == UA_EMAIL || class == UA_TWITTER)
        return ua_has_char(d, rest, "@[");
    if (class == UA_PHONE || class == UA_FAX || class == UA_PHONE_FAX)
        return ua_has_digit(d, rest);
    return true;
}

static bool accept_channel(const struct ua_doc *d, int class, struct ua_slice words, struct ua_slice rest,
                           const struct around *a)
{
    bool weak = class == UA_ADDRESS || words.to - words.from < 3; /* "X:", "T:" */
    if (a->colon)
        return a->start || a->sentence ||
               (!weak && (!ua_starts_lower(d, words) || holds_value(d, class, rest)));
    if (class == UA_SALUTATION || class == UA_ADDRESS || class == UA_FORM || weak)
        return (class == UA_SALUTATION && a->start && a->dash);
    return (a->start && (a->eol || a->dash)) || channel_value_follows(d, class, rest);
}

/* "Please send appeals before 12 May 2001": a number follows directly. */
static bool day_follows(const struct ua_doc *d, struct ua_slice rest)
{
    rest.to = rest.to < rest.from + 20 ? rest.to : rest.from + 20;
    return ua_has_digit(d, rest);
}

/* "Copie à l'ambassade de ..." */
static bool institution_follows(const struct ua_doc *d, struct ua_slice rest)
{
    rest = ua_trim(d, rest);
    if (ends_in_colon(d, rest))
        return false;
    rest.to = rest.to < rest.from + 16 ? rest.to : rest.from + 16;
    while (rest.to > rest.from && ((unsigned char)d->text.data[rest.to] & 0xC0) == 0x80)
        rest.to--;
    return ua_find(d, rest, UA_BIT(INSTITUTION), NULL) != NULL;
}

/* "Please write for Ada Specimen": a heading, no label. */
static bool writes_for(const struct ua_doc *d, int class, struct ua_slice rest)
{
    static const char *const FOR[] = { "for ", "por ", "pour ", "für " };
    bool found = false;
    struct ua_slice s = ua_trim(d, rest);
    for (size_t i = 0; i < sizeof FOR / sizeof *FOR; i++)
        found |= s.to - s.from > 5 && !strncmp(d->text.data + s.from, FOR[i], strlen(FOR[i]));
    return class == UA_ASKS && found && !ends_in_colon(d, s);
}

static bool accept_part(const struct ua_doc *d, int class, struct ua_slice rest, const struct around *a)
{
    if (writes_for(d, class, rest))
        return false;
    if (a->start && class == UA_COPIES && a->words > 1 && institution_follows(d, rest))
        return true;
    if (a->start && class == UA_DEADLINE && a->words > 2 && day_follows(d, rest))
        return true;
    if (a->start)
        return a->colon || a->eol || a->free || a->dash || (a->caps && a->words > 1);
    return a->inline_free || (a->caps && (a->colon || a->words > 2)) || (a->sentence && a->colon) ||
           (a->sentence && a->free && a->words > 2);
}

static bool accept_value(const struct ua_doc *d, int class, struct ua_slice words, struct ua_slice rest,
                         const struct around *a)
{
    if (class == UA_CLOSED)
        return a->start;
    if (class == UA_DATE && a->start && a->words > 1 && day_follows(d, rest))
        return true;
    if (!a->colon)
        return a->start && (a->dash || a->free);
    if (class == UA_MAIL || class == UA_SUBJECT)
        return a->start;
    return a->start || class == UA_INDEX || !ua_starts_lower(d, words);
}

static bool accept(const struct ua_doc *d, int class, struct ua_slice words, struct ua_slice rest,
                   const struct around *a)
{
    ua_set bit = (ua_set)1 << class;
    if (bit & CHANNELS)
        return accept_channel(d, class, words, rest, a);
    return bit & PARTS ? accept_part(d, class, rest, a) : accept_value(d, class, words, rest, a);
}

/* The longest label of these classes at `at` that stands as one should. */
static bool label_of(const struct ua_doc *d, struct ua_slice line, size_t at, ua_set set,
                     struct ua_label *out)
{
    size_t end;
    const struct ua_word *w = ua_match(d, (struct ua_slice){ at, line.to }, set, &end);
    if (!w || !strcmp(ua_words_value(w), "?"))
        return false;
    struct ua_slice words = { at, end }, rest = { end, line.to };
    struct around a = { .start = at == line.from };
    const char *flags = ua_words_value(w);
    a.sentence = a.start || after_sentence(d, line, at) ||
                 (((ua_set)1 << w->class & PARTS) && after_colon(d, line, at));
    a.colon = colon_after(d, &rest);
    a.dash = !a.colon && dash_after(d, &rest);
    a.eol = ua_empty(ua_trim_of(d, rest, ".,"));
    a.caps = ua_all_upper(d, words);
    a.words = ua_word_count(d, words);
    a.inline_free = strchr(flags, '~') != NULL;
    a.free = a.inline_free || strchr(flags, '*');
    if (!accept(d, w->class, words, rest, &a))
        return false;
    *out = (struct ua_label){ .class = w->class, .at = { at, rest.from }, .colon = a.colon };
    return true;
}

/* ---- labels of no list: told by a word in them and by what stands behind the colon ---- */

#define LONGEST_LABEL 120 /* bytes */

static bool value_fits(const struct ua_doc *d, int class, struct ua_slice value)
{
    struct ua_slice near = { value.from, value.to < value.from + 80 ? value.to : value.from + 80 };
    while (near.to > near.from && near.to < value.to && ((unsigned char)d->text.data[near.to] & 0xC0) == 0x80)
        near.to--;
    switch (class) {
    case UA_LANGUAGES:
        return ua_find(d, near, UA_BIT(LANGUAGE), NULL) != NULL;
    case UA_DEADLINE:
        return day_follows(d, value);
    case UA_PREVIOUS:
        return memmem(d->text.data + near.from, near.to - near.from, "http", 4) != NULL;
    default:
        return !ua_empty(near) && !ua_starts_lower(d, near);
    }
}

/* Languages of no list, behind the bare word: "Language: Bordurian". */
static bool can_name_languages(const struct ua_doc *d, int class, struct ua_slice value)
{
    return class == UA_LANGUAGES && ua_starts_upper(d, value) && ua_word_count(d, value) <= 6 &&
           !ua_has_digit(d, value);
}

/* "Lengua(s) en que pueden escribir: ...": a head without a sentence in it, one of the words marked '?', and
 * a value of that kind. */
static bool label_by_word(const struct ua_doc *d, struct ua_slice line, struct ua_label *out)
{
    struct ua_slice head = { line.from,
                             line.to < line.from + LONGEST_LABEL ? line.to : line.from + LONGEST_LABEL },
                    rest = head, found;
    const struct ua_word *w;
    size_t colon = line.from, len = 0;
    for (uint32_t cp = 0; colon < head.to; colon += len)
        if ((cp = ua_cp(d, colon, line.to, &len)) == ':' || cp == 0xFF1A)
            break;
    if (colon >= head.to || ua_has_char(d, (struct ua_slice){ line.from, colon }, ".@"))
        return false;
    rest.to = colon;
    while ((w = ua_find(d, rest, UA_BIT(LANGUAGES) | UA_BIT(DEADLINE) | UA_BIT(NAME) | UA_BIT(PREVIOUS),
                        &found))) {
        struct ua_slice value = ua_trim(d, (struct ua_slice){ colon + len, line.to });
        bool alone = found.from == line.from && ua_empty(ua_trim(d, (struct ua_slice){ found.to, colon }));
        if (strchr(ua_words_value(w), '?') &&
            (value_fits(d, w->class, value) || (alone && can_name_languages(d, w->class, value)))) {
            *out = (struct ua_label){ .class = w->class, .at = { line.from, colon + len }, .colon = true };
            return true;
        }
        rest.from = found.to;
    }
    return false;
}

bool ua_label_at(const struct ua_doc *d, struct ua_slice line, size_t at, struct ua_label *out)
{
    static const ua_set KINDS[] = { CHANNELS, PARTS, VALUES };
    struct ua_label one;
    bool found = false;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (label_of(d, line, at, KINDS[i], &one) && (!found || one.at.to > out->at.to)) {
            *out = one;
            found = true;
        }
    return found || (at == line.from && label_by_word(d, line, out));
}

/* ---- the opening of a letter ---- */

/* 张局长： — a short line of a name and an office, closed by a colon. */
static bool cjk_opening(const struct ua_doc *d, struct ua_slice s, size_t mark)
{
    struct ua_slice head = { s.from, mark }, found;
    if (!text_is_cjk(ua_cp(d, head.from, head.to, NULL)) ||
        text_count(d->text.data + head.from, mark - head.from) > 16)
        return false;
    while (ua_find(d, head, UA_BIT(OFFICE) | UA_BIT(COURTESY), &found)) {
        if (found.to == mark)
            return true;
        head.from = found.to;
    }
    return false;
}

static bool is_opening_mark(uint32_t cp)
{
    return cp == ',' || cp == ':' || cp == '!' || cp == 0xFF0C || cp == 0xFF1A || cp == 0xFF01 || cp == 0x60C;
}

/* The first mark that can close an opening, within its first words; s.to when none. */
static size_t opening_mark(const struct ua_doc *d, struct ua_slice s)
{
    size_t len, words = 0;
    for (size_t i = s.from; i < s.to; i += len) {
        uint32_t cp = ua_cp(d, i, s.to, &len);
        if (is_opening_mark(cp))
            return i;
        words += cp == ' ';
        if (words > 14 || i - s.from > 160)
            return SIZE_MAX;
    }
    return s.to;
}

bool ua_opening_at(const struct ua_doc *d, struct ua_slice s, struct ua_slice *out, size_t *next)
{
    size_t end, len = 0, mark = opening_mark(d, s);
    const struct ua_word *w = ua_match(d, s, UA_BIT(OPENING), &end);
    if (mark == SIZE_MAX ||
        (!w && !(mark < s.to && ua_cp(d, mark, s.to, NULL) != ',' && cjk_opening(d, s, mark))))
        return false;
    struct ua_slice head = { s.from, mark };
    if (mark >= s.to) { /* closed by the end of the line: only where the word leaves no doubt */
        bool dear = strchr(ua_words_value(w), '*') != NULL;
        uint32_t last = ua_cp_before(d, s.from, s.to);
        if (!dear || ua_word_count(d, s) > 10 || last == '.' || ua_word_count(d, s) < 2)
            return false;
    }
    ua_cp(d, mark, s.to, &len);
    *out = ua_trim(d, head);
    *next = mark + len;
    return true;
}

/* ---- prose ---- */

bool ua_is_prose(const struct ua_doc *d, struct ua_slice s)
{
    size_t words = 0, small = 0;
    struct ua_slice rest = s;
    uint32_t last = ua_cp_before(d, s.from, ua_trim(d, s).to);
    if (text_is_cjk(ua_cp(d, s.from, s.to, NULL)))
        return last == 0x3002 || (s.to - s.from > 120);
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));) {
        words++;
        size_t letters = text_count(d->text.data + w.from, w.to - w.from);
        small += letters > 3 && ua_starts_lower(d, w) && !ua_has_char(d, w, "@/");
    }
    bool ends = last == '.' || last == '?' || last == '!';
    return (words >= 5 && small * 10 >= words * 4) || (words >= 8 && ends && small * 10 >= words * 2) ||
           (words >= 14 && ends && small >= 4) || (words >= 40 && small * 10 >= words * 3);
}

/* ---- units ---- */

struct cutter {
    struct ua_doc *d;
    struct ua_units *u;
    enum ua_part part;
    bool letter_done;
    bool prose_below; /* the next unit is a sentence */
};

static struct ua_unit *push(struct cutter *c, struct ua_unit unit)
{
    if (dyn_room(c->u) < 0) {
        c->d->failed = true;
        return NULL;
    }
    unit.value = ua_trim(c->d, unit.value);
    c->u->at[c->u->n] = unit;
    return &c->u->at[c->u->n++];
}

/* The next label in the line behind `from`; line.to when none. */
static size_t next_label(const struct ua_doc *d, struct ua_slice line, size_t from, struct ua_label *label)
{
    size_t len;
    for (size_t i = from; i < line.to && !stop_now(d->stop); i += len) {
        ua_cp(d, i, line.to, &len);
        if (ua_word_starts(d, line.from, i) && ua_label_at(d, line, i, label))
            return i;
    }
    return line.to;
}

static void cut_line(struct cutter *c, size_t index)
{
    const struct ua_line *l = &c->d->lines.at[index];
    struct ua_slice line = l->at;
    struct ua_label here = { .class = UA_NO_LABEL }, next;
    for (size_t at = line.from; at < line.to;) {
        bool start = at == line.from;
        here.class = UA_NO_LABEL;
        size_t behind = at;
        if (ua_label_at(c->d, line, at, &here))
            behind = here.at.to > at ? here.at.to : at + 1;
        size_t to = next_label(c->d, line, behind == at ? at + 1 : behind, &next);
        push(c, (struct ua_unit){ .at = { at, to },
                                  .value = { behind, to },
                                  .line = index,
                                  .label = here.class,
                                  .bullet = start ? l->bullet : UA_NO_BULLET,
                                  .line_start = start,
                                  .blank_before = start && l->blank_before });
        at = to;
    }
}

static const struct {
    int label;
    enum ua_part part;
} PART_OF[] = {
    { UA_ACTION, UA_IN_ACTION },       { UA_TARGETS, UA_IN_TARGETS },
    { UA_COPIES, UA_IN_COPIES },       { UA_DIPLOMATS, UA_IN_DIPLOMATS },
    { UA_LETTER, UA_IN_LETTER_INTRO }, { UA_ASKS, UA_IN_ASKS },
    { UA_SUMMARY, UA_IN_HEAD },        { UA_BACKGROUND, UA_IN_BACKGROUND },
    { UA_LANGUAGES, UA_IN_OTHER },     { UA_DEADLINE, UA_IN_OTHER },
    { UA_NAME, UA_IN_OTHER },          { UA_PREVIOUS, UA_IN_OTHER },
    { UA_NOTE, UA_IN_OTHER },
};

/* The part a label begins; -1 when it leaves the part as it is. */
static int part_of(const struct cutter *c, const struct ua_unit *u)
{
    if (u->label == UA_HEAD)
        return c->part == UA_IN_HEAD ? UA_IN_HEAD : -1;
    /* "PLEASE SEND APPEALS BEFORE 3 MAY 2013 TO:" */
    if (u->label == UA_DEADLINE && u->line_start && ends_in_colon(c->d, u->at) &&
        u->value.to - u->value.from > 6)
        return UA_IN_TARGETS;
    for (size_t i = 0; i < sizeof PART_OF / sizeof *PART_OF; i++)
        if (PART_OF[i].label == u->label)
            return (int)PART_OF[i].part;
    return -1;
}

/* "Your Excellency" with nothing behind it, right below the label of a letter. */
static bool bare_opening(const struct cutter *c, const struct ua_unit *unit, struct ua_slice *opening)
{
    struct ua_slice s = ua_trim_of(c->d, unit->at, ".");
    if (c->part != UA_IN_LETTER_INTRO || unit->label != UA_NO_LABEL || !unit->line_start ||
        !ua_match(c->d, s, UA_BIT(OPENING), NULL) || ua_word_count(c->d, s) > 6)
        return false;
    *opening = s;
    return true;
}

/* "Excmo. Sr. Ministro:" right above the first sentence of a letter: a short line that begins with a courtesy
 * or an office and is closed by a comma or a colon. */
static bool courtesy_opening(const struct cutter *c, const struct ua_unit *unit, struct ua_slice *opening)
{
    struct ua_slice s = unit->at;
    size_t len = 1;
    while (len < 4 && s.to - len > s.from && ((unsigned char)c->d->text.data[s.to - len] & 0xC0) == 0x80)
        len++;
    if (unit->label != UA_NO_LABEL || !unit->line_start || unit->bullet || !c->prose_below ||
        s.to - s.from > 90 || ua_word_count(c->d, s) > 8 || ua_has_digit(c->d, s) ||
        !is_opening_mark(ua_cp(c->d, s.to - len, s.to, NULL)) ||
        !ua_match(c->d, s, UA_BIT(COURTESY) | UA_BIT(OPENING), NULL))
        return false;
    *opening = ua_trim(c->d, (struct ua_slice){ s.from, s.to - len });
    return true;
}

/* Cuts the opening of a letter off the unit, the rest becoming the first unit of its body. */
static bool begin_letter(struct cutter *c, struct ua_unit *unit, struct ua_unit *body)
{
    struct ua_slice opening, s = unit->label == UA_NO_LABEL ? unit->at : unit->value;
    size_t next = unit->at.to;
    if (c->letter_done || !(ua_opening_at(c->d, s, &opening, &next) || bare_opening(c, unit, &opening) ||
                            courtesy_opening(c, unit, &opening)))
        return false;
    if (unit->label != UA_NO_LABEL && unit->label != UA_LETTER && unit->label != UA_ACTION)
        return false;
    *body = *unit;
    body->label = UA_NO_LABEL;
    body->at = body->value = ua_trim(c->d, (struct ua_slice){ next, unit->at.to });
    body->part = UA_IN_LETTER;
    body->line_start = body->blank_before = false;
    *unit = (struct ua_unit){ .at = opening,
                              .value = opening,
                              .line = unit->line,
                              .label = UA_OPENING,
                              .part = UA_IN_LETTER,
                              .line_start = unit->line_start,
                              .blank_before = unit->blank_before };
    c->letter_done = true;
    return true;
}

/* "Dans cette attente, je vous prie d'agréer ...": a closing formula inside one sentence. */
static bool holds_closing(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice found;
    if (s.to - s.from > 320 || ends_in_colon(d, s))
        return false;
    for (const struct ua_word *w; (w = ua_find(d, s, UA_BIT(CLOSING), &found)); s.from = found.to)
        if (strchr(ua_words_value(w), '~'))
            return true;
    return false;
}

static bool closes_letter(const struct cutter *c, struct ua_unit *unit)
{
    size_t end;
    const struct ua_word *w = ua_match(c->d, unit->at, UA_BIT(CLOSING), &end);
    if (!unit->line_start)
        return false;
    if (!w)
        return holds_closing(c->d, unit->at);
    return strpbrk(ua_words_value(w), "*~") || unit->at.to - unit->at.from < 60;
}

/* "Here is the sample letter:", "and a copy to the embassy:": a short line that ends in a colon and holds the
 * words of a label. */
static int announced(const struct ua_doc *d, const struct ua_unit *u)
{
    struct ua_slice s = u->at, found;
    if (u->label != UA_NO_LABEL || !u->line_start || u->bullet || !ends_in_colon(d, s) ||
        s.to - s.from > 160 || ua_word_count(d, s) > 14)
        return UA_NO_LABEL;
    for (const struct ua_word *w;
         (w = ua_find(d, s, UA_BIT(LETTER) | UA_BIT(COPIES) | UA_BIT(TARGETS), &found)); s.from = found.to)
        if (ua_word_count(d, found) > 1 && ua_word_count(d, (struct ua_slice){ found.to, s.to }) < 4)
            return w->class;
    return UA_NO_LABEL;
}

static void place(struct cutter *c, struct ua_unit unit, struct ua_units *out)
{
    struct cutter into = *c;
    into.u = out;
    struct ua_unit body = { 0 };
    int said = announced(c->d, &unit);
    if (said != UA_NO_LABEL && c->part != UA_IN_LETTER) {
        unit.label = said;
        unit.value.from = unit.value.to;
    }
    int part = part_of(c, &unit);
    if (part >= 0)
        c->part = (enum ua_part)part;
    unit.part = (uint8_t)c->part;
    if (begin_letter(c, &unit, &body)) {
        c->part = UA_IN_LETTER;
    } else if (c->part == UA_IN_LETTER && closes_letter(c, &unit)) {
        unit.label = UA_CLOSING;
        unit.part = UA_IN_AFTER;
        c->part = UA_IN_AFTER;
    }
    unit.prose = ua_is_prose(c->d, unit.at);
    push(&into, unit);
    if (!ua_empty(body.at)) {
        body.prose = true;
        push(&into, body);
    }
}

/* ---- the head of a mail ---- */

static bool mail_label(int label)
{
    return label == UA_MAIL || label == UA_SUBJECT || label == UA_DATE || label == UA_TARGETS ||
           label == UA_COPIES || label == UA_EMAIL;
}

/* From:, To:, Date: in a row with a sender among them belong to a mail, not to the appeal in it. */
static void mark_mail(struct ua_units *raw)
{
    for (size_t i = 0, to; i<raw->n; i = to> i ? to : i + 1) {
        bool sender = false;
        for (to = i; to < raw->n && (!raw->at[to].line_start || mail_label(raw->at[to].label)); to++)
            sender |= raw->at[to].label == UA_MAIL;
        if (!raw->at[i].line_start || !sender || to - i < 2)
            continue;
        for (size_t j = i; j < to; j++) {
            raw->at[j].mail = true;
            if (raw->at[j].label != UA_DATE && raw->at[j].label != UA_SUBJECT)
                raw->at[j].label = UA_MAIL;
        }
    }
}

void ua_units_make(struct ua_doc *d, struct ua_units *u)
{
    struct ua_units raw = { 0 };
    struct cutter c = { .d = d, .u = &raw };
    for (size_t i = 0; i < d->lines.n && !d->failed && !stop_now(d->stop); i++)
        cut_line(&c, i);
    mark_mail(&raw);
    for (size_t i = 0; i < raw.n && !d->failed && !stop_now(d->stop); i++) {
        c.prose_below = i + 1 < raw.n && raw.at[i + 1].line_start && ua_is_prose(d, raw.at[i + 1].at);
        place(&c, raw.at[i], u);
    }
    free(raw.at);
}
