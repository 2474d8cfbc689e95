/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shells keep command lines in a file, in plain. A line counts when it holds text of a record: FIELD=VALUE of
 * add and set, the words of search, the value of --where. What the lines say is never shown, only how many
 * there are. Quotes are not understood: a word that begins with a field is enough. */
#include "satchel/secure/doctor_history.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"

/* ---- words ---- */

static bool split(const char *line, size_t n, struct strs *words)
{
    struct buf word = { 0 };
    bool good = true;
    strs_free(words);
    for (size_t i = 0; good; i++) {
        machine_word(&word, line, n, i);
        if (!word.len)
            break;
        good = strs_add(words, buf_text(&word)) == 0;
    }
    buf_free(&word);
    return good;
}

static bool is(const char *word, const char *what)
{
    return strcmp(word, what) == 0;
}

/* ./satchel, ;satchel, "1700000000:0;satchel" of zsh */
static bool names_program(const char *word)
{
    size_t n = strlen(word);
    const char *end = n >= 7 ? word + n - 7 : NULL;
    return end && is(end, "satchel") && (end == word || strchr("/;|&($`", end[-1]));
}

/* FIELD=VALUE or FIELD+=VALUE with a value that does not come from elsewhere. */
static bool is_assignment(const char *word)
{
    word += *word == '\'' || *word == '"';
    size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz_");
    const char *value = word + n;
    value += *value == '+';
    return n && *value == '=' && value[1] && !is(value + 1, "-");
}

static bool ends_command(const char *word)
{
    return strchr("|;&<>", word[0]) != NULL;
}

/* The word after the options that stand before the command; w->n: none. */
static size_t command_at(const struct strs *w, size_t at)
{
    static const char *const TAKE_ONE[] = { "-f", "--vault", "--key-file", "--passphrase-fd" };
    while (at < w->n && w->at[at][0] == '-') {
        size_t skip = 1;
        for (size_t i = 0; i < 4; i++)
            skip += is(w->at[at], TAKE_ONE[i]);
        at += skip;
    }
    return at < w->n ? at : w->n;
}

/* From word `at`, the command's name, on. */
static bool tells(const struct strs *w, size_t at)
{
    bool assigns = is(w->at[at], "add") || is(w->at[at], "set"), searches = is(w->at[at], "search");
    for (at++; at < w->n && !ends_command(w->at[at]); at++) {
        const char *word = w->at[at];
        if (is(word, "--type") || is(word, "--limit") || is(word, "-f") || is(word, "--passphrase-fd"))
            at++;
        else if (is(word, "--where") || (assigns && is_assignment(word)) || (searches && word[0] != '-'))
            return true;
    }
    return false;
}

static bool line_tells(const struct strs *w)
{
    for (size_t i = 0; i < w->n; i++) {
        size_t command = names_program(w->at[i]) ? command_at(w, i + 1) : w->n;
        if (command < w->n && tells(w, command))
            return true;
    }
    return false;
}

static size_t count_lines(const char *text)
{
    struct strs words = { 0 };
    size_t count = 0;
    const char *line;
    for (size_t n; (line = machine_next_line(&text, &n));)
        count += memmem(line, n, "satchel", 7) && split(line, n, &words) && line_tells(&words);
    strs_free(&words);
    return count;
}

/* ---- files ---- */

static const struct {
    const char *file, *command; /* below the home */
} FILES[] = {
    { ".bash_history", "sed -i '/satchel/d' ~/.bash_history; history -c; history -r" },
    { ".zsh_history", "sed -i '/satchel/d' ~/.zsh_history" },
    { ".histfile", "sed -i '/satchel/d' ~/.histfile" },
    { ".zhistory", "sed -i '/satchel/d' ~/.zhistory" },
    { ".local/share/fish/fish_history", "history delete --contains satchel" },
    { ".ash_history", "sed -i '/satchel/d' ~/.ash_history" },
    { ".sh_history", "sed -i '/satchel/d' ~/.sh_history" },
};

static size_t count_in(struct doctor_visit *v, const char *folder, const char *file, bool *read)
{
    struct buf text = { 0 };
    *read |= machine_read(&v->machine, &text, "%s%s%s", folder, *folder ? "/" : "", file);
    size_t n = count_lines(buf_text(&text));
    buf_free(&text);
    return n;
}

static void mend_file(struct doctor_visit *v, const char *path)
{
    struct buf quoted = { 0 };
    doctor_quote(&quoted, path);
    doctor_mend(v, NULL, "sed -i '/satchel/d' %s", buf_text(&quoted));
    buf_free(&quoted);
}

/* Sets the command for the file that has most of them. */
static size_t count_all(struct doctor_visit *v, bool *read)
{
    const char *home = doctor_env(v, "HOME"), *own = doctor_env(v, "HISTFILE");
    size_t all = 0, most = 0;
    for (size_t i = 0; home && i < sizeof FILES / sizeof *FILES; i++) {
        size_t n = count_in(v, home, FILES[i].file, read);
        if (n > most)
            doctor_mend(v, NULL, "%s", FILES[i].command);
        most = n > most ? n : most;
        all += n;
    }
    if (!all && own && own[0] == '/') {
        all = count_in(v, "", own, read);
        if (all)
            mend_file(v, own);
    }
    return all;
}

static void look(struct doctor_visit *v)
{
    bool read = false;
    size_t n = count_all(v, &read);
    if (n) {
        doctor_say(v, DOCTOR_SERIOUS,
                   P_("%zu line of your shell's history holds text of a record.",
                      "%zu lines of your shell's history hold text of records.", n),
                   n);
        doctor_mend(v,
                    _("Close the other terminals, then remove the lines. From now on give such text through "
                      "standard input: satchel add person -"),
                    NULL);
    } else if (read) {
        doctor_say(v, DOCTOR_FINE, _("Your shell's history holds no text of records."));
    } else {
        doctor_say(v, DOCTOR_UNKNOWN, _("No history of a shell was found in the usual places."));
    }
}

const struct doctor_check doctor_history[] = {
    { "shell-history", N_("Shell history"),
      N_("The shell keeps what you type on a command line in a file, where anybody who has the disk reads "
         "it."),
      look },
    { 0 },
};
