/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests are the items of a list behind "I urge you to:", and whole sentences with a verb of asking.
 * Without a letter they are the list behind "please write ... urging". */
#include "satchel/casework/ua_letter.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_official.h"

int ua_push_slice(struct ua_doc *d, struct ua_slices *to, struct ua_slice s)
{
    if (dyn_room(to) < 0) {
        d->failed = true;
        return -1;
    }
    to->at[to->n++] = s;
    return 0;
}

/* ---- sentences ---- */

/* "Mr." "St." "J." do not end a sentence. */
static bool abbreviation(const struct ua_doc *d, size_t from, size_t dot)
{
    struct ua_slice word = { dot, dot };
    while (word.from > from && !strchr(" \t\n", d->text.data[word.from - 1]))
        word.from--;
    word = ua_bare(d, word);
    size_t n = text_count(d->text.data + word.from, word.to - word.from);
    if (ua_empty(word) || ua_has_digit(d, word))
        return false;
    return (n == 1 && ua_starts_upper(d, word)) ||
           (n < 5 && ua_is(d, word, UA_BIT(COURTESY) | UA_BIT(RANK))) ||
           (n < 4 && ua_is(d, word, UA_BIT(STREET)));
}

static bool sentence_end(const struct ua_doc *d, struct ua_slice s, size_t i, size_t *len)
{
    uint32_t cp = ua_cp(d, i, s.to, len);
    if (cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F)
        return true;
    if (cp != '.' && cp != '!' && cp != '?' && cp != 0x61F && cp != 0x6D4)
        return false;
    size_t next = i + *len, step;
    uint32_t after = ua_cp(d, next, s.to, &step);
    while (after == '"' || after == '\'' || after == 0x201D || after == 0x2019 || after == ')' ||
           after == 0xBB) {
        next += step;
        after = ua_cp(d, next, s.to, &step);
    }
    if (after != 0 && after != ' ' && after != '\t' && after != '\n')
        return false;
    struct ua_slice rest = ua_trim(d, (struct ua_slice){ next, s.to });
    if (!ua_empty(rest) && (ua_starts_lower(d, rest) || (cp == '.' && abbreviation(d, s.from, i))))
        return false;
    *len = next - i;
    return true;
}

struct ua_slice ua_next_sentence(const struct ua_doc *d, struct ua_slice *rest)
{
    struct ua_slice s = ua_trim(d, *rest);
    size_t len;
    for (size_t i = s.from; i < s.to; i += len) {
        if (!sentence_end(d, s, i, &len))
            continue;
        rest->from = i + len;
        return (struct ua_slice){ s.from, i + len };
    }
    rest->from = rest->to;
    return s;
}

static bool ends_in_colon(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim(d, s);
    uint32_t cp = ua_cp_before(d, s.from, s.to);
    return cp == ':' || cp == 0xFF1A;
}

/* ---- items ---- */

/* Bullets may stand inside a line: "• one • two". */
static size_t inline_bullet(const struct ua_doc *d, struct ua_slice s, size_t *len)
{
    for (size_t i = s.from; i < s.to; i += *len) {
        uint32_t cp = ua_cp(d, i, s.to, len);
        bool mark = cp == 0x2022 || cp == 0x25FC || cp == 0x25A0 || cp == 0x25AA || cp == 0x25CF ||
                    (cp >= 0xE000 && cp <= 0xF8FF);
        if (mark && (i == s.from || d->text.data[i - 1] == ' ' || d->text.data[i - 1] == '\t'))
            return i;
    }
    *len = 0;
    return s.to;
}

static void add_ask(struct ua_doc *d, struct ua_slices *asks, struct ua_slice s)
{
    const struct ua_word *please = ua_match(d, ua_bare(d, s), UA_BIT(PLEASE), NULL);
    if (please && !strcmp(ua_words_value(please), "not"))
        return; /* "Start with Dear Minister": advice */
    s = ua_trim_of(d, s, ";,-");
    size_t n = s.to - s.from;
    if (n > 3 && !strncmp(d->text.data + s.to - 3, "；", 3))
        s.to -= 3;
    else if (n > 2 && !strncmp(d->text.data + s.to - 2, "؛", 2))
        s.to -= 2;
    s = ua_trim(d, s);
    if (!ua_empty(s) && s.to - s.from > 5 &&
        (ua_word_count(d, s) > 1 || text_is_cjk(ua_cp(d, s.from, s.to, NULL))))
        ua_push_slice(d, asks, s);
}

