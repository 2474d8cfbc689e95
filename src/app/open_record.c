/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/open_record.h"

#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/store/label.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

static const struct {
    enum rec_kind kind;
    const char *view, *arg; /* as open_about takes it */
} SCREENS[] = {
    { KIND_CASE, "case", "@ overview" },
    { KIND_APPEAL, "case", "@ letters" },
    { KIND_TARGET, "case", "@ overview" },
    { KIND_MEMBER, "case", "@ people" },
    { KIND_EVENT, "case", "@ chronology" },
    { KIND_SOURCE, "case", "@ statements" },
    { KIND_STATEMENT, "case", "@ statements" },
    { KIND_UTTERANCE, "case", "@ statements" },
    { KIND_LETTER, "case", "@ letters" },
    { KIND_ACTION, "case", "@ actions" },
    { KIND_REPLY, "case", "@ actions" },
    { KIND_ITEM, "case", "@ files" },
    { KIND_CUSTODY, "case", "@ files" },
    { KIND_NOTE, "case", "@ notes" },
    { KIND_PERSON, "people", "@" },
    { KIND_CONTACT, "people", "@" },
    { KIND_OFFICE, "offices", "@" },
    { KIND_HOLDER, "offices", "@" },
    { KIND_ADDRESS, "offices", "@" },
};

void open_about(struct app *a, const char *view, const char *arg, int64_t n)
{
    struct rec_ref ref;
    struct err e = { 0 };
    struct buf b = { 0 };
    char id[REC_ID_TEXT];
    if (store_ref(a->store, n, &ref, &e) < 0) {
        app_error(a, &e);
        return;
    }
    rec_id_format(ref.id, id);
    for (; *arg; arg++) {
        if (*arg == '@')
            buf_adds(&b, id);
        else
            buf_addc(&b, *arg);
    }
    app_push(a, view, buf_text(&b));
    buf_free(&b);
}

static bool is_in_case(struct app *a, int64_t n)
{
    struct rec_ref kase;
    return store_case_of(a->store, n, &kase, NULL) == 0 && kase.n;
}

void open_record(struct app *a, int64_t n)
{
    struct err e = { 0 };
    enum rec_kind kind;
    if (store_part_of(a->store, n, &n, &e) < 0 || store_kind(a->store, n, &kind, &e) < 0) {
        app_error(a, &e);
        return;
    }
    for (size_t i = 0; i < sizeof SCREENS / sizeof *SCREENS; i++) {
        if (SCREENS[i].kind == kind && (strcmp(SCREENS[i].view, "case") != 0 || is_in_case(a, n))) {
            open_about(a, SCREENS[i].view, SCREENS[i].arg, n);
            return;
        }
    }
    open_about(a, "form", "edit @", n);
}

void edit_record(struct app *a, int64_t n)
{
    struct err e = { 0 };
    if (store_part_of(a->store, n, &n, &e) < 0)
        app_error(a, &e);
    else
        open_about(a, "form", "edit @", n);
}

void delete_record(struct app *a, int64_t n)
{
    struct err e = { 0 };
    char *label = present_label(a, n);
    size_t gone = 0;
    if (store_delete(a->store, n, &gone, &e) < 0) {
        app_error(a, &e);
    } else {
        app_reload(a);
        if (gone > 1)
            app_say(a, MESSAGE_INFO,
                    P_("Deleted: %s, and %zu record that belongs to it. u undoes it.",
                       "Deleted: %s, and %zu records that belong to it. u undoes it.", gone - 1),
                    label ? label : "", gone - 1);
        else
            app_say(a, MESSAGE_INFO, _("Deleted: %s. u undoes it."), label ? label : "");
    }
    str_free(label);
}
