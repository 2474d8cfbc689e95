/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who an appeal is about, in this order: those its name label lists; those listed at its head, with (m) or
 * (f); the names of its prose that weigh enough; those its requests name in a script without capitals. Then
 * which of them the text calls dead. */
#include "satchel/casework/ua_people.h"

#include <string.h>

#include "satchel/casework/ua_name.h"
#include "satchel/casework/ua_people_list.h"
#include "satchel/casework/ua_people_prose.h"
#include "satchel/casework/ua_people_uncased.h"

static bool says_dead(const struct ua_doc *d, struct ua_slice s, struct ua_slice name)
{
    struct ua_slice sentence = { name.to, name.to }, found, other, rest;
    while (
        sentence.to < s.to && sentence.to < name.to + 240 &&
        !(d->text.data[sentence.to] == '.' && sentence.to + 1 < s.to && d->text.data[sentence.to + 1] == ' '))
        sentence.to++;
    while (sentence.to < s.to && ((unsigned char)d->text.data[sentence.to] & 0xC0) == 0x80)
        sentence.to++;
    if (!ua_find(d, sentence, UA_BIT(DEAD), &found))
        return false;
    rest = (struct ua_slice){ sentence.from, found.from };
    return !ua_next_name(d, &rest, &other);
}

/* Does s say so anywhere it has the name? */
static bool calls_dead(const struct ua_doc *d, struct ua_slice s, const char *name)
{
    size_t n = strlen(name);
    const char *hit, *from = d->text.data + s.from, *end = d->text.data + s.to;
    for (; (hit = memmem(from, (size_t)(end - from), name, n)); from = hit + n) {
        size_t at = (size_t)(hit - d->text.data);
        if (says_dead(d, s, (struct ua_slice){ at, at + n }))
            return true;
    }
    return false;
}

static void find_dead(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    for (size_t i = 0; i < out->people.n; i++) {
        struct parsed_person *p = &out->people.at[i];
        for (size_t k = 0; k < u->n && !p->status; k++) {
            struct ua_slice s = u->at[k].at;
            if (u->at[k].part != UA_IN_LETTER && s.to - s.from <= 40000 && calls_dead(d, s, p->name.text))
                d->failed |= str_set(&p->status, "dead") < 0;
        }
    }
}

void ua_people_read(struct ua_doc *d, const struct ua_units *u, const struct ua_slices *asks,
                    struct parsed *out)
{
    ua_people_in_label(d, u, out);
    if (!out->people.n && !out->group.present)
        ua_people_in_head(d, u, out);
    if (!out->people.n && !out->group.present)
        ua_people_in_prose(d, u, asks, out);
    if (!out->people.n && !out->group.present)
        ua_people_uncased(d, asks, out);
    find_dead(d, u, out);
}
