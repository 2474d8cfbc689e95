/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of any bytes: a survey of them ends, and what it reads lies within them. */
#include "fuzz.h"

#include <stdbool.h>

#include "satchel/vault/survey.h"

struct input {
    const uint8_t *data;
    size_t size;
};

/* The input is cut into pieces of 512 bytes; each is the beginning of a page, its last half the end. */
static int read_piece(void *arg, uint32_t number, uint8_t *to)
{
    const struct input *in = arg;
    size_t at = (size_t)(number - 1) * 512, n = in->size - at < 512 ? in->size - at : 512;
    memset(to, 0, DBPAGE_BYTES);
    memcpy(to, in->data + at, n);
    if (n == 512)
        memcpy(to + DBPAGE_BYTES - 40 - 256, in->data + at + 256, 256);
    return 0;
}

static bool is_bad(void *arg, uint32_t page)
{
    return page == ((const struct input *)arg)->data[0];
}

static int touch(void *arg, const struct dbrow *row)
{
    for (size_t i = 0; i < row->n; i++)
        for (size_t k = 0; k < row->column[i].n; k++)
            *(uint64_t *)arg += row->column[i].bytes[k];
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = { data, size };
    struct survey s;
    uint64_t sum = 0;
    if (size == 0)
        return 0;
    struct dbpages pages = { read_piece, &in, (uint32_t)((size + 511) / 512), DBPAGE_BYTES - 40 };
    if (survey_make(&s, &pages, is_bad, &in, NULL) < 0)
        return 0;
    for (size_t i = 0; i < s.trees.n; i++)
        survey_rows(&s, &s.trees.at[i], touch, &sum);
    for (uint32_t page = 1; page <= s.pages.pages; page++) {
        uint8_t bytes[DBPAGE_BYTES], out[DBPAGE_BYTES];
        struct dbpage p;
        struct dbcell c;
        survey_page_rows(&s, page, touch, &sum);
        dbpages_read(&pages, page, bytes);
        for (unsigned k = 0; dbpage_open(&p, bytes, page, pages.usable) && k < p.cells; k++)
            hold(!(dbpage_cell(&p, k, &c) && p.type == DBPAGE_TABLE_LEAF && dbpage_shorten(&c, out) > c.n));
    }
    survey_free(&s);
    return 0;
}
