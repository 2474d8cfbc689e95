/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/letter_file.h"

#include <langinfo.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/exchange/letter_label.h"
#include "satchel/exchange/letter_mailto.h"
#include "satchel/exchange/letter_md.h"
#include "satchel/exchange/letter_pdf.h"
#include "satchel/exchange/letter_text.h"
#include "satchel/model/letter_page.h"

/* ---- names ---- */

static const struct {
    const char *name, *ending, *what;
} FORMATS[LETTER_FORMAT_COUNT] = {
#define X(id, name, ending, what) { name, ending, what },
    LETTER_FORMATS(X)
#undef X
};

static const char *const PAPERS[] = { [SHEET_A4] = "a4", [SHEET_LETTER] = "letter", [SHEET_DL] = "dl" };

const char *letter_format_name(enum letter_format f)
{
    return FORMATS[f].name;
}

const char *letter_format_ending(enum letter_format f)
{
    return FORMATS[f].ending;
}

const char *letter_format_what(enum letter_format f)
{
    return _(FORMATS[f].what);
}

bool letter_format_parse(const char *name, enum letter_format *out)
{
    for (int i = 0; i < LETTER_FORMAT_COUNT; i++)
        if (strcmp(FORMATS[i].name, name) == 0) {
            *out = (enum letter_format)i;
            return true;
        }
    return false;
}

bool letter_format_is_drawn(enum letter_format f)
{
    return f == LETTER_PDF || f == LETTER_LABEL;
}

const char *letter_paper_name(enum sheet_form form)
{
    return PAPERS[form];
}

bool letter_paper_parse(const char *name, enum sheet_form *out)
{
    for (size_t i = 0; i < sizeof PAPERS / sizeof *PAPERS; i++)
        if (strcmp(PAPERS[i], name) == 0) {
            *out = (enum sheet_form)i;
            return true;
        }
    return false;
}

enum sheet_form letter_paper_usual(void)
{
    /* A number in the place of a pointer, in mm (locale.h of glibc). */
    intptr_t height = (intptr_t)nl_langinfo(_NL_PAPER_HEIGHT);
    return height == 279 ? SHEET_LETTER : SHEET_A4;
}

void letter_notes_free(struct letter_notes *n)
{
    free(n->unaddressed.at);
    *n = (struct letter_notes){ 0 };
}

/* ---- files ---- */

static int make_drawn(const struct letter_page *pages, size_t n, const struct letter_wish *wish,
                      struct buf *out, struct letter_notes *notes, struct err *e)
{
    struct sheet s = { 0 };
    s.form = wish->format == LETTER_LABEL ? SHEET_LABELS : wish->paper;
    s.first = s.form == SHEET_LABELS ? (uint8_t)(wish->first % SHEET_LABEL_PLACES) : 0;
    int rc = s.form == SHEET_LABELS || s.form == SHEET_DL ? letter_label_add(&s, pages, n, notes, e)
                                                          : letter_pdf_add(&s, pages, n, e);
    if (rc == 0)
        rc = letter_pdf_draw(&s, wish, out, e);
    sheet_free(&s);
    return rc;
}

/* Several in one file: a printer takes a new page for each, a reader sees a line, a link has a line. */
static int add_one(const struct letter_page *p, enum letter_format f, bool first, struct buf *out,
                   struct letter_notes *notes, struct err *e)
{
    int rc;
    switch (f) {
    case LETTER_MD:
        buf_adds(out, first ? "" : "\n---\n\n");
        return letter_md(p, out, e);
    case LETTER_MAILTO:
        rc = letter_mailto(p, out, notes, e);
        buf_addc(out, '\n');
        return rc;
    default:
        buf_adds(out, first ? "" : "\f");
        return letter_text(p, LETTER_TEXT_COLUMNS, out, e);
    }
}

int letter_make(const struct letter_page *pages, size_t n, const struct letter_wish *wish, struct buf *out,
                struct letter_notes *notes, struct err *e)
{
    if (letter_format_is_drawn(wish->format))
        return make_drawn(pages, n, wish, out, notes, e);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = add_one(&pages[i], wish->format, i == 0, out, notes, e);
    return rc == 0 && out->failed ? err_no_memory(e) : rc;
}
