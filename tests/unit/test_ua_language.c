/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of short letters; what is not clear is not said. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/casework/ua.h"

static const struct {
    const char *lang, *opening, *text; /* lang NULL: not said */
} LETTERS[] = {
    { "es", "Señor Ministro:", "Le escribo por Ana Inventada. Le pido que:\n\n- la libere de inmediato;" },
    { "es", "Señor Ministro:", "Le solicito que libere a Ana. Está detenida en la cárcel." },
    { "pt", "Senhor Ministro:", "Peço que liberte a Ana. Ela está detida na prisão e não tem advogado." },
    { "fr", "Monsieur le Ministre,", "Je vous prie de libérer Anne. Elle est détenue dans une prison." },
    { "it", "Signor Ministro,", "Le chiedo di liberare Anna. È detenuta nel carcere e non ha un avvocato." },
    { "nl", "Geachte Minister,", "Ik verzoek u om Anna vrij te laten. Zij zit in een cel." },
    { "de", "Sehr geehrter Herr Minister,", "Bitte lassen Sie Anna frei. Sie ist nicht schuldig." },
    { "en", "Dear Minister,", "I urge you to release Anna. She is held in a cell." },
    { NULL, "Dear Minister,", "Libertad Anna Inventada." },
};

static void names_the_language_of_short_letters(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++) {
        struct err e = { 0 };
        struct parsed p;
        struct buf b = { 0 };
        buf_addf(&b, "%s\n\n%s\n", LETTERS[i].opening, LETTERS[i].text);
        assert_int_equal(ua_parse(buf_text(&b), b.len, NULL, INT32_MIN, &p, &e), 0);
        const char *got = p.letter_lang ? p.letter_lang : "none";
        if (strcmp(got, LETTERS[i].lang ? LETTERS[i].lang : "none") != 0)
            fail_msg("%s: %s", got, LETTERS[i].text);
        parsed_free(&p);
        buf_free(&b);
    }
}

static void an_unknown_language_to_write_in_is_named(void **state)
{
    (void)state;
    static const char APPEAL[] =
        "URGENT ACTION\n\nTEACHER HELD WITHOUT CHARGE\n\n"
        "UA: 12/31 Index: EUR 99/0001/2031 Freedonia Date: 3 March 2031\n\n"
        "Anton Probin, a teacher, was arrested on 1 March 2031 in Velgrad.\n\n"
        "PREFERRED LANGUAGE TO ADDRESS TARGET: High Freedonian, English or your own language.\n"
        "PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 5 May 2031\n";
    struct parsed p;
    struct err e = { 0 };
    const char *said = NULL;
    assert_int_equal(ua_parse(APPEAL, strlen(APPEAL), NULL, INT32_MIN, &p, &e), 0);
    for (size_t i = 0; i < p.warnings.n; i++)
        if (strcmp(p.warnings.at[i].code, "unknown-language") == 0)
            said = p.warnings.at[i].text;
    assert_non_null(said);
    assert_string_equal(said, "High Freedonian, a language to write in, is not in the list of this program. "
                              "It is kept as printed.");
    parsed_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names_the_language_of_short_letters),
                                        cmocka_unit_test(an_unknown_language_to_write_in_is_named) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
