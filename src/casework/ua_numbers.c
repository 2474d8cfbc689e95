/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"

static size_t digits_at(const char *s, size_t at, size_t to)
{
    size_t n = 0;
    while (at + n < to && s[at + n] >= '0' && s[at + n] <= '9')
        n++;
    return n;
}

size_t ua_number_end(const struct ua_doc *d, struct ua_slice s)
{
    const char *t = buf_text(&d->text);
    size_t n = digits_at(t, s.from, s.to), at = s.from + n;
    if (n < 1 || n > 3 || at >= s.to || (t[at] != '/' && t[at] != '.'))
        return s.from;
    char mark = t[at++];
    size_t year = digits_at(t, at, s.to);
    if (year != 2 && year != 4)
        return s.from;
    if (year == 4 && strncmp(t + at, "19", 2) && strncmp(t + at, "20", 2))
        return s.from;
    at += year;
    if (at < s.to && t[at] == mark && digits_at(t, at + 1, s.to))
        return s.from; /* a date, or an index */
    if (at + 1 < s.to && t[at] == '-' && digits_at(t, at + 1, s.to) == 1)
        at += 2;
    return at;
}

/* Between the word and the number: "UA: 12/20", "AU n° 12/20", "UA No. 12/20", "UA-12/20". */
static size_t skip_number_marks(const struct ua_doc *d, size_t at, size_t to)
{
    size_t len;
    for (uint32_t cp; at < to && (cp = ua_cp(d, at, to, &len)); at += len) {
        struct ua_slice s = { at, to };
        if (cp < 0x80 ? !strchr(" \t:#.-", (int)cp) &&
                            !(strchr("nN", (int)cp) && ua_starts_upper(d, s) == (cp == 'N') && at + 1 < to &&
                              strchr("o.\xC2", d->text.data[at + 1])) &&
                            !(cp == 'o' && (d->text.data[at - 1] | 32) == 'n')
                      : cp != 0xB0 && cp != 0xBA && cp != 0xFF1A && cp != 0x2116 && cp != 0xA0)
            break;
    }
    return at;
}

size_t ua_pen_number_end(const struct ua_doc *d, struct ua_slice s)
{
    if (s.to < s.from + 3 || strncmp(d->text.data + s.from, "RAN", 3))
        return s.from;
    size_t at = skip_number_marks(d, s.from + 3, s.to < s.from + 24 ? s.to : s.from + 24),
           end = ua_number_end(d, (struct ua_slice){ at, s.to });
    return at > s.from + 3 && end > at ? end : s.from;
}

/* "Inmate number 12/45": the word is the end of what names a number of somebody. */
static bool is_other_number(const struct ua_doc *d, struct ua_slice s, struct ua_slice word)
{
    struct ua_slice near = ua_last(d, (struct ua_slice){ s.from, word.to }, 40), found;
    const struct ua_word *w;
    while ((w = ua_find(d, near, UA_BIT(NOT_NAME), &found))) {
        if (found.to >= word.to && !strcmp(ua_words_value(w), "number"))
            return true;
        near.from = found.to;
    }
    return false;
}

bool ua_find_number(const struct ua_doc *d, struct ua_slice s, struct ua_slice *whole,
                    struct ua_slice *digits)
{
    struct ua_slice word;
    while (ua_find(d, s, UA_BIT(NUMBER) | UA_BIT(HEAD), &word)) {
        size_t at = skip_number_marks(d, word.to, s.to < word.to + 24 ? s.to : word.to + 24);
        size_t end = ua_number_end(d, (struct ua_slice){ at, s.to });
        bool loud = word.to - word.from > 3 || ua_all_upper(d, word);
        if (end > at && loud && !is_other_number(d, s, word)) {
            *whole = (struct ua_slice){ word.from, end };
            *digits = (struct ua_slice){ at, end };
            return true;
        }
        s.from = word.to;
    }
    return false;
}

/* 086/21-3 is 86/21, update 3. */
static void normalize(struct ua_doc *d, struct ua_slice digits, struct parsed *out)
{
    char *s = ua_copy(d, digits);
    if (!s)
        return;
    char *mark = strpbrk(s, "/."), *dash = strchr(s, '-');
    unsigned long n = strtoul(s, NULL, 10), year = strtoul(mark + 1, NULL, 10) % 100;
    char norm[32];
    snprintf(norm, sizeof norm, "%lu/%02lu", n, year);
    d->failed |= str_set(&out->ua_number_norm, norm) < 0;
    if (dash && dash[1] != '0')
        d->failed |= str_set(&out->update, dash + 1) < 0;
    str_free(s);
}

