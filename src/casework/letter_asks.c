/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/letter_asks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "satchel/base/err.h"
#include "satchel/casework/letter_words.h"
#include "satchel/casework/ua_letter.h"
#include "satchel/casework/ua_read.h"
#include "satchel/model/kase.h"

/* ---- reading ---- */

/* *out: the language of a text; left as it is when that is not clear. */
static int language_of(const struct buf *text, const char **out, struct err *e)
{
    struct ua_doc d;
    if (!text->len)
        return 0;
    if (ua_read(&d, buf_text(text), text->len, NULL, e) < 0)
        return -1;
    *out = ua_language_of(&d, (struct ua_slice){ 0, d.text.len });
    ua_doc_free(&d);
    return 0;
}

/* Without the words in capitals: names are of another language than what is asked about them. */
static int read_one(const char *text, const char **out, struct err *e)
{
    struct ua_doc d;
    struct buf plain = { 0 };
    if (ua_read(&d, text, strlen(text), NULL, e) < 0)
        return -1;
    struct ua_slice rest = { 0, d.text.len };
    for (struct ua_slice w; !ua_empty(w = ua_next_word(&d, &rest));)
        if (!ua_starts_upper(&d, ua_bare(&d, w)))
            buf_addf(&plain, "%.*s ", (int)(w.to - w.from), d.text.data + w.from);
    ua_doc_free(&d);
    int rc = plain.failed ? err_no_memory(e) : language_of(&plain, out, e);
    buf_free(&plain);
    return rc;
}

/* The nearest that is clear, in steps of `by`; NULL: none. */
static const char *neighbour(const struct letter_asks *asks, size_t i, size_t by)
{
    for (i += by; i < asks->of.n; i += by) /* wraps round below 0 */
        if (asks->of.at[i])
            return asks->of.at[i];
    return NULL;
}

static void fill_gaps(struct letter_asks *asks)
{
    for (size_t i = 0; i < asks->of.n; i++) {
        const char *before = neighbour(asks, i, SIZE_MAX), *behind = neighbour(asks, i, 1);
        if (!asks->of.at[i] && (!before || !behind || letter_same_language(before, behind)))
            asks->of.at[i] = before ? before : behind;
    }
}

static void note_language(struct letter_asks *asks, const char *lang)
{
    if (lang && !letter_asks_has(asks, lang) && asks->n < LETTER_ASKS_LANGUAGES)
        asks->langs[asks->n++] = lang;
}

int letter_asks_read(const struct appeal *a, struct letter_asks *out, struct err *e)
{
    *out = (struct letter_asks){ 0 };
    for (size_t i = 0; i < a->asks.n; i++) {
        const char *text = a->asks.at[i].text, *lang = NULL;
        if (read_one(text ? text : "", &lang, e) < 0)
            return -1;
        if (dyn_room(&out->of) < 0)
            return err_no_memory(e);
        out->of.at[out->of.n++] = lang;
        note_language(out, lang);
    }
    fill_gaps(out);
    return 0;
}

void letter_asks_free(struct letter_asks *asks)
{
    free(asks->of.at);
    *asks = (struct letter_asks){ 0 };
}

/* ---- choosing ---- */

bool letter_asks_has(const struct letter_asks *asks, const char *lang)
{
    for (size_t i = 0; i < asks->n; i++)
        if (letter_same_language(asks->langs[i], lang))
            return true;
    return false;
}

static size_t count(const struct letter_asks *asks, const char *lang)
{
    size_t n = 0;
    for (size_t i = 0; i < asks->of.n; i++)
        n += letter_same_language(asks->of.at[i], lang);
    return n;
}

const char *letter_asks_language(const struct letter_asks *asks, const char *prefer)
{
    const char *best = asks->n ? asks->langs[0] : NULL;
    for (size_t k = 0; k < asks->n; k++) {
        if (letter_same_language(asks->langs[k], prefer))
            return asks->langs[k];
        best = count(asks, asks->langs[k]) > count(asks, best) ? asks->langs[k] : best;
    }
    return best;
}

bool letter_asks_takes(const struct letter_asks *asks, size_t request, const char *lang)
{
    const char *own = request < asks->of.n ? asks->of.at[request] : NULL;
    return asks->n < 2 || !own || !letter_asks_has(asks, lang) || letter_same_language(own, lang);
}

/* ---- as a letter ---- */

struct lead {
    const char *lang, *line;
    const char *words[12]; /* at the start of a request, at its end, or before a comma */
};

static const struct lead LEADS[] = {
    { "en",
      "I am writing to you,",
      { "calling", "urging", "asking", "demanding", "requesting", "expressing", "appealing", "insisting",
        "welcoming", "reminding", "pressing" } },
    { "de",
      "mit diesem Schreiben möchte ich",
      { "fordern", "auffordern", "bitten", "verlangen", "ersuchen", "drängen", "appellieren", "erinnern",
        "protestieren" } },
    { "es",
      "Le escribo",
      { "pidiendo", "instando", "exigiendo", "solicitando", "expresando", "exhortando", "reclamando",
        "urgiendo", "recordando" } },
};

/* One request, n bytes. */
static bool is_led(const struct lead *l, const char *ask, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t to = i;
        while (to < n && !strchr(" ,.;", ask[to]))
            to++;
        bool edge = i == 0 || to == n || ask[to] != ' ';
        for (size_t k = 0; edge && k < sizeof l->words / sizeof *l->words && l->words[k]; k++)
            if (strlen(l->words[k]) == to - i && strncasecmp(ask + i, l->words[k], to - i) == 0)
                return true;
        i = to + 1;
    }
    return false;
}

static const struct lead *lead_of(const char *lang, const char *lines)
{
    for (size_t k = 0; k < sizeof LEADS / sizeof *LEADS; k++) {
        bool all = *lines && letter_same_language(lang, LEADS[k].lang);
        for (const char *line = lines; all && *line;) {
            size_t n = strcspn(line, "\n"), mark = n > 2 ? 2 : 0;
            all = is_led(&LEADS[k], line + mark, n - mark);
            line += n + (line[n] == '\n');
        }
        if (all)
            return &LEADS[k];
    }
    return NULL;
}

char *letter_asks_text(const char *lang, const char *lines, struct err *e)
{
    const struct lead *lead = lead_of(lang, lines);
    struct buf b = { 0 };
    if (lead)
        buf_addf(&b, "%s\n\n", lead->line);
    buf_adds(&b, lines);
    return buf_take(&b, e);
}
