/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bash and zsh share one body of `case` statements that sets $list, $fields (words that end in "=", so that
 * no blank follows) and $files from $prev, $cmd and $sub; fish gets one `complete` line for each name. Loaded
 * and asked in each shell by tests/e2e/test_cli_completion. */
#include "satchel/cli/completion.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"
#include "satchel/model/record.h"

/* A word that destroys is typed whole. */
static bool offered(const struct args_command *c)
{
    return strcmp(c->name, "panic") != 0;
}

static bool is(const char *words, const char *what)
{
    return words && strcmp(words, what) == 0;
}

/* ---- what words can be ---- */

static void add_types(struct buf *out)
{
    for (int k = KIND_NONE + 1; k < KIND_FIRST_PART; k++)
        buf_addf(out, " %s", kind_of((enum rec_kind)k)->name);
}

static void add_names(struct buf *out, const struct args_command *table)
{
    for (const struct args_command *c = table; c->name; c++)
        if (offered(c))
            buf_addf(out, " %s", c->name);
}

static void add_words(struct buf *out, const struct args_command *all, const char *words)
{
    if (is(words, ARGS_TYPE) || is(words, ARGS_RECORD))
        add_types(out);
    else if (is(words, ARGS_COMMAND))
        add_names(out, all);
    else if (words && words[0] != '\1')
        buf_addf(out, " %s", words);
}

static void add_options(struct buf *out, const struct args_option *table)
{
    for (const struct args_option *o = table; o && o->name; o++)
        buf_addf(out, " --%s", o->name);
}

static bool seen_before(enum rec_kind kind, const char *key)
{
    for (int k = KIND_NONE + 1; k < (int)kind; k++)
        if (kind_field(kind_of((enum rec_kind)k), key))
            return true;
    return false;
}

/* The fields of a kind, those kept by the program too; to be set: without them, a "=" behind each. KIND_ANY:
 * those of all kinds, each once. */
static void add_fields(struct buf *out, enum rec_kind kind, bool to_set)
{
    int first = kind == KIND_ANY ? KIND_NONE + 1 : (int)kind,
        last = kind == KIND_ANY ? KIND_FIRST_PART - 1 : (int)kind;
    for (int n = first; n <= last; n++) {
        const struct kind *k = kind_of((enum rec_kind)n);
        for (size_t i = 0; i < k->n_fields; i++) {
            const struct field *f = &k->fields[i];
            if (!(to_set && f->flags & FIELD_READ_ONLY) &&
                !(kind == KIND_ANY && seen_before((enum rec_kind)n, f->key)))
                buf_addf(out, to_set ? " %s=" : " %s", f->key);
        }
    }
}

/* ---- bash and zsh ---- */

/* What follows an option that takes a value. */
static void option_cases(struct buf *out, const struct args_command *all, const struct args_option *table)
{
    for (const struct args_option *o = table; o && o->name; o++) {
        if (!o->arg)
            continue;
        buf_adds(out, "    ");
        if (o->letter)
            buf_addf(out, "-%c|", o->letter);
        buf_addf(out, "--%s)", o->name);
        if (is(o->words, ARGS_FILE)) {
            buf_adds(out, " files=1");
        } else if (is(o->words, ARGS_FIELD)) {
            buf_adds(out, " list=$(_satchel_fields \"${sub:-case}\")");
        } else if (o->words) {
            buf_adds(out, " list=\"");
            add_words(out, all, o->words);
            buf_adds(out, "\"");
        }
        buf_adds(out, " ;;\n");
    }
}

static void all_option_cases(struct buf *out, const struct args_command *all,
                             const struct args_command *table)
{
    for (const struct args_command *c = table; c->name; c++) {
        option_cases(out, all, c->options);
        if (c->commands)
            all_option_cases(out, all, c->commands);
    }
}

