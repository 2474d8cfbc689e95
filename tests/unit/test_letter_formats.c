/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter as text, Markdown and a link, and what is taken to be drawn. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/exchange/letter_label.h"
#include "satchel/exchange/letter_mailto.h"
#include "satchel/exchange/letter_md.h"
#include "satchel/exchange/letter_pdf.h"
#include "satchel/exchange/letter_text.h"
#include "satchel/model/letter_page.h"

static struct letter_page sample(void)
{
    static char sender[] = "Vera Sample\n12 Field Lane\nBrookton",
                address[] = "P. Prubnik\n1 Main Square\nSYLVANIA";
    static char body[] = "I write about Anna Testova, a journalist, who was taken from her mother's flat in "
                         "the night.\n\nPlease release her.\n\nYours sincerely,";
    return (struct letter_page){ .lang = "en",
                                 .sender_lines = sender,
                                 .address_lines = address,
                                 .address_lang = "sy",
                                 .address_script = "Latn",
                                 .date_line = "22 November 2026",
                                 .subject = "Anna Testova",
                                 .salutation = "Dear Minister,",
                                 .body = body,
                                 .signature = "Vera Sample",
                                 .emails = "one@example.org\ntwo@example.org" };
}

static char *made(int (*make)(const struct letter_page *, struct buf *, struct err *),
                  const struct letter_page *p)
{
    struct buf b = { 0 };
    assert_int_equal(make(p, &b, NULL), 0);
    return buf_take(&b, NULL);
}

static int narrow(const struct letter_page *p, struct buf *out, struct err *e)
{
    return letter_text(p, 40, out, e);
}

static void text_stands_as_on_paper(void **state)
{
    (void)state;
    struct letter_page p = sample();
    char *text = made(narrow, &p);
    assert_string_equal(text,
                        "Vera Sample\n12 Field Lane\nBrookton\n\n"
                        "P. Prubnik\n1 Main Square\nSYLVANIA\n\n"
                        "22 November 2026\n\nAnna Testova\n\nDear Minister,\n\n"
                        "I write about Anna Testova, a\njournalist, who was taken from her\nmother's flat "
                        "in the night.\n\nPlease release her.\n\nYours sincerely,\n\nVera Sample\n");
    str_free(text);
}

static void a_mail_has_the_name_once(void **state)
{
    (void)state;
    struct letter_page p = { .sender_lines = "Vera Sample\n1 Lane",
                             .body = "Hello.\n\nYours,",
                             .signature = "Vera Sample" };
    char *text = made(letter_text_mail, &p);
    assert_string_equal(text, "Hello.\n\nYours,\n\nVera Sample\n1 Lane\n");
    str_free(text);
    p.body = "Hello.\n\nYours,\nVera Sample, Basel", p.signature = NULL;
    text = made(letter_text_mail, &p);
    assert_string_equal(text, "Hello.\n\nYours,\nVera Sample, Basel\n\n1 Lane\n");
    str_free(text);
    p.body = "Hello.\n\nYours,", p.signature = "V. S.", p.sender_lines = "V. S.\nBasel";
    text = made(letter_text_mail, &p);
    assert_string_equal(text, "Hello.\n\nYours,\n\nV. S.\nBasel\n");
    str_free(text);
}

static void what_is_not_there_leaves_no_gap(void **state)
{
    (void)state;
    struct letter_page p = { .body = "One\n\n\nTwo  \n\n", .signature = "" };
    char *text = made(narrow, &p);
    assert_string_equal(text, "One\n\n\nTwo\n");
    str_free(text);
    text = made(narrow, &(struct letter_page){ 0 });
    assert_string_equal(text, "");
    str_free(text);
}

static void wide_signs_count_twice(void **state)
{
    (void)state;
    struct letter_page p = { .body = "我写信表达我对此事的关切请立即释放她我写信表达我对此事的关切" };
    char *text = made(narrow, &p);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(text_width(line, strlen(line)) <= 40);
    str_free(text);
}

/* ---- pages ---- */

static int paged(const struct letter_page *p, struct buf *out, struct err *e)
{
    return letter_text_pages(p, 20, 6, out, e);
}