static void add_items(struct ua_doc *d, struct ua_slices *asks, struct ua_slice s)
{
    size_t len;
    for (size_t at; (at = inline_bullet(d, s, &len)) < s.to; s.from = at + len)
        add_ask(d, asks, (struct ua_slice){ s.from, at });
    add_ask(d, asks, s);
}

/* "Until he is free, please make sure that ..." */
static bool please_behind_comma(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice found;
    for (const struct ua_word *w; (w = ua_find(d, s, UA_BIT(PLEASE), &found)); s.from = found.to) {
        struct ua_slice before = ua_trim(d, (struct ua_slice){ s.from, found.from });
        uint32_t mark = ua_cp_before(d, before.from, before.to);
        if ((mark == ',' || mark == 0xFF0C || mark == 0x60C) && strcmp(ua_words_value(w), "not"))
            return true;
    }
    return false;
}

static bool asks_something(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice bare = ua_bare(d, s);
    const struct ua_word *please = ua_match(d, bare, UA_BIT(PLEASE), NULL);
    if (please)
        return strcmp(ua_words_value(please), "not") != 0;
    return ua_find(d, s, UA_BIT(ASK), NULL) || please_behind_comma(d, s);
}

/* ---- the letter ---- */

struct reading {
    struct ua_doc *d;
    struct ua_slices *asks;
    bool list;    /* behind a lead-in */
    bool bullets; /* its items have bullets */
    size_t items;
    bool blank_first; /* a blank line stood between lead-in and first item */
};

/* Sentences of a paragraph that ask; the last may be the lead-in of a list. */
static void read_sentences(struct reading *r, struct ua_slice s, bool more)
{
    size_t len, bullet = inline_bullet(r->d, s, &len);
    struct ua_slice rest = { s.from, bullet };
    r->list = false;
    for (struct ua_slice one; !ua_empty(one = ua_next_sentence(r->d, &rest));) {
        bool asks = asks_something(r->d, one);
        bool lead = ends_in_colon(r->d, one) && ua_empty(ua_trim(r->d, rest));
        if (lead && (asks || more) && (bullet < s.to || more)) {
            r->list = true;
            r->items = 0;
        } else if (asks) {
            add_ask(r->d, r->asks, one);
        }
    }
    if (bullet < s.to)
        add_items(r->d, r->asks, (struct ua_slice){ bullet + len, s.to });
}

/* A line without a bullet in a list of such lines. */
static bool bare_item(const struct reading *r, const struct ua_unit *u)
{
    if (!r->list || r->bullets)
        return false;
    if (ends_in_colon(r->d, u->at) ||
        ua_find(r->d,
                (struct ua_slice){ u->at.from, u->at.from + 40 < u->at.to ? u->at.from + 40 : u->at.to },
                UA_BIT(ASK), NULL))
        return false;
    return !r->items || !u->blank_before || r->d->spaced || r->blank_first;
}

static void read_letter_unit(struct reading *r, const struct ua_unit *u, bool last)
{
    if (u->bullet) {
        bool lead = r->list || r->asks->n || u->bullet == UA_MARK;
        r->bullets = true;
        r->items++;
        if (lead)
            add_items(r->d, r->asks, u->at);
        r->list = true;
    } else if (bare_item(r, u)) {
        if (!r->items)
            r->blank_first = u->blank_before;
        r->items++;
        add_items(r->d, r->asks, u->at);
    } else {
        r->bullets = false;
        read_sentences(r, u->at, !last);
    }
}

/* The line a unit stands in, up to the next label that begins another part; units of one line are one. */
static struct ua_slice whole_line(const struct ua_units *u, size_t *i)
{
    struct ua_slice s = u->at[*i].at;
    while (*i + 1 < u->n && u->at[*i + 1].line == u->at[*i].line && u->at[*i + 1].part == UA_IN_LETTER)
        s.to = u->at[++*i].at.to;
    return s;
}