static void command_case(struct buf *out, const struct args_command *all, const char *path,
                         const struct args_command *c, bool first)
{
    bool typed = is(c->words, ARGS_RECORD);
    buf_addf(out, "       %s) list=\"", path);
    add_options(out, c->options);
    if (!typed || first)
        add_words(out, all, c->words);
    buf_adds(out, is(c->words, ARGS_FILE) ? "\" files=1" : "\"");
    if (!first && (typed || is(c->words, ARGS_FIELD)))
        buf_addf(out, " fields=$(_satchel_settable %s)", typed ? "\"$sub\"" : "''");
    buf_adds(out, " ;;\n");
}

static void command_cases(struct buf *out, const struct args_command *all)
{
    struct buf path = { 0 };
    buf_adds(out, "       /) list=\"");
    add_names(out, all);
    buf_adds(out, "\" ;;\n");
    for (const struct args_command *c = all; c->name; c++) {
        buf_clear(&path);
        buf_addf(&path, "%s/", c->name);
        if (c->commands) {
            buf_addf(out, "       %s) list=\"", buf_text(&path));
            add_names(out, c->commands);
            buf_adds(out, "\" ;;\n");
        } else if (offered(c)) {
            command_case(out, all, buf_text(&path), c, true);
            buf_addc(&path, '*');
            command_case(out, all, buf_text(&path), c, false);
        }
        for (const struct args_command *s = c->commands; s && s->name; s++) {
            buf_clear(&path);
            buf_addf(&path, "%s/%s", c->name, s->name);
            command_case(out, all, buf_text(&path), s, true);
        }
    }
    buf_free(&path);
}

static void shell_body(struct buf *out, const struct args_command *all)
{
    buf_adds(out, "    case $prev in\n");
    option_cases(out, all, ARGS_GLOBAL);
    all_option_cases(out, all, all);
    buf_adds(out, "    *) case $cmd/$sub in\n");
    command_cases(out, all);
    buf_adds(out, "       esac\n       list=\"$list");
    add_options(out, ARGS_GLOBAL);
    buf_adds(out, "\" ;;\n    esac\n");
}

static void value_options(struct buf *out, const struct args_command *all, const struct args_option *table,
                          char between)
{
    for (const struct args_option *o = table; o && o->name; o++) {
        if (!o->arg || o->condition)
            continue;
        buf_addf(out, "%c--%s", between, o->name);
        if (o->letter)
            buf_addf(out, "%c-%c", between, o->letter);
    }
    for (const struct args_command *c = table == ARGS_GLOBAL ? all : NULL; c && c->name; c++) {
        value_options(out, all, c->options, between);
        for (const struct args_command *sub = c->commands; sub && sub->name; sub++)
            value_options(out, all, sub->options, between);
    }
}

/* The loop that finds $cmd and $sub; options with a value take it with them. */
static void shell_words(struct buf *out, const struct args_command *all, const char *word, const char *next)
{
    struct buf options = { 0 };
    value_options(&options, all, ARGS_GLOBAL, '|');
    buf_addf(out,
             "        case %s in\n"
             "        --where) case %s in *[=~]*|*\\<*|*\\>*) i=$((i + 1)) ;; *) i=$((i + 3)) ;; esac ;;\n"
             "        %s",
             word, next, buf_text(&options) + 1);
    buf_free(&options);
    buf_addf(out,
             ") i=$((i + 1)) ;;\n        -*) ;;\n"
             "        *) if [ -z \"$cmd\" ]; then cmd=%s; elif [ -z \"$sub\" ]; then sub=%s; fi ;;\n"
             "        esac\n    done\n",
             word, word);
}

static void field_function(struct buf *out, const char *name, bool to_set)
{
    buf_addf(out, "%s() {\n    case $1 in\n", name);
    for (int k = KIND_NONE + 1; k < KIND_FIRST_PART; k++) {
        buf_addf(out, "    %s) echo '", kind_of((enum rec_kind)k)->name);
        add_fields(out, (enum rec_kind)k, to_set);
        buf_adds(out, "' ;;\n");
    }
    buf_adds(out, "    '') echo '");
    add_fields(out, KIND_ANY, to_set);
    buf_adds(out, "' ;;\n    esac\n}\n");
}

static void field_functions(struct buf *out)
{
    field_function(out, "_satchel_fields", false);
    field_function(out, "_satchel_settable", true);
}

