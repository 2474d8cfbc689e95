/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/letter_export.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/letter.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/exchange/letter_file.h"
#include "satchel/model/letter_page.h"
#include "satchel/model/letters.h"
#include "satchel/secure/confine.h"
#include "satchel/store/exports.h"
#include "satchel/store/find.h"
#include "satchel/store/letters.h"
#include "satchel/vault/fileio.h"
#include "satchel/vault/outfile.h"

static const char *output_of(const struct cli *c)
{
    const char *given = args_text(&c->args, "output");
    return given ? given : "-";
}

static bool to_stdout(const struct cli *c)
{
    return strcmp(output_of(c), "-") == 0;
}

static int read_wish(struct cli *c, struct letter_wish *w, struct err *e)
{
    const char *format = args_text(&c->args, "format"), *paper = args_text(&c->args, "paper");
    long used;
    *w = (struct letter_wish){ .format = LETTER_TEXT, .paper = letter_paper_usual(), .broker = &c->broker };
    if (format)
        letter_format_parse(format, &w->format);
    if (paper)
        letter_paper_parse(paper, &w->paper);
    if (args_number(&c->args, "used", 0, SHEET_LABEL_PLACES - 1, 0, &used, e) != 0)
        return -1;
    w->first = (unsigned)used;
    if (paper && w->format != LETTER_PDF)
        return err_set(e, ERR_USAGE,
                       _("--paper belongs to --format pdf, an envelope (dl) too. Nothing was done."));
    if (used && w->format != LETTER_LABEL)
        return err_set(e, ERR_USAGE, _("--used belongs to --format label. Nothing was done."));
    return 0;
}

int letter_export_check(struct cli *c, struct err *e)
{
    struct letter_wish w;
    for (size_t i = 0; i < c->args.words.n; i++)
        if (store_find_form(c->args.words.at[i], KIND_LETTER, e) != 0)
            return -1;
    if (read_wish(c, &w, e) != 0)
        return -1;
    if (to_stdout(c) && letter_format_is_drawn(w.format) && isatty(STDOUT_FILENO))
        return err_set(e, ERR_USAGE,
                       _("A PDF is not for the screen. Nothing was done. Name a file with -o."));
    if (to_stdout(c) && c->json)
        return err_set(e, ERR_USAGE,
                       _("--json tells of a file that was written. Nothing was done. Name one with -o."));
    if (!to_stdout(c) && (session_will_write(c, e) != 0 || fileio_can_make(output_of(c), false, e) != 0))
        return -1;
    if (letter_format_is_drawn(w.format))
        broker_start(&c->broker);
    return 0;
}

/* ---- reading ---- */

struct export
{
    struct letter_page *pages;
    int64_t *letters;
    size_t n;
    size_t drafts; /* of them that were not marked ready */
    struct letter_wish wish;
    struct letter_notes notes;
    struct buf bytes;
};

static void free_export(struct export *x)
{
    for (size_t i = 0; x->pages && i < x->n; i++)
        letter_page_free(&x->pages[i]);
    free(x->pages);
    free(x->letters);
    letter_notes_free(&x->notes);
    buf_free(&x->bytes);
}

static int read_letter(struct cli *c, struct export *x, size_t i, struct err *e)
{
    struct rec *r = NULL;
    if (store_find(c->store, c->args.words.at[i], KIND_LETTER, &x->letters[i], e) != 0 ||
        store_get(c->store, x->letters[i], &r, e) != 0)
        return -1;
    bool draft = ((const struct letter *)(const void *)r)->state == LETTER_DRAFT;
    rec_free(r);
    x->drafts += draft;
    if (draft && !args_has(&c->args, "draft"))
        return err_set(
            e, ERR_INPUT,
            _("Letter %s is a draft that was not marked ready. Nothing was written. Mark it (satchel "
              "letter ready), or say --draft."),
            c->args.words.at[i]);
    return letter_page(c->store, x->letters[i], &x->pages[i], e);
}

/* What was ready once and is no longer leaves only when that is said. */
static int refuse_open(struct cli *c, const struct export *x, struct err *e)
{
    size_t at = 0;
    char *code = NULL;
    int rc = letter_first_open(c, x->letters, x->n, &at, &code, e);
    if (rc == 0 && code)
        rc = err_set(
            e, ERR_FINDINGS,
            _("Letter %1$s was marked ready, but a finding is open by now: %2$s. Nothing was written. "
              "letter check shows it. Mend it, waive it with a reason, or say --draft."),
            c->args.words.at[at], code);
    str_free(code);
    return rc;
}