/* The closing formula inside a line: "... regards. Yours sincerely, [name]". */
static struct ua_slice before_closing(const struct ua_doc *d, struct ua_slice s, bool *closed)
{
    struct ua_slice found, left = s;
    while (ua_find(d, left, UA_BIT(CLOSING), &found)) {
        struct ua_slice before = ua_trim(d, (struct ua_slice){ s.from, found.from });
        uint32_t last = ua_cp_before(d, before.from, before.to), next = ua_cp(d, found.to, s.to, NULL);
        bool alone = !next || next == ',' || next == ' ' || next == 0x60C || next == 0xFF0C;
        if ((last == '.' || last == '!' || last == 0x3002) && ua_starts_upper(d, found) && alone &&
            ua_word_count(d, (struct ua_slice){ found.from, s.to }) < 30) {
            *closed = true;
            return before;
        }
        left.from = found.to;
    }
    return s;
}

/* "Re: ...", or a line set apart and in capitals, right below the opening. */
static bool is_subject(const struct ua_doc *d, const struct ua_units *u, size_t i)
{
    const struct ua_unit *unit = &u->at[i];
    bool apart = unit->line_start && i + 1 < u->n && u->at[i + 1].blank_before && !unit->bullet;
    return unit->label == UA_SUBJECT || (apart && ua_all_upper(d, unit->at) &&
                                         ua_word_count(d, unit->at) > 2 && !ends_in_colon(d, unit->at));
}

/* Text in columns is read column by column: what is read later may stand earlier. */
static struct parsed_span span_over(struct parsed_span a, struct parsed_span b)
{
    return (struct parsed_span){ a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to };
}

static void read_letter(struct ua_doc *d, const struct ua_units *u, size_t opening, struct parsed *out,
                        struct ua_slices *asks)
{
    struct buf body = { 0 };
    struct reading r = { .d = d, .asks = asks };
    bool closed = false, first = true, was_bullet = false;
    struct parsed_span at = { 0, 0 };
    for (size_t i = opening + 1; i < u->n && u->at[i].part == UA_IN_LETTER && !closed; i++) {
        struct ua_unit unit = u->at[i];
        if (first && is_subject(d, u, i)) {
            if (!out->title.text)
                ua_set_text(d, &out->title, unit.label == UA_SUBJECT ? unit.value : unit.at);
            continue;
        }
        unit.at = before_closing(d, whole_line(u, &i), &closed);
        if (ua_empty(ua_trim(d, unit.at)))
            continue;
        char *text = ua_copy(d, unit.at);
        if (!first)
            buf_adds(&body, unit.bullet && was_bullet && !unit.blank_before ? "\n" : "\n\n");
        buf_adds(&body, text ? text : "");
        str_free(text);
        struct parsed_span here = ua_span(d, ua_trim(d, unit.at));
        at = first ? here : span_over(at, here);
        first = false;
        was_bullet = unit.bullet;
        read_letter_unit(&r, &unit, i + 1 >= u->n || u->at[i + 1].part != UA_IN_LETTER);
    }
    d->failed |= body.failed;
    if (body.len) {
        out->letter_body.text = buf_take(&body, NULL);
        out->letter_body.at = at;
    }
    buf_free(&body);
}

/* ---- "please write ... urging" ---- */

static bool part_has_bullets(const struct ua_units *u)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->at[i].part == UA_IN_ASKS && u->at[i].bullet)
            return true;
    return false;
}

/* A list run together on one line: items end in semicolons. */
static void add_run(struct ua_doc *d, struct ua_slices *asks, struct ua_slice s)
{
    size_t colon = s.to;
    for (size_t i = s.from; i < s.to && i < s.from + 600; i++)
        if (d->text.data[i] == ':' && (colon == s.to || ua_word_count(d, (struct ua_slice){ colon, i }) < 30))
            colon = i; /* the last one of the lead-in */
    if (colon >= s.to || ua_word_count(d, (struct ua_slice){ colon + 1, s.to }) < 3)
        return;
    s.from = colon + 1;
    for (size_t cut; !ua_empty(ua_trim(d, s)); s.from = cut < s.to ? cut + 1 : s.to) {
        cut = ua_find_char(d, s, ";");
        add_items(d, asks, (struct ua_slice){ s.from, cut });
    }
}

