/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/marks.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/model/record.h"
#include "satchel/store/store.h"

static size_t place_of(const struct marks *m, int64_t n)
{
    size_t i = 0;
    while (i < m->n && m->at[i] != n)
        i++;
    return i;
}

bool marks_has(const struct marks *m, int64_t n)
{
    return place_of(m, n) < m->n;
}

int marks_toggle(struct marks *m, int64_t n)
{
    size_t i = place_of(m, n);
    if (i < m->n) {
        memmove(&m->at[i], &m->at[i + 1], (m->n - i - 1) * sizeof *m->at);
        m->n--;
        return 0;
    }
    if (dyn_room(m) < 0)
        return -1;
    m->at[m->n++] = n;
    return 0;
}

void marks_clear(struct marks *m)
{
    m->n = 0;
}

void marks_free(struct marks *m)
{
    free(m->at);
    *m = (struct marks){ 0 };
}

void marks_check(struct marks *m, struct store *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->n; i++) {
        struct rec *r = NULL;
        if (store_get(s, m->at[i], &r, NULL) == 0)
            m->at[kept++] = m->at[i];
        rec_free(r);
    }
    m->n = kept;
}
