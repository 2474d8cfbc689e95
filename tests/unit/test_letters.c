/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters in the store: what drafts are made of, when a letter may be ready, that a sent one stays as it was,
 * what comes back, and that each is one step. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/casework/letter_words.h"
#include "satchel/model/people.h"
#include "satchel/model/field.h"
#include "satchel/store/letters.h"
#include "satchel/store/letters_copies.h"
#include "satchel/store/lint_context.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"
#include "storebox.h"

struct world {
    struct storebox box;
    int64_t kase, appeal, minister, police, embassy, sender, office, address, email;
};

static void add_targets(struct world *w)
{
    struct storebox *b = &w->box;
    const char *appeal = storebox_id(b, w->appeal);
    char of[REC_ID_TEXT];
    strcpy(of, appeal);
    w->office = storebox_put(b, KIND_OFFICE, "title", "Minister of the Interior", "country", "XS", NULL);
    w->address = storebox_put(b, KIND_ADDRESS, "of", storebox_id(b, w->office), "texts",
                              "1 Main Square\\nSylvania City | lang=en", NULL);
    w->email = storebox_put(b, KIND_CONTACT, "of", storebox_id(b, w->office), "kind", "email", "raw",
                            "minister@interior.example", NULL);
    w->minister = storebox_put(b, KIND_TARGET, "appeal", of, "pos", "1", "office", storebox_id(b, w->office),
                               "printed_title", "Minister of the Interior", "printed_name", "P. Prubnik",
                               "salutation", "Dear Minister", NULL);
    w->police = storebox_put(b, KIND_TARGET, "appeal", of, "pos", "2", "printed_title", "Director", NULL);
    w->embassy = storebox_put(b, KIND_TARGET, "appeal", of, "pos", "3", "part", "cc", "printed_title",
                              "Ambassador of Sylvania", NULL);
}

static void open_world(struct world *w)
{
    struct storebox *b = &w->box;
    storebox_open(b, NULL);
    w->kase = storebox_put(b, KIND_CASE, "title", "Writer missing", "country_text", "Sylvania", NULL);
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, w->kase), "person", storebox_id(b, anna), "role",
                 "at_risk", NULL);
    w->appeal = storebox_put(b, KIND_APPEAL, "case", storebox_id(b, w->kase), "number", "UA 26/23",
                             "letter_lang", "en", "letter_salutation", "Dear Minister", "letter_body",
                             "I, [YOUR NAME], write for Anna Testova.\n\nYours sincerely,\n[YOUR NAME]",
                             "asks", "Release her\nSay where she is", NULL);
    w->sender =
        storebox_put(b, KIND_SENDER, "name", "Mia Muster", "town", "Basel", "lines", "1 Lane\nBasel", NULL);
    add_targets(w);
}

static void close_world(struct world *w)
{
    storebox_close(&w->box);
}

static struct letters_made draft(struct world *w, struct letters_wish wish)
{
    struct letters_made made = { 0 };
    struct storebox *b = &w->box;
    wish.kase = w->kase;
    STOREBOX_OK(letters_draft(b->s, &wish, &made, &b->e));
    return made;
}

static struct letter_page page(struct world *w, int64_t letter)
{
    struct letter_page p = { 0 };
    struct storebox *b = &w->box;
    STOREBOX_OK(letter_page(b->s, letter, &p, &b->e));
    return p;
}

static const struct letters_wish ALL = { .sign = -1 };

static int64_t one_letter(struct world *w)
{
    struct letters_made made =
        draft(w, (struct letters_wish){ .targets = &w->minister, .n_targets = 1, .sign = -1 });
    assert_int_equal(made.letters.n, 1);
    int64_t n = made.letters.at[0];
    letters_made_free(&made);
    return n;
}

static int64_t ready_letter(struct world *w)
{
    int64_t n = one_letter(w);
    struct storebox *b = &w->box;
    STOREBOX_OK(letters_ready(b->s, n, NULL, 0, &b->e));
    return n;
}

static int state_of(struct world *w, int64_t n)
{
    struct rec *r = NULL;
    struct storebox *b = &w->box;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    int state = ((struct letter *)r)->state;
    rec_free(r);
    return state;
}

/* ---- drafts ---- */