static void read_list(struct ua_doc *d, const struct ua_units *u, struct ua_slices *asks)
{
    bool bullets = part_has_bullets(u), lead = false;
    for (size_t i = 0; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->part != UA_IN_ASKS || (unit->label != UA_NO_LABEL && unit->label != UA_ASKS))
            continue;
        if (unit->bullet)
            add_items(d, asks, unit->at);
        else if (unit->label == UA_ASKS || ends_in_colon(d, unit->at)) {
            size_t before = asks->n;
            if (!bullets)
                add_run(d, asks, unit->at);
            lead |= ends_in_colon(d, unit->at) || asks->n > before;
        } else if (!bullets && lead && ua_word_count(d, unit->at) > 2)
            add_items(d, asks, unit->at);
    }
}

/* ---- a list that an organization asks for: "X urges the authorities to:" ---- */

/* A paragraph that asks, or speaks of letters, and ends in a colon, outside the background. */
static bool leads_in(const struct ua_doc *d, const struct ua_unit *u)
{
    struct ua_slice tail = u->at;
    if (!ends_in_colon(d, u->at) || u->part == UA_IN_BACKGROUND || u->part == UA_IN_LETTER)
        return false;
    if (u->label == UA_ACTION || u->label == UA_TARGETS)
        return u->label == UA_TARGETS;
    tail.from = tail.to > tail.from + 300 ? tail.to - 300 : tail.from;
    while (((unsigned char)d->text.data[tail.from] & 0xC0) == 0x80)
        tail.from++;
    return ua_find(d, tail, UA_BIT(ASK) | UA_BIT(APPEALS), NULL) != NULL;
}

/* An item of such a list, not an official's block with a number before it. */
static bool is_request_item(const struct ua_doc *d, const struct ua_unit *u)
{
    return u->bullet && u->label == UA_NO_LABEL && !ua_is_head_line(d, u->at) && !ua_is_name_line(d, u->at) &&
           !ua_has_char(d, u->at, "@") &&
           (ua_word_count(d, u->at) > 3 || text_is_cjk(ua_cp(d, u->at.from, u->at.to, NULL)));
}

static bool ends_in_semicolon(const struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim(d, s);
    uint32_t cp = ua_cp_before(d, s.from, s.to);
    return cp == ';' || cp == 0xFF1B || cp == 0x61B;
}

/* Lines without bullets: all but the last end in a semicolon. */
static void add_bare_items(struct ua_doc *d, const struct ua_units *u, size_t i, struct ua_slices *asks)
{
    for (bool more = true; more && i < u->n && u->at[i].label == UA_NO_LABEL && u->at[i].line_start; i++) {
        more = ends_in_semicolon(d, u->at[i].at);
        if (more || asks->n)
            add_items(d, asks, u->at[i].at);
    }
}

static void read_called_for(struct ua_doc *d, const struct ua_units *u, struct ua_slices *asks)
{
    for (size_t i = 0; i + 1 < u->n && !asks->n; i++) {
        if (!leads_in(d, &u->at[i]))
            continue;
        for (size_t j = i + 1; j < u->n && is_request_item(d, &u->at[j]); j++)
            add_items(d, asks, u->at[j].at);
        if (!asks->n)
            add_bare_items(d, u, i + 1, asks);
    }
}

void ua_letter_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out, struct ua_slices *asks)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->at[i].label == UA_OPENING) {
            ua_set_text(d, &out->letter_salutation, u->at[i].at);
            read_letter(d, u, i, out, asks);
            break;
        }
    if (!asks->n)
        read_list(d, u, asks);
    if (!asks->n)
        read_called_for(d, u, asks);
    for (size_t i = 0; i < asks->n; i++)
        ua_add_text(d, &out->letter_asks, asks->at[i]);
}

/* ---- which language ---- */

