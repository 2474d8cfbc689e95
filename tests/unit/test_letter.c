/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around a letter in each language; the text of a draft from templates and model letters; blocks
 * of sender and address. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/casework/letter.h"
#include "satchel/casework/letter_text.h"
#include "satchel/casework/address_sex.h"
#include "satchel/casework/letter_words.h"

static void takes(char *text, const char *expected)
{
    assert_non_null(text);
    assert_string_equal(text, expected);
    str_free(text);
}

static void dates_are_written_as_the_language_does(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *town, *date;
    } CASES[] = {
        { "en", "London", "London, 1 March 2026" },
        { "en-GB", NULL, "1 March 2026" },
        { "en-US", "Boston", "Boston, March 1, 2026" },
        { "es", "Lima", "Lima, 1 de marzo de 2026" },
        { "fr", "Paris", "Paris, le 1er mars 2026" },
        { "de", "Bonn", "Bonn, den 1. März 2026" },
        { "it", "", "1 marzo 2026" },
        { "pt-BR", "Recife", "Recife, 1 de março de 2026" },
        { "nl", NULL, "1 maart 2026" },
        { "ru", "Рига", "Рига, 1 марта 2026 г." },
        { "uk", NULL, "1 березня 2026 р." },
        { "pl", NULL, "1 marca 2026 r." },
        { "tr", NULL, "1 Mart 2026" },
        { "zh", "伦敦", "伦敦，2026年3月1日" },
        { "zh-TW", NULL, "2026年3月1日" },
        { "ar", "عمان", "عمان، 1 مارس 2026" },
        { "fa", NULL, "1 مارس 2026" },
        { "xx", "Town", "Town, 2026-03-01" },
        { NULL, NULL, "2026-03-01" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        takes(letter_date(CASES[i].lang, CASES[i].town, day_from_civil(2026, 3, 1), NULL), CASES[i].date);
}

static void a_salutation_gets_its_mark(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *printed, *out;
    } CASES[] = {
        { "en", "Dear Minister", "Dear Minister," },
        { "en", " Dear Minister, ", "Dear Minister," },
        { "en", "Dear Minister:", "Dear Minister:" },
        { "en", "Dear Minister / Your Excellency", "Dear Minister," },
        { "en", "Dear Minister/Estimado Señor Secretario", "Dear Minister," },
        { "en", "Dear Sir/Madam", "Dear Sir/Madam," },
        { "en", "Dear Sir / Madam", "Dear Sir / Madam," },
        { "en", "Dear Mr/Ms Anna Testova", "Dear Mr/Ms Anna Testova," },
        { "en", NULL, "Dear Sir or Madam," },
        { "en", " ", "Dear Sir or Madam," },
        { "es", "Señor Ministro", "Señor Ministro:" },
        { "ru", "Уважаемый господин министр", "Уважаемый господин министр!" },
        { "zh", "尊敬的部长", "尊敬的部长：" },
        { "ar", "معالي الوزير", "معالي الوزير،" },
        { "xx", "Salve", "Salve," },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *out = NULL;
        assert_int_equal(letter_salutation(CASES[i].lang, CASES[i].printed, 0, &out, NULL), 0);
        takes(out, CASES[i].out);
    }
    char *none = (char *)1;
    assert_int_equal(letter_salutation("xx", "", 0, &none, NULL), 0);
    assert_null(none);
}

