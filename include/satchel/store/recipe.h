/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records written as text, for the invented cases that the program brings. Read through the tables of fields:
 * a field that is renamed shows as an error, in the tests and to nobody else.
 *
 *   +KIND NAME      begins a record; NAME is how the lines below refer to it, as @NAME
 *   KEY<tab>VALUE   a field; on lists each line adds one element. \n is a line end in a text.
 *   {today-3}       a day, counted from `today`
 *   =SECONDS        what follows is put down at this time (Unix)
 *   #               begins a comment
 */
#ifndef SATCHEL_STORE_RECIPE_H
#define SATCHEL_STORE_RECIPE_H

#include <stdint.h>

struct err;
struct store;

/* Stores them in their order, each as a step of its own unless one is open. today: days since 1970-01-01.
 * now: what the store's clock shows, set by the text; NULL: it sets none. */
int recipe_store(struct store *s, const char *text, int32_t today, int64_t *now, struct err *e);

#endif
