/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include <jansson.h>
#include <sqlite3.h>

#include "fuzz.h"
#include "satchel/base/buf.h"
#include "satchel/exchange/json_record.h"
#include "satchel/model/field.h"
#include "satchel/store/agenda.h"
#include "satchel/store/caselist.h"
#include "satchel/store/drafts.h"
#include "satchel/store/exports.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/purge.h"
#include "satchel/store/search.h"
#include "satchel/store/settings.h"
#include "satchel/store/sorted.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

#define TODAY 20779 /* 2026-11-22 */
#define ID(n) "0000000000000000000000000000000" #n

static const struct {
    enum rec_kind kind;
    const char *json;
} RECORDS[] = {
    { KIND_CASE, "{\"id\": \"" ID(1) "\", \"title\": \"Mira Klopstok\", \"country\": \"Freedonia\","
                                     " \"summary\": \"Held without charge.\"}" },
    { KIND_PERSON,
      "{\"id\": \"" ID(2) "\", \"names\": [{\"text\": \"Mira Klopstok\"}], \"birth\": \"1981~\"}" },
    { KIND_MEMBER, "{\"case\": \"" ID(1) "\", \"person\": \"" ID(2) "\"}" },
    { KIND_SOURCE, "{\"id\": \"" ID(3) "\", \"case\": \"" ID(1) "\", \"title\": \"A talk\","
                                                                " \"text\": \"Sylvania said nothing.\"}" },
    { KIND_APPEAL, "{\"id\": \"" ID(4) "\", \"case\": \"" ID(1) "\", \"source\": \"" ID(
                       3) "\","
                          " \"number\": \"UA 26/23\", \"deadline\": \"2026-12-01\"}" },
    { KIND_LETTER, "{\"case\": \"" ID(1) "\", \"appeal\": \"" ID(4) "\"}" },
    { KIND_CONTACT, "{\"of\": \"" ID(2) "\", \"raw\": \"+00 1 555 0100\"}" },
    { KIND_CHECKIN, "{\"person\": \"" ID(2) "\", \"due\": \"2026-11-20\", \"every\": 7}" },
    { KIND_OFFICE, "{\"id\": \"" ID(5) "\", \"country\": \"Freedonia\"}" },
    { KIND_TARGET, "{\"appeal\": \"" ID(4) "\", \"office\": \"" ID(5) "\", \"pos\": 1}" },
    { KIND_STATEMENT, "{\"id\": \"" ID(6) "\", \"source\": \"" ID(3) "\", \"pos\": 1}" },
    { KIND_UTTERANCE, "{\"statement\": \"" ID(6) "\", \"pos\": 1, \"from_off\": 0, \"to_off\": 8}" },
    { KIND_NOTE, "{\"text\": \"Ask again in spring.\", \"tags\": [\"later\"]}" },
};

static int64_t at_noon(void *arg)
{
    (void)arg;
    return 1795305600;
}

const struct clock RECORDS_CLOCK = { .unix_seconds = at_noon, .boot_ms = at_noon };

void records_start(void)
{
    hold(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
    hold(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 1200, 1000) == SQLITE_OK);
}

void records_add(struct store *s)
{
    for (size_t i = 0; i < sizeof RECORDS / sizeof *RECORDS; i++) {
        struct rec *r = rec_new(RECORDS[i].kind, NULL);
        json_t *o = json_loads(RECORDS[i].json, 0, NULL);
        struct err e = { 0 };
        if (!r || !o || json_record_read(o, r, NULL, NULL, NULL, &e) < 0 || store_add(s, r, &e) < 0)
            fuzz_broken(RECORDS[i].json, (int)i, e.text);
        json_decref(o);
        rec_free(r);
    }
    hold(draft_save(s, &(struct draft){ .view = "form", .fields = "form 1\nend\n" }, NULL) == 0);
    hold(exported_add(s, "/media/stick/letter.txt", "a letter", NULL) == 0);
    hold(store_setting_set(s, "backup", "2026-11-01", NULL) == 0);
}

/* ---- reading ---- */

static int add_line(struct store *s, int64_t n, struct buf *out, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(s, n, &r, e) < 0)
        return -1;
    json_t *o = json_record(r, e);
    char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;
    buf_addf(out, "%s\n", text ? text : "");
    free(text);
    json_decref(o);
    rec_free(r);
    return text ? 0 : err_set(e, ERR_INTERNAL, "no JSON");
}

