/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/open_record.h"

#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/store/label.h"
#include "satchel/store/store.h"
#include "satchel/store/undo.h"
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
    { KIND_LETTER, "letter", "@" },
    { KIND_ACTION, "case", "@ actions" },
    { KIND_REPLY, "case", "@ actions" },
    { KIND_ITEM, "case", "@ files" },
    { KIND_CUSTODY, "case", "@ files" },
    { KIND_NOTE, "case", "@ notes" },
    { KIND_PERSON, "people", "@" },
    { KIND_CONTACT, "people", "@" },
    { KIND_RELATION, "people", "@" },
    { KIND_CHECKIN, "people", "@" },
    { KIND_INSTRUCTION, "people", "@" },
    { KIND_OFFICE, "offices", "@" },
    { KIND_HOLDER, "offices", "@" },
    { KIND_ADDRESS, "offices", "@" },
};

/* The cursor at the start of the text, which takes the next key (view_letter.c). */
#define LETTER_IN_TEXT "@ 1 0 0 1"

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

/* The screen's arg; people and offices are opened among those of the case that is looked at. */
static void open_in(struct app *a, const char *view, const char *arg, int64_t n)
{
    const struct view *top = app_top(a);
    struct buf b = { 0 };
    const bool of_cases = strcmp(view, "people") == 0 || strcmp(view, "offices") == 0;
    if (of_cases && top && strcmp(top->class->name, "case") == 0 && top->arg)
        buf_addf(&b, "in %.*s ", (int)strcspn(top->arg, " "), top->arg);
    buf_adds(&b, arg);
    open_about(a, view, buf_text(&b), n);
    buf_free(&b);
}

bool open_screen(struct app *a, int64_t n)
{
    enum rec_kind kind;
    if (store_part_of(a->store, n, &n, NULL) < 0 || store_kind(a->store, n, &kind, NULL) < 0)
        return false;
    for (size_t i = 0; i < sizeof SCREENS / sizeof *SCREENS; i++) {
        if (SCREENS[i].kind == kind && (strcmp(SCREENS[i].view, "case") != 0 || is_in_case(a, n))) {
            open_in(a, SCREENS[i].view, SCREENS[i].arg, n);
            return true;
        }
    }
    return false;
}

void open_record(struct app *a, int64_t n)
{
    if (!open_screen(a, n))
        edit_record(a, n);
}

void edit_fields(struct app *a, int64_t n)
{
    open_about(a, "form", "edit @", n);
}

void edit_record(struct app *a, int64_t n)
{
    struct err e = { 0 };
    enum rec_kind kind;
    if (store_part_of(a->store, n, &n, &e) < 0 || store_kind(a->store, n, &kind, &e) < 0)
        app_error(a, &e);
    else if (kind == KIND_LETTER)
        open_about(a, "letter", LETTER_IN_TEXT, n);
    else
        edit_fields(a, n);
}

void edit_field(struct app *a, int64_t n, const struct field *field)
{
    struct buf arg = { 0 };
    buf_addf(&arg, "edit @ %s", field->key);
    open_about(a, "form", buf_text(&arg), n);
    buf_free(&arg);
}

/* ---- deleting ---- */

/* 1: done, 0: there was nothing in it. */
static int empty_field(struct app *a, int64_t n, const struct field *field, size_t element, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(a->store, n, &r, e) < 0)
        return -1;
    int rc = !field_is_empty(r, field);
    if (rc && element == RECORD_WHOLE)
        field_clear(r, field);
    else if (rc && element < field_count(r, field))
        field_remove(r, field, element);
    if (rc && store_update(a->store, r, NULL, e) < 0)
        rc = -1;
    rec_free(r);
    return rc;
}

void delete_field(struct app *a, int64_t n, const struct field *field, size_t element)
{
    struct err e = { 0 };
    int rc = empty_field(a, n, field, element, &e);
    if (rc < 0) {
        app_error(a, &e);
    } else if (rc == 0) {
        app_say(a, MESSAGE_INFO, "%s", _("There is nothing to delete here."));
    } else {
        app_reload(a);
        app_say(a, MESSAGE_INFO, _("Deleted: %s. u undoes it."), _(field->label));
    }
}

/* One that went with another of them is left out. */
static int delete_each(struct app *a, const int64_t *records, size_t n, size_t *gone, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        struct rec *r = NULL;
        size_t owned = 0;
        bool there = store_get(a->store, records[i], &r, NULL) == 0;
        rec_free(r);
        if (n > 1 && !there)
            continue;
        if (store_delete(a->store, records[i], &owned, e) < 0)
            return -1;
        *gone += owned;
    }
    return 0;
}

static int delete_all(struct app *a, const int64_t *records, size_t n, size_t *gone, struct err *e)
{
    struct buf label = { 0 };
    if (n == 1)
        return delete_each(a, records, n, gone, e);
    buf_addf(&label, P_("%zu record deleted", "%zu records deleted", n), n);
    int rc = label.failed ? err_no_memory(e) : store_step_begin(a->store, buf_text(&label), e);
    buf_free(&label);
    if (rc < 0)
        return -1;
    if (delete_each(a, records, n, gone, e) == 0)
        return store_step_end(a->store, records[0], e);
    store_step_cancel(a->store);
    return -1;
}

/* more: that went with it, or with them. */
static void say_deleted(struct app *a, const char *label, size_t n, size_t more)
{
    if (n > 1 && more)
        app_say(a, MESSAGE_INFO,
                P_("Deleted: %zu records, and %zu that belongs to them. u undoes it.",
                   "Deleted: %zu records, and %zu that belong to them. u undoes it.", more),
                n, more);
    else if (n > 1)
        app_say(a, MESSAGE_INFO,
                P_("Deleted: %zu record. u undoes it.", "Deleted: %zu records. u undoes it.", n), n);
    else if (more)
        app_say(a, MESSAGE_INFO,
                P_("Deleted: %s, and %zu record that belongs to it. u undoes it.",
                   "Deleted: %s, and %zu records that belong to it. u undoes it.", more),
                label, more);
    else
        app_say(a, MESSAGE_INFO, _("Deleted: %s. u undoes it."), label);
}

void delete_records(struct app *a, const int64_t *records, size_t n)
{
    struct err e = { 0 };
    size_t gone = 0;
    char *label = n == 1 ? present_label_in(a, records[0]) : NULL;
    if (delete_all(a, records, n, &gone, &e) < 0) {
        app_error(a, &e);
    } else {
        app_reload(a);
        say_deleted(a, label ? label : "", n, gone > n ? gone - n : 0);
    }
    str_free(label);
}