/* Paragraphs of 3, 4, 1, 2 and 5 lines in pages of six. */
static void no_line_stands_alone(void **state)
{
    (void)state;
    struct letter_page p = { .body = "a1 aaaaaaaaaaaaaaa a2 aaaaaaaaaaaaaaa a3\n\n"
                                     "b1 bbbbbbbbbbbbbbb b2 bbbbbbbbbbbbbbb b3 bbbbbbbbbbbbbbb b4\n\nc1\n\n"
                                     "d1 ddddddddddddddd d2\n\n"
                                     "e1 eeeeeeeeeeeeeee e2 eeeeeeeeeeeeeee e3 eeeeeeeeeeeeeee e4 "
                                     "eeeeeeeeeeeeeee e5" };
    char *text = made(paged, &p);
    assert_string_equal(
        text, "a1 aaaaaaaaaaaaaaa\na2 aaaaaaaaaaaaaaa\na3\n\nb1 bbbbbbbbbbbbbbb\nb2 bbbbbbbbbbbbbbb\n"
              "\fb3 bbbbbbbbbbbbbbb\nb4\n\nc1\n"
              "\fd1 ddddddddddddddd\nd2\n\ne1 eeeeeeeeeeeeeee\ne2 eeeeeeeeeeeeeee\ne3 eeeeeeeeeeeeeee\n"
              "\fe4 eeeeeeeeeeeeeee\ne5\n");
    str_free(text);
}

/* The pages without their breaks have the lines of the text, at every height. */
static void pages_lose_nothing(void **state)
{
    (void)state;
    struct letter_page p = sample();
    char *whole = made(narrow, &p);
    for (int lines = 1; lines < 30; lines++) {
        struct buf b = { 0 };
        assert_int_equal(letter_text_pages(&p, 40, lines, &b, NULL), 0);
        const char *at = whole;
        for (const char *s = buf_text(&b); *s; s++) {
            if (*s == '\f') {
                assert_true(s[-1] == '\n' && s[1] != '\n' && s[1]);
                at += strspn(at, "\n");
                continue;
            }
            assert_int_equal(*s, *at);
            at++;
        }
        assert_int_equal(*at, 0);
        buf_free(&b);
    }
    str_free(whole);
}

/* ---- Markdown ---- */