char *records_text(struct store *s, struct err *e)
{
    struct buf out = { 0 };
    int rc = 0;
    for (int kind = 1; rc == 0 && kind < KIND_FIRST_PART; kind++) {
        struct store_rows rows = { 0 };
        rc = store_list(s, &(struct store_query){ .kind = (enum rec_kind)kind }, &rows, e);
        for (size_t i = 0; rc == 0 && i < rows.n; i++)
            rc = add_line(s, rows.at[i], &out, e);
        store_rows_free(&rows);
    }
    if (rc == 0)
        return buf_take(&out, e);
    buf_free(&out);
    return NULL;
}

/* ---- all else: what fails says why ---- */

#define may(call)                                                                                            \
    do {                                                                                                     \
        err_clear(&e);                                                                                       \
        hold((call) == 0 || *e.text);                                                                        \
    } while (0)

static void search(struct store *s)
{
    static const char *const WORDS[] = { "klopstok s", "UA 26/23", "later" };
    for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++) {
        struct search found = { 0 };
        struct err e = { 0 };
        may(search_run(s, WORDS[k], KIND_ANY, &found, &e));
        for (size_t i = 0; i < found.hits.n && i < 20; i++)
            may(search_fill(s, &found, i, &e));
        search_free(&found);
    }
}

static void list_cases(struct store *s)
{
    struct err e = { 0 };
    struct caselist cases = { 0 };
    struct caselist_row row = { 0 };
    struct case_counts counts;
    may(caselist_load(s, &(struct caselist_filter){ .show = CASELIST_ALL }, &cases, &e));
    for (size_t i = 0; i < cases.n && i < 20; i++) {
        if (caselist_row(s, cases.at[i], &row, &e) == 0)
            caselist_row_free(&row);
        may(caselist_counts(s, cases.at[i], &counts, &e));
    }
    caselist_free(&cases);
}

static void look_at_lists(struct store *s)
{
    list_cases(s);
    struct err e = { 0 };
    struct agenda agenda = { 0 };
    struct drafts drafts = { 0 };
    struct exports exports = { 0 };
    struct store_rows rows = { 0 };
    char *value = NULL;
    may(agenda_load(s, TODAY, 7, 0, &agenda, &e));
    may(draft_list(s, &drafts, &e));
    may(exported_list(s, &exports, &e));
    may(store_setting_get(s, "backup", &value, &e));
    agenda_free(&agenda);
    drafts_free(&drafts);
    exports_free(&exports);
    str_free(value);
    for (enum store_sort sort = 0; sort < SORTED_COUNT; sort++) {
        may(store_sorted(s, sort, NULL, &rows, &e));
        store_rows_free(&rows);
    }
}

static void name_all(struct store *s)
{
    struct err e = { 0 };
    for (int64_t n = 1; n < 24; n++) {
        struct strs gone = { 0 }, stay = { 0 };
        char *label = store_label(s, n, &e);
        struct rec_ref of;
        hold(label || *e.text);
        str_free(label);
        may(store_case_of(s, n, &of, &e));
        may(store_purge_names(s, &n, 1, &gone, &stay, &e));
        strs_free(&gone);
        strs_free(&stay);
    }
}

static void undo(struct store *s)
{
    struct err e = { 0 };
    may(store_undo(s, NULL, &e));
    may(store_undo(s, NULL, &e));
    may(store_redo(s, NULL, &e));
}

static void change(struct store *s)
{
    struct err e = { 0 };
    struct rec *r = rec_new(KIND_NOTE, &e);
    hold(r && field_set(r, rec_field(r, "text", &e), "written later", &e) == 0);
    may(store_add(s, r, &e));
    rec_free(r);
    may(store_delete(s, 1, NULL, &e));
}

static void purge(struct store *s)
{
    struct err e = { 0 };
    may(store_purge(s, &(int64_t){ 2 }, 1, &e));
}

void records_use(struct sqlite3 *db, unsigned what)
{
    static void (*const PARTS[])(struct store *) = { search, look_at_lists, name_all, undo, change, purge };
    struct store *s = NULL;
    struct err e = { 0 };
    if (store_open(db, &RECORDS_CLOCK, &s, &e) < 0) {
        hold(*e.text);
        return;
    }
    char *records = records_text(s, &e);
    hold(records || *e.text);
    str_free(records);
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        if (what >> i & 1)
            PARTS[i](s);
    store_close(s);
}
