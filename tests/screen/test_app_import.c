/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing by paste: review, correct, keep, store, and a further text about the same case. */
#include "app_world.h"

#include <sqlite3.h>

#include "satchel/app/review.h"
#include "satchel/base/stop.h"
#include "satchel/store/list.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/store/drafts.h"
#include "satchel/store/write.h"

static const char TEXT[] =
    "First UA: 26/23 Index: ASA 99/0001/2026 Freedonia Date: 2 October 2026\n\n"
    "URGENT ACTION\n\n"
    "WRITER MISSING SINCE FEBRUARY\n\n"
    "Anna Testova, a writer, was taken from her mother's flat by plain-clothes officers.\n\n"
    "TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USING THIS MODEL LETTER\n\n"
    "Minister of the Interior\n"
    "Petr Prubnik\n"
    "1 Main Square\n"
    "10001 Freedonia City\n"
    "Email: [email protected]\n\n"
    "Dear Minister,\n\n"
    "I am writing about Anna Testova, a writer who was taken from her mother's flat.\n\n"
    "I urge you to:\n"
    "- release her immediately\n"
    "- let her see a doctor\n\n"
    "Yours sincerely,\n[YOUR NAME]\n\n"
    "PREFERRED LANGUAGE TO ADDRESS TARGET: Freedonian, English\n\n"
    "PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 24 November 2026\n\n"
    "NAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n";

static size_t count(struct app_world *w, enum rec_kind kind)
{
    size_t n = 0;
    if (store_count(w->app.store, kind, &n, &w->box.e) < 0)
        fail_msg("%s", w->box.e.text);
    return n;
}

static size_t cases(struct app_world *w)
{
    return count(w, KIND_CASE);
}

static struct app_world *reviewing(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    app_world_enter(w);
    app_world_keys(w, "i");
    app_world_paste(w, TEXT);
    return w;
}

static void review_shows_what_was_found(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    harness_golden(&w->h, "import-review");
    app_world_keys(w, "n");
    app_world_keys(w, "jjj");
    harness_golden(&w->h, "import-field");
    app_world_close(w);
}

static void review_is_usable_when_small(void **state)
{
    (void)state;
    struct app_world *w = reviewing(40, 12);
    harness_golden(&w->h, "import-review-40x12");
    app_world_close(w);
}

static void the_source_prompt_says_what_to_do(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_enter(w);
    app_world_keys(w, "i");
    harness_golden(&w->h, "import-source");
    app_world_keys(w, "/no/such/file<Enter>");
    assert_false(harness_has(&w->h, "Internal"));
    assert_int_equal(cases(w), 0);
    app_world_close(w);
}

/* What is no text is refused like a file of it, and the prompt goes on. */
static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *pasted, *says;
    } CASES[] = {
        { "\n \n\t\n", "There is no text" },
        { "<!DOCTYPE html>\n<html><body>UA 26/23</body></html>\n", "w3m" },
        { "%PDF-1.4\n%abc\n", "pdftotext" },
    };
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_enter(w);
    app_world_keys(w, "i");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        app_world_paste(w, CASES[i].pasted);
        assert_true(harness_has(&w->h, CASES[i].says));
        assert_true(harness_has(&w->h, "Paste the text"));
    }
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "type the name of the file"));
    app_world_keys(w, "-<Enter>"); /* standard input is the terminal */
    assert_true(harness_has(&w->h, "type the name of the file"));
    app_world_keys(w, "<Backspace>");
    app_world_paste(w, " /no/such/file\n"); /* a name, copied with its line end */
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "\"/no/such/file\" could not be opened"));
    app_world_close(w);
}

/* Controls that change the order of letters are taken out of a paste too, and told of. */
static void removed_controls_of_a_paste_are_told(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    struct buf text = { 0 };
    buf_adds(&text, "\u202E");
    buf_adds(&text, TEXT);
    app_world_enter(w);
    app_world_keys(w, "i");
    app_world_paste(w, buf_text(&text));
    assert_true(harness_has(&w->h, "line 1"));
    assert_true(harness_has(&w->h, "4 warnings"));
    buf_free(&text);
    app_world_close(w);
}