static void each_target_gets_a_draft_of_its_own(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct letters_made made = draft(&w, ALL);
    assert_int_equal(made.letters.n, 3);
    struct letter_page p = page(&w, made.letters.at[0]);
    assert_string_equal(p.sender_lines, "Mia Muster\n1 Lane\nBasel");
    assert_string_equal(p.address_lines,
                        "P. Prubnik\nMinister of the Interior\n1 Main Square\nSylvania City");
    assert_string_equal(p.date_line, "Basel, 22 November 2026");
    assert_string_equal(p.salutation, "Dear Minister,");
    assert_string_equal(p.body, "I, Mia Muster, write for Anna Testova.\n\nYours sincerely,");
    assert_string_equal(p.signature, "Mia Muster");
    assert_string_equal(p.subject, "Anna Testova");
    assert_string_equal(p.emails, "minister@interior.example");
    assert_null(p.copy_of);
    letter_page_free(&p);
    p = page(&w, made.letters.at[1]);
    assert_null(p.address_lines);
    assert_string_equal(p.salutation, "Dear Sir or Madam,");
    letter_page_free(&p);
    p = page(&w, made.letters.at[2]);
    assert_string_equal(p.copy_of, "Copy of my letter to Minister of the Interior, P. Prubnik");
    assert_string_equal(p.salutation, "Dear Minister,");
    letter_page_free(&p);
    letters_made_free(&made);
    close_world(&w);
}

static void requests_of_a_model_letter_have_their_marks(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, w.appeal, &r, &b->e));
    assert_int_equal(
        str_set(&((struct appeal *)r)->letter_body,
                "I write.\n\nRelease her\n\nI urge you to:\n\nRelease her;\nSay where she is.\n\n"
                "Say where she is at once.\n\nYours sincerely,"),
        0);
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    struct letter_page p = page(&w, one_letter(&w));
    assert_string_equal(p.body,
                        "I write.\n\nRelease her\n\nI urge you to:\n\n- Release her;\n- Say where she is.\n\n"
                        "Say where she is at once.\n\nYours sincerely,");
    letter_page_free(&p);
    close_world(&w);
}

/* The template's own name at the end is the signature. */
static void a_text_that_ends_with_the_name_is_not_signed_again(void **state)
{
    static const struct {
        const char *text;
        bool signs;
    } CASES[] = { { "Hello.\n\nYours sincerely,\n{sender}, {town}", true },
                  { "Hello.\n\nYours sincerely,\n\n{sender}\n{town}", true },
                  { "Hello.\n\nYours sincerely, {sender}.", true },
                  { "I, {sender}, write about her, who is held in a cell.\n\nYours sincerely,", false },
                  { "Hello from Ms {sender}son.\n\nYours sincerely,", false } };
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct letters_wish wish = { .targets = &w.minister, .n_targets = 1, .sign = -1 };
        wish.template = storebox_put(b, KIND_TEMPLATE, "kind", "letter", "text", CASES[i].text, NULL);
        struct letters_made made = draft(&w, wish);
        struct letter_page p = page(&w, made.letters.at[0]);
        assert_int_equal(p.signature == NULL, CASES[i].signs);
        letter_page_free(&p);
        letters_made_free(&made);
    }
    close_world(&w);
}

static bool is_noted(const struct letters_made *made, const char *words)
{
    for (size_t i = 0; i < made->notes.n; i++)
        if (strstr(made->notes.at[i], words))
            return true;
    return false;
}

static void whom_a_letter_waits_for_is_left_out_and_named(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    one_letter(&w);
    struct letters_wish wish = { .sign = -1, .only_new = true, .kase = w.kase };
    struct letters_made made = draft(&w, wish);
    assert_int_equal(made.letters.n, 2);
    assert_true(is_noted(&made, "A letter to Minister of the Interior, P. Prubnik is there already"));
    letters_made_free(&made);
    assert_int_equal(letters_draft(b->s, &wish, &made, &b->e), -1);
    assert_non_null(strstr(b->e.text, "not sent yet"));
    wish.only_new = false;
    made = draft(&w, wish);
    assert_int_equal(made.letters.n, 3);
    letters_made_free(&made);
    close_world(&w);
}

static void what_is_missing_is_said_and_stops_nothing(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct letters_made made = draft(&w, ALL);
    assert_true(is_noted(&made, "No address is known for Director"));
    assert_true(is_noted(&made, "No salutation is known for Director"));
    assert_false(is_noted(&made, "Nobody is known who writes"));
    letters_made_free(&made);
    struct storebox *b = &w.box;
    STOREBOX_OK(store_delete(w.box.s, w.sender, NULL, &w.box.e));
    made = draft(&w, ALL);
    assert_true(is_noted(&made, "Nobody is known who writes"));
    struct letter_page p = page(&w, made.letters.at[0]);
    assert_null(p.signature);
    assert_string_equal(p.date_line, "22 November 2026");
    assert_non_null(strstr(p.body, "I, [YOUR NAME], write")); /* for the check to find */
    letter_page_free(&p);
    letters_made_free(&made);
    close_world(&w);
}

static void all_drafts_are_one_step(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    struct letters_made made = draft(&w, ALL);
    struct store_step done = { 0 };
    size_t n;
    STOREBOX_OK(store_undo(w.box.s, &done, &w.box.e));
    assert_string_equal(done.label, "3 drafts for 26/23 Writer missing");
    STOREBOX_OK(store_count(w.box.s, KIND_LETTER, &n, &w.box.e));
    assert_int_equal(n, 0);
    str_free(done.label);
    letters_made_free(&made);
    close_world(&w);
}

