/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/parsed_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/edtf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/kase.h"

#define DOC(m, label, type, many, day, important)                                                            \
    {                                                                                                        \
#m, label, type, offsetof(struct parsed, m), many, day, important                                    \
    }
static const struct parsed_slot DOCUMENT[] = {
    DOC(title, N_("Title"), SLOT_TEXT, false, false, true),
    DOC(ua_number, N_("Number"), SLOT_TEXT, false, false, true),
    DOC(update, N_("Update"), SLOT_STR, false, false, false),
    DOC(deadline, N_("Deadline"), SLOT_TEXT, false, true, true),
    DOC(closed_on, N_("Closed on"), SLOT_TEXT, false, true, false),
    DOC(country, N_("Country"), SLOT_TEXT, false, false, true),
    DOC(issue_date, N_("Issued"), SLOT_TEXT, false, true, true),
    DOC(index, N_("Index"), SLOT_TEXT, false, false, false),
    DOC(previous_index, N_("Earlier index"), SLOT_TEXT, false, false, false),
    DOC(previous_ua_link, N_("Earlier link"), SLOT_TEXT, false, false, false),
    DOC(preferred_languages, N_("Languages"), SLOT_TEXTS, true, false, true),
    DOC(letter_lang, N_("Letter in"), SLOT_STR, false, false, false),
    DOC(letter_salutation, N_("Opening"), SLOT_TEXT, false, false, true),
    DOC(letter_asks, N_("Asks"), SLOT_TEXTS, true, false, true),
    DOC(letter_body, N_("Letter"), SLOT_TEXT, true, false, true),
    DOC(summary, N_("Summary"), SLOT_TEXT, true, false, false),
    DOC(background, N_("Background"), SLOT_TEXT, true, false, false),
    DOC(events, N_("Events"), SLOT_TEXTS, true, false, false),
};
#define PERSON(m, label, type, many)                                                                         \
    {                                                                                                        \
#m, label, type, offsetof(struct parsed_person, m), many, false, false                               \
    }
static const struct parsed_slot PEOPLE[] = {
    PERSON(name, N_("Name"), SLOT_TEXT, false),        PERSON(names, N_("Other names"), SLOT_NAMES, true),
    PERSON(pronouns, N_("Pronouns"), SLOT_STR, false), PERSON(gender, N_("Gender"), SLOT_STR, false),
    PERSON(status, N_("Status"), SLOT_STR, false),
};
#define OFFICIAL(m, label, type, many)                                                                       \
    {                                                                                                        \
#m, label, type, offsetof(struct parsed_official, m), many, false, false                             \
    }
static const struct parsed_slot OFFICIALS[] = {
    OFFICIAL(title, N_("Office"), SLOT_TEXT, false),
    OFFICIAL(name, N_("Name"), SLOT_TEXT, false),
    OFFICIAL(title_local, N_("Office, local"), SLOT_STR, false),
    OFFICIAL(address_lines, N_("Address"), SLOT_TEXTS, true),
    OFFICIAL(address_local, N_("Address, local"), SLOT_TEXTS, true),
    OFFICIAL(phone, N_("Telephone"), SLOT_TEXT, false),
    OFFICIAL(phone_note, N_("Telephone note"), SLOT_STR, false),
    OFFICIAL(fax, N_("Fax"), SLOT_TEXT, false),
    OFFICIAL(fax_note, N_("Fax note"), SLOT_STR, false),
    OFFICIAL(email, N_("E-mail"), SLOT_TEXTS, true),
    OFFICIAL(twitter, N_("Twitter"), SLOT_TEXTS, true),
    OFFICIAL(facebook, N_("Facebook"), SLOT_STR, false),
    OFFICIAL(contact_form, N_("Contact form"), SLOT_STR, false),
    OFFICIAL(salutation, N_("Salutation"), SLOT_STR, false),
    OFFICIAL(delivery_note, N_("Delivery"), SLOT_STR, false),
};
#define GROUP(m, label, type)                                                                                \
    {                                                                                                        \
#m, label, type, offsetof(struct parsed_group, m), false, false, false                               \
    }