static int read_letters(struct cli *c, struct export *x, struct err *e)
{
    size_t n = c->args.words.n;
    x->pages = calloc(n, sizeof *x->pages);
    x->letters = calloc(n, sizeof *x->letters);
    if (!x->pages || !x->letters)
        return err_no_memory(e);
    x->n = n;
    for (size_t i = 0; i < n; i++)
        if (read_letter(c, x, i, e) != 0)
            return -1;
    return args_has(&c->args, "draft") ? 0 : refuse_open(c, x, e);
}

/* ---- telling ---- */

static void say_notes(const struct cli *c, const struct export *x)
{
    struct buf b = { 0 };
    for (size_t i = 0; i < x->notes.unaddressed.n; i++) {
        buf_clear(&b);
        buf_addf(&b, _("Letter %s has no address and was left out."),
                 c->args.words.at[x->notes.unaddressed.at[i]]);
        stream_say(buf_text(&b));
    }
    buf_clear(&b);
    if (x->notes.link_cut)
        buf_addf(
            &b,
            _("With its text the link would have %zu characters, more than mail programs take: it has the "
              "address and the subject only. Paste the text from --format text."),
            x->notes.link);
    else if (x->notes.link_long)
        buf_addf(&b,
                 _("The link has %zu characters: some mail programs cut it. Check that the whole text has "
                   "arrived."),
                 x->notes.link);
    if (b.len)
        stream_say(buf_text(&b));
    buf_free(&b);
}

static json_t *left_out(const struct cli *c, const struct export *x)
{
    json_t *ids = json_array();
    for (size_t i = 0; i < x->notes.unaddressed.n; i++)
        json_array_append_new(ids, json_string(c->args.words.at[x->notes.unaddressed.at[i]]));
    return ids;
}

/* The terminal program can erase it there, whatever its settings say: they may name more folders. */
static bool in_reach(const struct cli *c, const char *path)
{
    struct strs beside = { 0 };
    bool reach = confine_beside(&beside, c->vault, NULL) == 0 && confine_lies_below(path, beside.at[0]);
    for (size_t i = 0; !reach && confine_media[i]; i++)
        reach = confine_lies_below(path, confine_media[i]);
    strs_free(&beside);
    return reach;
}

static int tell(struct cli *c, const struct export *x, const char *path, struct err *e)
{
    bool reach = in_reach(c, path);
    if (c->json)
        return stream_json(c,
                           json_pack("{s:s, s:s, s:I, s:I, s:I, s:b, s:o, s:b}", "file", path, "format",
                                     letter_format_name(x->wish.format), "letters", (json_int_t)x->n,
                                     "drafts", (json_int_t)x->drafts, "link", (json_int_t)x->notes.link,
                                     "link_cut", x->notes.link_cut, "left_out", left_out(c, x), "in_reach",
                                     (int)reach),
                           e);
    buf_addf(&c->out,
             reach
                 ? _("Written to \"%s\", and noted: :exports in the program lists and erases it.\n")
                 : _("Written to \"%s\", and noted. Unless export-folders in the settings names its folder, "
                     ":exports lists it, but neither that nor a panic can erase it: do it by hand.\n"),
             path);
    return 0;
}

/* ---- writing ---- */

static int write_file(struct cli *c, struct export *x, struct err *e)
{
    char *path = outfile_path(output_of(c), e);
    if (!path)
        return -1;
    if (exported_none(c->store))
        stream_say(
            _("What is exported is not encrypted: whoever gets at the file can read it. Erase it when it has "
              "been printed or sent."));
    int rc = exported_write(c->store, path, letter_format_name(x->wish.format), buf_text(&x->bytes),
                            x->bytes.len, e);
    if (rc == 0)
        rc = tell(c, x, path, e);
    str_free(path);
    return rc;
}

int letter_export(struct cli *c, struct err *e)
{
    struct export x = { 0 };
    int rc = read_wish(c, &x.wish, e);
    if (rc == 0)
        rc = read_letters(c, &x, e);
    if (rc == 0)
        rc = letter_make(x.pages, x.n, &x.wish, &x.bytes, &x.notes, e);
    if (rc == 0 && !to_stdout(c)) {
        rc = write_file(c, &x, e);
    } else if (rc == 0) {
        buf_add(&c->out, buf_text(&x.bytes), x.bytes.len);
        stream_say(_("Printers and their queues keep what they are sent, and a terminal what it showed."));
    }
    if (rc == 0)
        say_notes(c, &x);
    free_export(&x);
    return rc;
}
