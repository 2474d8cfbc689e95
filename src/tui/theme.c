/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/theme.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

static const struct {
    const char *name;
    unsigned mono;
    bool means;
} ROLES[ROLE_COUNT] = {
#define X(id, name, mono, meaning) [ROLE_##id] = { name, mono, meaning },
    THEME_ROLES(X)
#undef X
};

static const char *const COLORS[16] = {
    "black",        "red",           "green",       "yellow",         "blue",
    "magenta",      "cyan",          "white",       "bright-black",   "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
};
static const char *const ATTRS[] = { "bold", "dim", "italic", "underline", "reverse" };

/* What xterm shows for colours 0-15, to find the nearest; 16-255 are computed. */
static const unsigned BASIC[16] = {
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};

const char *theme_role_name(enum role role)
{
    return ROLES[role].name;
}

bool theme_role_means(enum role role)
{
    return ROLES[role].means;
}

int theme_role_find(const char *name, size_t n)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (strlen(ROLES[i].name) == n && memcmp(ROLES[i].name, name, n) == 0)
            return i;
    return -1;
}

void theme_clear(struct theme *t)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        t->style[i] = (struct style){ THEME_DEFAULT, THEME_DEFAULT, ROLES[i].mono };
}

/* ---- reading ----------------------------------------------------------------------------------------------
 */

struct word {
    const char *s;
    size_t n;
};

static struct word next_word(const char **at, const char *end)
{
    while (*at < end && isspace((unsigned char)**at))
        ++*at;
    struct word w = { *at, 0 };
    while (*at < end && !isspace((unsigned char)**at))
        ++*at;
    w.n = (size_t)(*at - w.s);
    return w;
}

static bool word_is(struct word w, const char *name)
{
    return strlen(name) == w.n && strncasecmp(w.s, name, w.n) == 0;
}

static int parse_number(struct word w, int base, size_t digits, int32_t *out)
{
    char text[8];
    if (!w.n || w.n > digits || w.n >= sizeof text)
        return -1;
    memcpy(text, w.s, w.n);
    text[w.n] = '\0';
    for (size_t i = 0; i < w.n; i++)
        if (base == 16 ? !isxdigit((unsigned char)text[i]) : !isdigit((unsigned char)text[i]))
            return -1;
    *out = (int32_t)strtol(text, NULL, base);
    return 0;
}

static int parse_color(struct word w, int32_t *out)
{
    if (word_is(w, "default")) {
        *out = THEME_DEFAULT;
        return 0;
    }
    for (int i = 0; i < 16; i++)
        if (word_is(w, COLORS[i])) {
            *out = i;
            return 0;
        }
    if (w.n == 7 && *w.s == '#') {
        if (parse_number((struct word){ w.s + 1, 6 }, 16, 6, out) < 0)
            return -1;
        *out |= THEME_RGB;
        return 0;
    }
    return parse_number(w, 10, 3, out) < 0 || *out > 255 ? -1 : 0;
}

static int parse_attr(struct word w, unsigned *attrs)
{
    for (unsigned i = 0; i < sizeof ATTRS / sizeof *ATTRS; i++)
        if (word_is(w, ATTRS[i])) {
            *attrs |= 1u << i;
            return 0;
        }
    return word_is(w, "none") ? 0 : -1;
}

static void complain(struct strs *problems, const char *file, size_t line, const char *format, struct word w)
{
    char what[64], text[ERR_TEXT_BYTES];
    size_t n = w.n < 40 ? w.n : 40;
    while (n < w.n && ((unsigned char)w.s[n] & 0xC0) == 0x80) /* no half character */
        n--;
    snprintf(what, sizeof what, "%.*s", (int)n, w.s);
    if (problems) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, sizeof text, format, file, (unsigned long)line, what);
#pragma GCC diagnostic pop
        strs_add(problems, text);
    }
}

