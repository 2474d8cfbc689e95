/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app_world.h"

#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "satchel/app/open_record.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/secure/doctor.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

struct app_world *app_world_open(int cols, int rows, const char *theme)
{
    struct app_world *w = calloc(1, sizeof *w);
    struct err e = { 0 };
    int ends[2];
    assert_non_null(w);
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    storebox_open(&w->box, NULL);
    assert_int_equal(pipe(ends), 0);
    w->h.typing = ends[1];
    w->h.in = fdopen(ends[0], "r");
    w->h.out = fopen("/dev/null", "w");
    static const struct doctor_place NOTHING_TOLD = { .root = "/nonexistent", .uid = 1000, .euid = 1000 };
    struct app_options o = { .vault = "/nowhere/vault", .clock = w->box.clock, .machine = &NOTHING_TOLD };
    o.screen = (struct screen_setup){ .in = w->h.in,
                                      .out = w->h.out,
                                      .term = "xterm-256color",
                                      .rows = rows,
                                      .cols = cols,
                                      .escape_ms = 1,
                                      .no_color = theme && strcmp(theme, "mono") == 0 };
    if (app_start(&w->app, &o, &e) < 0)
        fail_msg("%s", e.text);
    w->h.screen = w->app.screen;
    w->h.draw = draw_screen(w->h.screen);
    return w;
}

static void settle(struct app_world *w)
{
    do
        app_step(&w->app, 0);
    while (screen_pending(w->app.screen));
    app_paint(&w->app);
}

void app_world_enter(struct app_world *w)
{
    w->app.store = w->box.s;
    app_enter(&w->app);
    app_paint(&w->app);
}

void app_world_unlock(struct app_world *w)
{
    assert_null(w->app.store); /* it closed it */
    w->box.s = NULL;
    if (store_open(w->box.db, &w->box.clock, &w->box.s, &w->box.e) < 0)
        fail_msg("%s", w->box.e.text);
    app_world_enter(w);
}

void app_world_keys(struct app_world *w, const char *keys)
{
    harness_keys(&w->h, keys);
    settle(w);
}

void app_world_paste(struct app_world *w, const char *text)
{
    harness_paste(&w->h, text);
    settle(w);
}

void app_world_resize(struct app_world *w, int cols, int rows)
{
    harness_resize(&w->h, cols, rows);
    settle(w);
}

void app_world_close(struct app_world *w)
{
    bool entered = w->app.store != NULL;
    app_end(&w->app); /* closes the store */
    if (entered)
        w->box.s = NULL;
    storebox_close(&w->box);
    fclose(w->h.in);
    fclose(w->h.out);
    close(w->h.typing);
    free(w);
}

int64_t app_world_first(struct app_world *w, enum rec_kind kind)
{
    struct store_rows rows = { 0 };
    struct err e = { 0 };
    assert_int_equal(store_list(w->box.s, &(struct store_query){ .kind = kind, .limit = 1 }, &rows, &e), 0);
    assert_int_equal(rows.n, 1);
    int64_t n = rows.at[0];
    store_rows_free(&rows);
    return n;
}

/* ---- an invented case ---- */

static void add_people(struct app_world *w, const char *kase)
{
    struct storebox *b = &w->box;
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova\nАнна Тестова | lang=ru", "birth",
                                "1981-04-12", "pronouns", "she/her", "occupation", "journalist", NULL);
    int64_t mother = storebox_put(b, KIND_PERSON, "names", "Vera Testova", NULL);
    int64_t witness = storebox_put(b, KIND_PERSON, "withheld_name", "yes", NULL);
    storebox_put(b, KIND_MEMBER, "case", kase, "person", storebox_id(b, anna), "role", "at_risk", "states",
                 "held | since=2026-02-10", NULL);
    storebox_put(b, KIND_MEMBER, "case", kase, "person", storebox_id(b, mother), "role", "family", NULL);
    storebox_put(b, KIND_MEMBER, "case", kase, "person", storebox_id(b, witness), "role", "witness", NULL);
    storebox_put(b, KIND_RELATION, "person", storebox_id(b, mother), "kind", "mother of", "other",
                 storebox_id(b, anna), NULL);
    storebox_put(b, KIND_CONTACT, "of", storebox_id(b, mother), "kind", "mobile", "raw", "+99 155 018 2773",
                 "safe", "inbound", "watched_by", "the police", "ask_for", "the aunt", "last_used",
                 "2026-11-10", NULL);
    storebox_put(b, KIND_CHECKIN, "person", storebox_id(b, mother), "every", "7", "due", "2026-11-22", NULL);
}