/* The title is corrected, then all is stored as one step that one undo takes back. */
static void corrected_stored_undone(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "g");
    app_world_keys(w, "<Enter>");
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "Corrected heading<Ctrl-S>");
    assert_true(harness_has(&w->h, "Corrected heading"));
    app_world_keys(w, "s");
    assert_int_equal(cases(w), 1);
    assert_true(harness_has(&w->h, "Corrected heading"));
    app_world_keys(w, "u");
    assert_int_equal(cases(w), 0);
    app_world_close(w);
}

/* An appeal is told in sentences; by which codes and where it was found is the program's own. */
static void a_stored_appeal_says_what_was_doubtful(void **state)
{
    (void)state;
    struct app_world *w = reviewing(99, 70);
    app_world_keys(w, "s1");
    assert_true(app_select(&w->app, app_world_first(w, KIND_APPEAL)));
    app_paint(&w->app);
    if (!harness_has(&w->h, "An e-mail address was lost where this text was published."))
        fail_msg("%s", harness_text(&w->h));
    assert_false(harness_has(&w->h, "lost-email"));
    assert_false(harness_has(&w->h, "index_no"));
    app_world_close(w);
}

/* Enter ends a correction of one line; what has many lines takes it as a line end, and says so. */
static void enter_saves_a_line(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "g");
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "Enter save"));
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "Corrected heading<Enter>");
    assert_false(harness_has(&w->h, "Enter save"));
    assert_true(harness_has(&w->h, "found 13"));
    assert_true(harness_has(&w->h, "Corrected heading"));
    app_world_keys(w, "jj<Enter>");
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "no day at all<Enter>");
    assert_true(harness_has(&w->h, "no day at all")); /* it stays, and says what does not fit */
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "25 November 2026<Enter>");
    assert_true(harness_has(&w->h, "2026-11-25"));
    app_world_close(w);
}

/* Countries and languages are shown by name, and taken by name or by code. */
static void codes_are_shown_as_names(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    struct buf text = { 0 };
    const char *place = strstr(TEXT, "Freedonia Date");
    buf_add(&text, TEXT, (size_t)(place - TEXT));
    buf_addf(&text, "Egypt%s", place + strlen("Freedonia"));
    app_world_enter(w);
    app_world_keys(w, "i");
    app_world_paste(w, buf_text(&text));
    buf_free(&text);
    assert_true(harness_has(&w->h, "Country        Egypt"));
    app_world_keys(w, "g");
    for (int i = 0; i < 20 && !harness_has(&w->h, ">   Country"); i++)
        app_world_keys(w, "j");
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, " Egypt")); /* below the code */
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "belgium<Enter>");
    assert_true(harness_has(&w->h, "Country        Belgium"));
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "Country  BE"));
    app_world_keys(w, "<Esc>");
    for (int i = 0; i < 20 && !harness_has(&w->h, ">   Letter in"); i++)
        app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "English"));
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "Belgium"));
    app_world_close(w);
}

/* A letter is text of many lines; a list has one a line. */
static void many_lines_say_what_a_line_is(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "G");
    for (int i = 0; i < 20 && !harness_has(&w->h, ">   Letter  "); i++)
        app_world_keys(w, "k");
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "text of as many lines as it needs"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "k<Enter>");
    assert_true(harness_has(&w->h, "one a line"));
    app_world_close(w);
}

