/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the stories of src/store/data/decoy.tsv, whose head says how they are written, some are drawn, and
 * their words, numbers and days too. What comes of it is a recipe (recipe.h), ordered by the days on which
 * somebody would have put each record down, in the evening, and stored with a clock that shows these: so the
 * dates of entry and the steps to undo are those of half a year of use.
 *
 * That it convinces nobody who looks closely, and that it ages, is told in satchel-security(7). */
#include "satchel/store/decoy_fill.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/store/open.h"
#include "satchel/store/recipe.h"
#include "satchel/store/store.h"

extern const char data_decoy[];

#define STORIES_MOST 16
#define NO_DAY       INT32_MIN

/* A word list: its words between | and what was given out of it. */
struct list {
    const char *name, *words;
    size_t n_name, n;
    unsigned given;
};

struct word {
    const char *name;
    size_t n_name;
    char *text; /* owned */
};

struct item {
    int32_t day; /* from today, 0 or less */
    size_t order;
    struct buf text;
};

struct telling {
    uint64_t random;
    DYN(struct list) lists;
    DYN(struct word) words; /* of the story under way */
    DYN(struct item) items;
    int32_t start, day; /* of the story; the last one that the record under way names */
    unsigned turn;      /* of a record that is repeated */
    bool failed;
};

static unsigned draw(struct telling *t, unsigned below)
{
    t->random = t->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(t->random >> 33) % below;
}

static long between(struct telling *t, long from, long to)
{
    return from + (long)draw(t, (unsigned)(to - from + 1));
}

/* ---- words ---- */

/* The part number `which` of what stands between from and end, cut at | outside of braces. */
static const char *part(const char *from, const char *end, size_t which, const char **stop)
{
    int depth = 0;
    for (const char *at = from;; at++) {
        if (at < end)
            depth += (*at == '{') - (*at == '}');
        if (at < end && (*at != '|' || depth > 0))
            continue;
        if (which-- == 0 || at == end) {
            *stop = at;
            return from;
        }
        from = at + 1;
    }
}

static size_t count_parts(const char *from, const char *end)
{
    size_t n = 0;
    for (const char *stop = from; stop < end; n++)
        part(from, end, n, &stop);
    return n ? n : 1;
}

static void expand(struct telling *t, const char *at, const char *end, struct buf *out);

/* Each word of a list once, from wherever it was begun; then from the start again. */
static void add_listed(struct telling *t, const char *name, size_t n, struct buf *out)
{
    for (size_t i = 0; i < t->lists.n; i++) {
        struct list *l = &t->lists.at[i];
        if (l->n_name != n || memcmp(l->name, name, n) != 0)
            continue;
        const char *stop, *end = l->words + strcspn(l->words, "\n");
        const char *word = part(l->words, end, l->given++ % l->n, &stop);
        buf_add(out, word, (size_t)(stop - word));
        return;
    }
    t->failed = true;
}

static void add_word(struct telling *t, const char *name, size_t n, struct buf *out)
{
    for (size_t i = t->words.n; i-- > 0;)
        if (t->words.at[i].n_name == n && memcmp(t->words.at[i].name, name, n) == 0) {
            buf_adds(out, t->words.at[i].text);
            return;
        }
    t->failed = true;
}

/* FROM..TO */
static long add_range(struct telling *t, const char *at)
{
    char *dots;
    long from = strtol(at, &dots, 10);
    long to = dots[0] == '.' && dots[1] == '.' ? strtol(dots + 2, NULL, 10) : from;
    t->failed |= to < from;
    return t->failed ? from : between(t, from, to);
}

