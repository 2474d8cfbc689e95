/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/purge.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/purge.h"

#define NAMED_MOST 5 /* lines of what goes; how many more is said */

static void purge_now(struct app *a)
{
    struct err e = { 0 };
    if (store_purge(a->store, a->purging.at, a->purging.n, &e) < 0)
        app_error(a, &e);
    else
        app_say(a, MESSAGE_INFO, "%s", _("Removed for good. Nothing before this can be undone."));
    app_reload(a);
}

static void answered(struct app *a, void *arg, size_t choice)
{
    (void)arg;
    if (choice == 1)
        purge_now(a);
    a->purging.n = 0;
}

static void add_names(struct app *a, const struct strs *names, struct buf *out)
{
    for (size_t i = 0; i < names->n && i < NAMED_MOST; i++) {
        char *shown = present_text(a, names->at[i]);
        buf_addf(out, "%s\n", shown ? shown : "");
        str_free(shown);
    }
    if (names->n > NAMED_MOST)
        buf_addf(out, P_("and %zu more\n", "and %zu more\n", names->n - NAMED_MOST), names->n - NAMED_MOST);
}

static void ask(struct app *a, const struct strs *gone, const struct strs *stay)
{
    const char *choices[] = { _("Keep"), _("Remove for good") };
    struct buf text = { 0 };
    buf_addf(&text, "%s\n", _("It cannot be undone, nor can anything before it. This goes:"));
    add_names(a, gone, &text);
    if (stay->n > 0) {
        buf_addf(&text, "%s\n", _("This stays, by itself or for other cases:"));
        add_names(a, stay, &text);
    }
    app_ask(a, _("Remove for good?"), buf_text(&text), choices, 2, 0, answered, NULL);
    buf_free(&text);
}

void purge_records(struct app *a, const int64_t *records, size_t n)
{
    struct err e = { 0 };
    struct strs gone = { 0 }, stay = { 0 };
    a->purging.n = 0;
    if (dyn_reserve(&a->purging.at, &a->purging.cap, n, sizeof *records) < 0) {
        err_no_memory(&e);
        app_error(a, &e);
        return;
    }
    memcpy(a->purging.at, records, n * sizeof *records);
    a->purging.n = n;
    if (store_purge_names(a->store, records, n, &gone, &stay, &e) < 0)
        app_error(a, &e);
    else
        ask(a, &gone, &stay);
    strs_free(&gone);
    strs_free(&stay);
}