/* Esc keeps it on the agenda, corrections included; from there it goes on. */
static void esc_keeps_it_for_later(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "g");
    app_world_keys(w, "<Enter>");
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "Kept heading<Ctrl-S>");
    app_world_keys(w, "<Esc>");
    assert_int_equal(cases(w), 0);
    struct drafts all = { 0 };
    assert_int_equal(draft_list(w->app.store, &all, &w->box.e), 0);
    assert_int_equal(all.n, 1);
    drafts_free(&all);
    harness_golden(&w->h, "import-kept");
    assert_true(harness_has(&w->h, "Kept heading · 13 things found"));
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "Kept heading"));
    app_world_close(w);
}

/* The agenda takes what a kept import is called from its first line, where that says so, and reads no text.
 */
static void the_agenda_reads_no_kept_text_again(void **state)
{
    (void)state;
    static const char *const SAYS[][2] = {
        { "letter.txt\t0\t0\t0\t99\tInvented heading\n\n", "Invented heading · 99 things found" },
        { "letter.txt\t0\t0\t0\n\n", "letter.txt · 13 things found" }, /* as older programs kept it */
        { "letter.txt\t0\t0\t0\t-\tInvented heading\n\n", "Invented heading · not read yet" },
    };
    for (size_t i = 0; i < sizeof SAYS / sizeof *SAYS; i++) {
        struct app_world *w = app_world_open(80, 24, NULL);
        struct buf fields = { 0 };
        buf_addf(&fields, "%s%s", SAYS[i][0], TEXT);
        struct draft d = { .view = (char[]){ "import kept 1" }, .fields = fields.data };
        assert_int_equal(draft_save(w->box.s, &d, &w->box.e), 0);
        app_world_enter(w);
        if (!harness_has(&w->h, SAYS[i][1]))
            fail_msg("%s\n%s", SAYS[i][1], harness_text(&w->h));
        app_world_keys(w, "<Enter>"); /* it is read when it is opened */
        assert_true(harness_has(&w->h, "found 13"));
        app_world_keys(w, "<Esc>"); /* and then says what was found */
        assert_true(harness_has(&w->h, " · 13 things found"));
        buf_free(&fields);
        app_world_close(w);
    }
}

static void a_lock_keeps_the_name_of_the_file(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "i/tmp/a name<F12>");
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "/tmp/a name"));
    app_world_keys(w, "<Ctrl-U><F12>");
    app_world_unlock(w);
    assert_false(harness_has(&w->h, "/tmp/a name"));
    assert_true(harness_has(&w->h, "Paste the text"));
    app_world_close(w);
}

/* What stands in a correction comes back after a lock, with the form it was typed into. */
static void a_lock_keeps_what_is_being_corrected(void **state)
{
    (void)state;
    static const char *const ROWS[] = { "title", "deadline", "Person" };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct app_world *w = reviewing(80, 24);
        app_world_keys(w, i == 0 ? "g" : i == 1 ? "gjj" : "gjjjj");
        app_world_keys(w, "<Enter>");
        app_world_keys(w, "<End> Half of it<F12>");
        assert_true(harness_has(&w->h, "Locked. Nothing was lost."));
        app_world_unlock(w);
        if (!harness_has(&w->h, "Half of it"))
            fail_msg("lost at %s", ROWS[i]);
        app_world_keys(w, " more");
        assert_true(harness_has(&w->h, "Half of it more"));
        app_world_close(w);
    }
}

/* On a full disk Esc stays where it is: what is on the screen is nowhere else. */
static void what_cannot_be_kept_stays_on_the_screen(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    assert_int_equal(sqlite3_exec(w->box.db,
                                  "CREATE TEMP TRIGGER full BEFORE INSERT ON main.draft"
                                  " BEGIN SELECT RAISE(ABORT, 'no room'); END",
                                  0, 0, 0),
                     SQLITE_OK);
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "Import"));
    assert_false(harness_has(&w->h, "Kept for later"));
    assert_true(harness_has(&w->h, "WRITER MISSING SINCE FEBRUARY"));
    assert_int_equal(sqlite3_exec(w->box.db, "DROP TRIGGER full", 0, 0, 0), SQLITE_OK);
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "Kept for later"));
    app_world_close(w);
}

