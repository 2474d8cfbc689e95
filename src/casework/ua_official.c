/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_official.h"

#include <string.h>
#include <strings.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_name.h"

#define TITLE_WORDS                                                                                          \
    (UA_BIT(OFFICE) | UA_BIT(BODY) | UA_BIT(INSTITUTION) | UA_BIT(BEFORE_INSTITUTION) | UA_BIT(CONNECTOR) |  \
     UA_BIT(COUNTRY) | UA_BIT(DEMONYM))
#define SEPARATORS ",;:-|()"
#define NAME_WORDS 9

static struct ua_slice after(const struct ua_doc *d, struct ua_slice s, size_t from, const char *marks)
{
    return ua_trim_of(d, (struct ua_slice){ from, s.to }, marks);
}

/* Skips separators at the start only, dashes of every kind too. */
static struct ua_slice skip_separators(const struct ua_doc *d, struct ua_slice s)
{
    size_t len;
    for (uint32_t cp; (cp = ua_cp(d, s.from, s.to, &len));) {
        if (cp != 0x2013 && cp != 0x2014 && cp != ' ' && cp != '\t' && cp != '.' && cp != 0xFF0C &&
            cp != 0x60C && !(cp < 0x80 && strchr(SEPARATORS, (int)cp)))
            break;
        s.from += len;
    }
    return ua_trim(d, s);
}

static bool uncased(uint32_t cp)
{
    return cp >= 0x590 && cp < 0x1000;
}

struct ua_slice ua_without_courtesy(const struct ua_doc *d, struct ua_slice s, bool *had)
{
    size_t end;
    for (s = ua_trim(d, s); ua_match(d, s, UA_BIT(COURTESY), &end);) {
        struct ua_slice rest = after(d, s, end, ". ");
        if (rest.from >= rest.to || rest.from == s.from)
            break;
        rest.to = s.to;
        *had = true;
        s = ua_trim(d, rest);
    }
    return s;
}

/* ---- names ---- */

/* An adjective before an institution: "Royal Embassy", "Egyptian Embassy", "Supreme Court". */
static bool before_institution(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    for (int i = 0; i < 3; i++) {
        if (!ua_match(d, s, UA_BIT(BEFORE_INSTITUTION) | UA_BIT(DEMONYM) | UA_BIT(COUNTRY), &end))
            return false;
        s = after(d, s, end, "");
        if (ua_match(d, s, UA_BIT(INSTITUTION), NULL))
            return true;
    }
    return false;
}

/* Jordan and Georgia are given names too: one word, a surname behind it, and no more on the line. */
static bool named_like_a_country(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    struct ua_slice rest = s, word = ua_next_word(d, &rest), next;
    if (!ua_match(d, s, UA_BIT(COUNTRY), &end) || end != word.to ||
        ua_match(d, s, UA_BIT(INSTITUTION) | UA_BIT(OFFICE), NULL))
        return false;
    rest = ua_trim(d, rest);
    next = rest;
    next = ua_next_word(d, &next);
    return ua_word_count(d, rest) >= 1 && ua_word_count(d, rest) <= 2 && ua_starts_upper(d, next) &&
           !ua_all_upper(d, next) && !ua_has_char(d, rest, ",0123456789") &&
           !ua_match(d, rest,
                     UA_BIT(STREET) | UA_BIT(INSTITUTION) | UA_BIT(BODY) | UA_BIT(COUNTRY) | UA_BIT(OFFICE),
                     NULL);
}

static bool has_mark_behind(const struct ua_doc *d, struct ua_slice word)
{
    uint32_t last = ua_cp_before(d, word.from, word.to);
    return last == ',' || last == ';' || last == ':' || last == ')' || last == 0x60C;
}

/* Rúa and Camino, Hill and West are surnames too: at the end of a line or before a comma, directly behind
 * the name. The English ones, which close the name of a street as well, only behind "Ms." and the like. */