static void the_sender_shows_as_much_as_last_time(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct letters_made made = draft(&w, (struct letters_wish){ .sign = SIGN_INITIALS });
    letters_made_free(&made);
    made = draft(&w, ALL);
    struct letter_page p = page(&w, made.letters.at[0]);
    assert_string_equal(p.sender_lines, "M. M.\nBasel");
    assert_string_equal(p.signature, "M. M.");
    assert_string_equal(p.date_line, "22 November 2026");
    letter_page_free(&p);
    letters_made_free(&made);
    close_world(&w);
}

static void templates_and_languages(void **state)
{
    (void)state;
    struct world w = { 0 };
    struct letters_made made = { 0 };
    open_world(&w);
    struct letters_wish wish = { .kase = w.kase, .lang = "fr", .sign = -1 };
    struct storebox *b = &w.box;
    assert_int_equal(letters_draft(b->s, &wish, &made, &b->e), -1);
    assert_int_equal(b->e.code, ERR_INPUT);
    assert_non_null(strstr(b->e.text, "(fr)"));
    storebox_put(b, KIND_TEMPLATE, "kind", "letter", "lang", "fr", "text",
                 "Libérez {person} ({country}, {number}) :\n{asks}", NULL);
    STOREBOX_OK(letters_draft(b->s, &wish, &made, &b->e));
    struct letter_page p = page(&w, made.letters.at[0]);
    assert_string_equal(p.lang, "fr");
    assert_string_equal(p.salutation, "Madame, Monsieur,"); /* theirs is known in English only */
    assert_string_equal(p.date_line, "Basel, le 22 novembre 2026");
    assert_string_equal(p.body,
                        "Libérez Anna Testova (Sylvania, UA 26/23) :\n- Release her\n- Say where she is\n\n"
                        "Je vous prie d’agréer l’expression de ma haute considération.");
    letter_page_free(&p);
    letters_made_free(&made);
    struct rec *wrong = rec_new(KIND_TEMPLATE, &b->e);
    assert_int_equal(str_set(&((struct template *)wrong)->kind, "letter"), 0);
    assert_int_equal(str_set(&((struct template *)wrong)->text, "For {persons}"), 0);
    assert_int_equal(store_add(b->s, wrong, &b->e), -1);
    assert_non_null(strstr(b->e.text, "{persons}"));
    rec_free(wrong);
    size_t n;
    STOREBOX_OK(store_count(b->s, KIND_LETTER, &n, &b->e));
    assert_int_equal(n, 3);
    close_world(&w);
}

static void assert_greeted(const char *name, const char *lang, const char *want)
{
    struct world w = { 0 };
    struct letters_made made = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    storebox_put(b, KIND_TEMPLATE, "kind", "letter", "lang", lang, "text", "{asks}", NULL);
    int64_t whom = storebox_put(b, KIND_TARGET, "appeal", storebox_id(b, w.appeal), "pos", "4",
                                "printed_title", "Procureur général", "printed_name", name, NULL);
    struct letters_wish wish = { .kase = w.kase, .lang = lang, .targets = &whom, .n_targets = 1, .sign = -1 };
    STOREBOX_OK(letters_draft(b->s, &wish, &made, &b->e));
    struct letter_page p = page(&w, made.letters.at[0]);
    assert_string_equal(p.salutation, want);
    letter_page_free(&p);
    letters_made_free(&made);
    close_world(&w);
}

static void a_name_tells_how_it_is_greeted(void **state)
{
    (void)state;
    assert_greeted("M. Ivan Probny", "fr", "Monsieur,");
    assert_greeted("Mme Ida Probna", "fr", "Madame,");
    assert_greeted("Ida Probna", "fr", "Madame, Monsieur,");
    assert_greeted("M. Ivan Probny", "es", "Estimada señora, estimado señor:"); /* an initial */
}

/* The requests of an appeal tell its reader what to write: a letter says them in the first person. */
static void assert_led(const char *lang, const char *asks, const char *want)
{
    struct world w = { 0 };
    struct letters_made made = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, w.appeal, &r, &b->e));
    STOREBOX_OK(field_set(r, rec_field(r, "letter_body", &b->e), "", &b->e));
    STOREBOX_OK(field_set(r, rec_field(r, "letter_lang", &b->e), lang, &b->e));
    STOREBOX_OK(field_set(r, rec_field(r, "asks", &b->e), asks, &b->e));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    made = draft(&w, (struct letters_wish){ .targets = &w.minister, .n_targets = 1, .sign = -1 });
    struct letter_page p = page(&w, made.letters.at[0]);
    if (strncmp(p.body, want, strlen(want)) != 0)
        fail_msg("%s", p.body);
    letter_page_free(&p);
    letters_made_free(&made);
    close_world(&w);
}

