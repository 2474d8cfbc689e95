/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters in each form in which they leave the vault. */
#ifndef SATCHEL_EXCHANGE_LETTER_FILE_H
#define SATCHEL_EXCHANGE_LETTER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/buf.h"
#include "satchel/exchange/sheet.h"

struct broker;
struct err;
struct letter_page;

/* name, ending of a file, what it is (for lists) */
#define LETTER_FORMATS(X)                                                                                    \
    X(TEXT, "text", ".txt", N_("plain text"))                                                                \
    X(MD, "md", ".md", N_("Markdown"))                                                                       \
    X(PDF, "pdf", ".pdf", N_("PDF, on paper or an envelope"))                                                \
    X(MAILTO, "mailto", ".txt", N_("a link that opens the mail program"))                                    \
    X(LABEL, "label", ".pdf", N_("sheets of address labels"))

enum letter_format {
#define X(id, name, ending, what) LETTER_##id,
    LETTER_FORMATS(X)
#undef X
        LETTER_FORMAT_COUNT
};

const char *letter_format_name(enum letter_format f);
const char *letter_format_ending(enum letter_format f);
const char *letter_format_what(enum letter_format f); /* translated */
bool letter_format_parse(const char *name, enum letter_format *out);
bool letter_format_is_drawn(enum letter_format f); /* needs a broker */
/* "a4", "letter", "dl": the paper of LETTER_PDF. */
const char *letter_paper_name(enum sheet_form form);
bool letter_paper_parse(const char *name, enum sheet_form *out);
/* What is used where the user lives: LC_PAPER of the locale. */
enum sheet_form letter_paper_usual(void);

struct letter_wish {
    enum letter_format format;
    enum sheet_form paper;   /* of LETTER_PDF */
    unsigned first;          /* of LETTER_LABEL: how many of the first sheet are used already */
    struct broker *broker;   /* of what is drawn */
    bool (*stop)(void *arg); /* something more urgent has come; NULL: nothing can */
    void *arg;
};

/* What should be said beside the file. All-zero is empty. */
struct letter_notes {
    size_t link;             /* characters of the longest link with its text, as sent */
    bool link_long;          /* beyond what every mail program takes */
    bool link_cut;           /* it has no text, which is to be pasted */
    DYN(size_t) unaddressed; /* pages without an address: no label was made */
};
enum { LETTER_LINK_WARN = 1600, LETTER_LINK_MAX = 2000 };
void letter_notes_free(struct letter_notes *n);

/* The bytes of one file with all the pages, appended to out. Nothing is written anywhere. ERR_INPUT when
 * nothing can be made of them (no e-mail address, no address for any label), or when a sign is in no font. */
int letter_make(const struct letter_page *pages, size_t n, const struct letter_wish *wish, struct buf *out,
                struct letter_notes *notes, struct err *e);

#endif
