/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The country whose authorities are written to. Mentions are weighed by where they stand: a heading or an
 * index says most, then the addresses of officials at home, the embassy's name, the first lines. When two
 * countries weigh nearly the same, none is given. */
#include "satchel/casework/ua_country.h"

#include <string.h>

#include "satchel/casework/ua_numbers.h"
#include "satchel/casework/ua_official.h"

struct scales {
    const struct ua_doc *d;
    int weight[26 * 26];
    struct parsed_span at[26 * 26];
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
    if (i < 0)
        return;
    if (!s->weight[i])
        s->at[i] = ua_span(s->d, found);
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
        if (!again && upper) {
            seen[n++] = w;
            put(s, w, found, w->class == UA_COUNTRY ? country : demonym);
        }
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

static void weigh_text(struct scales *s, const struct ua_units *u)
{
    size_t leads = 0;
    for (size_t i = 0; i < u->n; i++) {
        const struct ua_unit *unit = &u->at[i];
        if (unit->label == UA_COUNTRY_LABEL)
            weigh(s, unit->value, 30, 20, 1);
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

static void weigh_officials(struct scales *s, const struct parsed_officials *o, int home, int embassy)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct parsed_official *one = &o->at[i];
        bool away = ua_is_mission(s->d, one); /* only the country it is of counts */
        if (one->title.text)
            weigh(s, ua_slice_at(s->d, one->title.at), away ? embassy : home / 2, away ? embassy : home / 2,
                  1);
        for (size_t j = 0; j < one->address_lines.n; j++) {
            struct ua_slice line = ua_slice_at(s->d, one->address_lines.at[j].at);
            if (away && j > 0)
                break;
            weigh(s, line, away ? embassy : home, away ? embassy : 2, away ? 1 : 2);
        }
    }
}

void ua_country_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    struct scales s = { .d = d };
    weigh_text(&s, u);
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