/* A first line like "64/21 Hong Kong". */
static bool bare_number(const struct ua_doc *d, const struct ua_units *u, struct ua_slice *found)
{
    for (size_t i = 0; i < u->n && u->at[i].line < 3; i++) {
        struct ua_slice s = u->at[i].at;
        size_t end = ua_number_end(d, s);
        if (end > s.from && d->text.data[s.from + digits_at(d->text.data, s.from, s.to)] == '/' &&
            (end == s.to || ua_find(d, (struct ua_slice){ end, s.to }, UA_BIT(COUNTRY), NULL))) {
            *found = (struct ua_slice){ s.from, end };
            return true;
        }
    }
    return false;
}

/* PEN's number, wherever it stands in a line of the head. */
static bool pen_reference(const struct ua_doc *d, const struct ua_units *u, struct ua_slice *found)
{
    for (size_t i = 0; i < u->n && u->at[i].part == UA_IN_HEAD; i++) {
        struct ua_slice rest = u->at[i].at;
        for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));) {
            w.from = ua_bare(d, w).from;
            size_t end = ua_pen_number_end(d, (struct ua_slice){ w.from, u->at[i].at.to });
            if (end > w.from) {
                *found = (struct ua_slice){ w.from, end };
                return true;
            }
        }
    }
    return false;
}

/* References of other organisations: CHN 190712, HND 001 / 0115 / OBS 003. */
static bool other_reference(const struct ua_doc *d, const struct ua_units *u, struct ua_slice *found)
{
    for (size_t i = 0; i < u->n && u->at[i].part == UA_IN_HEAD; i++) {
        struct ua_slice s = ua_trim(d, u->at[i].at), rest = s, code = ua_next_word(d, &rest), number;
        if (ua_is(d, code, UA_BIT(NUMBER))) { /* "Case XYZ 010203" */
            s = ua_trim(d, rest);
            code = ua_next_word(d, &rest);
        }
        number = ua_next_word(d, &rest);
        if (code.to - code.from == 3 && ua_all_upper(d, code) &&
            digits_at(d->text.data, number.from, number.to) >= 3 && s.to - s.from < 40 &&
            !ua_find_index(d, s, &(struct ua_slice){ 0, 0 })) {
            *found = s;
            return true;
        }
    }
    return false;
}

/* "This is the third update", "THIRD UA", "actualización núm. 1". */
static void read_update(struct ua_doc *d, const struct ua_units *u, struct ua_slice number,
                        struct parsed *out)
{
    struct ua_slice found;
    const struct ua_word *w;
    size_t back = number.from > 24 ? number.from - 24 : 0;
    for (size_t i = 0; i < u->n && !out->update; i++) {
        struct ua_slice s = u->at[i].at;
        if (u->at[i].part == UA_IN_LETTER || u->at[i].part == UA_IN_BACKGROUND)
            continue;
        while (!out->update && (w = ua_find(d, s, UA_BIT(ORDINAL), &found))) {
            struct ua_slice near = { found.to, s.to < found.to + 40 ? s.to : found.to + 40 }, then;
            bool ua = ua_match(d, ua_trim(d, near), UA_BIT(NUMBER), NULL) && found.from >= back;
            const struct ua_word *hint = ua_find(d, near, UA_BIT(HINT), &then);
            bool next = hint && !strcmp(ua_words_value(hint), "update") &&
                        ua_word_count(d, (struct ua_slice){ found.to, then.from }) < 3;
            if ((ua && strcmp(ua_words_value(w), "1")) || next)
                d->failed |= str_set(&out->update, ua_words_value(w)) < 0;
            s.from = found.to;
        }
        s = u->at[i].at;
        while (!out->update && (w = ua_find(d, s, UA_BIT(HINT), &found))) {
            struct ua_slice near = { found.to, s.to < found.to + 12 ? s.to : found.to + 12 };
            size_t at = near.from;
            while (at < near.to && !(d->text.data[at] >= '0' && d->text.data[at] <= '9') &&
                   d->text.data[at] != '/')
                at++;
            size_t n = digits_at(d->text.data, at, near.to);
            if (!strcmp(ua_words_value(w), "update") && n == 1 &&
                (at + 1 >= d->text.len || !strchr("/.", d->text.data[at + 1])))
                out->update = ua_copy(d, (struct ua_slice){ at, at + 1 });
            s.from = found.to;
        }
    }
}

/* ---- index ---- */