static bool surname_like_a_street(const struct ua_doc *d, struct ua_slice s, size_t words, bool polite)
{
    size_t end;
    struct ua_slice rest = s, word = ua_next_word(d, &rest), bare = ua_bare(d, word);
    const struct ua_word *w = ua_match(d, bare, UA_BIT(STREET), &end);
    if (!w || end != bare.to || !ua_starts_upper(d, bare) || ua_all_upper(d, bare) ||
        !(ua_empty(ua_trim(d, rest)) || has_mark_behind(d, word)))
        return false;
    if (!strcmp(ua_words_value(w), "surname"))
        return words + polite > 1;
    return polite && !strcmp(ua_words_value(w), "surname?");
}

static bool ends_name(const struct ua_doc *d, struct ua_slice s, size_t words, bool polite)
{
    struct ua_slice rest = s, word = ua_next_word(d, &rest);
    uint32_t cp = ua_cp(d, word.from, word.to, NULL);
    if (ua_has_digit(d, word) || cp == '(' || cp == '-' || cp == 0x2013 || cp == 0x2014 || cp == '[' ||
        cp == '@')
        return true;
    ua_set stop = UA_BIT(INSTITUTION) | UA_BIT(OFFICE) | UA_BIT(ADVICE) | UA_BIT(COUNTRY);
    if (words > 0 && !surname_like_a_street(d, s, words, polite))
        stop |= UA_BIT(STREET);
    if (words > 1)
        stop |= UA_BIT(BODY) | UA_BIT(NOT_NAME);
    s.from = ua_bare(d, s).from;
    if (ua_match(d, s, stop, NULL) && !ua_match(d, s, UA_BIT(PARTICLE), NULL) &&
        (words || !named_like_a_country(d, s)))
        return true;
    return before_institution(d, s);
}

/* "XVII Brigada": no name begins with a number. LI and XI are surnames. */
static bool roman_number(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice word = ua_bare(d, ua_next_word(d, &s));
    size_t n = word.to - word.from;
    return n > 2 && strspn(d->text.data + word.from, "IVXLC") >= n;
}

/* "(Provisional Ruling) Council": the words before it are its name, unless it opens an address ("Office of",
 * "Ministry"). */
static bool ends_institution(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    const struct ua_word *w = ua_match(d, s, UA_BIT(INSTITUTION), &end);
    if (!w || *ua_words_value(w) == '!')
        return false;
    struct ua_slice rest = ua_trim(d, (struct ua_slice){ end, s.to });
    uint32_t mark = ua_cp(d, end, s.to, NULL);
    return !mark || mark == ',' || (ua_empty(rest));
}

/* A small word that is a given name or surname here: "Ou Phat", "An Jung". */
static bool short_name_word(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice rest = s, word = ua_next_word(d, &rest), next = ua_trim(d, rest), second = next;
    second = ua_next_word(d, &second);
    return word.to - word.from == 2 && ua_starts_upper(d, second) && !ua_has_digit(d, second) &&
           !ua_match(d, next,
                     UA_BIT(INSTITUTION) | UA_BIT(BODY) | UA_BIT(OFFICE) | UA_BIT(COUNTRY) | UA_BIT(STREET) |
                         UA_BIT(NOT_NAME),
                     NULL);
}

static bool begins_with_month(const struct ua_doc *d, struct ua_slice s)
{
    return ua_is_named_month(d, ua_next_word(d, &s));
}

