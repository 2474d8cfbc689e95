/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theme files: every line taken or named in one clean sentence; what is drawn is within what the terminal
 * has. */
#include "fuzz.h"

#include "satchel/base/text.h"
#include "satchel/tui/theme.h"

static void check_style(struct style s, int colors)
{
    const unsigned attrs = STYLE_BOLD | STYLE_DIM | STYLE_ITALIC | STYLE_UNDERLINE | STYLE_REVERSE;
    hold(s.fg >= THEME_DEFAULT && s.fg < (colors ? colors : 0) && s.bg >= THEME_DEFAULT &&
         s.bg < (colors ? colors : 0) && (s.attrs & ~attrs) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int COLORS[] = { 0, 8, 16, 256 };
    struct theme t;
    struct strs problems = { 0 };
    char *text = fuzz_bytes(data, size);
    theme_clear(&t);
    theme_parse(&t, "mine.theme", text, size, &problems);
    for (size_t i = 0; i < problems.n; i++)
        hold(strstr(problems.at[i], "mine.theme") && text_valid(problems.at[i], strlen(problems.at[i])));
    for (int role = 0; role < ROLE_COUNT; role++)
        for (size_t i = 0; i < sizeof COLORS / sizeof *COLORS; i++)
            check_style(theme_style(&t, (enum role)role, (role + (int)i) % 2, COLORS[i]), COLORS[i]);
    strs_free(&problems);
    free(text);
    return 0;
}