/* `FG BG ATTRS` behind the equals sign: NULL, or the word that cannot be taken in *bad. */
static int parse_style(const char *at, const char *end, struct style *out, struct word *bad)
{
    struct style s = { 0 };
    *bad = next_word(&at, end);
    if (parse_color(*bad, &s.fg) < 0)
        return -1;
    *bad = next_word(&at, end);
    if (bad->n && parse_color(*bad, &s.bg) < 0)
        return -1;
    if (!bad->n)
        s.bg = THEME_DEFAULT;
    for (*bad = next_word(&at, end); bad->n; *bad = next_word(&at, end))
        if (parse_attr(*bad, &s.attrs) < 0)
            return -1;
    *out = s;
    return 0;
}

static void parse_line(struct theme *t, const char *file, size_t number, const char *line, const char *end,
                       struct strs *problems)
{
    const char *at = line, *equals = memchr(line, '=', (size_t)(end - line));
    struct word name = next_word(&at, equals ? equals : end), bad;
    if (!name.n || *name.s == '#')
        return;
    int role = theme_role_find(name.s, name.n);
    if (!equals)
        complain(
            problems, file, number,
            _("%1$s, line %2$lu: `%3$s` is not a setting; write ROLE = FG BG ATTRIBUTES. The line was left "
              "out."),
            name);
    else if (role < 0)
        complain(problems, file, number,
                 _("%1$s, line %2$lu: there is no role `%3$s`. The line was left out."), name);
    else if (parse_style(equals + 1, end, &t->style[role], &bad) < 0)
        complain(problems, file, number,
                 _("%1$s, line %2$lu: `%3$s` is neither a colour nor an attribute. The line was left out."),
                 bad);
}

void theme_parse(struct theme *t, const char *file, const char *text, size_t n, struct strs *problems)
{
    size_t number = 0;
    char *clean = text_sanitize(text, n, TEXT_MANY_LINES, NULL, NULL);
    for (const char *line = clean; line && *line;) {
        const char *stop = strchrnul(line, '\n');
        parse_line(t, file, ++number, line, stop, problems);
        line = *stop ? stop + 1 : stop;
    }
    str_free(clean);
}

/* ---- loading ----------------------------------------------------------------------------------------------
 */

#define SHIPPED(X)                                                                                           \
    X(default, "default")                                                                                    \
    X(light, "light")                                                                                        \
    X(dark, "dark")                                                                                          \
    X(high_contrast, "high-contrast")                                                                        \
    X(mono, "mono")

#define X(id, name)                                                                                          \
    extern const char theme_##id[];                                                                          \
    extern const unsigned long theme_##id##_len;
SHIPPED(X)
#undef X

const char *const theme_names[] = {
#define X(id, name) name,
    SHIPPED(X)
#undef X
        NULL
};

static bool load_shipped(struct theme *t, const char *name, struct strs *problems)
{
    static const struct {
        const char *name, *text;
        const unsigned long *len;
    } THEMES[] = {
#define X(id, title) { title, theme_##id, &theme_##id##_len },
        SHIPPED(X)
#undef X
    };
    for (size_t i = 0; i < sizeof THEMES / sizeof *THEMES; i++)
        if (strcmp(THEMES[i].name, name) == 0) {
            theme_parse(t, name, THEMES[i].text, *THEMES[i].len, problems);
            return true;
        }
    return false;
}

#define THEME_FILE_MAX 65536

static int load_file(struct theme *t, const char *name, const char *folder, struct strs *problems)
{
    char path[4096], *text = NULL;
    ssize_t n = -1;
    if (strchr(name, '/') ||
        snprintf(path, sizeof path, "%s/themes/%s.theme", folder, name) >= (int)sizeof path)
        return -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (text = malloc(THEME_FILE_MAX)))
        n = read(fd, text, THEME_FILE_MAX);
    if (fd >= 0)
        close(fd);
    if (n >= 0)
        theme_parse(t, path, text, (size_t)n, problems);
    free(text);
    return n < 0 ? -1 : 0;
}