size_t ua_name_end(const struct ua_doc *d, struct ua_slice s)
{
    bool had = false, marked = false, open = false; /* "de la": the name would go on */
    size_t end, words = 0, total = 0, name_end = s.from;
    struct ua_slice rest = ua_without_courtesy(d, s, &had);
    if (ua_match(d, rest, UA_BIT(OFFICE), NULL) || roman_number(d, rest))
        return s.from;
    while (ua_match(d, rest, UA_BIT(RANK), &end) && end < rest.to) {
        rest = after(d, rest, end, ".");
        had = true;
    }
    if (!had && ua_match(d, rest, UA_BIT(NOT_NAME), NULL) && !ua_match(d, rest, UA_BIT(PARTICLE), NULL) &&
        !short_name_word(d, rest) && !begins_with_month(d, rest))
        return s.from;
    rest.to = s.to;
    while (total < NAME_WORDS && !ua_empty(ua_trim(d, rest)) && !ends_name(d, ua_trim(d, rest), words, had)) {
        struct ua_slice word = ua_next_word(d, &rest), bare = ua_bare(d, word);
        bool particle = ua_is(d, bare, UA_BIT(PARTICLE));
        if (ua_empty(bare) ||
            (!particle && !ua_capitalised(d, bare) && !uncased(ua_cp(d, bare.from, bare.to, NULL))))
            break;
        open = particle && !ua_starts_upper(d, bare);
        words += !open;
        total++;
        marked = has_mark_behind(d, word);
        name_end = marked ? bare.to : word.to;
        if (marked)
            break;
    }
    rest = ua_trim(d, (struct ua_slice){ name_end, s.to });
    if (!had && words && !marked && ends_institution(d, rest))
        return s.from;
    if (had && words && ua_match(d, rest, UA_BIT(CONNECTOR), &end)) { /* King Ottokar of Freedonia */
        struct ua_slice of = after(d, rest, end, ""), land = ua_next_word(d, &of);
        if (ua_starts_upper(d, land) && ua_empty(ua_trim(d, of)) && !ua_has_digit(d, land))
            name_end = land.to;
    }
    return !open && (words >= 2 || (had && words >= 1)) ? name_end : s.from;
}

/* ---- Chinese, Japanese ---- */

static bool is_cjk(const struct ua_doc *d, struct ua_slice s)
{
    return text_is_cjk(ua_cp(d, s.from, s.to, NULL));
}

static size_t cps(const struct ua_doc *d, struct ua_slice s)
{
    return text_count(d->text.data + s.from, s.to - s.from);
}

static bool cjk_name(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = cps(d, s);
    if (memmem(d->text.data + s.from, s.to - s.from, "·", 2)) /* written by sound: 阿某·某某 */
        return n >= 4 && n <= 16 && !ua_find(d, s, UA_BIT(OFFICE) | UA_BIT(INSTITUTION), NULL);
    return n >= 2 && n <= 4 && (n == 3 || ua_match(d, s, UA_BIT(SURNAME), NULL)) &&
           !ua_match(d, s, UA_BIT(OFFICE) | UA_BIT(OPENING) | UA_BIT(COUNTRY) | UA_BIT(CLOSING), NULL) &&
           !ua_find(d, s, UA_BIT(INSTITUTION) | UA_BIT(STREET), NULL);
}

/* The office a token ends in (李某某局长), and what stands before it. */
static bool ends_in_office(const struct ua_doc *d, struct ua_slice s, size_t *office)
{
    struct ua_slice left = s, found;
    while (ua_find(d, left, UA_BIT(OFFICE), &found)) {
        if (found.to == s.to) {
            *office = found.from;
            return true;
        }
        size_t len;
        ua_cp(d, found.from, s.to, &len);
        left.from = found.from + len;
    }
    return false;
}

static void cjk_token(const struct ua_doc *d, struct ua_slice token, struct ua_head *out)
{
    size_t office, end;
    struct ua_slice bare = token, courtesy;
    bool polite = ua_find(d, token, UA_BIT(COURTESY), &courtesy) && courtesy.to == token.to &&
                  courtesy.from > token.from;
    if (polite)
        bare.to = courtesy.from;
    if (ends_in_office(d, bare, &office)) {
        struct ua_slice before = { bare.from, office };
        if (cjk_name(d, before)) {
            out->name = before;
            out->title = (struct ua_slice){ office, bare.to };
        } else {
            out->title = bare;
        }
    } else if (ua_match(d, bare, UA_BIT(OFFICE), &end) && cjk_name(d, (struct ua_slice){ end, bare.to })) {
        out->title = (struct ua_slice){ bare.from, end };
        out->name = (struct ua_slice){ end, bare.to };
    } else if (cjk_name(d, bare) || (!ua_empty(out->title) && cps(d, bare) <= 5)) {
        out->name = token; /* with its courtesy, as printed */
    } else {
        out->rest = ua_empty(out->rest) ? token : (struct ua_slice){ out->rest.from, token.to };
    }
}

