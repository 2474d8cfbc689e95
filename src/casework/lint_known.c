/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_known.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_words.h"
#include "satchel/casework/lint_stem.h"

/* ---- words ---- */

static uint32_t *slot(uint32_t *words, size_t cap, uint32_t h)
{
    size_t i = h & (cap - 1);
    while (words[i] && words[i] != h)
        i = (i + 1) & (cap - 1);
    return &words[i];
}

static int grow(struct lint_known *k)
{
    size_t cap = k->cap ? k->cap * 2 : 512;
    uint32_t *words = calloc(cap, sizeof *words);
    if (!words)
        return -1;
    for (size_t i = 0; i < k->cap; i++)
        if (k->words[i])
            *slot(words, cap, k->words[i]) = k->words[i];
    free(k->words);
    k->words = words;
    k->cap = cap;
    return 0;
}

static int add_word(struct lint_known *k, uint32_t h)
{
    if (k->n_words * 2 >= k->cap && grow(k) < 0)
        return -1;
    uint32_t *to = slot(k->words, k->cap, h);
    k->n_words += !*to;
    *to = h;
    return 0;
}

/* Kept apart by script: a sound is held against words of the other script alone. */
static uint32_t sound_word(uint32_t h, bool cyrillic)
{
    h ^= cyrillic ? 0x9E3779B9u : 0x7F4A7C15u;
    return h ? h : 1;
}

static int add_sounds(struct lint_known *k, const struct lint_text *t, size_t i)
{
    uint32_t sounds[LINT_STEMS];
    for (size_t s = 0, n = lint_sounds(t, i, sounds); s < n; s++)
        if (sounds[s] && add_word(k, sound_word(sounds[s], t->tokens.at[i].script == LINT_CYRILLIC)) < 0)
            return -1;
    return 0;
}

static int add_words(struct lint_known *k, const char *text, bool sounds)
{
    struct lint_text t;
    lint_text_make(&t, text);
    int rc = t.failed ? -1 : 0;
    for (size_t i = 0; rc == 0 && i < t.tokens.n; i++)
        if (t.tokens.at[i].capital || t.tokens.at[i].script >= LINT_ARABIC)
            rc = add_word(k, lint_stem_hash(&t, i)) < 0 || (sounds && add_sounds(k, &t, i) < 0) ? -1 : 0;
    lint_text_free(&t);
    return rc;
}

static enum lint_script script_of(const char *text)
{
    uint32_t cp;
    text_decode(text, strlen(text), &cp);
    return *text ? lint_script_of(cp) : LINT_NO_SCRIPT;
}

/* All names are in the script of the first. */
static bool one_script(const struct strs *names)
{
    for (size_t i = 1; i < names->n; i++)
        if (script_of(names->at[i]) != script_of(names->at[0]) && script_of(names->at[i]) <= LINT_CYRILLIC)
            return false;
    return true;
}

static int add_name(struct lint_known *k, const char *text, int person, int target, bool sounds)
{
    if (!text || !*text)
        return 0;
    if (dyn_room(&k->names) < 0)
        return -1;
    struct lint_known_name *n = &k->names.at[k->names.n++];
    *n = (struct lint_known_name){ .person = person, .target = target };
    lint_text_make(&n->text, text);
    n->text.sounds = sounds;
    return n->text.failed ? -1 : add_words(k, text, sounds);
}

static int add_all(struct lint_known *k, const struct strs *texts)
{
    for (size_t i = 0; i < texts->n; i++)
        if (add_words(k, texts->at[i], true) < 0)
            return -1;
    return 0;
}

int lint_known_make(struct lint_known *k, const struct lint_context *c)
{
    *k = (struct lint_known){ 0 };
    int rc = grow(k);
    for (size_t i = 0; rc == 0 && i < c->people.n; i++)
        for (size_t j = 0; rc == 0 && j < c->people.at[i].names.n; j++)
            rc = add_name(k, c->people.at[i].names.at[j], (int)i, -1, one_script(&c->people.at[i].names));
    for (size_t i = 0; rc == 0 && i < c->targets.n; i++) {
        const struct lint_target *t = &c->targets.at[i];
        const char *const words[] = { t->title, t->institution, t->salutation, t->successor };
        rc = add_name(k, t->name, -1, (int)i, true);
        for (size_t j = 0; rc == 0 && j < sizeof words / sizeof *words; j++)
            rc = words[j] ? add_words(k, words[j], true) : 0;
    }
    for (size_t i = 0; rc == 0 && i < c->own.n; i++)
        rc = add_name(k, c->own.at[i], -1, -1, true);
    for (size_t i = 0; rc == 0 && i < c->names.n; i++)
        rc = add_name(k, c->names.at[i], -1, -1, true);
    for (size_t i = 0; rc == 0 && i < c->limits.n; i++) /* the consent rule has them */
        rc = add_words(k, c->limits.at[i].text, true);
    if (rc == 0)
        rc = add_all(k, &c->texts);
    return rc;
}