static const struct {
    const char *lang, *words, *signs; /* the commonest words, and letters that the others hardly have */
} COMMON[] = {
    { "en",
      " the of to and in that is for are was his her with i you a on be has have been not by this from your "
      "she he urge call ask write ",
      "" },
    { "es",
      " el la los las de del que y en por para con su sus un una a es se le lo al como no está están fue ha "
      "han sin esta este usted pido ruego solicito insto escribo detenida detenido libertad cárcel señor "
      "señora ",
      "ñÑ¿¡" },
    { "fr",
      " le la les de des du et en que qui qu pour dans est une un au aux par sur avec il elle vous je j ne "
      "pas son sa ses ce cette a été sont d l demande prie écris monsieur madame ",
      "êœîû" },
    { "de",
      " der die das und in den von zu mit ist des für im dem ich sie ein eine einen nicht auf auch dass an "
      "wird wurde bitte ihre ihr herr frau er ",
      "ßäöü" },
    { "it",
      " il di che la le i lo gli per in del della dello dei delle dell con sono una un è e a non si al alla "
      "nel nella da sua suo ho mi chiedo scrivo prego l d sia stato stata signor signora ",
      "òì" },
    { "pt",
      " o a os as de que e em por para com do da dos das um uma é não se ao à na no nas nos seu sua foi está "
      "são lhe escrevo peço solicito detida detido senhor senhora ",
      "ãõ" },
    { "nl",
      " de het een van en in op dat te voor met is zijn niet aan ik u om die er wordt haar hij zij door bij "
      "naar verzoek vraag geachte heer mevrouw ",
      "" },
};
#define LANGS      (sizeof COMMON / sizeof *COMMON)
#define WORD_BYTES 16 /* the longest word above */

static const char *by_script(uint32_t cp)
{
    if (text_is_cjk(cp))
        return "zh";
    if (cp >= 0x600 && cp <= 0x6FF)
        return "ar";
    return cp >= 0x400 && cp <= 0x4FF ? "ru" : NULL;
}

/* Where most letters are of one script. */
static const char *script_language(const struct ua_doc *d, struct ua_slice s)
{
    const char *script = NULL;
    size_t latin = 0, other = 0, len;
    for (size_t i = s.from; i < s.to; i += len) {
        const char *by = by_script(ua_cp(d, i, s.to, &len));
        other += by != NULL;
        latin += len == 1 && d->text.data[i] >= 'a' && d->text.data[i] <= 'z';
        script = by ? by : script;
    }
    return other * 3 > latin ? script : NULL;
}

/* " word ", as in the table: without what stands about it, up to an apostrophe (l'avvocata, qu'elle). */
static bool plain_word(const struct ua_doc *d, struct ua_slice w, char out[static WORD_BYTES + 3])
{
    size_t n = 0, len;
    w = ua_bare(d, w);
    out[n++] = ' ';
    for (size_t i = w.from; i < w.to; i += len) {
        uint32_t cp = ua_cp(d, i, w.to, &len);
        if (cp == '\'' || cp == 0x2019)
            break;
        if (n + len > WORD_BYTES + 1)
            return false;
        memcpy(out + n, d->text.data + i, len);
        if (cp >= 'A' && cp <= 'Z')
            out[n] = (char)(out[n] | 32);
        n += len;
    }
    out[n] = ' ';
    out[n + 1] = '\0';
    return n > 1;
}

static bool has_sign(const struct ua_doc *d, struct ua_slice w, const char *signs)
{
    size_t len;
    for (size_t i = w.from; i < w.to; i += len) {
        char one[8] = "";
        if (ua_cp(d, i, w.to, &len) < 0x80)
            continue;
        memcpy(one, d->text.data + i, len);
        if (strstr(signs, one))
            return true;
    }
    return false;
}

/* The best by far enough: two words more than the next, and a tenth of its own. */
static const char *clear_winner(const size_t score[static LANGS])
{
    size_t best = 0, next = 0;
    for (size_t k = 1; k < LANGS; k++)
        best = score[k] > score[best] ? k : best;
    for (size_t k = 0; k < LANGS; k++)
        next = k != best && score[k] > next ? score[k] : next;
    size_t ahead = score[best] - next;
    return ahead >= 2 && ahead * 10 >= score[best] ? COMMON[best].lang : NULL;
}

const char *ua_language_of(const struct ua_doc *d, struct ua_slice s)
{
    size_t score[LANGS] = { 0 };
    s.to = s.to > s.from + 6000 ? s.from + 6000 : s.to;
    const char *script = script_language(d, s);
    if (script)
        return script;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &s));) {
        char word[WORD_BYTES + 3];
        bool plain = plain_word(d, w, word);
        for (size_t k = 0; k < LANGS; k++)
            score[k] +=
                (size_t)(plain && strstr(COMMON[k].words, word)) + (size_t)has_sign(d, w, COMMON[k].signs);
    }
    return clear_winner(score);
}
