/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/open_record.h"

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/store/label.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

static const struct {
    enum rec_kind kind;
    const char *view, *tab; /* tab NULL: the view takes the record's own id */
} SCREENS[] = {
    { KIND_CASE, "case", "overview" },        { KIND_APPEAL, "case", "letters" },
    { KIND_TARGET, "case", "overview" },      { KIND_MEMBER, "case", "people" },
    { KIND_EVENT, "case", "chronology" },     { KIND_SOURCE, "case", "statements" },
    { KIND_STATEMENT, "case", "statements" }, { KIND_UTTERANCE, "case", "statements" },
    { KIND_LETTER, "case", "letters" },       { KIND_ACTION, "case", "actions" },
    { KIND_NOTE, "case", "notes" },           { KIND_PERSON, "people", NULL },
    { KIND_CONTACT, "people", NULL },         { KIND_OFFICE, "offices", NULL },
    { KIND_HOLDER, "offices", NULL },         { KIND_ADDRESS, "offices", NULL },
};

static void form_of(struct app *a, const struct rec_ref *ref)
{
    struct buf arg = { 0 };
    char id[REC_ID_TEXT];
    rec_id_format(ref->id, id);
    buf_addf(&arg, "edit %s", id);
    app_push(a, "form", buf_text(&arg));
    buf_free(&arg);
}

/* The screen of the table with the case or the record itself as its arg; false: there is none. */
static bool screen_of(struct app *a, enum rec_kind kind, const struct rec_ref *ref)
{
    struct rec_ref kase = *ref;
    struct buf arg = { 0 };
    char id[REC_ID_TEXT];
    size_t i = 0, n = sizeof SCREENS / sizeof *SCREENS;
    while (i < n && SCREENS[i].kind != kind)
        i++;
    if (i == n)
        return false;
    if (SCREENS[i].tab && (store_case_of(a->store, ref->n, &kase, NULL) < 0 || !kase.n))
        return false;
    rec_id_format(kase.id, id);
    buf_addf(&arg, SCREENS[i].tab ? "%s %s" : "%s", id, SCREENS[i].tab);
    app_push(a, SCREENS[i].view, buf_text(&arg));
    buf_free(&arg);
    return true;
}

void open_record(struct app *a, int64_t n)
{
    struct err e = { 0 };
    struct rec_ref ref;
    enum rec_kind kind;
    int64_t owner;
    if (store_part_of(a->store, n, &owner, &e) < 0 || store_ref(a->store, owner, &ref, &e) < 0 ||
        store_kind(a->store, owner, &kind, &e) < 0)
        app_error(a, &e);
    else if (!screen_of(a, kind, &ref))
        form_of(a, &ref);
}

void edit_record(struct app *a, int64_t n)
{
    struct err e = { 0 };
    struct rec_ref ref;
    int64_t owner;
    if (store_part_of(a->store, n, &owner, &e) < 0 || store_ref(a->store, owner, &ref, &e) < 0)
        app_error(a, &e);
    else
        form_of(a, &ref);
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