static const struct parsed_slot GROUPS[] = {
    GROUP(label, N_("Group"), SLOT_STR),
    GROUP(pronouns, N_("Pronouns"), SLOT_STR),
    GROUP(count, N_("Named here"), SLOT_COUNT),
    GROUP(of, N_("Of how many"), SLOT_COUNT),
};

static const struct {
    const char *name; /* in a path */
    const struct parsed_slot *slots;
    size_t n;
} PARTS[] = {
    [PARSED_DOCUMENT] = { "", DOCUMENT, sizeof DOCUMENT / sizeof *DOCUMENT },
    [PARSED_PERSON] = { "people", PEOPLE, sizeof PEOPLE / sizeof *PEOPLE },
    [PARSED_TARGET] = { "targets", OFFICIALS, sizeof OFFICIALS / sizeof *OFFICIALS },
    [PARSED_COPY] = { "copies", OFFICIALS, sizeof OFFICIALS / sizeof *OFFICIALS },
    [PARSED_GROUP] = { "group", GROUPS, sizeof GROUPS / sizeof *GROUPS },
};
#define N_PARTS (sizeof PARTS / sizeof *PARTS)

const struct parsed_slot *parsed_slots(enum parsed_part part, size_t *n)
{
    *n = PARTS[part].n;
    return PARTS[part].slots;
}

size_t parsed_part_count(const struct parsed *p, enum parsed_part part)
{
    switch (part) {
    case PARSED_PERSON:
        return p->people.n;
    case PARSED_TARGET:
        return p->targets.n;
    case PARSED_COPY:
        return p->copies.n;
    case PARSED_GROUP:
        return p->group.present;
    case PARSED_DOCUMENT:
        break;
    }
    return 1;
}

/* The struct that a slot's offset counts from; NULL: index is behind the last. */
static void *base_of(struct parsed *p, enum parsed_part part, size_t index)
{
    switch (part) {
    case PARSED_DOCUMENT:
        return p;
    case PARSED_GROUP:
        return &p->group;
    case PARSED_PERSON:
        return index < p->people.n ? &p->people.at[index] : NULL;
    case PARSED_TARGET:
        return index < p->targets.n ? &p->targets.at[index] : NULL;
    case PARSED_COPY:
        return index < p->copies.n ? &p->copies.at[index] : NULL;
    }
    return NULL;
}

static void *slot_at(struct parsed *p, enum parsed_part part, size_t index, const struct parsed_slot *slot)
{
    char *base = base_of(p, part, index);
    return base ? base + slot->offset : NULL;
}

/* ---- values as text ---- */

static void add_lines(struct buf *out, const struct parsed_texts *t)
{
    for (size_t i = 0; i < t->n; i++)
        buf_addf(out, "%s%s", i ? "\n" : "", t->at[i].text);
}

struct names { /* the list of a parsed_person */
    struct parsed_name *at;
    size_t n, cap;
};

static void add_names(struct buf *out, const struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        buf_addf(out, "%s%s | %s", i ? "\n" : "", names->at[i].text,
                 names->at[i].lang ? names->at[i].lang : "und");
}

char *parsed_slot_get(const struct parsed *p, enum parsed_part part, size_t index,
                      const struct parsed_slot *slot, struct err *e)
{
    struct buf out = { 0 };
    const void *at = slot_at((struct parsed *)(uintptr_t)p, part, index, slot);
    switch (at ? (int)slot->type : -1) {
    case SLOT_TEXT:
        buf_adds(&out, ((const struct parsed_text *)at)->text);
        break;
    case SLOT_STR:
        buf_adds(&out, *(char *const *)at);
        break;
    case SLOT_TEXTS:
        add_lines(&out, at);
        break;
    case SLOT_NAMES:
        add_names(&out, at);
        break;
    case SLOT_COUNT:
        if (*(const int64_t *)at >= 0)
            buf_addf(&out, "%lld", (long long)*(const int64_t *)at);
        break;
    default:
        break;
    }
    return buf_take(&out, e);
}