void lint_known_free(struct lint_known *k)
{
    for (size_t i = 0; i < k->names.n; i++)
        lint_text_free(&k->names.at[i].text);
    free(k->names.at);
    free(k->words);
    *k = (struct lint_known){ 0 };
}

bool lint_known_word(const struct lint_known *k, const struct lint_text *t, size_t i)
{
    uint32_t stems[LINT_STEMS];
    for (size_t s = 0, n = lint_stems(t, i, stems); s < n; s++)
        if (*slot(k->words, k->cap, stems[s]))
            return true;
    for (size_t s = 0, n = lint_sounds(t, i, stems); s < n; s++)
        if (stems[s] &&
            *slot(k->words, k->cap, sound_word(stems[s], t->tokens.at[i].script != LINT_CYRILLIC)))
            return true;
    return false;
}

/* ---- names ---- */

/* "A." */
static bool initial(const struct lint_text *t, size_t i)
{
    uint32_t cp;
    const struct lint_token *k = &t->tokens.at[i];
    return t->s[k->to] == '.' && text_decode(t->s + k->from, k->to - k->from, &cp) == k->to - k->from;
}

bool lint_in_name(const struct lint_text *name, const struct lint_text *t, size_t i)
{
    for (size_t j = 0; j < name->tokens.n; j++) {
        if (lint_same_stem(t, i, name, j))
            return true;
        if (initial(t, i) && name->tokens.at[j].capital &&
            !memcmp(lint_key(name, j), lint_key(t, i), t->tokens.at[i].key_len))
            return true;
    }
    return false;
}

int lint_known_as(const struct lint_known *k, const struct lint_words *w, const struct lint_text *t,
                  size_t first, size_t end)
{
    for (size_t n = 0; n < k->names.n; n++) {
        size_t same = 0, others = 0;
        for (size_t i = first; i < end; i++) {
            bool in = lint_in_name(&k->names.at[n].text, t, i);
            same += in;
            others += !in && !lint_word_is(w, t, i, LINT_W_LINK);
        }
        if (same && !others)
            return (int)n;
    }
    return -1;
}

/* Inside a run of characters without spaces. */
static bool holds(const struct lint_text *t, size_t i, const struct lint_text *name)
{
    return t->tokens.at[i].script == LINT_CJK &&
           memmem(lint_key(t, i), t->tokens.at[i].key_len, lint_key(name, 0), name->tokens.at[0].key_len);
}

static bool is_courtesy(const struct lint_text *t, size_t i)
{
    const struct ua_word *w;
    size_t len, from = t->tokens.at[i].key;
    w = ua_words_match(t->folded.data + from, t->folded.len - from, UA_BIT(COURTESY), &len);
    return w && len == t->tokens.at[i].key_len;
}

/* Words of the name from token i on; 0 when fewer than two stand there, unless it is the last or only one. */
static size_t stands_at(const struct lint_words *w, const struct lint_text *name, const struct lint_text *t,
                        size_t i)
{
    size_t n = 0, weight = 0;
    while (i + n < t->tokens.n && (!n || t->tokens.at[i + n].gap <= LINT_SPACE) &&
           (t->tokens.at[i + n].capital || t->tokens.at[i + n].script >= LINT_ARABIC ||
            lint_word_is(w, t, i + n, LINT_W_LINK)) &&
           lint_in_name(name, t, i + n)) {
        weight += !lint_word_is(w, t, i + n, LINT_W_LINK);
        n++;
    }
    size_t last = name->tokens.n - 1;
    bool courtesy = i && t->tokens.at[i].gap <= LINT_SPACE && is_courtesy(t, i - 1),
         family = courtesy && name->tokens.n > 2 && t->tokens.at[i].capital &&
                  !lint_same_stem(t, i, name, 0); /* Ms Quintana, of Rosalba Quintana Ferrufino */
    bool alone = n == 1 && t->tokens.at[i].key_len > 2 &&
                 (name->tokens.n == 1 || (t->tokens.at[i].capital && lint_same_stem(t, i, name, last)));
    return weight > 1 || alone || (n == 1 && family) ? n : 0;
}

bool lint_known_person_at(const struct lint_known *k, const struct lint_words *w, const struct lint_text *t,
                          int person, size_t i, size_t *end)
{
    for (size_t n = 0; n < k->names.n; n++) {
        const struct lint_text *name = &k->names.at[n].text;
        if (k->names.at[n].person != person || !name->tokens.n)
            continue;
        bool cjk = name->tokens.at[0].script == LINT_CJK;
        size_t len = cjk ? (size_t)holds(t, i, name) : stands_at(w, name, t, i);
        if (len) {
            *end = i + len;
            return true;
        }
    }
    return false;
}

size_t lint_known_person(const struct lint_known *k, const struct lint_words *w, const struct lint_text *t,
                         int person, size_t from, size_t *end)
{
    for (size_t i = from; i < t->tokens.n; i++)
        if (lint_known_person_at(k, w, t, person, i, end))
            return i;
    return SIZE_MAX;
}