static void bash(struct buf *out, const struct args_command *all)
{
    buf_adds(out, "# satchel completion for bash: source <(satchel completion bash)\n");
    field_functions(out);
    buf_adds(out, "_satchel() {\n"
                  "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
                  "    local cmd='' sub='' list='' fields='' files='' i\n"
                  "    for ((i = 1; i < COMP_CWORD; i++)); do\n");
    shell_words(out, all, "${COMP_WORDS[i]}", "${COMP_WORDS[i + 1]}");
    shell_body(out, all);
    buf_adds(out, "    mapfile -t COMPREPLY < <(compgen -W \"$list $fields\" -- \"$cur\")\n"
                  "    if [[ ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi\n"
                  "    if [ -n \"$files\" ]; then\n"
                  "        compopt -o filenames 2>/dev/null\n"
                  "        mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$cur\")\n"
                  "    fi\n"
                  "}\n"
                  "complete -F _satchel satchel\n");
}

static void zsh(struct buf *out, const struct args_command *all)
{
    buf_adds(out, "#compdef satchel\n"
                  "# satchel completion for zsh: satchel completion zsh >\"${fpath[1]}/_satchel\"\n");
    field_functions(out);
    buf_adds(out, "_satchel() {\n"
                  "    local prev=${words[CURRENT - 1]} cmd='' sub='' list='' fields='' files='' i\n"
                  "    for ((i = 2; i < CURRENT; i++)); do\n");
    shell_words(out, all, "${words[i]}", "${words[i + 1]}");
    shell_body(out, all);
    buf_adds(
        out,
        "    compadd -- ${=list}\n"
        "    compadd -S '' -- ${=fields}\n"
        "    if [ -n \"$files\" ]; then _files; fi\n"
        "}\n"
        "if [ \"$funcstack[1]\" = _satchel ]; then _satchel \"$@\"; else compdef _satchel satchel; fi\n");
}

/* ---- fish ---- */

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

/* __satchel_at WORD...: these and no more words stand before the cursor; __satchel_in: at least these.
 * Options, and the values that they take, are no words. */
static void fish_functions(struct buf *out, const struct args_command *all)
{
    buf_adds(out, "function __satchel_words\n"
                  "    set -l skip 0\n"
                  "    for word in (commandline -opc)[2..-1]\n"
                  "        if test $skip -gt 0\n"
                  "            set skip (math $skip - 1)\n"
                  "            if string match -qr -- '[=~<>]' $word; and test $skip = 2\n"
                  "                set skip 0\n"
                  "            end\n"
                  "            continue\n"
                  "        end\n"
                  "        switch $word\n"
                  "            case --where\n"
                  "                set skip 3\n"
                  "            case");
    value_options(out, all, ARGS_GLOBAL, ' ');
    buf_adds(out, "\n"
                  "                set skip 1\n"
                  "            case '-*'\n"
                  "            case '*'\n"
                  "                echo -- $word\n"
                  "        end\n"
                  "    end\n"
                  "end\n"
                  "function __satchel_in\n"
                  "    set -l words (__satchel_words)\n"
                  "    set -l n (count $argv)\n"
                  "    test (count $words) -ge $n; and test \"$argv\" = \"$words[1..$n]\"\n"
                  "end\n"
                  "function __satchel_at\n"
                  "    set -l words (__satchel_words)\n"
                  "    test \"$argv\" = \"$words\"\n"
                  "end\n");
}

static void fish_words(struct buf *out, const struct args_command *all, const char *words)
{
    buf_adds(out, " -a '");
    add_words(out, all, words);
    buf_addc(out, '\'');
}

static void fish_options(struct buf *out, const struct args_command *all, const char *path,
                         const struct args_option *table)
{
    for (const struct args_option *o = table; o && o->name; o++) {
        buf_addf(out, "complete -c satchel%s -l %s", path, o->name);
        if (o->letter)
            buf_addf(out, " -s %c", o->letter);
        if (o->arg)
            buf_adds(out, is(o->words, ARGS_FILE) ? " -r -F" : " -x");
        if (o->words && !is(o->words, ARGS_FILE) && !is(o->words, ARGS_FIELD))
            fish_words(out, all, o->words);
        buf_adds(out, " -d ");
        add_quoted(out, _(o->help));
        buf_addc(out, '\n');
    }
}

