/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/mend_names.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/card.h"
#include "satchel/store/db.h"
#include "satchel/store/search_index.h"

/* What a card says first, up to the length of a label; nothing that is masked on screen. */
static char *first_lines(const struct kind *k, const char *keys, const char *card)
{
    char key[64];
    struct buf b = { 0 };
    size_t n = strlen(card), lines = 0;
    for (size_t at = 0; at < n && lines < 2;) {
        size_t end = at + strcspn(card + at, "\n");
        card_key_at(keys, card, at, key, sizeof key);
        const struct field *f = kind_field(k, key);
        if (!f || !(f->flags & FIELD_SENSITIVE)) {
            buf_adds(&b, b.len ? ", " : "");
            buf_add(&b, card + at, text_offset(card + at, end - at, 80));
            lines++;
        }
        at = end + 1;
    }
    return buf_take(&b, NULL);
}

/* NULL: it is not in the search index, or that is damaged itself. Caller frees. */
static char *label_from(sqlite3_stmt *card, const struct kind *k, int64_t n)
{
    char *label = NULL;
    if (!k)
        return NULL;
    sqlite3_bind_int64(card, 1, search_row(k->kind, n));
    if (sqlite3_step(card) == SQLITE_ROW) {
        const char *keys = (const char *)sqlite3_column_text(card, 0);
        const char *text = (const char *)sqlite3_column_text(card, 1);
        label = keys && text ? first_lines(k, keys, text) : NULL;
    }
    sqlite3_reset(card);
    return label;
}

/* Names from the search index, which is a copy of what records are found by. */
int mend_names(sqlite3 *db, const struct mend_cards *cards, struct err *e)
{
    sqlite3_stmt *all = NULL, *card = NULL, *set = NULL;
    if (cards->fetch && cards->fetch(cards->arg, db, e) < 0)
        return -1;
    int rc = sqlite3_prepare_v2(db, "SELECT n, kind FROM temp.loss WHERE kind IS NOT NULL", -1, &all, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db, "UPDATE temp.loss SET label = ?2 WHERE n = ?1", -1, &set, NULL);
    if (rc == SQLITE_OK && sqlite3_prepare_v2(db, cards->sql, -1, &card, NULL) != SQLITE_OK)
        card = NULL;
    rc = rc == SQLITE_OK ? 0 : db_error(db, rc, e);
    while (rc == 0 && card && (rc = db_step(all, e)) > 0) {
        const char *kind = (const char *)sqlite3_column_text(all, 1);
        int64_t n = sqlite3_column_int64(all, 0);
        char *label = label_from(card, kind ? kind_named(kind) : NULL, n);
        sqlite3_bind_int64(set, 1, n);
        db_bind_text(set, 2, label);
        rc = db_step(set, e) < 0 ? -1 : 0;
        sqlite3_reset(set);
        str_free(label);
    }
    sqlite3_finalize(all);
    sqlite3_finalize(set);
    sqlite3_finalize(card);
    return rc < 0 ? -1 : 0;
}
