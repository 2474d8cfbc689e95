/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The country whose authorities are written to. Mentions are weighed by where they stand: a heading or an
 * index says most, then the addresses of officials at home, the embassy's name, the first lines. Where an
 * embassy or a mission has its seat says nothing. When two countries weigh nearly the same, none is given. */
#include "satchel/casework/ua_country.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/casework/ua_numbers.h"
#include "satchel/casework/ua_official.h"

struct scales {
    const struct ua_doc *d;
    int weight[26 * 26];
    struct parsed_span at[26 * 26];
    bool code[26 * 26];
};

static int slot(const char *iso)
{
    return iso[0] >= 'A' && iso[0] <= 'Z' && iso[1] >= 'A' && iso[1] <= 'Z'
               ? (iso[0] - 'A') * 26 + iso[1] - 'A'
               : -1;
}

static void put(struct scales *s, const struct ua_word *w, struct ua_slice found, int weight)
{
    int i = slot(ua_words_value(w));
    bool code = ua_has_digit(s->d, found); /* of an index, "EUR 60": a name is shown rather */
    if (i < 0)
        return;
    if (!s->weight[i] || (s->code[i] && !code && w->class == UA_COUNTRY)) {
        s->at[i] = ua_span(s->d, found);
        s->code[i] = code;
    }
    s->weight[i] += weight;
}

/* The first few countries named in s, each once. */
static void weigh(struct scales *s, struct ua_slice at, int country, int demonym, size_t most)
{
    struct ua_slice found;
    const struct ua_word *w, *seen[8];
    size_t n = 0;
    if (at.to - at.from > 1500)
        at.to = at.from + 1500;
    while (n < most && n < 8 && (w = ua_find(s->d, at, UA_BIT(COUNTRY) | UA_BIT(DEMONYM), &found))) {
        bool again = false;
        for (size_t i = 0; i < n; i++)
            again |= !strcmp(ua_words_value(seen[i]), ua_words_value(w));
        bool upper = ua_starts_upper(s->d, found) || w->class == UA_DEMONYM ||
                     (unsigned char)s->d->text.data[found.from] > 0xD0;
        if (upper)
            put(s, w, found, again ? 0 : w->class == UA_COUNTRY ? country : demonym);
        if (upper && !again)
            seen[n++] = w;
        at.from = found.to;
    }
}

static bool is_header(const struct ua_doc *d, const struct ua_unit *u)
{
    struct ua_slice a, b;
    bool foot = (u->label == UA_NUMBER || u->label == UA_INDEX) && u->part != UA_IN_LETTER;
    if ((u->part != UA_IN_HEAD && !foot) || u->mail || u->prose)
        return false;
    return u->label != UA_NO_LABEL || ua_find_number(d, u->at, &a, &b) || ua_find_index(d, u->at, &a) ||
           ua_number_end(d, u->at) > u->at.from ||
           (ua_match(d, ua_bare(d, u->at), UA_BIT(COUNTRY), NULL) &&
            (ua_word_count(d, u->at) < 6 || ua_has_char(d, u->at, "\t")));
}

static bool is_away(const struct ua_doc *d, const struct parsed_official *o)
{
    if (ua_is_mission(d, o))
        return true;
    for (size_t i = 2; i < o->address_lines.n; i++) {
        const struct ua_word *w =
            ua_match(d, ua_slice_at(d, o->address_lines.at[i].at), UA_BIT(INSTITUTION), NULL);
        if (w && !strcmp(ua_words_value(w), "!e"))
            return true;
    }
    return false;
}

/* A byte for each of the text: whether it stands in a mission's address. */
static void mark_missions(const struct ua_doc *d, const struct parsed_officials *o, char *marks)
{
    for (size_t i = 0; i < o->n; i++)
        for (size_t j = 0; is_away(d, &o->at[i]) && j < o->at[i].address_lines.n; j++) {
            struct ua_slice line = ua_slice_at(d, o->at[i].address_lines.at[j].at);
            memset(marks + line.from, 1, line.to - line.from);
        }
}

static bool stands_in_mission(const char *marks, struct ua_slice s)
{
    return memchr(marks + s.from, 1, s.to - s.from) != NULL;
}

static void weigh_text(struct scales *s, const struct ua_units *u, const char *missions)
{
    size_t leads = 0;
    for (size_t i = 0; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->label == UA_COUNTRY_LABEL)
            weigh(s, unit->value, 30, 20, 1);
        else if (unit->taken && stands_in_mission(missions, unit->at))
            continue;
        else if (is_header(s->d, unit))
            weigh(s, unit->at, 12, 3, 2);
        else if (unit->part == UA_IN_HEAD && leads < 3 && !unit->mail)
            weigh(s, unit->at, 4, 3, 2), leads += unit->prose;
        else if (unit->part == UA_IN_LETTER)
            weigh(s, unit->at, 1, 1, 2);
        else if (unit->part == UA_IN_ASKS && unit->bullet)
            weigh(s, unit->at, 1, 1, 1);
    }
}

/* ---- missions: the country they are of, never the one they sit in ---- */