static void markdown_shows_the_words(void **state)
{
    (void)state;
    const struct {
        char *body;
        const char *md;
    } CASES[] = {
        { "*not* _bold_ `code` [a](b) <b> &amp; a|b ~~x~~ c:\\d",
          "\\*not\\* \\_bold\\_ \\`code\\` \\[a\\](b) \\<b\\> \\&amp; a\\|b \\~\\~x\\~\\~ c:\\\\d\n" },
        { "# no head\n- no list\n+ none\n=== none",
          "\\# no head\\\n\\- no list\\\n\\+ none\\\n\\=== none\n" },
        { "12. April\n3) none\n12 April\n12.5", "12\\. April\\\n3\\) none\\\n12 April\\\n12\\.5\n" },
        { "    no code\n\n\tnone", "no code\n\nnone\n" },
        { "one\n\n\n\ntwo \n \n", "one\n\ntwo\n" },
        { "***", "\\*\\*\\*\n" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *md = made(letter_md, &(struct letter_page){ .body = CASES[i].body });
        assert_string_equal(md, CASES[i].md);
        str_free(md);
    }
}

static void markdown_of_a_letter(void **state)
{
    (void)state;
    struct letter_page p = { .address_lines = "P. Prubnik\n1 Main Square",
                             .subject = "A_B",
                             .salutation = "Dear Minister,",
                             .body = "One.\n\nYours," };
    char *md = made(letter_md, &p);
    assert_string_equal(md, "P. Prubnik\\\n1 Main Square\n\n**A\\_B**\n\nDear Minister,\n\nOne.\n\nYours,\n");
    str_free(md);
}

/* ---- links ---- */

static void a_link_is_encoded(void **state)
{
    (void)state;
    struct letter_page p = { .emails = "a+b@example.org\n \nwho?&,%@example.org\n",
                             .subject = "50% & \303\251?",
                             .salutation = "Dear M\xC3\xBCller,",
                             .body = "One\ntwo=2 #3" };
    struct buf b = { 0 };
    struct letter_notes notes = { 0 };
    assert_int_equal(letter_mailto(&p, &b, &notes, NULL), 0);
    assert_string_equal(buf_text(&b), "mailto:a%2Bb@example.org,who%3F%26%2C%25@example.org"
                                      "?subject=50%25%20%26%20%C3%A9%3F"
                                      "&body=Dear%20M%C3%BCller%2C%0D%0A%0D%0AOne%0D%0Atwo%3D2%20%233");
    assert_int_equal(notes.link, b.len);
    assert_false(notes.link_long || notes.link_cut);
    buf_free(&b);
}

/* The body that makes the link exactly so long. */
static void at_length(size_t length, struct letter_notes *notes, struct buf *out)
{
    static const char HEAD[] = "mailto:a@example.org?subject=S&body=";
    char body[LETTER_LINK_MAX + 8] = "";
    memset(body, 'x', length - strlen(HEAD));
    struct letter_page p = { .emails = "a@example.org", .subject = "S", .body = body };
    *notes = (struct letter_notes){ 0 };
    buf_clear(out);
    assert_int_equal(letter_mailto(&p, out, notes, NULL), 0);
    assert_int_equal(notes->link, length);
}

static void a_link_may_be_too_long(void **state)
{
    (void)state;
    struct buf b = { 0 };
    struct letter_notes n;
    at_length(LETTER_LINK_WARN, &n, &b);
    assert_false(n.link_long || n.link_cut);
    at_length(LETTER_LINK_WARN + 1, &n, &b);
    assert_true(n.link_long && !n.link_cut);
    at_length(LETTER_LINK_MAX, &n, &b);
    assert_true(n.link_long && !n.link_cut && b.len == LETTER_LINK_MAX);
    at_length(LETTER_LINK_MAX + 1, &n, &b);
    assert_true(n.link_long && n.link_cut);
    assert_string_equal(buf_text(&b), "mailto:a@example.org?subject=S");
    buf_free(&b);
}

static void without_an_address_there_is_no_link(void **state)
{
    (void)state;
    struct buf b = { 0 };
    struct letter_notes notes = { 0 };
    struct err e = { 0 };
    assert_int_equal(letter_mailto(&(struct letter_page){ .emails = " \n" }, &b, &notes, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    assert_int_equal(b.len, 0);
}

/* ---- what is drawn ---- */

static void the_closing_stays_with_the_name(void **state)
{
    (void)state;
    struct letter_page p = sample();
    struct sheet s = { 0 };
    assert_int_equal(letter_pdf_add(&s, &p, 1, NULL), 0);
    assert_string_equal(s.letters.at[0].text[PART_CLOSING], "Yours sincerely,");
    assert_null(strstr(s.letters.at[0].text[PART_BODY], "sincerely"));
    assert_string_equal(s.letters.at[0].lang[PART_ADDRESS], "sy");
    sheet_free(&s);
    char *const WHOLE[] = { "One paragraph alone", "One\n\nTwo\nlines", "One\n\nTwo\n\n" };
    for (size_t i = 0; i < 3; i++) {
        p.body = WHOLE[i];
        assert_int_equal(letter_pdf_add(&s, &p, 1, NULL), 0);
        const char *closing = s.letters.at[0].text[PART_CLOSING];
        assert_true(i == 2 ? closing && strncmp(closing, "Two", 3) == 0 : !closing);
        sheet_free(&s);
    }
}

static void the_script_tells_the_language(void **state)
{
    (void)state;
    struct letter_page p = { .address_lines = "某市", .address_script = "Hant" };
    struct sheet s = { 0 };
    assert_int_equal(letter_pdf_add(&s, &p, 1, NULL), 0);
    assert_string_equal(s.letters.at[0].lang[PART_ADDRESS], "zh-Hant");
    sheet_free(&s);
}

static void a_missing_address_drops_its_label(void **state)
{
    (void)state;
    struct letter_page pages[3] = { sample(), sample(), sample() };
    pages[1].address_lines = " \n";
    struct sheet s = { .form = SHEET_LABELS };
    struct letter_notes notes = { 0 };
    assert_int_equal(letter_label_add(&s, pages, 3, &notes, NULL), 0);
    assert_int_equal(s.letters.n, 2);
    assert_int_equal(notes.unaddressed.n, 1);
    assert_int_equal(notes.unaddressed.at[0], 1);
    for (int part = 0; part < SHEET_PARTS; part++)
        assert_true(part == PART_ADDRESS ? s.letters.at[0].text[part] != NULL : !s.letters.at[0].text[part]);
    sheet_free(&s);
    letter_notes_free(&notes);
    struct err e = { 0 };
    assert_int_equal(letter_label_add(&s, pages + 1, 1, &notes, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    sheet_free(&s);
    letter_notes_free(&notes);
}

static void an_envelope_has_no_letter(void **state)
{
    (void)state;
    struct letter_page p = sample();
    struct sheet s = { .form = SHEET_DL };
    struct letter_notes notes = { 0 };
    assert_int_equal(letter_label_add(&s, &p, 1, &notes, NULL), 0);
    assert_non_null(s.letters.at[0].text[PART_SENDER]);
    assert_null(s.letters.at[0].text[PART_BODY]);
    assert_null(s.letters.at[0].text[PART_SUBJECT]);
    sheet_free(&s);
}

static void answers_become_sentences(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        size_t n;
        const char *said;
    } CASES[] = {
        { "\1\xEF\xA3\xBF\xE5\x9B\xA7", 7, "? (U+F8FF), \xE5\x9B\xA7 (U+56E7)" },
        { "\1\xE5\x9B\xA7", 4, "fonts-noto-cjk)" },
        { "\1a\xFF", 3, "another version" },
        { "\2", 1, "no fonts" },
        { "\3First line\nsecond", 18, "\"First line\"" },
        { "\3", 1, "too large" },
        { "\4", 1, "another version" },
        { "\5", 1, "memory" },
        { "\6", 1, "another version" },
        { "\0no document", 12, "another version" },
        { "", 0, "another version" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buf answer = { 0 }, out = { 0 };
        struct err e = { 0 };
        buf_add(&answer, CASES[i].answer, CASES[i].n);
        assert_int_equal(letter_pdf_answer(&answer, &out, &e), -1);
        if (!strstr(e.text, CASES[i].said))
            fail_msg("case %zu: %s", i, e.text);
        assert_int_equal(out.len, 0);
        buf_free(&answer);
    }
}

static void formats_have_names(void **state)
{
    (void)state;
    for (int i = 0; i < LETTER_FORMAT_COUNT; i++) {
        enum letter_format f;
        assert_true(letter_format_parse(letter_format_name((enum letter_format)i), &f));
        assert_int_equal(f, i);
        assert_int_equal(letter_format_is_drawn(f), strcmp(letter_format_ending(f), ".pdf") == 0);
        assert_true(*letter_format_what(f));
    }
    enum letter_format f;
    enum sheet_form form;
    assert_false(letter_format_parse("doc", &f));
    assert_true(letter_paper_parse("dl", &form));
    assert_int_equal(form, SHEET_DL);
    assert_false(letter_paper_parse("a5", &form));
}

static void several_in_one_file(void **state)
{
    (void)state;
    struct letter_page pages[2] = { { .body = "One" }, { .body = "Two" } };
    static const struct {
        enum letter_format format;
        const char *file;
    } CASES[] = { { LETTER_TEXT, "One\n\fTwo\n" }, { LETTER_MD, "One\n\n---\n\nTwo\n" } };
    for (size_t i = 0; i < 2; i++) {
        struct buf out = { 0 };
        struct letter_notes notes = { 0 };
        struct letter_wish wish = { .format = CASES[i].format };
        assert_int_equal(letter_make(pages, 2, &wish, &out, &notes, NULL), 0);
        assert_string_equal(buf_text(&out), CASES[i].file);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stands_as_on_paper),
        cmocka_unit_test(a_mail_has_the_name_once),
        cmocka_unit_test(what_is_not_there_leaves_no_gap),
        cmocka_unit_test(wide_signs_count_twice),
        cmocka_unit_test(no_line_stands_alone),
        cmocka_unit_test(pages_lose_nothing),
        cmocka_unit_test(markdown_shows_the_words),
        cmocka_unit_test(markdown_of_a_letter),
        cmocka_unit_test(a_link_is_encoded),
        cmocka_unit_test(a_link_may_be_too_long),
        cmocka_unit_test(without_an_address_there_is_no_link),
        cmocka_unit_test(the_closing_stays_with_the_name),
        cmocka_unit_test(the_script_tells_the_language),
        cmocka_unit_test(a_missing_address_drops_its_label),
        cmocka_unit_test(an_envelope_has_no_letter),
        cmocka_unit_test(answers_become_sentences),
        cmocka_unit_test(formats_have_names),
        cmocka_unit_test(several_in_one_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
