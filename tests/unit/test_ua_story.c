/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened, found in texts: the summary and the background, and what is neither. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/casework/ua.h"

#define HEAD                                                                                                 \
    "UA: 26/23 Index: ASA 99/0001/2026 Freedonia Date: 2 October 2026\n\nURGENT ACTION\n\nWRITER "           \
    "MISSING\n\n"
#define LETTER                                                                                               \
    "Dear Minister,\n\nI am concerned for Anna Testova. Please release her.\n\nYours sincerely,\n\n"
#define NAME   "NAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n"
#define FIRST  "Anna Testova, a writer, was taken from her mother's flat by four officers in plain clothes."
#define SECOND "Her brother asked at every police station of the city, and was told nothing for a week."
#define PAST   "Anna Testova has written about prisons since 2015. In 2019 she was fined for an essay."
#define LONG_1 "She was seen at the border on Monday by a neighbour who used to buy bread at the same shop."
#define LONG_2 "The neighbour says that her hands were tied and that two men sat beside her in a grey car."

static const struct {
    const char *text, *summary, *background; /* NULL: none */
} TEXTS[] = {
    { HEAD FIRST "\n\n" LETTER NAME, FIRST, NULL },
    { HEAD FIRST "\n\n" SECOND "\n\n" LETTER NAME, FIRST, SECOND },
    { HEAD FIRST "\n\n" LETTER "ADDITIONAL INFORMATION\n\n" PAST "\n\n" NAME, FIRST, PAST },
    { HEAD FIRST "\n\n" SECOND "\n\n" LETTER "ADDITIONAL INFORMATION\n\n" PAST "\n\n" NAME, FIRST,
      SECOND "\n\n" PAST },
    /* words to the reader are no story, and no sentence is none */
    { HEAD
      "Please take action as soon as possible and in your own words.\n\nHome News Urgent Actions 2026 the "
      "writer who has been missing\n\n" FIRST "\n\n" LETTER NAME,
      FIRST, NULL },
    /* one short sentence that names her */
    { HEAD
      "Anna Testova was released on 8 December.\n\nNo further action is requested. Many thanks to all who "
      "sent appeals.\n\n" NAME,
      "Anna Testova was released on 8 December.", NULL },
    /* nothing above the letter */
    { HEAD LETTER NAME, NULL, NULL },
    { HEAD LETTER "BACKGROUND INFORMATION\n\n" PAST "\n\n" SECOND "\n\n" NAME, PAST, SECOND },
    /* a section of buttons */
    { HEAD FIRST "\n\n" LETTER "ADDITIONAL INFORMATION\n\nDownload\n\nShare\n\n" NAME, FIRST, NULL },
    /* a long paragraph gives its first sentences */
    { HEAD FIRST " " SECOND " " LONG_1 " " LONG_2 " " LONG_1 " " LONG_2 " " LONG_1 " " SECOND
                 "\n\n" LETTER NAME,
      FIRST " " SECOND " " LONG_1 " " LONG_2 " " LONG_1 " " LONG_2, LONG_1 " " SECOND },
    { "紧急行动\n\n作家失踪逾一年\n\n作家李试文于2021年3月5日被带走，家人至今不知其下落。\n",
      "作家李试文于2021年3月5日被带走，家人至今不知其下落。", NULL },
};

static void assert_text(size_t i, const char *what, const struct parsed *p, const struct parsed_text *got,
                        const char *want)
{
    const char *text = got->text ? got->text : "";
    if (strcmp(text, want ? want : "") != 0)
        fail_msg("text %zu, %s:\n%s\nnot:\n%s", i, what, text, want ? want : "");
    if (!want)
        return;
    size_t n = strlen(p->source), from = text_offset(p->source, n, got->at.from),
           to = text_offset(p->source, n, got->at.to);
    assert_memory_equal(p->source + from, want, 10); /* where it stands */
    assert_true(to > from && to <= n);
}

static void stories(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct err e = { 0 };
        struct parsed p;
        if (ua_parse(TEXTS[i].text, strlen(TEXTS[i].text), NULL, INT32_MIN, &p, &e) < 0)
            fail_msg("%s", e.text);
        assert_text(i, "summary", &p, &p.summary, TEXTS[i].summary);
        assert_text(i, "background", &p, &p.background, TEXTS[i].background);
        parsed_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(stories) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
