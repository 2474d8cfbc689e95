/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/key.h"

#define CONFIG_MAX ((size_t)256 << 10)

const struct option config_options[OPTION_COUNT] = {
#define X(id, name, type, least, most, def, choices, unit, text)                                             \
    [OPTION_##id] = { name, type, least, most, def, choices, unit, text },
    CONFIG_OPTIONS(X)
#undef X
};

int config_init(struct config *c, struct err *e)
{
    *c = (struct config){ 0 };
    for (int i = 0; i < OPTION_COUNT; i++)
        if (str_set(&c->value[i], config_options[i].def) < 0) {
            config_free(c);
            return err_no_memory(e);
        }
    return 0;
}

void config_free(struct config *c)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        str_free(c->value[i]);
    strs_free(&c->lines);
    strs_free(&c->binds);
    strs_free(&c->bind_at);
    *c = (struct config){ 0 };
}

/* ---- values -----------------------------------------------------------------------------------------------
 */

static bool word_in(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = words; *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        if (len == n && strncmp(p, word, n) == 0)
            return true;
        p += len;
    }
    return false;
}

static bool is_true(const char *value)
{
    return word_in("on yes true 1", value);
}

static int check_number(const struct option *o, const char *value, struct err *e)
{
    char *end;
    errno = 0;
    long n = strtol(value, &end, 10);
    if (*value && !*end && errno == 0 && n >= o->least && n <= o->most)
        return 0;
    return err_set(e, ERR_INPUT,
                   _("`%1$s` is not a value for `%2$s`. Write a whole number from %3$d to %4$d."), value,
                   o->name, o->least, o->most);
}

/* A control key that the terminal driver can turn into a signal. */
static int control_char(const char *value)
{
    uint32_t key;
    if (key_parse(value, strlen(value), &key) < 0 || (key & KEYC_MODS) != KEYC_CTRL)
        return -1;
    uint32_t code = key & ~KEYC_MODS;
    if (code >= 'a' && code <= 'z')
        code -= 0x60;
    else if (code >= '\\' && code <= '_')
        code -= 0x40;
    else
        return -1;
    return code == '\t' || code == '\n' || code == '\r' || code == '\b' ? -1 : (int)code;
}

/* Only the keys that nothing else in the program uses: a signal would swallow them. */
static int check_key(const struct option *o, const char *value, struct err *e)
{
    char name[32];
    int wanted = control_char(value);
    for (const char *at = o->choices; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        snprintf(name, sizeof name, "%.*s", (int)n, at);
        if (wanted > 0 && control_char(name) == wanted)
            return 0;
        at += n;
    }
    return err_set(e, ERR_INPUT,
                   _("`%1$s` is no control key, or does something else, so `%2$s` keeps its key. Free are: "
                     "%3$s."),
                   value, o->name, o->choices);
}

static int check(const struct option *o, const char *value, struct err *e)
{
    switch (o->type) {
    case OPTION_BOOL:
        if (is_true(value) || word_in("off no false 0", value))
            return 0;
        return err_set(e, ERR_INPUT, _("`%1$s` is not a value for `%2$s`. Write on or off."), value, o->name);
    case OPTION_NUMBER:
        return check_number(o, value, e);
    case OPTION_CHOICE:
        if (*value && word_in(o->choices, value))
            return 0;
        return err_set(e, ERR_INPUT, _("`%1$s` is not a value for `%2$s`. Write one of: %3$s."), value,
                       o->name, o->choices);
    case OPTION_KEY:
        return check_key(o, value, e);
    case OPTION_TEXT:
    default:
        return 0;
    }
}

static int find_option(const char *name)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (strcmp(config_options[i].name, name) == 0)
            return i;
    return -1;
}

bool config_bool(const struct config *c, enum option_id id)
{
    return is_true(c->value[id]);
}

int config_number(const struct config *c, enum option_id id)
{
    return (int)strtol(c->value[id], NULL, 10);
}

const char *config_text(const struct config *c, enum option_id id)
{
    return c->value[id];
}

int config_panic_char(const struct config *c)
{
    return control_char(c->value[OPTION_PANIC]);
}

/* The locale the user asked for names another character set than UTF-8. */
static bool foreign_charset(void)
{
    static const char *const NAMES[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(NAMES[i]), *dot = value ? strchr(value, '.') : NULL;
        if (value && *value)
            return dot && strncasecmp(dot, ".utf-8", 6) != 0 && strncasecmp(dot, ".utf8", 5) != 0;
    }
    return false;
}

bool config_ascii(const struct config *c)
{
    const char *set = c->value[OPTION_ASCII], *term = getenv("TERM");
    if (strcmp(set, "auto") != 0)
        return is_true(set);
    return foreign_charset() || (term && (strncmp(term, "vt", 2) == 0 || strcmp(term, "dumb") == 0));
}