static void a_salutation_is_of_the_sex_known(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *gender, *name, *title;
        char sex;
        const char *out;
    } CASES[] = {
        { "fr", NULL, "Mme Awa Delorme", "Ministre de la Justice", 'f', "Madame," },
        { "fr", NULL, "M. Paul Delorme", "Ministre", 'm', "Monsieur," },
        { "en", NULL, "M. Delorme", "Minister", 0, "Dear Sir or Madam," },
        { "en", NULL, "Ms Olga Temkina", "Minister of Justice", 'f', "Dear Madam," },
        { "en", NULL, "Mr Petr Prubnik", "Minister of Justice", 'm', "Dear Sir," },
        { "en", "woman", "Mr Petr Prubnik", NULL, 'f', "Dear Madam," },
        { "en", NULL, "Petr Prubnik", "Dear Sir or Madam", 0, "Dear Sir or Madam," },
        { "de", NULL, "Frau Olga Temkina", NULL, 'f', "Sehr geehrte Damen und Herren," },
        { "es", NULL, "Sra. Ana Pruebas", "Presidente", 'f', "Estimada señora:" },
        { "es", NULL, "Sr. Juan Pruebas", "Presidente", 'm', "Estimado señor:" },
        { "it", NULL, "Sig.ra Ada Prova", NULL, 'f', "Gentile Signora," },
        { "it", NULL, "Sig. Ugo Prova", NULL, 'm', "Egregio Signore," },
        { "pt", NULL, "Sr. João Prova", NULL, 'm', "Exmo. Senhor," },
        { "ru", NULL, "г-жа Ольга Тёмкина", NULL, 'f', "Уважаемая госпожа!" },
        { "ru", NULL, "господин Иван Тёмкин", NULL, 'm', "Уважаемый господин!" },
        { "tr", NULL, "Bay Ali Deneme", NULL, 'm', "Sayın Beyefendi," },
        { "tr", NULL, "Ayşe Deneme Hanım", NULL, 'f', "Sayın Hanımefendi," },
        { "zh", NULL, "王试验女士", NULL, 'f', "尊敬的女士：" },
        { "ar", NULL, "السيدة ليلى", NULL, 'f', "سيدتي الفاضلة،" },
        { "ar", NULL, "السيد سمير", NULL, 'm', "سيدي الفاضل،" },
    };
    struct lint_words *w = lint_words_new(NULL);
    assert_non_null(w);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *const texts[] = { CASES[i].name, CASES[i].title };
        char *out = NULL, sex = address_sex(w, CASES[i].lang, CASES[i].gender, texts, 2);
        if (sex != CASES[i].sex)
            print_error("%s %s\n", CASES[i].lang, CASES[i].name);
        assert_int_equal(sex, CASES[i].sex);
        assert_int_equal(letter_salutation(CASES[i].lang, NULL, sex, &out, NULL), 0);
        takes(out, CASES[i].out);
    }
    lint_words_free(w);
    takes(letter_title_salutation("fr", "Madame la Ministre de la Justice"), "Madame la Ministre");
    takes(letter_title_salutation("fr", "Monsieur l’Ambassadeur"), "Monsieur l’Ambassadeur");
    takes(letter_title_salutation("es", "Señora Fiscal del Estado"), "Señora Fiscal");
    assert_null(letter_title_salutation("en", "Madame la Ministre"));
    assert_null(letter_title_salutation("fr", "Ministre de la Justice"));
}

static void closings_are_added_once(void **state)
{
    (void)state;
    takes(letter_close("Free her.", "en", NULL), "Free her.\n\nYours sincerely,");
    takes(letter_close("Free her.\n\nYours faithfully,\n", "en", NULL), "Free her.\n\nYours faithfully,");
    takes(letter_close(
              "Yours is the duty to free her, and nobody in the country doubts that this is so, least of "
              "all those who keep her there.",
              "en", NULL),
          "Yours is the duty to free her, and nobody in the country doubts that this is so, least of "
          "all those who keep her there.\n\nYours sincerely,");
    takes(letter_close("Libérez-la.", "fr-CH", NULL),
          "Libérez-la.\n\nJe vous prie d’agréer l’expression de ma haute considération.");
    takes(letter_close("释放她。\n\n此致\n敬礼", "zh", NULL), "释放她。\n\n此致\n敬礼");
    takes(letter_close("Text", "xx", NULL), "Text");
    takes(letter_close("", "en", NULL), "");
}

static struct letter_values values(void)
{
    struct letter_values v = { 0 };
    v.at[LETTER_FIELD_PERSON] = "Anna Testova";
    v.at[LETTER_FIELD_ASKS] = "- Release her\n- Say where she is";
    v.at[LETTER_FIELD_SENDER] = "Mia Muster";
    v.at[LETTER_FIELD_TOWN] = "Basel";
    v.at[LETTER_FIELD_DATE] = "1 March 2026";
    return v;
}

static void templates_are_filled(void **state)
{
    (void)state;
    struct letter_values v = values();
    takes(letter_fill("For {person}:\n{asks}\n", &v, NULL),
          "For Anna Testova:\n- Release her\n- Say where she is\n");
    takes(letter_fill("{{person} { a {deadline}", &v, NULL), "{person} { a {deadline}");
}

