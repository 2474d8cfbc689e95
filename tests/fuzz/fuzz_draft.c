/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts as they lie in a vault, by somebody who has its passphrase: refused, the form as it was, or taken;
 * what is taken is valid text, and a draft of it gives the same form again. */
#include "fuzz.h"

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/tui/form.h"

static const struct form_choice RISKS[] = { { "low", "low" }, { "high", "high" }, { 0 } };
static const struct form_field FIELDS[] = {
    { .name = "h", .label = "The person", .kind = FORM_HEADING },
    { .name = "n", .label = "Name", .kind = FORM_LINE, .flags = FORM_REQUIRED },
    { .name = "t", .label = "Telephone", .kind = FORM_LINE, .flags = FORM_MASKED },
    { .name = "d", .label = "Taken", .kind = FORM_DATE },
    { .name = "r", .label = "Risk", .kind = FORM_CHOICE, .choices = RISKS },
    { .name = "b", .label = "Charged", .kind = FORM_BOOL },
    { .name = "o", .label = "Held by", .kind = FORM_REF },
    { .name = "l", .label = "Languages", .kind = FORM_LIST, .rows = 4 },
    { .name = "x", .label = "Notes", .kind = FORM_TEXT, .rows = 5 },
    { .name = "i", .label = "Number", .kind = FORM_LINE, .flags = FORM_READ_ONLY },
};
#define N_FIELDS (sizeof FIELDS / sizeof *FIELDS)

static struct form *make(void)
{
    struct form *f = form_new(FIELDS, N_FIELDS, NULL, NULL, NULL);
    hold(f && form_set(f, "n", "Mira", NULL, NULL) == 0 && form_set(f, "o", "o1", "City Police", NULL) == 0);
    return f;
}

static void draft_of(struct form *f, struct buf *out)
{
    hold(form_draft(f, out, NULL) == 0);
}

static void check_texts(struct form *f)
{
    for (size_t i = 0; i < N_FIELDS; i++) {
        const char *value = form_get(f, FIELDS[i].name);
        hold(text_valid(value, strlen(value)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = { 0 };
    struct buf before = { 0 }, first = { 0 }, second = { 0 };
    struct form *f = make(), *again = make();
    char *bytes = fuzz_bytes(data, size);
    draft_of(f, &before);
    int rc = form_restore(f, bytes, size, &e);
    draft_of(f, &first);
    if (rc < 0) {
        hold(e.code == ERR_INPUT && *e.text && strcmp(buf_text(&before), buf_text(&first)) == 0);
    } else {
        check_texts(f);
        hold(form_restore(again, first.data, first.len, &e) == 0);
        draft_of(again, &second);
        hold(strcmp(buf_text(&first), buf_text(&second)) == 0);
    }
    buf_free(&before);
    buf_free(&first);
    buf_free(&second);
    form_free(f);
    form_free(again);
    free(bytes);
    return 0;
}