static void requests_without_a_model_letter_are_led_in(void **state)
{
    (void)state;
    assert_led("de",
               "die sofortige Freilassung von Anna Testova fordern\n"
               "darum bitten, dass sie Zugang zu ihrer Familie und zu einem Rechtsanwalt erhält\n"
               "eine unabhängige Untersuchung der Misshandlungen fordern.",
               "mit diesem Schreiben möchte ich\n\n- die sofortige Freilassung von Anna Testova fordern\n");
    assert_led("en",
               "Calling on the authorities to release Anna Testova immediately\n"
               "Urging them to say where she is.",
               "I am writing to you,\n\n- Calling on the authorities to release");
    assert_led("es",
               "Pidiendo a las autoridades que pongan en libertad a Anna Testova\n"
               "instando a las autoridades a que digan donde esta.",
               "Le escribo\n\n- Pidiendo a las autoridades");
    assert_led("en", "Release Anna Testova at once and tell her family where she is", "- Release Anna");
}

static void an_earlier_letter_is_used_again(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t first = one_letter(&w);
    struct rec *r = NULL;
    STOREBOX_OK(store_get(w.box.s, first, &r, &w.box.e));
    assert_int_equal(str_set(&((struct letter *)r)->body, "My own words."), 0);
    STOREBOX_OK(store_update(w.box.s, r, NULL, &w.box.e));
    rec_free(r);
    struct letters_made made =
        draft(&w, (struct letters_wish){ .targets = &w.police, .n_targets = 1, .reuse = first, .sign = -1 });
    struct letter_page p = page(&w, made.letters.at[0]);
    assert_string_equal(p.body, "My own words.");
    assert_string_equal(p.salutation, "Dear Sir or Madam,");
    assert_null(p.address_lines);
    letter_page_free(&p);
    letters_made_free(&made);
    close_world(&w);
}

static void a_case_without_targets_says_so(void **state)
{
    struct storebox *b = *state;
    int64_t kase = storebox_put(b, KIND_CASE, "title", "Empty", NULL);
    struct letters_made made = { 0 };
    assert_int_equal(letters_draft(b->s, &(struct letters_wish){ .kase = kase }, &made, &b->e), -1);
    assert_int_equal(b->e.code, ERR_INPUT);
    assert_non_null(strstr(b->e.text, "whom to write to"));
}

/* ---- ready ---- */

static const struct finding FOUND[] = {
    { .code = (char *)"foreign-name",
      .from_off = { true, 3 },
      .to_off = { true, 9 },
      .evidence = (char *)"Pavel" },
    { .code = (char *)"deadline", .evidence = (char *)"none" },
};

static void open_findings_block_until_waived(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = one_letter(&w);
    assert_int_equal(letters_ready(b->s, n, FOUND, 2, &b->e), -1);
    assert_int_equal(b->e.code, ERR_FINDINGS);
    assert_int_equal(letters_waive(b->s, n, FOUND, 2, "foreign-name", NULL, " ", &b->e), -1);
    assert_int_equal(letters_waive(b->s, n, FOUND, 2, "pronoun", NULL, "why", &b->e), -1);
    assert_int_equal(b->e.code, ERR_NOT_FOUND);
    STOREBOX_OK(letters_waive(b->s, n, FOUND, 2, "foreign-name", NULL, "he is her lawyer", &b->e));
    assert_int_equal(letters_ready(b->s, n, FOUND, 2, &b->e), -1);
    STOREBOX_OK(letters_ready(b->s, n, FOUND, 1, &b->e)); /* the other one was mended */
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    struct letter *l = (struct letter *)r;
    assert_int_equal(l->state, LETTER_READY);
    assert_int_equal(l->findings.n, 1);
    assert_string_equal(l->findings.at[0].waived_why, "he is her lawyer");
    assert_true(l->findings.at[0].waived_at.set);
    rec_free(r);
    close_world(&w);
}

static void write_text(struct world *w, int64_t letter, const char *body, const char *salutation)
{
    struct rec *r = NULL;
    struct storebox *b = &w->box;
    STOREBOX_OK(store_get(b->s, letter, &r, &b->e));
    struct letter *l = (struct letter *)r;
    assert_int_equal(str_set(&l->body, body), 0);
    assert_int_equal(str_set(&l->to.at[0].salutation, salutation), 0);
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
}

static void undo(struct world *w)
{
    struct storebox *b = &w->box;
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
}

static void has_text(struct world *w, int64_t letter, const char *body, const char *salutation, bool differs)
{
    struct rec *r = NULL;
    struct storebox *b = &w->box;
    bool does;
    STOREBOX_OK(store_get(b->s, letter, &r, &b->e));
    const struct letter *l = (const struct letter *)r;
    assert_string_equal(l->body, body);
    assert_string_equal(l->to.at[0].salutation, salutation);
    STOREBOX_OK(letters_copy_differs(b->s, l, &does, &b->e));
    assert_int_equal(does, differs);
    rec_free(r);
}

