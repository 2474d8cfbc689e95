/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options may stand anywhere before `--`; the first word is the command, in a group the second one too. Names
 * are never abbreviated: a script must mean the same with every later version. */
#include "satchel/cli/args.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

const struct args_option ARGS_GLOBAL[] = {
    { .name = "vault",
      .letter = 'f',
      .arg = "FILE",
      .words = ARGS_FILE,
      .help = N_("the vault; else $SATCHEL_VAULT, else satchel/vault in your data folder") },
    { .name = "key-file",
      .arg = "FILE",
      .words = ARGS_FILE,
      .help = N_("a file that is needed beside the passphrase") },
    { .name = "passphrase-fd",
      .arg = "N",
      .help = N_("read passphrases from file descriptor N, a line each, not from the terminal") },
    { .name = "json", .help = N_("print one JSON document, see satchel-json(5)") },
    { .name = "read-only", .help = N_("change nothing") },
    { .name = "help", .letter = 'h', .help = N_("show help and end") },
    { .name = "version", .help = N_("show the version and end") },
    { 0 },
};

/* Where the parser is. */
struct scan {
    struct args *a;
    const struct args_command *table;
    int argc, at;
    char *const *argv;
};

const char *args_name(const struct args_command *group, const struct args_command *command, struct buf *out)
{
    buf_clear(out);
    if (group)
        buf_adds(out, group->name);
    if (group && command)
        buf_addc(out, ' ');
    if (command)
        buf_adds(out, command->name);
    return buf_text(out);
}

static const struct args_option *find_in(const struct args_option *table, const char *name, size_t n,
                                         char letter)
{
    for (const struct args_option *o = table; o && o->name; o++)
        if (letter ? o->letter == letter : (strlen(o->name) == n && memcmp(o->name, name, n) == 0))
            return o;
    return NULL;
}

static const struct args_option *find_option(const struct args *a, const char *name, size_t n, char letter)
{
    const struct args_option *o = find_in(ARGS_GLOBAL, name, n, letter);
    return o || !a->command ? o : find_in(a->command->options, name, n, letter);
}

static int no_option(const struct args *a, const char *word, struct err *e)
{
    struct buf name = { 0 };
    args_name(a->group, a->command, &name);
    if (a->command || a->group)
        err_set(e, ERR_USAGE, _("\"%s\" has no option %s. Nothing was done. See: satchel %s --help"),
                buf_text(&name), word, buf_text(&name));
    else
        err_set(e, ERR_USAGE,
                _("There is no option %s before a command. Nothing was done. See: satchel --help"), word);
    buf_free(&name);
    return -1;
}

static bool in_words(const char *words, const char *text)
{
    size_t n = strlen(text);
    for (const char *w = words; *w; w += strspn(w, " ")) {
        size_t len = strcspn(w, " ");
        if (len == n && memcmp(w, text, n) == 0)
            return true;
        w += len;
    }
    return false;
}

static int next_word(struct scan *s, const struct args_option *o, const char **out, struct err *e)
{
    if (s->at >= s->argc)
        return err_set(e, ERR_USAGE, _("The option --%s needs a value (%s). Nothing was done."), o->name,
                       _(o->arg));
    *out = s->argv[s->at++];
    return 0;
}

/* The operator inside a condition that is one word, e.g. "status=open": where it starts, and its length. */
static const char *find_operator(const char *word, size_t *len)
{
    const char *op = strpbrk(word, "=!<>~");
    if (!op || op == word)
        return NULL;
    *len = op[0] == '!' && op[1] == '=' ? 2 : 1;
    return op[0] == '!' && *len == 1 ? NULL : op;
}

static int split_condition(struct args *a, const char *word, struct args_value *v, struct err *e)
{
    size_t len = 0;
    const char *op = find_operator(word, &len);
    if (!op)
        return err_set(e, ERR_USAGE,
                       _("A condition is FIELD OP VALUE with one of = != < > ~ between. Nothing was done."));
    const char *const part[3] = { word, op, op + len };
    const size_t size[3] = { (size_t)(op - word), len, strlen(op + len) };
    for (int i = 0; i < 3; i++) {
        const char *from = part[i];
        size_t n = size[i];
        while (n && from[0] == ' ')
            from++, n--;
        while (n && from[n - 1] == ' ')
            n--;
        if (strs_addn(&a->split, from, n) != 0)
            return err_no_memory(e);
        v->text[i] = a->split.at[a->split.n - 1];
    }
    return 0;
}

static int take_condition(struct scan *s, const char *first, struct args_value *v, struct err *e)
{
    if (strpbrk(first, "=!<>~"))
        return split_condition(s->a, first, v, e);
    v->text[0] = first;
    if (next_word(s, v->option, &v->text[1], e) != 0 || next_word(s, v->option, &v->text[2], e) != 0)
        return -1;
    /* A bare ~ is a home folder to the shell. */
    const char *home = getenv("HOME");
    if (home && strcmp(v->text[1], home) == 0)
        v->text[1] = "~";
    if (!in_words("= != < > ~", v->text[1]))
        return err_set(e, ERR_USAGE, _("\"%s\" is no comparison: use one of = != < > ~. Nothing was done."),
                       v->text[1]);
    return 0;
}

