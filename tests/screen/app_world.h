/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole program on a terminal without a terminal, over a store in memory, on a day that stands still:
 * keys in, screens out.
 *
 *     struct app_world *w = app_world_open(80, 24, NULL);
 *     int64_t n = storebox_put(&w->box, KIND_CASE, "title", "Herders' land", NULL);
 *     app_world_enter(w);
 *     app_world_keys(w, "C<Enter>");
 *     harness_golden(&w->h, "case-empty");
 *     app_world_close(w);
 *
 * One at a time in a process. */
#ifndef SATCHEL_TESTS_APP_WORLD_H
#define SATCHEL_TESTS_APP_WORLD_H

#include "harness.h"

#include "../unit/storebox.h"
#include "satchel/app/app.h"

struct app_world {
    struct storebox box; /* the clock stands at 2026-11-22; set box.now to move it */
    struct app app;
    struct harness h; /* its screen is the program's; for harness_golden, harness_find, ... */
};

/* theme: NULL: the default. The store is empty, the program waits at the unlock screen. */
struct app_world *app_world_open(int cols, int rows, const char *theme);
/* As after the passphrase: the agenda. */
void app_world_enter(struct app_world *w);
/* The same after a lock, on the same database. */
void app_world_unlock(struct app_world *w);
/* Types keys as harness_keys takes them, lets the program handle all of them, paints. */
void app_world_keys(struct app_world *w, const char *keys);
void app_world_paste(struct app_world *w, const char *text);
void app_world_resize(struct app_world *w, int cols, int rows);
void app_world_close(struct app_world *w);

/* One case with something in every tab: a writer at risk with names in two scripts, her mother whose
 * telephone is watched, an appeal with asks and a model letter, officials, events of every kind of
 * uncertainty, a note. Returns the case. */
int64_t app_world_case(struct app_world *w);
/* Opened, with that case in it, at the agenda. */
struct app_world *app_world_filled(int cols, int rows);
/* The letter of that case with that text, open, the next key typed into it; whatever its appeal asks is left
 * out, so that a short text is whole. */
struct app_world *app_world_letter(const char *body, int cols, int rows);
struct app_world *app_world_letter_in(const char *body, int cols, int rows, const char *theme);
/* Runs a command by its name. */
void app_world_go(struct app_world *w, const char *command);
size_t app_world_count(struct app_world *w, enum rec_kind kind);
/* The first record of a kind; fails the test when there is none. */
int64_t app_world_first(struct app_world *w, enum rec_kind kind);

#endif
