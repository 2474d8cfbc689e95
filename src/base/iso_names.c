/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/iso_names.h"

#include <stdio.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

extern const char data_iso_names[];

static const struct {
    const char *word, *domain; /* in the file, of the system's catalogue */
} LISTS[] = { [ISO_COUNTRY] = { "country", "iso_3166-1" }, [ISO_LANGUAGE] = { "language", "iso_639-2" } };

struct row {
    char word[12], code[4], name[64];
};

/* The next row of the file; false: no more. */
static bool next_row(const char **at, struct row *r)
{
    while (**at) {
        const char *line = *at;
        size_t n = strcspn(line, "\n");
        *at = line + n + (line[n] == '\n');
        if (sscanf(line, "%11[a-z]\t%3[A-Za-z]\t%63[^\n]", r->word, r->code, r->name) == 3)
            return true;
    }
    return false;
}

static const char *local(enum iso_names of, const char *name)
{
    return dgettext(LISTS[of].domain, name);
}

bool iso_name_add(enum iso_names of, const char *code, struct buf *out)
{
    struct row r;
    const char *rest = of == ISO_LANGUAGE ? strchr(code, '-') : NULL;
    size_t n = rest ? (size_t)(rest - code) : strlen(code);
    for (const char *at = data_iso_names; next_row(&at, &r);) {
        if (strcmp(r.word, LISTS[of].word) != 0 || strlen(r.code) != n || strncmp(r.code, code, n) != 0)
            continue;
        buf_adds(out, local(of, r.name));
        if (rest)
            buf_addf(out, " (%s)", rest + 1);
        return true;
    }
    return false;
}

bool iso_code_of(enum iso_names of, const char *name, char code[static 4])
{
    struct row r;
    for (const char *at = data_iso_names; next_row(&at, &r);) {
        if (strcmp(r.word, LISTS[of].word) != 0 ||
            (!text_same_folded(r.name, name) && !text_same_folded(local(of, r.name), name)))
            continue;
        memcpy(code, r.code, sizeof r.code);
        return true;
    }
    return false;
}
