/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/letter_export.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "satchel/app/app.h"
#include "satchel/app/confine.h"
#include "satchel/app/home_path.h"
#include "satchel/app/places.h"
#include "satchel/base/day.h"
#include "satchel/base/i18n.h"
#include "satchel/model/letter_page.h"
#include "satchel/store/exports.h"
#include "satchel/store/letters.h"
#include "satchel/vault/outfile.h"

static bool is_taken(const char *stem)
{
    bool taken = false;
    for (int f = 0; f < LETTER_FORMAT_COUNT && !taken; f++) {
        struct buf b = { 0 };
        buf_addf(&b, "%s%s", stem, letter_format_ending((enum letter_format)f));
        taken = access(buf_text(&b), F_OK) == 0;
        buf_free(&b);
    }
    return taken;
}

/* "-2", "-3" behind a name that a file has already, in whatever format. */
static void number_if_taken(struct buf *name)
{
    size_t n = name->len;
    for (int i = 2; i < 100 && is_taken(buf_text(name)); i++) {
        buf_cut(name, n);
        buf_addf(name, "-%d", i);
    }
}

/* Never beside the vault, unless that is the only place: a stick, an export folder, else the home folder. */
static void add_folder(const struct app *a, const struct places *places, struct buf *name)
{
    struct strs beside = { 0 };
    const char *folder = places->offered.n ? places->offered.at[0] : NULL, *home = getenv("HOME");
    char *in_home = home_path("~/letter");
    if (folder && confine_beside(&beside, a->vault_path, NULL) == 0 && beside.n &&
        strcmp(beside.at[0], folder) == 0 && home && *home && in_home && places_may_hold(places, in_home))
        folder = home;
    str_free(in_home);
    if (folder)
        buf_addf(name, "%s/", folder);
    strs_free(&beside);
}

char *letter_export_name(struct app *a)
{
    struct places places = { 0 };
    struct buf b = { 0 };
    char day[DAY_TEXT_BYTES];
    day_format(store_today(a->store), day);
    if (places_find(a, &places, NULL) == 0)
        add_folder(a, &places, &b);
    buf_addf(&b, "letter-%s", day);
    number_if_taken(&b);
    places_free(&places);
    return buf_take(&b, NULL);
}

static bool has_ending(const char *name, const char *ending)
{
    size_t n = strlen(name), len = strlen(ending);
    return n > len && strcasecmp(name + n - len, ending) == 0;
}

char *letter_export_path(const char *typed, enum letter_format format, struct err *e)
{
    struct buf b = { 0 };
    const char *ending = letter_format_ending(format);
    char *home = home_path(typed), *path = NULL;
    const char *slash = home ? strrchr(home, '/') : NULL, *name = slash ? slash + 1 : home;
    if (!home) {
        err_no_memory(e);
    } else if (!*name) {
        err_set(e, ERR_INPUT, _("\"%s\" names a folder. Nothing was written. Name a file in it."), typed);
    } else {
        buf_addf(&b, "%s%s", home, has_ending(name, ending) ? "" : ending);
        path = b.failed ? (err_no_memory(e), NULL) : outfile_path(buf_text(&b), e);
    }
    str_free(home);
    buf_free(&b);
    return path;
}

static void say(const struct letter_notes *notes, const char *path, struct buf *out)
{
    buf_addf(out, _("Written to %s. Anybody who finds it can read it; :exports erases it."), path);
    if (notes->link_cut)
        buf_adds(out, _(" The link is too long for the text: paste the text into the mail."));
    else if (notes->link_long)
        buf_addf(out, _(" The link has %zu characters: some mail programs cut it."), notes->link);
    if (notes->unaddressed.n)
        buf_addf(out,
                 P_(" %zu label is missing: no address is known.",
                    " %zu labels are missing: no address is known.", notes->unaddressed.n),
                 notes->unaddressed.n);
}

static int read_pages(struct app *a, const int64_t *letters, size_t n, struct letter_page *pages,
                      struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (letter_page(a->store, letters[i], &pages[i], e) < 0)
            return -1;
    return 0;
}

