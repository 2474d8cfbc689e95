/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened on which day, out of what an appeal tells: with the words around the date, in several
 * languages, and nothing where it is in doubt. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/casework/ua.h"
#include "satchel/casework/ua_events.h"
#include "satchel/model/testimony.h"

/* The events of an appeal for Anna Testova that tells that. */
static void parse(const char *told, struct parsed *out)
{
    struct buf b = { 0 };
    struct err e = { 0 };
    buf_addf(
        &b,
        "URGENT ACTION\n\nJOURNALIST HELD\n\nUA: 12/24 Index: EUR 99/0001/2024 Freedonia Date: 20 December "
        "2024\n\n%s\n\nPlease write immediately in English or your own language:\n\n- Calling on the "
        "authorities to release Anna Testova immediately;\n\nPLEASE SEND APPEALS BEFORE 5 MAY 2025 TO:\n\n"
        "Minister of Justice\nPetr Prubnik\n1 Main Square\nVelgrad\nSalutation: Dear Minister\n",
        told);
    if (ua_parse(buf_text(&b), b.len, NULL, 20000, out, &e) < 0)
        fail_msg("%s", e.text);
    buf_free(&b);
}

static void assert_event(const char *told, const char *date)
{
    struct parsed out;
    char want[64];
    parse(told, &out);
    snprintf(want, sizeof want, "%s ", date ? date : "");
    if (!date && out.events.n)
        fail_msg("%s gives %s", told, out.events.at[0].text);
    if (date && !(out.events.n == 1 && strncmp(out.events.at[0].text, want, strlen(want)) == 0))
        fail_msg("%s gives %zu, %s", told, out.events.n, out.events.n ? out.events.at[0].text : "none");
    parsed_free(&out);
}

static void a_sentence_with_a_day_is_an_event(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "Anna Testova, a journalist, was arrested on 2 November 2024 at her home in Velgrad.",
          "2024-11-02" },
        { "Anna Testova was arrested on the night of 2 to 3 November 2024 at her home in Velgrad.",
          "[2024-11-02,2024-11-03]" },
        { "Anna Testova was arrested on the night of 2/3 November 2024 at her home.",
          "[2024-11-02,2024-11-03]" },
        { "Anna Testova was taken from her home by plain-clothes officers in the night of 2/3 November 2024.",
          "[2024-11-02,2024-11-03]" },
        { "Anna Testova was taken from her flat in Velgrad by six officers in the night of 2/3 November "
          "2024.",
          "[2024-11-02,2024-11-03]" },
        { "La journaliste Anna Testova et son avocat ont été emmenés par des gendarmes le samedi 2 novembre "
          "2024 à la sortie du tribunal de Velgrad.",
          "2024-11-02" },
        { "Anna Testova has been detained since 2 November 2024 in Velgrad.", "2024-11-02/.." },
        { "On 5 November 2024, Anna Testova was sentenced to ten years in prison.", "2024-11-05" },
        { "In der Nacht vom 2. auf den 3. November 2024 wurde Anna Testova in Velgrad verhaftet.",
          "[2024-11-02,2024-11-03]" },
        { "Anna Testova a été arrêtée dans la nuit du 2 au 3 novembre 2024 à Velgrad.",
          "[2024-11-02,2024-11-03]" },
        { "Anna Testova fue detenida la noche del 2 al 3 de noviembre de 2024 en Velgrad.",
          "[2024-11-02,2024-11-03]" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_event(CASES[i][0], CASES[i][1]);
}

static void what_is_in_doubt_is_none(void **state)
{
    (void)state;
    static const char *const CASES[] = {
        "Anna Testova was arrested in Velgrad.",                              /* when? */
        "Anna Testova published a book on 2 November 2024 about the strike.", /* nothing was done to her */
        "Hundreds of people were arrested on 2 November 2024 in Velgrad.",    /* whom? */
        "Anna Testova was arrested on 2 November 2024 and released on 5 November 2024.",
        "Anna Testova was arrested on 03/04/2024 in Velgrad.", /* March or April? */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_event(CASES[i], NULL);
}

static void the_first_deed_is_its_kind(void **state)
{
    (void)state;
    assert_int_equal(ua_event_kind("She was arrested and beaten."), EVENT_ARREST);
    assert_int_equal(ua_event_kind("Sie wurde FREIGELASSEN."), EVENT_RELEASE);
    assert_int_equal(ua_event_kind("Elle a été condamnée."), EVENT_SENTENCE);
    assert_int_equal(ua_event_kind("她被捕了。"), EVENT_ARREST);
    assert_int_equal(ua_event_kind("The unarrestedly quiet town."), -1);
    assert_int_equal(ua_event_kind(""), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_with_a_day_is_an_event),
        cmocka_unit_test(what_is_in_doubt_is_none),
        cmocka_unit_test(the_first_deed_is_its_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