static void add_letters(struct app_world *w, const char *kase)
{
    struct storebox *b = &w->box;
    int64_t office = storebox_put(b, KIND_OFFICE, "title", "Minister of the Interior", "country", "XS", NULL);
    int64_t appeal =
        storebox_put(b, KIND_APPEAL, "case", kase, "number", "UA 26/23", "index_no", "ASA 99/0001/2026",
                     "issued", "2026-10-02", "deadline", "2026-11-24", "languages",
                     "Sylvanian\nEnglish | tag=en", "letter_salutation", "Dear Minister,", "letter_body",
                     "I am writing to express my concern for Anna Testova, a journalist.\n\nRelease her.",
                     "asks", "Release her at once unless charged\nLet her see her family and a lawyer", NULL);
    int64_t target = storebox_put(b, KIND_TARGET, "appeal", storebox_id(b, appeal), "pos", "1", "office",
                                  storebox_id(b, office), "printed_name", "P. Prubnik", NULL);
    struct buf to = { 0 };
    storebox_put(b, KIND_ADDRESS, "of", storebox_id(b, office), "texts", "1 Main Square\\nSylvania City",
                 NULL);
    buf_addf(&to, "%s", storebox_id(b, target));
    storebox_put(b, KIND_LETTER, "case", kase, "appeal", storebox_id(b, appeal), "lang", "en", "to",
                 buf_text(&to), "subject", "Anna Testova", "body", "Dear Minister, ...", "state", "draft",
                 NULL);
    storebox_put(b, KIND_ACTION, "case", kase, "target", storebox_id(b, target), "channel", "post", "day",
                 "2026-11-02", "by", "M. B.", "count", "1", NULL);
    buf_free(&to);
}

static void add_events(struct app_world *w, const char *kase)
{
    static const char *const EVENTS[][3] = {
        { "2026-02-10", "arrest", "Taken from her mother's flat by four men." },
        { "[2026-03-27,2026-03-31]", "transfer", "Moved to Camp No. 3." },
        { "2026-02-10/2026-03~", "detention", "Held at the police station of the harbour." },
        { "2026-04~", "contact", "Anna was seen in the washroom of the camp." },
        { "2025-11/..", "threat", "Calls at night." },
    };
    for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++)
        storebox_put(&w->box, KIND_EVENT, "case", kase, "date", EVENTS[i][0], "kind", EVENTS[i][1], "text",
                     EVENTS[i][2], NULL);
}

int64_t app_world_case(struct app_world *w)
{
    struct storebox *b = &w->box;
    int64_t n = storebox_put(
        b, KIND_CASE, "title", "Writer missing since February", "risk", "high", "country", "XS",
        "country_text", "Sylvania", "summary",
        "Taken by plain-clothes police from her mother's flat. Anna Testova has not been seen since.", NULL);
    char kase[REC_ID_TEXT];
    strcpy(kase, storebox_id(b, n));
    add_people(w, kase);
    add_letters(w, kase);
    add_events(w, kase);
    int64_t item = storebox_put(b, KIND_ITEM, "case", kase, "title", "recordings of the interviews", "kind",
                                "audio", NULL);
    storebox_put(b, KIND_CUSTODY, "item", storebox_id(b, item), "copy", "yes", "since", "2025-12", NULL);
    storebox_put(b, KIND_NOTE, "of", kase, "text",
                 "The bakery is closed on Mondays.\nLetters wait until Tuesday.", NULL);
    return n;
}

struct app_world *app_world_filled(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    app_world_case(w);
    app_world_enter(w);
    return w;
}

void app_world_go(struct app_world *w, const char *command)
{
    app_world_keys(w, ":");
    app_world_keys(w, command);
    app_world_keys(w, "<Enter>");
}

size_t app_world_count(struct app_world *w, enum rec_kind kind)
{
    size_t n = 0;
    assert_int_equal(store_count(w->box.s, kind, &n, &w->box.e), 0);
    return n;
}

struct app_world *app_world_letter(const char *body, int cols, int rows)
{
    return app_world_letter_in(body, cols, rows, NULL);
}

struct app_world *app_world_letter_in(const char *body, int cols, int rows, const char *theme)
{
    struct app_world *w = app_world_open(cols, rows, theme);
    struct rec *r = NULL;
    app_world_case(w);
    int64_t letter = app_world_first(w, KIND_LETTER);
    assert_int_equal(store_get(w->box.s, letter, &r, &w->box.e), 0);
    struct letter *l = (struct letter *)r;
    assert_int_equal(str_set(&l->body, body), 0);
    assert_int_equal(str_set(&l->subject, NULL), 0);
    assert_int_equal(str_set(&l->to.at[0].salutation, "Dear Minister,"), 0);
    assert_int_equal(store_update(w->box.s, r, NULL, &w->box.e), 0);
    rec_free(r);
    assert_int_equal(store_get(w->box.s, app_world_first(w, KIND_APPEAL), &r, &w->box.e), 0);
    field_clear(r, rec_field(r, "asks", NULL));
    assert_int_equal(store_update(w->box.s, r, NULL, &w->box.e), 0);
    rec_free(r);
    app_world_enter(w);
    open_record(&w->app, letter);
    app_world_keys(w, "e");
    return w;
}