static void a_field_that_there_is_not_is_named(void **state)
{
    (void)state;
    struct letter_values v = values();
    struct err e = { 0 };
    assert_null(letter_fill("For {persson}.", &v, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_non_null(strstr(e.text, "{persson}"));
    assert_non_null(strstr(e.text, "{person}"));
    assert_int_equal(letter_fill_check("{town} {x y}", &e), -1);
    assert_int_equal(letter_fill_check("{town} {\n}", &e), 0);
}

static void model_letters_lose_their_placeholders(void **state)
{
    (void)state;
    static const struct {
        const char *model, *salutation, *out;
    } CASES[] = {
        { "Dear Minister,\n\nFree her.\n\nYours sincerely,\n\n[YOUR NAME]\n[Your City]", "Dear Minister",
          "Free her.\n\nYours sincerely," },
        { "I, [YOUR NAME] of <your town>, ask you to free her.", NULL,
          "I, Mia Muster of Basel, ask you to free her." },
        { "Sincerely, [NAME]", NULL, "Sincerely," },
        { "Free [NAME OF PRISONER].", NULL, "Free [NAME OF PRISONER]." },
        { "写于【日期】。\n\n此致\n敬礼\n\n【您的姓名】", NULL, "写于1 March 2026。\n\n此致\n敬礼" },
        { "Atentamente,\n[SU NOMBRE]\n[FECHA]", NULL, "Atentamente," },
        { "Dear Minister of all,\nFree her.", "Dear Minister", "Dear Minister of all,\nFree her." },
        { "[YOUR NAME]", NULL, "" },
    };
    struct letter_values v = values();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        takes(letter_from_model(CASES[i].model, CASES[i].salutation, &v, NULL), CASES[i].out);
    v.at[LETTER_FIELD_SENDER] = NULL;
    takes(letter_from_model("I, [YOUR NAME], ask.", NULL, &v, NULL), "I, [YOUR NAME], ask.");
}

static struct sender mia(void)
{
    return (struct sender){ .name = (char *)"Mia Muster-Test",
                            .town = (char *)"Basel",
                            .lines = (char *)"1 Lane\nBasel" };
}

static void senders_show_as_much_as_is_wanted(void **state)
{
    (void)state;
    static const struct {
        int sign;
        const char *lines, *signature;
    } CASES[] = {
        { SIGN_FULL, "Mia Muster-Test\n1 Lane\nBasel", "Mia Muster-Test" },
        { SIGN_INITIALS, "M. M. T.\nBasel", "M. M. T." },
        { SIGN_NONE, NULL, NULL },
    };
    struct sender s = mia();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct letter_page p = { 0 };
        assert_int_equal(letter_sender(&s, CASES[i].sign, &p, NULL), 0);
        if (!CASES[i].lines) {
            assert_null(p.sender_lines);
            assert_null(p.signature);
        } else {
            assert_string_equal(p.sender_lines, CASES[i].lines);
            assert_string_equal(p.signature, CASES[i].signature);
        }
        letter_page_free(&p);
    }
    struct letter_page nobody = { 0 };
    assert_int_equal(letter_sender(NULL, SIGN_FULL, &nobody, NULL), 0);
    assert_null(nobody.sender_lines);
}

static struct address_text TEXTS[] = {
    { .lines = (char *)"Main Square 1\nSylvania City", .lang = (char *)"en" },
    { .lines = (char *)"Главная площадь 1\nСильвания", .lang = (char *)"ru", .script = (char *)"Cyrl" },
};
static struct name NAMES[] = { { .text = (char *)"P. Prubnik" }, { .text = (char *)"П. Прубник" } };

static void the_address_is_in_their_script_and_in_that_of_the_letter(void **state)
{
    (void)state;
    struct target t = { .printed_title = (char *)"Minister of the Interior",
                        .printed_name = (char *)"P. Prubnik" };
    struct person who = { .names.at = NAMES, .names.n = 2 };
    struct office office = { .institution = (char *)"Ministry" };
    struct address a = { .texts.at = TEXTS, .texts.n = 2 };
    struct letter_whom w = { .target = &t, .office = &office, .person = &who, .address = &a };
    struct letter_page p = { 0 };
    assert_int_equal(letter_address(&w, NULL, "en", &p, NULL), 0);
    assert_string_equal(p.address_lines,
                        "П. Прубник\nMinister of the Interior\nMinistry\nГлавная площадь 1\nСильвания");
    assert_string_equal(p.address_script, "Cyrl");
    assert_string_equal(p.address_lang, "ru");
    assert_string_equal(p.also_lines,
                        "P. Prubnik\nMinister of the Interior\nMinistry\nMain Square 1\nSylvania City");
    assert_string_equal(p.also_script, "Latn");
    letter_page_free(&p);
    assert_int_equal(letter_address(&w, "Latn", "en", &p, NULL), 0); /* chosen: once is enough */
    assert_string_equal(p.address_script, "Latn");
    assert_null(p.also_lines);
    letter_page_free(&p);
    w.address = NULL;
    assert_int_equal(letter_address(&w, NULL, "en", &p, NULL), 0);
    assert_null(p.address_lines);
}

static void lines_that_name_them_already_are_not_doubled(void **state)
{
    (void)state;
    struct address_text text = { .lines = (char *)"Mr P. PRUBNIK\nMinister of the Interior\n1 Main Square" };
    struct target t = { .printed_title = (char *)"Minister of the Interior",
                        .printed_name = (char *)"P. Prubnik" };
    struct address a = { .texts.at = &text, .texts.n = 1 };
    struct letter_whom w = { .target = &t, .address = &a };
    struct letter_page p = { 0 };
    assert_int_equal(letter_address(&w, NULL, "en", &p, NULL), 0);
    assert_string_equal(p.address_lines, text.lines);
    letter_page_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_written_as_the_language_does),
        cmocka_unit_test(a_salutation_gets_its_mark),
        cmocka_unit_test(a_salutation_is_of_the_sex_known),
        cmocka_unit_test(closings_are_added_once),
        cmocka_unit_test(templates_are_filled),
        cmocka_unit_test(a_field_that_there_is_not_is_named),
        cmocka_unit_test(model_letters_lose_their_placeholders),
        cmocka_unit_test(senders_show_as_much_as_is_wanted),
        cmocka_unit_test(the_address_is_in_their_script_and_in_that_of_the_letter),
        cmocka_unit_test(lines_that_name_them_already_are_not_doubled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