static int write_letters(struct app *a, const int64_t *letters, size_t n, const struct letter_wish *wish,
                         const char *typed, struct buf *said, struct err *e)
{
    struct letter_page *pages = calloc(n ? n : 1, sizeof *pages);
    struct letter_notes notes = { 0 };
    struct buf file = { 0 };
    char *path = letter_export_path(typed, wish->format, e);
    int rc = -1;
    if (!pages)
        err_no_memory(e);
    else if (path && read_pages(a, letters, n, pages, e) == 0 &&
             letter_make(pages, n, wish, &file, &notes, e) == 0)
        rc = exported_write(a->store, path, letter_format_name(wish->format), file.data, file.len, e);
    if (rc == 0)
        say(&notes, path, said);
    int erasing = rc == 0 ? erasing_exports(a) : 0;
    if (erasing > 0)
        buf_adds(said, _(" A panic that erases cannot take them all: there are too many files on record."));
    else if (erasing < 0)
        buf_adds(said,
                 _(" A panic that erases does not take it along: the record of files could not be read."));
    for (size_t i = 0; pages && i < n; i++)
        letter_page_free(&pages[i]);
    free(pages);
    str_free(path);
    buf_free(&file);
    letter_notes_free(&notes);
    return rc;
}

/* ---- the form ---- */

/* How many places of the first sheet of labels are used. */
static int read_used(const char *text, unsigned *out, struct err *e)
{
    char *end;
    unsigned long n = *text ? strtoul(text, &end, 10) : 0;
    if (*text && (strspn(text, "0123456789") != strlen(text) || n >= SHEET_LABEL_PLACES))
        return err_set(e, ERR_INPUT, _("This is a number from 0 to %d."), SHEET_LABEL_PLACES - 1);
    *out = (unsigned)n;
    return 0;
}

static const struct form_choice FORMAT_CHOICES[] = {
#define X(id, name, ending, what) { name, what },
    LETTER_FORMATS(X)
#undef X
        { NULL, NULL }
};
static const struct form_choice PAPER_CHOICES[] = {
    { "a4", N_("A4") }, { "letter", N_("Letter") }, { "dl", N_("envelope (DL)") }, { NULL, NULL }
};

static int check_used(void *arg, const struct form_field *f, const char *value, struct err *e)
{
    unsigned used;
    (void)arg;
    (void)f;
    return read_used(value, &used, e);
}

static int check_file(void *arg, const struct form_field *f, const char *value, struct err *e)
{
    struct places places = { 0 };
    (void)f;
    int rc = places_find(arg, &places, e);
    if (rc == 0 && !places_may_hold(&places, value))
        rc = err_set(e, ERR_PERMISSION,
                     _("Nothing can be written there: Satchel keeps itself to the vault's folder, /media, "
                       "/run/media, /mnt and the export-folders of the settings."));
    places_free(&places);
    return rc;
}

const struct form_field letter_export_fields[LETTER_EXPORT_FIELDS] = {
    { .name = "format", .label = N_("Format"), .kind = FORM_CHOICE, .choices = FORMAT_CHOICES },
    { .name = "paper",
      .label = N_("Paper"),
      .hint = N_("of a PDF"),
      .kind = FORM_CHOICE,
      .choices = PAPER_CHOICES },
    { .name = "file",
      .label = N_("File"),
      .hint = N_("not encrypted; the ending is added"),
      .kind = FORM_LINE,
      .flags = FORM_REQUIRED,
      .validate = check_file },
    { .name = "used",
      .label = N_("Labels used"),
      .hint = N_("of labels: how many places of the first sheet are used already"),
      .kind = FORM_LINE,
      .validate = check_used },
};

int letter_export_begin(struct app *a, struct form *form, struct err *e)
{
    char *file = letter_export_name(a);
    int rc = form_set(form, "format", letter_format_name(LETTER_PDF), NULL, e) < 0 ||
                     form_set(form, "paper", letter_paper_name(letter_paper_usual()), NULL, e) < 0 ||
                     form_set(form, "file", file, NULL, e) < 0
                 ? -1
                 : 0;
    str_free(file);
    return rc;
}

static bool is_urgent(void *arg)
{
    (void)arg;
    return screen_urgent();
}

int letter_export_run(struct app *a, struct form *form, const int64_t *letters, size_t n, struct buf *said,
                      struct err *e)
{
    struct letter_wish wish = { .broker = a->options.broker, .stop = is_urgent };
    if (!letter_format_parse(form_get(form, "format"), &wish.format) ||
        !letter_paper_parse(form_get(form, "paper"), &wish.paper) ||
        read_used(form_get(form, "used"), &wish.first, NULL) < 0)
        return err_set(e, ERR_INPUT, "%s", _("Choose a format and a paper first. Nothing was written."));
    return write_letters(a, letters, n, &wish, form_get(form, "file"), said, e);
}