int theme_load(struct theme *t, const char *name, const char *folder, struct strs *problems, struct err *e)
{
    theme_clear(t);
    if (load_shipped(t, name, problems) || (folder && load_file(t, name, folder, problems) == 0))
        return 0;
    load_shipped(t, "default", problems);
    return err_set(e, ERR_NOT_FOUND,
                   _("There is no theme `%s`. The default one is shown; choose default, light, dark, "
                     "high-contrast or mono."),
                   name);
}

/* ---- mapping down -----------------------------------------------------------------------------------------
 */

static unsigned rgb_of(int32_t color)
{
    static const unsigned LEVEL[6] = { 0, 95, 135, 175, 215, 255 };
    if (color & THEME_RGB)
        return (unsigned)color & 0xFFFFFF;
    if (color < 16)
        return BASIC[color];
    if (color >= 232)
        return (unsigned)(8 + 10 * (color - 232)) * 0x10101u;
    unsigned c = (unsigned)color - 16;
    return LEVEL[c / 36] << 16 | LEVEL[c / 6 % 6] << 8 | LEVEL[c % 6];
}

static unsigned distance(unsigned a, unsigned b)
{
    int r = (int)(a >> 16) - (int)(b >> 16), g = (int)(a >> 8 & 255) - (int)(b >> 8 & 255),
        u = (int)(a & 255) - (int)(b & 255);
    return (unsigned)(3 * r * r + 4 * g * g + 2 * u * u);
}

/* The nearest of the colours from..to-1. */
static int32_t nearest(unsigned rgb, int32_t from, int32_t to)
{
    int32_t best = from;
    for (int32_t i = from + 1; i < to; i++)
        if (distance(rgb, rgb_of(i)) < distance(rgb, rgb_of(best)))
            best = i;
    return best;
}

int32_t theme_color(int32_t color, int colors)
{
    if (color < 0 || colors < 8)
        return THEME_DEFAULT;
    if (color < 16 && color < colors)
        return color;
    if (colors >= 256) /* the first 16 are the user's own: never a target of #rrggbb */
        return color & THEME_RGB ? nearest(rgb_of(color), 16, 256) : color;
    return nearest(rgb_of(color), 0, colors >= 16 ? 16 : 8);
}

/* Colours 8-15 on a terminal of 8: the dark one, bold. */
static void brighten(struct style *s, int32_t wanted, int colors)
{
    if (colors >= 8 && colors < 16 && wanted >= 8 && wanted < 16) {
        s->fg = wanted - 8;
        if (wanted > 8 || s->bg != THEME_DEFAULT)
            s->attrs |= STYLE_BOLD;
        if (wanted == 8) { /* bright black on black cannot be read: the terminal's own, dim */
            s->fg = s->bg == THEME_DEFAULT ? THEME_DEFAULT : 7;
            s->attrs |= STYLE_DIM;
        }
    }
}

struct style theme_style(const struct theme *t, enum role role, bool on_selected, int colors)
{
    const struct style *own = &t->style[role], *selected = &t->style[ROLE_SELECTED];
    struct style s = *own;
    if (colors < 8) {
        s = (struct style){ THEME_DEFAULT, THEME_DEFAULT, ROLES[role].mono };
        if (on_selected)
            s.attrs = (s.attrs & ~(unsigned)STYLE_DIM) ^ STYLE_REVERSE;
        return s;
    }
    if (on_selected) /* its colours can be read on each other; what stands there keeps its attributes */
        s = (struct style){ selected->fg, selected->bg,
                            (own->attrs & (STYLE_BOLD | STYLE_UNDERLINE | STYLE_ITALIC)) | selected->attrs };
    int32_t fg = s.fg;
    s.fg = theme_color(s.fg, colors);
    s.bg = theme_color(s.bg, colors);
    brighten(&s, fg, colors);
    if (s.fg == s.bg && s.fg != THEME_DEFAULT && own->fg != own->bg) /* never the same on the same */
        s.fg = THEME_DEFAULT, s.bg = THEME_DEFAULT, s.attrs |= STYLE_REVERSE;
    return s;
}
