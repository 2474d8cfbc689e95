/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests in two languages: a draft is in one of them and says what it left out. And the text of a fresh
 * draft: who takes another's text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/casework/letter_asks.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/store/letters.h"
#include "satchel/store/letters_share.h"
#include "satchel/store/write.h"
#include "storebox.h"

#define EN_1 "Release Anna Testova immediately and without conditions"
#define EN_2 "Let her see her family and a lawyer of her choice"
#define ES_1 "Que Anna Testova sea puesta en libertad de inmediato y sin condiciones"
#define ES_2 "Que mientras tanto pueda ver a su familia y a un abogado de su elección"
#define ES_3 "Que se investigue lo que le ha ocurrido en la comisaría"

/* ---- which language a request is in ---- */

static struct letter_asks read_asks(const char *const texts[], size_t n)
{
    struct ask at[8];
    struct appeal a = { .asks = { .at = at, .n = n } };
    struct letter_asks asks;
    for (size_t i = 0; i < n; i++)
        at[i] = (struct ask){ .text = (char *)texts[i] };
    assert_int_equal(letter_asks_read(&a, &asks, NULL), 0);
    assert_int_equal(asks.of.n, n);
    return asks;
}

static void each_request_goes_with_its_language(void **state)
{
    (void)state;
    static const char *const BOTH[] = { EN_1, EN_2, "Free him!", ES_1, "¡Libertad!", ES_2, ES_3 };
    struct letter_asks asks = read_asks(BOTH, 7);
    assert_int_equal(asks.n, 2);
    assert_string_equal(letter_asks_language(&asks, NULL), "es"); /* of most */
    assert_string_equal(letter_asks_language(&asks, "en-GB"), "en");
    assert_string_equal(letter_asks_language(&asks, "fr"), "es");
    assert_true(letter_asks_takes(&asks, 0, "en"));
    assert_false(letter_asks_takes(&asks, 0, "es"));
    assert_true(letter_asks_takes(&asks, 2, "en")); /* between the two: for both */
    assert_true(letter_asks_takes(&asks, 2, "es"));
    assert_false(letter_asks_takes(&asks, 4, "en")); /* among Spanish ones */
    assert_true(letter_asks_takes(&asks, 4, "es"));
    assert_true(letter_asks_takes(&asks, 6, "fr")); /* none is in it: nothing is left out */
    letter_asks_free(&asks);
}

static void names_are_no_other_language(void **state)
{
    (void)state;
    static const char *const NAMES[] = {
        "Release Señor Íñigo Muñoz and Doña María de la Peña to their family", EN_2,
        "Have the Comisión de los Derechos Humanos look into the death of José Núñez"
    };
    struct letter_asks asks = read_asks(NAMES, 3);
    assert_int_equal(asks.n, 1);
    for (size_t i = 0; i < 3; i++)
        assert_true(letter_asks_takes(&asks, i, "en"));
    letter_asks_free(&asks);
    asks = read_asks(NAMES, 0);
    assert_null(letter_asks_language(&asks, "en"));
    letter_asks_free(&asks);
}

/* ---- drafts ---- */

struct world {
    struct storebox box;
    int64_t kase, appeal, targets[2];
};

static void open_world(struct world *w, const char *key, const char *value)
{
    struct storebox *b = &w->box;
    storebox_open(b, NULL);
    w->kase = storebox_put(b, KIND_CASE, "title", "Writer missing", NULL);
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, w->kase), "person", storebox_id(b, anna), "role",
                 "at_risk", NULL);
    storebox_put(b, KIND_SENDER, "name", "Mia Muster", NULL);
    w->appeal =
        storebox_put(b, KIND_APPEAL, "case", storebox_id(b, w->kase), "number", "UA 26/23", key, value, NULL);
    for (int i = 0; i < 2; i++)
        w->targets[i] = storebox_put(b, KIND_TARGET, "appeal", storebox_id(b, w->appeal), "pos",
                                     i ? "2" : "1", "printed_title", i ? "Director" : "Minister", NULL);
}

static struct letter *drafted(struct world *w, const char *lang, int target, struct letters_made *made)
{
    struct storebox *b = &w->box;
    struct rec *r = NULL;
    const struct letters_wish wish = {
        .kase = w->kase, .targets = &w->targets[target], .n_targets = 1, .lang = lang, .sign = -1
    };
    *made = (struct letters_made){ 0 };
    STOREBOX_OK(letters_draft(b->s, &wish, made, &b->e));
    STOREBOX_OK(store_get(b->s, made->letters.at[0], &r, &b->e));
    return (struct letter *)r;
}

static bool is_said(const struct letters_made *made, const char *words)
{
    for (size_t i = 0; i < made->notes.n; i++)
        if (strstr(made->notes.at[i], words))
            return true;
    return false;
}

