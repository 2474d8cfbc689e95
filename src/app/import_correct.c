/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/import_correct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/app/review.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

void import_correct_close(struct import_correct *c)
{
    form_free(c->form);
    free(c->fields);
    c->form = NULL;
    c->fields = NULL;
}

static int check_day(void *arg, const struct form_field *f, const char *value, struct err *e)
{
    (void)arg;
    struct edtf_reading r = { 0 };
    if (!*value)
        return 0;
    if (edtf_from_prose(value, 0, &r, e) < 0)
        return -1;
    if (r.date.start != EDTF_DATE || r.date.earliest != r.date.latest)
        return err_set(e, ERR_INPUT, _("%s needs one day, such as 2026-11-24."), _(f->label));
    return 0;
}

static struct form_field form_field_of(const struct parsed_slot *slot)
{
    struct form_field f = { .name = slot->key, .label = slot->label };
    enum iso_names of;
    f.kind = slot->day                                              ? FORM_DATE
             : slot->type == SLOT_TEXTS || slot->type == SLOT_NAMES ? FORM_LIST
             : slot->many                                           ? FORM_TEXT
                                                                    : FORM_LINE;
    f.rows = slot->many && slot->type == SLOT_TEXT ? 12 : 0;
    f.validate = slot->day ? check_day : NULL;
    f.describe = present_is_code(slot->key, &of) ? present_describe_code : NULL;
    f.hint = slot->type == SLOT_NAMES   ? N_("one a line, with its language: Анна | ru")
             : slot->type == SLOT_TEXTS ? N_("one a line")
             : slot->many               ? N_("text of as many lines as it needs")
                                        : NULL;
    return f;
}

static int fill_form(struct import_correct *c, struct err *e)
{
    for (size_t i = 0; i < c->n_slots; i++) {
        char *value = parsed_slot_get(&c->review->parsed, c->part, c->index, &c->slots[i], e);
        int rc = value ? form_set(c->form, c->slots[i].key, value, NULL, e) : -1;
        str_free(value);
        if (rc < 0)
            return -1;
    }
    form_saved(c->form);
    return 0;
}

void import_correct_open(struct import_correct *c, enum parsed_part part, size_t index,
                         const struct parsed_slot *slot)
{
    struct err e = { 0 };
    import_correct_close(c);
    c->part = part;
    c->index = index;
    c->slots = slot;
    c->n_slots = 1;
    if (!slot)
        c->slots = parsed_slots(part, &c->n_slots);
    c->fields = calloc(c->n_slots, sizeof *c->fields);
    for (size_t i = 0; c->fields && i < c->n_slots; i++)
        c->fields[i] = form_field_of(&c->slots[i]);
    if (c->fields)
        c->form = form_new(c->fields, c->n_slots, c, &c->app->clip, &e);
    else
        err_no_memory(&e);
    if (c->form && fill_form(c, &e) == 0)
        return;
    import_correct_close(c);
    app_error(c->app, &e);
}

static int take_slot(struct import_correct *c, const struct parsed_slot *slot, struct err *e)
{
    char path[PARSED_PATH_BYTES], day[DAY_TEXT_BYTES];
    const char *value = form_get(c->form, slot->key);
    struct edtf_reading r = { 0 };
    enum iso_names of;
    if (!form_changed(c->form, slot->key))
        return 0;
    if (slot->day && *value && edtf_from_prose(value, 0, &r, e) == 0) {
        day_format(r.date.earliest, day);
        value = day;
    }
    char code[4];
    if (present_is_code(slot->key, &of) && iso_code_of(of, value, code))
        value = code;
    parsed_path(c->part, c->index, slot, path);
    return review_correct(c->review, path, value, e);
}

bool import_correct_take(struct import_correct *c)
{
    struct err e = { 0 };
    if (form_check(c->form, &e) < 0)
        return false; /* the form says why */
    for (size_t i = 0; i < c->n_slots; i++) {
        if (take_slot(c, &c->slots[i], &e) < 0) {
            app_error(c->app, &e);
            return false;
        }
    }
    import_correct_close(c);
    return true;
}

