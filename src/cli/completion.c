/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bash and zsh share one body of `case` statements that sets $list and $files from $prev, $cmd and $sub; fish
 * gets one `complete` line for each name. */
#include "satchel/cli/completion.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/commands.h"
#include "satchel/cli/stream.h"
#include "satchel/model/record.h"

/* A word that destroys is typed whole. */
static bool offered(const struct args_command *c)
{
    return strcmp(c->name, "panic") != 0;
}

static bool is_file(const char *words)
{
    return words && strcmp(words, ARGS_FILE) == 0;
}

static void add_words(struct buf *out, const char *words)
{
    if (!words || is_file(words))
        return;
    if (strcmp(words, ARGS_TYPE) != 0)
        buf_addf(out, " %s", words);
    else
        for (int k = KIND_NONE + 1; k < KIND_FIRST_PART; k++)
            buf_addf(out, " %s", kind_of((enum rec_kind)k)->name);
}

static void add_names(struct buf *out, const struct args_command *table)
{
    for (const struct args_command *c = table; c->name; c++)
        if (offered(c))
            buf_addf(out, " %s", c->name);
}

static void add_options(struct buf *out, const struct args_option *table)
{
    for (const struct args_option *o = table; o && o->name; o++)
        buf_addf(out, " --%s", o->name);
}

/* What follows an option that takes a value. */
static void option_cases(struct buf *out, const struct args_option *table)
{
    for (const struct args_option *o = table; o && o->name; o++) {
        if (!o->arg)
            continue;
        buf_adds(out, "    ");
        if (o->letter)
            buf_addf(out, "-%c|", o->letter);
        buf_addf(out, "--%s)", o->name);
        if (is_file(o->words)) {
            buf_adds(out, " files=1");
        } else if (o->words) {
            buf_adds(out, " list=\"");
            add_words(out, o->words);
            buf_adds(out, "\"");
        }
        buf_adds(out, " ;;\n");
    }
}

static void all_option_cases(struct buf *out, const struct args_command *table)
{
    for (const struct args_command *c = table; c->name; c++) {
        option_cases(out, c->options);
        if (c->commands)
            all_option_cases(out, c->commands);
    }
}

static void command_case(struct buf *out, const char *path, const struct args_command *c)
{
    buf_addf(out, "       %s) list=\"", path);
    add_options(out, c->options);
    add_words(out, c->words);
    buf_addf(out, "%s ;;\n", is_file(c->words) ? "\" files=1" : "\"");
}

static void command_cases(struct buf *out)
{
    struct buf path = { 0 };
    buf_adds(out, "       /) list=\"");
    add_names(out, COMMANDS);
    buf_adds(out, "\" ;;\n");
    for (const struct args_command *c = COMMANDS; c->name; c++) {
        if (c->commands) {
            buf_addf(out, "       %s/) list=\"", c->name);
            add_names(out, c->commands);
            buf_adds(out, "\" ;;\n");
        }
        for (const struct args_command *s = c->commands; s && s->name; s++) {
            buf_clear(&path);
            buf_addf(&path, "%s/%s", c->name, s->name);
            command_case(out, buf_text(&path), s);
        }
        buf_clear(&path);
        buf_addf(&path, "%s/*", c->name);
        if (!c->commands && offered(c))
            command_case(out, buf_text(&path), c);
    }
    buf_free(&path);
}

static void shell_body(struct buf *out)
{
    buf_adds(out, "    case $prev in\n");
    option_cases(out, ARGS_GLOBAL);
    all_option_cases(out, COMMANDS);
    buf_adds(out, "    *) case $cmd/$sub in\n");
    command_cases(out);
    buf_adds(out, "       esac\n       list=\"$list");
    add_options(out, ARGS_GLOBAL);
    buf_adds(out, "\" ;;\n    esac\n");
}

/* The loop that finds $cmd and $sub; options with a value take the next word with them. */
static void shell_words(struct buf *out, const char *word)
{
    buf_addf(out, "        case %s in\n        -f", word);
    for (const struct args_option *o = ARGS_GLOBAL; o->name; o++)
        if (o->arg)
            buf_addf(out, "|--%s", o->name);
    buf_addf(out,
             ") i=$((i + 1)) ;;\n        -*) ;;\n"
             "        *) if [ -z \"$cmd\" ]; then cmd=%s; elif [ -z \"$sub\" ]; then sub=%s; fi ;;\n"
             "        esac\n    done\n",
             word, word);
}