static void a_copy_follows_until_it_has_a_text_of_its_own(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    struct letters_made made = draft(&w, ALL);
    const int64_t minister = made.letters.at[0], police = made.letters.at[1], copy = made.letters.at[2];
    STOREBOX_OK(letters_ready(b->s, copy, NULL, 0, &b->e));
    write_text(&w, minister, "Please release her.", "Dear Minister Prubnik,");
    has_text(&w, copy, "Please release her.", "Dear Minister Prubnik,", false);
    assert_int_equal(state_of(&w, copy), LETTER_DRAFT);
    write_text(&w, police, "Please tell where she is.", "Dear Director,"); /* it is no copy of that one */
    has_text(&w, copy, "Please release her.", "Dear Minister Prubnik,", false);
    undo(&w);
    undo(&w); /* both in one step */
    assert_int_equal(state_of(&w, copy), LETTER_READY);
    has_text(&w, copy, "I, Mia Muster, write for Anna Testova.\n\nYours sincerely,", "Dear Minister,", false);
    write_text(&w, copy, "For your knowledge.", "Dear Minister,");
    has_text(&w, copy, "For your knowledge.", "Dear Minister,", true);
    write_text(&w, minister, "Please release her.", "Dear Minister Prubnik,");
    has_text(&w, copy, "For your knowledge.", "Dear Minister Prubnik,", true);
    write_text(&w, copy, "Please release her.", "Dear Minister Prubnik,");
    STOREBOX_OK(letters_ready(b->s, copy, NULL, 0, &b->e));
    STOREBOX_OK(letters_sent(b->s, copy, &(struct letters_sending){ .channel = CHANNEL_POST }, NULL, &b->e));
    write_text(&w, minister, "Please release her now.", "Dear Minister,");
    assert_int_equal(state_of(&w, copy), LETTER_SENT);
    letters_made_free(&made);
    close_world(&w);
}

static void any_change_makes_a_ready_letter_a_draft(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = ready_letter(&w);
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    assert_int_equal(str_set(&((struct letter *)r)->subject, "Another"), 0);
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    assert_int_equal(state_of(&w, n), LETTER_DRAFT);
    STOREBOX_OK(letters_ready(b->s, n, NULL, 0, &b->e));
    STOREBOX_OK(letters_unready(b->s, n, &b->e));
    assert_int_equal(state_of(&w, n), LETTER_DRAFT);
    close_world(&w);
}

/* ---- sent ---- */

static int64_t send_by(struct world *w, int64_t n, int channel)
{
    struct storebox *b = &w->box;
    int64_t action = 0;
    struct letters_sending how = { .channel = channel,
                                   .day = { true, day_from_civil(2026, 11, 20) },
                                   .handwritten = true };
    STOREBOX_OK(letters_sent(b->s, n, &how, &action, &b->e));
    return action;
}

static int64_t send(struct world *w, int64_t n)
{
    return send_by(w, n, CHANNEL_POST);
}

/* The paper has one date, whenever it is printed, and whichever day is said to be that of sending. */
static void a_ready_letter_keeps_its_date(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = ready_letter(&w);
    b->now += 3 * INT64_C(86400);
    struct letter_page p = page(&w, n);
    assert_string_equal(p.date_line, "Basel, 22 November 2026");
    letter_page_free(&p);
    STOREBOX_OK(letters_unready(b->s, n, &b->e));
    p = page(&w, n);
    assert_string_equal(p.date_line, "Basel, 25 November 2026");
    letter_page_free(&p);
    STOREBOX_OK(letters_ready(b->s, n, NULL, 0, &b->e));
    send(&w, n);
    p = page(&w, n);
    assert_string_equal(p.date_line, "Basel, 25 November 2026");
    letter_page_free(&p);
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    assert_int_equal(((const struct letter *)r)->sent_at.v, day_from_civil(2026, 11, 20));
    rec_free(r);
    close_world(&w);
}

static void a_sent_letter_stays_as_it_was(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = ready_letter(&w), copy;
    send(&w, n);
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, w.minister, &r, &b->e));
    assert_int_equal(str_set(&((struct target *)r)->printed_name, "Somebody Else"), 0);
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    STOREBOX_OK(store_delete(b->s, w.sender, NULL, &b->e));
    struct letter_page p = page(&w, n);
    assert_string_equal(p.address_lines,
                        "P. Prubnik\nMinister of the Interior\n1 Main Square\nSylvania City");
    assert_string_equal(p.date_line, "Basel, 22 November 2026");
    assert_string_equal(p.signature, "Mia Muster");
    letter_page_free(&p);
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    assert_int_equal(str_set(&((struct letter *)r)->body, "Other"), 0);
    assert_int_equal(store_update(b->s, r, NULL, &b->e), -1);
    assert_non_null(strstr(b->e.text, "was sent 2026-11-20"));
    rec_free(r);
    assert_int_equal(letters_ready(b->s, n, NULL, 0, &b->e), -1);
    assert_int_equal(letters_waive(b->s, n, FOUND, 1, "foreign-name", NULL, "x", &b->e), -1);
    STOREBOX_OK(letters_copy(b->s, n, &copy, &b->e));
    assert_int_equal(state_of(&w, copy), LETTER_DRAFT);
    close_world(&w);
}

