/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/mend_open.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/store/db.h"
#include "satchel/store/derive.h"
#include "satchel/store/harvest.h"
#include "satchel/store/mend.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/store/tokenizer.h"
#include "satchel/vault/survey.h"
#include "satchel/vault/vault.h"

static bool is_hit(const struct survey *s, const char *prefix)
{
    for (size_t i = 0; i < s->bad.n; i++)
        if (s->bad.at[i].role >= SURVEY_INNER &&
            strncmp(s->trees.at[s->bad.at[i].tree].name, prefix, strlen(prefix)) == 0)
            return true;
    return false;
}

/* A search index with a damaged part cannot be opened, not even to drop it. What it is made of is dropped as
 * the ordinary tables that they are. */
static int forget_search(sqlite3 *db, struct err *e)
{
    static const char SQL[] = "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'search';"
                              "PRAGMA writable_schema = RESET; DROP TABLE IF EXISTS search_data;"
                              "DROP TABLE IF EXISTS search_idx; DROP TABLE IF EXISTS search_content;"
                              "DROP TABLE IF EXISTS search_docsize; DROP TABLE IF EXISTS search_config";
    return db_exec(db, SQL, e);
}

/* What is computed from records follows them; what was damaged of it is made anew. */
static int renew(struct store *s, const struct survey *survey, struct err *e)
{
    sqlite3 *db = store_db(s);
    bool search = is_hit(survey, "search");
    if (db_exec(db, "BEGIN", e) < 0)
        return -1;
    if (is_hit(survey, "case_row") && db_exec(db, "INSERT OR IGNORE INTO stale SELECT n FROM kase", e) < 0)
        return -1;
    if ((search ? derive_rebuild(s, e) : derive_refresh(s, e)) < 0)
        return -1;
    return db_exec(db, "COMMIT; PRAGMA query_only = ON", e);
}

static int mend_database(struct vault *v, const struct harvest *h, struct losses *lost, struct err *e)
{
    static const struct mend_cards CARDS = { .sql = "SELECT c1, c2 FROM search_content WHERE id = ?1" };
    sqlite3 *db = vault_db(v);
    if (tokenizer_register(db, e) < 0 || mend_start(db, e) < 0 ||
        db_exec(db, "PRAGMA foreign_keys = OFF; BEGIN", e) < 0 ||
        mend_rows(db, vault_survey(v), h, false, &CARDS, lost, e) < 0 || db_exec(db, "COMMIT", e) < 0)
        return -1;
    return is_hit(vault_survey(v), "search") ? forget_search(db, e) : 0;
}

int mend_open(struct vault *v, const struct clock *clock, struct store **s, struct losses *lost,
              struct err *e)
{
    const struct survey *survey = vault_survey(v);
    struct harvest h = { 0 };
    *lost = (struct losses){ 0 };
    *s = NULL;
    if (survey->version > SCHEMA_VERSION)
        return schema_too_new(survey->version, e);
    int rc = harvest_take(&h, survey, e);
    if (rc == 0)
        rc = vault_patch(v, e);
    if (rc == 0)
        rc = mend_database(v, &h, lost, e);
    harvest_free(&h);
    if (rc == 0)
        rc = store_open(vault_db(v), clock, s, e);
    if (rc == 0 && (renew(*s, survey, e) < 0 || losses_read(*s, survey, lost, e) < 0)) {
        store_close(*s);
        *s = NULL;
        rc = -1;
    }
    return rc;
}
