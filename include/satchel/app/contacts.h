/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers and addresses that `r` reveals: those of a person or office, of a person's part in a case or of
 * somebody to write to, of whom a check-in is with, else those of everybody in the case. */
#ifndef SATCHEL_APP_CONTACTS_H
#define SATCHEL_APP_CONTACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;

#define CONTACTS_MOST 64

struct contacts { /* what the open picker offers */
    int64_t at[CONTACTS_MOST];
    size_t n;
    int64_t of[CONTACTS_MOST]; /* whose */
};

/* Shows the only one, or asks which; says so when there is none. kase: of the record, 0: none. */
void contacts_reveal(struct app *a, int64_t record, int64_t kase);
bool contacts_any(struct app *a, int64_t record, int64_t kase);

/* The person or office that a number is added to where that record is selected; 0: nobody. */
int64_t contacts_owner(struct app *a, int64_t record);

#endif
