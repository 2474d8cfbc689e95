/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person of an appeal: the name, and what stands beside it (gender, pronouns, forms in other scripts). */
#include "satchel/casework/ua_person.h"

#include <string.h>

#include "satchel/base/text.h"

struct parsed_person *ua_person_add(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    char *text = ua_copy(d, s);
    for (size_t i = 0; text && i < out->people.n; i++)
        if (ua_same_text(d, out->people.at[i].name.text, text)) {
            str_free(text);
            return &out->people.at[i];
        }
    if (!text || dyn_room(&out->people) < 0) {
        d->failed |= text != NULL;
        str_free(text);
        return NULL;
    }
    struct parsed_person *p = &out->people.at[out->people.n++];
    *p = (struct parsed_person){ .name = { text, ua_span(d, ua_trim(d, s)) } };
    return p;
}

static const char *name_language(const struct ua_doc *d, struct ua_slice s)
{
    size_t len;
    for (size_t i = s.from; i < s.to; i += len) {
        uint32_t cp = ua_cp(d, i, s.to, &len);
        if (text_is_cjk(cp))
            return cp >= 0xAC00 && cp <= 0xD7A3 ? "ko" : cp >= 0x3040 && cp <= 0x30FF ? "ja" : "zh";
    }
    return "und";
}

bool ua_other_script(const struct ua_doc *d, struct ua_slice s)
{
    size_t len;
    for (size_t i = s.from; i < s.to; i += len)
        if (ua_cp(d, i, s.to, &len) >= 0x370)
            return true;
    return false;
}

static void add_form(struct ua_doc *d, struct parsed_person *p, struct ua_slice s)
{
    s = ua_trim_of(d, s, ",;:\"");
    struct parsed_name form = { .text = ua_copy(d, s) };
    bool fresh = form.text && strcmp(form.text, p->name.text) != 0;
    bool kept = fresh && str_set(&form.lang, name_language(d, s)) == 0 && dyn_room(&p->names) == 0;
    d->failed |= fresh && !kept;
    if (!kept) {
        str_free(form.text);
        str_free(form.lang);
        return;
    }
    p->names.at[p->names.n++] = form;
}

static bool is_sex(const struct ua_doc *d, struct ua_slice s, const char *value)
{
    size_t end;
    const struct ua_word *w = ua_match(d, s, UA_BIT(PRONOUN), &end);
    return w && end >= s.to && !strcmp(ua_words_value(w), value);
}

bool ua_is_gender(const struct ua_doc *d, struct ua_slice s)
{
    return is_sex(d, s, "sex");
}

bool ua_is_genders(const struct ua_doc *d, struct ua_slice s)
{
    return is_sex(d, s, "sexes");
}

/* A pronoun, or more behind one ("she, her"). */
static bool begins_pronoun(const struct ua_doc *d, struct ua_slice s)
{
    const struct ua_word *w = ua_match(d, s, UA_BIT(PRONOUN), NULL);
    return w && strncmp(ua_words_value(w), "sex", 3) != 0;
}

void ua_person_remark(struct ua_doc *d, struct parsed_person *p, struct ua_slice s)
{
    s = ua_trim_of(d, s, ",;:.");
    if (ua_is_gender(d, s)) {
        if (!p->gender)
            p->gender = ua_copy(d, s);
    } else if (begins_pronoun(d, s) && s.to - s.from < 32) {
        if (!p->pronouns)
            p->pronouns = ua_copy(d, s);
    } else if (s.to - s.from < 80 && !ua_has_digit(d, s)) {
        size_t colon = ua_find_char(d, s, ":");
        struct ua_slice form = { colon < s.to ? colon + 1 : s.from, s.to };
        if (ua_other_script(d, form))
            add_form(d, p, form);
    }
}

static bool is_among(struct ua_doc *d, const struct parsed_officials *list, const char *key)
{
    for (size_t i = 0; i < list->n; i++) {
        const char *name = list->at[i].name.text;
        char *folded = name ? ua_fold_text(d, name) : NULL;
        bool found = folded && strstr(folded, key);
        str_free(folded);
        if (found)
            return true;
    }
    return false;
}

bool ua_is_official_name(struct ua_doc *d, const struct parsed *out, struct ua_slice s)
{
    char *text = ua_copy(d, s), *key = text ? ua_fold_text(d, text) : NULL;
    bool found = key && (is_among(d, &out->targets, key) || is_among(d, &out->copies, key));
    str_free(key);
    str_free(text);
    return found;
}