/* The same number again: differences first, then a further appeal, one case. */
static void a_further_text_shows_its_differences(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "s");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "i");
    struct buf later = { 0 };
    buf_adds(&later, TEXT);
    char *at = strstr(later.data, "24 November 2026");
    memcpy(at, "15 December 2026", 16);
    memcpy(strstr(later.data, "2 October 2026"), "9 October 2026", 14);
    memcpy(strstr(later.data, "99/0001"), "99/0002", 7);
    app_world_paste(w, buf_text(&later));
    buf_free(&later);
    app_world_keys(w, "s");
    harness_golden(&w->h, "import-differences");
    app_world_keys(w, "s");
    assert_int_equal(cases(w), 1);
    harness_golden(&w->h, "import-updated"); /* nobody stands there twice */
    app_world_close(w);
}

static void a_text_that_changes_nothing_says_so(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "s");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "i");
    app_world_paste(w, TEXT);
    app_world_keys(w, "s");
    assert_true(harness_has(&w->h, "Nothing of it is new"));
    app_world_keys(w, "<Right><Enter>");
    assert_true(harness_has(&w->h, "nothing was changed"));
    assert_true(harness_has(&w->h, "1 Overview"));
    assert_int_equal(count(w, KIND_APPEAL), 1);
    app_world_close(w);
}

/* Another copy of the same edition, with a later deadline and without the letter: what is stored stays; Space
 * takes the text's. */
static void a_copy_is_decided_field_by_field(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "s");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "i");
    struct buf copy = { 0 };
    buf_add(&copy, TEXT, (size_t)(strstr(TEXT, "Dear Minister") - TEXT));
    buf_adds(&copy, "PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 15 December 2026\n\n"
                    "NAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n");
    app_world_paste(w, buf_text(&copy));
    buf_free(&copy);
    app_world_keys(w, "s");
    harness_golden(&w->h, "import-copy");
    app_world_keys(w, "<Space>");
    assert_true(harness_has(&w->h, "taken"));
    app_world_keys(w, "<Space>");
    assert_true(harness_has(&w->h, "does not say this"));
    app_world_keys(w, "s");
    assert_true(harness_has(&w->h, "Stored: what this text adds"));
    assert_true(harness_has(&w->h, "2026-12-15"));
    assert_true(harness_has(&w->h, "release her immediately"));
    assert_int_equal(count(w, KIND_APPEAL), 1);
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "2026-11-24"));
    app_world_close(w);
}

static void a_copy_fits_a_small_screen(void **state)
{
    (void)state;
    struct app_world *w = reviewing(40, 12);
    app_world_keys(w, "s");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "i");
    struct buf copy = { 0 };
    buf_adds(&copy, TEXT);
    memcpy(strstr(copy.data, "24 November"), "25 November", 11);
    app_world_paste(w, buf_text(&copy));
    buf_free(&copy);
    app_world_keys(w, "s");
    harness_golden(&w->h, "import-copy-40x12");
    app_world_close(w);
}

static const char STOP[] =
    "Further information on UA: 26/23 Index: ASA 99/0003/2026 Freedonia Date: 20 November 2026\n\n"
    "URGENT ACTION\n\nWRITER RELEASED\n\nAnna Testova was released on 18 November.\n\n"
    "No further action is requested from the UA Network. Many thanks to all who sent appeals.\n\n"
    "NAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n";

/* The appeal is closed with a stop notice; the case only when the user says so, in the same step. */
static void a_stop_notice_asks_about_the_case(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "s");
    for (int close = 0; close <= 1; close++) {
        app_world_keys(w, "<Esc>");
        app_world_keys(w, "i");
        app_world_paste(w, STOP);
        app_world_keys(w, "s");
        if (!close)
            harness_golden(&w->h, "import-stop");
        app_world_keys(w, "s");
        assert_true(harness_has(&w->h, "Is the case closed too?"));
        app_world_keys(w, close ? "<Left><Enter>" : "<Left><Left><Enter>");
        assert_true(harness_has(&w->h, close ? "Status      closed" : "Status      open"));
        if (close)
            harness_golden(&w->h, "import-stopped");
        app_world_keys(w, "u");
        assert_int_equal(count(w, KIND_APPEAL), 1);
        assert_true(harness_has(&w->h, "Status      open"));
    }
    app_world_close(w);
}

