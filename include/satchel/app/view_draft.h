/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts of views: each is kept under the view's name and arg. */
#ifndef SATCHEL_APP_VIEW_DRAFT_H
#define SATCHEL_APP_VIEW_DRAFT_H

#include <stdint.h>

struct app;
struct buf;
struct err;
struct view;

/* The draft kept under this view's name and arg; 0: none. *fields gets what was kept; caller frees with
 * str_free. */
int64_t view_draft_find(struct app *a, const struct view *v, char **fields);
/* Keeps fields as the view's draft; of: the record it changes, 0: a new one. *n: its row, 0: a new draft. */
int view_draft_save(struct app *a, const struct view *v, int64_t of, const struct buf *fields, int64_t *n,
                    struct err *e);

#endif