const char *config_keyboard(const struct config *c)
{
    const char *set = c->value[OPTION_KEYBOARD], *locale = setlocale(LC_MESSAGES, NULL);
    if (strcmp(set, "auto") != 0)
        return set;
    for (const char *p = config_options[OPTION_KEYBOARD].choices; locale && *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        static const char *const NAMES[] = { "ru", "kk", "uk", "ar", "fa", "ug", "el", "he" };
        for (size_t i = 0; n == 2 && i < sizeof NAMES / sizeof *NAMES; i++)
            if (strncmp(NAMES[i], p, 2) == 0 && strncmp(locale, p, 2) == 0 &&
                !(locale[2] >= 'a' && locale[2] <= 'z'))
                return NAMES[i];
        p += n;
    }
    return NULL;
}

/* ---- reading ----------------------------------------------------------------------------------------------
 */

/* NAME = VALUE: copies of both (caller frees); false: it is none. */
static bool split(const char *line, char **name, char **value)
{
    const char *equals = strchr(line, '=');
    size_t n, k;
    if (!equals)
        return false;
    const char *a = text_trim(line, (size_t)(equals - line), &n);
    const char *b = text_trim(equals + 1, strlen(equals + 1), &k);
    *name = strndup(a, n);
    *value = strndup(b, k);
    return *name && *value && **name;
}

static void complain(struct strs *problems, const char *file, size_t number, const char *what)
{
    char text[ERR_TEXT_BYTES + 64];
    /* TRANSLATORS: file, line number, what is wrong with it. */
    snprintf(text, sizeof text, _("%1$s, line %2$lu: %3$s"), file, (unsigned long)number, what);
    if (problems)
        strs_add(problems, text);
}

static void keep_bind(struct config *c, const char *file, size_t number, const char *name, const char *keys)
{
    char line[1024], where[512];
    snprintf(line, sizeof line, "%s %s", name, keys);
    snprintf(where, sizeof where, "%s\t%zu", file, number);
    if (strs_add(&c->bind_at, where) == 0 && strs_add(&c->binds, line) < 0)
        strs_remove(&c->bind_at, c->bind_at.n - 1);
}

static void take_setting(struct config *c, const char *file, size_t number, const char *name,
                         const char *value, struct strs *problems)
{
    struct err e = { 0 };
    int id = find_option(name);
    if (strncmp(name, "bind.", 5) == 0) {
        keep_bind(c, file, number, name + 5, value);
    } else if (id < 0) {
        err_set(&e, ERR_INPUT,
                _("there is no setting `%s`. The line was left out; satchel(5) lists them all."), name);
        complain(problems, file, number, e.text);
    } else if (check(&config_options[id], value, &e) < 0) {
        complain(problems, file, number, e.text);
    } else if (str_set(&c->value[id], value) < 0) {
        err_no_memory(&e);
        complain(problems, file, number, e.text);
    }
}

static void take_line(struct config *c, const char *file, size_t number, const char *line,
                      struct strs *problems)
{
    char *name = NULL, *value = NULL;
    size_t n;
    const char *start = text_trim(line, strlen(line), &n);
    if (n && *start != '#') {
        if (split(line, &name, &value))
            take_setting(c, file, number, name, value, problems);
        else
            complain(problems, file, number,
                     _("this is no setting. The line was left out; write NAME = VALUE."));
    }
    free(name);
    free(value);
}

void config_parse(struct config *c, const char *file, const char *text, size_t n, struct strs *problems)
{
    char *clean = text_sanitize(text, n, TEXT_MANY_LINES, NULL, NULL);
    if (!clean)
        return;
    size_t number = 0;
    for (char *line = clean, *end; *line; line = end) {
        end = strchrnul(line, '\n');
        char *next = *end ? end + 1 : end;
        *end = '\0';
        strs_add(&c->lines, line);
        take_line(c, file, ++number, line, problems);
        end = next;
    }
    free(clean);
}

static ssize_t read_whole(int fd, char *out, size_t room)
{
    size_t have = 0;
    ssize_t n;
    while (have < room && (n = read(fd, out + have, room - have)) != 0) {
        if (n < 0 && errno != EINTR)
            return -1;
        have += n > 0 ? (size_t)n : 0;
    }
    return (ssize_t)have;
}

void config_load(struct config *c, const char *path, struct strs *problems)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    struct err e = { 0 };
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return;
    char *text = malloc(CONFIG_MAX);
    ssize_t n =
        fd >= 0 && text && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? read_whole(fd, text, CONFIG_MAX) : -1;
    if (n < 0) {
        err_set(&e, ERR_IO,
                _("The configuration %s could not be read. Everything stands as if there were none."), path);
        if (problems)
            strs_add(problems, e.text);
    } else {
        config_parse(c, path, text, (size_t)n, problems);
    }
    free(text);
    if (fd >= 0)
        close(fd);
}