static bool cjk_head(const struct ua_doc *d, struct ua_slice line, struct ua_head *out)
{
    struct ua_slice rest = line;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));)
        cjk_token(d, w, out);
    return !ua_empty(out->title) || !ua_empty(out->name);
}

/* ---- offices ---- */

/* One capitalised word of no list ("Garda Commissioner"): its end, 0 when it is no such word. */
static size_t unknown_word(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice rest = s, word = ua_next_word(d, &rest);
    bool plain =
        ua_starts_upper(d, word) && !has_mark_behind(d, word) && !ua_has_digit(d, word) &&
        !ua_match(d, s,
                  UA_BIT(INSTITUTION) | UA_BIT(RANK) | UA_BIT(STREET) | UA_BIT(OPENING) | UA_BIT(NOT_NAME),
                  NULL);
    return plain ? word.to : 0;
}

/* Where an office begins: "Minister ...", "Interior Minister ...", "Egyptian Ambassador"; s.to when nowhere.
 */
static size_t office_end(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    for (int i = 0; i < 4; i++) {
        if (ua_match(d, s, UA_BIT(OFFICE), &end))
            return end;
        if (!ua_match(d, s, UA_BIT(BODY) | UA_BIT(BEFORE_INSTITUTION) | UA_BIT(DEMONYM) | UA_BIT(COUNTRY),
                      &end) &&
            (i || !(end = unknown_word(d, s))))
            return s.to + 1;
        s = after(d, s, end, "");
    }
    return s.to + 1;
}

/* "Prime Minister's Office" is a place. */
static bool is_place_of_office(const struct ua_doc *d, struct ua_slice s, size_t end)
{
    /* Folded alike: la secretaria is a person, la Secretaría an office building. */
    if (s.to - s.from > 11 && (!strncmp(d->text.data + s.from, "Secretaría", 11) ||
                               !strncmp(d->text.data + s.from, "SECRETARÍA", 11)))
        return true;
    uint32_t cp = ua_cp(d, end, s.to, NULL);
    if (cp == '\'' || cp == 0x2019)
        return true;
    struct ua_slice rest = after(d, s, end, ""), found;
    size_t comma = ua_find_char(d, rest, ",;(");
    return ua_find(d, (struct ua_slice){ rest.from, comma }, UA_BIT(INSTITUTION), &found) &&
           found.from == rest.from && found.to == comma &&
           *ua_words_value(ua_match(d, found, UA_BIT(INSTITUTION), NULL)) != '!';
}

/* Everything up to the comma is made of words of titles: "Director of the X and Y Affairs Office of the Z".
 */
static bool all_title_words(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    bool connector = false;
    for (s = ua_trim(d, s); !ua_empty(s); s = ua_trim(d, (struct ua_slice){ end, s.to })) {
        const struct ua_word *w = ua_match(d, s, TITLE_WORDS, &end);
        if (!w && ua_starts_lower(d, s)) {
            struct ua_slice rest = s;
            end = ua_next_word(d, &rest).to;
        } else if (!w) {
            return false;
        } else if (w->class == UA_INSTITUTION && !connector && *ua_words_value(w) == '!') {
            return false;
        }
        connector = w && w->class == UA_CONNECTOR;
    }
    return true;
}