static void a_draft_is_in_one_language_and_says_what_is_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *wish, *lang, *has, *has_not, *said;
    } ROWS[] = {
        { NULL, "es", ES_2, EN_1, "2 requests in another language (en) are left out" },
        { "es", "es", ES_2, EN_1, "2 requests in another language (en) are left out" },
        { "en", "en", EN_2, ES_1, "3 requests in another language (es) are left out" },
    };
    struct world w = { 0 };
    open_world(&w, "asks", EN_1 "\n" EN_2 "\n" ES_1 "\n" ES_2 "\n" ES_3);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct letters_made made;
        struct letter *l = drafted(&w, ROWS[i].wish, 0, &made);
        assert_string_equal(l->lang, ROWS[i].lang);
        assert_non_null(strstr(l->body, ROWS[i].has));
        assert_null(strstr(l->body, ROWS[i].has_not));
        assert_int_equal(l->asks.n, strcmp(ROWS[i].lang, "es") == 0 ? 3 : 2);
        assert_true(is_said(&made, ROWS[i].said));
        rec_free(&l->rec);
        letters_made_free(&made);
    }
    struct storebox *b = &w.box;
    struct letters_made none = { 0 };
    const struct letters_wish french = { .kase = w.kase, .lang = "fr", .sign = -1 };
    assert_int_equal(letters_draft(b->s, &french, &none, &b->e), -1);
    assert_non_null(strstr(b->e.text, "No letter was made"));
    storebox_close(b);
}

static void set(struct world *w, int64_t n, const char *key, const char *value)
{
    struct storebox *b = &w->box;
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    field_clear(r, rec_field(r, key, NULL));
    STOREBOX_OK(field_set(r, rec_field(r, key, NULL), value, &b->e));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
}

static void the_preferred_language_is_chosen(void **state)
{
    (void)state;
    struct letters_made made;
    struct world w = { 0 };
    open_world(&w, "asks", EN_1 "\n" EN_2 "\n" ES_1 "\n" ES_2 "\n" ES_3);
    set(&w, w.appeal, "languages", "French\nEnglish");
    struct letter *l = drafted(&w, NULL, 0, &made);
    assert_string_equal(l->lang, "en");
    assert_null(strstr(l->body, ES_1));
    rec_free(&l->rec);
    letters_made_free(&made);
    set(&w, w.appeal, "asks", EN_1 "\n" EN_2); /* one language: nothing is left out, nothing said */
    l = drafted(&w, "en", 0, &made);
    assert_int_equal(l->asks.n, 2);
    assert_false(is_said(&made, "left out"));
    rec_free(&l->rec);
    letters_made_free(&made);
    storebox_close(&w.box);
}

/* ---- who takes another's text ---- */

/* With two drafts alone, nothing but the appeal says that nobody wrote into the other yet. */
static void a_fresh_draft_takes_the_text_of_the_only_other(void **state)
{
    (void)state;
    static const char *const FROM[][2] = {
        { "letter_body", "I, [YOUR NAME], write for Anna Testova.\n\nYours sincerely,\n[YOUR NAME]" },
        { "asks", EN_1 "\n" EN_2 "\n" ES_1 "\n" ES_2 "\n" ES_3 },
    };
    for (size_t i = 0; i < 2; i++) {
        struct letters_made made;
        struct letters_share who;
        struct world w = { 0 };
        struct storebox *b = &w.box;
        open_world(&w, FROM[i][0], FROM[i][1]);
        struct letter *mine = drafted(&w, NULL, 0, &made);
        letters_made_free(&made);
        struct letter *other = drafted(&w, NULL, 1, &made);
        letters_made_free(&made);
        set(&w, mine->rec.n, "body", "In my own words.");
        assert_int_equal(str_set(&mine->body, "In my own words."), 0);
        STOREBOX_OK(letters_share_find(b->s, mine, &who, &b->e));
        assert_int_equal(who.takers.n, 1);
        assert_int_equal(who.owners.n, 0);
        letters_share_free(&who);
        set(&w, other->rec.n, "body", "In quite other words.");
        STOREBOX_OK(letters_share_find(b->s, mine, &who, &b->e));
        assert_int_equal(who.takers.n, 0);
        assert_int_equal(who.owners.n, 1);
        letters_share_free(&who);
        rec_free(&mine->rec);
        rec_free(&other->rec);
        storebox_close(b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_request_goes_with_its_language),
        cmocka_unit_test(names_are_no_other_language),
        cmocka_unit_test(a_draft_is_in_one_language_and_says_what_is_left_out),
        cmocka_unit_test(the_preferred_language_is_chosen),
        cmocka_unit_test(a_fresh_draft_takes_the_text_of_the_only_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
