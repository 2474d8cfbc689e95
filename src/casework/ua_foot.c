/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_foot.h"

#include <string.h>

#include "satchel/base/text.h"

/* ---- languages ---- */

static void add_language(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    char *text = ua_copy(d, s);
    for (size_t i = 0; text && i < out->preferred_languages.n; i++)
        if (ua_same_text(d, text, out->preferred_languages.at[i].text)) {
            str_free(text);
            return;
        }
    ua_add_own(d, &out->preferred_languages, text, ua_span(d, s));
}

/* "the Russian Federation" is no language. */
static bool has_article(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    return at >= s.from + 4 && !strncmp(d->text.data + at - 4, "the ", 4);
}

/* Every known language in s, as printed; an Arabic "and" before it goes. */
static void add_languages(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    size_t len, end;
    for (size_t i = s.from; i < s.to; i += len) {
        uint32_t cp = ua_cp(d, i, s.to, &len);
        struct ua_slice at = { i, s.to };
        if (!text_is_alnum(cp) || !ua_word_starts(d, s.from, i))
            continue;
        if ((cp == 0x648 || cp == 0x628) &&
            ua_match(d, (struct ua_slice){ i + len, s.to }, UA_BIT(LANGUAGE), &end))
            at.from = i + len;
        else if (!ua_match(d, at, UA_BIT(LANGUAGE), &end))
            continue;
        if (!has_article(d, s, at.from))
            add_language(d, out, (struct ua_slice){ at.from, end });
        len = end - i;
    }
}

/* One or two words, the first with a capital unless it stands alone or its script has none, and no
 * "your language". */
static bool can_be_language(const struct ua_doc *d, struct ua_slice piece, struct ua_slice all)
{
    size_t n = ua_word_count(d, piece);
    bool alone = piece.from == all.from && piece.to == all.to;
    return n >= 1 && n <= 2 && piece.to - piece.from > 2 && piece.to - piece.from < 60 &&
           !ua_has_digit(d, piece) && !ua_has_char(d, piece, "[]@:/") &&
           (alone || !ua_starts_lower(d, piece)) && text_is_alnum(ua_cp(d, piece.from, piece.to, NULL)) &&
           !ua_find(d, piece, UA_BIT(LANGUAGE) | UA_BIT(LANGUAGES), NULL) &&
           !(n == 1 && ua_is(d, piece, UA_BIT(NOT_NAME)));
}

static void add_unknown(struct ua_doc *d, struct parsed *out, struct ua_slice piece, struct ua_slice all,
                        size_t *unknown)
{
    piece = ua_trim_of(d, piece, ",;/.()");
    if (ua_empty(piece) || !can_be_language(d, piece, all))
        return;
    add_language(d, out, piece);
    *unknown = *unknown == SIZE_MAX ? piece.from : *unknown;
}

/* What stands between commas and "or" and is no language we know stays as it is printed. */
static void add_unknown_languages(struct ua_doc *d, struct parsed *out, struct ua_slice s, size_t *unknown)
{
    s = ua_trim_of(d, s, ",;/.()");
    struct ua_slice rest = s, piece = { s.from, s.from };
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));) {
        bool joins = ua_is(d, ua_bare(d, w), UA_BIT(CONNECTOR)), ends = ua_find_char(d, w, ",;/") < w.to;
        piece.to = joins ? w.from : w.to;
        if (joins || ends) {
            add_unknown(d, out, piece, s, unknown);
            piece.from = w.to;
        }
        piece.to = w.to;
    }
    add_unknown(d, out, piece, s, unknown);
}

/* As they are printed, known and unknown ones. */
static void sort_languages(struct parsed_texts *l)
{
    for (size_t i = 1; i < l->n; i++)
        for (size_t k = i; k > 0 && l->at[k].at.from < l->at[k - 1].at.from; k--) {
            struct parsed_text one = l->at[k];
            l->at[k] = l->at[k - 1];
            l->at[k - 1] = one;
        }
}

/* Up to the end of the sentence. */
static struct ua_slice first_sentence(const struct ua_doc *d, struct ua_slice s)
{
    for (size_t i = s.from; i + 1 < s.to; i++)
        if ((d->text.data[i] == '.' && d->text.data[i + 1] == ' ') || !strncmp(d->text.data + i, "。", 3))
            return (struct ua_slice){ s.from, i };
    return s;
}

/* A line without a label that calls for letters: "请立即用中文、英文写信，要求当局：", and the line below
 * "Please send faxes:" that goes on "in English or your own language:". */
static bool calls_for_letters(const struct ua_doc *d, const struct ua_units *u, size_t i)
{
    const struct ua_unit *unit = &u->at[i];
    size_t end;
    if (unit->label != UA_NO_LABEL || unit->bullet || unit->part == UA_IN_LETTER ||
        unit->part == UA_IN_BACKGROUND || unit->at.to - unit->at.from > 300)
        return false;
    uint32_t last = ua_cp_before(d, unit->at.from, unit->at.to);
    if (last != ':' && last != 0xFF1A)
        return false;
    bool below = i > 0 && u->at[i - 1].label == UA_ASKS && ua_match(d, unit->at, UA_BIT(CONNECTOR), &end) &&
                 ua_match(d, ua_trim(d, (struct ua_slice){ end, unit->at.to }), UA_BIT(LANGUAGE), NULL);
    return below || ua_find(d, unit->at, UA_BIT(APPEALS), NULL);
}

void ua_languages_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out, size_t *unknown)
{
    *unknown = SIZE_MAX;
    for (size_t i = 0; i < u->n && !out->preferred_languages.n; i++) {
        if (u->at[i].label != UA_LANGUAGES)
            continue;
        struct ua_slice s = u->at[i].value;
        for (size_t j = i + 1; ua_empty(s) && j < u->n && j < i + 2; j++)
            s = u->at[j].label == UA_NO_LABEL ? u->at[j].at : s;
        s = first_sentence(d, s);
        add_languages(d, out, s);
        add_unknown_languages(d, out, s, unknown);
        sort_languages(&out->preferred_languages);
    }
    /* "Please write immediately in English, Chinese or your own language:" */
    for (size_t i = 0; i < u->n && !out->preferred_languages.n; i++) {
        if (u->at[i].label != UA_ASKS && u->at[i].label != UA_ACTION)
            continue;
        struct ua_slice s = u->at[i].at;
        size_t colon = ua_find_char(d, (struct ua_slice){ u->at[i].value.from, s.to }, ":");
        s.to = s.to < s.from + 300 ? s.to : s.from + 300;
        if (colon < s.to)
            s.to = colon;
        add_languages(d, out, first_sentence(d, s));
    }
    for (size_t i = 0; i < u->n && !out->preferred_languages.n; i++)
        if (calls_for_letters(d, u, i))
            add_languages(d, out, u->at[i].at);
}

/* ---- the former appeal ---- */

void ua_previous_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < u->n && !out->previous_ua_link.text; i++) {
        if (u->at[i].label != UA_PREVIOUS)
            continue;
        for (size_t j = i; j < u->n && j < i + 2 && !out->previous_ua_link.text; j++) {
            struct ua_slice rest = j == i ? u->at[j].value : u->at[j].at;
            for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));) {
                w = ua_trim_of(d, w, ",;()<>[]");
                if (w.to - w.from > 8 && (!strncmp(d->text.data + w.from, "http", 4) ||
                                          !strncmp(d->text.data + w.from, "www.", 4))) {
                    ua_set_text(d, &out->previous_ua_link, w);
                    break;
                }
            }
        }
    }
}
