/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as people read them: names or, in discreet mode, initials; dates by the locale; sensitive texts
 * masked. All functions that give a text: caller frees with str_free; NULL when there is no memory or no such
 * record. */
#ifndef SATCHEL_APP_PRESENT_H
#define SATCHEL_APP_PRESENT_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel/base/iso_names.h"
#include "satchel/model/record.h"
#include "satchel/tui/draw.h"

struct app;
struct form_field;

/* Of somebody whose name is withheld initials alone; in full where one is to be chosen. */
char *present_label(struct app *a, int64_t n);
char *present_label_full(struct app *a, int64_t n);
/* The same for the end of a sentence of the program: without a full stop of its own. */
char *present_label_in(struct app *a, int64_t n);
/* Of a target: who it is by name, else by the label. Caller frees. */
char *present_addressee(struct app *a, int64_t target);
void present_unstop(char *text); /* takes the full stop off; NULL is fine */
/* "A. T." of a name; the text itself while names are shown. */
char *present_name(const struct app *a, const char *name);
/* Text with initials in place of the names of anybody in the vault; the text itself while names are shown. */
char *present_text(struct app *a, const char *text);
/* A field's value in one line: references by label, lists joined, dates readable, sensitive texts masked. */
char *present_field(struct app *a, const struct rec *r, const struct field *f, struct err *e);
/* Whether the field of that name holds the code of a country or a language, and of which. */
bool present_is_code(const char *key, enum iso_names *of);
/* The name for such a code, the text itself where it is none; a text of another field as it is. */
char *present_code(const char *key, const char *text);
/* form_field.describe of such a field. */
void present_describe_code(void *arg, const struct form_field *f, const char *value, struct buf *out);
/* A day as the locale writes it, "" when it is not set. */
char *present_day(struct opt_day day);
/* "today", "in 3 days", "3 days ago", "in 5 weeks": from today to day. */
char *present_distance(int32_t day, int32_t today);
/* How a day that is near looks, by enum due. */
struct present_due {
    enum glyph glyph;
    int role;
};
extern const struct present_due present_due[];
/* A contact masked, whether it is safe first: "not safe · mobile · +99 1•• ••• ••73". */
char *present_contact(struct app *a, int64_t contact);
/* Shows a contact's number or address in a box, for as long as the settings say. */
void present_reveal(struct app *a, int64_t contact);

#endif