/* The next word that names a mission ("Embassy") or who heads one ("Ambassador"). */
static bool find_mission(const struct ua_doc *d, struct ua_slice s, struct ua_slice *found)
{
    for (const struct ua_word *w; (w = ua_find(d, s, UA_BIT(INSTITUTION) | UA_BIT(OFFICE), found));
         s.from = found->to)
        if (!strcmp(ua_words_value(w), "!e") || !strcmp(ua_words_value(w), "e"))
            return true;
    return false;
}

/* Words that lead to the seat, folded: "Embassy of X in Y", "Mission of X to the United Nations". */
static bool leads_to_seat(const struct ua_doc *d, struct ua_slice w)
{
    static const char *const WORDS[] = { "to",   "in",  "at",   "aupres", "a",     "en", "ante",
                                         "bei",  "bij", "near", "nel",    "junto", "em", "au",
                                         "pres", "im",  "в",    "لدى",    "في",    "驻", "駐" };
    size_t from = d->to_folded[w.from], n = d->to_folded[w.to] - from;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strlen(WORDS[i]) == n && !memcmp(WORDS[i], d->folded.data + from, n))
            return true;
    return false;
}

/* "of the Kingdom of Sylvania" behind the word for a mission, up to its seat. */
static struct ua_slice behind_mission(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice rest = { s.from, ua_find_char(d, s, ",;(\t0123456789") }, all = rest;
    for (struct ua_slice w; !ua_empty(w = ua_next_word(d, &rest));)
        if (leads_to_seat(d, ua_bare(d, w)))
            return (struct ua_slice){ all.from, w.from };
    return all;
}

/* "Sylvanian Embassy": what stands before it, behind the last comma or number. */
static struct ua_slice before_mission(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice near = s;
    while (near.from < near.to && ua_has_char(d, near, ",;()\t0123456789"))
        near.from = ua_find_char(d, near, ",;()\t0123456789") + 1;
    return near;
}

/* A town without a comma may stand between: only behind "of" or first is a country the mission's own. */
static bool is_its_country(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice found, last;
    if (!ua_find(d, s, UA_BIT(COUNTRY) | UA_BIT(DEMONYM), &found))
        return false;
    last = ua_trim(d, (struct ua_slice){ s.from, found.from });
    if (ua_empty(last))
        return true;
    size_t to = last.to;
    while (last.from < to && ua_has_char(d, (struct ua_slice){ last.from, to }, " '"))
        last.from = ua_find_char(d, last, " '") + 1;
    return ua_is(d, ua_bare(d, last), UA_BIT(CONNECTOR) | UA_BIT(BEFORE_INSTITUTION));
}

static void weigh_mission(struct scales *s, struct ua_slice line, int weight)
{
    struct ua_slice found;
    if (!find_mission(s->d, line, &found))
        return;
    struct ua_slice before = before_mission(s->d, (struct ua_slice){ line.from, found.from }),
                    behind = behind_mission(s->d, (struct ua_slice){ found.to, line.to });
    if (is_its_country(s->d, before))
        weigh(s, before, weight, weight, 1);
    else if (is_its_country(s->d, behind))
        weigh(s, behind, weight, weight, 1);
}

static void weigh_mission_of(struct scales *s, const struct parsed_official *o, int weight)
{
    if (o->title.text)
        weigh_mission(s, ua_slice_at(s->d, o->title.at), weight);
    for (size_t i = 0; i < o->address_lines.n; i++)
        weigh_mission(s, ua_slice_at(s->d, o->address_lines.at[i].at), weight);
}

static void weigh_officials(struct scales *s, const struct parsed_officials *o, int home, int embassy)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct parsed_official *one = &o->at[i];
        if (is_away(s->d, one)) {
            weigh_mission_of(s, one, embassy);
            continue;
        }
        if (one->title.text)
            weigh(s, ua_slice_at(s->d, one->title.at), home / 2, home / 2, 1);
        for (size_t j = 0; j < one->address_lines.n; j++)
            weigh(s, ua_slice_at(s->d, one->address_lines.at[j].at), home, 2, 2);
    }
}

void ua_country_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    struct scales s = { .d = d };
    char *missions = calloc(d->text.len + 1, 1);
    d->failed |= !missions;
    if (!missions)
        return;
    mark_missions(d, &out->targets, missions);
    mark_missions(d, &out->copies, missions);
    weigh_text(&s, u, missions);
    free(missions);
    weigh_officials(&s, &out->targets, 10, 8);
    weigh_officials(&s, &out->copies, 3, 4);
    if (out->title.text)
        weigh(&s, ua_slice_at(d, out->title.at), 6, 5, 1);
    int best = 0, second = -1;
    for (int i = 1; i < 26 * 26; i++)
        if (s.weight[i] > s.weight[best]) {
            second = best;
            best = i;
        } else if (second < 0 || s.weight[i] > s.weight[second]) {
            second = i;
        }
    if (s.weight[best] < 4 || s.weight[second] * 10 > s.weight[best] * 9)
        return;
    char iso[3] = { (char)('A' + best / 26), (char)('A' + best % 26), 0 };
    d->failed |= str_set(&out->country.text, iso) < 0;
    out->country.at = s.at[best];
}