static int take_value(struct scan *s, struct args_value *v, const char *given, struct err *e)
{
    const struct args_option *o = v->option;
    if (!o->arg)
        return given ? err_set(e, ERR_USAGE, _("The option --%s takes no value. Nothing was done."), o->name)
                     : 0;
    if (!given && next_word(s, o, &given, e) != 0)
        return -1;
    if (o->condition)
        return take_condition(s, given, v, e);
    if (!*given && o->words)
        return err_set(e, ERR_USAGE, _("The option --%s needs a value (%s). Nothing was done."), o->name,
                       _(o->arg));
    if (o->words && o->words[0] != '\1' && !in_words(o->words, given))
        return err_set(e, ERR_USAGE, _("--%s is one of: %s. Nothing was done."), o->name, o->words);
    v->text[0] = given;
    return 0;
}

static int take_option(struct scan *s, struct err *e)
{
    const char *word = s->argv[s->at++];
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1), *given = NULL;
    size_t n = strcspn(name, "=");
    if (is_long)
        given = name[n] ? name + n + 1 : NULL;
    else
        given = name[1] ? name + 1 : NULL;
    struct args_value v = { .option = is_long ? find_option(s->a, name, n, 0)
                                              : find_option(s->a, NULL, 0, name[0]) };
    if (!v.option)
        return no_option(s->a, word, e);
    if (!v.option->many && args_has(s->a, v.option->name) && v.option->arg)
        return err_set(e, ERR_USAGE, _("The option --%s was given twice. Nothing was done."), v.option->name);
    if (take_value(s, &v, given, e) != 0)
        return -1;
    if (dyn_room(&s->a->options) != 0)
        return err_no_memory(e);
    s->a->options.at[s->a->options.n++] = v;
    return 0;
}

static const struct args_command *find_command(const struct args_command *table, const char *name)
{
    for (const struct args_command *c = table; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static int take_word(struct scan *s, struct err *e)
{
    struct args *a = s->a;
    const char *word = s->argv[s->at++];
    if (!a->command) {
        const struct args_command *c = find_command(a->group ? a->group->commands : s->table, word);
        if (!c && a->group)
            return err_set(e, ERR_USAGE,
                           _("\"%s\" has no command \"%s\". Nothing was done. See: satchel %s --help"),
                           a->group->name, word, a->group->name);
        if (!c)
            return err_set(e, ERR_USAGE,
                           _("There is no command \"%s\". Nothing was done. See: satchel --help"), word);
        if (c->commands)
            a->group = c;
        else
            a->command = c;
        return 0;
    }
    if (dyn_room(&a->words) != 0)
        return err_no_memory(e);
    a->words.at[a->words.n++] = word;
    return 0;
}

int args_parse(struct args *a, const struct args_command *table, int argc, char *const argv[], struct err *e)
{
    struct scan s = { .a = a, .table = table, .argc = argc, .at = 1, .argv = argv };
    bool ended = false;
    while (s.at < argc) {
        const char *word = argv[s.at];
        if (!ended && strcmp(word, "--") == 0) {
            ended = true;
            s.at++;
        } else if (!ended && word[0] == '-' && word[1]) {
            if (take_option(&s, e) != 0)
                return -1;
        } else if (take_word(&s, e) != 0) {
            return -1;
        }
    }
    return 0;
}

int args_check(const struct args *a, struct err *e)
{
    if (a->group && !a->command)
        return err_set(e, ERR_USAGE,
                       _("\"%s\" needs one of its commands. Nothing was done. See: satchel %s --help"),
                       a->group->name, a->group->name);
    if (!a->command || (a->words.n >= a->command->least && a->words.n <= a->command->most))
        return 0;
    struct buf name = { 0 };
    args_name(a->group, a->command, &name);
    if (a->words.n < a->command->least)
        err_set(e, ERR_USAGE, _("\"%s\" needs more than that: %s. Nothing was done. See: satchel %s --help"),
                buf_text(&name), a->command->args, buf_text(&name));
    else
        err_set(e, ERR_USAGE,
                _("\"%s\" does not know what to do with \"%s\". Nothing was done. See: satchel %s --help"),
                buf_text(&name), a->words.at[a->command->most], buf_text(&name));
    buf_free(&name);
    return -1;
}

void args_free(struct args *a)
{
    free(a->options.at);
    free(a->words.at);
    strs_free(&a->split);
    *a = (struct args){ 0 };
}

bool args_has(const struct args *a, const char *option)
{
    for (size_t i = 0; i < a->options.n; i++)
        if (strcmp(a->options.at[i].option->name, option) == 0)
            return true;
    return false;
}

const char *args_text(const struct args *a, const char *option)
{
    const char *text = NULL;
    for (size_t i = 0; i < a->options.n; i++)
        if (strcmp(a->options.at[i].option->name, option) == 0)
            text = a->options.at[i].text[0];
    return text;
}

int args_number(const struct args *a, const char *option, long least, long most, long otherwise, long *out,
                struct err *e)
{
    const char *text = args_text(a, option);
    *out = otherwise;
    if (!text)
        return 0;
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    bool digits = text[0] >= '0' && text[0] <= '9';
    if (errno || !digits || *end || n < least || n > most)
        return err_set(e, ERR_USAGE, _("--%s is a number from %ld to %ld. Nothing was done."), option, least,
                       most);
    *out = n;
    return 0;
}