/* What stands between braces. */
static void add_choice(struct telling *t, const char *at, const char *end, struct buf *out)
{
    if (*at == '%') {
        add_listed(t, at + 1, (size_t)(end - at - 1), out);
    } else if (*at == '#') {
        buf_addf(out, "%ld", add_range(t, at + 1));
    } else if (*at == '-' || *at == '+') {
        int32_t day = (int32_t)add_range(t, at);
        if (day <= 0 && day > t->day)
            t->day = day;
        buf_addf(out, "{today%+d}", (int)day);
    } else {
        const char *stop;
        size_t n = count_parts(at, end), which = draw(t, (unsigned)n);
        if (t->turn) /* what is repeated takes turns, begun wherever this line happens to stand */
            which = (t->turn + (size_t)(at - data_decoy)) % n;
        at = part(at, end, which, &stop);
        expand(t, at, stop, out);
    }
}

static const char *closing(const char *at, const char *end)
{
    int depth = 0;
    for (; at < end; at++) {
        depth += (*at == '{') - (*at == '}');
        if (depth == 0)
            return at;
    }
    return NULL;
}

static void expand(struct telling *t, const char *at, const char *end, struct buf *out)
{
    while (at < end && !t->failed) {
        const char *close = *at == '{' ? closing(at, end) : NULL;
        size_t n = *at == '$' ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
        if (close) {
            add_choice(t, at + 1, close, out);
            at = close + 1;
        } else if (n) {
            add_word(t, at + 1, n, out);
            at += n + 1;
        } else {
            buf_addc(out, *at++);
        }
    }
}

/* ---- stories ---- */

static void define(struct telling *t, const char *at, const char *end)
{
    const char *tab = memchr(at, '\t', (size_t)(end - at));
    struct buf b = { 0 };
    if (!tab || dyn_room(&t->words) != 0) {
        t->failed = true;
        return;
    }
    expand(t, tab + 1, end, &b);
    struct word w = { .name = at, .n_name = (size_t)(tab - at), .text = buf_take(&b, NULL) };
    t->failed |= !w.text;
    if (w.text)
        t->words.at[t->words.n++] = w;
}

static void forget_words(struct telling *t)
{
    for (size_t i = 0; i < t->words.n; i++)
        str_free(t->words.at[i].text);
    t->words.n = 0;
}

/* ?60: what follows counts in 60 of 100. Gives where that begins; NULL: not this time. */
static const char *perhaps(struct telling *t, const char *at)
{
    if (*at != '?')
        return at;
    char *rest;
    long odds = strtol(at + 1, &rest, 10);
    return draw(t, 100) < (unsigned)odds ? rest + (*rest == ' ') : NULL;
}

/* One telling of the record that begins at `at`, its fields after it. */
static void tell_record(struct telling *t, const char *at, unsigned turn)
{
    struct buf *out;
    if (dyn_room(&t->items) != 0) {
        t->failed = true;
        return;
    }
    struct item *item = &t->items.at[t->items.n];
    *item = (struct item){ .order = t->items.n };
    t->items.n++;
    out = &item->text;
    t->turn = turn;
    t->day = NO_DAY;
    buf_add(out, at, strcspn(at, "\n"));
    if (turn)
        buf_addf(out, "_%u", turn);
    buf_addc(out, '\n');
    for (at += strcspn(at, "\n"); *at == '\n'; at += strcspn(at, "\n")) {
        const char *line = ++at, *end = line + strcspn(line, "\n");
        if (!*line || strchr("+*=$%", *line) || (*line == '?' && memchr(line, '+', 6)))
            break;
        struct buf unseen = { 0 };
        const char *field = perhaps(t, line);
        bool seen = field && *field != '!';
        if (field)
            expand(t, field, end, seen ? out : &unseen);
        if (seen)
            buf_addc(out, '\n');
        buf_free(&unseen);
    }
    item->day = t->day == NO_DAY ? t->start : t->day;
    t->turn = 0;
    t->failed |= out->failed;
}

/* *2..5 +KIND NAME */
static void tell_records(struct telling *t, const char *at)
{
    const char *record = strchr(at, '+');
    long n = *at == '*' ? add_range(t, at + 1) : 1;
    for (long i = 1; i <= n && !t->failed; i++)
        tell_record(t, record, *at == '*' ? (unsigned)i : 0);
}