struct parsed_span parsed_slot_at(const struct parsed *p, enum parsed_part part, size_t index,
                                  const struct parsed_slot *slot)
{
    const void *at = slot_at((struct parsed *)(uintptr_t)p, part, index, slot);
    const struct parsed_texts *list = at;
    if (at && slot->type == SLOT_TEXT)
        return ((const struct parsed_text *)at)->at;
    if (at && slot->type == SLOT_TEXTS && list->n)
        return (struct parsed_span){ list->at[0].at.from, list->at[list->n - 1].at.to };
    return (struct parsed_span){ 0, 0 };
}

/* ---- setting ---- */

static void clear_texts(struct parsed_texts *t)
{
    for (size_t i = 0; i < t->n; i++)
        str_free(t->at[i].text);
    t->n = 0;
}

/* Calls add for each line that is not blank. */
static int each_line(const char *value, int (*add)(void *to, const char *line, size_t n), void *to)
{
    while (*value) {
        size_t n = strcspn(value, "\n");
        if (strspn(value, " \t") < n && add(to, value, n) < 0)
            return -1;
        value += n + (value[n] == '\n');
    }
    return 0;
}

static int add_text(void *to, const char *line, size_t n)
{
    struct parsed_texts *t = to;
    char *copy = strndup(line, n);
    if (!copy || dyn_room(t) < 0) {
        str_free(copy);
        return -1;
    }
    t->at[t->n++] = (struct parsed_text){ .text = copy };
    return 0;
}

static int add_name(void *to, const char *line, size_t n)
{
    struct names *names = to;
    const char *bar = memchr(line, '|', n);
    size_t len = bar ? (size_t)(bar - line) : n;
    while (len && line[len - 1] == ' ')
        len--;
    const char *lang = bar ? bar + 1 + strspn(bar + 1, " ") : NULL;
    struct parsed_name name = { strndup(line, len),
                                lang ? strndup(lang, (size_t)(line + n - lang)) : strdup("und") };
    if (!name.text || !name.lang || dyn_room(names) < 0) {
        str_free(name.text);
        str_free(name.lang);
        return -1;
    }
    names->at[names->n++] = name;
    return 0;
}

static void clear_names(struct names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        str_free(names->at[i].text);
        str_free(names->at[i].lang);
    }
    names->n = 0;
}

static int set_value(void *at, const struct parsed_slot *slot, const char *value)
{
    struct parsed_text *text = at;
    const char *or_null = *value ? value : NULL;
    switch (slot->type) {
    case SLOT_TEXT:
        text->at = (struct parsed_span){ 0, 0 };
        return str_set(&text->text, or_null);
    case SLOT_STR:
        return str_set(at, or_null);
    case SLOT_TEXTS:
        clear_texts(at);
        return each_line(value, add_text, at);
    case SLOT_NAMES:
        clear_names(at);
        return each_line(value, add_name, at);
    case SLOT_COUNT:
        *(int64_t *)at = *value ? strtoll(value, NULL, 10) : -1;
        return 0;
    }
    return 0;
}

static void now_found(struct parsed *p, const char *name)
{
    for (size_t i = 0; i < p->not_found.n; i++) {
        if (strcmp(p->not_found.at[i], name) == 0) {
            strs_remove(&p->not_found, i);
            return;
        }
    }
}

/* One behind the last is made. */
static int make_room(struct parsed *p, enum parsed_part part, size_t index)
{
    if (part == PARSED_PERSON && index == p->people.n) {
        if (dyn_room(&p->people) < 0)
            return -1;
        memset(&p->people.at[p->people.n++], 0, sizeof *p->people.at);
    } else if (part == PARSED_TARGET || part == PARSED_COPY) {
        struct parsed_officials *list = part == PARSED_TARGET ? &p->targets : &p->copies;
        if (index == list->n) {
            if (dyn_room(list) < 0)
                return -1;
            memset(&list->at[list->n++], 0, sizeof *list->at);
        }
    } else if (part == PARSED_GROUP && !p->group.present) {
        p->group.present = true;
        p->group.count = p->group.of = -1;
    }
    return 0;
}