static bool index_code(const char *s)
{
    static const char CODES[] = "AFR AMR ASA EUR MDE ACT POL NWS IOR ORG DOC";
    for (size_t i = 0; i + 3 <= sizeof CODES; i += 4)
        if (!memcmp(CODES + i, s, 3))
            return true;
    return false;
}

static size_t index_end(const char *t, size_t at, size_t to)
{
    size_t i = at + 3;
    while (i < to && i < at + 5 && (t[i] == ' ' || t[i] == '-'))
        i++;
    for (int part = 0; part < 3; part++) {
        size_t n = digits_at(t, i, to);
        if (n < 1 || n > 4)
            return at;
        i += n;
        if (part < 2 && (i >= to || t[i++] != '/'))
            return at;
    }
    return i;
}

bool ua_find_index(const struct ua_doc *d, struct ua_slice s, struct ua_slice *found)
{
    const char *t = buf_text(&d->text);
    for (size_t i = s.from; i + 9 < s.to; i++) {
        if (!index_code(t + i) || (i > 0 && t[i - 1] == '/') || !ua_word_starts(d, s.from, i))
            continue;
        size_t end = index_end(t, i, s.to);
        if (end > i) {
            *found = (struct ua_slice){ i, end };
            return true;
        }
    }
    return false;
}

/* AMR-37/012/10 and AMR 37/012/2010 are one. */
static bool same_index(const struct ua_doc *d, struct ua_slice a, struct ua_slice b)
{
    const char *t = d->text.data;
    size_t i = a.from, j = b.from;
    while (i < a.to && j < b.to) {
        while (i < a.to && strchr(" -0", t[i]))
            i++;
        while (j < b.to && strchr(" -0", t[j]))
            j++;
        if (i >= a.to || j >= b.to || t[i] != t[j])
            break;
        if (t[i] == '/' && i + 5 == a.to && j + 3 == b.to)
            return !strncmp(t + i + 3, t + j + 1, 2);
        if (t[i] == '/' && j + 5 == b.to && i + 3 == a.to)
            return !strncmp(t + j + 3, t + i + 1, 2);
        i++;
        j++;
    }
    return i >= a.to && j >= b.to;
}

static void read_index(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    struct ua_slice first = { 0, 0 }, mail = { 0, 0 }, labelled = { 0, 0 }, found;
    for (size_t i = 0; i < u->n; i++) {
        struct ua_slice s = u->at[i].at;
        bool head = u->at[i].part == UA_IN_HEAD || u->at[i].label == UA_INDEX;
        while (head && ua_find_index(d, s, &found)) {
            if (u->at[i].mail || u->at[i].label == UA_SUBJECT)
                mail = ua_empty(mail) ? found : mail;
            else if (u->at[i].label == UA_INDEX && ua_empty(labelled))
                labelled = found;
            else if (ua_empty(first))
                first = found;
            else if (!out->previous_index.text && !same_index(d, first, found))
                ua_set_text(d, &out->previous_index, found);
            s.from = found.to;
        }
    }
    if (!ua_empty(labelled)) {
        if (!ua_empty(first) && !out->previous_index.text && !same_index(d, first, labelled))
            ua_set_text(d, &out->previous_index, first);
        first = labelled;
    }
    if (ua_empty(first))
        first = mail;
    if (!ua_empty(first))
        ua_set_text(d, &out->index, first);
}

void ua_numbers_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    struct ua_slice whole = { 0, 0 }, digits = { 0, 0 };
    bool found = false;
    for (int pass = 0; pass < 2 && !found; pass++)
        for (size_t i = 0; i < u->n && !found; i++) {
            struct ua_slice line = d->lines.at[u->at[i].line].at;
            bool background = u->at[i].part == UA_IN_BACKGROUND || u->at[i].part == UA_IN_LETTER;
            if (background == (pass == 1) && (u->at[i].line_start || i == 0))
                found = ua_find_number(d, line, &whole, &digits);
        }
    if (!found && (found = bare_number(d, u, &digits)))
        whole = digits;
    if (found)
        normalize(d, digits, out);
    else if (pen_reference(d, u, &whole) || other_reference(d, u, &whole))
        found = true;
    if (found) {
        /* "THIRD UA 60/16" is printed with its ordinal */
        struct ua_slice line = ua_last(d, (struct ua_slice){ 0, whole.from }, 24), ordinal;
        while (ua_find(d, line, UA_BIT(ORDINAL), &ordinal)) {
            line.from = ordinal.to;
            if (ua_empty(ua_trim(d, line)))
                whole.from = ordinal.from;
        }
        ua_set_text(d, &out->ua_number, whole);
    }
    read_update(d, u, whole, out);
    read_index(d, u, out);
}