/* Who was held is so no longer when the user says it, in the same step. */
static void a_stop_notice_asks_who_is_released(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "s");
    struct rec *r = NULL;
    int64_t member = app_world_first(w, KIND_MEMBER);
    assert_int_equal(store_get(w->app.store, member, &r, &w->box.e), 0);
    assert_int_equal(field_set(r, rec_field(r, "states", &w->box.e), "held | since=2026-02-10", &w->box.e),
                     0);
    assert_int_equal(store_update(w->app.store, r, NULL, &w->box.e), 0);
    rec_free(r);
    for (int freed = 0; freed <= 1; freed++) {
        app_world_keys(w, "<Esc>");
        app_world_keys(w, "i");
        app_world_paste(w, STOP);
        app_world_keys(w, "s");
        app_world_keys(w, "s");
        app_world_keys(w, "<Left><Enter>");
        assert_true(harness_has(&w->h, "Anna Testova"));
        assert_true(harness_has(&w->h, "Is this over?"));
        app_world_keys(w, freed ? "<Left><Enter>" : "<Left><Left><Enter>");
        assert_int_equal(store_get(w->app.store, member, &r, &w->box.e), 0);
        assert_int_equal(((struct member *)r)->states.n, 1 + freed);
        if (freed)
            assert_int_equal(((struct member *)r)->states.at[1].state, STATE_RELEASED);
        rec_free(r);
        app_world_keys(w, "u");
        assert_int_equal(store_get(w->app.store, member, &r, &w->box.e), 0);
        assert_int_equal(((struct member *)r)->states.n, 1);
        rec_free(r);
        assert_int_equal(count(w, KIND_APPEAL), 1);
    }
    app_world_close(w);
}

/* A text that is no appeal never becomes a case without a question. */
static void what_is_no_appeal_is_asked_about(void **state)
{
    (void)state;
    static const char NEWS[] =
        "MINISTRY DENIES ALL REPORTS\n\nThe Ministry of the Interior of Freedonia said on "
        "Monday that it knows nothing.\n";
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_enter(w);
    app_world_keys(w, "i");
    app_world_paste(w, NEWS);
    app_world_keys(w, "s");
    harness_golden(&w->h, "import-no-appeal");
    app_world_keys(w, "<Enter>"); /* Back is what Enter means first */
    assert_true(harness_has(&w->h, "Import"));
    app_world_keys(w, "s<Right><Enter>");
    assert_true(harness_has(&w->h, "Kept as a source"));
    assert_int_equal(cases(w), 0);
    assert_int_equal(count(w, KIND_SOURCE), 1);
    app_world_keys(w, "i");
    app_world_paste(w, NEWS);
    app_world_keys(w, "s<Right><Right><Enter>");
    assert_int_equal(cases(w), 1);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "i");
    app_world_paste(w, "bread\nand milk\n");
    app_world_keys(w, "s");
    assert_true(harness_has(&w->h, "has no title"));
    assert_false(harness_has(&w->h, "summary"));
    app_world_close(w);
}

/* Whoever corrects a value sees the lines it was read from. */
static void correcting_shows_the_source(void **state)
{
    (void)state;
    struct app_world *w = reviewing(80, 24);
    app_world_keys(w, "g");
    char *before = harness_row(&w->h, 20), *under;
    app_world_keys(w, "<Enter>");
    assert_string_equal(under = harness_row(&w->h, 20), before);
    str_free(before);
    str_free(under);
    app_world_close(w);
}