static void bash(struct buf *out)
{
    buf_adds(out, "# satchel completion for bash: source <(satchel completion bash)\n"
                  "_satchel() {\n"
                  "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
                  "    local cmd='' sub='' list='' files='' i\n"
                  "    for ((i = 1; i < COMP_CWORD; i++)); do\n");
    shell_words(out, "${COMP_WORDS[i]}");
    shell_body(out);
    buf_adds(out, "    mapfile -t COMPREPLY < <(compgen -W \"$list\" -- \"$cur\")\n"
                  "    if [ -n \"$files\" ]; then\n"
                  "        compopt -o filenames\n"
                  "        mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$cur\")\n"
                  "    fi\n"
                  "}\n"
                  "complete -F _satchel satchel\n");
}

static void zsh(struct buf *out)
{
    buf_adds(out, "#compdef satchel\n"
                  "# satchel completion for zsh: satchel completion zsh >\"${fpath[1]}/_satchel\"\n"
                  "_satchel() {\n"
                  "    local prev=${words[CURRENT - 1]} cmd='' sub='' list='' files='' i\n"
                  "    for ((i = 2; i < CURRENT; i++)); do\n");
    shell_words(out, "${words[i]}");
    shell_body(out);
    buf_adds(
        out,
        "    compadd -- ${=list}\n"
        "    if [ -n \"$files\" ]; then _files; fi\n"
        "}\n"
        "if [ \"$funcstack[1]\" = _satchel ]; then _satchel \"$@\"; else compdef _satchel satchel; fi\n");
}

static void add_quoted(struct buf *out, const char *text)
{
    buf_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            buf_addc(out, '\\');
        buf_addc(out, *text);
    }
    buf_addc(out, '\'');
}

static void fish_words(struct buf *out, const char *words)
{
    buf_adds(out, " -a '");
    add_words(out, words);
    buf_addc(out, '\'');
}

static void fish_options(struct buf *out, const char *when, const struct args_option *table)
{
    for (const struct args_option *o = table; o && o->name; o++) {
        buf_addf(out, "complete -c satchel%s -l %s", when, o->name);
        if (o->letter)
            buf_addf(out, " -s %c", o->letter);
        if (o->arg)
            buf_adds(out, is_file(o->words) ? " -r -F" : " -x");
        if (o->words && !is_file(o->words))
            fish_words(out, o->words);
        buf_adds(out, " -d ");
        add_quoted(out, _(o->help));
        buf_addc(out, '\n');
    }
}

static void fish_command(struct buf *out, const char *when, const struct args_command *c)
{
    struct buf seen = { 0 };
    buf_addf(out, "complete -c satchel%s -a %s -d ", when, c->name);
    add_quoted(out, _(c->summary));
    buf_addf(&seen, " -n '__fish_seen_subcommand_from %s'", c->name);
    buf_addc(out, '\n');
    fish_options(out, buf_text(&seen), c->options);
    if (is_file(c->words)) {
        buf_addf(out, "complete -c satchel%s -F\n", buf_text(&seen));
    } else if (c->words) {
        buf_addf(out, "complete -c satchel%s", buf_text(&seen));
        fish_words(out, c->words);
        buf_addc(out, '\n');
    }
    for (const struct args_command *s = c->commands; s && s->name; s++)
        fish_command(out, buf_text(&seen), s);
    buf_free(&seen);
}

static void fish(struct buf *out)
{
    buf_adds(out, "# satchel completion for fish: satchel completion fish | source\n"
                  "complete -c satchel -f\n");
    fish_options(out, "", ARGS_GLOBAL);
    for (const struct args_command *c = COMMANDS; c->name; c++)
        if (offered(c))
            fish_command(out, " -n __fish_use_subcommand", c);
}

int completion_run(struct cli *c, struct err *e)
{
    static const struct {
        const char *name;
        void (*write)(struct buf *out);
    } SHELLS[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };
    for (size_t i = 0; i < sizeof SHELLS / sizeof *SHELLS; i++)
        if (strcmp(SHELLS[i].name, c->args.words.at[0]) == 0) {
            SHELLS[i].write(&c->out);
            return stream_text(c, "completion", e);
        }
    return err_set(e, ERR_USAGE,
                   _("\"%s\" is no shell that completion is made for: bash, zsh, fish. Nothing was done."),
                   c->args.words.at[0]);
}