static void no_letter_was_sent_before_its_appeal(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    char kase[REC_ID_TEXT];
    struct letters_sending how = { .channel = CHANNEL_POST };
    int64_t first = one_letter(&w), copy = 0;
    STOREBOX_OK(letters_copy(b->s, first, &copy, &b->e));
    STOREBOX_OK(letters_ready(b->s, first, NULL, 0, &b->e));
    STOREBOX_OK(letters_ready(b->s, copy, NULL, 0, &b->e));
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, w.appeal, &r, &b->e));
    STOREBOX_OK(field_set(r, rec_field(r, "issued", &b->e), "2023-10-05", &b->e));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    how.day = (struct opt_day){ true, day_from_civil(2023, 10, 4) };
    assert_int_equal(letters_sent(b->s, first, &how, NULL, &b->e), -1);
    assert_non_null(strstr(b->e.text, "issued on 2023-10-05"));
    how.day.v++;
    STOREBOX_OK(letters_sent(b->s, first, &how, NULL, &b->e));
    strcpy(kase, storebox_id(b, w.kase));
    storebox_put(b, KIND_APPEAL, "case", kase, "number", "UA 1/22", NULL); /* nobody knows when */
    how.day.v -= 400;
    STOREBOX_OK(letters_sent(b->s, copy, &how, NULL, &b->e));
    close_world(&w);
}

static void only_a_ready_letter_is_sent_and_not_tomorrow(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = one_letter(&w);
    struct letters_sending how = { .channel = CHANNEL_FAX };
    assert_int_equal(letters_sent(b->s, n, &how, NULL, &b->e), -1);
    assert_non_null(strstr(b->e.text, "is a draft"));
    STOREBOX_OK(letters_ready(b->s, n, NULL, 0, &b->e));
    how.day = (struct opt_day){ true, store_today(b->s) + 1 };
    assert_int_equal(letters_sent(b->s, n, &how, NULL, &b->e), -1);
    how.day.set = false;
    STOREBOX_OK(letters_sent(b->s, n, &how, NULL, &b->e));
    assert_int_equal(letters_sent(b->s, n, &how, NULL, &b->e), -1);
    struct store_step done = { 0 };
    STOREBOX_OK(store_undo(b->s, &done, &b->e));
    assert_non_null(strstr(done.label, "Letter sent: "));
    str_free(done.label);
    assert_int_equal(state_of(&w, n), LETTER_READY);
    close_world(&w);
}

static bool is_found(const struct letter *l, const char *code, const char *words)
{
    for (size_t i = 0; i < l->findings.n; i++)
        if (strcmp(l->findings.at[i].code, code) == 0 && strstr(l->findings.at[i].evidence, words))
            return true;
    return false;
}

static void mail_that_bounced_is_remembered_at_the_address(void **state)
{
    (void)state;
    static const char NOTED[] = "The e-mail address of Minister of the Interior, P. Prubnik is lost";
    struct letters_answer back = { .kind = REPLY_RETURNED };
    for (size_t others = 0; others < 2; others++) {
        struct world w = { 0 };
        open_world(&w);
        struct storebox *b = &w.box;
        int64_t n = ready_letter(&w), reply;
        if (others)
            storebox_put(b, KIND_CONTACT, "of", storebox_id(b, w.office), "kind", "email", "raw",
                         "office@interior.example", NULL);
        send_by(&w, n, CHANNEL_EMAIL);
        STOREBOX_OK(letters_reply(b->s, n, &back, &reply, &b->e));
        struct letters_made made = draft(&w, ALL);
        assert_int_equal(is_noted(&made, NOTED), others == 0); /* which one it was is not known else */
        struct letter_page p = page(&w, made.letters.at[0]);
        if (others)
            assert_string_equal(p.emails, "minister@interior.example\noffice@interior.example");
        else
            assert_null(p.emails);
        letter_page_free(&p);
        letters_made_free(&made);
        if (!others) {
            struct rec *r = NULL;
            STOREBOX_OK(store_get(b->s, w.email, &r, &b->e));
            assert_string_equal(((struct contact *)r)->note, "Mail came back on 2026-11-22.");
            rec_free(r);
            STOREBOX_OK(store_undo(b->s, NULL, &b->e)); /* the drafts */
            STOREBOX_OK(store_undo(b->s, NULL, &b->e)); /* one step */
            STOREBOX_OK(store_get(b->s, w.email, &r, &b->e));
            assert_false(((struct contact *)r)->lost);
            rec_free(r);
        }
        close_world(&w);
    }
}