static void tell_story(struct telling *t, const char *at)
{
    t->start = (int32_t)add_range(t, at + 2);
    for (at += strcspn(at, "\n"); *at == '\n' && at[1] != '='; at += strcspn(at, "\n")) {
        const char *line = ++at;
        bool record = *line == '+' || *line == '*' || (*line == '?' && memchr(line, '+', 6));
        if (*line == '$')
            define(t, line + 1, line + strcspn(line, "\n"));
        else if (record && (line = perhaps(t, line)))
            tell_records(t, line);
    }
    forget_words(t);
}

static void add_list(struct telling *t, const char *at)
{
    const char *tab = strchr(at, '\t');
    if (!tab || dyn_room(&t->lists) != 0) {
        t->failed = true;
        return;
    }
    struct list l = { .name = at, .n_name = (size_t)(tab - at), .words = tab + 1 };
    l.n = count_parts(l.words, l.words + strcspn(l.words, "\n"));
    l.given = draw(t, (unsigned)l.n);
    t->lists.at[t->lists.n++] = l;
}

/* Three to five of them, in any order. */
static void tell_some(struct telling *t)
{
    const char *story[STORIES_MOST];
    unsigned n = 0;
    for (const char *at = data_decoy; *at; at += *at == '\n') {
        if (*at == '%')
            add_list(t, at + 1);
        if (*at == '=' && n < STORIES_MOST)
            story[n++] = at;
        at += strcspn(at, "\n");
    }
    for (unsigned some = 3 + draw(t, 3); some > 0 && n > 0; some--) {
        unsigned which = draw(t, n);
        tell_story(t, story[which]);
        story[which] = story[--n];
    }
}

/* ---- putting it down ---- */

static int by_day(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* In the evening, one after the other, and never later than now. */
static void write_down(struct telling *t, int32_t today, int64_t now, struct buf *out)
{
    int64_t last = 0;
    qsort(t->items.at, t->items.n, sizeof *t->items.at, by_day);
    for (size_t i = 0; i < t->items.n; i++) {
        int64_t at = ((int64_t)today + t->items.at[i].day) * 86400 + 17 * 3600 + (int64_t)draw(t, 10800);
        last = at > last ? at : last + 20 + (int64_t)draw(t, 280);
        buf_addf(out, "=%lld\n", (long long)(last < now ? last : now));
        buf_adds(out, buf_text(&t->items.at[i].text));
    }
}

static int64_t shown(void *arg)
{
    return *(const int64_t *)arg;
}

static int fill(struct sqlite3 *db, const struct decoy_fill *f, struct telling *t, struct err *e)
{
    int64_t now = clock_now(f->clock);
    const struct clock clock = { .unix_seconds = shown, .boot_ms = shown, .arg = &now };
    int32_t today = clock_today(f->clock);
    struct store *s = NULL;
    struct buf recipe = { 0 };
    tell_some(t);
    write_down(t, today, now, &recipe);
    int rc = t->failed || recipe.failed ? err_no_memory(e) : store_open(db, &clock, &s, e);
    if (rc == 0)
        rc = recipe_store(s, buf_text(&recipe), today, &now, e);
    store_close(s);
    buf_free(&recipe);
    return rc;
}

int decoy_fill_image(struct sqlite3 *db, void *arg, struct err *e)
{
    const struct decoy_fill *f = arg;
    struct telling t = { .random = f->seed };
    if (!f->seed)
        sqlite3_randomness(sizeof t.random, &t.random);
    int rc = store_init_schema(db, NULL, e);
    if (rc == 0 && !f->empty)
        rc = fill(db, f, &t, e);
    for (size_t i = 0; i < t.items.n; i++)
        buf_free(&t.items.at[i].text);
    free(t.items.at);
    forget_words(&t);
    free(t.words.at);
    free(t.lists.at);
    return rc;
}