/* A word that can stand behind "of": known, or one unknown capitalised word. */
static size_t grow_title(const struct ua_doc *d, struct ua_slice line, size_t title_end)
{
    bool connector = false, unknown = false;
    size_t keep = title_end, end;
    for (struct ua_slice s = after(d, line, title_end, ""); !ua_empty(s);) {
        const struct ua_word *w = ua_match(d, s, TITLE_WORDS, &end);
        struct ua_slice rest = s, word = ua_next_word(d, &rest);
        if (ua_has_digit(d, word) || ua_has_char(d, (struct ua_slice){ s.from, s.from + 1 }, "(-|"))
            break;
        if (w && w->class == UA_CONNECTOR) {
            connector = true;
        } else if (w && w->class == UA_BEFORE_INSTITUTION && !connector && (keep == title_end || unknown) &&
                   ua_starts_upper(d, word)) {
            keep = end; /* Comisionado Nacional, Prosecutor of the Upper Rivania District */
        } else if (w && (connector || w->class == UA_BODY)) {
            if (w->class == UA_BODY && !connector && keep == title_end)
                break;
            keep = end;
            connector = false;
        } else if (!w && connector && !unknown) {
            end = ua_bare(d, word).to;
            keep = end;
            unknown = true;
            connector = false;
        } else if (!w && ua_starts_lower(d, word) && !ua_match(d, s, UA_BIT(PARTICLE), NULL)) {
            end = keep = ua_bare(d, word).to;
        } else {
            break;
        }
        uint32_t mark = ua_cp(d, end, line.to, NULL);
        if (mark == ',' || mark == ';' || mark == ')' || mark == ':')
            break;
        s = after(d, line, end, "");
    }
    return keep;
}

/* Arabic: an office takes the word it governs and the definite words behind it; the rest is a name. */
static size_t arabic_title(const struct ua_doc *d, struct ua_slice line, size_t end)
{
    struct ua_slice rest = { end, line.to };
    /* "وزير العدل" is whole already */
    bool definite = !memcmp(d->text.data + line.from, "ال", 4) ||
                    ua_word_count(d, (struct ua_slice){ line.from, end }) > 1;
    size_t keep = end;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));) {
        const char *s = d->text.data + w.from;
        bool al = w.to - w.from > 4 && (!memcmp(s, "ال", 4) || !memcmp(s, "لل", 4));
        bool wal = w.to - w.from > 6 && !memcmp(s, "وال", 6);
        if (!al && !wal && (definite || keep > end))
            break;
        keep = ua_bare(d, w).to;
        if (has_mark_behind(d, w))
            break;
    }
    return ua_word_count(d, (struct ua_slice){ keep, line.to }) < 2 ? line.to : keep;
}

/* "King of", "Minister and": an entry of the list that ends in a connector goes on behind it. */
static size_t before_connector(const struct ua_doc *d, struct ua_slice s, size_t end)
{
    size_t word = end;
    while (word > s.from && d->text.data[word - 1] != ' ')
        word--;
    return word > s.from && ua_is(d, (struct ua_slice){ word, end }, UA_BIT(CONNECTOR)) ? word - 1 : end;
}

/* "Minister for Lands, Housing and Human Settlements": the comma stands in a list of what the office is of.
 */
static bool lists_fields(const struct ua_doc *d, struct ua_slice s, size_t comma)
{
    struct ua_slice tail = { comma < s.to ? comma + 1 : s.to, s.to };
    if (ua_empty(tail) || !ua_match(d, ua_trim(d, s), UA_BIT(CONNECTOR), NULL) || ua_has_digit(d, tail) ||
        ua_has_char(d, tail, ":;(") || ua_word_count(d, tail) > 8 ||
        ua_find(d, tail, UA_BIT(INSTITUTION) | UA_BIT(COUNTRY) | UA_BIT(STREET) | UA_BIT(OFFICE), NULL))
        return false;
    size_t joined = 0;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &tail));)
        joined += ua_starts_lower(d, w) && ua_is(d, w, UA_BIT(CONNECTOR));
    return joined > 0;
}

