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
    if (folder && confine_beside(&beside, a->vault_path, NULL) == 0 && beside.n &&
        strcmp(beside.at[0], folder) == 0 && home && *home && places_may(places, home))
        folder = home;
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

int letter_export_write(struct app *a, const int64_t *letters, size_t n, const struct letter_wish *wish,
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
    if (rc == 0 && !erasing_exports(a))
        buf_adds(said, _(" A panic that erases cannot take them all: there are too many files on record."));
    for (size_t i = 0; pages && i < n; i++)
        letter_page_free(&pages[i]);
    free(pages);
    str_free(path);
    buf_free(&file);
    letter_notes_free(&notes);
    return rc;
}