bool import_correct_is_line(const struct import_correct *c)
{
    return c->form && c->n_slots == 1 && c->fields[0].kind != FORM_TEXT && c->fields[0].kind != FORM_LIST;
}

/* ---- kept over a lock ------------------------------------------------------------------------------------
 */

/* The form that stands open belongs to the draft: "PART INDEX KEY\n" (KEY "-": all of the part's), then the
 * form's own draft. */
int import_correct_note(struct import_correct *c, struct err *e)
{
    struct buf b = { 0 };
    str_free(c->review->typing);
    c->review->typing = NULL;
    if (!c->form)
        return 0;
    buf_addf(&b, "%d %zu %s\n", (int)c->part, c->index, c->part == PARSED_DOCUMENT ? c->slots->key : "-");
    int rc = form_draft(c->form, &b, e);
    if (rc == 0 && (b.failed || str_set(&c->review->typing, buf_text(&b)) < 0))
        rc = err_no_memory(e);
    buf_free(&b);
    return rc;
}

static const struct parsed_slot *slot_named(enum parsed_part part, const char *key)
{
    size_t n;
    const struct parsed_slot *slots = parsed_slots(part, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(slots[i].key, key) == 0)
            return &slots[i];
    return NULL;
}

void import_correct_resume(struct import_correct *c)
{
    int part, used = 0;
    size_t index;
    char key[48];
    const char *typing = c->review->typing;
    if (!typing || sscanf(typing, "%d %zu %47s\n%n", &part, &index, key, &used) != 3 || !used)
        return;
    const struct parsed_slot *slot = slot_named(PARSED_DOCUMENT, key);
    if (part == PARSED_DOCUMENT ? !slot
                                : index > parsed_part_count(&c->review->parsed, (enum parsed_part)part))
        return;
    import_correct_open(c, (enum parsed_part)part, index, part == PARSED_DOCUMENT ? slot : NULL);
    if (c->form)
        form_restore(c->form, typing + used, strlen(typing + used), NULL);
}

/* ---- adding ---------------------------------------------------------------------------------------------
 */

static const struct {
    enum parsed_part part;
    const char *name, *label;
} ADDABLE[] = {
    { PARSED_PERSON, "person", N_("Person") },
    { PARSED_TARGET, "target", N_("Target: an official to write to") },
    { PARSED_COPY, "copy", N_("Copy: who gets a copy of the letter") },
};
#define N_ADDABLE (sizeof ADDABLE / sizeof *ADDABLE)

static bool addable_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    (void)arg;
    size_t n;
    const struct parsed_slot *slots = parsed_slots(PARSED_DOCUMENT, &n);
    for (size_t i = 0; i < N_ADDABLE + n; i++) {
        const char *text = i < N_ADDABLE ? _(ADDABLE[i].label) : _(slots[i - N_ADDABLE].label);
        if ((*words && !text_has_words(text, words)) || index--)
            continue;
        buf_adds(value, i < N_ADDABLE ? ADDABLE[i].name : slots[i - N_ADDABLE].key);
        buf_adds(label, text);
        return true;
    }
    return false;
}

static void add_picked(struct app *a, void *arg, const char *value, const char *label)
{
    (void)a;
    (void)label;
    struct import_correct *c = arg;
    size_t n;
    const struct parsed_slot *slots = parsed_slots(PARSED_DOCUMENT, &n);
    for (size_t i = 0; i < N_ADDABLE; i++)
        if (strcmp(ADDABLE[i].name, value) == 0)
            import_correct_open(c, ADDABLE[i].part, parsed_part_count(&c->review->parsed, ADDABLE[i].part),
                                NULL);
    for (size_t i = 0; i < n; i++)
        if (strcmp(slots[i].key, value) == 0)
            import_correct_open(c, PARSED_DOCUMENT, 0, &slots[i]);
}

void import_correct_add(struct import_correct *c)
{
    app_pick(c->app, _("Add what?"), (struct picker_source){ .row = addable_row }, NULL, add_picked, c);
}