static void fish_fields(struct buf *out, const char *condition, enum rec_kind kind, bool to_set)
{
    buf_addf(out, "complete -c satchel -n '%s'%s -a '", condition, to_set ? "" : " -l where -x");
    add_fields(out, kind, to_set);
    buf_adds(out, "'\n");
}

/* The fields of what stands behind the command: FIELD=V of add and set, --where FIELD of list. */
static void fish_all_fields(struct buf *out, const struct args_command *c)
{
    bool filter = false;
    struct buf condition = { 0 };
    for (const struct args_option *o = c->options; o && o->name; o++)
        filter |= is(o->words, ARGS_FIELD);
    for (int k = KIND_NONE + 1; k < KIND_FIRST_PART && (filter || is(c->words, ARGS_RECORD)); k++) {
        buf_clear(&condition);
        buf_addf(&condition, "__satchel_in %s %s", c->name, kind_of((enum rec_kind)k)->name);
        fish_fields(out, buf_text(&condition), (enum rec_kind)k, !filter);
    }
    buf_clear(&condition);
    buf_addf(&condition, "__satchel_at %s", c->name);
    if (filter)
        fish_fields(out, buf_text(&condition), KIND_CASE, false);
    buf_clear(&condition);
    buf_addf(&condition, "__satchel_in %s; and not __satchel_at %s", c->name, c->name);
    if (is(c->words, ARGS_FIELD))
        fish_fields(out, buf_text(&condition), KIND_ANY, true);
    buf_free(&condition);
}

/* path: the words before the command, each with a blank before it. */
static void fish_command(struct buf *out, const struct args_command *all, const char *path,
                         const struct args_command *c)
{
    struct buf here = { 0 }, in = { 0 };
    buf_addf(&here, "%s %s", path, c->name);
    buf_addf(&in, " -n '__satchel_in%s'", buf_text(&here));
    buf_addf(out, "complete -c satchel -n '__satchel_at%s' -a %s -d ", path, c->name);
    add_quoted(out, _(c->summary));
    buf_addc(out, '\n');
    fish_options(out, all, buf_text(&in), c->options);
    if (is(c->words, ARGS_FILE)) {
        buf_addf(out, "complete -c satchel%s -F\n", buf_text(&in));
    } else if (c->words && !is(c->words, ARGS_FIELD)) {
        buf_addf(out, "complete -c satchel -n '__satchel_at%s'", buf_text(&here));
        fish_words(out, all, c->words);
        buf_addc(out, '\n');
    }
    fish_all_fields(out, c);
    for (const struct args_command *s = c->commands; s && s->name; s++)
        fish_command(out, all, buf_text(&here), s);
    buf_free(&here);
    buf_free(&in);
}

static void fish(struct buf *out, const struct args_command *all)
{
    buf_adds(out, "# satchel completion for fish: satchel completion fish | source\n");
    fish_functions(out, all);
    buf_adds(out, "complete -c satchel -f\n");
    fish_options(out, all, "", ARGS_GLOBAL);
    for (const struct args_command *c = all; c->name; c++)
        if (offered(c))
            fish_command(out, all, "", c);
}

int completion_run(struct cli *c, struct err *e)
{
    static const struct {
        const char *name;
        void (*write)(struct buf *out, const struct args_command *all);
    } SHELLS[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };
    for (size_t i = 0; i < sizeof SHELLS / sizeof *SHELLS; i++)
        if (strcmp(SHELLS[i].name, c->args.words.at[0]) == 0) {
            SHELLS[i].write(&c->out, c->commands);
            return stream_text(c, "completion", e);
        }
    return err_set(e, ERR_USAGE,
                   _("\"%s\" is no shell that completion is made for: bash, zsh, fish. Nothing was done."),
                   c->args.words.at[0]);
}