static bool at_once(void *arg)
{
    (void)arg;
    return true;
}

/* For a lock. What was corrected is corrected again when it is read. */
static void what_was_given_up_is_kept_and_read_later(void **state)
{
    (void)state;
    const struct text_report report = { .controls = 3, .first_control_line = 2, .first_control_col = 1 };
    struct buf long_text = { 0 }, draft = { 0 }, again = { 0 }, title = { 0 };
    size_t found;
    struct review r = { 0 };
    struct stop stop = { .asked = at_once };
    buf_adds(&long_text, TEXT);
    for (int i = 0; i < 100; i++)
        buf_addf(&long_text, "\nIn year %d of the strike the boats stayed at the quay.\n", i);
    assert_int_equal(review_read(&r, "pasted text", long_text.data, &report, 0, NULL, NULL), 0);
    assert_int_equal(review_correct(&r, "country", "SY", NULL), 0);
    assert_int_equal(str_set(&r.typing, "0 0 title\nhalf"), 0);
    assert_int_equal(review_draft(&r, &draft, NULL), 0);
    size_t rows = r.rows.n;
    assert_int_equal(review_restore(&r, draft.data, 0, &stop, NULL), 0);
    assert_true(r.unread);
    assert_int_equal(r.rows.n, 0);
    assert_int_equal(review_draft(&r, &again, NULL), 0);
    assert_true(review_draft_summary(again.data, &found, &title));
    assert_int_equal(found, REVIEW_UNREAD); /* and not that there is nothing */
    buf_free(&title);
    buf_clear(&draft);
    assert_int_equal(review_restore(&r, again.data, 0, &stop, NULL), 0); /* at the next lock once more */
    stop = (struct stop){ .asked = at_once };
    assert_int_equal(review_read_on(&r, &stop, NULL), 0);
    assert_true(r.unread);
    assert_int_equal(review_read_on(&r, NULL, NULL), 0);
    assert_false(r.unread);
    assert_int_equal(r.rows.n, rows);
    assert_int_equal(r.report.controls, 3);
    assert_string_equal(r.parsed.country.text, "SY");
    assert_string_equal(r.typing, "0 0 title\nhalf");
    assert_string_equal(r.parsed.source, long_text.data);
    review_free(&r);
    buf_free(&long_text);
    buf_free(&draft);
    buf_free(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(review_shows_what_was_found),
        cmocka_unit_test(review_is_usable_when_small),
        cmocka_unit_test(the_source_prompt_says_what_to_do),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(removed_controls_of_a_paste_are_told),
        cmocka_unit_test(corrected_stored_undone),
        cmocka_unit_test(a_lock_keeps_the_name_of_the_file),
        cmocka_unit_test(a_lock_keeps_what_is_being_corrected),
        cmocka_unit_test(the_agenda_reads_no_kept_text_again),
        cmocka_unit_test(codes_are_shown_as_names),
        cmocka_unit_test(a_stored_appeal_says_what_was_doubtful),
        cmocka_unit_test(enter_saves_a_line),
        cmocka_unit_test(many_lines_say_what_a_line_is),
        cmocka_unit_test(esc_keeps_it_for_later),
        cmocka_unit_test(what_cannot_be_kept_stays_on_the_screen),
        cmocka_unit_test(a_further_text_shows_its_differences),
        cmocka_unit_test(a_text_that_changes_nothing_says_so),
        cmocka_unit_test(a_copy_is_decided_field_by_field),
        cmocka_unit_test(a_copy_fits_a_small_screen),
        cmocka_unit_test(a_stop_notice_asks_about_the_case),
        cmocka_unit_test(a_stop_notice_asks_who_is_released),
        cmocka_unit_test(what_is_no_appeal_is_asked_about),
        cmocka_unit_test(correcting_shows_the_source),
        cmocka_unit_test(what_was_given_up_is_kept_and_read_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