static size_t title_end_at(const struct ua_doc *d, struct ua_slice s, size_t end, bool whole)
{
    size_t comma = ua_find_char(d, s, ",;(|\t");
    size_t dash = s.to;
    struct ua_slice found = { end, comma };
    for (size_t i = end; i + 2 < s.to; i++)
        if (d->text.data[i] == ' ' &&
            (d->text.data[i + 1] == '-' || !strncmp(d->text.data + i + 1, "–", 3))) {
            dash = i;
            break;
        }
    size_t stop = comma < dash ? comma : dash;
    if (stop == comma && comma < s.to && d->text.data[comma] == '(' && d->text.data[s.to - 1] == ')')
        return s.to; /* "Chief of Police (Upper Rivania)" */
    if (stop == comma && lists_fields(d, (struct ua_slice){ end, s.to }, comma))
        return s.to;
    found.to = stop;
    if (end >= stop)
        return end;
    if (whole) {
        struct ua_slice tail = { stop + 1 < s.to ? stop + 1 : s.to, s.to };
        bool more = stop == comma && !ua_has_digit(d, tail) && ua_word_count(d, tail) <= 3 &&
                    !ua_has_char(d, tail, ",;(") &&
                    !ua_find(d, tail, UA_BIT(INSTITUTION) | UA_BIT(STREET), NULL);
        return more ? s.to : stop; /* "Inspector General of Police, Upper Rivania" */
    }
    if (uncased(ua_cp(d, s.from, s.to, NULL)))
        return arabic_title(d, (struct ua_slice){ s.from, stop }, end);
    bool of = ua_match(d, ua_trim(d, found), UA_BIT(CONNECTOR), NULL);
    if ((of && all_title_words(d, found)))
        return stop;
    size_t grown = grow_title(d, (struct ua_slice){ s.from, stop }, end);
    struct ua_slice tail = ua_trim(d, (struct ua_slice){ grown, stop });
    /* One word left over is no name: "Governor of Upper Rivania". */
    bool name = ua_name_end(d, tail) > tail.from;
    return !name && of && ua_word_count(d, tail) < 3 && !ua_has_digit(d, tail) ? stop : grown;
}

static bool read_title(const struct ua_doc *d, struct ua_slice s, bool whole, struct ua_slice *title)
{
    size_t end = office_end(d, s);
    if (end > s.to || is_place_of_office(d, s, end))
        return false;
    end = before_connector(d, s, end);
    *title = ua_trim_of(d, (struct ua_slice){ s.from, title_end_at(d, s, end, whole) }, " ,;:-.");
    if (title->to - title->from > 4 && !strncasecmp(d->text.data + title->from, "the ", 4))
        title->from += 4;
    return true;
}

/* "Fiscal General de la República: Lic. Ana Ejemplo. ...": office, colon, name. */
static bool colon_head(const struct ua_doc *d, struct ua_slice line, struct ua_head *out)
{
    size_t colon = ua_find_char(d, line, ":;(");
    if (colon >= line.to || d->text.data[colon] != ':' || colon - line.from > 120)
        return false;
    struct ua_slice office = ua_trim(d, (struct ua_slice){ line.from, colon }),
                    rest = ua_trim(d, (struct ua_slice){ colon + 1, line.to });
    size_t start = office_end(d, office), end = ua_name_end(d, rest);
    if (start > office.to || is_place_of_office(d, office, start) || end == rest.from)
        return false;
    *out = (struct ua_head){ .title = office,
                             .name = { rest.from, end },
                             .rest = skip_separators(d, (struct ua_slice){ end, line.to }) };
    return true;
}