static void returned_mail_is_remembered_at_the_address(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = ready_letter(&w), reply;
    assert_int_equal(
        letters_reply(b->s, n, &(struct letters_answer){ .kind = REPLY_RETURNED }, &reply, &b->e), -1);
    send(&w, n);
    STOREBOX_OK(letters_reply(b->s, n, &(struct letters_answer){ .kind = REPLY_RETURNED, .note = "unknown" },
                              &reply, &b->e));
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, w.address, &r, &b->e));
    assert_string_equal(((struct address *)r)->valid.text, "../2026-11-21");
    assert_string_equal(((struct address *)r)->valid_why, "Mail came back on 2026-11-22.");
    rec_free(r);
    struct letters_made made = draft(&w, ALL);
    assert_true(is_noted(&made, "The address of Minister of the Interior, P. Prubnik is no longer good"));
    STOREBOX_OK(store_get(b->s, made.letters.at[0], &r, &b->e));
    struct letter *l = (struct letter *)r;
    STOREBOX_OK(lint_context_check(b->s, NULL, l, NULL, &b->e));
    assert_true(is_found(l, "stale-holder", "(Mail came back on 2026-11-22)"));
    assert_int_equal(letters_ready(b->s, r->n, l->findings.at, l->findings.n, &b->e), -1);
    assert_int_equal(b->e.code, ERR_FINDINGS);
    rec_free(r);
    STOREBOX_OK(store_get(b->s, made.letters.at[1], &r, &b->e));
    STOREBOX_OK(lint_context_check(b->s, NULL, (struct letter *)r, NULL, &b->e));
    assert_false(is_found((struct letter *)r, "stale-holder", ""));
    rec_free(r);
    letters_made_free(&made);
    close_world(&w);
}

static void what_was_done_is_counted(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = ready_letter(&w), action, reply;
    struct letters_count count;
    one_letter(&w);
    send(&w, n);
    struct letters_log log = { .kase = w.kase, .channel = CHANNEL_EMAIL, .count = 12, .by = "the choir" };
    STOREBOX_OK(letters_log(b->s, &log, &action, &b->e));
    STOREBOX_OK(letters_reply(b->s, action, &(struct letters_answer){ .kind = REPLY_ANSWER }, &reply, &b->e));
    const int64_t of[] = { w.kase, w.appeal };
    for (size_t i = 0; i < 2; i++) {
        STOREBOX_OK(letters_count(b->s, of[i], &count, &b->e));
        assert_int_equal(count.drafts, 1);
        assert_int_equal(count.sent, 1);
        assert_int_equal(count.all, 13);
        assert_int_equal(count.by_channel[CHANNEL_EMAIL], 12);
        assert_int_equal(count.by_channel[CHANNEL_POST], 1);
        assert_int_equal(count.handwritten, 1);
        assert_int_equal(count.answers, 1);
        assert_int_equal(count.returned, 0);
    }
    log.day = (struct opt_day){ true, store_today(b->s) + 1 };
    assert_int_equal(letters_log(b->s, &log, &action, &b->e), -1);
    log = (struct letters_log){ .kase = w.kase, .target = n };
    assert_int_equal(letters_log(b->s, &log, &action, &b->e), -1);
    close_world(&w);
}

/* What is noted with a form starts as what is noted on the command line, and with the way to them. */
static void an_action_begins_alike_everywhere(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    struct letters_log log = { .kase = w.kase, .target = w.minister };
    struct rec *form = rec_new(KIND_ACTION, &b->e), *line = letters_action(b->s, &log, &b->e);
    struct action *a = (struct action *)form;
    const struct action *said = (const struct action *)line;
    assert_non_null(form);
    assert_non_null(line);
    /* a form knows the ids alone */
    STOREBOX_OK(field_set(form, rec_field(form, "case", NULL), storebox_id(b, w.kase), &b->e));
    STOREBOX_OK(field_set(form, rec_field(form, "target", NULL), storebox_id(b, w.minister), &b->e));
    STOREBOX_OK(letters_action_begin(b->s, a, &b->e));
    assert_string_equal(a->day.text, said->day.text);
    assert_int_equal(a->count.v, said->count.v);
    assert_int_equal(a->appeal.n, said->appeal.n);
    assert_int_equal(a->appeal.n, w.appeal);
    assert_int_equal(a->channel, CHANNEL_POST);
    assert_false(a->handwritten);
    rec_free(form);
    rec_free(line);
    close_world(&w);
}

