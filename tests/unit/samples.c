/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *list_sample(const struct field *f, const char *word, int variant)
{
    struct buf b = { 0 };
    for (int line = 0; line < 2 + variant % 2; line++) {
        if (line)
            buf_addc(&b, '\n');
        for (size_t i = 0; i < f->part->n_fields; i++) {
            const struct field *g = &f->part->fields[i];
            char *value = i == 0 && g->type == FIELD_REF ? strdup("000102030405060708090a0b0c0d0e0f")
                                                         : sample_text(g, word, variant + line);
            bool usual =
                strcmp(value, "no") == 0 || (g->type == FIELD_ENUM && rec_enum_find(g->names, value) == 0);
            if (i > 0 && *value && !usual)
                buf_addf(&b, " | %s=", g->key);
            if (i == 0 || !usual)
                for (const char *c = value; *c; c++)
                    buf_adds(&b, *c == '\n' ? "\\n" : *c == '|' ? "\\|" : (char[2]){ *c });
            free(value);
        }
    }
    return buf_take(&b, NULL);
}

char *sample_text(const struct field *f, const char *word, int variant)
{
    struct buf b = { 0 };
    switch (f->type) {
    case FIELD_TEXT:
        buf_addf(&b, "%s %s %d", word, f->key, variant);
        break;
    case FIELD_LINES:
        buf_addf(&b, "%s %s\n  second | line %d", word, f->key, variant);
        break;
    case FIELD_INT:
        buf_addf(&b, "%d", variant * 7 - 3);
        break;
    case FIELD_BOOL:
        buf_adds(&b, variant % 2 ? "no" : "yes");
        break;
    case FIELD_ENUM:
        buf_adds(&b, f->names->at[f->names->n - 1 - (size_t)variant % f->names->n].word);
        break;
    case FIELD_DAY:
        buf_addf(&b, "20%02d-0%d-1%d", 10 + variant % 20, 1 + variant % 9, variant % 9);
        break;
    case FIELD_EDTF:
        buf_adds(&b,
                 (const char *const[]){ "2021-03", "1984~", "2004-06/..", "[2021-07,2021-08]" }[variant % 4]);
        break;
    case FIELD_LIST:
        return list_sample(f, word, variant);
    case FIELD_REF:
    case FIELD_REFS:
        break;
    }
    return buf_take(&b, NULL);
}