bool ua_head_read(const struct ua_doc *d, struct ua_slice line, bool next_is_name, struct ua_head *out)
{
    *out = (struct ua_head){ .rest = { line.to, line.to } };
    line = ua_trim_of(d, line, ",;");
    if (is_cjk(d, line))
        return cjk_head(d, line, out);
    bool had = false;
    struct ua_slice s = ua_without_courtesy(d, line, &had), rest;
    size_t end;
    if (colon_head(d, line, out))
        return true;
    if (read_title(d, s, next_is_name, &out->title)) {
        rest = skip_separators(d, (struct ua_slice){ out->title.to, line.to });
        end = next_is_name ? rest.from : ua_name_end(d, rest);
        if (uncased(ua_cp(d, rest.from, rest.to, NULL)) && ua_word_count(d, rest) > 6)
            end = rest.from;
        out->name = (struct ua_slice){ rest.from, end };
        out->rest = end > rest.from ? skip_separators(d, (struct ua_slice){ end, line.to }) : rest;
        return true;
    }
    if (uncased(ua_cp(d, s.from, s.to, NULL)) && (!had || ua_word_count(d, s) > 7))
        return false;
    if (ua_is_institution(d, line) || (end = ua_name_end(d, line)) == line.from)
        return false;
    out->name = (struct ua_slice){ line.from, end };
    rest = skip_separators(d, (struct ua_slice){ end, line.to });
    had = false;
    struct ua_slice office = ua_without_courtesy(d, rest, &had);
    if (read_title(d, office, false, &out->title))
        rest = skip_separators(d, (struct ua_slice){ out->title.to, line.to });
    out->rest = rest;
    return true;
}

bool ua_is_institution(const struct ua_doc *d, struct ua_slice s)
{
    size_t end;
    s = ua_trim(d, s);
    if (ua_match(d, s, UA_BIT(INSTITUTION), NULL) || before_institution(d, s))
        return true;
    end = office_end(d, s);
    if (end <= s.to)
        return is_place_of_office(d, s, end);
    if (is_cjk(d, s)) {
        struct ua_slice found, left = s;
        while (ua_find(d, left, UA_BIT(INSTITUTION), &found)) {
            if (found.to == s.to)
                return true;
            left.from = found.to;
        }
        return false;
    }
    return false;
}

bool ua_is_name_line(const struct ua_doc *d, struct ua_slice line)
{
    line = ua_trim_of(d, line, ",;");
    if (is_cjk(d, line))
        return cjk_name(d, line);
    if (ua_is_institution(d, line) || ua_empty(line))
        return false;
    bool had = false;
    struct ua_slice s = ua_without_courtesy(d, line, &had);
    if (office_end(d, s) <= s.to)
        return false;
    if (uncased(ua_cp(d, s.from, s.to, NULL)) && ua_word_count(d, s) > 6)
        return false;
    size_t end = ua_name_end(d, line);
    return end > line.from && ua_empty(ua_trim_of(d, (struct ua_slice){ end, line.to }, ",;."));
}

bool ua_is_head_line(const struct ua_doc *d, struct ua_slice line)
{
    struct ua_head h;
    if (is_cjk(d, line))
        return ua_head_read(d, line, false, &h);
    bool had = false;
    struct ua_slice s = ua_without_courtesy(d, line, &had);
    size_t end = office_end(d, s);
    if (end <= s.to)
        return !is_place_of_office(d, s, end);
    had |= ua_match(d, s, UA_BIT(RANK), NULL) != NULL;
    return had && ua_name_end(d, line) > line.from;
}

/* ---- missions abroad ---- */

static bool names(const struct ua_doc *d, struct ua_slice s, enum ua_class class, const char *value)
{
    struct ua_slice found;
    const struct ua_word *w;
    while ((w = ua_find(d, s, (ua_set)1 << class, &found))) {
        if (!strcmp(ua_words_value(w), value))
            return true;
        s.from = found.to;
    }
    return false;
}

bool ua_is_mission(const struct ua_doc *d, const struct parsed_official *o)
{
    if (o->title.text && names(d, ua_slice_at(d, o->title.at), UA_OFFICE, "e"))
        return true;
    for (size_t i = 0; i < o->address_lines.n && i < 2; i++)
        if (names(d, ua_slice_at(d, o->address_lines.at[i].at), UA_INSTITUTION, "!e"))
            return true;
    return false;
}