void config_bind(const struct config *c, struct keymap *m, struct strs *problems)
{
    for (size_t i = 0; i < c->binds.n; i++) {
        struct err e = { 0 };
        const char *line = c->binds.at[i], *keys = strchr(line, ' '), *at = strrchr(c->bind_at.at[i], '\t');
        char *name = strndup(line, (size_t)(keys - line)),
             *file = strndup(c->bind_at.at[i], (size_t)(at - c->bind_at.at[i]));
        if (name && file && keymap_bind(m, name, keys + 1, &e) < 0)
            complain(problems, file, (size_t)strtoul(at + 1, NULL, 10), e.text);
        free(name);
        free(file);
    }
}

/* ---- places -----------------------------------------------------------------------------------------------
 */

static char *in_folder(const char *file, struct err *e)
{
    const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    struct buf b = { 0 };
    if (xdg && *xdg == '/')
        buf_addf(&b, "%s/satchel%s", xdg, file);
    else if (home && *home == '/')
        buf_addf(&b, "%s/.config/satchel%s", home, file);
    return buf_take(&b, e);
}

char *config_folder(struct err *e)
{
    return in_folder("", e);
}

char *config_path(struct err *e)
{
    return in_folder("/config", e);
}

/* ---- writing ----------------------------------------------------------------------------------------------
 */

/* The last line that sets name, -1: none. */
static long line_of(const struct config *c, const char *name)
{
    long found = -1;
    for (size_t i = 0; i < c->lines.n; i++) {
        char *key = NULL, *value = NULL;
        size_t n;
        const char *start = text_trim(c->lines.at[i], strlen(c->lines.at[i]), &n);
        if (n && *start != '#' && split(c->lines.at[i], &key, &value) && strcmp(key, name) == 0)
            found = (long)i;
        free(key);
        free(value);
    }
    return found;
}

bool config_refused(const struct config *c, enum option_id id)
{
    long at = line_of(c, config_options[id].name);
    char *key = NULL, *value = NULL;
    bool refused =
        at >= 0 && split(c->lines.at[at], &key, &value) && check(&config_options[id], value, NULL) < 0;
    free(key);
    free(value);
    return refused;
}

int config_set(struct config *c, enum option_id id, const char *value, struct err *e)
{
    const struct option *o = &config_options[id];
    char line[PATH_MAX];
    if (check(o, value, e) < 0)
        return -1;
    if (strchr(value, '\n') || snprintf(line, sizeof line, "%s = %s", o->name, value) >= (int)sizeof line)
        return err_set(e, ERR_INPUT, _("The value for `%s` is too long. It keeps what it had."), o->name);
    long at = line_of(c, o->name);
    if ((at >= 0 ? str_set(&c->lines.at[at], line) : strs_add(&c->lines, line)) < 0 ||
        str_set(&c->value[id], value) < 0)
        return err_no_memory(e);
    return 0;
}

/* Makes the folders of path that are missing. */
static int make_folders(const char *path)
{
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part)
        return -1;
    for (const char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
        memcpy(part, path, (size_t)(p - path));
        part[p - path] = '\0';
        if (mkdir(part, 0700) < 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
            return -1;
    }
    return 0;
}

static int write_new(const char *path, const char *text, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -1;
    int rc = 0;
    while (n && rc == 0) {
        ssize_t done = write(fd, text, n);
        if (done < 0 && errno != EINTR)
            rc = -1;
        text += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    if (rc == 0)
        rc = fsync(fd);
    int saved = errno;
    close(fd);
    errno = saved;
    return rc;
}

void config_make_folder(void)
{
    char *path = config_path(NULL);
    if (path && *path)
        make_folders(path);
    str_free(path);
}

int config_save(struct config *c, const char *path, struct err *e)
{
    struct buf b = { 0 }, temporary = { 0 };
    int rc = 0;
    for (size_t i = 0; i < c->lines.n; i++) {
        buf_adds(&b, c->lines.at[i]);
        buf_addc(&b, '\n');
    }
    buf_addf(&temporary, "%s.new", path);
    if (b.failed || temporary.failed) {
        rc = err_no_memory(e);
    } else if (make_folders(path) < 0 || write_new(temporary.data, buf_text(&b), b.len) < 0 ||
               rename(temporary.data, path) < 0) {
        rc = err_errno(
            e, errno,
            _("The configuration could not be written, so the change holds until the program ends"));
        unlink(temporary.data);
    }
    buf_free(&b);
    buf_free(&temporary);
    return rc;
}