static const struct parsed_slot *find_slot(enum parsed_part part, const char *key)
{
    for (size_t i = 0; i < PARTS[part].n; i++)
        if (strcmp(PARTS[part].slots[i].key, key) == 0)
            return &PARTS[part].slots[i];
    return NULL;
}

/* "targets.1.name" -> part, index, slot. -1: none of these. */
static int read_path(const char *path, enum parsed_part *part, size_t *index, const struct parsed_slot **slot)
{
    const char *dot = strchr(path, '.');
    *part = PARSED_DOCUMENT;
    *index = 0;
    for (size_t i = PARSED_PERSON; dot && i < N_PARTS; i++)
        if (strlen(PARTS[i].name) == (size_t)(dot - path) &&
            memcmp(PARTS[i].name, path, (size_t)(dot - path)) == 0)
            *part = (enum parsed_part)i;
    if (dot && *part == PARSED_DOCUMENT)
        return -1;
    const char *key = path;
    if (*part != PARSED_DOCUMENT) {
        char *end;
        *index = strtoul(dot + 1, &end, 10);
        if (*end != '.' || end == dot + 1)
            return -1;
        key = end + 1;
    }
    *slot = find_slot(*part, key);
    return *slot ? 0 : -1;
}

static int number_changed(struct parsed *p)
{
    char norm[NUMBER_NORM_BYTES];
    bool has = p->ua_number.text && number_normalize(p->ua_number.text, norm);
    return str_set(&p->ua_number_norm, has ? norm : NULL);
}

int parsed_set(struct parsed *p, const char *path, const char *value, struct err *e)
{
    enum parsed_part part;
    size_t index;
    const struct parsed_slot *slot;
    int32_t day;
    if (read_path(path, &part, &index, &slot) < 0)
        return err_set(e, ERR_INPUT, _("An appeal has no field named %s."), path);
    if (slot->day && *value && day_parse(value, &day) < 0)
        return err_set(e, ERR_INPUT, _("%s needs one day, such as 2026-11-24."), _(slot->label));
    if (make_room(p, part, index) < 0)
        return err_no_memory(e);
    void *at = slot_at(p, part, index, slot);
    if (!at)
        return err_set(e, ERR_INPUT, _("An appeal has no field named %s."), path);
    if (set_value(at, slot, value) < 0)
        return err_no_memory(e);
    if (*value)
        now_found(p, part == PARSED_DOCUMENT ? slot->key : PARTS[part].name);
    if (slot->offset == offsetof(struct parsed, ua_number) && part == PARSED_DOCUMENT &&
        number_changed(p) < 0)
        return err_no_memory(e);
    return 0;
}

void parsed_path(enum parsed_part part, size_t index, const struct parsed_slot *slot,
                 char out[static PARSED_PATH_BYTES])
{
    if (part == PARSED_DOCUMENT)
        snprintf(out, PARSED_PATH_BYTES, "%s", slot->key);
    else
        snprintf(out, PARSED_PATH_BYTES, "%s.%zu.%s", PARTS[part].name, index, slot->key);
}

void parsed_remove(struct parsed *p, enum parsed_part part, size_t index)
{
    size_t n;
    const struct parsed_slot *slots = parsed_slots(part, &n);
    void *base = base_of(p, part, index);
    if (!base || part == PARSED_DOCUMENT)
        return;
    for (size_t i = 0; i < n; i++) {
        void *at = (char *)base + slots[i].offset;
        set_value(at, &slots[i], "");
        if (slots[i].type == SLOT_TEXTS || slots[i].type == SLOT_NAMES)
            free(((struct parsed_texts *)at)->at);
    }
    if (part == PARSED_GROUP)
        p->group.present = false;
    else if (part == PARSED_PERSON)
        memmove(&p->people.at[index], &p->people.at[index + 1],
                (--p->people.n - index) * sizeof *p->people.at);
    else {
        struct parsed_officials *list = part == PARSED_TARGET ? &p->targets : &p->copies;
        memmove(&list->at[index], &list->at[index + 1], (--list->n - index) * sizeof *list->at);
    }
}