static int channel_of(struct world *w, int64_t n)
{
    struct storebox *b = &w->box;
    int channel;
    STOREBOX_OK(letters_channel(b->s, n, &channel, &b->e));
    return channel;
}

static void one_is_reached_where_an_address_holds(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t n = ready_letter(&w), reply;
    assert_int_equal(channel_of(&w, n), CHANNEL_POST);
    assert_int_equal(channel_of(&w, w.minister), CHANNEL_POST);
    send(&w, n);
    struct letters_answer back = { .kind = REPLY_RETURNED };
    STOREBOX_OK(letters_reply(b->s, n, &back, &reply, &b->e));
    assert_int_equal(channel_of(&w, w.minister), CHANNEL_EMAIL); /* mail comes back */
    close_world(&w);
}

static void set_appeal(struct world *w, const char *key, const char *value)
{
    struct storebox *b = &w->box;
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, w->appeal, &r, &b->e));
    field_clear(r, rec_field(r, key, NULL));
    if (value)
        STOREBOX_OK(field_set(r, rec_field(r, key, NULL), value, &b->e));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
}

/* An appeal that was stored before languages had tags, or was typed by hand. */
static void languages_without_tags_are_read(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    struct rec *r = NULL;
    set_appeal(&w, "letter_lang", NULL);
    set_appeal(&w, "letter_body",
               "Le escribo para expresar mi preocupación por Anna Testova, que fue detenida en la casa de su "
               "madre y que desde entonces no ha podido ver a su familia ni a un abogado.");
    set_appeal(&w, "letter_salutation", NULL);
    set_appeal(&w, "languages", "French");
    struct letters_made made = draft(&w, ALL);
    STOREBOX_OK(store_get(b->s, made.letters.at[1], &r, &b->e));
    struct letter *l = (struct letter *)r;
    assert_string_equal(l->lang, "es");
    assert_string_equal(l->to.at[0].salutation, letter_words_of("es")->salutation);
    STOREBOX_OK(lint_context_check(b->s, NULL, l, NULL, &b->e));
    assert_true(is_found(l, "language", "")); /* they read French, and it says so though no tag does */
    rec_free(r);
    letters_made_free(&made);
    set_appeal(&w, "letter_body", "Zxcv qwrt.");
    made = draft(&w, ALL);
    STOREBOX_OK(store_get(b->s, made.letters.at[0], &r, &b->e));
    assert_string_equal(((struct letter *)r)->lang, "en"); /* nobody can tell: as most are */
    rec_free(r);
    letters_made_free(&made);
    set_appeal(&w, "letter_body", NULL); /* then the drafts hold what the appeal asks for */
    set_appeal(&w, "asks",
               "Que Anna Testova sea puesta en libertad de inmediato y sin condiciones\n"
               "Que mientras tanto pueda ver a su familia y a un abogado de su elección");
    made = draft(&w, ALL);
    STOREBOX_OK(store_get(b->s, made.letters.at[0], &r, &b->e));
    assert_string_equal(((struct letter *)r)->lang, "es");
    rec_free(r);
    letters_made_free(&made);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_target_gets_a_draft_of_its_own),
        cmocka_unit_test(requests_of_a_model_letter_have_their_marks),
        cmocka_unit_test(a_text_that_ends_with_the_name_is_not_signed_again),
        cmocka_unit_test(whom_a_letter_waits_for_is_left_out_and_named),
        cmocka_unit_test(what_is_missing_is_said_and_stops_nothing),
        cmocka_unit_test(all_drafts_are_one_step),
        cmocka_unit_test(the_sender_shows_as_much_as_last_time),
        cmocka_unit_test(templates_and_languages),
        cmocka_unit_test(a_name_tells_how_it_is_greeted),
        cmocka_unit_test(requests_without_a_model_letter_are_led_in),
        cmocka_unit_test(an_earlier_letter_is_used_again),
        STOREBOX_TEST(a_case_without_targets_says_so),
        cmocka_unit_test(open_findings_block_until_waived),
        cmocka_unit_test(a_copy_follows_until_it_has_a_text_of_its_own),
        cmocka_unit_test(any_change_makes_a_ready_letter_a_draft),
        cmocka_unit_test(a_ready_letter_keeps_its_date),
        cmocka_unit_test(a_sent_letter_stays_as_it_was),
        cmocka_unit_test(no_letter_was_sent_before_its_appeal),
        cmocka_unit_test(only_a_ready_letter_is_sent_and_not_tomorrow),
        cmocka_unit_test(mail_that_bounced_is_remembered_at_the_address),
        cmocka_unit_test(returned_mail_is_remembered_at_the_address),
        cmocka_unit_test(what_was_done_is_counted),
        cmocka_unit_test(languages_without_tags_are_read),
        cmocka_unit_test(an_action_begins_alike_everywhere),
        cmocka_unit_test(one_is_reached_where_an_address_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
